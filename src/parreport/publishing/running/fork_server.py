"""The fork server: a process that has imported what notebooks need, and splits off one for each.

In: connections to a Unix socket. Out: for each a fresh process that runs the cells ordered on it
(see ``cells``), and at its end its exit status on the same connection. Run as ``python -m
parreport.publishing.running.fork_server PARENT SOCKET MODULE[:FUNCTION] …``: the process that asks,
a listening socket that is inherited, what to import or call.

A process lives no longer than its connection and the server, the server no longer than its standard
input and its parent. It runs no thread, so that a fork is safe: where an import started one, it ends
at once, and processes start cold.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import pkgutil
import select
import shutil
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from parreport.publishing.running.kernels import CANNOT_FORK, kill_group

ALWAYS = (
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "numpy.random",
    "pandas",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
)
PARENT_CHECK_S = 0.5
PR_SET_PDEATHSIG = 1


class Server:
    """Accepts connections, splits off processes, and tells how each ended."""

    def __init__(self, parent: int, listener: socket.socket) -> None:
        self.parent, self.pid = parent, os.getpid()
        self.listener = listener
        self.children: dict[int, socket.socket] = {}
        self.wake, self.wake_start = os.pipe()
        for end in (self.wake, self.wake_start):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self.wake_start, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.signal(signal.SIGALRM, lambda number, frame: self.end_if_alone())
        signal.setitimer(signal.ITIMER_REAL, PARENT_CHECK_S, PARENT_CHECK_S)  # also while modules are imported

    def serve(self) -> socket.socket:
        """Serve until the end; return only in a process just split off, with its connection."""
        while True:
            ready, _, _ = select.select([0, self.listener.fileno(), self.wake], [], [])
            if 0 in ready:
                self.end()
            self.reap()
            if self.listener.fileno() in ready:
                connection, _ = self.listener.accept()
                pid = os.fork()
                if pid == 0:
                    self.forget()
                    return connection
                self.children[pid] = connection

    def reap(self) -> None:
        """Collect processes that have ended, with what they left running."""
        with contextlib.suppress(BlockingIOError):
            os.read(self.wake, 4096)
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) is not None:
                kill_group(ended.si_pid)
                pid, status = os.waitpid(ended.si_pid, 0)
                if pid not in self.children:
                    continue  # something that an import started
                told = {"kind": "exit", "cell": 0, "content": {"status": os.waitstatus_to_exitcode(status)}}
                with self.children.pop(pid) as connection, contextlib.suppress(OSError):
                    connection.sendall(b"\n" + json.dumps(told).encode() + b"\n")  # it may have ended within a line

    def end_if_alone(self) -> None:
        """End with the process that asks."""
        if os.getppid() != self.parent:
            self.end()

    def end(self) -> NoReturn:
        """End every process and this server; the folder of a run that was killed goes too."""
        for pid in self.children:
            kill_group(pid)
        shutil.rmtree(Path(self.listener.getsockname()).parent, ignore_errors=True)
        os._exit(0)

    def forget(self) -> None:
        """Leave, in a process just split off, everything that belongs to the server."""
        with contextlib.suppress(OSError, AttributeError):  # the server may be killed, and this process with it
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != self.pid:
            os._exit(1)
        os.setsid()
        signal.set_wakeup_fd(-1)
        for kind in (signal.SIGCHLD, signal.SIGALRM):
            signal.signal(kind, signal.SIG_DFL)
        for owned in (self.listener, *self.children.values()):
            owned.close()
        for number in (self.wake, self.wake_start):
            os.close(number)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)


def main(arguments: Sequence[str]) -> None:
    """Import, serve; in a process split off, run its notebook."""
    parent, number, *modules = arguments
    server = Server(int(parent), socket.socket(fileno=int(number)))
    from parreport.publishing.running.cells import make_kernel, run_notebook

    with make_kernel().shell.builtin_trap:  # libraries look for a notebook when they are imported
        for name in (*ALWAYS, *modules):
            # A module that cannot be imported fails in the cell that asks for it, with its error.
            with contextlib.suppress(Exception):
                found = pkgutil.resolve_name(name)
                if ":" in name:
                    found()
    if len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208
        sys.exit(CANNOT_FORK)
    gc.collect()
    gc.freeze()
    connection = server.serve()
    run_notebook(connection.makefile("rb"), connection.fileno())


if __name__ == "__main__":
    main(sys.argv[1:])
