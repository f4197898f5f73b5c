"""The text of a CSV file cut into cells: separators, line ends, blank lines, quotes that stay open."""

from __future__ import annotations

import pytest

from parreport.inputs.csv_cells import CsvError, split_cells


@pytest.mark.parametrize(
    ("decoded", "mark", "lines"),
    [
        ("a,b\n1,2\n", ",", [["a", "b"], ["1", "2"]]),
        ("a;b\n1;2,5", ";", [["a", "b"], ["1", "2,5"]]),
        ("a,b;c\n", ",", [["a", "b;c"]]),  # as many of both: commas
        ("a;b;c,d\n", ";", [["a", "b", "c,d"]]),
        ("a,b\r\n1,2\r\n", ",", [["a", "b"], ["1", "2"]]),
        ("a,b\r1,2\r", ",", [["a", "b"], ["1", "2"]]),
        ("sep=;\na;b\n", ";", [["a", "b"]]),
        ("SEP=,\na,b\n", ",", [["a", "b"]]),
        ("sep,b\n", ",", [["sep", "b"]]),
        ('a,"b\n1",2\n', ",", [["a", "b\n1", "2"]]),
        ("", ",", []),
    ],
)
def test_the_head_tells_the_separator(decoded: str, mark: str, lines: list[list[str]]) -> None:
    found = split_cells(decoded)
    assert (found.mark, found.lines) == (mark, lines)


def test_blank_lines_before_the_head_are_counted_and_left_out() -> None:
    found = split_cells("\n , \na,b\n\n1,2\n")
    assert (found.skipped, found.lines) == (2, [["a", "b"], [], ["1", "2"]])
    assert split_cells("a,b\n").skipped == 0
    assert (split_cells("\n\n").skipped, split_cells("\n\n").lines) == (2, [])


def test_quotes_that_close_within_a_cell_are_a_fault_in_their_row() -> None:
    with pytest.raises(CsvError) as caught:
        split_cells('a,b\n1,2\n"x"y,2\n')
    assert caught.value.row == 3
    with pytest.raises(CsvError) as caught:
        split_cells('"a')
    assert caught.value.row == 1


def test_a_row_that_an_open_quote_swallowed_is_found_by_its_line() -> None:
    found = split_cells('a,b\n1,"x\n2,y\n3,z"\n')
    assert found.swallowed == {1: "2,y"}
    assert split_cells('\n\na,b\n1,"x\n2,y\n3,z"\n').swallowed == {1: "2,y"}


@pytest.mark.parametrize(
    "inside",
    [
        "two lines\nof text",
        "2, with a space",
        "2",  # fewer cells than the head
        ",2",  # no first cell
    ],
)
def test_text_of_several_lines_is_no_swallowed_row(inside: str) -> None:
    assert split_cells(f'a,b\n1,"x\n{inside}\nend"\n').swallowed == {}
