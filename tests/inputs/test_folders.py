"""What lies in the folders of inputs and framework: known, told, or refused; never passed over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from parreport.errors import InputError
from parreport.inputs import folders
from parreport.inputs.faults import Faults
from parreport.inputs.files import FileFault, read_bytes, read_once
from parreport.inputs.folders import check_folder, nearly
from parreport.years.reading import read_run
from parreport.years.recipe import compute_results
from tests.test_faults import SOUND, write


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path)


def faults_of() -> list[tuple[str, str]]:
    faults = Faults()
    read_run("2018.yaml", faults)
    return [(problem.file, str(problem.expected)) for problem in faults.problems]


def notes_of() -> list[str]:
    read = read_run("2018.yaml", Faults())
    assert read is not None
    return [str(note) for note in read.notes]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("inputs/Appraisal.csv", "appraisal.csv"),
        ("inputs/apraisal.csv", "appraisal.csv"),
        ("inputs/appraisals.csv", "appraisal.csv"),
        ("inputs/target-values.csv", "target_values.csv"),
        ("inputs/target values.csv", "target_values.csv"),
        ("inputs/targetvalues.csv", "target_values.csv"),
        ("inputs/calender.csv", "calendar.csv"),
        ("inputs/Calendar.CSV", "calendar.csv"),
        ("inputs/points.csv.txt", "points.csv"),
        ("inputs/points1.csv", "points.csv"),
        ("inputs/units.txt", "units.csv"),
        ("framework/Mapping.csv", "mapping.csv"),
        ("framework/target.csv", "targets.csv"),
        ("framework/framework.yml", "framework.yaml"),
    ],
)
def test_a_name_that_is_nearly_a_known_one_is_a_fault(name: str, meant: str) -> None:
    Path(name).write_text("x", encoding="utf-8")
    expected = f"the name {meant}, or another that is not so like it"
    assert faults_of() == [(name, expected)]


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("inputs/ghi chú.docx", "inputs/ghi chú.docx: the file is not read"),
        ("inputs/README.md", "inputs/README.md: the file is not read"),
        ("inputs/points.csv.bak", "inputs/points.csv.bak: the file is not read"),
        ("inputs/units.csv~", "inputs/units.csv~: the file is not read"),
        ("framework/so-2016.csv", "framework/so-2016.csv: the file is not read"),
        ("framework/Quyết định.pdf", "framework/Quyết định.pdf: the file is not read"),
    ],
)
def test_a_file_of_another_name_is_a_note(name: str, note: str) -> None:
    Path(name).write_text("x", encoding="utf-8")
    assert (faults_of(), note in notes_of()) == ([], True)


def test_folders_and_links_that_lead_nowhere_are_notes() -> None:
    Path("inputs/lưu trữ").mkdir()
    Path("inputs/bản cũ").symlink_to("không có")
    assert [note for note in notes_of() if note.startswith("inputs/")] == [
        "inputs/bản cũ: a link that leads nowhere; it is not read",
        "inputs/lưu trữ: the folder is not read",
    ]


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini", "~$points.xlsx"])
def test_what_programs_leave_behind_is_known(name: str) -> None:
    before = notes_of()
    Path("inputs", name).write_text("x", encoding="utf-8")
    assert (faults_of(), notes_of()) == ([], before)


def make(kind: str, path: Path) -> None:
    path.unlink(missing_ok=True)
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "dangling":
        path.symlink_to("nowhere")
    else:
        path.symlink_to(path.name)


KINDS = {
    "folder": "a file; found a folder",
    "pipe": "a file; found a pipe or device",
    "device": "a file; found a pipe or device",
    "dangling": "a file; found a link that leads nowhere",
    "loop": "a file; found a link that leads nowhere",
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [name for name in SOUND if "2017" not in name and name != "2018.yaml"])
def test_what_stands_in_the_place_of_a_file_and_is_none_is_a_fault(name: str, kind: str) -> None:
    make(kind, Path(name))
    assert (name, KINDS[kind]) in faults_of()


@pytest.mark.parametrize("kind", KINDS)
def test_parameters_and_base_that_are_no_files_are_faults(kind: str) -> None:
    make(kind, Path("2017.yaml"))
    assert ("2017.yaml", KINDS[kind]) in faults_of()
    make(kind, Path("2018.yaml"))
    assert ("2018.yaml", KINDS[kind]) in faults_of()


def test_a_file_of_more_than_a_table_can_have_is_refused_before_it_is_read() -> None:
    with Path("inputs/points.csv").open("r+b") as file:
        file.truncate(2**40)
    assert ("inputs/points.csv", "a file of at most 64 MiB") in faults_of()


def test_a_folder_that_does_not_exist_or_is_a_file_is_a_fault() -> None:
    Path("2018.yaml").write_text(SOUND["2018.yaml"].replace("inputs: inputs", "inputs: 2017.yaml"))
    assert [file for file, _ in faults_of()] == ["2017.yaml"]


def test_a_file_is_read_once_in_a_run_whatever_becomes_of_it() -> None:
    path = Path("inputs/units.csv")
    with read_once():
        first = read_bytes(path)
        path.write_bytes(b"other")
        assert read_bytes(path) == read_bytes(Path("inputs/../inputs/units.csv")) == first
    assert read_bytes(path) == b"other"


def test_a_file_that_could_not_be_read_stays_unread_in_that_run() -> None:
    path = Path("inputs/plan.csv")
    with read_once():
        with pytest.raises(FileFault):
            read_bytes(path)
        path.write_bytes(b"late")
        with pytest.raises(FileFault):
            read_bytes(path)
    assert read_bytes(path) == b"late"


@pytest.mark.parametrize("levels", [10, 1000, 3000])
def test_a_tree_of_too_many_levels_is_told(levels: int) -> None:
    rows = [
        f"d{n},{f'd{n - 1}' if n else ''},Mục,{'1,appraised' if n == levels - 1 else ','},,,," for n in range(levels)
    ]
    with Path("framework/so.csv").open("a", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")
    assert ("framework/so.csv", "a tree of at most 9 levels") in faults_of()


def test_a_circle_of_a_thousand_parents_is_told() -> None:
    rows = [f"d{n},d{(n + 1) % 1000},Mục,,,,,," for n in range(1000)]
    with Path("framework/so.csv").open("a", encoding="utf-8") as file:
        file.write("\n".join(rows) + "\n")
    expected = "a chain of parents that ends in an area, not a circle"
    assert ("framework/so.csv", expected) in faults_of()


@pytest.mark.parametrize(
    "rows", ["1,,Điểm trừ,,penalty,,,,", "1,,A,,,,,,\n1.1,1,Trừ,,penalty,,,,\n1.2,1,Cộng,1,bonus,,,,"]
)
def test_a_block_without_any_item_that_counts_is_told(rows: str) -> None:
    head = SOUND["framework/so.csv"].partition("\n")[0]
    Path("framework/so.csv").write_text(f"{head}\n{rows}\n", encoding="utf-8")
    expected = "at least one item that is appraised or by survey, so that there is an index"
    assert ("framework/so.csv", expected) in faults_of()


def test_a_year_in_which_nothing_applies_to_anybody_is_computed() -> None:
    path = Path("2018.yaml")
    path.write_text(SOUND["2018.yaml"].replace("base: 2017.yaml", "base:").replace("[2017.yaml]", "[]"))
    Path("framework/mapping.csv").unlink()
    Path("inputs/appraisal.csv").unlink()
    rows = [
        f"{unit},{item},no,,,,,,," for unit in ("so-noi-vu", "so-y-te") for item in ("1.1.1", "1.1.2", "1.2", "2.1")
    ]
    head = SOUND["inputs/points.csv"].partition("\n")[0]
    Path("inputs/points.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    Path("framework/framework.yaml").write_text(
        SOUND["framework/framework.yaml"].replace("survey_missing: error", "survey_missing: rescale")
    )
    Path("inputs/units.csv").write_text(SOUND["inputs/units.csv"].replace("so-nv", ""))
    try:
        results = compute_results(path)
    except InputError as error:
        raise AssertionError(str(error)) from error
    assert results.index["index_pct"].isna().all()


# --- names that are nearly known --------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("units.csv", "units.csv"),
        ("UNITS.xlsx", "units.csv"),
        ("units.old.of-2018.csv", "units.csv"),
        (".units", "units.csv"),
        ("u_n-i t.s", "units.csv"),
        ("úníts.csv", "units.csv"),
        ("unit.csv", "units.csv"),
        ("points (1).csv", "points.csv"),
        ("report.csv", None),
        ("x" * 300, None),
        ("", None),
    ],
)
def test_a_name_is_nearly_known_whatever_its_ending_capitals_and_marks(name: str, found: str | None) -> None:
    assert nearly(name, ["points.csv", "units.csv"]) == found


def test_so_many_files_are_named_and_the_rest_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST_ENTRIES", 2)
    folder = tmp_path / "many"
    folder.mkdir()

    def told() -> list[str]:
        faults = Faults()
        check_folder(folder, ["units.csv"], 1, faults)
        assert faults.problems == []
        return [str(note).partition(f"{folder.name}/")[2] or str(note).rpartition(": ")[2] for note in faults.notes]

    for name in ("b.pdf", "a.pdf"):
        (folder / name).touch()
    assert told() == ["a.pdf: the file is not read", "b.pdf: the file is not read"]
    (folder / "c.pdf").touch()
    assert told() == ["a.pdf: the file is not read", "b.pdf: the file is not read", "1 more files that are not read"]


def test_of_a_required_file_that_is_missing_its_reader_tells(tmp_path: Path) -> None:
    (tmp_path / "units.csv.txt").touch()
    (tmp_path / "plans.csv").touch()
    faults = Faults()
    check_folder(tmp_path, ["units.csv", "plan.csv"], 1, faults)
    assert [problem.found for problem in faults.problems] == ["plans.csv"]
    (tmp_path / "units.csv").touch()
    check_folder(tmp_path, ["units.csv", "plan.csv"], 1, faults := Faults())
    assert [problem.found for problem in faults.problems] == ["plans.csv", "units.csv.txt"]


def test_a_folder_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    faults = Faults()
    check_folder(tmp_path / "gone", ["units.csv"], 1, faults)
    assert [str(problem.expected).partition(":")[0] for problem in faults.problems] == ["cannot be read"]
