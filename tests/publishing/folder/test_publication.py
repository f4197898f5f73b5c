"""The published folder is the old one or the new one, never a mixture; digests name contents."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parreport.errors import PublicationError
from parreport.publishing.folder import judging as folders
from parreport.publishing.folder import manifest, publication
from parreport.publishing.folder.disks import exchange
from parreport.publishing.folder.judging import judge_folder
from parreport.publishing.folder.manifest import (
    digest_file,
    digest_files,
    digest_folder,
    digest_package,
    read_manifest,
    write_manifest,
)
from parreport.publishing.folder.publication import publish, repair
from parreport.publishing.folder.targets import check_target, resolve_target
from parreport.publishing.folder.work_folders import MARK, open_work, remove_work, work_folder

linux = pytest.mark.skipif(sys.platform != "linux", reason="folders are exchanged on Linux")
WAYS = [pytest.param(True, id="exchanged", marks=linux), pytest.param(False, id="renamed")]


def facts_of(files: dict[str, str]) -> dict[str, Any]:
    """Return the facts of a manifest of these files, each with its words."""
    source: dict[str, Any] = {
        "parameters": {},
        "published": "2018-12-31",
        "formats": ["html"],
        "years": [],
        "history": [],
        "replaces": {},
        "notebooks": {},
        "own_notebooks": [],
        "package": {},
        "environment": {},
    }
    digests = {n: hashlib.sha256(words.encode()).hexdigest() for n, words in files.items()}
    return {"source": source, "whole": True, "reports": {}, "files": digests, "run": {}}


def make_folder(path: Path, words: str, *names: str) -> Path:
    """Make a folder of reports with its manifest."""
    files = dict.fromkeys(("index.html", *names), words)
    for name in files:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(words, encoding="utf-8")
    write_manifest(path / "manifest.json", facts_of(files))
    return path


def stage(target: Path, words: str = "new", *names: str) -> Path:
    """Make a work folder with a staged folder beside a target."""
    work = work_folder(target)
    open_work(work, target)
    return make_folder(work / "staged", words, *names)


def words_in(target: Path) -> str:
    return (target / "index.html").read_text("utf-8")


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Both ways of publication: an exchange in one step, or two renames."""
    if not request.param:
        monkeypatch.setattr(publication, "exchange", lambda one, other: False)
    return bool(request.param)


def test_work_lies_beside_the_target(tmp_path):
    assert work_folder(tmp_path / "ben-tre") == tmp_path / ".ben-tre.work"


def test_the_work_folder_of_a_long_name_has_a_name_that_a_disk_takes(tmp_path):
    target = tmp_path / ("ế" * 83 + "a")  # 250 bytes
    publish(stage(target), target)
    assert words_in(target) == "new"
    assert work_folder(target) != work_folder(tmp_path / ("ế" * 83 + "b"))


def test_a_staged_folder_takes_the_place_of_the_old_one(way, tmp_path):
    target = make_folder(tmp_path / "ben-tre", "old", "stale.html", "units/a.html")
    publish(stage(target), target)
    assert sorted(path.name for path in target.iterdir()) == ["index.html", "manifest.json"]
    assert words_in(target) == "new"
    remove_work(work_folder(target))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ben-tre"]


def test_the_first_publication_makes_the_folder_above(tmp_path):
    target = tmp_path / "deep" / "reports" / "ben-tre"
    check_target(target)
    publish(stage(target), target)
    assert words_in(target) == "new"


def test_an_empty_folder_is_replaced(way, tmp_path):
    target = tmp_path / "ben-tre"
    target.mkdir()
    publish(stage(target), target)
    assert words_in(target) == "new"


@pytest.mark.parametrize("way", [False], indirect=True)
def test_a_failure_leaves_the_old_folder_whole(way, tmp_path, monkeypatch):
    target = make_folder(tmp_path / "ben-tre", "old")
    staged = stage(target)
    rename = Path.rename

    def refuse(self: Path, other: Path) -> Path:
        if self == staged:
            raise OSError(28, "No space left on device")
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PublicationError, match="No space left"):
        publish(staged, target)
    assert words_in(target) == "old"
    assert words_in(staged) == "new"


@pytest.mark.parametrize("number", [5, 32, 33, None])
def test_a_folder_that_excel_or_word_holds_is_left_whole_and_the_error_says_close_it(number, tmp_path, monkeypatch):
    class Refused(PermissionError):
        winerror = number

    target = make_folder(tmp_path / "ben-tre", "old", "tables.xlsx")
    staged = stage(target)
    rename = Path.rename

    def refuse(self: Path, other: Path) -> Path:
        if self == target:
            raise Refused(13, "The process cannot access the file", str(target))
        return rename(self, other)

    monkeypatch.setattr(publication, "exchange", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(PublicationError, match=r"cannot be written \(The process cannot access") as told:
        publish(staged, target)
    assert ("close it and run the command again" in str(told.value)) == (number is not None)
    assert (words_in(target), words_in(staged)) == ("old", "new")


@pytest.mark.parametrize("mark", ["~$cision.docx", "units/~$836.docx", ".~lock.tables.xlsx#"])
def test_the_mark_of_an_open_document_is_told_as_such(mark, tmp_path):
    target = make_folder(tmp_path / "ben-tre", "old", "decision.docx", "units/836.docx")
    (target / mark).touch()
    with pytest.raises(PublicationError, match=r"open in Word or Excel .*close it") as told:
        check_target(target)
    assert mark in str(told.value)
    (target / "mine.docx").touch()
    with pytest.raises(PublicationError, match=r"no build made: .*mine\.docx"):
        check_target(target)


@linux
def test_two_folders_are_exchanged_in_one_step(tmp_path):
    one, other = make_folder(tmp_path / "one", "new"), make_folder(tmp_path / "other", "old")
    assert exchange(one, other)
    assert (words_in(one), words_in(other)) == ("old", "new")


def test_a_run_killed_between_the_renames_is_mended(tmp_path):
    target = tmp_path / "ben-tre"
    open_work(work_folder(target), target)
    make_folder(work_folder(target) / "old", "old")
    repair(work_folder(target), target)
    assert words_in(target) == "old"
    assert [path.name for path in work_folder(target).iterdir()] == [MARK]


def test_a_run_killed_after_the_renames_is_mended(tmp_path):
    target = make_folder(tmp_path / "ben-tre", "new")
    open_work(work_folder(target), target)
    make_folder(work_folder(target) / "old", "old")
    repair(work_folder(target), target)
    assert words_in(target) == "new"
    assert [path.name for path in work_folder(target).iterdir()] == [MARK]


def test_a_file_or_the_working_folder_is_no_target(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    with pytest.raises(PublicationError, match="it is a file"):
        check_target(tmp_path / "file")
    with pytest.raises(PublicationError, match="cannot be written"):
        check_target(tmp_path / "file" / "below")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PublicationError, match="holds the folder of this run"):
        check_target(resolve_target(Path()))


def test_nothing_staged_is_refused(tmp_path):
    with pytest.raises(PublicationError, match="nothing to publish"):
        publish(tmp_path / "missing", tmp_path / "ben-tre")


# --- what is not ours -----------------------------------------------------------------------


def link(target: Path) -> None:
    (target / "units").symlink_to(target.parent / "elsewhere")


def listen(target: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(target / "s"))


STRANGERS: dict[str, Callable[[Path], object]] = {
    "notes.txt": lambda t: (t / "notes.txt").write_text("mine"),
    ".git": lambda t: (t / ".git").mkdir(),
    "empty": lambda t: (t / "empty").mkdir(),
    "units": link,
    "pipe": lambda t: os.mkfifo(t / "pipe"),
    "s": listen,
    "index.html": lambda t: ((t / "index.html").unlink(), (t / "index.html").mkdir()),
    ".ipynb_checkpoints": lambda t: (t / ".ipynb_checkpoints").mkdir(),
    "tables/mine.csv": lambda t: ((t / "tables").mkdir(exist_ok=True), (t / "tables/mine.csv").touch()),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_folder_with_anything_that_is_not_listed_is_refused_and_it_is_named(name, tmp_path):
    target = make_folder(tmp_path / "t", "old", "tables/index.csv")
    STRANGERS[name](target)
    with pytest.raises(PublicationError, match=f"no build made: {name}"):
        check_target(target)
    with pytest.raises(PublicationError, match=f"no build made: {name}"):
        publish(stage(target), target)
    assert words_in(work_folder(target) / "staged") == "new"
    assert judge_folder(target).strangers == (name,)


def test_what_file_browsers_and_jupyterlab_leave_and_what_was_changed_is_no_hindrance(tmp_path):
    target = make_folder(tmp_path / "t", "old", "units/a.ipynb", "gone.html")
    (target / ".DS_Store").touch()
    (target / "units" / "Thumbs.db").touch()
    (target / "units" / ".ipynb_checkpoints").mkdir()
    (target / "units" / ".ipynb_checkpoints" / "a-checkpoint.ipynb").touch()
    (target / "units" / "a.ipynb").write_text("changed")
    (target / "gone.html").unlink()
    publish(stage(target), target)
    assert sorted(path.name for path in target.iterdir()) == ["index.html", "manifest.json"]
    assert [path.name for path in work_folder(target).iterdir()] == [MARK]


def test_many_strange_names_are_named_in_part_and_counted(tmp_path):
    for n in range(9):
        (tmp_path / "t" / f"d{n}").mkdir(parents=True)
    with pytest.raises(PublicationError, match="d0, d1, d2, d3, d4 and 4 more"):
        check_target(tmp_path / "t")


@pytest.mark.parametrize("moment", ["judged", "moved"])
def test_a_file_that_somebody_puts_there_meanwhile_is_never_lost(moment, way, tmp_path, monkeypatch):
    """Between two judgements the folder is given back; while it is cleared, the file is set aside."""
    target = make_folder(tmp_path / "t", "old")
    staged = stage(target)
    name = "check_folder" if moment == "judged" else "clear_folder"
    real = getattr(publication, name)

    def and_then(folder: Path, *more: Any) -> Any:
        if moment == "moved":
            (folder / "mine.txt").write_text("mine")
            return real(folder, *more)
        judged = real(folder)
        (folder / "mine.txt").write_text("mine")
        return judged

    monkeypatch.setattr(publication, name, and_then)
    with pytest.raises(PublicationError, match=r"mine\.txt"):
        publish(staged, target)
    assert words_in(target) == ("old" if moment == "judged" else "new")
    found = [path for path in tmp_path.rglob("mine.txt") if not path.is_relative_to(work_folder(target))]
    assert [path.read_text() for path in found] == ["mine"]


def test_only_what_the_manifest_lists_is_deleted_and_no_link_is_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").touch()
    target = make_folder(tmp_path / "t", "old", "units/a.html")
    judged = judge_folder(target)
    (target / "late").symlink_to(outside)
    assert not folders.clear_folder(target, judged)
    assert [path.name for path in target.iterdir()] == ["late"]
    assert (outside / "kept").exists()


# --- targets --------------------------------------------------------------------------------


def test_a_target_is_resolved_once_home_and_links_and_all(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert resolve_target(Path("~/out")) == tmp_path / "home" / "out"
    assert resolve_target(tmp_path / "link" / "out") == tmp_path / "real" / "out"


def test_a_target_that_names_no_folder_is_an_error_of_ours(tmp_path):
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    for typed in (
        "~nobody-of-this-name/x",
        f"{tmp_path}/a",
        f"{tmp_path}/a/x",
        "x" * 300,
        "a\0b",
        "/" + "d/" * 3000,
        "\ud800",
    ):
        with pytest.raises(PublicationError):
            check_target(resolve_target(Path(typed)))


def test_a_home_that_is_a_link_is_no_target(tmp_path, monkeypatch):
    (tmp_path / "real" / "documents").mkdir(parents=True)
    (tmp_path / "home").symlink_to("real")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for typed in (tmp_path / "home", tmp_path / "real", Path("~")):
        with pytest.raises(PublicationError, match="of its user"):
            check_target(resolve_target(typed))


def test_a_target_lies_in_no_folder_that_the_run_reads(tmp_path):
    for target in ("in", "in/deep/out", ""):
        with pytest.raises(PublicationError):
            check_target(tmp_path / target, (), [tmp_path / "in"])
    assert not (tmp_path / "in").exists()


def test_a_target_lies_in_no_folder_that_a_build_published(tmp_path):
    published = make_folder(tmp_path / "t", "old")
    with pytest.raises(PublicationError, match="which a build published"):
        check_target(published / "units" / "new")
    assert judge_folder(published).state == "ours"


# --- the work folder ------------------------------------------------------------------------


def test_the_work_folder_is_its_users_alone_and_is_taken_over_by_the_next_run(tmp_path):
    target = tmp_path / "t"
    assert open_work(work_folder(target), target)
    assert work_folder(target).stat().st_mode & 0o777 == 0o700
    assert not open_work(work_folder(target), target)
    remove_work(work_folder(target))
    assert list(tmp_path.iterdir()) == []


def plant_link(work: Path, victim: Path) -> None:
    work.symlink_to(victim)


def plant_unmarked(work: Path, victim: Path) -> None:
    work.mkdir(mode=0o700)
    (work / "staged").symlink_to(victim)


def plant_open(work: Path, victim: Path) -> None:
    work.mkdir()
    (work / MARK).touch()
    (work / "old").symlink_to(victim)
    work.chmod(0o777)


def plant_linked_mark(work: Path, victim: Path) -> None:
    work.mkdir(mode=0o700)
    (work / MARK).symlink_to(victim / "kept")


@pytest.mark.parametrize("plant", [plant_link, plant_unmarked, plant_open, plant_linked_mark])
def test_a_planted_work_folder_is_named_and_nothing_behind_it_is_touched(plant, tmp_path):
    victim, target = tmp_path / "victim", tmp_path / "t"
    victim.mkdir()
    (victim / "kept").write_text("mine")
    plant(work_folder(target), victim)
    with pytest.raises(PublicationError, match=r"\.t\.work is not the work folder of a run"):
        open_work(work_folder(target), target)
    remove_work(work_folder(target))
    assert (victim / "kept").read_text() == "mine"
    assert os.path.lexists(work_folder(target))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give away")
def test_a_work_folder_of_another_user_is_not_taken_over(tmp_path):
    target = tmp_path / "t"
    open_work(work_folder(target), target)
    os.chown(work_folder(target), 12345, 12345)
    with pytest.raises(PublicationError, match="not the work folder of a run"):
        open_work(work_folder(target), target)


# --- digests and manifests ------------------------------------------------------------------


def test_digests_depend_on_names_and_bytes_only(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    for folder, names in ((one, ("a", "b/c")), (other, ("b/c", "a"))):
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(name, encoding="utf-8")
    os.utime(other / "a", (1, 1))
    (other / ".ipynb_checkpoints").mkdir()
    (other / ".ipynb_checkpoints" / "a").touch()
    assert digest_folder(one) == digest_folder(other)
    assert list(digest_files(one)) == ["a", "b/c"]
    (other / "a").rename(other / "d")
    assert digest_folder(one) != digest_folder(other)


def test_the_package_has_a_version_and_a_digest():
    facts = digest_package()
    assert sorted(facts) == ["sha256", "version"]
    assert len(facts["sha256"]) == 64


def test_the_digest_covers_every_kind_of_file_that_makes_a_page():
    package = Path(manifest.__file__).parents[1]
    kinds = {path.suffix for path in package.rglob("*.*") if path.is_file()}
    assert kinds - {".pyc", ".typed"} <= manifest.CODE_SUFFIXES


def test_a_manifest_is_readable_sorted_and_comes_back(tmp_path):
    path = tmp_path / "manifest.json"
    write_manifest(path, {"b": 1, "a": {"unit": "Sở Nội vụ"}})
    words = path.read_text(encoding="utf-8")
    assert words == '{\n  "a": {\n    "unit": "Sở Nội vụ"\n  },\n  "b": 1\n}\n'
    facts = facts_of({"index.html": "x"})
    write_manifest(path, facts)
    assert read_manifest(path).model_dump() == facts


def test_a_missing_manifest_is_an_error(tmp_path):
    with pytest.raises(PublicationError, match=r"manifest\.json is missing"):
        read_manifest(tmp_path / "manifest.json")


D = "0" * 64
NAMES = [
    "/etc/passwd",
    "../x",
    "a/../../x",
    "a//b",
    "",
    ".",
    "a\\b",
    "a\0b",
    "manifest.json",
    "Manifest.JSON",
    ".git/config",
    ".bashrc",
    "C:x",
    "a\nb",
    "x" * 2000,
    "a/",
]


def changed(**more: Any) -> str:
    return json.dumps({**facts_of({"index.html": "x"}), **more})


def in_source(**more: Any) -> str:
    facts = facts_of({"index.html": "x"})
    return json.dumps({**facts, "source": facts["source"] | more})


BAD: dict[str, str | bytes] = {
    "nothing": "",
    "list": "[]",
    "null": "null",
    "number": "1",
    "text": '"x"',
    "not-utf-8": b"\xff{}",
    "deep": "[" * 100_000,
    "deep-in-a-key": '{"a":' * 50_000,
    "nan": changed(run={"x": float("nan")}),
    "huge-int": '{"whole": ' + "9" * 5000 + "}",
    "huge-float": changed().replace("true", "1e999"),
    "half-letter": changed(run={"x": "\ud800"}),
    "twice": '{"whole": true, "whole": true}',
    "missing": json.dumps({"source": {}, "whole": True}),
    "more": changed(more=1),
    "whole": changed(whole="yes"),
    "reports-list": changed(reports=[]),
    "files-null": changed(files=None),
    "report-text": changed(reports={"a": "ok"}),
    "state": changed(reports={"a": {"state": "fine"}}),
    "no-files": changed(reports={"a": {"state": "ok", "depends": {}, "files": {}}}),
    "other-files": changed(reports={"a": {"state": "ok", "files": {"b.html": D}}}),
    "twice-listed": changed(reports={"i": {"state": "ok", "files": {"index.html": D}}}),
    "digest": changed(files={"a": "x"}),
    "digest-line": changed(files={"a": D + "\n"}),
    "digest-int": changed(files={"a": 7}),
    "source": changed(source=[]),
    "date": in_source(published="1/2/2018"),
    "date-int": in_source(published=20181231),
    "date-short": in_source(published="20181231"),
    "day": in_source(published="2018-02-30"),
    "formats": in_source(formats="html"),
    "no-formats": in_source(formats=[]),
    "parameters": in_source(parameters=None),
    "notebooks": in_source(notebooks={"../x.ipynb": D}),
    **{f"name-{n}": changed(files={name: D}) for n, name in enumerate(NAMES)},
    **{f"report-{n}": changed(reports={name: {"state": "failed"}}) for n, name in enumerate(NAMES)},
}


@pytest.mark.parametrize("kind", BAD)
def test_a_manifest_that_is_none_is_an_error_of_ours_and_makes_no_folder_ours(kind, tmp_path):
    content = BAD[kind]
    target = tmp_path / "t"
    target.mkdir()
    path = target / "manifest.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    with pytest.raises(PublicationError, match=r"manifest\.json is no manifest"):
        read_manifest(path)
    with pytest.raises(PublicationError, match=r"no build made: manifest\.json"):
        check_target(target)


def test_the_manifests_of_these_tests_are_at_fault_in_one_thing_only(tmp_path):
    (tmp_path / "manifest.json").write_text(changed(), "utf-8")
    assert read_manifest(tmp_path / "manifest.json").whole
    (tmp_path / "manifest.json").write_text(in_source(), "utf-8")
    assert read_manifest(tmp_path / "manifest.json").whole


def test_a_manifest_is_read_from_a_regular_file_of_a_bounded_size_only(tmp_path, monkeypatch):
    path = tmp_path / "manifest.json"
    (tmp_path / "real").write_text(changed(), "utf-8")
    path.symlink_to("real")
    with pytest.raises(PublicationError, match="is missing or cannot be read"):
        read_manifest(path)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(PublicationError, match="is missing or cannot be read"):
        read_manifest(path)
    path.unlink()
    (tmp_path / "real").rename(path)
    monkeypatch.setattr(manifest, "LARGEST_MANIFEST", 100)
    with pytest.raises(PublicationError, match="is no manifest"):
        read_manifest(path)


def test_a_pipe_or_a_device_is_no_file_to_digest(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises(OSError):
            digest_file(path)


# --- locks ----------------------------------------------------------------------------------

RACER = """
import os, sys, time
from pathlib import Path
from parreport.errors import PublicationError
from parreport.publishing.folder.locking import hold
work, inside, rounds = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
held = 0
while held < rounds:
    try:
        with hold(work, work):
            os.close(os.open(inside, os.O_CREAT | os.O_EXCL))
            os.unlink(inside)
            held += 1
    except PublicationError:
        pass
"""


def test_two_runs_are_never_inside_the_lock_at_once(tmp_path):
    pytest.importorskip("fcntl", reason="locks are held where the system has them")
    words = [sys.executable, "-c", RACER, str(tmp_path / "work"), str(tmp_path / "in"), "100"]
    racers = [subprocess.Popen(words, stderr=subprocess.PIPE, text=True) for _ in range(6)]
    told = [racer.communicate(timeout=120)[1] for racer in racers]
    assert told == [""] * 6
    assert list(tmp_path.iterdir()) == []
