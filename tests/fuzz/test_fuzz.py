"""The fuzzer itself: it is the same each time, reaches every kind of input, and can fail."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import parreport.inputs.units as units_module
from parreport.language import set_language
from tests.fuzz import folders, guards
from tests.fuzz.byte_mutators import BYTE_MUTATORS
from tests.fuzz.cases import Case, case_of_seed, draw_case, kind_of, without_mutation
from tests.fuzz.chain import Bench, call, open_bench
from tests.fuzz.choices import choices_of_bytes, choices_of_list, choices_of_seed
from tests.fuzz.corpus import CORPUS, read_entry, write_entry
from tests.fuzz.driving import run_cases
from tests.fuzz.file_kinds import ODD_KINDS, Odd, put, put_back
from tests.fuzz.minimizing import minimize
from tests.fuzz.project import working_in
from tests.fuzz.projects import projects
from tests.fuzz.rule_texts import draw_rule
from tests.fuzz.sheets import read_sheet, write_sheet

TRIED = int(os.environ.get("FUZZ_CASES", "120"))  # by count: the same on a busy machine
ENTRIES = sorted(CORPUS.glob("*.json"))


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    """Return a bench on which sound projects pass."""
    with open_bench() as opened:
        yield opened
    set_language("en")


# --- what it is for --------------------------------------------------------------------------


@pytest.mark.slow
def test_no_mutated_input_of_today_breaks_the_chain(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed = int(os.environ.get("FUZZ_SEED", date.today().strftime("%Y%m%d")))
    went_wrong = run_cases(seed, first=0, cases=TRIED, seconds=None, keep=tmp_path)
    set_language("en")
    assert not went_wrong, f"seed {seed}\n{capsys.readouterr().out}"


@pytest.mark.slow
@pytest.mark.parametrize("path", ENTRIES, ids=lambda path: path.stem)
def test_what_once_went_wrong_stays_mended(path: Path, bench: Bench) -> None:
    finding = bench.try_case(read_entry(path))
    assert finding is None, f"{finding.key}\n{finding.words}"


# --- the mutators ----------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_inputs() -> None:
    for number in range(40):
        assert case_of_seed(7, number) == case_of_seed(7, number)
    assert [case_of_seed(7, n) for n in range(9)] != [case_of_seed(8, n) for n in range(9)]


def test_choices_taken_before_make_the_same_case_again() -> None:
    for number in range(40):
        choices = choices_of_seed(number)
        case = draw_case(choices)
        assert draw_case(choices_of_list(choices.taken)) == case


def test_bytes_decide_a_case_and_none_at_all_are_enough() -> None:
    data = bytes(range(256)) * 8
    assert draw_case(choices_of_bytes(data)) == draw_case(choices_of_bytes(data))
    assert draw_case(choices_of_bytes(b"")).mutations


@pytest.mark.slow
def test_every_kind_of_input_and_every_kind_of_file_is_reached() -> None:
    reached: set[tuple[str, str, str]] = set()
    odd: set[str] = set()
    for number in range(5000):
        case = case_of_seed(1, number)
        for mutation in case.mutations:
            name = mutation.file.rpartition("/")[2]
            reached.add((case.project, name, mutation.way))
        odd |= {content.kind for content in case.files.values() if isinstance(content, Odd)}
    assert odd == set(ODD_KINDS)
    names = {(name, way) for _, name, way in reached}
    for file in (
        "units.csv",
        "points.csv",
        "appraisal.csv",
        "second_source.csv",
        "target_values.csv",
        "calendar.csv",
        "targets.csv",
        "mapping.csv",
        "scenario.csv",
        "items.csv",
        "index.csv",
        "questionnaire.csv",
        "survey.csv",
        "sample.csv",
    ):
        assert {(file, "table"), (file, "bytes"), (file, "odd")} <= names, file
    assert {("items.csv", "tree"), ("2018.yaml", "yaml"), ("framework.yaml", "yaml")} <= names
    assert ("manifest.json", "json") in names
    assert {project for project, _, _ in reached} == set(projects())


def test_a_mutation_left_out_leaves_the_others_as_they_were() -> None:
    case = next(c for c in (case_of_seed(3, n) for n in range(99)) if len(c.mutations) == 3)
    fewer = without_mutation(case, 2)
    assert fewer.mutations == case.mutations[:2]
    lost = case.mutations[2].file
    assert all(fewer.files[name] == content for name, content in case.files.items() if name != lost)


@pytest.mark.parametrize("mutator", BYTE_MUTATORS, ids=lambda mutator: mutator.__name__)
def test_a_mutator_of_bytes_withstands_any_choice(mutator: Callable[..., bytes]) -> None:
    for number in range(50):
        assert isinstance(mutator(choices_of_seed(number), b"a,b\n\xff1,2\n"), bytes)


def test_a_table_that_is_read_and_written_is_the_same() -> None:
    for project in projects().values():
        for name, content in project.files.items():
            sheet = read_sheet(content) if kind_of(name) in {"csv", "items"} else None
            if sheet is not None:
                assert read_sheet(write_sheet(sheet)) == sheet


def test_drawn_rules_are_often_rules() -> None:
    from parreport.inputs.rules import RuleError, parse_rule

    valid = 0
    for number in range(300):
        try:
            parse_rule(draw_rule(choices_of_seed(number)))
            valid += 1
        except RuleError:
            pass
    assert 100 < valid < 300


# --- the bench -------------------------------------------------------------------------------


def test_what_stands_in_place_of_a_file_is_put_back(tmp_path: Path) -> None:
    originals = {"a/x.csv": b"1", "a/y.csv": b"2"}
    for name, content in originals.items():
        put(tmp_path / name, content)
    for kind in ODD_KINDS:
        for place in ("a/x.csv", "a"):
            changed = {"a/x.csv": b"3", place: Odd(kind)}
            for name, content in changed.items():
                put(tmp_path / name, content)
            put_back(tmp_path, changed, originals)
            found = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
            assert found == set(originals), (kind, place)


@pytest.mark.slow
def test_a_sound_folder_is_read_to_its_end(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    with working_in(bench.root / "folder"), folders.without_rebuild():
        code, words = call("verify", "published", "--language", "en")
        assert (code, "a rebuild makes other files" in words) == (1, True), words
        monkeypatch.setenv("LC_ALL", "C.UTF-8")
        code, words = call("build", "2018.yaml", "--out", "published")
        assert (code, "nothing has changed" in words) == (0, True), words


def planted(fault: Callable[[], Any]) -> Callable[..., Any]:
    """Return a reader of units that goes wrong where a unit's name has the letter X."""
    own = units_module.read_rows

    def read_rows(path: Path, *more: Any, **words: Any) -> Any:
        rows = own(path, *more, **words)
        if any("X" in row["name"] for row in rows):
            fault()
        return rows

    return read_rows


def wait_forever() -> None:
    while True:
        pass


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (lambda: {}["x"], "KeyError"),
        (lambda: bytearray(2**31), "MemoryError"),
        (lambda: float("nan") / 1 and __import__("numpy").log(-1.0), "RuntimeWarning"),
        (wait_forever, "hang"),
    ],
    ids=["exception", "memory", "warning", "hang"],
)
def test_a_planted_fault_is_found_made_small_and_kept(
    fault: Callable[[], Any], kind: str, bench: Bench, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(units_module, "read_rows", planted(fault))
    if kind == "hang":
        monkeypatch.setattr(guards, "MOST_SECONDS", 1.0)
    words = projects()["small"].files["inputs/units.csv"].decode().replace("Sở B", "Sở X")
    files = {"inputs/units.csv": words.encode(), "inputs/calendar.csv": b"step,due,done\na,,\n"}
    case = Case("small", files)
    finding = bench.try_case(case)
    assert finding is not None
    assert finding.kind == kind
    assert "inputs/units.py" in finding.place
    if kind != "KeyError":
        return
    small = minimize(case, finding, bench)
    assert set(small.files) == {"inputs/units.csv"}
    assert b"so-a" not in small.files["inputs/units.csv"]
    kept = read_entry(write_entry(tmp_path, small, finding, "a test"))
    again = bench.try_case(kept)
    assert again is not None
    assert again.key == finding.key
    monkeypatch.undo()
    assert bench.try_case(Case("small", {})) is None


@pytest.mark.slow
def test_a_year_that_passes_the_check_and_is_not_scored_is_found(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    from parreport.errors import DataError
    from parreport.years import recipe as pipeline

    def refuse(*_: Any) -> None:
        raise DataError("a", [])

    monkeypatch.setattr(pipeline, "compute_year", refuse)
    finding = bench.try_case(Case("small", {}))
    assert finding is not None
    assert "check passes, score ends with 1" in finding.words
