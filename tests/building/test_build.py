"""``parreport build`` from end to end: what is published, what is refused, what failures leave."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from parreport.building.plan import CallError, find_notebook, find_notebooks
from parreport.errors import NotebookError
from parreport.language import use_language
from parreport.publishing.folder.locking import hold
from parreport.publishing.folder.work_folders import open_work
from parreport.publishing.running.execution import Outcome
from tests.built import (
    POINTS,
    PROJECT,
    TREE,
    Built,
    add_cells,
    build_once,
    edit_notebook,
    files_in,
    run,
    same_files,
    write_relative,
    write_two_years,
)

REPORTS = ["method", "period", "province", "slides", "units/a", "units/b"]
TABLES = [
    *("changes", "claims", "findings", "followups", "index", "items", "item_pairs", "item_quality", "targets"),
    *("robustness", "what_if", "fragility", "small_numbers"),
]
FILES = {
    "index.html",
    "manifest.json",
    *(f"{name}{suffix}" for name in REPORTS for suffix in (".docx", ".html", ".ipynb")),
    *(f"tables/{name}.csv" for name in TABLES),
    "decision.docx",
    "tables/scoring.json",
    "tables/datapackage.json",
} - {"slides.docx"}
MAY_STAND_TOO = re.compile(  # what CONTRACT 5 names beside them
    r"(units/[ab]|province|satisfaction|method|period)\.(html|pdf|docx|ipynb)"
    r"|slides(-handout)?\.(html|pdf|ipynb)|tables\.xlsx|tables/\w+\.csv"
)
VIETNAMESE = re.compile("[À-ÖØ-öø-ỹ]")
slow = pytest.mark.slow


# --- a build that works ---------------------------------------------------------------------


@slow
def test_a_build_leaves_the_files_of_the_contract_and_nothing_else(two_years: Built) -> None:
    assert (two_years.code, two_years.err) == (0, "")
    files = set(files_in(two_years.reports))
    assert FILES - files == set()
    assert [name for name in files - FILES if not MAY_STAND_TOO.fullmatch(name)] == []


@slow
def test_state_and_staging_lie_elsewhere_and_go(two_years: Built) -> None:
    assert [path.name for path in (two_years.folder / "reports").iterdir()] == ["2018"]


@slow
def test_progress_is_plain_lines_where_there_is_no_terminal(two_years: Built) -> None:
    assert "\r" not in two_years.out
    assert "\x1b" not in two_years.out
    counted = [line for line in two_years.out.splitlines() if re.match(r"\d/6 ", line)]
    assert [line.partition(",")[0] for line in counted] == [f"{n}/6 reports" for n in (2, 3, 5, 6)]


@slow
def test_the_manifest_says_why_each_report_ran_and_the_log_does_not(two_years: Built) -> None:
    manifest = json.loads((two_years.reports / "manifest.json").read_text("utf-8"))
    assert manifest["run"]["reasons"] == dict.fromkeys(REPORTS, "it has not been made yet")
    assert "it has not been made yet" not in two_years.out


@slow
def test_the_manifest_says_what_was_made_from_what(two_years: Built) -> None:
    manifest = json.loads((two_years.reports / "manifest.json").read_text("utf-8"))
    assert sorted(manifest["reports"]) == REPORTS
    assert {report["state"] for report in manifest["reports"].values()} == {"ok"}
    source = manifest["source"]
    assert {"parameters", "notebooks", "package", "environment", "years"} <= set(source)
    assert [set(year) >= {"inputs", "framework"} for year in source["years"]] == [True, True]
    assert source["parameters"]["province"] == "Tỉnh thử"


@slow
def test_parameters_stand_readable_in_the_notebook(two_years: Built) -> None:
    notebook = nbformat.read(two_years.reports / "units" / "b.ipynb", as_version=4)
    cells = [c for c in notebook.cells if "injected-parameters" in c.metadata.get("tags", [])]
    assert [cell.source.splitlines()[:4] for cell in cells] == [
        ["# Parameters", "province = 'Tỉnh thử'", "year = 2018", "inputs = '2018-inputs'"]
    ]
    assert cells[0].source.splitlines()[-1] == "unit = 'b'"
    assert "tables" not in cells[0].source


@slow
def test_no_path_of_this_machine_and_no_clock_is_published(two_years: Built) -> None:
    clock = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d|\d\d:\d\d:\d\d")
    for name, content in files_in(two_years.reports).items():
        for place in (str(two_years.folder), str(PROJECT), f"{Path.home()}/", "/tmp/"):
            assert place.encode() not in content, f"{name}: {place}"
        if not name.endswith((".pdf", ".docx", ".xlsx")):  # these bear the published date as a time
            assert clock.search(content) is None, name


@slow
def test_two_builds_give_the_same_files(two_years: Built, copied: Path) -> None:
    again = run(copied, "build", "2018.yaml", "--out", "again", "-q", "--workers", "1")
    assert (again.code, again.out, again.err) == (0, "", "")
    assert same_files(files_in(copied / "again"), files_in(two_years.reports))


@slow
def test_a_build_without_changes_starts_no_notebook(two_years: Built, copied: Path, no_kernel: None) -> None:
    again = run(copied, "build", "2018.yaml")
    assert again.code == 0
    assert files_in(copied / "reports/2018") == files_in(two_years.reports)


@slow
def test_what_a_run_left_that_was_killed_after_it_published_goes_with_the_next(copied: Path, no_kernel: None) -> None:
    work = copied / "reports" / ".2018.work"
    open_work(work, copied / "reports" / "2018")
    (work / "staged").mkdir()
    with hold(work, copied / "reports" / "2018"):
        assert run(copied, "build", "2018.yaml").code == 0
        assert work.exists()  # of a run under way
    again = run(copied, "build", "2018.yaml")
    assert (again.code, again.err) == (0, "") and "nothing has changed" in again.out
    assert not work.exists()


@slow
def test_an_english_build_has_no_vietnamese_words_of_ours(english: Built) -> None:
    assert (english.code, english.out, english.err) == (0, "", "")
    pages = sorted(english.reports.rglob("*.html"))
    assert len(pages) == 7
    for page in pages:
        words = page.read_text("utf-8")
        words = re.sub(r"<style>.*?</style>|<script>.*?</script>", "", words, flags=re.S)
        assert '<html lang="en">' in words
        assert "ILLUSTRATIVE" in words.upper()
        found = [words[max(0, m.start() - 30) : m.end() + 30] for m in VIETNAMESE.finditer(words)]
        assert found == [], page.name
        assert re.search(r'class="pr-number[^>]*>[^<]*\d,\d', words) is None, page.name


# --- the period -----------------------------------------------------------------------------


@slow
def test_a_year_alone_has_no_report_of_a_period(tmp_path: Path) -> None:
    write_relative(tmp_path, TREE, POINTS)
    assert run(tmp_path, "build", "2018.yaml", "--formats", "html", "-q").code == 0
    pages = [name for name in files_in(tmp_path / "reports/2018") if name.endswith(".html")]
    reports = ["method.html", "province.html", "slides.html", "units/a.html", "units/b.html"]
    assert pages == ["index.html", *reports]
    assert "period.html" not in (tmp_path / "reports/2018/index.html").read_text("utf-8")


@slow
def test_a_year_of_history_that_changes_runs_the_report_of_the_period_again_and_no_other(tmp_path: Path) -> None:
    write_relative(tmp_path, TREE, POINTS, name="2016")
    write_relative(tmp_path, TREE, POINTS, history=["2016.yaml"])
    first = run(tmp_path, "build", "2018.yaml", "--formats", "html")
    assert (first.code, first.err) == (0, "")
    points = tmp_path / "2016-inputs/points.csv"
    points.write_text(points.read_text("utf-8").replace(",4,", ",3,"), "utf-8")
    again = run(tmp_path, "build", "2018.yaml", "--formats", "html", "--verbose")
    assert (again.code, again.err) == (0, "")
    assert [line for line in again.out.splitlines() if "changed" in line] == ["period: changed: data"]
    manifest = json.loads((tmp_path / "reports/2018/manifest.json").read_text("utf-8"))
    assert manifest["run"]["reasons"] == {"period": "changed: data"}
    assert run(tmp_path, "verify", "reports/2018").code == 0


# --- only -----------------------------------------------------------------------------------


@slow
def test_only_refreshes_in_a_copy_and_drops_nothing(two_years: Built, copied: Path) -> None:
    before = (copied / "reports/2018").stat().st_ino
    again = run(copied, "build", "2018.yaml", "--only", "b")
    assert (again.code, again.err) == (0, "")
    assert again.out.splitlines()[0] == "1/1 reports"
    manifest = json.loads((copied / "reports/2018/manifest.json").read_text("utf-8"))
    assert manifest["run"]["reasons"] == {"units/b": "asked for"}
    assert same_files(files_in(copied / "reports/2018"), files_in(two_years.reports))
    assert (copied / "reports/2018").stat().st_ino != before


@slow
def test_only_into_a_new_folder_makes_just_that(two_years: Built, copied: Path) -> None:
    again = run(copied, "build", "2018.yaml", "--only", "a", "--out", "one", "-q")
    assert (again.code, again.out, again.err) == (0, "", "")
    pages = [name for name in files_in(copied / "one") if name.endswith(".html")]
    assert pages == ["index.html", "units/a.html"]
    made = (copied / "one/units/a.html").read_bytes()
    assert made == (two_years.reports / "units/a.html").read_bytes()
    words = (copied / "one/index.html").read_text("utf-8")
    assert 'href="units/a.html"' in words
    assert 'href="units/b.html"' not in words
    assert 'href="province.html"' not in words


@slow
def test_only_makes_a_report_of_the_whole_province_alone(copied: Path) -> None:
    again = run(copied, "build", "2018.yaml", "--only", "method", "--out", "one", "-q")
    assert (again.code, again.out, again.err) == (0, "", "")
    pages = [name for name in files_in(copied / "one") if name.endswith(".html")]
    assert pages == ["index.html", "method.html"]
    assert 'href="method.html"' in (copied / "one/index.html").read_text("utf-8")
    assert 'href="index.html"' in (copied / "one/method.html").read_text("utf-8")


@slow
@pytest.mark.parametrize("changed", ["2018-inputs/points.csv", "2017-inputs/points.csv", "2018-framework/so.csv"])
def test_only_over_a_folder_made_from_other_inputs_is_refused(changed: str, copied: Path, no_kernel: None) -> None:
    before = files_in(copied / "reports/2018")
    path = copied / changed
    words = path.read_text("utf-8")
    path.write_text(words + "\n", "utf-8")
    again = run(copied, "build", "2018.yaml", "--only", "b")
    assert again.code == 2
    assert "--out" in again.err
    assert files_in(copied / "reports/2018") == before


@slow
@pytest.mark.parametrize(
    ("typed", "near"), [("bb", "b"), ("provnce", "province"), ("b,a,provinse", "province"), ("methd", "method")]
)
def test_only_of_an_unknown_report_is_refused_and_names_the_nearest(
    typed: str, near: str, copied: Path, no_kernel: None
) -> None:
    before = files_in(copied / "reports/2018")
    again = run(copied, "build", "2018.yaml", "--only", typed)
    assert again.code == 2
    assert f"did you mean {near}?" in again.err
    assert files_in(copied / "reports/2018") == before


@pytest.mark.parametrize("typed", ["", ",", " ,"])
def test_only_of_nothing_is_refused(typed: str, tmp_path: Path, no_kernel: None) -> None:
    write_two_years(tmp_path)
    assert run(tmp_path, "build", "2018.yaml", "--only", typed).code == 2
    assert not (tmp_path / "reports").exists()


# --- faults before any kernel ---------------------------------------------------------------


def test_faults_in_the_data_stop_a_build_before_any_notebook(tmp_path: Path, no_kernel: None) -> None:
    write_relative(tmp_path, TREE, {"a": {"1.1": 9, "1.2": 9, "2.1": 4}})
    built = run(tmp_path, "build", "2018.yaml")
    assert built.code == 1
    assert built.err.count("  - ") == 2
    assert not (tmp_path / "reports" / "2018").exists()


def test_a_build_refuses_tables_that_it_computes_itself(tmp_path: Path, no_kernel: None) -> None:
    write_two_years(tmp_path, tables="tables")
    built = run(tmp_path, "build", "2018.yaml")
    assert built.code == 1
    assert "tables" in built.err


@pytest.mark.parametrize("out", [".", "2018.yaml", "2018-framework", "kept", "kept/inputs", "notebooks"])
def test_a_folder_that_holds_what_the_run_reads_is_no_target(out: str, tmp_path: Path, no_kernel: None) -> None:
    write_relative(tmp_path, TREE, POINTS, inputs="kept/inputs")
    (tmp_path / "kept").mkdir()
    (tmp_path / "2018-inputs").rename(tmp_path / "kept/inputs")
    shutil.copytree(PROJECT / "notebooks", tmp_path / "notebooks")
    before = files_in(tmp_path)
    built = run(tmp_path, "build", "2018.yaml", "--out", out)
    assert built.code == 2
    assert out in built.err
    assert files_in(tmp_path) == before


def test_a_folder_beside_the_parameters_may_hold_some_notebooks_only(tmp_path: Path) -> None:
    (tmp_path / "notebooks").mkdir()
    shutil.copyfile(PROJECT / "notebooks/02_unit.ipynb", tmp_path / "notebooks/02_unit.ipynb")
    found = find_notebooks(tmp_path)
    assert found["unit"] == tmp_path / "notebooks/02_unit.ipynb"
    assert found["province"] == PROJECT / "notebooks/01_province.ipynb"
    assert found["method"] == PROJECT / "notebooks/04_method.ipynb"


def test_a_notebook_that_is_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"there is no notebook 99_none\.ipynb"):
        find_notebook("99_none.ipynb", [tmp_path])


def swap_parameter(old: str, new: str) -> Callable[[Any], None]:
    def edit(notebook: Any) -> None:
        cell = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
        assert re.search(old, cell.source, re.M)
        cell.source = re.sub(old, new, cell.source, count=1, flags=re.M)

    return edit


@pytest.mark.parametrize("name", ["01_province.ipynb", "02_unit.ipynb", "04_method.ipynb"])
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (r"^year: .*\n", "", "year"),
        (r"^year: ", "colour: str = 'red'\nyear: ", "colour"),
        (r"^year: int = 2018", "year: str = '2018'", "year"),
        (r"^year: int", "yaer: int", "yaer"),
        (r"^history: list\[str\]", "history: tuple", "history"),
        (r"^year: int = 2018", "year: int = 2000 + 18", "2000 + 18"),
    ],
)
def test_a_notebook_that_does_not_fit_its_parameters_is_refused_before_any_kernel(
    name: str, old: str, new: str, told: str, tmp_path: Path, no_kernel: None
) -> None:
    write_two_years(tmp_path)
    edit_notebook(tmp_path, name, swap_parameter(old, new))
    built = run(tmp_path, "build", "2018.yaml")
    assert built.code == 1
    assert name in built.err
    assert told in built.err
    assert not (tmp_path / "reports" / "2018").exists()


def test_a_notebook_without_its_parameters_cell_is_refused(tmp_path: Path, no_kernel: None) -> None:
    def untag(notebook: Any) -> None:
        for cell in notebook.cells:
            cell.metadata.pop("tags", None)

    write_two_years(tmp_path)
    edit_notebook(tmp_path, "02_unit.ipynb", untag)
    built = run(tmp_path, "build", "2018.yaml")
    assert built.code == 1
    assert "02_unit.ipynb" in built.err


def test_a_notebook_that_is_no_notebook_is_refused(tmp_path: Path, no_kernel: None) -> None:
    write_two_years(tmp_path)
    shutil.copytree(PROJECT / "notebooks", tmp_path / "notebooks")
    (tmp_path / "notebooks/02_unit.ipynb").write_text("{}", "utf-8")
    built = run(tmp_path, "build", "2018.yaml")
    assert built.code == 1
    assert "02_unit.ipynb" in built.err


# --- reports that fail ----------------------------------------------------------------------


RAISES = "if unit == 'b':\n    raise ValueError('hỏng ở b')"
DIES = "import os\nif unit == 'c':\n    os._exit(1)"


@pytest.fixture(scope="session")
def failing_draft(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A draft of three units: the notebook raises for b, its kernel dies for c."""

    def write(folder: Path) -> None:
        write_relative(folder, TREE, {**POINTS, "c": POINTS["a"]}, status="draft")
        edit_notebook(folder, "02_unit.ipynb", add_cells(RAISES, DIES))

    return build_once(tmp_path_factory, "failing-draft", write, "2018.yaml", "--formats", "html")


@slow
def test_a_draft_with_failures_is_1_and_publishes_the_others(failing_draft: Built) -> None:
    assert failing_draft.code == 1
    pages = [name for name in files_in(failing_draft.reports) if name.endswith(".html")]
    assert pages == ["index.html", "method.html", "province.html", "slides.html", "units/a.html"]
    assert "6/6 reports, 2 failed" in failing_draft.out.splitlines()


@slow
def test_a_failure_is_told_with_heading_cell_and_saved_notebook(failing_draft: Built) -> None:
    told = failing_draft.err
    for words in (
        "units/b failed: ValueError: hỏng ở b",
        "under the heading: 2b. Ô hỏng",
        "    raise ValueError('hỏng ở b')",
    ):
        assert words in told
    assert "Traceback" not in told
    saved = [Path(one) for one in re.findall(r"as it stood: (.+\.ipynb)", told)]
    assert sorted(path.name for path in saved) == ["b.ipynb", "c.ipynb"]
    for path in saved:
        place = path if path.is_absolute() else failing_draft.folder / path
        assert place.is_file()
        assert not place.is_relative_to(failing_draft.reports)
        assert "hỏng" in place.read_text("utf-8")


@slow
def test_a_kernel_that_dies_is_told_as_clearly(failing_draft: Built) -> None:
    told = failing_draft.err[failing_draft.err.index("units/c failed") :]
    assert told.startswith("units/c failed: its kernel died while the cell was running")
    assert "under the heading: 2b. Ô hỏng" in told
    assert "os._exit(1)" in told


@slow
def test_the_portal_of_a_draft_names_what_is_missing(failing_draft: Built) -> None:
    words = (failing_draft.reports / "index.html").read_text("utf-8")
    missing = re.search(r'<section class="pr-warning".*?</section>', words, re.S)
    assert missing is not None
    assert "Đơn vị b" in missing[0]
    assert "Đơn vị c" in missing[0]
    assert "Đơn vị a" not in missing[0]
    assert 'href="units/a.html"' in words
    assert 'href="units/b.html"' not in words


@slow
def test_the_manifest_of_a_draft_says_what_failed(failing_draft: Built) -> None:
    manifest = json.loads((failing_draft.reports / "manifest.json").read_text("utf-8"))
    states = {name: report["state"] for name, report in manifest["reports"].items()}
    assert states == {
        "method": "ok",
        "slides": "ok",
        "province": "ok",
        "units/a": "ok",
        "units/b": "failed",
        "units/c": "failed",
    }
    assert "hỏng ở b" in manifest["reports"]["units/b"]["reason"]


@slow
def test_only_over_a_draft_with_failures_still_names_what_is_missing(failing_draft: Built, tmp_path: Path) -> None:
    shutil.copytree(failing_draft.folder, tmp_path / "copy")
    again = run(tmp_path / "copy", "build", "2018.yaml", "--formats", "html", "--only", "a", "-q")
    reports = tmp_path / "copy/reports/2018"
    assert again.code == 0
    manifest = json.loads((reports / "manifest.json").read_text("utf-8"))
    assert manifest["reports"]["units/b"]["state"] == "failed"
    assert same_files(files_in(reports), files_in(failing_draft.reports))


@slow
def test_only_that_fails_keeps_the_report_that_was_there(
    failing_draft: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(jobs: Any, folder: Path, workers: int | None, note: Any, **more: Any) -> None:
        for job in jobs:
            error = NotebookError(job.name, "the system ended the process")
            note(Outcome(job, False, error, None, 0.0))

    monkeypatch.setattr("parreport.building.build.run_notebooks", fail)
    shutil.copytree(failing_draft.folder, tmp_path / "copy")
    again = run(tmp_path / "copy", "build", "2018.yaml", "--formats", "html", "--only", "a", "-q")
    assert again.code == 1
    assert "units/a failed" in again.err
    reports = tmp_path / "copy/reports/2018"
    assert same_files(files_in(reports), files_in(failing_draft.reports))


@slow
def test_a_final_run_with_a_failure_publishes_nothing(two_years: Built, copied: Path) -> None:
    edit_notebook(copied, "02_unit.ipynb", add_cells(RAISES))
    again = run(copied, "build", "2018.yaml", "-q")
    assert again.code == 1
    assert again.out == ""
    assert "units/b failed: ValueError" in again.err
    assert "is as it was" in again.err
    assert files_in(copied / "reports/2018") == files_in(two_years.reports)


@slow
def test_a_final_run_that_never_worked_leaves_no_folder(tmp_path: Path) -> None:
    write_relative(tmp_path, TREE, POINTS)
    edit_notebook(tmp_path, "02_unit.ipynb", add_cells(RAISES))
    built = run(tmp_path, "build", "2018.yaml", "--only", "b", "-q")
    assert built.code == 1
    assert not (tmp_path / "reports/2018").exists()


# --- odd years ------------------------------------------------------------------------------


@slow
@pytest.mark.parametrize(
    ("words", "units"),
    [
        (("--only", "so-noi-vu,province,method", "--formats", "html,pdf"), 1),
        pytest.param((), 28, marks=pytest.mark.nightly),
    ],
    ids=["a-unit", "whole"],
)
def test_a_framework_whose_areas_have_no_parts_builds_and_is_silent_on_detail(
    words: tuple[str, ...], units: int, tmp_path: Path
) -> None:
    from tests.test_pages import faults_of, pages_of, read_page

    out = tmp_path / "tien-giang"
    built = run(PROJECT, "build", "parameters/tien-giang-2020.yaml", "--out", str(out), "-q", *words)
    assert (built.code, built.out, built.err) == (0, "", "")
    pages = pages_of(out)
    assert len(pages) == 3 + units
    assert {page.name: faults_of(read_page(page)) for page in pages} == {p.name: [] for p in pages}
    unit = read_page(sorted((out / "units").glob("*.html"))[0])
    assert [words for _, words in unit.headings if "Mặt" in words or "Kế hoạch" in words] == []


@pytest.fixture(autouse=True)
def keep_the_language() -> Iterator[None]:
    with use_language("en"):
        yield
