"""Annexes as decisions print them, made from a framework: four layouts, the words of each scale.

In: items of a framework. Out: the bytes of a workbook or of a Word file, and what is to be read from it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from docx import Document
from openpyxl import Workbook

PROJECT = Path(__file__).resolve().parents[3]
HEADS = ("STT", "Lĩnh vực, tiêu chí, tiêu chí thành phần", "Điểm tối đa", "Ghi chú")
SURVEY = "Điều tra xã hội học"
# The words of scales and the rule that they say.
Steps = list[tuple[str, str]]
DAYS: Steps = [("Ban hành đúng hạn", "1"), ("Chậm không quá 15 ngày", "0,5"), ("Chậm trên 15 ngày", "0")]
RATES: Steps = [("Đạt 100%", "1"), ("Từ 80% đến dưới 100%", "0,5"), ("Dưới 80%", "0")]
WORDS: Steps = [("Đầy đủ, kịp thời theo quy định", "1"), ("Đầy đủ nhưng không kịp thời", "0,5"), ("Không đầy đủ", "0")]
COUNTS: Steps = [("Từ 2 sáng kiến trở lên", "1"), ("1 sáng kiến", "0,5"), ("Không có sáng kiến", "0")]
CHOICE = "choice: Đầy đủ, kịp thời theo quy định = 1 | Đầy đủ nhưng không kịp thời = 0.5 | Không đầy đủ = 0"
SCALES: dict[Decimal, list[tuple[Steps, str]]] = {
    Decimal(1): [
        (DAYS, "limits value: 0 = 1 | 15 = 0.5"),
        (RATES, "bands rate: 100 = 1 | 80 = 0.5"),
        (WORDS, CHOICE),
        (COUNTS, "bands count: 2 = 1 | 1 = 0.5"),
    ]
}


@dataclass(frozen=True)
class Made:
    """An item that an annex is made of: its code, parent, name, maximum, the steps of its scale, its rule."""

    code: str
    parent: str
    name: str
    most: Decimal
    steps: tuple[tuple[str, str], ...] = ()
    rule: str = ""
    is_survey: bool = False


def make_items(block: str = "so-nganh") -> list[Made]:
    """Return the items of the sample framework with maxima of every level, and scales on leaves of one point."""
    path = PROJECT / "parameters" / "frameworks" / "ben-tre-2018" / f"{block}.csv"
    every = csv.DictReader(path.read_text("utf-8").splitlines())
    rows = [row for row in every if row["method"] not in ("bonus", "penalty")]
    parents = {row["parent_code"] for row in rows}
    rows = [row for row in rows if row["method"] or row["item_code"] in parents]
    leaves = {row["item_code"]: Decimal(row["max_points"]) for row in rows if row["method"]}
    kept = [row for row in rows if row["method"] or any(code.startswith(f"{row['item_code']}.") for code in leaves)]
    items, number = [], 0
    for row in kept:
        code = row["item_code"]
        most = leaves.get(code) or sum((own for leaf, own in leaves.items() if leaf.startswith(f"{code}.")), Decimal(0))
        given = SCALES.get(most, []) if row["method"] == "appraised" else []
        steps, rule = given[number % len(given)] if given else ([], "")
        number += bool(given)
        items.append(Made(code, row["parent_code"], row["name"], most, tuple(steps), rule, row["method"] == "survey"))
    return items


def comma(points: Decimal) -> str:
    return str(points).replace(".", ",")


def rows_of(items: Sequence[Made]) -> list[list[str]]:
    """Return one table: each item on its row, the steps of its scale beneath it."""
    rows = []
    for item in items:
        rows.append([item.code, item.name, comma(item.most), SURVEY if item.is_survey else ""])
        rows += [["", words, points, ""] for words, points in item.steps]
    return rows


def save(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def one_table(items: Sequence[Made]) -> bytes:
    """One sheet: title, heads, all items, a total."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    areas = sum(not item.parent for item in items)
    sheet.append(["BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH"])
    sheet.append([f"(gồm {areas} lĩnh vực)"])
    sheet.append([])
    sheet.append(list(HEADS))
    sheet.append(["(1)", "(2)", "(3)", "(4)"])
    for row in rows_of(items):
        sheet.append(row)
    sheet.append(["", "TỔNG CỘNG", comma(sum((i.most for i in items if not i.parent), Decimal(0))), ""])
    return save(book)


def table_per_area(items: Sequence[Made]) -> bytes:
    """A sheet for each area, its name over the table in Roman numbers, criteria 1, 2 … and parts a), b) …."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for at, area in enumerate([item for item in items if not item.parent]):
        sheet = book.create_sheet(f"Bảng {at + 1}")
        sheet.append([f"{ROMAN[at]}. {area.name} ({comma(area.most)} điểm)"])
        sheet.append(["TT", "Nội dung tiêu chí", "Thang điểm", "Phương pháp đánh giá"])
        own = [item for item in items if item.code.startswith(f"{area.code}.")]
        for item in own:
            last = int(item.code.rpartition(".")[2])
            mark = f"{last}." if item.parent == area.code else f"{'abcdefghiklmnop'[last - 1] if last < 10 else last})"
            sheet.append([mark, item.name, comma(item.most), SURVEY if item.is_survey else "Thẩm định"])
            for words, points in item.steps:
                sheet.append(["-", f"{words}: {points} điểm", "", ""])
    return save(book)


ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def merged_cells(items: Sequence[Made]) -> bytes:
    """A column for each level, cells of areas and criteria merged over their parts, the scale in one cell."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần", "Điểm", "", "Hướng dẫn chấm điểm"])
    sheet.append(["", "", "", "Tối đa", "Tự chấm", ""])
    for column in "ABCF":
        sheet.merge_cells(f"{column}1:{column}2")
    sheet.merge_cells("D1:E1")
    parents = {item.parent for item in items}
    written: set[str] = set()
    by_code = {item.code: item for item in items}
    starts: dict[str, int] = {}
    for item in items:
        if item.code in parents:
            continue
        line = [item]
        while line[0].parent:
            line.insert(0, by_code[line[0].parent])
        names = [f"{one.code}. {one.name}" if one.code not in written else "" for one in line]
        written |= {one.code for one in line}
        guide = SURVEY if item.is_survey else "\n".join(f"- {words}: {points}" for words, points in item.steps)
        sheet.append([*names, *[""] * (3 - len(names)), comma(item.most), "", guide])
        for one in line[:-1]:
            starts.setdefault(one.code, sheet.max_row)
    for code, first in starts.items():
        last = max(row for other, row in starts.items() if other.startswith(code))
        if last > first:
            column = code.count(".") + 1
            sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)
    return save(book)


def word_file(items: Sequence[Made]) -> bytes:
    """A Word file: paragraphs of the decision, one table, cells of heads and areas merged."""
    document = Document()
    document.add_paragraph("PHỤ LỤC. BỘ CHỈ SỐ")
    table = document.add_table(rows=1, cols=4)
    for cell, head in zip(table.rows[0].cells, HEADS, strict=True):
        cell.text = head
    for row in rows_of(items):
        cells = table.add_row().cells
        for cell, words in zip(cells, row, strict=True):
            cell.text = words
        if row[0] and "." not in row[0]:
            cells[1].merge(cells[1])
    document.add_paragraph("Ghi chú: điểm lẻ lấy hai chữ số.")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


LAYOUTS = {"one table": one_table, "a table per area": table_per_area, "merged cells": merged_cells, "Word": word_file}
