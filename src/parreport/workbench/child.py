"""A build in a process of its own, which ends when whoever started it does.

In: the words of a command. Out: its exit code. Standard input is the tie to the one who started it:
when it closes, because the build was stopped or the kernel died, the command is interrupted as by
Ctrl+C, and ends as it ends then: nothing half written.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading

from parreport.cli import main


def interrupt_when_left(standard_input: int = 0) -> None:
    """Wait until nobody holds the other end of the input, then interrupt the main thread."""
    while os.read(standard_input, 4096):
        continue
    if hasattr(signal, "pthread_kill"):  # it also ends what the main thread waits for
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    else:
        _thread.interrupt_main()


if __name__ == "__main__":
    threading.Thread(target=interrupt_when_left, daemon=True).start()
    sys.exit(main())
