"""What people type is read as they mean it, or refused: never as something else in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from parreport.inputs.faults import Faults
from parreport.years.reading import read_run
from parreport.years.recipe import compute_results
from tests.test_faults import (
    APPRAISAL,
    CALENDAR,
    ITEMS,
    PARAMETERS,
    POINTS,
    TARGETS,
    UNITS,
    VALUES,
    Edit,
    add,
    both,
    fault_of,
    put,
    swap,
    write,
)

pytestmark = pytest.mark.usefixtures("in_empty_folder")


@pytest.fixture
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def told(edit: Edit) -> list[str]:
    return [f"{p.file}, {p.row}, {p.column}: {p.found}: {p.expected}" for p in fault_of(edit).problems]


def notes_of(*edits: Edit) -> list[str]:
    write(Path.cwd(), *edits)
    faults = Faults()
    read = read_run("2018.yaml", faults)
    assert faults.problems == []
    assert read is not None
    return [str(note) for note in read.notes]


@pytest.mark.parametrize(
    ("file", "old", "new", "row"),
    [
        # a quote that opens a reason and closes in the next row's: the penalty was lost
        (
            POINTS,
            "so-y-te,2.1,,,4,,,,,\nso-y-te,2.9,,,0.25,,,,,",
            'so-y-te,2.1,,,4,,,,"x,\nso-y-te,2.9,,,0.25,,,,",',
            10,
        ),
        # one that opens in the middle of a row and closes in the middle of the next
        (
            POINTS,
            "so-y-te,1.1.2,yes,2,,17,20,,,BC 05\nso-y-te,1.2,no",
            'so-y-te,1.1.2,"yes,2,,17,20,,,BC 05\nso-y-te,1.2",no',
            8,
        ),
        (
            UNITS,
            "so-noi-vu,Sở Nội vụ,so,yes,,so-nv\nso-y-te,Sở Y tế,so,yes,,",
            'so-noi-vu,"Sở Nội vụ,so,yes,,so-nv\nso-y-te,Sở Y tế",so,yes,,',
            2,
        ),
        (VALUES, "so-noi-vu,vbdt,70,100,\nso-y-te,ngay,,,4", 'so-noi-vu,vbdt,70,100,"\nso-y-te,ngay,,,4"', 2),
        (
            APPRAISAL,
            "0,Chưa có văn bản\nso-y-te,1.1.1,2,1.5,Đã bổ sung",
            '0,"Chưa có văn bản\nso-y-te,1.1.1,2,1.5,Đã bổ sung"',
            2,
        ),
    ],
)
def test_a_quote_that_swallows_a_row_is_refused(file: str, old: str, new: str, row: int) -> None:
    faults = [p for p in fault_of(swap(file, old, new)).problems if p.file == file and p.row == row]
    assert [str(p.expected) for p in faults if p.column is None] == [
        "quotes that open and close in one row; a cell holds what looks like another row"
    ]


@pytest.mark.parametrize(
    "reason",
    [
        '"Thiếu báo cáo quý I, quý II, quý III, quý IV\nvà kế hoạch năm, chương trình, đề án, tờ trình, công '
        'văn, biên bản"',
        '"- Thiếu báo cáo\n- Trễ hạn 3 ngày"',
        '"Công văn ""mật"",\nkhông đính kèm"',
    ],
)
def test_a_reason_of_several_lines_is_one_cell(reason: str) -> None:
    write(Path.cwd(), swap(POINTS, "Một sáng kiến chưa được công nhận", reason))
    leaves = compute_results("2018.yaml").leaves
    own = leaves[(leaves["unit_code"] == "so-noi-vu") & (leaves["item_code"] == "1.2")]
    assert own["reason"].tolist() == [reason[1:-1].replace('""', '"')]


@pytest.mark.parametrize(
    ("edit", "found", "expected"),
    [
        (swap(POINTS, ",4.5,", ",4\u200b.5,"), "4\u200b.5", "a number without hidden signs between its digits"),
        (swap(POINTS, "17,20", "1\u200d7,20"), "1\u200d7", "a number without hidden signs between its digits"),
        (swap(POINTS, ",,,3,Một", ",,,1.5,Một"), "1.5", "a whole number"),
        (swap(POINTS, ",,,3,Một", ",,,3.000,Một"), "3.000", "a number whose mark is clear: 12345, or 12345.0"),
        (swap(VALUES, ",,,4", ",,,1.500"), "1.500", "a number whose mark is clear: 1500, or 1.5"),
        (swap(VALUES, ",,,4", ',,,"1,234"'), "1,234", "a number whose mark is clear: 1500, or 1.5"),
        (swap(TARGETS, "at_most,5", "at_most,1.500"), "1.500", "a number whose mark is clear: 1500, or 1.5"),
        (
            both(swap(ITEMS, "each: 0.5", "bands value: 2 = 2 | 1 = 1"), swap(POINTS, ",,,3,Một", ",,,1.234,Một")),
            "1.234",
            "a number whose mark is clear: 1500, or 1.5",
        ),
        (
            both(swap(ITEMS, "each: 0.5", "limits value: 0 = 2 | 30 = 1"), swap(POINTS, ",,,3,Một", ",,,1.5,Một")),
            "1.5",
            "a whole number",
        ),
        (swap(POINTS, "so-y-te,1.2,no,,,,,", "so-y-te,1.2,no,,,2,3,"), "2", "blank, since applies = no"),
        (swap(POINTS, "so-y-te,1.2,no,,,,,,", "so-y-te,1.2,no,,,,,1,"), "1", "blank, since applies = no"),
        (swap(POINTS, ",4.5,", ",123456789012345678901234,"), "123456789012345678901234", "a number with fewer digits"),
        (swap(POINTS, "QĐ 03", "QĐ\x0703"), "QĐ\x0703", "text without the control sign U+0007"),
        (swap(UNITS, "Sở Y tế", "Sở Y tế\ufffe"), "Sở Y tế\ufffe", "text without the control sign U+FFFE"),
    ],
)
def test_a_cell_that_could_be_read_otherwise_than_meant_is_refused(edit: Edit, found: str, expected: str) -> None:
    problem = fault_of(edit).problems[0]
    assert (problem.found, str(problem.expected)) == (found, expected)


def test_points_with_three_decimals_are_points() -> None:
    write(Path.cwd(), swap(POINTS, ",4.5,", ",4.125,"))
    leaves = compute_results("2018.yaml").leaves
    assert "4.125" in {str(points) for points in leaves["points"]}


def test_a_value_below_one_with_three_decimals_is_clear() -> None:
    write(Path.cwd(), swap(VALUES, ",,,4", ",,,0.500"))
    assert "0.5" in {str(value.normalize()) for value in compute_results("2018.yaml").targets["value"].dropna()}


def test_two_units_with_one_name_are_a_note() -> None:
    notes = notes_of(swap(UNITS, "so-y-te,Sở Y tế", "so-y-te,sở  NỘI VỤ"))
    assert "inputs/units.csv, row 3: unit so-y-te has the name of unit so-noi-vu in row 2" in notes


def test_a_part_of_a_rate_that_is_not_whole_is_a_note() -> None:
    notes = notes_of(swap(POINTS, "17,20", "16.5,20"))
    assert [note for note in notes if "fraction" in note] == [
        "inputs/points.csv: numerator or denominator with a fraction (1), row 8: counts are whole, amounts need not be"
    ]


def test_points_that_cannot_be_read_are_not_told_as_a_survey_that_was_not_held() -> None:
    write(
        Path.cwd(),
        swap("framework/framework.yaml", "survey_missing: error", "survey_missing: rescale"),
        put(POINTS, b"\xff\xfe\x00"),
    )
    faults = Faults()
    read = read_run("2018.yaml", faults)
    assert [problem.file for problem in faults.problems] == [POINTS]
    assert read is not None
    assert [str(note) for note in read.notes if "survey" in str(note)] == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("CON", "a code that is no name of a device: Windows keeps CON for one"),
        ("nul.txt", "a code that is no name of a device: Windows keeps nul.txt for one"),
        ("Lpt1", "a code that is no name of a device: Windows keeps Lpt1 for one"),
        ("-rf", "a code that begins with a letter or a digit, since it names files"),
        (".so", "a code that begins with a letter or a digit, since it names files"),
        ("so.", "a code that does not end in a point, since it names files"),
        ("s" * 300, "at most 64 letters, since it names files"),
        ("s\u043e-y-te", "letters of the Vietnamese alphabet and digits 0 to 9; “\u043e” is CYRILLIC SMALL LETTER O"),
        ("\uff53o", "letters of the Vietnamese alphabet and digits 0 to 9; “\uff53” is FULLWIDTH LATIN SMALL LETTER S"),
        ("so\u0661", "letters of the Vietnamese alphabet and digits 0 to 9; “\u0661” is ARABIC-INDIC DIGIT ONE"),
        ("s0-noi-vu", "a code that cannot be taken for so-noi-vu in row 2"),
        ("SO-NOI-VU", "each unit code once, whatever its capitals; it stands in row 2 too"),
        ("so/../x", "letters, digits, “.”, “_” or “-”, since it names files"),
    ],
)
def test_a_code_that_cannot_name_a_file_or_looks_like_another_is_refused(code: str, expected: str) -> None:
    edit = add(UNITS, f"{code},Sở Khác,so,yes,,")
    assert [str(p.expected) for p in fault_of(edit).problems if p.row == 4] == [expected]


@pytest.mark.parametrize("code", ["Sở-Nội-vụ-2", "836", "007", "so_y.te", "Đ1", "ubnd.tinh"])
def test_codes_of_vietnamese_letters_and_digits_stand(code: str) -> None:
    write(Path.cwd(), swap(PARAMETERS, "status: final", "status: draft"), add(UNITS, f"{code},Sở Khác,so,yes,,"))
    assert code in list(compute_results("2018.yaml").units["unit_code"])


def test_dates_of_the_calendar_stay_text_of_one_form() -> None:
    assert told(swap(CALENDAR, "2018-11-30", "2018-11-31"))[0].endswith("a date, YYYY-MM-DD")
