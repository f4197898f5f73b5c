"""What a change of the index is made of: results, the set of items, bonus, penalty.

In: changes (``analysis.changes``), the compared index of the year and that of the base year. Out: one
row per unit, rounded so that the causes add up as printed. Source: ``docs/methodology.md`` 4.2.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal, localcontext
from typing import Any

import pandas as pd

from parreport.columns import round_half_up, rows_of
from parreport.rounding import pattern_of

ZERO, HUNDRED = Decimal(0), Decimal(100)
CAUSES = ("results", "framework", "bonus", "penalty")
"""What may move an index: the unit's own results on items that both years measure; other items, weights or
scope; bonus points; penalty points."""
MOVED = ["rose_items", "rose_pp", "fell_items", "fell_pp"]
COLUMNS = ["unit_code", *(f"{cause}_pp" for cause in CAUSES), "total_pp", "main", "without_pp", *MOVED]


def find_causes(
    changes: pd.DataFrame, index: pd.DataFrame, base_index: pd.DataFrame, unit_links: Mapping[str, str], decimals: int
) -> pd.DataFrame:
    """Find the causes of each change that is told: one row per unit with a ``change_pp``, as in ``changes``.

    Percentage points, rounded half up to ``decimals``; the total is the printed change, and the largest cause
    takes what rounding leaves, so that a cause of 0 stays 0. ``main``: the cause that goes furthest the way of the
    total, blank where the total is 0; ``without_pp``: the total less this cause.
    ``rose_items``, ``fell_items``: the leaves that rose or fell most as printed, joined by ``;``; blank where none did.
    """
    parts: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    leaves: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
    for unit, part, code, change in rows_of(changes, "unit_code", "part", "item_code", "change_pp"):
        parts[unit][part] += change
        if part == "leaf":
            leaves[unit].append((code, change))
    totals = dict(rows_of(index, "unit_code", "change_pp"))
    names = ("unit_code", "bonus_points", "penalty_points", "max_points")
    now, then = ({row[0]: row[1:] for row in rows_of(frame, *names)} for frame in (index, base_index))
    pattern = pattern_of(decimals)
    rows: list[dict[str, Any]] = []
    with localcontext() as context:
        context.prec = 50
        for unit, own in parts.items():
            if totals[unit] is None:
                continue
            shares = [(bonus / most, penalty / most) for bonus, penalty, most in (now[unit], then[unit_links[unit]])]
            exact = {
                "results": own["leaf"],
                "framework": own["framework"],
                "bonus": HUNDRED * (shares[0][0] - shares[1][0]),
                "penalty": -HUNDRED * (shares[0][1] - shares[1][1]),
            }
            moved = _most_moved(leaves[unit], pattern)
            rows.append({"unit_code": unit} | _round(exact, totals[unit], pattern) | moved)
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def _most_moved(leaves: list[tuple[str, Decimal]], pattern: Decimal) -> dict[str, Any]:
    """Return the leaves that rose most and those that fell most, as printed, and by how much."""
    printed = [(code, round_half_up(change, pattern) + ZERO) for code, change in leaves]
    most, least = (pick((change for _, change in printed), default=ZERO) for pick in (max, min))
    rose = [code for code, change in printed if change == most > 0]
    fell = [code for code, change in printed if change == least < 0]
    return {
        "rose_items": ";".join(rose),
        "rose_pp": most if rose else None,
        "fell_items": ";".join(fell),
        "fell_pp": least if fell else None,
    }


def _round(exact: Mapping[str, Decimal], total: Decimal, pattern: Decimal) -> dict[str, Any]:
    rounded = {cause: round_half_up(change, pattern) + ZERO for cause, change in exact.items()}
    largest = max(CAUSES, key=lambda cause: abs(exact[cause]))
    rounded[largest] += total - sum(rounded.values(), ZERO)
    sign = (total > 0) - (total < 0)
    main = max(CAUSES, key=lambda cause: sign * rounded[cause]) if sign else ""
    return {
        **{f"{cause}_pp": rounded[cause] for cause in CAUSES},
        "total_pp": total,
        "main": main,
        "without_pp": total - rounded[main] if main else None,
    }
