"""Where points were lost, what differs, how parts of a change add up: figures worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from parreport.analysis.changes import round_changes
from parreport.analysis.claims import compare_claims
from parreport.analysis.losses import score_base_areas, tell_findings
from parreport.analysis.overview import compare_methods
from parreport.analysis.periods import compare_area_years
from parreport.analysis.trends import count_moves, find_movers, round_trends
from parreport.years.results import Results
from tests.cases import Case, write_year

Write = Callable[..., Case]
TREE = [
    ("1",),
    ("1.1", "1", 4),
    ("1.2", "1", 4),
    ("2",),
    ("2.1", "2", 4),
    ("2.2", "2", 4),
    ("3",),
    ("3.1", "3", None, "bonus"),
]
A = {"1.1": 3, "1.2": 4, "2.1": 1, "2.2": 4, "3.1": "0.8"}
B = {"1.1": 4, "1.2": 4, "2.1": 3, "2.2": 4}


def two_years(folder: Path) -> Results:
    base = write_year(folder, TREE, {"a": A | {"2.1": 0}, "b": B}, name="2017")
    return write_year(folder, TREE, {"a": A, "b": B}, base=base).compute()


def rows_of(table: pd.DataFrame, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(table[name] for name in names), strict=True))


def test_areas_of_a_unit_against_block_base_year_and_its_own_loss(tmp_path: Path) -> None:
    areas = two_years(tmp_path).unit_areas
    # a loses 1 of 8 in area 1 and 3 of 8 in area 2, 4 of 16 in all; b loses 1 in area 2
    assert rows_of(areas, "unit_code", "item_code", "score_pct", "median_pct", "best_pct", "lead_pp") == [
        ("a", "1", 87.5, 93.75, 100, -6.25),
        ("a", "2", 62.5, 75, 87.5, -12.5),
        ("b", "1", 100, 93.75, 100, 6.25),
        ("b", "2", 87.5, 75, 87.5, 12.5),
    ]
    assert rows_of(areas, "lost_points", "lost_pp", "share_pct", "running_pct", "base_pct") == [
        (1, 6.25, 25, 100, 87.5),
        (3, 18.75, 75, 75, 50),
        (0, 0, 0, 100, 100),
        (1, 6.25, 100, 100, 87.5),
    ]


def test_an_area_of_another_name_has_no_score_of_the_base_year(tmp_path: Path) -> None:
    results = two_years(tmp_path)
    assert results.base is not None
    given = (results.units, results.framework, results.base.items, results.base.units)
    renamed = {"1": SimpleNamespace(name="Mục 1"), "2": SimpleNamespace(name="Khác")}
    other: Any = SimpleNamespace(by_code={"so": SimpleNamespace(by_code=renamed)})
    assert score_base_areas(*given, other, {"a": "a"}) == {("a", "1"): 87.5}
    assert score_base_areas(*given, results.base.framework, {}) == {}


def test_losses_stand_largest_first_with_their_share(tmp_path: Path) -> None:
    losses = two_years(tmp_path).losses
    assert rows_of(losses, "unit_code", "item_code", "lost_points", "share_pct", "points", "max_points") == [
        ("a", "2.1", 3, 75, 1, 4),
        ("a", "1.1", 1, 25, 3, 4),
        ("b", "2.1", 1, 100, 3, 4),
    ]


def test_the_index_tells_what_was_lost_and_what_bonus_is_worth(tmp_path: Path) -> None:
    index = two_years(tmp_path).index
    assert rows_of(index, "unit_code", "lost_points", "bonus_pp", "penalty_pp") == [("a", 4, 5, 0), ("b", 1, 0, 0)]


def test_areas_of_a_block_with_their_share_and_last_year(tmp_path: Path) -> None:
    areas = two_years(tmp_path).block_areas
    # the block loses 1 + 0 in area 1 and 3 + 1 in area 2
    names = ("item_code", "mean_pct", "low_pct", "best_pct", "lost_points", "share_pct", "base_mean_pct")
    assert rows_of(areas, *names) == [("1", 93.75, 87.5, 100, 1, 20, 93.75), ("2", 75, 62.5, 87.5, 4, 80, 68.75)]


def test_a_criterion_is_told_unless_one_of_its_leaves_is() -> None:
    framework: Any = SimpleNamespace(
        by_code={
            "so": SimpleNamespace(
                by_code={
                    code: SimpleNamespace(criterion_code=code[:3]) for code in ("1.1", "1.1.1", "1.2", "1.3", "1.3.1")
                }
            )
        }
    )
    rows = [
        ("a", "1.1", "weakness", False, 0.5),  # its leaf 1.1.1 is told
        ("a", "1.1.1", "weakness", True, 0.25),
        ("a", "1.2", "weakness", False, 0.125),
        ("a", "1.3", "weakness", False, 1.0),  # its leaf is a strength
        ("a", "1.3.1", "strength", True, 0.0),
        ("b", "1.1", "weakness", False, 2.0),  # another unit's leaf hides nothing
    ]
    findings = pd.DataFrame(rows, columns=["unit_code", "item_code", "kind", "is_leaf", "attainable_points"])
    rates = [("a", "1.2", "rule", 0, 0), ("a", "1.3", "rule", 0, 4), ("b", "1.1", "appraised", 0, 0)]
    leaves = pd.DataFrame(rates, columns=["unit_code", "item_code", "origin", "numerator", "denominator"])
    told = tell_findings(findings.assign(block="so"), leaves, framework)
    assert list(told["counted"]) == [False, True, True, True, True, True]
    assert list(told["without_cases"]) == [False, False, True, False, False, False]  # 0 of 0, by a rule
    assert list(told["reach_points"]) == [0, 0.25, 0.25, 1.25, 0, 2]
    assert list(tell_findings(findings.assign(block="so"), leaves[1:], framework)["reach_points"])[2:4] == [
        0.375,
        1.375,
    ]


def test_who_claims_most_in_points_and_in_percent() -> None:
    rows = [
        ("a", Decimal(2), 10.0, 1, 0, 9, 0),
        ("b", Decimal(2), 20.0, 2, 0, 9, 8),
        ("c", Decimal(-1), -5.0, 0, 3, 9, 0),
        ("d", Decimal(0), float("nan"), 0, 0, 0, 0),  # has no item with both figures
        ("e", Decimal(9), 90.0, 9, 0, 9, 9),  # nobody decided on it yet
    ]
    names = ["unit_code", "claim_gap", "claim_gap_pct", "cut_n", "raised_n", "leaves_n", "waiting_n"]
    sums = pd.DataFrame(rows, columns=names)
    other = sums[sums["unit_code"] == "c"].assign(block="xa")
    assert compare_claims(pd.concat([other, sums.assign(block="so")]))["block"].tolist() == ["xa", "so"]
    (row,) = compare_claims(sums.assign(block="so")).to_dict("records")
    assert (row["units_n"], row["mean_gap"], row["differ_n"]) == (3, 1, 6)
    assert (row["largest_gap"], row["largest_units"]) == (2, "a;b")
    assert (row["largest_gap_pct"], row["largest_pct_units"]) == (20, "b")


def causes(results: str, total: str, framework: str = "0", bonus: str = "0", penalty: str = "0") -> pd.DataFrame:
    figures = {"results": results, "framework": framework, "bonus": bonus, "penalty": penalty, "total": total}
    return pd.DataFrame({"unit_code": ["a"], **{f"{name}_pp": [Decimal(pp)] for name, pp in figures.items()}})


def test_parts_of_a_change_add_up_as_printed() -> None:
    changes = [Decimal(one) for one in ("0.4", "-2.25", "0.04", "1.44", "0.3", "0.2", "-0.1", "0.6")]
    leaves = [("a", "leaf", f"1.{n}", change) for n, change in enumerate(changes)]
    rows = [*leaves, ("a", "framework", "", Decimal("0.33")), ("a", "bonus_penalty", "", Decimal("0.04"))]
    table = pd.DataFrame(rows, columns=["unit_code", "part", "item_code", "change_pp"])
    known = causes("0.7", "1.1", framework="0.4")  # of 0.63, 0.33 and 0.04
    both = round_changes(
        pd.concat([table, table.assign(unit_code="Z")]), pd.concat([known, known.assign(unit_code="Z")]), 1
    )
    assert list(dict.fromkeys(both["unit_code"])) == ["a", "Z"]  # as the changes stand
    parts = rows_of(round_changes(table, known, 1), "kind", "item_code", "items_n", "change_pp")
    assert parts == [
        ("leaf", "1.3", 1, Decimal("1.4")),
        ("leaf", "1.7", 1, Decimal("0.6")),
        ("leaf", "1.0", 1, Decimal("0.4")),
        ("leaf", "1.4", 1, Decimal("0.3")),
        ("leaf", "1.5", 1, Decimal("0.2")),
        ("leaf", "1.1", 1, Decimal("-2.3")),
        ("others", "", 2, Decimal("0.1")),  # 0.7 − (2.9 − 2.3), what rounding leaves; exact −0.06
        ("framework", "", 0, Decimal("0.4")),
        ("total", "", 0, Decimal("1.1")),  # a bonus of 0.04 prints as 0 and is not told
    ]


@pytest.mark.parametrize(
    ("changes", "told", "others"),
    [
        (["3", "2", "1", "1", "1", "-0.52", "0.48", "-0.3"], 7, [(1, "-0.3")]),  # 0.52 and 0.48 both print as 0.5
        (["3", "2", "1", "1", "1", "-0.5", "0.4", "0", "0"], 6, [(1, "0.4")]),  # what did not change is not counted
        (["3", "2", "1", "1", "1", "-0.5", "0", "0"], 6, []),
        (["3", "2", *["0.5"] * 8, "0.1"], 10, [(1, "0.1")]),
        (["3", "2", *["0.5"] * 9, "0.1"], 2, [(10, "4.6")]),  # too many as large as each other: all among the others
        (["0.5"] * 11, 0, [(11, "5.5")]),
    ],
)
def test_no_item_is_left_out_that_prints_as_large_as_one_told(
    changes: list[str], told: int, others: list[tuple[int, str]]
) -> None:
    leaves = [("a", "leaf", f"1.{n}", Decimal(change)) for n, change in enumerate(changes)]
    rows = [*leaves, ("a", "framework", "", Decimal(0)), ("a", "bonus_penalty", "", Decimal(0))]
    table = pd.DataFrame(rows, columns=["unit_code", "part", "item_code", "change_pp"])
    total = str(round(sum(map(Decimal, changes)), 1))
    parts = rows_of(round_changes(table, causes(total, total), 1), "kind", "items_n", "change_pp")
    assert sum(kind == "leaf" for kind, _, _ in parts) == told
    assert [(n, str(change)) for kind, n, change in parts if kind == "others"] == others


def test_without_other_items_the_largest_takes_what_rounding_leaves() -> None:
    rows = [("a", "leaf", "1.1", Decimal("0.24")), ("a", "leaf", "1.2", Decimal("0.14"))]
    table = pd.DataFrame(rows, columns=["unit_code", "part", "item_code", "change_pp"])
    parts = rows_of(round_changes(table, causes("0.4", "0.4"), 1), "kind", "item_code", "change_pp")
    assert parts[:2] == [("leaf", "1.1", Decimal("0.3")), ("leaf", "1.2", Decimal("0.1"))]


def test_appraisal_against_survey_where_a_unit_has_both() -> None:
    rows = [("a", "appraised", 80.0), ("a", "survey", 90.0), ("b", "appraised", 70.0), ("c", "survey", 60.0)]
    rows += [("d", "survey", 50.0), ("d", "appraised", 50.5)]
    methods = pd.DataFrame(rows, columns=["unit_code", "method", "score_pct"]).assign(block="so")
    assert rows_of(compare_methods(methods), "unit_code", "appraised_pct", "survey_pct", "gap_pp") == [
        ("d", 50.5, 50, 0.5),
        ("a", 80, 90, -10),
    ]
    assert compare_methods(methods[methods["method"] == "survey"]).empty


def test_areas_are_compared_between_the_first_and_the_last_year_of_their_block() -> None:
    rows = [("1", 2016, 60.0), ("1", 2018, 72.5), ("2", 2017, 50.0), ("2", 2018, 40.0)]
    series = pd.DataFrame(rows, columns=["area_code", "year", "mean_pct"]).assign(block="so")
    first, second = compare_area_years(series).to_dict("records")
    assert (first["first_pct"], first["last_pct"], first["change_pp"]) == (60, 72.5, 12.5)
    assert pd.isna(second["first_pct"]) and second["last_pct"] == 40 and pd.isna(second["change_pp"])


def trends(**columns: Any) -> pd.DataFrame:
    facts = {"block": "so", "first_year": 2016, "first_rank_year": 2016}
    return pd.DataFrame(facts | columns)


def test_moves_are_counted_where_first_and_last_year_are_known() -> None:
    table = trends(unit_code=list("abcde"), change_pp=[Decimal(1), Decimal(-1), Decimal(0), None, Decimal(2)])
    table.loc[4, "first_year"] = 2017
    (row,) = count_moves(table, 2016).to_dict("records")
    assert row == {"block": "so", "units_n": 3, "up_n": 1, "down_n": 1, "same_n": 1}


@pytest.mark.parametrize(
    ("places", "movers"),
    [
        ([1, -1, 0], []),  # nobody moved two places
        ([2, -1, -2], [("a", 2), ("c", -2)]),
        ([3, 3, -6], [("a", 3), ("b", 3), ("c", -6)]),  # a tie at the cut comes in
        ([2, 2, 2, -6], [("d", -6)]),  # too many: none of the three
        ([3] + [0] * 12, [("a", 3)]),
        ([2] + [0] * 12, [("a", 2)]),  # a sixth of 13 places is 3, but nobody moved that far
        ([2, -3] + [0] * 11, [("b", -3)]),
    ],
)
def test_movers_are_the_first_both_ways(places: list[int], movers: list[tuple[str, int]]) -> None:
    table = trends(unit_code=[chr(97 + n) for n in range(len(places))], places=places)
    assert rows_of(find_movers(table, 2016), "unit_code", "places") == movers


def test_the_framework_takes_what_rounding_leaves() -> None:
    parts = {"performance_pp": "0.25", "bonus_penalty_pp": "0.14", "total_pp": "1.04"}
    table = trends(unit_code=["a", "b"], **{name: [Decimal(part), None] for name, part in parts.items()})
    rows = [("a", 2017, "60.25", 0), ("a", 2018, "61.20", 0)]  # in print the change is 0.95, exact 1.04
    series = pd.DataFrame(rows, columns=["unit_code", "year", "uncapped_pct", "gaps_n"])
    series["uncapped_pct"] = [Decimal(pct) for pct in series["uncapped_pct"]]
    (row,) = round_trends(table, series, 2017, 1).to_dict("records")
    assert [row[name] for name in ("performance_pp", "bonus_penalty_pp", "total_pp")] == [
        Decimal("0.3"),
        Decimal("0.1"),
        Decimal("1.0"),  # as the sentences say it: 0.95
    ]
    assert row["framework_pp"] == Decimal("0.6")
    assert round_trends(table, series.assign(gaps_n=[0, 1]), 2017, 1).empty
