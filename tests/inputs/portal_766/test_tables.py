"""Tables of the areas: heads in any order beneath titles, a row per unit; what is not read is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.portal_766.export import Export, PrintedUnit
from parreport.inputs.portal_766.grids import Grid
from parreport.inputs.portal_766.tables import column_of, find_head, read_table
from tests.exports_766 import HEADS, TABLE

ROW = "UBND xã A,A1,2,11.79,19.41,6.31,7.34,18,12.49,75.34\n"


def read(words: str, file: str = "t.csv") -> tuple[Export | None, list[str], list[str]]:
    """Return the export, its faults, and what was not read: place, what was expected and found."""
    faults, unread = Faults(), Faults()
    export = read_table(words.encode(), file, faults, unread)
    fault, told = (
        [f"{p.where()}: {p.expected}" + ("" if p.found is None else f" <- {p.found}") for p in one.problems]
        for one in (faults, unread)
    )
    return export, fault, told


def units_of(words: str) -> list[PrintedUnit]:
    export, _, _ = read(words)
    assert export is not None
    return export.units


# --- heads ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "column"),
    [
        ("TEN", "name"),
        ("Tên đơn vị", "name"),
        ("MA_COQUAN", "code"),
        ("Cấp", "level"),
        ("CLGQ", "ONLINE"),
        ("mdhl", "MDHL"),
        ("Mức độ số hóa (22 điểm)", "MDSH"),
        ("Tổng điểm [100]", "TONG_SCORE"),
        ("Tiến độ\n(điểm)", None),
        ("CKMB\n(tối đa\n18)", "CKMB"),
        ("Ghi chú", None),
        ("", None),
    ],
)
def test_a_head_names_its_column_whatever_stands_in_brackets(typed: str, column: str | None) -> None:
    assert column_of(typed) == column


def test_heads_are_a_row_with_a_name_or_a_code_and_two_groups() -> None:
    assert find_head(Grid("", [["Báo cáo"], ["TEN", "CKMB", "TDGQ"]])) == 1
    assert find_head(Grid("", [["MA_COQUAN", "CKMB", "TDGQ"]])) == 0
    assert find_head(Grid("", [["TEN", "CKMB", "TONG_SCORE"]])) is None
    assert find_head(Grid("", [["CKMB", "TDGQ", "TTTT"]])) is None
    assert find_head(Grid("", [["unit_code", "unit", "item_code", "numerator", "denominator"]])) == 0


def test_heads_are_looked_for_in_the_first_forty_rows() -> None:
    heads = ["TEN", "CKMB", "TDGQ"]
    assert find_head(Grid("", [[""]] * 39 + [heads])) == 39
    assert find_head(Grid("", [[""]] * 40 + [heads])) is None


def test_a_table_without_heads_is_a_fault_that_shows_its_first_row() -> None:
    export, faults, _ = read("\n , \nđơn vị,điểm\n")
    assert export is None
    assert len(faults) == 1
    assert faults[0].startswith("t.csv, row 1: the heads TEN, MA_COQUAN") and faults[0].endswith("<- đơn vị, điểm")
    _, (fault,), _ = read("x" * 300)
    assert fault.endswith(f"<- {'x' * 200}")


# --- rows -----------------------------------------------------------------------------------


def test_a_row_is_a_unit_with_its_groups_and_its_total() -> None:
    export, faults, told = read(TABLE)
    assert export is not None and (faults, told) == ([], [])
    first = export.units[0]
    assert (first.code, first.name, first.place.row, first.total) == ("H21.227", "Xã Vân Canh", 2, Decimal("75.34"))
    assert first.areas == {
        area: Decimal(points)
        for area, points in zip(
            ("CKMB", "TDGQ", "ONLINE", "TTTT", "MDHL", "MDSH"),
            ("11.79", "19.41", "6.31", "7.34", "18", "12.49"),
            strict=True,
        )
    }
    assert first.leaves == {}
    assert [unit.code for unit in export.units] == ["H21.227", "H21.180", "H21.19"]


def test_rows_are_counted_as_a_spreadsheet_does_and_blank_ones_are_passed_over() -> None:
    units = units_of(f"Bảng 1\n\n{HEADS}\n,,,,\n{ROW}")
    assert [unit.place.row for unit in units] == [5]


def test_a_row_may_end_early() -> None:
    export, _, told = read(f"{HEADS}\nUBND xã A,A1,2,1,2\n")
    assert export is not None
    assert (export.units[0].areas, export.units[0].total, told) == ({"CKMB": 1, "TDGQ": 2}, None, [])


def test_totals_and_means_are_left_out_and_told() -> None:
    export, _, told = read(f"{HEADS}\n{ROW}Toàn tỉnh,,,1,1,1,1,1,1,6\nCái gì,Tổng cộng,,1,1,1,1,1,1,6\n")
    assert export is not None and len(export.units) == 1
    words = "a unit; a row of totals or means is left out"
    assert told == [f"t.csv, row 3: {words} <- Toàn tỉnh", f"t.csv, row 4: {words} <- Cái gì"]
    _, _, told = read(f"{HEADS}\n{ROW},Tổng cộng,,1,1,1,1,1,1,6\n")
    assert told == [f"t.csv, row 3: {words} <- Tổng cộng"]


def test_rows_without_code_and_name_are_told_with_what_stands_in_them() -> None:
    export, _, told = read(f"{HEADS}\n{ROW},,,1,2,,,,,\n")
    assert export is not None and len(export.units) == 1
    assert told == ["t.csv, row 3: a unit with its code and its name <- 1, 2"]


def test_both_faults_of_a_row_are_told() -> None:
    _, _, told = read(f"{HEADS}\n{ROW}Vân Canh,a/b,2,1,1,1,1,1,1,6\n")
    assert [one.split(":")[0] for one in told] == ["t.csv, row 3, MA_COQUAN", "t.csv, row 3, unit a/b, TEN"]


def test_the_level_of_a_table_places_a_unit() -> None:
    units = units_of(TABLE + "Kho lưu trữ lịch sử,K1,1,1,1,1,1,1,1,6\n")
    assert units[-1].placed.block == "so-nganh"


def test_columns_that_are_not_known_and_those_that_lack_are_told_with_the_row_of_heads() -> None:
    _, _, told = read("Bảng\nTEN,MA_COQUAN,CKMB,TDGQ,CLGQ,TTTT,MDHL,Hạng,Ghi chú\nUBND xã A,A1,1,1,1,1,1,3,x\n")
    assert told == [
        "t.csv, row 2: columns that are known; these are not read <- Hạng, Ghi chú",
        "t.csv, row 2, MDSH: the column, which the table lacks",
    ]


def test_of_two_columns_of_one_head_the_first_is_read_and_the_other_told() -> None:
    export, _, told = read(f"{HEADS},CKMB\n{ROW.strip()},5\n")
    assert export is not None and export.units[0].areas["CKMB"] == Decimal("11.79")
    assert told == ["t.csv, row 1: columns that are known; these are not read <- CKMB"]


# --- cells ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "points"), [("50%", "9"), ("33,335%", "6.00"), ("0.25%", "0.05"), ("100%", "18"), ("x%", None)]
)
def test_a_percentage_is_that_part_of_the_maximum_to_the_cent(typed: str, points: str | None) -> None:
    export, _, told = read(f"{HEADS}\n{ROW}".replace(",11.79,", f',"{typed}",'))
    assert export is not None
    assert export.units[0].areas.get("CKMB") == (None if points is None else Decimal(points))
    assert len(told) == 1 and told[0].startswith("t.csv, row 2, unit A1, CKMB:")


def test_shares_of_one_are_refused_where_no_total_is_above_one() -> None:
    shares = f"{HEADS}\nUBND xã A,A1,2,0.5,0.5,0.5,0.5,0.5,0.5,{{}}\nUBND xã B,B1,2,0,0,0,0,0,0,0\n"
    export, faults, _ = read(shares.format("1"))
    assert export is None
    assert faults == [
        "t.csv, row 2, unit A1, TONG_SCORE: points of 100; a cell of a workbook that shows a percentage holds a "
        "share of 1 <- 1"
    ]
    assert read(shares.format("1.01"))[1] == []
    assert read(shares.format(""))[1] == []
    assert read(shares.format("0"))[1] == []  # nobody has a point: nothing tells a share


# --- time and province ----------------------------------------------------------------------


def test_titles_tell_time_and_province_before_the_name_of_the_file() -> None:
    title = "Bộ chỉ số 766 tỉnh Gia Lai quý III/2026\n"
    export, _, _ = read(f"{title}{HEADS}\n{ROW}", "lamdong_2025.csv")
    assert export is not None
    assert (export.guess.year, export.guess.period, export.guessed_province) == (2026, "2026-Q3", "Gia Lai")
    export, _, _ = read(f"{HEADS}\n{ROW}", "lamdong_2025.csv")
    assert export is not None
    assert (export.guess.year, export.guess.period, export.guessed_province) == (2025, "2025", "Lâm Đồng")
    export, _, _ = read(f"{HEADS}\n{ROW}")
    assert export is not None
    assert (export.guess.year, export.guessed_province, export.province) == (None, "", "")
