"""Builds of small years, as a user builds; made once for all test processes where they are shared."""

from __future__ import annotations

import contextlib
import fcntl
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from parreport.cli import main
from parreport.language import use_language
from tests.cases import Case, write_year
from tests.computed import recalling
from tests.kernels import share_kernels

PROJECT = Path(__file__).resolve().parents[1]
TREE = [("1",), ("1.1", "1", 4), ("1.2", "1", 2), ("2",), ("2.1", "2", 6)]
POINTS = {"a": {"1.1": 3, "1.2": 1, "2.1": 4}, "b": {"1.1": 4, "1.2": 2, "2.1": 6}}


@dataclass(frozen=True)
class Built:
    """A build that ended: its exit code, what it printed, the folder it was started in."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def reports(self) -> Path:
        return self.folder / "reports" / "2018"


def built_once(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], dict[str, Any]]
) -> tuple[Path, dict[str, Any]]:
    """Make a folder once for all test processes; return it with the facts that ``make`` gave."""
    root = factory.getbasetemp()
    shared = root.parent if root.name.startswith("popen-") else root
    folder, facts = shared / f"once-{name}", shared / f"once-{name}.json"
    with (shared / f"once-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not facts.is_file():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            facts.write_text(json.dumps(make(folder)), "utf-8")
    return folder, json.loads(facts.read_text("utf-8"))


def build_once(factory: pytest.TempPathFactory, name: str, write: Callable[[Path], object], *words: str) -> Built:
    """Write a year into a folder and build it with these words, once for all test processes."""

    def make(folder: Path) -> dict[str, Any]:
        write(folder)
        built = run(folder, "build", *words)
        return {"code": built.code, "out": built.out, "err": built.err}

    folder, facts = built_once(factory, name, make)
    return Built(facts["code"], facts["out"], facts["err"], folder)


def write_relative(folder: Path, *more: Any, **given: Any) -> Case:
    """Write a year whose paths are relative to its folder, as people write them."""
    case = write_year(folder, *more, **given)
    words = case.path.read_text("utf-8")
    case.path.write_text(words.replace(f"{folder}/", ""), "utf-8")
    return case


def write_two_years(folder: Path, **parameters: Any) -> Case:
    base = write_relative(folder, TREE, {**POINTS, "a": {"1.1": 2, "1.2": 2, "2.1": 4}}, name="2017")
    return write_relative(folder, TREE, POINTS, base=base, **parameters)


def write_english_years(folder: Path) -> None:
    """Write two years with points of every kind, a base year, and names in English."""
    bands = [{"name": "Good", "from": 80}, {"name": "Fair", "from": 50}, {"name": "Weak", "from": 0}]
    given = {
        "units": {"a": {"name": "Unit A"}, "b": {"name": "Unit B"}},
        "block": {"name": "Departments", "bands": bands},
        "framework": {"title": "Framework", "legal_basis": ["Decision 1"]},
        "province": "Example",
    }
    tree = [*TREE, ("2.9", "2", 1, "bonus"), ("2.8", "2", 1, "penalty"), ("2.2", "2", 2, "survey")]
    points: dict[str, dict[str, Any]] = {
        "a": {**POINTS["a"], "2.2": 1, "2.9": 1},
        "b": {**POINTS["b"], "2.2": 2, "2.8": 1, "1.1": {"self_points": 4, "appraised_points": 3}},
    }
    base = write_relative(folder, tree, points, name="2017", **given)
    write_relative(folder, tree, {**points, "a": points["b"], "b": points["a"]}, base=base, **given)
    for path in folder.glob("*-framework/so.csv"):
        path.write_text(path.read_text("utf-8").replace("Mục", "Item"), "utf-8")


def run(folder: Path, *words: str) -> Built:
    """Run ``parreport`` in a folder, English messages; what it prints is returned."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, use_language("en"), recalling():
        patch.chdir(folder)
        patch.setenv("LC_ALL", "C.UTF-8")
        patch.setattr("parreport.building.build.open_kernels", share_kernels)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(words)
    return Built(code, out.getvalue(), err.getvalue(), folder)


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def same_files(one: dict[str, bytes], other: dict[str, bytes], but: str = "manifest.json") -> bool:
    return {n: b for n, b in one.items() if n != but} == {n: b for n, b in other.items() if n != but}


def edit_notebook(folder: Path, name: str, edit: Callable[[Any], None]) -> None:
    """Copy the notebooks beside the parameters, once, and change one of them."""
    if not (folder / "notebooks").exists():
        shutil.copytree(PROJECT / "notebooks", folder / "notebooks")
    path = folder / "notebooks" / name
    notebook = nbformat.read(path, as_version=4)
    edit(notebook)
    nbformat.write(notebook, path)


def add_cells(*sources: str) -> Callable[[Any], None]:
    """Return an edit that adds cells after the first section, under a heading of their own."""

    def edit(notebook: Any) -> None:
        at = next(i for i, c in enumerate(notebook.cells) if "show_strengths" in c.source)
        cells = [nbformat.v4.new_code_cell(source) for source in sources]
        notebook.cells[at:at] = [nbformat.v4.new_markdown_cell("## 2b. Ô hỏng"), *cells]

    return edit
