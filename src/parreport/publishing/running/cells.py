"""Cells run: an ordinary IPython kernel without sockets, in a process that runs one notebook.

In: an order, one line of JSON: the folder, the cells, the memory that they may take. Out: what a
kernel tells of each cell, a line of JSON each, in the order in which it came: outputs, then how the
cell ended. ``python -m parreport.publishing.running.cells`` takes the order from standard input; a
process that was split off the fork server takes it from the connection that asked for it.
"""

from __future__ import annotations

import asyncio
import codecs
import io
import json
import os
import random
import select
import signal
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO, NoReturn

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session, json_packer
from traitlets.config import Config

PIPE_BYTES = 65536
STREAM_CHARACTERS = 4096
PAUSE_S = 0.1
MEMORY_RESERVE = 128 * 2**20
CAN_WATCH = os.name == "posix"  # elsewhere what a library prints past Python is not seen

_cell: ContextVar[int | None] = ContextVar("cell", default=None)


class Wire(Session):
    """The session of a kernel, with one line of JSON for each message, and none of its sockets."""

    def open(self, number: int) -> None:
        """Send to a file descriptor from now on, and take in what is printed, by Python and past it."""
        self.lock = threading.RLock()
        self.number, self.running, self.is_here = number, 0, True
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._stay_behind)
        self.printed: list[tuple[str, int, str]] = []
        self.printed_n = 0
        if CAN_WATCH:
            self.poll = select.poll()
        self.ends: dict[int, tuple[str, codecs.IncrementalDecoder]] = {}
        for place, name in ((1, "stdout"), (2, "stderr")):
            if CAN_WATCH:
                end, start = os.pipe()
                os.dup2(start, place)
                os.close(start)
                self.poll.register(end, select.POLLIN)
                self.ends[end] = (name, codecs.getincrementaldecoder("utf-8")("replace"))
            setattr(sys, name, Stream(self, place, name))
        threading.Thread(target=self._watch, daemon=True).start()

    def send(
        self, stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None, *others: Any, **more: Any
    ) -> None:
        """Send a message of the kernel; one of a process that a cell split off is not sent."""
        kind = msg_or_type
        if isinstance(msg_or_type, dict):
            kind, content, parent = (msg_or_type[key] for key in ("msg_type", "content", "parent_header"))
        if self.is_here and not kind.startswith("comm_"):
            self.flush()
            self.tell(kind, int((parent or {}).get("msg_id", self.running)), content)

    def tell(self, kind: str, cell: int, content: Any) -> None:
        """Send a message about a cell."""
        message = {"kind": kind, "cell": cell, "content": content}
        try:
            packed = json_packer(message)
        except UnicodeError:  # half a letter, which no file can hold
            packed = json.dumps(message, ensure_ascii=False).encode("utf-8", "replace")
        with self.lock:
            view = memoryview(packed + b"\n")
            while view:
                view = view[os.write(self.number, view) :]

    def print(self, name: str, words: str, cell: int | None = None) -> None:
        """Take printed words; they are sent soon, together with others."""
        with self.lock:
            if words != "\n":  # the end of a line stays with it
                self._drain()
            self.printed.append((name, self.running if cell is None else cell, words))
            self.printed_n += len(words)
            if self.printed_n > STREAM_CHARACTERS:
                self.flush()

    def flush(self) -> None:
        """Send what was printed so far."""
        with self.lock:
            self._drain()
            printed, self.printed, self.printed_n = self.printed, [], 0
            while printed:
                name, cell, words = printed.pop(0)
                while printed and printed[0][:2] == (name, cell):
                    words += printed.pop(0)[2]
                if words:
                    self.tell("stream", cell, {"name": name, "text": words})

    def _drain(self) -> None:
        """Take what was written past Python: by libraries, and by programs that a cell started."""
        for end, _ in self.poll.poll(0) if self.ends else ():
            name, decoder = self.ends[end]
            piece = os.read(end, PIPE_BYTES)
            if not piece:  # a cell has closed the stream
                self.poll.unregister(end)
                del self.ends[end]
            words = decoder.decode(piece)
            self.printed.append((name, self.running, words))
            self.printed_n += len(words)

    def _stay_behind(self) -> None:
        self.is_here = False  # in a process that a cell split off

    def _watch(self) -> None:
        while True:
            select.select(list(self.ends), [], [], PAUSE_S) if CAN_WATCH else time.sleep(PAUSE_S)
            self.flush()


class Stream(io.TextIOBase):
    """Standard output or error of the cells."""

    encoding = "UTF-8"

    def __init__(self, wire: Wire, number: int, name: str) -> None:
        self.wire, self.number, self.name = wire, number, name

    def fileno(self) -> int:
        """Return the descriptor that programs and libraries write to; it is watched."""
        return self.number

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, words: str) -> int:
        """Take words, in a process that a cell split off by way of the descriptor."""
        if not isinstance(words, str):
            raise TypeError(f"write() argument must be str, not {type(words)}")
        if self.wire.is_here:
            self.wire.print(self.name, words, _cell.get())
        else:
            os.write(self.number, words.encode("utf-8", "replace"))
        return len(words)

    def flush(self) -> None:
        """Send what was printed."""
        if self.wire.is_here:
            self.wire.flush()


@cache
def make_kernel() -> Any:
    """Return the kernel of this process; made in the fork server, each process has its own copy of it."""
    app = IPKernelApp.instance()
    app.kernel = IPythonKernel(  # type: ignore[no-untyped-call]
        session=Wire(),
        config=Config({"HistoryManager": {"hist_file": ":memory:"}}),
        log=app.log,
        shell_channel_thread=SimpleNamespace(parent_thread=None),  # there is none, and no subshells
    )
    kernel: Any = app.kernel
    kernel.shell.extension_manager.load_extension("storemagic")
    return kernel


def run_notebook(reader: BinaryIO, number: int) -> NoReturn:
    """Run the cells that are ordered, tell of them, and stay until the one who ordered goes or kills."""
    line = reader.readline()
    if not line:
        os._exit(1)
    waiting = threading.Thread(target=_end_with, args=(reader,), daemon=True)
    waiting.start()
    order = json.loads(line)
    os.chdir(order["folder"])
    if hasattr(time, "tzset"):
        time.tzset()
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.argv = ["ipykernel_launcher.py"]
    kernel = make_kernel()
    kernel.shell.user_ns["_dh"][:] = [Path.cwd()]
    wire = kernel.session
    wire.open(number)
    if order["memory"] is not None:
        limit_memory(kernel.shell, order["memory"])
    wire.tell("ready", 0, {"pid": os.getpid(), "language_info": kernel.language_info})
    asyncio.run(_run_cells(kernel, order["cells"]))
    waiting.join()
    os._exit(0)


async def _run_cells(kernel: Any, cells: Sequence[tuple[int, str, bool]]) -> None:
    """Run the cells in their order; after one that fails without leave, none."""
    wire = kernel.session
    for number, source, may_fail in cells:
        wire.running = number
        _cell.set(number)
        kernel.set_parent([], {"header": {"msg_id": str(number), "msg_type": "execute_request"}, "content": {}})
        wire.tell("execute_input", number, {"execution_count": kernel.shell.execution_count})
        reply = await kernel.do_execute(source, silent=False, store_history=True, allow_stdin=False)
        wire.flush()
        wire.tell("execute_reply", number, {key: reply.get(key) for key in ("status", "ename", "evalue")})
        if kernel.shell.exit_now:
            os._exit(0)
        if reply["status"] != "ok" and not may_fail:
            break


def limit_memory(shell: Any, memory: int) -> None:
    """Let this process allocate so many bytes more than it holds now, where the system can do that.

    It may raise its own limit by a reserve, to tell what happened.
    """
    if sys.platform != "linux":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    cap = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (cap, cap + MEMORY_RESERVE))

    def show(shell: Any, kind: Any, error: Any, trace: Any, tb_offset: int | None = None) -> None:
        resource.setrlimit(resource.RLIMIT_AS, (cap + MEMORY_RESERVE, cap + MEMORY_RESERVE))
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)

    shell.set_custom_exc((MemoryError,), show)


def _end_with(reader: BinaryIO) -> None:
    """End this process, and what its cells started, when nobody waits for it any more."""
    with suppress(OSError):
        reader.read()
    if os.name == "posix":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def main() -> None:
    """Run the cells that standard input orders."""
    reader, number = os.fdopen(os.dup(0), "rb"), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for place in (0, 1):
        os.dup2(null, place)
    run_notebook(reader, number)


if __name__ == "__main__":
    main()
