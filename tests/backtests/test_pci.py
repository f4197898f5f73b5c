"""PCI 2006–2016, another index through the same code: 570 published totals, two changes of framework."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from parreport.errors import DataError
from parreport.years.results import Period, Results
from tests.papi import Panel
from tests.pci import YEARS, read_panel, write_pci

WITHIN_A_MILLIONTH = {2006: 64, 2007: 10, 2008: 11, 2009: 14, 2010: 63, 2012: 20, 2014: 6, 2015: 30, 2016: 38}


@pytest.fixture(scope="module")
def panel(shared: Path) -> Panel:
    return read_panel(shared)


@pytest.fixture(scope="module")
def period(panel: Panel, tmp_path_factory: pytest.TempPathFactory) -> Period:
    folder, case = tmp_path_factory.mktemp("pci"), None
    for year in YEARS:
        case = write_pci(folder, panel, year, base=case)
    assert case is not None
    return case.period()


def errors(results: Results, panel: Panel) -> list[Decimal]:
    """Return how far each computed total of a year is from the published one, in points of 100."""
    published = panel[results.parameters.year]
    return [
        abs(index - Decimal(published[unit]["pci_weighted"]))
        for unit, index in zip(results.index["unit_code"], results.index["uncapped_pct"], strict=True)
    ]


def years_of(period: Period) -> dict[int, Results]:
    found, one = {}, period.results
    while one is not None:
        found[one.parameters.year] = one
        one = one.base  # type: ignore[assignment]
    return found


def test_570_published_totals_are_reproduced_within_a_hundred_thousandth(panel: Panel, period: Period) -> None:
    found = {year: errors(one, panel) for year, one in years_of(period).items()}
    assert {year: len(found[year]) for year in YEARS} == {year: 64 if year <= 2008 else 63 for year in YEARS}
    assert sum(map(len, found.values())) == 570
    assert max(map(max, found.values())) < Decimal("0.00001")
    close = {year: sum(one <= Decimal("0.000001") for one in found[year]) for year in YEARS}
    assert close == WITHIN_A_MILLIONTH


def test_ranks_are_those_of_the_published_totals(panel: Panel, period: Period) -> None:
    for year, results in years_of(period).items():
        totals = {unit: round(float(row["pci_weighted"]), 4) for unit, row in panel[year].items()}
        order = sorted(totals.values(), reverse=True)
        for unit, rank in zip(results.index["unit_code"], results.index["rank"], strict=True):
            first = order.index(totals[unit])
            assert first < rank <= first + order.count(totals[unit])


def test_2011_does_not_fit_the_weights_of_the_years_around_it(panel: Panel, tmp_path: Path) -> None:
    off = errors(write_pci(tmp_path, panel, 2011).compute("index"), panel)
    limits = ("0.001", "0.01", "0.1", "0.5")
    within = {limit: sum(one <= Decimal(limit) for one in off) for limit in limits}
    assert within == {"0.001": 0, "0.01": 1, "0.1": 9, "0.5": 61}
    assert max(off) == Decimal("0.55193")


def test_2005_lacks_two_sub_indices_and_a_final_run_refuses_it(panel: Panel, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        write_pci(tmp_path, panel, 2005).compute()
    assert len(caught.value.problems) == 2 * 42
    assert {p.item_code for p in caught.value.problems} == {"labor_points", "legal_points"}


def test_the_series_breaks_where_a_sub_index_leaves_and_where_it_comes_back(period: Period) -> None:
    facts = ["base_year", "year", "change", "leaves_n", "weight_pct", "base_weight_pct"]
    broken = period.breaks[period.breaks["is_break"]]
    rows = [tuple(row) for row in broken[facts].fillna(0).itertuples(index=False)]
    # 2009: bias (0.5) leaves, eight weights change, land stays; 2014: bias returns, four change
    assert rows == [
        (2008, 2009, "removed", 1, 0, 5),
        (2008, 2009, "reweighted", 8, 95, 90),
        (2012, 2014, "added", 1, 5, 0),
        (2012, 2014, "reweighted", 4, 35, 40),
    ]
    others = period.breaks[~period.breaks["is_break"]]
    assert set(others["change"]) == {"none"}
    assert len(others) == len(YEARS) - 1 - 2


def test_the_comparable_index_is_the_published_one_without_the_sub_index_that_left(
    panel: Panel, period: Period
) -> None:
    assert len(period.series) == 63 * len(YEARS)
    for row in period.series.to_dict("records"):
        published = panel[row["year"]][row["unit_code"]]
        total, bias = float(published["pci_weighted"]), published["pci_bias"]
        expected = 100 * (total - 0.5 * float(bias)) / 95 if bias else total
        assert row["comparable_pct"] == pytest.approx(expected, abs=2e-5)


def test_the_ten_years_of_each_province_decompose_exactly(panel: Panel, period: Period) -> None:
    assert period.first_year == 2006
    for unit, own in period.decomposition.groupby("unit_code"):
        total = own.loc[own["part"] == "total", "change_pp"].iloc[0]
        assert sum(own.loc[own["part"] != "total", "change_pp"]) == total
        now, then = (float(panel[year][unit]["pci_weighted"]) for year in (2016, 2006))
        assert float(total) == pytest.approx(now - then, abs=1e-5)
        assert len(own) == 9 + 3


def test_a_province_that_is_no_more_has_no_series(panel: Panel, period: Period) -> None:
    assert "ha-tay" in panel[2008]
    assert "ha-tay" not in set(period.series["unit_code"])
    assert period.missing.empty
