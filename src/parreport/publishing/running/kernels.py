"""A fresh process for each notebook: split off a fork server where there is one, else started anew.

In: the cells of a notebook. Out: a kernel, a process that tells of each cell (see ``cells``). The
fork server of a run is started when it is first asked for, and again if it was killed. Both ways
run the same code with the same environment, and give the same bytes.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

SERVER_STARTS = 3
START_TIMEOUT_S = 60
SOCKET_PATH_LIMIT = 90
LOG_TAIL = 4096
CANNOT_FORK = 3  # the exit status of a fork server that must not fork
INLINE = "module://matplotlib_inline.backend_inline"
CAN_FORK = sys.platform == "linux"


class Kernel:
    """One process with its two ends: it is sent an order, and tells of its cells.

    ``status``: its exit status, negative for a signal; None while it runs, and where the fork server
    went with it.
    """

    def __init__(
        self,
        writer: IO[bytes],
        reader: IO[bytes],
        owner: socket.socket | subprocess.Popen[bytes],
        log: IO[bytes] | None = None,
    ) -> None:
        self.status: int | None = None
        self.language: dict[str, Any] = {}
        self._writer, self._reader, self._owner, self._log = writer, reader, owner, log
        self._pid: int | None = None

    def start(self, order: Mapping[str, Any]) -> str | None:
        """Send the order and wait until the process is ready; return why it is not, if it is not."""
        late = threading.Timer(START_TIMEOUT_S, self.kill)
        late.start()
        try:
            with suppress(OSError):
                self._writer.write(json.dumps(order).encode() + b"\n")
                self._writer.flush()
            told = self.receive()
        finally:
            late.cancel()
        if told is None:
            return _last_line(self._log) or f"status {self.status}"
        self._pid, self.language = told["content"]["pid"], told["content"]["language_info"]
        return None

    def receive(self) -> dict[str, Any] | None:
        """Return what the process tells next, or None when it has ended."""
        for line in self._lines():
            try:
                told: dict[str, Any] = json.loads(line)
            except ValueError:
                continue  # it ended within a line
            if told["kind"] != "exit":
                return told
            self.status = told["content"]["status"]
            break
        if isinstance(self._owner, subprocess.Popen):
            self.status = self._owner.wait()
        return None

    def _lines(self) -> Iterator[bytes]:
        with suppress(OSError, ValueError):
            while line := self._reader.readline():
                yield line

    @property
    def was_lost(self) -> bool:
        """Whether the process ended for no doing of its own: its server went, or it was killed."""
        return self.status in (None, -signal.SIGTERM, -getattr(signal, "SIGKILL", 9))

    def kill(self) -> None:
        """Kill the process and what its cells started; from any thread."""
        if isinstance(self._owner, subprocess.Popen):
            self._owner.kill()
            return
        if self._pid is not None and self.status is None:
            kill_group(self._pid)
        with suppress(OSError):
            self._owner.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Kill the process, and let nothing of it be left."""
        self.kill()
        for end in (self._writer, self._reader, self._log):
            with suppress(OSError):
                if end is not None:
                    end.close()
        if isinstance(self._owner, subprocess.Popen):
            self._owner.wait()
        else:
            self._owner.close()


class Kernels:
    """The kernels of one run in this process: their folder, their environment, their fork server.

    ``preload`` names what the fork server imports beside its own: ``module`` or ``module:function``,
    which is also called.
    """

    def __init__(self, home: Path, preload: tuple[str, ...] = ()) -> None:
        self.home = home
        self.preload = preload
        self.env = kernel_environment(home)
        self.starts = 0
        self.server: subprocess.Popen[bytes] | None = None
        self._path = home / "server"
        self._starting, self._lock = threading.Lock(), threading.Lock()
        self._open: set[Kernel] = set()
        self.stopped = False

    def open(self, warm: bool) -> Kernel:
        """Open a kernel, cold where it cannot be warm; it waits for its order."""
        kernel = (self._connect() if warm else None) or self._start_cold()
        with self._lock:
            self._open.add(kernel)
            if self.stopped:
                kernel.kill()
        return kernel

    def close(self, kernel: Kernel) -> None:
        """Close a kernel."""
        with self._lock:
            self._open.discard(kernel)
        kernel.close()

    def stop(self) -> None:
        """Kill all kernels, now and from now on."""
        with self._lock:
            self.stopped = True
            for kernel in self._open:
                kernel.kill()

    def start_server(self) -> bool:
        """Start the fork server if it does not run; tell whether it does."""
        with self._starting:
            if self.server is not None:
                if self.server.poll() is None:
                    return True
                self.server.communicate()
                if self.server.returncode == CANNOT_FORK:
                    return False
            if not CAN_FORK or self.starts >= SERVER_STARTS:
                return False
            self.starts += 1
            self._path.unlink(missing_ok=True)
            with socket.socket(socket.AF_UNIX) as listener, (self.home / "server.log").open("wb") as log:
                listener.bind(str(self._path))
                listener.listen(64)
                number = listener.fileno()
                module = "parreport.publishing.running.fork_server"
                self.server = subprocess.Popen(
                    [sys.executable, "-m", module, str(os.getpid()), str(number), *self.preload],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    env=self.env,
                    pass_fds=(number,),
                    start_new_session=True,
                )
        return True

    def end(self) -> None:
        """End the fork server, and with it every kernel it made."""
        with self._starting:
            self.starts = SERVER_STARTS
            if self.server is not None:
                self.server.kill()
                self.server.communicate()
                self.server = None

    def _connect(self) -> Kernel | None:
        if not self.start_server():
            return None
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(str(self._path))
        except OSError:
            connection.close()
            return None
        return Kernel(connection.makefile("wb"), connection.makefile("rb"), connection)

    def _start_cold(self) -> Kernel:
        log = tempfile.TemporaryFile()  # noqa: SIM115
        process = subprocess.Popen(
            [sys.executable, "-m", "parreport.publishing.running.cells"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=self.env,
            start_new_session=True,
        )
        threading.Thread(target=_kill_rest, args=(process,), daemon=True).start()
        assert process.stdin is not None and process.stdout is not None
        return Kernel(process.stdin, process.stdout, process, log)


_known: dict[tuple[int, str], Kernels] = {}  # by process, for one that is split off copies this
_knowing = threading.Lock()


@contextmanager
def open_kernels(preload: Sequence[str] = ()) -> Iterator[Kernels]:
    """Open the kernels of a run in this process, and end them with it.

    The fork server imports ``preload`` from now on, while this process does something else.
    """
    with make_home() as home:
        kernels = _known[os.getpid(), home] = Kernels(Path(home), tuple(preload))
        try:
            kernels.start_server()
            yield kernels
        finally:
            del _known[os.getpid(), home]
            kernels.end()


def find_kernels(home: str, preload: tuple[str, ...]) -> Kernels:
    """Return the kernels of a run by their folder; in another process than the run's, its own until it ends."""
    with _knowing:
        key = os.getpid(), home
        if key not in _known:
            own = make_home()
            _known[key] = Kernels(Path(own.name), preload)
            atexit.register(own.cleanup)
            atexit.register(_known[key].end)
        return _known[key]


def kernel_environment(home: Path) -> dict[str, str]:
    """Return the environment of every kernel of a run: the user's, less what makes runs differ."""
    return os.environ | {
        "MPLBACKEND": INLINE,
        "PYTHONHASHSEED": "0",
        "PYTHONSAFEPATH": "1",  # no module of the folder where the command runs is imported
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "IPYTHONDIR": str(home / "ipython"),
        # Notebooks run side by side; sums of threads would depend on the number of processors.
        **{f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")},
    }


def kill_group(pid: int) -> None:
    """Kill a process and what it started; it may have gone already, or have no group yet."""
    for kill in (os.killpg, os.kill):
        with suppress(OSError):
            kill(pid, signal.SIGKILL)


def _kill_rest(process: subprocess.Popen[bytes]) -> None:
    """Kill what the cells of a process started, once it has ended."""
    process.wait()
    if os.name == "posix":
        with suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)


def make_home() -> tempfile.TemporaryDirectory[str]:
    """Make a temporary folder whose path is short enough for sockets."""
    base = tempfile.gettempdir()
    if os.name == "posix" and len(base) > SOCKET_PATH_LIMIT - 30:
        base = "/tmp"
    return tempfile.TemporaryDirectory(prefix="pr-", dir=base, ignore_cleanup_errors=True)


def _last_line(log: IO[bytes] | None) -> str:
    """Return the last line that a process wrote on its way out."""
    if log is None:
        return ""
    log.seek(max(0, log.seek(0, os.SEEK_END) - LOG_TAIL))
    lines = log.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""
