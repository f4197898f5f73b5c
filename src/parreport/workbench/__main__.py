"""``python -m parreport.workbench``: JupyterLab, in the language of the machine.

In: the words of ``jupyter lab``. Out: JupyterLab, until it is stopped. A language that has a folder
of settings here is where JupyterLab begins; what somebody chose in its menu stands, and nothing is
written into their settings.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from parreport.cli import message_language

SETTINGS = Path(__file__).parent / "jupyter"
PLACES = "JUPYTER_CONFIG_PATH"  # where Jupyter looks for settings, first of all places


def choose_settings(code: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Return what to add to an environment so that JupyterLab begins in a language; nothing for English."""
    own, others = SETTINGS / code, environment.get(PLACES, "")
    if not own.is_dir():
        return {}
    return {PLACES: os.pathsep.join(one for one in (str(own), others) if one)}


def main() -> None:
    """Start JupyterLab in this process, and stay until it is stopped."""
    from jupyterlab.labapp import main as start

    os.environ.update(choose_settings(message_language([]), os.environ))
    start(sys.argv[1:])


if __name__ == "__main__":
    main()
