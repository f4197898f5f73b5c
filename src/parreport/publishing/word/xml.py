"""The small pieces of a Word document: runs, paragraphs, fields, rules, as WordprocessingML.

In: words and how they look. Out: text of XML, every word of it escaped. Elements stand in the
order that the schema of Office Open XML asks for; Word refuses a file in which they do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape as escape_html

TWIPS = 20  # twentieths of a point, in which Word measures
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(words: str) -> str:
    """Return words as text or attribute of XML; what XML cannot hold is left out."""
    return escape_html(_ILLEGAL.sub("", words))


@dataclass(frozen=True)
class Look:
    """How a run looks, where it differs from its paragraph.

    ``size`` in points; ``raised``: superscript or subscript; ``ink``: a colour as ``#rrggbb``;
    ``style``: a style of letters; ``letters``: a typeface.
    """

    style: str = ""
    letters: str = ""
    bold: bool | None = None
    italic: bool | None = None
    strike: bool = False
    ink: str = ""
    size: float | None = None
    raised: str = ""
    language: str = ""

    def xml(self) -> str:
        """Return the properties of the run; nothing where it looks as its paragraph does."""
        parts = [f'<w:rStyle w:val="{self.style}"/>'] if self.style else []
        if self.letters:
            face = escape(self.letters)
            parts.append(f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:cs="{face}"/>')
        for name, wanted in (("b", self.bold), ("i", self.italic)):
            if wanted is not None:
                off = "" if wanted else ' w:val="0"'
                parts.append(f"<w:{name}{off}/><w:{name}Cs{off}/>")
        parts += ["<w:strike/>"] if self.strike else []
        parts += [f'<w:color w:val="{escape(self.ink.lstrip("#").upper())}"/>'] if self.ink else []
        if self.size is not None:
            half = round(2 * self.size)
            parts.append(f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>')
        parts += [f'<w:vertAlign w:val="{self.raised}"/>'] if self.raised else []
        parts += [f'<w:lang w:val="{escape(self.language)}"/>'] if self.language else []
        return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


PLAIN = Look()


def run(words: str, look: Look = PLAIN) -> str:
    """Return words as a run; a line break in them is one on the page."""
    if not words:
        return ""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' if line else "" for line in words.split("\n")]
    return f"<w:r>{look.xml()}{'<w:br/>'.join(lines)}</w:r>"


def paragraph(
    runs: str,
    style: str = "",
    *,
    keep: bool = False,
    rule: bool = False,
    spacing: str = "",
    indent: str = "",
    align: str = "",
    numbered: tuple[int, int] | None = None,
    section: str = "",
) -> str:
    """Return a paragraph.

    ``keep``: with the next one on a page. ``rule``: a thin line beneath. ``spacing``, ``indent``:
    attributes as Word writes them. ``numbered``: instance and level of a list.
    """
    parts = [f'<w:pStyle w:val="{style}"/>'] if style else []
    parts += ["<w:keepNext/>"] if keep else []
    if numbered is not None:
        instance, level = numbered
        parts.append(f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>')
    if rule:
        parts.append('<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:pBdr>')
    parts += [f"<w:spacing {spacing}/>"] if spacing else []
    parts += [f"<w:ind {indent}/>"] if indent else []
    parts += [f'<w:jc w:val="{align}"/>'] if align else []
    parts += [section] if section else []
    properties = f"<w:pPr>{''.join(parts)}</w:pPr>" if parts else ""
    return f"<w:p>{properties}{runs}</w:p>"


def word_field(code: str, words: str) -> str:
    """Return a field of Word with the words that it shows until Word computes it again."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run(words)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def drawn_rule(width: float, length: float) -> str:
    """Return a thin line of a length, centred in a width, both in points."""
    side = max(0, round((width - length) / 2 * TWIPS))
    return paragraph("", "Rule", rule=True, indent=f'w:left="{side}" w:right="{side}" w:firstLine="0"')


def borderless(widths: tuple[float, ...], rows: list[list[str]]) -> str:
    """Return a table without lines that only sets its cells side by side; ``widths`` in points."""
    grid = "".join(f'<w:gridCol w:w="{round(width * TWIPS)}"/>' for width in widths)
    body = ""
    for row in rows:
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
            for width, cell in zip(widths, row, strict=True)
        )
        body += f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{round(sum(widths) * TWIPS)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0000"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )
