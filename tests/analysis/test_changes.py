"""Two and three years: the parts of a change, each by hand, and how long an item has been weak."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parreport.cells import write_number
from parreport.errors import InputError
from tests.cases import Case, write_year

Write = Callable[..., Case]


def changes(case: Case, unit: str = "a") -> dict[str, str]:
    rows = [row for row in case.score("changes")["changes"] if row["unit_code"] == unit]
    return {row["item_code"] or row["part"]: row["change_pp"] for row in rows}


def two(write_case: Write, then: Any, now: Any, **more: Any) -> Case:
    """Write 2017 and 2018; each is (tree, points)."""
    base = write_case(*then, name="2017", **more.pop("base_more", {}))
    return write_case(*now, base=base, **more)


PAIR = [("1",), ("1.1", "1", 4), ("1.2", "1", 6)]


def test_without_a_mapping_leaves_of_the_same_block_code_and_name_are_compared(write_case: Write) -> None:
    then = (PAIR, {"a": {"1.1": 2, "1.2": 3}})
    renamed = [("1",), ("1.1", "1", 4), ("1.2", "1", 6, "appraised", "", "Tên khác")]
    case = two(write_case, then, (renamed, {"a": {"1.1": 3, "1.2": 6}}))
    # 50 → 90; 1.1: 40 × 0.25 = 10; 1.2 is added (60) and removed (30)
    assert changes(case) == {"1.1": "10", "framework": "30", "bonus_penalty": "0", "total": "40"}


def test_with_a_mapping_a_leaf_without_a_row_is_not_comparable(write_case: Write) -> None:
    then = (PAIR, {"a": {"1.1": 2, "1.2": 3}})
    case = two(write_case, then, (PAIR, {"a": {"1.1": 3, "1.2": 6}}), mapping=[("1.2", "1.2")])
    # 1.2: 60 × 0.5 = 30; 1.1 added 30, removed 20
    assert changes(case) == {"1.2": "30", "framework": "10", "bonus_penalty": "0", "total": "40"}


def test_a_leaf_marked_not_comparable_is_added_and_removed(write_case: Write) -> None:
    then = (PAIR, {"a": {"1.1": 2, "1.2": 3}})
    rows = [("1.1", "1.1", 1, "no"), ("1.2", "1.2")]
    case = two(write_case, then, (PAIR, {"a": {"1.1": 3, "1.2": 6}}), mapping=rows)
    assert changes(case) == {"1.2": "30", "framework": "10", "bonus_penalty": "0", "total": "40"}


def test_a_leaf_split_in_two_is_compared_with_its_shares(write_case: Write) -> None:
    then = ([("1",), ("1.1", "1", 10), ("1.2", "1", 10)], {"a": {"1.1": 5, "1.2": 5}})
    now_tree = [("1",), ("1.1", "1", 6), ("1.2", "1", 4), ("1.3", "1", 10)]
    now = (now_tree, {"a": {"1.1": 6, "1.2": 2, "1.3": 5}})
    case = two(write_case, then, now, mapping=[("1.1", "1.1", "0.6"), ("1.2", "1.1", "0.4"), ("1.3", "1.2")])
    # 50 → 65. Base 1.1: w 50, s 0.5. 1.1: w₀ 30, w₁ 30: 30 × 0.5 = 15. 1.2: w₀ 20, w₁ 20: 20 × 0 = 0.
    assert changes(case) == {"1.1": "15", "1.2": "0", "1.3": "0", "framework": "0", "bonus_penalty": "0", "total": "15"}


def test_a_share_that_nobody_takes_counts_as_removed(write_case: Write) -> None:
    then = ([("1",), ("1.1", "1", 10), ("1.2", "1", 10)], {"a": {"1.1": 8, "1.2": 5}})
    case = two(write_case, then, (PAIR, {"a": {"1.1": 4, "1.2": 3}}), mapping=[("1.1", "1.1", "0.5"), ("1.2", "1.2")])
    # 65 → 70. 1.1: w₀ 25, w₁ 40, s 0.8 → 1: 32.5 × 0.2 = 6.5. 1.2: w₀ 50, w₁ 60, s 0.5 → 0.5: 0.
    # framework: 0.9 × 15 + 0.5 × 10 − 25 × 0.8 = 13.5 + 5 − 20 = −1.5
    assert changes(case) == {"1.1": "6.5", "1.2": "0", "framework": "-1.5", "bonus_penalty": "0", "total": "5"}


def test_shares_of_a_base_leaf_are_at_most_the_whole_of_it(write_case: Write) -> None:
    then = ([("1",), ("1.1", "1", 10)], {"a": {"1.1": 8}})
    now = (PAIR, {"a": {"1.1": 4, "1.2": 3}})
    assert changes(two(write_case, then, now, mapping=[("1.1", "1.1", "0.6"), ("1.2", "1.1", "0.4")]))["total"] == "-10"
    with pytest.raises(InputError, match=r"row 3, item 1\.2, share: found \"1\.1\"; expected shares of the base leaf"):
        two(write_case, then, now, mapping=[("1.1", "1.1", "0.6"), ("1.2", "1.1", "0.5")]).compute()


def test_merged_leaves_are_compared_with_the_sum_of_what_they_take(write_case: Write) -> None:
    then_tree = [("1",), ("1.1", "1", 6), ("1.2", "1", 4), ("1.3", "1", 10)]
    then = (then_tree, {"a": {"1.1": 3, "1.2": 4, "1.3": 5}})
    now = ([("1",), ("1.1", "1", 10), ("1.2", "1", 10)], {"a": {"1.1": 9, "1.2": 5}})
    case = two(write_case, then, now, mapping=[("1.1", "1.1"), ("1.1", "1.2"), ("1.2", "1.3")])
    # base of 1.1: (3 + 4) / (6 + 4) = 0.7, w₀ = w₁ = 50: 50 × 0.2 = 10
    assert changes(case) == {"1.1": "10", "1.2": "0", "framework": "0", "bonus_penalty": "0", "total": "10"}


def test_a_leaf_added_is_part_of_the_frameworks_figure(write_case: Write) -> None:
    then = ([("1",), ("1.1", "1", 4)], {"a": {"1.1": 2}})
    case = two(write_case, then, (PAIR, {"a": {"1.1": 2, "1.2": 6}}), mapping=[("1.1", "1.1")])
    # 50 → 80: 1.1 unchanged, (0.5 + 0.5)/2 × (40 − 100) = −30, added 60
    assert changes(case) == {"1.1": "0", "framework": "30", "bonus_penalty": "0", "total": "30"}


def test_a_leaf_removed_is_part_of_the_frameworks_figure(write_case: Write) -> None:
    then = (PAIR, {"a": {"1.1": 2, "1.2": 6}})
    case = two(write_case, then, ([("1",), ("1.1", "1", 4)], {"a": {"1.1": 3}}))
    # 80 → 75: 1.1 (40 + 100)/2 × 0.25 = 17.5; the rest −22.5
    assert changes(case) == {"1.1": "17.5", "framework": "-22.5", "bonus_penalty": "0", "total": "-5"}


def test_a_leaf_that_newly_applies_is_part_of_the_frameworks_figure(write_case: Write) -> None:
    case = two(write_case, (PAIR, {"a": {"1.1": 2, "1.2": "no"}}), (PAIR, {"a": {"1.1": 2, "1.2": 6}}))
    assert changes(case) == {"1.1": "0", "framework": "30", "bonus_penalty": "0", "total": "30"}


def test_a_leaf_that_no_longer_applies_is_part_of_the_frameworks_figure(write_case: Write) -> None:
    case = two(write_case, (PAIR, {"a": {"1.1": 2, "1.2": 6}}), (PAIR, {"a": {"1.1": 2, "1.2": "no"}}))
    assert changes(case) == {"1.1": "0", "framework": "-30", "bonus_penalty": "0", "total": "-30"}


def test_bonus_less_penalty_has_its_own_part(write_case: Write) -> None:
    tree = [*PAIR, ("9",), ("9.1", "9", 2, "bonus"), ("9.2", "9", None, "penalty")]
    then = (tree, {"a": {"1.1": 2, "1.2": 3, "9.1": 1}})
    case = two(write_case, then, (tree, {"a": {"1.1": 2, "1.2": 3, "9.1": 5, "9.2": "0.5"}}))
    # bonus 2 (cut) − 0.5 of 10 = 15, before 1 of 10 = 10
    assert changes(case) == {"1.1": "0", "1.2": "0", "framework": "0", "bonus_penalty": "5", "total": "5"}


def test_another_maximum_of_the_unit_changes_the_weights_not_the_performance(write_case: Write) -> None:
    then = (PAIR, {"a": {"1.1": 2, "1.2": 3}})
    wider = [("1",), ("1.1", "1", 8), ("1.2", "1", 12)]
    assert changes(two(write_case, then, (wider, {"a": {"1.1": 4, "1.2": 6}}))) == {
        "1.1": "0",
        "1.2": "0",
        "framework": "0",
        "bonus_penalty": "0",
        "total": "0",
    }


def test_a_unit_merged_from_several_has_no_change(write_case: Write) -> None:
    then = (PAIR, {"a": {"1.1": 2, "1.2": 3}, "b": {"1.1": 2, "1.2": 3}})
    now = (PAIR, {"ab": {"1.1": 2, "1.2": 3}, "a": {"1.1": 4, "1.2": 3}})
    case = two(write_case, then, now, units={"ab": {"base_unit_code": "a;b"}, "a": {}})
    assert {row["unit_code"] for row in case.score("changes")["changes"]} == {"a"}


def test_a_renamed_unit_is_compared_through_its_base_code(write_case: Write) -> None:
    then = (PAIR, {"007": {"1.1": 2, "1.2": 3}})
    case = two(write_case, then, (PAIR, {"a": {"1.1": 4, "1.2": 3}}), units={"a": {"base_unit_code": "007"}})
    assert changes(case)["total"] == "20"


def test_a_unit_without_a_base_year_or_without_an_index_has_no_change(write_case: Write) -> None:
    then = (PAIR, {"a": {"1.1": "no", "1.2": "no"}})
    now = (PAIR, {"a": {"1.1": 4, "1.2": 3}, "moi": {"1.1": 4, "1.2": 3}})
    assert two(write_case, then, now).score("changes")["changes"] == []


def test_a_unit_that_moved_to_another_block_is_compared_by_the_mapping(write_case: Write) -> None:
    trees = {"so": PAIR, "huyen": PAIR}
    points = {"a": {"1.1": 2, "1.2": 3}, "b": {"1.1": 2, "1.2": 3}}
    base = write_case(trees, points, name="2017", units={"a": "huyen", "b": "so"})
    rows = [(c, c, 1, "yes", "so", "huyen") for c in ("1.1", "1.2")]
    case = write_case(
        trees,
        {"a": {"1.1": 4, "1.2": 3}, "b": {"1.1": 4, "1.2": 3}},
        units={"a": "so", "b": "so"},
        base=base,
        mapping=rows,
    )
    assert changes(case, "a") == {"1.1": "20", "1.2": "0", "framework": "0", "bonus_penalty": "0", "total": "20"}
    assert changes(case, "b") == {"framework": "20", "bonus_penalty": "0", "total": "20"}


cells = st.one_of(st.integers(0, 40).map(lambda n: n / 10), st.just("no"))


@settings(max_examples=20)
@given(
    st.lists(cells, min_size=7, max_size=7),
    st.lists(st.sampled_from(["0.1", "0.3", "0.5", "0.7"]), min_size=2, max_size=2),
)
def test_the_parts_of_a_change_sum_to_its_total(given_cells: list[Any], shares: list[str]) -> None:
    tree = [("1",), ("1.1", "1", 4), ("1.2", "1", "7.5"), ("1.3", "1", 4), ("1.9", "1", 2, "bonus")]
    then = dict(zip(("1.1", "1.2", "1.3"), given_cells[:3], strict=True))
    now = dict(zip(("1.1", "1.2", "1.3", "1.9"), given_cells[3:], strict=True))
    mapping = [("1.1", "1.2", shares[0]), ("1.1", "1.1"), ("1.2", "1.3", shares[1])]
    with tempfile.TemporaryDirectory() as folder:
        base = write_year(Path(folder), tree, {"a": then}, name="2017")
        results = write_year(Path(folder), tree, {"a": now}, base=base, mapping=mapping).compute("changes")
    if results.changes.empty:
        return
    is_total = results.changes["part"] == "total"
    parts = [Fraction(part) for part in results.changes.loc[~is_total, "change_pp"]]
    total = results.changes.loc[is_total, "change_pp"].iloc[0]
    assert sum(parts) == Fraction(total)
    before, after = (Fraction(r.index["uncapped_pct"].iloc[0]) for r in (results.base, results))
    assert abs(Fraction(total) - (after - before)) < Fraction(1, 10**14)
    in_file = sum(Fraction(write_number(part)) for part in results.changes.loc[~is_total, "change_pp"])
    assert abs(in_file - Fraction(write_number(total))) <= Fraction(1, 10**6)


# --- years weak ------------------------------------------------------------------------------------

FOUR = [("1",), ("1.1", "1"), ("1.1.1", "1.1", 10), ("1.1.2", "1.1", 10), ("1.2", "1"), ("1.2.1", "1.2", 10)]


def weak_years(case: Case, unit: str = "a") -> dict[str, str]:
    rows = [row for row in case.score("findings")["findings"] if row["unit_code"] == unit]
    return {row["item_code"]: row["years_weak"] for row in rows if row["kind"] == "weakness"}


def test_years_weak_counts_consecutive_years_up_to_this_one(write_case: Write) -> None:
    weak, strong = {"1.1.1": 1, "1.1.2": 10, "1.2.1": 10}, {"1.1.1": 10, "1.1.2": 10, "1.2.1": 1}
    first = write_case(FOUR, {"a": weak}, name="2015")
    second = write_case(FOUR, {"a": weak}, name="2016", base=first)
    third = write_case(FOUR, {"a": weak}, name="2017", base=second)
    assert weak_years(third) == {"1.1": "3", "1.1.1": "3"}
    broken = write_case(FOUR, {"a": strong}, name="2018", base=third)
    assert weak_years(broken) == {"1.2": "1", "1.2.1": "1"}
    again = write_case(FOUR, {"a": weak}, name="2019", base=broken)
    assert weak_years(again) == {"1.1": "1", "1.1.1": "1"}


def test_years_weak_go_through_the_mapping_of_codes(write_case: Write) -> None:
    new = [("5",), ("5.1", "5"), ("5.1.1", "5.1", 10), ("5.1.2", "5.1", 10)]
    first = write_case(FOUR, {"a": {"1.1.1": 1, "1.1.2": 10, "1.2.1": 10}}, name="2016")
    second = write_case(FOUR, {"a": {"1.1.1": 1, "1.1.2": 10, "1.2.1": 10}}, name="2017", base=first)
    third = write_case(
        new, {"a": {"5.1.1": 10, "5.1.2": 1}}, base=second, mapping=[("5.1.2", "1.1.1"), ("5.1.1", "1.2.1")]
    )
    assert weak_years(third)["5.1.2"] == "3"


def test_an_item_that_is_not_comparable_starts_at_1(write_case: Write) -> None:
    base = write_case(FOUR, {"a": {"1.1.1": 1, "1.1.2": 10, "1.2.1": 10}}, name="2017")
    rows = [("1.1.1", "1.1.1", 1, "no"), ("1.1.2", "1.1.2"), ("1.2.1", "1.2.1")]
    case = write_case(FOUR, {"a": {"1.1.1": 1, "1.1.2": 10, "1.2.1": 10}}, base=base, mapping=rows)
    assert weak_years(case)["1.1.1"] == "1"


def test_both_parts_of_a_split_leaf_carry_its_years(write_case: Write) -> None:
    base = write_case(FOUR, {"a": {"1.1.1": 1, "1.1.2": 10, "1.2.1": 10}}, name="2017")
    rows = [("1.1.1", "1.1.1", "0.6"), ("1.1.2", "1.1.1", "0.4"), ("1.2.1", "1.2.1")]
    case = write_case(FOUR, {"a": {"1.1.1": 1, "1.1.2": 1, "1.2.1": 10}}, base=base, mapping=rows)
    assert weak_years(case) == {"1.1": "2", "1.1.1": "2", "1.1.2": "2"}


@pytest.mark.parametrize(("second", "years"), [(1, "2"), (10, "1")])
def test_a_merged_leaf_was_weak_only_if_all_that_it_continues_were(second: int, years: str, write_case: Write) -> None:
    base = write_case(FOUR, {"a": {"1.1.1": 1, "1.1.2": second, "1.2.1": 10}}, name="2017")
    rows = [("1.1.1", "1.1.1"), ("1.1.1", "1.1.2"), ("1.2.1", "1.2.1")]
    case = write_case(FOUR, {"a": {"1.1.1": 1, "1.1.2": 10, "1.2.1": 10}}, base=base, mapping=rows)
    assert weak_years(case)["1.1.1"] == years


def test_a_merged_unit_starts_at_1(write_case: Write) -> None:
    points = {"1.1.1": 1, "1.1.2": 10, "1.2.1": 10}
    base = write_case(FOUR, {"a": points, "b": points}, name="2017")
    case = write_case(FOUR, {"ab": points}, base=base, units={"ab": {"base_unit_code": "a; b"}})
    assert weak_years(case, "ab") == {"1.1": "1", "1.1.1": "1"}
