"""The ranking of a large block in the province report and on slides: how its units lie, its ends, its groups.

In: results. Out: parts of a page. Computes nothing: it selects, orders and puts words, pictures
and tables together.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.documents import labels_of
from parreport.display.drawing import theme
from parreport.display.drawing.scales import fit_scale, to_floats
from parreport.display.formats import DASH, format_number
from parreport.display.groups import Ends, ends_of, fold_of, quarters_of
from parreport.display.index_names import short_index
from parreport.display.parts import Heading, Part, Table, Text
from parreport.display.pictures import Caption, Chart
from parreport.display.province import ranking_sentences as rank
from parreport.display.province.ranking import Band, chart_ranking
from parreport.display.province.spread import chart_spread
from parreport.display.province.tables import table_ranking
from parreport.display.sentences import list_figures, name_with_gaps, ranking_of, whole_units_in
from parreport.display.sureness.sentences import ranges_of
from parreport.display.tables import ShownColumn, figure_column, number_column, table_of
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results, shown_name


def bands_of(block: Block) -> list[Band]:
    """Return the classes of a block as charts take them: name, lowest index, colour, best first."""
    colors = theme.band_colors(len(block.bands))
    return [(band.shown, float(band.lowest), color) for band, color in zip(block.bands, colors, strict=True)]


def ranking_frame(results: Results, block: Block) -> pd.DataFrame:
    """Return the ranking of a block as the charts take it; without places where units have gaps."""
    ranking, shown = ranking_of(results, block), {band.name: band.shown for band in block.bands}
    frame = pd.DataFrame(
        {
            "unit_name": [name_with_gaps(row) for row in ranking.to_dict("records")],
            "index_pct": to_floats(ranking, "printed_pct"),
            "rank": ranking["rank"].array,
            "band": [shown.get(band) for band in ranking["band"]],
            "base_index_pct": to_floats(ranking, "base_pct"),
            "places": ranking["places"].array,
        }
    )
    if rank.bracketed_kind(ranges := ranges_of(results, block)):
        spans = {
            row["unit_code"]: f"{row['range_low']}{DASH}{row['range_high']}"
            for row in ranges.to_dict("records")
            if not is_blank(row["range_low"])
        }
        frame = frame.assign(range_words=[spans.get(code, "") for code in ranking["unit_code"]])
    return frame.drop(columns="places") if whole_units_in(results, block) < len(ranking) else frame


def note_ranges(results: Results, block: Block) -> str:
    """Return what the ranges in the chart of a ranking are; blank where it has none."""
    words = {
        "sampling": text("Range: the 95% confidence set of all ranks, from the survey's error."),
        "weights": text("Range: that of the rank in 5–95% of the draws of weights."),
        "cases": text("Range: that of the rank in 5–95% of the draws of cases."),
    }
    return words.get(rank.bracketed_kind(ranges_of(results, block)), "")


def parts_of_large(results: Results, block: Block) -> list[Part | None]:
    """Return the ranking of a large block: how its units lie, the first and the last, groups of places."""
    moves = rank.describe_moves(results, block)
    return [
        Heading(rank.heading_ranking(results, block), id=f"ranking-{block.code}"),
        Text(moves) if moves else None,
        spread_chart(results, block),
        ends_chart(results, block, ends_of(ranking_frame(results, block))),
        table_groups(results, block),
        Text(text("The annex holds the whole ranking of block {block}.", block=block.shown), "note"),
    ]


def spread_chart(results: Results, block: Block) -> Chart | None:
    """Return where the units of a block lie, a dot each; None where no unit has an index."""
    ranking, decimals = ranking_of(results, block), results.framework.decimals
    known = ranking[ranking["printed_pct"].notna()]
    if known.empty:
        return None
    shown = {band.name: band.shown for band in block.bands}
    by_value = known.sort_values("printed_pct", key=lambda one: one.astype(float), ascending=False, kind="stable")
    best, worst = (
        f"{shown_name(row)} {format_number(row['printed_pct'], decimals)}"
        for row in (by_value.iloc[0], by_value.iloc[-1])
    )
    told = "; ".join(f"{name} {n}" for name, n in rank.count_classes(known, block))
    return chart_spread(
        to_floats(by_value, "printed_pct"),
        [shown.get(band, "") for band in by_value["band"]],
        bands_of(block),
        (best, worst),
        caption=Caption(
            title=rank.title_spread(known, block),
            subtitle=text(
                "{index} {year} in %, block {block}, {n} units, a dot each",
                index=short_index(results),
                year=results.span.title,
                block=block.shown,
                n=len(known),
            ),
            alt=text("{summary} Units by class: {listed}.", summary=rank.describe_block(results, block), listed=told),
            id=f"spread-chart-{block.code}",
            labels=labels_of(results),
        ),
    )


def ends_chart(results: Results, block: Block, ends: Ends) -> Chart:
    """Return the first and the last units of a ranking as one picture; ``ends``: of the chart's rows."""
    decimals, rows = results.framework.decimals, ends.rows
    values = [*to_floats(rows, "index_pct"), *to_floats(rows, "base_index_pct")]
    return chart_ranking(
        rows,
        bands_of(block),
        decimals,
        results.base_short,
        caption=Caption(
            title=text("The first and the last {n} units", n=len(ends.first)),
            subtitle=text(
                "{index} {year} in %, block {block}",
                index=short_index(results),
                year=results.span.title,
                block=block.shown,
            ),
            alt=text("In order, in %: {listed}.", listed=list_figures(rows, "unit_name", "index_pct", decimals)),
            note=note_ranges(results, block),
            id=f"ranking-chart-{block.code}",
            labels=labels_of(results),
        ),
        scale=fit_scale(values, top=None),
        year=results.span.short,
        fold=fold_of(ends),
    )


def table_groups(results: Results, block: Block) -> Table | None:
    """Return the groups of places of a block: their units, the index from and to, how many of each class."""
    decimals, groups = results.framework.decimals, quarters_of(ranking_of(results, block))
    if not groups:
        return None
    classes = [band for band in block.bands if any((group["band"] == band.name).any() for group in groups)]
    rows = [
        {
            "places": f"{group.iloc[0]['rank']}{DASH}{group.iloc[-1]['rank']}",
            "units_n": len(group),
            "high_pct": group.iloc[0]["printed_pct"],
            "low_pct": group.iloc[-1]["printed_pct"],
            **{band.name: int((group["band"] == band.name).sum()) for band in classes},
        }
        for group in groups
    ]

    def class_column(name: str, shown: str) -> ShownColumn:
        return number_column(shown, lambda row: str(row[name] or DASH))

    columns = (
        number_column(text("Places"), "places"),
        number_column(text("Units"), "units_n"),
        figure_column(text("Highest index %"), "high_pct", decimals),
        figure_column(text("Lowest index %"), "low_pct", decimals),
        *(class_column(band.name, band.shown) for band in (classes if len(block.bands) > 1 else [])),
    )
    caption = text("Four groups of places, block {block}", block=block.shown)
    return table_of(caption, rows, columns, id=f"groups-{block.code}")


def annex_of_rankings(results: Results, blocks: list[Block]) -> list[Any]:
    """Return the annex with the whole ranking of each large block."""
    parts: list[Any] = []
    for block in blocks:
        parts += [
            Heading(text("Annex: ranking of block {block}", block=block.shown), id=f"annex-ranking-{block.code}"),
            table_ranking(results, block, with_points=False),
        ]
    return parts
