"""How many files a run may have open at once: raised as far as needed, or refused at once.

In: how many notebooks run at once. Out: nothing, or an error before anything is made.
"""

from __future__ import annotations

from pathlib import Path

from parreport.errors import PublicationError
from parreport.language import text
from parreport.publishing.folder.disks import shown

BESIDE_KERNELS = 40
OF_A_KERNEL = 16  # measured: a build of four at once has 63 files open at most


def allow_files(target: Path, workers: int) -> None:
    """Let this process open as many files as so many notebooks at once need.

    Raises
    ------
    PublicationError : the system allows fewer.
    """
    try:
        import resource
    except ImportError:
        return
    needed = BESIDE_KERNELS + OF_A_KERNEL * workers
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return
    if hard == resource.RLIM_INFINITY or hard >= needed:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
            return
        except (OSError, ValueError):
            pass
    words = text(
        "{n} notebooks at once need {needed} open files, the system allows {allowed}: raise the limit (ulimit "
        "-n), or give fewer --workers",
        n=workers,
        needed=needed,
        allowed=soft if hard < needed else hard,
    )
    raise PublicationError(shown(target), words)
