"""Regular files and nothing else are opened; a file is written whole or not at all."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest

from parreport.files import NotRegularError, is_regular, open_regular, read_regular, write_whole
from tests.faulty_disk import failing

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and sockets of POSIX")


def lay(kind: str, path: Path) -> None:
    """Put something that is no regular file in a place."""
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(os.path.relpath(path))
    elif kind == "link to nothing":
        path.symlink_to("nothing")
    elif kind == "link to a folder":
        path.symlink_to(path.parent)
    else:
        path.symlink_to("/dev/zero")


KINDS = ["folder", "pipe", "socket", "link to nothing", "link to a folder", "link to a device"]


@posix
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("follow", [False, True])
def test_what_is_no_regular_file_is_never_opened(kind: str, follow: bool, tmp_path: Path) -> None:
    place = tmp_path / "x"
    lay(kind, place)
    assert not is_regular(place, follow)
    with pytest.raises(OSError) as caught:
        open_regular(place, follow)
    if kind == "link to nothing" and follow:
        assert isinstance(caught.value, FileNotFoundError)
    else:
        assert isinstance(caught.value, NotRegularError)
        assert not stat.S_ISREG(caught.value.mode)
        assert caught.value.filename == str(place)


@posix
def test_a_link_is_followed_only_where_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    link = tmp_path / "link"
    link.symlink_to("file")
    assert (is_regular(link), is_regular(link, follow=True)) == (False, True)
    with open_regular(link, follow=True) as file:
        assert file.read() == b"abc"
    with pytest.raises(NotRegularError) as caught:
        read_regular(link, 9)
    assert stat.S_ISLNK(caught.value.mode)


def test_a_file_is_read_to_its_limit_and_none_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    assert [read_regular(tmp_path / "file", limit) for limit in (2, 3, 4)] == [b"ab", b"abc", b"abc"]
    with pytest.raises(FileNotFoundError):
        read_regular(tmp_path / "none", 9)
    with pytest.raises(ValueError, match="null"):
        read_regular(tmp_path / "a\0b", 9)
    assert not is_regular(tmp_path / "a\0b")


def test_a_file_is_written_with_its_folders_and_replaces_what_was_there(tmp_path: Path) -> None:
    place = tmp_path / "a" / "b" / "file"
    write_whole(place, b"one ", b"", b"two")
    assert place.read_bytes() == b"one two"
    write_whole(place, b"3")
    assert place.read_bytes() == b"3"
    write_whole(place)
    assert place.read_bytes() == b""
    assert [path.name for path in place.parent.iterdir()] == ["file"]


def test_whatever_a_disk_answers_the_old_file_stands_and_nothing_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"old")
    with failing(tmp_path) as disk:
        write_whole(place, b"new", b"er")
    requests = len(disk.asked)
    assert requests >= 5  # folder, open, two writes, close, replace
    place.write_bytes(b"old")
    for number in range(1, requests + 1):
        with failing(tmp_path, number), pytest.raises(OSError) as caught:
            write_whole(place, b"new", b"er")
        assert Path(str(caught.value.filename)).name in ("file", ".file.part"), disk.asked[number - 1]
        assert place.read_bytes() == b"old"
        assert [path.name for path in tmp_path.iterdir()] == ["file"], disk.asked[number - 1]
