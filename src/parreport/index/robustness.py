"""How sure a rank is: weights and cases drawn, areas left out, the sampling error of the survey.

In: items, leaves, the index, units. Out: robustness, one row per unit. Source: ``docs/methodology.md`` 9, 11.3.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.index.case_ranks import Weights, draw_case_ranks
from parreport.index.draws import draw_factors, draw_moves, find_groups, weigh
from parreport.index.fields import CELLS, Field, find_field, find_place, rank_columns
from parreport.index.firmness import find_undrawn, judge_ranks, order_causes
from parreport.index.rank_sets import LARGEST_SIMULATED, estimate_rank_sets
from parreport.index.ratios import find_confirmed
from parreport.inputs.framework import Framework

DRAWS = 2_000
RANKS = tuple(
    (
        "rank rank_median rank_p05 rank_p95 rank_low rank_high rank_low_all rank_high_all area_out_max_rank_change "
        "area_out_rank areas_out_n draws_low draws_high range_low range_high unclear_n draws_n groups_n "
        "rank_cases_p05 rank_cases_p95 rank_together_p05 rank_together_p95 cases_low cases_high "
        "together_low together_high"
    ).split()
)
SHARES = ("first_share", "last_quarter_share", "index_se_pp", "stay_share", "cases_stay_share")
WORDS = ("area_out", "range_by", "unclear_units", "drawn", "undrawn", "standing")


def estimate_robustness(
    items: pd.DataFrame,
    leaves: pd.DataFrame,
    index: pd.DataFrame,
    units: pd.DataFrame,
    framework: Framework,
    ratios: pd.DataFrame,
    *,
    appraisal_noise: bool = False,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """Estimate how sure each rank is: one row per unit, in the order of ``index``; ``ratios``: those of the leaves.

    Ranks are within a block, among its ranked units, 1 = best; all of them are blank for a unit
    without rank. ``first_share``, ``last_quarter_share``: shares of the draws. ``index_se_pp``:
    sampling error of the index in percentage points, blank without ``survey_se_points``. The
    confidence sets are blank unless every ranked unit of the block has a sampling error.

    Beyond the published columns: ``block``; ``area_out``, ``area_out_rank``: the area without which
    the rank changes most, and the rank then; ``areas_out_n``: number of areas that were left out and count for a unit;
    ``draws_low``, ``draws_high``: the 5% and 95% rank and the rank itself, blank where draws cannot
    change a rank; ``stay_share``: share of the draws with the published rank; ``cases_low``, ``cases_high``,
    ``cases_stay_share``, ``together_low``, ``together_high``: the same of the draws of cases, and of cases and
    weights together, blank where no cases were drawn; ``range_low``,
    ``range_high``, ``range_by`` (``sampling``, ``weights`` or ``cases``): the range that is printed;
    ``unclear_n``: units from which the unit does not differ clearly; ``unclear_units``: their
    codes in order of rank, joined by ``;``, in blocks of at most ``LARGEST_SIMULATED`` units;
    ``drawn``, ``undrawn``, ``standing``: see :mod:`parreport.index.firmness`; ``draws_n``,
    ``groups_n``: number of draws, and of criteria that have a weight.
    """
    kept = index[["unit_code", "block", "rank"]].reset_index(drop=True)
    errors = _find_errors(leaves, index, units)
    undrawn = {
        "confirmed": set(find_confirmed(leaves, framework)["unit_code"]),
        "first": set(ratios.loc[ratios["denominator"] == 0, "unit_code"]),
    }
    table = kept.assign(index_se_pp=[errors.get(code, np.nan) for code in kept["unit_code"]])
    parts = []
    for block in framework:
        field = find_field(items, index, framework, block)
        if field is None:
            continue
        part: dict[str, Any] = {"unit_code": field.units}
        weights = _draw_weights(field, leaves if appraisal_noise else None, draws)
        part |= _draw_ranks(field, weights)
        part |= draw_case_ranks(field, ratios, errors, weights)
        part |= _leave_areas_out(field)
        part |= _bound_by_sampling(field, errors)
        part |= _list_causes(field, leaves, undrawn, errors, part, framework.appraisal == "judged")
        parts.append(pd.DataFrame(part, dtype=object))
    if parts:
        table = table.merge(pd.concat(parts), on="unit_code", how="left", validate="one_to_one")
    return _typed(_with_range(table.reindex(columns=[*kept.columns, *ADDED])))


ADDED = (*(name for name in (*RANKS, *SHARES) if name != "rank"), *WORDS)


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


def _draw_weights(field: Field, leaves: pd.DataFrame | None, draws: int) -> Weights:
    """Draw weights, and, where leaves are given, other appraisals of them."""
    groups = find_groups(field.block)
    factors = draw_factors(field.block, groups, draws)
    if leaves is None:
        return Weights(groups, factors)
    counted = leaves["unit_code"].isin(field.units) & leaves["applies"] & (leaves["method"] == "appraised")
    return Weights(groups, factors, draw_moves(leaves[counted], field.block, groups, factors, field.units))


def _draw_ranks(field: Field, weights: Weights) -> dict[str, Any]:
    """Return median, 5% and 95% rank, shares of first place and last quarter over the draws."""
    codes, factors, moves = [group.code for group in weights.groups], weights.factors, weights.moves
    draws = factors.shape[1]
    points, maxima = (field.spread(codes, name).astype(float) for name in ("points", "max_points"))
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
        **{name: ranks[:, find_place(pct, draws)] for name, pct in PERCENTILES.items()},
        "first_share": first / draws,
        "last_quarter_share": last / draws,
        "stay_share": stay / draws,
        "groups_n": len(codes),
        "draws_n": draws,
        "appraisal_drawn": moves is not None,
    }


PERCENTILES = {"rank_median": 50, "rank_p05": 5, "rank_p95": 95}


# --- areas left out -------------------------------------------------------------------------


def _leave_areas_out(field: Field) -> dict[str, Any]:
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


def _bound_by_sampling(field: Field, errors: dict[str, float]) -> dict[str, Any]:
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


def _list_causes(
    field: Field,
    leaves: pd.DataFrame,
    others: dict[str, set[str]],
    errors: dict[str, float],
    found: dict[str, Any],
    is_judged: bool,
) -> dict[str, str]:
    """Return what was drawn for a block of two ranked units or more, and what exists and was not."""
    known = [errors.get(unit) for unit in field.units]
    drawn = {"weights"} if found["groups_n"] > 1 else set()
    drawn |= {"appraisal"} if found["appraisal_drawn"] else set()
    drawn |= {"sampling"} if None not in known and any(known) else set()
    drawn |= {"cases"} if "cases_stay_share" in found else set()
    if len(known) < 2:
        return {"drawn": "", "undrawn": ""}
    own = leaves[leaves["unit_code"].isin(field.units)]
    here = {cause for cause, units in others.items() if not units.isdisjoint(field.units)}
    undrawn = find_undrawn(own, drawn, None not in known, here, is_judged)
    return {"drawn": order_causes(drawn), "undrawn": order_causes(undrawn)}


# --- the table ------------------------------------------------------------------------------


def _with_range(table: pd.DataFrame) -> pd.DataFrame:
    """Choose the range that is printed: the simultaneous set, else that of the draws, with the rank in it.

    That of the draws of weights; of cases, where weights cannot change a rank.
    """
    drawn = table["drawn"].astype(object).fillna("")
    by_sampling = drawn.str.contains("sampling")
    by_weights, by_cases = drawn.str.contains("weights|appraisal"), drawn.str.contains("cases")
    ranges: dict[str, pd.Series] = {}
    for name, source, where in (
        ("draws", "rank", by_weights),
        ("cases", "rank_cases", by_cases),
        ("together", "rank_together", by_cases),
    ):
        lows, highs = (table[["rank", f"{source}_{end}"]].astype("Float64") for end in ("p05", "p95"))
        ranges[f"{name}_low"], ranges[f"{name}_high"] = lows.min(axis=1).where(where), highs.max(axis=1).where(where)
    low = ranges["draws_low"].where(by_weights, ranges["cases_low"])
    high = ranges["draws_high"].where(by_weights, ranges["cases_high"])
    return table.assign(
        **ranges,
        range_low=table["rank_low_all"].where(by_sampling, low),
        range_high=table["rank_high_all"].where(by_sampling, high),
        range_by=np.select([by_sampling, by_weights, by_cases], ["sampling", "weights", "cases"], ""),
    )


def _typed(table: pd.DataFrame) -> pd.DataFrame:
    whole = {name: table[name].astype("Int64") for name in RANKS}
    shares = {name: table[name].astype(float) for name in SHARES}
    words = {name: table[name].astype(object).fillna("") for name in WORDS}
    typed = table.assign(**whole, **shares, **words)
    return typed.assign(standing=judge_ranks(typed))
