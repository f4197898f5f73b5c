"""A whole build of 63 units: PAPI 2016 compared with 2015."""

from __future__ import annotations

import json

import pytest

from tests.built import Built
from tests.test_pages import faults_of, faults_of_two_pages, pages_of, read_page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("papi")]
UNITS = 63


def test_a_build_of_63_units_runs_through_and_says_nothing(papi: Built) -> None:
    assert (papi.code, papi.out, papi.err) == (0, "", "")


def test_there_is_a_page_and_a_notebook_for_every_unit(papi: Built) -> None:
    reports = papi.folder / "reports" / "papi-2016"
    for suffix in ("html", "ipynb"):
        assert len(list((reports / "units").glob(f"*.{suffix}"))) == UNITS
    states = json.loads((reports / "manifest.json").read_text("utf-8"))["reports"]
    assert len(states) == UNITS + 4
    assert {state["state"] for state in states.values()} == {"ok"}


def test_every_one_of_its_pages_can_be_read(papi: Built) -> None:
    pages = pages_of(papi.folder / "reports" / "papi-2016")
    assert len(pages) == UNITS + 4
    assert {page.name: faults_of(read_page(page)) for page in pages} == {p.name: [] for p in pages}


def test_published_figures_bear_no_label_of_illustration(papi: Built) -> None:
    for page in pages_of(papi.folder / "reports" / "papi-2016"):
        assert "SỐ LIỆU MINH HOẠ" not in page.read_text("utf-8"), page.name


def test_the_first_two_pages_of_a_unit_are_just_two(papi: Built) -> None:
    paths = sorted((papi.folder / "reports" / "papi-2016" / "units").glob("*.pdf"))
    assert len(paths) == UNITS
    assert {path.name: faults_of_two_pages(path) for path in paths} == {path.name: [] for path in paths}


def test_the_portal_leads_to_every_unit(papi: Built) -> None:
    portal = read_page(papi.folder / "reports" / "papi-2016" / "index.html")
    leads = {address for tag, address in portal.addresses if tag == "a"}
    assert len([address for address in leads if address.startswith("units/")]) == UNITS
