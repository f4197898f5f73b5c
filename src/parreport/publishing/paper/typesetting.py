"""An executed notebook as the data of a printed report.

In: a notebook. Out: its parts as Typst takes them, tables fitted to the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from parreport.language import language, text, use_language
from parreport.publishing.paper.widths import (
    GUTTER,
    MARGIN,
    PRINT,
    Need,
    Sheet,
    break_long,
    estimate_height,
    fit_table,
    need_of,
)
from parreport.publishing.reading.parts import (
    PAGE_END,
    PAGE_START,
    SHEET,
    Part,
    clean_words,
    plain_words,
    read_report,
    today,
)

MARK = "00"  # the width of the mark of a note
CONTENTS_PAGES, CONTENTS_HEADINGS = 9, 5

_SHARE = re.compile(r"(\d+(?:\.\d+)?)%")


def typeset(notebook: Any, name: str) -> dict[str, Any]:
    """Return all that the sheet prints: facts of the document and its parts in their order.

    Raises
    ------
    RenderingError
        A cell failed, or a picture has no alt text.
    """
    facts, parts = read_report(notebook, name)
    return typeset_parts(facts, parts, str(notebook.metadata.get("title") or name))


def typeset_parts(facts: Mapping[str, Any], parts: list[Part], name: str) -> dict[str, Any]:
    """Return all that the sheet prints of parts; ``name`` is the title where the facts have none."""
    code = str(facts.get("language") or language())
    with use_language(code):
        contents = {
            "kind": "contents",
            "words": text("Contents"),
            "pages": CONTENTS_PAGES,
            "headings": CONTENTS_HEADINGS,
        }
        numbered = {
            "table": text("Table {number}", number="").strip(),
            "figure": text("Figure {number}", number="").strip(),
        }
    closing = list(facts.get("footer", ()))
    sheet = {
        "title": str(facts.get("title") or name),
        "subtitle": str(facts.get("subtitle", "")),
        "description": str(facts.get("subtitle", "")) or None,
        "running-head": str(facts.get("running_head", "")),
        "labels": list(facts.get("labels", ())),
        "source": closing[0] if closing else "",
        "closing": closing,
        "date": str(facts.get("published") or today()),
        "language": code,
        "numbered": numbered,
        "margin": MARGIN,
        "gutter": GUTTER,
        "width": PRINT.upright,
        "parts": parts,
    }
    clean: dict[str, Any] = clean_words(sheet)
    gathered = _gather(_turn([fitted for one in clean["parts"] for fitted in fit_part(one)]))
    at = _find_room_for_contents(gathered)
    return {**clean, "parts": [*gathered[:at], contents, *gathered[at:]]}


def _gather(parts: list[Part]) -> list[Part]:
    """Return parts in which those that stand on a page together are one sheet; a page without parts is none.

    A page that was opened (``kept``) may begin and end within one; with a table that lies crosswise it is none.
    """
    gathered: list[Part] = []
    opened: int | None = None
    for part in parts:
        if part["kind"] == PAGE_START:
            opened = len(gathered)
        elif part["kind"] == PAGE_END:
            after = (at + 1 for at in reversed(range(len(gathered))) if gathered[at]["kind"] == SHEET)
            start = next(after, 0) if opened is None else opened
            if start < len(gathered) and not (
                opened is not None and any(one.get("flipped") for one in gathered[start:])
            ):
                gathered[start:] = [{"kind": SHEET, "parts": gathered[start:], "kept": opened is not None}]
            opened = None
        else:
            gathered.append(part)
    return gathered


def _find_room_for_contents(parts: list[Part]) -> int:
    """Return before which part the contents stand: after the pages that begin the report, else the first heading."""
    pages = next((at for at, one in enumerate(parts) if one["kind"] != SHEET or one["kept"]), len(parts))
    return pages or next((at for at, one in enumerate(parts) if one["kind"] in ("heading", SHEET)), len(parts))


def _turn(parts: list[Part]) -> list[Part]:
    """Return parts in which a heading goes along with a table that lies crosswise."""
    turned: list[Part] = []
    for part in parts:
        before: list[Part] = []
        if part.get("flipped"):
            while turned and turned[-1]["kind"] in ("heading", "text"):
                before.insert(0, turned.pop())
            while before and before[0]["kind"] != "heading":
                turned.append(before.pop(0))
        turned.append({**part, "before": before} if before else part)
    return turned


def fit_part(part: Part, sheet: Sheet = PRINT) -> Iterator[Part]:
    """Yield a part, a table with its widths: one table, or several where it is too wide."""
    if part["kind"] != "table":
        yield part
        return
    rows = [[_breakable(cell) for cell in row] for row in part["rows"]]
    heads = [[_breakable(cell) for cell in row] for row in part["heads"]]
    spanned = any(
        isinstance(cell, dict) and ("across" in cell or "down" in cell) for row in (*heads, *rows) for cell in row
    )
    needs = _needs(part, heads, rows, spanned, sheet)
    for at, column in enumerate(part["columns"]):
        if column.get("kind") == "blank" and needs[at].least < sheet.blank:
            needs[at] = replace(needs[at], least=sheet.blank, most=sheet.blank, whole=True)
    style = part.get("style", "plain")
    fit = fit_table(needs, style, int(part.get("head_column", 0)), sheet)
    if spanned and len(fit.groups) > 1:
        every = tuple(range(len(needs)))
        widths = tuple(sheet.room(True) / len(needs) for _ in needs)
        fit = type(fit)(fit.size, True, ((every, widths),))
    highest = sheet.whole.get(style, sheet.whole["plain"])
    for number, (columns, widths) in enumerate(fit.groups, 1):
        caption = part.get("caption", "")
        if len(fit.groups) > 1 and caption:
            caption = f"{caption} ({number}/{len(fit.groups)})"
        whole = len(fit.groups) == 1
        padding = sheet.padding.get(style, sheet.padding["plain"])
        words = [[plain_words(cell, MARK) for cell in row] for row in rows]
        height = estimate_height(words, widths, fit.size, padding or 2.5, sheet.letters)
        yield {
            **{key: part[key] for key in ("kind", "groups", "titles", "note") if key in part},
            "caption": caption,
            "style": style,
            "size": fit.size,
            "flipped": fit.flipped,
            "padding": padding,
            "whole": height <= min(highest, sheet.whole_crosswise if fit.flipped else highest),
            "columns": [
                {"kind": part["columns"][at].get("kind", "text"), "points": width}
                for at, width in zip(columns, widths, strict=True)
            ],
            "heads": heads if whole else [[row[at] for at in columns] for row in heads],
            "rows": rows if whole else [[row[at] for at in columns] for row in rows],
        }


def _breakable(cell: Any) -> Any:
    if isinstance(cell, str):
        return break_long(cell)
    if isinstance(cell.get("words"), str):
        return {**cell, "words": break_long(cell["words"])}
    return cell


def _needs(part: Part, heads: list[Any], rows: list[Any], spanned: bool, sheet: Sheet) -> list[Need]:
    """Return what each column of a table needs."""
    needs = []
    for at, column in enumerate(part["columns"]):
        share = _SHARE.fullmatch(str(column.get("width", "")).strip())
        cells = [plain_words(cell, MARK) for cell in _column(rows, at, spanned)]
        head = [plain_words(cell, MARK) for cell in _column(heads, at, spanned)]
        whole = column.get("kind") in ("number", "center")
        needs.append(need_of(head, cells, whole, float(share[1]) / 100 if share else 0.0, sheet.letters))
    return needs


def _column(rows: list[Any], at: int, spanned: bool) -> Iterator[Any]:
    """Yield the cells of a column; those that span several columns count for none."""
    for row in rows:
        if not spanned:
            yield row[at]
            continue
        place = 0
        for cell in row:
            own = cell if isinstance(cell, dict) else {}
            place = own.get("place", place)
            if place == at and own.get("across", 1) == 1:
                yield cell
            place += own.get("across", 1)
