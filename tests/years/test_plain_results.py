"""What a run leaves its notebooks: it comes back as it was, and nothing in it can run code."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import parreport as pr
from parreport.building.slices import digest_results, slice_unit, write_results
from parreport.building.verify import verify_folder
from parreport.errors import ParameterError, PublicationError
from parreport.inputs.parameters import Parameters
from parreport.language import Message
from parreport.years.period import compute_period
from parreport.years.plain_cells import PlainDataError
from parreport.years.plain_results import HEAD, MIDDLE, TAIL, read_record, write_record
from parreport.years.plain_tables import read_plain_table, write_plain_table
from parreport.years.recipe import HISTORY_FILE, RESULTS_FILE, read_results
from parreport.years.results import Results, Scored
from tests.cases import Case

Write = Callable[..., Case]
TREE = [("1",), ("1.1", "1", 4), ("1.2", "1", 2), ("2",), ("2.1", "2", 6)]
POINTS = {"a": {"1.1": 3, "1.2": 1, "2.1": 4}, "b": {"1.1": 4, "1.2": 2, "2.1": 6}}
YEARS = (
    "parameters/ben-tre-2018.yaml",
    "parameters/tien-giang-2020.yaml",
    "tests/tiny/2018.yaml",
    "tests/tiny_years/2018.yaml",
)


def check_same_frame(own: pd.DataFrame, again: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(own, again, check_exact=True)
    assert type(own.index) is type(again.index)
    for name in own:
        if own[name].dtype == object:
            assert list(map(repr, own[name])) == list(map(repr, again[name])), name


def check_same(own: Scored, again: Scored) -> None:
    for field in fields(own):
        mine, other = getattr(own, field.name), getattr(again, field.name)
        if isinstance(mine, pd.DataFrame):
            check_same_frame(mine, other)
        elif isinstance(mine, Scored):
            check_same(mine, other)
        else:
            assert mine == other
            assert repr(mine) == repr(other)  # decimals with their zeros
    assert digest_results(own) == digest_results(again)


def travelled(results: Results, folder: Path) -> Results:
    write_record(results, folder / RESULTS_FILE)
    return read_record(folder / RESULTS_FILE, Results)


# --- there and back ----------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_results_and_slices_come_back_as_they_were(
    year: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    results = pr.compute_results(year)
    check_same(results, travelled(results, tmp_path))
    for unit in list(results.units["unit_code"])[:4]:
        one = slice_unit(results, str(unit))
        check_same(one, travelled(one, tmp_path))


def test_units_that_tie_come_back_as_they_were(write_case: Write, tmp_path: Path) -> None:
    results = write_case(TREE, {"a": POINTS["a"], "b": POINTS["a"]}).compute()
    one = slice_unit(results, "a")
    assert len(one.index) == 2  # blanks of every kind in columns of objects
    check_same(one, travelled(one, tmp_path))


def test_messages_keep_their_facts(write_case: Write, tmp_path: Path) -> None:
    facts = {"n": 2, "points": Decimal("1.50"), "blank": None, "what": Message("a {b}", {"b": "c"})}
    said = Message("{n} {points} {blank} {what}", facts)
    results = replace(write_case(TREE, POINTS).compute(), notes=(said,))
    again = travelled(results, tmp_path)
    assert again.notes == (said,)
    assert str(again.notes[0]) == "2 1.50 None a c"


DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=None).filter(
    lambda number: abs(number.adjusted()) < 999
)
ONES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.text(), DECIMALS, st.just(pd.NA)
)
CELLS = st.one_of(ONES, st.lists(ONES, max_size=3).map(tuple))


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    """Draw a frame of a few columns of every kind that a table of parreport has."""
    n = draw(st.integers(0, 6))
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "object": CELLS,
        "str": st.one_of(st.none(), st.text()),
        "float64": st.floats(),
        "int64": st.integers(-(2**63), 2**63 - 1),
        "bool": st.booleans(),
        "Int64": st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)),
        "boolean": st.one_of(st.none(), st.booleans()),
    }
    columns = {}
    for name in draw(st.lists(st.text(), max_size=5, unique=True)):
        kind = draw(st.sampled_from([*kinds, "decimal"]))
        cells = kinds.get(kind, st.one_of(st.none(), DECIMALS))
        found = draw(st.lists(cells, min_size=n, max_size=n)) * draw(st.sampled_from([1, 1, 3]))
        found = (found * 3)[: 3 * n]
        if kind in ("object", "decimal"):
            array = np.empty(3 * n, dtype=object)
            for place, cell in enumerate(found):
                array[place] = cell
            series = pd.Series(array, dtype=object)
        else:
            series = pd.Series(found, dtype=kind)
        columns[name] = series
    frame = pd.DataFrame(columns, index=pd.RangeIndex(3 * n) if columns else None)
    frame.columns = pd.Index(list(columns), dtype="str")
    if draw(st.booleans()) and columns:
        return frame.iloc[draw(st.sampled_from([slice(1, None), slice(None, None, 2), [0, 2][:n]]))]
    return frame


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(frames())
def test_odd_frames_come_back_as_they_were(frame: pd.DataFrame) -> None:
    plain = write_plain_table(frame)
    words = json.dumps(plain, ensure_ascii=False, allow_nan=False)
    check_same_frame(frame, read_plain_table(json.loads(words)))


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": pd.to_datetime(["2018-01-01"])}),
        pd.DataFrame({"a": [object()]}),
        pd.DataFrame({"a": [1]}, index=["row"]),
        pd.DataFrame([[1, 2]], columns=["a", "a"]),
        pd.DataFrame({1: [1]}),
    ],
)
def test_a_frame_that_no_table_of_parreport_is_cannot_be_written(frame: pd.DataFrame) -> None:
    with pytest.raises(TypeError):
        write_plain_table(frame)


# --- what a folder from elsewhere may hold -----------------------------------------------------


class Trap:
    """Unpickled, it makes a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.path,))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[Parameters, bytes]:
    """The parameters of a small year, and the good file of its results."""
    from tests.cases import write_year

    folder = tmp_path_factory.mktemp("good")
    results = write_year(folder, TREE, POINTS).compute()
    write_results(results, folder, [])
    return results.parameters, (folder / RESULTS_FILE).read_bytes()


def seal(words: bytes) -> bytes:
    """Return a file whose digest is right."""
    return HEAD + hashlib.sha256(words).hexdigest().encode() + MIDDLE + words + TAIL


def open_seal(content: bytes) -> bytes:
    return content[len(HEAD) + 64 + len(MIDDLE) : -len(TAIL)]


def read_from(folder: Path, parameters: Parameters) -> Results:
    return read_results(parameters.model_copy(update={"tables": str(folder)}))


def check_refused(folder: Path, parameters: Parameters) -> None:
    with pytest.raises(ParameterError, match="a folder of the run under way") as caught:
        read_from(folder, parameters)
    (problem,) = caught.value.problems
    assert (problem.column, problem.found) == ("tables", str(folder))


def test_a_good_folder_is_read(good: tuple[Parameters, bytes], tmp_path: Path) -> None:
    parameters, content = good
    (tmp_path / RESULTS_FILE).write_bytes(content)
    assert read_from(tmp_path, parameters).parameters == parameters
    json.loads(content)  # all of it is JSON


@pytest.mark.parametrize("name", ["results.pickle", RESULTS_FILE, HISTORY_FILE])
def test_a_pickle_is_never_opened_as_one(name: str, good: tuple[Parameters, bytes], tmp_path: Path) -> None:
    parameters, content = good
    sprung = tmp_path / "sprung"
    if name == HISTORY_FILE:
        (tmp_path / RESULTS_FILE).write_bytes(content)
    trap = pickle.dumps(Trap(sprung))
    for laid in (trap, seal(trap)):
        (tmp_path / name).write_bytes(laid)
        named = parameters.model_copy(update={"tables": str(tmp_path)})
        with pytest.raises(ParameterError, match="a folder of the run under way"):
            compute_period(named)
    assert not sprung.exists()


def test_verify_refuses_a_manifest_that_names_tables(good: tuple[Parameters, bytes], tmp_path: Path) -> None:
    facts = good[0].model_dump(mode="json") | {"tables": str(tmp_path)}
    manifest = {"source": {"parameters": facts}, "reports": {}, "files": {}, "whole": True}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(PublicationError, match=r"manifest\.json is no manifest"):
        verify_folder(tmp_path)


BAD_TEXTS = {
    "nothing": b"",
    "no object": b"[]",
    "not a number": b"NaN",
    "not UTF-8": b'{"\xff": 1}',
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep, of objects": b'{"base":' * 100_000 + b"1" + b"}" * 100_000,
    "huge": b"9" * 10_000,
    "cut off": b'{"parameters": {',
    "half a letter": b'"\\ud800"',
}


@pytest.mark.parametrize("words", BAD_TEXTS.values(), ids=BAD_TEXTS)
@pytest.mark.parametrize("sealed", [True, False])
def test_what_is_no_record_is_refused(
    words: bytes, sealed: bool, good: tuple[Parameters, bytes], tmp_path: Path
) -> None:
    (tmp_path / RESULTS_FILE).write_bytes(seal(words) if sealed else words)
    check_refused(tmp_path, good[0])


def put(place: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Return what puts a value into a place of a record, such as ``framework.decimals``."""

    def change(record: dict[str, Any]) -> None:
        *path, last = [int(one) if one.isdigit() else one for one in place.split(".")]
        at: Any = record
        for name in path:
            at = at[name]
        at[last] = value

    return change


BAD_PLACES = {
    "an unknown field": put("more", 1),
    "an unknown field of a record within": put("framework.blocks.0.__class__", "os.system"),
    "a wrong type": put("scenario_n", "1"),
    "a flag as a number": put("scenario_n", True),
    "a number that is too large": put("scenario_n", 2**63),
    "no record": put("framework", None),
    "an unknown word": put("framework.zero_of_zero", "maybe"),
    "too many decimals": put("framework.decimals", 10**6),
    "a setting that is out of range": put("framework.findings.level_pct", 101),
    "no decimal": put("framework.blocks.0.bands.0.lowest", "NaN"),
    "a decimal with a huge exponent": put("framework.blocks.0.bands.0.lowest", "1E+999999999"),
    "letters for figures": put("framework.blocks.0.bands.0.lowest", "١"),
    "an item beneath itself": put("framework.blocks.0.items.0.parent_code", "1"),
    "a sentence that formats": put("notes", [{"msgid": "{n:>999999999}", "facts": {"n": 1}}]),
    "a sentence that looks inside": put("notes", [{"msgid": "{n.__class__}", "facts": {"n": 1, "n.__class__": 1}}]),
    "a sentence without its fact": put("notes", [{"msgid": "{n}", "facts": {}}]),
    "a sentence with a loose brace": put("notes", [{"msgid": "{", "facts": {}}]),
    "a fact that would be the sentence": put("notes", [{"msgid": "a", "facts": {"msgid": "b"}}]),
    "a table that is none": put("units", []),
    "no rows": put("units.rows", None),
    "endless rows": put("units.rows", [-(2**62), 2**62, 1]),
    "rows by steps of nothing": put("units.rows", [0, 2, 0]),
    "more rows than cells": put("units.rows", [0, 3, 1]),
    "rows without columns": put("units", {"rows": [0, 9, 1], "columns": {}}),
    "no columns": put("index.columns", {}),
    "no cells": put("index.columns.unit_code", ["str"]),
    "an unknown kind": put("index.columns.unit_code", ["os.system", ["a", "b"]]),
    "a kind that is a list": put("index.columns.unit_code", [["str"], ["a", "b"]]),
    "numbers for texts": put("index.columns.unit_code", ["str", [1, 2]]),
    "places out of reach": put("index.columns.unit_code", ["str", ["a"], [0, 1]]),
    "places from the end": put("index.columns.unit_code", ["str", ["a"], [0, -1]]),
    "places that are flags": put("index.columns.unit_code", ["str", ["a", "b"], [False, True]]),
    "cells of an unknown kind": put("index.columns.unit_code", ["object", [["class", "a"], "b"]]),
    "a cell that is an object": put("index.columns.unit_code", ["object", [{"a": 1}, "b"]]),
    "numbers out of range": put("index.columns.unit_code", ["int64", [2**63, 1]]),
    "flags for numbers": put("index.columns.unit_code", ["float64", [True, 1.0]]),
    "other parameters": put("parameters.province", "Cà Mau"),
    "parameters that are none": put("parameters.year", "2018"),
}


@pytest.mark.parametrize("change", BAD_PLACES.values(), ids=BAD_PLACES)
def test_a_record_with_a_wrong_place_is_refused(
    change: Callable[[dict[str, Any]], None], good: tuple[Parameters, bytes], tmp_path: Path
) -> None:
    parameters, content = good
    record = json.loads(open_seal(content))
    change(record)
    (tmp_path / RESULTS_FILE).write_bytes(seal(json.dumps(record).encode()))
    check_refused(tmp_path, parameters)


def test_a_number_beyond_all_numbers_is_refused(good: tuple[Parameters, bytes], tmp_path: Path) -> None:
    parameters, content = good
    record = json.loads(open_seal(content))
    put("index.columns.unit_code", ["float64", [1.5, "much"]])(record)
    words = json.dumps(record).replace('"much"', "1e999").encode()
    (tmp_path / RESULTS_FILE).write_bytes(seal(words))
    check_refused(tmp_path, parameters)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")
@pytest.mark.parametrize("what", ["link", "pipe", "folder", "device", "nothing"])
def test_only_a_regular_file_is_opened(what: str, good: tuple[Parameters, bytes], tmp_path: Path) -> None:
    parameters, content = good
    folder, place = tmp_path / "tables", tmp_path / "tables" / RESULTS_FILE
    folder.mkdir()
    if what == "link":
        (tmp_path / "good.json").write_bytes(content)
        place.symlink_to(tmp_path / "good.json")
    elif what == "pipe":
        os.mkfifo(place)  # nobody writes into it: opened plainly, it would wait for ever
    elif what == "folder":
        place.mkdir()
    elif what == "device":
        place.symlink_to("/dev/zero")
    check_refused(folder, parameters)


def test_a_folder_that_no_system_could_name_is_refused(good: tuple[Parameters, bytes]) -> None:
    check_refused(Path("a\0b"), good[0])


@settings(max_examples=200)
@given(st.data())
def test_damage_to_a_file_is_found(
    good: tuple[Parameters, bytes], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    parameters, content = good
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    damaged = content[:start] + data.draw(st.binary(max_size=40)) + content[end:]
    folder = tmp_path_factory.getbasetemp() / "damaged"
    folder.mkdir(exist_ok=True)
    (folder / RESULTS_FILE).write_bytes(damaged)
    if damaged == content:
        assert read_from(folder, parameters).parameters == parameters
    else:
        check_refused(folder, parameters)


JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False),
        st.text(),
        st.sampled_from(["str", "decimal", "tuple", "Infinity", "1E+9", "0"]),
    ),
    lambda one: st.one_of(st.lists(one, max_size=3), st.dictionaries(st.text(), one, max_size=3)),
    max_leaves=6,
)


@settings(max_examples=3 * settings.default.max_examples)
@given(st.data())
def test_a_forged_record_is_refused_or_is_a_record(
    good: tuple[Parameters, bytes], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    at: Any = json.loads(open_seal(good[1]))
    record, steps = at, data.draw(st.integers(1, 6))
    for step in range(steps):
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if step == steps - 1 or not isinstance(at[key], (dict, list)):
            at[key] = data.draw(JSON)
            break
        at = at[key]
    path = tmp_path_factory.getbasetemp() / "forged.json"
    path.write_bytes(seal(json.dumps(record).encode("utf-8", "replace")))
    try:
        found = read_record(path, Results)
    except PlainDataError:
        return
    digest_results(found)  # whatever came back can be looked at


def test_a_record_without_the_state_of_a_second_source_is_refused(
    good: tuple[Parameters, bytes], tmp_path: Path
) -> None:
    record = json.loads(open_seal(good[1]))
    record["second_source"]["columns"] = {}
    (tmp_path / "forged.json").write_bytes(seal(json.dumps(record).encode()))
    with pytest.raises(PlainDataError):
        read_record(tmp_path / "forged.json", Results)


# --- the years of history ----------------------------------------------------------------------


def test_the_years_of_history_stand_beside_the_results(write_case: Write, tmp_path: Path) -> None:
    old = write_case(TREE, POINTS, name="2015")
    case = write_case(TREE, POINTS, name="2018", history=[str(old.path)])
    folder = write_results(case.compute(), tmp_path / "under-way", [old.rank()])
    for one in (old, case):
        (one.inputs / "points.csv").unlink()
    old.path.unlink()
    parameters = pr.read_parameters(case.path).model_copy(update={"tables": str(folder)})
    assert compute_period(parameters).years == [2015, 2018]


def test_results_without_their_years_make_no_period(write_case: Write, tmp_path: Path) -> None:
    case = write_case(TREE, POINTS)
    folder = write_results(case.compute(), tmp_path / "under-way")
    parameters = pr.read_parameters(case.path).model_copy(update={"tables": str(folder)})
    with pytest.raises(ParameterError, match="a folder of the run under way"):
        compute_period(parameters)


def test_a_year_of_history_is_in_the_digest_of_a_period_alone(write_case: Write) -> None:
    from parreport.building.slices import Whole
    from parreport.years.recipe import read_subject

    digests = []
    for points in (POINTS, {**POINTS, "b": {"1.1": 3, "1.2": 2, "2.1": 6}}):
        old = write_case(TREE, points, name="2015")
        case = write_case(TREE, POINTS, name="2018", history=[str(old.path)])
        whole = Whole(case.compute(), read_subject(case.path).history, case.path.parent / "whole")
        digests.append((whole.digest, whole.period_digest))
    (first, first_period), (second, second_period) = digests
    assert first == second
    assert first_period != second_period
