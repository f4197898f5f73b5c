"""Years of any size, made up by a seeded script: so many units, six areas, so many leaves."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

from tests.cases import Case, write_year

AREAS = 6


def write_large(folder: Path, units: int, leaves: int, **more: object) -> Case:
    """Write a year of made-up figures: one block, areas of equal numbers of leaves of 1 to 4 points."""
    draw = random.Random(2018)
    tree: list[tuple[object, ...]] = []
    maxima: dict[str, Decimal] = {}
    for number in range(leaves):
        area = str(number % AREAS + 1)
        maxima[f"{area}.{number // AREAS + 1}"] = Decimal(draw.randint(2, 8)) / 2
    for area in range(1, AREAS + 1):
        tree.append((str(area),))
        codes = [code for code in maxima if code.startswith(f"{area}.")]
        tree += [(code, str(area), maxima[code], "appraised", "", f"Tiêu chí thành phần {code}") for code in codes]
    points = {}
    for number in range(units):
        level = draw.uniform(0.55, 0.98)
        points[f"u{number:04d}"] = {
            code: (most * 4 * Decimal(str(min(1.0, draw.gauss(level, 0.2))))).quantize(Decimal(1)) / 4
            for code, most in maxima.items()
        }
    for given in points.values():
        for code, most in maxima.items():
            given[code] = min(max(given[code], Decimal(0)), most)
    return write_year(folder, tree, points, **more)  # type: ignore[arg-type]


COMMUNE_AREAS = 8
COMMUNE_CRITERIA = 25


def write_communes(folder: Path, units: int, leaves: int, **more: object) -> Case:
    """Write a year of made-up communes: one block, 8 areas, 25 criteria, so many sub-criteria.

    Points in quarters, claims above them, a few items that do not apply; the last area is
    surveyed, with points of 9 decimals; the last two sub-criteria are a bonus and a penalty.
    """
    draw = random.Random(2018)
    tree: list[tuple[object, ...]] = [(str(area),) for area in range(1, COMMUNE_AREAS + 1)]
    criteria = [f"{number % COMMUNE_AREAS + 1}.{number // COMMUNE_AREAS + 1}" for number in range(COMMUNE_CRITERIA)]
    tree += [(code, code.partition(".")[0]) for code in criteria]
    scored: dict[str, Decimal] = {}
    for number in range(leaves - 2):
        parent = criteria[number % COMMUNE_CRITERIA]
        code = f"{parent}.{number // COMMUNE_CRITERIA + 1}"
        scored[code] = Decimal(draw.randint(2, 12)) / 4
        method = "survey" if parent.startswith(f"{COMMUNE_AREAS}.") else "appraised"
        tree.append((code, parent, scored[code], method, "", f"Tiêu chí thành phần {code}"))
    tree += [("9",), ("9.1", "9", 1, "bonus"), ("9.2", "9", None, "penalty")]
    surveyed = {str(row[0]) for row in tree if "survey" in row}
    points: dict[str, dict[str, object]] = {}
    for number in range(units):
        level = draw.uniform(0.55, 0.98)
        row: dict[str, object] = {}
        for code, most in scored.items():
            share = Decimal(min(max(draw.gauss(level, 0.2), 0.0), 1.0))
            if code in surveyed:
                row[code] = f"{most * share:.9f}"
            elif draw.random() < 0.01:
                row[code] = "no"
            else:
                given = (most * share * 4).quantize(Decimal(1)) / 4
                claimed = min(most, given + Decimal(draw.choice((0, 0, 0, 1, 2))) / 4)
                row[code] = {
                    "self_points": claimed,
                    "appraised_points": given,
                    "evidence": "Báo cáo" if draw.random() < 0.9 else "",
                    "reason": "Chưa đủ" if claimed > given else "",
                }
        row |= {"9.1": Decimal(draw.randint(0, 4)) / 4, "9.2": Decimal(draw.randint(0, 2)) / 4}
        points[f"x{number:04d}"] = row
    return write_year(folder, tree, points, **more)  # type: ignore[arg-type]
