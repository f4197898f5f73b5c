"""From the columns of a table to what a chart places and prints."""

import math
from collections.abc import Iterator
from decimal import Decimal

import pandas as pd
import pytest

from parreport.display.drawing.scales import base_floats, find_largest, print_cells, to_floats, to_words
from parreport.display.formats import DASH
from parreport.language import use_language

TABLE = pd.DataFrame({"pct": [Decimal("80.25"), None, 71.5], "blank": [None, math.nan, None], "name": ["a", None, "c"]})


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def test_a_column_becomes_positions_with_nan_where_blank_or_absent() -> None:
    known, blank, last = to_floats(TABLE, "pct")
    assert (known, math.isnan(blank), last) == (80.25, True, 71.5)
    assert all(math.isnan(value) for value in to_floats(TABLE, "no such column"))
    assert to_words(TABLE, "name") == ["a", "", "c"]


def test_figures_of_the_base_year_are_there_only_with_a_base_year_and_a_figure() -> None:
    assert base_floats(TABLE, "pct", 2017)[::2] == [80.25, 71.5]
    assert base_floats(TABLE, "pct", None) == []
    assert base_floats(TABLE, "blank", 2017) == []
    assert base_floats(TABLE, "no such column", 2017) == []


def test_cells_are_printed_rounded_half_up_with_a_dash_where_there_is_nothing() -> None:
    assert print_cells(TABLE, "pct") == ["80.3", DASH, "71.5"]
    assert print_cells(TABLE, "pct", 2, signed=True) == ["+80.25", DASH, "+71.50"]
    assert print_cells(TABLE, "no such column") == [DASH] * 3


def test_the_largest_are_those_above_0_ties_in_order() -> None:
    assert find_largest([1.0, 3.0, 3.0, 0.0], 2) == [False, True, True, False]
    assert find_largest([2.0, 2.0, 2.0, math.nan], 2) == [True, True, False, False]
    assert find_largest([-1.0, 0.0]) == [False, False]
