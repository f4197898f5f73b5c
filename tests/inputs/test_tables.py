"""CSV files as people save them."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from parreport.columns import POINTS_FILE
from parreport.inputs.faults import Faults
from parreport.inputs.rows import APPLIES, Row, quoted
from parreport.inputs.tables import read_rows
from parreport.tabular import Table, describe_table

SMALL: Table = describe_table(
    "small.csv",
    "One row per unit.",
    ("unit_code", "code", "code of the unit"),
    ("name", "text", "its name"),
    ("points", "points", "its points"),
    ("note", "text", "a note"),
    optional="note",
)


def rows_of(tmp_path: Path, content: str | bytes, table: Table = SMALL) -> tuple[list[Row], list[str]]:
    path = tmp_path / "small.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    faults = Faults()
    rows = read_rows(path, table, faults)
    return rows, [str(problem).replace(str(path), "small.csv") for problem in faults.problems]


def first(tmp_path: Path, content: str | bytes) -> Row:
    rows, faults = rows_of(tmp_path, content)
    assert faults == []
    return rows[0]


PLAIN = "unit_code,name,points\n007,Sở Nội vụ,1.5\n"


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", ";").replace("1.5", "1,5"),
        "sep=;\n" + PLAIN.replace(",", ";"),
        "\ufeffsep=,\r\n" + PLAIN,
        PLAIN.replace("1.5", '"1,5"'),
        unicodedata.normalize("NFD", PLAIN),
        PLAIN.replace("Sở Nội vụ", "\u00a0Sở Nội vụ \u2009"),
        PLAIN.replace("007", " 007 ").replace("1.5", "\u202f1.5\u00a0"),
        "\n\n" + PLAIN + "\n\n",
        ",,\n" + PLAIN + ",,\n",
        PLAIN.replace("unit_code", " Unit_Code "),
        "points,unit_code,name\n1.5,007,Sở Nội vụ\n",
        "unit_code,name,points,,\n007,Sở Nội vụ,1.5,,\n",
        PLAIN.rstrip("\n"),
        'unit_code,name,points\n"007","Sở Nội vụ","1.5"\n',
    ],
)
def test_the_same_row_is_read_however_the_file_was_saved(content: str, tmp_path: Path) -> None:
    row = first(tmp_path, content)
    assert (row["unit_code"], row["name"], row.number_in("points")) == ("007", "Sở Nội vụ", Decimal("1.5"))


def test_points_and_commas_may_be_mixed_in_one_file(tmp_path: Path) -> None:
    rows, faults = rows_of(tmp_path, 'unit_code,name,points\na,A,1.5\nb,B,"2,5"\n')
    assert ([row.number_in("points") for row in rows], faults) == ([Decimal("1.5"), Decimal("2.5")], [])


@pytest.mark.parametrize("code", ["007", "836", "1e3", "1.10", "TRUE", "1.0"])
def test_a_code_is_never_read_as_a_number(code: str, tmp_path: Path) -> None:
    assert first(tmp_path, f"unit_code,name,points\n{code},A,1\n")["unit_code"] == code


def test_an_optional_column_may_be_absent(tmp_path: Path) -> None:
    assert first(tmp_path, PLAIN)["note"] == ""


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    rows, _ = rows_of(tmp_path, "unit_code,name,points\na,A,1\n\nb,B,2\n,,\nc,C,3\n")
    assert [row.number for row in rows] == [2, 4, 6]


def test_rows_are_numbered_from_the_top_where_blank_lines_stand_before_the_head(tmp_path: Path) -> None:
    rows, _ = rows_of(tmp_path, "\n,,\nunit_code,name,points\na,A,1\n")
    assert [row.number for row in rows] == [4]


def test_a_text_with_a_line_break_is_one_cell(tmp_path: Path) -> None:
    rows, faults = rows_of(tmp_path, 'unit_code,name,points\na,"A\nmới",1\nb,B,2\n')
    assert ([row["name"] for row in rows], faults) == (["A\nmới", "B"], [])


def test_a_misspelt_column_is_one_fault_that_names_the_nearest(tmp_path: Path) -> None:
    _, faults = rows_of(tmp_path, "unit_code,nmae,points\na,A,1\n")
    assert faults == ['small.csv, row 1: found "nmae"; expected a known column; did you mean name?']


def test_a_missing_column_says_what_it_holds(tmp_path: Path) -> None:
    _, faults = rows_of(tmp_path, "unit_code,points\na,1\n")
    assert faults == ["small.csv, row 1, name: the column is missing; it holds: its name"]


def test_a_column_given_twice_is_refused(tmp_path: Path) -> None:
    _, faults = rows_of(tmp_path, "unit_code,name,points,Name\na,A,1,B\n")
    assert faults == ['small.csv, row 1: found "Name"; expected each column once']


def test_a_fault_in_a_column_that_is_missing_is_not_reported_again_in_each_row(tmp_path: Path) -> None:
    rows, faults = rows_of(tmp_path, "name,points\nA,1\nB,2\n")
    for row in rows:
        row.code_in("unit_code", "unit code", ["a", "b"])
    assert len(faults) == len(rows[0].faults.problems) == 1


def test_an_unquoted_decimal_comma_is_refused_and_the_row_quoted_as_typed(tmp_path: Path) -> None:
    rows, faults = rows_of(tmp_path, "unit_code,name,points\na,A,1,5\nb,B,2\n")
    assert [row["unit_code"] for row in rows] == ["b"]
    assert len(faults) == 1 and 'row 2, unit a: found "a,A,1,5"; expected 3 cells' in faults[0]


def test_a_row_with_too_few_cells_is_refused(tmp_path: Path) -> None:
    rows, faults = rows_of(tmp_path, "unit_code;name;points\na;A\n")
    assert (rows, faults) == ([], ['small.csv, row 2, unit a: found "a;A"; expected 3 cells'])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "expected the columns unit_code, name, points"),
        (b"\n\n", "expected the columns unit_code, name, points"),
        ("unit_code,name,points\na,Sở,1\n".encode("utf-16"), "UTF-8"),
        ("unit_code,name,points\na,Đà Nẵng,1\n".encode("cp1258", "replace"), "UTF-8"),
        (b"unit_code,name,points\na,A\x00,1\n", "row 2"),
        (b'unit_code,name,points\na,"A,1\n', "quotes"),
        (b'unit_code,name,points\na,"A"x,1\n', "quotes"),
        (b"PK\x03\x04\x00\x00", "this is a workbook"),
    ],
)
def test_a_file_that_would_lose_something_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    rows, faults = rows_of(tmp_path, content)
    assert rows == [] and len(faults) == 1 and says in faults[0]
    known = Faults()
    read_rows(tmp_path / "small.csv", SMALL, known)
    assert {Path(file).name for file in known.unread} == {"small.csv"}


def test_the_found_cell_is_quoted_exactly_as_typed(tmp_path: Path) -> None:
    rows, _ = rows_of(tmp_path, "unit_code,name,points\na,A, hai\u00a0 \n")
    rows[0].number_in("points")
    assert rows[0].faults.problems[0].found == " hai\u00a0 "


def test_a_fault_in_an_nfd_cell_quotes_the_nfd_text(tmp_path: Path) -> None:
    typed = unicodedata.normalize("NFD", "bốn")
    rows, _ = rows_of(tmp_path, f"unit_code,name,points\na,A,{typed}\n")
    rows[0].number_in("points")
    assert rows[0].faults.problems[0].found == typed


def test_thousands_are_ambiguous_in_counted_cells_only(tmp_path: Path) -> None:
    head = ",".join(POINTS_FILE.names)
    rows, _ = rows_of(tmp_path, f"{head}\na,1,,12.345,1.234,12.345,12.345,,,\n", POINTS_FILE)
    assert rows[0].number_in("self_points") == Decimal("12.345")
    assert rows[0].number_in("appraised_points") == Decimal("1.234")
    assert rows[0].number_in("numerator", "part") is None
    assert [problem.column for problem in rows[0].faults.problems] == ["numerator"]


@pytest.mark.parametrize(("typed", "says"), [("1.234,5", "one decimal mark"), ("nan", "a number"), ("inf", "a number")])
def test_a_cell_that_is_no_number_says_what_is_wanted(typed: str, says: str, tmp_path: Path) -> None:
    rows, _ = rows_of(tmp_path, f'unit_code,name,points\na,A,"{typed}"\n')
    assert rows[0].number_in("points") is None
    assert says in str(rows[0].faults.problems[0].expected)


@pytest.mark.parametrize(("typed", "flag"), [("yes", True), ("No", False), (" YES ", True), ("", True)])
def test_a_flag_is_yes_or_no(typed: str, flag: bool, tmp_path: Path) -> None:
    assert first(tmp_path, f"unit_code,name,points\na,{typed},1\n").flag_in("name", blank=True) is flag


def test_a_very_long_cell_is_read(tmp_path: Path) -> None:
    assert first(tmp_path, f"unit_code,name,points\na,{'x' * 300_000},1\n")["name"] == "x" * 300_000


# --- places and sizes -------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "shown"), [(120, 120), (121, 120), (500, 120)])
def test_a_long_cell_is_quoted_by_its_first_120_signs(length: int, shown: int) -> None:
    assert len(quoted("x" * length)) == shown
    assert quoted("x" * length).endswith("…") == (length > 120)
    assert quoted("abcd", 3) == "ab…"


def test_of_two_files_nearly_of_this_name_the_last_by_name_is_meant(tmp_path: Path) -> None:
    for name in ("unit.csv", "unit.txt", "other.csv"):
        (tmp_path / name).touch()
    (tmp_path / "units").mkdir()
    faults = Faults()
    assert read_rows(tmp_path / "units.csv", SMALL, faults) == []
    assert str(faults.problems[0].expected).endswith("did you mean unit.txt?")
    assert faults.unread == {faults.problems[0].file}


def test_letters_that_print_lacks_are_noted_with_their_cell(tmp_path: Path) -> None:
    path = tmp_path / "small.csv"
    path.write_text("unit_code,name,points\na,A,1\nb,B\u0e01,1\n", "utf-8")
    faults = Faults()
    read_rows(path, SMALL, faults)
    assert [str(note).rpartition("/")[2].partition(":")[0] for note in faults.notes] == ["small.csv, row 3, name"]


@pytest.mark.parametrize(
    ("content", "row"),
    [(b"unit_code\na\n\xff\n", 3), (b"\xffunit_code\n", 1), (b"unit_code\na\x00\n", 2), (b"unit_code\n\na\n\x00", 4)],
)
def test_what_is_no_text_is_told_with_its_row(content: bytes, row: int, tmp_path: Path) -> None:
    (tmp_path / "small.csv").write_bytes(content)
    faults = Faults()
    assert read_rows(tmp_path / "small.csv", SMALL, faults) == []
    assert [problem.row for problem in faults.problems] == [row]


@pytest.mark.parametrize(
    ("cell", "blank", "found", "is_fault"),
    [
        *(("yes", None, True, False), ("no", None, False, False), ("YES", None, True, False)),
        *(("", None, True, True), ("", True, True, False), ("", False, False, False)),
        *(("x", None, True, True), ("x", True, True, True), ("x", False, False, True)),
        *(
            ("có", None, True, False),
            ("Có", False, True, False),
            ("✓", None, True, False),
            ("co\u0301", None, True, False),
        ),
        *(("không", None, False, False), ("KHÔNG", True, False, False), ("khong", None, True, True)),
        *(("KAD", None, True, True), ("-", None, True, True), ("1", None, True, True)),
    ],
)
def test_a_yes_or_no(cell: str, blank: bool | None, found: bool, is_fault: bool, tmp_path: Path) -> None:
    rows, _ = rows_of(tmp_path, f"unit_code,name,points\na,{cell},1\n")
    assert rows[0].flag_in("name", blank=blank) is found
    assert bool(rows[0].faulty) == is_fault


@pytest.mark.parametrize(
    ("cell", "found", "is_fault"),
    [
        *((no, False, False) for no in ("KAD", "kad", "không áp dụng", "Không  phát sinh", "-", "không", "no")),
        *((yes, True, False) for yes in ("", "yes", "có", "✓")),
        *((other, True, True) for other in ("x", "X", "–", "không có", "áp dụng")),
    ],
)
def test_what_does_not_apply_has_more_words(cell: str, found: bool, is_fault: bool, tmp_path: Path) -> None:
    rows, _ = rows_of(tmp_path, f"unit_code,name,points\na,{cell},1\n")
    assert rows[0].flag_in("name", blank=True, words=APPLIES) is found
    assert bool(rows[0].faulty) == is_fault


def test_an_x_is_refused_with_the_reason(tmp_path: Path) -> None:
    rows, _ = rows_of(tmp_path, "unit_code,name,points\na,x,1\n")
    rows[0].flag_in("name")
    assert str(rows[0].faults.problems[0]).endswith(
        'small.csv, row 2, unit a, name: found "x"; expected yes or no; some mean yes by x, and some no'
    )


def test_amounts_are_not_negative(tmp_path: Path) -> None:
    rows, _ = rows_of(tmp_path, "unit_code,name,points\na,A,0\nb,B,-1\nc,C,\n")
    assert [row.amount_in("points") for row in rows] == [0, None, None]
    assert [bool(row.faulty) for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    ("line", "width"),
    [("b,B", True), ("b,B,1,", False), ("b,B,1,2", True), ("b,B,1,,", True), ("b,B,1, ", False), ("b", True)],
)
def test_a_row_has_as_many_cells_as_the_head(line: str, width: bool, tmp_path: Path) -> None:
    rows, faults = rows_of(tmp_path, f"unit_code,name,points,\na,A,1,\n{line}\n")
    assert len(faults) == width
    assert len(rows) == 2 - width
