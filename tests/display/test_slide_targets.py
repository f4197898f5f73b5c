"""The slide of targets says how many there are, and shows those not met first and one that is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from parreport.display.slides.causes import slide_of_targets
from parreport.language import use_language
from tests.analysis.test_targets_and_claims import reported, target
from tests.cases import Case
from tests.display.drawing.test_sheet import find_words

TREE = [("1",), ("1.1", "1", 4)]


@pytest.mark.parametrize(
    ("met", "missed", "title"),
    [
        (1, 9, "The province meets 1 of 10 targets with figures"),
        (3, 3, "The province meets 3 of 6 targets with figures"),
        (2, 3, "The province meets 2 of 5 targets with figures"),
        (0, 7, "None of the 7 targets with figures is met"),
        (7, 0, "All 7 targets with figures are met"),
    ],
)
def test_all_are_counted_and_what_is_left_out_is_told(
    met: int, missed: int, title: str, write_case: Callable[..., Case]
) -> None:
    codes = [f"t{n}" for n in range(met + missed)]
    values = [reported("a", code, 70 if n < met else 50, 100) for n, code in enumerate(codes)]
    goals = [{**target(code), "area": "1"} for code in codes]
    case = write_case(TREE, {"a": {"1.1": 4}}, targets=goals, target_values=values, language="en")
    results = case.compute("targets", "target_sums")
    with use_language("en"):
        slide = slide_of_targets(results)
    assert slide is not None and slide.chart is not None
    assert slide.title == title
    shown = slide.chart.caption.alt.removesuffix(".").split("; ")
    not_met = sum(one.endswith("not met") for one in shown)
    assert not_met == min(missed, len(shown) - (1 if met else 0))  # those not met first, and one that is
    assert len(shown) - not_met >= (1 if met else 0) and len(shown) >= 5
    words, left_out = find_words(slide.chart), met + missed - len(shown)
    told = [one for one in words if one.startswith("and ")]
    assert told == ([f"and {left_out} more in the report"] if left_out else [])
    assert sum(one in ("70%", "50%") for one in words) == len(shown)
