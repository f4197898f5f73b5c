"""What an analyst chooses: the file that is meant, from whichever folder the notebook stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from parreport.errors import ParameterError
from parreport.language import use_language
from parreport.workbench.choosing import choose_run, find_runs, show_run

PARAMETERS = """province: Tỉnh A
year: 2018
inputs: data
framework: 766-2026
base: null
history: []
language: en
status: draft
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("parameters", "notebooks", "data"):
        (tmp_path / folder).mkdir()
    (tmp_path / "parameters" / "a-2018.yaml").write_text(PARAMETERS, "utf-8")
    (tmp_path / "parameters" / "b-2019.yaml").write_text(PARAMETERS.replace("draft", "drafty"), "utf-8")
    (tmp_path / "parameters" / "other.yaml").write_text("title: no year\n", "utf-8")
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path


def test_a_file_of_the_project_is_found_from_the_folder_of_the_notebook(project: Path) -> None:
    run = choose_run("parameters/a-2018.yaml")
    assert run.root == project
    assert run.file == "parameters/a-2018.yaml"
    assert run.language == "en"
    assert run.target == project / "reports" / "a-2018"
    assert run.shown_target == "reports/a-2018"


def test_a_file_named_by_its_whole_path_works_where_its_inputs_are(project: Path) -> None:
    run = choose_run(str(project / "parameters" / "a-2018.yaml"), "vi", "made")
    assert (run.root, run.language, run.target) == (project, "vi", project / "made")


def test_a_faulty_file_can_be_chosen_so_that_its_faults_can_be_told(project: Path) -> None:
    assert choose_run("parameters/b-2019.yaml").language == "vi"


@pytest.mark.parametrize(
    ("file", "language", "told"),
    [
        ("parameters/a-2081.yaml", "en", "did you mean parameters/a-2018.yaml?"),
        ("parameters/a-2018.yaml", "enn", "did you mean en?"),
        ("parameters/zzz.yaml", "en", "one of: parameters/a-2018.yaml, parameters/b-2019.yaml"),
    ],
)
def test_a_misspelt_choice_tells_the_nearest_or_those_that_there_are(
    project: Path, file: str, language: str, told: str
) -> None:
    with pytest.raises(ParameterError) as error, use_language("en"):
        choose_run(file, language)
    with use_language("en"):
        assert told in str(error.value)


def test_the_list_has_parameters_files_only_and_says_which_are_at_fault(project: Path) -> None:
    found = dict(find_runs(project / "parameters"))
    assert list(found) == ["parameters/a-2018.yaml", "parameters/b-2019.yaml"]
    assert found["parameters/b-2019.yaml"] is None


def test_the_list_says_for_which_files_there_are_reports(project: Path) -> None:
    made = project / "reports" / "a-2018"
    made.mkdir(parents=True)
    (made / "index.html").write_text("", "utf-8")
    head, table = show_run(choose_run("parameters/a-2018.yaml")).parts
    assert head.fields()["title"] == "Tỉnh A · 2018"
    assert [row[-1] for row in table.fields()["rows"]] == ["made", "–"]
    assert [row[1] for row in table.fields()["rows"]] == ["Tỉnh A", "at fault"]
