"""What the satisfaction report says, held against the open tables of the survey."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import format_pct
from tests.sentences.context import Sentence, checks, fraction, rounded


def of_units(one: Sentence) -> pd.DataFrame:
    """The published rows of the block's units, all questions and groups together."""
    own = one.page.results.satisfaction
    whole = (own[["factor", "question_code", "respondent_group"]] == "").all(axis=1)
    own = own[whole & (own["unit_code"] != "") & (own["block"] == one.block_code)]
    return own[own["satisfaction_pct"].notna()]


def verdicts(one: Sentence) -> dict[str, str]:
    """Whether each unit of the block is below, above, or not told apart by chance; blank where that is unknown."""
    tested = one.page.results.unit_differences.set_index("unit_code").to_dict("index")
    found = {}
    for unit in of_units(one)["unit_code"]:
        row = tested.get(unit)
        if row is None or is_blank(row["p_all"]):
            found[unit] = ""
        elif row["p_all"] < 0.05:
            found[unit] = "above" if row["satisfaction_pct"] > row["others_pct"] else "below"
        else:
            found[unit] = "chance"
    return found


def names_of(one: Sentence, units: Any) -> list[str]:
    return [one.page.results.name_of(unit) for unit in units]


@checks(
    "1 unit lies significantly below the others of block {block} together: {units}.",
    "{n} units lie significantly below the others of block {block} together: {units}.",
    "1 unit lies significantly above the others of block {block} together: {units}.",
    "{n} units lie significantly above the others of block {block} together: {units}.",
    "The difference of 1 unit from the others of block {block} can be due to chance.",
    "The differences of {n} units from the others of block {block} can be due to chance.",
    "Of 1 unit the sample does not tell whether it differs: {units}.",
    "Of {n} units the sample does not tell whether they differ: {units}.",
)
def check_units(one: Sentence) -> Iterator[str]:
    words = {"below": "below", "above": "above", "chance": "chance"}
    verdict = next((found for word, found in words.items() if f" {word}" in one.msgid), "")
    units = [unit for unit, found in verdicts(one).items() if found == verdict]
    yield from one.counts(len(units), f"units {verdict or 'unknown'}")
    if "{units}" in one.msgid:
        yield from one.one_of(one["units"], names_of(one, units), verdict or "unknown")


@checks("The lowest share of satisfied answers is on {factors}: {pct}.")
def check_lowest_factor(one: Sentence) -> Iterator[str]:
    results = one.page.results
    halves = set(results.survey_questions["factor_parent"])
    own = results.satisfaction
    own = own[(own["unit_code"] == one.page.unit) & (own[["question_code", "respondent_group"]] == "").all(axis=1)]
    own = own[(own["factor"] != "") & ~own["factor"].isin(halves) & own["satisfaction_pct"].notna()]
    printed = {row["factor"]: rounded(fraction(row["satisfaction_pct"]), 1) for row in own.to_dict("records")}
    lowest = [factor for factor, pct in printed.items() if pct == min(printed.values())]
    if sorted(one.quoted(one["factors"])) != sorted(lowest) or len(lowest) == len(printed):
        yield f"names {one['factors']}; lowest are {lowest} of {len(printed)}"
    yield from one.same("pct", min(printed.values()))


@checks(
    "By the answers of {n} respondents, {pct} of answers are satisfied or very satisfied (95% interval from {low} to "
    "{high}).",
    "By the answers of {n} respondents, {pct} of answers are satisfied or very satisfied; the sample tells nothing of "
    "the error.",
    "{n} people answered; the share of satisfied answers is withheld.",
    "95% interval from {low} to {high}",
)
def check_whole(one: Sentence) -> Iterator[str]:
    own = one.page.results.satisfaction
    names = ["unit_code", "factor", "question_code", "respondent_group"]
    (row,) = own[(own[names] == "").all(axis=1)].to_dict("records")
    if "{n}" in one.msgid:
        yield from one.counts(int(row["n"]), "respondents")
    told = {"pct": row["satisfaction_pct"], "low": row["low_pct"], "high": row["high_pct"]}
    for slot, value in told.items():
        if slot not in one.saying.slots and "{pct}" not in one.msgid:
            continue
        if (slot in one.saying.slots) != (not is_blank(value)):
            yield f"{slot} is told though it is {value}, or not"
        elif not is_blank(value):
            yield from one.same(slot, rounded(fraction(value), 1))


@checks(
    "{pct} of answers are satisfied or very satisfied (95% interval from {low} to {high}; {n} respondents); in the "
    "province {whole}.",
    "{pct} of answers are satisfied or very satisfied ({n} respondents, drawn in a single place, so that no interval "
    "can be told); in the province {whole}.",
    "{pct} of answers are satisfied or very satisfied (95% interval from {low} to {high}; {n} respondents; estimate by "
    "all units together, Fay–Herriot); in the province {whole}.",
    "The share of satisfied answers is withheld: too few people answered.",
    "Fewer than 30 people answered.",
)
def check_unit(one: Sentence) -> Iterator[str]:
    own = one.page.results.satisfaction
    own = own[(own[["factor", "question_code", "respondent_group"]] == "").all(axis=1)].set_index("unit_code")
    row, areas = own.loc[one.page.unit], one.page.results.small_areas.set_index("unit_code")
    if "{pct}" not in one.msgid:
        is_hidden = "withheld" in one.msgid
        if is_blank(row["satisfaction_pct"]) != is_hidden or (not is_hidden and row["n"] >= 30):
            yield f"{row['n']} respondents, {row['satisfaction_pct']}"
        return
    yield from one.counts(int(row["n"]), "respondents")
    yield from one.same("whole", rounded(fraction(own.loc["", "satisfaction_pct"]), 1))
    told = {"pct": row["satisfaction_pct"], "low": row["low_pct"], "high": row["high_pct"]}
    if "Fay" in one.msgid:
        names = {"pct": "model_pct", "low": "model_low_pct", "high": "model_high_pct"}
        told = {slot: areas.loc[one.page.unit, name] for slot, name in names.items()}
    for slot, value in told.items():
        if (slot in one.saying.slots) == is_blank(value):
            yield f"{slot} is told though it is {value}, or not"
        elif not is_blank(value):
            yield from one.same(slot, rounded(fraction(value), 1))


@checks(
    "That is significantly above the others of block {block} together.",
    "That is significantly below the others of block {block} together.",
    "As all units of block {block} are compared at once, the difference from the others can be due to chance.",
)
def check_verdict(one: Sentence) -> Iterator[str]:
    found = verdicts(one)[one.page.unit]
    if f" {found}" not in one.msgid or not found:
        yield f"by the tables {found or 'unknown'}"


@checks(
    "The units of block {block} fall into {n} groups in which none lies clearly below the highest of the group; in "
    "the lowest group: {units}.",
    "By these estimates the units of block {block} cannot be told apart.",
)
def check_alike(one: Sentence) -> Iterator[str]:
    own = one.page.results.small_areas
    groups = own[(own["block"] == one.block_code) & own["group_n"].notna()]
    last = int(groups["group_n"].max())
    yield from one.counts(last, "groups")
    if "units" in one.saying.slots:
        lowest = groups.loc[groups["group_n"] == last, "unit_code"]
        yield from one.one_of(one["units"], names_of(one, lowest), "the lowest group")


@checks(
    "If the {n} units of block {block} were equal, chance would put the highest {chance_above_mean} percentage points "
    "above their mean and the lowest {chance_below_mean} below it; in the answers they lie {above_mean} above and "
    "{below_mean} below."
)
def check_chance(one: Sentence) -> Iterator[str]:
    shares = [float(share) for share in of_units(one)["satisfaction_pct"]]
    mean = sum(shares) / len(shares)
    yield from one.counts(len(shares), "units with a share")
    yield from one.same("above_mean", rounded(fraction(max(shares) - mean), 1))
    yield from one.same("below_mean", rounded(fraction(mean - min(shares)), 1))
    own = one.page.results.chance_spread
    row = own[own["block"] == one.block_code].iloc[0]
    for slot in ("chance_above_mean", "chance_below_mean"):
        yield from one.same(slot, rounded(fraction(row[slot]), 1))


@checks(
    "{group} {pct}, {other} {other_pct}: {size} percentage points apart, significant.",
    "{group} {pct}, {other} {other_pct}: {size} percentage points apart, which can be due to chance.",
)
def check_pair(one: Sentence) -> Iterator[str]:
    """There is a pair of groups with these printed shares, and it is judged as the sentence says."""
    own = one.page.results.group_differences
    shares = (one["pct"], one["other_pct"])
    pairs = [
        row
        for row in own[own["unit_code"] == one.page.unit].to_dict("records")
        if (format_pct(row["satisfaction_pct"]), format_pct(row["other_pct"])) == shares
    ]
    if not any((row["p_all"] < 0.05) == one.msgid.endswith("significant.") for row in pairs):
        yield f"of {len(pairs)} pairs with these shares none is so"
    if pairs:
        yield from one.same("size", rounded(fraction(abs(pairs[0]["difference_pp"])), 1))


@checks(
    "1 of {questions_n} questions lies above the median in importance and in dissatisfaction.",
    "{n} of {questions_n} questions lie above the median in importance and in dissatisfaction.",
)
def check_priorities(one: Sentence) -> Iterator[str]:
    own = one.page.results.importance
    high = (own["importance"] > own["importance"].median()) & (
        own["dissatisfied_pct"] > own["dissatisfied_pct"].median()
    )
    yield from one.counts(int(high.sum()), "questions above both medians")
    yield from one.counts(len(own), "questions", "questions_n")


@checks("“{answer}” is answered most often to {questions}: {pct}.")
def check_highest_answer(one: Sentence) -> Iterator[str]:
    """Of the questions with the same answers as those told, it is these on which the last answer prints highest."""
    own = one.page.results.survey_choices
    own = own[~own["scale"].isin(["one_of", "several"])]
    answers = {code: tuple(rows["words"]) for code, rows in own.groupby("question_code")}
    told = {words.split(" ")[0] for words in one.quoted(one["questions"])}
    alike = [code for code, words in answers.items() if words == answers[next(iter(told))]]
    last = {code: rows["share_pct"].iloc[-1] for code, rows in own.groupby("question_code") if code in alike}
    printed = {code: rounded(fraction(pct), 1) for code, pct in last.items()}
    highest = {code for code, pct in printed.items() if pct == max(printed.values())}
    if told != highest or answers[next(iter(told))][-1] != one["answer"] or len(highest) == len(printed):
        yield f"told {told}; highest are {highest} of {len(printed)}"
    yield from one.same("pct", max(printed.values()))


@checks("{question}: most often chosen {choices}, {pct}.")
def check_chosen(one: Sentence) -> Iterator[str]:
    own = one.page.results.survey_choices
    own = own[own["question_code"] == one.quoted(one["question"])[0].split(" ")[0]]
    printed = {row["words"]: rounded(fraction(row["share_pct"]), 1) for row in own.to_dict("records")}
    highest = [words for words, pct in printed.items() if pct == max(printed.values())]
    if sorted(one.quoted(one["choices"])) != sorted(highest):
        yield f"told {one['choices']}; highest are {highest}"
    yield from one.same("pct", max(printed.values()))


@checks("Of these, answers are most often not satisfied on: {listed}.")
def check_worst(one: Sentence) -> Iterator[str]:
    """The five highest printed shares are told, ties whole, each with its own."""
    own = one.page.results.importance
    own = own[own["priority"]]
    shares = {row["question_code"]: rounded(fraction(row["dissatisfied_pct"]), 1) for row in own.to_dict("records")}
    limit = sorted(shares.values(), reverse=True)[4]
    expected = {code: format_pct(pct) for code, pct in shares.items() if pct >= limit}
    told = {words.split(" ")[0]: words.rpartition("(")[2].rstrip(")") for words in one["listed"].split("; ")}
    if told != expected or len(shares) <= len(told) - 1:
        yield f"told {told}; by the tables {expected}"


@checks(
    "Against {year}, the share of satisfied answers {way}; this is significant.",
    "Against {year}, the share of satisfied answers {way}; this can be due to chance.",
)
def check_year(one: Sentence) -> Iterator[str]:
    own = one.page.results.year_differences
    (row,) = own[(own["unit_code"] == one.page.unit) & (own["factor"] == "")].to_dict("records")
    if (row["p_all"] < 0.05) != one.msgid.endswith("significant."):
        yield f"p is {row['p_all']}"


@checks("Significantly higher than in {year}: {names}.", "Significantly lower than in {year}: {names}.")
def check_moved(one: Sentence) -> Iterator[str]:
    own = one.page.results.year_differences
    sign = 1 if "higher" in one.msgid else -1
    moved = own[(own["p_all"] < 0.05) & (own["difference_pp"] * sign > 0)]
    factors = moved.loc[(moved["unit_code"] == "") & (moved["factor"] != ""), "factor"]
    units = moved.loc[(moved["unit_code"] != "") & (moved["factor"] == ""), "unit_code"]
    if "“" in one["names"]:
        if sorted(one.quoted(one["names"])) != sorted(factors):
            yield f"factors by the tables: {list(factors)}"
    else:
        yield from one.one_of(one["names"], names_of(one, units), "moved")
