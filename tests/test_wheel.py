"""An installed wheel is enough: commands, notebooks, templates, kernel, catalogues travel in it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.built import PROJECT, Built, built_once, edit_notebook, files_in, same_files, write_two_years

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="commands lie elsewhere on Windows")]


# Templates of nbconvert lie beside the packages that the environment borrows.
BORROWED = {"JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter")}


def call(words: list[str], folder: Path, env: Mapping[str, str] | None = None) -> str:
    clean = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        words,
        cwd=folder,
        env={**clean, "LC_ALL": "C.UTF-8", **(env or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel of this project, and what it depends on from ours."""

    def make(folder: Path) -> dict[str, Any]:
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
        call([*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(PROJECT)], folder)
        home = folder / "env"
        venv.create(home, with_pip=False, symlinks=True)
        call(
            [
                *pip,
                "--python",
                str(home / "bin" / "python"),
                "install",
                "--no-deps",
                "--no-index",
                str(next(folder.glob("*.whl"))),
            ],
            folder,
        )
        # The packages below it come from this environment; its own link to the sources does not,
        # since what a .pth file adds has no .pth files of its own read.
        libraries = next((home / "lib").glob("python*/site-packages"))
        (libraries / "below.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
        return {}

    folder, _ = built_once(tmp_path_factory, "wheel", make)
    return folder / "env"


def test_the_wheel_is_used_and_not_the_sources(installed: Path, tmp_path: Path) -> None:
    words = [str(installed / "bin" / "python"), "-c", "import parreport; print(parreport.__file__)"]
    assert Path(call(words, tmp_path).strip()).is_relative_to(installed)


@pytest.mark.parametrize(
    "only", [("--only", "a"), pytest.param((), marks=pytest.mark.nightly)], ids=["a-unit", "whole"]
)
def test_a_user_far_from_the_repository_builds_a_year_of_his_own(
    only: tuple[str, ...], installed: Path, two_years: Built, tmp_path: Path
) -> None:
    write_two_years(tmp_path)
    program = str(installed / "bin" / "parreport")
    assert "no fault in 2 units" in call([program, "check", "2018.yaml"], tmp_path)
    call([program, "score", "2018.yaml", "--out", "tables"], tmp_path)
    call([program, "build", "2018.yaml", "-q", *only], tmp_path, BORROWED)
    made, own = files_in(tmp_path / "reports" / "2018"), files_in(two_years.reports)
    if only:
        assert {"units/a.html", "units/a.pdf", "units/a.docx", "tables.xlsx"} <= set(made) <= set(own)
        assert [name for name in made if made[name] != own[name]] == ["index.html", "manifest.json"]
    else:
        assert same_files(made, own)
    assert made["tables/index.csv"] == (tmp_path / "tables" / "index.csv").read_bytes()
    if not only:  # every day: from the sources, test_verify
        told = call([program, "verify", "reports/2018"], tmp_path, BORROWED)
        assert "a rebuild makes the same" in told


def test_the_frameworks_of_decision_766_travel_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    for name, code in (("766-2026", "MDHL.2"), ("766-groups", "MDHL")):
        (tmp_path / "inputs").mkdir(exist_ok=True)
        (tmp_path / "inputs" / "units.csv").write_text("unit_code,name,block,ranked\nx,Xã X,xa,yes\n", "utf-8")
        head = "unit_code,item_code,applies,self_points,appraised_points,numerator,denominator,value,reason,evidence"
        (tmp_path / "inputs" / "points.csv").write_text(f"{head}\nx,{code},,,5,,,,,\n", "utf-8")
        parameters = f"province: X\nyear: 2026\ninputs: inputs\nframework: {name}\nbase: null\nhistory: []\n"
        (tmp_path / "x.yaml").write_text(f"{parameters}language: en\nstatus: draft\n", "utf-8")
        call([str(installed / "bin" / "parreport"), "score", "x.yaml", "--out", name], tmp_path)
        assert "\nx,Xã X,xa,5," in (tmp_path / name / "index.csv").read_text("utf-8")
    libraries = next((installed / "lib").glob("python*/site-packages"))
    for name in ("766-2026", "766-groups"):
        own = PROJECT / "parameters" / "frameworks" / name
        assert same_files(files_in(libraries / "parreport" / "frameworks" / name), files_in(own))


def test_messages_are_there_in_vietnamese_too(installed: Path, tmp_path: Path) -> None:
    write_two_years(tmp_path)
    program = str(installed / "bin" / "parreport")
    told = call([program, "check", "2018.yaml", "--language", "vi"], tmp_path)
    assert "không có lỗi" in told


def test_the_engine_is_known_to_papermill(installed: Path, tmp_path: Path) -> None:
    metadata = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
    cells = [nbformat.v4.new_code_cell("import parreport\nprint(parreport.__file__)")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), tmp_path / "in.ipynb")
    words = [str(installed / "bin" / "python"), "-m", "papermill", "--engine", "parreport", "in.ipynb", "out.ipynb"]
    call(words, tmp_path)
    shown = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells[0].outputs[0].text
    assert Path(shown.strip()).is_relative_to(installed)


def test_the_exporters_are_known_to_nbconvert(installed: Path, two_years: Built, tmp_path: Path) -> None:
    words = [
        str(installed / "bin" / "python"),
        "-m",
        "nbconvert",
        "--to",
        "parreport-pdf",
        str(two_years.reports / "units" / "a.ipynb"),
        "--output-dir",
        str(tmp_path),
    ]
    call(words, tmp_path)
    assert (tmp_path / "a.pdf").read_bytes() == (two_years.reports / "units" / "a.pdf").read_bytes()


@pytest.mark.nightly  # every day: from the sources, tests of builds with a notebook that was changed
def test_notebooks_beside_the_parameters_take_precedence(installed: Path, tmp_path: Path) -> None:
    write_two_years(tmp_path)

    def edit(notebook: Any) -> None:
        source = "from IPython.display import HTML, display\ndisplay(HTML('<p>Phần riêng của tỉnh</p>'))"
        notebook.cells.append(nbformat.v4.new_code_cell(source))

    edit_notebook(tmp_path, "02_unit.ipynb", edit)
    words = [
        str(installed / "bin" / "parreport"),
        "build",
        "2018.yaml",
        "-q",
        "--formats",
        "html",
        "--only",
        "a,province",
    ]
    call(words, tmp_path, BORROWED)
    pages = files_in(tmp_path / "reports" / "2018")
    assert "Phần riêng của tỉnh".encode() in pages["units/a.html"]
    assert "Phần riêng của tỉnh".encode() not in pages["province.html"]
