"""The computation of a year as a recipe: from inputs to index, ranks, findings and changes.

In: a parameters file. Out: :class:`~parreport.years.results.Results`, or every fault at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from parreport.analysis.causes import find_causes
from parreport.analysis.changes import compare_years, round_changes
from parreport.analysis.claims import compare_claims, find_claims, sum_claims, sum_claims_by_area
from parreport.analysis.corrections import COLUMNS, find_corrections
from parreport.analysis.cuts import group_reasons, sum_cuts, sum_rounds
from parreport.analysis.followups import FOLLOWED, count_years_weak, find_followups
from parreport.analysis.item_cases import add_cases, add_shares
from parreport.analysis.items import find_pairs, measure_coherence, measure_items
from parreport.analysis.losses import (
    Scores,
    compare_areas,
    describe_block_areas,
    list_losses,
    score_base_areas,
    tell_findings,
)
from parreport.analysis.mapping import Links, find_splits, link_blocks, link_leaves, link_units
from parreport.analysis.neighbors import find_neighbors
from parreport.analysis.overview import compare_frameworks, compare_methods, compare_ranks, describe_blocks, sum_methods
from parreport.analysis.pace import find_pace, find_rest
from parreport.analysis.places import place_units
from parreport.analysis.recommendations import find_recommendations
from parreport.analysis.statistics import describe_items
from parreport.analysis.strengths import find_strengths
from parreport.analysis.targets import check_calendar, compare_targets, link_items, sum_targets
from parreport.analysis.weights import measure_weights
from parreport.analysis.what_if import find_what_if
from parreport.columns import CHANGES
from parreport.errors import ParameterError, Problem
from parreport.index.aggregation import aggregate, sum_units
from parreport.index.fragility import measure_fragility
from parreport.index.plans import find_plan, sum_plan
from parreport.index.ranking import rank_items, rank_units
from parreport.index.ratios import find_ratios
from parreport.index.robustness import estimate_robustness
from parreport.index.scoring import blocks_without_survey, find_unfinished
from parreport.index.small_numbers import sum_small_numbers
from parreport.index.standings import Standings
from parreport.inputs.faults import Faults
from parreport.inputs.parameters import Parameters, find_path
from parreport.language import message
from parreport.years.plain_cells import PlainDataError
from parreport.years.plain_results import History, Record, read_record
from parreport.years.reading import ReadYear, raise_faults, read_run
from parreport.years.results import Results, Scored
from parreport.years.surveys import estimate_tables, list_satisfaction

RESULTS_FILE, HISTORY_FILE = "results.json", "history.json"


def compute_results(parameters: Parameters | str | Path, scenario: str | Path | None = None) -> Results:
    """Compute a year from its inputs, and the years that it is compared with.

    Where the parameters name ``tables``, the folder of a run under way, its results are read.
    ``scenario`` is a file of points that some leaves would have (``unit_code, item_code, points``);
    everything is then computed as if they had them.

    Raises
    ------
    ParameterError, FrameworkError, DataError
        Every fault in every file at once; DataError where several kinds of file are at fault.
    """
    if scenario is None and isinstance(parameters, Parameters) and parameters.tables is not None:
        return read_results(parameters)
    return compute_year(read_subject(parameters, scenario))


def read_subject(parameters: Parameters | str | Path, scenario: str | Path | None = None) -> ReadYear:
    """Read a year and all years that it names, with the points of a scenario where one is given.

    Raises
    ------
    ParameterError, FrameworkError, DataError
        Every fault in every file at once; DataError where several kinds of file are at fault.
    """
    faults = Faults()
    path = None if scenario is None else find_path(str(scenario))
    read = read_run(parameters, faults, scenario=path)
    subject = str(parameters) if isinstance(parameters, str | Path) else "parameters"
    raise_faults(subject, faults)
    if read is None:
        raise ParameterError(subject, faults.problems)
    return read


def read_results(parameters: Parameters) -> Results:
    """Read the results that the run itself computed for these very parameters.

    Raises
    ------
    ParameterError
        The folder ``tables`` holds no results, or results of other parameters.
    """
    return _read_under_way(parameters, RESULTS_FILE, Results)


def read_years(parameters: Parameters) -> list[Scored]:
    """Read the years of ``history`` that the run itself computed for these very parameters.

    Raises
    ------
    ParameterError
        The folder ``tables`` holds no such years, or those of other parameters.
    """
    return list(_read_under_way(parameters, HISTORY_FILE, History).years)


def _read_under_way(parameters: Parameters, file: str, kind: type[Record]) -> Record:
    own = parameters.model_copy(update={"tables": None})
    try:
        found = read_record(Path(str(parameters.tables)) / file, kind)
    except PlainDataError:
        found = None
    if found is None or found.parameters != own:
        expected = message("a folder of the run under way; leave it blank to compute")
        problem = Problem("parameters", expected, str(parameters.tables), column="tables")
        raise ParameterError("parameters", [problem])
    return found


@dataclass(frozen=True)
class _Year:
    """A year that is scored, and what the rest of the chain needs beside it.

    ``findings``: as found, not yet told; ``whole``: items of units without gaps.
    """

    scored: Scored
    findings: pd.DataFrame
    whole: pd.DataFrame
    links: Links
    base_blocks: dict[str, str]


def score_year(read: ReadYear) -> Scored:
    """Score a year that was read without a fault, as far as a later year is compared with it."""
    return _score_year(read).scored


def _score_year(read: ReadYear) -> _Year:
    framework, units, leaves = read.year.framework, read.year.units, read.leaves
    base = score_year(read.base) if read.base is not None else None
    index = rank_units(sum_units(leaves, units, framework), framework)
    items = rank_items(aggregate(leaves, framework), index)
    whole = items[items["unit_code"].isin(index.loc[index["gaps_n"] == 0, "unit_code"])]
    links: Links = link_leaves(framework, base.framework) if base is not None else {}
    unit_links = link_units(units, base.units) if base is not None else {}
    base_blocks = link_blocks(framework, base.framework, links) if base is not None else {}
    before = (base.findings, base.units, base.framework, links, unit_links) if base is not None else ()
    findings = count_years_weak(find_strengths(items, framework), framework, *before)
    splits = find_splits(units) if base is not None else {}
    scored = Scored(
        parameters=read.parameters,
        framework=framework,
        units=units,
        leaves=leaves,
        items=items,
        index=compare_ranks(index, base.index if base else None, unit_links, base_blocks, framework.decimals, splits),
        statistics=describe_items(whole),
        findings=tell_findings(findings, leaves, framework),
        framework_changes=compare_frameworks(framework, base.framework if base else None, links, base_blocks),
        satisfaction=list_satisfaction(read.surveyed),
        base=base,
        unit_links=unit_links,
    )
    return _Year(scored, findings, whole, links, base_blocks)


def compute_year(read: ReadYear) -> Results:
    """Compute a year that was read without a fault: the chain from leaves to findings."""
    year = _score_year(read)
    scored, findings, whole, links, base_blocks = year.scored, year.findings, year.whole, year.links, year.base_blocks
    framework, units, leaves, items, index = (
        *(scored.framework, scored.units, scored.leaves),
        *(scored.items, scored.index),
    )
    statistics, base, unit_links = scored.statistics, scored.base, scored.unit_links
    coherence = measure_coherence(items, framework)
    if base is None:
        changes = pd.DataFrame(columns=CHANGES.names)
        followups = pd.DataFrame(columns=FOLLOWED)
        targets = compare_targets(read.year.target_values, framework)
        base_scores: Scores = {}
    else:
        changes = compare_years(leaves, index, base.leaves, base.index, links, unit_links)
        followups = find_followups(
            *(findings, items, units, framework),
            *(base.findings, base.items, base.units, base.framework),
            *(links, unit_links, leaves),
        )
        base_values = read.base.year.target_values if read.base is not None else None
        targets = compare_targets(read.year.target_values, framework, base_values, base.framework, unit_links)
        base_scores = score_base_areas(units, framework, base.items, base.units, base.framework, unit_links)
    before = (base.statistics, base.framework, base_blocks) if base else (None, None, None)
    block_areas = describe_block_areas(statistics, framework, *before)
    what_if = find_what_if(leaves, index, framework)
    ratios, standings = find_ratios(leaves, framework), Standings(leaves, index, framework)
    pace = find_pace(leaves, index, what_if, framework, find_rest(read.parameters.span))
    published = read.parameters.publication_date()
    plan = find_plan(leaves, index, pace, ratios, standings, framework, published)
    causes = find_causes(changes, index, base.index if base else index, unit_links, framework.decimals)
    fragility = measure_fragility(ratios, index, framework, standings)
    claim_sums = sum_claims(leaves)
    corrections = pd.DataFrame(columns=COLUMNS)
    if read.published is not None:
        corrections = find_corrections(index, items, leaves, read.published.index, read.published.items)
    places, outlines = place_units(units, read.year.boundaries)
    survey: dict[str, Any] = estimate_tables(
        read.surveyed, scored.satisfaction, base.satisfaction if base is not None else None, unit_links
    )
    return Results(
        **vars(scored),
        blocks=describe_blocks(index, base.index if base else None, unit_links, base_blocks, framework.decimals),
        block_areas=block_areas,
        unit_areas=compare_areas(items, index, statistics, framework, base_scores, find_unfinished(leaves, framework)),
        losses=list_losses(items, index),
        claims=find_claims(leaves),
        changes=changes,
        change_causes=causes,
        change_parts=round_changes(changes, causes, framework.decimals),
        what_if=what_if,
        followups=followups,
        targets=link_items(targets, leaves, framework),
        target_sums=sum_targets(targets, framework),
        calendar=check_calendar(read.year.calendar, read.parameters.published),
        gaps=leaves[leaves["origin"] == "missing"],
        claim_sums=claim_sums,
        claim_blocks=compare_claims(claim_sums),
        claim_areas=sum_claims_by_area(leaves, framework),
        cuts=sum_cuts(leaves),
        reasons=group_reasons(leaves),
        rounds=sum_rounds(leaves),
        surveys=compare_methods(sum_methods(leaves[leaves["unit_code"].isin(whole["unit_code"])])),
        corrections=corrections,
        item_quality=add_cases(measure_items(items, describe_items(items), coherence, framework), leaves, framework),
        item_pairs=add_shares(find_pairs(items, framework), framework),
        coherence=coherence,
        weights=measure_weights(items, index, framework),
        neighbors=find_neighbors(index),
        robustness=estimate_robustness(
            items, leaves, index, units, framework, ratios, appraisal_noise=read.parameters.appraisal_noise
        ),
        fragility=fragility,
        small_numbers=sum_small_numbers(fragility, ratios, index, standings),
        second_source=read.year.second_source,
        pace=pace,
        plan=plan,
        plan_sums=sum_plan(plan, leaves, index, what_if, framework, standings),
        recommendations=find_recommendations(items, index, findings, claim_sums, framework),
        places=places,
        outlines=outlines,
        **survey,
        scenario_n=read.scenario_n,
        without_survey=frozenset(blocks_without_survey(read.year.points, framework)),
        new_blocks=frozenset({block.code for block in framework} - base_blocks.keys()) if base else frozenset(),
        notes=tuple(read.notes),
    )
