"""The period report, each section a call in ``05_period.ipynb``: index, ranks, areas, weaknesses, breaks.

In: a period. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it selects, orders
and puts words, pictures and tables together. With one year alone, the head says so and the other
sections are empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.display.documents import blocks_with_units, document, has_detail, labels_of, name_index, show_remarks
from parreport.display.drawing.canvas import Line
from parreport.display.formats import format_number
from parreport.display.groups import ENDS
from parreport.display.index_names import index_first, title_years
from parreport.display.parts import Bullets, Figure, Heading, KeyFigures, Section, Text, gather
from parreport.display.period import break_sentences as changes
from parreport.display.period import rank_sentences as moves
from parreport.display.period import sentences as say
from parreport.display.period import tables
from parreport.display.period import unit_sentences as who
from parreport.display.period.area_lines import chart_area_lines
from parreport.display.period.bump import Path, chart_ranks
from parreport.display.period.charts import chart_series_pages
from parreport.display.period.rank_rows import chart_rank_rows
from parreport.display.pictures import Caption, Chart
from parreport.display.sentences import join_sentences, name_with_gaps
from parreport.inputs.framework import LARGE_BLOCK, Block
from parreport.language import counted, in_language, set_language, text
from parreport.spans import Span
from parreport.years.results import Period, shown_name

NAN = float("nan")
LISTED = 18
FEW = 10  # units whose lines can be told apart where they cross


def show_period_head(period: Period) -> Section:
    """Show the title, the headline of each block over the years, and four figures."""
    results = period.results
    set_language(results.parameters.language, period.of_periods)
    title = title_years(results)
    if len(period.years) == 1:
        alone = Text(say.describe_single_year(period), "lead")
        return gather(document(results, title, name_index(results)), alone)
    facts = {"index": index_first(results), "province": results.parameters.province, "years": say.years_of(period)}
    subtitle = text("{index}, {province}, {years}", **facts)
    blocks = list(blocks_with_units(results))
    return gather(
        document(results, title, subtitle),
        KeyFigures(_head_figures(period, blocks)),
        [Text(say.describe_block(period, block), "lead") for block in blocks],
        show_remarks(results),
        [table for block in blocks if (table := tables.table_means(period, block))],
    )


def _head_figures(period: Period, blocks: list[Block]) -> tuple[Figure, ...]:
    decimals, first = period.decimals, period.years[0]
    figures = [Figure(str(len(period.years)), text("years"), (str(say.years_of(period)),))]
    for block in blocks[:2]:
        for row in period.same_units[period.same_units["block"] == block.code].to_dict("records"):
            change, n = row["change_pp"], int(row["units_n"])
            label = text("mean index, percentage points since {year}", year=row["first_year"])
            tone: Any = "good" if change > 0 else "warm" if change < 0 else "plain"
            remarks = [block.shown]
            if n < len(say.units_of(period, block)):
                remarks.append(counted(n, "1 unit of both years", "{n} units of both years"))
            figures.append(Figure(format_number(change, decimals, signed=True), label, tuple(remarks), tone))
    if len(period.moves):
        n, up, down = (int(period.moves[name].sum()) for name in ("units_n", "up_n", "down_n"))
        label = text("units stand higher than in {year}", year=first)
        lower = (counted(down, "1 stands lower", "{n} stand lower"),) if down else ()
        figures.append(Figure(f"{up}/{n}", label, lower))
    return tuple(figures)


def _blocks(period: Period) -> list[Block]:
    """Return the blocks of which there is a period to tell: none where only one year is at hand."""
    return list(blocks_with_units(period.results)) if len(period.years) > 1 else []


def show_period_index(period: Period) -> Section:
    """Show the index of each unit over the years, a small plot each."""
    parts: list[Any] = []
    for block in _blocks(period):
        remarks = who.describe_units(period, block) + moves.describe_cut(period, block)
        parts += [
            Heading(say.heading_index(period, block), id=f"index-{block.code}"),
            Text(say.describe_moves(period, block)),
            _series_charts(period, block),
            [Text(" ".join(remarks), "note")] if remarks else [],
        ]
    return gather(*parts)


def _series_charts(period: Period, block: Block) -> list[Chart]:
    decimals, years = period.decimals, period.years
    units = say.units_of(period, block)
    beside = say.is_comparison_needed(period, block)
    lines = [_line(period, str(row["unit_code"]), name_with_gaps(row), beside) for row in units.to_dict("records")]
    trends = say.trends_of(period, block)
    order = trends.assign(_size=[-abs(one) for one in trends["change_pp"]])
    order = order.sort_values("_size", kind="stable").head(LISTED)
    last = dict(rows_of(units, "unit_code", "printed_pct"))
    listed = "; ".join(
        f"{period.results.name_of(unit)} {format_number(first, decimals)} → {format_number(last[unit], decimals)}"
        for unit, first in rows_of(order, "unit_code", "first_pct")
    )
    alt = counted(
        len(units), "The index of 1 unit, {years}.", "The index of {n} units, {years}.", years=say.years_of(period)
    )
    if listed:
        alt += " " + counted(len(order), "Change: {listed}.", "The largest changes: {listed}.", listed=listed)
    note = join_sentences(
        text("Units in order of rank, on one scale. All figures stand in the annex."), say.describe_axis(years)
    )
    if beside:
        note += " " + text(
            "Dashed: only items that can be compared through all linked years, bonus and penalty left out."
        )
    only = movers_of(period, block)
    facts = {"years": say.years_of(period), "block": block.shown}
    return chart_series_pages(
        lines,
        years,
        say.breaks_of(period, block),
        decimals,
        caption=Caption(
            title=say.title_index(period, block),
            subtitle=counted(
                len(lines),
                "Index in %, {years}, block {block}, 1 unit",
                "Index in %, {years}, block {block}, {n} units",
                **facts,
            )
            if only is None
            else text(
                "Index in %, {years}, block {block}: of {n} units the {most} with the highest change and the {most} "
                "with the lowest",
                n=len(lines),
                most=ENDS,
                **facts,
            ),
            alt=alt,
            note=note,
            id=f"index-chart-{block.code}",
            labels=labels_of(period.results),
        ),
        only=only,
    )


def movers_of(period: Period, block: Block) -> list[int] | None:
    """Return which units of a large block have a plot, by their places in print order: those that moved most.

    None where all of them have one: in other blocks, and where few have a change.
    """
    units = list(say.units_of(period, block)["unit_code"])
    trends = say.trends_of(period, block)
    if len(units) <= LARGE_BLOCK or len(trends) <= 2 * ENDS:
        return None
    order = trends.assign(_change=[float(one) for one in trends["change_pp"]]).sort_values("_change", kind="stable")
    ends = {*order["unit_code"].head(ENDS), *order["unit_code"].tail(ENDS)}
    return [place for place, unit in enumerate(units) if unit in ends]


def _line(period: Period, unit: str, name: str, with_beside: bool) -> Line:
    own = period.series[period.series["unit_code"] == unit].set_index("year")
    years = period.years
    values = [_figure(own, year, "printed_pct") for year in years]
    beside = [_figure(own, year, "comparable_pct") for year in years] if with_beside else []
    hollow = frozenset(i for i, year in enumerate(years) if not own["is_linked"].to_dict().get(year, True))
    return Line(name, values, beside if any(one == one for one in beside) else [], hollow)


def _figure(own: pd.DataFrame, year: Span, column: str) -> float:
    value = own[column].to_dict().get(year)
    return NAN if is_blank(value) else float(str(value))


def show_period_ranks(period: Period) -> Section:
    """Show the ranks of each block over the years."""
    parts: list[Any] = []
    for block in _blocks(period):
        parts += [Heading(moves.heading_ranks(block), id=f"ranks-{block.code}"), *_ranks_chart(period, block)]
    return gather(*parts)


def _ranks_chart(period: Period, block: Block) -> list[Any]:
    movers = dict(rows_of(period.movers, "unit_code", "places"))
    own = period.series[period.series["block"] == block.code]
    paths = []
    for row in say.units_of(period, block).to_dict("records"):
        unit = own[own["unit_code"] == row["unit_code"]].set_index("year")
        ranks = [_figure(unit, year, "rank") for year in period.years]
        if any(rank == rank for rank in ranks):
            paths.append(Path(shown_name(row), ranks, movers.get(row["unit_code"])))
    years = [year for i, year in enumerate(period.years) if any(p.ranks[i] == p.ranks[i] for p in paths)]
    if len(years) < 2:
        return [Text(moves.describe_no_ranks(period, block), "note")]
    n = len(paths)
    if n > LARGE_BLOCK:
        paths = [path for path in paths if path.places is not None]
    if not paths:
        return [Text(moves.title_ranks(period, block) + ".")]
    listed = "; ".join(
        f"{path.name} {' → '.join(format_number(rank, 0) for rank in path.ranks)}" for path in paths[:LISTED]
    )
    broken = say.breaks_of(period, block)
    facts = {"block": block.shown, "n": n}
    caption = Caption(
        title=moves.title_ranks(period, block),
        subtitle=text("Rank by year, block {block}; in colour those that moved most", **facts)
        if n == len(paths)
        else text("Rank by year, block {block}: of {n} units those that moved most", **facts),
        alt=text("Rank by year: {listed}.", listed=listed),
        note=join_sentences(*_notes_of_ranks(n, broken), say.describe_axis(period.years)),
        id=f"ranks-chart-{block.code}",
        labels=labels_of(period.results),
    )
    if n <= FEW:
        return [chart_ranks(paths, period.years, broken, caption=caption)]
    return [chart_rank_rows(paths, period.years, n, caption=caption)]


def _notes_of_ranks(n: int, broken: Sequence[bool]) -> list[str]:
    """Return what must be known of a chart of ranks: of lines for a few units, of rows for more."""
    if n <= FEW:
        return [text("Equal ranks stand one under the other. A year without a rank is a gap.")]
    told = [text("Units in order of rank; the ranks of all units and years stand in the annex.")]
    return [*told, text("The criteria set changed within these years.")] if any(broken) else told


def show_period_areas(period: Period) -> Section:
    """Show the areas of each block over the years, on items that all of them measure."""
    parts: list[Any] = []
    for block in _blocks(period):
        areas, years = _areas(period, block)
        if not len(areas):
            continue
        listed = "; ".join(
            f"{row['area_name']} {' → '.join(format_number(row[year], 1) for year in years)}"
            for row in areas.to_dict("records")
        )
        change = areas["change_pp"]
        places = list(range(len(areas)))
        note = join_sentences(
            text("Mean of this year's units, on the items that can be compared through all linked years."),
            say.describe_axis(years),
        )
        broken = dict(zip(period.years[1:], say.breaks_of(period, block), strict=True))
        lowest = moves.describe_lowest_areas(areas, years)
        parts += [
            Heading(text("Areas over the years, block {block}", block=block.shown), id=f"areas-{block.code}"),
            [Text(lowest)] if lowest else [],
            chart_area_lines(
                [Line(row["area_name"], [row[year] for year in years]) for row in areas.to_dict("records")],
                years,
                [broken[year] for year in years[1:]],
                caption=Caption(
                    title=moves.title_areas(areas),
                    subtitle=text("Mean in % of the maximum, comparable items, block {block}", block=block.shown),
                    alt=text("Mean by area: {listed}.", listed=listed),
                    note=note,
                    id=f"areas-chart-{block.code}",
                    labels=labels_of(period.results),
                ),
                rising=[i for i in places if change.iloc[i] == change.max() > 0],
                falling=[i for i in places if change.iloc[i] == change.min() < 0],
            ),
        ]
    return gather(*parts)


def _areas(period: Period, block: Block) -> tuple[pd.DataFrame, list[Span]]:
    """Return one row per area: its name, a column of means for each year, its change; and the years.

    No row where fewer than two years have areas.
    """
    own = period.area_series[period.area_series["block"] == block.code]
    years = sorted(own["year"].unique())
    if not has_detail(block) or len(years) < 2:
        return pd.DataFrame(), years
    changes = period.area_changes[period.area_changes["block"] == block.code]
    rows = []
    for _, area in own.groupby("area_code", sort=False):
        head, means = area.iloc[0], dict[Any, Any](rows_of(area, "year", "mean_pct"))
        name = in_language(head["area_name"], head["area_name_en"])
        rows.append({"area_name": name} | {year: means.get(year, NAN) for year in years})
    return pd.DataFrame(rows).assign(change_pp=changes["change_pp"].to_numpy()), years


def show_period_weaknesses(period: Period) -> Section:
    """Show the weaknesses of each block that last: which items, how many units, which units."""
    parts: list[Any] = []
    for block in _blocks(period):
        if has_detail(block) and period.results.base is not None:
            sentences = changes.describe_weaknesses(period, block)
            parts += [
                Heading(changes.heading_weaknesses(period, block), id=f"weaknesses-{block.code}"),
                Text(" ".join(sentences)) if sentences else None,
                tables.table_weaknesses(period, block),
            ]
    return gather(*parts)


def show_period_breaks(period: Period) -> Section:
    """Show in words where the series breaks: what changed between the criteria sets."""
    parts: list[Any] = []
    for block in _blocks(period):
        parts += [
            Heading(changes.heading_breaks(period, block), id=f"breaks-{block.code}"),
            Bullets(tuple(changes.describe_steps(period, block))),
            tables.tables_changed_items(period, block),
        ]
    return gather(*parts)


def show_period_table(period: Period) -> Section:
    """Show the annex: index, rank and class of every unit and year, and what changes are made of."""
    parts: list[Any] = []
    for block in _blocks(period):
        areas, years = _areas(period, block)
        parts += [
            tables.table_areas(areas, years, block) if len(areas) else None,
            tables.table_years(period, block),
            tables.table_trends(period, block),
        ]
    return gather(Heading(text("Annex: every unit, every year"), id="annex") if parts else None, *filter(None, parts))
