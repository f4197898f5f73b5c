"""Files are put into a folder that may hold others: all of them, or none.

In: a folder, and what its files of these names must look like to be replaced. Out: the files in
place. Where the folder holds nothing else it is exchanged as a whole, else file by file, and on any
fault all that was done is undone.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from parreport.errors import PublicationError
from parreport.files import read_regular
from parreport.language import text
from parreport.publishing.folder.disks import exchange, flush, flush_tree, keep_name, shown, tell_disk_faults
from parreport.publishing.folder.judging import name_some
from parreport.publishing.folder.locking import hold
from parreport.publishing.folder.targets import check_parent, check_place
from parreport.publishing.folder.work_folders import open_work, remove_work, work_folder

HEAD = 4096
STAGED, KEPT = "placed", "kept"
Looks = Mapping[str, "re.Pattern[bytes]"]


def check_files_of(target: Path, looks: Looks) -> bool:
    """Check that what bears our names in a folder looks like ours; tell whether there is nothing else.

    Raises
    ------
    PublicationError : a link, a folder, or a file of somebody else bears one of the names.
    OSError : it cannot be looked into.
    """
    if not os.path.lexists(target):
        return True
    names = os.listdir(target)  # noqa: PTH208
    strangers = sorted(n for n in names if n in looks and not is_like(target / n, looks[n]))
    if strangers:
        raise PublicationError(
            shown(target),
            text(
                "it holds files of these names that are not ours: {names}; give another folder, or move them",
                names=name_some(strangers),
            ),
        )
    return set(names) <= set(looks)


def is_like(path: Path, look: re.Pattern[bytes]) -> bool:
    """Tell whether a regular file begins as one of ours does; one without a byte holds nothing."""
    try:
        head = read_regular(path, HEAD)
    except (OSError, ValueError):
        return False
    return not head or look.match(head) is not None


def place_files(target: Path, looks: Looks, write: Callable[[Path], object]) -> None:
    """Have files written into a hidden folder, then put all of them in place.

    ``write`` is given the folder in which it makes a file of every name in ``looks``.

    Raises
    ------
    PublicationError : nothing was changed; names the file that could not be written, and why.
    """
    work = work_folder(target)
    staged = work / STAGED
    with tell_disk_faults(target):
        check_place(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        check_parent(target)
        with hold(work, target):
            made = open_work(work, target)
            try:
                _bring_back(target, work)
                _remove(staged)
                staged.mkdir()
                write(staged)
                flush_tree(staged)
                _put(staged, target, looks)
            finally:
                _remove(staged)
                if made or not _holds_more(work):
                    remove_work(work)


def _put(staged: Path, target: Path, looks: Looks) -> None:
    if not os.path.lexists(target):
        staged.rename(target)
        keep_name(target)
    elif not check_files_of(target, looks) or not _exchange_whole(staged, target, looks):
        _put_each(staged, target, looks)


def _exchange_whole(staged: Path, target: Path, looks: Looks) -> bool:
    """Exchange a folder that holds nothing but our files; False where that cannot be done."""
    staged.chmod(stat.S_IMODE(target.stat().st_mode))
    try:
        if not exchange(staged, target):
            return False
    except OSError:
        return False  # a folder that is held fast; its files can be replaced all the same
    try:
        alone = check_files_of(staged, looks)
    except PublicationError:
        alone = False
    if not alone:  # somebody put a file there meanwhile
        exchange(staged, target)
        return False
    keep_name(target)
    return True


def _put_each(staged: Path, target: Path, looks: Looks) -> None:
    """Put files into a folder one after the other; on a fault undo all that was done."""
    kept = staged.parent / KEPT
    kept.mkdir()
    done: list[str] = []
    try:
        for name in sorted(looks):
            place = target / name
            done.append(name)
            if os.path.lexists(place):
                place.rename(kept / name)
                if not is_like(kept / name, looks[name]):
                    raise PublicationError(shown(target), text("{file} was put there meanwhile", file=name))
            (staged / name).rename(place)
        flush(target)
    except BaseException:
        for name in reversed(done):
            with suppress(OSError):
                if not os.path.lexists(staged / name):
                    (target / name).rename(staged / name)
            with suppress(OSError):
                if os.path.lexists(kept / name):
                    (kept / name).rename(target / name)
        with suppress(OSError):
            kept.rmdir()
        raise
    _remove(kept)


def _bring_back(target: Path, work: Path) -> None:
    """Bring back the files that a run kept which was killed while it replaced them.

    What it had put in place already stands, complete; the run that goes on replaces all.
    """
    kept = work / KEPT
    if not kept.is_dir():
        return
    for name in sorted(os.listdir(kept)):  # noqa: PTH208
        if not os.path.lexists(target / name):
            (kept / name).rename(target / name)
    _remove(kept)


def _holds_more(work: Path) -> bool:
    """Tell whether a work folder holds what another kind of run goes on from, or what must come back."""
    return any((work / name).exists() for name in ("staged", "finished", "old", KEPT))


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
