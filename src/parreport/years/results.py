"""What a run computed: the record that notebooks and tables are made from.

In: the tables of a year. Out: :class:`Results`, read only; its published tables as CSV files. Of
several years: :class:`Period`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any

import pandas as pd

from parreport.inputs.framework import Block, Framework
from parreport.inputs.parameters import Parameters
from parreport.language import Message, TimeName, in_language, text
from parreport.spans import Span, are_years
from parreport.survey_columns import (
    CHANCE_SPREAD,
    GROUP_DIFFERENCES,
    IMPORTANCE,
    SATISFACTION,
    SMALL_AREAS,
    SURVEY_CHOICES,
    SURVEY_POINTS,
    SURVEY_QUALITY,
    SURVEY_QUESTIONS,
    SURVEY_RESPONSE,
    UNIT_DIFFERENCES,
    YEAR_DIFFERENCES,
)


@dataclass(frozen=True, repr=False, kw_only=True)
class Scored:
    """A year as far as a later one is compared with it: scored, ranked, its strengths and weaknesses found.

    ``leaves``, ``items``, ``index``, ``findings``: as in :mod:`parreport.columns`, with further columns; ``index``
    has the comparison with the base year beside it (``analysis.overview.compare_ranks``); ``statistics``: one row
    per block and item (units without gaps); ``framework_changes``: one row per leaf that differs from the base year's;
    ``satisfaction``: as in :mod:`parreport.columns`, empty without a survey;
    ``base``: the same of the year compared with, or None; ``unit_links``: unit → base unit.
    """

    parameters: Parameters
    framework: Framework
    units: pd.DataFrame
    leaves: pd.DataFrame
    items: pd.DataFrame
    index: pd.DataFrame
    statistics: pd.DataFrame
    findings: pd.DataFrame
    framework_changes: pd.DataFrame
    satisfaction: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=SATISFACTION.names))
    base: Scored | None = None
    unit_links: dict[str, str] = field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        """Whether the run is a draft."""
        return self.parameters.status == "draft"

    @property
    def span(self) -> Span:
        """The time that is assessed: a year, or a part of one."""
        return self.parameters.span

    @property
    def base_year(self) -> Span | None:
        """The time compared with, None without one."""
        return None if self.base is None else self.base.span

    @property
    def base_short(self) -> TimeName | None:
        """The name of the time compared with where there is little room, None without one."""
        return None if self.base is None else self.base.span.short

    @property
    def shown_remarks(self) -> tuple[str, ...]:
        """What a reader must know: of this year's figures, then of the framework, in the language in force."""
        return (*self.parameters.shown_remarks, *self.framework.shown_remarks)

    @property
    def of_periods(self) -> bool:
        """Whether this time, or one that it is compared with, is no whole year."""
        return not self.span.is_year or (self.base is not None and self.base.of_periods)

    def block_of(self, unit_code: str) -> Block:
        """Return the block of a unit."""
        row = self.units.loc[self.units["unit_code"] == unit_code].iloc[0]
        return self.framework.by_code[str(row["block"])]

    def name_of(self, unit_code: str) -> str:
        """Return the name of a unit in the language of the report."""
        return shown_name(self.units.loc[self.units["unit_code"] == unit_code].iloc[0])


@dataclass(frozen=True, repr=False, kw_only=True)
class Results(Scored):
    """The tables of one year, all computed; of the year compared with, those of :class:`Scored`.

    Beside those of :class:`Scored`: ``claims``, ``changes``, ``what_if``, ``targets``: as in
    :mod:`parreport.columns`, with further columns;
    ``block_areas``: one row per block and area; ``unit_areas``: one row per unit and area; ``losses``:
    one row per unit and leaf that loses points; ``change_causes``: one row per unit whose change is told
    (:mod:`parreport.analysis.causes`); ``change_parts``: one row per unit and part of its change, rounded;
    ``gaps``: one row per leaf without points (draft only); ``claim_sums``: one row per unit that
    assessed itself; ``claim_blocks``: one row per block, who claims most; ``claim_areas``: the sums by
    area, and by block; ``cuts``: one row per item that
    was cut; ``reasons``: one row per block and reason of cuts; ``rounds``: one row per block and unit
    with cuts in round 1; ``target_sums``: one row per target; ``calendar``: one row per step;
    ``surveys``: one row per unit with an appraised and a survey part; ``blocks``: one row per block;
    ``followups``: one row
    per unit and weakness that it had in the base year; ``corrections``: one row per figure that differs from the folder
    that is corrected; ``item_quality``, ``item_pairs``: as in :mod:`parreport.columns`;
    ``robustness``: the same, with further columns (``index.robustness``); ``fragility``,
    ``small_numbers``: as in :mod:`parreport.sureness_columns`; ``coherence``: one row
    per block and item with parts; ``weights``: one row per block and item; ``neighbors``: one row
    per unit of a large block and neighbor in rank; ``second_source``: one row
    per unit and leaf on which the second source has figures, the equal ones too; ``pace``: one row per
    unit, ratio leaf and goal; ``plan``: one row per unit and leaf that it can win points on, ``plan_sums``: one
    row per unit, what these come to (:mod:`parreport.index.plans`); ``recommendations``: one row per block,
    rule and item; ``places``: one row per
    unit of a block that has a place on the map; ``outlines``: one row per ring of a boundary
    (:mod:`parreport.analysis.places`); ``small_areas``: as in :mod:`parreport.columns`, empty
    without a survey, as all that follow; ``satisfaction_blocks``: the same by block;
    ``chance_spread``: one row per block (:mod:`parreport.survey.chance_spread`); ``unit_differences``,
    ``group_differences``, ``year_differences``: as in :mod:`parreport.survey.differences`; ``importance``:
    one row per question; ``survey_points``: one row per unit and leaf with answers
    (:mod:`parreport.survey.points`); ``survey_questions``: one row per block and question; ``survey_response``: one
    row per block and group of respondents (:mod:`parreport.survey.response`); ``survey_quality``: one row per kind
    of remark (:mod:`parreport.inputs.survey.quality`); ``survey_choices``: one row per question and answer
    (:mod:`parreport.survey.choices`); ``notes``: remarks on
    the inputs; ``new_blocks``: blocks that continue none of the base year;
    ``scenario_n``: how many leaves have the points of a scenario, 0 where these are the
    year's own.
    """

    block_areas: pd.DataFrame
    unit_areas: pd.DataFrame
    losses: pd.DataFrame
    claims: pd.DataFrame
    changes: pd.DataFrame
    change_causes: pd.DataFrame
    change_parts: pd.DataFrame
    what_if: pd.DataFrame
    followups: pd.DataFrame
    targets: pd.DataFrame
    target_sums: pd.DataFrame
    calendar: pd.DataFrame
    gaps: pd.DataFrame
    claim_sums: pd.DataFrame
    claim_blocks: pd.DataFrame
    claim_areas: pd.DataFrame
    cuts: pd.DataFrame
    reasons: pd.DataFrame
    rounds: pd.DataFrame
    surveys: pd.DataFrame
    blocks: pd.DataFrame
    corrections: pd.DataFrame
    item_quality: pd.DataFrame
    item_pairs: pd.DataFrame
    coherence: pd.DataFrame
    weights: pd.DataFrame
    neighbors: pd.DataFrame
    robustness: pd.DataFrame
    fragility: pd.DataFrame
    small_numbers: pd.DataFrame
    second_source: pd.DataFrame
    pace: pd.DataFrame
    plan: pd.DataFrame
    plan_sums: pd.DataFrame
    recommendations: pd.DataFrame
    places: pd.DataFrame
    outlines: pd.DataFrame
    satisfaction_blocks: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=SATISFACTION.names))
    small_areas: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=SMALL_AREAS.names))
    chance_spread: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=CHANCE_SPREAD))
    unit_differences: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=UNIT_DIFFERENCES))
    group_differences: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=GROUP_DIFFERENCES))
    year_differences: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=YEAR_DIFFERENCES))
    importance: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=IMPORTANCE))
    survey_points: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=SURVEY_POINTS))
    survey_questions: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=SURVEY_QUESTIONS))
    survey_response: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=SURVEY_RESPONSE))
    survey_choices: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=SURVEY_CHOICES))
    survey_quality: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=SURVEY_QUALITY))
    scenario_n: int = 0
    without_survey: frozenset[str] = frozenset()
    new_blocks: frozenset[str] = frozenset()
    notes: tuple[Message, ...] = ()

    def __repr__(self) -> str:
        return f"Results({self.parameters.province!r}, {self.span}, {len(self.units)} units)"

    def _repr_html_(self) -> str:
        """Return what a notebook shows of it: the tables that it holds, each under its name."""
        frames = ((name, frame) for name, frame in vars(self).items() if isinstance(frame, pd.DataFrame))
        rows = "".join(
            f'<tr><th style="text-align:left">results.{name}</th><td>{len(frame)}</td><td>{frame.shape[1]}</td></tr>'
            for name, frame in frames
        )
        title = text("Results: {province}, {span}", province=self.parameters.province, span=self.span)
        heads = "".join(f"<th>{escape(one)}</th>" for one in (text("Table"), text("Rows"), text("Columns")))
        return (
            f'<details><summary>{escape(title)}</summary><table style="margin:0"><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></details>"
        )


@dataclass(frozen=True, repr=False)
class Period:
    """Several years together, all computed.

    ``results``: this year's; ``years``: the years, ascending, this one last; ``decimals``: those with
    which sentences print the index, two at most. ``series``: one row
    per unit of this year and year; ``missing``: one row per unit and year that its series lacks,
    with the reason; ``area_series``: one row per block, area and year, on comparable items;
    ``area_changes``: one row per block and area;
    ``breaks``: one row per block, pair of adjacent years and kind of change; ``persistent``: one
    row per block and item weak for two years or more; ``decomposition``: one row per unit and part
    of its change from the first year compared, ``first_year``, to this one; ``trends``: one row per
    unit of this year; ``trend_parts``: its parts rounded, one row per unit that has them; ``moves``:
    one row per block, how many rose and fell; ``movers``: one row per unit that moved most places;
    ``block_series``: one row per block and year; ``same_units``: one row per block, the means of the
    units of two years; ``block_codes``: by year, which block each block of this year was; ``ended``:
    one row per unit of an earlier year that no later one has; columns as in :mod:`parreport.analysis.periods`,
    :mod:`parreport.analysis.breaks`, :mod:`parreport.analysis.changes` and
    :mod:`parreport.analysis.trends`.
    """

    results: Results
    years: list[Span]
    first_year: Span
    decimals: int
    series: pd.DataFrame
    missing: pd.DataFrame
    area_series: pd.DataFrame
    area_changes: pd.DataFrame
    breaks: pd.DataFrame
    persistent: pd.DataFrame
    decomposition: pd.DataFrame
    trends: pd.DataFrame
    trend_parts: pd.DataFrame
    moves: pd.DataFrame
    movers: pd.DataFrame
    block_series: pd.DataFrame
    same_units: pd.DataFrame
    block_codes: dict[Span, dict[str, str]]
    ended: pd.DataFrame

    def __repr__(self) -> str:
        years = ", ".join(str(year) for year in self.years)
        return f"Period({self.results.parameters.province!r}, {years})"

    @property
    def of_periods(self) -> bool:
        """Whether one of the years is no whole year."""
        return not are_years(self.years)


def shown_name(unit: Any) -> str:
    """Return the name of a unit row in the language of the report."""
    return in_language(str(unit["unit_name"]), str(unit["unit_name_en"]))


def shown_step(step: Any) -> str:
    """Return the name of a step of the calendar in the language of the report."""
    return in_language(str(step["step"]), str(step["step_en"]))


def frames_of(results: Results) -> dict[str, pd.DataFrame]:
    """Return the published tables of a year by their names, with further columns."""
    return {
        "items": results.items,
        "index": results.index,
        "findings": results.findings,
        "followups": results.followups,
        "claims": results.claims,
        "changes": results.changes,
        "what_if": results.what_if,
        "targets": results.targets,
        "item_quality": results.item_quality,
        "item_pairs": results.item_pairs,
        "robustness": results.robustness,
        "fragility": results.fragility,
        "small_numbers": results.small_numbers,
        "pace": results.pace,
        "plans": results.plan,
        "recommendations": results.recommendations,
        "second_source_differences": results.second_source[results.second_source["state"] != "equal"],
        "satisfaction": results.satisfaction,
        "small_areas": results.small_areas,
    }
