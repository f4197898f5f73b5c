"""The satisfaction report, each section a call in ``03_satisfaction.ipynb``.

In: results of a year with a survey. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it selects,
orders and puts words, pictures and tables together. Of a year without a survey the head says so and the other
sections are empty.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.documents import document, labels_of, show_remarks
from parreport.display.formats import format_number, format_pct
from parreport.display.groups import ENDS, is_large
from parreport.display.parts import Bullets, Figure, Heading, KeyFigures, Section, Text, gather
from parreport.display.pictures import Caption, Chart
from parreport.display.satisfaction import sentences as say
from parreport.display.satisfaction import tables
from parreport.display.satisfaction.charts import chart_shares, chart_shares_pages
from parreport.display.satisfaction.rows import (
    ABOVE,
    BELOW,
    factor_rows,
    group_rows,
    has_survey,
    is_by_model,
    surveyed_blocks,
    unit_rows,
    whole_of,
)
from parreport.inputs.framework import Block
from parreport.language import set_language, text
from parreport.years.results import Results


def show_satisfaction_head(results: Results) -> Section:
    """Show the title, the share of satisfied answers with its interval, what is lowest, which units differ."""
    set_language(results.parameters.language, results.of_periods)
    title = text("Satisfaction with public services")
    subtitle = text("{province}, {year}", province=results.parameters.province, year=results.span.title)
    head = document(results, title, subtitle)
    if not has_survey(results):
        return gather(head, Text(text("The inputs of the year have no survey of satisfaction."), "lead"))
    differing = [words for block in surveyed_blocks(results) for words in say.describe_units(results, block)]
    return gather(
        head,
        KeyFigures(_head_figures(results)),
        Text(" ".join([say.describe_whole(results), *say.describe_blocks(results)]), "lead"),
        Text(say.describe_lowest_factors(results)) if say.describe_lowest_factors(results) else None,
        Text(" ".join(differing)) if differing else None,
        show_remarks(results),
    )


def _head_figures(results: Results) -> tuple[Figure, ...]:
    whole = whole_of(results)
    ends = (
        ()
        if is_blank(whole["low_pct"])
        else (
            text(
                "95% interval from {low} to {high}",
                low=format_pct(whole["low_pct"]),
                high=format_pct(whole["high_pct"]),
            ),
        )
    )
    figures = [
        Figure(format_pct(whole["satisfaction_pct"]), text("of answers satisfied or very satisfied"), ends),
        Figure(format_number(whole["n"], 0), text("respondents")),
    ]
    lowest = say.lowest_factors(results)
    if len(lowest) == 1:
        row = lowest.iloc[0]
        figures.append(Figure(format_pct(row["satisfaction_pct"]), text("lowest factor"), (row["name"],), "warm"))
    verdicts = [verdict for block in surveyed_blocks(results) for verdict in unit_rows(results, block)["verdict"]]
    if any(verdicts):
        n = sum(verdict in {ABOVE, BELOW} for verdict in verdicts)
        label = text("units differ significantly from the others of their block")
        figures.append(Figure(f"{n}/{len(verdicts)}", label))
    return tuple(figures)


def show_satisfaction_factors(results: Results) -> Section:
    """Show halves and factors with their intervals."""
    if not has_survey(results):
        return gather()
    rows = factor_rows(results)
    heading = Heading(text("Factors of satisfaction"), id="factors")
    if rows.empty:
        return gather(heading, tables.table_shares(results))
    return gather(
        heading,
        _chart(
            results,
            rows,
            title=text("Satisfied answers by factor"),
            subtitle=text("% of answers in the two upper steps of five, {year}", year=results.span),
            anchor="satisfaction-factors-chart",
        ),
    )


def show_satisfaction_units(results: Results) -> Section:
    """Show the units of each block with their intervals, what differs significantly, and what chance alone gives."""
    parts: list[Any] = []
    for block in surveyed_blocks(results):
        rows = unit_rows(results, block)
        if len(rows) < 2:
            continue
        parts += [
            Heading(text("Units, block {block}", block=block.shown), id=f"satisfaction-units-of-{block.code}"),
            Text(" ".join(say.describe_units(results, block))),
            [Text(words) for words in [" ".join(say.describe_small_areas(results, block))] if words],
            _unit_charts(results, block, rows),
            _unit_tables(results, block, rows),
        ]
    return gather(*parts)


def _unit_charts(results: Results, block: Block, rows: pd.DataFrame) -> list[Chart]:
    rows = rows.assign(tone=rows["verdict"])
    facts = {"year": results.span, "block": block.shown}
    title = text("Satisfied answers by unit, block {block}", block=block.shown)
    note = text("In colour: units that differ significantly from the others of the block together.")
    if is_by_model(results, block):
        note += " " + text("Shares and intervals are those of all units together (Fay–Herriot).")
    anchor = f"satisfaction-units-chart-{block.code}"
    if is_large(results, block):
        ends = _ends_of(rows)
        subtitle = text("% of answers, {year}, block {block}: the {n} highest and the {n} lowest", n=ENDS, **facts)
        between_n = int(rows["satisfaction_pct"].notna().sum()) - len(ends)
        fold = (ENDS, text("{n} units between", n=between_n)) if between_n else None
        return [_chart(results, ends, title=title, subtitle=subtitle, note=note, anchor=anchor, fold=fold)]
    subtitle = text("% of answers in the two upper steps of five, {year}, block {block}", **facts)
    return chart_shares_pages(
        rows,
        whole_of(results)["satisfaction_pct"],
        results.base_year,
        caption=Caption(title, subtitle, _alt_of(rows), note, anchor, labels_of(results)),
    )


def _ends_of(rows: pd.DataFrame) -> pd.DataFrame:
    known = rows[rows["satisfaction_pct"].notna()]
    return pd.concat([known.head(ENDS), known.iloc[max(ENDS, len(known) - ENDS) :]])


def _unit_tables(results: Results, block: Block, rows: pd.DataFrame) -> list[Any]:
    if is_large(results, block):
        return [tables.table_unit_factors(results, block, _ends_of(rows))]
    return [tables.table_units(results, block), tables.table_unit_factors(results, block)]


def show_satisfaction_groups(results: Results) -> Section:
    """Show the groups of respondents and whether they differ significantly; all shares in one table."""
    if not has_survey(results):
        return gather()
    rows = group_rows(results)
    words = say.describe_groups(results) + say.describe_group_units(results)
    shares = None if factor_rows(results).empty else tables.table_shares(results)  # else it stands with the factors
    if not words and len(rows) < 2:
        return gather(Heading(text("Shares in one table"), id="shares") if shares else None, shares)
    chart = _chart(
        results,
        rows,
        title=text("Satisfied answers by group of respondents"),
        subtitle=text("% of answers in the two upper steps of five, {year}", year=results.span),
        anchor="satisfaction-groups-chart",
    )
    return gather(
        Heading(text("Groups of respondents"), id="groups"),
        Bullets(tuple(words)) if len(words) > 1 else [Text(one) for one in words],
        chart if len(rows) > 1 else None,
        shares,
    )


def show_satisfaction_questions(results: Results) -> Section:
    """Show each question as a heat map: together, by block and group, and by the units of a small block."""
    if not has_survey(results):
        return gather()
    return gather(
        Heading(text("Questions"), id="questions"),
        tables.table_questions(results),
        [tables.table_question_units(results, block) for block in surveyed_blocks(results)],
    )


def show_satisfaction_priorities(results: Results) -> Section:
    """Show what to mend: questions that go with satisfaction and leave people dissatisfied."""
    if results.importance.empty:
        return gather()
    words = [say.describe_priorities(results), say.list_priorities(results)]
    return gather(
        Heading(text("What to mend"), id="priorities"),
        Text(" ".join(filter(None, words))) if any(words) else None,
        tables.table_importance(results),
    )


def show_satisfaction_years(results: Results) -> Section:
    """Show satisfaction beside that of the base year, and whether it changed significantly."""
    table = tables.table_years(results)
    if table is None:
        return gather()
    words = say.describe_years(results)
    return gather(Heading(text("Against the year before"), id="years"), Bullets(tuple(words)) if words else None, table)


def show_satisfaction_quality(results: Results) -> Section:
    """Show who answered, what the forms tell of how they were gathered, and what the figures cannot tell."""
    if not has_survey(results):
        return gather()
    quality = say.describe_quality(results)
    kept = text("These forms stay in the estimates; whoever ran the survey should look into them.")
    return gather(
        Heading(text("Who answered, and how sure it is"), id="quality"),
        tables.table_response(results),
        [Text(words) for words in [" ".join(say.describe_few(results))] if words],
        [Bullets(tuple(quality)), Text(kept, "note")] if quality else None,
        Bullets(
            (
                text("Estimates follow the design of the sample; an interval holds its error of sampling."),
                text("How many refused to answer is not in the data; a rate of response cannot be told."),
                text("Of fewer than five respondents a share is withheld, and with it what would tell it."),
            )
        ),
    )


def show_satisfaction_list(results: Results) -> Section:
    """Show the units of large blocks, which have no room in the sections, as an annex."""
    shown = [
        table
        for block in surveyed_blocks(results)
        if is_large(results, block)
        for table in (tables.table_units(results, block), tables.table_unit_factors(results, block))
    ]
    return gather(Heading(text("Annex: satisfaction by unit"), id="satisfaction-list") if shown else None, shown)


def _chart(
    results: Results, rows: pd.DataFrame, *, title: str, subtitle: str, anchor: str, note: str = "", fold: Any = None
) -> Chart:
    """Return the chart of some rows, the share of the province as a line."""
    caption = Caption(title, subtitle, _alt_of(rows), note, anchor, labels_of(results))
    return chart_shares(rows, whole_of(results)["satisfaction_pct"], results.base_year, fold, caption=caption)


def _alt_of(rows: pd.DataFrame) -> str:
    return text("Share of satisfied answers and 95% interval: {listed}.", listed=say.list_shares(rows))
