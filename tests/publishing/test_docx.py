"""A Word document has the official form, opens anywhere and is the same bytes every time."""

from __future__ import annotations

import io
import shutil
import subprocess
import unicodedata
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import nbformat
import pytest
from docx.oxml.ns import qn
from tests.publishing.test_pdf import NASTY, small_chart

from parreport.display.parts import Bullets, Cell, Column, Document, Heading, PageEnd, Table, Text
from parreport.language import use_language
from parreport.publishing.docx import render_docx
from parreport.publishing.official import Form, official_day

OLD = Form("Báo cáo", date(2020, 3, 4), parent="UBND tỉnh Bến Tre", body="Sở Nội vụ", number="15/BC-SNV", place="Bến Tre", signatory_title="Giám đốc", signatory_name="Người Ký", recipients=("UBND tỉnh", "Lưu: VT"))  # fmt: skip
NEW = Form("Báo cáo", date(2020, 3, 5))


def shown(part: Any) -> Any:
    with use_language("vi"):
        bundle, metadata = part._repr_mimebundle_()
    return nbformat.v4.new_output("display_data", bundle, metadata=metadata)


def make(tmp_path: Path, *parts: Any, form: Form = OLD, labels: tuple[str, ...] = ()) -> bytes:
    with use_language("vi"):
        head = Document("Sở Y tế", "Kết quả", "Chỉ số CCHC 2018", labels, ("Nguồn",), "2019-06-28")
    cell = nbformat.v4.new_code_cell("", outputs=[shown(head), *map(shown, parts)])
    path = tmp_path / "a.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    render_docx(path, tmp_path / "a.docx", form)
    return (tmp_path / "a.docx").read_bytes()


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def part_of(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(f"word/{name}.xml").decode("utf-8")


def words_of(data: bytes) -> str:
    lines = opened(data).element.body.iter(qn("w:p"))
    return "\n".join("".join(t.text or "" for t in line.iter(qn("w:t"))) for line in lines)


TABLE = Table("Điểm", (Column("Đơn vị"), Column("Điểm", "number")), (("Sở Y tế", Cell("1,50", "strong")), ("Sở Nội vụ", "2,00")), note="Ghi chú")  # fmt: skip


def test_headings_captions_and_title_have_the_styles_that_word_knows(tmp_path: Path) -> None:
    data = make(tmp_path, Heading("Một"), Heading("Hai", 3), TABLE, small_chart())
    styles = {p.text: p.style.name for p in opened(data).paragraphs}
    assert styles["BÁO CÁO"] == "Title"
    assert (styles["Một"], styles["Hai"]) == ("Heading 1", "Heading 2")
    captions = [words for words, style in styles.items() if style == "Caption"]
    assert len(captions) == 2


def test_captions_are_counted_by_word(tmp_path: Path) -> None:
    body = part_of(make(tmp_path, TABLE, TABLE, small_chart()), "document")
    assert body.count("SEQ Table") == 2
    assert body.count("SEQ Figure") == 1


def test_head_rows_stand_again_and_no_row_is_broken(tmp_path: Path) -> None:
    table = next(t for t in opened(make(tmp_path, TABLE)).tables if t.style.name == "Report Table")
    rows = [row._tr.trPr for row in table.rows]
    assert [row.find(qn("w:tblHeader")) is not None for row in rows] == [True, False, False]
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
    assert [cell.text for cell in table.rows[1].cells] == ["Sở Y tế", "1,50"]


def test_a_chart_is_a_picture_with_its_alt_text(tmp_path: Path) -> None:
    shapes = opened(make(tmp_path, small_chart())).inline_shapes
    assert [shape._inline.docPr.get("descr") for shape in shapes] == ["Sở Y tế 61,25 %."]


def test_properties_hold_the_title_and_only_the_day_of_publication(tmp_path: Path) -> None:
    facts = opened(make(tmp_path)).core_properties
    assert (facts.title, facts.language) == ("Sở Y tế", "vi-VN")
    assert (facts.created.isoformat(), facts.modified.isoformat()) == (
        "2019-06-28T00:00:00+00:00",
        "2019-06-28T00:00:00+00:00",
    )


def test_contents_are_a_field_filled_in_advance(tmp_path: Path) -> None:
    data = make(tmp_path, *(Heading(f"Mục {n}") for n in range(1, 6)))
    entries = [p for p in opened(data).paragraphs if p.style.name.lower() == "toc 1"]
    assert len(entries) == 5
    assert "TOC \\o" in part_of(data, "document")


def test_what_people_typed_stays_words(tmp_path: Path) -> None:
    data = make(tmp_path, *map(Text, NASTY), Bullets(NASTY))
    paragraphs = [p.text for p in opened(data).paragraphs]
    assert [paragraphs.count(one) for one in NASTY] == [2] * len(NASTY)


def test_vietnamese_letters_are_composed(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Kế hoạch đã được phê duyệt")
    assert "Kế hoạch đã được phê duyệt" in words_of(make(tmp_path, Text(decomposed)))


def test_the_head_and_the_end_say_who_issues_and_who_signs(tmp_path: Path) -> None:
    words = words_of(make(tmp_path))
    for line in (
        "UBND TỈNH BẾN TRE", "SỞ NỘI VỤ", "Số: 15/BC-SNV", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc", "Bến Tre, ngày 04 tháng 3 năm 2020", "Nơi nhận:", "- UBND tỉnh;",
        "- Lưu: VT.", "GIÁM ĐỐC", "Người Ký",
    ):  # fmt: skip
        assert line in words.split("\n"), line


def test_what_is_not_known_is_a_dotted_blank(tmp_path: Path) -> None:
    words = words_of(make(tmp_path, form=NEW)).split("\n")
    assert "Số: ………/………" in words
    assert "………, ngày 05 tháng 3 năm 2020" in words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2019, 1, 5), "ngày 05 tháng 01 năm 2019"),
        (date(2019, 12, 28), "ngày 28 tháng 12 năm 2019"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_leading_zero(day: date, words: str) -> None:
    with use_language("vi"):
        assert official_day(day) == words


def test_from_march_5_2020_the_page_number_stands_above_in_the_middle(tmp_path: Path) -> None:
    data = make(tmp_path, form=NEW)
    assert 'w:jc w:val="center"' in part_of(data, "header1")
    assert "PAGE" in part_of(data, "header1")
    assert "PAGE" not in part_of(data, "footer1")


def test_before_march_5_2020_the_page_number_stands_at_the_bottom_right(tmp_path: Path) -> None:
    data = make(tmp_path)
    assert "PAGE" not in part_of(data, "header1")
    assert 'w:jc w:val="right"' in part_of(data, "footer1")
    assert "PAGE" in part_of(data, "footer1")


@pytest.mark.parametrize("form", [OLD, NEW])
def test_page_1_has_no_number(tmp_path: Path, form: Form) -> None:
    data = make(tmp_path, form=form)
    assert "PAGE" not in part_of(data, "header2") + part_of(data, "footer2")
    assert opened(data).sections[0].different_first_page_header_footer


def test_a_page_is_a4_with_the_margins_of_official_documents(tmp_path: Path) -> None:
    section = opened(make(tmp_path)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(one.mm) for one in margins] == [30, 17, 20, 20]


def test_a_draft_says_so_on_every_page(tmp_path: Path) -> None:
    data = make(tmp_path, labels=("DỰ THẢO", "SỐ LIỆU MINH HOẠ"))
    for name in ("header1", "header2"):
        assert "DỰ THẢO · SỐ LIỆU MINH HOẠ" in part_of(data, name)


def test_a_wide_table_lies_crosswise_in_a_section_of_its_own(tmp_path: Path) -> None:
    columns = tuple(Column(f"Chỉ tiêu {n}", "number") for n in range(16))
    wide = Table("Rộng", (Column("Đơn vị"), *columns), (("Sở Y tế", *["1000,25"] * 16),))
    sections = opened(make(tmp_path, Text("Trước"), wide, Text("Sau"))).sections
    assert [s.page_width > s.page_height for s in sections] == [False, True, False]


def test_what_print_keeps_on_one_page_is_not_lost(tmp_path: Path) -> None:
    data = make(
        tmp_path, Heading("Một"), Text("Trên"), small_chart(), TABLE, PageEnd(), Text("Dưới")
    )
    words = words_of(data)
    for one in ("Một", "Trên", "Sở Nội vụ", "Dưới"):
        assert one in words
    assert len(opened(data).inline_shapes) == 1


def test_the_same_report_is_the_same_bytes(tmp_path: Path) -> None:
    parts = (Heading("Một"), TABLE, small_chart(), Bullets(("a", "b"), numbered=True))
    assert make(tmp_path, *parts) == make(tmp_path, *parts)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    make(tmp_path, Heading("Một"), TABLE, small_chart())
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "a.docx"]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
