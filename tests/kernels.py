"""Kernels that all runs of a test process share: what the fork server imports, it imports once."""

from __future__ import annotations

import atexit
import contextlib
from collections.abc import Iterator, Sequence

from parreport.publishing.running.kernels import Kernels, open_kernels

_shared: dict[tuple[str, ...], Kernels] = {}


@contextlib.contextmanager
def share_kernels(preload: Sequence[str] = ()) -> Iterator[Kernels]:
    """Yield what ``open_kernels`` yields, opened once; opened anew where a run stopped it or killed its server."""
    kept = tuple(preload)
    if kept not in _shared or _shared[kept].stopped or not _shared[kept].start_server():
        opened = contextlib.ExitStack()
        atexit.register(opened.close)
        _shared[kept] = opened.enter_context(open_kernels(kept))
    yield _shared[kept]
