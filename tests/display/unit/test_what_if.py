"""The sentences on the next place and class, right in all their cases, and their table."""

from __future__ import annotations

from collections.abc import Callable

import parreport as pr
from parreport.display.unit.what_if_sentences import describe_next_band, describe_next_place, heading_what_if
from parreport.language import use_language
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
    results = case.compute("what_if")
    with use_language(code):
        words = (heading_what_if(results, unit), describe_next_place(results, unit), describe_next_band(results, unit))
    heading, place, band = (one for one in words)
    return heading, place, band


def test_what_the_next_place_and_class_need(write_case: Write) -> None:
    # a: 15 of 20 = 75; b 80: 0.999 → 1.00
    case = write_case(TREE, {"a": FULL | {"1.1": 0, "1.2": 3.5, "1.3": 3.5}, "b": FULL | {"1.1": 0}})
    heading, place, band = say(case, "a")
    assert heading == "The next place needs 1.00 more points, the next class 1.00"
    assert place == "To draw level with Đơn vị b (rank 1, index 80.00%) it needs 1.00 more points."
    assert band == "For class “Tốt” (an index from 80%) it needs 1.00 more points."


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
    assert pr.show_plan(case.compute("plan", "plan_sums", "what_if", "neighbors", "findings"), "b").parts == ()


def test_the_same_in_vietnamese(write_case: Write) -> None:
    case = write_case(TREE, {"a": FULL | {"1.1": 0, "1.2": 3}, "b": FULL | {"1.1": 0}})
    assert say(case, "a", "vi") == (
        "Cần thêm 1,00 điểm để lên hạng, 1,00 điểm để nâng mức xếp loại",
        "Để bằng Đơn vị b (hạng 1, chỉ số 80,00%), đơn vị cần thêm 1,00 điểm.",
        "Để được xếp loại “Tốt” (chỉ số từ 80%), đơn vị cần thêm 1,00 điểm.",
    )


def test_nothing_is_shown_where_the_source_gives_one_total(write_case: Write) -> None:
    case = write_case([("1",), ("1.1", "1", 4)], {"a": {"1.1": 1}, "b": {"1.1": 4}})
    assert pr.show_plan(case.compute("plan", "plan_sums", "what_if", "neighbors", "findings"), "a").parts == ()
