"""Whatever letter people paste, every format is made, and holds it or what stands for it."""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
from pathlib import Path
from typing import Any

import docx
import nbformat
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from parreport.display.drawing.canvas import Canvas
from parreport.display.drawing.lettering import clean, measure, wrap
from parreport.display.drawing.theme import theme
from parreport.display.parts import Bullets, Cell, Column, Figure, Heading, KeyFigures, Table, Text
from parreport.display.pictures import Caption, Chart
from parreport.display.slides.slide import Slide
from parreport.publishing.exporters import render_file
from parreport.publishing.paper.pdf import compile_pdf, make_pdf, write_typst
from parreport.publishing.paper.slides import write_html, write_pdf
from parreport.publishing.paper.typesetting import typeset
from parreport.publishing.reading.deck import read_deck
from parreport.publishing.reading.pictures import restore_words
from parreport.publishing.web.page import make_page
from parreport.publishing.web.portal import Portal, PortalCell, PortalColumn, PortalTable, render_portal
from parreport.publishing.word.document import make_docx
from parreport.publishing.workbook import SheetColumn, TableSheet, Workbook, render_workbook
from parreport.typefaces import known_letters
from tests.publishing.paper.test_pdf import document, save, shown, words_of

# what is typed: what print shows, what pages, Word and workbook show
AWKWARD = {
    "Đạt ✅": ("Đạt ✔", "Đạt ✅"),
    "Vui 🙂 👍🏽": ("Vui ☺ □", "Vui 🙂 👍🏽"),
    "Lý do 漢字": ("Lý do □□", "Lý do 漢字"),
    "Thái ไทย": ("Thái □□□", "Thái ไทย"),
    "\uf0d8 Trễ": ("➢ Trễ", "➢ Trễ"),
    "riêng \ue123": ("riêng □", "riêng \ue123"),
    "chuông\x07kêu": ("chuông kêu", "chuông kêu"),
    "cờ 🇻🇳": ("cờ □", "cờ 🇻🇳"),
    "không\uffff chữ": ("không chữ", "không chữ"),
    "lạ \u0378": ("lạ □", "lạ \u0378"),
    "dấu x\u0359": ("dấu x□", "dấu x\u0359"),
    "\x01\x02": ("□", ""),
}
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e]")


def chart_of(*names: str, weight: str = "normal") -> Chart:
    with theme():
        sheet = Canvas(20.0 * len(names) + 40)
        for row, name in enumerate(names):
            sheet.write(10, 20.0 * row + 20, wrap(name, 460)[0], weight=weight)
        chart = Chart(sheet.figure, Caption(names[0], names[0], names[0], names[0], "c"))
        chart.svg()
    return chart


def parts_of(words: str) -> list[Any]:
    table = Table(
        words,
        (Column(words), Column(words, "number")),
        ((Cell(words, "strong", second=words), words), (words, Cell(words, "warm"))),
        note=words,
        groups={1: words},
    )
    return [
        document(title=words, subtitle=words, running_head=words, labels=(words,), footer=(words,)),
        KeyFigures((Figure(words, words, (words,)),)),
        Text(words, "lead"),
        Heading(words),
        Text(words),
        Text(words, "note"),
        Text(words, "warning"),
        Bullets((words,)),
        Bullets((words,), numbered=True),
        table,
        chart_of(words),
    ]


@pytest.mark.parametrize("typed", AWKWARD)
def test_a_pdf_shows_it_or_what_stands_for_it(tmp_path: Path, typed: str) -> None:
    render_file(make_pdf, save(tmp_path, *parts_of(typed)), tmp_path / "a.pdf")
    reader = PdfReader(tmp_path / "a.pdf")
    printed = " ".join(AWKWARD[typed][0].split())
    assert words_of(reader).count(printed) >= 12
    assert reader.metadata is not None and reader.metadata.title is not None
    assert " ".join(reader.metadata.title.split()) == printed


@pytest.mark.parametrize("typed", AWKWARD)
def test_a_page_keeps_it_and_holds_no_control_characters(tmp_path: Path, typed: str) -> None:
    render_file(make_page, save(tmp_path, *parts_of(typed)), tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text("utf-8")
    assert page.count(AWKWARD[typed][1]) >= 14
    assert FORBIDDEN.findall(page) == []


@pytest.mark.parametrize("typed", AWKWARD)
def test_a_word_document_keeps_it_as_far_as_xml_can(tmp_path: Path, typed: str) -> None:
    official = {"kind": "BÁO CÁO", "subject": typed, "body": typed, "signatory_name": typed, "recipients": [typed]}
    first, *rest = parts_of(typed)
    head = document(title=first.title, labels=first.labels, footer=first.footer, official=official)
    render_file(make_docx, save(tmp_path, head, *rest), tmp_path / "a.docx")
    opened = docx.Document(str(tmp_path / "a.docx"))
    expected = AWKWARD[typed][1] or "□"
    assert [p.text for p in opened.paragraphs].count(expected) >= 4
    assert opened.core_properties.title == expected


@pytest.mark.parametrize("typed", AWKWARD)
def test_slides_show_it_as_a_page_and_in_print(typed: str) -> None:
    slides = (
        Slide(typed, (typed,), say=(typed,), ask=(typed,), kind="title"),
        Slide(typed, (), (Figure(typed, typed, (typed,)),), say=(typed,), ask=(typed,)),
        Slide(typed, chart=chart_of(typed), say=(typed,), ask=(typed,)),
    )
    cell = nbformat.v4.new_code_cell("", outputs=[shown(document(title=typed)), *map(shown, slides)])
    deck = read_deck(nbformat.v4.new_notebook(cells=[cell]), "slides")
    page = write_html(deck)
    assert page.count(AWKWARD[typed][1] or "□") >= 8
    assert FORBIDDEN.findall(page) == []
    for handout in (False, True):
        words = words_of(PdfReader(io.BytesIO(write_pdf(deck, handout))))
        assert words.count(" ".join(AWKWARD[typed][0].split())) >= 5


def test_the_first_page_and_its_data_hold_any_letter(tmp_path: Path) -> None:
    rows = tuple((PortalCell(one, "x.html"),) for one in AWKWARD)
    table = PortalTable("Khối 漢", (PortalColumn("Đơn vị"),), rows)
    data = {"names": [*AWKWARD, "\x85\u2028"]}
    render_portal(Portal("Chỉ số ✅", "vi", tables=(table,), data=data), tmp_path / "index.html")
    page = (tmp_path / "index.html").read_text("utf-8")
    assert FORBIDDEN.findall(page) == []
    for _, kept in AWKWARD.values():
        assert kept in page


def test_a_workbook_opens_with_any_letter_in_it(tmp_path: Path) -> None:
    every = " ".join(AWKWARD)
    rows = (*((one,) for one in AWKWARD), ("dài " * 10_000,))
    sheet = TableSheet("bang", every, every, (SheetColumn("ly_do", every),), rows)
    book = Workbook(every, every, "2019-06-28", (every,), (every,), (every,), (sheet,))
    render_workbook(book, tmp_path / "a.xlsx")
    opened = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [row[0].value for row in opened["bang"].iter_rows(min_row=6)]
    assert [one or "" for one in cells[:-1]] == [kept for _, kept in AWKWARD.values()]
    assert len(cells[-1]) == 32_767 and cells[-1].endswith("…")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as file:
        assert FORBIDDEN.findall("".join(file.read(one).decode("utf-8") for one in file.namelist())) == []


def printed_words(data: bytes) -> str:
    words = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return unicodedata.normalize("NFC", words)


@pytest.mark.nightly
def test_print_draws_every_letter_that_it_claims_to_know_in_every_weight() -> None:
    every = [chr(code) for code in sorted(known_letters())]
    words = " ".join(one for one in every if not unicodedata.combining(one))
    marked = " ".join(f"o{one}" for one in every if unicodedata.combining(one))
    styles = ("strong", "emphasis")
    runs = [words, marked, *({"kind": style, "of": [words, marked]} for style in styles)]
    sheet = typeset(nbformat.v4.new_notebook(), "x")
    parts = [{"kind": "text", "style": "body", "words": runs}]
    typst = write_typst({**sheet, "date": "2019-06-28", "parts": parts})
    printed = printed_words(compile_pdf(typst, "2019-06-28"))
    assert len(every) > 5_500
    vowels = [*"aăâeêioôơuưy"]
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    vietnamese = [unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in tones]
    plain = [*"bcdđfghjklmnpqrstvwxz0123456789", *vietnamese]
    assert len(plain) == 103
    assert {one: printed.count(one) for one in plain if printed.count(one) < 1 + len(styles)} == {}


ALPHABET = st.one_of(
    st.characters(exclude_categories=("Cs",)),
    st.sampled_from(
        "\u200d\ufe0f\u20e3🇻🇳👍🏽\u202e\u2066\u0301\u05b4\u0651שبא漢ไที"
        "\n\t\r\x0b\x00\x85\u2028\ufeff\u200b\u00ad❤😀 aệ₫1"
    ),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(ALPHABET, min_size=1, max_size=40), min_size=1, max_size=4))
def test_any_words_can_be_printed(typed: list[str]) -> None:
    table = Table(
        "Lý do",
        (Column("Tên"), Column("Lý do", "number")),
        tuple((Cell(one, "strong", second=one), one) for one in typed),
    )
    parts = [document(title=typed[0], footer=(typed[-1],)), *map(Text, typed), *map(Heading, typed)]
    outputs = [shown(one) for one in [*parts, table, chart_of(*typed)]]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("", outputs=outputs)])
    sheet = typeset(notebook, "x")
    printed = printed_words(compile_pdf(write_typst(sheet), sheet["date"]))
    assert "DỰ THẢO" in printed and "Kết quả" in printed
    assert {letter for letter in "".join(typed) if letter.isascii() and letter.isalnum()} <= set(printed)


@pytest.mark.parametrize("weight", ["normal", "bold"])
def test_charts_draw_awkward_names_without_a_warning(weight: str) -> None:
    every = "".join(map(chr, sorted(known_letters())))
    lines = [every[at : at + 60] for at in range(0, len(every), 60)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = chart_of(*AWKWARD, *lines[:: 5 if weight == "bold" else 29], weight=weight).svg()
    assert set(re.findall(r'id="(\w+)-(?:\w+-)?[0-9a-f]+" d=', picture)) == {"BeVietnamPro", "DejaVuSans"}
    for printed, _ in AWKWARD.values():
        assert f"<!-- {printed} -->" in picture


def test_words_of_charts_are_printed_as_in_print() -> None:
    assert clean("Sở ✅ 漢\n12\u202f%\u200b שלום") == "Sở ✔ □ 12\u00a0% שלום"
    assert clean("Sở Nội vụ") == "Sở Nội vụ"
    assert measure("漢") == measure("□")


def test_marks_and_arabic_in_charts_stay_outlines() -> None:
    picture = restore_words(chart_of("Sở Y tế", "مرحبا", "n\u0358").svg())
    assert re.findall("<text [^>]*>(.*?)</text>", picture) == ["Sở Y tế"]
