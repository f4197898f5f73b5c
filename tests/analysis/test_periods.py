"""Areas over the years of a period: the first year against the last."""

from __future__ import annotations

import math

import pandas as pd

from parreport.analysis.periods import compare_area_years


def compare(*rows: tuple[str, str, int, float]) -> list[tuple[object, ...]]:
    """Compare areas: block, area, year, mean."""
    table = pd.DataFrame(rows, columns=["block", "area_code", "year", "mean_pct"])
    return [
        tuple(None if isinstance(cell, float) and math.isnan(cell) else cell for cell in row)
        for row in compare_area_years(table).to_numpy(dtype=object).tolist()
    ]


def test_an_area_is_compared_from_the_first_to_the_last_year_of_its_block_in_the_order_of_the_table() -> None:
    rows = [("xa", "2", 2016, 50.0), ("xa", "2", 2017, 10.0), ("xa", "2", 2018, 60.5), ("xa", "1", 2016, 80.0)]
    rows += [("xa", "1", 2018, 70.0), ("so", "1", 2017, 40.0), ("so", "1", 2018, 41.0)]
    assert compare(*rows) == [("xa", "2", 50, 60.5, 10.5), ("xa", "1", 80, 70, -10), ("so", "1", 40, 41, 1)]


def test_a_change_is_that_of_the_printed_means() -> None:
    assert compare(("xa", "1", 2016, 50.04), ("xa", "1", 2018, 50.06)) == [("xa", "1", 50.04, 50.06, 0.1)]


def test_an_area_without_a_mean_of_the_first_or_the_last_year_has_no_change() -> None:
    rows = [("xa", "1", 2016, 50.0), ("xa", "1", 2018, 60.0), ("xa", "2", 2017, 50.0), ("xa", "3", 2018, 50.0)]
    assert compare(*rows)[1:] == [("xa", "2", None, None, None), ("xa", "3", None, 50, None)]
