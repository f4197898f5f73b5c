"""A build of 63 units: PAPI 2016 compared with 2015; at night the report of every unit is made."""

from __future__ import annotations

import json

import pytest

from tests.built import Built
from tests.test_pages import faults_of, faults_of_two_pages, pages_of, read_page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("papi")]
UNITS = {"papi": 63, "papi_few": 2}
OTHERS = {63: 5, 2: 4}  # province, method, period, and a deck or a first page; a whole build has an annex of its own


@pytest.fixture(params=["papi_few", pytest.param("papi", marks=pytest.mark.nightly)])
def made(request: pytest.FixtureRequest) -> tuple[Built, int]:
    """A build, and for how many of its 63 units it made a report."""
    return request.getfixturevalue(request.param), UNITS[request.param]


def test_a_build_of_63_units_runs_through_and_says_nothing(made: tuple[Built, int]) -> None:
    assert (made[0].code, made[0].out, made[0].err) == (0, "", "")


def test_there_is_a_page_and_a_notebook_for_every_unit(made: tuple[Built, int]) -> None:
    reports, units = made[0].folder / "reports" / "papi-2016", made[1]
    for suffix in ("html", "ipynb"):
        assert len(list((reports / "units").glob(f"*.{suffix}"))) == units
    states = json.loads((reports / "manifest.json").read_text("utf-8"))["reports"]
    assert len(states) == units + OTHERS[units]
    assert {state["state"] for state in states.values()} == {"ok"}


def test_every_one_of_its_pages_can_be_read(made: tuple[Built, int]) -> None:
    pages = pages_of(made[0].folder / "reports" / "papi-2016")
    assert len(pages) == made[1] + OTHERS[made[1]]
    assert {page.name: faults_of(read_page(page)) for page in pages} == {p.name: [] for p in pages}


def test_published_figures_bear_no_label_of_illustration(made: tuple[Built, int]) -> None:
    pages = pages_of(made[0].folder / "reports" / "papi-2016")
    assert len(pages) == made[1] + OTHERS[made[1]]
    for page in pages:
        assert "SỐ LIỆU MINH HOẠ" not in page.read_text("utf-8"), page.name


def test_the_first_two_pages_of_a_unit_are_just_two(made: tuple[Built, int]) -> None:
    papers = sorted((made[0].folder / "reports" / "papi-2016" / "units").glob("*.pdf"))
    assert len(papers) == made[1]
    assert {path.name: faults_of_two_pages(path) for path in papers} == {path.name: [] for path in papers}


def test_the_portal_leads_to_every_unit(made: tuple[Built, int]) -> None:
    portal = read_page(made[0].folder / "reports" / "papi-2016" / "index.html")
    leads = {address for tag, address in portal.addresses if tag == "a"}
    assert len([one for one in leads if one.startswith("units/") and one.endswith(".html")]) == made[1]
