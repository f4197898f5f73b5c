"""Which block a unit stands in, and how its name is printed: the name tells."""

from __future__ import annotations

import unicodedata

import pytest

from parreport.inputs.portal_766.names import ENGLISH, Placed, is_total, place_name, read_level
from parreport.inputs.portal_766.provinces import BEFORE, CITIES, PROVINCES, find_province, find_province_within
from parreport.language import Message

NAMES = {
    "UBND xã Vân Canh": ("xa", "Xã Vân Canh"),
    "Ủy ban nhân dân xã Ia O": ("xa", "Xã Ia O"),
    "Uy\u0309 ban nhân dân Xã Đăk Song - huyện Chư Prông - tỉnh Gia Lai": ("xa", "Xã Đăk Song"),
    "UBND XÃ VÂN CANH": ("xa", "Xã Vân Canh"),
    "ubnd xã vân canh, tỉnh gia lai": ("xa", "Xã Vân Canh"),
    "xã Ia Rbol": ("xa", "Xã Ia Rbol"),
    "UBND phường Pleiku": ("phuong", "Phường Pleiku"),
    "UBND P. Quy Nhơn": ("phuong", "Phường Quy Nhơn"),
    "phường 1": ("phuong", "Phường 1"),
    "UBND đặc khu Phú Quý": ("dac-khu", "Đặc khu Phú Quý"),
    "Sở Văn hóa; Thể thao và Du lịch - tỉnh Gia Lai": ("so-nganh", "Sở Văn hóa, Thể thao và Du lịch"),
    "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH": ("so-nganh", "Sở Văn hóa, Thể thao và Du lịch"),
    "Sở Y tế tỉnh Gia Lai": ("so-nganh", "Sở Y tế"),
    "Sở Y tế (tỉnh Gia Lai)": ("so-nganh", "Sở Y tế"),
    "Ban Quản lý Khu kinh tế - tỉnh Gia Lai": ("so-nganh", "Ban Quản lý Khu kinh tế"),
    "Sở Y tế - Thành phố Hồ Chí Minh": ("so-nganh", "Sở Y tế"),
    "Sở Y tế - tỉnh Bà Rịa - Vũng Tàu": ("so-nganh", "Sở Y tế"),
    "UBND phường An Biên - TP. Hải Phòng": ("phuong", "Phường An Biên"),
    "Thanh tra tỉnh - tỉnh Gia Lai": ("so-nganh", "Thanh tra tỉnh"),
    "Thanh tra tỉnh Gia Lai": ("so-nganh", "Thanh tra tỉnh"),
    "Văn phòng UBND tỉnh Gia Lai": ("so-nganh", "Văn phòng UBND tỉnh"),
    "Sở Quy hoạch - Kiến trúc": ("so-nganh", "Sở Quy hoạch - Kiến trúc"),
    "UBND tỉnh Gia Lai": ("tinh", "Tỉnh Gia Lai"),
    "UBND thành phố Hà Nội": ("tinh", "Thành phố Hà Nội"),
    "UBND Thành phố Đồng Nai": ("tinh", "Thành phố Đồng Nai"),
    "UBND thành phố Quảng Ninh": ("tinh", "Thành phố Quảng Ninh"),
    "UBND Đặc khu Kiên Hải - tỉnh An Giang": ("dac-khu", "Đặc khu Kiên Hải"),
    "UBND xã Đông Hòa - tỉnh An Giang": ("xa", "Xã Đông Hòa"),
    "TP. Hồ Chí Minh": ("tinh", "Thành phố Hồ Chí Minh"),
    "Lâm Đồng": ("tinh", "Tỉnh Lâm Đồng"),
    "Huế": ("tinh", "Thành phố Huế"),
    "Tỉnh Bà Rịa - Vũng Tàu": ("tinh", "Tỉnh Bà Rịa - Vũng Tàu"),
}


@pytest.mark.parametrize("typed", NAMES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_unit_goes_to_the_block_that_its_name_tells(typed: str, form: str) -> None:
    placed = place_name(unicodedata.normalize(form, typed))
    assert isinstance(placed, Placed)
    assert (placed.block, placed.name) == NAMES[typed]


@pytest.mark.parametrize(
    "typed",
    [
        "UBND thành phố Quy Nhơn",
        "UBND huyện Chư Sê",
        "thị xã An Khê",
        "thị trấn Kbang",
        "Bộ Tài chính",
        "Vân Canh",
        "",
        "=1+1",
    ],
)
def test_a_name_that_tells_no_block_of_today_is_not_placed(typed: str) -> None:
    assert isinstance(place_name(typed), Message)


def test_the_level_helps_where_the_name_says_nothing() -> None:
    assert place_name("Kho lưu trữ lịch sử", "1") == Placed("so-nganh", "Kho lưu trữ lịch sử")
    assert isinstance(place_name("Kho lưu trữ lịch sử", "2"), Message)
    assert isinstance(place_name("Quảng Ninh", "2"), Message)  # a commune without its kind is no province
    assert [read_level(one) for one in ("1", "2.0", "COMMUNE", "AGENCY", "0", "")] == ["1", "2", "2", "1", "", ""]


def test_names_have_an_english_form_where_there_is_a_usual_one() -> None:
    english = {
        "xã Albá": "Albá commune",
        "phường 1": "Ward 1",
        "đặc khu Phú Quý": "Phú Quý special zone",
        "Sở Nội vụ": "Department of Home Affairs",
        "Sở Gì Đó": "",
        "tỉnh Gia Lai": "Gia Lai",
    }
    assert {typed: place_name(typed).name_en for typed in english} == english  # type: ignore[union-attr]
    assert len(ENGLISH) == len(set(ENGLISH.values()))


@pytest.mark.parametrize(
    "typed", ["Tổng", "TỔNG CỘNG", "Bình quân", "Bình quân chung", "Trung bình", "Toàn tỉnh", "Cả nước"]
)
def test_a_row_of_totals_is_known_by_its_name(typed: str) -> None:
    assert is_total(typed)


@pytest.mark.parametrize("typed", ["UBND xã Tổng Cọt", "Tổng công ty Điện lực", "xã Bình Quân", "Sở Công Thương", ""])
def test_a_unit_is_no_row_of_totals(typed: str) -> None:
    assert not is_total(typed)


def test_the_provinces_are_34_of_today_and_63_of_before() -> None:
    assert len(CITIES) + len(PROVINCES) == 34
    assert len({*CITIES, *PROVINCES, *BEFORE}) == 63 + 1  # Huế was Thừa Thiên Huế


def test_a_province_is_found_in_titles_and_names_of_files() -> None:
    assert find_province("UBND tỉnh Gia Lai") == "Gia Lai"
    assert find_province("Quy Nhơn") is None
    assert find_province_within("gialai_2026-10-10_communes.csv") == "Gia Lai"
    assert find_province_within("Bộ chỉ số 766, thành phố Huế, năm 2026") == "Huế"
    assert find_province_within("Gia Lai và Đắk Lắk") is None
    assert find_province_within("bảng") is None
