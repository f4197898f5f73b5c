"""Chains of years: links followed through shares and blocks, units through names and mergers."""

from __future__ import annotations

import random
import tempfile
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parreport.analysis.mapping import Link, Links, chain_links, trace_units
from parreport.errors import ParameterError
from parreport.years.period import compute_period
from parreport.years.results import Period
from tests.cases import Case, write_year

Write = Callable[..., Case]
LEAVES = ("1.1", "1.2", "1.3")


def links(*rows: tuple[str, str, str]) -> Links:
    found: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for code, base, share in rows:
        found["so", code].append(Link("so", base, Decimal(share)))
    return {key: tuple(one) for key, one in found.items()}


def units(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit_code", "base_unit_code"])


def test_shares_multiply_along_a_chain() -> None:
    steps = [links(("a", "b", "0.5")), links(("b", "c", "0.6"))]
    assert chain_links(["a"], steps, ["so"] * 3) == {"a": {"c": Decimal("0.30")}}


def test_two_ways_to_the_same_leaf_add_up() -> None:
    steps = [links(("a", "b", "1"), ("a", "c", "0.5")), links(("b", "d", "0.6"), ("c", "d", "0.4"))]
    assert chain_links(["a"], steps, ["so"] * 3) == {"a": {"d": Decimal("0.8")}}


def test_one_part_that_is_not_comparable_breaks_the_chain_of_a_merged_leaf() -> None:
    steps = [links(("a", "b", "1"), ("a", "c", "1"), ("x", "b", "1")), links(("b", "d", "1"))]
    assert chain_links(["a", "x"], steps, ["so"] * 3) == {"x": {"d": Decimal(1)}}


def test_only_links_through_the_blocks_of_the_unit_are_followed() -> None:
    step = {("so", "a"): (Link("so", "b", Decimal(1)), Link("huyen", "c", Decimal(1)))}
    assert chain_links(["a"], [step], ["so", "huyen"]) == {"a": {"c": Decimal(1)}}
    assert chain_links(["a"], [step], ["so", "xa"]) == {}


def test_a_unit_is_traced_through_its_former_codes() -> None:
    years = [units(("a", "b")), units(("b", "c")), units(("c", ""))]
    assert trace_units(years) == {"a": ("a", "b", "c")}


def test_a_unit_that_a_year_lacks_is_found_again_before_it() -> None:
    assert trace_units([units(("a", "")), units(("b", "")), units(("a", ""))]) == {"a": ("a", None, "a")}


def test_a_merged_unit_has_no_code_before() -> None:
    years = [units(("m", "")), units(("m", "a;b")), units(("m", ""), ("a", ""), ("b", ""))]
    assert trace_units(years) == {"m": ("m", "m", None)}


# --- random chains -------------------------------------------------------------------------------

share = st.sampled_from(["0.1", "0.25", "0.3"])
row = st.tuples(st.sampled_from(LEAVES), st.sampled_from(LEAVES), share)
step = st.lists(row, max_size=6, unique_by=lambda one: one[:2])
steps_of_three = st.lists(step, min_size=3, max_size=3)


@given(steps_of_three)
def test_chained_shares_are_the_sum_over_all_ways(rows: list[Any]) -> None:
    found = chain_links(LEAVES, [links(*one) for one in rows], ["so"] * 4)

    def ways(code: str, left: list[Any]) -> list[tuple[str, Fraction]] | None:
        """Return where every way ends, or None where one ends too early."""
        if not left:
            return [(code, Fraction(1))]
        onward = [(base, Fraction(part)) for own, base, part in left[0] if own == code]
        ends: list[tuple[str, Fraction]] = []
        for base, part in onward:
            further = ways(base, left[1:])
            if further is None:
                return None
            ends += [(end, part * rest) for end, rest in further]
        return ends or None

    for code in LEAVES:
        expected: dict[str, Fraction] = defaultdict(Fraction)
        for end, part in ways(code, rows) or ():
            expected[end] += part
        assert {end: Fraction(part) for end, part in found.get(code, {}).items()} == expected


cell = st.one_of(st.integers(0, 40).map(lambda n: n / 10), st.just("no"))
year = st.tuples(st.lists(cell, min_size=6, max_size=6), st.permutations([4, 5, "7.5"]), step)
YEARS = (2015, 2016, 2017, 2018)


def write_chain(folder: Path, years: list[Any], mix: random.Random | None = None) -> Case:
    """Write four years of two units; with ``mix``, with the rows of every file in another order."""
    base = None
    for number, (cells, maxima, mapping) in zip(YEARS, years, strict=True):
        leaves = [(c, "1", m) for c, m in zip(LEAVES, maxima, strict=True)]
        points = {"a": dict(zip(LEAVES, cells[:3], strict=True)), "b": dict(zip(LEAVES, cells[3:], strict=True))}
        if mix is not None:
            mix.shuffle(leaves)
            mapping = mix.sample(mapping, len(mapping))
            points = {unit: dict(mix.sample(list(own.items()), 3)) for unit, own in mix.sample(list(points.items()), 2)}
        base = write_year(
            folder, [("1",), *leaves], points, name=str(number), base=base, mapping=[] if base is None else mapping
        )
    assert base is not None
    return base


def facts(period: Period) -> list[list[str]]:
    """Return every table of a period, its rows in one order."""
    names = ("series", "missing", "area_series", "breaks", "persistent", "decomposition")
    return [sorted(map(str, getattr(period, name).itertuples(index=False))) for name in names]


@settings(max_examples=settings.default.max_examples // 5)
@given(st.lists(year, min_size=4, max_size=4), st.randoms(use_true_random=False))
def test_through_any_chain_the_parts_sum_exactly_and_order_changes_nothing(
    years: list[Any], mix: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        period = write_chain(Path(folder), years).period()
    with tempfile.TemporaryDirectory() as folder:
        mixed = write_chain(Path(folder), years, mix).period()
    assert facts(mixed) == facts(period)
    results = [period.results]
    while results[-1].base is not None:
        results.append(results[-1].base)
    now, first = (
        dict(zip(one.index["unit_code"], one.index["uncapped_pct"], strict=True)) for one in (results[0], results[-1])
    )
    both = [unit for unit in now if now[unit] is not None and first[unit] is not None]
    parts = period.decomposition
    assert list(dict.fromkeys(parts["unit_code"])) == both
    for unit in both:
        own = parts[parts["unit_code"] == unit]
        total = own.loc[own["part"] == "total", "change_pp"].iloc[0]
        assert sum(own.loc[own["part"] != "total", "change_pp"], Decimal(0)) == total
        assert abs(total - (now[unit] - first[unit])) < Decimal("1e-14")


# --- comparable index, series, breaks ------------------------------------------------------------

PAIR = [("1",), ("1.1", "1", 4), ("1.2", "1", 6)]


def series(period: Period, unit: str = "a") -> list[tuple[int, str, float]]:
    own = period.series[period.series["unit_code"] == unit]
    return list(zip(own["year"], map(str, own["printed_pct"]), own["comparable_pct"], strict=True))


def test_a_changed_framework_does_not_show_in_the_comparable_index(write_case: Write) -> None:
    base = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, name="2017")
    tree = [("1",), ("1.1", "1", 4), ("1.3", "1", 6)]
    case = write_case(tree, {"a": {"1.1": 2, "1.3": 0}}, base=base)
    # published 80 → 20 since 1.3 replaced 1.2; on 1.1 alone 50 → 50
    assert series(case.period()) == [(2017, "80.00", 50.0), (2018, "20.00", 50.0)]


def test_without_a_comparable_leaf_the_comparable_index_is_blank(write_case: Write) -> None:
    base = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, name="2017")
    case = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, base=base, mapping=[])
    period = case.period()
    assert period.series["comparable_pct"].isna().all()
    assert period.area_series.empty
    assert list(period.breaks["change"]) == ["added", "removed"]


def test_a_year_alone_is_a_period_of_one_year(write_case: Write) -> None:
    period = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}).period()
    assert (period.years, period.first_year) == ([2018], 2018)
    assert series(period) == [(2018, "80.00", 80.0)]
    assert period.breaks.empty
    assert period.decomposition.empty
    assert list(period.decomposition.columns) == ["unit_code", "part", "item_code", "change_pp"]


def test_the_same_framework_twice_is_no_break(write_case: Write) -> None:
    base = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, name="2017")
    period = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, base=base).period()
    assert period.breaks.to_dict("records")[0] | {"weight_pct": 0, "base_weight_pct": 0} == {
        "block": "so",
        "base_year": 2017,
        "year": 2018,
        "change": "none",
        "leaves_n": 0,
        "weight_pct": 0,
        "base_weight_pct": 0,
        "comparable_pct": 100.0,
        "base_comparable_pct": 100.0,
        "is_break": False,
    }


def test_another_maximum_alone_is_no_break(write_case: Write) -> None:
    base = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, name="2017")
    tree = [("1",), ("1.1", "1", 4), ("1.2", "1", 16)]
    period = write_case(tree, {"a": {"1.1": 2, "1.2": 6}}, base=base).period()
    (row,) = period.breaks.to_dict("records")
    assert (row["change"], row["leaves_n"], row["weight_pct"], row["base_weight_pct"]) == ("reweighted", 1, 80.0, 60.0)
    assert not row["is_break"]


def test_a_year_of_history_that_no_chain_reaches_stands_as_published_behind_a_break(write_case: Write) -> None:
    old = write_case(PAIR, {"a": {"1.1": 4, "1.2": 6}, "cu": {"1.1": 0, "1.2": 6}}, name="2015")
    base = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, name="2017")
    now = {"a": {"1.1": 3, "1.2": 6}, "b": {"1.1": 4, "1.2": 6}}
    case = write_case(PAIR, now, base=base, history=[str(base.path), str(old.path)])
    period = case.period()
    assert (period.years, period.first_year) == ([2015, 2017, 2018], 2017)
    own = period.series[period.series["unit_code"] == "a"].to_dict("records")
    assert [row["is_linked"] for row in own] == [False, True, True]
    assert [str(row["printed_pct"]) for row in own] == ["100.00", "80.00", "90.00"]
    assert [row["rank"] for row in own] == [1, 1, 2]
    assert pd.isna(own[0]["comparable_pct"])
    assert set(period.area_series["year"]) == {2017, 2018}
    assert [tuple(row) for row in period.breaks[["base_year", "year", "change", "is_break"]].values] == [
        (2015, 2017, "unlinked", True),
        (2017, 2018, "none", False),
    ]
    assert [tuple(row) for row in period.missing.values] == [("b", 2015, "not_assessed"), ("b", 2017, "not_assessed")]


def test_a_year_that_the_chain_reaches_is_read_once_though_history_names_it(write_case: Write) -> None:
    base = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, name="2017")
    case = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, base=base, history=[str(base.path)] * 2)
    assert case.period().years == [2017, 2018]


def test_a_period_takes_the_results_of_the_run_under_way(write_case: Write, tmp_path: Path) -> None:
    from parreport.building.slices import write_results
    from parreport.inputs.parameters import read_parameters

    old = write_case(PAIR, {"a": {"1.1": 4, "1.2": 6}}, name="2015")
    base = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, name="2017")
    case = write_case(PAIR, {"a": {"1.1": 3, "1.2": 6}}, base=base, history=[str(old.path)])
    folder = write_results(case.compute(), tmp_path / "under-way", [old.rank()])
    (old.inputs / "points.csv").unlink()
    (case.inputs / "points.csv").unlink()
    (base.inputs / "points.csv").unlink()
    parameters = read_parameters(case.path).model_copy(update={"tables": str(folder)})
    assert compute_period(parameters).years == [2015, 2017, 2018]


def test_the_history_of_the_base_year_is_not_asked_for(write_case: Write) -> None:
    from parreport.inputs.parameters import read_parameters

    points = {"a": {"1.1": 2, "1.2": 6}}
    base = write_case(PAIR, points, name="2017", history=["nowhere.yaml"])
    case = write_case(PAIR, points, base=base)
    assert case.period().years == [2017, 2018]
    assert compute_period(read_parameters(case.path)).years == [2017, 2018]


def test_faults_of_all_years_come_out_at_once(write_case: Write) -> None:
    old = write_case(PAIR, {"a": {"1.1": 5, "1.2": 6}}, name="2015")
    base = write_case(PAIR, {"a": {"1.1": 9, "1.2": 6}}, name="2017")
    case = write_case(PAIR, {"a": {"1.1": 7, "1.2": 6}}, base=base, history=[str(old.path)])
    with pytest.raises(Exception, match="3 problems") as caught:
        case.period()
    assert [problem.found for problem in caught.value.problems] == ["5", "9", "7"]  # type: ignore[attr-defined]


def test_a_history_of_this_year_or_of_a_year_twice_is_refused(write_case: Write) -> None:
    base = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, name="2017")
    same = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, name="2018-other")
    twice = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, name="2017-other")
    history = [str(same.path), str(twice.path)]
    case = write_case(PAIR, {"a": {"1.1": 3, "1.2": 6}}, base=base, history=history)
    with pytest.raises(ParameterError) as caught:
        case.period()
    assert [str(problem.expected) for problem in caught.value.problems] == [
        "the parameters file of an earlier year; this one is of 2018",
        "each year once; 2017 is there already",
    ]


def test_a_base_year_that_is_not_earlier_is_refused(write_case: Write) -> None:
    base = write_case(PAIR, {"a": {"1.1": 2, "1.2": 6}}, name="2019")
    case = write_case(PAIR, {"a": {"1.1": 3, "1.2": 6}}, base=base)
    with pytest.raises(ParameterError, match=r"an earlier year; this one is of 2019"):
        case.period()


def test_a_unit_that_moved_to_another_block_is_followed_through_it(write_case: Write) -> None:
    trees = {"so": PAIR, "huyen": PAIR}
    points = {"a": {"1.1": 2, "1.2": 3}, "b": {"1.1": 2, "1.2": 3}}
    old = write_case(trees, points, name="2016", units={"a": "huyen", "b": "so"})
    rows = [(c, c, 1, "yes", own, own) for c in ("1.1", "1.2") for own in trees]
    base = write_case(trees, points, name="2017", base=old, mapping=rows, units={"a": "huyen", "b": "so"})
    moved = [(c, c, 1, "yes", "so", "huyen") for c in ("1.1", "1.2")]
    case = write_case(trees, points, base=base, mapping=moved, units={"a": "so", "b": "so"})
    period = case.period()
    # a came from huyen, whose leaves the mapping follows; those of so it does not
    assert [row[2] for row in series(period)] == [50.0, 50.0, 50.0]
    assert period.series.loc[period.series["unit_code"] == "b", "comparable_pct"].isna().all()
    assert list(period.series.loc[period.series["unit_code"] == "a", "block"]) == ["huyen", "huyen", "so"]
    assert period.series.loc[period.series["unit_code"] == "a", "places"].isna().sum() == 2
