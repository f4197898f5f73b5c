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
        tree += [
            (code, str(area), maxima[code], "appraised", "", f"Tiêu chí thành phần {code}")
            for code in codes
        ]
    points = {}
    for number in range(units):
        level = draw.uniform(0.55, 0.98)
        points[f"u{number:04d}"] = {
            code: (most * 4 * Decimal(str(min(1.0, draw.gauss(level, 0.2))))).quantize(Decimal(1))
            / 4
            for code, most in maxima.items()
        }
    for given in points.values():
        for code, most in maxima.items():
            given[code] = min(max(given[code], Decimal(0)), most)
    return write_year(folder, tree, points, **more)  # type: ignore[arg-type]
