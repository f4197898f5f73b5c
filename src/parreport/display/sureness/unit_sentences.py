"""The sentences on how sure the rank of one unit is, written from figures.

In: results and a unit. Out: sentences in the language in force, right for a firm rank, one that
other weights or the survey's error move, errors that were not drawn, no range. Computes nothing.
"""

from __future__ import annotations

from typing import Any

from parreport.columns import is_blank, split_codes
from parreport.display.formats import join_words
from parreport.display.sentences import join_sentences
from parreport.display.sureness.case_sentences import describe_rank_cases, tell_share
from parreport.display.sureness.sentences import NAMES_SHOWN, barriers_of, name_causes, print_rank
from parreport.language import counted, text
from parreport.years.results import Results


def unit_ranges(results: Results, unit: str) -> Any:
    """Return the robustness row of a unit."""
    return results.robustness[results.robustness["unit_code"] == unit].iloc[0]


def remark_range(results: Results, unit: str) -> str:
    """Return the range of a unit's rank beside the rank itself; blank where it has none."""
    row = unit_ranges(results, unit)
    if is_blank(row["range_low"]):
        return ""
    if row["standing"] == "firm":
        weights_alone = row["drawn"] == "weights"
        return text("firm under other weights") if weights_alone else text("the rank is firm")
    facts = {"low": row["range_low"], "high": row["range_high"]}
    wide = facts["low"] < facts["high"]
    if row["range_by"] != "cases" and not is_blank(row["cases_low"]) and row["cases_low"] < row["cases_high"]:
        cases = {"cases_low": row["cases_low"], "cases_high": row["cases_high"]}
        if wide:
            return text("range {low}–{high}; by counted cases {cases_low}–{cases_high}", **facts, **cases)
        return text("range by counted cases {cases_low}–{cases_high}", **cases)
    return text("range {low}–{high}", **facts) if wide else text("range: place {low} only", **facts)


def describe_rank_range(results: Results, unit: str) -> str:
    """Describe how sure the rank of a unit is; blank where nothing can be said."""
    row = unit_ranges(results, unit)
    if is_blank(row["range_low"]):
        return ""
    causes = name_causes(split_codes(row["drawn"]))
    if row["standing"] == "firm":
        sentence = text("Rank {rank} is firm: the unit keeps it under {causes}.", rank=row["rank"], causes=causes)
        if row["drawn"] == "weights":
            sentence = join_sentences(sentence, text("Nothing but weights was drawn."))
    elif row["standing"] == "stays":
        sentence = text(
            "Rank {rank}: the unit keeps it under {causes}. It is not called firm, since an error that exists was "
            "not drawn: {errors}.",
            rank=row["rank"],
            causes=causes,
            errors=name_causes(barriers_of(row)),
        )
    elif row["range_by"] == "sampling" and row["range_low"] < row["range_high"]:
        sentence = text(
            "Rank {rank}: with the sampling error of the survey its place is between {low} and {high}, for all "
            "units of the block together with 95% confidence.",
            rank=_print_rank(row),
            low=row["range_low"],
            high=row["range_high"],
        )
    else:
        sentence = _describe_moved(row)
    undrawn = barriers_of(row) if row["standing"] == "moves" else []
    left = text("Not drawn: {causes}.", causes=name_causes(undrawn)) if undrawn else ""
    cases = describe_rank_cases(row) if row["standing"] == "moves" else ""
    return join_sentences(sentence, cases, _describe_unclear(results, row), left)


def _print_rank(row: Any) -> str:
    """Return a rank with its range, 7 (5–10); alone where the range is the rank itself."""
    return str(row["rank"]) if row["range_low"] == row["range_high"] == row["rank"] else print_rank(row)


def _describe_moved(row: Any) -> str:
    """Describe what draws of weights do to a rank, where the survey's error, if it was drawn, leaves it.

    Draws of cases are told beside it: one that only they move is said to be kept under the others.
    """
    facts: dict[str, Any] = {
        "rank": row["rank"] if row["range_by"] == "sampling" else _print_rank(row),
        "low": row["draws_low"],
        "high": row["draws_high"],
        "share": tell_share(row["stay_share"]),
    }
    causes = [cause for cause in split_codes(row["drawn"]) if cause not in ("sampling", "cases")]
    if not causes or row["stay_share"] == 1:
        kept = [cause for cause in split_codes(row["drawn"]) if cause != "cases"]
        if not kept:
            return text("Rank {rank}.", rank=_print_rank(row))
        return text("Rank {rank}: the unit keeps it under {causes}.", rank=row["rank"], causes=name_causes(kept))
    if causes != ["weights"]:
        facts["causes"] = name_causes(causes)
        if row["draws_low"] < row["draws_high"]:
            return text(
                "Rank {rank}: under {causes} it stands between places {low} and {high} in at least 90% of the draws.",
                **facts,
            )
        return text("Rank {rank}: under {causes} the unit keeps it in {share} of the draws.", **facts)
    if row["range_by"] == "sampling":
        if row["draws_low"] < row["draws_high"]:
            return text(
                "Rank {rank}: the sampling error of the survey leaves it, other weights do not: when the weights of "
                "areas and criteria change by up to a quarter, the unit stands between places {low} and {high} in at "
                "least 90% of the draws.",
                **facts,
            )
        return text(
            "Rank {rank}: the sampling error of the survey leaves it, other weights do not in all draws: when the "
            "weights of areas and criteria change by up to a quarter, the unit keeps it in {share} of them.",
            **facts,
        )
    if row["draws_low"] < row["draws_high"]:
        return text(
            "Rank {rank}: when the weights of areas and criteria change by up to a quarter, it stands between "
            "places {low} and {high} in at least 90% of the draws.",
            **facts,
        )
    return text(
        "Rank {rank}: when the weights of areas and criteria change by up to a quarter, the unit keeps it in {share} "
        "of the draws.",
        **facts,
    )


def _describe_unclear(results: Results, row: Any) -> str:
    """Describe from which other ranked units a unit does not differ clearly; blank without sampling errors."""
    if row["range_by"] != "sampling":
        return ""
    n, near = int(row["unclear_n"]), split_codes(row["unclear_units"])
    if n == 0:
        return text("It differs clearly from every other ranked unit.")
    if near and n <= NAMES_SHOWN:
        return text(
            "Whether it does better than {units} cannot be said.",
            units=join_words([results.name_of(code) for code in near]),
        )
    return counted(
        n,
        "It does not differ clearly from 1 other ranked unit.",
        "It does not differ clearly from {n} other ranked units.",
    )
