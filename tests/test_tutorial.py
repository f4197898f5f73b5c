"""The tutorial, typed as it stands into an empty folder: what it says is printed is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.built import PROJECT

TUTORIAL = (PROJECT / "docs" / "tutorial.md").read_text("utf-8")
_BLOCK = re.compile(r"(?:^`(?P<file>[\w./-]+)`\n\n)?^```(?P<kind>\w+)\n(?P<words>.*?)^```", re.M | re.S)
ANYTHING = "…"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="the tutorial is typed into a POSIX shell"),
]


@dataclass(frozen=True)
class Block:
    """One block: a file to be made, commands to be typed (``sh``), or what they print (``text``)."""

    kind: str
    words: str
    file: str | None


def blocks_of(tutorial: str) -> Iterator[Block]:
    for found in _BLOCK.finditer(tutorial):
        yield Block(found["kind"], found["words"], found["file"])


def type_in(commands: str, folder: Path) -> str:
    """Type commands into a shell; return all that they print."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PARREPORT", "LC_", "LANG"))}
    done = subprocess.run(
        ["sh", "-c", commands],
        cwd=folder,
        env={**clean, "PATH": path, "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def is_as_told(printed: str, told: str) -> bool:
    """Tell whether a text is what was told; a line of three dots stands for any lines."""
    lines = [r"(?:.*\n)*?" if line == ANYTHING else f"{re.escape(line)}\n" for line in told.splitlines()]
    return re.fullmatch("".join(lines), printed) is not None


def test_the_tutorial_prints_what_it_says(tmp_path: Path) -> None:
    printed = ""
    kinds = []
    for block in blocks_of(TUTORIAL):
        kinds.append("file" if block.file else block.kind)
        if block.file:
            (tmp_path / block.file).parent.mkdir(exist_ok=True)
            (tmp_path / block.file).write_text(block.words, "utf-8")
        elif block.kind == "sh":
            printed = type_in(block.words, tmp_path)
        else:
            assert block.kind == "text", block
            assert is_as_told(printed, block.words), f"told:\n{block.words}\nprinted:\n{printed}"
    assert (kinds.count("file"), kinds.count("sh"), kinds.count("text")) == (6, 8, 8)
    for page in re.findall(r"`(reports/[\w./-]+\.html)`", TUTORIAL):
        assert (tmp_path / page).is_file()


def test_dots_stand_for_lines_and_nothing_else_may_differ() -> None:
    assert is_as_told("a\nb\nc\n", "…\nc\n")
    assert is_as_told("c\n", "…\nc\n")
    assert not is_as_told("a\nb\n", "a\n")
    assert not is_as_told("a\nb\n", "…\nc\n")
