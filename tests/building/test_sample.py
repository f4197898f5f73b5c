"""``parreport sample``: a plan, a drawn list that reading takes, faults of both files at their cells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.survey.reading import read_survey
from tests.built import run, write_relative
from tests.cases import read_csv
from tests.inputs.survey.surveys import UNITS, cells, read_questions

TREE = [("1",), ("1.1", "1", 4), ("1.2", "1", 2)]
POINTS = {"836": {"1.1": 3, "1.2": 1}, "so-y-te": {"1.1": 4, "1.2": 2}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small year of two units, and a list of 80 households of each."""
    write_relative(tmp_path, TREE, POINTS, name="2018")
    rows = [f"{unit}-{n:02},{unit},dan,t{n % 2},k{n % 8},Ấp {n % 8}" for unit in POINTS for n in range(80)]
    (tmp_path / "list.csv").write_text("\n".join(("list_id,unit_code,respondent_group,stratum,psu,Địa chỉ", *rows, "")))
    (tmp_path / "population.csv").write_text(
        "unit_code,respondent_group,population,last_pct,deff\n836,dan,1000,80,1.5\nso-y-te,dan,400,,\n"
    )
    return tmp_path


def test_sizes_are_planned_from_populations(folder: Path) -> None:
    made = run(folder, "sample", "2018.yaml", "--population", "population.csv", "--out", "plan")
    assert (made.code, made.err) == (0, "")
    rows = read_csv(folder / "plan" / "sample_sizes.csv")
    assert [(row["unit_code"], row["n"]) for row in rows] == [("836", "278"), ("so-y-te", "200")]
    assert not (folder / "plan" / "sample.csv").exists()
    assert "478 to be asked, in 2 units and groups" in made.out
    assert "8 times in 10" in made.out


def test_a_drawn_sample_is_taken_by_the_reading_of_answers(folder: Path) -> None:
    words = ("--list", "list.csv", "--total", "40", "--least", "10", "--clusters", "2", "--seed", "5")
    made = run(folder, "sample", "2018.yaml", *words, "--out", "plan")
    assert (made.code, made.err) == (0, "")
    rows = read_csv(folder / "plan" / "sample.csv")
    assert len(rows) == 40
    assert rows[0]["Địa chỉ"].startswith("Ấp")
    kept = [name for name in rows[0] if name not in {"list_id", "Địa chỉ"}]
    lines = [",".join([*kept, "1"]), *(",".join([*(row[name] for name in kept), "4"]) for row in rows)]
    (folder / "survey.csv").write_text("\n".join(lines) + "\n", "utf-8")
    questions, faults = read_questions(folder, (",1,,,Câu,satisfaction5,,,,,yes",))
    survey = read_survey(folder / "survey.csv", questions, UNITS, faults)
    assert faults.problems == []
    assert sum(cells(survey, "weight")) == 160
    assert set(cells(survey, "stratum_size")) == {4}
    plan = json.loads((folder / "plan" / "sample_plan.json").read_text("utf-8"))
    assert (plan["seed"], plan["clusters"], list(plan["sha256"])) == (5, 2, ["list"])


def test_a_sample_is_drawn_again_the_same(folder: Path) -> None:
    for name in ("one", "two", "two"):
        run(folder, "sample", "2018.yaml", "--list", "list.csv", "--out", name)
    one, two = ({p.name: p.read_bytes() for p in (folder / name).iterdir()} for name in ("one", "two"))
    assert one == two


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "give --population"),
        (("--list", "gone.csv"), "there is no file gone.csv"),
        (("--list", "list.csv", "--margin", "0"), "a margin in percentage points"),
        (("--list", "list.csv", "--margin", "x"), "a margin in percentage points"),
        (("--list", "list.csv", "--total", "0"), "--total cannot be below 1"),
    ],
)
def test_a_call_that_cannot_be_is_at_fault(words: tuple[str, ...], told: str, folder: Path) -> None:
    made = run(folder, "sample", "2018.yaml", *words, "--out", "plan")
    assert (made.code, told in made.err) == (2, True), made.err
    assert not (folder / "plan").exists()


def test_all_faults_of_a_list_come_at_once_and_quote_no_number(folder: Path) -> None:
    rows = ("0912,836,dan,,,", "0912,837,dan,,,", ",836,dan,,,")
    (folder / "list.csv").write_text("\n".join(("list_id,unit_code,respondent_group,stratum,psu,x", *rows, "")))
    made = run(folder, "sample", "2018.yaml", "--list", "list.csv", "--out", "plan")
    assert made.code == 1
    assert [one in made.err for one in ("row 3, list_id", "row 3, unit_code", "row 4, list_id")] == [True] * 3
    assert "0912" not in made.err


def test_faults_of_a_population_stand_at_their_cells(folder: Path) -> None:
    (folder / "population.csv").write_text(
        "unit_code,population,last_pct,deff\n836,0,120,0\n836,5,,\n837,7,,\nso-y-te,x,,\n"
    )
    made = run(folder, "sample", "2018.yaml", "--population", "population.csv", "--out", "plan")
    assert made.code == 1
    for place in ("row 2, unit 836, population", "row 2, unit 836, last_pct", "row 2, unit 836, deff"):
        assert place in made.err
    for place in ("row 3, unit 836, unit_code", "row 4, unit 837, unit_code", "row 5, unit so-y-te, population"):
        assert place in made.err


def test_no_file_brings_the_reading_down(folder: Path) -> None:
    for content in (b"", b"\xff\xfe\x00", b'list_id,unit_code\n"', b"PK\x03\x04", b"list_id\n1\n"):
        (folder / "list.csv").write_bytes(content)
        made = run(folder, "sample", "2018.yaml", "--list", "list.csv", "--out", "plan")
        assert (made.code, "Traceback" in made.err) == (1, False), content
    assert Faults().problems == []
