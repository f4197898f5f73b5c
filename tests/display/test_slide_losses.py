"""The slide of the items that cost most: a unit of a small block counts as much as one of a large block."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

import parreport as pr
from parreport.display.slides.slide import Slide
from tests.cases import Case
from tests.display.drawing.test_sheet import find_words

Write = Callable[..., Case]
SMALL = [("1",), ("1.1", "1", 5), ("1.2", "1", 5)]
LARGE = [("1",), *((f"1.{n}", "1", 4) for n in range(1, 8))]


def told(slide: Slide) -> list[str]:
    """Return the rows of a slide as its picture says them."""
    assert slide.chart is not None
    return re.split(r"(?<=\)); ", slide.chart.caption.alt.partition(": ")[2].removesuffix("."))


def slide_of(case: Case) -> Slide:
    deck = pr.make_deck(case.compute())
    return next(slide for slide in deck.slides if "per unit" in slide.title)


def test_the_item_that_costs_a_unit_most_stands_first_though_a_larger_block_loses_more(write_case: Write) -> None:
    # so, 2 units: 1.1 costs 3 and 2, 2.50 a unit, 5 in all; xa, 4 units: 1.1 costs 2 each, 8 in all
    points = {f"s{n}": {"1.1": n + 1, "1.2": 5} for n in (1, 2)}
    points |= {f"x{n}": {f"1.{at}": 2 if at == 1 else 4 for at in range(1, 8)} for n in range(4)}
    units = {unit: {"block": "so" if unit[0] == "s" else "xa"} for unit in points}
    case = write_case({"so": SMALL, "xa": LARGE}, points, units=units, language="en")
    slide = slide_of(case)
    assert slide.title == "2 items cost most points per unit"
    assert told(slide) == [
        "Mục 1.1: 2.50 points per unit (So; lost by 2 of 2)",
        "Mục 1.1: 2.00 points per unit (Xa; lost by 4 of 4)",
    ]
    assert {"2.50", "2/2", "So", "2.00", "4/4", "Xa"} <= set(find_words(slide.chart))


def test_units_that_do_not_have_the_item_are_left_out_of_its_mean(write_case: Write) -> None:
    points = {"a": {"1.1": 4, "1.2": 5}, "b": {"1.1": "no", "1.2": 5}, "c": {"1.1": 5, "1.2": 5}}
    case = write_case(SMALL, points, language="en")
    own = case.compute("statistics").statistics.set_index("item_code")
    assert own.loc["1.1", "lost_per_unit"] == Decimal("0.5")
    assert told(slide_of(case)) == ["Mục 1.1: 0.50 points per unit (So; lost by 1 of 2)"]
    assert slide_of(case).title == "One item costs most points per unit"


def test_a_tie_at_the_cut_is_said_in_the_title(write_case: Write) -> None:
    points = {"a": {f"1.{n}": 3 for n in range(1, 8)}}
    slide = slide_of(write_case(LARGE, points, language="en"))
    assert slide.title == "5 of the items that cost most points per unit"
    assert len(told(slide)) == 5


FULL = "proportional rate: floor 0, full 100"
PROVINCE = [("1",), ("1.1", "1", 8, "appraised", FULL), ("1.2", "1", 4)]


@pytest.mark.parametrize("copied", [True, False])
def test_a_figure_of_the_whole_province_stands_once(copied: bool, write_case: Write) -> None:
    # 1.1: the same cases at all units of both blocks, 4 of 8 points; else those of one unit differ
    points: dict[str, Any] = {}
    for block in "sx":
        for n in range(5):
            cases = 10 + (0 if copied else n)
            points[f"{block}{n}"] = {"1.1": {"numerator": cases, "denominator": 2 * cases}, "1.2": 3}
    units = {unit: {"block": "so" if unit[0] == "s" else "xa"} for unit in points}
    case = write_case({"so": PROVINCE, "xa": PROVINCE}, points, units=units, language="en")
    slide = slide_of(case)
    rows = [one for one in told(slide) if one.startswith("Mục 1.1")]
    drawn, notes = " ".join(find_words(slide.chart)), " ".join(slide.say)
    if copied:
        assert rows == ["Mục 1.1: 4.00 points per unit (So and Xa; lost by 10 of 10)"]
    else:
        assert rows == [f"Mục 1.1: 4.00 points per unit ({block}; lost by 5 of 5)" for block in ("So", "Xa")]
    assert ("the same figure in So and Xa" in drawn) is copied
    assert ("declared the same cases at “Mục 1.1”" in notes) is copied


def test_a_block_whose_items_cost_less_stands_on_the_slide_too(write_case: Write) -> None:
    # xa loses 2.00 on each of its seven items, so 1.50 and 1.00
    points = {"s": {"1.1": 3.5, "1.2": 4}, "x": {f"1.{n}": 2 for n in range(1, 8)}}
    units = {unit: {"block": "so" if unit == "s" else "xa"} for unit in points}
    slide = slide_of(write_case({"so": SMALL, "xa": LARGE}, points, units=units, language="en"))
    rows = [row.partition(" (")[0].partition(": ")[2] for row in told(slide)]
    assert rows == [*["2.00 points"] * (len(rows) - 1), "1.50 points"] and len(rows) > 2
    assert slide.title == f"{len(rows)} items that cost most points per unit, with the costliest of each block"
