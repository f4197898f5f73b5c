"""Which reports must run again: only those whose dependencies or files are not the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from parreport.errors import PublicationError
from parreport.publishing.folder.locking import hold
from parreport.publishing.folder.manifest import write_manifest
from parreport.publishing.folder.reuse import Shelf, Wanted
from tests.publishing.folder.test_publication import facts_of

WANTED = Wanted("units/a", {"data": "1", "code": "x"}, (".html",))


def make(folder: Path, words: str = "page") -> None:
    path = folder / "units" / "a.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")


def finished(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path / "work", tmp_path / "target")
    make(shelf.staged)
    shelf.finish(WANTED)
    return shelf


def published(tmp_path: Path) -> None:
    shelf = finished(tmp_path)
    make(tmp_path / "target")
    facts = facts_of({"index.html": "x"}) | {"reports": {"units/a": shelf.record("units/a")}}
    write_manifest(tmp_path / "target" / "manifest.json", facts)


def test_a_report_that_was_never_made_must_run(tmp_path: Path) -> None:
    assert str(Shelf(tmp_path / "work", tmp_path / "target").keep(WANTED)) == "it has not been made yet"


def test_a_finished_report_of_a_killed_run_stands(tmp_path: Path) -> None:
    finished(tmp_path)
    assert Shelf(tmp_path / "work", tmp_path / "target").keep(WANTED) is None


def test_a_report_without_its_marker_must_run(tmp_path: Path) -> None:
    make(tmp_path / "work" / "staged")
    assert Shelf(tmp_path / "work", tmp_path / "target").keep(WANTED) is not None


def test_changed_figures_are_named_as_the_reason(tmp_path: Path) -> None:
    published(tmp_path)
    other = Wanted("units/a", {"data": "2", "code": "x"}, (".html",))
    assert str(Shelf(tmp_path / "other", tmp_path / "target").keep(other)) == "changed: data"


def test_a_published_report_is_copied_and_counts_as_finished(tmp_path: Path) -> None:
    published(tmp_path)
    shelf = Shelf(tmp_path / "other", tmp_path / "target")
    assert shelf.keep(WANTED) is None
    assert (shelf.staged / "units" / "a.html").read_text("utf-8") == "page"
    assert shelf.record("units/a")["state"] == "ok"


def test_a_published_report_that_was_touched_must_run(tmp_path: Path) -> None:
    published(tmp_path)
    make(tmp_path / "target", "touched")
    reason = Shelf(tmp_path / "other", tmp_path / "target").keep(WANTED)
    assert str(reason) == "its files were changed or are gone"


def test_a_report_in_another_format_must_run(tmp_path: Path) -> None:
    finished(tmp_path)
    both = Wanted("units/a", WANTED.depends, (".html", ".pdf"))
    assert Shelf(tmp_path / "work", tmp_path / "target").keep(both) is not None


def test_what_belongs_to_no_report_leaves_the_staged_folder(tmp_path: Path) -> None:
    shelf = finished(tmp_path)
    (shelf.staged / "index.html").write_text("old", encoding="utf-8")
    (shelf.staged / "units" / "b.html").write_text("half", encoding="utf-8")
    shelf.clear(["units/a"])
    assert [p.name for p in sorted(shelf.staged.rglob("*")) if p.is_file()] == ["a.html"]


def test_a_second_run_into_the_same_folder_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="locks are held where the system has them")
    with (
        hold(tmp_path / "work", tmp_path / "target"),
        pytest.raises(PublicationError, match="another run"),
        hold(tmp_path / "work", tmp_path / "target"),
    ):
        pass
    with hold(tmp_path / "work", tmp_path / "target"):
        held = [path.name for path in tmp_path.iterdir()]
    assert held == ["work.lock"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("plant", ["link", "pipe", "folder"])
def test_what_is_no_file_in_the_place_of_a_lock_is_told_and_left_alone(plant: str, tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="locks are held where the system has them")
    lock, victim = tmp_path / "work.lock", tmp_path / "victim"
    victim.write_text("mine")
    if plant == "link":
        lock.symlink_to(victim)
    elif plant == "pipe":
        os.mkfifo(lock)
    else:
        lock.mkdir()
    with pytest.raises(PublicationError, match=r"work\.lock"), hold(tmp_path / "work", tmp_path / "target"):
        pass
    assert victim.read_text() == "mine"
    assert lock.is_symlink() or not lock.is_file()


def test_a_file_in_the_place_of_a_lock_loses_nothing_that_stands_in_it(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="locks are held where the system has them")
    (tmp_path / "mine").write_text("mine")
    os.link(tmp_path / "mine", tmp_path / "work.lock")
    with hold(tmp_path / "work", tmp_path / "target"):
        pass
    assert (tmp_path / "mine").read_text() == "mine"
