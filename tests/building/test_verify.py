"""``parreport verify`` over folders that anybody may have sent, and builds by notebooks of one's own."""

from __future__ import annotations

import hashlib
import json
import os
import pkgutil
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from parreport.language import use_language
from parreport.publishing.running.execution import Outcome
from tests.built import POINTS, PROJECT, TREE, Built, build_once, edit_notebook, run, write_relative

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def keep_the_language() -> Iterator[None]:
    with use_language("en"):
        yield


def add_words(notebook: Any) -> None:
    notebook.cells[0].source += "\n\nLời của tỉnh."


@pytest.fixture(scope="session")
def with_own_notebook(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A year whose unit notebook beside the parameters is not the packaged one."""

    def write(folder: Path) -> None:
        write_relative(folder, TREE, POINTS)
        edit_notebook(folder, "02_unit.ipynb", add_words)

    return build_once(tmp_path_factory, "own-notebook", write, "2018.yaml", "--formats", "html")


@pytest.fixture
def sent(with_own_notebook: Built, tmp_path: Path) -> Path:
    shutil.copytree(with_own_notebook.folder, tmp_path / "sent")
    return tmp_path / "sent"


def edit_manifest(folder: Path, edit: Callable[[dict[str, Any]], Any]) -> None:
    path = folder / "manifest.json"
    facts = json.loads(path.read_text("utf-8"))
    edit(facts)
    path.write_text(json.dumps(facts), "utf-8")


def test_a_build_says_which_notebook_is_not_the_packaged_one_and_keeps_it_in_the_manifest(
    with_own_notebook: Built,
) -> None:
    own = with_own_notebook.folder / "notebooks" / "02_unit.ipynb"
    digest = hashlib.sha256(own.read_bytes()).hexdigest()
    told = [line for line in with_own_notebook.out.splitlines() if "not the packaged" in line]
    assert told == [f"unit: made by a notebook that is not the packaged one: notebooks/02_unit.ipynb, SHA-256 {digest}"]
    source = json.loads((with_own_notebook.reports / "manifest.json").read_text("utf-8"))["source"]
    assert source["own_notebooks"] == ["02_unit.ipynb"]
    assert source["notebooks"]["02_unit.ipynb"] == digest


def test_verify_runs_no_notebook_of_the_folder_and_says_which_made_it(sent: Path, no_kernel: None) -> None:
    told = run(sent, "verify", "reports/2018")
    assert told.code == 1
    assert "made by notebooks that are not the packaged ones: 02_unit.ipynb, SHA-256" in told.err
    assert "--notebooks" in told.err


def test_verify_runs_the_notebooks_of_a_folder_that_the_user_trusts(sent: Path) -> None:
    told = run(sent, "verify", "reports/2018", "--notebooks", "notebooks")
    assert (told.code, told.err) == (0, "")
    assert "made again from: 2018-inputs, 2018-framework" in told.out
    assert "by notebooks that are not the packaged ones: 02_unit.ipynb, SHA-256" in told.out


@pytest.mark.parametrize("where", ["source", "now"])
def test_a_key_of_the_source_that_only_one_side_has_counts_and_is_named(
    where: str, copied: Path, no_kernel: None
) -> None:
    name = "environment" if where == "now" else "weather"
    edit_manifest(copied / "reports/2018", lambda facts: facts["source"].update({name: {"python": "9"}}))
    told = run(copied, "verify", "reports/2018")
    assert told.code == 1
    assert f"others now: {name}" in told.err


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("parameters", {}),
        ("parameters", {"tables": "x"}),
        ("parameters", {"province": 7}),
        ("parameters", {"year": 10**30}),
        ("formats", ["html", "exe"]),
        ("formats", ["html", "html"]),
        ("published", "1950-01-01"),
        ("published", "0001-01-01"),
    ],
)
def test_facts_of_a_manifest_that_cannot_be_used_are_named_and_nothing_runs(
    key: str, value: Any, copied: Path, no_kernel: None
) -> None:
    def edit(facts: dict[str, Any]) -> None:
        known = facts["source"][key]
        facts["source"][key] = {**known, **value} if value and isinstance(value, dict) else value

    edit_manifest(copied / "reports/2018", edit)
    told = run(copied, "verify", "reports/2018")
    assert told.code == 1
    assert f"source.{key}" in told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize("key", ["inputs", "framework", "base"])
@pytest.mark.parametrize("path", ["pipe", "/dev/zero", "a\0b", "~nobody-of-this-name", "x" * 5000])
def test_a_path_of_a_manifest_that_leads_nowhere_ends_in_an_error_of_ours(
    key: str, path: str, copied: Path, no_kernel: None
) -> None:
    os.mkfifo(copied / "pipe")
    edit_manifest(copied / "reports/2018", lambda facts: facts["source"]["parameters"].update({key: path}))
    told = run(copied, "verify", "reports/2018")
    assert told.code == 1
    assert told.err.startswith("reports/2018 cannot be published: ")


def test_a_link_in_a_folder_is_compared_with_nothing_outside_it(copied: Path, tmp_path: Path, no_kernel: None) -> None:
    page = copied / "reports/2018/units/a.html"
    shutil.copyfile(page, tmp_path / "elsewhere.html")
    page.unlink()
    page.symlink_to(tmp_path / "elsewhere.html")
    told = run(copied, "verify", "reports/2018")
    assert told.code == 1
    assert "units/a.html is missing" in told.err
    assert "units/a.html is not in the manifest" in told.err


def test_what_changes_while_a_run_goes_on_is_published_nowhere(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def change(jobs: Any, folder: Path, workers: Any, note: Any, **more: Any) -> None:
        for job in jobs:
            place = folder / f"{job.name}.ipynb"
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(sent / "reports/2018" / f"{job.name}.ipynb", place)
            note(Outcome(job, True, None, place, 0.0))
        monkeypatch.setattr("parreport.building.build.digest_package", lambda: {"version": "0", "sha256": "0"})

    monkeypatch.setattr("parreport.building.build.run_notebooks", change)
    told = run(sent, "build", "2018.yaml", "--formats", "html", "--out", "new")
    assert told.code == 1
    assert "changed while the run went on: package; run it again" in told.err
    assert not (sent / "new").exists()


def test_a_notebook_that_changes_while_a_run_goes_on_runs_as_it_was_read(
    sent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = sent / "notebooks" / "02_unit.ipynb"
    before = own.read_bytes()
    seen = []

    def look(jobs: Any, folder: Path, workers: Any, note: Any, **more: Any) -> None:
        own.write_bytes((PROJECT / "notebooks" / "02_unit.ipynb").read_bytes())
        seen.extend(job.notebook.read_bytes() for job in jobs if job.name == "units/a")
        raise KeyboardInterrupt

    monkeypatch.setattr("parreport.building.build.run_notebooks", look)
    assert run(sent, "build", "2018.yaml", "--out", "new", "-q").code == 1
    assert seen == [before]


def test_modules_that_lie_where_a_command_runs_are_never_imported(two_years: Built, tmp_path: Path) -> None:
    folder = tmp_path / "sent"
    shutil.copytree(two_years.folder, folder)
    marker = tmp_path / "marker"
    trap = f"open({str(marker)!r}, 'a').write(__name__)\n"
    packages = {one.name for one in pkgutil.iter_modules()}
    for name in {*sys.stdlib_module_names, *packages} - {"parreport"}:
        (folder / f"{name}.py").write_text(trap, "utf-8")
    (folder / "parreport").mkdir()
    (folder / "parreport" / "__init__.py").write_text(trap, "utf-8")
    assert run(folder, "verify", "reports/2018").code == 0
    assert run(folder, "build", "2018.yaml", "--formats", "html", "--out", "other").code == 0
    assert not marker.exists()
