"""Forms as offices send them back: each ends in the right value, with its note, or in a fault at its cell.

Every damage is a function that names it. Nothing may end in a traceback or in a value that nobody wrote.
"""

from __future__ import annotations

import datetime
import shutil
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from parreport.building.excel_forms.making import make_unit_forms
from parreport.building.sources import describe_year
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Framework
from parreport.inputs.framework_files import read_framework_files
from parreport.inputs.parameters import read_parameters
from parreport.inputs.points import read_points
from parreport.inputs.units import read_units
from parreport.years.reading import read_run
from tests.cases import write_year
from tests.office import convert, needs_office
from tests.unit_forms import fill, find_scores, places_of

TREE: list[tuple[Any, ...]] = [
    ("1",),
    ("1.1", "1"),
    (
        "1.1.1",
        "1.1",
        3,
        "appraised",
        "choice: đủ và đúng hạn = 3 | đủ nhưng trễ = 1.5 | không = 0",
        "Ban hành kế hoạch",
    ),
    ("1.1.2", "1.1", 2, "appraised", "bands rate: 100 = 2 | 50 = 1", "Tỷ lệ hồ sơ đúng hạn"),
    ("1.10", "1", "1.5", "appraised", None, "Chất lượng báo cáo"),
    ("1.2", "1", 1, "appraised", "limits value (ngày): 0 = 1 | 30 = 0.5", "Số ngày chậm báo cáo"),
    ("1.3", "1", 1, "appraised", "deduct (văn bản sai): 0.25", "Văn bản sai thể thức"),
    ("2",),
    ("2.1", "2", 4, "survey", None, "Điều tra xã hội học"),
    ("9",),
    ("9.1", "9", 2, "bonus", "each (sáng kiến): 1", "Sáng kiến"),
]
UNITS = {"a": {"name": "Sở Nội vụ"}, "b": {"name": "Sở Tư pháp"}}
FILLED: dict[str, dict[str, Any]] = {
    "1.1.1": {"value": "đủ và đúng hạn", "self_points": 3, "evidence": "QĐ 12/QĐ-SNV"},
    "1.1.2": {"numerator": 45, "denominator": 50, "self_points": 1},
    "1.10": {"self_points": 1.25, "reason": "Báo cáo đủ nội dung"},
    "1.2": {"value": 0, "self_points": 1},
    "1.3": {"value": 2, "self_points": 0.5},
    "9.1": {"self_points": None},
}
WANTED: dict[str, dict[str, Any]] = {
    "1.1.1": {"value": "đủ và đúng hạn", "computed_points": 3, "self_points": 3, "evidence": "QĐ 12/QĐ-SNV"},
    "1.1.2": {"numerator": 45, "denominator": 50, "computed_points": 1, "self_points": 1},
    "1.10": {"self_points": Decimal("1.25"), "computed_points": None, "reason": "Báo cáo đủ nội dung"},
    "1.2": {"value": "0", "computed_points": 1, "self_points": 1},
    "1.3": {"value": "2", "computed_points": Decimal("0.5"), "self_points": Decimal("0.5")},
}


@dataclass(frozen=True)
class Sent:
    """The forms that stand ready: blank and filled in, of this year and of the one before."""

    folder: Path
    framework: Framework
    units: pd.DataFrame

    @property
    def filled(self) -> Path:
        return self.folder / "filled/a.xlsx"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    folder = tmp_path_factory.mktemp("sent")
    case = write_year(folder, TREE, {}, units=UNITS)
    make_unit_forms(case.path, folder / "blank")
    fill(folder / "blank/a.xlsx", folder / "filled/a.xlsx", FILLED)
    framework = read_framework_files(case.framework, Faults())
    assert framework is not None
    units = read_units(case.inputs / "units.csv", framework, Faults())
    return Sent(folder, framework, units)


class Open:
    """A filled form, open to be damaged: its score sheet by the codes of columns and items."""

    def __init__(self, path: Path, tmp: Path) -> None:
        self.book = load_workbook(path)
        self.sheet: Worksheet = find_scores(self.book)
        self.columns, self.rows = places_of(self.sheet)
        self.path, self.tmp = path, tmp

    def put(self, item: str, column: str, value: Any) -> None:
        """Write into a cell as somebody does who has taken the lock off."""
        self.sheet.cell(self.rows[item], self.columns[column]).value = value

    def cell(self, item: str, column: str) -> Any:
        return self.sheet.cell(self.rows[item], self.columns[column])


def a_comma(form: Open) -> None:
    form.put("1.10", "self_points", "1,25")
    form.put("1.1.2", "numerator", " 45 ")


def kad(form: Open) -> None:
    for column, words in (("numerator", "KAD"), ("denominator", "KAD"), ("self_points", None)):
        form.put("1.1.2", column, words)


def kad_in_applies(form: Open) -> None:
    for column, words in (("applies", "KAD"), ("numerator", None), ("denominator", None), ("self_points", None)):
        form.put("1.1.2", column, words)


def a_dash_for_both_counts(form: Open) -> None:
    for column, words in (("numerator", "-"), ("denominator", "-"), ("self_points", "-")):
        form.put("1.1.2", column, words)


def a_word_of_the_rule(form: Open) -> None:
    form.put("1.1.1", "value", "KHÔNG")
    form.put("1.1.1", "self_points", 0)


def none_where_a_count_is_asked(form: Open) -> None:
    form.put("1.3", "value", "không")
    form.put("1.3", "self_points", None)


def kad_beside_points(form: Open) -> None:
    form.put("1.1.2", "numerator", "KAD")


def an_x(form: Open) -> None:
    form.put("1.10", "applies", "x")


def no_and_points(form: Open) -> None:
    form.put("1.10", "applies", "Không")


def an_unknown_choice(form: Open) -> None:
    form.put("1.1.1", "value", "tốt")


def accents_apart(form: Open) -> None:
    form.put("1.1.1", "value", unicodedata.normalize("NFD", "Đủ  và đúng HẠN "))
    form.put("1.1.1", "evidence", unicodedata.normalize("NFD", "QĐ 12/QĐ-SNV"))


def tcvn3(form: Open) -> None:
    form.put("1.10", "reason", "B¸o c¸o ®ñ néi dung")


def vni(form: Open) -> None:
    form.put("1.10", "reason", "Baùo caùo ñuû noäi dung")


def a_percentage(form: Open) -> None:
    form.put("1.1.2", "numerator", 0.9)
    form.cell("1.1.2", "numerator").number_format = "0%"


def a_typed_percentage(form: Open) -> None:
    form.put("1.1.2", "numerator", "90%")


def a_date_for_days(form: Open) -> None:
    form.put("1.2", "value", datetime.date(2018, 12, 28))


def a_half_day(form: Open) -> None:
    form.put("1.2", "value", 0.5)


def a_numerator_above(form: Open) -> None:
    form.put("1.1.2", "numerator", 51)


def half_a_rate(form: Open) -> None:
    form.put("1.1.2", "denominator", None)


def points_above_the_maximum(form: Open) -> None:
    form.put("1.10", "self_points", 15)


def negative_points(form: Open) -> None:
    form.put("1.10", "self_points", -1)


def thousands(form: Open) -> None:
    form.put("1.1.2", "denominator", "1.500")


def two_separators(form: Open) -> None:
    form.put("1.10", "self_points", "1.2.5")


def words_for_points(form: Open) -> None:
    form.put("1.10", "self_points", "đạt")


def a_formula_never_computed(form: Open) -> None:
    form.put("1.10", "self_points", "=1+0.25")


def a_control_sign(form: Open) -> None:
    form.put("1.10", "reason", "Báo cáo\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "ignore") + "\x85")


def inserted_rows(form: Open) -> None:
    form.sheet.insert_rows(2, 3)
    form.sheet.insert_rows(form.rows["1.10"] + 3)
    form.sheet.cell(form.rows["1.10"] + 3, form.columns["name"]).value = "Ghi chú của phòng"


def an_inserted_column(form: Open) -> None:
    form.sheet.insert_cols(form.columns["numerator"])
    form.sheet.insert_cols(1)


def a_deleted_column_of_hidden_codes(form: Open) -> None:
    form.sheet.delete_cols(1)


def deleted_row_of_codes(form: Open) -> None:
    form.sheet.delete_rows(form.rows["1"] - 2)


def codes_and_their_column_gone(form: Open) -> None:
    form.sheet.delete_rows(form.rows["1"] - 2)
    form.sheet.delete_cols(1, 2)


def moved_and_renamed_sheets(form: Open) -> None:
    form.sheet.title = "Sheet1 (2)"
    form.book.move_sheet(form.sheet, -1)
    del form.book["parreport"]


def a_hidden_sheet(form: Open) -> None:
    form.sheet.sheet_state = "hidden"


def a_row_hidden(form: Open) -> None:
    form.sheet.row_dimensions[form.rows["1.10"]].hidden = True


def sums_typed_over(form: Open) -> None:
    form.put("1", "self_points", 99)


def evidence_merged_down(form: Open) -> None:
    row, column = form.rows["1.1.1"], form.columns["evidence"]
    form.sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)


def points_merged_down(form: Open) -> None:
    row, column = form.rows["1.2"], form.columns["self_points"]
    form.sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)


def a_part_of_the_columns_sorted(form: Open) -> None:
    for column in ("code", "name", "value", "self_points"):
        one, other = form.cell("1.2", column), form.cell("1.3", column)
        one.value, other.value = other.value, one.value


def an_item_twice(form: Open) -> None:
    row = form.sheet.max_row + 1
    for column in form.columns.values():
        form.sheet.cell(row, column).value = form.sheet.cell(form.rows["1.10"], column).value


def figures_without_an_item(form: Open) -> None:
    row = form.sheet.max_row + 2
    form.sheet.cell(row, form.columns["name"]).value = "Tiêu chí thêm"
    form.sheet.cell(row, form.columns["numerator"]).value = 3
    form.sheet.cell(row, form.columns["denominator"]).value = 4


def an_item_of_another_name(form: Open) -> None:
    for column in ("item_code", "code"):
        form.put("1.10", column, None)
    form.put("1.10", "name", "CHAT LUONG  bao cao")


def codes_typed_as_numbers(form: Open) -> None:
    for item in form.rows:
        form.put(item, "item_code", None)
        form.put(item, "code", float(item) if item.count(".") == 1 else item)
        form.put(item, "name", None)


def another_unit_in_the_title(form: Open) -> None:
    form.sheet.cell(3, 2).value = "Sở Tư pháp (b)"


def the_year_before(form: Open) -> None:
    form.sheet["A1"].value = str(form.sheet["A1"].value).replace("|2018|", "|2017|")


def another_version(form: Open) -> None:
    form.sheet["A1"].value = str(form.sheet["A1"].value)[:-12] + "0" * 12


def another_version_with_another_maximum(form: Open) -> None:
    another_version(form)
    form.put("1.10", "max_points", 5)


def another_version_with_another_name(form: Open) -> None:
    another_version(form)
    form.put("1.10", "name", "Số cuộc kiểm tra")


def no_mark(form: Open) -> None:
    form.sheet["A1"].value = None


def neither_mark_nor_unit(form: Open) -> None:
    form.sheet["A1"].value = None
    for sheet in form.book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and ("Nội vụ" in cell.value or cell.value == "a"):
                    cell.value = None


def no_heads(form: Open) -> None:
    head = form.rows["1"] - 2
    form.sheet.delete_rows(head, 2)


def a_unit_that_is_not_ours(form: Open) -> None:
    form.sheet["A1"].value = str(form.sheet["A1"].value).replace("|a|", "|z|")
    form.sheet.cell(3, 2).value = "Sở Khác (z)"


def a_copied_sheet(form: Open) -> None:
    form.book.copy_worksheet(form.sheet)


def heads_in_english(form: Open) -> None:
    deleted_row_of_codes(form)
    for column, words in (("numerator", "Numerator"), ("self_points", "SELF-ASSESSED  points"), ("value", "giá trị")):
        form.sheet.cell(form.rows["1"] - 2, form.columns[column]).value = words


SAME = "same"
OUT = {"applies": False, "numerator": None, "denominator": None, "self_points": None, "computed_points": None}
CASES: list[tuple[Callable[[Open], None], dict[str, Any], list[tuple[str | None, str]], str]] = [
    # the damage · values that differ from WANTED · faults (cell, words) · a note that must be there
    (a_comma, {}, [], "numbers stored as text were read"),
    (kad, {"1.1.2": OUT}, [], "was read as: does not apply"),
    (kad_in_applies, {"1.1.2": OUT}, [], "“kad” was read as no"),
    (a_dash_for_both_counts, {"1.1.2": OUT}, [], "was read as: does not apply"),
    (a_word_of_the_rule, {"1.1.1": {"value": "KHÔNG", "computed_points": 0, "self_points": 0}}, [], ""),
    (none_where_a_count_is_asked, {}, [("I13", "a number")], ""),
    (kad_beside_points, {}, [("G10", "a number")], ""),
    (an_x, {}, [("F11", "yes or no; some mean yes by x")], ""),
    (no_and_points, {}, [("K11", "blank, since applies = no")], ""),
    (an_unknown_choice, {}, [("I9", "one of: đủ và đúng hạn | đủ nhưng trễ | không")], ""),
    (accents_apart, {"1.1.1": {"value": "Đủ  và đúng HẠN"}}, [], ""),
    (tcvn3, {}, [("N11", "TCVN3")], ""),
    (vni, {}, [("N11", "VNI")], ""),
    (a_percentage, {}, [("G10", "not a percentage")], ""),
    (a_typed_percentage, {}, [("G10", "not a percentage")], ""),
    (a_date_for_days, {}, [("I12", "a date was typed")], ""),
    (a_half_day, {}, [("I12", "whole number")], ""),
    (a_numerator_above, {}, [("G10", "at most the denominator, 50")], ""),
    (half_a_rate, {}, [("H10", "the other half of the rate")], ""),
    (points_above_the_maximum, {}, [("K11", "at most 1.5")], ""),
    (negative_points, {}, [("K11", "points from 0 up")], ""),
    (thousands, {}, [("H10", "a number whose mark is clear")], ""),
    (two_separators, {}, [("K11", "one decimal mark")], ""),
    (words_for_points, {}, [("K11", "a number")], ""),
    (a_formula_never_computed, {}, [("K11", "none stored")], ""),
    (inserted_rows, {}, [], ""),
    (an_inserted_column, {}, [], ""),
    (a_deleted_column_of_hidden_codes, {}, [], "was told from what the form says"),
    (deleted_row_of_codes, {}, [], ""),
    (codes_and_their_column_gone, {}, [], "an item was told by its name"),
    (moved_and_renamed_sheets, {}, [], ""),
    (a_hidden_sheet, {}, [], "the sheet is hidden"),
    (a_row_hidden, {}, [], "hidden rows"),
    (sums_typed_over, {}, [], "sums that are not those of their parts"),
    (evidence_merged_down, {"1.1.2": {"evidence": "QĐ 12/QĐ-SNV"}}, [], "a merged cell was read for each of its rows"),
    (points_merged_down, {}, [("K12", "are merged")], ""),
    (a_part_of_the_columns_sorted, {}, [("B12", "one item"), ("B13", "one item")], ""),
    (an_item_twice, {}, [("B20", "each unit and item once")], ""),
    (figures_without_an_item, {}, [("G21", "neither a code nor a name")], ""),
    (an_item_of_another_name, {}, [], "an item was told by its name"),
    (codes_typed_as_numbers, {}, [("B8", "the number fits 1.1, 1.10"), ("B11", "the number fits 1.1, 1.10")], ""),
    (another_unit_in_the_title, {}, [(None, "the form of one unit; it was made for a")], ""),
    (the_year_before, {}, [(None, "the form of 2018")], ""),
    (another_version, {}, [], "the framework was changed after the form was made"),
    (another_version_with_another_maximum, {}, [("D11", "the maximum 1.5 of item 1.10")], ""),
    (another_version_with_another_name, {}, [("C11", "the item 1.10, Chất lượng báo cáo")], ""),
    (no_mark, {}, [], "was told from what the form says"),
    (neither_mark_nor_unit, {}, [(None, "a form that says whose it is")], ""),
    (no_heads, {}, [(None, "the heads of a form")], ""),
    (a_unit_that_is_not_ours, {}, [(None, "unit code")], ""),
    (a_copied_sheet, {}, [(None, "there are several")], ""),
    (heads_in_english, {}, [], ""),
]


def read(sent: Sent, inputs: Path) -> tuple[dict[tuple[str, str], dict[str, Any]], Faults]:
    faults = Faults()
    table = read_points(inputs, sent.units, sent.framework, faults, "2018", True)
    faults.tell_tolerated()
    return {(row["unit_code"], row["item_code"]): row for row in table.to_dict("records")}, faults


def differing(found: dict[tuple[str, str], dict[str, Any]], wanted: dict[str, dict[str, Any]]) -> list[Any]:
    """Return the figures of unit a that are not those that are wanted."""
    return [
        (item, column, found["a", item][column], value)
        for item, cells in wanted.items()
        for column, value in cells.items()
        if found["a", item][column] != value
    ]


@pytest.mark.parametrize(("damage", "values", "faults", "note"), CASES, ids=[case[0].__name__ for case in CASES])
def test_a_damaged_form(
    damage: Callable[[Open], None],
    values: dict[str, Any],
    faults: list[tuple[str | None, str]],
    note: str,
    sent: Sent,
    tmp_path: Path,
) -> None:
    form = Open(sent.filled, tmp_path)
    damage(form)
    (tmp_path / "forms").mkdir()
    form.book.save(tmp_path / "forms/Phiếu của SNV (sửa lần 2).xlsx")
    found, told = read(sent, tmp_path)
    assert [
        (problem.cell, str(problem.expected))
        for problem in told.problems
        if not any(problem.cell == cell and words in str(problem.expected) for cell, words in faults)
    ] == []
    assert len(told.problems) == len(faults)
    for problem in told.problems:
        assert problem.file.endswith("forms/Phiếu của SNV (sửa lần 2).xlsx")
    assert any(note in str(one) for one in told.notes)
    if not faults:
        wanted = {item: {"applies": True} | cells | values.get(item, {}) for item, cells in WANTED.items()}
        assert differing(found, wanted) == []


def send(sent: Sent, folder: Path, *names: str) -> None:
    (folder / "forms").mkdir()
    for name in names:
        shutil.copy(sent.filled, folder / "forms" / name)


def test_a_filled_form_without_damage(sent: Sent, tmp_path: Path) -> None:
    send(sent, tmp_path, "a.xlsx")
    found, told = read(sent, tmp_path)
    assert (told.problems, differing(found, WANTED)) == ([], [])
    assert [str(note) for note in told.notes if "without a form" in str(note)] == [
        f"{tmp_path / 'forms'}: units without a form (1): b"
    ]


def test_a_blank_form_is_told_and_leaves_blanks(sent: Sent, tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    shutil.copy(sent.folder / "blank/a.xlsx", tmp_path / "forms")
    found, told = read(sent, tmp_path)
    assert told.problems == []
    assert any("nothing is filled in" in str(note) for note in told.notes)
    assert all(found["a", item]["self_points"] is None for item in WANTED)


def test_two_forms_of_one_unit_are_a_fault_and_copies_are_read_once(sent: Sent, tmp_path: Path) -> None:
    send(sent, tmp_path, "a.xlsx", "a (1).xlsx")
    _, told = read(sent, tmp_path)
    assert told.problems == []
    assert any("it is read once" in str(note) for note in told.notes)
    fill(sent.filled, tmp_path / "forms/a (2).xlsx", {"1.10": {"self_points": 1}})
    _, told = read(sent, tmp_path)
    assert [str(one.expected)[:27] for one in told.problems] == ["one form of each unit; " + str(tmp_path)[:4]]


def test_an_item_in_points_csv_and_in_a_form_is_a_fault(sent: Sent, tmp_path: Path) -> None:
    send(sent, tmp_path, "a.xlsx")
    head = "unit_code,item_code,applies,self_points,appraised_points,numerator,denominator,value,reason,evidence\n"
    (tmp_path / "points.csv").write_text(f"{head}a,1.10,,1,,,,,,\na,2.1,,,3,,,,,\n", encoding="utf-8")
    found, told = read(sent, tmp_path)
    assert [(one.cell, one.item_code) for one in told.problems] == [("B11", "1.10")]
    assert f"row 2 of {tmp_path / 'points.csv'} too" in str(told.problems[0].expected)
    assert found["a", "2.1"]["appraised_points"] == 3


def test_files_that_are_no_forms(sent: Sent, tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms/a.xlsx").write_bytes(b"PK\x03\x04 damaged")
    (tmp_path / "forms/b.xlsx").write_text("a;b;c", encoding="utf-8")
    (tmp_path / "forms/c.xlsx").write_bytes(sent.filled.read_bytes()[:3000])
    (tmp_path / "forms/giải trình.docx").write_bytes(b"PK\x03\x04")
    (tmp_path / "forms/~$a.xlsx").write_bytes(b"lock")
    _, told = read(sent, tmp_path)
    assert [Path(one.file).name for one in told.problems] == ["a.xlsx", "b.xlsx", "c.xlsx"]
    assert str(told.notes[0]).endswith("docx: the file is not read")


def test_a_form_with_macros_and_links_is_read_and_nothing_runs(sent: Sent, tmp_path: Path) -> None:
    send(sent, tmp_path, "a.XLSM")
    with zipfile.ZipFile(tmp_path / "forms/a.XLSM", "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro")
    found, told = read(sent, tmp_path)
    assert (told.problems, differing(found, WANTED)) == ([], [])


@needs_office
@pytest.mark.slow
def test_what_libreoffice_saved_is_read_alike_in_each_format(sent: Sent, tmp_path: Path) -> None:
    for to in ("xlsx", "ods", "xls"):
        (saved,) = convert([sent.filled], tmp_path / to, to)
        (tmp_path / to / "forms").mkdir()
        shutil.copy(saved, tmp_path / to / "forms")
        found, told = read(sent, tmp_path / to)
        assert (told.problems, differing(found, WANTED)) == ([], []), to
        assert found["a", "9.1"]["self_points"] is None


def test_gaps_of_a_form_stand_in_its_row(sent: Sent, tmp_path: Path) -> None:
    case = write_year(tmp_path, TREE, {"a": {"2.1": 3}}, units=["a"])
    (case.inputs / "forms").mkdir()
    given = {item: cells for item, cells in FILLED.items() if item != "1.2"} | {"1.2": {"self_points": None}}
    fill(sent.folder / "blank/a.xlsx", case.inputs / "forms/a.xlsx", given)
    faults = Faults()
    assert read_run(case.path, faults) is not None
    told = [(one.row, one.cell, one.item_code, one.column) for one in faults.problems]
    # nothing is written for 1.2; 1.10 has no rule, and what the unit claims waits for the appraiser
    assert told == [(11, None, "1.10", "appraised_points"), (12, "K12", "1.2", "self_points")]


def test_a_build_is_made_from_the_forms_too(sent: Sent, tmp_path: Path) -> None:
    case = write_year(tmp_path, TREE, {}, units=UNITS)
    before = describe_year(read_parameters(case.path))["inputs"]
    send(sent, case.inputs, "Phiếu a.xlsx", "~$Phiếu a.xlsx", "ghi chú.txt")
    after = describe_year(read_parameters(case.path))["inputs"]
    assert {*after} - {*before} == {"forms/Phiếu a.xlsx"}
