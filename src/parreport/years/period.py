"""The computation of a period as a recipe: the years that a year is compared with, and its history.

In: a parameters file. Out: :class:`~parreport.years.results.Period`, or every fault at once.
"""

from __future__ import annotations

from pathlib import Path

from parreport.analysis.chains import Chain, ScoredYear
from parreport.analysis.changes import compare_chain
from parreport.analysis.followups import count_persistent
from parreport.analysis.periods import (
    compare_area_years,
    describe_areas,
    describe_breaks,
    describe_series,
    find_missing,
    trace_blocks,
)
from parreport.analysis.trends import (
    compare_same_units,
    count_moves,
    describe_block_series,
    describe_trends,
    find_ended,
    find_movers,
    round_trends,
)
from parreport.inputs.parameters import Parameters
from parreport.years.recipe import compute_year, read_results, read_subject, read_years, score_year
from parreport.years.results import Period, Results, Scored

MOST_DECIMALS = 2


def compute_period(parameters: Parameters | str | Path) -> Period:
    """Compute the years of a period: this one, those it is compared with, those of ``history``.

    Years that the chain of ``base`` reaches are computed once, with this year; where the parameters
    name ``tables``, all stand there already. A year of ``history`` that no chain reaches is
    computed alone and stands in the series as it was published.

    Raises
    ------
    ParameterError, FrameworkError, DataError
        Every fault in every file of every year at once.
    """
    if isinstance(parameters, Parameters) and parameters.tables is not None:
        return join_years(read_results(parameters), read_years(parameters))
    read = read_subject(parameters)
    return join_years(compute_year(read), [score_year(one) for one in read.history])


def join_years(results: Results, history: list[Scored]) -> Period:
    """Join years that are computed: this one and those beneath it, and those that no chain reaches."""
    linked: list[Scored] = [results]
    while (base := linked[-1].base) is not None:
        linked.append(base)
    chain = Chain(tuple(_scored(one) for one in linked))
    others = [_scored(one) for one in history]
    years = sorted((*chain.years, *others), key=lambda one: one.year)
    paths = trace_blocks(chain, others)
    series, decomposition = describe_series(chain, others), compare_chain(chain)
    decimals = min(results.framework.decimals, MOST_DECIMALS)
    trends = describe_trends(series, decomposition, results.units, decimals)
    block_series = describe_block_series(years, series, paths, decimals)
    areas, first_year = describe_areas(chain), chain.years[-1].year
    return Period(
        results=results,
        years=[year.year for year in years],
        first_year=first_year,
        series=series,
        missing=find_missing(chain, others),
        decimals=decimals,
        area_series=areas,
        area_changes=compare_area_years(areas),
        breaks=describe_breaks(chain, others),
        persistent=count_persistent(results.findings),
        decomposition=decomposition,
        trends=trends,
        trend_parts=round_trends(trends, series, first_year, decimals),
        moves=count_moves(trends, years[0].year),
        movers=find_movers(trends, years[0].year),
        block_series=block_series,
        block_codes=paths,
        same_units=compare_same_units(years, series, block_series, decimals),
        ended=find_ended(years),
    )


def _scored(results: Scored) -> ScoredYear:
    return ScoredYear(results.span, results.framework, results.units, results.leaves, results.index)
