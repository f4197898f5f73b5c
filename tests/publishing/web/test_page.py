"""A page is one file in the house style; what people typed never becomes markup."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from parreport.errors import RenderingError
from parreport.language import language
from parreport.publishing.exporters import render_file
from parreport.publishing.fonts import font_faces
from parreport.publishing.reading.shown import DOCUMENT_MIME
from parreport.publishing.web.figures import inline_svg, own_ids
from parreport.publishing.web.page import make_page
from parreport.publishing.web.portal import Portal, PortalCell, PortalColumn, PortalLink, PortalTable, render_portal

SVG = (
    '<svg width="72pt" height="72pt" viewBox="0 0 72 72"><metadata>2018</metadata>'
    '<style type="text/css">*{stroke:red}</style><defs><clipPath id="p"><path id="a"/></clipPath>'
    '</defs><g id="axes_1" clip-path="url(#p)"><use xlink:href="#a"/></g></svg>'
)
DOCUMENT = {
    "title": "Sở Y tế <1>",
    "subtitle": "Kết quả & việc cần làm",
    "running_head": 'Chỉ số "CCHC" 2018',
    "labels": ["DỰ THẢO", "SỐ LIỆU MINH HOẠ"],
    "footer": ["Nguồn: Sở Nội vụ"],
    "published": "2018-12-31",
    "language": "vi",
}


def show(*bundles: dict[str, object], metadata: dict[str, object] | None = None):
    outputs = [nbformat.v4.new_output("display_data", one, metadata=metadata or {}) for one in bundles]
    return nbformat.v4.new_code_cell("secret_code()", outputs=outputs)


def render(tmp_path: Path, *cells: object) -> str:
    executed, target = tmp_path / "in.ipynb", tmp_path / "units" / "so-y-te.html"
    nbformat.write(nbformat.v4.new_notebook(cells=list(cells)), executed)
    render_file(make_page, executed, target)
    return target.read_text(encoding="utf-8")


def report(tmp_path: Path) -> str:
    chart = {"title": "Yếu ở <hiện đại hóa>", "subtitle": "% điểm", "alt": 'Sở "Y tế" 61%'}
    return render(
        tmp_path,
        nbformat.v4.new_markdown_cell("# Lời cho người đọc notebook"),
        show({DOCUMENT_MIME: DOCUMENT, "text/html": "<header>HEAD</header>"}),
        show({"text/html": '<h2 id="a">Mặt mạnh</h2>'}, {"text/html": '<h2 id="a">Lại</h2>'}),
        show({"image/svg+xml": SVG}, {"image/svg+xml": SVG}, metadata={"image/svg+xml": chart}),
        nbformat.v4.new_code_cell(
            "x",
            outputs=[
                nbformat.v4.new_output("stream", name="stderr", text="WARNING"),
                nbformat.v4.new_output("execute_result", {"text/plain": "PLAIN"}),
            ],
        ),
    )


class Reader(HTMLParser):
    """Notes the tags and ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids.extend(str(value) for name, value in attrs if name == "id")


def test_the_page_has_language_title_and_a_strict_policy(tmp_path):
    page = report(tmp_path)
    assert page.startswith('<!doctype html>\n<html lang="vi">')
    assert "<title>Sở Y tế &lt;1&gt; – Chỉ số &#34;CCHC&#34; 2018</title>" in page
    assert "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'" in page
    assert "<script" not in page
    assert "Chuyển đến nội dung" in page


def test_only_outputs_are_printed(tmp_path):
    page = report(tmp_path)
    for hidden in ("secret_code", "Lời cho người đọc", "WARNING", "HEAD"):
        assert hidden not in page
    assert ">PLAIN</pre>" in page


def test_there_is_one_h1_and_it_comes_first(tmp_path):
    reader = Reader()
    reader.feed(report(tmp_path))
    assert [tag for tag in reader.tags if re.fullmatch("h[1-6]", tag)] == ["h1", "h2", "h2"]


def test_ids_are_unique_and_pictures_keep_their_own_links(tmp_path):
    page = report(tmp_path)
    reader = Reader()
    reader.feed(page)
    assert len(reader.ids) == len(set(reader.ids))
    used = re.findall(r'(?:xlink:href="|url\()#([^")]+)', page)
    assert len(used) == 4
    assert set(used) <= set(reader.ids)


def test_words_of_a_chart_are_escaped(tmp_path):
    page = report(tmp_path)
    assert "<strong>Yếu ở &lt;hiện đại hóa&gt;</strong>" in page
    assert 'aria-label="Sở &quot;Y tế&quot; 61%"' in page


def test_labels_run_on_every_printed_page(tmp_path):
    page = report(tmp_path)
    assert re.search(r'<p class="pr-running"[^>]*>DỰ THẢO · SỐ LIỆU MINH HOẠ</p>', page)
    assert re.search(r"@media print.*\.pr-running \{[^}]*position: fixed", page, re.S)


def test_the_notebook_beside_the_page_is_offered(tmp_path):
    assert '<a href="so-y-te.ipynb" download>' in report(tmp_path)


def test_fonts_lie_in_the_page_and_pages_stay_small(tmp_path):
    page = report(tmp_path)
    assert page.count("data:font/woff2;base64,") == 7
    assert len(page) < 200_000
    assert "http" not in re.sub(r"http-equiv", "", page)


def test_the_same_notebook_gives_the_same_bytes(tmp_path):
    assert report(tmp_path) == report(tmp_path)


def test_rendering_leaves_the_language_in_force_alone(tmp_path):
    report(tmp_path)
    assert language() == "en"


def test_a_notebook_that_failed_is_not_rendered(tmp_path):
    output = nbformat.v4.new_output("error", ename="ValueError", evalue="x", traceback=[])
    with pytest.raises(RenderingError, match="a cell of it failed with ValueError"):
        render(tmp_path, nbformat.v4.new_code_cell("x", outputs=[output]))


def test_a_file_that_is_no_notebook_is_not_rendered(tmp_path):
    (tmp_path / "in.ipynb").write_text("[]", encoding="utf-8")
    with pytest.raises(RenderingError):
        render_file(make_page, tmp_path / "in.ipynb", tmp_path / "out.html")


def test_a_picture_drops_what_would_reach_the_whole_page():
    picture = inline_svg(SVG, "f1", "alt")
    assert "<style" not in picture
    assert "<metadata" not in picture
    assert picture.startswith('<svg viewBox="0 0 72 72" role="img"')
    assert 'id="axes_1"' not in picture
    assert 'id="f1-p"' in picture


def test_a_second_part_of_one_id_gets_its_own():
    part = '<div id="t" aria-labelledby="t-caption"><caption id="t-caption"></caption></div>'
    seen: set[str] = set()
    assert own_ids(part, seen) == part
    assert own_ids(part, seen) == part.replace("t-caption", "t-caption-2").replace('id="t"', 'id="t-2"')


@pytest.mark.slow
def test_fonts_are_the_same_bytes_in_every_process():
    command = [sys.executable, "-c"]
    command.append("from parreport.publishing.fonts import *; print(font_faces())")
    other = subprocess.run(command, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == font_faces()


def test_the_portal_escapes_and_links(tmp_path):
    portal = Portal(
        "Chỉ số CCHC",
        "vi",
        labels=("DỰ THẢO",),
        tables=(
            PortalTable(
                "Khối sở <1>",
                (PortalColumn("Hạng", "number"), PortalColumn("Đơn vị")),
                ((PortalCell("1"), PortalCell("Sở <b>", "units/so-y-te.html")),),
                head_column=1,
            ),
        ),
        links=(PortalLink("Bảng điểm", "tables/items.csv", "mở"),),
        missing=("Báo cáo của Sở Y tế chưa lập được.",),
    )
    render_portal(portal, tmp_path / "index.html")
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '<a href="units/so-y-te.html">Sở &lt;b&gt;</a></th>' in page
    assert "Khối sở &lt;1&gt;" in page
    assert "Báo cáo còn thiếu" in page
    assert '<html lang="vi">' in page
    policy = re.search(r'http-equiv="Content-Security-Policy"\s+content="([^"]+)"', page)
    assert policy is not None
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    assert len(scripts) == page.count("<script")
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in unescape(policy[1])


def test_a_portal_row_has_a_bar_smaller_words_and_forms(tmp_path):
    forms = (
        PortalLink("PDF", "units/a.pdf", spoken="PDF, Sở A"),
        PortalLink("Word", "units/a.docx", spoken="Word, Sở A"),
    )
    cells = (PortalCell("1", second="(1–3)"), PortalCell("102,50", bar=102.5), PortalCell("", forms=forms))
    columns = (PortalColumn("Hạng", "number"), PortalColumn("Chỉ số", "number"), PortalColumn("Tải về", "forms"))
    table = PortalTable("Khối", columns, (cells,), note="Trong ngoặc: khoảng thứ hạng.")
    links = (PortalLink("Báo cáo tỉnh", "province.html", forms=forms[:1]),)
    render_portal(Portal("x", "vi", tables=(table,), links=links), tmp_path / "index.html")
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '1 <small class="pr-beside">(1–3)</small>' in page
    assert 'd="M0,0H100V1H0Z"' in page  # a bar is no longer than its track
    assert '<a href="units/a.pdf" aria-label="PDF, Sở A">PDF</a> · <a href="units/a.docx"' in page
    assert page.count('href="units/a.pdf"') == 2
    assert '<p class="pr-note">Trong ngoặc: khoảng thứ hạng.</p>' in page


def test_a_portal_row_must_fit_its_columns(tmp_path):
    table = PortalTable("Bảng", (PortalColumn("a"), PortalColumn("b")), ((PortalCell("1"),),))
    with pytest.raises(RenderingError, match="one cell per column"):
        render_portal(Portal("x", "vi", tables=(table,)), tmp_path / "index.html")
