"""Figures and dates as they are printed: rounded half up, with the marks of the language.

In: exact or float figures. Out: text. Vietnamese has a decimal comma; no language has a space before
%, every one a real minus sign and tabular figures. How a date is written is a sentence of the
catalogues like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from parreport.columns import is_blank, round_half_up
from parreport.language import language, number_marks, text
from parreport.rounding import pattern_of

MINUS = "\u2212"
DASH = "\u2013"


def _exact(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


def decimal_mark() -> str:
    """Return the decimal mark of the language in force."""
    return number_marks(language())[0]


def format_number(value: Any, decimals: int = 2, signed: bool = False) -> str:
    """Return a figure rounded half up, thousands apart, with its decimals kept: 1.103,87; a dash where blank."""
    if is_blank(value):
        return DASH
    rounded = round_half_up(_exact(value), pattern_of(decimals))
    whole, _, tail = f"{abs(rounded):.{decimals}f}".partition(".")
    digits = f"{format_count(int(whole))}{decimal_mark()}{tail}" if tail else format_count(int(whole))
    if rounded < 0:
        return MINUS + digits
    return "+" + digits if signed and rounded > 0 else digits


def format_plain(value: Any, decimals: int = 2) -> str:
    """Return a figure with no more decimals than it needs: 10, 2.5, 0.75."""
    if is_blank(value):
        return DASH
    rounded = round_half_up(_exact(value), pattern_of(decimals))
    digits = f"{abs(rounded):f}"
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    digits = digits.replace(".", decimal_mark())
    return MINUS + digits if rounded < 0 else digits


def format_count(value: int) -> str:
    """Return a whole number with its thousands apart: 2.000 in Vietnamese, 2,000 in English."""
    return f"{value:,}".replace(",", number_marks(language())[1])


def format_amount(value: Any) -> str:
    """Return a declared figure, thousands apart, with no more decimals than it needs: 30.990, 81,2."""
    whole, mark, tail = format_plain(value, 9).partition(decimal_mark())
    sign = MINUS if whole.startswith(MINUS) else ""
    digits = whole.removeprefix(MINUS)
    return f"{sign}{format_count(int(digits))}{mark}{tail}" if digits.isdigit() else whole


def format_pct(value: Any, decimals: int = 1) -> str:
    """Return a percentage, its sign right after the figure; a dash where blank."""
    return DASH if is_blank(value) else f"{format_number(value, decimals)}%"


def format_range(low: Any, high: Any) -> str:
    """Return the range of a rank as printed behind it, (5–10); blank where it has none."""
    return "" if is_blank(low) else f"({low}{DASH}{high})"


def format_plain_pct(value: Any, decimals: int = 2) -> str:
    """Return a percentage with no more decimals than it needs; a dash where blank."""
    return DASH if is_blank(value) else f"{format_plain(value, decimals)}%"


def format_date(value: date) -> str:
    """Return a date as officials write it: 05/01/2019 in Vietnamese, 5 January 2019 in English."""
    from babel.dates import format_date as babel_date

    return str(babel_date(value, format=text("d MMMM y"), locale=language()))


def join_words(words: Sequence[str]) -> str:
    """Return words joined as a sentence does: commas, and "và"/"and" before the last."""
    if len(words) < 2:
        return "".join(words)
    return text("{first} and {last}", first=", ".join(words[:-1]), last=words[-1])
