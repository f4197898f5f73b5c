"""Exact figures as they are printed: rounded half up from a fraction, so that no digit is lost before.

In: a fraction. Out: a decimal. Source: ``docs/methodology.md`` 1.7.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def pattern_of(decimals: int) -> Decimal:
    """Return the pattern of figures with so many decimals: 0.01 of two."""
    return Decimal(1).scaleb(-decimals)


def round_fraction(value: Fraction, pattern: Decimal) -> Decimal:
    """Return an exact figure rounded half up, away from zero, to the places of the pattern."""
    steps = abs(value) / Fraction(pattern)
    whole = Decimal((2 * steps.numerator + steps.denominator) // (2 * steps.denominator)) * pattern
    return -whole if value < 0 else whole


def round_float(value: float, decimals: int) -> Decimal:
    """Return a figure as it is printed: rounded half up to its decimals, by the digits that it shows."""
    return round_fraction(Fraction(repr(float(value))), pattern_of(decimals))
