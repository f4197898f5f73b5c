"""Whether differences are more than chance: units against the others, groups of one unit, this year and last.

In: sums of a survey, what is withheld. Out: one row per difference, with probabilities corrected for how
many are compared. Source: ``docs/methodology.md`` 16.6.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from parreport.columns import is_blank
from parreport.survey.design import Ints
from parreport.survey.estimates import Row, SurveySums, estimate_ratios, sum_cells
from parreport.survey.intervals import adjust_holm, estimate_intervals
from parreport.survey.student import t_quantile, two_sided
from parreport.survey.suppression import Cell
from parreport.survey.totals import Domain, Sample
from parreport.survey_columns import GROUP_DIFFERENCES, UNIT_DIFFERENCES, YEAR_DIFFERENCES

LEVEL = 0.05


def compare_units(sums: SurveySums, row: Row, withheld: Iterable[Cell] = ()) -> pd.DataFrame:
    """Compare each unit with the others of its block together, on one row of questions.

    One row per unit with answers whose share is published, where the block has another; ``p_all`` holds for
    all units of its block at once (Holm), ``significant`` is that at 5%.
    """
    hidden, records = set(withheld), []
    of = (row.factor, row.question_code, row.block)
    counts = sum_cells(row.count.n, sums.by_unit)
    for place, (unit, block) in enumerate(zip(sums.unit_codes, sums.blocks, strict=True)):
        others = [other for other, its in enumerate(sums.blocks) if its == block and other != place and counts[other]]
        if not counts[place] or not others or Cell(unit, "", of) in hidden:
            continue
        own = np.where(sums.unit_of_cell == place, 0, np.where(np.isin(sums.unit_of_cell, others), 1, -1))
        measured = _measure(sums.sample, row, own)
        records.append({"unit_code": unit, "block": block, **_named(measured, "others_pct")})
    return _judge(pd.DataFrame(records, columns=list(UNIT_DIFFERENCES)), "block")


def compare_groups(sums: SurveySums, row: Row, withheld: Iterable[Cell] = ()) -> pd.DataFrame:
    """Compare the groups of respondents of the province and of each unit, pair by pair.

    One row per unit (blank = province) and pair whose shares are both published; ``p_all`` holds for all pairs
    of the unit at once.
    """
    hidden, records = set(withheld), []
    of = (row.factor, row.question_code, row.block)
    for place, unit in enumerate(("", *sums.unit_codes)):
        inside = np.ones(len(sums.unit_of_cell), dtype=bool) if not unit else sums.unit_of_cell == place - 1
        counts = np.bincount(
            sums.group_of_cell[inside] + 1, weights=row.count.n[inside], minlength=len(sums.groups) + 1
        )[1:]
        there = [
            group for group, code in enumerate(sums.groups) if counts[group] and Cell(unit, code, of) not in hidden
        ]
        for one, other in combinations(there, 2):
            sides = np.where(sums.group_of_cell == one, 0, np.where(sums.group_of_cell == other, 1, -1))
            measured = _measure(sums.sample, row, np.where(inside, sides, -1))
            groups = {"respondent_group": sums.groups[one], "other_group": sums.groups[other]}
            records.append({"unit_code": unit, **groups, **_named(measured, "other_pct")})
    return _judge(pd.DataFrame(records, columns=list(GROUP_DIFFERENCES)), "unit_code")


def compare_years(satisfaction: pd.DataFrame, base: pd.DataFrame, base_codes: dict[str, str]) -> pd.DataFrame:
    """Compare published shares of all respondents with those of the base year, two samples that have none in common.

    ``base_codes``: the code in the base year of each unit, of the province blank. One row per unit and factor
    (blank = all) that both years have with a standard error; ``p_all`` holds for all of the factor at once.
    """
    before = {(row["unit_code"], row["factor"]): row for row in _of_all(base)}
    records = []
    for row in _of_all(satisfaction):
        past = before.get((base_codes.get(row["unit_code"], "\0"), row["factor"]))
        if past is None or is_blank(row["se_pct"]) or is_blank(past["se_pct"]):
            continue
        sides = [(_side_error(one) ** 2, int(one["df"])) for one in (row, past)]
        measured = _tested(float(row["satisfaction_pct"]), float(past["satisfaction_pct"]), None, sides)
        records.append({"unit_code": row["unit_code"], "factor": row["factor"], **_named(measured, "base_pct")})
    return _judge(pd.DataFrame(records, columns=list(YEAR_DIFFERENCES)), "factor")


def _of_all(satisfaction: pd.DataFrame) -> list[dict[str, Any]]:
    is_of_all = (satisfaction["respondent_group"] == "") & (satisfaction["question_code"] == "")
    return [{str(name): cell for name, cell in row.items()} for row in satisfaction[is_of_all].to_dict("records")]


def _side_error(row: dict[str, Any]) -> float:
    """Return the standard error of a share, at 0 and 100% that which its interval stands for."""
    if 0 < row["satisfaction_pct"] < 100:
        return float(row["se_pct"])
    return float(row["high_pct"] - row["low_pct"]) / t_quantile(0.975, int(row["df"]))


def _measure(sample: Sample, row: Row, sides: Ints) -> dict[str, Any]:
    """Return the difference of two sets of cells, 0 and 1 in ``sides``, with its error by the whole design."""
    totals, both = row.share, Domain(sides, 2)
    if totals is None:
        raise ValueError("only questions of satisfaction have shares that can be compared")
    shares, errors = estimate_ratios(sample, totals, both)
    counts, df = sum_cells(totals.n, both).astype(np.int64), sample.degrees(totals, both)
    low, high = estimate_intervals(shares, errors, df, counts)
    signs = np.where(sides == 0, 1.0, np.where(sides == 1, -1.0, 0.0))
    inside = np.maximum(sides, 0)
    factors = signs / sum_cells(totals.x, both)[inside]
    one = Domain(np.where(sides < 0, -1, 0), 1)
    variance = float(sample.variances(totals, factors, factors * shares[inside], one)[0])
    at_end = (shares <= 0) | (shares >= 1)
    for side in np.flatnonzero(at_end & (df > 0)):
        variance += float((high[side] - low[side]) / t_quantile(0.975, int(df[side]))) ** 2
    sides_known = [(1e4 * float(error) ** 2, int(own)) for error, own in zip(errors, df, strict=True)]
    return _tested(100 * shares[0], 100 * shares[1], 1e4 * variance, sides_known)


def _tested(share: float, other: float, variance: float | None, sides: list[tuple[float, int]]) -> dict[str, Any]:
    """Return a difference in points with its test; ``sides``: variance and degrees of freedom of each."""
    variance = sum(own for own, _ in sides) if variance is None else variance
    df = _joint_degrees(sides)
    found = {"shares": (share, other), "difference_pp": share - other, "df": df, "se_pp": np.nan}
    found |= {"low_pp": np.nan, "high_pp": np.nan, "p": np.nan}
    if df < 1:
        return found
    error = variance**0.5
    reach = t_quantile(0.975, df) * error
    found |= {"se_pp": error, "low_pp": share - other - reach, "high_pp": share - other + reach}
    return found | {"p": two_sided((share - other) / error, df) if error > 0 else np.nan}


def _joint_degrees(sides: list[tuple[float, int]]) -> int:
    """Return Satterthwaite's degrees of freedom of a difference, rounded down; 0 where a side has none."""
    if min(df for _, df in sides) < 1:
        return 0
    total = sum(variance for variance, _ in sides)
    parts = sum(variance**2 / df for variance, df in sides)
    return int(total**2 / parts) if parts > 0 else min(df for _, df in sides)


def _named(measured: dict[str, Any], other: str) -> dict[str, Any]:
    share, second = measured["shares"]
    return {"satisfaction_pct": share, other: second} | {key: measured[key] for key in measured if key != "shares"}


def _judge(differences: pd.DataFrame, family: str) -> pd.DataFrame:
    """Add the probability that holds for all differences of a family at once, and whether it is below 5%."""
    corrected = differences.assign(p_all=np.nan, significant=False)
    for _, own in corrected.groupby(family, sort=False):
        corrected.loc[own.index, "p_all"] = adjust_holm(own["p"].to_numpy(dtype=float))
    corrected["significant"] = (corrected["p_all"] < LEVEL).to_numpy()
    figures = corrected.select_dtypes("float").columns
    corrected[figures] = corrected[figures].round(9)
    return corrected
