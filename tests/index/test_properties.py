"""What must hold for any block: order does not matter, more points never harm, sums are exact."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parreport.columns import FRAMEWORK_ITEMS, POINTS_FILE, UNITS_FILE
from parreport.index.aggregation import aggregate, sum_units
from parreport.index.ranking import rank_items, rank_units
from parreport.index.scoring import score_points
from parreport.inputs.faults import Faults
from parreport.years.reading import read_run
from parreport.years.recipe import compute_results
from parreport.years.results import Results
from tests.cases import Case, read_csv, write_csv, write_year

TREE = [
    ("1",),
    ("1.1", "1"),
    ("1.1.1", "1.1", "2"),
    ("1.1.2", "1.1", "0.75"),
    ("1.2", "1", "3.3"),
    ("2",),
    ("2.1", "2"),
    ("2.1.1", "2.1", "10"),
    ("2.1.2", "2.1", "1.25"),
    ("9",),
    ("9.1", "9", "1", "bonus"),
    ("9.2", "9", None, "penalty"),
]
MAXIMA = {code: Decimal(rest[1]) for code, *rest in TREE if len(rest) > 1 and rest[1] is not None}
SCORED = ["1.1.1", "1.1.2", "1.2", "2.1.1", "2.1.2"]
UNITS = ["a", "b", "c", "007", "e"]

hundredths = st.integers(0, 100)
cells = st.one_of(hundredths, hundredths, hundredths, st.just("no"))


def points_of(share: Any, code: str) -> Any:
    return share if share == "no" else MAXIMA[code] * share / 100


@st.composite
def years(draw: st.DrawFn) -> dict[str, dict[str, Any]]:
    """Points of five units: any share of each maximum, items that do not apply, bonus, penalty."""
    given_points = {}
    for unit in UNITS:
        row = {code: points_of(draw(cells), code) for code in SCORED}
        row["9.1"] = Decimal(draw(st.integers(0, 200))) / 100
        row["9.2"] = Decimal(draw(st.integers(0, 300))) / 100
        given_points[unit] = row
    return given_points


@contextmanager
def written(points: Any, **more: Any) -> Iterator[Case]:
    with tempfile.TemporaryDirectory() as folder:
        units = {unit: {"ranked": "no"} if unit == "e" else {} for unit in UNITS}
        yield write_year(Path(folder), TREE, points, units=units, **more)


def computed(points: Any, **more: Any) -> Results:
    with written(points, **more) as case:
        return case.compute("index")


def plain(results: Results) -> dict[str, dict[tuple[Any, ...], dict[str, Any]]]:
    """Return the published tables by their keys, as text."""
    keys = {"items": ["unit_code", "item_code"], "index": ["unit_code"], "findings": ["unit_code", "item_code"]}
    return {
        name: {
            tuple(row[k] for k in key): {k: str(v) for k, v in row.items()}
            for row in getattr(results, name).drop(columns=["row"], errors="ignore").to_dict("records")
        }
        for name, key in keys.items()
    }


@settings(max_examples=15)
@given(years(), st.randoms(use_true_random=False))
def test_the_order_of_rows_units_and_columns_changes_nothing(points: Any, chance: random.Random) -> None:
    with written(points) as case:
        before = plain(case.compute("findings"))
        for path, table in (
            (case.inputs / "points.csv", POINTS_FILE),
            (case.inputs / "units.csv", UNITS_FILE),
            (case.framework / "so.csv", FRAMEWORK_ITEMS),
        ):
            rows = read_csv(path)
            if table is not FRAMEWORK_ITEMS:
                chance.shuffle(rows)
            names = list(table.names)
            chance.shuffle(names)
            write_csv(path, names, rows)
        assert plain(case.compute("findings")) == before


@settings(max_examples=20)
@given(years(), st.sampled_from(UNITS), st.sampled_from([*SCORED, "9.1"]), hundredths)
def test_more_points_never_lower_an_index_or_worsen_a_rank(points: Any, unit: str, code: str, share: int) -> None:
    before = points[unit][code]
    if before == "no":
        return
    more = max(before, MAXIMA[code] * share / 100)
    raised = points | {unit: points[unit] | {code: more}}
    old, new = (computed(p).index.set_index("unit_code").loc[unit] for p in (points, raised))
    if old["index_pct"] is None:
        return
    assert new["index_pct"] >= old["index_pct"]
    assert unit == "e" or new["rank"] <= old["rank"]


@settings(max_examples=20)
@given(years(), st.sampled_from(UNITS), st.sampled_from(SCORED))
def test_an_item_that_does_not_apply_changes_no_other_units_points(points: Any, unit: str, code: str) -> None:
    without = points | {unit: points[unit] | {code: "no"}}
    kept = ["points", "max_points", "index_pct", "bonus_points", "penalty_points", "band"]
    old, new = (computed(p).index.set_index("unit_code").drop(index=unit)[kept] for p in (points, without))
    assert old.astype(str).equals(new.astype(str))


@settings(max_examples=20)
@given(years())
def test_sums_are_exact(points: Any) -> None:
    results = computed(points, framework={"bonus_cap": 0.5, "penalty_cap": 2})
    index = results.index.set_index("unit_code")
    for unit, row in points.items():
        own = {code: Fraction(row[code]) for code in SCORED if row[code] != "no"}
        maximum = sum((Fraction(MAXIMA[code]) for code in own), Fraction(0))
        bonus = min(Fraction(row["9.1"]), Fraction(1), Fraction(1, 2))
        penalty = min(Fraction(row["9.2"]), Fraction(2))
        found = index.loc[unit]
        assert Fraction(found["points"]) == sum(own.values())
        assert Fraction(found["max_points"]) == maximum
        if maximum == 0:
            assert found["index_pct"] is None
            continue
        exact = 100 * (sum(own.values()) + bonus - penalty) / maximum
        assert abs(Fraction(found["index_pct"]) - exact) <= Fraction(1, 2 * 10**9)
    items = results.items[results.items["applies"] & ~results.items["outside"]]
    for row in items[~items["is_leaf"]].itertuples():
        children = [c for c, *rest in TREE if rest and rest[0] == row.item_code]
        beneath = items[(items["unit_code"] == row.unit_code) & items["item_code"].isin(children)]
        assert row.points == sum(beneath["points"]) and row.max_points == sum(beneath["max_points"])
        assert row.lost_points == row.max_points - row.points


@settings(max_examples=20)
@given(years())
def test_ranks_follow_the_printed_index(points: Any) -> None:
    index = computed(points, framework={"decimals": 0}).index
    counted = index[index["ranked"] & index["printed_pct"].notna()]
    printed = list(counted["printed_pct"])
    for value, rank in zip(printed, counted["rank"], strict=True):
        assert rank == 1 + sum(other > value for other in printed)
    assert index.loc[index["unit_code"] == "e", "rank"].isna().all()


@settings(max_examples=10)
@given(years())
def test_no_step_changes_the_tables_it_is_given(points: Any) -> None:
    faults = Faults()
    with written(points) as case:
        read = read_run(case.path, faults)
    assert read is not None and not faults.problems
    framework, units, declared = read.year.framework, read.year.units, read.year.points
    copies = [table.copy(deep=True) for table in (units, declared)]
    leaves = score_points(declared, framework, "final")
    leaves_before = leaves.copy(deep=True)
    items = aggregate(leaves, framework)
    items_before = items.copy(deep=True)
    totals = sum_units(leaves, units, framework)
    totals_before = totals.copy(deep=True)
    rank_items(items, rank_units(totals, framework))
    for table, copy in (
        (units, copies[0]),
        (declared, copies[1]),
        (leaves, leaves_before),
        (items, items_before),
        (totals, totals_before),
    ):
        assert table.astype(str).equals(copy.astype(str))


def test_reading_changes_no_file(write_case: Any) -> None:
    case = write_case([("1",), ("1.1", "1", 2)], {"a": {"1.1": 1}})
    before = {path: path.read_bytes() for path in case.path.parent.rglob("*") if path.is_file()}
    compute_results(case.path)
    assert {path: path.read_bytes() for path in case.path.parent.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("status", ["final", "draft"])
def test_two_runs_give_the_same_tables(status: str, write_case: Any) -> None:
    case = write_case([("1",), ("1.1", "1", 2)], {"b": {"1.1": 1}, "a": {"1.1": 1}}, status=status)
    assert case.score() == case.score()
