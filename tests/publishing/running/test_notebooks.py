"""The parameters cell is read and checked before any kernel starts."""

from __future__ import annotations

import pytest

from parreport.errors import NotebookError
from parreport.language import use_language
from parreport.publishing.running.notebooks import Parameter, check_notebook, read_parameters_cell


def test_parameters_are_read_in_order_with_type_and_default(make_notebook):
    path = make_notebook("a", parameters='"""What to run."""\nyear: int = 2018  # year\nunit = "x"')
    assert read_parameters_cell(path) == {"year": Parameter("year", "int", 2018), "unit": Parameter("unit", "", "x")}


def test_a_line_with_two_equal_signs_is_not_lost(make_notebook):
    path = make_notebook("a", parameters='rule: str = "a=b"  # c = d\nissuer: dict[str, str] = {}')
    assert [one.default for one in read_parameters_cell(path).values()] == ["a=b", {}]


def test_values_that_fit_pass(make_notebook):
    lines = (
        "a: str | None = None\nb: list[str] = []\nc: dict[str, str] | None = None\n"
        "d: float = 1\ne: bool = False\nf: int = 0"
    )
    path = make_notebook("a", parameters=lines)
    check_notebook(path, {"a": "x", "b": ["y"], "c": {"k": "v"}, "d": 2.5, "e": True, "f": 3})


def test_all_faults_stand_in_one_error(make_notebook):
    lines = 'year: int = "2018"\nunit: str = "x"\nnames: list[str] = []\nwhen: date = None'
    path = make_notebook("a", parameters=lines)
    with pytest.raises(NotebookError) as caught:
        check_notebook(path, {"year": True, "unitt": "x", "names": ["a", 1], "when": None})
    assert caught.value.reason.splitlines() == [
        "6 faults in its parameters",
        "  - unitt: the parameters cell does not know this name; did you mean unit?",
        "  - year: found '2018' as default; expected int",
        "  - year: found True as value; expected int",
        "  - unit: the parameters cell asks for it, but no value is given",
        "  - names: found ['a', 1] as value; expected list[str]",
        "  - when: found the type `date`; expected str, int, bool, float, list[str], "
        "dict[str, str], or one of these and None",
    ]


def test_a_notebook_without_parameters_cell_is_refused(make_notebook):
    with pytest.raises(NotebookError, match='no code cell tagged "parameters"'):
        read_parameters_cell(make_notebook("a", "1", parameters=None))


@pytest.mark.parametrize("line", ["a = b = 1", "import os", "year: int", "year: int = 1 + x"])
def test_a_line_that_sets_no_plain_value_is_refused(make_notebook, line):
    with pytest.raises(NotebookError, match="line 1 of the parameters cell"):
        read_parameters_cell(make_notebook("a", parameters=line))


def test_broken_python_names_its_line(make_notebook):
    with pytest.raises(NotebookError, match="line 2 of the parameters cell is no Python"):
        read_parameters_cell(make_notebook("a", parameters="a: int = 1\nb: int ="))


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    (tmp_path / "a.ipynb").write_text("{nope", encoding="utf-8")
    with pytest.raises(NotebookError, match="cannot be read as a notebook"):
        read_parameters_cell(tmp_path / "a.ipynb")


def test_faults_are_told_in_vietnamese(make_notebook):
    with use_language("vi"), pytest.raises(NotebookError, match="ô tham số cần tên này"):
        check_notebook(make_notebook("a"), {"unit": "x"})
