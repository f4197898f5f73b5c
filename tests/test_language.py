"""Every English sentence of the code stands in the catalogues of each language, and nothing else does."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from parreport import columns
from parreport.display.province.tables import remarks_by_unit
from parreport.language import (
    LOCALE_FOLDER,
    NAME,
    Message,
    known_languages,
    lower_inside,
    message,
    places_in,
    read_catalogue,
    text,
    use_language,
)
from parreport.tabular import Table

SOURCES = sorted(LOCALE_FOLDER.parent.rglob("*.py"))
CATALOGUES = sorted(LOCALE_FOLDER.glob("*/*.po"))
TRANSLATED = [code for code in known_languages() if code != "en"]
SENTENCES_AT = {  # a function, and which of its arguments are sentences
    "text": (0,),
    "message": (0,),
    "Message": (0,),
    "counted": (1, 2),
    "tell_some": (1, 2),
    "more": (1, 2),
    "note": (0,),
    "unknown_name": (0,),
    "unknown": (0,),
    "code_in": (1,),
    "fault": (3,),
    "tolerate": (2,),
}
SAME_IN_BOTH = {  # values of keys and columns, names of columns, places alone
    "{index}, {province}, {years}",
    "appraised, survey, bonus, penalty",
    "leaf, framework, bonus_penalty, total",
    "100 × points / max_points",
    "max_points − points",
}


def sentences_in(path: Path) -> Iterator[str]:
    """Yield the sentences of a module that are written where they are used."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            called = node.func.attr if isinstance(node.func, ast.Attribute) else called
            given = [node.args[n] for n in SENTENCES_AT.get(called, ()) if n < len(node.args)]
            if called == "Field":
                given += [one.value for one in node.keywords if one.arg == "description"]
            yield from (one.value for one in given if is_words(one))
        if isinstance(node, ast.Tuple) and len(node.elts) == 3:  # (n, one, many) for counted
            one, many = node.elts[1:]
            if is_words(one) and is_words(many) and "{n}" in many.value:
                yield from (one.value, many.value)


def is_words(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value != ""


def meanings() -> Iterator[str]:
    tables = [one for one in vars(columns).values() if isinstance(one, Table)]
    yield from (column.meaning for table in tables for column in table.columns)
    yield from (table.grain for table in columns.PUBLISHED)


@cache
def used() -> dict[str, str]:
    """Return every sentence with the file that it stands in."""
    found = {sentence: path.name for path in SOURCES for sentence in sentences_in(path)}
    return found | dict.fromkeys(meanings(), "columns.py")


VIETNAMESE = read_catalogue("vi")


def test_the_scan_finds_the_sentences() -> None:
    assert len(used()) > 500
    assert {"each key once", "{n} cells", "mean", "key", "the code of the block"} <= set(used())


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_sentence_has_a_form_in_each_language(code: str) -> None:
    known = read_catalogue(code)
    assert {s: where for s, where in used().items() if s not in known} == {}


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_catalogue_keeps_a_sentence_that_the_code_lost(code: str) -> None:
    sentences = {key for key in read_catalogue(code) if not key.startswith(NAME)}
    assert sorted(sentences - set(used())) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_catalogue_reads_whole(path: Path) -> None:
    """Every entry has both forms with the same places; none is marked as a draft (fuzzy)."""
    with path.open("rb") as file:
        entries = read_po(file, locale=path.parent.name, abort_invalid=True)
        entries = [one for one in entries if one.id]
    assert [one.id for one in entries if not one.string or one.fuzzy] == []
    assert [e.id for e in entries if places_in(e.id) != places_in(e.string)] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_each_sentence_stands_in_one_catalogue_once(code: str) -> None:
    written = Counter[str]()
    for path in CATALOGUES:
        if path.parent.name == code:
            written.update(re.findall(r'^msgid (".+")$', path.read_text("utf-8"), re.MULTILINE))
    assert [sentence for sentence, times in written.items() if times > 1] == []


def test_vietnamese_text_is_composed() -> None:
    written = {path.name: path.read_text("utf-8") for path in CATALOGUES}
    assert {name for name, words in written.items() if unicodedata.normalize("NFC", words) != words} == set()


def test_no_english_is_left_in_the_vietnamese() -> None:
    plain = {
        s
        for s, words in VIETNAMESE.items()
        if words.isascii() and len(re.findall(r"[a-z]{2,}", re.sub(r"{\w+}", "", words))) > 2
    }
    same = {s for s, words in VIETNAMESE.items() if words == s and len(s.split()) > 2}
    assert plain | same == SAME_IN_BOTH


def test_a_message_is_put_into_words_in_the_language_in_force() -> None:
    waiting = Message("not found; expected {what}", {"what": Message("a file of this name")})
    assert str(waiting) == "not found; expected a file of this name"
    with use_language("vi"):
        assert str(waiting) == "không tìm thấy; cần một tệp có tên này"
        assert text("yes or no") == "“có” hoặc “không” (yes, no)"


def test_remarks_that_a_table_gathers_are_those_that_reading_makes() -> None:
    made = set(sentences_in(LOCALE_FOLDER.parent / "inputs" / "points.py"))
    assert len(remarks_by_unit()) == 2 and set(remarks_by_unit()) <= made


# --- the Vietnamese of officials ------------------------------------------------------------

NOT_SAID_BY_OFFICIALS = {  # a pattern, and what is written instead
    r"[Mm]ặt (mạnh|yếu)": "ưu điểm, hạn chế",
    r"trung bình": "bình quân (Trung bình is the name of a class)",
    r"([Ll]ên|một) loại\b(?! (lĩnh vực|bỏ))": "nâng mức xếp loại",
    r"trả lại|lấy lại": "công nhận lại, đạt thêm",
    r"tập tin cậy": "khoảng thứ hạng có thể (độ tin cậy 95%)",
    r"chỉ tiêu (tốt|kém) hơn": "tiến bộ, giảm sút",
    r"[Tt]ự chấm vượt nhiều": "tự chấm cao hơn thẩm định nhiều nhất",
    r"[Ll]ần giảm": "lượt giảm điểm",
    r"chưa xong|khắc phục xong|xử lý xong": "chưa hoàn thành, dứt điểm",
    r"chỉ riêng nó|một mình là đủ": "chỉ cần, nếu đứng riêng",
    r"hơi ngược|đi ngược": "tương quan nghịch",
    r"đo nội dung khác|tiêu chí bị bỏ\b|tiêu chí không còn\b": "thay đổi nội dung đo, bãi bỏ",
    r"[Bb]ộ phận một cửa": "Bộ phận Tiếp nhận và Trả kết quả",
    r"(?<=[\d}])[ \u00a0\u202f]%": "85,20%, no space",
    r"[^\W\d_] %(?! (điểm tối đa|=)|[,:sr(])": "a head of figures names its unit in brackets: (%)",
}
OLD_TONES = re.compile(r"(?<![qQ])(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])", re.IGNORECASE)
ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("pattern", NOT_SAID_BY_OFFICIALS)
def test_vietnamese_sentences_are_in_the_words_of_officials(pattern: str) -> None:
    assert [words for words in VIETNAMESE.values() if re.search(pattern, words)] == []


def test_notebooks_speak_as_their_reports_do() -> None:
    written = {path.name: path.read_text("utf-8") for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert written
    found = {(name, one) for name, words in written.items() for one in NOT_SAID_BY_OFFICIALS if re.search(one, words)}
    assert found == set()


@pytest.mark.parametrize(
    ("pattern", "words"),
    list(
        zip(
            NOT_SAID_BY_OFFICIALS,
            [
                "3 mặt yếu",
                "trung bình %",
                "để lên loại",
                "Số điểm được trả lại",
                "tập tin cậy đồng thời",
                "2 chỉ tiêu tốt hơn",
                "tự chấm vượt nhiều nhất",
                "Cả 140 lần giảm điểm",
                "chưa xong",
                "Có một tiêu chí chỉ riêng nó",
                "hơi ngược các tiêu chí",
                "đo nội dung khác",
                "tại Bộ phận một cửa",
                "{level} % điểm tối đa",
                "Chỉ số %",
            ],
            strict=True,
        )
    ),
)
def test_each_pattern_finds_what_it_is_for(pattern: str, words: str) -> None:
    assert re.search(pattern, words)


def written_by_us() -> list[Path]:
    """Return the texts of package, docs and sample; what lies elsewhere may be typed by others."""
    folders = ("src", "docs", "data", "parameters", "notebooks")
    kinds = {".py", ".po", ".md", ".csv", ".yaml", ".js", ".css", ".ipynb", ".html", ".j2", ".txt"}
    found = [path for name in folders for path in (ROOT / name).rglob("*") if path.suffix in kinds]
    return [*found, *ROOT.glob("*.md")]


def test_tone_marks_stand_where_new_spelling_puts_them() -> None:
    """hóa, họa, khỏe, thủy, Ủy ban: on the first vowel of an open oa, oe, uy; toán, hoàn, quý as ever."""
    assert [one for one in ("hoá", "minh hoạ", "khoẻ", "Uỷ ban", "thuỷ", "HOẠ") if not OLD_TONES.search(one)] == []
    assert [one for one in ("hóa", "toán", "hoàn", "quý", "quỹ", "Ủy ban", "khuyến") if OLD_TONES.search(one)] == []
    files = written_by_us()
    assert len(files) > 200
    label = "SỐ LIỆU MINH HOẠ"  # as it was agreed with those who read it by program
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8").replace(label, "") for path in files}
    old = {name: OLD_TONES.findall(words) for name, words in texts.items()}
    assert {name: found for name, found in old.items() if found} == {}


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Khối Huyện, thành phố: Huyện Ba Tri dẫn đầu", "Khối huyện, thành phố: huyện Ba Tri dẫn đầu"),
        ("trong khối Sở, ban, ngành với Sở Nội vụ", "trong khối sở, ban, ngành với Sở Nội vụ"),
        ("của Huyện Thạnh Phú và Thành phố Bến Tre", "của huyện Thạnh Phú và thành phố Bến Tre"),
        ("Huyện Ba Tri đứng đầu. Huyện Bình Đại xếp cuối", "Huyện Ba Tri đứng đầu. Huyện Bình Đại xếp cuối"),
        ("18 Sở, ban, ngành", "18 sở, ban, ngành"),
        ("khối Cơ quan ngành dọc, 5 đơn vị", "khối cơ quan ngành dọc, 5 đơn vị"),
        ("110 Xã", "110 xã"),
        ("Xếp loại các khối Sở, ban, ngành; Xã; Phường: Mức 1", "Xếp loại các khối sở, ban, ngành; xã; phường: Mức 1"),
        ("110 Xã · 25 Phường · 1 Đặc khu", "110 xã · 25 phường · 1 đặc khu"),
        ("mỗi đơn vị mất 5,87 điểm (Xã; 110/110 đơn vị)", "mỗi đơn vị mất 5,87 điểm (xã; 110/110 đơn vị)"),
        ("khối Sở Nội vụ", "khối Sở Nội vụ"),
        ("khối A", "khối A"),
        ("tại Thành phố Hồ Chí Minh, ở Quận 1", "tại Thành phố Hồ Chí Minh, ở Quận 1"),
        ("lý do “Biên bản của Huyện Ba Tri” của Xã An Hóa", "lý do “Biên bản của Huyện Ba Tri” của xã An Hóa"),
        ('thấy "tại Huyện Ba Tri"; cần một số', 'thấy "tại Huyện Ba Tri"; cần một số'),
    ],
)
def test_what_kind_of_place_a_name_is_of_is_small_inside_a_sentence(words: str, written: str) -> None:
    assert lower_inside(words) == written
    with use_language("vi"):
        assert text("{first} and {last}", first="“a”", last=words) == f"“a” và {lower_inside('và ' + words)[3:]}"
    assert text("{first} and {last}", first="a", last=words) == f"a and {words}"


@pytest.mark.parametrize(("code", "shown"), [("vi", "2,5"), ("en", "2.5")])
def test_an_exact_number_in_a_sentence_has_the_mark_of_its_language(code: str, shown: str) -> None:
    waiting = message("unit {unit}, item {item}: {given} points", unit="a", item="9.1.3", given=Decimal("2.5"))
    with use_language(code):
        assert f": {shown} " in str(waiting) and "9.1.3" in str(waiting)
