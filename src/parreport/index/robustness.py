"""How sure a rank is: weights drawn, areas left out, the sampling error of the survey.

In: items, leaves, the index, units. Out: robustness, one row per unit. Source: ``docs/methodology.md`` 9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.index.draws import Floats, draw_factors, draw_moves, find_groups, weigh
from parreport.index.firmness import find_undrawn, judge_ranks, order_causes
from parreport.index.rank_sets import LARGEST_SIMULATED, Ints, estimate_rank_sets
from parreport.inputs.framework import Block, Framework

DRAWS = 2_000
CELLS = 100_000
ZERO = Decimal(0)
RANKS = tuple(
    (
        "rank rank_median rank_p05 rank_p95 rank_low rank_high rank_low_all rank_high_all area_out_max_rank_change "
        "area_out_rank areas_out_n draws_low draws_high range_low range_high unclear_n draws_n groups_n"
    ).split()
)
SHARES = ("first_share", "last_quarter_share", "index_se_pp", "stay_share")
WORDS = ("area_out", "range_by", "unclear_units", "drawn", "undrawn", "standing")
NOISE_IN_PCT = 1e-10


@dataclass(frozen=True)
class _Field:
    """The ranked units of a block: their figures by group, and what stands outside the tree."""

    block: Block
    index: pd.DataFrame
    items: pd.DataFrame
    cap: float
    decimals: int

    @property
    def units(self) -> list[str]:
        """The codes of the units, in the order of the index."""
        return list(self.index["unit_code"])

    @property
    def outside(self) -> Floats:
        """100 × (bonus − penalty) / maximum of each unit."""
        rows = rows_of(self.index, "bonus_points", "penalty_points", "max_points")
        return np.array([float(100 * (bonus - penalty) / m) for bonus, penalty, m in rows])

    def spread(self, codes: Sequence[str], column: str) -> Any:
        """Return an exact column of items, one row per unit and one column per code; 0 = no part."""
        own = self.items[self.items["item_code"].isin(codes) & self.items["applies"]]
        table = np.full((len(self.index), len(codes)), ZERO, dtype=object)
        row_of = {code: row for row, code in enumerate(self.units)}
        column_of = {code: at for at, code in enumerate(codes)}
        rows, columns = own["unit_code"].map(row_of), own["item_code"].map(column_of)
        table[rows.to_numpy(int), columns.to_numpy(int)] = own[column].to_numpy(object)
        return table

    def index_of(self, points: Floats, maxima: Floats) -> Ints:
        """Return the index as printed, rounded half up, in units of its last decimal."""
        pct = 100 * points / maxima + self.outside.reshape(-1, *(1,) * (points.ndim - 1))
        return round_as_printed(np.minimum(pct, self.cap), self.decimals)


def round_as_printed(pct: Floats, decimals: int) -> Ints:
    """Return percentages rounded half up, away from zero, in units of their last decimal.

    What a sum of floats may be short of a half, below a ten-billionth, does not decide.
    """
    scale = 10.0**decimals
    noise = min(NOISE_IN_PCT * scale, 0.001)
    return (np.sign(pct) * np.floor(np.abs(pct) * scale + 0.5 + noise)).astype(np.int64)


def estimate_robustness(
    items: pd.DataFrame,
    leaves: pd.DataFrame,
    index: pd.DataFrame,
    units: pd.DataFrame,
    framework: Framework,
    *,
    appraisal_noise: bool = False,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Estimate how sure each rank is: one row per unit, in the order of ``index``.

    Ranks are within a block, among its ranked units, 1 = best; all of them are blank for a unit
    without rank. ``first_share``, ``last_quarter_share``: shares of the draws. ``index_se_pp``:
    sampling error of the index in percentage points, blank without ``survey_se_points``. The
    confidence sets are blank unless every ranked unit of the block has a sampling error.

    Beyond the published columns: ``block``; ``area_out``, ``area_out_rank``: the area without which
    the rank changes most, and the rank then; ``areas_out_n``: number of areas that were left out and count for a unit;
    ``draws_low``, ``draws_high``: the 5% and 95% rank and the rank itself, blank where draws cannot
    change a rank; ``stay_share``: share of the draws with the published rank; ``range_low``,
    ``range_high``, ``range_by`` (``sampling`` or ``weights``): the range that is printed;
    ``unclear_n``: units from which the unit does not differ clearly; ``unclear_units``: their
    codes in order of rank, joined by ``;``, in blocks of at most ``LARGEST_SIMULATED`` units;
    ``drawn``, ``undrawn``, ``standing``: see :mod:`parreport.index.firmness`; ``draws_n``,
    ``groups_n``: number of draws, and of criteria that have a weight.
    """
    kept = index[["unit_code", "block", "rank"]].reset_index(drop=True)
    errors = _find_errors(leaves, index, units)
    table = kept.assign(index_se_pp=[errors.get(code, np.nan) for code in kept["unit_code"]])
    parts = []
    for block in framework:
        field = _field(items, index, framework, block)
        if field is None:
            continue
        part: dict[str, Any] = {"unit_code": field.units}
        part |= _draw_ranks(field, leaves if appraisal_noise else None, draws)
        part |= _leave_areas_out(field)
        part |= _bound_by_sampling(field, errors)
        part |= _list_causes(field, leaves, errors, appraisal_noise)
        parts.append(pd.DataFrame(part, dtype=object))
    if parts:
        table = table.merge(pd.concat(parts), on="unit_code", how="left", validate="one_to_one")
    return _typed(_with_range(table.reindex(columns=[*kept.columns, *ADDED])))


ADDED = (*(name for name in (*RANKS, *SHARES) if name != "rank"), *WORDS)


def _field(items: pd.DataFrame, index: pd.DataFrame, framework: Framework, block: Block) -> _Field | None:
    own = index[(index["block"] == block.code) & index["rank"].notna()].reset_index(drop=True)
    if own.empty:
        return None
    rows = items["unit_code"].isin(own["unit_code"])
    return _Field(block, own, items[rows], 100.0 if framework.cap_at_100 else np.inf, framework.decimals)


def _find_errors(leaves: pd.DataFrame, index: pd.DataFrame, units: pd.DataFrame) -> dict[str, float]:
    """Return 100 / maximum × the standard error of the survey points, of units that have both.

    A unit none of whose survey leaves count has no error of a survey.
    """
    surveyed = leaves[leaves["method"] == "survey"]
    silent = set(surveyed["unit_code"]) - set(surveyed.loc[surveyed["applies"], "unit_code"])
    maxima = dict(rows_of(index, "unit_code", "max_points"))
    given = rows_of(units, "unit_code", "survey_se_points")
    return {
        code: round(float(100 * error / maxima[code]), 9)
        for code, error in given
        if not is_blank(error) and maxima.get(code) and code not in silent
    }


# --- draws ----------------------------------------------------------------------------------


def _draw_ranks(field: _Field, leaves: pd.DataFrame | None, draws: int) -> dict[str, Any]:
    """Return median, 5% and 95% rank, shares of first place and last quarter over the draws."""
    groups = find_groups(field.block)
    codes = [group.code for group in groups]
    factors = draw_factors(field.block, groups, draws)
    points, maxima = (field.spread(codes, name).astype(float) for name in ("points", "max_points"))
    moves = None
    if leaves is not None:
        counted = leaves["unit_code"].isin(field.units) & leaves["applies"] & (leaves["method"] == "appraised")
        moves = draw_moves(leaves[counted], field.block, groups, factors, field.units)
    scopes, scope_of = np.unique(maxima, axis=0, return_inverse=True)  # most units share theirs
    ranks = np.empty((len(points), draws), dtype=np.int32)
    size = max(1, CELLS // len(points))
    for start in range(0, draws, size):
        part = slice(start, start + size)
        tops = weigh(points, factors[:, part])
        if moves is not None:
            tops += moves[:, part]
        bottoms = weigh(scopes, factors[:, part])[scope_of.reshape(-1)]
        ranks[:, part] = rank_columns(field.index_of(tops, bottoms))
    n, published = len(points), field.index["rank"].to_numpy(int)[:, None]
    stay = (ranks == published).sum(axis=1)
    first, last = (ranks == 1).sum(axis=1), (4 * ranks > 3 * n).sum(axis=1)
    ranks.sort(axis=1)
    return {
        **{name: ranks[:, _place(pct, draws)] for name, pct in PERCENTILES.items()},
        "first_share": first / draws,
        "last_quarter_share": last / draws,
        "stay_share": stay / draws,
        "groups_n": len(groups),
        "draws_n": draws,
    }


PERCENTILES = {"rank_median": 50, "rank_p05": 5, "rank_p95": 95}


def _place(percent: int, draws: int) -> int:
    """Return where, in rising order, the smallest rank stands that this share of draws does not pass."""
    return -(-percent * draws // 100) - 1


def rank_columns(values: Ints) -> Ints:
    """Rank each column by itself: the highest value is 1, ties share the best rank."""
    rows = np.ascontiguousarray(values.T)
    order = np.argsort(-rows, axis=1, kind="stable")
    falling = np.take_along_axis(rows, order, axis=1)
    places = np.broadcast_to(np.arange(rows.shape[1]), rows.shape).copy()
    places[:, 1:][falling[:, 1:] == falling[:, :-1]] = 0
    np.maximum.accumulate(places, axis=1, out=places)
    ranks = np.empty_like(places)
    np.put_along_axis(ranks, order, places + 1, axis=1)
    return ranks.T


# --- areas left out -------------------------------------------------------------------------


def _leave_areas_out(field: _Field) -> dict[str, Any]:
    """Return the largest change of each published rank when one area is left out, and by which.

    An area beside which a unit has nothing is never left out; without any other all is blank.
    """
    areas = [area.code for area in field.block.areas if field.block.leaf_codes_under[area.code]]
    points, maxima = (field.spread(areas, name) for name in ("points", "max_points"))
    sums = [field.index[name].to_numpy(object) for name in ("points", "max_points")]
    left = [(sums[0] - points[:, at], sums[1] - maxima[:, at]) for at in range(len(areas))]
    kept = [at for at, (_, rest) in enumerate(left) if all(rest > 0)]
    if not kept:
        return {}
    tops, bottoms = (np.array([left[at][i] for at in kept]).astype(float).T for i in range(2))
    ranks = rank_columns(field.index_of(tops, bottoms))
    changes = np.abs(ranks - field.index["rank"].to_numpy(int)[:, None])
    widest = changes.argmax(axis=1)
    units = np.arange(len(ranks))
    return {
        "area_out_max_rank_change": changes[units, widest],
        "area_out_rank": ranks[units, widest],
        "area_out": [areas[kept[at]] if changes[row, at] else "" for row, at in enumerate(widest)],
        "areas_out_n": sum(bool(any(maxima[:, at] > 0)) for at in kept),
    }


# --- sampling -------------------------------------------------------------------------------


def _bound_by_sampling(field: _Field, errors: dict[str, float]) -> dict[str, Any]:
    """Return the confidence sets of the ranks; nothing unless every unit has a sampling error.

    A set holds the published rank, also where units that print alike share it; two such units do
    not differ clearly.
    """
    if not all(unit in errors for unit in field.units):
        return {}
    estimates = field.index["index_pct"].to_numpy(object).astype(float)
    known = np.array([errors[unit] for unit in field.units])
    sets = estimate_rank_sets(estimates, known, field.block.code, field.units)
    ranks = field.index["rank"].to_numpy(int)
    unclear = ~(sets.ahead | sets.ahead.T) | (ranks[:, None] == ranks)
    np.fill_diagonal(unclear, False)
    codes, order = np.array(field.units, dtype=object), np.argsort(ranks, kind="stable")
    return {
        "rank_low": np.minimum(sets.low, ranks),
        "rank_high": np.maximum(sets.high, ranks),
        "rank_low_all": np.minimum(sets.low_all, ranks),
        "rank_high_all": np.maximum(sets.high_all, ranks),
        "unclear_n": unclear.sum(axis=1),
        "unclear_units": [";".join(codes[order[row[order]]]) for row in unclear]
        if len(ranks) <= LARGEST_SIMULATED
        else "",
    }


def _list_causes(field: _Field, leaves: pd.DataFrame, errors: dict[str, float], noise: bool) -> dict[str, str]:
    """Return what was drawn for a block of two ranked units or more, and what exists and was not."""
    known = [errors.get(unit) for unit in field.units]
    drawn = {"weights"} if len(find_groups(field.block)) > 1 else set()
    drawn |= {"appraisal"} if noise else set()
    drawn |= {"sampling"} if None not in known and any(known) else set()
    if len(known) < 2:
        return {"drawn": "", "undrawn": ""}
    undrawn = find_undrawn(leaves[leaves["unit_code"].isin(field.units)], drawn, None not in known)
    return {"drawn": order_causes(drawn), "undrawn": order_causes(undrawn)}


# --- the table ------------------------------------------------------------------------------


def _with_range(table: pd.DataFrame) -> pd.DataFrame:
    """Choose the range that is printed: the simultaneous set, else that of the draws, with the rank in it."""
    drawn = table["drawn"].astype(object).fillna("")
    by_sampling = drawn.str.contains("sampling")
    by_weights = drawn.str.contains("weights|appraisal")
    lows, highs = (table[["rank", name]].astype("Float64") for name in ("rank_p05", "rank_p95"))
    low, high = lows.min(axis=1).where(by_weights), highs.max(axis=1).where(by_weights)
    return table.assign(
        draws_low=low,
        draws_high=high,
        range_low=table["rank_low_all"].where(by_sampling, low),
        range_high=table["rank_high_all"].where(by_sampling, high),
        range_by=np.select([by_sampling, by_weights], ["sampling", "weights"], ""),
    )


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    whole = {name: table[name].astype("Int64") for name in RANKS}
    shares = {name: table[name].astype(float) for name in SHARES}
    words = {name: table[name].astype(object).fillna("") for name in WORDS}
    typed = table.assign(**whole, **shares, **words)
    return typed.assign(standing=judge_ranks(typed))
