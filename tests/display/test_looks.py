"""What a part looks like in a notebook, and that a page gets it without these looks."""

from __future__ import annotations

import re

import pytest

from parreport.display import looks
from parreport.display.looks import MARK, dress
from parreport.display.parts import Bullets, Cell, Column, Document, Figure, KeyFigures, Part, Section, Table, Text
from parreport.publishing.reading.shown import PART_MIME, undress

HEADS = (Column("Đơn vị", width="28%"), Column("Chỉ số", "number"), Column("Loại", "center"), Column("Ký", "blank"))
ROW = ("Sở Nội vụ", Cell("85,20", "good", "cao nhất"), Cell("Tốt", background="#eeeeee"), "")
TABLE = Table(
    "Chỉ số", HEADS, (ROW, ("Sở Y tế", Cell("71,00", "warm"), Cell("Khá", ink="#111111"), "")), note="Ghi chú"
)
FIGURES = KeyFigures(
    (Figure("27", "đơn vị được đánh giá", ("18 sở, ban, ngành", "9 huyện")), Figure("83,55%", "chỉ số"))
)
PARTS = [TABLE, FIGURES, Text("Câu.", "lead"), Text("Lưu ý", "warning"), Bullets(("a", "b")), Text('style="x:y" <b>')]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_a_page_gets_a_part_without_the_looks_of_the_notebook(part: Part) -> None:
    bundle, beside = part._repr_mimebundle_()
    assert bundle["text/html"] == dress(part.html())
    forms, _ = undress(bundle, beside)
    assert forms["text/html"] == part.html()


def test_html_that_is_no_part_keeps_its_own_style() -> None:
    forms = {"text/html": f'<p style="a:b;{MARK}">x</p>'}
    assert undress(forms, {})[0] is forms
    own = {"text/html": '<p style="width:3em">x</p>', PART_MIME: {"kind": "text"}}
    assert undress(own, {})[0]["text/html"] == '<p style="width:3em">x</p>'


def test_the_cells_of_a_table_say_on_which_side_they_stand() -> None:
    html = dress(TABLE.html())
    for words, side in (("Đơn vị", "left"), ("Chỉ số", "right"), ("85,20", "right"), ("Sở Nội vụ", "left")):
        tag = re.search(rf"<t[hd][^>]*>(?={words}[ <])", html)
        assert tag and f"text-align:{side}" in tag[0]
    assert "text-align:center" in html


def test_a_ground_never_stands_without_an_ink() -> None:
    tags = re.findall(r"<[^>]*background[^>]*>", dress(TABLE.html()))
    assert tags and all(re.search(r"(?<!-)color:", tag) for tag in tags)


def test_colors_of_words_can_be_read_on_a_light_and_on_a_dark_page() -> None:
    def light_of(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for color in (looks.GOOD, looks.WARM):
        assert 1.05 / (light_of(color) + 0.05) > 4.4
        assert (light_of(color) + 0.05) / (light_of("#111111") + 0.05) > 4


def test_words_of_key_figures_never_stand_glued() -> None:
    words = re.sub(r"<[^>]+>", "", FIGURES.html())
    assert words == "đơn vị được đánh giá 27 18 sở, ban, ngành 9 huyện chỉ số 83,55%"


def test_a_table_in_plain_text_has_its_rows_and_marks_between_cells() -> None:
    plain = TABLE._repr_mimebundle_()[0]["text/plain"]
    assert plain.splitlines()[:3] == ["Chỉ số", "Đơn vị | Chỉ số | Loại | Ký", "Sở Nội vụ | 85,20 cao nhất | Tốt | "]


def test_what_a_cell_prints_of_parts_is_short() -> None:
    assert repr(TABLE).startswith("Table(") and len(repr(TABLE)) < 100
    assert repr(Section((TABLE, FIGURES))) == "Section(Table, KeyFigures)"


def test_a_deck_does_not_show_its_title_beside_the_first_slide() -> None:
    bundle, _ = Document("Tên", labels=("DỰ THẢO",), in_cell=False)._repr_mimebundle_()
    assert (bundle["text/html"], bundle["text/plain"]) == ("", "")
    assert "<h1>Tên</h1>" in Document("Tên").html()
