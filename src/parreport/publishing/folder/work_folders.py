"""The work folder of a run: beside its target, its user's alone, known by a mark.

In: a target. Out: a folder into which nobody else can put anything. What bears its name and is
not ours is never touched.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from parreport.errors import PublicationError
from parreport.files import is_regular
from parreport.language import text
from parreport.publishing.folder.disks import shown, unwritable

MARK = "parreport.work"
LONGEST_NAME = 240  # bytes of a name, to which ".", ".work" and ".lock" are added


def work_folder(target: Path) -> Path:
    """Return the folder beside the target where a run keeps its state and stages its files.

    A name that would become too long is replaced by its digest.
    """
    name = os.fsencode(target.name)
    if len(name) > LONGEST_NAME:
        return target.with_name(f".{hashlib.sha256(name).hexdigest()}.work")
    return target.with_name(f".{target.name}.work")


def open_work(work: Path, target: Path) -> bool:
    """Make the work folder of a target, or take over what an earlier run left; True = made now.

    Raises
    ------
    PublicationError : what bears its name is a link, another user's, open to others, or without the
        mark of a run; nothing of it is touched.
    """
    try:
        work.mkdir(mode=0o700)
        made = True
    except FileExistsError:
        made = False
    except OSError as error:
        raise unwritable(target, work, error) from error
    if not made and not _is_own(work):
        raise PublicationError(
            shown(target), text("{folder} is not the work folder of a run; remove it", folder=shown(work))
        )
    try:
        with suppress(FileExistsError):
            os.close(os.open(work / MARK, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        if made:
            with suppress(OSError):
                work.rmdir()
        raise unwritable(target, work / MARK, error) from error
    return made


def empty_work(work: Path) -> None:
    """Remove what an earlier run left in its work folder; the folder itself stays ours."""
    with suppress(OSError):
        for entry in os.scandir(work):
            if entry.name == MARK:
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path, ignore_errors=True)
            else:
                with suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108


def remove_work(work: Path) -> None:
    """Remove a work folder, its mark last, if it is ours; what cannot go goes with the next run."""
    if not _is_own(work):
        return
    empty_work(work)
    with suppress(OSError):
        if os.listdir(work) == [MARK]:  # noqa: PTH208
            (work / MARK).unlink()
        work.rmdir()


def _is_own(work: Path) -> bool:
    """Tell whether a folder is one that a run of this user made: marked, or still empty."""
    try:
        facts = work.lstat()
        if not stat.S_ISDIR(facts.st_mode):
            return False
        if hasattr(os, "geteuid") and (facts.st_uid != os.geteuid() or facts.st_mode & 0o022):
            return False
        return is_regular(work / MARK) or not os.listdir(work)  # noqa: PTH208
    except OSError:
        return False
