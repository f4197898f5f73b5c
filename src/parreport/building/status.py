"""``parreport status``: how far the collection of a year has come, unit by unit, and the steps of its calendar.

In: parameters, a day. Out: for each unit what has come, what is missing, faults and notes, evidence; for each
step the days that are left. Nothing is refused here: what is at fault is counted, ``parreport check`` tells it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from parreport.building.units import align
from parreport.columns import is_blank, rows_of
from parreport.display.formats import DASH, format_date, format_pct
from parreport.errors import InputError
from parreport.inputs.faults import Faults
from parreport.inputs.parameters import Parameters
from parreport.language import counted, in_language, text
from parreport.years.reading import ReadYear, read_run

GIVEN = ("self_points", "appraised_points", "numerator", "denominator", "value", "reason", "evidence")


@dataclass(frozen=True)
class UnitStatus:
    """One unit: what it sent (``file``: a form, the table, blank: nothing), how many items are given and missing.

    ``items_n``: leaves that apply and are no survey, bonus or penalty; ``given_n``: those with a figure or points;
    ``gaps_n``: those without points; ``evidence_pct``: of the given ones, those with evidence (None: none given).
    """

    unit_code: str
    name: str
    block: str
    file: str
    items_n: int
    given_n: int
    gaps_n: int
    faults_n: int
    notes_n: int
    evidence_pct: float | None


@dataclass(frozen=True)
class StepStatus:
    """One step: when it is due and was done (ISO, blank = not), and the days left on the day asked (negative: late)."""

    step: str
    due: str
    done: str
    days_left: int | None


@dataclass(frozen=True)
class Status:
    """A year on a day. ``faults_n``: all faults, those of no unit too; ``labels``: what stands beside the figures."""

    parameters: Parameters
    day: date
    units: tuple[UnitStatus, ...]
    steps: tuple[StepStatus, ...]
    faults_n: int
    labels: tuple[str, ...] = ()

    @property
    def sent_n(self) -> int:
        """How many units have sent something."""
        return sum(bool(unit.given_n) for unit in self.units)

    def as_dict(self) -> dict[str, Any]:
        """Return the status as plain data."""
        return {
            "province": self.parameters.province,
            "period": str(self.parameters.span),
            "day": self.day.isoformat(),
            "sent_n": self.sent_n,
            "units_n": len(self.units),
            "faults_n": self.faults_n,
            "units": [asdict(unit) for unit in self.units],
            "calendar": [asdict(step) for step in self.steps],
        }


def find_status(path: Path, day: date) -> Status:
    """Return how far a year is on a day.

    Raises
    ------
    InputError : parameters, framework or units cannot be read at all; all faults at once.
    """
    faults = Faults()
    read = read_run(path, faults, is_first=False)
    if read is None:
        raise InputError(str(path), faults.problems, faults.more)
    units = tuple(_list_units(read, faults))
    labels = (text("ILLUSTRATIVE FIGURES"),) if read.year.framework.illustrative else ()
    faults_n = len(faults.problems) + faults.more
    return Status(read.parameters, day, units, tuple(_list_steps(read, day)), faults_n, labels)


def _list_units(read: ReadYear, faults: Faults) -> list[UnitStatus]:
    told = Counter(str(problem.unit_code) for problem in faults.problems if problem.unit_code)
    noted = Counter(str(note.facts["unit"]) for note in read.notes if "unit" in note.facts)
    forms = {unit: Path(source.file).name for (unit, _), source in faults.form_sources.items()}
    leaves = read.leaves[~read.leaves["method"].isin(["survey", "bonus", "penalty"])]
    by_unit = dict(list(leaves.groupby("unit_code", sort=False)))
    found = []
    for code, name, english, block in rows_of(read.year.units, "unit_code", "unit_name", "unit_name_en", "block"):
        own = by_unit.get(code, leaves.iloc[:0])
        own = own[own["applies"].astype(bool) | (own["origin"] == "missing")]  # a gap does not count, yet is asked for
        given = own[_is_given(own)]
        with_evidence = sum(not is_blank(one) and str(one).strip() != "" for one in given["evidence"])
        found.append(
            UnitStatus(
                *(str(code), in_language(str(name), str(english)), read.year.framework.by_code[str(block)].shown),
                file=forms.get(code, "") or (text("table") if len(given) else ""),
                items_n=len(own),
                given_n=len(given),
                gaps_n=int((own["origin"] == "missing").sum()),
                faults_n=told[str(code)],
                notes_n=noted[str(code)],
                evidence_pct=100 * with_evidence / len(given) if len(given) else None,
            )
        )
    return found


def _is_given(leaves: pd.DataFrame) -> pd.Series[bool]:
    """Return of each leaf whether the unit or the appraiser said anything on it."""
    said = pd.DataFrame({name: [not is_blank(one) and str(one) != "" for one in leaves[name]] for name in GIVEN})
    return pd.Series(said.any(axis=1).to_numpy(), index=leaves.index, dtype=bool) | leaves["faulty"].astype(bool)


def _list_steps(read: ReadYear, day: date) -> list[StepStatus]:
    found = []
    for step, english, due, done in rows_of(read.year.calendar, "step", "step_en", "due", "done"):
        words = ["" if is_blank(one) else str(one)[:10] for one in (due, done)]
        words[1] = words[1] if words[1] <= day.isoformat() else ""  # on this day it was not yet done
        left = (date.fromisoformat(words[0]) - day).days if words[0] and not words[1] else None
        found.append(StepStatus(in_language(str(step), str(english)), words[0], words[1], left))
    return found


def describe_status(status: Status) -> tuple[str, str]:
    """Return whose status it is and of which day, and how many have sent something."""
    facts = {"province": status.parameters.province, "period": status.parameters.span, "day": format_date(status.day)}
    counts = {"sent": status.sent_n, "n": len(status.units), "faults": status.faults_n}
    return (
        text("{province}, {period}: as of {day}", **facts),
        text("{sent} of {n} units have sent something; faults: {faults}", **counts),
    )


def show_status(status: Status) -> list[str]:
    """Return a status as lines: a summary, the units in columns, the steps."""
    lines = [*status.labels, *describe_status(status), ""]
    lines += align(rows_of_status(status))
    if status.steps:
        lines += ["", text("Steps of the year")]
        lines += align([(step.due, step.step, describe_left(step)) for step in status.steps])
    return lines


def rows_of_status(status: Status) -> list[tuple[str, ...]]:
    """Return the units as rows of words, the heads first."""
    rows: list[tuple[str, ...]] = [
        (
            *(text("Unit"), text("Name of the unit"), text("Sent"), text("Items given"), text("Without points")),
            *(text("Faults"), text("Notes"), text("Evidence")),
        )
    ]
    for unit in status.units:
        share = "" if unit.evidence_pct is None else format_pct(unit.evidence_pct, 0)
        counts = (f"{unit.given_n}/{unit.items_n}", str(unit.gaps_n), str(unit.faults_n), str(unit.notes_n))
        rows.append((unit.unit_code, unit.name, unit.file or DASH, *counts, share))
    return rows


def describe_left(step: StepStatus) -> str:
    """Return what is to be said of a step: done, days left, or days late."""
    if step.done:
        return text("done on {day}", day=format_date(date.fromisoformat(step.done)))
    if step.days_left is None:
        return ""
    if step.days_left < 0:
        return counted(-step.days_left, "1 day late", "{n} days late")
    return counted(step.days_left, "1 day left", "{n} days left")
