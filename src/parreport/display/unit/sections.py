"""The result and the findings in a unit's report, each a call in ``02_unit.ipynb``.

In: results and a unit code. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it
selects, orders and puts words, pictures and tables together.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank, rows_of
from parreport.display.documents import corrections_of, document, has_detail, labels_of, show_remarks
from parreport.display.formats import DASH, format_number, format_pct
from parreport.display.index_names import index_inside, label_index
from parreport.display.parts import Figure, Heading, KeyFigures, PageEnd, Section, Text, gather
from parreport.display.pictures import Caption
from parreport.display.sentences import (
    clusters_of,
    count_gaps,
    join_sentences,
    tell_against_mean,
    tell_places,
    tell_some,
    tell_units_of_means,
)
from parreport.display.sureness.unit_sentences import describe_rank_range, remark_range
from parreport.display.targets.sentences import describe_against_targets
from parreport.display.unit import sentences as say
from parreport.display.unit import tables
from parreport.display.unit.charts import chart_profile
from parreport.display.unit.why_sentences import causes_of
from parreport.errors import ParameterError, Problem, unknown_name
from parreport.language import counted, set_language, text
from parreport.years.results import Results, shown_name

GAPS_LISTED = 12
STRENGTHS_SHOWN = 5


def show_unit_head(results: Results, unit: str) -> Section:
    """Show where a unit stands: its name, four figures, index, class and place in words, how sure the place is."""
    set_language(results.parameters.language, results.of_periods)
    row = say.unit_row(results, unit)
    sentences = [say.describe_result(results, unit)]
    sureness = describe_rank_range(results, unit)
    if causes_of(results, unit) is None or not has_detail(results.block_of(unit)):
        sentences.append(say.describe_change(results, unit))
    else:  # the change is told with its causes
        sentences.append(say.describe_other_block(results, unit))
    sentences.append(say.describe_cap(results, unit))
    without_points = results.gaps.loc[results.gaps["unit_code"] == unit, "item_code"]
    gaps = tell_some(
        len(without_points),
        "1 item has no points yet and leaves points and maximum: {items}.",
        "{n} items have no points yet and leave points and maximum: {items}.",
        items=", ".join(without_points),
    )
    if len(without_points) > GAPS_LISTED:
        n = len(without_points)
        gaps = [text("{n} items have no points yet and leave points and maximum; the score sheet names them.", n=n)]
    name = shown_name(row)
    facts = {"unit": name, "index": index_inside(results), "year": results.span.title}
    subject = text("Result of {unit} in the {index} {year}", **facts)
    return gather(
        document(results, name, text("Result, strengths, weaknesses and what to do"), subject),
        KeyFigures(_head_figures(results, unit)),
        Text(join_sentences(*sentences), "lead"),
        Text(sureness) if sureness else None,
        [Text(gap, "warning") for gap in gaps],
        show_remarks(results),
    )


def _head_figures(results: Results, unit: str) -> tuple[Figure, ...]:
    row, decimals, block = say.unit_row(results, unit), results.framework.decimals, results.block_of(unit)
    gaps = count_gaps(row["gaps_n"])
    if row["printed_pct"] is None:
        return (Figure(DASH, label_index(results), (gaps or text("no item applies"),)),)
    of_class = (gaps,) if gaps else ()
    if not gaps and len(block.bands) > 1:
        band = next(b for b in block.bands if b.name == row["band"])
        of_class = (text("class {band}", band=band.shown),)
    against = tell_against_mean(row, decimals)
    of_index = (*of_class, against) if against else of_class
    figures = [Figure(format_pct(row["printed_pct"], decimals), label_index(results), of_index, "good")]
    if is_blank(row["rank"]):
        why = text("none while items have no points") if gaps else text("assessed, not ranked")
        figures.append(Figure(DASH, text("rank"), (why,)))
    else:
        cluster = clusters_of(results, block).get(unit)
        in_block = {"block": block.shown, "cluster": cluster}
        remarks = [text("{block}; cluster: {cluster}", **in_block) if cluster else block.shown]
        if not_ranked := int(row["units_n"]) - int(row["ranked_n"]):
            remarks.append(text("{ranked} units ranked, {n} not ranked", ranked=row["ranked_n"], n=not_ranked))
        if sureness := remark_range(results, unit):
            remarks.append(sureness)
        figures.append(Figure(f"{row['rank']} / {row['ranked_n']}", text("rank in the block"), tuple(remarks)))
    year, change = results.base_year, row["change_pp"]
    if year is not None and not is_blank(change):
        tone: Any = "good" if change > 0 else "warm" if change < 0 else "plain"
        remarks = [text("{year}: {pct}", year=year, pct=format_pct(row["base_pct"], decimals))]
        remarks += [moved] if (moved := tell_places(row)) else []
        label = text("percentage points on {year}", year=year)
        figures.append(Figure(format_number(change, decimals, signed=True), label, tuple(remarks), tone))
    remarks = []
    if row["bonus_points"] > 0:
        remarks.append(text("bonus {points}", points=format_number(row["bonus_points"], 2, signed=True)))
    if row["penalty_points"] > 0:
        remarks.append(text("penalty {points}", points=format_number(-row["penalty_points"], 2)))
    label = text("points lost of {maximum}", maximum=format_number(row["max_points"], 2))
    tone = "warm" if row["lost_points"] > 0 else "plain"
    return (*figures, Figure(format_number(row["lost_points"], 2), label, tuple(remarks), tone))


def areas_of(results: Results, unit: str) -> pd.DataFrame:
    """Return the areas that apply to a unit, with the names that the charts show; a gap beneath is marked."""
    own, by_code = results.unit_areas[results.unit_areas["unit_code"] == unit], results.block_of(unit).by_code
    names = [
        by_code[code].shown if is_whole else text("{area} (not all points yet)", area=by_code[code].shown)
        for code, is_whole in rows_of(own, "item_code", "is_whole")
    ]
    return own.assign(area_name=names).reset_index(drop=True)


def show_unit_corrections(results: Results, unit: str) -> Section:
    """Show what a correction changes for a unit; nothing where there is none."""
    return gather(corrections_of(results, results.corrections[results.corrections["unit_code"] == unit]))


def show_profile(results: Results, unit: str) -> Section:
    """Show the unit's areas against its block and last year."""
    block, areas = results.block_of(unit), areas_of(results, unit)
    if not has_detail(block):
        words = text(
            "The source gives one total per unit; strengths, weaknesses and losses need points by item and stay empty."
        )
        return gather(Heading(text("Score by area"), id="profile"), Text(words, "note"))
    if areas.empty:
        return gather()
    row = say.unit_row(results, unit)
    listed = "; ".join(_tell_area(row, results.base_short) for row in areas.to_dict("records"))
    return gather(
        Heading(say.heading_profile(areas, row["whole_n"] > 1), id="profile"),
        chart_profile(
            areas,
            results.base_short,
            caption=Caption(
                title=text("Score by area"),
                subtitle=tell_units_of_means(block, int(row["units_n"]), int(row["whole_n"]), int(row["ranked_n"])),
                alt=text("Score by area: {listed}.", listed=listed),
                id="profile-chart",
                labels=labels_of(results),
            ),
        ),
    )


def _tell_area(row: Any, base_year: Any) -> str:
    """Return an area as the picture of the profile says it to who cannot see it."""
    facts = {"area": row["area_name"], "score": format_pct(row["score_pct"]), "median": format_pct(row["median_pct"])}
    if base_year is None or is_blank(row.get("base_pct")):
        return text("{area} {score} (median {median})", **facts)
    facts |= {"year": base_year, "base": format_pct(row["base_pct"])}
    return text("{area} {score} (median {median}; year {year}: {base})", **facts)


def select_findings(results: Results, unit: str, kind: str) -> pd.DataFrame:
    """Return the findings of a unit that are told."""
    own = results.findings
    return own[(own["unit_code"] == unit) & (own["kind"] == kind) & own["counted"]]


def show_strengths(results: Results, unit: str) -> Section:
    """Show the strengths; what costs points stands in the plan."""
    block = results.block_of(unit)
    if not has_detail(block) or say.has_no_points(results, unit):
        return gather()
    strong, weak = (select_findings(results, unit, kind) for kind in ("strength", "weakness"))
    plan = results.plan[(results.plan["unit_code"] == unit) & results.plan["told"].astype(bool)]
    shown = pd.concat([strong.head(STRENGTHS_SHOWN), weak[weak["item_code"].isin(plan["item_code"])]])
    small = say.describe_small_block(results, unit)
    return gather(
        Heading(text("Strengths"), id="strengths"),
        Text(small, "note") if small else None,
        tables.table_strengths(strong.head(STRENGTHS_SHOWN), block)
        if len(strong)
        else Text(text("No item stands out as a strength by the rules of the framework.")),
        more(
            len(strong) - STRENGTHS_SHOWN,
            "1 more strength: see the annex “All strengths and weaknesses”.",
            "{n} more strengths: see the annex “All strengths and weaknesses”.",
        ),
        [Text(sentence, "note") for sentence in describe_against_targets(results, unit, shown)],
    )


def show_finding_list(results: Results, unit: str) -> Section:
    """Show, in the annex, every strength and weakness; nothing where the first page shows all that there are."""
    block, own = results.block_of(unit), results.findings[results.findings["unit_code"] == unit]
    strong, weak = (own[own["kind"] == kind] for kind in ("strength", "weakness"))
    shown = len(strong) <= STRENGTHS_SHOWN and weak.empty and own["counted"].all()
    if not has_detail(block) or shown:
        return gather()
    return gather(
        Heading(text("Annex: all strengths and weaknesses"), id="annex-findings", details=True),
        [Text(one) for one in (say.count_findings(weak, "weakness"), say.count_findings(strong, "strength")) if one],
        tables.list_weaknesses(weak, block) if len(weak) else None,
        tables.list_strengths(strong, block) if len(strong) else None,
    )


def more(n: int, one: str, many: str) -> Text | None:
    """Return the line that tells how many more there are; None where all are shown."""
    return Text(counted(n, one, many), "note") if n > 0 else None


def show_page_end() -> Section:
    """End a printed page: what was shown since the last one stands on it together."""
    return gather(PageEnd())


def read_unit(results: Results, unit: object) -> str:
    """Return a unit code that is known; a code of digits may have been read as a number.

    Raises
    ------
    ParameterError
        The unit is not among the units of the year; the nearest known code is named.
    """
    known = list(results.units["unit_code"])
    if str(unit) in known:
        return str(unit)
    expected = unknown_name("unit code", str(unit), known)
    raise ParameterError("parameters", [Problem("parameters", expected, str(unit), column="unit")])
