"""Gia Lai by Decision 766/QĐ-TTg: 149 units from numerators and denominators, as printed on 10/10/2026."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from parreport.years.recipe import compute_results
from parreport.years.results import Results
from tests.cases import making_only, read_csv

GROUPS = ("CKMB", "TDGQ", "ONLINE", "TTTT", "MDSH", "MDHL")
HERE = Path(__file__).parent
Printed = list[dict[str, str]]
Points = dict[tuple[str, str], Decimal]


def compute(project: Path, name: str, *tables: str) -> Results:
    with pytest.MonkeyPatch.context() as patch, making_only(*tables):
        patch.chdir(project)
        return compute_results(f"parameters/{name}.yaml")


@pytest.fixture(scope="module")
def results(project: Path) -> Results:
    return compute(project, "gia-lai-766-2026")


@pytest.fixture(scope="module")
def points(results: Results) -> Points:
    return points_of(results)


def points_of(results: Results) -> Points:
    items = results.items
    return dict(zip(zip(items["unit_code"], items["item_code"], strict=True), items["points"], strict=True))


def index_of(results: Results) -> pd.DataFrame:
    return results.index.set_index("unit_code")


@pytest.fixture(scope="module")
def printed() -> Printed:
    return read_csv(HERE / "gia_lai_2026_10_10.csv")


def figures(printed: Printed, *names: str) -> Iterator[tuple[str, str, Decimal]]:
    """Yield unit, name and figure of every printed cell of these columns."""
    for row in printed:
        yield from ((row["unit_code"], name, Decimal(row[name])) for name in names if row[name])


def test_there_are_149_units_in_three_blocks(results: Results, printed: Printed) -> None:
    assert set(results.index["unit_code"]) == {row["unit_code"] for row in printed}
    assert results.index["block"].value_counts().to_dict() == {"xa": 110, "phuong": 25, "so-nganh": 14}


def test_all_but_the_sums_of_unprinted_rates_comes_from_numerators_and_denominators(results: Results) -> None:
    leaves = results.leaves
    given = leaves[leaves["origin"] != "rule"]
    assert set(given["origin"]) == {"appraised"}
    assert given.groupby("block")["item_code"].unique().map(sorted).to_dict() == {
        # Of departments the portal prints the sum of the three payment rates only.
        "so-nganh": ["MDSH.7", "ONLINE.1", "TTTT.1"],
        # Of communes and wards it prints two of the three: the third is what they leave.
        "xa": ["MDSH.7", "ONLINE.1", "TTTT.3"],
        "phuong": ["MDSH.7", "ONLINE.1", "TTTT.3"],
    }
    assert len(given) == 149 * 3 and len(leaves) == 14 * 17 + 135 * 19


def test_every_group_is_the_printed_one(points: Points, printed: Printed) -> None:
    cells = list(figures(printed, *GROUPS))
    assert len(cells) == 135 * 6 + 14 * 2
    assert [cell for cell in cells if points[cell[0], cell[1]] != cell[2]] == []


def test_every_leaf_is_the_printed_one_where_the_portal_prints_its_points(points: Points, printed: Printed) -> None:
    cells = list(figures(printed, "MDSH.7", "MDHL.2", "MDHL.3"))
    assert len(cells) == 149 + 10 * 2  # of the petition leaves those of the departments without a petition
    assert [cell for cell in cells if points[cell[0], cell[1]] != cell[2]] == []


def test_every_total_is_the_printed_one(results: Results, printed: Printed) -> None:
    index = index_of(results)
    cells = list(figures(printed, "total"))
    assert len(cells) == 135
    assert [cell for cell in cells if index.at[cell[0], "index_pct"] != cell[2]] == []
    assert set(index["max_points"]) == {Decimal(100)}  # nothing leaves the maximum


def test_ranks_in_each_block_follow_the_printed_totals(results: Results, printed: Printed) -> None:
    index = index_of(results)
    totals = {unit: total for unit, _, total in figures(printed, "total")}
    for block in ("xa", "phuong"):
        own = {unit: total for unit, total in totals.items() if index.at[unit, "block"] == block}
        ranks = {unit: 1 + sum(other > total for other in own.values()) for unit, total in own.items()}
        assert {unit: index.at[unit, "rank"] for unit in own} == ranks


def test_departments_have_the_totals_that_their_leaves_add_up_to_and_stand_as_the_source_lists_them(
    results: Results, printed: Printed
) -> None:
    index = index_of(results)
    listed = [row["unit_code"] for row in printed if index.at[row["unit_code"], "block"] == "so-nganh"]
    totals = "79.27 73.01 71.71 70.9 68.66 65.54 65.23 62.06 61.08 60.24 54.66 48.37 44.04 19.79"
    assert [index.at[unit, "index_pct"] for unit in listed] == [Decimal(total) for total in totals.split()]
    assert [index.at[unit, "rank"] for unit in listed] == list(range(1, 15))


def test_one_petition_that_was_not_answered_in_time_costs_12_points(results: Results, points: Points) -> None:
    leaves = results.leaves[results.leaves["item_code"] == "MDHL.2"]
    cases = dict(zip(leaves["unit_code"], zip(leaves["numerator"], leaves["denominator"], strict=True), strict=True))
    communes = [unit for unit, block in zip(leaves["unit_code"], leaves["block"], strict=True) if block != "so-nganh"]
    none = [unit for unit in communes if cases[unit][1] == 0]
    assert len(none) == 117
    assert {points[unit, "MDHL.2"] + points[unit, "MDHL.3"] for unit in none} == {Decimal(12)}
    assert cases["H21.107"] == (0, 1)  # Phường Thống Nhất
    assert (points["H21.107", "MDHL.2"], points["H21.107", "MDHL.3"]) == (0, 0)


def test_the_inspectorate_has_no_dossiers_and_keeps_its_maximum(results: Results, points: Points) -> None:
    row = index_of(results).loc["H21.20"]
    assert (row["points"], row["max_points"], row["rank"]) == (Decimal("19.79"), 100, 14)
    leaves = results.leaves[(results.leaves["unit_code"] == "H21.20") & (results.leaves["denominator"] == 0)]
    assert {code: points["H21.20", code] for code in leaves["item_code"] if points["H21.20", code]} == {
        "MDHL.2": Decimal(6),
        "MDHL.3": Decimal(6),
    }
    assert len(leaves) == 11


def test_the_groups_of_an_earlier_day_have_the_printed_totals_also_above_a_maximum(project: Path) -> None:
    results = compute(project, "gia-lai-766-2026-09-groups")
    index, points = index_of(results), points_of(results)
    printed = read_csv(HERE / "gia_lai_2026_09_23.csv")
    assert len(printed) == 149
    above = 0
    for unit, group, given in figures(printed, *GROUPS):
        over = points[unit, "VUOT"] if group == "MDHL" else Decimal(0)
        assert points[unit, group] + over == given
        above += over > 0
    assert above == 80  # 77 communes and wards, 3 departments
    for unit, _, total in figures(printed, "total"):
        assert index.at[unit, "index_pct"] == total


def test_the_groups_of_10_october_are_the_sums_of_the_leaves(project: Path, points: Points) -> None:
    own = points_of(compute(project, "gia-lai-766-2026-groups"))
    cells = {(unit, item) for unit, item in points if item in GROUPS}
    assert len(cells) == 149 * 6
    assert {cell for cell in cells if own[cell] != points[cell]} == set()


def test_the_change_between_the_two_days_is_that_of_the_printed_totals(project: Path, printed: Printed) -> None:
    changes = compute(project, "gia-lai-766-2026-groups", "changes").changes
    before = {unit: total for unit, _, total in figures(read_csv(HERE / "gia_lai_2026_09_23.csv"), "total")}
    now = {unit: total for unit, _, total in figures(printed, "total")}
    whole = changes[changes["part"] == "total"].set_index("unit_code")["change_pp"]
    assert {unit: Decimal(str(whole[unit])).quantize(Decimal("0.01")) for unit in now} == {
        unit: total - before[unit] for unit, total in now.items()
    }
    # Phường Quy Nhơn Tây lost the 12 points of petitions between the two days, by one petition
    own = changes[(changes["unit_code"] == "H21.183") & (changes["part"] == "leaf")].set_index("item_code")
    assert round(whole["H21.183"], 2) == Decimal("-11.76")
    assert own.at["MDHL", "change_pp"] == -12
