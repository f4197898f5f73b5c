"""Every usual numbering leads to the same tree, and codes that a person recognises."""

from __future__ import annotations

import pytest

from parreport.inputs.annex.marks import Numbering, read_mark, split_mark, value_of

STYLES = [
    (["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1"], ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1"]),
    (["I", "1", "1.1", "1.2", "2", "II", "1"], ["I", "I.1", "I.1.1", "I.1.2", "I.2", "II", "II.1"]),
    (["I", "1.", "a)", "b)", "2.", "II", "3."], ["I", "I.1", "I.1.a", "I.1.b", "I.2", "II", "II.3"]),
    (["A", "I", "1", "2", "II", "1", "B", "I"], ["A", "A.I", "A.I.1", "A.I.2", "A.II", "A.II.1", "B", "B.I"]),
    (["A", "1", "B", "1", "C", "1", "D", "1"], ["A", "A.1", "B", "B.1", "C", "C.1", "D", "D.1"]),
    (["I", "I.1", "I.1.1", "I.2", "II", "II.1"], ["I", "I.1", "I.1.1", "I.2", "II", "II.1"]),
]


@pytest.mark.parametrize(("marks", "codes"), STYLES)
def test_marks_make_a_tree(marks: list[str], codes: list[str]) -> None:
    numbering, found = Numbering(), {}
    for typed in marks:
        mark = read_mark(typed)
        assert mark is not None
        code, parent = numbering.enter(mark)
        found[code] = parent
    assert list(found) == codes
    assert list(found.values()) == [code.rpartition(".")[0] for code in codes]


@pytest.mark.parametrize(
    ("typed", "mark", "name"),
    [
        ("I. CHỈ ĐẠO", "I.", "CHỈ ĐẠO"),
        ("Tiêu chí 1.1: Kế hoạch", "1.1:", "Kế hoạch"),
        ("1.1.1 Ban hành kế hoạch", "1.1.1", "Ban hành kế hoạch"),
        ("2.Công khai", "2.", "Công khai"),
        ("Xã, phường", "", "Xã, phường"),
        ("5 năm qua", "", "5 năm qua"),
        ("1.5 điểm nếu đúng hạn", "", "1.5 điểm nếu đúng hạn"),
        ("100% hồ sơ", "", "100% hồ sơ"),
    ],
)
def test_a_name_may_begin_with_its_mark(typed: str, mark: str, name: str) -> None:
    assert split_mark(typed) == (mark, name)


@pytest.mark.parametrize(("typed", "value"), [("IV", 4), ("IX", 9), ("XII", 12), ("c)", 3), ("1.2.5", 5), ("(7)", 7)])
def test_a_mark_counts(typed: str, value: int) -> None:
    mark = read_mark(typed)
    assert mark is not None and value_of(mark) == value
