"""How fast figures are made at the size of a country's communes: 3,321 units × 60 leaves.

``python -m tests.bench.scale`` prints the medians of several runs, each in a process of its own,
and the peak memory of that process. Scoring: from the checked points to items and index. Findings:
strengths and weaknesses of all units with their years, statistics, claims and cuts. Reading the
files is shown beside them and is part of neither; the memory is that of everything together.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from parreport.analysis.claims import find_claims, sum_claims, sum_cuts
from parreport.analysis.mapping import link_leaves, link_units
from parreport.analysis.statistics import describe_items
from parreport.analysis.strengths import find_strengths
from parreport.analysis.years_weak import count_years_weak
from parreport.index.aggregation import aggregate, sum_units
from parreport.index.ranking import rank_items, rank_units
from parreport.index.scoring import score_points
from parreport.inputs.tables import Faults
from parreport.inputs.year import read_year_files
from parreport.parameters import read_parameters
from tests.bench.measure import describe_machine
from tests.bench.years import write_communes

UNITS, LEAVES = 3321, 60
LIMITS = {"scoring": 1.0, "findings": 3.0, "peak MiB": 1024.0}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print, each run in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs (default 3)")
    parser.add_argument("--units", type=int, default=UNITS, help=f"units (default {UNITS})")
    parser.add_argument("--leaves", type=int, default=LEAVES, help=f"leaves (default {LEAVES})")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    call = parser.parse_args(arguments)
    if call.one:
        print(json.dumps(measure_once(call.one)))
        return
    print(f"machine: {describe_machine()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="parreport-bench-") as folder:
        case = write_communes(Path(folder), call.units, call.leaves)
        command = [sys.executable, "-m", "tests.bench.scale", "--one", str(case.path)]
        runs = [json.loads(subprocess.check_output(command)) for _ in range(call.runs)]
    print(f"{call.units} units × {call.leaves} leaves, medians of {call.runs} runs")
    for name in runs[0]:
        limit = f"   (limit {LIMITS[name]:g})" if name in LIMITS else ""
        print(f"{name:<28}{statistics.median(run[name] for run in runs):>10.2f}{limit}")


def measure_once(path: str) -> dict[str, float]:
    """Return the seconds of each step in this process, and its peak memory in MiB."""
    took: dict[str, float] = {}
    parameters = read_parameters(path)
    gc.collect()
    clock = Clock(took)
    faults = Faults()
    year = read_year_files(parameters.framework, parameters.inputs, faults)
    if year is None or faults.problems:
        raise SystemExit(str(faults.problems[:3]))
    clock.note("reading")
    framework, units = year.framework, year.units
    leaves = score_points(year.points, framework, parameters.status)
    clock.note("  score_points")
    items = aggregate(leaves, framework)
    clock.note("  aggregate")
    items = rank_items(items, units)
    clock.note("  rank_items")
    totals = sum_units(leaves, units, framework)
    clock.note("  sum_units")
    rank_units(totals, framework)
    clock.note("  rank_units")
    findings = find_strengths(items, framework)
    clock.note("  find_strengths")
    before = count_years_weak(findings, framework)
    links, unit_links = link_leaves(framework, framework), link_units(units, units)
    clock.note("(a base year made up)")
    count_years_weak(findings, framework, before, units, framework, links, unit_links)
    clock.note("  count_years_weak")
    describe_items(items)
    clock.note("  describe_items")
    find_claims(leaves)
    clock.note("  find_claims")
    sum_claims(leaves)
    clock.note("  sum_claims")
    sum_cuts(leaves)
    clock.note("  sum_cuts")
    scoring = ("score_points", "aggregate", "rank_items", "sum_units", "rank_units")
    others = ("find_strengths", "count_years_weak", "describe_items", "find_claims", "sum_claims",
              "sum_cuts")  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return took | {
        "scoring": sum(took[f"  {name}"] for name in scoring),
        "findings": sum(took[f"  {name}"] for name in others),
        "peak MiB": peak,
    }


class Clock:
    """Notes the seconds since the last note."""

    def __init__(self, took: dict[str, float]) -> None:
        self.took, self.last = took, time.perf_counter()

    def note(self, name: str) -> None:
        """Keep the seconds since the last note under this name."""
        now = time.perf_counter()
        self.took[name], self.last = now - self.last, time.perf_counter()


if __name__ == "__main__":
    main()
