"""What rates bring to a random province: 0 of 0 in its three meanings, cases shared by two leaves, few cases.

In: a seed. Out: :class:`Beside`, which chooses by dice of its own, so that all else of a province stays as it is.
A large block, a name of the index and a second source of figures are chosen here too.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from parreport import columns
from tests.cases import Case, read_csv, write_csv

MEANINGS = ("not_applicable", "zero", "full")
NAMES = {
    "index_name": "Chỉ số phục vụ người dân, doanh nghiệp",
    "index_short_name": "Chỉ số 766",
    "index_name_en": "Index of service to citizens and enterprises",
    "index_short_name_en": "Index 766",
}


class Beside:
    """The dice of a seed for what is laid beside a province; ``traits``: what they chose."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(f"rates {seed}")
        self.dice = random.Random(f"beside {seed}")  # of the second source
        self.traits: list[str] = []
        self.law: dict[str, Any] = {}
        self.is_large = self._chance(0.05, "a large block")
        if self._chance(0.4, "a name of the index"):
            self.law |= NAMES
        if self._chance(0.5, "a meaning of 0 of 0"):
            self.law["zero_of_zero"] = self.rng.choice(MEANINGS)
        self.has_blank = self._chance(0.5, "0 of 0 declared")
        self.has_few = self._chance(0.5, "few cases")
        self.has_meanings = self._chance(0.5, "meanings of 0 of 0 by leaf")
        self.shares = self._chance(0.4, "shared cases")

    def _chance(self, share: float, trait: str) -> bool:
        found = self.rng.random() < share
        if found:
            self.traits.append(trait)
        return found

    def name_times(self, years: list[int]) -> list[str]:
        """Return the times of a province in the place of its years: quarters, months, or months from January on."""
        kind = self.rng.choice(("years",) * 5 + ("quarters", "months", "first months", "last quarter"))
        if kind == "years":
            return [str(year) for year in years]
        self.traits.append(f"times {kind}")
        last, n = years[-1], len(years)
        if kind == "last quarter":
            return [*(str(year) for year in years[:-1]), f"{last}-Q3"]
        if kind == "first months":
            return [
                *(f"{last}-01..{last}-{month:02d}" for month in range(9 - 2 * n, 8, 2)),
                f"{last}-01..{last}-09-10",
            ][-n:]
        if kind == "quarters":
            return [f"{last}-Q{quarter}" for quarter in range(5 - n, 5)]
        return [f"{last}-{month:02d}" for month in range(8, 8 + n)]

    def choose_shared(self, ruled: list[str]) -> dict[str, str]:
        """Return which leaves with a rule share the cases of the first."""
        if not self.shares or len(ruled) < 2:
            return {}
        return {code: ruled[0] for code in ruled[1:] if self.rng.random() < 0.7}

    def change_cases(self, given: dict[str, Any], shared: dict[str, str]) -> None:
        """Make some rates of a unit 0 of 0, some of few cases; those of shared cases get the same denominator."""
        rated = [cells for cells in given.values() if isinstance(cells, dict) and cells.get("denominator")]
        for cells in rated:
            if self.has_blank and self.rng.random() < 0.3:
                cells |= {"numerator": 0, "denominator": 0}
            elif self.has_few and self.rng.random() < 0.6:
                whole = self.rng.choice((1, 1, 2, 3, 7))
                cells |= {"numerator": self.rng.randint(0, whole), "denominator": whole}
        for code, other in shared.items():
            pair = [given.get(one) for one in (code, other)]
            if all(isinstance(cells, dict) and "denominator" in cells for cells in pair):
                whole = pair[1]["denominator"]
                pair[0] |= {"numerator": self.rng.randint(0, whole), "denominator": whole}

    def mark_items(self, path: Path, shared: dict[str, str]) -> None:
        """Write which leaves share cases, and what 0 of 0 means on those with a rule."""
        rows = read_csv(path)
        for row in rows:
            if row["rule"] and self.has_meanings:
                row["zero_of_zero"] = self.rng.choice(("", *MEANINGS))
            row["same_cases_as"] = shared.get(row["item_code"], "")
        write_csv(path, columns.FRAMEWORK_ITEMS.names, rows)

    def write_second_source(self, case: Case, ruled: dict[str, list[str]]) -> None:
        """Give some provinces a second source of figures of the last year; ``ruled``: leaves with a rule by block."""
        rng = self.dice
        if rng.random() >= 0.3:
            return
        held = [(row["unit_code"], code) for row in read_csv(case.inputs / "units.csv") for code in ruled[row["block"]]]
        names, rows = columns.SECOND_SOURCE_FILE.names, []
        for unit, code in held:
            if rng.random() < 0.7:
                whole = rng.choice((3, 10, 40))
                rows.append((unit, code, rng.randint(0, whole), whole, "", rng.choice(("Cổng", ""))))
        write_csv(case.inputs / "second_source.csv", names, [dict(zip(names, row, strict=True)) for row in rows])
        self.traits.append("second source")
