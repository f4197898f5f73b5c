"""The sentences on the next place and class, right in all their cases, and their table."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import parreport as pr
from parreport.analysis import what_if
from parreport.analysis.smallest_sets import find_smallest_set
from parreport.display.parts import Table
from parreport.display.unit.what_if_sentences import describe_next_band, describe_next_place, heading_what_if
from parreport.language import use_language
from parreport.years.results import Results
from tests.cases import Case

Write = Callable[..., Case]
TREE = [
    ("1",),
    ("1.1", "1", 4, "appraised", "", "Kế hoạch"),
    ("1.2", "1", 4, "appraised", "", "Báo cáo"),
    ("1.3", "1", 4, "appraised", "", "Kiểm tra"),
    ("1.4", "1", 4, "appraised", "", "Tuyên truyền"),
    ("1.5", "1", 4, "survey", "", "Hài lòng"),
    ("9",),
    ("9.1", "9", 9, "bonus", "", "Sáng kiến"),
    ("9.2", "9", None, "penalty", "", "Vi phạm"),
]
FULL = dict.fromkeys(("1.1", "1.2", "1.3", "1.4", "1.5"), 4)


def say(case: Case, unit: str, code: str = "en") -> tuple[str, str, str]:
    results = case.compute("what_if", "what_if_sets")
    with use_language(code):
        words = (heading_what_if(results, unit), describe_next_place(results, unit), describe_next_band(results, unit))
    heading, place, band = (one for one in words)
    return heading, place, band


def test_one_item_alone_is_enough(write_case: Write) -> None:
    # a: 15 of 20 = 75; b 80: 0.999 → 1.00; 1.1 lost 4, 1.2 lost 1 → 1.1 and 1.2 suffice
    case = write_case(TREE, {"a": FULL | {"1.1": 0, "1.2": 3.5, "1.3": 3.5}, "b": FULL | {"1.1": 0}})
    heading, place, band = say(case, "a")
    assert heading == "The next place needs 1.00 more points, the next class 1.00"
    assert place == (
        "To draw level with Đơn vị b (rank 1, index 80.00%) it needs 1.00 more points. "
        "One item is enough on its own at full points: “1.1 Kế hoạch”."
    )
    assert band == (
        "For class “Tốt” (an index from 80%) it needs 1.00 more points. "
        "One item is enough on its own at full points: “1.1 Kế hoạch”."
    )


def test_several_items_are_named_the_smallest_loss_first(write_case: Write) -> None:
    case = write_case(TREE, {"a": FULL | {"1.1": 0, "1.2": 3}, "b": FULL | {"1.1": 0}})
    assert say(case, "a")[1].endswith("Any one of 2 items is enough at full points: “1.2 Báo cáo” and “1.1 Kế hoạch”.")


def test_of_more_than_three_items_three_are_named(write_case: Write) -> None:
    lost = {"1.1": 1, "1.2": 2, "1.3": 2.5, "1.4": 1.5}
    case = write_case(TREE, {"a": FULL | lost, "b": FULL | lost | {"1.1": 2}})
    assert say(case, "a")[1].endswith(
        "Any one of 4 items is enough at full points, among them “1.3 Kiểm tra”, “1.2 Báo cáo” and “1.4 Tuyên truyền”."
    )


def test_no_item_alone_is_enough(write_case: Write) -> None:
    case = write_case(TREE, {"a": FULL | {"1.1": 2, "1.2": 2, "1.3": 2}, "b": FULL | {"1.1": 2}})
    assert say(case, "a")[1].endswith(
        "No item is enough on its own; it takes at least 2 items at full points, listed in the annex."
    )


def test_a_place_that_units_share_names_them(write_case: Write) -> None:
    points = {"a": FULL | {"1.1": 3}, "b": FULL | {"1.1": 2}, "c": FULL | {"1.2": 2}}
    tie = {code: FULL | {"1.1": 2} for code in "defg"}
    low = {"z": FULL | {"1.1": 0}}
    three = write_case(TREE, points | low)
    assert "To draw level with Đơn vị b and Đơn vị c (rank 2, index 90.00%)" in say(three, "z")[1]
    five = write_case(TREE, points | {"d": tie["d"], "e": tie["e"]} | low)
    assert "Đơn vị b, Đơn vị c, Đơn vị d and 1 more unit (rank 2," in say(five, "z")[1]
    seven = write_case(TREE, points | tie | low)
    assert "Đơn vị b, Đơn vị c, Đơn vị d and 3 more units (rank 2," in say(seven, "z")[1]
    assert "Đơn vị b, Đơn vị c, Đơn vị d và 3 đơn vị khác (hạng 2," in say(seven, "z", "vi")[1]


def test_first_alone_and_first_shared_and_the_highest_class(write_case: Write) -> None:
    case = write_case(TREE, {"a": FULL, "b": FULL | {"1.1": 2}})
    assert say(case, "a") == (
        "Next place and next class",
        "It holds the first place; no unit of the block ranks higher.",
        "It is in the highest class, “Tốt”.",
    )
    shared = write_case(TREE, {"a": FULL, "b": FULL})
    assert say(shared, "b")[1] == "It shares the first place; no unit of the block ranks higher."


def test_alone_in_the_block_or_not_ranked(write_case: Write) -> None:
    points = {"a": FULL | {"1.1": 2}, "b": FULL | {"1.1": 0, "1.2": 3}}
    case = write_case(TREE, points, units={"a": None, "b": {"ranked": "no"}})
    assert say(case, "a")[1] == ("It is the only ranked unit of its block, so there is no next place.")
    heading, place, band = say(case, "b")
    assert heading == "The next class needs 1.00 more points"
    assert place == "It is not ranked, so there is no next place."
    assert band.startswith("For class “Tốt” (an index from 80%) it needs 1.00 more points.")


def test_a_block_with_one_class_speaks_of_no_class(write_case: Write) -> None:
    block = {"bands": [{"name": "Chung", "from": 0}]}
    case = write_case(TREE, {"a": FULL, "b": FULL | {"1.1": 2}}, block=block)
    heading, _, band = say(case, "b")
    assert (heading, band) == ("The next place needs 2.00 more points", "")


def test_losses_that_do_not_suffice_say_how_far_they_would_reach(write_case: Write) -> None:
    case = write_case(TREE, {"a": FULL | {"9.1": 2}, "b": FULL | {"1.1": 3, "9.2": 8}})
    # b 100 × (19 − 8) / 20 = 55, without losses 60
    assert say(case, "b") == (
        "Next place and next class",
        "All the points that it lost are not enough to draw level with Đơn vị a (rank 1, index 110.00%): "
        "with them its index would be 60.00%.",
        "All the points that it lost are not enough for class “Khá” (an index from 65%): "
        "with them its index would be 60.00%.",
    )


def test_a_unit_that_lost_nothing_and_is_still_below(write_case: Write) -> None:
    case = write_case(TREE, {"a": FULL | {"9.1": 2}, "b": FULL | {"9.2": 8}})
    assert say(case, "b")[1:] == (
        "It lost no points, and its index is still below that of Đơn vị a (rank 1, index 110.00%): "
        "no item can win more.",
        "It lost no points, and its index is still below class “Khá” (from 65%): no item can win more.",
    )


def test_a_unit_without_index_has_one_sentence_and_no_section(write_case: Write) -> None:
    case = write_case(TREE, {"a": FULL, "b": dict.fromkeys(FULL, "no")})
    assert say(case, "b")[1:] == ("It has no index, so there is no next place and no next class.", "")
    assert pr.show_what_if(case.compute("what_if", "what_if_sets"), "b").parts == ()


def test_the_same_in_vietnamese(write_case: Write) -> None:
    case = write_case(TREE, {"a": FULL | {"1.1": 0, "1.2": 3}, "b": FULL | {"1.1": 0}})
    assert say(case, "a", "vi") == (
        "Cần thêm 1,00 điểm để lên hạng, 1,00 điểm để nâng mức xếp loại",
        "Để bằng Đơn vị b (hạng 1, chỉ số 80,00%), đơn vị cần thêm 1,00 điểm. Chỉ cần một trong 2 "
        "tiêu chí sau đạt điểm tối đa là đủ: “1.2 Báo cáo” và “1.1 Kế hoạch”.",
        "Để được xếp loại “Tốt” (chỉ số từ 80%), đơn vị cần thêm 1,00 điểm. Chỉ cần một trong 2 "
        "tiêu chí sau đạt điểm tối đa là đủ: “1.2 Báo cáo” và “1.1 Kế hoạch”.",
    )


def table_of(results: Results, unit: str) -> Any:
    return next(p for p in pr.show_what_if_sets(results, unit).parts if p.fields()["kind"] == "table")


def words_of(row: list[Any]) -> list[str]:
    return [cell if isinstance(cell, str) else cell["words"] for cell in row]


def test_the_table_shows_the_smallest_set_of_each_goal(write_case: Write) -> None:
    # a: 13 of 20 = 65; b 90: 20 × 89.995 / 100 − 13 = 4.999 → 1.1 and 1.2; Tốt: 2.999 → 1.1 alone
    points = {"a": FULL | {"1.1": 1, "1.2": 2, "1.3": 2}, "b": FULL | {"1.1": 2}}
    fields = table_of(write_case(TREE, points, language="en").compute("what_if", "what_if_sets"), "a").fields()
    assert [words_of(row) for row in fields["rows"]] == [
        ["1.1 Kế hoạch", "3.00", "1.00", "4.00"],
        ["1.2 Báo cáo", "2.00", "2.00", "4.00"],
        ["Together", "5.00", "3.00", "8.00"],
        ["1.1 Kế hoạch", "3.00", "1.00", "4.00"],
    ]
    assert fields["groups"] == {"0": "For the next place", "3": "For the next class"}


def test_a_long_set_is_cut_and_its_sum_is_whole(write_case: Write) -> None:
    tree = [("1",), *((f"1.{n}", "1", 1) for n in range(1, 13))]
    points = {"a": {f"1.{n}": 0 for n in range(1, 13)}, "b": {f"1.{n}": 1 for n in range(1, 13)}}
    block = {"bands": [{"name": "Chung", "from": 0}]}
    fields = table_of(
        write_case(tree, points, block=block, language="en").compute("what_if", "what_if_sets"), "a"
    ).fields()
    rows = [words_of(row) for row in fields["rows"]]
    assert len(rows) == 10
    assert rows[-2] == ["4 other items: 1.9, 1.10, 1.11, 1.12", "4.00", "0.00", "4.00"]
    assert rows[-1] == ["Together", "12.00", "0.00", "12.00"]


def test_nothing_is_shown_where_the_source_gives_one_total(write_case: Write) -> None:
    case = write_case([("1",), ("1.1", "1", 4)], {"a": {"1.1": 1}, "b": {"1.1": 4}})
    assert pr.show_what_if(case.compute("what_if", "what_if_sets"), "a").parts == ()


def test_a_set_that_is_not_proved_the_smallest_says_how_close_it_is(
    write_case: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def search(losses: list[int], need: int) -> Any:
        return find_smallest_set(losses, need, bits=0, ways=-1, halves=0)

    lost = {"1.1": 2.4, "1.2": 2.6, "1.3": "2.500000001", "1.4": "2.300000001", "1.5": 3.9}
    case = write_case(TREE, {"a": lost, "b": FULL | {"1.1": "2.5"}})
    notes = []
    for patched in (False, True):
        if patched:
            monkeypatch.setattr(what_if, "find_smallest_set", search)
        results = case.compute("what_if", "what_if_sets")
        with use_language("en"):
            table = next(part for part in pr.show_what_if_sets(results, "a").parts if isinstance(part, Table))
        notes.append(table.note.split("; ")[-1])
        assert results.what_if["beyond_points"].notna().any() == patched
    # 2.298999998 points are missing for Tốt; 1.2 and 1.3 lost 1.4 + 1.499999999, which is 0.601000001 more
    assert list(results.what_if["beyond_points"]) == [None, Decimal("0.601000001")]
    assert notes == [
        "of sets with equally few items, the one with the least points lost.",
        "no set has fewer items, and of sets with equally few none has lost less by more than 0.61 points.",
    ]
