"""The sentences on how sure ranks are, written from figures.

In: results, a block or a unit. Out: sentences in the language in force, right for ranges by
sampling errors and by weights, a single place, ties, one ranked unit, no range. Computes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from parreport.columns import is_blank, split_codes
from parreport.display.formats import DASH, format_count, format_range, join_words
from parreport.display.sentences import join_sentences, name_or_count, name_some, quote, ranking_of
from parreport.display.sureness.case_sentences import (
    describe_case_draws,
    head_weights,
    only_weights_drawn,
    say_only_weights,
    tell_share,
)
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.years.results import Results, shown_name

NAMES_SHOWN = 5


def ranges_of(results: Results, block: Block) -> pd.DataFrame:
    """Return the ranked units of a block in order of rank, with what is known on their ranks."""
    ranking = ranking_of(results, block)
    names = ["unit_code", "unit_name", "unit_name_en", "printed_pct", "band"]
    ranked = ranking.loc[ranking["rank"].notna(), names]
    return ranked.merge(results.robustness, on="unit_code", how="left", validate="one_to_one")


def range_kind(ranges: pd.DataFrame) -> str:
    """Return what the ranges of a block rest on: sampling, weights, cases; blank where it has none."""
    return str(ranges["range_by"].iloc[0]) if len(ranges) > 1 else ""


def weights_matter(ranges: pd.DataFrame) -> bool:
    """Return whether ranks were drawn in a block, so that the draws tell something."""
    return bool({"weights", "appraisal"} & set(split_codes(ranges["drawn"].iloc[0])))


def name_causes(causes: Iterable[str]) -> str:
    """Return what may move a rank, in words: other weights, the survey's sampling error."""
    known = {
        "weights": text("other weights"),
        "appraisal": text("appraisal one step off"),
        "sampling": text("the survey's sampling error"),
        "cases": text("chance in rates of counted cases"),
        "confirmed": text("chance in rates that an appraiser confirmed"),
        "first": text("a first case of items that have none yet"),
    }
    return join_words([known[cause] for cause in causes])


def print_rank(row: Any) -> str:
    """Return a rank with its range as printed, 7 (5–10); the rank alone where it has no range."""
    if is_blank(row["rank"]):
        return DASH
    return " ".join(filter(None, (str(row["rank"]), format_range(row["range_low"], row["range_high"]))))


def describe_ranges(kind: str) -> str:
    """Return what the brackets behind a rank hold, for captions; blank without ranges."""
    if kind == "sampling":
        return text("in brackets: the 95% confidence set of all ranks, from the survey's error")
    if kind == "weights":
        return text("in brackets: the range of the rank in 5–95% of the draws of weights")
    if kind == "cases":
        return text("in brackets: the range of the rank in 5–95% of the draws of cases")
    return ""


def describe_draws(results: Results, ranges: pd.DataFrame) -> str:
    """Describe what was drawn in a block, how its ranges were found, and what was not drawn."""
    draws, kind = format_count(int(ranges["draws_n"].iloc[0])), range_kind(ranges)
    sentences = []
    if kind == "sampling":
        sentences.append(
            text(
                "The survey asks some of the people, so its points have a sampling error. The range of a rank holds "
                "every place that agrees with it, for all units of the block together with 95% confidence."
            )
        )
    if weights_matter(ranges) and results.parameters.appraisal_noise:
        sentences.append(
            text(
                "In {draws} draws the weights of areas and criteria rise or fall by up to a quarter each, and each "
                "appraised item by at most one step of its points.",
                draws=draws,
            )
        )
    elif weights_matter(ranges):
        sentences.append(
            text(
                "In {draws} draws the weights of areas and criteria rise or fall by up to a quarter each.", draws=draws
            )
        )
    sentences.append(describe_case_draws(ranges))
    if kind in ("weights", "cases"):
        sentences.append(text("The range of a rank holds the places from the 5% to the 95% rank of the draws."))
    sentences.append(say_only_weights(ranges))
    undrawn = split_codes(ranges["undrawn"].iloc[0])
    if undrawn:
        sentences.append(text("Not drawn: {causes}.", causes=name_causes(undrawn)))
    return join_sentences(*sentences)


def unmoved_units(ranges: pd.DataFrame) -> pd.DataFrame:
    """Return the units whose rank nothing that was drawn moves: firm, or firm but for what was not drawn."""
    return ranges[ranges["standing"].isin(["firm", "stays"])]


def narrow_units(ranges: pd.DataFrame) -> pd.DataFrame:
    """Return the units whose printed range is one place, though some draws give another."""
    low, high = (ranges[name].astype("Int64") for name in ("range_low", "range_high"))
    return ranges[(ranges["standing"] == "moves") & (low == high).fillna(False)]


def barriers_of(row: Any) -> list[str]:
    """Return the errors for which an unmoved rank is not called firm: they exist and were not drawn."""
    return [cause for cause in split_codes(row["undrawn"]) if cause != "appraisal"]


def heading_firm(ranges: pd.DataFrame) -> str:
    """Return the finding over the chart of ranges: how many ranks are firm.

    Where ranks that nothing moves are not called firm, it says what they are.
    """
    kept, n = len(unmoved_units(ranges)), len(ranges)
    if kept == 0:
        return text("No rank is firm")
    if (ranges["standing"] == "stays").any():
        causes = name_causes(_union(ranges["drawn"]))
        if kept == n:
            return text("Every rank stays in place under {causes}", causes=causes)
        return counted(
            kept,
            "1 of {all} ranks stays in place under {causes}",
            "{n} of {all} ranks stay in place under {causes}",
            all=n,
            causes=causes,
        )
    if only_weights_drawn(ranges):
        return head_weights(kept, n)
    if kept == n:
        return text("All ranks are firm")
    return counted(kept, "Firm: 1 of {all} ranks", "Firm: {n} of {all} ranks", all=n)


def _union(lists: pd.Series) -> list[str]:
    """Return the causes of all rows, each once."""
    return list(dict.fromkeys(cause for codes in lists for cause in split_codes(codes)))


def describe_firm(ranges: pd.DataFrame) -> str:
    """Describe which ranks are firm, why none is called so, and whose range is the widest."""
    return join_sentences(describe_unmoved(ranges), _describe_widest(ranges))


def describe_unmoved(ranges: pd.DataFrame) -> str:
    """Describe which ranks nothing that was drawn moves, and which have one place only and still move in some draws."""
    return join_sentences(_describe_kept(ranges), _describe_narrow(ranges))


def _describe_narrow(ranges: pd.DataFrame) -> str:
    """Name the units whose printed range is one place, though some draws give another; blank of none."""
    own = narrow_units(ranges)
    if own.empty:
        return ""
    if len(own) > NAMES_SHOWN:
        return text("{n} units have a range of one place, and move in some draws only.", n=len(own))
    return counted(
        len(own),
        "1 unit has a range of one place, and moves in some draws only: {units}.",
        "{n} units have a range of one place, and move in some draws only: {units}.",
        units=join_words(_names(own)),
    )


def _describe_kept(ranges: pd.DataFrame) -> str:
    kept = unmoved_units(ranges)
    facts: dict[str, Any] = {
        "causes": name_causes(split_codes(ranges["drawn"].iloc[0])),
        "units": name_some(_names(kept)),
        "all": len(ranges),
    }
    if (kept["standing"] == "stays").any():
        return f"{_describe_staying(len(kept), facts)} " + text(
            "No rank is called firm, since an error that exists was not drawn: {errors}.",
            errors=name_causes(barriers_of(ranges.iloc[0])),
        )
    if len(kept) == len(ranges):
        return text("All ranks are firm: every unit keeps its place under {causes}.", **facts)
    if kept.empty:
        return text("No rank is firm: no unit always keeps its place under {causes}.", **facts)
    if len(kept) <= NAMES_SHOWN:
        return counted(
            len(kept),
            "One rank is firm, it stays under {causes}: {units}.",
            "{n} ranks are firm, they stay under {causes}: {units}.",
            **facts,
        )
    return text("{n} of {all} ranks are firm: they stay under {causes}.", n=len(kept), **facts)


def _describe_staying(n: int, facts: dict[str, Any]) -> str:
    if n == facts["all"]:
        return text("Every unit keeps its place under {causes}.", **facts)
    if n <= NAMES_SHOWN:
        return counted(
            n,
            "One unit keeps its place under {causes}: {units}.",
            "{n} units keep their places under {causes}: {units}.",
            **facts,
        )
    return text("{n} of {all} units keep their places under {causes}.", n=n, **facts)


def _describe_widest(ranges: pd.DataFrame) -> str:
    """Describe whose range is the widest; blank where each is one place."""
    width = (ranges["range_high"] - ranges["range_low"]).astype(int)
    if width.max() == 0:
        return ""
    widest = ranges[width == width.max()]
    first = widest.iloc[0]
    facts = {"low": first["range_low"], "high": first["range_high"], "unit": shown_name(first)}
    if len(widest) == 1:
        return text("The widest range is that of {unit}: places {low} to {high}.", **facts)
    facts["places"] = int(width.max()) + 1
    return text("The widest ranges hold {places} places, as at {unit}: {low} to {high}.", **facts)


def describe_first_place(ranges: pd.DataFrame) -> str:
    """Describe which units come first in the draws of weights, and how often; blank without draws."""
    if not weights_matter(ranges):
        return ""
    order = ranges.sort_values("first_share", ascending=False, kind="stable")
    first = order[order["first_share"] > 0]
    always = _names(first[first["first_share"] == 1])
    beside = _names(first[first["first_share"] < 1])
    if always and beside:
        return text(
            "First in every draw of weights: {units}; beside in some draws: {others}.",
            units=name_some(always),
            others=name_or_count(beside, NAMES_SHOWN),
        )
    if len(always) > 1:
        return text("Whatever the weights in the draws, {units} share first place.", units=name_some(always))
    if always:
        return text("Whatever the weights in the draws, {unit} comes first.", unit=always[0])
    told = [
        text("{unit} in {share}", unit=shown_name(row), share=tell_share(row["first_share"]))
        for row in first.head(NAMES_SHOWN).to_dict("records")
    ]
    units, n = join_words(told), len(first)
    if n > NAMES_SHOWN:
        return text("{n} units come first in some of the draws, most often {units} of them.", n=n, units=units)
    return text("First place depends on the weights: {units} of the draws.", units=units)


def describe_area_out(ranges: pd.DataFrame, block: Block) -> str:
    """Describe what leaving out one area does to the ranks; blank where no area can be left out."""
    known = ranges[ranges["area_out_max_rank_change"].notna()]
    if known.empty:
        return ""
    most, n = int(known["area_out_max_rank_change"].max()), int(known["areas_out_n"].iloc[0])
    if n == 0:  # the areas left out count for nobody this year
        return ""
    if most == 0:
        return counted(
            n,
            "No rank changes when the one area that can be left out is.",
            "No rank changes when any one of {n} areas is left out.",
        )
    moved = known[known["area_out_max_rank_change"] == most]
    row = moved.iloc[0]
    return counted(
        len(moved),
        "Leaving out one area moves {unit} most: without {area} it would stand on place {then} instead of {now}.",
        "Leaving out one area moves {n} units most; without {area} {unit} would stand on place {then} instead of "
        "{now}.",
        unit=shown_name(row),
        area=quote(block.by_code[row["area_out"]].shown),
        then=row["area_out_rank"],
        now=row["rank"],
    )


def describe_clear(ranges: pd.DataFrame) -> str:
    """Describe which units differ clearly; blank without sampling errors."""
    if range_kind(ranges) != "sampling":
        return ""
    n = len(ranges)
    pairs, unclear = n * (n - 1) // 2, int(ranges["unclear_n"].sum()) // 2
    if unclear == 0:
        return text("Every two units differ clearly, beyond the sampling error of the survey.")
    if unclear == pairs:
        return text("No two units differ clearly, beyond the sampling error of the survey.")
    sentence = counted(
        pairs - unclear,
        "Of {pairs} pairs of units 1 differs clearly; the others do not differ more than the survey's sampling "
        "error could explain.",
        "Of {pairs} pairs of units {n} differ clearly; the others do not differ more than the survey's sampling "
        "error could explain.",
        pairs=format_count(pairs),
    )
    return f"{sentence} {_describe_near_first(ranges)}"


def _describe_near_first(ranges: pd.DataFrame) -> str:
    """Describe whom the first unit, or the units that share first place, do not lead clearly."""
    firsts, by_code = ranges[ranges["rank"] == 1], ranges.set_index("unit_code")
    if len(firsts) == len(ranges):
        return ""
    first, unit = firsts.iloc[0], name_some(_names(firsts))
    near = {code for codes in firsts["unclear_units"] for code in split_codes(codes)} - set(firsts["unit_code"])
    n = len(near) if near or len(firsts) > 1 else int(first["unclear_n"])
    if len(firsts) > 1 and not near and firsts["unclear_n"].max() > len(firsts) - 1:
        return ""
    others = name_some(_names(by_code.loc[[code for code in by_code.index if code in near]]))
    facts: dict[str, Any] = {"unit": unit, "units": unit, "others": others, "n": n}
    if len(firsts) > 1:
        if n == 0:
            return text("{units} share first place, clearly ahead of all others.", **facts)
        if n > NAMES_SHOWN:
            return text("{units} share first place; of the others {n} are not clearly behind them all.", **facts)
        return text("{units} share first place; not clearly behind them all: {others}.", **facts)
    if n == 0:
        return text("{unit}, in first place, is clearly ahead of all others.", **facts)
    if n > NAMES_SHOWN or not near:
        return text("{unit}, in first place, does not differ clearly from {n} units.", **facts)
    return text("{unit}, in first place, does not differ clearly from {others}.", **facts)


def _names(units: pd.DataFrame) -> list[str]:
    return [shown_name(row) for row in units.to_dict("records")]
