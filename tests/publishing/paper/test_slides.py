"""A deck is one offline page and two PDFs: a heading and notes on each slide, labels on all."""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from nbconvert.utils.exceptions import ConversionException
from pypdf import PdfReader

import parreport
from parreport.building.forms import endings_of
from parreport.display.parts import Document, Figure
from parreport.display.slides.province import make_deck, show_slide, show_slides_from
from parreport.display.slides.slide import Deck, Slide
from parreport.errors import RenderingError
from parreport.inputs.parameters import read_parameters
from parreport.language import use_language
from parreport.publishing.exporters import render_file
from parreport.publishing.paper.slides import make_handout, make_slides, make_slides_pdf
from parreport.publishing.reading.deck import _height, _room, read_deck
from parreport.years.recipe import compute_results

PROJECT = Path(__file__).resolve().parents[3]
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"  # one red pixel
DECKS = [("vi", ""), ("en", ""), ("vi", "so-noi-vu"), ("en", "so-noi-vu")]
BY_DAY = [pytest.param(*deck, marks=() if deck in DECKS[::3] else pytest.mark.nightly) for deck in DECKS]


def shown(*parts: Any) -> Any:
    """Return a notebook whose one cell shows parts."""
    cell = nbformat.v4.new_code_cell("")
    cell.outputs = [nbformat.v4.new_output("display_data", one._repr_mimebundle_()[0]) for one in parts]
    return nbformat.v4.new_notebook(cells=[cell])


def shown_with(slide: Slide, output: Any) -> Any:
    """Return a notebook that shows a slide and then an output."""
    notebook = shown(slide)
    notebook.cells.append(nbformat.v4.new_code_cell("", outputs=[output]))
    return notebook


@cache
def notebook_of(code: str, unit: str) -> Any:
    read = read_parameters(PROJECT / "parameters/ben-tre-2018.yaml")
    with use_language(code):
        results = compute_results(read.model_copy(update={"language": code, "status": "draft"}))
        deck = make_deck(results, unit)
        return shown(*show_slides_from(deck, 1).parts)


@pytest.fixture(autouse=True)
def work_in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)


@pytest.mark.parametrize(("code", "unit"), BY_DAY)
def test_a_deck_has_about_a_dozen_slides_each_with_title_notes_and_question(code: str, unit: str) -> None:
    slides = read_deck(notebook_of(code, unit), "slides")["slides"]
    assert 10 <= len(slides) <= 15
    for slide in slides:
        assert slide["title"] and slide["say"] and slide["ask"]
        assert len(slide["lines"]) <= 5
        assert slide["chart"] and not slide["figures"]


def render_pdf(target: Path, notebook: Any) -> None:
    """Write the PDF of a deck, and beside it its handout."""
    render_file(make_slides_pdf, Path("x"), target, notebook=notebook)
    render_file(make_handout, Path("x"), target.with_name(f"{target.stem}-handout.pdf"), notebook=notebook)


@pytest.mark.parametrize(("code", "unit"), DECKS)
def test_the_lines_of_every_slide_fit_on_it(code: str, unit: str) -> None:
    slides = read_deck(notebook_of(code, unit), "slides")["slides"]
    assert [s["title"] for s in slides if _height(s["lines"], s["body-size"]) > _room(s)] == []


@pytest.mark.parametrize(("code", "unit"), DECKS)
def test_the_page_has_a_heading_and_the_labels_on_each_slide(code: str, unit: str, tmp_path: Path) -> None:
    render_file(make_slides, Path("x"), tmp_path / "slides.html", notebook=notebook_of(code, unit))
    page = (tmp_path / "slides.html").read_text("utf-8")
    sections = re.findall(r'<section class="slide.*?</section>', page, re.S)
    label = {"vi": "DỰ THẢO · SỐ LIỆU MINH HOẠ", "en": "DRAFT · ILLUSTRATIVE FIGURES"}[code]
    assert all(label in one and len(re.findall("<h[12]", one)) == 1 for one in sections)
    assert page.count("<h1") == 1 and page.count('<aside class="notes"') == len(sections)
    assert f'<html lang="{code}">' in page
    assert re.findall(r'(?:src|href)="(?!#|data:)[^"]*"', page) == []
    assert len(page.encode()) < 3_000_000


def test_a_slide_shown_alone_in_jupyter_has_the_labels() -> None:
    outputs = notebook_of("vi", "").cells[0].outputs
    slides = [one.data["text/html"] for one in outputs if "<details>" in one.data["text/html"]]
    assert len(slides) == 12
    assert all("<strong>DỰ THẢO · SỐ LIỆU MINH HOẠ</strong>" in one for one in slides)


def test_a_deck_is_the_same_bytes_twice(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        render_file(make_slides, Path("x"), tmp_path / name / "slides.html", notebook=notebook_of("vi", ""))
        render_pdf(tmp_path / name / "slides.pdf", notebook_of("vi", ""))
        made.append({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()})
    assert set(made[0]) == {"slides.html", "slides.pdf", "slides-handout.pdf"}
    assert made[0] == made[1]
    pages = PdfReader(io.BytesIO(made[0]["slides.pdf"])).pages
    assert len(pages) == 12
    assert all("SỐ LIỆU MINH HOẠ" in page.extract_text() for page in pages)


@pytest.mark.parametrize("name", ["parreport-slides-pdf", "parreport-handout"])
def test_the_deck_of_a_unit_has_a_pdf_and_a_handout_too(name: str) -> None:
    notebook = notebook_of("vi", "so-noi-vu")
    exporter = get_exporter(name)()
    data, resources = exporter.from_notebook_node(notebook)
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    titles = [slide["title"] for slide in read_deck(notebook, "x")["slides"]]
    assert len(titles) == 11
    plain = "".join(words.split())
    assert [one for one in titles if "".join(one.split()) not in plain] == []
    note = read_deck(notebook, "x")["slides"][2]["say"][0]
    assert ("".join(note.split()) in plain) == (name == "parreport-handout")
    assert resources["output_extension"] == {"parreport-handout": ".handout.pdf"}.get(name, ".pdf")
    with pytest.raises(ConversionException, match="no cell of it shows a slide"):
        exporter.from_notebook_node(shown(Document("Bản")))


def calls_in(notebook: Path) -> list[str]:
    """Return the lines of the cells that show slides, in their order."""
    cells = nbformat.read(notebook, as_version=4).cells
    return [cell.source for cell in cells if cell.source.startswith("pr.show_")]


@pytest.mark.parametrize("count", [1, 19, 20, 21, 24, 43])
def test_a_deck_of_any_length_is_whole_in_every_form(count: int, tmp_path: Path) -> None:
    slides = tuple(Slide(f"Thông điệp {n}", (f"Dòng {n}",), say=(f"Lời {n}",), ask=("?",)) for n in range(1, count + 1))
    names = {"deck": Deck(Document("Bản", published="2019-06-28"), slides), "pr": parreport}
    parts = [part for call in calls_in(PROJECT / "notebooks/06_slides.ipynb") for part in eval(call, names).parts]
    assert parts == [names["deck"].document, *slides]
    render_file(make_slides, Path("x"), tmp_path / "slides.html", notebook=shown(*parts))
    page = (tmp_path / "slides.html").read_text("utf-8")
    assert re.findall(r'-title"[^>]*>(Thông điệp \d+)<', page) == [slide.title for slide in slides]
    assert re.findall(r"<li>(Dòng \d+)", page) == [slide.lines[0] for slide in slides]
    render_pdf(tmp_path / "slides.pdf", shown(*parts))
    for name in ("slides.pdf", "slides-handout.pdf"):
        words = " ".join(page.extract_text() for page in PdfReader(tmp_path / name).pages)
        assert re.findall(r"Thông điệp (\d+)", words) == [str(n) for n in range(1, count + 1)]


def test_slides_that_are_left_begin_where_the_last_cell_says() -> None:
    deck = Deck(Document("Bản"), tuple(Slide(str(n)) for n in range(1, 6)))
    assert show_slides_from(deck, 4).parts == deck.slides[3:]
    assert show_slides_from(deck, 6).parts == show_slide(deck, 6).parts == ()


def test_what_is_no_slide_becomes_one_and_is_not_dropped(tmp_path: Path) -> None:
    notebook = shown(Document("Bản", published="2019-06-28"), Slide("Một", ("a",)), Slide("Hai", ("b",)))
    words = "## Lời riêng\n\nĐoạn **đậm**[^1]\n\n- gạch\n\n[^1]: chú thích"
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("Mở đầu", metadata={"tags": ["report"]}))
    notebook.cells.append(nbformat.v4.new_markdown_cell(words, metadata={"tags": ["report"]}))
    plain = nbformat.v4.new_output("execute_result", {"text/plain": "dòng một\ndòng hai"})
    picture = {"image/png": PIXEL, "text/plain": "<Figure>"}
    drawn = nbformat.v4.new_output("display_data", picture, metadata={"image/png": {"alt": "Ô đỏ", "title": "Hình"}})
    notebook.cells.append(nbformat.v4.new_code_cell("", outputs=[plain, drawn]))
    slides = read_deck(notebook, "slides")["slides"]
    assert [(slide["title"], slide["lines"]) for slide in slides] == [
        ("Bản", ["Mở đầu"]),
        ("Một", ["a"]),
        ("Hai", ["b"]),
        ("Lời riêng", ["Đoạn đậm (chú thích)", "gạch", "dòng một", "dòng hai"]),
        ("Lời riêng", []),
    ]
    assert slides[-1]["chart"]["alt"] == "Ô đỏ" and slides[-1]["say"] == ["Hình"]
    render_file(make_slides, Path("x"), tmp_path / "slides.html", notebook=notebook)
    render_pdf(tmp_path / "slides.pdf", notebook)
    assert '<img alt="Ô đỏ"' in (tmp_path / "slides.html").read_text("utf-8")
    pages = PdfReader(tmp_path / "slides.pdf").pages
    assert len(pages) == 5 and len(pages[-1].images) == 1


def test_lines_without_end_go_on_further_slides() -> None:
    lines = nbformat.v4.new_output("execute_result", {"text/plain": "\n".join(f"dòng {n}" for n in range(60))})
    slides = read_deck(shown_with(Slide("Một", ("a",)), lines), "slides")["slides"]
    assert len(slides) > 3
    assert [line for slide in slides[1:] for line in slide["lines"]] == [f"dòng {n}" for n in range(60)]
    assert [slide["title"] for slide in slides if _height(slide["lines"], slide["body-size"]) > _room(slide)] == []
    long = nbformat.v4.new_output("display_data", {"text/markdown": "lời " * 1000})
    slides = read_deck(shown_with(Slide("Một", ("a",)), long), "slides")["slides"]
    assert " ".join(line for slide in slides[1:] for line in slide["lines"]).split() == ["lời"] * 1000
    assert [slide["title"] for slide in slides if _height(slide["lines"], slide["body-size"]) > _room(slide)] == []


def test_a_slide_has_no_room_for_a_table() -> None:
    table = nbformat.v4.new_output("display_data", {"text/markdown": "|a|\n|-|\n|1|"})
    with pytest.raises(RenderingError, match="a slide has no room for a table"):
        read_deck(shown_with(Slide("Một", ("a",)), table), "slides")


def test_the_format_slides_is_the_deck_in_all_its_forms_and_nothing_else() -> None:
    assert endings_of("slides", ("slides",)) == (".ipynb", ".html", ".pdf", "-handout.pdf")
    assert endings_of("slides", ("html", "slides")) == endings_of("slides", ("slides",))
    assert endings_of("slides", ("html",)) == (".ipynb", ".html")
    assert endings_of("province", ("slides",)) == (".ipynb",)


def test_what_a_unit_typed_is_no_markup(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script> #panic() $x$"
    slide = Slide(nasty, (nasty,), (Figure("1", nasty),), say=(nasty,), ask=(nasty,))
    notebook = shown(Document("Bản", labels=(nasty,), published="2019-06-28"), slide)
    render_file(make_slides, Path("x"), tmp_path / "slides.html", notebook=notebook)
    render_pdf(tmp_path / "slides.pdf", notebook)
    assert "<script>alert" not in (tmp_path / "slides.html").read_text("utf-8")


def test_a_notebook_without_slides_is_refused() -> None:
    with pytest.raises(RenderingError, match="no cell of it shows a slide"):
        read_deck(shown(Document("Bản")), "slides")
