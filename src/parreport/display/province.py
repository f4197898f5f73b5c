"""The sections of the province report, each a call in ``01_province.ipynb``.

In: results. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it selects, orders
and puts words, pictures and tables together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display import narrative_province as say
from parreport.display import tables, theme
from parreport.display.charts_province import chart_areas, chart_claims, chart_losses
from parreport.display.charts_ranking import chart_ranking_pages
from parreport.display.formats import format_date, format_number, format_pct
from parreport.display.parts import (
    Bullets,
    Document,
    Figure,
    Heading,
    KeyFigures,
    Part,
    Section,
    Text,
    gather,
)
from parreport.inputs.framework import Block
from parreport.language import Message, counted, set_language, text
from parreport.results import Results, shown_name

TOP_LOSSES = 10
TOP_CUTS = 8
CLAIMS_SHOWN = 30


def labels_of(results: Results) -> tuple[str, ...]:
    """Return what stands on every page: draft, illustrative."""
    labels = []
    if results.is_draft:
        labels.append(text("DRAFT"))
    if results.framework.illustrative:
        labels.append(text("ILLUSTRATIVE FIGURES"))
    return tuple(labels)


def document(results: Results, title: str, subtitle: str) -> Document:
    """Return the head and the closing lines of a report, and put its language in force."""
    framework = results.framework
    footer = [framework.shown]
    if framework.legal_basis:
        footer.append(text("Legal basis: {basis}", basis="; ".join(framework.legal_basis)))
    if framework.illustrative:
        footer.append(
            text(
                "Framework and figures are illustrative: they are made up and describe no real unit's result."
            )
        )
    day = results.parameters.publication_date()
    footer.append(text("Published {day}", day=format_date(day)))
    running = text(
        "Public administration reform index, {province}, {year}",
        province=results.parameters.province,
        year=results.parameters.year,
    )
    return Document(title, subtitle, running, labels_of(results), tuple(footer), day.isoformat())


def blocks_with_units(results: Results) -> Iterator[Block]:
    """Return the blocks of the framework that have units."""
    present = set(results.units["block"])
    return (block for block in results.framework if block.code in present)


def has_detail(block: Block) -> bool:
    """Return whether a block has more than one item, so that areas and losses mean something."""
    return len(block.scored_leaves) > 1


def show_province_head(results: Results) -> Section:
    """Show the title, the headline of each block and four figures."""
    set_language(results.parameters.language)
    parameters = results.parameters
    title = text(
        "Public administration reform index, {province}, {year}",
        province=parameters.province,
        year=parameters.year,
    )
    sentences = [
        Text(say.describe_block(results, block), "lead") for block in blocks_with_units(results)
    ]
    warnings = [Text(remark, "warning") for remark in results.framework.shown_remarks]
    return gather(
        document(results, title, text("Province report")),
        KeyFigures(_head_figures(results)),
        sentences,
        warnings,
    )


def _head_figures(results: Results) -> tuple[Figure, ...]:
    decimals, blocks = results.framework.decimals, list(blocks_with_units(results))
    counts = " · ".join(
        text(
            "{n} in {block}", n=int((results.units["block"] == block.code).sum()), block=block.shown
        )
        for block in blocks
    )
    figures = [Figure(str(len(results.units)), text("units assessed"), (counts,))]
    for row in results.blocks.head(2).to_dict("records"):
        remarks = [results.framework.by_code[row["block"]].shown]
        if results.base is not None and row["change_pp"] is not None:
            remarks.append(
                say.describe_move(row["change_pp"], results.base.parameters.year, decimals)
            )
        figures.append(
            Figure(
                format_pct(row["mean_pct"], decimals), text("mean index"), tuple(remarks), "good"
            )
        )
    if results.base is not None and results.blocks[["up_n", "down_n", "same_n"]].to_numpy().sum():
        up, down = int(results.blocks["up_n"].sum()), int(results.blocks["down_n"].sum())
        year = results.base.parameters.year
        figures.append(
            Figure(
                str(up), text("units improved on {year}", year=year), (text("{n} fell", n=down),)
            )
        )
    else:
        best = {block.code: block.bands[0] for block in blocks}
        reached = [
            row
            for row in results.index.to_dict("records")
            if row["band"] == best[row["block"]].name
        ]
        names = ", ".join(dict.fromkeys(band.shown for band in best.values()))
        figures.append(Figure(str(len(reached)), text("units in the highest class"), (names,)))
    return tuple(figures)


def show_corrections(results: Results) -> Section:
    """Show what a correction changes against the published folder; nothing where there is none."""
    return gather(corrections_of(results, results.corrections))


def corrections_of(results: Results, corrections: pd.DataFrame) -> list[Part]:
    """Return the correction as parts: heading, sentence, table; nothing where none is made."""
    if results.parameters.replaces is None:
        return []
    heading = Heading(text("Correction {n}", n=results.parameters.revision), id="corrections")
    if corrections.empty:
        return [heading, Text(text("No figure differs from the published report."))]
    words = counted(
        len(corrections),
        "1 figure differs from the published report.",
        "{n} figures differ from the published report.",
    )
    return [heading, Text(words), tables.table_corrections(results, corrections)]


def show_ranking(results: Results) -> Section:
    """Show the ranking of each block: the finding, the picture, the table."""
    parts: list[Part | list[Any]] = []
    for block in blocks_with_units(results):
        moves = say.describe_moves(results, block)
        parts += [Heading(say.heading_ranking(results, block), id=f"ranking-{block.code}")]
        parts += [Text(moves)] if moves else []
        parts += [_ranking_charts(results, block), tables.table_ranking(results, block)]
    return gather(*parts)


def _ranking_charts(results: Results, block: Block) -> list[Any]:
    ranking, decimals = say.ranking_of(results, block), results.framework.decimals
    shown = {band.name: band.shown for band in block.bands}
    frame = pd.DataFrame({
        "unit_name": [shown_name(row) for row in ranking.to_dict("records")],
        "index_pct": _floats(ranking["printed_pct"]), "rank": ranking["rank"].array,
        "band": [shown.get(band) for band in ranking["band"]], "base_index_pct": _floats(ranking["base_pct"]),
        "places": ranking["places"].array,
    })  # fmt: skip
    colors = theme.band_colors(len(block.bands))
    bands = [
        (b.shown, float(b.lowest), color) for b, color in zip(block.bands, colors, strict=True)
    ]
    base_year = results.base.parameters.year if results.base is not None else None
    listed = "; ".join(
        f"{name} {format_number(pct, decimals)}"
        for name, pct in zip(frame["unit_name"], ranking["printed_pct"], strict=True)
    )
    charts = chart_ranking_pages(
        frame, bands, decimals, base_year,
        title=text("Index and class of each unit"),
        subtitle=text("Index {year} in %, block {block}, {n} units", year=results.parameters.year, block=block.shown, n=len(frame)),
        alt=text("{summary} In order: {listed}.", summary=say.describe_block(results, block), listed=listed),
        id=f"ranking-chart-{block.code}", labels=labels_of(results),
    )  # fmt: skip
    return list(charts)


def _floats(values: pd.Series) -> list[float]:
    return [float("nan") if is_blank(value) else float(value) for value in values]


def show_heat_map(results: Results) -> Section:
    """Show units by areas."""
    detailed = [block for block in blocks_with_units(results) if has_detail(block)]
    if not detailed:
        return gather(_silent(text("Strong and weak areas of each unit")))
    return gather(
        Heading(text("Strong and weak areas of each unit"), id="heat"),
        [tables.table_heat(results, block) for block in detailed],
    )


def _silent(heading: str) -> list[Part]:
    return [
        Heading(heading),
        Text(
            text(
                "The source gives one total per unit; this section needs points by item and stays empty."
            ),
            "note",
        ),
    ]


def show_areas(results: Results) -> Section:
    """Show the areas of each block: mean, spread, change."""
    parts: list[Any] = []
    for block in blocks_with_units(results):
        if not has_detail(block):
            continue
        areas = _areas(results, block)
        base_year = results.base.parameters.year if results.base is not None else None
        listed = "; ".join(
            f"{row['area_name']} {format_pct(row['mean_pct'])}" for row in areas.to_dict("records")
        )
        parts += [
            Heading(say.heading_areas(block, areas), id=f"areas-{block.code}"),
            Text(say.describe_areas(areas)),
            chart_areas(
                areas, base_year,
                title=text("Mean and spread by area"),
                subtitle=text("% of the maximum, block {block}, {n} units", block=block.shown, n=int((results.units["block"] == block.code).sum())),
                alt=text("Mean by area: {listed}.", listed=listed),
                id=f"areas-chart-{block.code}", labels=labels_of(results),
            ),
        ]  # fmt: skip
    return gather(*parts)


def _areas(results: Results, block: Block) -> pd.DataFrame:
    own = results.statistics[results.statistics["block"] == block.code].set_index("item_code")
    rows = []
    for area in block.areas:
        if area.code not in own.index:
            continue
        row = own.loc[area.code]
        rows.append({
            "area_name": area.shown, "mean_pct": row["mean_pct"], "low_pct": row["low_pct"], "high_pct": row["best_pct"],
            "q1_pct": row["q1_pct"], "q3_pct": row["q3_pct"], "lost_points": row["lost_points"],
            "base_mean_pct": base_area_figure(results, block, area.code, "mean_pct"),
        })  # fmt: skip
    return pd.DataFrame(rows)


def base_area_figure(results: Results, block: Block, code: str, figure: str) -> float:
    """Return a block figure of the same area (block, code and name) in the base year; NaN without."""
    if results.base is None or block.code not in results.base.framework.by_code:
        return float("nan")
    before = results.base.framework.by_code[block.code].by_code.get(code)
    if before is None or before.name != block.by_code[code].name:
        return float("nan")
    stats = results.base.statistics
    found = stats[(stats["block"] == block.code) & (stats["item_code"] == code)]
    return float(found.iloc[0][figure]) if len(found) else float("nan")


def show_losses(results: Results) -> Section:
    """Show the items at which each block loses most points."""
    parts: list[Any] = []
    for block in blocks_with_units(results):
        stats = results.statistics[results.statistics["block"] == block.code]
        leaves = stats[
            stats["item_code"].isin({leaf.code for leaf in block.scored_leaves})
            & (stats["losing_n"] > 0)
        ]
        if not has_detail(block) or leaves.empty:
            continue
        order = leaves.assign(_lost=leaves["lost_points"].astype(float)).sort_values(
            "_lost", ascending=False, kind="stable"
        )
        top = pd.DataFrame([
            {
                "item_name": block.by_code[row["item_code"]].shown,
                "area_name": block.by_code[block.by_code[row["item_code"]].area_code].shown,
                "lost_points": float(row["lost_points"]), "units_losing": row["losing_n"], "units": row["units_n"],
            }
            for row in order.head(TOP_LOSSES).to_dict("records")
        ])  # fmt: skip
        listed = "; ".join(
            f"{row['item_name']}: {format_number(row['lost_points'])}"
            for row in top.to_dict("records")
        )
        parts += [
            Heading(text("Where block {block} loses its points", block=block.shown), 3, id=f"losses-{block.code}"),
            Text(say.describe_losses(top)),
            chart_losses(
                top, title=counted(len(top), "The item that costs most", "The {n} items that cost most"),
                subtitle=text("Points lost by all units of block {block} together", block=block.shown),
                alt=text("Points lost by item: {listed}.", listed=listed),
                id=f"losses-chart-{block.code}", labels=labels_of(results),
            ),
        ]  # fmt: skip
    return gather(*parts)


def show_claims(results: Results) -> Section:
    """Show self-assessment against appraisal: units that claim most, items most cut, evidence."""
    parts: list[Any] = [Heading(text("Self-assessment against appraisal"), id="claims")]
    shown = False
    for block in blocks_with_units(results):
        sums = results.claim_sums[
            (results.claim_sums["block"] == block.code) & (results.claim_sums["leaves_n"] > 0)
        ]
        if sums.empty:
            continue
        shown = True
        order = sums.sort_values("claim_gap", ascending=False, kind="stable").head(CLAIMS_SHOWN)
        frame = pd.DataFrame({
            "unit_name": [results.name_of(code) for code in order["unit_code"]],
            "self_points": _floats(order["self_points"]), "appraised_points": _floats(order["appraised_points"]),
            "gap": _floats(order["claim_gap"]),
        })  # fmt: skip
        listed = "; ".join(
            f"{row['unit_name']} {format_number(row['gap'], signed=True)}"
            for row in frame.to_dict("records")
        )
        cuts = results.cuts[results.cuts["block"] == block.code].head(TOP_CUTS)
        parts += [
            Heading(block.shown, 3, id=f"claims-{block.code}-heading"),
            Text(say.describe_claims(results, block)),
            chart_claims(
                frame, title=text("What units claim and what the appraiser grants"),
                subtitle=text("Points on the items with both figures, block {block}", block=block.shown),
                alt=text("Self-assessed minus appraised points: {listed}.", listed=listed),
                id=f"claims-chart-{block.code}", labels=labels_of(results),
            ),
            tables.table_cuts(cuts, block) if len(cuts) else None,
            tables.table_claims(results, block),
        ]  # fmt: skip
    if not shown:
        parts.append(Text(text("No self-assessed points are given."), "note"))
    return gather(*parts)


def show_survey(results: Results) -> Section:
    """Show the survey part in short, against the appraised part."""
    parts: list[Any] = [Heading(text("Appraisal and survey"), id="survey")]
    for block in blocks_with_units(results):
        survey = _survey(results, block)
        if block.code in results.without_survey:
            parts.append(
                Text(text("No survey was held in block {block}.", block=block.shown), "note")
            )
        elif not survey.empty:
            parts += [Text(say.describe_survey(survey)), tables.table_survey(survey, block)]
    if len(parts) == 1:
        parts.append(
            Text(
                text(
                    "The framework has no items by survey, or the source does not show them apart."
                ),
                "note",
            )
        )
    return gather(*parts)


def _survey(results: Results, block: Block) -> pd.DataFrame:
    own = results.methods[results.methods["block"] == block.code]
    wide = own.pivot(index="unit_code", columns="method", values="score_pct")
    if not {"appraised", "survey"} <= set(wide.columns):
        return pd.DataFrame()
    wide = wide.dropna().reset_index()
    return pd.DataFrame({
        "unit_name": [results.name_of(code) for code in wide["unit_code"]],
        "appraised_pct": wide["appraised"], "survey_pct": wide["survey"],
        "gap_pp": (wide["appraised"] - wide["survey"]).round(9),
    }).sort_values("gap_pp", ascending=False, kind="stable", ignore_index=True)  # fmt: skip


def show_targets(results: Results) -> Section:
    """Show the numeric targets and the calendar."""
    parts: list[Any] = []
    if len(results.targets):
        parts += [
            Heading(text("Targets"), id="targets"),
            Text(say.describe_targets(results)),
            tables.table_targets(results),
        ]
    if len(results.calendar):
        parts += [Heading(text("Calendar"), id="calendar"), tables.table_calendar(results.calendar)]
    return gather(*parts)


def show_quality(results: Results) -> Section:
    """Show gaps and remarks on the inputs."""
    gaps: Any = None
    if len(results.gaps):
        entries = tuple(
            text(
                "{unit}: no points for {items}",
                unit=results.name_of(unit),
                items=", ".join(group["item_code"]),
            )
            for unit, group in results.gaps.groupby("unit_code", sort=False)
        )
        gaps = [
            Text(
                counted(
                    len(results.gaps),
                    "1 item has no points yet and counts as 0:",
                    "{n} items have no points yet and count as 0:",
                ),
                "warning",
            ),
            Bullets(entries),
        ]
    notes = tuple(_for_readers(results, note) for note in results.notes)
    remarks: Part = (
        Bullets(notes) if notes else Text(text("Nothing to remark on the inputs."), "note")
    )
    return gather(Heading(text("Quality of the inputs"), id="quality"), gaps, remarks)


def _for_readers(results: Results, note: Message) -> str:
    """Return a note with the unit's name for its code, and the file's name for its path."""
    facts = dict(note.facts)
    if facts.get("unit") in set(results.units["unit_code"]):
        facts["unit"] = results.name_of(str(facts["unit"]))
    if "file" in facts:
        facts["file"] = str(facts["file"]).replace("\\", "/").rpartition("/")[2]
    return str(Message(note.msgid, facts))


def show_method(results: Results) -> Section:
    """Show how figures were made, and what changed against the base year's framework."""
    changes = say.describe_framework_changes(results)
    changed = [
        tables.table_framework_changes(results, block) for block in blocks_with_units(results)
    ]
    parts: list[Any] = [
        Heading(text("Method"), id="method"),
        Bullets(tuple(say.describe_scope(results))),
    ]
    if changes and results.base is not None:
        parts += [
            Heading(
                text("The framework against {year}", year=results.base.parameters.year),
                3,
                id="framework-changes",
            ),
            Text(changes),
        ]
    return gather(*parts, [table for table in changed if table is not None])


def show_all_items(results: Results) -> Section:
    """Show the annex: every unit, every item."""
    parts: list[Any] = [Heading(text("Annex: every unit, every item"), id="annex")]
    for block in blocks_with_units(results):
        parts += tables.tables_all_items(results, block)
    return gather(*parts)


__all__ = [
    "show_all_items", "show_areas", "show_claims", "show_heat_map", "show_losses", "show_method",
    "show_province_head", "show_quality", "show_ranking", "show_survey", "show_targets",
]  # fmt: skip
