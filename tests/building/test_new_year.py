"""``parreport new`` and ``parreport units``: from nothing, or from last year, to a year that is checked and scored."""

from __future__ import annotations

import csv
import json
import shutil
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
import yaml

from parreport.cli import main
from parreport.inputs.framework_files import read_framework

PROJECT = Path(__file__).resolve().parents[2]
EXAMPLES = {
    "units": 1,
    "so-nganh": 3,
    "xa": 3,
    "points": 1,
    "appraisal": 1,
    "targets": 1,
    "target_values": 1,
    "calendar": 1,
}


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def call(*words: str, code: int = 0) -> None:
    assert main([*words, "--language", "en"]) == code


def problems_of(path: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    capsys.readouterr()
    main(["check", path, "--json", "--language", "en"])
    return list(json.loads(capsys.readouterr().out)["problems"])


def copy_sample() -> None:
    for name in ("parameters", "data/ben-tre"):
        shutil.copytree(PROJECT / name, Path(name))


# --- from nothing -----------------------------------------------------------------------------


def test_a_new_year_has_nothing_at_fault_but_its_examples(capsys: pytest.CaptureFixture[str]) -> None:
    call("new", "tinh-2026")
    assert sorted(path.name for path in Path("tinh-2026").iterdir()) == [
        *("framework.yaml", "tinh-2026.xlsx", "tinh-2026.yaml")
    ]
    problems = problems_of("tinh-2026/tinh-2026.yaml", capsys)
    assert {one["expected"] for one in problems} == {"your own row in place of the example, or none"}
    sheets = [one["sheet"] for one in problems]
    assert {name: sheets.count(name) for name in sheets} == EXAMPLES
    assert all(one["cell"].startswith("A") for one in problems)


def test_what_is_there_is_never_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    Path("tinh-2026").mkdir()
    Path("tinh-2026/tinh-2026.xlsx").write_bytes(b"mine")
    call("new", "tinh-2026", code=2)
    assert "a folder that does not exist yet" in capsys.readouterr().err
    assert Path("tinh-2026/tinh-2026.xlsx").read_bytes() == b"mine"


def fill_in(path: Path) -> None:
    """Fill the workbook in as a person would: 14 departments, 20 communes, a set of four leaves."""
    book = openpyxl.load_workbook(path)
    for name in ("appraisal", "targets", "target_values", "calendar"):
        del book[name]
    units = [(f"so-{n:02d}", f"Sở số {n}", "so-nganh") for n in range(1, 15)]
    units += [(f"xa-{n:02d}", f"Xã số {n}", "xa") for n in range(1, 21)]
    tree = [("1", "", "Chỉ đạo", "", "", ""), ("1.1", "1", "Kế hoạch", 2, "appraised", "bands rate: 100 = 2 | 80 = 1")]
    tree += [("1.2", "1", "Báo cáo", 3, "appraised", ""), ("2", "", "Thủ tục", "", "", "")]
    tree += [("2.1", "2", "Đúng hạn", 5, "appraised", "limits value: 0 = 5 | 3 = 2.5")]
    fill(book["units"], ("unit_code", "name", "block", "ranked"), [(*one, "có") for one in units])
    heads = ("item_code", "parent_code", "name", "max_points", "method", "rule")
    for block in ("so-nganh", "xa"):
        fill(book[block], heads, tree)
    rows = []
    for at, (code, _, _) in enumerate(units):
        rows += [(code, "1.1", "có", 40 + at % 11, 50, "", ""), (code, "1.2", "có", "", "", "", 2.5)]
        rows += [(code, "2.1", "KAD" if at == 5 else "", "", "", "" if at == 5 else at % 5, "")]
    fill(
        book["points"], ("unit_code", "item_code", "applies", "numerator", "denominator", "value", "self_points"), rows
    )
    book.save(path)


def fill(sheet: openpyxl.worksheet.worksheet.Worksheet, heads: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    columns = {cell.value: cell.column for cell in sheet[3]}
    sheet.delete_rows(4, 3)  # the examples, three at most
    for at, row in enumerate(rows, start=4):
        for head, value in zip(heads, row, strict=True):
            sheet.cell(at, columns[head]).value = value if value != "" else None


def test_a_province_goes_from_nothing_to_tables_by_its_workbook_alone(capsys: pytest.CaptureFixture[str]) -> None:
    call("new", "tinh-2026", "--year", "2026")
    fill_in(Path("tinh-2026/tinh-2026.xlsx"))
    assert problems_of("tinh-2026/tinh-2026.yaml", capsys) == []
    call("score", "tinh-2026/tinh-2026.yaml", "--out", "tables")
    index = {row["unit_code"]: row for row in csv.DictReader(StringIO(Path("tables/index.csv").read_text("utf-8")))}
    assert len(index) == 34
    # 40/50 is 80 %: 1; 2.5 claimed; 0 days late: 5
    assert (index["so-01"]["points"], index["so-01"]["max_points"]) == ("8.5", "10")
    assert (index["so-06"]["points"], index["so-06"]["max_points"]) == ("3.5", "5")  # 2.1 does not apply


@pytest.mark.slow
@pytest.mark.nightly
def test_a_province_goes_from_nothing_to_published_reports() -> None:
    call("new", "tinh-2026", "--year", "2026")
    fill_in(Path("tinh-2026/tinh-2026.xlsx"))
    call("build", "tinh-2026/tinh-2026.yaml", "-q")
    assert Path("reports/tinh-2026/province.html").is_file()
    call("verify", "reports/tinh-2026")


# --- from last year ---------------------------------------------------------------------------


def test_last_year_gives_framework_units_steps_and_a_mapping(capsys: pytest.CaptureFixture[str]) -> None:
    copy_sample()
    call("new", "ben-tre-2019", "--from", "parameters/ben-tre-2018.yaml")
    assert yaml.safe_load(Path("ben-tre-2019/ben-tre-2019.yaml").read_text("utf-8"))["year"] == 2019
    left = [(one["sheet"], one["found"]) for one in problems_of("ben-tre-2019/ben-tre-2019.yaml", capsys)]
    assert left == [("appraisal", "VÍ DỤ"), ("target_values", "VÍ DỤ")]
    now, before = read_framework("ben-tre-2019"), read_framework("parameters/frameworks/ben-tre-2018")
    assert [block.items for block in now] == [block.items for block in before]
    assert [block.bands for block in now] == [block.bands for block in before]
    assert (now.bonus_cap, now.penalty_cap, now.targets) == (before.bonus_cap, before.penalty_cap, before.targets)
    assert now.mapping is not None
    assert all(row.comparable and row.item_code == row.base_item_code for row in now.mapping)


# --- units ------------------------------------------------------------------------------------


def test_units_are_listed_in_columns_and_as_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PROJECT)
    path = "tests/tiny/2018.yaml"
    call("units", path)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["unit_code", "name", "block", "ranked"]
    assert lines[1].split() == ["so-a", "Sở", "A", "so", "yes"]
    call("units", path, "--json")
    assert json.loads(capsys.readouterr().out)[0] == {
        **{"unit_code": "so-a", "name": "Sở A", "block": "so", "ranked": "yes"}
    }
