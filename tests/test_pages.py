"""Every page of a published folder: structure, words for those who do not see, labels, size."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pypdf
import pytest

from parreport.publishing.reading.shown import undress
from tests.built import build_once, write_relative

ILLUSTRATIVE = "SỐ LIỆU MINH HOẠ"
DRAFT = "DỰ THẢO"
LARGEST_PAGE = 1_500_000
ODD = "<script>x</script> & \"q\" 's' {{ 7*7 }} {% raw %} $x^2$ \\alpha_{} --> <!-- </style> ]]> %s {0}"
LONG = "Sở " + "Nông nghiệp và Phát triển nông thôn " * 8
VOID = {"meta", "link", "br", "img", "hr", "input", "wbr", "col", "source"}
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("pages")]


@dataclass
class PageTable:
    """A table as a screen reader meets it: its name, its head cells, its rows of tags."""

    caption: str = ""
    labelled_by: str = ""
    scopes: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


class Page(HTMLParser):
    """What of a page can be checked without a browser."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.language = ""
        self.headings: list[tuple[int, str]] = []
        self.ids: list[str] = []
        self.svgs: list[dict[str, str]] = []
        self.images: list[dict[str, str]] = []
        self.tables: list[PageTable] = []
        self.addresses: list[tuple[str, str]] = []
        self.labels: list[str] = []
        self.numbers: list[str] = []
        self.words: list[str] = []
        self.by_id: dict[str, str] = {}
        self.unclosed: list[str] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if "id" in facts:
            self.ids.append(facts["id"])
        if tag == "html":
            self.language = facts.get("lang", "")
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag == "svg" and facts.get("aria-hidden") != "true":  # a hidden one is a bar beside its figure
            self.svgs.append(facts)
        if tag == "img":
            self.images.append(facts)
        if tag == "table":
            self.tables.append(PageTable(labelled_by=facts.get("aria-labelledby", "")))
        if tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        if tag in ("th", "td") and self.tables:
            self.tables[-1].rows[-1].append(tag)
            if tag == "th":
                self.tables[-1].scopes.append(facts.get("scope", ""))
            if "pr-number" in facts.get("class", ""):
                self.numbers.append("")
        for name in ("src", "href", "xlink:href", "action", "srcset", "data", "poster"):
            if name in facts:
                self.addresses.append((tag, facts[name]))
        if tag not in VOID:
            self._open.append((tag, facts))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
        else:
            self.unclosed.append(f"</{tag}> in line {self.getpos()[0]}")

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if "style" in tags or "script" in tags:
            return
        self.words.append(data)
        for _, facts in self._open:
            if "id" in facts:
                self.by_id[facts["id"]] = self.by_id.get(facts["id"], "") + data
        if self.headings and re.fullmatch("h[1-6]", tags[-1] if tags else ""):
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)
        if "caption" in tags:
            self.tables[-1].caption += data
        if any("pr-banner" in facts.get("class", "") for _, facts in self._open):
            self.labels.append(data)
        if tags and tags[-1] in ("th", "td") and "pr-number" in self._open[-1][1].get("class", ""):
            self.numbers[-1] += data


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with a page for somebody who cannot see it, or is offline."""
    faults = [f"not closed or not opened: {one}" for one in page.unclosed]
    levels = [level for level, _ in page.headings]
    if levels.count(1) != 1 or levels[0] != 1:
        faults.append(f"h1: {levels}")
    faults += [
        f"heading skips from h{one} to h{other}: {words}"
        for one, (other, words) in zip(levels, page.headings[1:], strict=False)
        if other > one + 1
    ]
    faults += [f"empty heading h{level}" for level, words in page.headings if not words.strip()]
    faults += [f"id twice: {name}" for name, n in Counter(page.ids).items() if n > 1]
    for svg in page.svgs:
        if svg.get("role") != "img" or not svg.get("aria-label", "").strip():
            faults.append(f"a picture without words: {svg}")
    faults += [f"an image without alt: {one}" for one in page.images if not one.get("alt")]
    for table in page.tables:
        if not (table.caption.strip() or page.by_id.get(table.labelled_by, "").strip()):
            faults.append(f"a table without a name: {table}")
        if not set(table.scopes) <= {"col", "row", "colgroup", "rowgroup"} or not table.scopes:
            faults.append(f"heads without scope: {table.caption} {table.scopes}")
        faults += [f"a row without a head: {table.caption}" for r in table.rows if "th" not in r]
    names = Counter(t.caption.strip() or page.by_id.get(t.labelled_by, "") for t in page.tables)
    faults += [f"two tables of one name: {name}" for name, n in names.items() if n > 1]
    for tag, address in page.addresses:
        if tag != "a" and not address.startswith(("#", "data:")):
            faults.append(f"<{tag}> loads {address}")
        if address.startswith("#") and address[1:] not in page.ids:
            faults.append(f"<{tag}> leads to {address}, which is not there")
    faults += [f"the style loads {one}" for one in re.findall(r"url\((?!data:|#)[^)]*\)", page.html)]
    allowed = re.findall(r"'sha256-([^']+)'", page.html.partition("<title>")[0])
    found = re.findall(r"<script>(.*?)</script>", page.html, re.S)
    if [b64encode(sha256(one.encode()).digest()).decode() for one in found] != allowed:
        faults.append("a script that the policy does not name")
    data = page.html.count('<script type="application/json"')
    if "@import" in page.html or page.html.count("<script") != len(found) + data:
        faults.append("a script or an import")
    if re.search(r"\bTraceback\b|\bNaN\b|\bNone\b|&lt;NA&gt;|\bnan\b", " ".join(page.words)):
        faults.append("a value of Python stands in the page")
    if len(page.html.encode()) >= LARGEST_PAGE:
        faults.append(f"{len(page.html.encode())} bytes")
    return faults


BOTTOM = 54  # points: 19 mm; beneath stands the foot of the page


def faults_of_two_pages(path: Path) -> list[str]:
    """Say what is wrong with the two pages that a head reads: their headings, their lower margin."""
    report = pypdf.PdfReader(path)
    faults = []
    headings: dict[int, list[str]] = {0: [], 1: [], 2: []}
    for mark in _flat(report.outline):
        headings.setdefault(report.get_destination_page_number(mark), []).append(str(mark.title))
    if not any(one.startswith("Ưu điểm") for one in headings[0]):
        faults.append(f"strengths are not on page 1: {headings}")
    if not any(one.startswith("Việc cần làm") for one in headings[1]):
        faults.append(f"what to do is not on page 2: {headings}")
    if any(one.startswith(("Phụ lục", "Nguyên nhân")) for one in (*headings[0], *headings[1])):
        faults.append(f"the annex begins too early: {headings}")
    if not headings[1] or not headings[2]:
        faults.append(f"page 2 or page 3 begins with no heading: {headings}")
    for number in (0, 1):
        heights: list[float] = []

        def note(words: str, cm: list[float], tm: list[float], font: Any, size: Any) -> None:
            if words.strip():
                heights.append(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])  # noqa: B023

        report.pages[number].extract_text(visitor_text=note)
        foot = [one for one in heights if one < 35]
        if any(35 <= one < BOTTOM for one in heights) or len(foot) > 3:
            faults.append(f"page {number + 1} runs over its foot")
    return faults


def _flat(marks: Any) -> Iterator[Any]:
    for mark in marks:
        if isinstance(mark, list):
            yield from _flat(mark)
        else:
            yield mark


@cache  # pages of shared builds, which nobody changes
def read_page(path: Path) -> Page:
    return Page(path.read_text("utf-8"))


def pages_of(folder: Path) -> list[Path]:
    """Return the pages of a folder, one at least; slides are no page (``publishing/paper/test_slides.py``)."""
    pages = sorted(path for path in folder.rglob("*.html") if path.name != "slides.html")
    assert pages
    return pages


def notebooks_of(folder: Path) -> list[Path]:
    """Return the notebooks of the pages of a folder."""
    notebooks = [path for path in sorted(folder.rglob("*.ipynb")) if path.name != "slides.ipynb"]
    assert notebooks
    return notebooks


def pictures_of(notebook: Path) -> Iterator[str]:
    """Yield the pictures of an executed notebook; their comments still say what letters say."""
    for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            forms, _ = undress(output.get("data", {}), output.get("metadata", {}))
            if "image/svg+xml" in forms:
                yield "".join(forms["image/svg+xml"])


def test_the_checker_sees_what_it_is_for() -> None:
    bad = (
        '<html lang="vi"><h1>A</h1><h3 id="x">B</h3><p id="x"></p><svg></svg><table><tr><th>c</th>'
        "</tr><tr><td>1</td></tr></table><table><caption>T</caption></table><table><caption>T"
        '</caption></table><img src="http://x/y.png"><a href="#no">z</a><p>nan</p></html>'
    )
    faults = "\n".join(faults_of(Page(bad)))
    for one in ("skips", "id twice", "picture", "without alt", "without a name", "scope"):
        assert one in faults
    for one in ("without a head", "loads http", "#no", "value of Python", "one name: T"):
        assert one in faults


@pytest.fixture(scope="session")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft with gaps, real figures, odd and long names and the unit code 007."""

    def write(folder: Path) -> None:
        write_relative(
            folder,
            [("1",), ("1.1", "1", 4), ("2",), ("2.1", "2", 6)],
            {"007": {"1.1": 3, "2.1": None}, "b": {"1.1": 2, "2.1": {"reason": ODD, "value": ""}}},
            units={"007": {"name": ODD}, "b": {"name": LONG}},
            block={"name": ODD},
            framework={"illustrative": False, "title": ODD, "legal_basis": [ODD]},
            province=ODD,
            status="draft",
        )

    built = build_once(tmp_path_factory, "draft", write, "2018.yaml", "-q")
    assert (built.code, built.err) == (0, "")
    return built.reports


def test_every_page_is_there(sample: Path) -> None:
    names = [path.relative_to(sample).as_posix() for path in pages_of(sample)]
    units = ["units/836.html", "units/so-a.html", "units/so-b.html", "units/so-c.html"]
    assert names == ["index.html", "method.html", "period.html", "province.html", *units]


def test_every_page_can_be_read_without_eyes_and_without_a_network(sample: Path) -> None:
    assert {p.name: faults_of(read_page(p)) for p in pages_of(sample)} == {p.name: [] for p in pages_of(sample)}


def test_every_page_of_a_draft_with_gaps_can_be_read_too(draft: Path) -> None:
    assert {p.name: faults_of(read_page(p)) for p in pages_of(draft)} == {p.name: [] for p in pages_of(draft)}


def test_what_a_head_reads_are_just_two_pages(sample: Path) -> None:
    found = {path.name: faults_of_two_pages(path) for path in (sample / "units").glob("*.pdf")}
    assert found == {f"{unit}.pdf": [] for unit in ("836", "so-a", "so-b", "so-c")}


def test_every_link_between_pages_leads_to_a_file(sample: Path) -> None:
    for path in pages_of(sample):
        for tag, address in read_page(path).addresses:
            if tag == "a" and not address.startswith("#"):
                assert (path.parent / address).is_file(), f"{path.name}: {address}"


def test_every_page_says_that_figures_illustrate(sample: Path) -> None:
    for path in pages_of(sample):
        page = read_page(path)
        assert page.language == "vi"
        assert "".join(page.labels) == ILLUSTRATIVE, path.name
        assert page.html.count(ILLUSTRATIVE) >= 2, path.name  # also at the head of each printed page


def test_every_picture_says_that_figures_illustrate(sample: Path) -> None:
    pictures = {
        path.name: [f"<!-- {ILLUSTRATIVE} -->" in picture for picture in pictures_of(path)]
        for path in notebooks_of(sample)
    }
    assert min(len(one) for one in pictures.values()) > 0
    assert all(all(one) for one in pictures.values()), pictures


def test_every_picture_of_a_notebook_stands_in_its_page(sample: Path) -> None:
    for path in notebooks_of(sample):
        assert len(read_page(path.with_suffix(".html")).svgs) == len(list(pictures_of(path)))


def test_every_page_and_picture_of_a_draft_says_so(draft: Path) -> None:
    for path in pages_of(draft):
        assert "".join(read_page(path).labels) == DRAFT, path.name
    for path in notebooks_of(draft):
        assert all(f"<!-- {DRAFT} -->" in picture for picture in pictures_of(path)), path.name
    assert ILLUSTRATIVE not in "".join(p.read_text("utf-8") for p in pages_of(draft))


def test_names_stand_as_they_were_typed_whatever_is_in_them(draft: Path) -> None:
    for path in pages_of(draft):
        words = " ".join(read_page(path).words)
        assert ODD in words, path.name
        assert "49" not in words, path.name
    assert LONG.strip() in " ".join(read_page(draft / "units/b.html").words)
    notebook = nbformat.read(draft / "units/007.ipynb", as_version=4)
    injected = [c.source for c in notebook.cells if "injected" in str(c.metadata.get("tags"))]
    assert injected[0].splitlines()[-1] == "unit = '007'"
    assert f"province = {ODD!r}" in injected[0]


def test_figures_have_a_decimal_comma(sample: Path) -> None:
    for path in pages_of(sample):
        numbers = read_page(path).numbers
        assert any("," in one for one in numbers), path.name
        assert [one for one in numbers if re.search(r"\d\.\d", one)] == [], path.name


def test_the_words_of_pictures_have_a_decimal_comma(sample: Path) -> None:
    for path in pages_of(sample):
        alts = [svg["aria-label"] for svg in read_page(path).svgs]
        assert [alt for alt in alts if re.search(r"\d\.\d+[\u202f ]?%", alt)] == [], path.name
