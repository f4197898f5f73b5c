"""PAPI 2011–2016 as a period: six years, one break, two provinces that one year lacks."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from parreport.years.results import Period
from tests.papi import Panel, is_complete, read_panel, write_papi

YEARS = range(2011, 2017)
OLD, NEW = "papi_accountability_investment", "papi_accountability_responsive"


@pytest.fixture(scope="module")
def panel(shared: Path) -> Panel:
    return read_panel(shared)


@pytest.fixture(scope="module")
def period(panel: Panel, tmp_path_factory: pytest.TempPathFactory) -> Period:
    folder, case = tmp_path_factory.mktemp("papi"), None
    for year in YEARS:
        unmeasured = [code for code, row in panel[year].items() if not is_complete(row)]
        case = write_papi(folder, panel, year, base=case, leave_out=unmeasured)
    assert case is not None
    return case.period()


def test_the_376_published_totals_of_six_years_are_reproduced(panel: Panel, period: Period) -> None:
    assert period.years == list(YEARS)
    assert len(period.series) == 376
    for row in period.series.to_dict("records"):
        total = Decimal(panel[row["year"]][row["unit_code"]]["papi_unweighted"])
        exact = (total / 60 * 100).quantize(Decimal("1e-7"), ROUND_HALF_UP)
        assert float(row["printed_pct"]) == pytest.approx(float(exact), abs=2e-5)


def test_the_break_of_2016_is_found_and_no_other(period: Period) -> None:
    broken = period.breaks[period.breaks["is_break"]]
    assert set(zip(broken["base_year"], broken["year"], strict=True)) == {(2015, 2016)}
    assert list(broken["change"]) == ["added", "removed"]
    assert list(broken["leaves_n"]) == [1, 1]
    # one of three sub-dimensions of one of six dimensions: 10/3 of 60
    assert broken["comparable_pct"].tolist() == pytest.approx([94.4444444] * 2, abs=1e-6)
    others = period.breaks[~period.breaks["is_break"]]
    assert list(others["change"]) == ["none"] * 4


def test_two_provinces_are_missing_in_2014_and_nothing_is_invented_for_them(period: Period) -> None:
    assert [tuple(row) for row in period.missing.values] == [
        ("bac-giang", 2014, "not_assessed"),
        ("dong-thap", 2014, "not_assessed"),
    ]
    own = period.series[period.series["unit_code"] == "bac-giang"]
    assert list(own["year"]) == [2011, 2012, 2013, 2015, 2016]
    assert list(own["places"].isna()) == [True, False, False, True, False]
    counts = period.area_series[period.area_series["area_code"] == "service"]
    assert list(counts["units_n"]) == [63, 63, 63, 61, 63, 63]


def test_the_comparable_index_leaves_out_the_sub_dimension_that_was_replaced(panel: Panel, period: Period) -> None:
    for row in period.series.to_dict("records"):
        published = panel[row["year"]][row["unit_code"]]
        replaced = float(published[NEW if row["year"] == 2016 else OLD])
        expected = 100 * (float(published["papi_unweighted"]) - replaced) / (60 - 10 / 3)
        assert row["comparable_pct"] == pytest.approx(expected, abs=2e-5)


def test_the_areas_are_means_of_the_published_dimensions(panel: Panel, period: Period) -> None:
    own = period.area_series[period.area_series["area_code"] == "corruption"]
    for row in own.to_dict("records"):
        measured = [one for one in panel[row["year"]].values() if is_complete(one)]
        mean = sum(float(one["papi_corruption"]) for one in measured) / len(measured)
        assert row["mean_pct"] == pytest.approx(10 * mean, abs=1e-5)


def test_five_years_of_each_province_decompose_exactly(panel: Panel, period: Period) -> None:
    assert period.decomposition["unit_code"].nunique() == 63
    for unit, own in period.decomposition.groupby("unit_code"):
        total = own.loc[own["part"] == "total", "change_pp"].iloc[0]
        assert sum(own.loc[own["part"] != "total", "change_pp"]) == total
        now, then = (float(panel[year][unit]["papi_unweighted"]) for year in (2016, 2011))
        assert float(total) == pytest.approx(100 * (now - then) / 60, abs=2e-5)
        framework = float(own.loc[own["part"] == "framework", "change_pp"].iloc[0])
        new, old = float(panel[2016][unit][NEW]), float(panel[2011][unit][OLD])
        assert framework == pytest.approx(100 * (new - old) / 60, abs=1e-5)
