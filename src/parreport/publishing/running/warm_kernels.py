"""Warm kernels from the other end: a fork server of this process, and a provisioner that asks it.

In: the command of a kernel. Out: its process, split off from the fork server where there is one
(see ``warm_server``), else started cold by Jupyter, with the same results. The provisioner is
installed as ``parreport-warm`` for the kernel ``parreport``, so that any Jupyter program can use it.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

SERVER_VARIABLE = "PARREPORT_KERNEL_SERVER"
SERVER_STARTS = 3
FORK_TIMEOUT_S = 60
KILL_TIMEOUT_S = 5
SOCKET_PATH_LIMIT = 90
CAN_FORK = sys.platform == "linux"


class Refused(Exception):
    """The fork server does not make this kernel; it starts cold."""


class WarmServer:
    """The fork server of this process: started when first asked for, again if it was killed."""

    def __init__(self, home: Path, preload: Sequence[str] = ()) -> None:
        self.path = home / "server"
        self.preload = tuple(preload)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0

    def address(self, env: Mapping[str, str]) -> str | None:
        """Return the socket of a running server, or None where there can be none."""
        if not CAN_FORK:
            return None
        with self._lock:
            running = self._process is not None and self._process.poll() is None
            if not running and not self._start(env):
                return None
        return str(self.path)

    def close(self) -> None:
        """End the server, and with it every kernel it made."""
        with self._lock:
            self._starts = SERVER_STARTS
            if self._process is not None:
                self._process.kill()
                self._process.communicate()
                self._process = None
            self.path.unlink(missing_ok=True)

    def _start(self, env: Mapping[str, str]) -> bool:
        if self._starts >= SERVER_STARTS:
            return False
        self._starts += 1
        self.path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(str(self.path))
            listener.listen(64)
            number = listener.fileno()
            module = "parreport.publishing.running.warm_server"
            with self.path.with_suffix(".log").open("wb") as log:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", module, str(os.getpid()), str(number), *self.preload],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=log,
                    env=dict(env),
                    pass_fds=(number,),
                    start_new_session=True,
                )
        return True


class WarmProcess:
    """A kernel split off from the fork server, as far as Jupyter looks at a process.

    ``returncode`` is None while it runs; ``lost`` tells that the server went, and the kernel with
    it, without an exit status.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.lost = False
        self._connection = connection
        self._received = b""

    def poll(self) -> int | None:
        """Return the exit status, negative for a signal, or None while the kernel runs."""
        while self.returncode is None:
            try:
                self._take(self._connection.recv(4096))
            except BlockingIOError:
                break
            except OSError:
                self._take(b"")
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end of the kernel and return its exit status."""
        if self.returncode is None:
            self._connection.settimeout(timeout)
            try:
                while self.returncode is None:
                    self._take(self._connection.recv(4096))
            except TimeoutError as error:
                raise subprocess.TimeoutExpired("kernel", timeout or 0) from error
            finally:
                if self.returncode is None:
                    self._connection.setblocking(False)
        assert self.returncode is not None
        return self.returncode

    async def ended(self) -> None:
        """Wait for the end of the kernel without holding up the loop."""
        loop = asyncio.get_running_loop()
        while self.poll() is None:
            self._take(await loop.sock_recv(self._connection, 4096))

    def send_signal(self, number: int) -> None:
        """Send a signal to a kernel that still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the kernel."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def give_up(self) -> None:
        """Count a kernel that was killed as ended, though its server does not say so."""
        if self.returncode is None:
            self.returncode = -int(signal.SIGKILL)
            self._connection.close()

    def _take(self, piece: bytes) -> None:
        self._received += piece
        if self._received.endswith(b"\n"):
            self.returncode = int(json.loads(self._received)["status"])
        elif not piece:
            self.lost = True
            self.returncode = -int(signal.SIGKILL)
        if self.returncode is not None:
            self._connection.close()


class WarmProvisioner(LocalProvisioner):
    """Starts kernels from the fork server that the environment names, else as Jupyter does."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch a kernel, warm where possible; return how to connect to it."""
        env = dict(kwargs.get("env") or os.environ)
        address = env.pop(SERVER_VARIABLE, None)
        kwargs["env"] = env
        if address is None or not CAN_FORK:
            return await super().launch_kernel(cmd, **kwargs)
        try:
            process = await _split_off(address, cmd, kwargs)
        except (OSError, ValueError, Refused):
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process  # type: ignore[assignment]
        self.pid = self.pgid = process.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and what it started, if it still runs."""
        if self.process is not None and self.process.poll() is None:
            await super().send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel, and return when it has ended."""
        await super().kill(restart)
        if isinstance(self.process, WarmProcess):
            try:
                await asyncio.wait_for(self.process.ended(), KILL_TIMEOUT_S)
            except TimeoutError:
                self.process.give_up()  # the server was stopped: it tells of no end now

    @property
    def was_lost(self) -> bool:
        """Whether the kernel ended for no doing of its own: its server went, or it was killed."""
        process = self.process
        if isinstance(process, WarmProcess) and process.poll() is not None and process.lost:
            return True
        ended = process.poll() if process is not None else None
        return ended in (-signal.SIGTERM, -getattr(signal, "SIGKILL", 9))


async def _split_off(address: str, cmd: Sequence[str], keywords: Mapping[str, Any]) -> WarmProcess:
    """Ask a fork server for a kernel."""
    body = json.dumps(
        {"argv": list(cmd), "cwd": str(keywords.get("cwd") or Path.cwd()), "env": keywords["env"]}
    ).encode()
    streams = [_number(keywords.get("stdout"), 1), _number(keywords.get("stderr"), 2)]
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(FORK_TIMEOUT_S)
        connection.connect(address)
        socket.send_fds(connection, [struct.pack("!I", len(body))], streams)
        connection.sendall(body)
        connection.setblocking(False)
        answer = b""
        async with asyncio.timeout(FORK_TIMEOUT_S):
            while not answer.endswith(b"\n"):
                piece = await asyncio.get_running_loop().sock_recv(connection, 4096)
                if not piece:
                    raise Refused("the server went")
                answer += piece
        lines = answer.splitlines(keepends=True)
        facts = json.loads(lines[0])
        if "pid" not in facts:
            raise Refused(str(facts.get("refused")))
        process = WarmProcess(connection, int(facts["pid"]))
        for line in lines[1:]:
            process._take(line)
        return process
    except BaseException:
        connection.close()
        raise


def _number(stream: Any, otherwise: int) -> int:
    if stream is None:
        return otherwise
    return int(stream if isinstance(stream, int) else stream.fileno())


def make_home(base: str | None = None) -> tempfile.TemporaryDirectory[str]:
    """Make a temporary folder whose path is short enough for sockets."""
    base = base or tempfile.gettempdir()
    if os.name == "posix" and len(base) > SOCKET_PATH_LIMIT - 30:
        base = "/tmp"
    return tempfile.TemporaryDirectory(prefix="pr-", dir=base, ignore_cleanup_errors=True)
