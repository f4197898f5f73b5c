"""From declared and appraised figures to the points of each leaf.

In: the checked points, one row per unit and leaf. Out: leaves, with the points that count and
where they come from. Source: ``docs/methodology.md`` 1.1, 1.2, 1.9, 1.10.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from parreport.columns import LEAVES, rows_of
from parreport.inputs.framework import Framework

ZERO = Decimal(0)


@dataclass(frozen=True)
class Gap:
    """A leaf that applies and has no points; ``row`` is its row in the file, None without one."""

    unit_code: str
    item_code: str
    block: str
    row: int | None


def score_points(points: pd.DataFrame, framework: Framework, status: str) -> pd.DataFrame:
    """Score every leaf: one row per unit and leaf, in the order given.

    The points are those of the last round of appraisal; else those that the rule gives; else, in a
    draft, the self-assessed ones. A leaf that applies and has none is ``missing``, a gap for
    :func:`find_gaps` to report: it leaves points and maximum as if it did not apply. Leaves that do
    not apply have no points. Survey leaves of a block without a survey are taken out where the
    framework says ``rescale``.
    """
    without_survey = blocks_without_survey(points, framework)
    rescaled = {block.code for block in framework if block.code in without_survey and block.survey_missing == "rescale"}
    decided = [
        _decide(*row, rescaled=rescaled, draft=status == "draft")
        for row in zip(
            *(
                points[name].tolist()
                for name in (
                    "block",
                    "method",
                    "applies",
                    "max_points",
                    "self_points",
                    "computed_points",
                    "zero_of_zero",
                    "appraised_points",
                )
            ),
            strict=True,
        )
    ]
    counted = pd.Series([own for _, own, _ in decided], dtype=object, index=points.index)
    leaves = points.assign(
        applies=[applies for applies, _, _ in decided], points=counted, origin=[origin for _, _, origin in decided]
    )
    return leaves[[*LEAVES.names, "faulty", "row"]]


def _decide(
    block: str,
    method: str,
    applies: bool,
    max_points: Decimal | None,
    self_points: Decimal | None,
    computed: Decimal | None,
    zero_of_zero: bool,
    appraised: Decimal | None,
    *,
    rescaled: set[str],
    draft: bool,
) -> tuple[bool, Decimal | None, str]:
    """Return whether the leaf applies, the points that count, and where they come from."""
    if not applies or (method == "survey" and block in rescaled):
        return False, None, "not_applicable"
    outside = method in {"bonus", "penalty"}
    if appraised is not None:
        points, origin = appraised, "survey" if method == "survey" else "appraised"
    elif zero_of_zero:
        return False, None, "not_applicable"
    elif computed is not None:
        points, origin = computed, "rule"
    elif draft and self_points is not None:
        points, origin = self_points, "self"
    elif outside:
        return True, ZERO, "none"
    else:
        return False, None, "missing"
    if outside and max_points is not None:
        points = min(points, max_points)
    return True, points, origin


def blocks_without_survey(points: pd.DataFrame, framework: Framework) -> set[str]:
    """Return the codes of the blocks that have survey leaves, none of them with points.

    A block all of whose survey leaves are declared not applicable has nothing to miss.
    """
    surveyed = points[points["method"] == "survey"]
    expected = surveyed[surveyed["applies"]]
    with_points = set(surveyed.loc[surveyed["appraised_points"].notna(), "block"])
    return {b.code for b in framework if b.code in set(expected["block"]) and b.code not in with_points}


def find_gaps(leaves: pd.DataFrame) -> list[Gap]:
    """Find the leaves that apply and have no points, one gap each, in the order given.

    Rows that hold another fault are left out: mending that fault comes first.
    """
    missing = leaves[(leaves["origin"] == "missing") & ~leaves["faulty"]]
    return [Gap(*cells) for cells in rows_of(missing, "unit_code", "item_code", "block", "row")]


def find_unsaid(leaves: pd.DataFrame) -> dict[str, list[str]]:
    """Find bonus and penalty leaves that have a row in the file and no points, by unit: they count 0."""
    found: dict[str, list[str]] = {}
    none = leaves[(leaves["origin"] == "none") & leaves["row"].notna() & ~leaves["faulty"]]
    for unit, code in rows_of(none, "unit_code", "item_code"):
        found.setdefault(unit, []).append(code)
    return found


def find_unfinished(leaves: pd.DataFrame, framework: Framework) -> frozenset[tuple[str, str]]:
    """Find the items with a gap at or beneath them: pairs of unit and item, of every level."""
    found = set()
    missing = leaves[leaves["origin"] == "missing"]
    for unit, block, code in rows_of(missing, "unit_code", "block", "item_code"):
        by_code = framework.by_code[block].by_code
        while code:
            found.add((unit, code))
            code = by_code[code].parent_code
    return frozenset(found)


def set_points(leaves: pd.DataFrame, points: Mapping[tuple[str, str], Decimal]) -> pd.DataFrame:
    """Set the points of a scenario, given by unit and leaf: the leaves, with ``origin`` scenario.

    What units declared and appraisers gave stays beside them as it was.
    """
    keys = list(rows_of(leaves, "unit_code", "item_code"))
    columns = zip(keys, leaves["points"], leaves["origin"], strict=True)
    decided = [(points[key], "scenario") if key in points else (before, origin) for key, before, origin in columns]
    return leaves.assign(
        applies=[key in points or applies for key, applies in zip(keys, leaves["applies"], strict=True)],
        points=pd.Series([one for one, _ in decided], dtype=object, index=leaves.index),
        origin=[origin for _, origin in decided],
    )


def find_cut(leaves: pd.DataFrame) -> Iterable[tuple[str, str, Decimal, Decimal]]:
    """Find bonus and penalty leaves cut by their own maximum: unit, item, given, kept."""
    outside = leaves[leaves["method"].isin(["bonus", "penalty"]) & leaves["applies"]]
    declared = outside[~outside["origin"].isin(["none", "not_applicable"])]
    names = ("unit_code", "item_code", "points")
    rounds = ("appraised_points", "computed_points", "self_points")  # the first given one counts
    for unit, item, kept, *points in zip(*(declared[n] for n in (*names, *rounds)), strict=True):
        given = next((p for p in points if p is not None), None)
        if given is not None and given > kept:
            yield unit, item, given, kept
