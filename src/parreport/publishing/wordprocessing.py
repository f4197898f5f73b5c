"""The small pieces of a Word document: runs, paragraphs, tables, fields, as WordprocessingML.

In: words and looks. Out: XML, every word escaped, its elements in the order that the schema asks
for. Lengths are points; Word counts in twentieths of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def twips(points: float) -> int:
    """Return points as twentieths of a point."""
    return round(points * 20)


def clean(words: str) -> str:
    """Return words fit for XML: marks escaped, characters that XML forbids left out."""
    return escape(_UNSAFE.sub("", words), quote=True)


def run(
    words: str,
    *,
    bold: bool = False,
    italic: bool = False,
    strike: bool = False,
    size: float = 0,
    color: str = "",
    raised: str = "",
    language: str = "",
    style: str = "",
) -> str:
    """Return a run of words; line breaks become breaks of the line, zero-width spaces go."""
    looks = f'<w:rStyle w:val="{style}"/>' if style else ""
    looks += "<w:b/>" if bold else ""
    looks += "<w:i/>" if italic else ""
    looks += "<w:strike/>" if strike else ""
    looks += f'<w:color w:val="{clean(color).lstrip("#")}"/>' if color else ""
    looks += f'<w:sz w:val="{round(2 * size)}"/><w:szCs w:val="{round(2 * size)}"/>' if size else ""
    looks += f'<w:vertAlign w:val="{raised}"/>' if raised else ""
    looks += f'<w:lang w:val="{clean(LANGUAGES.get(language, language))}"/>' if language else ""
    lines = words.replace("\u200b", "").split("\n")
    told = "<w:br/>".join(f'<w:t xml:space="preserve">{clean(line)}</w:t>' for line in lines)
    return f"<w:r>{f'<w:rPr>{looks}</w:rPr>' if looks else ''}{told}</w:r>"


def field(code: str, shown: str) -> str:
    """Return a field with what it shows until Word counts anew."""
    return f'<w:fldSimple w:instr=" {clean(code)} ">{run(shown)}</w:fldSimple>'


def paragraph(
    content: str,
    style: str = "",
    *,
    align: str = "",
    keep: bool = False,
    before: float | None = None,
    after: float | None = None,
    rule: str = "",
    indent: tuple[float, float] | None = None,
    section: str = "",
    number: int = 0,
    mark: float = 0,
) -> str:
    """Return a paragraph of runs.

    ``keep``: stays on the page of the next one; ``rule``: a line beneath, as wide as the text
    between its ``indent`` (left, right); ``section``: a section that ends here; ``number``: the
    list that counts it; ``mark``: the
    type size of its end, which makes an empty line as high.
    """
    looks = f'<w:pStyle w:val="{style}"/>' if style else ""
    looks += "<w:keepNext/>" if keep else ""
    looks += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    if rule:
        looks += (
            f'<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="{rule}"/></w:pBdr>'
        )
    if before is not None or after is not None:
        gaps = f' w:before="{twips(before)}"' if before is not None else ""
        gaps += f' w:after="{twips(after)}"' if after is not None else ""
        looks += f"<w:spacing{gaps}/>"
    if indent is not None:
        looks += (
            f'<w:ind w:left="{twips(indent[0])}" w:right="{twips(indent[1])}" w:firstLine="0"/>'
        )
    looks += f'<w:jc w:val="{align}"/>' if align else ""
    looks += f'<w:rPr><w:sz w:val="{round(2 * mark)}"/></w:rPr>' if mark else ""
    looks += section
    return f"<w:p>{f'<w:pPr>{looks}</w:pPr>' if looks else ''}{content}</w:p>"


def rule_line(width: float, room: float) -> str:
    """Return a short rule in the middle of a column of ``room`` points."""
    side = max(0.0, (room - width) / 2)
    return paragraph(
        "", "Form", align="center", rule="000000", indent=(side, side), after=2, mark=2
    )


def cell(
    content: str,
    width: float,
    *,
    across: int = 1,
    down: str = "",
    fill: str = "",
    bottom: tuple[int, str] | None = None,
    stand: str = "",
) -> str:
    """Return a cell of paragraphs; ``down``: restart or continue, where it spans rows."""
    looks = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>'
    looks += f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    looks += f'<w:vMerge w:val="{down}"/>' if down else ""
    if bottom is not None:
        thick, color = bottom
        looks += f'<w:tcBorders><w:bottom w:val="single" w:sz="{thick}" w:space="0" w:color="{color}"/></w:tcBorders>'
    shade = clean(fill).lstrip("#")
    looks += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if fill else ""
    looks += f'<w:vAlign w:val="{stand}"/>' if stand else ""
    return f"<w:tc><w:tcPr>{looks}</w:tcPr>{content}</w:tc>"


def row(cells: Iterable[str], *, head: bool = False) -> str:
    """Return a row that no page breaks; a head row stands again on every page."""
    looks = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    return f"<w:tr><w:trPr>{looks}</w:trPr>{''.join(cells)}</w:tr>"


def table(
    rows: Sequence[str], widths: Sequence[float], style: str, caption: str = "", heads: bool = False
) -> str:
    """Return a table of rows; ``caption`` is what it tells a screen reader."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    first = "1" if heads else "0"
    title = f'<w:tblCaption w:val="{clean(caption)}"/>' if caption else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(twips(width) for width in widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="06{2 * int(first)}0" w:firstRow="{first}" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{title}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def bookmark(name: str, number: int, content: str) -> str:
    """Return content that links can lead to."""
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{clean(name)}"/>{content}'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def picture(relation: str, number: int, width: float, height: float, alt: str) -> str:
    """Return a picture in its line, with what it says to those who cannot see it."""
    across, down = round(width * 12700), round(height * 12700)
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="{number}" name="Picture {number}" descr="{clean(alt)}"/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}" descr="{clean(alt)}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{across}" cy="{down}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
