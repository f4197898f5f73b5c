"""How large files may be that people send by mail and open on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.built import Built
from tests.test_pages import LARGEST_PAGE

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("papi")]

MOST = {"page": LARGEST_PAGE, "unit": 600_000, "slides": 3_000_000}


def kind_of(path: Path) -> str:
    if path.stem.startswith("slides"):
        return "slides"
    return "page" if path.suffix == ".html" else "unit" if path.parent.name == "units" else ""


def too_large(folder: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many files of each kind a folder holds, and those that are too large."""
    paths = [path for path in folder.rglob("*") if path.suffix in (".html", ".pdf")]
    kinds = [kind_of(path) for path in paths]
    large = {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path, kind in zip(paths, kinds, strict=True)
        if path.stat().st_size > MOST.get(kind, path.stat().st_size)
    }
    return {kind: kinds.count(kind) for kind in MOST}, large


def test_a_file_is_too_large_from_the_first_byte_beyond(tmp_path: Path) -> None:
    (tmp_path / "units").mkdir()
    for name, size in (
        ("province.html", 1_500_000),
        ("method.html", 1_500_001),
        ("province.pdf", 9_000_000),
        ("units/a.pdf", 600_001),
        ("units/a.html", 600_001),
        ("slides.html", 3_000_001),
        ("slides-handout.pdf", 3_000_000),
    ):
        (tmp_path / name).write_bytes(b"x" * size)
    found = too_large(tmp_path)
    assert found[0] == {"page": 3, "unit": 1, "slides": 2}
    assert sorted(found[1]) == ["method.html", "slides.html", "units/a.pdf"]


def test_no_file_of_the_sample_is_too_large(ben_tre: Path) -> None:
    assert too_large(ben_tre) == ({"page": 5, "unit": 1, "slides": 3}, {})


def test_no_file_of_a_year_is_too_large(sample: Path) -> None:
    assert too_large(sample) == ({"page": 8, "unit": 4, "slides": 3}, {})


@pytest.mark.nightly  # every day: a page, a report and a deck of 63 units, the next test
def test_no_file_of_63_units_is_too_large(papi: Built) -> None:
    folder = papi.folder / "reports" / "papi-2016"
    assert too_large(folder) == ({"page": 63 + 5, "unit": 63, "slides": 3}, {})


def test_no_file_among_63_units_is_too_large(papi_few: Built) -> None:
    folder = papi_few.folder / "reports" / "papi-2016"
    assert too_large(folder) == ({"page": 2 + 4, "unit": 2, "slides": 3}, {})


def test_no_page_of_the_sample_holds_a_heading_and_nothing_else(ben_tre: Path) -> None:
    letters = {
        f"{path.stem} {number}": len(page.extract_text())
        for path in ben_tre.rglob("*.pdf")
        if kind_of(path) != "slides"
        for number, page in enumerate(PdfReader(path).pages[:-1], start=1)
    }
    assert len(letters) > 50
    assert {name: found for name, found in letters.items() if found < 500} == {}
