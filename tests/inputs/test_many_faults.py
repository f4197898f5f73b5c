"""A file that is wrong from end to end costs no more than it must, and is told in bounds."""

from __future__ import annotations

from pathlib import Path

import pytest

from parreport.errors import DataError, InputError
from parreport.inputs import faults as faults_module
from parreport.inputs.faults import MOST_FAULTS, MOST_SEARCHES, Faults
from parreport.years.reading import read_run
from parreport.years.recipe import compute_results
from tests.test_faults import POINTS, SOUND, UNITS, put, write

HEAD = SOUND[POINTS].partition("\n")[0]


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def searched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    unknown_name = faults_module.unknown_name

    def count(kind: str, name: str, known: object, search: bool = True) -> object:
        if search:
            names.append(name)
        return unknown_name(kind, name, known, search=search)  # type: ignore[arg-type]

    monkeypatch.setattr(faults_module, "unknown_name", count)
    return names


def read(*edits: object) -> Faults:
    write(Path.cwd(), *edits)  # type: ignore[arg-type]
    faults = Faults()
    read_run("2018.yaml", faults)
    return faults


def test_a_wrong_code_in_a_thousand_rows_is_looked_up_once(searched: list[str]) -> None:
    rows = "".join(f"so-noi-wu,1.2,,,1,,,,,{n}\n" for n in range(1000))
    faults = read(put(POINTS, f"{HEAD}\n{rows}"))
    wrong = [problem for problem in faults.problems if problem.found == "so-noi-wu"]
    assert (len(wrong), searched.count("so-noi-wu")) == (1000, 1)


def test_of_many_wrong_codes_only_so_many_are_looked_up(searched: list[str]) -> None:
    rows = "".join(f"khong-co-{n},1.2,,,1,,,,,\n" for n in range(MOST_FAULTS + 2000))
    faults = read(put(POINTS, f"{HEAD}\n{rows}"))
    assert len(faults.problems) == MOST_FAULTS
    assert faults.more >= 2000
    assert len(searched) <= MOST_SEARCHES


def test_ten_thousand_unknown_columns_are_told_without_a_search_for_each(searched: list[str]) -> None:
    names = ",".join(f"cot_{n}" for n in range(3000))
    faults = read(put(POINTS, f"{HEAD},{names}\n"))
    assert sum(problem.row == 1 for problem in faults.problems) == 3000
    assert len(searched) <= MOST_SEARCHES


def test_what_is_not_listed_is_counted() -> None:
    rows = "".join(f"khong-co-{n},1.2,,,1,,,,,\n" for n in range(MOST_FAULTS + 500))
    write(Path.cwd(), put(POINTS, f"{HEAD}\n{rows}"))
    with pytest.raises(DataError) as caught:
        compute_results("2018.yaml")
    told = str(caught.value).splitlines()
    assert told[0] == f"2018.yaml cannot be used ({MOST_FAULTS + caught.value.more} problems)"
    assert told[-2] == f"  - {caught.value.more} more problems that are not listed"


def test_equal_faults_are_one_entry_with_their_rows() -> None:
    rows = [f"so-y-te,{item},x,,,,,,," for item in ("1.1.1", "1.1.2", "1.2")]
    own = [line for line in SOUND[POINTS].splitlines() if not line.startswith("so-y-te,1.")]
    write(
        Path.cwd(),
        put(POINTS, "\n".join([*own, *rows]) + "\n"),
        put("inputs/appraisal.csv", "unit_code,item_code,round,appraised_points,reason\n"),
    )
    with pytest.raises(InputError) as caught:
        compute_results("2018.yaml")
    assert str(caught.value).splitlines()[1] == (
        '  - inputs/points.csv, applies, 3 times: found "x"; expected yes or no; some mean yes by x, and some no; '
        "at row 9–11"
    )


def test_a_sign_that_steers_a_terminal_is_told_as_its_number() -> None:
    write(Path.cwd(), put(UNITS, SOUND[UNITS].replace("so-y-te,", "so-\x1b[2Jte,", 1)))
    with pytest.raises(InputError) as caught:
        compute_results("2018.yaml")
    assert "\x1b" not in str(caught.value)
    assert "so-\\u001b[2Jte" in str(caught.value)


def test_a_long_cell_is_quoted_in_short() -> None:
    faults = read(put(POINTS, SOUND[POINTS].replace("17,20", "1" * 5000 + "x,20")))
    assert max(len(problem.found or "") for problem in faults.problems) == 500


def test_a_unit_at_fault_past_the_list_is_not_told_to_be_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its row in units.csv cannot be used: whoever names the unit elsewhere makes no fault of their own."""
    units = SOUND[UNITS].replace("so-y-te,", "so y te!,", 1)
    whole = [str(problem) for problem in read(put(UNITS, units)).problems]
    monkeypatch.setattr(faults_module, "MOST_FAULTS", 0)
    none = read(put(UNITS, units))
    assert (none.problems, none.more) == ([], len(whole))
