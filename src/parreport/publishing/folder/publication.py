"""A folder of reports is replaced as a whole, or not at all.

In: a staged folder in the work folder beside its target. Out: the target, complete. On Linux the two
are exchanged in one step; elsewhere, killed between two renames, the next run mends the target. Only
a folder that is new, empty or ours is replaced, and of it only what its manifest lists is deleted.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from parreport.errors import PublicationError
from parreport.language import text
from parreport.publishing.folder.disks import exchange, flush_tree, keep_name, shown, tell_disk_faults
from parreport.publishing.folder.judging import Judged, check_folder, clear_folder, judge_folder, name_some, strange
from parreport.publishing.folder.manifest import MANIFEST
from parreport.publishing.folder.targets import check_place

DISPLACED = "old"  # in the work folder, where two renames stand for an exchange


def publish(staged: Path, target: Path) -> None:
    """Put a staged folder in the place of the target; the old folder goes only then.

    The target is judged before, and what was displaced once more after: somebody may have put a
    file there in between.

    Raises
    ------
    PublicationError : nothing was changed; the old folder stands as it was.
    """
    if not staged.is_dir():
        raise PublicationError(shown(target), text("there is nothing to publish at {folder}", folder=shown(staged)))
    check_place(target)
    repair(staged.parent, target)
    displaced = staged
    with tell_disk_faults(target):
        flush_tree(staged)
        judged = check_folder(target)
        if judged.state == "absent":
            staged.rename(target)
            keep_name(target)
            return
        if not exchange(staged, target):
            displaced = staged.parent / DISPLACED
            _move_both(staged, target, displaced)
        judged = judge_folder(displaced)
        if judged.state == "strange":
            _move_back(staged, target, displaced)
            raise strange(target, judged)
    keep_name(target)
    _clear(displaced, target, judged)


def repair(work: Path, target: Path) -> None:
    """Mend what a run left that was killed while it published.

    Killed between two renames, the old folder comes back; killed after them or after the exchange,
    it goes, but for what no build put there: that is set aside beside the target.

    Raises
    ------
    PublicationError : the old folder cannot be brought back.
    """
    displaced = work / DISPLACED
    with tell_disk_faults(target):
        if os.path.lexists(displaced):
            if not os.path.lexists(target):
                displaced.rename(target)
                return
            _clear(displaced, target, judge_folder(displaced))
        staged = work / "staged"
        if os.path.lexists(staged / MANIFEST):
            judged = judge_folder(staged)
            if judged.strangers and judged.manifest is not None:
                _clear(staged, target, judged)


def _move_both(staged: Path, target: Path, displaced: Path) -> None:
    """Put a staged folder in the place of another by two renames."""
    target.rename(displaced)
    try:
        staged.rename(target)
    except BaseException:
        displaced.rename(target)
        raise


def _move_back(staged: Path, target: Path, displaced: Path) -> None:
    """Undo what put a staged folder in the place of another."""
    if displaced == staged:
        exchange(staged, target)
        return
    target.rename(staged)
    displaced.rename(target)


def _clear(folder: Path, target: Path, judged: Judged) -> None:
    """Delete what is known of a displaced folder; set aside what is not, beside the target.

    Raises
    ------
    PublicationError : something was set aside; says where.
    """
    if clear_folder(folder, judged):
        return
    left = judge_folder(folder)
    unknown = set(left.strangers) - {*judged.files, *judged.folders}
    if left.state != "strange" or not unknown:
        return  # ours, and could not go: it goes with the work folder
    aside = Path(tempfile.mkdtemp(prefix=f"{target.name[:100]}-", dir=target.parent))
    folder.rename(aside)
    raise PublicationError(
        shown(target),
        text(
            "somebody put {names} there meanwhile; it was set aside in {folder}",
            names=name_some(sorted(unknown)),
            folder=shown(aside),
        ),
    )
