"""How long the robustness of ranks takes, on years made up in memory: no file is written or read.

``python -m tests.bench.findings`` prints median times and the memory that they add.
"""

from __future__ import annotations

import random
import resource
import statistics
import time
from decimal import Decimal

import pandas as pd

from parreport.analysis.smallest_sets import find_smallest_set
from parreport.index.aggregation import aggregate, sum_units
from parreport.index.fragility import measure_fragility
from parreport.index.ranking import rank_items, rank_units
from parreport.index.ratios import find_ratios
from parreport.index.robustness import estimate_robustness
from parreport.index.small_numbers import sum_small_numbers
from parreport.index.standings import Standings
from parreport.inputs.framework import Band, Block, Framework, Item
from parreport.inputs.framework import FindingSettings as Settings
from tests.analysis.test_smallest_sets import MIXED, losses_of
from tests.index.simulated import FULL, draw_ranks, make_framework, rank_leaves, tabulate

AREAS, RUNS = 6, 3
Year = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame, Framework]


def make_year(units: int, leaves: int, error: str | None = None) -> Year:
    """Return items, leaves, index and units of one block with so many units and leaves."""
    draw = random.Random(2018)
    items: list[Item] = []
    for area in range(1, AREAS + 1):
        code = str(area)
        items.append(Item(code, "", code, "", 1, len(items), False, code, ""))
        for number in range(area - 1, leaves, AREAS):
            own = f"{area}.{number}"
            most = Decimal(draw.randint(2, 8)) / 2
            items.append(Item(own, code, own, "", 2, len(items), True, code, own, most, "appraised"))
    band = (Band("Tốt", "", Decimal(0)),)
    block = Block("xa", "xã", "", True, "error", band, tuple(items))
    framework = Framework("", "", (), True, (block,), None, None, 2, False, "not_applicable", Settings())
    codes = [f"u{number:04d}" for number in range(units)]
    rows = []
    for unit in codes:
        level = draw.uniform(0.55, 0.98)
        for leaf in block.leaves:
            most = leaf.max_points or Decimal(0)
            share = Decimal(str(min(1.0, max(0.0, draw.gauss(level, 0.2)))))
            points = (most * share * 4).quantize(Decimal(1)) / 4
            rows.append((unit, "xa", leaf.code, "appraised", True, most, points, "appraised", ""))
    names = ("unit_code", "block", "item_code", "method", "applies", "max_points", "points", "origin")
    table = pd.DataFrame(rows, columns=[*names, "value"]).assign(numerator=None, denominator=None, computed_points=None)
    listed = pd.DataFrame({"unit_code": codes, "block": "xa", "ranked": True}).assign(
        unit_name="", unit_name_en="", survey_se_points=None if error is None else Decimal(error)
    )
    index = rank_units(sum_units(table, listed, framework), framework)
    return rank_items(aggregate(table, framework), index), table, index, listed, framework


def measure_draws(units: int, leaves: int, draws: int, **more: bool) -> float:
    """Print and return the median seconds of so many draws for one block."""
    return _measure(make_year(units, leaves), f"{draws} draws, {units} units × {leaves} leaves", draws, **more)


def measure_robustness_of_a_block() -> float:
    """10,000 draws for 30 units × 80 leaves; to stay under 2 s."""
    return measure_draws(30, 80, 10_000)


def measure_robustness_of_communes() -> float:
    """200 draws for 3,321 communes × 60 items; to stay under 20 s."""
    return measure_draws(3_321, 60, 200)


def measure_rank_sets(units: int) -> float:
    """Print and return the median seconds where every unit has a sampling error."""
    return _measure(make_year(units, 20, "0.5"), f"confidence sets of {units} ranks", 1)


def measure_cases_of_communes() -> float:
    """One case more and less, and 2,000 draws, for 3,321 communes × 15 rates; to stay under 30 s."""
    draw = random.Random(2018)
    framework = make_framework([(4, FULL)] * 15)
    cells = []
    for unit in range(3_321):
        for leaf in framework.blocks[0].leaves:
            denominator = draw.choice([1, 5, 20, 100, 2_000])
            cells.append((f"u{unit}", leaf.code, draw.randint(0, denominator), denominator))
    leaves = tabulate(cells, framework)
    index = rank_leaves(leaves, framework)
    start = time.process_time()
    ratios, standings = find_ratios(leaves, framework), Standings(leaves, index, framework)
    sum_small_numbers(measure_fragility(ratios, index, framework, standings), ratios, index, standings)
    between = time.process_time()
    draw_ranks(leaves, framework)
    end = time.process_time()
    print(f"one case, 3321 units × 15 rates: {between - start:.2f} s, 2000 draws: {end - between:.2f} s", flush=True)
    return end - start


def _measure(year: Year, what: str, draws: int, *, appraisal_noise: bool = False) -> float:
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        ratios = find_ratios(year[1], year[4])
        estimate_robustness(*year, ratios, draws=draws, appraisal_noise=appraisal_noise)
        seconds.append(time.perf_counter() - start)
    median = statistics.median(seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    noise = ", appraisal noise" if appraisal_noise else ""
    print(f"{what + noise:<58}{median:>8.2f} s   peak {peak:.0f} MiB", flush=True)
    return median


def measure_smallest_sets() -> float:
    """Two goals for each of 30 units with 100 losses of every hard kind; to stay under 2 s."""
    slowest = 0.0
    for kind in MIXED:
        tasks = [
            (losses, sum(losses) * share // 100)
            for losses in (losses_of(kind, n) for n in range(30))
            for share in (20, 80)
        ]
        start = time.process_time()
        for losses, need in tasks:
            find_smallest_set(losses, need)
        slowest = max(slowest, time.process_time() - start)
        print(f"smallest sets, 30 units x 100 leaves, {kind}: {time.process_time() - start:.2f} s", flush=True)
    return slowest


def main() -> None:
    """Measure and print."""
    measure_smallest_sets()
    measure_robustness_of_a_block()
    measure_draws(30, 80, 10_000, appraisal_noise=True)
    measure_rank_sets(30)
    measure_rank_sets(164)
    measure_robustness_of_communes()
    measure_draws(3_321, 60, 200, appraisal_noise=True)
    measure_draws(3_321, 60, 2_000)
    measure_rank_sets(3_321)
    measure_cases_of_communes()


if __name__ == "__main__":
    main()
