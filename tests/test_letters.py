"""What no page may hold goes; what no typeface has is replaced by something that is seen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parreport import letters, typefaces
from parreport.letters import compose, tidy
from parreport.typefaces import find_missing, known_letters, replace_missing

ANY_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Đủ hồ sơ ✅", "Đủ hồ sơ ✔"),
        ("🙂 rất tốt ❌", "☺ rất tốt ✘"),
        ("\uf0d8 Trễ \uf0b7 hạn \uf0fc \uf0a7", "➢ Trễ • hạn ✓ ▪"),
        ("Lý do 漢字 này", "Lý do □□ này"),
        ("ไทย", "□□□"),
        ("ที่", "□"),
        ("👨\u200d👩\u200d👧 🇻🇳🇻🇳 👍🏽", "□ □□ □"),
        ("❤\ufe0f\u200d🔥 1\ufe0f\u20e3", "❤ 1"),
        ("𝐓𝐡𝐨\u0302𝐧𝐠 𝐛𝐚\u0301𝐨", "Thông báo"),
        ("ＡＢＣ\u3000１２ ㎡", "ABC 12 m2"),
        ("\ue123\U000f1234\u0378", "□□□"),
        ("a\x00b\x07 c\x1b", "a b c"),
        ("duyệt\x01\ufffe", "duyệt"),
        ("\x93ngoặc\x94 \x96", "“ngoặc” –"),
        ("báo\x1ecáo\x1f", "báo-cáo"),
        ("một\r\nhai\rba\x0bbốn\u2028năm\x85sáu", "một\nhai\nba\nbốn\nnăm\nsáu"),
        ("xin\u00adchào\ufeff \u200eA", "xinchào A"),
        ("\u202eđảo\u202c \u2066x\u2069", "đảo x"),
        ("\ufffe\U0001ffff\x01", "□"),
        ("\u00ad", "□"),
        ("a\u0356\u0359", "a□"),
        ("\u0301a", "◌\u0301a"),
        ("a\n\u05b4", "a\n◌\u05b4\u200e"),
        ("Huyện שלום 12: 101,86", "Huyện שלום\u200e 12: 101,86"),
        ("\tx", "    x"),
        (" \u200b ", " \u200b "),
        ("", ""),
    ],
)
def test_words_are_printed_so(typed: str, printed: str) -> None:
    assert replace_missing(typed) == printed


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ("Trễ hạn 40 ngày – “không có” minh chứng; 12\u202f% ≥ 5 ▲", ""),
        (unicodedata.normalize("NFD", "Nghiễm nhiên được duyệt"), ""),
        ("✔ ☺ שלום مرحبا αβγ ①", ""),
        ("漢 🙂 漢 ✅", "漢🙂✅"),
        ("\uf0d8 a\x07", "\uf0d8\x07"),
        ("👨\u200d👩\u200d👧\ufe0f", "👨👩👧"),
        ("a\tb\r\nc\u200b\u00ad", ""),
        ("𝐓", "𝐓"),
    ],
)
def test_the_letters_that_print_lacks_are_found_in_their_order(typed: str, missing: str) -> None:
    assert find_missing(typed) == missing


def test_no_typeface_is_opened_for_ordinary_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> frozenset[int]:
        raise AssertionError("a typeface was opened")

    words = "Sở Nội vụ đạt 82,54\u202f%, “Tốt”; Ẵ ẳ ỗ ữ ỹ ₫ – … ≥ − ▲ → ●"
    assert letters.find_letters(words, refuse) == ""
    assert letters.replace_letters(words, refuse) == words


def test_all_ordinary_letters_are_known() -> None:
    ordinary = {
        code for code in range(0x110000) if not 0xD800 <= code < 0xE000 and letters._ORDINARY.fullmatch(chr(code))
    }
    assert ordinary - known_letters() == {ord("\n"), 0x200B}
    assert all(unicodedata.is_normalized("NFC", chr(code)) for code in ordinary)


def test_what_stands_for_others_can_be_drawn_itself() -> None:
    signs = {letters.REPLACEMENT, "◌", *letters.BULLETS.values(), *letters.LIKE.values()} - {""}
    assert {one for one in signs if ord(one) not in known_letters()} == set()
    assert {one for one in letters.LIKE if ord(one) in known_letters()} == set()


@given(ANY_TEXT)
def test_whatever_is_typed_only_known_letters_are_printed(words: str) -> None:
    shown = replace_missing(words)
    assert set(map(ord, shown)) <= known_letters() | {ord("\n"), 0x200B, 0x200E}
    assert replace_missing(shown) == shown
    assert unicodedata.is_normalized("NFC", shown)


@given(ANY_TEXT)
def test_words_without_a_missing_letter_are_printed_as_they_are(words: str) -> None:
    known = known_letters() - {ord("◌")}
    shown = replace_missing(words)
    if not find_missing(words) and shown != letters.REPLACEMENT:
        kept = [one for one in compose(words) if ord(one) in known]
        assert [one for one in shown if ord(one) in known] == kept


@given(ANY_TEXT)
def test_a_tidy_page_holds_what_html_and_xml_allow(words: str) -> None:
    shown = tidy(words)
    assert tidy(shown) == shown
    for one in shown:
        assert one in "\t\n\r" or unicodedata.category(one) != "Cc"
        assert ord(one) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(one) <= 0xFDEF


def test_a_tidy_page_keeps_all_other_letters() -> None:
    words = "✅ 🙂 漢字 ไทย 👨\u200d👩\u200d👧 x\u00ady \ue123 <b>&amp;"
    assert tidy(words) == words


def test_every_face_of_a_family_counts() -> None:
    faces = ({65: "A", 66: "B"}, {65: "A"})
    assert letters.shared_letters([faces, ({67: "C", 0xE000: "x", 0x200D: "j"},)]) == {65, 67}
    assert 0x1D5A0 not in known_letters()  # DejaVu Sans has it, its bold face has not
    assert typefaces.SIGNS_FACES == ("DejaVuSans", "DejaVuSans-Bold")
