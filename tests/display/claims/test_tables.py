"""The tables of claims: order, signs and figures of each column."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from parreport.display.claims.tables import table_claim_areas, table_claims, table_cuts, table_reasons, table_rounds
from parreport.display.parts import Cell, Table
from parreport.inputs.framework import Block, Item
from parreport.language import use_language

BLOCK = Block("so", "Khối sở", "", True, "error", (), (Item("1", "", "Một", "", 1, 0, True, "1", ""),))
MINUS = "\u2212"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def cells(table: Table) -> list[list[str]]:
    return [[one.words if isinstance(one, Cell) else one for one in row] for row in table.rows]


def results_of(**tables: pd.DataFrame) -> Any:
    return SimpleNamespace(name_of=lambda unit: f"Unit {unit}", **tables)


def sums(unit: str, own: str, given: str, pct: float, block: str = "so") -> dict[str, Any]:
    gap = Decimal(own) - Decimal(given)
    return {"unit_code": unit, "block": block, "area": "1", "self_points": Decimal(own)} | {
        "official_points": Decimal(given),
        "claim_gap": gap,
        "claim_gap_pct": pct,
        "cut_n": 1,
        "leaves_n": 3,
        "evidence_pct": 66.6,
    }


def test_claims_stand_as_given_with_their_signs() -> None:
    rows = [sums("b", "6", "4", 33.333), sums("d", "3", "3", 0), sums("a", "4", "5.5", -37.5)]
    total = sums("", "13", "12.5", 3.846)
    compared = pd.DataFrame([{"units_n": 3, "mean_gap": Decimal("0.5") / 3}])
    table = table_claims(results_of(), BLOCK, pd.DataFrame(rows), pd.DataFrame([total]), compared)
    assert [row[:5] for row in cells(table)] == [
        ["Unit b", "6.00", "4.00", "+2.00", "+33.3"],
        ["Unit d", "3.00", "3.00", "0.00", "0.0"],
        ["Unit a", "4.00", "5.50", f"{MINUS}1.50", f"{MINUS}37.5"],
        ["Mean of 3 units", "–", "–", "+0.17", "–"],
        ["All units", "13.00", "12.50", "+0.50", "+3.8"],
    ]
    assert "leaves out" not in table.note
    assert cells(table)[0][5] == "1/3"
    assert cells(table)[0][6].startswith("67")
    assert len(table.columns) == 7


def test_a_mean_is_that_of_the_units_decided_on_and_of_one_there_is_none() -> None:
    rows = pd.DataFrame([sums("b", "6", "4", 33.333), sums("d", "3", "3", 0), sums("a", "3", "3", 0)])
    total = pd.DataFrame([sums("", "12", "10", 16.667)])
    two = pd.DataFrame([{"units_n": 2, "mean_gap": Decimal(1)}])
    table = table_claims(results_of(), BLOCK, rows, total, two)
    assert cells(table)[-2] == ["Mean of 2 units", "–", "–", "+1.00", "–", "–", "–"]
    assert table.note.endswith("The mean leaves out units of which no item is appraised yet.")
    one = pd.DataFrame([{"units_n": 1, "mean_gap": Decimal(2)}])
    assert [row[0] for row in cells(table_claims(results_of(), BLOCK, rows, total, one))[-2:]] == [
        "Unit a",
        "All units",
    ]


def test_areas_stand_as_given() -> None:
    areas = pd.DataFrame([sums("", "4", "5", -25), sums("", "6", "4", 33.333)])
    table = table_claim_areas(areas, pd.DataFrame([sums("", "10", "9", 10) | {"area": ""}]), BLOCK, "x")
    assert [row[3] for row in cells(table)] == [f"{MINUS}1.00", "+2.00", "+1.00"]
    assert "Một" in cells(table)[0][0]
    assert cells(table)[2][0] == "All areas"


def rounds(unit: str, back: str, lowered: str, block: str = "so") -> dict[str, Any]:
    counts = {"cut_n": 6, "explained_n": 5, "whole_n": 1, "part_n": 2, "refused_n": 3}
    points = {"cut_points": Decimal("4.5"), "change_points": Decimal(back) - Decimal(lowered)}
    return {"unit_code": unit, "block": block} | counts | points


def test_points_of_round_2_are_those_given_back_less_those_taken_with_their_sign() -> None:
    rows = [rounds("a", "2", "0.5"), rounds("b", "0.5", "2"), rounds("c", "1", "1")]
    table = table_rounds(results_of(), BLOCK, pd.DataFrame(rows))
    assert cells(table) == [
        ["Unit a", "6", "4.50", "5", "1", "2", "3", "+1.50"],
        ["Unit b", "6", "4.50", "5", "1", "2", "3", f"{MINUS}1.50"],
        ["Unit c", "6", "4.50", "5", "1", "2", "3", "0.00"],
    ]
    assert [row[-1].tone for row in table.rows if isinstance(row[-1], Cell)] == ["good", "warm", "grey"]


def test_cuts_and_reasons_show_their_counts() -> None:
    cut = {"item_code": "1", "cut_n": 2, "units_n": 5, "cut_points": Decimal("1.5"), "rule_cut_n": 0}
    cut["appraiser_cut_n"] = 2
    assert [row[1:] for row in cells(table_cuts(pd.DataFrame([cut]), BLOCK))] == [["2/5", "0", "2", "1.50"]]
    with use_language("vi"):  # ordered by units, not by points
        caption = table_cuts(pd.DataFrame([cut]), BLOCK).caption
    assert caption.startswith("Tiêu chí bị giảm điểm ở nhiều đơn vị nhất, khối ")
    reason = {"reason": "thiếu", "cut_n": 4, "units_n": 3, "cut_points": Decimal("2.25")}
    assert [row[1:] for row in cells(table_reasons(pd.DataFrame([reason]), BLOCK))] == [["4", "3", "2.25"]]
