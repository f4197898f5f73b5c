"""What one report reads of a run: its own rows, and the block's figures that it shows.

In: results. Out: the results of one unit's report, and a digest of everything in them. A report
whose slice is unchanged need not run again; its cost does not grow with the number of units.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from parreport.columns import split_codes
from parreport.inputs.framework import Framework
from parreport.years.plain_results import History, write_record
from parreport.years.reading import ReadYear
from parreport.years.recipe import HISTORY_FILE, RESULTS_FILE, score_year
from parreport.years.results import Results, Scored

NOT_SHOWN = (
    "claim_blocks",
    "recommendations",
    "cuts",
    "reasons",
    "surveys",
    "block_areas",
    "blocks",
    "target_sums",
    "calendar",
    "item_quality",
    "item_pairs",
    "coherence",
    "weights",
    "statistics",
    "changes",
    "places",
    "outlines",
    "satisfaction_blocks",
    "chance_spread",
    "importance",
    "survey_response",
    "survey_quality",
    "survey_choices",
)
OWN = (
    "leaves",
    "items",
    "findings",
    "unit_areas",
    "losses",
    "claims",
    "change_causes",
    "change_parts",
    "what_if",
    "followups",
    "gaps",
    "claim_sums",
    "claim_areas",
    "rounds",
    "targets",
    "corrections",
    "fragility",
    "small_numbers",
    "second_source",
    "neighbors",
    "pace",
    "plan",
    "plan_sums",
)


NAMED = 5  # of units from which one does not differ clearly, as many as its report names


class Slice:
    """What one report, or several, read of a run: written, and digested, when first asked for."""

    def __init__(self, results: Results, place: Path) -> None:
        self.results = results
        self.place = place

    @cached_property
    def digest(self) -> str:
        """The digest of everything in it."""
        return digest_results(self.results)

    @cached_property
    def folder(self) -> Path:
        """The folder from which notebooks of the run under way read it."""
        return write_results(self.results, self.place).resolve()


class Whole(Slice):
    """Everything in a run, for the reports of the whole province.

    The years of ``history`` are computed once, when first asked for: a period's digest is theirs
    too, and they stand in the folder, so that no notebook reads an input file.
    """

    def __init__(self, results: Results, history: Sequence[ReadYear], place: Path) -> None:
        super().__init__(results, place)
        self._read = history

    @cached_property
    def history(self) -> tuple[Scored, ...]:
        """The years of ``history`` that no chain of base years reaches, scored."""
        return tuple(map(score_year, self._read))

    @cached_property
    def period_digest(self) -> str:
        """The digest of everything in it and in the years of ``history``."""
        digests = [self.digest, *map(digest_results, self.history)]
        return hashlib.sha256("\n".join(digests).encode()).hexdigest()

    @cached_property
    def folder(self) -> Path:
        """The folder from which notebooks of the run under way read it, and the years."""
        return write_results(self.results, self.place, self.history).resolve()


SURVEYED = (
    *("satisfaction", "small_areas", "unit_differences", "group_differences", "year_differences", "survey_points"),
)
"""Of a survey: the unit's rows, and those of the province."""


def slice_unit(results: Results, unit: str) -> Results:
    """Return what the report of a unit reads: its own rows, and the units from which it is not told apart.

    These are the units on its rank, and those, if few, from which it does not differ clearly.
    """
    row = results.index[results.index["unit_code"] == unit].iloc[0]
    block = results.block_of(unit)
    tied = results.index[(results.index["block"] == block.code) & (results.index["rank"] == row["rank"]).fillna(False)]
    sure = _rows(results.robustness, [unit])
    unclear = split_codes(sure["unclear_units"].iloc[0])
    unclear = unclear if len(unclear) <= NAMED else ()
    near = {unit, *tied["unit_code"], *unclear}
    own: dict[str, Any] = {name: _rows(getattr(results, name), [unit]) for name in OWN}
    own |= {name: _rows(getattr(results, name), [unit, ""]) for name in SURVEYED if len(getattr(results, name))}
    changes = results.framework_changes
    own["framework_changes"] = changes[changes["block"] == block.code].reset_index(drop=True)
    own["robustness"] = sure.assign(unclear_units=";".join(unclear))
    empty = {name: getattr(results, name).iloc[:0] for name in NOT_SHOWN}
    linked = {unit: results.unit_links[unit]} if unit in results.unit_links else {}
    index = _rows(results.index, near)
    units = _rows(results.units, {*near, *split_codes(row["split_with"])}).assign(lat=None, lon=None)
    others = units["unit_code"] != unit
    units.loc[others, ["cluster", "base_unit_code"]] = ""
    units["survey_se_points"] = units["survey_se_points"].astype(object).where(~others, None)
    return replace(
        results,
        framework=_only_block(results.framework, block.code, set(own["targets"]["target_code"])),
        units=units,
        index=_hide_others(index, unit),
        notes=(),
        without_survey=frozenset(),
        new_blocks=frozenset(),
        base=_slice_base(results, unit),
        unit_links=linked,
        **own,
        **empty,
    )


def _rows(frame: pd.DataFrame, units: Iterable[str]) -> pd.DataFrame:
    return frame[frame["unit_code"].isin(list(units))].reset_index(drop=True)


def _hide_others(index: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return the index with the figures of others blank: of them only name and rank are shown."""
    own = index["unit_code"] == unit
    if own.all():
        return index
    names = ["unit_code", "unit_name", "unit_name_en", "block", "ranked", "rank", "ranked_n", "units_n", "whole_n"]
    others = index.loc[~own, names].astype(object)
    return pd.concat([index[own].astype(object), others], ignore_index=True)


def _only_block(framework: Framework, block: str, targets: set[str]) -> Framework:
    kept = tuple(target for target in framework.targets if target.code in targets)
    mapping = framework.mapping
    links = None if mapping is None else tuple(row for row in mapping if row.block == block)
    return replace(framework, blocks=(framework.by_code[block],), mapping=links, targets=kept)


def _slice_base(results: Results, unit: str) -> Scored | None:
    """Return what a unit's report reads of the base year: the names of the units that it was, its survey's error."""
    base = results.base
    if base is None:
        return None
    typed = results.units.loc[results.units["unit_code"] == unit, "base_unit_code"].iloc[0]
    row = results.index[results.index["unit_code"] == unit].iloc[0]
    codes = {*split_codes(typed), results.unit_links.get(unit, ""), row["split_from"]} & set(base.units["unit_code"])
    blocks = tuple(replace(one, items=(), bands=()) for one in base.framework if one.code == row["base_block"])
    units = _rows(base.units, codes).assign(cluster="", base_unit_code="", lat=None, lon=None)
    followed = units["unit_code"] == results.unit_links.get(unit, "")
    units["survey_se_points"] = units["survey_se_points"].astype(object).where(followed, None)
    none: dict[str, Any] = {
        field.name: getattr(base, field.name).iloc[:0]
        for field in fields(base)
        if isinstance(getattr(base, field.name), pd.DataFrame)
    }
    return replace(
        base,
        framework=replace(base.framework, blocks=blocks, mapping=None, targets=()),
        base=None,
        unit_links={},
        **(none | {"units": units}),
    )


def digest_results(results: Scored) -> str:
    """Return a digest of everything in results, the same for the same figures."""
    digest = hashlib.sha256()
    for field in fields(results):
        value = getattr(results, field.name)
        digest.update(f"\n[{field.name}]\n".encode())
        if isinstance(value, pd.DataFrame):
            rows = value.to_csv(index=False, lineterminator="\n") if len(value) else str(list(value.columns))
            digest.update(rows.encode())
        elif isinstance(value, Scored):
            digest.update(digest_results(value).encode())
        elif isinstance(value, frozenset):
            digest.update(repr(sorted(value)).encode())
        else:
            digest.update(repr(value).encode())
    return digest.hexdigest()


def write_results(results: Results, folder: Path, history: Sequence[Scored] | None = None) -> Path:
    """Write results, and years of ``history``, for the notebooks of the run under way.

    Returns the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_record(results, folder / RESULTS_FILE)
    if history is not None:
        write_record(History(results.parameters, tuple(history)), folder / HISTORY_FILE)
    return folder
