"""The JSON of details: each unit with its areas, and the numerators and denominators of its leaves.

In: the bytes of a file. Out: an :class:`Export`. Any list of such units is taken, whatever its key
(``communesDetail``, ``departmentsDetail``, ``provincesDetail``); a list of the rows of the table too.
What is not known is told, with the way to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from parreport.inputs.faults import Faults
from parreport.inputs.numbers import clean_text
from parreport.inputs.portal_766.export import (
    AREAS,
    METRICS,
    TOTAL,
    Export,
    Place,
    Printed,
    PrintedUnit,
    area_of,
    read_figure,
)
from parreport.inputs.portal_766.names import Placed, place_name, read_level
from parreport.inputs.portal_766.provinces import find_province, find_province_within
from parreport.inputs.portal_766.times import find_time, read_facts
from parreport.inputs.unit_codes import describe_code_fault
from parreport.language import message

DEEPEST, MOST_UNITS = 6, 20_000
CODES = ("departmentCode", "communeCode", "provinceCode", "unitCode", "MA_COQUAN", "code")
NAMES = ("departmentName", "communeName", "provinceName", "unitName", "TEN", "name")
LEVEL_KEYS = ("childGroup", "CAPDONVIID", "level")
TOTALS = ("totalScore", TOTAL, "total")
TEMPORARY = "TEMP_NATIONAL_REPORT_DENOMINATOR"
NO_RATES = {"PETITION_CLASSIFICATION_TTHC", "PETITION_CLASSIFICATION_STAFF"}  # kinds of petitions, without points
COUNTS = {  # of the areas that print their counts beside the points
    "TDGQ.1": ("totalOnTime", "totalReceived"),
    "TTTT.1": ("totalDossierOnlinePaymentSuccess", "totalDossierFinancialObligation"),
    "TTTT.2": ("totalDossierOnlineFormalityPaymentSuccess", "totalFeeFormality"),
}
KNOWN = {name for pair in COUNTS.values() for name in pair} | set(
    "score maxScore ratio metrics name code dataQualityStatus dataQualityMessage totalOverdue avgProcessingDays "
    "totalPetitions classifiedPetitions totalDossiers averageScore".split()
)
UNIT_KNOWN = {*CODES, *NAMES, *LEVEL_KEYS, *TOTALS, "groupScores", "componentIndicators"} | set(
    "departmentId shortName totalMaxScore ratio scoreDelta rank groupRank".split()
)


def read_details(content: bytes, file: str, faults: Faults, unread: Faults) -> Export | None:
    """Return what a JSON file prints of units; None where it cannot be read, which is a fault."""
    place = Place(file)
    try:
        whole = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_int=Decimal)
    except UnicodeDecodeError:
        faults.add(place.problem(message("UTF-8 text")))
        return None
    except json.JSONDecodeError as error:
        where = Place(file, error.lineno)
        faults.add(where.problem(message("JSON that is whole ({why})", why=f"{error.msg}, {error.colno}")))
        return None
    except (RecursionError, ValueError):
        faults.add(place.problem(message("keys and lists that are not so deep, numbers that are not so long")))
        return None
    facts = whole.get("metadata") if isinstance(whole, dict) else None
    facts = facts if isinstance(facts, dict) else {}
    units: list[PrintedUnit] = []
    for key, found in find_lists(whole):
        if len(found) > MOST_UNITS:
            faults.add(place.at(key).problem(message("at most {n} units", n=MOST_UNITS), str(len(found))))
            continue
        read = [read_unit(one, Place(file, None, key, number), unread) for number, one in enumerate(found)]
        told = [unit for unit in read if unit is not None]
        units += [unit for unit in told if unit.areas or unit.leaves]
        if bare := sum(not (unit.areas or unit.leaves) for unit in told):
            expected = message("units with the points of the groups; those that print a total only are left out")
            unread.add(place.at(key).problem(expected, str(bare)))
    _check_count(whole, place, unread)
    province, stem = find_province(str(facts.get("province") or "")) or "", PurePath(file).stem
    return Export(file, units, province, read_facts(facts), find_time([stem]), find_province_within(stem) or "")


def find_lists(whole: Any, key: str = "", depth: int = 0) -> Iterator[tuple[str, list[Any]]]:
    """Yield each list of units with the way to it."""
    if isinstance(whole, list):
        if any(isinstance(one, dict) and _is_unit(one) for one in whole):
            yield key or "[]", whole
        return
    if isinstance(whole, dict) and depth < DEEPEST:
        for name, below in whole.items():
            yield from find_lists(below, f"{key}.{name}" if key else str(name), depth + 1)


def _is_unit(one: dict[str, Any]) -> bool:
    """Return whether this is a unit: it has a name and a code, and points."""
    is_scored = {"groupScores", "componentIndicators", *TOTALS} & set(one)
    has_points = bool(is_scored) or sum(area_of(key) is not None for key in one) > 2
    return has_points and bool(set(CODES) & set(one)) and bool(set(NAMES) & set(one))


def _check_count(whole: Any, place: Place, unread: Faults) -> None:
    """Tell where a file says how many units it has, and has another number of them."""
    if isinstance(whole, dict) and isinstance(whole.get("count"), Decimal):
        n = sum(len(found) for _, found in find_lists(whole))
        if whole["count"] != n:
            unread.add(
                place.at("count").problem(message("the {n} units that the file holds", n=n), str(whole["count"]))
            )


def read_unit(one: Any, place: Place, unread: Faults) -> PrintedUnit | None:
    """Return a unit as printed; None where it cannot be told which it is, which is told."""
    if not isinstance(one, dict):
        unread.add(place.problem(message("a unit with its code, its name and its points"), _show(one)))
        return None
    code, name = (_words(one, keys) for keys in (CODES, NAMES))
    placed = place_name(name, next((read_level(_text(one[key])) for key in LEVEL_KEYS if key in one), ""))
    if (fault := describe_code_fault(code)) is not None:
        unread.add(place.problem(fault, code, None))
        return None
    if not isinstance(placed, Placed):
        unread.add(place.problem(placed, name, code))
        return None
    for key in one:
        if key not in UNIT_KNOWN and area_of(key) is None:
            unread.add(place.at(key).problem(message("a key that is known; it is not read"), key, code))
    areas, total = _read_areas(one, place, code, unread)
    leaves: dict[str, Printed] = {}
    parts = one.get("componentIndicators")
    if parts is not None and not isinstance(parts, dict):
        unread.add(place.at("componentIndicators").problem(message("the groups by name"), _show(parts), code))
        parts = None
    for key, part in (parts or {}).items():
        below = place.at("componentIndicators").at(key)
        area = area_of(key)
        if area is None or not isinstance(part, dict):
            unread.add(below.problem(message("one of the groups {names}", names=", ".join(AREAS)), key, code))
            continue
        score = _number(part.get("score"), below.at("score"), code, "", unread)
        if score is not None:
            areas.setdefault(area, score)
        leaves |= _read_area(area, part, below, code, unread)
    return PrintedUnit(place, code, placed, leaves, areas, total)


def _read_areas(
    one: dict[str, Any], place: Place, code: str, unread: Faults
) -> tuple[dict[str, Decimal], Decimal | None]:
    printed = one.get("groupScores")
    if printed is None:
        printed, below = {key: value for key, value in one.items() if area_of(key) is not None}, place
    else:
        below = place.at("groupScores")
    areas: dict[str, Decimal] = {}
    if not isinstance(printed, dict):
        unread.add(below.problem(message("the groups by name"), _show(printed), code))
        printed = {}
    for key, value in printed.items():
        area = area_of(key)
        if area is None:
            unread.add(
                below.at(key).problem(message("one of the groups {names}", names=", ".join(AREAS)), _show(value), code)
            )
            continue
        number = _number(value, below.at(key), code, "", unread)
        if number is not None:
            areas[area] = number
    key = next((name for name in TOTALS if name in one), "")
    return areas, _number(one.get(key), place.at(key), code, "", unread) if key else None


def _read_area(area: str, part: dict[str, Any], place: Place, code: str, unread: Faults) -> dict[str, Printed]:
    leaves: dict[str, Printed] = {}
    for key in part:
        if key not in KNOWN:
            unread.add(place.at(key).problem(message("a key that is known; it is not read"), key, code))
    for item, (above, below) in COUNTS.items():
        if item.startswith(area) and (above in part or below in part):
            n = _number(part.get(above), place.at(above), code, "part", unread)
            d = _number(part.get(below), place.at(below), code, "part", unread)
            leaves[item] = Printed(place.at(above), n, d)
    metrics = part.get("metrics")
    if metrics is None:
        return leaves
    if not isinstance(metrics, list):
        unread.add(place.at("metrics").problem(message("a list of rates"), _show(metrics), code))
        return leaves
    for number, metric in enumerate(metrics):
        typed = _text(metric.get("code")) if isinstance(metric, dict) else ""
        where = place.at(typed[:60] or f"metrics[{number}]")
        if not isinstance(metric, dict):
            unread.add(where.problem(message("a rate with its code, numerator and denominator"), _show(metric), code))
            continue
        if typed in NO_RATES:
            continue
        leaf = METRICS.get(typed)
        if leaf is None or not leaf.startswith(area):
            unread.add(where.problem(message("a rate that the framework has; it is not read"), typed, code))
        elif leaf in leaves:
            unread.add(where.problem(message("each rate once"), typed, code))
        else:
            leaves[leaf] = _read_metric(metric, where, code, unread)
    return leaves


def _read_metric(metric: dict[str, Any], place: Place, code: str, unread: Faults) -> Printed:
    def number(key: str, sort: str = "") -> Decimal | None:
        return _number(metric.get(key), place.at(key), code, sort, unread)

    temporary = _text(metric.get("dataQualityStatus")) == TEMPORARY
    return Printed(
        place,
        number("numerator", "part"),
        number("denominator", "part"),
        number("score"),
        number("maxScore"),
        temporary,
    )


def _number(value: Any, place: Place, code: str, sort: str, unread: Faults) -> Decimal | None:
    """Return the number that a value is, or that a text of it holds; None where there is none."""
    if value is None:
        return None
    if isinstance(value, Decimal):
        if not value.is_finite() or value.adjusted() > 50:
            unread.add(place.problem(message("a number with fewer digits"), _show(value), code))
            return None
        value = f"{value:f}" if value != value.to_integral_value() else f"{value.to_integral_value():f}"
        sort = "amount" if sort == "part" and "." in value else sort
    if not isinstance(value, str):
        unread.add(place.problem(message("a number"), _show(value), code))
        return None
    return read_figure(value, place, code, sort, unread)


def _words(one: dict[str, Any], keys: tuple[str, ...]) -> str:
    return next((found for key in keys if (found := clean_text(_text(one.get(key))))), "")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else f"{value}" if isinstance(value, Decimal) else ""


def _show(value: Any) -> str:
    """Return a value as it stands in a message: short, in the way of JSON."""
    if isinstance(value, Decimal):
        return str(value)[:60]
    try:
        return json.dumps(value, ensure_ascii=False, default=str)[:60]
    except (RecursionError, ValueError):
        return type(value).__name__
