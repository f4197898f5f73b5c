"""The form of an official Vietnamese document: what stands over the words, and what beneath them.

In: the facts of the document and of who issues it, as plain data; the words of its body as XML.
Out: the head block, the title, the end block, headers and footers.

Sources: Nghị định 30/2020/NĐ-CP (5 March 2020), appendix I, for documents dated from 05/03/2020;
Thông tư 01/2011/TT-BNV for those before: A4, the two-column head, Times New Roman 13 to 14, the
page number centred above (Nghị định) or at the bottom right (Thông tư), never on page 1. What is
not known stays a dotted blank, to be filled in by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parreport.language import text
from parreport.publishing.wordprocessing import cell, field, paragraph, row, rule_line, run, table

DECREE_30 = date(2020, 3, 5)
BLANK = "………"
PAGE = (595.3, 841.9)
LEFT, RIGHT, TOP, BOTTOM = 85.05, 48.2, 56.7, 56.7  # 30, 17, 20, 20 mm
ROOM, ROOM_CROSSWISE = PAGE[0] - LEFT - RIGHT, PAGE[1] - LEFT - RIGHT
HEAD = (190.0, ROOM - 190.0)


@dataclass(frozen=True)
class Form:
    """Who issues a document and how it is headed; blank where it is not known.

    ``kind``: BÁO CÁO, QUYẾT ĐỊNH; ``number`` as printed behind "Số:"; ``day`` decides the form;
    ``dated``: whether the day is printed; ``signed_for``: what stands over the signatory's title.
    """

    kind: str
    day: date
    parent: str = ""
    body: str = ""
    number: str = ""
    place: str = ""
    dated: bool = True
    signatory_title: str = ""
    signatory_name: str = ""
    recipients: tuple[str, ...] = ()
    signed_for: str = ""

    @property
    def follows_decree(self) -> bool:
        """Whether Nghị định 30/2020/NĐ-CP holds for this day, not Thông tư 01/2011/TT-BNV."""
        return self.day >= DECREE_30


def head_block(form: Form, labels: str) -> str:
    """Return the two columns over a document: who issues it, the name of the state, day and place."""
    left = [
        *([_line(form.parent.upper(), 12)] if form.parent else []),
        _line(form.body.upper() or BLANK * 3, 12, bold=True),
        rule_line(65, HEAD[0] - 11),
        _line(text("No.: {number}", number=form.number or f"{BLANK}/{BLANK}"), 13, before=4),
    ]
    if labels:
        left.append(_line(labels, 11, bold=True, before=3, color="9C4A16"))
    place = form.place or BLANK
    if form.dated:
        dated = text("{place}, {day}", place=place, day=official_day(form.day))
    else:
        dated = text("{place}, day …… month …… year ……", place=place)
    right = [
        _line(text("SOCIALIST REPUBLIC OF VIET NAM"), 12, bold=True),
        _line(text("Independence - Freedom - Happiness"), 13, bold=True),
        rule_line(166, HEAD[1] - 11),
        _line(dated, 13, italic=True, before=4),
    ]
    if not form.parent:
        right.insert(0, "")
    cells = [cell("".join(left), HEAD[0]), cell("".join(right), HEAD[1])]
    return table([row(cells)], HEAD, "Frame")


def official_day(day: date) -> str:
    """Return a day as documents head it: days below 10 and the months 1 and 2 with a leading 0."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return text("day {day} month {month} year {year}", day=f"{day.day:02d}", month=month, year=day.year)  # fmt: skip


def title_block(form: Form, subject: str, beneath: str = "") -> str:
    """Return the kind of the document, its subject and the rule beneath."""
    parts = [
        paragraph(run(form.kind.upper()), "Title"),
        paragraph(run(subject), "Subtitle", keep=True),
    ]
    if beneath:
        parts.append(paragraph(run(beneath, italic=True, size=13), "Form", align="center"))
    return "".join([*parts, rule_line(110, ROOM), paragraph("", "Form", after=4)])


def end_block(form: Form) -> str:
    """Return who receives the document, and who signs it."""
    known = [one.strip().rstrip(";.") for one in form.recipients if one.strip()]
    lines = known or [BLANK * 2]
    closed = [f"- {one};" for one in lines[:-1]] + [f"- {lines[-1]}."]
    left = [_line(text("Recipients:"), 12, bold=True, italic=True, align="left")]
    left += [_line(one, 11, align="left") for one in closed]
    right = [_line(form.signed_for.upper(), 13, bold=True)] if form.signed_for else []
    right.append(_line(form.signatory_title.upper() or BLANK * 3, 13, bold=True))
    right += [paragraph("", "Form")] * 4
    right.append(_line(form.signatory_name or BLANK * 3, 13, bold=True))
    widths = (ROOM * 0.5, ROOM * 0.5)
    cells = [cell("".join(left), widths[0]), cell("".join(right), widths[1])]
    return paragraph("", "Form", keep=True) + table([row(cells)], widths, "Frame")


def header(form: Form, labels: str, first: bool) -> str:
    """Return what stands above a page: its labels, and in the form of 2020 its number."""
    number = form.follows_decree and not first
    lines = [paragraph(field("PAGE", "2"), "Header", align="center")] if number else []
    if labels:
        lines.append(paragraph(run(labels, bold=True, color="9C4A16"), "Header", align="right"))
    return "".join(lines) or paragraph("", "Header")


def footer(form: Form, first: bool) -> str:
    """Return what stands beneath a page: in the form of 2011 its number, bottom right."""
    if form.follows_decree or first:
        return paragraph("", "Footer")
    return paragraph(field("PAGE", "2"), "Footer", align="right")


def section(crosswise: bool = False, first: bool = False) -> str:
    """Return the page of a section: A4, its margins, its headers; ``first``: page 1 has its own."""
    wide, high = (PAGE[1], PAGE[0]) if crosswise else PAGE
    turn = ' w:orient="landscape"' if crosswise else ""
    names = [("header", "default", "rId11"), ("footer", "default", "rId12")]
    if first:
        names += [("header", "first", "rId13"), ("footer", "first", "rId14")]
    marks = "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="{rid}"/>' for kind, which, rid in names
    )
    return (
        f'<w:sectPr>{marks}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{round(wide * 20)}" w:h="{round(high * 20)}"{turn}/>'
        f'<w:pgMar w:top="{round(TOP * 20)}" w:right="{round(RIGHT * 20)}" '
        f'w:bottom="{round(BOTTOM * 20)}" w:left="{round(LEFT * 20)}" w:header="510" w:footer="510" w:gutter="0"/>'
        f"{'<w:titlePg/>' if first else ''}</w:sectPr>"
    )


def _line(
    words: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    align: str = "center",
    before: float | None = None,
    color: str = "",
) -> str:
    return paragraph(
        run(words, bold=bold, italic=italic, size=size, color=color),
        "Form",
        align=align,
        before=before,
    )
