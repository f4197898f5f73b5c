"""Links to what was made: from the folder of the notebook, and only where JupyterLab shows the place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parreport.workbench.choosing import Run
from parreport.workbench.opening import read_jupyter_root, show_made

INDEX = "unit_code,unit_name,unit_name_en\nb,Sở B,Department B\na,Sở A <&>,\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    target = tmp_path / "reports" / "x y"
    for name in ("index.html", "province.html", "province.pdf", "units/a.html", "units/b.html", "units/c.html"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text("", "utf-8")
    (target / "tables").mkdir()
    (target / "tables" / "index.csv").write_text(INDEX, "utf-8")
    (tmp_path / "notebooks").mkdir()
    monkeypatch.chdir(tmp_path / "notebooks")
    monkeypatch.delenv("JPY_PARENT_PID", raising=False)
    return Run(tmp_path, "x y.yaml", "en", target)


def say_root(monkeypatch: pytest.MonkeyPatch, runtime: Path, root: Path) -> None:
    runtime.mkdir()
    (runtime / "jpserver-4711.json").write_text(json.dumps({"root_dir": str(root)}), "utf-8")
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("JPY_PARENT_PID", "4711")


def test_links_lead_from_the_notebook_to_each_form_of_a_report(run: Run) -> None:
    whole, units = (part.html() for part in show_made(run).parts)
    assert '<li>Province report: <a href="../reports/x%20y/province.html" target="_blank">html</a> · ' in whole
    assert 'href="../reports/x%20y/province.pdf"' in whole
    assert "decision" not in whole
    assert units.index("Department B") < units.index("Sở A &lt;&amp;&gt;") < units.index("<li>c: ")


def test_the_parts_can_be_read_by_other_programs(run: Run) -> None:
    first = show_made(run).parts[0].fields()
    assert first["entries"] == ["First page: html", "Province report: html, pdf"]


def test_a_folder_under_the_root_of_the_server_is_linked(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say_root(monkeypatch, tmp_path / "runtime", tmp_path)
    assert read_jupyter_root() == tmp_path
    assert "<a href" in show_made(run).parts[0].html()


def test_a_folder_beyond_the_root_is_told_in_words(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say_root(monkeypatch, tmp_path / "runtime", tmp_path / "notebooks")
    (only,) = show_made(run).parts
    assert only.fields()["words"].endswith(f"open it in the file manager: {run.target}")


def test_where_nothing_was_made_nothing_is_linked(run: Run, tmp_path: Path) -> None:
    (run.target / "index.html").unlink()
    (only,) = show_made(run).parts
    assert only.fields()["words"] == "reports/x y: no reports yet."
