"""Reads from the XML of a Word document whether each heading stays with what it heads."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADINGS = frozenset({"Heading1", "Heading2", "Heading3", "AnnexHeading", "ContentsHeading"})
BETWEEN = frozenset({*HEADINGS, "Caption"})  # what heads something itself
ON = ("true", "1", None)


class Stays:
    """Whether a paragraph stays with the next one on a page: by itself, else by its style."""

    def __init__(self, styles: bytes) -> None:
        self.styles = {one.get(f"{W}styleId"): one for one in ElementTree.fromstring(styles).iter(f"{W}style")}

    def __call__(self, paragraph: ElementTree.Element) -> bool:
        own = paragraph.find(f"{W}pPr/{W}keepNext")
        name = style_of(paragraph)
        while own is None and name in self.styles:
            own = self.styles[name].find(f"{W}pPr/{W}keepNext")
            based = self.styles[name].find(f"{W}basedOn")
            name = "" if based is None else str(based.get(f"{W}val"))
        return own is not None and own.get(f"{W}val") in ON


def style_of(paragraph: ElementTree.Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def words_of(element: ElementTree.Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t")).strip()


def blocks_of(body: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """Yield paragraphs and tables of the body, those in the frame of the contents too."""
    for block in body:
        yield from block.findall(f"{W}sdtContent/*") if block.tag == f"{W}sdt" else [block]


def read_headings(data: bytes) -> dict[str, str]:
    """Return what stands beside each heading on its page: text, picture or table; or why it may stand alone."""
    file = zipfile.ZipFile(io.BytesIO(data))
    stays, body = Stays(file.read("word/styles.xml")), ElementTree.fromstring(file.read("word/document.xml"))[0]
    blocks = list(blocks_of(body))
    return {
        f"{at} {words_of(block)}": _company(blocks[at:], stays)
        for at, block in enumerate(blocks)
        if block.tag == f"{W}p" and style_of(block) in HEADINGS
    }


def _company(blocks: list[ElementTree.Element], stays: Stays) -> str:
    for block in blocks:
        if block.tag == f"{W}tbl":
            return _company_of_rows(block, stays)
        if block.tag != f"{W}p" or block.find(f"{W}pPr/{W}sectPr") is not None:
            return "the end of a section"
        if block.find(f".//{W}drawing") is not None:
            return "picture"
        if words_of(block) and style_of(block) not in BETWEEN and not stays(block):
            return "text"
        if not stays(block):
            return f"a paragraph that does not stay: {style_of(block)} “{words_of(block)}”"
    return "nothing"


def _company_of_rows(table: ElementTree.Element, stays: Stays) -> str:
    """Return table where its heads, and rows that only head others, stay with a row of figures or words."""
    for row in table.findall(f"{W}tr"):
        is_head = row.find(f"{W}trPr/{W}tblHeader") is not None
        spans = row.find(f"{W}tc/{W}tcPr/{W}gridSpan") is not None and len(row.findall(f"{W}tc")) == 1
        if not is_head and not spans:
            return "table"
        if not all(stays(one) for one in row.iter(f"{W}p")):
            return "a head of a table that does not stay"
    return "a table without rows"


def lonely(data: bytes) -> dict[str, str]:
    """Return the headings that could stand alone at the foot of a page, each with the reason."""
    return {
        heading: beside for heading, beside in read_headings(data).items() if beside not in ("text", "picture", "table")
    }
