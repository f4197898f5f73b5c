"""The names of groups of respondents, by the codes that files have for them.

In: a code. Out: its name in the language in force; a code that is not known is its own name.
"""

from __future__ import annotations

from parreport.language import Message, message

NAMES: dict[str, Message] = {
    "nguoi-dan": message("people"),
    "ho-gia-dinh": message("households"),
    "doanh-nghiep": message("businesses"),
    "can-bo": message("officials"),
    "lanh-dao": message("leaders"),
    "dai-bieu": message("deputies of people's councils"),
}


def name_group(code: str) -> str:
    """Return the name of a group of respondents, as it stands inside a sentence."""
    return str(NAMES[code]) if code in NAMES else code
