"""``units.csv``, ``target_values.csv`` and ``calendar.csv``, a row at a time."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parreport import columns
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Block, FindingSettings, Framework, Target
from parreport.inputs.units import is_date, is_rate, note_later_steps, read_calendar, read_target_values, read_units
from parreport.tabular import Table

BLOCKS = (Block("so", "so", "", True, "error", (), ()), Block("xa", "xa", "", False, "error", (), ()))


def target(code: str, unit: str) -> Target:
    return Target(code, code, "", "", unit, "at_least", Decimal(60), "")


FRAMEWORK = Framework(
    *("thử", "", (), True, BLOCKS, None, None, 2, False, "zero", FindingSettings()),
    targets=(target("t", "%"), target("d", "ngày")),
)


def write(folder: Path, table: Table, *rows: dict[str, Any]) -> Path:
    path = folder / table.name if table.name.endswith(".csv") else folder / f"{table.name}.csv"
    pd.DataFrame(list(rows), columns=table.names).to_csv(path, index=False)
    return path


def units(folder: Path, *rows: dict[str, Any]) -> tuple[pd.DataFrame, Faults]:
    faults = Faults()
    given = [{"name": f"Đơn vị {n}", "block": "so", "ranked": "yes"} | row for n, row in enumerate(rows)]
    return read_units(write(folder, columns.UNITS_FILE, *given), FRAMEWORK, faults), faults


def told(faults: Faults) -> list[tuple[int | None, str | None, str]]:
    return [(one.row, one.column, str(one.expected)) for one in faults.problems]


def test_a_unit_is_ranked_where_it_and_its_block_are(tmp_path: Path) -> None:
    table, faults = units(
        tmp_path,
        {"unit_code": "a"},
        {"unit_code": "b", "ranked": "no"},
        {"unit_code": "c", "block": "xa"},
        {"unit_code": "d", "survey_se_points": "0.5", "base_unit_code": "z", "cluster": "c1"},
    )
    assert faults.problems == []
    assert table["ranked"].tolist() == [True, False, False, True]
    assert table["row"].tolist() == [2, 3, 4, 5]
    assert table.loc[3, ["survey_se_points", "base_unit_code", "cluster"]].tolist() == [Decimal("0.5"), "z", "c1"]


@pytest.mark.parametrize(
    ("lat", "lon", "faults_at"),
    [
        *(("13.96", "108,61", []), ("", "", []), ("-90", "180", [])),
        ("13.96", "", [(2, "lat", "lat and lon, or neither of them")]),
        ("", "108.61", [(2, "lon", "lat and lon, or neither of them")]),
        ("13.96", "181", [(2, "lon", "a longitude in degrees from −180 to 180")]),
        (
            "-91",
            "200",
            [(2, "lat", "a latitude in degrees from −90 to 90"), (2, "lon", "a longitude in degrees from −180 to 180")],
        ),
        ("108.61", "13.96", [(2, "lat", "a latitude from −90 to 90; latitude and longitude seem to be exchanged")]),
        ("bắc", "108.61", [(2, "lat", "a number")]),
    ],
)
def test_latitude_and_longitude_are_both_given_or_none(
    lat: str, lon: str, faults_at: list[Any], tmp_path: Path
) -> None:
    table, faults = units(tmp_path, {"unit_code": "a", "lat": lat, "lon": lon})
    assert told(faults) == faults_at
    whole = (Decimal(lat), Decimal(lon.replace(",", "."))) if lat and not faults_at else (None, None)
    assert (table["lat"][0], table["lon"][0]) == whole


def test_a_latitude_in_a_file_without_longitudes_is_a_fault(tmp_path: Path) -> None:
    path, faults = tmp_path / "units.csv", Faults()
    path.write_text("Mã đơn vị,Tên đơn vị,Khối,Xếp hạng,Vĩ độ\na,A,so,có,13.96\n", "utf-8")
    read_units(path, FRAMEWORK, faults)
    assert told(faults) == [(2, "lat", "lat and lon, or neither of them")]


@pytest.mark.parametrize(
    ("second", "column", "expected"),
    [
        ({"unit_code": "A"}, "unit_code", "each unit code once, whatever its capitals; it stands in row 2 too"),
        ({"unit_code": ""}, "unit_code", None),
        ({"unit_code": "b", "name": ""}, "name", "the name of the unit"),
        ({"unit_code": "b", "block": "huyen"}, "block", None),
        ({"unit_code": "b", "ranked": "maybe"}, "ranked", "yes or no"),
        ({"unit_code": "b", "survey_se_points": "-1"}, "survey_se_points", "a number that is not negative"),
    ],
)
def test_faults_of_a_unit_at_their_place(
    second: dict[str, str], column: str, expected: str | None, tmp_path: Path
) -> None:
    table, faults = units(tmp_path, {"unit_code": "a"}, second)
    assert [(row, name) for row, name, _ in told(faults)] == [(3, column)]
    assert expected is None or told(faults)[0][2] == expected
    assert list(table["unit_code"]) == (["a"] if column in ("unit_code", "block") else ["a", "b"])


def test_units_of_the_same_name_are_noted(tmp_path: Path) -> None:
    _, faults = units(
        tmp_path, {"unit_code": "a", "name": "Sở  X"}, {"unit_code": "b"}, {"unit_code": "c", "name": "sở x"}
    )
    assert [str(note).rpartition("/")[2] for note in faults.notes] == [
        "units.csv, row 4: unit c has the name of unit a in row 2"
    ]


def test_a_file_without_units_is_one_fault(tmp_path: Path) -> None:
    table, faults = units(tmp_path)
    assert table.empty
    assert told(faults) == [(2, None, "at least one unit")]
    assert len(faults.unread) == 1
    faults = Faults()
    read_units(tmp_path / "gone.csv", FRAMEWORK, faults)
    assert len(faults.problems) == 1


# --- targets --------------------------------------------------------------------------------


def values(folder: Path, *rows: str, framework: Framework = FRAMEWORK) -> tuple[list[list[Any]], Faults]:
    names = columns.TARGET_VALUES_FILE.names
    given = [dict(zip(names, row.split(","), strict=True)) for row in rows]
    faults = Faults()
    table = read_target_values(write(folder, columns.TARGET_VALUES_FILE, *given), framework, ["a", "b"], faults)
    return table.to_numpy().tolist(), faults


@pytest.mark.parametrize(
    ("row", "kept", "fault"),
    [
        ("a,t,3,4,", [3, 4, None], None),
        ("a,t,4,4,", [4, 4, None], None),
        ("a,t,5,4,", [None, None, None], ("numerator", "at most the denominator, 4")),
        ("a,d,5,4,", [5, 4, None], None),  # no percentage
        ("a,t,,4,", [None, 4, None], ("numerator", "a number, since the other half of the rate is given")),
        ("a,t,3,,", [3, None, None], ("denominator", "a number, since the other half of the rate is given")),
        ("a,t,,,70", [None, None, 70], None),
        ("a,t,3,4,75", [3, 4, 75], ("value", "blank, since numerator and denominator are given")),
        ("a,d,3,4,75", [3, 4, 75], None),
        ("a,t,-1,4,", [None, 4, None], ("numerator", "a number that is not negative")),
    ],
)
def test_what_a_unit_reports_on_a_target(row: str, kept: list[Any], fault: Any, tmp_path: Path) -> None:
    rows, faults = values(tmp_path, row)
    assert rows == [[*row.split(",")[:2], *kept]]
    assert told(faults) == ([] if fault is None else [(2, *fault)])


def test_a_unit_reports_a_target_once(tmp_path: Path) -> None:
    rows, faults = values(tmp_path, "b,t,1,4,", "a,t,1,4,", "a,d,1,4,", "a,t,2,4,")
    assert [row[:3] for row in rows] == [["b", "t", 1], ["a", "t", 1], ["a", "d", 1]]
    assert told(faults) == [(5, "target_code", "each unit and target once; they stand in row 3 too")]


def test_unknown_units_and_targets_are_faults(tmp_path: Path) -> None:
    rows, faults = values(tmp_path, "z,t,1,4,", "a,x,1,4,")
    assert rows == []
    assert [(row, column) for row, column, _ in told(faults)] == [(2, "unit_code"), (3, "target_code")]
    faults = Faults()
    assert read_target_values(tmp_path / "gone.csv", FRAMEWORK, ["a"], faults).empty
    assert faults.problems == []


@pytest.mark.parametrize(("unit", "found"), [("%", True), ("% hồ sơ", True), ("ngày", False)])
def test_a_rate_is_a_percentage(unit: str, found: bool) -> None:
    assert is_rate(target("t", unit)) is found


# --- calendar -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "found"), [("2018-02-28", True), ("2018-02-30", False), ("28/02/2018", False), ("20180228", False)]
)
def test_a_date_is_written_one_way(typed: str, found: bool) -> None:
    assert is_date(typed) is found


def test_steps_of_the_year(tmp_path: Path) -> None:
    names = columns.CALENDAR_FILE.names
    blank = dict.fromkeys(names, "")
    path = write(
        tmp_path,
        columns.CALENDAR_FILE,
        blank | {"step": "Tự đánh giá", "due": "2018-11-30", "done": ""},
        blank | {"step": "", "due": "30/11/2018", "done": "2018-12-01"},
    )
    faults = Faults()
    table = read_calendar(path, faults)
    assert table[["step", "due", "done"]].to_numpy().tolist() == [
        ["Tự đánh giá", "2018-11-30", ""],
        ["", "30/11/2018", "2018-12-01"],
    ]
    assert told(faults) == [(3, "step", "the name of the step"), (3, "due", "a date, YYYY-MM-DD")]
    assert read_calendar(tmp_path / "gone.csv", faults).empty


def test_a_step_done_after_the_day_of_publication_is_noted() -> None:
    steps = [("Thẩm định", "2019-06-28"), ("Phổ biến", "2019-06-29"), ("Kế hoạch", ""), ("Sai", "29/07/2019")]
    calendar = pd.DataFrame([{"step": step, "due": "", "done": done} for step, done in steps])
    for published, told in (("2019-06-28", 1), ("2019-06-29", 0), (None, 0)):
        faults = Faults()
        note_later_steps(calendar, published, "calendar.csv", faults)
        assert len(faults.notes) == told
        assert not told or str(faults.notes[0]) == (
            "calendar.csv: “Phổ biến” is said to be done on 2019-06-29, after the day of publication, 2019-06-28"
        )
