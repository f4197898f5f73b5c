"""Breaks of a series, years that no chain reaches, years weak: straight from small tables. M 4.5 to 4.8."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from parreport.analysis.breaks import find_breaks
from parreport.analysis.chains import Chain, ScoredYear
from parreport.analysis.followups import _counts
from parreport.analysis.mapping import Link
from parreport.analysis.periods import trace_period
from parreport.inputs.framework import Block, FindingSettings, Framework, Item, MappingRow

D = Decimal


def block_of(code: str, **leaves: str) -> Block:
    items = tuple(Item(one, "", one, "", 1, 0, True, one, "", D(most), "appraised") for one, most in leaves.items())
    return Block(code, code, "", True, "error", (), items)


def year_of(year: int, *blocks: Block, mapping: Any = None, units: dict[str, str] | None = None) -> ScoredYear:
    framework = Framework("t", "", (), True, blocks, None, None, 2, False, "zero", FindingSettings(), mapping=mapping)
    given = units or {}
    table = pd.DataFrame({"unit_code": list(given), "base_unit_code": list(given.values()), "block": "so"})
    return ScoredYear(year, framework, table, pd.DataFrame(), pd.DataFrame())


def link(code: str, share: str = "1", block: str = "so") -> Link:
    return Link(base_block=block, base_item_code=code, share=D(share))


def kinds(found: pd.DataFrame) -> dict[str, tuple[Any, ...]]:
    rows = found.set_index("change")[["leaves_n", "weight_pct", "base_weight_pct"]]
    return {kind: tuple(None if pd.isna(one) else one for one in row) for kind, row in rows.iterrows()}


def test_each_kind_of_change_by_hand() -> None:
    """This year 10 points: a 2 as before, b 3 is half of B, c 1 joins C and D, e 2 is new, f 2 is not comparable.

    Before 20: A 2, B 4 (half goes on), C 1, D 1, F 6, G 6 which nobody continues.
    """
    own = block_of("so", a="2", b="3", c="1", e="2", f="2")
    before = block_of("so", A="2", B="4", C="1", D="1", F="6", G="6")
    mapping = (MappingRow("so", "f", "so", "F", D(1), False, ""), MappingRow("so", "e", "", "", D(1), True, ""))
    links: Any = {("so", "a"): (link("A"),), ("so", "b"): (link("B", "0.5"),), ("so", "c"): (link("C"), link("D"))}
    found = find_breaks(year_of(2018, own, mapping=mapping), year_of(2017, before), links)
    assert kinds(found) == {
        "added": (1, 20, None),
        "removed": (1, None, 30),  # G: 6 of 20; an item, not a share
        "cut": (1, None, 10),  # half of B: 2 of 20
        "not_comparable": (1, 20, 30),
        "split": (1, 30, 10),
        "merged": (1, 10, 10),
        "reweighted": (2, 40, 20),  # b 3 of 2, c 1 of 2
    }
    assert found["comparable_pct"].unique().tolist() == [60]  # a, b, c
    assert found["base_comparable_pct"].unique().tolist() == [30]  # 2 + 2 + 2 of 20
    assert found["is_break"].all()
    assert found[["block", "base_year", "year"]].drop_duplicates().to_numpy().tolist() == [["so", 2017, 2018]]


def test_what_goes_on_as_it_was_is_no_break() -> None:
    block = block_of("so", a="2", b="3")
    links: Any = {("so", "a"): (link("a"),), ("so", "b"): (link("b"),)}
    (row,) = find_breaks(year_of(2018, block), year_of(2017, block), links).to_dict("records")
    assert (row["change"], row["leaves_n"], row["is_break"]) == ("none", 0, False)
    assert (row["comparable_pct"], row["base_comparable_pct"]) == (100, 100)


@pytest.mark.parametrize(("lost", "is_break"), [("own", True), ("base", True), ("none", False)])
def test_a_part_lost_on_either_side_is_a_break(lost: str, is_break: bool) -> None:
    own = block_of("so", a="2", **({"b": "1"} if lost == "own" else {}))
    before = block_of("so", a="2", **({"b": "1"} if lost == "base" else {}))
    links: Any = {("so", "a"): (link("a"),)}
    assert find_breaks(year_of(2018, own), year_of(2017, before), links)["is_break"].tolist() == [is_break]


def test_years_that_are_not_compared_are_unlinked() -> None:
    (row,) = find_breaks(year_of(2018, block_of("so", a="2")), year_of(2017, block_of("so", a="2")), None).to_dict(
        "records"
    )
    assert (row["change"], row["leaves_n"], row["weight_pct"], row["comparable_pct"]) == ("unlinked", 1, 100, 0)
    assert (row["base_comparable_pct"], row["is_break"]) == (0, True)


def test_a_block_of_another_code_was_the_one_most_of_its_leaves_come_from() -> None:
    own, other = block_of("moi", a="1", b="1", c="1"), block_of("xa", x="1")
    bases = (block_of("cu", A="1", B="1"), block_of("it", C="1", Z="1"))
    links: Any = {
        ("moi", "a"): (link("A", block="cu"),),
        ("moi", "b"): (link("B", block="cu"),),
        ("moi", "c"): (link("C", block="it"),),
        ("xa", "x"): tuple(link("C", block="it") for _ in range(5)),  # of another block
    }
    found = find_breaks(year_of(2018, own, other), year_of(2017, *bases), links)
    assert found.loc[found["block"] == "moi", "base_comparable_pct"].unique().tolist() == [100]
    lonely = find_breaks(year_of(2018, block_of("le", a="1")), year_of(2017, *bases), {})
    assert lonely[["change", "leaves_n", "weight_pct"]].to_numpy().tolist() == [["new_block", 1, 100]]


# --- years that no chain reaches --------------------------------------------------------------


def test_units_are_followed_from_the_nearest_later_year() -> None:
    """a was b in 2018 and c in 2016; in 2015 it stands under c. d came in 2017, e is known as e."""
    block = block_of("so", a="1")
    years = [
        year_of(2019, block, units={"a": "b", "e": "e", "d": ""}),
        year_of(2018, block, units={"b": "c", "e": "e"}),
    ]
    others = [year_of(2015, block, units={"c": "", "b": ""}), year_of(2016, block, units={"c": "", "e": ""})]
    found = trace_period(Chain(tuple(years)), others)
    assert [year.year for year, _ in found] == [2015, 2016, 2018, 2019]
    codes = {year.year: own for year, own in found}
    assert codes[2019] == {"a": "a", "e": "e", "d": "d"}
    assert codes[2018] == {"a": "b", "e": "e"}
    assert codes[2016] == {"a": "c", "e": "e"}
    assert codes[2015] == {"a": "c"}


# --- years weak -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bases", "before", "block", "years"),
    [
        ((), {}, "so", 1),
        ((("so", "1"),), {}, "so", 1),
        ((("so", "1"),), {("x", "1"): 2}, "so", 3),
        ((("so", "1"), ("so", "2")), {("x", "1"): 2}, "so", 1),  # one of the two was not weak
        ((("so", "1"), ("so", "2")), {("x", "1"): 2, ("x", "2"): 1}, "so", 2),
        ((("so", "1"), ("xa", "2")), {("x", "1"): 2}, "so", 3),  # what another block did does not count
        ((("so", "1"),), {("x", "1"): 2}, "xa", 1),
        ((("so", "1"),), {("y", "1"): 2}, "so", 1),
    ],
)
def test_years_weak_by_hand(bases: Any, before: Any, block: str, years: int) -> None:
    findings = pd.DataFrame(
        [("a", "so", "1", "weakness"), ("a", "so", "1", "strength")],
        columns=["unit_code", "block", "item_code", "kind"],
    )
    found = _counts(findings, before, {("so", "1"): bases}, {"a": "x"}, {"x": block})
    assert found.tolist() == [years, pd.NA]
