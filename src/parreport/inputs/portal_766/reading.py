"""The saved exports of one call, read: details as JSON, tables as CSV or workbooks.

In: paths. Out: an :class:`Export` for each; faults of files that cannot be read, and all that was not read
in the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from parreport.inputs.faults import Faults
from parreport.inputs.files import FileFault, read_bytes, shown_path
from parreport.inputs.portal_766.details import read_details
from parreport.inputs.portal_766.export import Export, Place
from parreport.inputs.portal_766.tables import read_table
from parreport.language import message

UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # what Windows calls Unicode text


def read_exports(paths: Sequence[Path], faults: Faults, unread: Faults) -> list[Export]:
    """Return the exports that can be read, in the order of the files.

    ``faults``: what stops the import, a file that is none or has no unit. ``unread``: what was not read.
    """
    exports = []
    for path in paths:
        export = _read_export(path, faults, unread)
        if export is not None:
            exports.append(export)
    return exports


def _read_export(path: Path, faults: Faults, unread: Faults) -> Export | None:
    file = shown_path(path)
    try:
        content = read_bytes(path)
    except FileFault as fault:
        faults.add(Place(file).problem(fault.expected))
        return None
    if content.startswith(UTF_16):
        content = content.decode("utf-16", "replace").encode("utf-8", "replace")
    if not content.strip():
        faults.add(Place(file).problem(message("an export of the portal"), ""))
        return None
    is_json = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"[")
    read = read_details if is_json else read_table
    own = Faults()
    export = read(content, file, faults, own)
    if export is not None and not export.units:
        faults.add(Place(file).problem(message("at least one unit that has a code and a known kind of name")))
        faults.take(own)
        return None
    unread.take(own)
    return export
