"""Figures as they are printed: marks of the language, nothing before %."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from parreport.display.formats import format_amount, format_number, format_pct, format_plain_pct
from parreport.language import use_language


@pytest.mark.parametrize(("code", "written"), [("vi", "85,20%"), ("en", "85.20%")])
def test_no_space_stands_before_a_percent_sign(code: str, written: str) -> None:
    with use_language(code):
        assert format_pct(Decimal("85.2"), 2) == written
        assert format_plain_pct(Decimal(60)) == "60%"
        assert format_pct(None) == format_plain_pct(None) == "–"


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (Decimal(30990), "30.990", "30,990"),
        (Decimal("81.20"), "81,2", "81.2"),
        (Decimal("-1234567.125"), "−1.234.567,125", "−1,234,567.125"),
        (0, "0", "0"),
        (None, "–", "–"),
    ],
)
def test_declared_figures_have_their_thousands_apart(value: Any, vietnamese: str, english: str) -> None:
    for code, written in (("vi", vietnamese), ("en", english)):
        with use_language(code):
            assert format_amount(value) == written


@pytest.mark.parametrize(
    ("value", "decimals", "vietnamese", "english"),
    [
        (Decimal("1103.87"), 2, "1.103,87", "1,103.87"),
        (Decimal("-1234567.125"), 1, "−1.234.567,1", "−1,234,567.1"),
        (Decimal("999.995"), 2, "1.000,00", "1,000.00"),
        (Decimal("999.4"), 0, "999", "999"),
        (Decimal("0.5"), 2, "0,50", "0.50"),
    ],
)
def test_points_have_their_thousands_apart(value: Decimal, decimals: int, vietnamese: str, english: str) -> None:
    for code, written in (("vi", vietnamese), ("en", english)):
        with use_language(code):
            assert format_number(value, decimals) == written
