"""How fast figures are made at the size of a country's communes: 3,321 units × 60 leaves.

``python -m tests.bench.scale`` prints the medians of several runs, each in a process of its own,
and the peak memory of that process. Scoring: from the checked points to items and index. Findings:
strengths and weaknesses of all units with their years, statistics, claims and cuts. Checked and
scored: from CSV files to items and index. What-if and the other rule set are shown in brackets; the memory is
that of everything together.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from parreport.analysis.claims import find_claims, sum_claims
from parreport.analysis.cuts import sum_cuts
from parreport.analysis.followups import count_years_weak
from parreport.analysis.mapping import link_leaves, link_units
from parreport.analysis.statistics import describe_items
from parreport.analysis.strengths import find_strengths
from parreport.analysis.what_if import find_what_if
from parreport.index.aggregation import aggregate, sum_units
from parreport.index.ranking import rank_items, rank_units
from parreport.index.scoring import score_points
from parreport.inputs.faults import Faults
from parreport.inputs.parameters import read_parameters
from parreport.inputs.year import read_year_files
from tests.bench.measure import describe_machine
from tests.bench.years import write_communes

UNITS, LEAVES = 3321, 60
SCORING = ("score_points", "aggregate", "rank_items", "sum_units", "rank_units")
FINDINGS = ("find_strengths", "count_years_weak", "describe_items", "find_claims", "sum_claims", "sum_cuts")
LIMITS = {"checked and scored": 5.0, "scoring": 1.0, "findings": 3.0, "peak MiB": 1024.0}


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

    def timed(function: Callable[..., Any], *given: Any, name: str = "") -> Any:
        start = time.perf_counter()
        found = function(*given)
        took[f"  {name or function.__name__}"] = time.perf_counter() - start
        return found

    parameters, faults = read_parameters(path), Faults()
    year = timed(read_year_files, parameters.framework, parameters.inputs, faults, name="(reading the files)")
    if year is None or faults.problems:
        raise SystemExit(str(faults.problems[:3]))
    framework, units = year.framework, year.units
    leaves = timed(score_points, year.points, framework, parameters.status)
    index = timed(rank_units, timed(sum_units, leaves, units, framework), framework)
    items = timed(rank_items, timed(aggregate, leaves, framework), index)
    findings = timed(find_strengths, items, framework)
    links, unit_links = link_leaves(framework, framework), link_units(units, units)
    before = count_years_weak(findings, framework)  # the year itself stands for a base year
    timed(count_years_weak, findings, framework, before, units, framework, links, unit_links)
    timed(describe_items, items)
    for function in (find_claims, sum_claims, sum_cuts):
        timed(function, leaves)
    timed(find_what_if, leaves, index, framework, name="(what-if)")
    chosen = framework.findings.model_copy(update={"rule_set": "gii"})
    timed(find_strengths, items, replace(framework, findings=chosen), name="(GII's rules instead)")
    return took | {
        "checked and scored": sum(took[f"  {name}"] for name in ("(reading the files)", *SCORING)),
        "scoring": sum(took[f"  {name}"] for name in SCORING),
        "findings": sum(took[f"  {name}"] for name in FINDINGS),
        "peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    main()
