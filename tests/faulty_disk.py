"""A disk that fails at the n-th thing that is asked of it, below one folder."""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from parreport.publishing.folder import disks, placing, publication

ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)
LOOKS = ("listdir", "scandir")  # what libraries take for an empty folder where it is forbidden
BY_PATH = ("open", "replace", "rename", "mkdir", "unlink", "rmdir", "listdir", "scandir", "link")


class FaultyDisk:
    """Counts what is asked of a disk below ``folder``, and fails at the n-th; 0 = never."""

    def __init__(self, folder: Path, fails_at: int = 0) -> None:
        self.folder = f"{folder}{os.sep}"
        self.fails_at = fails_at
        self.asked: list[str] = []

    def ask(self, what: str, path: Any, *, named: bool = True) -> None:
        """Count one request; raise where it is the n-th."""
        if isinstance(path, int):
            try:
                path = Path(f"/proc/self/fd/{path}").readlink()
            except OSError:
                return
        if not isinstance(path, str | os.PathLike) or not str(path).startswith(self.folder):
            return
        self.asked.append(f"{what} {str(path).removeprefix(self.folder)}")
        if len(self.asked) == self.fails_at:
            turn = self.fails_at // 7 + self.fails_at  # no kind of request meets one error alone
            number = errno.EACCES if what in LOOKS else ERRORS[turn % len(ERRORS)]
            raise OSError(number, os.strerror(number), *([str(path)] if named else []))


class FaultyFile:
    """A file being written, each of whose writes, and whose end, may fail; no error names it."""

    def __init__(self, file: Any, disk: FaultyDisk, path: Any) -> None:
        self._file, self._disk, self._path = file, disk, path

    def write(self, words: Any) -> int:
        self._disk.ask("write", self._path, named=False)
        return int(self._file.write(words))

    def close(self) -> None:
        self._file.close()
        self._disk.ask("close", self._path, named=False)

    def __enter__(self) -> FaultyFile:
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


@contextmanager
def failing(folder: Path, fails_at: int = 0) -> Iterator[FaultyDisk]:
    """Have the disk below a folder fail at the n-th thing that is asked of it."""
    disk = FaultyDisk(folder, fails_at)
    real_open = io.open

    def open_file(path: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        disk.ask(f"open({mode})", path)
        file = real_open(path, mode, *more, **named)
        is_ours = isinstance(path, str | os.PathLike) and str(path).startswith(disk.folder)
        return FaultyFile(file, disk, path) if is_ours and set(mode) & set("wax") else file

    def asking(name: str, real: Any) -> Any:
        def ask(path: Any = ".", *more: Any, **named: Any) -> Any:
            disk.ask(name, path)
            return real(path, *more, **named)

        return ask

    with pytest.MonkeyPatch.context() as patch:
        for name in BY_PATH:
            patch.setattr(os, name, asking(name, getattr(os, name)))
        patch.setattr(os, "fsync", asking("fsync", lambda number: None))
        for module in (publication, placing):
            patch.setattr(module, "exchange", asking("exchange", disks.exchange))
        patch.setattr(io, "open", open_file)
        patch.setattr(builtins, "open", open_file)
        yield disk
