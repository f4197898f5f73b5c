"""Where ``build --out`` and ``score --out`` write, and where they never do."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parreport.language import use_language
from tests.building.test_build_faults import disk as disk
from tests.building.test_build_faults import linux, resize
from tests.built import POINTS, TREE, Built, files_in, run, write_relative, write_two_years


@pytest.fixture(autouse=True)
def keep_the_language() -> Iterator[None]:
    with use_language("en"):
        yield


@pytest.fixture
def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two years in a folder, with a home, documents, a repository, links, and notes."""
    folder = tmp_path / "year"
    folder.mkdir()
    write_two_years(folder)
    for name in ("documents/letter.docx", "repository/.git/config", "home/mine.txt", "notes/a.md"):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_text("mine", "utf-8")
    (folder / "link").symlink_to("documents")
    (folder / "home-link").symlink_to("home")
    (folder / "loop").symlink_to("loop")
    (folder / "~").mkdir()
    (folder / "~" / "mine").touch()
    monkeypatch.setenv("HOME", str(folder / "home-link"))
    return folder


PLACES = [
    "documents",
    "repository",
    "repository/.git",
    "link",
    "home",
    "home-link",
    "~",
    "~/..",
    "loop",
    "2017-inputs",
    "2017-framework",
    "2018-inputs",
    "2018-framework",
    "2017-framework/new",
    "2018-inputs/deep/new",
    "2018.yaml",
    "2017.yaml",
    ".",
    "..",
    "/",
    "~nobody-of-this-name",
    "n" * 300,
    "a\0b",
    "",
]


@pytest.mark.parametrize("only", [(), ("--only", "a")], ids=["whole", "only"])
@pytest.mark.parametrize("out", PLACES)
def test_a_build_replaces_no_folder_but_a_new_an_empty_or_one_of_its_own(
    out: str, only: tuple[str, ...], year: Path, no_kernel: None
) -> None:
    before = files_in(year)
    built = run(year, "build", "2018.yaml", "--out", out, *only)
    assert built.code == 2
    assert built.err.startswith("parreport: ")
    assert "Traceback" not in built.err
    assert files_in(year) == before
    assert not list(year.rglob("*.work*"))


def test_what_is_in_the_way_is_named(year: Path, no_kernel: None) -> None:
    assert "no build made: letter.docx;" in run(year, "build", "2018.yaml", "--out", "link").err


BESIDE = {"documents", "repository", "repository/.git", "link", "~/.."}  # tables may stand there
READ = [one for one in PLACES if one not in BESIDE]


@pytest.mark.parametrize("out", [*READ, "published", "published/tables", "published/new"])
def test_score_writes_into_no_folder_of_inputs_or_of_reports(out: str, year: Path, two_years: Built) -> None:
    shutil.copytree(two_years.reports, year / "published")
    before = files_in(year)
    scored = run(year, "score", "2018.yaml", "--out", out)
    assert scored.code == 2
    assert "Traceback" not in scored.err
    assert files_in(year) == before


@pytest.mark.parametrize(
    "name", ["units.csv", "Points.CSV", "framework.yaml", "mapping.xlsx", "appraisal.csv", "inputs.xlsx", "forms"]
)
def test_score_writes_beside_no_inputs_of_any_year(name: str, tmp_path: Path) -> None:
    write_relative(tmp_path, TREE, POINTS)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / name).write_text("mine", "utf-8")
    scored = run(tmp_path, "score", "2018.yaml", "--out", "other")
    assert scored.code == 2
    assert f"what a year is made from: {name}" in scored.err
    assert [path.name for path in (tmp_path / "other").iterdir()] == [name]


def put_file(place: Path) -> None:
    place.write_text("item_code,parent_code\n1,\n", "utf-8")


def put_link(place: Path) -> None:
    (place.parent.parent / "victim").write_text("unit_code,item_code\n", "utf-8")
    place.symlink_to("../victim")


@pytest.mark.parametrize("put", [put_file, put_link, Path.mkdir, os.mkfifo])
@pytest.mark.parametrize("name", ["items.csv", "targets.csv", "scoring.json", "datapackage.json"])
def test_score_replaces_no_file_of_its_names_that_is_not_its_own(name: str, put: Any, tmp_path: Path) -> None:
    write_relative(tmp_path, TREE, POINTS)
    (tmp_path / "t").mkdir()
    put(tmp_path / "t" / name)
    scored = run(tmp_path, "score", "2018.yaml", "--out", "t")
    assert scored.code == 2
    assert f"not ours: {name}" in scored.err
    assert [path.name for path in (tmp_path / "t").iterdir()] == [name]


@pytest.mark.parametrize("beside", [False, True])
def test_score_replaces_its_own_tables_and_leaves_no_folder_of_its_work(beside: bool, tmp_path: Path) -> None:
    write_relative(tmp_path, TREE, POINTS)
    assert run(tmp_path, "score", "2018.yaml", "--out", "t").code == 0
    made = files_in(tmp_path / "t")
    if beside:
        (tmp_path / "t" / "mine.txt").touch()
    (tmp_path / "t" / "index.csv").write_text("unit_code,unit_name\n", "utf-8")
    assert run(tmp_path, "score", "2018.yaml", "--out", "t").code == 0
    assert files_in(tmp_path / "t") == made | ({"mine.txt": b""} if beside else {})
    assert not list(tmp_path.glob(".*"))


@linux
@pytest.mark.parametrize("free", [4, 16, 40])
def test_score_on_a_full_disk_leaves_the_old_tables_and_names_the_file(free: int, disk: Path, tmp_path: Path) -> None:
    write_relative(tmp_path, TREE, POINTS)
    out = disk / "t"
    assert run(tmp_path, "score", "2018.yaml", "--out", str(out)).code == 0
    before = files_in(out)
    used = sum(-(-len(content) // 4096) for content in before.values())
    resize(disk, f"size={4 * used + free}k")
    full = run(tmp_path, "score", "2018.yaml", "--out", str(out))
    assert full.code == 2
    assert "No space left on device" in full.err
    assert "disk/.t.work/placed/" in full.err
    assert files_in(disk) == {f"t/{name}": content for name, content in before.items()}


@linux
@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_too_few_open_files_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_kernel: None) -> None:
    import resource

    def refuse(*given: Any) -> None:
        raise OSError(errno.EPERM, "no")

    write_relative(tmp_path, TREE, POINTS)
    monkeypatch.setattr(resource, "getrlimit", lambda what: (64, 64))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    built = run(tmp_path, "build", "2018.yaml", "--workers", "4")
    assert built.code == 1
    assert "4 notebooks at once need 104 open files, the system allows 64" in built.err
