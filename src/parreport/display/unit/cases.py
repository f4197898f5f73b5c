"""What one case more or less does to a unit, a call in ``02_unit.ipynb``.

In: results and a unit code. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it
selects, orders and puts words and tables together.
"""

from __future__ import annotations

from typing import Any

from parreport.columns import is_blank, split_codes
from parreport.display.formats import DASH, format_amount, format_number, format_pct
from parreport.display.parts import Cell, Heading, Section, Table, Text, gather
from parreport.display.tables import item_name, number_column, table_of, words_column
from parreport.display.unit import case_sentences as say
from parreport.language import text
from parreport.years.results import Results


def show_case_list(results: Results, unit: str) -> Section:
    """Show, in the annex, each rate that a rule scores with one case more and one less; nothing without any."""
    own = say.fragile_of(results, unit)
    if own.empty:
        return gather()
    many = say.describe_hanging(results, unit, few=False)
    return gather(
        Heading(text("Annex: one case more, one case less"), id="annex-cases", details=True),
        Text(many) if many else None,
        _table(results, unit, _rows(own.to_dict("records"))),
    )


def _rows(leaves: list[Any]) -> list[dict[str, Any]]:
    """Return the leaves and, after the first of those that count the same cases, these together."""
    rows: list[dict[str, Any]] = []
    told: set[str] = set()
    for leaf in leaves:
        rows.append(leaf | {"kind": "one"})
        others = split_codes(leaf["shared_items"])
        if others and leaf["item_code"] not in told and is_blank(leaf["default_points"]):
            told |= {leaf["item_code"], *others}
            rows.append(leaf | {"kind": "shared"})
    return rows


def _table(results: Results, unit: str, rows: list[dict[str, Any]]) -> Table:
    block, decimals = results.block_of(unit), results.framework.decimals

    def item(row: Any) -> Cell:
        if row["kind"] == "shared":
            codes = [row["item_code"], *split_codes(row["shared_items"])]
            return Cell(text("{items} together: they count the same cases", items=", ".join(codes)), "grey")
        second = text("the same cases in each unit of the block") if row["copied"] else ""
        return Cell(item_name(block.by_code[row["item_code"]]), second=second)

    def stand(row: Any, kind: str) -> str:
        pct, rank, band = (row[f"{name}_{kind}"] for name in ("index", "rank", "band"))
        facts = {"index": format_pct(pct, decimals), "rank": rank}
        if not is_blank(rank):
            return text("{index}, rank {rank}", **facts)
        return facts["index"] if is_blank(band) else f"{facts['index']}, {say.show_band(block, band)}"

    def moved(way: str) -> Any:
        def show(row: Any) -> Cell:
            kind = f"{row['kind']}_{way}"
            if is_blank(row[f"index_{kind}"]):
                failed = way == "less" and not is_blank(row["index_failed_case"])
                words = text("with 1 case against it: {stand}", stand=stand(row, "failed_case")) if failed else ""
                return Cell(DASH, second=words)
            points = "" if row["kind"] == "shared" else format_number(row[f"points_one_{way}"], 2)
            return Cell(points, second=stand(row, kind)) if points else Cell(stand(row, kind))

        return show

    def of_leaf(row: Any, words: str) -> str:
        return "" if row["kind"] == "shared" else words

    columns = (
        words_column(text("Item"), item, "38%"),
        number_column(
            text("Cases"),
            lambda row: of_leaf(row, f"{format_amount(row['numerator'])}/{format_amount(row['denominator'])}"),
        ),
        number_column(text("Points"), lambda row: of_leaf(row, format_number(row["points"], 2))),
        number_column(text("Numerator one less"), moved("less")),
        number_column(text("Numerator one more"), moved("more")),
    )
    note = text(
        "The numerator one case less or more; the denominator, all else and the other units held still. A dash: there "
        "is no such case."
    )
    return table_of(
        text("Points, index and rank with one case less and more"), rows, columns, id="cases-table", note=note
    )
