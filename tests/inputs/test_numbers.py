"""Numbers and texts as people type them."""

from __future__ import annotations

import contextlib
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parreport.inputs.numbers import NumberError, clean_text, fold_text, read_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", "0"),
        ("12", "12"),
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        (",5", "0.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("5,", "5"),
        ("+3", "3"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("007", "7"),
        (" 7 ", "7"),
        ("\u00a07\u2009", "7"),
        ("\u202f7,5\u00a0", "7.5"),
        ("\ufeff7", "7"),
        ("7\u200b", "7"),
        ("12\u00a0345", "12345"),
        ("1\u202f234\u202f567,5", "1234567.5"),
        ("12.345", "12.345"),
        ("12,345", "12.345"),
        ("0.1", "0.1"),
        ("1.10", "1.1"),
    ],
)
def test_a_number_is_read_exactly(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "x",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
        "1e3",
        "0x1",
        "1 234",
        "1/2",
        "60%",
        "½",
        "٣",
        "１",
        "--1",
        "+-1",
        "1\n2",
        "12\u00a034",
        "12\u00a03456",
        ".",
        ",",
        "-",
        "+",
        "1_000",
        "True",
    ],
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(NumberError) as caught:
        read_number(typed)
    assert caught.value.hint == ""


@pytest.mark.parametrize("typed", ["1.234,5", "1,234.5", "1.234.567", "1,234,567", "1..5", "1,,5", "-1.2.3"])
def test_two_separators_are_refused_with_a_hint(typed: str) -> None:
    with pytest.raises(NumberError) as caught:
        read_number(typed)
    assert caught.value.hint == "separators"


@pytest.mark.parametrize("typed", ["12.345", "12,345", "0.125", "1,000", ".500", "12345.678", " 1.234 "])
def test_a_counted_number_with_one_mark_and_three_digits_is_refused(typed: str) -> None:
    with pytest.raises(NumberError) as caught:
        read_number(typed, "part")
    assert caught.value.hint == "thousands"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12345", "12345"), ("12345.0", "12345"), ("12.34", "12.34"), ("12.3456", "12.3456"), ("12\u00a0345", "12345")],
)
def test_other_counted_numbers_are_read(typed: str, number: str) -> None:
    assert read_number(typed, "part") == Decimal(number)


@pytest.mark.parametrize("typed", ["1.5", "0,25", "12345.6"])
def test_a_count_is_whole(typed: str) -> None:
    with pytest.raises(NumberError) as caught:
        read_number(typed, "count")
    assert caught.value.hint == "whole"


@pytest.mark.parametrize("typed", ["1.500", "1,234", "999.999", "-12.000", "+1.000"])
def test_an_amount_whose_mark_may_group_thousands_is_refused(typed: str) -> None:
    with pytest.raises(NumberError) as caught:
        read_number(typed, "amount")
    assert caught.value.hint == "unclear"


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0.500", "0.5"), ("1234.567", "1234.567"), (",125", "0.125"), ("1.5", "1.5"), ("1500", "1500")],
)
def test_an_amount_whose_mark_is_clear_is_read(typed: str, number: str) -> None:
    assert read_number(typed, "amount") == Decimal(number)


def test_points_may_have_three_decimals() -> None:
    assert read_number("1.234") == Decimal("1.234")


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\u00ad", "\u2060", "\ufeff", "\u202e"])
def test_hidden_signs_may_stand_around_digits_and_not_between_them(sign: str) -> None:
    assert read_number(f"{sign}75{sign}") == Decimal(75)
    with pytest.raises(NumberError) as caught:
        read_number(f"7{sign}5")
    assert caught.value.hint == "hidden"


@pytest.mark.parametrize(
    ("typed", "sort"),
    [
        ("9" * 20, ""),
        ("1" + "0" * 15, "part"),
        ("9" * 5000, ""),
        ("0." + "1" * 30, ""),
        ("0." + "0" * 40 + "1", ""),
        ("12345678901", ""),
    ],
)
def test_a_number_with_more_digits_than_sums_keep_is_refused(typed: str, sort: str) -> None:
    with pytest.raises(NumberError) as caught:
        read_number(typed, sort)
    assert caught.value.hint == "long"


def test_text_is_cleaned_to_nfc_without_stray_spaces() -> None:
    typed = "\ufeff \u00a0" + unicodedata.normalize("NFD", "Sở Nội vụ") + "\u2009\u200b "
    assert clean_text(typed) == "Sở Nội vụ"


def test_text_is_compared_without_case_and_number_of_spaces() -> None:
    assert fold_text("  ĐỦ\u00a0\n và  ĐÚNG hạn") == fold_text(unicodedata.normalize("NFD", "đủ và đúng hạn"))
    assert fold_text("đủ") != fold_text("du")


@given(st.text(max_size=12), st.sampled_from(["", "part", "count", "amount"]))
def test_reading_a_number_raises_nothing_but_its_own_error(typed: str, sort: str) -> None:
    with contextlib.suppress(NumberError):
        assert read_number(typed, sort).is_finite()


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_comma_and_a_point_mean_the_same(number: Decimal) -> None:
    assert read_number(f"{number:f}") == read_number(f"{number:f}".replace(".", ",")) == number
