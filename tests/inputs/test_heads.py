"""Heads of columns as officials write them, in every file that they write."""

from __future__ import annotations

import random
import shutil
import unicodedata
from pathlib import Path

import pytest

from parreport import columns
from parreport.columns import POINTS_FILE
from parreport.inputs.faults import Faults
from parreport.inputs.heads import heads_of
from parreport.inputs.numbers import fold_text
from parreport.inputs.tables import read_rows
from parreport.language import use_language
from parreport.tabular import Table
from parreport.years.recipe import compute_results
from tests.built import PROJECT

FILES = [one for one in vars(columns).values() if isinstance(one, Table) and one.name.endswith(".csv")]
# CONTRACT 3, written out.
SAID = {
    "unit_code": "Mã đơn vị",
    "item_code": "Mã tiêu chí",
    "applies": "Áp dụng",
    "self_points": "Điểm tự đánh giá",
    "appraised_points": "Điểm thẩm định",
    "numerator": "Tử số",
    "denominator": "Mẫu số",
    "value": "Giá trị",
    "reason": "Lý do",
    "evidence": "Tài liệu kiểm chứng",
    "block": "Khối",
    "ranked": "Xếp hạng",
    "cluster": "Cụm",
    "round": "Vòng",
    "parent_code": "Mã cấp trên",
    "max_points": "Điểm tối đa",
    "method": "Phương pháp",
    "rule": "Cách chấm",
    "remedy": "Giải pháp khắc phục",
    "source": "Nguồn",
}


def read(folder: Path, table: Table, content: str) -> tuple[list[dict[str, str]], list[str]]:
    path = folder / "points.csv"
    path.write_text(content, "utf-8")
    faults = Faults()
    rows = [row.cells() for row in read_rows(path, table, faults)]
    return rows, [str(problem).replace(str(path), "points.csv") for problem in faults.problems]


def test_the_heads_are_those_that_were_said() -> None:
    found = {name: head for table in FILES for name, head in heads_of(table).items()}
    assert found | SAID == found
    assert [heads_of(table)["name"] for table in FILES if "name" in table.names] == [
        "Tên tiêu chí",
        "Tên chỉ tiêu",
        "Tên đơn vị",
    ]


@pytest.mark.parametrize("table", FILES, ids=lambda table: table.name)
def test_a_head_is_one_column_alone_and_no_column_lacks_one(table: Table) -> None:
    heads = heads_of(table)
    assert list(heads) == table.names
    names = {fold_text(head) for head in heads.values()}
    assert len(names) == len(heads) and names.isdisjoint(table.names)


@pytest.mark.parametrize("table", FILES, ids=lambda table: table.name)
@pytest.mark.parametrize("seed", range(3))
def test_every_column_is_read_by_its_code_or_its_head_in_any_order(table: Table, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    order = chance.sample(table.names, len(table.names))
    heads = [chance.choice([name, heads_of(table)[name]]) for name in order]
    cells = ",".join(f"{name} 1" for name in order)
    rows, faults = read(tmp_path, table, f"{','.join(heads)}\n{cells}\n")
    assert (rows, faults) == ([{name: f"{name} 1" for name in order}], [])


@pytest.mark.parametrize(
    "head", ["MÃ ĐƠN VỊ", " mã  đơn vị ", unicodedata.normalize("NFD", "Mã đơn vị"), "Mã\u00a0đơn vị"]
)
def test_capitals_and_spaces_of_a_head_say_nothing(head: str, tmp_path: Path) -> None:
    content = ",".join([head, *POINTS_FILE.names[1:]])
    rows, faults = read(tmp_path, POINTS_FILE, f"{content}\na{',' * 9}\n")
    assert ([row["unit_code"] for row in rows], faults) == (["a"], [])


@pytest.mark.parametrize(
    ("column", "head", "expected"),
    [
        ("self_points", "Điểm", "the whole head of a column: it may be Điểm tự đánh giá, Điểm thẩm định"),
        ("unit_code", "Mã", "the whole head of a column: it may be Mã đơn vị, Mã tiêu chí"),
        ("evidence", "Tài liệu", "a known column; did you mean Tài liệu kiểm chứng?"),
        ("self_points", "Điểm tự đánh gía", "a known column; did you mean Điểm tự đánh giá?"),
        ("appraised_points", "appraised_pionts", "a known column; did you mean appraised_points?"),
    ],
)
def test_a_doubtful_head_is_an_error_at_its_place(column: str, head: str, expected: str, tmp_path: Path) -> None:
    doubtful = [column, "appraised_points"] if head == "Điểm" else [column, "item_code"] if head == "Mã" else [column]
    names = [name for name in POINTS_FILE.names if name not in doubtful[1:]]
    content = ",".join(head if name == column else name for name in names)
    _, faults = read(tmp_path, POINTS_FILE, f"{content}\n")
    assert faults[0] == f'points.csv, row 1: found "{head}"; expected {expected}'


def test_a_column_by_its_code_and_by_its_head_is_there_twice(tmp_path: Path) -> None:
    content = ",".join([*POINTS_FILE.names, "Lý do"])
    _, faults = read(tmp_path, POINTS_FILE, f"{content}\n")
    assert faults == ['points.csv, row 1: found "Lý do"; expected each column once']


def test_a_doubtful_head_is_told_in_vietnamese_too(tmp_path: Path) -> None:
    names = [name for name in POINTS_FILE.names if name != "appraised_points"]
    content = ",".join("Điểm" if name == "self_points" else name for name in names)
    with use_language("vi"):
        _, faults = read(tmp_path, POINTS_FILE, f"{content}\n")
    assert faults[0] == (
        'points.csv, dòng 1: thấy "Điểm"; cần tên cột viết đủ: có thể là Điểm tự đánh giá, Điểm thẩm định'
    )


def test_published_tables_have_codes_alone() -> None:
    assert [heads_of(table) for table in columns.PUBLISHED] == [{}] * len(columns.PUBLISHED)


def test_a_year_written_with_vietnamese_heads_and_words_has_the_same_results(tmp_path: Path) -> None:
    """The tiny year, every head and yes or no of every file put into Vietnamese."""
    shutil.copytree(PROJECT / "tests" / "tiny", tmp_path / "tiny")
    plain = compute_results(tmp_path / "tiny" / "2018.yaml")
    known = {table.name: table for table in FILES}
    changed = 0
    for path in sorted((tmp_path / "tiny").rglob("*.csv")):
        table = known.get(path.name, known["<block>.csv"])
        head, _, rest = path.read_text("utf-8").partition("\n")
        heads = [heads_of(table)[name] for name in head.split(",")]
        words = rest.replace(",yes,", ",có,").replace(",no,", ",không,")
        path.write_text(",".join(heads) + "\n" + words, "utf-8")
        changed += 1
    assert changed > 5
    found = compute_results(tmp_path / "tiny" / "2018.yaml")
    for name in ("index", "items", "leaves", "findings", "claims", "changes", "targets"):
        assert getattr(found, name).equals(getattr(plain, name)), name
