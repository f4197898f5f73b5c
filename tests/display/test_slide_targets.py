"""The slide of targets says when it shows some of them only."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from parreport.display.slides.sentences import slide_of_targets
from parreport.language import use_language
from tests.analysis.test_targets_and_claims import reported, target
from tests.cases import Case

TREE = [("1",), ("1.1", "1", 4)]


@pytest.mark.parametrize(
    ("met", "missed", "lines", "title"),
    [
        (1, 9, 5, "The province meets 1 of 10 targets with figures: 5 of the 9 not met"),
        (3, 3, 5, "The province meets 3 of 6 targets with figures: 5 of them"),
        (2, 3, 5, "The province meets 2 of 5 targets with figures"),
        (0, 6, 5, "None of the 6 targets with figures is met: 5 of the 6 not met"),
    ],
)
def test_the_title_says_how_many_of_how_many_are_shown(
    met: int, missed: int, lines: int, title: str, write_case: Callable[..., Case]
) -> None:
    codes = [f"t{n}" for n in range(met + missed)]
    values = [reported("a", code, 70 if n < met else 50, 100) for n, code in enumerate(codes)]
    goals = [{**target(code), "area": "1"} for code in codes]
    case = write_case(TREE, {"a": {"1.1": 4}}, targets=goals, target_values=values, language="en")
    results = case.compute("targets", "target_sums")
    province: pd.DataFrame = results.targets[results.targets["unit_code"] == ""]
    with use_language("en"):
        slide = slide_of_targets(results, province)
    assert slide.title == title
    assert len(slide.lines) == lines
    assert sum(line.endswith("not met") for line in slide.lines) == min(missed, lines)  # those not met first
    with use_language("vi"):
        assert ("chỉ tiêu chưa đạt" in slide_of_targets(results, province).title) is (missed > lines)
