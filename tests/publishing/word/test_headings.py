"""No heading of a Word document stands alone at the foot of a page."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import nbformat
import pytest

from parreport.display.parts import Bullets, Cell, Column, Figure, Heading, KeyFigures, PageEnd, Table, Text
from parreport.publishing.reading.parts import Part
from parreport.publishing.word.body import STICKY
from parreport.publishing.word.tables import CROSSWISE, PAPER, fit_parts
from tests.built import Built, build_once, write_two_years
from tests.publishing.paper.test_pdf import small_chart
from tests.publishing.word.headings import lonely, read_headings
from tests.publishing.word.test_document import make

COLUMNS = (Column("Đơn vị"), Column("Điểm", "number"))
TABLE = Table("Điểm", COLUMNS, tuple((f"Sở {n}", "1,50") for n in range(3)), note="Ghi chú")
GROUPED = replace(TABLE, groups={0: "Nhóm một", 2: "Nhóm hai"}, rows=(*TABLE.rows, (Cell("x", second="y"), "1,00")))
WIDE = Table("Rộng", tuple(Column(f"Cột dài số {n}", "number") for n in range(24)), (("123.456,78",) * 24,) * 3)
HIGH = Table("Cao", COLUMNS, tuple((f"Sở {n}", "1,50") for n in range(90)))
BODIES = {
    "text": Text("Một câu."),
    "long": Text("Một câu dài. " * 60),
    "note": Text("Ghi chú.", "note"),
    "warning": Text("Lưu ý.", "warning"),
    "bullets": Bullets(("một", "hai")),
    "figures": KeyFigures((Figure("81,2", "chỉ số"), Figure("3", "hạng"))),
    "table": TABLE,
    "grouped": GROUPED,
    "wide": WIDE,
    "high": HIGH,
    "chart": small_chart(),
    "code": nbformat.v4.new_output("stream", name="stdout", text="x"),
    "quote": nbformat.v4.new_output("display_data", {"text/markdown": "> lời"}),
    "rule": nbformat.v4.new_output("display_data", {"text/markdown": "---\n\nlời"}),
}
PAIRS = [(first, second) for first, second in product(BODIES, BODIES) if "code" not in (first, second)]


@pytest.mark.parametrize("head", [{}, {"id": "annex"}, {"level": 3}], ids=["heading", "annex", "level 3"])
def test_no_heading_is_alone_whatever_follows(head: dict[str, Any], tmp_path: Path) -> None:
    parts: list[Any] = [Heading("Mở đầu"), Text("Lời.")]
    for first, second in PAIRS:
        parts += [Heading(f"Phụ lục: {first} {second}", **head), BODIES[first], PageEnd(), BODIES[second]]
    parts += [Heading("Chương"), Heading("Mục", level=3), TABLE]
    data = make(tmp_path, *parts)
    assert len(read_headings(data)) >= len(PAIRS)
    assert lonely(data) == {}


def without(data: bytes, part: str, words: str) -> bytes:
    """Return a document without some words of a part."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in source.namelist():
            content = source.read(name).decode("utf-8") if name == part else ""
            assert words in content or name != part
            file.writestr(name, content.replace(words, "") if content else source.read(name))
    return target.getvalue()


def test_the_reader_of_headings_sees_one_that_is_alone(tmp_path: Path) -> None:
    data = make(tmp_path, Heading("Một"), Text("Lời ngắn."), TABLE)
    assert list(read_headings(data).values()) == ["table"]
    told = [*lonely(without(data, "word/styles.xml", "<w:keepNext/>")).values()]
    assert told == ["a paragraph that does not stay: Heading1 “Một”"]
    (told_of_text,) = read_headings(without(data, "word/document.xml", "<w:keepNext/>")).values()
    assert told_of_text == "text"


@pytest.mark.parametrize(("letters", "stays"), [(STICKY, True), (STICKY + 1, False)])
def test_only_a_short_text_is_kept_with_the_table_beneath_it(letters: int, stays: bool, tmp_path: Path) -> None:
    data = make(tmp_path, Heading("Một"), Text("x" * letters), TABLE)
    assert list(read_headings(data).values()) == ["table" if stays else "text"]


def fitted(part: Table, flipped: bool) -> Part:
    (one,) = fit_parts([{**part.fields(), "heads": [["a", "b"]], "crosswise": flipped}])
    return one


@pytest.mark.parametrize("rows", range(5, 40, 3))
def test_what_is_kept_together_fits_the_page(rows: int) -> None:
    table = replace(TABLE, kind="heat", rows=tuple((f"Sở {n}", "1,50") for n in range(rows)))
    for flipped, highest in ((False, 480), (True, 300)):
        one = fitted(table, flipped)
        assert one["flipped"] == flipped
        if one["whole"]:
            assert rows * 10 * 1.15 <= highest
    assert fitted(table, True)["whole"] <= fitted(table, False)["whole"]
    assert (PAPER.whole_crosswise, CROSSWISE.whole_crosswise) == (300, 300)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    words = ("2018.yaml", "--formats", "docx")
    return build_once(tmp_path_factory, "word-headings", write_two_years, *words)


@pytest.mark.slow
def test_no_heading_is_alone_in_any_report(built: Built) -> None:
    assert built.code == 0, built.err
    documents = {path.relative_to(built.reports).as_posix(): path for path in built.reports.rglob("*.docx")}
    assert {"province.docx", "method.docx", "period.docx", "units/a.docx", "decision.docx"} <= documents.keys()
    for name, path in documents.items():
        data = path.read_bytes()
        assert read_headings(data), name
        assert lonely(data) == {}, name
