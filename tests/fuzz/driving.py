"""Many cases one after the other, or one case again; what goes wrong is made small and shown."""

from __future__ import annotations

import gc
import time
from pathlib import Path

from tests.fuzz.cases import case_of_seed
from tests.fuzz.chain import open_bench
from tests.fuzz.corpus import write_entry
from tests.fuzz.guards import lift_hard_limit, set_hard_limit
from tests.fuzz.minimizing import minimize, show_changes


def show_case(seed: int, number: int) -> int:
    """Run one case and show what it changes and what goes wrong."""
    case = case_of_seed(seed, number)
    with open_bench() as bench:
        print(show_changes(case, bench))
        finding = bench.try_case(case)
    print("nothing goes wrong" if finding is None else f"{finding.key}\n{finding.words}")
    return int(finding is not None)


def run_cases(seed: int, first: int, cases: int | None, seconds: float | None, keep: Path | None) -> int:
    """Run cases; each new thing that goes wrong is made small, shown and kept."""
    found: dict[str, int] = {}
    with open_bench() as bench:
        gc.collect()
        gc.freeze()  # what is loaded stays; collecting it again and again takes a tenth of the time
        start, worked = time.monotonic(), time.process_time()
        number = first
        set_hard_limit()
        while (cases is None or number < first + cases) and (seconds is None or time.monotonic() - start < seconds):
            if number % 50 == 0:
                set_hard_limit()
            case = case_of_seed(seed, number)
            finding = bench.try_case(case)
            if finding is not None:
                found[finding.key] = found.get(finding.key, 0) + 1
                if found[finding.key] == 1:
                    small = minimize(case, finding, bench)
                    print(f"\n--seed {seed} --case {number}: {finding.key}")
                    print(show_changes(small, bench), finding.words, sep="\n", flush=True)
                    if keep is not None:
                        write_entry(keep, small, finding, f"--seed {seed} --case {number}")
            number += 1
        lift_hard_limit()
        gc.unfreeze()
        took, worked = time.monotonic() - start, time.process_time() - worked
    done = number - first
    speed = done / max(worked, 0.001)
    print(f"\n{done} cases in {took:.0f} s; {speed:.0f} in a second of processor time")
    for key, times in sorted(found.items(), key=lambda one: -one[1]):
        print(f"  {times} × {key}")
    return int(bool(found))
