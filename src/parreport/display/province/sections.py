"""The results in the province report, each a call in ``01_province.ipynb``: rank, areas, losses.

In: results. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it selects, orders
and puts words, pictures and tables together.
"""

from __future__ import annotations

from typing import Any

from parreport.columns import rows_of
from parreport.display.documents import (
    blocks_with_units,
    corrections_of,
    detailed_blocks,
    document,
    labels_of,
    name_index,
    show_remarks,
    silent_section,
)
from parreport.display.drawing.rows import ROWS_ON_A_PAGE
from parreport.display.formats import format_number, format_pct
from parreport.display.groups import ends_of, is_large
from parreport.display.index_names import index_inside, short_index
from parreport.display.parts import Figure, Heading, KeyFigures, Section, Text, gather
from parreport.display.pictures import Caption, Chart
from parreport.display.province import loss_sentences as lose
from parreport.display.province import ranking_sentences as rank
from parreport.display.province import tables
from parreport.display.province.charts import chart_areas, chart_losses
from parreport.display.province.decisions import MEANS_SHOWN, recommend, table_causes, table_classes, table_places
from parreport.display.province.large import bands_of, note_ranges, parts_of_large, ranking_frame
from parreport.display.province.ranking import chart_ranking_pages
from parreport.display.sentences import (
    describe_gaps,
    list_figures,
    ranking_of,
    tell_units_of_means,
    units_in,
    units_of_means,
    whole_units_in,
)
from parreport.inputs.framework import Block
from parreport.language import counted, set_language, text
from parreport.years.results import Results

TOP_LOSSES = 6


def show_province_head(results: Results) -> Section:
    """Show the title, the headline of each block and four figures."""
    set_language(results.parameters.language, results.of_periods)
    facts = {"index": index_inside(results), "year": results.span.title, "province": results.parameters.province}
    subject = text("Results of the {index} {year}, {province}", **facts)
    return gather(
        document(results, name_index(results), text("Province report"), subject),
        KeyFigures(_head_figures(results)),
        [Text(rank.describe_block(results, block), "lead") for block in blocks_with_units(results)],
        Text(gaps, "warning") if (gaps := describe_gaps(results)) else None,
        show_remarks(results),
        table_classes(results),
        table_places(results),
        table_causes(results),
        recommend(results),
    )


def _head_figures(results: Results) -> tuple[Figure, ...]:
    decimals, blocks = results.framework.decimals, list(blocks_with_units(results))
    counts = [text("{n} in {block}", n=units_in(results, block), block=block.shown) for block in blocks]
    n, year = len(results.units), results.base_year
    whole, remarks = int((results.index["gaps_n"] == 0).sum()), [" · ".join(counts)]
    if whole < n:
        remarks.append(text("{n} with points for all items", n=whole))
    figures = [Figure(str(n), counted(n, "unit assessed", "units assessed"), tuple(remarks))]
    means = results.blocks[results.blocks["mean_pct"].notna()]
    for row in means.to_dict("records") if len(means) <= MEANS_SHOWN else ():
        remarks = [results.framework.by_code[row["block"]].shown]
        if year is not None and row["change_pp"] is not None:
            remarks.append(rank.describe_mean_move(row, year, decimals))
        figures.append(Figure(format_pct(row["mean_pct"], decimals), text("mean index"), tuple(remarks), "good"))
    if year is not None and results.blocks[["up_n", "down_n", "same_n"]].to_numpy().sum():
        up, down = (int(results.blocks[name].sum()) for name in ("up_n", "down_n"))
        label = counted(up, "unit improved on {year}", "units improved on {year}", year=year)
        figures.append(Figure(str(up), label, (text("{n} fell", n=down),) if down else ()))
    elif any(len(block.bands) > 1 for block in blocks):
        best = {block.code: block.bands[0] for block in blocks}
        reached = [row for row in results.index.to_dict("records") if row["band"] == best[row["block"]].name]
        names = ", ".join(dict.fromkeys(band.shown for band in best.values()))
        figures.append(Figure(str(len(reached)), text("units in the highest class"), (names,)))
    return tuple(figures)


def show_corrections(results: Results) -> Section:
    """Show what a correction changes against the published folder; nothing where there is none."""
    return gather(corrections_of(results, results.corrections))


def show_ranking(results: Results) -> Section:
    """Show the ranking of each block: the finding, the picture; the tables stand in the annex."""
    parts: list[Any] = []
    for block in blocks_with_units(results):
        if is_large(results, block):
            parts += parts_of_large(results, block)
            continue
        moves = rank.describe_moves(results, block)
        parts += [
            Heading(rank.heading_ranking(results, block), id=f"ranking-{block.code}"),
            Text(moves) if moves else None,
            ranking_charts(results, block),
        ]
    return gather(*parts)


def ranking_charts(results: Results, block: Block, rows: int = ROWS_ON_A_PAGE) -> list[Chart]:
    """Return the ranking of a block as pictures, at most so many rows on each."""
    ranking, decimals = ranking_of(results, block), results.framework.decimals
    frame = ranking_frame(results, block)
    printed = ranking.assign(unit_name=frame["unit_name"].array)
    listed = list_figures(printed, "unit_name", "printed_pct", decimals, base_year=results.base_short)
    return chart_ranking_pages(
        frame,
        bands_of(block),
        decimals,
        results.base_short,
        caption=Caption(
            title=text("Index and class of each unit"),
            subtitle=counted(
                len(frame),
                "{index} {year} in %, block {block}, 1 unit",
                "{index} {year} in %, block {block}, {n} units",
                index=short_index(results),
                year=results.span.title,
                block=block.shown,
            ),
            alt=text("{summary} In order, in %: {listed}.", summary=rank.describe_block(results, block), listed=listed),
            note=note_ranges(results, block),
            id=f"ranking-chart-{block.code}",
            labels=labels_of(results),
        ),
        rows=rows,
        year=results.span.short,
    )


def show_areas(results: Results) -> Section:
    """Show the areas of each block: mean, spread, change, and each unit by areas."""
    parts: list[Any] = []
    for block in detailed_blocks(results):
        areas = results.block_areas[results.block_areas["block"] == block.code]
        items = [block.by_code[code] for code in areas["item_code"]]
        areas = areas.assign(area_name=[item.shown for item in items])
        areas = areas.rename(columns={"best_pct": "high_pct"})
        if areas.empty:
            continue
        listed = "; ".join(f"{name} {format_pct(mean)}" for name, mean in rows_of(areas, "area_name", "mean_pct"))
        parts += [
            Heading(lose.heading_areas(block, areas), id=f"areas-{block.code}"),
            Text(lose.describe_areas(areas)),
            tables.table_heat(
                results, block, ends_of(ranking_of(results, block)) if is_large(results, block) else None
            ),
            chart_areas(
                areas.assign(area_name=[item.brief for item in items]),
                results.base_short,
                caption=Caption(
                    title=text("Mean and spread by area"),
                    subtitle=tell_units_of_means(block, *units_of_means(results, block)),
                    alt=text("Mean by area: {listed}.", listed=listed),
                    id=f"areas-chart-{block.code}",
                    labels=labels_of(results),
                ),
            ),
        ]
    return gather(*(parts or silent_section(text("Strong and weak areas of each unit"))))


def show_losses(results: Results) -> Section:
    """Show the items at which each block loses most points."""
    parts: list[Any] = []
    for block in detailed_blocks(results):
        stats = results.statistics[results.statistics["block"] == block.code]
        leaves = stats[stats["item_code"].isin({leaf.code for leaf in block.scored_leaves}) & (stats["losing_n"] > 0)]
        if leaves.empty:
            continue
        order = leaves.assign(lost_points=leaves["lost_points"].astype(float))
        order = order.sort_values("lost_points", ascending=False, kind="stable")
        items = [block.by_code[code] for code in order["item_code"]]
        order = order.rename(columns={"losing_n": "units_losing", "units_n": "units"}).assign(
            item_name=[item.shown for item in items], area_name=[block.by_code[item.area_code].brief for item in items]
        )
        top = order.head(TOP_LOSSES)
        listed = "; ".join(f"{name}: {format_number(lost)}" for name, lost in rows_of(top, "item_name", "lost_points"))
        parts += [
            Heading(text("Where block {block} loses its points", block=block.shown), 3, id=f"losses-{block.code}"),
            Text(lose.describe_losses(order)),
            chart_losses(
                top,
                caption=Caption(
                    title=lose.title_losses(order, TOP_LOSSES),
                    subtitle=text("Points lost by all units of block {block} together", block=block.shown)
                    if whole_units_in(results, block) == units_in(results, block)
                    else text("Points lost by the units of block {block} with points for all items", block=block.shown),
                    alt=text("Points lost by item: {listed}.", listed=listed),
                    id=f"losses-chart-{block.code}",
                    labels=labels_of(results),
                ),
            ),
        ]
    return gather(*parts)
