"""Tables as people save them: which separator they have, and what is refused."""

from __future__ import annotations

import csv

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.portal_766.grids import Grid, read_grids
from tests.inputs.test_workbooks import make_book


def read(content: bytes, head: str = "TEN") -> tuple[list[Grid], list[tuple[int | None, str, str | None]]]:
    faults = Faults()
    grids = read_grids(content, "t.csv", lambda grid: head in grid.rows[0], faults)
    return grids, [(one.row, str(one.expected), one.found) for one in faults.problems]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_separator_is_the_one_with_which_the_heads_are_found(mark: str) -> None:
    assert read(f'TEN{mark}CKMB\n"xã A"{mark}1,5\n'.encode())[0][0].rows[0] == ["TEN", "CKMB"]


def test_without_heads_the_rows_are_those_of_commas() -> None:
    grids, faults = read(b"a;b,c\n1;2,3\n")
    assert (grids, faults) == ([Grid("", [["a;b", "c"], ["1;2", "3"]])], [])


def test_a_mark_in_front_of_the_text_and_line_ends_of_windows_are_no_text() -> None:
    grids, _ = read("\ufeffTEN,CKMB\r\nxã A,1\r\n".encode())
    assert grids == [Grid("", [["TEN", "CKMB"], ["xã A", "1"]])]


def test_quotes_that_do_not_close_are_a_fault_in_their_row() -> None:
    grids, faults = read(b'TEN,CKMB\nA,1\n"a,b,1,2\n')
    assert grids == []
    assert [(row, words.partition(" (")[0]) for row, words, _ in faults] == [
        (3, "quotes that open and close around a whole cell")
    ]


def test_quotes_that_are_right_for_one_separator_alone_are_no_fault() -> None:
    grids, faults = read(b'x;"TEN"\n')
    assert ([grid.rows for grid in grids], faults) == ([[["x", "TEN"]]], [])


def test_signs_that_are_no_utf_8_are_a_fault_in_their_row() -> None:
    assert read(b"TEN\nx\xe3 A\n") == ([], [(2, "UTF-8 text; in Excel save as “CSV UTF-8 (Comma delimited)”", "\\xe3")])
    assert read(b"TEN\x00\n")[1] == [(None, "text, not a binary file", "\\x00")]


def test_a_cell_may_be_longer_than_the_reader_allows_by_itself() -> None:
    before = csv.field_size_limit()
    try:
        assert read(b"TEN\n" + b"x" * 200_000 + b"\n")[1] == []
    finally:
        csv.field_size_limit(before)


def test_each_sheet_of_a_workbook_is_a_grid_with_its_name() -> None:
    assert read(make_book(("A1", "TEN"), ("B1", 5), hidden=True))[0] == [Grid("Sheet", [["TEN", "5"]]), Grid("Ẩn", [])]


def test_a_workbook_that_does_not_open_is_a_fault() -> None:
    grids, faults = read(b"PK\x03\x04 none")
    assert grids == []
    assert faults == [(None, "a workbook that opens (.xlsx, .xlsm, .xls, .ods)", None)]
