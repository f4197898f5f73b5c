"""Whom to ask: a sample drawn from a list, the same for the same seed.

In: a list of households or transactions, a size for each unit and group. Out: the drawn rows with stratum, psu,
weight and sizes as ``survey.csv`` has them. The order of the list makes no difference, nor does what is drawn
in one unit for any other. Source: ``docs/methodology.md`` 13.3.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from parreport.analysis.sample_sizes import share_out

DRAWN = "respondent_id unit_code respondent_group stratum psu weight stratum_size psu_size list_id".split()
JOINT = " / "
LEAST_OF_STRATUM = 2
"""Fewest that are drawn from a stratum, where it has them: one alone tells no spread."""


def draw_sample(listed: pd.DataFrame, sizes: pd.DataFrame, seed: int, clusters: int | None = None) -> pd.DataFrame:
    """Return the drawn rows of a list: one row per respondent, numbered through.

    ``listed``: ``list_id``, ``unit_code``, ``respondent_group``, ``stratum``, ``psu``, and columns that go along.
    Without ``clusters`` respondents are drawn from each stratum in proportion to it, two at least. With them so many
    psu are drawn from each stratum, each alike, then as many respondents as can be from each of these; a stratum with
    fewer psu has all. The weight is how many of the list a respondent stands for.
    """
    wanted = {(u, g): int(n) for u, g, n in sizes[["unit_code", "respondent_group", "n"]].itertuples(index=False)}
    rows: list[dict[str, Any]] = []
    for (unit, group), cell in listed.groupby(["unit_code", "respondent_group"], sort=True):
        strata = {str(name): part for name, part in cell.groupby("stratum", sort=True)}
        parts = [len(part) for part in strata.values()]
        n = min(wanted.get((unit, group), 0), len(cell))
        shares = share_out(parts, [1.0] * len(parts), n, LEAST_OF_STRATUM) if n else [0] * len(parts)
        for (name, part), share in zip(strata.items(), shares, strict=True):
            label = JOINT.join(one for one in (str(unit), str(group), name) if one)
            chance = random.Random(f"{seed}|{label}")
            rows += _draw_stratum(part.to_dict("records"), label, share, chance, clusters)
    width = max(4, len(str(len(rows))))
    numbered = [{**row, "respondent_id": f"{at:0{width}}"} for at, row in enumerate(rows, 1)]
    more = [str(name) for name in listed.columns if name not in DRAWN]
    return pd.DataFrame(numbered, columns=[*DRAWN, *more])


def _draw_stratum(
    rows: Sequence[Mapping[Any, Any]], label: str, n: int, chance: random.Random, clusters: int | None
) -> Iterator[dict[str, Any]]:
    """Yield the rows drawn in a stratum, in the order of their numbers."""
    by_number = sorted(rows, key=lambda row: str(row["list_id"]))
    if not n:
        return
    if clusters is None:
        for row in _some(by_number, n, chance):
            yield {
                **row,
                "stratum": label,
                "psu": "",
                "weight": len(rows) / n,
                "stratum_size": len(rows),
                "psu_size": "",
            }
        return
    groups: dict[str, list[Mapping[Any, Any]]] = {}
    for row in sorted(by_number, key=lambda row: str(row["psu"])):
        groups.setdefault(str(row["psu"]), []).append(row)
    drawn = sorted(chance.sample(sorted(groups), min(clusters, len(groups), n)))
    shares = share_out([len(groups[one]) for one in drawn], [1 / len(groups[one]) for one in drawn], n, 1)
    for name, share in zip(drawn, shares, strict=True):
        size = len(groups[name])
        weight = len(groups) / len(drawn) * size / share
        design = {"stratum": label, "psu": name, "weight": weight, "stratum_size": len(groups), "psu_size": size}
        yield from ({**row, **design} for row in _some(groups[name], share, chance))


def _some(rows: Sequence[Mapping[Any, Any]], n: int, chance: random.Random) -> list[Mapping[Any, Any]]:
    return [rows[at] for at in sorted(chance.sample(range(len(rows)), n))]
