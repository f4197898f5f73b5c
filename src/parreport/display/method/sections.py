"""The method report, each section a call in ``04_method.ipynb``: framework, items, weights, limits.

In: results. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it selects, orders
and puts words, pictures and tables together.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.display.documents import (
    blocks_with_units,
    detailed_blocks,
    document,
    labels_of,
    name_index,
    show_remarks,
    silent_section,
)
from parreport.display.formats import format_number
from parreport.display.method import sentences as say
from parreport.display.method import tables
from parreport.display.method import weight_sentences as weigh
from parreport.display.method.case_sentences import describe_few_cases
from parreport.display.method.charts import BOXES, chart_icicle_pages, chart_items, chart_weights
from parreport.display.method.coherence_sentences import describe_coherence
from parreport.display.parts import Bullets, Figure, Heading, KeyFigures, Section, Text, gather
from parreport.display.pictures import Caption
from parreport.display.province.background import framework_changes_of
from parreport.display.province.scope_sentences import describe_scope
from parreport.display.sentences import list_figures, units_in
from parreport.display.tables import item_name
from parreport.inputs.framework import Block
from parreport.language import counted, set_language, text
from parreport.years.results import Results


def show_method_head(results: Results) -> Section:
    """Show the title, what each block is scored on, what stands out, and how figures are made."""
    set_language(results.parameters.language, results.of_periods)
    blocks = list(blocks_with_units(results))
    return gather(
        document(results, text("Framework and method"), name_index(results)),
        KeyFigures(_head_figures(results, blocks)),
        [Text(say.describe_framework(results, block), "lead") for block in blocks],
        show_remarks(results),
        Heading(text("Method in plain words"), id="method"),
        Bullets(tuple(describe_scope(results))),
    )


def _head_figures(results: Results, blocks: list[Block]) -> tuple[Figure, ...]:
    silent = {b.code: len(say.find_silent(say.quality_of(results, b))) for b in blocks}
    pairs = {b.code: int((results.item_pairs["block"] == b.code).sum()) for b in blocks}
    leaves = {b.code: len(b.scored_leaves) for b in blocks}

    def remark(counts: dict[str, int]) -> tuple[str, ...]:
        told = (text("{n} in {block}", n=counts[b.code], block=b.shown) for b in blocks)
        return (" · ".join(told),)

    return (
        Figure(str(sum(leaves.values())), text("scored items"), remark(leaves)),
        Figure(str(sum(silent.values())), text("items on which all units are equal"), remark(silent)),
        Figure(str(sum(pairs.values())), text("pairs of items that order the units nearly alike"), remark(pairs)),
    )


def show_framework(results: Results) -> Section:
    """Show how the points of each block's framework are spread, as an icicle."""
    parts: list[Any] = []
    for block in detailed_blocks(results):
        items = _tree(block)
        listed = list_figures(items[items["level"] == 1], "item_name", "max_points")
        parts += [
            Heading(text("The framework of block {block}", block=block.shown), id=f"framework-{block.code}-heading"),
            *chart_icicle_pages(
                items,
                caption=Caption(
                    title=say.heading_framework(block),
                    subtitle=text(
                        "Points, block {block}; an item that does not apply leaves a unit's maximum", block=block.shown
                    ),
                    alt=text("Maximum by area: {listed}.", listed=listed),
                    note=text(
                        "In the boxes: the last part of the item's code; the annex lists all items with their names."
                    )
                    if (items["is_leaf"] & (items["level"] > BOXES)).any()
                    else "",
                    id=f"framework-chart-{block.code}",
                    labels=labels_of(results),
                ),
            ),
        ]
    return gather(*(parts or silent_section(text("The framework"))))


def _tree(block: Block) -> pd.DataFrame:
    rows = []
    for item in block.items:
        leaves = [block.by_code[code] for code in block.leaf_codes_under[item.code]]
        if leaves:
            rows.append(
                {
                    "item_name": item_name(item),
                    "number": item.code.rpartition(".")[2],
                    "level": item.level,
                    "is_leaf": item.is_leaf,
                    "max_points": float(sum(leaf.max_points or 0 for leaf in leaves)),
                    "by_survey": item.is_leaf and item.method == "survey",
                }
            )
    return pd.DataFrame(rows)


def show_item_quality(results: Results) -> Section:
    """Show what each item tells: how hard it is, how it goes with the others, which say the same."""
    parts: list[Any] = []
    for block in detailed_blocks(results):
        parts += [
            Heading(text("What the items tell, block {block}", block=block.shown), id=f"quality-{block.code}"),
            Text(" ".join(say.describe_items(results, block))),
            *_items_chart(results, block),
            tables.table_silent(results, block),
            Text(few) if (few := describe_few_cases(results, block)) else None,
            Text(say.describe_pairs(results, block)),
            tables.table_pairs(results, block),
        ]
    return gather(*(parts or silent_section(text("What the items tell"))))


def _items_chart(results: Results, block: Block) -> list[Any]:
    quality = say.quality_of(results, block)
    known = quality[quality["item_rest_correlation"].notna()]
    if known.empty:
        return []
    frame = known.assign(item_name=[block.by_code[code].shown for code in known["item_code"]])
    low = frame.sort_values("item_rest_correlation", kind="stable").head(5)
    listed = list_figures(low, "item_name", "item_rest_correlation")
    return [
        chart_items(
            frame,
            say.chance_of(quality),
            caption=Caption(
                title=say.heading_items(results, block),
                subtitle=counted(
                    units_in(results, block),
                    "Each dot one item, block {block}, 1 unit",
                    "Each dot one item, block {block}, {n} units",
                    block=block.shown,
                ),
                alt=text("Correlation of each item with the others. Lowest: {listed}.", listed=listed),
                note=say.note_items(quality),
                id=f"quality-chart-{block.code}",
                labels=labels_of(results),
            ),
        )
    ]


def show_weights(results: Results) -> Section:
    """Show which areas decide the order of the units, against their share of the points."""
    parts: list[Any] = []
    for block in detailed_blocks(results):
        areas = weigh.weights_of(results, block)
        parts += [
            Heading(
                text("What decides the order of block {block}", block=block.shown), id=f"weights-{block.code}-heading"
            ),
            Text(" ".join(weigh.describe_weights(results, block))),
        ]
        if areas["effective_pct"].isna().all():
            continue
        listed = "; ".join(
            f"{row['area_name']} {format_number(row['weight_pct'], 1)} → {format_number(row['effective_pct'], 1)}"
            for row in areas.to_dict("records")
        )
        parts += [
            chart_weights(
                areas,
                caption=Caption(
                    title=weigh.heading_weights(results, block),
                    subtitle=text(
                        "%, block {block}; differences: share of the variance of the index", block=block.shown
                    ),
                    alt=text("Share of the maximum → share of the differences, in percent: {listed}.", listed=listed),
                    id=f"weights-chart-{block.code}",
                    labels=labels_of(results),
                ),
            )
        ]
    return gather(*(parts or silent_section(text("What decides the order"))))


def show_coherence(results: Results) -> Section:
    """Show whether the parts of criteria and areas go together."""
    parts: list[Any] = []
    for block in detailed_blocks(results):
        heading = text("Whether parts go together, block {block}", block=block.shown)
        parts += [
            Heading(heading, id=f"coherence-{block.code}-heading"),
            Text(" ".join(describe_coherence(results, block))),
            tables.table_coherence(results, block),
        ]
    return gather(*(parts or silent_section(text("Whether parts go together"))))


def show_comparability(results: Results) -> Section:
    """Show what is not the same as in the base year's framework."""
    if results.base is None:
        words = text("No earlier year is given to compare with.")
        return gather(Heading(text("Comparability"), id="comparability"), Text(words, "note"))
    return gather(framework_changes_of(results, 2))


def show_limits(results: Results) -> Section:
    """Show what the figures cannot say."""
    return gather(Heading(text("Known limits"), id="limits"), Bullets(tuple(say.describe_limits(results))))


def show_item_list(results: Results) -> Section:
    """Show the annex: what each area decides, every item with its maximum and its measures."""
    blocks = detailed_blocks(results)
    weighed = [block for block in blocks if weigh.weights_of(results, block)["effective_pct"].notna().any()]
    listed = [tables.table_weights(results, block) for block in weighed]
    listed += [tables.table_items(results, block) for block in blocks]
    listed += [pairs for block in detailed_blocks(results) if (pairs := tables.table_pair_list(results, block))]
    return gather(Heading(text("Annex: every item"), id="annex") if listed else None, listed)
