"""A build of a province with 110 communes, 25 wards and 14 departments: how long its papers are, where its annex is."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pypdf import PdfReader

from parreport.building.reports import choose_reports
from tests.building.test_sizes import too_large
from tests.built import PROJECT, Built, build_once
from tests.cases import read_csv
from tests.test_pages import faults_of, faults_of_two_pages, pages_of, read_page

MOST_PAGES = 20
UNITS = PROJECT / "data" / "gia-lai" / "2026-10-10" / "units.csv"


@pytest.fixture(scope="session")
def gia_lai(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The reports of the province, and of one commune in the middle of its block."""

    def write(folder: Path) -> None:
        for part in ("data/gia-lai", "parameters"):
            shutil.copytree(PROJECT / part, folder / part)

    words = ("--only", "province,annex,method,slides,H21.145", "--formats", "html,pdf,slides", "-q")
    return build_once(tmp_path_factory, "large", write, "parameters/gia-lai-766-2026.yaml", "--out", "out", *words)


def plan_of(**more: Any) -> Any:
    return SimpleNamespace(only=(), parameters=SimpleNamespace(base=None, history=[]), **more)


def test_the_annex_is_made_where_a_block_is_large_and_the_report_of_satisfaction_where_there_is_a_survey() -> None:
    assert choose_reports(plan_of(), {}, ["a", "b"], with_annex=True)[1] == [
        *("province", "method", "slides", "annex"),
        *("units/a", "units/b"),
    ]
    assert choose_reports(plan_of(), {}, ["a"], with_survey=True)[1] == [
        *("province", "satisfaction", "method", "slides"),
        "units/a",
    ]
    assert choose_reports(plan_of(), {}, ["a"])[1] == ["province", "method", "slides", "units/a"]


@pytest.mark.slow
@pytest.mark.xdist_group("large")
class TestGiaLai:
    def test_the_build_says_nothing(self, gia_lai: Built) -> None:
        assert (gia_lai.code, gia_lai.out, gia_lai.err) == (0, "", "")

    def test_the_report_of_the_province_has_no_more_than_20_pages(self, gia_lai: Built) -> None:
        assert len(PdfReader(gia_lai.folder / "out" / "province.pdf").pages) <= MOST_PAGES

    def test_the_annex_names_every_unit_and_the_first_page_leads_to_it(self, gia_lai: Built) -> None:
        names = [row["name"] for row in read_csv(UNITS)]
        assert len(names) == 149
        words = (gia_lai.folder / "out" / "annex.html").read_text("utf-8")
        assert [name for name in names if name not in words] == []
        portal = read_page(gia_lai.folder / "out" / "index.html")
        assert ("a", "annex.html") in portal.addresses

    def test_no_file_is_too_large(self, gia_lai: Built) -> None:
        assert too_large(gia_lai.folder / "out") == ({"page": 5, "unit": 1, "slides": 3}, {})

    def test_every_report_can_be_read(self, gia_lai: Built) -> None:
        pages = [page for page in pages_of(gia_lai.folder / "out") if page.name != "index.html"]
        assert len(pages) == 4
        assert {page.name: faults_of(read_page(page)) for page in pages} == {page.name: [] for page in pages}

    def test_the_first_two_pages_of_a_unit_with_neighbors_are_just_two(self, gia_lai: Built) -> None:
        paper: Path = gia_lai.folder / "out" / "units" / "H21.145.pdf"
        assert faults_of_two_pages(paper) == []
        assert "Các đơn vị liền trên và liền dưới" in PdfReader(paper).pages[1].extract_text()
