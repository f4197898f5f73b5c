"""Fixtures of all tests."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from parreport.language import set_language
from tests.built import Built, build_once, built_once, run, write_english_years, write_two_years
from tests.cases import Case, write_year
from tests.papi import read_panel, write_papi

settings.register_profile("parreport", deadline=None)  # a busy machine is slow, not wrong
settings.load_profile("parreport")

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the project."""
    return PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of known answers and published figures beside the project."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs ../shared, which lies beside the project only where it is developed")
    return folder


@pytest.fixture
def write_case(tmp_path: Path) -> Callable[..., Case]:
    """Write a framework, inputs and parameters into the test's own folder."""
    return partial(write_year, tmp_path)


@pytest.fixture(autouse=True)
def messages_in_english() -> None:
    """Each test starts with messages in English, whatever a report before it spoke."""
    set_language("en")


# --- builds that several files of tests look at ----------------------------------------------


@pytest.fixture(scope="session")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Two units, two years, built as a user builds: not quiet, into reports/<name>."""
    words = ("2018.yaml", "--workers", "2")
    return build_once(tmp_path_factory, "two-years", write_two_years, *words)


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Two units, two years, in English, with all kinds of points and names in English."""
    words = ("2018.yaml", "--language", "en", "-q")
    return build_once(tmp_path_factory, "english", write_english_years, *words)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny year, built: a province, two blocks, four units, a base year."""

    def make(folder: Path) -> dict[str, Any]:
        built = run(PROJECT, "build", "tests/tiny/2018.yaml", "--out", str(folder / "tiny"), "-q")
        return {"code": built.code, "err": built.err}

    folder, facts = built_once(tmp_path_factory, "sample", make)
    assert facts == {"code": 0, "err": ""}
    return folder / "tiny"


@pytest.fixture(scope="session")
def ben_tre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bến Tre 2018: the reports of the province and of one unit, as pages and PDF."""

    def make(folder: Path) -> dict[str, Any]:
        words = ("--only", "so-noi-vu,province,method,period,slides", "--formats", "html,pdf", "-q")
        out = str(folder / "out")
        built = run(PROJECT, "build", "parameters/ben-tre-2018.yaml", "--out", out, *words)
        return {"code": built.code, "err": built.err}

    folder, facts = built_once(tmp_path_factory, "ben-tre", make)
    assert facts == {"code": 0, "err": ""}
    return folder / "out"


@pytest.fixture(scope="session")
def papi(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Built:
    """PAPI 2016 with base 2015: 63 units."""

    def write(folder: Path) -> None:
        panel = read_panel(shared)
        write_papi(folder, panel, 2016, base=write_papi(folder, panel, 2015), language="vi")

    return build_once(tmp_path_factory, "papi", write, "papi-2016.yaml", "-q")


@pytest.fixture
def copied(two_years: Built, tmp_path: Path) -> Path:
    """A copy of the two years with their published folder, to be changed."""
    shutil.copytree(two_years.folder, tmp_path / "copy")
    return tmp_path / "copy"


@pytest.fixture
def no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test does, no notebook may be started by it."""

    def start(*jobs: Any, **more: Any) -> None:
        raise AssertionError("a notebook was started")

    monkeypatch.setattr("parreport.building.build.run_notebooks", start)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where PARREPORT_NO_SKIPS is set, a test skipped for a reason that it matches has failed."""
    report = yield
    forbidden = os.environ.get("PARREPORT_NO_SKIPS")
    if forbidden and report.skipped and re.search(forbidden, str(report.longrepr)):
        report.outcome, report.longrepr = "failed", f"this may not be skipped here: {report.longrepr}"
    return report
