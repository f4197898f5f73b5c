"""The change of a unit's index between two years, in parts that sum exactly.

In: leaves and index of both years, the links between them, or a chain of years. Out: changes, one
row per unit and part. Source: ``docs/methodology.md`` 4.2, 4.3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal, localcontext
from typing import Any

import pandas as pd

from parreport.analysis.chains import Chain
from parreport.analysis.mapping import Links, Shares, blocks_of, chain_links
from parreport.columns import CHANGES, round_half_up, rows_of
from parreport.rounding import pattern_of

ZERO = Decimal(0)
HUNDRED = Decimal(100)
PLACES = Decimal("1e-15")
Leaf = tuple[Decimal, Decimal]


def compare_years(
    leaves: pd.DataFrame,
    index: pd.DataFrame,
    base_leaves: pd.DataFrame,
    base_index: pd.DataFrame,
    links: Links,
    unit_links: dict[str, str],
) -> pd.DataFrame:
    """Compare a year with its base year: the rows of :func:`compare_linked`."""
    blocks, base_blocks = blocks_of(index), blocks_of(base_index)
    codes: dict[str, list[str]] = defaultdict(list)
    for block, code in links:
        codes[block].append(code)
    paths = {unit: (blocks[unit], base_blocks[base_unit]) for unit, base_unit in unit_links.items()}
    known = {path: chain_links(codes[path[0]], [links], path) for path in set(paths.values())}
    shares = {unit: known[path] for unit, path in paths.items()}
    return compare_linked(leaves, index, base_leaves, base_index, unit_links, shares)


def compare_chain(chain: Chain) -> pd.DataFrame:
    """Compare this year with the first year of its chain: the rows of :func:`compare_linked`.

    Empty where the chain is this year alone; units that were not assessed in the first year have
    no rows.
    """
    if len(chain.years) < 2:
        return pd.DataFrame(columns=CHANGES.names)
    own, first = chain.years[0], chain.years[-1]
    unit_links = {unit: codes[-1] for unit, codes in chain.codes.items() if codes[-1] is not None}
    shares = {unit: chain.shares(unit, len(chain.years) - 1) for unit in unit_links}
    return compare_linked(own.leaves, own.index, first.leaves, first.index, unit_links, shares)


def compare_linked(
    leaves: pd.DataFrame,
    index: pd.DataFrame,
    base_leaves: pd.DataFrame,
    base_index: pd.DataFrame,
    unit_links: Mapping[str, str],
    shares: Mapping[str, Shares],
) -> pd.DataFrame:
    """Compare any two years: one row per unit and part of its change, in percentage points.

    ``unit_links`` has the base code of each unit, ``shares`` the base leaves that each of its
    leaves continues. ``leaf``: what the unit did better or worse on a leaf that both years measure;
    ``framework``: other items, other weights, other scope; ``bonus_penalty``; ``total``: the change
    of the unrounded, uncapped index. The parts of a unit sum exactly to its total (decimals of 15
    places). Units without a base year, or without an index in either, have no rows.
    """
    own, before = points_by_unit(leaves), points_by_unit(base_leaves)
    totals, base_totals = _by_unit(index), _by_unit(base_index)
    rows: list[tuple[str, str, str, Decimal]] = []
    with localcontext() as context:
        context.prec = 50
        for unit, base_unit in unit_links.items():
            now, then = totals[unit], base_totals[base_unit]
            if now["uncapped_pct"] is None or then["uncapped_pct"] is None:
                continue
            total = (now["uncapped_pct"] - then["uncapped_pct"]).quantize(PLACES)
            bonus = (_bonus_pct(now) - _bonus_pct(then)).quantize(PLACES)
            maxima, parts = (now["max_points"], then["max_points"]), []
            for code, leaf in own[unit].items():
                part = _performance(leaf, take_shares(shares[unit].get(code, {}), before[base_unit]), *maxima)
                if part is not None:
                    parts.append((code, part.quantize(PLACES)))
            rest = total - bonus - sum((part for _, part in parts), ZERO)
            rows += [(unit, "leaf", code, part) for code, part in parts]
            rows += [(unit, "framework", "", rest), (unit, "bonus_penalty", "", bonus), (unit, "total", "", total)]
    return pd.DataFrame(rows, columns=CHANGES.names)


def points_by_unit(leaves: pd.DataFrame) -> dict[str, dict[str, Leaf]]:
    """Return points and maximum of every applying leaf, by unit and leaf, bonus and penalty left out."""
    counted = leaves[leaves["applies"] & ~leaves["method"].isin(["bonus", "penalty"])]
    points: dict[str, dict[str, Leaf]] = defaultdict(dict)
    for unit, code, own, maximum in rows_of(counted, "unit_code", "item_code", "points", "max_points"):
        points[unit][code] = (own, maximum)
    return points


def take_shares(shares: Mapping[str, Decimal], points: Mapping[str, Leaf]) -> Leaf:
    """Return the shares of points and maximum that are taken of the leaves that apply; 0 of none."""
    taken = [(share, *points[code]) for code, share in shares.items() if code in points]
    return (
        sum((share * own for share, own, _ in taken), ZERO),
        sum((share * maximum for share, _, maximum in taken), ZERO),
    )


def percent(points: Decimal, maximum: Decimal) -> float:
    """Return 100 × points / maximum, rounded half up to 9 decimals."""
    with localcontext() as context:
        context.prec = 60
        return float(round_half_up(HUNDRED * points / maximum))


CHANGE_PARTS = "unit_code kind item_code items_n change_pp".split()
LEAVES_TOLD, LEAVES_AT_MOST = 6, 10


def round_changes(changes: pd.DataFrame, causes: pd.DataFrame, decimals: int) -> pd.DataFrame:
    """Round the parts of changes so that they add up as printed: one row per unit and part told.

    ``kind``: leaf (the :data:`LEAVES_TOLD` largest ones that do not print as 0, and those that print as
    large as the last of them, up to :data:`LEAVES_AT_MOST` in all, else none as large; the most gained
    first), others (the rest of the leaves that changed, ``items_n`` of them together), framework,
    bonus_penalty (where it does not print as 0), total. ``change_pp`` in percentage points, rounded
    half up to ``decimals``; framework, bonus with penalty, and total are those of ``causes``
    (:mod:`parreport.analysis.causes`), whose ``results_pp`` the leaves add up to: the others take what
    rounding leaves, where there are none the leaf with the largest change. Units as in ``causes``.
    """
    pattern = pattern_of(decimals)
    known = {row["unit_code"]: row for row in causes.to_dict("records")}
    rows: list[tuple[Any, ...]] = []
    for unit, own in changes[changes["part"] == "leaf"].groupby("unit_code", sort=False):
        if unit not in known:
            continue
        cause, leaves = known[unit], list(rows_of(own, "item_code", "change_pp"))
        by_size = sorted(leaves, key=lambda leaf: -abs(leaf[1]))
        told = _tell_largest([leaf for leaf in by_size if round_half_up(leaf[1], pattern) != 0], pattern)
        printed = {code: round_half_up(change, pattern) for code, change in told}
        rest = [code for code, change in leaves if change and code not in printed]
        left = cause["results_pp"] - sum(printed.values(), ZERO)
        if told and not rest:
            printed[told[0][0]] += left
        found = [("leaf", code, 1, change) for code, change in sorted(printed.items(), key=lambda leaf: -leaf[1])]
        if rest:
            found.append(("others", "", len(rest), left))
        found.append(("framework", "", 0, cause["framework_pp"]))
        bonus = cause["bonus_pp"] + cause["penalty_pp"]
        if bonus:
            found.append(("bonus_penalty", "", 0, bonus))
        found.append(("total", "", 0, cause["total_pp"]))
        rows += [(unit, *part) for part in found]
    return pd.DataFrame(rows, columns=CHANGE_PARTS)


def _tell_largest(by_size: list[tuple[str, Decimal]], pattern: Decimal) -> list[tuple[str, Decimal]]:
    """Return the largest leaves, so that none of those left out prints as large as one of them."""
    if len(by_size) <= LEAVES_TOLD:
        return by_size
    sizes = [abs(round_half_up(change, pattern)) for _, change in by_size]
    last = sizes[LEAVES_TOLD - 1]
    up_to = sum(size >= last for size in sizes)
    return by_size[: up_to if up_to <= LEAVES_AT_MOST else sum(size > last for size in sizes)]


def _by_unit(index: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(row["unit_code"]): row for row in index.to_dict("records")}  # type: ignore[misc]


def _bonus_pct(unit: dict[str, Any]) -> Decimal:
    return Decimal(HUNDRED * (unit["bonus_points"] - unit["penalty_points"]) / unit["max_points"])


def _performance(leaf: Leaf, base_leaf: Leaf, own_max: Decimal, base_max: Decimal) -> Decimal | None:
    """Return (w₀ + w₁)/2 × (s₁ − s₀) in percentage points; None where there is nothing to compare."""
    (points, maximum), (base_points, base_maximum) = leaf, base_leaf
    if base_maximum == 0:
        return None
    weight, base_weight = HUNDRED * maximum / own_max, HUNDRED * base_maximum / base_max
    return (base_weight + weight) / 2 * (points / maximum - base_points / base_maximum)
