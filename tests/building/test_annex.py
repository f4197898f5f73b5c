"""``parreport framework``: an annex becomes a framework that is read, with all that was not understood. M 2."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from parreport.cli import main
from parreport.inputs.framework_files import read_framework
from tests.inputs.annex.made import LAYOUTS, Made, make_items, save

PROJECT = Path(__file__).resolve().parents[2]


def rows_in(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(path.read_text("utf-8"))))


def write_annex(folder: Path, layout: str = "one table", items: list[Made] | None = None) -> Path:
    path = folder / ("annex.docx" if layout == "Word" else "annex.xlsx")
    path.write_bytes(LAYOUTS[layout](items or make_items()))
    return path


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_written_is_a_framework(layout: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    annex, out = write_annex(tmp_path, layout), tmp_path / "made"
    assert main(["framework", str(annex), "--out", str(out), "--language", "en"]) == 0
    told = capsys.readouterr().out
    assert "khoi-1.csv: 101 items" in told and "Everything in the tables was read." in told
    (block,) = read_framework(out)
    items = make_items()
    assert [item.name for item in block.items] == [item.name for item in items]
    leaves = {item.name: item for item in items}
    assert all(leaf.max_points == leaves[leaf.name].most for leaf in block.leaves)
    assert rows_in(out / "annex-notes.csv") == []


def test_last_years_set_gives_classes_and_a_mapping_to_confirm(tmp_path: Path) -> None:
    base = PROJECT / "parameters" / "frameworks" / "ben-tre-2018"
    items = make_items()
    moved, changed = items[2], next(item for item in items if item.code == "1.2.1")
    again = [item for item in items if item is not moved]
    at = again.index(changed)
    again[at] = Made(changed.code, changed.parent, changed.name, changed.most + 1)
    again.insert(at + 1, Made("1.2.7", "1.2", moved.name, moved.most))
    out = tmp_path / "made"
    words = ["framework", str(write_annex(tmp_path, items=again)), "--out", str(out), "--base", str(base)]
    assert main([*words, "--language", "en"]) == 0
    framework = read_framework(out)
    assert [band.name for band in framework.blocks[0].bands] == ["Xuất sắc", "Tốt", "Khá", "Trung bình", "Yếu"]
    mapping = {row["item_code"]: row for row in rows_in(out / "mapping.csv")}
    assert (mapping["1.2.7"]["base_item_code"], mapping["1.2.7"]["comparable"]) == (moved.code, "yes")
    assert mapping["1.2.7"]["note"] == f"moved from {moved.code}"
    assert mapping["1.2.1"]["note"].startswith("maximum ")
    same = [row for code, row in mapping.items() if code not in ("1.2.7", "1.2.1")]
    assert {(row["comparable"], row["note"]) for row in same} == {("yes", "")}


def test_what_does_not_fit_is_listed_at_its_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["(2 lĩnh vực, 5 tiêu chí)"],  # the list has four
        ["STT", "Tiêu chí", "Điểm tối đa"],
        ["1", "Chỉ đạo", "5"],
        ["1.1", "Kế hoạch", "2"],
        ["", "Trên 90%", "2"],
        ["", "Từ 70% đến 90%", "1"],
        ["1.3", "Báo cáo", "2"],  # 1.2 is not there, and 2 + 2 is not 5
        ["2", "Thể chế", "4"],
        ["2.1", "Văn bản", "hai"],
        ["2.2", "Rà soát", "2"],
        ["", "Tổng cộng", "9"],
    ):
        sheet.append(row)
    path = tmp_path / "annex.xlsx"
    path.write_bytes(save(book))
    assert main(["framework", str(path), "--out", str(tmp_path / "made"), "--language", "en"]) == 0
    notes = {(row["row"], row["found"].partition("\n")[0]) for row in rows_in(tmp_path / "made" / "annex-notes.csv")}
    assert notes == {("1", "5"), ("3", "Chỉ đạo"), ("4", "Trên 90%: 2"), ("7", "1.3"), ("9", "hai"), ("9", "")}
    assert "6 places were not read, or do not fit" in capsys.readouterr().out


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 no archive", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing"]
)
def test_what_is_no_annex_is_told_and_nothing_is_written(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "annex.xlsx"
    path.write_bytes(content)
    assert main(["framework", str(path), "--out", str(tmp_path / "made"), "--language", "en"]) == 1
    told = capsys.readouterr().err
    assert "annex.xlsx" in told and "Traceback" not in told
    assert not (tmp_path / "made").exists()


def test_what_people_wrote_is_never_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    annex, out = write_annex(tmp_path), tmp_path / "made"
    out.mkdir()
    (out / "khoi-1.csv").write_text("mine", "utf-8")
    assert main(["framework", str(annex), "--out", str(out), "--language", "en"]) == 2
    assert "a folder that does not exist yet" in capsys.readouterr().err
    assert (out / "khoi-1.csv").read_text("utf-8") == "mine"
