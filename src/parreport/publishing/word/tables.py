"""Tables of a Word document: real heads that are repeated, rows that stay whole, figures aligned.

In: tables with their widths (``typesetting.fit_part``). Out: WordprocessingML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from parreport.language import text
from parreport.publishing.paper.typesetting import fit_part
from parreport.publishing.paper.widths import Sheet
from parreport.publishing.reading.parts import plain_words
from parreport.publishing.word.letters import measure_times
from parreport.publishing.word.styles import TABLE
from parreport.publishing.word.xml import PLAIN, TWIPS, Look, escape, paragraph

# The text of a page is 165 mm wide, of one that lies crosswise 257 mm.
PAPER = Sheet(
    upright=467.7,
    crosswise=728.5,
    sizes={"plain": float(TABLE), "heat": 10.0, "wide": 9.5},
    smallest=8.0,
    step=0.5,
    letters=measure_times,
    blank=5.0,
    patience=1.5,
    padding={"plain": 1.5, "heat": 1.5, "wide": 1.5},
    whole={"plain": 170.0, "heat": 480.0, "wide": 120.0},
    whole_crosswise=300.0,  # of 468 points, with room for headings, text and caption
    words=0.55,
    fair=0.25,
)
SHADE, GROUP_SHADE = "E7E7E7", "F3F3F3"
STYLES = {"number": "TableNumber", "center": "TableCenter"}

Part = dict[str, Any]
Write = Callable[[Any, Look], str]  # words and the look of their runs → runs


def write_table(part: Part, write: Write) -> str:
    """Return a table that fits the page; ``write`` turns words into runs.

    A short table stays on one page; a row is never broken, nor does the first or last one stand
    alone; the heads stand on every page. The last row stays with what follows, where that is a
    note.
    """
    columns = part["columns"]
    widths = [round(column["points"] * TWIPS) for column in columns]
    kinds = [column["kind"] for column in columns]
    size = None if part["size"] == TABLE else float(part["size"])
    whole = bool(part["whole"])
    heat = part.get("style") == "heat"
    groups, titles = part.get("groups", {}), part.get("titles", {})
    rows = [
        _row(cells, widths, kinds, (size or TABLE) - 1.5 if heat else size, write, head=True)
        for cells in _placed(part["heads"], len(widths))
    ]
    body = list(_placed(part["rows"], len(widths)))
    for at, cells in enumerate(body):
        level = titles.get(str(at))
        if str(at) in groups and level != 2:
            rows.append(_group(groups[str(at)], widths, size, write))
        last, edge = at + 1 == len(body), at in (0, len(body) - 2)
        keep = bool(part.get("followed")) if last else whole or edge or level is not None
        shade = GROUP_SHADE if level == 2 else ""
        rows.append(_row(cells, widths, kinds, size, write, keep=keep, shade=shade))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    caption = escape(part.get("caption", ""))
    named = f'<w:tblCaption w:val="{caption}"/>' if caption else ""
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1"/>{named}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def write_figures(part: Part, write: Write) -> str:
    """Return a row of big figures with their labels, between two lines."""
    figures = part["figures"]
    width = round(PAPER.upright * TWIPS / max(1, len(figures)))
    line = '<w:{side} w:val="single" w:sz="6" w:space="0" w:color="auto"/>'
    cells, column = "", f'<w:gridCol w:w="{width}"/>'
    for one in figures:
        words = paragraph(write(one["value"], PLAIN), "KeyFigure")
        words += paragraph(write(one["label"], PLAIN), "KeyLabel")
        for remark in one.get("remarks", ()):
            words += paragraph(write(remark, Look(italic=True)), "KeyLabel")
        words += paragraph("", "Rule")
        cells += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{words}</w:tc>'
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width * len(figures)}" w:type="dxa"/>'
        f"<w:tblBorders>{line.format(side='top')}{line.format(side='bottom')}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0000"/></w:tblPr>'
        f"<w:tblGrid>{column * len(figures)}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl>"
    )


def _row(
    cells: list[Part],
    widths: list[int],
    kinds: list[str],
    size: float | None,
    write: Write,
    *,
    head: bool = False,
    keep: bool = False,
    shade: str = "",
) -> str:
    written = ""
    for cell in cells:
        at, across = cell["place"], cell.get("across", 1)
        properties = f'<w:tcW w:w="{sum(widths[at : at + across])}" w:type="dxa"/>'
        properties += f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
        if "merge" in cell:
            properties += f"<w:vMerge{cell['merge']}/>"
        fill = SHADE if head else str(cell.get("background", "")).lstrip("#").upper() or shade
        if fill:
            properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{escape(fill)}"/>'
        properties += '<w:vAlign w:val="center"/>'
        kind = "head" if head else kinds[at] if across == 1 else "center"
        style = "TableHead" if kind == "head" else STYLES.get(kind, "TableText")
        written += f"<w:tc><w:tcPr>{properties}</w:tcPr>{_words(cell, style, size, write, keep)}</w:tc>"
    more = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{written}</w:tr>"


def _words(cell: Part, style: str, size: float | None, write: Write, keep: bool) -> str:
    """Return the paragraphs of a cell: its words, and a smaller second line."""
    tone, code = cell.get("tone", ""), cell.get("language", "")
    bold, ink = tone == "strong" or None, str(cell.get("ink", ""))
    first = write(cell.get("words", ""), Look(bold=bold, ink=ink, size=size, language=code))
    words = paragraph(first, style, keep=keep)
    if cell.get("second"):
        small = Look(italic=True, ink=ink, size=(size or TABLE) - 1, language=code)
        words += paragraph(write(cell["second"], small), style, keep=keep)
    return words


def _group(words: str, widths: list[int], size: float | None, write: Write) -> str:
    """Return a row with one cell that heads the rows beneath it."""
    cell = {"words": words, "place": 0, "across": len(widths), "tone": "strong"}
    properties = (
        f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{GROUP_SHADE}"/>'
    )
    inner = _words(cell, "TableText", size, write, keep=True)
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc></w:tr>"


def _placed(rows: list[list[Any]], width: int) -> Iterator[list[Part]]:
    """Yield rows whose cells say where they stand; one that spans rows goes on in those beneath."""
    under: dict[int, tuple[int, int]] = {}  # place → rows to go on, columns
    for row in rows:
        cells: list[Part] = []
        waiting = [dict(one) if isinstance(one, dict) else {"words": one} for one in row]
        at = 0
        while at < width:
            if under.get(at, (0, 0))[0] > 0:
                left, across = under[at]
                cells.append({"place": at, "across": across, "merge": ""})
                under[at] = (left - 1, across)
            elif waiting:
                cell = waiting.pop(0)
                across, down = min(cell.get("across", 1), width - at), cell.get("down", 1)
                cells.append({**cell, "place": at, "across": across})
                if down > 1:
                    cells[-1]["merge"] = ' w:val="restart"'
                    under[at] = (down - 1, across)
            else:
                cells.append({"place": at, "words": ""})
                across = 1
            at += across
        yield cells


CROSSWISE = replace(PAPER, upright=PAPER.crosswise)


def move_details(parts: list[Part]) -> list[Part]:
    """Return parts whose crowded tables stand in short, their whole form in annexes of their own.

    Where one table is crowded, those that would share its annex go along, for they are alike.
    """
    names = {part["details"] for part in parts if is_crowded(part)}
    crowded = [at for at, part in enumerate(parts) if part.get("details") in names]
    if not crowded:
        return parts
    moved = list(parts)
    annexes: dict[str, list[Part]] = {}
    for at in crowded:
        moved[at] = shorten(parts[at])
        annexes.setdefault(parts[at]["details"], []).append({**parts[at], "crosswise": True})
    first = next((at for at, one in enumerate(parts) if one.get("annex")), len(parts))
    for name, tables in reversed(annexes.items()):
        heading = {"kind": "heading", "level": 1, "words": name, "annex": name}
        moved[first:first] = [heading, *tables]
    return moved


def leave_out_details(parts: list[Part]) -> tuple[list[Part], list[str]]:
    """Return parts without what stands under headings of details, and the names of these; brief tables in short."""
    kept: list[Part] = []
    names: list[str] = []
    inside = 0
    for part in parts:
        if part["kind"] == "heading" and (not inside or part["level"] <= inside):
            inside = part["level"] if part.get("details") else 0
            if inside:
                names.append(plain_words(part.get("annex") or part["words"]))
        if not inside:
            kept.append(
                {**part, "rows": [[_in_short(cell) for cell in row] for row in part["rows"]]}
                if part.get("brief")
                else part
            )
    return kept, names


def _in_short(cell: Any) -> Any:
    return {name: words for name, words in cell.items() if name != "second"} if isinstance(cell, dict) else cell


def is_crowded(part: Part) -> bool:
    """Return whether a table with details would be set smaller than others, or crosswise."""
    if part["kind"] != "table" or not part.get("details"):
        return False
    first, *more = fit_part(part, PAPER)
    usual = PAPER.sizes.get(first["style"], PAPER.sizes["plain"])
    return bool(more or first["flipped"] or first["size"] < usual)


def shorten(part: Part) -> Part:
    """Return a table without its details, with a note that says where they are."""
    kept = [at for at, column in enumerate(part["columns"]) if not column.get("detail")]
    left_out = ", ".join(one["name"] for one in part["columns"] if one.get("detail"))
    said = text("{columns}: see the annex “{annex}”.", columns=left_out, annex=part["details"])
    return {
        **part,
        "columns": [part["columns"][at] for at in kept],
        "heads": [[row[at] for at in kept] for row in part["heads"]],
        "rows": [[row[at] for at in kept] for row in part["rows"]],
        "head_column": kept.index(part.get("head_column", 0)),
        "note": "\n".join(one for one in (part.get("note", ""), said) if one),
    }


def fit_parts(parts: list[Part]) -> Iterator[Part]:
    """Yield parts, tables with their widths; those of the annex lie crosswise."""
    for part in parts:
        if part.get("crosswise"):
            yield from ({**one, "flipped": True} for one in fit_part(part, CROSSWISE))
        else:
            yield from fit_part(part, PAPER)
