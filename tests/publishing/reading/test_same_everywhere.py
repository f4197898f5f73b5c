"""A page, a PDF, a Word document and its Typst text hold the same, in the same order."""

from __future__ import annotations

import base64
import io
import re
from html import unescape
from pathlib import Path
from typing import Any

import docx
import nbformat
import pytest
from PIL import Image
from pypdf import PdfReader

from parreport.display.parts import Heading, Text
from parreport.display.slides.slide import Slide
from parreport.errors import RenderingError
from parreport.publishing.exporters import render_file
from parreport.publishing.paper.pdf import make_pdf
from parreport.publishing.reading.shown import read_shown
from parreport.publishing.web.page import make_page
from parreport.publishing.web.parts import RUNS
from parreport.publishing.word.document import make_docx
from tests.publishing.paper.test_pdf import document, shown

MARKDOWN = r"""## Hai lời nói đầu

Chữ **ba đậm**, *nghiêng*, `mã`, [bốn cổng](https://example.vn/?a=1&b=2), chú thích[^1] $x_{năm}^2$.

- sáu \<b>
    1. bảy

| Tám | Điểm |
|:--|--:|
| Sở | 9,5 |

> mười lời

---

```
mười_một()
```

[^1]: Lời **chú**.
"""
IN_ORDER = (
    "Một phần",
    "Hai lời nói đầu",
    "ba đậm",
    "bốn cổng",
    "$x_{năm}^2$",
    "sáu <b>",
    "bảy",
    "Tám",
    "9,5",
    "mười lời",
    "mười_một()",
    "mười hai đoạn",
    r"$$\frac{mười ba}{y}$$",
    "mười bốn  khoảng",
    "mười lăm bảng",
    "Mười sáu hình",
    "mười bảy cuối",
)


def picture(form: str) -> str:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "#0f6478").save(buffer, form)
    return base64.b64encode(buffer.getvalue()).decode()


def output(forms: dict[str, Any], **metadata: Any) -> Any:
    return nbformat.v4.new_output("display_data", {"text/plain": "KHÔNG IN", **forms}, metadata=metadata)


def notebook_of(*cells: Any) -> Any:
    return nbformat.v4.new_notebook(cells=list(cells))


def code(*outputs: Any) -> Any:
    return nbformat.v4.new_code_cell("bí_mật()", outputs=list(outputs))


def every_kind() -> Any:
    words = {"alt": "Mười sáu ô", "title": "Mười sáu hình", "subtitle": "phụ", "note": "ghi chú hình"}
    return notebook_of(
        nbformat.v4.new_markdown_cell("KHÔNG IN: lời cho người đọc sổ tay"),
        code(shown(document()), shown(Heading("Một phần"))),
        nbformat.v4.new_markdown_cell(MARKDOWN, metadata={"tags": ["report"]}),
        code(
            nbformat.v4.new_output("stream", name="stdout", text="KHÔNG IN"),
            output({"text/markdown": "mười hai đoạn", "text/html": "<p>KHÔNG IN</p>"}),
            output({"text/latex": r"$$\frac{mười ba}{y}$$"}),
            nbformat.v4.new_output("execute_result", {"text/plain": "mười bốn  khoảng"}),
            output({"text/html": "<table><tr><th>mười lăm bảng</th></tr><tr><td>1</td></tr></table>"}),
            output({"image/jpeg": picture("jpeg"), "text/html": "KHÔNG IN"}, **{"image/jpeg": words}),
            shown(Text("mười bảy cuối")),
        ),
    )


def text_of_page(path: Path) -> str:
    main = path.read_text("utf-8").split('<main id="content"')[1].split("</main>")[0]
    return unescape(re.sub(r"<[^>]*>", "", main))


def text_of_pdf(path: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(path).pages)


def text_of_word(path: Path) -> str:
    opened = docx.Document(str(path))
    return "\n".join(node.text or "" for node in opened.element.body.iter() if str(node.tag).endswith("}t"))


FORMATS = {
    ".html": (lambda target, notebook: render_file(make_page, Path("x"), target, notebook=notebook), text_of_page),
    ".pdf": (lambda target, notebook: render_file(make_pdf, Path("x"), target, notebook=notebook), text_of_pdf),
    ".docx": (lambda target, notebook: render_file(make_docx, Path("x"), target, notebook=notebook), text_of_word),
}
every_format = pytest.mark.parametrize("ending", FORMATS)


def text_in(ending: str, notebook: Any, folder: Path) -> str:
    render, read = FORMATS[ending]
    render(folder / f"a{ending}", notebook)
    return read(folder / f"a{ending}")


@every_format
def test_every_kind_of_content_is_there_in_its_order(ending: str, tmp_path: Path) -> None:
    found = re.sub(r"\s+", "", text_in(ending, every_kind(), tmp_path))
    places = [found.find(re.sub(r"\s+", "", words)) for words in IN_ORDER]
    assert dict(zip(IN_ORDER, places, strict=True)) == dict(zip(IN_ORDER, sorted(places), strict=True))
    assert places[0] >= 0
    for hidden in ("KHÔNGIN", "bí_mật"):
        assert hidden not in found


@every_format
def test_a_picture_without_alt_text_is_refused(ending: str, tmp_path: Path) -> None:
    with pytest.raises(RenderingError, match=r'no alt text; give it as metadata {"image/png": {"alt": …}}'):
        text_in(ending, notebook_of(code(output({"image/png": picture("png")}))), tmp_path)
    assert list(tmp_path.iterdir()) == []


@every_format
def test_a_picture_from_elsewhere_is_refused(ending: str, tmp_path: Path) -> None:
    cell = nbformat.v4.new_markdown_cell("![ảnh](https://x.vn/a.png)", metadata={"tags": ["report"]})
    with pytest.raises(RenderingError, match=r"the picture https://x\.vn/a\.png does not lie"):
        text_in(ending, notebook_of(cell), tmp_path)


@every_format
def test_a_slide_in_a_report_is_a_heading_and_what_stands_beneath(ending: str, tmp_path: Path) -> None:
    slide = Slide("Thông điệp", ("Dòng <1>",), say=("Lời nói",), ask=("Câu hỏi?",))
    found = text_in(ending, notebook_of(code(shown(document()), shown(slide))), tmp_path)
    for words in ("Thông điệp", "Dòng <1>", "Lời nói", "Câu hỏi?"):
        assert words in found


def page_of(source: str, tmp_path: Path, **attachments: Any) -> str:
    cell = nbformat.v4.new_markdown_cell(source, metadata={"tags": ["report"]})
    if attachments:
        cell["attachments"] = attachments["pictures"]
    render_file(make_page, Path("x"), tmp_path / "a.html", notebook=notebook_of(cell))
    return (tmp_path / "a.html").read_text("utf-8").split('<main id="content" tabindex="-1">')[1].split("</main>")[0]


def test_markdown_is_html_of_the_house(tmp_path: Path) -> None:
    page = page_of(MARKDOWN, tmp_path)
    assert '<h2 id="hai-loi-noi-dau">Hai lời nói đầu</h2>' in page
    assert "<strong>ba đậm</strong>, <em" in page and ">nghiêng</em>, <code>mã</code>" in page
    assert '<a href="https://example.vn/?a=1&amp;b=2">bốn cổng</a>' in page
    assert "<code>$x_{năm}^2$</code>" in page
    assert '<ul class="pr-list"><li>sáu &lt;b&gt;<ol class="pr-list"><li>bảy</li></ol></li></ul>' in page
    assert '<th scope="col" class="pr-text">Tám</th><th scope="col" class="pr-number">Điểm</th>' in page
    assert '<td class="pr-number">9,5</td>' in page
    assert 'aria-label="Tám, Điểm"' in page
    assert "mười_một()</pre>" in page and "<hr>" in page and "mười lời</p></blockquote>" in page


def test_a_note_and_its_mark_lead_to_each_other(tmp_path: Path) -> None:
    page = page_of("a[^1] b[^2]\n\n[^1]: một\n[^2]: hai\n\n    ba", tmp_path)
    assert '<a id="note-mark-2" href="#note-2">2</a>' in page
    assert re.search(r'<div class="pr-note" id="note-2"><a href="#note-mark-2">2</a> .*hai.*ba', page)


def test_headings_of_a_page_begin_beneath_its_title(tmp_path: Path) -> None:
    page = page_of("# Một\n\n### Ba\n\n# Một", tmp_path)
    assert re.findall(r'<(h\d) id="([\w-]+)"', page) == [("h2", "mot"), ("h4", "ba"), ("h2", "mot-2")]


def test_nothing_in_markdown_is_markup_of_a_page(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> [a](javascript:alert(1)) `<b>`\n\n" + (
        '|<i>"x"</i>|\n|-|\n|`<u>`|\n\n```\n</pre><script>\n```\n'
    )
    page = page_of(nasty, tmp_path)
    assert set(re.findall(r"<(\w+)", page)) <= {*RUNS.values(), *"p code div table thead tbody tr th td pre".split()}
    assert "javascript" not in page and "onerror" not in page


def test_a_picture_of_a_markdown_cell_stands_in_the_page_in_its_size(tmp_path: Path) -> None:
    page = page_of("![Ô](attachment:a.png)", tmp_path, pictures={"a.png": {"image/png": picture("png")}})
    assert f'<img alt="Ô" src="data:image/png;base64,{picture("png")}" style="width:30pt;max-width:100%">' in page


def test_the_richest_form_is_read_and_every_other_is_there() -> None:
    forms = {"text/plain": "a", "text/html": ["<p>", "b</p>"], "image/png": picture("png")}
    _, (found,) = read_shown(notebook_of(code(output(forms, **{"image/png": {"alt": "ô"}}))), "x")
    assert found.form == "image/png" and found.words == {"alt": "ô"}
    assert found.content("text/html") == "<p>b</p>"
    assert found.part == {}
