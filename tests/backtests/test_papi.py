"""PAPI 2011–2016 recomputed: 376 published totals, the ranks of six years, one change of framework."""

from __future__ import annotations

from pathlib import Path

import pytest

from parreport.errors import DataError
from tests.papi import Panel, is_complete, read_panel, write_papi

YEARS = range(2011, 2017)


@pytest.fixture(scope="module")
def panel(shared: Path) -> Panel:
    return read_panel(shared)


def unmeasured(panel: Panel, year: int) -> list[str]:
    return [code for code, row in panel[year].items() if not is_complete(row)]


def test_the_panel_has_63_provinces_and_376_complete_years(panel: Panel) -> None:
    assert [len(panel[year]) for year in YEARS] == [63] * 6
    assert sum(is_complete(row) for year in YEARS for row in panel[year].values()) == 376


@pytest.mark.parametrize("year", YEARS)
def test_totals_dimensions_and_ranks_are_the_published_ones(year: int, panel: Panel, tmp_path: Path) -> None:
    tables = write_papi(tmp_path, panel, year, leave_out=unmeasured(panel, year)).score("index", "items")
    published = {code: row for code, row in panel[year].items() if is_complete(row)}
    index = {row["unit_code"]: row for row in tables["index"]}
    assert index.keys() == published.keys()
    totals = {code: float(row["papi_unweighted"]) for code, row in published.items()}
    for code, row in index.items():
        assert float(row["points"]) == pytest.approx(totals[code], abs=1e-5)
        assert float(row["max_points"]) == pytest.approx(60, abs=1e-8)
    dimensions = {(r["unit_code"], r["item_code"]): r["points"] for r in tables["items"] if r["level"] == "1"}
    for (code, dimension), points in dimensions.items():
        assert float(points) == pytest.approx(float(published[code][f"papi_{dimension}"]), abs=1e-5)
    by_total = sorted(totals.values(), reverse=True)
    assert len({round(total, 5) for total in by_total}) == len(by_total)
    for code, row in index.items():
        assert (code, int(row["rank"])) == (code, 1 + by_total.index(totals[code]))


def test_a_final_run_of_2014_refuses_and_names_the_two_provinces_without_data(panel: Panel, tmp_path: Path) -> None:
    assert unmeasured(panel, 2014) == ["bac-giang", "dong-thap"]
    with pytest.raises(DataError) as caught:
        write_papi(tmp_path, panel, 2014).compute()
    assert {problem.unit_code for problem in caught.value.problems} == {"bac-giang", "dong-thap"}
    assert len(caught.value.problems) == 2 * 22
    told = str(caught.value)
    assert "appraised_points, 44 times: found (blank)" in told
    assert "; at unit bac-giang, item participation_" in told
    assert "; unit dong-thap, item participation_" in told


def test_a_draft_of_2014_marks_the_two_provinces(panel: Panel, tmp_path: Path) -> None:
    results = write_papi(tmp_path, panel, 2014, status="draft").compute("index")
    assert set(results.gaps["unit_code"]) == {"bac-giang", "dong-thap"}


def test_the_parts_of_each_change_to_2016_sum_to_it(panel: Panel, tmp_path: Path) -> None:
    base = write_papi(tmp_path, panel, 2015)
    tables = write_papi(tmp_path, panel, 2016, base=base).score("changes")
    replaced = {"accountability_investment", "accountability_responsive"}
    parts: dict[str, dict[str, float]] = {}
    for row in tables["changes"]:
        parts.setdefault(row["unit_code"], {})[row["item_code"] or row["part"]] = float(row["change_pp"])
    assert len(parts) == 63
    for code, own in parts.items():
        assert not replaced & own.keys()
        assert len(own) == 21 + 3
        now, then = (float(panel[year][code]["papi_unweighted"]) for year in (2016, 2015))
        assert own["total"] == pytest.approx(100 * (now - then) / 60, abs=2e-5)
        assert sum(own.values()) - own["total"] == pytest.approx(own["total"], abs=1e-6)
        new, old = (
            float(panel[2016][code]["papi_accountability_responsive"]),
            float(panel[2015][code]["papi_accountability_investment"]),
        )
        assert own["framework"] == pytest.approx(100 * (new - old) / 60, abs=1e-5)
        assert own["bonus_penalty"] == 0
