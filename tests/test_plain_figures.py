"""Figures made for whole blocks at once are those made one at a time, in every digit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from parreport.analysis.claims import find_claims, sum_claims
from parreport.analysis.strengths import find_strengths
from parreport.index.aggregation import aggregate, sum_units
from parreport.inputs.framework import Block, FindingSettings, Framework, Item
from tests import plain_figures as plain

ORIGINS = ["appraised", "appraised", "rule", "self", "none", "missing", "scenario"]
UNITS = ["b", "a", "007", "d", "e", "f"]


def leaf(order: int, code: str, parent: str, level: int, method: Any, most: str | None) -> Item:
    area, criterion = code.split(".")[0], ".".join(code.split(".")[:2])
    return Item(
        code, parent, code, "", level, order, True, area, criterion, None if most is None else Decimal(most), method
    )


def node(order: int, code: str, parent: str, level: int) -> Item:
    return Item(code, parent, code, "", level, order, False, code.split(".")[0], code)


TREE = (
    node(0, "1", "", 1),
    node(1, "1.1", "1", 2),
    leaf(2, "1.1.1", "1.1", 3, "appraised", "2.5"),
    leaf(3, "1.1.2", "1.1", 3, "survey", "0.3"),
    leaf(4, "1.2", "1", 2, "appraised", "3"),
    leaf(5, "1.3", "1", 2, "bonus", "1"),
    node(6, "2", "", 1),
    leaf(7, "2.1", "2", 2, "survey", "7.125"),
    leaf(8, "3", "", 1, "appraised", "1.75"),
    node(9, "9", "", 1),
    leaf(10, "9.1", "9", 2, "penalty", None),
)


def block(code: str, items: tuple[Item, ...]) -> Block:
    return Block(code, code, "", True, "error", (), items)


def framework(**more: Any) -> Framework:
    given = {"bonus_cap": None, "penalty_cap": None, "findings": FindingSettings()} | more
    blocks = (block("so", TREE), block("huyen", TREE[:5]))
    return Framework("thử", "", (), True, blocks, decimals=2, cap_at_100=False, zero_of_zero="zero", **given)


def points_up_to(most: Decimal) -> st.SearchStrategy[Decimal]:
    """Quarters, hundredths and figures of nine decimals; none and all more often than chance."""
    exact = [st.integers(0, int(most * n)).map(lambda k, n=n: Decimal(k) / n) for n in (4, 100, 10**9)]
    return st.one_of(st.just(Decimal(0)), st.just(most), *exact)


@st.composite
def tables(draw: st.DrawFn) -> pd.DataFrame:
    """Leaves of up to six units in two blocks, in any order, some that do not apply."""
    rows = []
    for unit in UNITS[: draw(st.integers(1, len(UNITS)))]:
        code = draw(st.sampled_from(["so", "so", "huyen"]))
        for item in framework().by_code[code].leaves:
            cell = points_up_to(item.max_points or Decimal(2))
            applies = draw(st.sampled_from([True, True, True, False]))
            given_points = draw(cell)
            rows.append(
                {
                    "unit_code": unit,
                    "block": code,
                    "item_code": item.code,
                    "method": item.method,
                    "applies": applies,
                    "max_points": item.max_points,
                    "points": given_points if applies else None,
                    "origin": draw(st.sampled_from(ORIGINS)) if applies else "not_applicable",
                    "self_points": draw(st.none() | st.just(given_points) | cell),
                    "computed_points": draw(st.none() | st.just(given_points)),
                    "round1_points": draw(st.none() | st.just(given_points) | cell),
                    "appraised_points": draw(st.none() | st.just(given_points)),
                    "reason": "",
                    "evidence": draw(st.sampled_from(["", "Báo cáo"])),
                    "filled": False,
                }
            )
    frame = pd.DataFrame(draw(st.permutations(rows)), dtype=object)
    return frame.astype({"applies": bool, "filled": bool})


def thirds(unit: str, most: str, own: str) -> dict[str, Any]:
    return {
        "unit_code": unit,
        "block": "huyen",
        "item_code": "1.2",
        "method": "appraised",
        "applies": True,
        "max_points": Decimal(most),
        "points": Decimal(own),
        "origin": "appraised",
        **dict.fromkeys(("self_points", "computed_points", "round1_points", "appraised_points")),
        "reason": "",
        "evidence": "",
        "filled": False,
    }


# 100 × points / 8: 0.0000000125 and 0.0000000015 lie halfway between two figures of nine decimals,
# 12.50000000025 does not
HALFWAY = pd.DataFrame(
    [thirds("a", "8", "0.000000001"), thirds("b", "8", "0.00000000012"), thirds("c", "8", "1.00000000002")],
    dtype=object,
).astype({"applies": bool, "filled": bool})


def same(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """Hold two tables together: names, order, and every cell as Python writes it."""
    assert list(found.columns) == list(expected.columns)
    for name in expected.columns:
        assert list(map(repr, found[name].tolist())) == list(map(repr, expected[name].tolist())), name


@settings(max_examples=60)
@given(tables())
@example(HALFWAY)
def test_items_are_those_summed_one_at_a_time(leaves: pd.DataFrame) -> None:
    same(aggregate(leaves, framework()), plain.aggregate(leaves, framework()))


def test_a_score_halfway_between_two_figures_of_nine_decimals_goes_up() -> None:
    items = aggregate(HALFWAY, framework())
    own = items[items["item_code"] == "1.2"].set_index("unit_code")["score_pct"]
    assert own.to_dict() == {"a": 0.000000013, "b": 0.000000002, "c": 12.5}


@settings(max_examples=60)
@given(tables(), st.sampled_from([None, Decimal("0.5")]))
def test_units_are_those_summed_one_at_a_time(leaves: pd.DataFrame, cap: Decimal | None) -> None:
    law = framework(bonus_cap=cap, penalty_cap=cap)
    columns = {"unit_name": "", "unit_name_en": "", "block": "so", "ranked": True}
    units = pd.DataFrame({"unit_code": UNITS}).assign(**columns)
    names = ["points", "bonus_points", "penalty_points", "max_points", "uncapped_pct"]
    found = sum_units(leaves.assign(origin="appraised"), units, law).set_index("unit_code")[names]
    expected = plain.sum_units(leaves, UNITS, law)
    assert {unit: tuple(row) for unit, *row in found.itertuples()} == expected


@settings(max_examples=50)
@given(tables(), st.sampled_from([0, 12.5, 50, 100]), st.sampled_from([1, 3, 5]), st.sampled_from([0, 0.7, 1, 1.5]))
def test_findings_are_those_judged_one_at_a_time(leaves: pd.DataFrame, loss: float, small: int, sd: float) -> None:
    law = framework(findings=FindingSettings(loss_share_pct=loss, small_block=small, sd=sd))
    items = aggregate(leaves, law)
    same(find_strengths(items, law), plain.find_strengths(items, law))


@settings(max_examples=60)
@given(tables())
def test_claims_are_those_compared_one_at_a_time(leaves: pd.DataFrame) -> None:
    same(find_claims(leaves), plain.find_claims(leaves))
    found = sum_claims(leaves).set_index("unit_code")[plain.SUMMED]
    rows = {unit: (*row, None if pd.isna(share) else share) for unit, *row, share in found.itertuples()}
    assert rows == plain.sum_claims(leaves)
