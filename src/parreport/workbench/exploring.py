"""Results as DataFrames for tables and charts of one's own; two years side by side.

In: a run, or results. Out: DataFrames with figures as floats and names beside codes; a table of two
years. Computes nothing of its own: exact figures stay in the results.
"""

from __future__ import annotations

import textwrap
from decimal import Decimal
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.documents import labels_of, name_index
from parreport.display.drawing import theme
from parreport.display.formats import DASH, format_number, format_plain
from parreport.display.parts import Column, Part, Section, Text, gather
from parreport.display.tables import ShownColumn, signed_cell, table_of
from parreport.errors import ParameterError, Problem, unknown_name
from parreport.inputs.files import read_once
from parreport.inputs.parameters import read_parameters
from parreport.language import text, use_language
from parreport.workbench.choosing import Run
from parreport.years.recipe import compute_results
from parreport.years.results import Results, shown_name

LABEL_WIDTH, LABEL_LINES, WIDEST_CELL = 60, 3, 100
ROOM_ABOVE_LABELS = 0.02


def compute_run(run: Run, compared_with: str | None = None) -> Results:
    """Compute the year of a run and the year that it is compared with.

    ``compared_with`` is the parameters file of an earlier year; blank means the one that the file names.

    Raises
    ------
    ParameterError, FrameworkError, DataError
        Every fault in every file at once.
    """
    with run.at_work(), read_once():
        parameters = read_parameters(run.root / run.file)
        chosen: dict[str, object] = {"language": run.language}
        if compared_with:
            chosen["base"] = compared_with
        return compute_results(parameters.model_copy(update=chosen))


def tables_of(results: Results) -> dict[str, pd.DataFrame]:
    """Return every table of results by its name."""
    return {name: table for name, table in vars(results).items() if isinstance(table, pd.DataFrame)}


def list_frames(results: Results) -> pd.DataFrame:
    """Return the tables that there are: name, number of rows, columns. What a column is: ``docs/glossary.md``."""
    rows = [(name, len(table), ", ".join(map(str, table.columns))) for name, table in tables_of(results).items()]
    return pd.DataFrame(rows, columns=["name", "rows_n", "columns"])


def make_frame(results: Results, name: str, block: str = "", label_width: int = LABEL_WIDTH) -> pd.DataFrame:
    """Return a table of results for work of one's own: figures as floats, names beside codes.

    ``block`` keeps the rows of one block. Added where their codes are: ``unit_name``, ``block_name``,
    ``item_name`` and ``item_label``, code and name in lines of ``label_width`` letters, three at most,
    for charts. Exact figures, as they are printed, are those of ``results`` itself.

    Raises
    ------
    ParameterError : there is no such table.
    """
    tables = tables_of(results)
    if name not in tables:
        raise ParameterError("make_frame", [Problem("results", unknown_name("table", name, tables), name)])
    with use_language(results.parameters.language, results.of_periods):
        frame = _add_names(tables[name], results, label_width)
    if block and "block" in frame:
        frame = frame[frame["block"] == block]
    return frame.reset_index(drop=True)


def _add_names(table: pd.DataFrame, results: Results, label_width: int) -> pd.DataFrame:
    units = results.units
    frame = table.copy()
    blocks = dict(zip(units["unit_code"], units["block"], strict=True))
    if "unit_code" in frame and "block" not in frame:
        frame.insert(1, "block", [blocks.get(code, "") for code in frame["unit_code"]])
    if "unit_code" in frame:
        names = {row["unit_code"]: shown_name(row) for row in units.to_dict("records")}
        frame["unit_name"] = [names.get(code, code) for code in frame["unit_code"]]
    if "block" in frame:
        shown = {block.code: block.shown for block in results.framework}
        frame["block_name"] = [shown.get(code, code) for code in frame["block"]]
    if {"block", "item_code"} <= set(frame.columns):
        items = {(b.code, item.code): item.shown for b in results.framework for item in b.items}
        pairs = list(zip(frame["block"], frame["item_code"], strict=True))
        frame["item_name"] = [items.get(pair, pair[1]) for pair in pairs]
        frame["item_label"] = [_wrap(f"{pair[1]} {items.get(pair, '')}", label_width) for pair in pairs]
    for column in frame:
        frame[column] = _as_floats(frame[column])
    return frame


def _wrap(words: str, width: int) -> str:
    return "\n".join(textwrap.wrap(words, width, max_lines=LABEL_LINES, placeholder=" …"))


def _as_floats(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return exact decimals as floats, whole numbers that may be blank too; anything else as it is."""
    if column.dtype == "Int64":
        return column.astype(float) if column.isna().any() else column.astype(int)
    if column.dtype != object:
        return column
    known = [one for one in column if not is_blank(one)]
    if known and all(isinstance(one, Decimal) for one in known):
        return column.map(lambda one: float("nan") if is_blank(one) else float(one)).astype(float)
    return column


def read_block(results: Results, block: str = "") -> str:
    """Return the code of a block; blank means the first one that has units.

    Raises
    ------
    ParameterError : there is no such block.
    """
    with_units = set(results.units["block"])
    codes = [one.code for one in results.framework if one.code in with_units]
    if not block:
        return codes[0]
    if block not in codes:
        raise ParameterError("block", [Problem("parameters", unknown_name("block", block, codes), block)])
    return block


def show_comparison(results: Results) -> Section:
    """Show every unit in the two years side by side: rank, index, change."""
    with use_language(results.parameters.language, results.of_periods):
        if results.base is None:
            words = text("There is no year to compare with: name the parameters file of an earlier one.")
            return gather(Text(words))
        before, now = results.base.span.short, results.span.short
        columns: list[ShownColumn] = [
            (Column(text("Unit")), shown_name),
            (Column(text("Rank {year}", year=before), "number"), lambda row: _rank(row["base_rank"])),
            (Column(text("Rank {year}", year=now), "number"), lambda row: _rank(row["rank"])),
            (Column(text("Index {year} (%)", year=before), "number"), lambda row: format_number(row["base_pct"])),
            (Column(text("Index {year} (%)", year=now), "number"), lambda row: format_number(row["printed_pct"])),
            (Column(text("Change (percentage points)"), "number"), lambda row: signed_cell(row["change_pp"])),
        ]
        parts: list[Part] = [Text(label, "warning") for label in labels_of(results)]
        for block in results.framework:
            rows = results.index[results.index["block"] == block.code]
            caption = text("{block}: {before} and {now}", block=block.shown, before=before, now=now)
            ordered = rows.sort_values(["rank", "unit_name"], kind="stable")
            parts += [] if rows.empty else [table_of(caption, ordered, columns, id=f"workbench-{block.code}")]
        return gather(parts)


def _rank(rank: Any) -> str:
    return DASH if is_blank(rank) else str(int(rank))


def set_look(results: Results) -> None:
    """Have pandas, seaborn and matplotlib show figures as the reports do, from here on: marks, typeface, colours."""
    import seaborn

    chosen = results.parameters.language

    def show_float(figure: float) -> str:
        with use_language(chosen):
            return format_number(figure)

    pd.set_option("display.float_format", show_float)
    pd.set_option("display.max_colwidth", WIDEST_CELL)
    theme.register_fonts()
    colors = [theme.ACCENT, theme.WARM, theme.FAINT, theme.ACCENT_LIGHT, theme.WARM_LIGHT, theme.GREY]
    looks = {
        "font.family": [theme.FONT, "DejaVu Sans"],
        "text.parse_math": False,
        "figure.figsize": (9.5, 5.5),
        "font.size": 9,
        "axes.titlesize": 12,
        "xtick.labelsize": 8.5,
        "ytick.labelsize": 8.5,
        "axes.titlelocation": "left",
        "text.color": theme.INK,
        "axes.labelcolor": theme.GREY,
        "axes.edgecolor": theme.LIGHT,
        "grid.color": theme.LIGHT,
        "figure.facecolor": theme.WHITE,
    }
    seaborn.set_theme(style="whitegrid", palette=colors, font=theme.FONT, rc=looks)


def label_chart(axes: Any, results: Results, title: str, x_label: str = "", y_label: str = "") -> None:
    """Give a chart of one's own its title and the names of its axes, and what every figure must say.

    Drafts and illustrative figures are labeled beneath; figures along the axes have the marks of the language.
    """
    from matplotlib.ticker import FuncFormatter, ScalarFormatter

    chosen = results.parameters.language

    def show_tick(figure: float, place: int) -> str:
        with use_language(chosen):
            return format_plain(figure)

    axes.set_title(title)
    axes.set(xlabel=x_label, ylabel=y_label)
    for axis in (axes.xaxis, axes.yaxis):
        if isinstance(axis.get_major_formatter(), ScalarFormatter):
            axis.set_major_formatter(FuncFormatter(show_tick))
    with use_language(chosen, results.of_periods):
        labels = " · ".join((name_index(results), *labels_of(results)))
    axes.tick_params(axis="x", rotation=0)
    figure = axes.figure
    figure.canvas.draw()
    under = axes.get_tightbbox().y0 / figure.bbox.height - ROOM_ABOVE_LABELS
    figure.text(0.01, under, labels, ha="left", va="top", size=8, color=theme.WARM_TEXT)
