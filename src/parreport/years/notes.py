"""What is worth a note in the years that were read: of inputs, scoring, gaps.

In: a year as read. Out: notes, this year's first, then those of the years that it is compared with,
then the gaps of a draft.
"""

from __future__ import annotations

from parreport.language import Message
from parreport.years.reading import ReadYear, note_gaps


def list_notes(read: ReadYear | None) -> tuple[list[Message], list[Message]]:
    """Return the notes of a year and all that it is compared with, and those on its gaps apart."""
    notes: list[Message] = []
    year = read
    while year is not None:
        notes += year.notes
        year = year.base
    return notes, [] if read is None else note_gaps(read)
