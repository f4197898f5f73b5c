"""The tutorial, typed as it stands into an empty folder: what it says is printed is printed.

It stands in two languages with the same files and commands. By day its commands run in this process,
the English one as a whole, of the Vietnamese one what starts no notebook; at night both are typed
into a shell as a whole.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from parreport.cli import main
from tests.built import PROJECT
from tests.computed import recalling
from tests.kernels import share_kernels

TUTORIALS = {
    "C": (PROJECT / "docs" / "tutorial.md").read_text("utf-8"),
    "vi_VN": (PROJECT / "docs" / "tutorial.vi.md").read_text("utf-8"),
}
_BLOCK = re.compile(r"(?:^`(?P<file>[\w./-]+)`\n\n)?^```(?P<kind>\w+)\n(?P<words>.*?)^```", re.M | re.S)
ANYTHING = "…"

posix = pytest.mark.skipif(os.name != "posix", reason="the tutorial is typed into a POSIX shell")


@dataclass(frozen=True)
class Block:
    """One block: a file to be made, commands to be typed (``sh``), or what they print (``text``)."""

    kind: str
    words: str
    file: str | None


def blocks_of(tutorial: str) -> Iterator[Block]:
    for found in _BLOCK.finditer(tutorial):
        yield Block(found["kind"], found["words"], found["file"])


Type = Callable[[str, Path, str], str]


def type_here(commands: str, folder: Path, spoken: str) -> str:
    """Run the commands of ours among these in this process, and type the others; return all that they print."""
    printed = io.StringIO()
    for line in commands.splitlines():
        program, *words = shlex.split(line)
        if program != "parreport":
            printed.write(type_in(line, folder, spoken))
            continue
        with pytest.MonkeyPatch.context() as patch, recalling():
            for name in [name for name in os.environ if name.startswith(("PARREPORT", "LC_", "LANG"))]:
                patch.delenv(name)
            patch.setenv("LC_ALL", f"{spoken}.UTF-8")
            patch.chdir(folder)
            patch.setattr("parreport.building.build.open_kernels", share_kernels)
            with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                main(words)
    return printed.getvalue()


def type_in(commands: str, folder: Path, spoken: str) -> str:
    """Type commands into a shell of a machine that speaks a language; return all that they print."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PARREPORT", "LC_", "LANG"))}
    done = subprocess.run(
        ["sh", "-c", commands],
        cwd=folder,
        env={**clean, "PATH": path, "LC_ALL": f"{spoken}.UTF-8"},
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


def type_tutorial(spoken: str, folder: Path, typed: Type, with_notebooks: bool = True) -> list[str]:
    """Type a tutorial into a folder and compare what is printed; return what was done."""
    printed: str | None = ""
    done = []
    for block in blocks_of(TUTORIALS[spoken]):
        if block.file:
            (folder / block.file).parent.mkdir(exist_ok=True)
            (folder / block.file).write_text(block.words, "utf-8")
        elif block.kind == "sh":
            starts = re.search("^parreport (build|verify)", block.words, re.M) is not None
            printed = None if starts and not with_notebooks else typed(block.words, folder, spoken)
        else:
            assert block.kind == "text", block
            assert printed is None or is_as_told(printed, block.words), f"told:\n{block.words}\nprinted:\n{printed}"
        done += ["file" if block.file else block.kind] if block.file or printed is not None else []
    return done


@posix
@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoken", "typed"),
    [
        ("C", type_here),
        pytest.param("C", type_in, marks=pytest.mark.nightly),
        pytest.param("vi_VN", type_in, marks=pytest.mark.nightly),
    ],
)
def test_the_tutorial_prints_what_it_says(spoken: str, typed: Type, tmp_path: Path) -> None:
    done = type_tutorial(spoken, tmp_path, typed)
    assert (done.count("file"), done.count("sh"), done.count("text")) == (7, 9, 9)
    for page in re.findall(r"`(reports/[\w./-]+\.html)`", TUTORIALS[spoken]):
        assert (tmp_path / page).is_file()


@posix
@pytest.mark.slow
def test_the_vietnamese_tutorial_prints_what_it_says_where_no_notebook_starts(tmp_path: Path) -> None:
    done = type_tutorial("vi_VN", tmp_path, type_here, with_notebooks=False)
    assert (done.count("file"), done.count("sh"), done.count("text")) == (7, 6, 6)


def test_the_tutorial_has_the_same_files_and_commands_in_both_languages() -> None:
    english, vietnamese = (list(blocks_of(TUTORIALS[spoken])) for spoken in ("C", "vi_VN"))
    assert [(one.kind, one.file) for one in vietnamese] == [(one.kind, one.file) for one in english]
    for one, other in zip(english, vietnamese, strict=True):
        if one.kind != "text":
            assert other.words == one.words.replace("language: en", "language: vi")
        else:  # figures and names are the same, and as many lines
            assert len(other.words.splitlines()) == len(one.words.splitlines())
            assert re.findall(r"[\d.]*\d", other.words) == re.findall(r"[\d.]*\d", one.words)


def test_the_tutorial_has_the_same_headings_in_both_languages() -> None:
    levels = [re.findall(r"^(#+) (\d*)", words, re.M) for words in TUTORIALS.values()]
    assert levels[0] == levels[1]


def test_dots_stand_for_lines_and_nothing_else_may_differ() -> None:
    assert is_as_told("a\nb\nc\n", "…\nc\n")
    assert is_as_told("c\n", "…\nc\n")
    assert not is_as_told("a\nb\n", "a\n")
    assert not is_as_told("a\nb\n", "…\nc\n")
