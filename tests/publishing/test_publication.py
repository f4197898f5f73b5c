"""The published folder is the old one or the new one, never a mixture; digests name contents."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from parreport.errors import PublicationError
from parreport.publishing import manifest, publication
from parreport.publishing.manifest import (
    digest_files,
    digest_folder,
    digest_package,
    read_manifest,
    write_manifest,
)
from parreport.publishing.publication import check_target, publish, repair, work_folder


def make_folder(path: Path, words: str) -> Path:
    path.mkdir(parents=True)
    (path / "index.html").write_text(words, encoding="utf-8")
    return path


def test_work_lies_beside_the_target(tmp_path):
    assert work_folder(tmp_path / "ben-tre") == tmp_path / ".ben-tre.work"


def test_a_staged_folder_takes_the_place_of_the_old_one(tmp_path):
    target = make_folder(tmp_path / "ben-tre", "old")
    (target / "stale.html").touch()
    publish(make_folder(work_folder(target) / "staged", "new"), target)
    assert [path.name for path in target.iterdir()] == ["index.html"]
    assert (target / "index.html").read_text() == "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".ben-tre.work", "ben-tre"]


def test_the_first_publication_makes_the_folder_above(tmp_path):
    target = tmp_path / "deep" / "reports" / "ben-tre"
    publish(make_folder(tmp_path / "staged", "new"), target)
    assert (target / "index.html").read_text() == "new"


def test_a_failure_leaves_the_old_folder_whole(tmp_path, monkeypatch):
    target = make_folder(tmp_path / "ben-tre", "old")
    staged = make_folder(tmp_path / "staged", "new")
    rename = Path.rename

    def refuse(self: Path, other: Path) -> Path:
        if self == staged:
            raise OSError(28, "No space left on device")
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", refuse)
    monkeypatch.setattr(publication, "_exchange", lambda one, other: False)
    with pytest.raises(PublicationError, match="No space left"):
        publish(staged, target)
    assert (target / "index.html").read_text() == "old"
    assert (staged / "index.html").read_text() == "new"


@pytest.mark.skipif(sys.platform != "linux", reason="folders are exchanged in one step on Linux")
def test_two_folders_are_exchanged_in_one_step(tmp_path):
    one, other = make_folder(tmp_path / "one", "new"), make_folder(tmp_path / "other", "old")
    assert publication._exchange(one, other)
    assert (one / "index.html").read_text() == "old"
    assert (other / "index.html").read_text() == "new"


def test_a_run_killed_between_the_renames_is_mended(tmp_path):
    make_folder(tmp_path / ".ben-tre.old", "old")
    repair(tmp_path / "ben-tre")
    assert (tmp_path / "ben-tre" / "index.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["ben-tre"]


def test_a_run_killed_after_the_renames_is_mended(tmp_path):
    make_folder(tmp_path / ".ben-tre.old", "old")
    make_folder(tmp_path / "ben-tre", "new")
    repair(tmp_path / "ben-tre")
    assert (tmp_path / "ben-tre" / "index.html").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["ben-tre"]


def test_a_file_or_the_working_folder_is_no_target(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    with pytest.raises(PublicationError, match="it is a file"):
        check_target(tmp_path / "file")
    with pytest.raises(PublicationError, match="cannot be written"):
        check_target(tmp_path / "file" / "below")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PublicationError, match="holds the folder of this run"):
        check_target(Path())


def test_nothing_staged_is_refused(tmp_path):
    with pytest.raises(PublicationError, match="nothing to publish"):
        publish(tmp_path / "missing", tmp_path / "ben-tre")


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
    assert read_manifest(path) == {"a": {"unit": "Sở Nội vụ"}, "b": 1}


def test_a_missing_manifest_is_an_error(tmp_path):
    with pytest.raises(PublicationError, match=r"manifest\.json is missing"):
        read_manifest(tmp_path / "manifest.json")
