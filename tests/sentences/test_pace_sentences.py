"""What units of random provinces are told of the rest of the year is so, counted case by case. M 12."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import parreport as pr
from tests.sentences import pace_checks
from tests.sentences.checking import check_period
from tests.sentences.context import CHECKERS
from tests.sentences.provinces import make_province

TOLD = {msgid for msgid, checker in CHECKERS.items() if checker.__module__ == pace_checks.__name__}


def faults_of(folder: Path, seed: int, language: str) -> list[str]:
    """Say of a random province that its last year is over in part only; return what is false of the rest."""
    case = make_province(folder, seed, of_years=True).case
    year = pr.read_parameters(case.path).year
    ends = random.Random(seed).choice(("04", "06-30", "10-10"))
    case.path.write_text(f"{case.path.read_text('utf-8')}period: {year}-01..{year}-{ends}\n", "utf-8")
    found = check_period(pr.compute_period(case.path), [language], kinds=("unit",))
    return [str(fault) for fault in found if fault.msgid in TOLD]


@pytest.mark.years
@pytest.mark.parametrize("seed", [3, 11])
def test_what_the_rest_of_the_year_needs_is_so(seed: int, tmp_path: Path) -> None:
    assert faults_of(tmp_path, seed, "vi") == []


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(60))
def test_what_the_rest_of_the_year_needs_is_so_in_sixty_provinces(seed: int, tmp_path: Path) -> None:
    assert faults_of(tmp_path, seed, "vi") == []
