"""``py run.py report``: the commands of the Makefile, where there is no make. Needs Python and nothing else."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
PYTHON = Path(".venv", "Scripts", "python.exe") if os.name == "nt" else Path(".venv", "bin", "python")
PIP = "-m pip --disable-pip-version-check install --quiet"
HASHED = f"{PIP} --no-deps --no-compile --require-hashes --only-binary :all:"
STEPS = {  # what the environment's Python is called with; the first two again only where a lock changed
    "setup": [f"{HASHED} -r requirements.lock", f"{PIP} --no-deps --no-build-isolation -e ."],
    "setup-test": [f"{HASHED} -r requirements-test.lock"],
    "report": ["-m parreport build parameters/ben-tre-2018.yaml"],
    "report-766": ["-m parreport build parameters/gia-lai-766-2026.yaml"],
    "check": ["-m ruff check .", "-m ruff format --check .", "-m mypy"],
    "test": ["-m pytest -n auto --dist worksteal -q"],
    "test-fast": [
        "-m pytest -n auto -m 'not slow and not years' -q"
        " --ignore=tests/browser --ignore=tests/building --ignore=tests/backtests"
    ],
    "docs": ["-m sphinx -q -W --keep-going -E -c docs . docs/_build"],
    "lab": ["-m parreport.workbench --ServerApp.root_dir=. notebooks/00_workbench.ipynb"],
}
BEFORE = {"setup-test": "setup", "report": "setup", "report-766": "setup", "lab": "setup", "test": "check"}
MADE_OF = {"setup": ["requirements.lock", "pyproject.toml"], "setup-test": ["requirements-test.lock"]}


def run(command: str) -> None:
    """Run a command, and before it those that it needs; an environment that is up to date stays as it is."""
    if command != "setup":
        run(BEFORE.get(command, "setup-test"))
    stamp = PROJECT / ".venv" / command.replace("setup", ".installed")
    if command in MADE_OF:
        files = [PROJECT / name for name in MADE_OF[command]]
        if stamp.exists() and all(stamp.stat().st_mtime >= file.stat().st_mtime for file in files):
            return
        print(f"Installing what {files[0].name} lists into .venv, some 500 MB; once only, some minutes.", flush=True)
    if command == "setup":
        subprocess.run([sys.executable, "-m", "venv", ".venv"], cwd=PROJECT, check=True)
    for step in STEPS[command]:
        subprocess.run([PROJECT / PYTHON, *shlex.split(step)], cwd=PROJECT, check=True)
    if command in MADE_OF:
        stamp.touch()


if __name__ == "__main__":
    version = sys.version_info[:2]
    if version < (3, 11):
        sys.exit("parreport needs Python 3.11 or newer; this is {}.{}".format(*version))
    if len(sys.argv) != 2 or sys.argv[1] not in STEPS:
        sys.exit(f"py run.py {' | '.join(STEPS)}")
    try:
        run(sys.argv[1])
    except subprocess.CalledProcessError as stopped:
        sys.exit(stopped.returncode)
