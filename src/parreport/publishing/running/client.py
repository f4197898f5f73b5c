"""Talking to one kernel: nbclient without what a report does not need.

In: a notebook, a folder for sockets. Out: the notebook with its outputs. The manager starts the
kernel of this package wherever it is installed; the client waits for a kernel by its answer instead
of by the clock, and opens the two channels that a report uses.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

from parreport.publishing.running.warm_kernels import WarmProvisioner

KERNEL_SPECS = Path(__file__).parents[1] / "kernelspecs"
KERNEL_NAME = "parreport"
ANSWER_TIMEOUT_S = 1.0

quiet = logging.getLogger("parreport.kernels")
quiet.addHandler(logging.NullHandler())
quiet.propagate = False


@cache
def read_kernel_spec() -> Any:
    """Return the kernel of this package, however the package is installed."""
    return KernelSpec.from_resource_dir(str(KERNEL_SPECS / KERNEL_NAME))


class ReportKernelClient(AsyncKernelClient):
    """Opens the channels of requests and outputs only."""

    def start_channels(self, *arguments: bool, **keywords: bool) -> None:
        """Open the two channels."""
        super().start_channels(stdin=False, hb=False, control=False)

    def stop_channels(self) -> None:
        """Close the two channels, and what they ran in."""
        self.shell_channel.stop()
        self.iopub_channel.stop()
        if self._created_context and not self.context.closed:
            self.context.destroy(linger=0)

    async def run_silently(self, code: str) -> None:
        """Run code that leaves no trace in the notebook, and wait for its end."""
        await self._has_answered(self.execute(code, silent=True, store_history=False))

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return when the kernel has answered a request on both channels.

        Raises
        ------
        RuntimeError : the kernel ended, or did not answer in time.
        """
        end = time.monotonic() + (timeout or 60)
        while time.monotonic() < end:
            request = self.kernel_info()
            if await self._has_answered(request):
                return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout:g} seconds")

    async def _has_answered(self, request: str) -> bool:
        """Tell whether a request was answered, and its last output seen: no later cell sees it."""
        try:
            while True:
                reply = await self.shell_channel.get_msg(timeout=ANSWER_TIMEOUT_S)
                if reply["parent_header"].get("msg_id") == request:
                    break
            while True:
                output = await self.iopub_channel.get_msg(timeout=ANSWER_TIMEOUT_S)
                if output["parent_header"].get("msg_id") != request:
                    continue
                if output["content"].get("execution_state") == "idle":
                    return True
        except Empty:
            return False


class ReportKernelManager(AsyncKernelManager):
    """Starts the kernel of this package; on Unix it talks through sockets in a private folder."""

    def __init__(self, home: Path) -> None:
        keywords: dict[str, Any] = {}
        if os.name == "posix":
            keywords = {"transport": "ipc", "connection_file": str(home / "k.json")}
        super().__init__(kernel_name=KERNEL_NAME, client_factory=ReportKernelClient, log=quiet, **keywords)
        self.warm = WarmProvisioner(kernel_id="report", kernel_spec=self.kernel_spec, parent=self)
        self.provisioner = self.warm

        self.clients: list[Any] = []

    def client(self, **keywords: Any) -> Any:
        """Return a client of the kernel, and remember it: its sockets must be closed."""
        client = super().client(**keywords)
        self.clients.append(client)
        return client

    def close_sockets(self) -> None:
        """Close every socket that is still open.

        A context that the garbage collector meets together with its open sockets waits for them,
        and so for ever.
        """
        for owner in (*self.clients, self):
            if not owner.context.closed:
                owner.context.destroy(linger=0)

    @property
    def kernel_spec(self) -> Any:
        """The kernel of this package."""
        return read_kernel_spec()

    def _connect_control_socket(self) -> None:
        """Open no channel for a polite end: a report's kernel is killed when it is done."""


class ReportClient(NotebookClient):
    """Runs the cells of a notebook.

    ``on_print`` is told how much a cell prints, and whether that may stay; ``on_ready`` is told the
    process of the kernel before its first cell, and what code prepares it.
    """

    def __init__(
        self,
        notebook: Any,
        manager: ReportKernelManager,
        on_print: Callable[[int], bool],
        on_ready: Callable[[int], str],
        **keywords: Any,
    ) -> None:
        super().__init__(notebook, km=manager, log=quiet, **keywords)
        self.manager = manager
        self.owns_km = True
        self._on_print = on_print
        self._on_ready = on_ready

    async def async_start_new_kernel_client(self) -> Any:
        """Wait for the kernel, then have it prepared before its first cell."""
        client = await super().async_start_new_kernel_client()
        code = self._on_ready(int(self.manager.warm.pid or 0))
        if code and isinstance(client, ReportKernelClient):
            await client.run_silently(code)
        return client

    def output(self, outs: Any, msg: Any, display_id: Any, cell_index: int) -> Any:
        """Take an output, but no text beyond the limit."""
        if msg["msg_type"] == "stream" and not self._on_print(len(msg["content"]["text"])):
            return None
        return super().output(outs, msg, display_id, cell_index)


async def leave_nothing(client: ReportClient) -> None:
    """Let what nbclient leaves behind end in peace: tasks, sockets, and a call at exit."""
    atexit.unregister(client._cleanup_kernel)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    client.manager.close_sockets()
