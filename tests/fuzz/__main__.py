"""``python -m tests.fuzz``: run cases until the time is up, or one case again.

Exit code 0 where nothing was found, 1 where something was; the seed is printed first, so that each
case can be repeated: ``python -m tests.fuzz --seed 20261130 --case 1234``.
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path

from tests.fuzz.cases import case_of_seed
from tests.fuzz.chain import open_bench
from tests.fuzz.corpus import write_entry
from tests.fuzz.minimizing import minimize, show_changes


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(date.today().strftime("%Y%m%d")))
    parser.add_argument("--case", type=int, help="run this case alone, and show it")
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--cases", type=int, help="end after so many cases")
    parser.add_argument("--seconds", type=float, help="end after so many seconds (default: 600)")
    parser.add_argument("--keep", type=Path, help="folder for the recipes of what is found")
    parser.add_argument("--guided", action="store_true", help="let atheris guide the choices")
    call = parser.parse_args()
    print(f"seed {call.seed}", flush=True)
    if call.guided:
        from tests.fuzz.guided import run_guided

        return run_guided(call.seed, call.seconds or 600)
    if call.case is not None:
        return show_case(call.seed, call.case)
    seconds = call.seconds or (None if call.cases else 600)
    return run_cases(call.seed, call.first, call.cases, seconds, call.keep)


def show_case(seed: int, number: int) -> int:
    """Run one case and show what it changes and what goes wrong."""
    case = case_of_seed(seed, number)
    with open_bench() as bench:
        print(show_changes(case, bench))
        finding = bench.try_case(case)
    print("nothing goes wrong" if finding is None else f"{finding.key}\n{finding.words}")
    return int(finding is not None)


def run_cases(
    seed: int, first: int, cases: int | None, seconds: float | None, keep: Path | None
) -> int:
    """Run cases; each new thing that goes wrong is made small, shown and kept."""
    found: dict[str, int] = {}
    with open_bench() as bench:
        start = time.monotonic()
        number = first
        while (cases is None or number < first + cases) and (
            seconds is None or time.monotonic() - start < seconds
        ):
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
        took = time.monotonic() - start
    done = number - first
    print(f"\n{done} cases in {took:.0f} s ({done / max(took, 0.001):.0f} a second)")
    for key, times in sorted(found.items(), key=lambda one: -one[1]):
        print(f"  {times} × {key}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
