"""A PDF is what archives and screen readers accept; what people typed never becomes markup."""

from __future__ import annotations

import base64
import io
import json
import re
import shutil
import subprocess
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import nbformat
import pytest
from pypdf import PdfReader

from parreport.display.parts import Bullets, Cell, Column, Document, Figure, Heading, KeyFigures, Table, Text
from parreport.display.pictures import Caption, Chart
from parreport.errors import RenderingError
from parreport.language import language, use_language
from parreport.publishing.exporters import render_file
from parreport.publishing.fonts import font_folder
from parreport.publishing.paper import pdf
from parreport.publishing.paper.pdf import compile_pdf, make_pdf, write_typst
from parreport.publishing.paper.typesetting import typeset
from parreport.publishing.paper.widths import PRINT, fit_table, need_of
from parreport.publishing.reading.pictures import restore_words

NASTY = (
    "#panic()",
    "$x$",
    "*b*",
    "_i_",
    "<script>alert(1)</script>",
    "\\n \\u{41}",
    "@ref",
    "<ref>",
    "// không",
    "/* không */",
    '"ngoặc"',
    "'một'",
    "`mã`",
    "= đề",
    "- mục",
    "~ -- ---",
    "#{1+1}",
    "[x](y)",
    "{{ x }}",
    "&amp;",
    "%p",
)


@cache
def small_chart(words: str = "Sở Y tế") -> Chart:
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    from parreport.display.drawing.theme import theme

    with theme():
        figure, axes = pyplot.subplots(figsize=(5, 1.5))
        axes.barh([words, "Sở Nội vụ"], [61.25, 80.5])
        pyplot.close(figure)
        chart = Chart(figure, Caption("Mạnh <ở> điều hành", "% điểm tối đa", "Sở Y tế 61,25%.", "Nguồn", "c"))
        chart.svg()
    return chart


def shown(part: Any) -> Any:
    with use_language("vi"):
        bundle, metadata = part._repr_mimebundle_()
    return nbformat.v4.new_output("display_data", bundle, metadata=metadata)


def document(**fields: Any) -> Document:
    facts = {
        "title": "Sở Y tế",
        "subtitle": "Kết quả",
        "running_head": "Chỉ số CCHC 2018",
        "labels": ("DỰ THẢO", "SỐ LIỆU MINH HOẠ"),
        "footer": ("Nguồn: Sở Nội vụ",),
        "published": "2019-06-28",
    }
    return Document(**{**facts, **fields})


def save(tmp_path: Path, *parts: Any, name: str = "in") -> Path:
    outputs = [one if isinstance(one, dict) else shown(one) for one in parts]
    cell = nbformat.v4.new_code_cell("secret_code()", outputs=outputs)
    path = tmp_path / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), path)
    return path


def render(tmp_path: Path, *parts: Any) -> PdfReader:
    target = tmp_path / "units" / "so-y-te.pdf"
    render_file(make_pdf, save(tmp_path, *parts), target)
    return PdfReader(target)


def words_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def tags_of(reader: PdfReader) -> list[dict[str, Any]]:
    """Return the structure elements of a PDF, in reading order."""
    found: list[dict[str, Any]] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, dict):
            if "/S" in node:
                found.append(node)
            for kid in node.get("/K", []) if isinstance(node.get("/K"), list) else [node.get("/K")]:
                if kid is not None and not isinstance(kid, int):
                    walk(kid)

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def ranking(rows: int = 3) -> Table:
    columns = (Column("Hạng", "number"), Column("Đơn vị"), Column("Chỉ số %", "number"))
    body = tuple((str(at), Cell(f"Sở số {at}", second="không xếp hạng"), Cell("81,5", "good")) for at in range(rows))
    return Table("Chỉ số và hạng", columns, body, note="Xếp theo chỉ số.", head_column=1)


def every_part() -> list[Any]:
    heat = Table(
        "Điểm theo lĩnh vực",
        (Column("Đơn vị"), Column("Chỉ đạo, điều hành", "center")),
        (("Sở Y tế", Cell("61,3", background="#e0a878", ink="#1d2733")),),
        kind="heat",
    )
    sheet = Table(
        "Bảng điểm",
        (Column("Tiêu chí"), Column("Điểm", "number"), Column("Hoàn thành", "blank", "30%")),
        (
            (Cell("1 Chỉ đạo", "strong"), Cell("9,50", "strong"), ""),
            ("1.1 Kế hoạch", "2,00", ""),
            ("2.1 Văn bản", Cell("1,50", "warm"), ""),
        ),
        groups={0: "1 Chỉ đạo", 2: "2 Xây dựng"},
        kind="wide",
    )
    return [
        document(),
        KeyFigures((Figure("82,54\u202f%", "chỉ số", ("xếp loại Tốt",), "good"), Figure("12 / 18", "hạng"))),
        Text("Câu tóm tắt.", "lead"),
        Heading("Mặt mạnh"),
        Text("Đoạn văn."),
        Text("Ghi chú.", "note"),
        Text("Cảnh báo.", "warning"),
        Heading("Chi tiết", 3),
        Bullets(("một", "hai")),
        Bullets(("đầu",), numbered=True),
        small_chart(),
        ranking(),
        heat,
        sheet,
    ]


def test_every_part_is_printed_in_order(tmp_path):
    words = words_of(render(tmp_path, *every_part()))
    expected = [
        "Sở Y tế",
        "Kết quả",
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
        "Hình 1.",
        "Mạnh <ở> điều hành",
        "Nguồn",
        "Bảng 1.",
        "Chỉ số và hạng",
        "không xếp hạng",
        "Bảng 2.",
        "61,3",
        "Bảng 3.",
        "1 Chỉ đạo",
        "9,50",
        "1.1 Kế hoạch",
        "2 Xây dựng",
        "2.1 Văn bản",
        "1,50",
    ]
    at = 0
    for one in expected:
        at = words.index(one, at)
    assert "secret_code" not in words


def test_the_pdf_keeps_both_standards(tmp_path):
    reader = render(tmp_path, *every_part())
    metadata = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", metadata, re.S)
    assert "pdfuaid:part>1<" in metadata
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("vi")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Sở Y tế"
    assert reader.metadata.creation_date.date().isoformat() == "2019-06-28"


def test_tags_say_what_each_part_is(tmp_path):
    tags = tags_of(render(tmp_path, *every_part()))
    kinds = {str(one["/S"]) for one in tags}
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/Table", "/TH", "/TD", "/Figure", "/Caption"} <= kinds
    assert [str(one["/S"]) for one in tags].count("/H1") == 1  # the title
    alts = [str(one["/Alt"]) for one in tags if "/Alt" in one]
    assert alts == ["Sở Y tế 61,25%."]


def test_headings_are_bookmarks(tmp_path):
    outline = render(tmp_path, *every_part()).outline
    assert [one.title for one in outline if not isinstance(one, list)] == ["Mặt mạnh"]
    assert [one.title for inner in outline if isinstance(inner, list) for one in inner] == ["Chi tiết"]


def test_a_figure_is_read_as_one(tmp_path):
    """Digits and what stands between them are of one font, else they are read in pieces."""
    from fontTools.ttLib import TTFont

    figures, letters = (
        TTFont(Path(font_folder().name) / f"{one}-Regular.ttf") for one in ("PressFigures", "BeVietnamPro")
    )
    width = {chr(code): figures["hmtx"][name][0] for code, name in figures.getBestCmap().items()}
    assert len({width[digit] for digit in "0123456789"}) == 1
    own = {chr(code): letters["hmtx"][name][0] for code, name in letters.getBestCmap().items()}
    assert {sign: width[sign] for sign in ",.%−–()"} == {sign: own[sign] for sign in ",.%−–()"}


def test_all_fonts_are_embedded(tmp_path):
    reader = render(tmp_path, *every_part())
    names = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in inner["/FontDescriptor"] or "/FontFile3" in inner["/FontDescriptor"]
            names.add(str(inner["/BaseFont"]).split("+")[1].split("-")[0])
    assert {"BeVietnamPro", "Press"} <= names


def test_labels_and_page_numbers_stand_on_every_page(tmp_path):
    reader = render(tmp_path, document(), ranking(150))
    assert len(reader.pages) > 3
    for number, page in enumerate(reader.pages, 1):
        words = page.extract_text()
        assert "DỰ THẢO · SỐ LIỆU MINH HOẠ" in words
        assert f"{number} / {len(reader.pages)}" in words
        assert "Đơn vị" in words


def test_the_same_notebook_gives_the_same_bytes(tmp_path):
    path = save(tmp_path, *every_part())
    for target in ("a.pdf", "b.pdf"):
        render_file(make_pdf, path, tmp_path / target / "so.pdf")
    code = (
        "import sys; from pathlib import Path; from parreport.publishing.exporters import render_file; "
        "from parreport.publishing.paper.pdf import make_pdf; "
        "render_file(make_pdf, Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    subprocess.run([sys.executable, "-c", code, path, tmp_path / "c.pdf" / "so.pdf"], check=True)
    first, second, third = ((tmp_path / one / "so.pdf").read_bytes() for one in ("a.pdf", "b.pdf", "c.pdf"))
    assert first == second == third


def test_tags_are_packed_and_nothing_of_them_is_lost(tmp_path, monkeypatch):
    rows = tuple((f"Tiêu chí {number}", f"{number},00") for number in range(200))
    long = Table("Tiêu chí", (Column("Tên"), Column("Điểm", "number")), rows)
    packed = render(tmp_path, document(), long)
    size = (tmp_path / "units" / "so-y-te.pdf").stat().st_size
    monkeypatch.setattr(pdf, "pack", lambda data: data)
    plain = render(tmp_path, document(), long)
    assert size < 0.5 * (tmp_path / "units" / "so-y-te.pdf").stat().st_size
    assert [tag["/S"] for tag in tags_of(packed)] == [tag["/S"] for tag in tags_of(plain)]
    assert words_of(packed) == words_of(plain)
    assert packed.metadata == plain.metadata
    assert packed.trailer["/ID"]


def test_nothing_that_people_type_becomes_markup(tmp_path):
    every = " ".join(NASTY)
    parts = [
        document(title=every, subtitle=every, running_head="x #panic()", labels=("#panic()",), footer=(every,)),
        *(Heading(one) for one in NASTY),
        Text(every),
        Text(every, "note"),
        Bullets(NASTY),
        KeyFigures(tuple(Figure(one, one, (one,)) for one in NASTY[:3])),
        Table(
            every,
            (Column("#panic()"), Column("$x$", "number")),
            tuple((Cell(one, second=one, language="vi"), one) for one in NASTY),
            note=every,
            groups={1: "#panic()"},
        ),
        Chart(small_chart().figure, Caption(every, every, every, every, "n")),
    ]
    reader = render(tmp_path, *parts)
    words = re.sub(r"\s+", "", words_of(reader))
    for one in NASTY:
        assert words.count(re.sub(r"\s+", "", one)) >= 7, one
    assert not [one for page in reader.pages for one in page.get("/Annots", [])]
    assert reader.metadata.title == every


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_vietnamese_reads_back_composed(tmp_path, form):
    sentence = "Nghiễm nhiên ở Bến Tre, quỹ được duyệt; Ẵ ẳ ỗ ữ ỹ Đ ợ ặ"
    words = words_of(render(tmp_path, document(), Text(unicodedata.normalize(form, sentence))))
    assert sentence in words.replace("\n", " ")


def test_signs_that_the_typeface_lacks_are_printed(tmp_path):
    words = words_of(render(tmp_path, document(), Text("▲ 2 ▼ 3 → ← ≥ ≤ − 12\u202f% \u2009 ● \uf0b7 hết\u0007\u200e")))
    for sign in ("▲", "▼", "→", "←", "≥", "≤", "−", "●", "•", "hết"):
        assert sign in words


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext of poppler")
def test_other_readers_find_the_same_words(tmp_path):
    render(tmp_path, *every_part())
    target = tmp_path / "units" / "so-y-te.pdf"
    words = subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, text=True, check=True)
    for one in ("Mạnh <ở> điều hành", "SỐ LIỆU MINH HOẠ", "82,54", "Sở Nội vụ"):
        assert one in words.stdout


def test_words_of_charts_can_be_searched(tmp_path):
    assert "Sở Nội vụ" in words_of(render(tmp_path, document(), small_chart()))


def test_words_of_charts_are_escaped():
    picture = restore_words(small_chart("<b> & #panic()").svg())
    assert "&lt;b&gt; &amp; #panic()</text>" in picture
    assert len(picture) < len(small_chart().svg()) / 2


def test_a_letter_that_no_typeface_has_is_replaced(tmp_path):
    assert "Lý do □ này" in words_of(render(tmp_path, document(), Text("Lý do 漢 này")))


def test_a_picture_without_alt_text_is_refused(tmp_path):
    picture = nbformat.v4.new_output("display_data", {"image/svg+xml": "<svg/>"})
    with pytest.raises(RenderingError, match="a picture has no alt text"):
        render(tmp_path, picture)


def test_a_skipped_heading_level_is_refused_in_words(tmp_path):
    with pytest.raises(RenderingError, match=r"the typesetter refuses it: .*heading"):
        render(tmp_path, document(), Heading("Hai", 2), Heading("Bốn", 4))


def test_a_warning_of_the_typesetter_is_an_error():
    with pytest.raises(RenderingError, match="unknown font family"):
        compile_pdf('#set document(title: "x")\n#set text(font: "No Such Font")\nx', "2018-12-31")


def test_a_notebook_that_failed_is_not_rendered(tmp_path):
    output = nbformat.v4.new_output("error", ename="ValueError", evalue="x", traceback=[])
    with pytest.raises(RenderingError, match="a cell of it failed with ValueError"):
        render(tmp_path, output)
    assert not (tmp_path / "units").exists()


def test_a_file_that_is_no_notebook_is_not_rendered(tmp_path):
    (tmp_path / "in.ipynb").write_text("[]", encoding="utf-8")
    with pytest.raises(RenderingError):
        render_file(make_pdf, tmp_path / "in.ipynb", tmp_path / "out.pdf")


def test_rendering_leaves_the_language_in_force_alone(tmp_path):
    render(tmp_path, document())
    assert language() == "en"


def test_long_reports_have_contents(tmp_path):
    parts = [one for at in range(7) for one in (Heading(f"Phần {at}"), ranking(90))]
    words = words_of(render(tmp_path, document(), *parts))
    assert "Mục lục" in words
    assert "Mục lục" not in words_of(render(tmp_path, document(), *parts[:4]))


def test_a_head_that_names_a_span_of_days_may_break_after_its_dash() -> None:
    span, day = (need_of([head], ["79,16"], True).least for head in ("Hạng 01/01–23/09/2026", "Hạng 23/09/2026"))
    assert span == day


def test_a_wide_table_is_never_cut():
    assert fit_table([need_of([f"Cột {at}"], ["1.000,25"], True) for at in range(6)], "plain").flipped is False
    many = [need_of(["Đơn vị"], ["Sở Nông nghiệp"], False)]
    many += [need_of([f"Cột số {at}"], ["1.000.000,25"], True) for at in range(40)]
    fit = fit_table(many, "plain")
    assert len(fit.groups) > 1
    assert all(columns[0] == 0 for columns, _ in fit.groups)
    assert sorted({at for columns, _ in fit.groups for at in columns}) == list(range(41))
    for columns, widths in fit.groups:
        assert sum(widths) <= PRINT.room(fit.flipped) + 1
        least = [many[at].least * fit.size for at in columns]
        assert all(wide >= low for wide, low in zip(widths, least, strict=True))


def test_a_crosswise_table_never_leaves_a_few_rows_on_a_page_of_their_own(tmp_path):
    columns = (Column("Đơn vị"), *(Column(f"Cột có tên dài số {at}", "number") for at in range(9)))
    left = []
    for rows in (60, 64, 66):
        body = tuple((f"Hàng-{at}", *("123.456,75",) * 9) for at in range(rows))
        pages = render(tmp_path, document(), Table("Bảng rộng", columns, body)).pages
        crosswise = [page.extract_text() for page in pages if page.mediabox.width > page.mediabox.height]
        counts = [words.count("Hàng-") for words in crosswise]
        assert sum(counts) == rows
        left.append(counts[-1])
    assert len(left) == 3 and max(left) > 20
    assert min(left) > 3


def test_digits_have_one_width():
    from fontTools.ttLib import TTFont

    files = sorted(Path(font_folder().name).glob("PressFigures-*.ttf"))
    assert len(files) == 3
    for file in files:
        with TTFont(file) as font:
            names = [font.getBestCmap()[ord(digit)] for digit in "0123456789"]
            assert len({font["hmtx"][name][0] for name in names}) == 1
            assert font["name"].getBestFamilyName() == "Press Figures"


def test_words_lie_inside_the_margins(tmp_path):
    columns = tuple(Column(f"Cột có tên dài số {at}", "number") for at in range(20))
    wide = Table("Bảng rộng", (Column("Đơn vị"), *columns), (("A" * 90, *("123.456,75",) * 20),) * 3)
    for page in render(tmp_path, document(), wide, Text("B" * 300)).pages:
        places: list[float] = []
        page.extract_text(
            visitor_text=lambda words, cm, tm, font, size, at=places: at.append(tm[4]) if words.strip() else None
        )
        assert max(places) < float(page.mediabox.width) - 45


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs pdftotext (poppler-utils)")
@pytest.mark.parametrize("kind", ["body", "lead", "note", "warning"])
def test_lines_of_text_end_before_the_margin(tmp_path, kind):
    render(tmp_path, document(), Text("vừa đủ " * 200, kind))
    command = ["pdftotext", "-bbox", str(tmp_path / "units" / "so-y-te.pdf"), "-"]
    boxes = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    ends = [float(one) for one in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert len(ends) > 400
    assert max(ends) <= 595.3 - 51 + 0.5


@pytest.mark.slow
def test_nbconvert_knows_both_exporters(tmp_path):
    path = save(tmp_path, *every_part())
    for form in ("parreport-typst", "parreport-pdf"):
        command = [sys.executable, "-m", "nbconvert", "--to", form, str(path)]
        subprocess.run(command, check=True, capture_output=True)
    assert (tmp_path / "in.pdf").read_bytes().startswith(b"%PDF-1.7")
    typst = (tmp_path / "in.typ").read_text(encoding="utf-8")
    assert typst.startswith("#let report = json(bytes(")
    assert compile_pdf(typst, "2019-06-28") == (tmp_path / "in.pdf").read_bytes()


def test_the_text_for_typst_holds_words_as_data_only(tmp_path):
    notebook = nbformat.read(save(tmp_path, document(), Text('"#panic()\\ \n')), 4)
    first, sheet = write_typst(typeset(notebook, "x")).split("\n", 1)
    assert "#panic()" not in sheet
    data = re.fullmatch(r'#let report = json\(bytes\("(.*)"\)\)', first)
    assert data
    words = json.loads(re.sub(r'\\(["\\])', r"\1", data[1]))
    assert words["parts"][0]["words"].startswith('"#panic()\\ ')


def test_pictures_of_ordinary_cells_are_printed(tmp_path):
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "#0f6478").save(buffer, "png")
    data = base64.b64encode(buffer.getvalue()).decode()
    output = nbformat.v4.new_output("display_data", {"image/png": data}, metadata={"image/png": {"alt": "Ô màu"}})
    reader = render(tmp_path, output)
    assert [str(one["/Alt"]) for one in tags_of(reader) if "/Alt" in one] == ["Ô màu"]
    assert len(reader.pages[0].images) == 1
