"""The provinces by name, however it is written."""

from __future__ import annotations

import pytest

from parreport.inputs.portal_766.provinces import find_province, find_province_within, name_province, plain_key


def test_words_are_compared_without_marks_capitals_and_signs() -> None:
    assert plain_key("  Bà Rịa – Vũng Tàu (ĐẮK LẮK) 2026 ") == "ba ria vung tau dak lak 2026"
    assert plain_key("Gia\u0300") == "gia"
    assert plain_key("–") == ""


@pytest.mark.parametrize(
    ("words", "province"),
    [
        ("Ủy ban nhân dân thành phố Hà Nội", "Hà Nội"),
        ("TP HCM", "Hồ Chí Minh"),
        ("tphcm", "Hồ Chí Minh"),
        ("Dak Lak", "Đắk Lắk"),
        ("Gia Lai", "Gia Lai"),
        ("Sở Y tế tỉnh Gia Lai", None),
        ("tỉnh", None),
        ("", None),
    ],
)
def test_a_name_is_of_a_province_its_kind_aside(words: str, province: str | None) -> None:
    assert find_province(words) == province


@pytest.mark.parametrize(
    ("words", "province"),
    [
        ("766_gialai_10", "Gia Lai"),
        ("báo cáo tỉnh Gia Lai", "Gia Lai"),
        ("tinhgialai2026", None),
        ("thue_2026", None),  # Huế within another word
        ("hue_2026", "Huế"),
        ("hanoi", "Hà Nội"),
        ("hanam hà nam", "Hà Nam"),
        ("gialai lamdong", None),
    ],
)
def test_a_title_names_a_province_as_words_or_as_one_word(words: str, province: str | None) -> None:
    assert find_province_within(words) == province


@pytest.mark.parametrize(
    ("typed", "province", "name"),
    [
        ("UBND tỉnh Gia Lai", "Gia Lai", "Tỉnh Gia Lai"),
        ("Huế", "Huế", "Thành phố Huế"),
        ("tỉnh Huế", "Huế", "Tỉnh Huế"),
        ("thành phố Đồng Nai", "Đồng Nai", "Thành phố Đồng Nai"),
        ("TP. Quảng Ninh", "Quảng Ninh", "Thành phố Quảng Ninh"),
    ],
)
def test_a_province_is_named_by_its_kind_as_typed_else_as_it_is(typed: str, province: str, name: str) -> None:
    assert name_province(typed, province) == name
