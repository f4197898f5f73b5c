"""Fixtures of all tests.

What is imported here is imported by every process that runs tests, also by the one that only hands
them out: builds and years are therefore imported where a fixture needs them.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import parreport.publishing  # noqa: F401 (before a test imports nbformat: it spares jsonschema a grammar, 1.2 s)
from parreport.language import set_language

if TYPE_CHECKING:
    from tests.built import Built
    from tests.cases import Case

PROJECT = Path(__file__).resolve().parents[1]
MAKES_YEARS = {
    *("write_year", "write_relative", "write_two_years", "write_map", "make_province"),
    *("compute_results", "compute_period", "read_panel"),
}
# Modules of tests that compute years by the public names, draw charts or print pages.
LARGE = {
    "test_plain_figures",
    "test_slices",
    "test_tiny_years",
    "test_sample",
    "test_sheet",
    "test_pdf",
    "test_slides",
    "test_any_letter",
}


@pytest.hookimpl(tryfirst=True)  # Hypothesis itself reads --hypothesis-profile after this
def pytest_configure(config: pytest.Config) -> None:
    """Properties are tried on fewer examples in a quick run, on many at night (`make test-nightly`)."""
    hands_out = getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput")
    if hands_out:
        return
    from hypothesis import settings

    # No deadline: a busy machine is slow, not wrong.
    settings.register_profile("quick", deadline=None, max_examples=30)
    settings.register_profile("nightly", deadline=None, max_examples=300)
    settings.load_profile("quick")


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What runs at night alone is slow; what writes or computes years is known by what it uses."""
    for item in items:
        if item.get_closest_marker("nightly"):
            item.add_marker("slow")
        if not isinstance(item, pytest.Function) or item.get_closest_marker("quick"):
            continue
        module = item.module
        uses = "write_case" in item.fixturenames or not MAKES_YEARS.isdisjoint(vars(module))
        if uses or module.__name__.rpartition(".")[2] in LARGE:
            item.add_marker("years")


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
    from tests.cases import write_year

    return partial(write_year, tmp_path)


@pytest.fixture(autouse=True)
def messages_in_english() -> None:
    """Each test starts with messages in English, whatever a report before it spoke."""
    set_language("en")


# --- builds that several files of tests look at ----------------------------------------------


@pytest.fixture(scope="session")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Two units, two years, built as a user builds: not quiet, into reports/<name>."""
    from tests.built import build_once, write_two_years

    words = ("2018.yaml", "--workers", "2")
    return build_once(tmp_path_factory, "two-years", write_two_years, *words)


@pytest.fixture(scope="session")
def english(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Two units, two years, in English, with all kinds of points and names in English."""
    from tests.built import build_once, write_english_years

    words = ("2018.yaml", "--language", "en", "-q")
    return build_once(tmp_path_factory, "english", write_english_years, *words)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny year, built: a province, two blocks, four units, a base year."""
    from tests.built import built_once, run

    def make(folder: Path) -> dict[str, Any]:
        built = run(PROJECT, "build", "tests/tiny/2018.yaml", "--out", str(folder / "tiny"), "-q")
        return {"code": built.code, "err": built.err}

    folder, facts = built_once(tmp_path_factory, "sample", make)
    assert facts == {"code": 0, "err": ""}
    return folder / "tiny"


@pytest.fixture(scope="session")
def ben_tre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bến Tre 2018: the reports of the province and of one unit, as pages and PDF."""
    from tests.built import built_once, run

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
    return build_papi(tmp_path_factory, shared, "papi", "-q")


@pytest.fixture(scope="session")
def papi_few(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Built:
    """PAPI 2016 with base 2015: 63 units, of which two have their report made."""
    words = ("--only", "an-giang,yen-bai,province,method,slides,period", "--formats", "html,pdf,slides", "-q")
    return build_papi(tmp_path_factory, shared, "papi-few", *words)


def build_papi(factory: pytest.TempPathFactory, shared: Path, name: str, *words: str) -> Built:
    from tests.built import build_once
    from tests.papi import read_panel, write_papi

    def write(folder: Path) -> None:
        panel = read_panel(shared)
        write_papi(folder, panel, 2016, base=write_papi(folder, panel, 2015), language="vi")

    return build_once(factory, name, write, "papi-2016.yaml", *words)


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
