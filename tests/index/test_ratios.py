"""Leaves whose points a rule gives for counted cases: which are, whose cases they share. M 11."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from parreport.index.ratios import find_confirmed, find_ratios, find_root, score_cases
from parreport.inputs.framework import Block, FindingSettings, Framework, Item
from parreport.inputs.rules import parse_rule

FULL = parse_rule("proportional rate: floor 0, full 100")


def leaf(code: str, rule: Any = FULL, same: str = "", most: str | None = "4") -> Item:
    maximum = None if most is None else Decimal(most)
    return Item(code, "1", code, "", 2, 1, True, "1", code, maximum, "appraised", rule, same_cases_as=same)


BLOCK = Block(
    *("xa", "xa", "", True, "error", ()),
    (
        *(leaf("a"), leaf("b", same="a"), leaf("c", same="b"), leaf("d", same="e"), leaf("e", same="d")),
        *(leaf("each", parse_rule("each: 1")), leaf("none", None)),
        leaf("when", parse_rule("when có kế hoạch: bands rate: 85 = 4 | 60 = 3 ; otherwise choice: không = 0")),
    ),
)
FRAMEWORK = Framework("thử", "", (), True, (BLOCK,), None, None, 2, False, "zero", FindingSettings())


def leaves_of(*rows: tuple[Any, ...], **changed: Any) -> pd.DataFrame:
    """Return leaves: unit, item, numerator, denominator and, where it is not blank, value."""
    records = []
    for unit, item, numerator, denominator, *value in rows:
        parts = [None if part is None else Decimal(str(part)) for part in (numerator, denominator)]
        record = {
            **{"unit_code": unit, "block": "xa", "item_code": item, "method": "appraised", "max_points": Decimal(4)},
            **{"points": Decimal(2), "numerator": parts[0], "denominator": parts[1], "value": "".join(value)},
            **{"origin": "rule", "applies": True, "computed_points": Decimal(2)},
        }
        records.append(record | changed)
    return pd.DataFrame(records, dtype=object)


def ratios(*rows: tuple[Any, ...], **changed: Any) -> list[tuple[str, str]]:
    found = find_ratios(leaves_of(*rows, **changed), FRAMEWORK)
    return list(zip(found["unit_code"], found["item_code"], strict=True))


def test_a_ratio_leaf_has_whole_cases_and_points_by_its_rule_on_a_rate() -> None:
    rows = [("u", "a", 1, 2), ("u", "b", "0.5", 2), ("v", "b", 1, "2.5"), ("v", "a", 0, 0), ("u", "each", 1, 2)]
    rows += [("u", "none", 1, 2), ("w", "a", None, None)]
    assert ratios(*rows) == [("u", "a"), ("v", "a")]
    assert ratios(("u", "a", 1, 2), origin="appraised") == []
    assert ratios(("u", "a", 1, 2), applies=False) == []
    assert ratios(("u", "when", 1, 2, "có kế hoạch"), ("v", "when", 1, 2, "không")) == [("u", "when")]


def test_leaves_share_the_cases_of_the_one_at_the_end_of_their_chain() -> None:
    assert [find_root(BLOCK, code) for code in "abc"] == ["a", "a", "a"]
    assert {find_root(BLOCK, "d"), find_root(BLOCK, "e")} == {"d", "e"}  # a circle ends
    found = find_ratios(leaves_of(("u", "c", 1, 2), ("u", "a", 1, 2)), FRAMEWORK)
    assert found["cases_root"].tolist() == ["a", "a"]


@pytest.mark.parametrize(
    ("rates", "is_copied"),
    [([(1, 2)] * 5, True), ([(1, 2)] * 4, False), ([(1, 2)] * 4 + [(2, 4)], False), ([(0, 0)] * 5, False)],
)
def test_a_figure_is_copied_where_five_units_or_more_all_have_it(rates: list[tuple[int, int]], is_copied: bool) -> None:
    rows = [(f"u{n}", "a", *rate) for n, rate in enumerate(rates)]
    assert set(find_ratios(leaves_of(*rows), FRAMEWORK)["copied"]) == {is_copied}
    assert set(find_ratios(leaves_of(*rows, ("x", "a", "0.5", 2)), FRAMEWORK)["copied"]) == {False}


def test_an_appraiser_confirmed_what_he_gave_as_the_rule_does() -> None:
    rows = [("u", "a", 1, 2), ("v", "a", 0, 0), ("w", "a", "0.5", 2), ("u", "each", 1, 2)]
    assert find_confirmed(leaves_of(*rows, origin="appraised"), FRAMEWORK)["unit_code"].tolist() == ["u"]
    assert find_confirmed(leaves_of(*rows), FRAMEWORK).empty
    for changed in ({"computed_points": Decimal(3)}, {"computed_points": None}, {"applies": False}):
        assert find_confirmed(leaves_of(*rows, **{"origin": "appraised"} | changed), FRAMEWORK).empty, changed


def test_points_of_other_cases_are_cut_by_the_maximum() -> None:
    assert score_cases(leaf("a"), Decimal(3), Decimal(4), "") == 3
    over = leaf("x", parse_rule("bands rate: 90 = 6 | 50 = 2"))
    assert score_cases(over, Decimal(9), Decimal(10), "") == 4
    assert score_cases(replace(over, max_points=None), Decimal(9), Decimal(10), "") == 6
    for wrong in (leaf("x", None), leaf("x", parse_rule("each: 1"))):
        with pytest.raises(ValueError, match="x: no rule on a rate"):
            score_cases(wrong, Decimal(1), Decimal(2), "")
