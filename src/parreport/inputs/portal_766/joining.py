"""Several exports become one list of units, of one province and one time.

In: the exports of one call. Out: :class:`Joined`; what contradicts itself is a fault that names both
places. Of a unit that stands in a file of details and in a table the details are taken, and what the
table prints otherwise is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from parreport.cells import write_number
from parreport.inputs.faults import Faults
from parreport.inputs.portal_766.export import TOTAL, Export, PrintedUnit, same_words
from parreport.inputs.portal_766.names import DEPARTMENTS, PROVINCES
from parreport.inputs.portal_766.times import Time
from parreport.language import message

LEAVES, AREAS_ONLY = "766-2026", "766-groups"
NATION = "Toàn quốc"


@dataclass(frozen=True)
class Joined:
    """The units of all exports, each once, and the framework that holds what is printed of all of them."""

    units: list[PrintedUnit]
    framework: str


def join_exports(exports: list[Export], framework: str | None, faults: Faults, unread: Faults) -> Joined:
    """Return the units of all exports, each once, in the order of the files.

    ``framework`` is the one that was asked for: with that of the leaves, units that are printed by areas
    only are left out, which is told; None takes the leaves where all units have them.
    """
    found: dict[str, list[PrintedUnit]] = {}
    for export in exports:
        for unit in export.units:
            found.setdefault(unit.code.casefold(), []).append(unit)
    units = [_join_unit(alike, faults, unread) for alike in found.values()]
    if framework is None:
        framework = _choose_framework(units, unread)
    elif framework == LEAVES:
        expected = message("numerators and denominators; the unit is left out")
        for unit in units:
            if not unit.leaves:
                unread.add(unit.place.problem(expected, unit.name, unit.code))
        units = [unit for unit in units if unit.leaves]
    return Joined(units, framework)


def _choose_framework(units: list[PrintedUnit], unread: Faults) -> str:
    """Return the framework that keeps every unit, and its total: by leaves where all have them."""
    bare = [unit for unit in units if not unit.leaves]
    partly = [unit for unit in units if unit.leaves and not is_detailed(unit)]
    facts = {"all": len(units), "framework": AREAS_ONLY, "other": LEAVES}
    if bare and len(bare) < len(units):
        unread.note(
            "{n} of {all} units are printed by groups only, {first} among them: all are taken by groups "
            "({framework}); --framework {other} takes the details of the others",
            n=len(bare),
            first=bare[0].name,
            **facts,
        )
    elif not bare and 2 * len(partly) > len(units):
        unread.note(
            "{n} of {all} units print no figures of the items of some group, {first} among them: all are taken by "
            "groups ({framework}); --framework {other} takes the figures that there are, as a draft",
            n=len(partly),
            first=partly[0].name,
            **facts,
        )
    else:
        return AREAS_ONLY if bare else LEAVES
    return AREAS_ONLY


def is_detailed(unit: PrintedUnit) -> bool:
    """Return whether figures of leaves are printed for each area that has several.

    The portal has printed details without those of satisfaction. Of payment those of departments
    decide nothing: their framework has the sum.
    """
    parted = {"CKMB", "MDSH", "MDHL"} | (set() if unit.placed.block == DEPARTMENTS else {"TTTT"})
    return parted <= {code.split(".")[0] for code, one in unit.leaves.items() if not one.is_blank}


def _join_unit(alike: list[PrintedUnit], faults: Faults, unread: Faults) -> PrintedUnit:
    """Return one unit of all that bear its code."""
    detailed = [unit for unit in alike if unit.leaves]
    tables = [unit for unit in alike if not unit.leaves]
    for same in (detailed, tables):
        for other in same[1:]:
            _check_same(same[0], other, faults)
    if not detailed or not tables:
        return alike[0]
    details, table = detailed[0], tables[0]
    if not same_words(details.name, table.name):
        _tell_other_name(details, table, faults)
    for column, (points,) in table.figures().items():
        mine = details.total if column == TOTAL else details.areas.get(column)
        if mine is not None and points is not None and mine != points:
            told = message("{points}, as the details have it, which are taken", points=write_number(mine))
            unread.add(table.place.at(column).problem(told, write_number(points), table.code))
    total = table.total if details.total is None else details.total
    return replace(details, areas=table.areas | details.areas, total=total)


def _check_same(first: PrintedUnit, other: PrintedUnit, faults: Faults) -> None:
    """Tell where a unit stands twice and is not the same both times."""
    if not same_words(first.name, other.name):
        _tell_other_name(first, other, faults)
        return
    here, there = first.figures(), other.figures()
    different = [column for column in here | there if here.get(column) != there.get(column)]
    if different:
        column = different[0]
        expected = message(
            "each unit once, or with the same figures; in {place} it has {figures}",
            place=first.place.words(),
            figures=_show(here.get(column)),
        )
        faults.add(other.place.at(column).problem(expected, _show(there.get(column)), other.code))


def _tell_other_name(first: PrintedUnit, other: PrintedUnit, faults: Faults) -> None:
    expected = message("each unit code once; {name} has it in {place}", name=first.name, place=first.place.words())
    faults.add(other.place.problem(expected, other.name, other.code))


def _show(figures: tuple[Decimal | None, ...] | None) -> str:
    return " / ".join("–" if one is None else write_number(one) for one in figures or (None,))


def find_provinces(exports: list[Export], units: list[PrintedUnit]) -> list[str]:
    """Return the provinces that the exports are of: one, where they tell it and agree.

    A list of provinces is the nation's. What the portal says goes before what names of units say, and
    these before titles and names of files.
    """
    told = {export.province for export in exports if export.province}
    blocks = {unit.placed.block for unit in units}
    if not told and blocks == {PROVINCES} and len(units) > 1:
        return [NATION]
    within = {unit.placed.province for unit in units if unit.placed.province}
    guessed = {export.guessed_province for export in exports if export.guessed_province}
    return sorted(told or within or guessed)


def find_times(exports: list[Export], unread: Faults) -> list[Time]:
    """Return the times that the exports are of: one, where they tell it and agree.

    What the portal says goes before titles and names of files, but for another year. A period that
    another one specifies (the year, and the year up to a day) is that other one; of a year so far on two
    days the last counts, which is told.
    """
    told = [export.time for export in exports if export.time.year is not None]
    years = {time.year for time in told}
    guesses = [replace(export.guess, saved=None) if told else export.guess for export in exports]
    times = [*told, *(time for time in guesses if time.year is not None and time.year not in years)]
    saved = max((export.time.saved for export in exports if export.time.saved), default=None)
    kept: list[Time] = []
    for time in sorted(times, key=lambda one: (one.year or 0, one.period)):
        if kept and _is_same(kept[-1], time):
            before = kept.pop().period
            if before != time.period and ".." in before:
                unread.note(
                    "the exports are of two days, {first} and {last}: the last is taken", first=before, last=time.period
                )
        kept.append(replace(time, saved=time.saved or saved))
    if len(kept) == 1 and kept[0].is_part:
        kept = [kept[0].filled(one) for one in guesses if one.year == kept[0].year and one.period] or kept
    return kept


def _is_same(one: Time, other: Time) -> bool:
    """Return whether a period specifies another one of the same year."""
    if one.year != other.year or one.is_part != other.is_part:
        return one.year == other.year and not (one.period and other.period)
    so_far = f"{one.year}-01.."
    return one.period in {"", str(one.year), other.period} or (
        one.period.startswith(so_far) and other.period.startswith(so_far)
    )


def describe_times(times: Iterable[Time]) -> str:
    """Return times as the parameters write them."""
    return ", ".join(time.period or str(time.year) for time in times)
