"""How long item quality takes for communes: 3,321 units, 60 leaves, made-up figures.

``python -m tests.bench.items`` prints the processor seconds of each step.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from parreport.analysis.items import find_pairs, measure_coherence, measure_items
from parreport.analysis.weights import measure_weights
from parreport.years.results import Results
from tests.bench.years import write_large

UNITS, LEAVES = 3321, 60


def bench_items(results: Results) -> dict[str, float]:
    """Return the processor seconds of each step of item quality on the results of a year."""
    items, framework = results.items, results.framework
    steps = {
        "quality": lambda: measure_items(items, results.statistics, results.coherence, framework),
        "pairs": lambda: find_pairs(items, framework),
        "coherence": lambda: measure_coherence(items, framework),
        "weights": lambda: measure_weights(items, results.index, framework),
    }
    used = {}
    for name, step in steps.items():
        start = time.process_time()
        step()
        used[name] = time.process_time() - start
    return used


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        results = write_large(Path(folder), UNITS, LEAVES).compute()
    used = bench_items(results)
    for name, seconds in used.items():
        print(f"{name:<12}{seconds:>7.3f} CPU s")
    print(f"{'all':<12}{sum(used.values()):>7.3f} CPU s, {UNITS} units, {LEAVES} leaves")


if __name__ == "__main__":
    main()
