"""What a name on the disk is, and what is read of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from parreport.inputs import files
from parreport.inputs.files import FileFault, is_file, is_folder, is_there, read_bytes, read_once, real_path, shown_path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "to-file").symlink_to("file")
    (tmp_path / "to-folder").symlink_to("folder")
    (tmp_path / "nowhere").symlink_to("gone")
    (tmp_path / "circle").symlink_to("circle")
    os.mkfifo(tmp_path / "pipe")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "there", "a_file", "a_folder"),
    [
        ("file", True, True, False),
        ("folder", True, False, True),
        ("to-file", True, True, False),
        ("to-folder", True, False, True),
        ("nowhere", True, False, False),
        ("circle", True, False, False),
        ("pipe", True, False, False),
        ("gone", False, False, False),
        ("file/below", False, False, False),
        ("a\0b", False, False, False),
    ],
)
def test_what_stands_under_a_name(name: str, there: bool, a_file: bool, a_folder: bool, folder: Path) -> None:
    path = folder / name
    assert (is_there(path), is_file(path), is_folder(path)) == (there, a_file, a_folder)


def test_what_may_not_be_looked_at_counts_as_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "lstat", refuse)
    assert is_there(Path("x")) is True


@pytest.mark.parametrize(
    ("name", "said", "missing"),
    [
        ("gone", "a file of this name", True),
        ("a\0b", "a file of this name", True),
        ("nowhere", "a file; found a link that leads nowhere", False),
        ("circle", "a file; found a link that leads nowhere", False),
        ("folder", "a file; found a folder", False),
        ("pipe", "a file; found a pipe or device", False),
    ],
)
def test_why_a_file_cannot_be_read(name: str, said: str, missing: bool, folder: Path) -> None:
    with pytest.raises(FileFault) as caught:
        read_bytes(folder / name)
    assert (str(caught.value.expected), caught.value.is_missing) == (said, missing)


def test_a_file_of_the_largest_size_is_read_and_a_larger_one_is_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LARGEST_MIB", 1)
    (folder / "file").write_bytes(b"x" * 2**20)
    assert len(read_bytes(folder / "file")) == 2**20
    (folder / "file").write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(FileFault) as caught:
        read_bytes(folder / "file")
    assert str(caught.value.expected) == "a file of at most 1 MiB"


def test_a_file_is_read_once_inside_the_outermost_block(folder: Path) -> None:
    path = folder / "file"
    with read_once():
        with read_once():
            assert read_bytes(path) == b"x"
        path.write_bytes(b"y")
        assert read_bytes(path) == read_bytes(folder / "to-file") == b"x"
        for _ in range(2):
            with pytest.raises(FileFault):
                read_bytes(folder / "gone")
            (folder / "gone").write_bytes(b"z")  # that it was missing is kept too
    assert read_bytes(path) == b"y"
    assert read_bytes(folder / "gone") == b"z"


def test_a_path_is_shown_from_where_the_command_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert shown_path(Path("to-folder")) == "to-folder"
    assert shown_path(folder / "to-folder" / "x") == "folder/x"
    assert shown_path(Path("folder/..")) == "."
    assert shown_path(folder.parent / "other") == str(folder.parent / "other")
    assert real_path(folder / "to-file") == os.path.realpath(folder / "file")
