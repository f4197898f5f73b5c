"""``parreport appraisal``: the workbook in which the council appraises, item by item of every unit.

In: parameters, and all that units declared. Out: one ``.xlsx`` with a sheet for each block: what a unit claims, what
its figures give by the rule, what another source says, its evidence and explanation; two rounds of points and
reasons to fill in. Rounds that are among the inputs already stand in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from parreport.building.excel_forms.making import OURS
from parreport.building.plan import places_of
from parreport.columns import is_blank
from parreport.display.formats import format_plain
from parreport.display.index_names import name_of_index
from parreport.errors import PublicationError
from parreport.inputs.appraisal import read_rounds
from parreport.inputs.faults import Faults
from parreport.inputs.forms.heads import APPRAISAL_HEADS
from parreport.inputs.forms.marks import APPRAISAL, Mark, period_of, version_of
from parreport.inputs.framework import Block, Item
from parreport.inputs.parameters import find_path, read_parameters
from parreport.language import in_language, text, use_language
from parreport.publishing.folder.disks import shown, tell_disk_faults
from parreport.publishing.folder.placing import is_like
from parreport.publishing.folder.targets import check_apart, check_unpublished
from parreport.publishing.form_sheets import Cell, Check, FormBook, FormRow, FormSheet, Look, render_form
from parreport.years.reading import ReadYear
from parreport.years.recipe import read_subject

COLUMNS = (  # code, width in characters
    *(("unit_code", 10), ("item_code", 8), ("unit", 24), ("code", 8), ("name", 34), ("max_points", 7)),
    *(("numerator", 9), ("denominator", 9), ("value", 15), ("self_points", 8), ("computed", 8), ("second_source", 16)),
    *(("evidence", 26), ("reason", 22), ("round1_points", 8), ("round1_reason", 24), ("explanation", 24)),
    *(("round2_points", 8), ("round2_reason", 24)),
)
PLACES = {code: place for place, (code, _) in enumerate(COLUMNS)}
OPEN = ("round1_points", "round1_reason", "explanation", "round2_points", "round2_reason")
HEAD_ROW = 5
Rounds = Mapping[tuple[str, str], Mapping[int, Any]]


def make_appraisal(parameters_path: Path, target: Path) -> tuple[int, int]:
    """Write the workbook of the council; return how many units and how many items to appraise it has.

    Raises
    ------
    InputError : the year is at fault; all faults at once.
    PublicationError : the file cannot be written there, or is one that somebody has filled in.
    """
    parameters = read_parameters(parameters_path)
    with tell_disk_faults(target):
        files, folders = places_of(parameters_path, parameters)
        check_apart(target.absolute(), files, folders)
        check_unpublished(target.absolute().parents, target)
        if target.is_dir():
            raise PublicationError(shown(target), text("it is a folder; give the name of a file"))
        if target.exists() and not is_like(target, OURS):
            raise PublicationError(shown(target), text("somebody has saved it since it was made; give another name"))
        read = read_subject(parameters_path)
        with use_language(parameters.language, of_periods=not parameters.span.is_year):
            book, items_n = _make_book(read)
            render_form(book, target)
    return len(read.year.units), items_n


def _make_book(read: ReadYear) -> tuple[FormBook, int]:
    parameters, framework = read.parameters, read.year.framework
    facts = {"index": name_of_index(framework), "province": parameters.province, "year": parameters.span.title}
    title = text("{index}, {province}, {year}", **facts)
    labels = [text("ILLUSTRATIVE FIGURES")] if framework.illustrative else []
    folder = find_path(parameters.inputs)
    found = read_rounds(folder / "appraisal.csv", read.year.units, framework, parameters.span.key, Faults())
    rounds = {key: {n: (one.points, one.row["reason"]) for n, one in given.items()} for key, given in found.items()}
    sheets, items_n = list[FormSheet](), 0
    for block in framework:
        units = read.year.units[read.year.units["block"] == block.code]
        if units.empty:
            continue
        mark = str(Mark(APPRAISAL, block.code, period_of(parameters.span), version_of(block)))
        rows = list(_item_rows(read, block, rounds))
        items_n += len(rows)
        head = _head(mark, " · ".join(labels), f"{text('Appraisal')}: {title}", block.shown)
        sheets.append(
            FormSheet(
                name=text("Appraisal {block}", block=block.code)[:31],
                widths=tuple(width for _, width in COLUMNS),
                rows=(*head, *rows),
                hidden=(PLACES["unit_code"], PLACES["item_code"]),
                head=HEAD_ROW,
                frozen=PLACES["max_points"],
                filtered=PLACES["unit"],
                is_large=True,
            )
        )
    day = parameters.publication_date().isoformat()
    return FormBook(title, day, " · ".join([*labels, title]), tuple(sheets)), items_n


def _head(mark: str, labels: str, title: str, block: str) -> Iterator[FormRow]:
    last = len(COLUMNS) - PLACES["unit"]
    yield FormRow({0: Cell(mark, "label"), 2: Cell(labels, "label", span=last)}, is_hidden=not labels)
    yield FormRow({2: Cell(title, "title", span=last)}, height=22)
    yield FormRow({2: Cell(text("Block: {block}", block=block), "subtitle", span=last)}, height=18)
    told = text("Fill in the yellow cells. Points that differ from the self-assessed ones need a reason.")
    yield FormRow({2: Cell(told, "note", span=last)})
    yield FormRow({place: Cell(code, "note") for code, place in PLACES.items()}, is_hidden=True)
    heads = {
        place: Cell(str(APPRAISAL_HEADS[code]), "head") for code, place in PLACES.items() if code in APPRAISAL_HEADS
    }
    yield FormRow(heads, height=48)


def _item_rows(read: ReadYear, block: Block, rounds: Rounds) -> Iterator[FormRow]:
    """Yield a row for each unit and leaf that is appraised, units in their order, leaves as in the tree."""
    units = {row["unit_code"]: row for row in read.year.units.to_dict("records")}
    others = {(row["unit_code"], row["item_code"]): row for row in read.year.second_source.to_dict("records")}
    points = read.year.points[read.year.points["block"] == block.code]
    for row in points.to_dict("records"):
        item = block.by_code[row["item_code"]]
        if item.method == "survey":
            continue
        unit = units[row["unit_code"]]
        name = in_language(unit["unit_name"], unit["unit_name_en"])
        key = (row["unit_code"], item.code)
        yield FormRow(_cells(row, item, name, _tell_other(others.get(key)), rounds.get(key, {})))


def _cells(row: Mapping[Any, Any], item: Item, unit: str, other: str, given: Mapping[int, Any]) -> dict[int, Cell]:
    applies = bool(row["applies"])
    told: dict[str, tuple[Any, str]] = {
        "unit_code": (row["unit_code"], "text"),
        "item_code": (item.code, "text"),
        "unit": (unit, "text"),
        "code": (item.code, "text"),
        "name": (item.shown, "text"),
        "max_points": (item.max_points, "amount"),
        "numerator": (row["numerator"], "amount"),
        "denominator": (row["denominator"], "amount"),
        "value": (row["value"] if applies else text("n/a"), "text"),
        "self_points": (row["self_points"], "amount"),
        "computed": (row["computed_points"], "amount"),
        "second_source": (other, "text"),
        "evidence": (row["evidence"], "text"),
        "reason": (row["reason"], "text"),
    }
    cells = {PLACES[code]: Cell(_plain(value), _look(form), form) for code, (value, form) in told.items()}
    for number in (1, 2):
        points, reason = given.get(number, (None, ""))
        check = _check_points(item) if applies else None
        cells[PLACES[f"round{number}_points"]] = Cell(_plain(points), "formula", "amount", is_open=applies, check=check)
        cells[PLACES[f"round{number}_reason"]] = Cell(reason or None, "leaf", is_open=applies)
    cells[PLACES["explanation"]] = Cell(None, "leaf", is_open=applies)
    return dict(sorted(cells.items()))


def _look(form: str) -> Look:
    return "leaf" if form == "text" else "formula"


def _plain(value: Any) -> str | float | None:
    """Return what a cell holds: a number, a text, or nothing."""
    if is_blank(value) or value == "":
        return None
    return float(value) if isinstance(value, Decimal) else str(value)


def _check_points(item: Item) -> Check:
    high = None if item.max_points is None else float(item.max_points)
    words = text("Points from 0 up.")
    if item.max_points is not None:
        words = text("Points from 0 to {maximum}.", maximum=format_plain(item.max_points, 9))
    return Check("decimal", high=high, title=text("Points"), words=words, refusal=words)


def _tell_other(row: Mapping[Any, Any] | None) -> str:
    """Return what the second source says of an item, in few words; blank where it says nothing."""
    if row is None:
        return ""
    rate = [row.get(name) for name in ("second_numerator", "second_denominator")]
    figures = [" / ".join(format_plain(one, 9) for one in rate)] if not any(map(is_blank, rate)) else []
    value = row.get("second_value")
    figures += [str(value)] if not is_blank(value) and value != "" else []
    return ": ".join([*figures[:1], str(row.get("source") or "")]) if figures else ""
