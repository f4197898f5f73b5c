"""Kinds of sentences that were once false, each as a small province whose text said so.

In: a folder. Out: the last year, as files. On the page of a kind that is mended nothing is false.
A kind that is not mended yet is marked so (``mended=False``); its test then expects the fault, and
fails once the fault is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cases import Case, write_year

Make = Callable[[Path], Case]
TWO_AREAS = [
    ("1",),
    ("1.1", "1", 4, "appraised", "", "Kế hoạch"),
    ("1.2", "1", 4, "appraised", "", "Báo cáo"),
    ("2",),
    ("2.1", "2", 4, "appraised", "", "Kiểm tra"),
    ("2.2", "2", 4, "survey", "", "Khảo sát"),
]
CODES = ("1.1", "1.2", "2.1", "2.2")


@dataclass(frozen=True)
class Kind:
    """A kind of false sentence: which templates, why false, the province, on which page it stands."""

    name: str
    msgids: str
    why: str
    make: Make
    page: str
    mended: bool = True

    def is_it(self, fault: Any) -> bool:
        return bool(re.search(self.msgids, fault.msgid) and re.search(self.why, fault.why))


def points(*rows: Any) -> dict[str, dict[str, Any]]:
    """Points of units a, b, c … over the four leaves."""
    return {unit: dict(zip(CODES, row, strict=False)) for unit, row in zip("abcdefgh", rows, strict=False)}


def nothing_sent(folder: Path) -> Case:
    rows = points((4, 3, 4, 2), (4, 2, 4, 3), (3, 1, 2, 2)) | {"d": {}}
    return write_year(folder, TWO_AREAS, rows, units="dabc", status="draft")


def other_units(folder: Path) -> Case:
    """A unit that did well is new: the mean rises, the units of both years stand still."""
    base = write_year(folder, TWO_AREAS, points((2, 2, 2, 2), (2, 2, 3, 2)), name="2017")
    return write_year(folder, TWO_AREAS, points((2, 2, 2, 2), (2, 2, 3, 2), (4, 4, 4, 4)), base=base)


def tied_moves(folder: Path) -> Case:
    base = write_year(folder, TWO_AREAS, points((2, 2, 2, 2), (3, 2, 2, 2)), name="2017")
    return write_year(folder, TWO_AREAS, points((3, 2, 2, 2), (4, 2, 2, 2)), base=base)


def tied_falls(folder: Path) -> Case:
    """All five were level; two rose, so that three fall two places: too many to be named, and not nobody."""
    base = write_year(folder, TWO_AREAS, points(*[(2, 2, 2, 2)] * 5), name="2017")
    return write_year(folder, TWO_AREAS, points(*[(3, 2, 2, 2)] * 2, *[(2, 2, 2, 2)] * 3), base=base)


def renamed_block(folder: Path) -> Case:
    rows = points((2, 2, 2, 2), (2, 2, 3, 2))
    base = write_year(folder, {"so": TWO_AREAS}, rows, name="2017")
    return write_year(folder, {"soban": TWO_AREAS}, rows, base=base)


def split_item(folder: Path) -> Case:
    base = write_year(folder, TWO_AREAS, points((2, 2, 2, 2), (2, 2, 3, 2)), name="2017")
    tree = [*TWO_AREAS[:1], ("1.11", "1", 2), ("1.12", "1", 2), *TWO_AREAS[2:]]
    rows = {u: {"1.11": 1, "1.12": 1, "1.2": 2, "2.1": x, "2.2": 2} for u, x in (("a", 2), ("b", 3))}
    links = [("1.11", "1.1", "0.5"), ("1.12", "1.1", "0.5"), *((code, code) for code in CODES[1:])]
    return write_year(folder, tree, rows, base=base, mapping=links)


def halfway_area(folder: Path) -> Case:
    """The mean of an area falls by 6.25: −6.3 in the table."""
    base = write_year(folder, TWO_AREAS, points((4, 4, 4, 4), (4, 4, 4, 4)), name="2017")
    return write_year(folder, TWO_AREAS, points((3, 4, 4, 4), (4, 4, 4, 4)), base=base)


def lowest_elsewhere(folder: Path) -> Case:
    """Of what both years measure area 1 is lowest; of all items of the year, area 2."""
    base = write_year(folder, TWO_AREAS, points((2, 2, 3, 3), (2, 2, 3, 3)), name="2017")
    links = [*((code, code) for code in CODES[:3]), ("2.2", "2.2", None, "no")]
    return write_year(folder, TWO_AREAS, points((2, 2, 3, 0), (2, 2, 3, 0)), base=base, mapping=links)


def no_error(folder: Path) -> Case:
    units = {unit: {"survey_se_points": "0"} for unit in "abcd"}
    return write_year(folder, TWO_AREAS, points((4, 4, 4, 3), (4, 4, 4, 3), (2, 3, 4, 1), (1, 1, 1, 1)), units=units)


def firm_by_survey(folder: Path) -> Case:
    """The survey leaves no doubt, the weights do."""
    units = {unit: {"survey_se_points": "0.001"} for unit in "abc"}
    return write_year(folder, TWO_AREAS, points((4, 4, 2, 2), (2, 2, 4, "3.9"), (0, 0, 0, 0)), units=units)


def tied_first(folder: Path) -> Case:
    units = {unit: {"survey_se_points": "0.2"} for unit in "abcd"}
    return write_year(
        folder, TWO_AREAS, points((4, 4, 4, 3), (4, 4, 4, 3), (4, 4, 4, "2.9"), (0, 0, 1, 1)), units=units
    )


def level_in_print(folder: Path) -> Case:
    """Three units are apart on decimals that are not printed."""
    rows = points(("3.001", 4, 4, 4), ("3.002", 4, 4, 4), (1, 1, 1, 1))
    return write_year(folder, TWO_AREAS, rows, framework={"decimals": 1})


def bonus_decides(folder: Path) -> Case:
    tree = [*TWO_AREAS, ("9",), ("9.1", "9", 6, "bonus")]
    rows = {
        unit: dict.fromkeys(CODES, 3) | {"1.1": own, "9.1": bonus}
        for unit, own, bonus in (("a", 3, 6), ("b", "3.1", 3), ("c", "2.9", 0))
    }
    return write_year(folder, tree, rows)


def two_units(folder: Path) -> Case:
    return write_year(folder, TWO_AREAS, points((4, 3, 4, 3), (2, 1, 3, 1)))


def some_do_not_apply(folder: Path) -> Case:
    rows = points((4, 3, 4, 3), (2, 1, 3, 1), (1, 2, 2, 4), (3, 4, 1, 2), (3, 1, 1, 1), (3, 2, 1, 2))
    rows["a"]["1.1"] = rows["b"]["1.1"] = "no"
    return write_year(folder, TWO_AREAS, rows)


def one_has_it(folder: Path) -> Case:
    rows = points((4, 3, 4, 3), ("no", 1, 3, 1), ("no", 2, 2, 4))
    return write_year(folder, TWO_AREAS, rows)


def loses_alike(folder: Path) -> Case:
    return write_year(folder, TWO_AREAS, points((3, 4, 3, 4), (4, 4, 4, 4)))


def capped(folder: Path) -> Case:
    tree = [*TWO_AREAS, ("9",), ("9.1", "9", 6, "bonus")]
    full = dict.fromkeys(CODES, 4)
    law = {"cap_at_100": True}
    base = write_year(folder, tree, {"a": full | {"9.1": 1}, "b": full}, name="2017", framework=law)
    return write_year(folder, tree, {"a": full | {"9.1": 3}, "b": full}, framework=law, base=base)


def cut_by_rule(folder: Path) -> Case:
    """The unit claims 4 where its own figures give 2 by the rule; nobody appraised it."""
    tree = [("1",), ("1.1", "1", 4, "appraised", "bands rate: 100 = 4 | 50 = 2"), ("1.2", "1", 4), ("1.3", "1", 2)]
    declared = {"numerator": 5, "denominator": 10, "self_points": 4}
    rows = {unit: {"1.1": declared, "1.2": {"self_points": 3, "appraised_points": 3}, "1.3": 1} for unit in ("a", "b")}
    return write_year(folder, tree, rows)


def less_than_a_hundredth(folder: Path) -> Case:
    rows = {u: {c: {"self_points": 3, "appraised_points": p} for c in ("1.1", "1.2", "2.1")} | {"2.2": 2}
            for u, p in (("a", "2.999"), ("b", 3))}  # fmt: skip
    return write_year(folder, TWO_AREAS, rows)


def one_decimal(folder: Path) -> Case:
    return write_year(folder, TWO_AREAS, points((4, 3, 4, 3), (2, 1, 3, 1)), framework={"decimals": 1})


def survey_ties(folder: Path) -> Case:
    return write_year(folder, TWO_AREAS, points((4, 4, 4, 2), (4, 4, 4, 2), (2, 2, 2, 2)))


def a_unit_came(folder: Path) -> Case:
    base = write_year(folder, TWO_AREAS, points((2, 2, 2, 2), (2, 2, 3, 2)), name="2017")
    return write_year(folder, TWO_AREAS, points((3, 2, 2, 2), (3, 2, 3, 2), (1, 1, 1, 1)), base=base)


def equal_areas(folder: Path) -> Case:
    """Both areas have as many points."""
    return write_year(folder, [*TWO_AREAS[:5], ("2.2", "2", 4)], points((4, 3, 4, 3), (2, 1, 3, 1), (1, 1, 1, 1)))


MEAN = "the mean is"
KINDS = (
    Kind("a unit that sent nothing is last, and in the mean", MEAN, "mean", nothing_sent, "province"),
    Kind("a unit with gaps has a place", "^It (ranks|comes|shares)", "no points", nothing_sent, "unit"),
    Kind("a unit that sent nothing reaches 0", "reaches", "sent nothing", nothing_sent, "unit"),
    Kind("a gap counts as 0", "count as 0|counts as 0", "gap leaves", nothing_sent, "unit"),
    Kind("the mean rose, and no unit did", MEAN, "both years", other_units, "province"),
    Kind("the mean of years rose, and no unit did", "mean index was", "both years", other_units, "period"),
    Kind("one of two is the largest rise", "largest rise", "largest", tied_moves, "province"),
    Kind("three fall two places, and nobody moved", "more than one place", "Decimal", tied_falls, "period"),
    Kind("only figures of this year, of a renamed block", "figures of .year. only", "earlier", renamed_block, "period"),
    Kind("the same items, of which one was split", "the same items", "changed in", split_item, "period"),
    Kind("a change of an area not as in its table", "fell most", "by the tables", halfway_area, "period"),
    Kind("lowest, on comparable items", "^Lowest in", "comparable", lowest_elsewhere, "period"),
    Kind("all units, of those with both figures", "all units stand", "both years", a_unit_came, "period"),
    Kind("an error of 0 makes ranges", "units differ|sampling error", "standard error is 0", no_error, "unit"),
    Kind("firm on one page, not on the next", "no other place|ranks? (is|are) firm", "weights", firm_by_survey, "unit"),
    Kind("one of two in first place", "in first place", "^first", tied_first, "province"),
    Kind("ranked 1, and stands on place 2", "on place|single place", "place|firm", level_in_print, "unit"),
    Kind(
        "an area decides most, and the bonus decides more", "depends most|differences", "Bonus", bonus_decides, "method"
    ),
    Kind("alpha of two units", "alpha", "two units", two_units, "method"),
    Kind("chance of as many units as the block has", "chance alone", "rest on", some_do_not_apply, "method"),
    Kind("every item, of which one has one unit", "^Every item tells", "compared", one_has_it, "method"),
    Kind("most of them, which is all", "most of them", "all of them", loses_alike, "unit"),
    Kind("100 then, 100 now, and a change", "The index is", "both years", capped, "unit"),
    Kind("the rule cuts, and all is confirmed", "Official points", "cut", cut_by_rule, "unit"),
    Kind("0.00 points more", "more than|claims? most|most claimed", "0.00|nobody", less_than_a_hundredth, "province"),
    Kind("most points, in all areas alike", "most points stand", "all areas", equal_areas, "method"),
    Kind("1 decimals", "decimals", "1 decimals", one_decimal, "province"),
    Kind("1 standard deviations", "standard deviations", "1 standard", two_units, "province"),
    Kind("one of two is furthest from its survey", "furthest above", "furthest", survey_ties, "province"),
)
