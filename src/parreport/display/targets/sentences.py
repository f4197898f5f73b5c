"""The sentences on targets and calendar: how many are met, better or worse, what is late.

In: results. Out: sentences in the language in force. Computes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from parreport.columns import rows_of
from parreport.display.formats import format_date, format_number, format_pct, format_plain, format_plain_pct, join_words
from parreport.display.sentences import join_sentences, tell_some
from parreport.display.tables import item_name
from parreport.inputs.framework import Target
from parreport.language import Message, counted, message, text
from parreport.years.results import Results, shown_step


def heading_targets(results: Results) -> str:
    """Return the finding over the targets of the province."""
    province = _province(results)
    if province.empty:
        return text("No target of the province has a figure")
    met = sum(map(bool, province["met"]))
    if met == len(province):
        return counted(met, "The one target with figures is met", "All {n} targets with figures are met")
    if not met:
        return counted(
            len(province), "The one target with figures is not met", "None of the {n} targets with figures is met"
        )
    return text("The province meets {met} of {n} targets with figures", met=met, n=len(province))


def describe_targets(results: Results) -> str:
    """Describe the targets of the province: how many are met, better, worse."""
    trend = describe_trends(list(_province(results)["trend"]), results)
    return join_sentences(f"{heading_targets(results)}.", trend)


def describe_unit_targets(own: pd.DataFrame, results: Results) -> str:
    """Describe the targets of a unit; ``own``: its rows of ``targets``, not empty."""
    known = own[own["met"].notna()]
    if known.empty:
        return text("The unit reports no figure for a target.")
    sentence = counted(
        len(known),
        "The unit meets {met} of 1 target for which it has a figure.",
        "The unit meets {met} of {n} targets for which it has a figure.",
        met=sum(map(bool, known["met"])),
    )
    return join_sentences(sentence, describe_trends(list(known["trend"]), results))


def describe_against_targets(results: Results, unit: str, findings: pd.DataFrame) -> list[str]:
    """Say of each strength whose target is not met, and each weakness whose target is met, that it is both.

    ``findings``: rows of the unit's findings.
    """
    measured = results.targets[(results.targets["unit_code"] == unit) & results.targets["met"].notna()]
    by_item = {row["item_code"]: row for row in measured.to_dict("records") if row["item_code"]}
    targets = {target.code: target for target in results.framework.targets}
    sentences = []
    for code, kind, score in rows_of(findings, "item_code", "kind", "score_pct"):
        row = by_item.get(code)
        if row is None or bool(row["met"]) == (kind == "strength"):
            continue
        target = targets[row["target_code"]]
        value, goal, before = (measure(row[name], target) for name in ("value", "target", "base_value"))
        facts: dict[str, Any] = {"item": item_name(results.block_of(unit).by_code[code]), "score": format_pct(score)}
        facts |= {"value": value, "goal": goal, "before": before, "year": results.base_year}
        known = row["base_value"] is not None
        sentences.append(str(_both_ways(kind, known, facts)))
    return sentences


def _both_ways(kind: str, known: bool, facts: dict[str, Any]) -> Message:
    if kind == "strength":
        if known:
            return message(
                "{item} is a strength by its points ({score} of the maximum), and its target is not met: "
                "{value}, to reach {goal}; {before} in {year}.",
                **facts,
            )
        return message(
            "{item} is a strength by its points ({score} of the maximum), and its target is not met: "
            "{value}, to reach {goal}.",
            **facts,
        )
    if known:
        return message(
            "{item} is a weakness by its points ({score} of the maximum), though its target is met: "
            "{value}, to reach {goal}; {before} in {year}.",
            **facts,
        )
    return message(
        "{item} is a weakness by its points ({score} of the maximum), though its target is met: "
        "{value}, to reach {goal}.",
        **facts,
    )


def measure(value: Any, target: Target) -> str:
    """Return a figure with what it is measured in: 50.3%, 12 days."""
    unit = target.unit_of_measure
    return format_plain_pct(value, 1) if unit == "%" else f"{format_plain(value, 1)} {unit}"


def describe_trends(trends: list[str], results: Results) -> str:
    """Describe how many targets are better, worse, the same, where any; blank without a base year."""
    better, worse, same = (trends.count(one) for one in ("better", "worse", "same"))
    if results.base is None or not better + worse + same:
        return ""
    facts = {"better": better, "worse": worse, "same": same, "year": results.base_year}
    sentences = {
        (True, True, True): message("Against {year}: {better} better, {worse} worse, {same} unchanged.", **facts),
        (True, True, False): message("Against {year}: {better} better, {worse} worse.", **facts),
        (True, False, True): message("Against {year}: {better} better, {same} unchanged.", **facts),
        (False, True, True): message("Against {year}: {worse} worse, {same} unchanged.", **facts),
        (True, False, False): message("Against {year}: {better} better.", **facts),
        (False, True, False): message("Against {year}: {worse} worse.", **facts),
        (False, False, True): message("Against {year}: {same} unchanged.", **facts),
    }
    return str(sentences[better > 0, worse > 0, same > 0])


def _province(results: Results) -> pd.DataFrame:
    targets = results.targets
    return targets[(targets["unit_code"] == "") & targets["met"].notna()]


def name_furthest(results: Results, row: Any) -> str:
    """Return the units that miss a target by most, with the distance; blank where all meet it."""
    if not row["furthest_units"]:
        return ""
    names = [results.name_of(code) for code in row["furthest_units"].split(";")]
    size = format_number(row["furthest_distance"], 1)
    if len(names) > 3:
        return text("{n} units ({size})", n=len(names), size=size)
    return f"{join_words(names)} ({size})"


def describe_calendar(results: Results) -> str:
    """Describe the steps of the year: in time, late, not yet done."""
    calendar = results.calendar
    states, sentences = list(calendar["state"]), []
    timely, late, overdue, waiting = (states.count(state) for state in ("in_time", "late", "overdue", "open"))
    if timely and not late + overdue + waiting:
        sentences.append(text("Every step with a due date was done in time."))
    elif timely:
        sentences.append(counted(timely, "1 step was done in time.", "{n} steps were done in time."))
    if late:
        sentences.append(_describe_late(calendar[calendar["state"] == "late"]))
    published = results.parameters.published
    if not published:
        sentences += tell_some(waiting, "1 step is not yet done.", "{n} steps are not yet done.")
        return " ".join(sentences)
    sentences += tell_some(
        overdue,
        "1 step was due before {day}, the day of publication, and has no date on which it was done.",
        "{n} steps were due before {day}, the day of publication, and have no date on which they were done.",
        day=format_date(date.fromisoformat(published)),
    )
    sentences += tell_some(
        waiting,
        "1 step is not yet done and was not late on the day of publication.",
        "{n} steps are not yet done and were not late on the day of publication.",
    )
    return " ".join(sentences)


def _describe_late(late: pd.DataFrame) -> str:
    """Describe the steps that were late: how many, and which of them most; steps alike late stand together."""
    days = late["days_late"].astype(int)
    most = [shown_step(row) for row in late[days == days.max()].to_dict("records")]
    facts = {"days": counted(int(days.max()), "1 day", "{n} days"), "step": "”, “".join(most)}
    if len(most) == len(late) > 1:
        return text("{n} steps were late, each by {days}.", n=len(late), **facts)
    if len(most) > 1:
        return text("{n} steps were late, most of all “{step}”, each by {days}.", n=len(late), **facts)
    return counted(
        len(late),
        "1 step was late: “{step}”, by {days}.",
        "{n} steps were late, most of all “{step}”, by {days}.",
        **facts,
    )
