"""A Word document has the official form, opens anywhere and is the same bytes every time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import nbformat
import pytest
from docx.oxml.ns import qn

from parreport.display.parts import DOCUMENT_MIME, Bullets, Cell, Column, Document, Heading, PageEnd, Table, Text
from parreport.errors import RenderingError
from parreport.language import use_language
from parreport.publishing.exporters import render_file
from parreport.publishing.word.document import ReportDocxExporter, make_docx
from parreport.publishing.word.letterhead import CIRCULAR_01, DECREE_30, balance, form_of, name_day
from parreport.publishing.word.letters import measure_times
from tests.publishing.paper.test_pdf import NASTY, every_part, small_chart

SIGNED = {
    "kind": "BÁO CÁO",
    "subject": "Kết quả của Sở Y tế",
    "abbreviation": "BC",
    "parent": "UBND tỉnh Bến Tre",
    "body": "Sở Nội vụ",
    "number": "15/BC-SNV",
    "place": "Bến Tre",
    "date": "2020-03-04",
    "signatory_title": "Giám đốc",
    "signatory_name": "Người Ký",
    "recipients": ["UBND tỉnh;", "Lưu: VT"],
}
BLANK = {"kind": "BÁO CÁO", "subject": "Kết quả", "abbreviation": "BC"}
TABLE = Table(
    "Điểm",
    (Column("Đơn vị"), Column("Điểm", "number")),
    (("Sở Y tế", Cell("1,50", "strong")), ("Sở Nội vụ", "2,00")),
    note="Ghi chú",
)
# Word refuses a file whose elements do not stand in the order of the schema (ECMA-376, part 1,
# transitional): these are the whole sequences, not only what is written today.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs "
    "em lang",
    "tbl": "tblPr tblGrid tr",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "tr": "tblPrEx trPr tc",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "styles": "docDefaults latentStyles style",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "num": "abstractNumId lvlOverride",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "settings": "writeProtection view zoom mirrorMargins defaultTabStop autoHyphenation evenAndOddHeaders "
    "characterSpacingControl updateFields footnotePr endnotePr compat rsids themeFontLang clrSchemeMapping "
    "decimalSymbol listSeparator",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "inline": "extent effectExtent docPr cNvGraphicFramePr graphic",
}
REPEATED = {"tr", "tc", "style", "abstractNum", "num", "lvl", "lvlOverride", "headerReference", "footerReference"}
WORD = ("{http://schemas.openxmlformats.org/wordproc", "{http://schemas.openxmlformats.org/drawingml/2006/wordproc")


def shown(part: Any) -> Any:
    if isinstance(part, dict):
        return part
    with use_language("vi"):
        bundle, metadata = part._repr_mimebundle_()
    return nbformat.v4.new_output("display_data", bundle, metadata=metadata)


def head(official: dict[str, Any] | None = SIGNED, **more: Any) -> Document:
    facts = {"title": "Sở Y tế", "subtitle": "Kết quả", "footer": ("Nguồn",), "published": "2019-06-28"}
    return Document(**{**facts, **more}, official=official)


def save(tmp_path: Path, *parts: Any) -> Path:
    outputs = [shown(one) for one in parts]
    if not any(DOCUMENT_MIME in one.get("data", {}) for one in outputs[:1]):
        outputs.insert(0, shown(head()))
    cell = nbformat.v4.new_code_cell("secret_code()", outputs=outputs)
    path = tmp_path / "in.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return path


def make(tmp_path: Path, *parts: Any) -> bytes:
    target = tmp_path / "units" / "a.docx"
    render_file(make_docx, save(tmp_path, *parts), target)
    return target.read_bytes()


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def part_of(data: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(f"word/{name}.xml").decode("utf-8")


def lines_of(data: bytes) -> list[str]:
    """Return every paragraph in order, those of tables too; a line break within is a newline."""
    found = opened(data).element.body.iter(qn("w:p"))
    return [
        "".join("\n" if t.tag == qn("w:br") else t.text or "" for t in line.iter(qn("w:t"), qn("w:br")))
        for line in found
    ]


def markdown(source: str) -> Any:
    return nbformat.v4.new_output("display_data", {"text/markdown": source})


def test_every_part_is_written_in_order(tmp_path: Path) -> None:
    words = "\n".join(lines_of(make(tmp_path, head(title="Sở Y tế"), *every_part()[1:])))
    at = 0
    for one in (
        "82,54",
        "chỉ số",
        "xếp loại Tốt",
        "12 / 18",
        "Câu tóm tắt.",
        "Mặt mạnh",
        "Đoạn văn.",
        "Ghi chú.",
        "Cảnh báo.",
        "Chi tiết",
        "một",
        "hai",
        "đầu",
        "Hình 1. Mạnh <ở> điều hành",
        "Nguồn",
        "Bảng 1. Chỉ số và hạng",
        "không xếp hạng",
        "Bảng 2",
        "61,3",
        "Bảng 3",
        "1 Chỉ đạo",
        "9,50",
        "1.1 Kế hoạch",
        "2 Xây dựng",
        "2.1 Văn bản",
        "1,50",
    ):
        at = words.index(one, at)
    assert "secret_code" not in words


def test_what_print_keeps_on_one_page_is_not_lost(tmp_path: Path) -> None:
    data = make(tmp_path, Heading("Một"), Text("Trên"), small_chart(), TABLE, PageEnd(), Text("Dưới"))
    words = "\n".join(lines_of(data))
    for one in ("Một", "Trên", "Sở Nội vụ", "Dưới"):
        assert one in words
    assert len(opened(data).inline_shapes) == 1


def test_headings_captions_and_title_have_the_styles_that_word_knows(tmp_path: Path) -> None:
    data = make(tmp_path, Heading("Một"), Heading("Hai", 3), TABLE, small_chart())
    styles = {p.text: p.style.name for p in opened(data).paragraphs}
    assert (styles["BÁO CÁO"], styles["Kết quả của Sở Y tế"]) == ("Title", "Subtitle")
    assert (styles["Một"], styles["Hai"]) == ("Heading 1", "Heading 2")
    assert styles["Bảng 1. Điểm"] == "Caption"


def test_every_style_that_is_used_is_there(tmp_path: Path) -> None:
    data = make(tmp_path, *every_part()[1:], Heading("Phụ lục: a", id="annex"), markdown("> `a`[^1]\n\n[^1]: b"))
    parts = [
        name
        for name in zipfile.ZipFile(io.BytesIO(data)).namelist()
        if name.startswith("word/") and name.endswith(".xml")
    ]
    used = {
        code for name in parts for code in re.findall(r"<w:[prt]\w*Style w:val=\"(\w+)\"", part_of(data, name[5:-4]))
    }
    known = re.findall(r'w:styleId="(\w+)"', part_of(data, "styles"))
    assert used - set(known) == set()
    assert len(known) == len(set(known))


def rich(tmp_path: Path) -> bytes:
    """Return a document with all that one can hold: annexes, contents, notes, links, pictures."""
    source = "**a *b*** ~~c~~ `d` [e](https://x.vn) f[^1] $x_1^2$\n\n[^1]: g"
    headings = [Heading(f"Mục {n}") for n in range(5)]
    return make(
        tmp_path,
        *every_part()[1:],
        small_chart(),
        markdown(source),
        Bullets(("a",), numbered=True),
        *headings,
        Heading("Phụ lục: a", id="annex-a"),
        Heading("Con", 3),
        TABLE,
        Heading("Phụ lục: b", id="annex-b"),
        TABLE,
    )


def test_elements_stand_in_the_order_of_the_schema(tmp_path: Path) -> None:
    data = rich(tmp_path)
    seen = set()
    for name in ("document", "styles", "numbering", "settings", "header2", "footnotes"):
        for element in ElementTree.fromstring(part_of(data, name)).iter():
            tag = element.tag.partition("}")[2]
            if tag in ORDER and element.tag.startswith(WORD):
                seen.add(tag)
                own = [child.tag.partition("}")[2] for child in element]
                assert own == sorted(own, key=ORDER[tag].split().index), (name, tag, own)
                once = [one for one in own if one not in REPEATED]
                assert len(once) == len(set(once)), (name, tag, own)
    assert seen == set(ORDER)


def test_marks_and_pictures_have_ids_of_their_own(tmp_path: Path) -> None:
    body = part_of(rich(tmp_path), "document")
    for pattern in (
        r'bookmarkStart w:id="(\d+)"',
        r'bookmarkStart w:id="\d+" w:name="(\w+)"',
        r'docPr id="(\d+)"',
        r'footnoteReference w:id="(\d+)"',
    ):
        ids = re.findall(pattern, body)
        assert ids
        assert len(ids) == len(set(ids)), pattern
    assert sorted(re.findall(r'bookmarkEnd w:id="(\d+)"', body)) == sorted(
        re.findall(r'bookmarkStart w:id="(\d+)"', body)
    )
    assert body.count('fldCharType="begin"') == body.count('fldCharType="end"')


def test_every_relation_and_list_that_is_used_is_there(tmp_path: Path) -> None:
    data = rich(tmp_path)
    names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    body = part_of(data, "document")
    relations = zipfile.ZipFile(io.BytesIO(data)).read("word/_rels/document.xml.rels").decode()
    ids = re.findall(r'Id="(\w+)"', relations)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r' r:(?:id|embed)="(\w+)"', body)) <= set(ids)
    inner = re.findall(r'Target="([^"]+)"/>', relations)
    assert {f"word/{one}" for one in inner} <= names
    types = zipfile.ZipFile(io.BytesIO(data)).read("[Content_Types].xml").decode()
    endings = set(re.findall(r'Extension="(\w+)"', types))
    assert {one.rpartition(".")[2] for one in names} <= endings
    assert {one.lstrip("/") for one in re.findall(r'PartName="([^"]+)"', types)} <= names
    lists = set(re.findall(r'<w:num w:numId="(\d+)"', part_of(data, "numbering")))
    used = set(re.findall(r'<w:numId w:val="(\d+)"', body + part_of(data, "styles")))
    assert used <= lists


def test_behind_a_table_stands_a_paragraph(tmp_path: Path) -> None:
    for data in (make(tmp_path, TABLE), rich(tmp_path)):
        body = opened(data).element.body
        for table in body.iter(qn("w:tbl")):
            assert table.getnext().tag == qn("w:p")


def test_captions_are_counted_by_word(tmp_path: Path) -> None:
    body = part_of(make(tmp_path, TABLE, TABLE, small_chart()), "document")
    assert (body.count("SEQ Bảng"), body.count("SEQ Hình")) == (2, 1)


def test_head_rows_stand_again_and_no_row_is_broken(tmp_path: Path) -> None:
    table = next(t for t in opened(make(tmp_path, TABLE)).tables if t.style.name == "Table Grid")
    rows = [row._tr.trPr for row in table.rows]
    assert [row.find(qn("w:tblHeader")) is not None for row in rows] == [True, False, False]
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
    assert [cell.text for cell in table.rows[1].cells] == ["Sở Y tế", "1,50"]


def kept(data: bytes) -> list[bool]:
    """Return for each row of the body of the last table whether it stays with the next one."""
    table = [t for t in opened(data).tables if t.style.name == "Table Grid"][-1]
    return [row.cells[0].paragraphs[0].paragraph_format.keep_with_next is True for row in table.rows[1:]]


def test_a_short_table_stays_on_one_page_with_its_note(tmp_path: Path) -> None:
    assert kept(make(tmp_path, TABLE)) == [True, True]


def test_of_a_high_table_only_the_first_and_the_last_row_stay_in_company(tmp_path: Path) -> None:
    rows = tuple((f"Đơn vị {n}", "1,00") for n in range(30))
    high = Table("Cao", (Column("Đơn vị"), Column("Điểm", "number")), rows)
    assert kept(make(tmp_path, high)) == [True, *[False] * 27, True, False]


def ranking(columns_n: int) -> Table:
    details = tuple(Column(f"Điểm số {n}", "number", detail=True) for n in range(columns_n))
    columns = (Column("Hạng", "number"), Column("Đơn vị"), *details)
    row = ("1", "Sở Lao động - Thương binh và Xã hội", *["100,25"] * columns_n)
    return Table("Xếp hạng", columns, (row, row), head_column=1, details="xếp hạng chi tiết")


def test_a_crowded_table_stands_in_short_and_whole_in_an_annex_that_lies_crosswise(tmp_path: Path) -> None:
    data = make(tmp_path, Heading("Một"), ranking(9), Heading("Phụ lục: bảng điểm", id="annex"), TABLE)
    tables = [t for t in opened(data).tables if t.style.name == "Table Grid"]
    assert [len(t.columns) for t in tables] == [2, 11, 2]
    lines = lines_of(data)
    note = ", ".join(f"Điểm số {n}" for n in range(9)) + ": xem Phụ lục “xếp hạng chi tiết”."
    order = ["Một", note, "Phụ lục I\nXẾP HẠNG CHI TIẾT", "Phụ lục II\nBẢNG ĐIỂM"]
    assert [lines.index(one) for one in order] == sorted(lines.index(one) for one in order)
    assert [s.page_width > s.page_height for s in opened(data).sections] == [False, True, False]


def test_a_table_that_fits_keeps_its_details(tmp_path: Path) -> None:
    data = make(tmp_path, ranking(3))
    assert [len(t.columns) for t in opened(data).tables if t.style.name == "Table Grid"] == [5]
    assert "XẾP HẠNG CHI TIẾT" not in "\n".join(lines_of(data))


def test_tables_that_share_an_annex_are_shortened_alike(tmp_path: Path) -> None:
    data = make(tmp_path, ranking(9), ranking(3))
    tables = [t for t in opened(data).tables if t.style.name == "Table Grid"]
    assert [len(t.columns) for t in tables] == [2, 2, 11, 5]


def test_letters_are_as_wide_as_those_of_times_new_roman_bold() -> None:
    assert round(measure_times("100,00"), 3) == 2.75  # five digits of 0.5, a comma of 0.25
    assert round(measure_times("Sở"), 3) == 1.112  # S 0.556, o with a horn 0.556
    assert round(measure_times("Đề"), 3) == 1.166  # D with a stroke 0.722, e 0.444


def test_cells_over_several_columns_and_rows_keep_their_place(tmp_path: Path) -> None:
    html = (
        "<table><tr><th colspan=2>A</th><th>B</th></tr><tr><td "
        "rowspan=2>c</td><td>d</td><td>1</td></tr><tr><td>e</td><td>2</td></tr></table>"
    )
    data = make(tmp_path, nbformat.v4.new_output("display_data", {"text/html": html}))
    table = next(t for t in opened(data).tables if t.style.name == "Table Grid")
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["A", "A", "B"],
        ["c", "d", "1"],
        ["c", "e", "2"],
    ]


def test_a_chart_is_a_picture_with_its_alt_text(tmp_path: Path) -> None:
    data = make(tmp_path, small_chart())
    (shape,) = opened(data).inline_shapes
    assert shape._inline.docPr.get("descr") == "Sở Y tế 61,25%."
    assert round(shape.width.mm) == 165
    assert "word/media/picture1.png" in zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_a_picture_without_alt_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderingError, match="a picture has no alt text"):
        make(tmp_path, nbformat.v4.new_output("display_data", {"image/svg+xml": "<svg/>"}))
    assert not (tmp_path / "units").exists()


def test_properties_hold_the_title_and_only_the_day_of_publication(tmp_path: Path) -> None:
    facts = opened(make(tmp_path)).core_properties
    assert (facts.title, facts.language, facts.author) == ("Sở Y tế", "vi-VN", "Sở Nội vụ")
    assert (facts.created.isoformat(), facts.modified.isoformat()) == (
        "2019-06-28T00:00:00+00:00",
        "2019-06-28T00:00:00+00:00",
    )


def test_contents_are_a_field_filled_in_advance_that_asks_nothing(tmp_path: Path) -> None:
    parts = [Heading(f"Mục {n}") for n in range(1, 5)]
    data = make(tmp_path, *parts, Heading("Con", 3), Heading("Phụ lục: bảng điểm", id="annex"))
    entries = [p.text for p in opened(data).paragraphs if p.style.name.startswith("toc")]
    inside = re.findall(r"<w:sdt>.*</w:sdt>", part_of(data, "document"))[0]
    shown = [re.sub("<[^>]+>", "", one) for one in re.findall(r"<w:hyperlink .*?</w:hyperlink>", inside)]
    assert entries == []  # they stand in the control that Word updates
    assert shown == ["I. Mục 1", "II. Mục 2", "III. Mục 3", "IV. Mục 4", "1. Con", "Phụ lục. Bảng điểm"]
    assert "TOC \\o" in inside
    assert "updateFields" not in part_of(data, "settings")
    anchors = set(re.findall(r'w:anchor="(\w+)"', inside))
    assert anchors == set(re.findall(r'w:bookmarkStart w:id="\d+" w:name="(\w+)"', part_of(data, "document")))


def test_a_short_report_has_no_contents(tmp_path: Path) -> None:
    data = make(tmp_path, *(Heading(f"Mục {n}") for n in range(4)))
    assert "TOC" not in re.sub(r"_Toc\d+", "", part_of(data, "document"))


def test_what_people_typed_stays_words(tmp_path: Path) -> None:
    data = make(tmp_path, *map(Text, NASTY), Bullets(NASTY))
    paragraphs = [p.text for p in opened(data).paragraphs]
    assert [paragraphs.count(one) for one in NASTY] == [2] * len(NASTY)
    every = "".join(NASTY)
    facts = {**SIGNED, "body": every, "subject": every, "signatory_name": every}
    opened(make(tmp_path, head(facts, title=every, labels=(every,)), TABLE))


def test_vietnamese_letters_are_composed_and_signs_that_xml_forbids_are_gone(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Kế hoạch đã được phê duyệt")
    assert "Kế hoạch đã được phê duyệt" in lines_of(make(tmp_path, Text(f"{decomposed}\x01\ufffe")))


def test_markdown_keeps_emphasis_links_and_notes_and_a_formula_as_typed(tmp_path: Path) -> None:
    source = "**Đậm *nghiêng*** [trang](https://a.vn/?x=1&y=2) ý[^1] $\\frac{a}{b}$\n\n[^1]: Chú thích."
    data = make(tmp_path, markdown(source))
    line = next(p for p in opened(data).paragraphs if p.text.startswith("Đậm"))
    assert [(r.text, r.bold, r.italic) for r in line.runs[:2]] == [("Đậm ", True, None), ("nghiêng", True, True)]
    assert [one.address for one in line.hyperlinks] == ["https://a.vn/?x=1&y=2"]
    assert "Chú thích." in part_of(data, "footnotes")
    assert line.text.endswith(" $\\frac{a}{b}$")
    assert "<m:" not in part_of(data, "document")


def test_the_head_and_the_end_say_who_issues_and_who_signs(tmp_path: Path) -> None:
    lines = lines_of(make(tmp_path))
    for line in (
        "UBND TỈNH BẾN TRE",
        "SỞ NỘI VỤ",
        "Số: 15/BC-SNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Bến Tre, ngày 04 tháng 3 năm 2020",
        "Nơi nhận:",
        "- UBND tỉnh;",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
        "Người Ký",
    ):
        assert line in lines, line


def test_what_is_not_known_is_a_dotted_blank(tmp_path: Path) -> None:
    lines = lines_of(make(tmp_path, head(BLANK)))
    for line in ("Số: …………/BC-…………", "…………, ngày …… tháng …… năm ……", "- Lưu: VT."):
        assert line in lines, line
    assert lines.count("……………………") == 3  # body, title and name of the signatory


@pytest.mark.parametrize(
    ("day", "words"),
    [("2019-01-05", ("05", "01", "2019")), ("2020-03-09", ("09", "3", "2020")), ("2019-12-28", ("28", "12", "2019"))],
)
def test_days_below_ten_and_the_first_two_months_have_a_leading_zero(day: str, words: tuple[str, ...]) -> None:
    assert name_day(day) == words


def test_the_decree_holds_from_march_5_2020(tmp_path: Path) -> None:
    assert form_of("2020-03-04") == CIRCULAR_01
    assert form_of("2020-03-05") == DECREE_30


def test_from_march_5_2020_the_page_number_stands_above_in_the_middle(tmp_path: Path) -> None:
    data = make(tmp_path, head({**SIGNED, "date": "2020-03-05"}))
    assert "PAGE" in part_of(data, "header2")
    assert "PAGE" not in part_of(data, "footer2")
    assert opened(data).styles["header"].paragraph_format.alignment == 1


def test_before_march_5_2020_the_page_number_stands_at_the_bottom_right(tmp_path: Path) -> None:
    data = make(tmp_path)
    assert "PAGE" not in part_of(data, "header2")
    assert "PAGE" in part_of(data, "footer2")
    assert opened(data).styles["footer"].paragraph_format.alignment == 2


def test_without_a_date_of_the_issuer_the_day_of_publication_decides_the_form(tmp_path: Path) -> None:
    assert "PAGE" in part_of(make(tmp_path, head(BLANK, published="2019-06-28")), "footer2")
    assert "PAGE" in part_of(make(tmp_path, head(BLANK, published="2021-06-28")), "header2")


@pytest.mark.parametrize("day", ["2020-03-04", "2020-03-05"])
def test_page_1_has_no_number(tmp_path: Path, day: str) -> None:
    data = make(tmp_path, head({**SIGNED, "date": day}))
    assert "PAGE" not in part_of(data, "header1") + part_of(data, "footer1")
    assert opened(data).sections[0].different_first_page_header_footer


def test_a_page_is_a4_with_the_margins_of_official_documents(tmp_path: Path) -> None:
    section = opened(make(tmp_path)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(one.mm) for one in margins] == [30, 15, 20, 20]


def test_a_draft_says_so_on_every_page(tmp_path: Path) -> None:
    data = make(tmp_path, head(labels=("DỰ THẢO", "SỐ LIỆU MINH HOẠ")))
    for name in ("header1", "header2"):
        assert "DỰ THẢO · SỐ LIỆU MINH HOẠ" in part_of(data, name)


def test_a_wide_table_lies_crosswise_with_its_heading_in_a_section_of_its_own(tmp_path: Path) -> None:
    columns = tuple(Column(f"Chỉ tiêu {n}", "number") for n in range(16))
    wide = Table("Rộng", (Column("Đơn vị"), *columns), (("Sở Y tế", *["1.000,25"] * 16),))
    data = make(tmp_path, Heading("Đầu"), Text("Trước"), Heading("Đề"), wide, Text("Sau"))
    sections = opened(data).sections
    assert [s.page_width > s.page_height for s in sections] == [False, True, False]
    inside = part_of(data, "document").split("<w:sectPr>")[1]
    assert "Trước" not in inside
    assert "Đề" in inside


def test_no_table_is_wider_than_its_page(tmp_path: Path) -> None:
    columns = tuple(Column(f"Chỉ tiêu số {n}", "number") for n in range(40))
    wide = Table("Rộng", (Column("Đơn vị"), *columns), (("Sở Y tế", *["1.000.000,25"] * 40),))
    body = part_of(make(tmp_path, TABLE, wide), "document")
    sums = [
        sum(map(int, re.findall(r'gridCol w:w="(\d+)"', grid)))
        for grid in re.findall("<w:tblGrid>.*?</w:tblGrid>", body)
    ]
    assert len(sums) > 4
    assert max(sums) <= 16838 - 2 * 1134 + 20


def test_annexes_stand_behind_the_signature_with_their_own_page_numbers(tmp_path: Path) -> None:
    data = make(
        tmp_path,
        Heading("Mặt mạnh"),
        Text("Thân"),
        Heading("Phụ lục: bảng điểm đầy đủ", id="annex-a"),
        TABLE,
        Heading("Phụ lục: mặt yếu", id="annex-b"),
        TABLE,
    )
    lines = lines_of(data)
    order = [
        "Thân",
        "Nguồn",
        "Người Ký",
        "Phụ lục I\nBẢNG ĐIỂM ĐẦY ĐỦ",
        "(Kèm theo Báo cáo số 15/BC-SNV ngày 04 tháng 3 năm 2020 của Sở Nội vụ)",
        "Phụ lục II\nMẶT YẾU",
    ]
    assert [lines.index(one) for one in order] == sorted(lines.index(one) for one in order)
    sections = re.findall("<w:sectPr>.*?</w:sectPr>", part_of(data, "document"))
    assert ['w:start="1"' in one for one in sections] == [False, True, True]


def test_headings_in_an_annex_are_counted_anew(tmp_path: Path) -> None:
    parts = [Heading(f"Mục {n}") for n in range(5)]
    data = make(
        tmp_path,
        *parts,
        Heading("Con", 3),
        Heading("Phụ lục: a", id="annex-a"),
        Heading("Con", 3),
        Heading("Phụ lục: b", id="annex-b"),
        Heading("Con", 3),
    )
    inside = re.findall(r"<w:sdt>.*</w:sdt>", part_of(data, "document"))[0]
    shown = [re.sub("<[^>]+>", "", one) for one in re.findall(r"<w:hyperlink .*?</w:hyperlink>", inside)]
    assert shown[4:] == ["V. Mục 4", "1. Con", "Phụ lục I. A", "1. Con", "Phụ lục II. B", "1. Con"]
    lists = [
        p._p.pPr.numPr.numId.val for p in opened(data).paragraphs if p.text == "Con" and p._p.pPr.numPr is not None
    ]
    assert lists == [1000, 1001]


def test_an_annex_alone_has_no_number(tmp_path: Path) -> None:
    lines = lines_of(make(tmp_path, Heading("Một"), Heading("Phụ lục: bảng điểm", id="annex")))
    assert "Phụ lục\nBẢNG ĐIỂM" in lines


def test_in_an_english_report_the_official_form_stays_vietnamese(tmp_path: Path) -> None:
    with use_language("en"):
        bundle, _ = head({**SIGNED, "kind": "REPORT"})._repr_mimebundle_()
    lines = lines_of(make(tmp_path, nbformat.v4.new_output("display_data", bundle), TABLE))
    for line in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 15/BC-SNV", "REPORT", "Table 1. Điểm", "Nơi nhận:"):
        assert line in lines, line


def test_a_notebook_that_is_no_official_document_has_a_plain_title(tmp_path: Path) -> None:
    lines = lines_of(make(tmp_path, head(None), Text("Thân")))
    assert [one for one in lines if one][:3] == ["Sở Y tế", "Kết quả", "Thân"]
    assert "Nơi nhận:" not in lines


def test_a_long_name_of_a_body_breaks_in_the_middle() -> None:
    assert balance("SỞ NỘI VỤ", 12, 205) == "SỞ NỘI VỤ"
    name = "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI"
    assert balance(name, 12, 205) == "SỞ LAO ĐỘNG -\nTHƯƠNG BINH VÀ XÃ HỘI"
    name = "ỦY BAN NHÂN DÂN TỈNH BÀ RỊA - VŨNG TÀU"
    assert balance(name, 12, 205) == "ỦY BAN NHÂN DÂN\nTỈNH BÀ RỊA - VŨNG TÀU"
    assert balance("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", 12, 205) == "TRUNG TÂM PHỤC VỤ\nHÀNH CHÍNH CÔNG"


def test_the_head_block_has_air_between_left_and_right(tmp_path: Path) -> None:
    lines = lines_of(make(tmp_path, head({**SIGNED, "parent": "Ủy ban nhân dân tỉnh Bến Tre"})))
    assert "ỦY BAN NHÂN DÂN\nTỈNH BẾN TRE" in lines


def test_a_notebook_that_failed_is_not_rendered(tmp_path: Path) -> None:
    output = nbformat.v4.new_output("error", ename="ValueError", evalue="x", traceback=[])
    with pytest.raises(RenderingError, match="a cell of it failed with ValueError"):
        make(tmp_path, head(), output)


def test_the_exporter_makes_the_same_document(tmp_path: Path) -> None:
    data = make(tmp_path, TABLE)
    notebook = nbformat.read(tmp_path / "in.ipynb", as_version=4)
    exported, _ = ReportDocxExporter().from_notebook_node(notebook)
    assert exported == data


@pytest.mark.slow
def test_the_same_report_is_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    data = make(tmp_path, head(labels=("DỰ THẢO",)), *every_part()[1:])
    code = (
        "import sys; from pathlib import Path; from parreport.publishing.exporters import render_file; "
        "from parreport.publishing.word.document import make_docx; "
        "render_file(make_docx, Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path / "in.ipynb", tmp_path / "b.docx"], check=True)
    assert (tmp_path / "b.docx").read_bytes() == data


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
def test_libreoffice_opens_it_and_sets_every_page(tmp_path: Path) -> None:
    from pypdf import PdfReader

    data = make(tmp_path, *every_part()[1:], Heading("Phụ lục: bảng điểm", id="annex"), TABLE)
    (tmp_path / "a.docx").write_bytes(data)
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "a.docx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    # Where Times New Roman is not at hand, a wider letter may break a line.
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(tmp_path / "a.pdf").pages]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in pages[0]
    assert "Phụ lục" in pages[-1]
    assert "Bảng 4. Điểm" in pages[-1]
