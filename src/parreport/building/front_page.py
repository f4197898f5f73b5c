"""What the first page of a build says: the ranking by block, links to every report and table.

In: results and the staged folder. Out: a :class:`~parreport.publishing.web.portal.Portal`, with the
scripts in ``browser/`` that compare two units and compute index, rank and class again.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from parreport.building.front_links import links_to_data, links_to_reports, name_reports, other_forms
from parreport.building.front_map import maps_of_portal
from parreport.building.scoring import export_scoring
from parreport.columns import is_blank
from parreport.display.documents import blocks_with_units, document
from parreport.display.formats import DASH, format_number, format_range
from parreport.display.index_names import capitalize_first
from parreport.display.province.ranking_sentences import describe_block, describe_mean
from parreport.display.province.scope_sentences import introduce_index
from parreport.display.satisfaction.rows import has_survey, unit_rows
from parreport.display.sentences import (
    clusters_of,
    describe_gaps,
    join_sentences,
    name_with_gaps,
    ranking_of,
    say_at_mean,
)
from parreport.display.sureness.hanging_sentences import tell_cases, tell_defaults
from parreport.display.sureness.sentences import describe_ranges, range_kind, ranges_of
from parreport.inputs.framework import Block
from parreport.language import names_in, text
from parreport.publishing.web.portal import Portal, PortalCell, PortalColumn, PortalSection, PortalTable
from parreport.years.results import Results, shown_name

ENDS = ("low_pct", "high_pct")
BROWSER = Path(__file__).parent / "browser"


def portal_of(results: Results, staged: Path, failed: Iterable[str]) -> Portal:
    """Return the first page: each unit links to its report; the names of those that failed, apart."""
    head = document(results, "", "")
    blocks = list(blocks_with_units(results))
    clusters = [code for block in blocks for code in clusters_of(results, block)]
    with_mean = any(describe_mean(results, block) for block in blocks)
    missing = []
    for name in failed:
        unit = name.removeprefix("units/")
        report = results.name_of(unit) if unit != name else name_reports(results)[name][0]
        missing.append(text("{report}: the report could not be made", report=report))
    return Portal(
        title=head.running_head,
        subtitle=results.framework.shown,
        running_head=results.parameters.province,
        language=results.parameters.language,
        labels=head.labels,
        about=" ".join(introduce_index(results)),
        lead=join_sentences(*(describe_block(results, block) for block in blocks), describe_gaps(results)),
        remarks=results.shown_remarks,
        tables=tuple(_table(results, block, staged, bool(clusters), with_mean) for block in blocks),
        links=tuple(links_to_reports(results, staged)),
        data_links=tuple(links_to_data()),
        missing=tuple(missing),
        sections=(
            PortalSection("compare", text("Two units side by side"), text("Choose two units of the same block.")),
            PortalSection(
                "what-if",
                text("What would happen if"),
                text(
                    "Choose a unit and change the points of its items: index, rank and class of the whole block are "
                    "computed again, by the same rules. Nothing is saved or sent; the published figures stay as they "
                    "are."
                ),
            ),
        ),
        scripts=tuple((BROWSER / name).read_text("utf-8") for name in ("scoring.js", "what_if.js")),
        data={
            "language": results.parameters.language,
            "words": _words(),
            "scoring": export_scoring(results),
            "names": names_in(results.parameters.language),
        },
        group_name=text("Block"),
        maps=maps_of_portal(results, blocks, staged),
        footer=head.footer,
        published=head.published,
    )


def _table(results: Results, block: Block, staged: Path, with_cluster: bool, with_mean: bool) -> PortalTable:
    """Return the ranking of a block; with clusters, who is at or above the mean, small numbers, where any has that."""
    clusters = clusters_of(results, block)
    names = {band.name: band.shown for band in block.bands}
    small = {row["unit_code"]: row for row in results.small_numbers.to_dict("records")}
    with_cases, with_defaults = (
        any(tell(row) != DASH for row in small.values()) for tell in (tell_cases, tell_defaults)
    )
    places = {band.name: str(place) for place, band in enumerate(block.bands, start=1)}
    own = ranges_of(results, block)
    ranges = {row["unit_code"]: format_range(row["range_low"], row["range_high"]) for row in own.to_dict("records")}
    shown = ranking_of(results, block)
    forms = {
        row["unit_code"]: other_forms(f"units/{row['unit_code']}", shown_name(row), staged)
        for row in shown.to_dict("records")
    }
    with_forms = any(forms.values())
    surveyed = unit_rows(results, block).to_dict("records") if has_survey(results) else []
    satisfied = {row["unit_code"]: row for row in surveyed}
    rows = []
    for row in shown.to_dict("records"):
        unit = row["unit_code"]
        page = f"units/{unit}.html"
        rank = "" if is_blank(row["rank"]) else str(row["rank"])
        rows.append(
            (
                PortalCell(rank or DASH, sort=rank, second=ranges.get(unit, "")),
                PortalCell(name_with_gaps(row), page if (staged / page).is_file() else ""),
                PortalCell(
                    format_number(row["printed_pct"], results.framework.decimals),
                    tone="strong",
                    sort="" if is_blank(row["printed_pct"]) else f"{row['printed_pct']:f}",
                    bar=None if is_blank(row["printed_pct"]) else float(row["printed_pct"]),
                ),
                PortalCell(names.get(row["band"], DASH), sort=places.get(row["band"], "")),
                *([PortalCell(clusters.get(unit, DASH))] if with_cluster else []),
                *([PortalCell(say_at_mean(row))] if with_mean else []),
                *([PortalCell(tell_cases(small[unit]))] if with_cases else []),
                *([PortalCell(tell_defaults(small[unit]))] if with_defaults else []),
                *([_satisfied(satisfied.get(unit))] if satisfied else []),
                *([PortalCell("", forms=forms[unit])] if with_forms else []),
            )
        )
    columns = (
        PortalColumn(text("Rank and range") if any(ranges.values()) else text("Rank"), "number"),
        PortalColumn(text("Unit")),
        PortalColumn(text("Index %"), "number"),
        PortalColumn(text("Class")),
        *([PortalColumn(text("Cluster"))] if with_cluster else []),
        *([PortalColumn(text("At or above the mean"))] if with_mean else []),
        *([PortalColumn(text("Rank or class hangs on"))] if with_cases else []),
        *([PortalColumn(text("Points from 0/0"))] if with_defaults else []),
        *([PortalColumn(text("Satisfied %"), "number")] if satisfied else []),
        *([PortalColumn(text("Download"), "forms")] if with_forms else []),
    )
    filters = tuple(range(3, len(columns) - with_forms - bool(satisfied)))
    note = capitalize_first(describe_ranges(range_kind(own)))
    return PortalTable(
        block.shown, columns, tuple(rows), head_column=1, filter_columns=filters, note=f"{note}." if note else ""
    )


def _satisfied(row: dict[Any, Any] | None) -> PortalCell:
    """Return a unit's share of satisfied answers with its interval; a dash where it is withheld or was not asked."""
    if row is None or is_blank(row["satisfaction_pct"]):
        return PortalCell(DASH, sort="")
    ends = "" if is_blank(row["low_pct"]) else format_range(*(format_number(row[name], 1) for name in ENDS))
    return PortalCell(format_number(row["satisfaction_pct"], 1), sort=f"{row['satisfaction_pct']:f}", second=ends)


def _words() -> dict[str, Any]:
    """Return the words of the scripts; what stands in braces is filled in by them."""
    return {
        "decimal_mark": format_number(0, 1)[1],
        "unit": text("Unit"),
        "rank": text("Rank"),
        "class": text("Class"),
        "index": text("Index"),
        "first_unit": text("First unit"),
        "second_unit": text("Second unit"),
        "figure": text("Figure"),
        "difference": text("Difference"),
        "compare_caption": text("{one} and {other}"),
        "compare_note": text(
            "Areas in percent of their maximum, without bonus and penalty; differences in percentage points."
        ),
        "reset": text("Back to the published points"),
        "save": text("Save as a scenario file"),
        "outcome": text(
            "{unit}: index {index} (published {index_was}), rank {rank} (published {rank_was}), class {band} "
            "(published {band_was})."
        ),
        "outcome_same": text("{unit}: index {index}, rank {rank}, class {band}, as published."),
        "was": text("published {before}"),
        "what_if_caption": text("{block}, with the changed points"),
        "area_points": text("published: {points} of {most} points"),
        "leaf_of": text("published {given} of {most}"),
        "leaf_free": text("published {given}, no upper limit"),
        "slide": text("Points of: {leaf}"),
        "refused": text("Points from 0 to {most}, please."),
        "refused_free": text("Points from 0 up, please."),
    }
