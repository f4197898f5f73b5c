"""The sentences on what chance in counted cases does to ranks, written from figures.

In: the ranked units of a block, or the robustness row of a unit. Out: sentences in the language in
force; blank where no cases were drawn. Computes nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank, split_codes
from parreport.display.formats import DASH, format_pct
from parreport.language import counted, text
from parreport.years.results import shown_name


def cases_drawn(row: Any) -> bool:
    """Return whether rates of counted cases were drawn for a rank."""
    return "cases" in split_codes(row["drawn"])


def only_weights_drawn(ranges: pd.DataFrame) -> bool:
    """Return whether nothing but weights was drawn: no case, no survey, no appraisal stands behind the word firm."""
    return set(ranges["drawn"]) == {"weights"}


def say_only_weights(ranges: pd.DataFrame) -> str:
    """Say that nothing but weights was drawn; blank where more was."""
    return text("Nothing but weights was drawn.") if only_weights_drawn(ranges) else ""


def head_weights(kept: int, n: int) -> str:
    """Return the finding on firm ranks where nothing but weights was drawn."""
    if kept == n:
        return text("All ranks are firm under other weights")
    return counted(
        kept, "Firm under other weights: 1 of {all} ranks", "Firm under other weights: {n} of {all} ranks", all=n
    )


def describe_case_draws(ranges: pd.DataFrame) -> str:
    """Describe how rates of counted cases were drawn; blank where none was."""
    if not cases_drawn(ranges.iloc[0]):
        return ""
    if (ranges["index_se_pp"] > 0).any():
        return text(
            "In as many draws, with the weights as they are, each rate that a rule scores is drawn from the cases "
            "behind it, and with it the survey's error where it is known; what has no case is not drawn."
        )
    return text(
        "In as many draws, with the weights as they are, each rate that a rule scores is drawn from the cases behind "
        "it; what has no case is not drawn."
    )


def describe_cases(ranges: pd.DataFrame) -> str:
    """Describe which ranks chance in counted cases moves, and whose the most widely; blank where none was drawn."""
    if not cases_drawn(ranges.iloc[0]):
        return ""
    moved, n = int((ranges["cases_stay_share"] < 1).sum()), len(ranges)
    if moved == 0:
        return text("Chance in counted cases moves no rank.")
    width = (ranges["cases_high"] - ranges["cases_low"]).astype(int)
    if width.max() == 0:
        return counted(
            moved,
            "Chance in counted cases moves 1 of {all} ranks, in under 10% of the draws.",
            "Chance in counted cases moves {n} of {all} ranks, each in under 10% of the draws.",
            all=n,
        )
    widest = ranges[width == width.max()]
    first = widest.iloc[0]
    facts = {"all": n, "unit": shown_name(first), "low": first["cases_low"], "high": first["cases_high"]}
    if moved == 1:
        return text(
            "Chance in counted cases moves 1 of {all} ranks: {unit} stands between places {low} and {high} in at least "
            "90% of the draws.",
            **facts,
        )
    if len(widest) == 1:
        return text(
            "Chance in counted cases moves {n} of {all} ranks, most widely that of {unit}: between places {low} and "
            "{high} in at least 90% of the draws.",
            n=moved,
            **facts,
        )
    return text(
        "Chance in counted cases moves {n} of {all} ranks, most widely over {places} places, as at {unit}: between "
        "{low} and {high} in at least 90% of the draws.",
        n=moved,
        places=int(width.max()) + 1,
        **facts,
    )


def describe_rank_cases(row: Any) -> str:
    """Describe what chance in counted cases does to one rank; blank where no cases were drawn."""
    if not cases_drawn(row) or is_blank(row["cases_low"]):
        return ""
    if row["cases_stay_share"] == 1:
        return text("Chance in counted cases leaves it.")
    if row["cases_low"] == row["cases_high"]:
        return text(
            "With chance in counted cases the unit keeps it in {share} of the draws.",
            share=tell_share(row["cases_stay_share"]),
        )
    return text(
        "With chance in counted cases it stands between places {low} and {high} in at least 90% of the draws.",
        low=row["cases_low"],
        high=row["cases_high"],
    )


def tell_share(share: float) -> str:
    """Return a share of draws in percent, never a rounded 0 or 100 that is none."""
    if 0 < share < 0.005:
        return text("under 1%")
    if 0.995 <= share < 1:
        return text("over 99%")
    return format_pct(100 * share, 0)


def print_share(share: Any) -> str:
    """Return a share of draws as a cell of a table: a dash where blank, never a rounded 0 or 100."""
    if is_blank(share):
        return DASH
    if 0 < share < 0.005:
        return "< 1%"
    return "> 99%" if 0.995 <= share < 1 else format_pct(100 * share, 0)
