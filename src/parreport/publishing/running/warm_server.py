"""The fork server: a process that has imported what notebooks need, and splits off kernels.

In: requests on a Unix socket, one connection per kernel. Out: a fresh process per request, its
process number, and at its end its exit status. Run as ``python -m parreport.publishing.running.warm_server
PARENT SOCKET MODULE[:FUNCTION] …``: the process that asks, a listening socket that is inherited,
what to import or call; see ``warm_kernels`` for the other end.

A kernel lives no longer than its connection, and no longer than the server; the server lives no
longer than its standard input and its parent. The server runs no thread, so that a fork is safe: where an import
started one, requests are refused, and their kernels start cold.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import importlib.util
import json
import os
import random
import selectors
import shutil
import signal
import socket
import struct
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

ALWAYS = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "zmq.utils.garbage",
    "debugpy",
    "numpy.random",
    "pandas",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "seaborn",
)
LAUNCHER = ["-m", "ipykernel_launcher"]
INLINE = "module://matplotlib_inline.backend_inline"
REQUEST_TIMEOUT_S = 5
PARENT_CHECK_S = 1
PR_SET_PDEATHSIG = 1
# What a process reads but once, as it starts or imports: there a kernel must agree with the server.
FIXED_PREFIXES = ("PYTHON", "LD_", "OMP_", "OPENBLAS_", "MKL_", "MALLOC_", "LC_")
FIXED_NAMES = ("LANG", "LANGUAGE", "MPLBACKEND", "MPLCONFIGDIR")


@dataclass(frozen=True)
class Request:
    """One kernel to be: its command line, folder and environment, and its two output streams."""

    argv: list[str]
    cwd: str
    env: dict[str, str]
    streams: tuple[int, int]


class Server:
    """Accepts requests, splits off kernels, and follows both ends of each."""

    def __init__(self, parent: int, listener: socket.socket) -> None:
        self.parent = parent
        self.listener = listener
        self.pid = os.getpid()
        self.fixed = fixed_variables(os.environ)
        self.kernels: dict[int, socket.socket] = {}
        self.selector = selectors.DefaultSelector()
        self.wake_read, self.wake_write = os.pipe()
        for end in (self.wake_read, self.wake_write):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self.wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        self.selector.register(listener, selectors.EVENT_READ, self.accept)
        self.selector.register(self.wake_read, selectors.EVENT_READ, self.reap)
        self.selector.register(0, selectors.EVENT_READ, self.end)

    def serve(self) -> Request:
        """Serve until the end; return only in a kernel just split off, with its request."""
        while True:
            for key, _ in self.selector.select(PARENT_CHECK_S):
                request = key.data()
                if request is not None:
                    return request  # type: ignore[no-any-return]
            self.end_if_alone()

    def accept(self) -> Request | None:
        """Answer one request; in the new kernel return it."""
        try:
            connection, _ = self.listener.accept()
        except OSError:
            return None
        try:
            connection.settimeout(REQUEST_TIMEOUT_S)
            request = receive_request(connection)
        except (OSError, ValueError, KeyError):
            connection.close()
            return None
        fault = self.find_fault(request)
        if fault is None:
            pid = os.fork()
            if pid == 0:
                self.forget()
                connection.close()
                return request
            answer: dict[str, Any] = {"pid": pid}
            self.kernels[pid] = connection
            self.selector.register(connection, selectors.EVENT_READ, lambda: self.drop(pid))
        else:
            answer = {"refused": fault}
        for stream in request.streams:
            os.close(stream)
        send_answer(connection, answer)
        if fault is not None:
            connection.close()
        return None

    def find_fault(self, request: Request) -> str | None:
        """Return why a request needs a process of its own, or None where a fork will do."""
        if request.argv[1:3] != LAUNCHER:
            return "another kernel"
        if os.path.realpath(request.argv[0]) != os.path.realpath(sys.executable):
            return "another Python"
        if fixed_variables(request.env) != self.fixed:
            return "another environment"
        threads = count_threads()
        return None if threads == 1 else f"{threads} threads"

    def drop(self, pid: int) -> None:
        """End a kernel whose requester has gone."""
        connection = self.kernels.pop(pid, None)
        if connection is not None:
            self.selector.unregister(connection)
            connection.close()
            kill_group(pid)

    def reap(self) -> None:
        """Collect kernels that have ended, with what they left running, and tell their requesters."""
        with contextlib.suppress(BlockingIOError):
            os.read(self.wake_read, 4096)
        while True:
            try:
                ended = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
            except ChildProcessError:
                return
            if ended is None:
                return
            kill_group(ended.si_pid)
            pid, status = os.waitpid(ended.si_pid, 0)
            connection = self.kernels.pop(pid, None)
            if connection is not None:
                self.selector.unregister(connection)
                send_answer(connection, {"status": os.waitstatus_to_exitcode(status)})
                connection.close()

    def end_if_alone(self) -> None:
        """End with the process that asks for kernels."""
        if os.getppid() != self.parent:
            self.end()

    def end(self) -> NoReturn:
        """End every kernel and this server; the folder of a run that was killed goes too."""
        for pid in self.kernels:
            kill_group(pid)
        shutil.rmtree(Path(self.listener.getsockname()).parent, ignore_errors=True)
        os._exit(0)

    def forget(self) -> None:
        """Leave, in a kernel just split off, everything that belongs to the server."""
        die_with_parent(self.pid)
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.selector.close()
        self.listener.close()
        for connection in self.kernels.values():
            connection.close()
        os.close(self.wake_read)
        os.close(self.wake_write)


def main(arguments: Sequence[str]) -> None:
    """Import, serve; in a kernel split off, run it to its end."""
    # Like the stock launcher: the working folder comes back when the shell of the kernel starts.
    if sys.path and sys.path[0] == str(Path.cwd()):
        del sys.path[0]
    parent, number, *modules = arguments
    listener = socket.socket(fileno=int(number))
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    os.environ["MPLBACKEND"] = INLINE
    server = Server(int(parent), listener)
    for name in (*ALWAYS, *modules):
        server.end_if_alone()
        # A module that cannot be imported fails in the cell that asks for it, with its error.
        with contextlib.suppress(Exception):
            prepare(name)
    gc.collect()
    gc.freeze()
    start_kernel(server.serve())


def prepare(name: str) -> None:
    """Import a module; with a function after a colon, call that too."""
    module, _, function = name.partition(":")
    found = importlib.import_module(module)
    if function:
        getattr(found, function)()


def start_kernel(request: Request) -> None:
    """Make this process what a cold start would have made it, then run the kernel."""
    null = os.open(os.devnull, os.O_RDONLY)
    for target, source in enumerate((null, *request.streams)):
        os.dup2(source, target)
    for source in (null, *request.streams):
        if source > 2:
            os.close(source)
    os.chdir(request.cwd)
    os.environ.clear()
    os.environ.update(request.env)
    time.tzset()
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    launcher = importlib.util.find_spec(LAUNCHER[1])
    sys.argv = [str(launcher.origin) if launcher else LAUNCHER[1], *request.argv[3:]]
    from ipykernel.kernelapp import IPKernelApp

    IPKernelApp.launch_instance(request.argv[3:])


def receive_request(connection: socket.socket) -> Request:
    """Read a request: its length, then JSON, with the two output streams beside it."""
    first, streams, _, _ = socket.recv_fds(connection, 4, 2)
    try:
        body = bytearray()
        (length,) = struct.unpack("!I", first)
        while len(body) < length:
            piece = connection.recv(length - len(body))
            if not piece:
                raise ValueError("a request broke off")
            body += piece
        facts = json.loads(body)
        out, err = streams
        return Request(facts["argv"], facts["cwd"], facts["env"], (out, err))
    except BaseException:
        for stream in streams:
            os.close(stream)
        raise


def send_answer(connection: socket.socket, answer: Mapping[str, Any]) -> None:
    """Send one line of JSON; a requester that has gone gets none."""
    with contextlib.suppress(OSError):
        connection.sendall(json.dumps(answer).encode() + b"\n")


def fixed_variables(env: Mapping[str, str]) -> dict[str, str]:
    """Return the variables that a process reads but once."""
    fixed = {name: value for name, value in env.items() if name.startswith(FIXED_PREFIXES) or name in FIXED_NAMES}
    return {"MPLBACKEND": INLINE} | fixed


def count_threads() -> int:
    """Return the threads of this process, those of libraries too."""
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208
    except OSError:
        return len(sys._current_frames())


def kill_group(pid: int) -> None:
    """Kill a kernel and what it started; it may have gone already, or have no group yet."""
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(OSError):
            kill(pid, signal.SIGKILL)


def die_with_parent(parent: int) -> None:
    """Have the system kill this process when its parent ends, however it ends."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
