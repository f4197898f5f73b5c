"""The sentences on targets and calendar: how many are met, better or worse, what is late.

In: results. Out: sentences in the language in force. Computes nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from parreport.display.formats import format_date, format_number
from parreport.display.parts import join_words
from parreport.display.sentences import join_sentences, tell_some
from parreport.language import counted, message, text
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
