"""``python -m tests.fuzz``: run cases until the time is up, or one case again.

Exit code 0 where nothing was found, 1 where something was; the seed is printed first, so that each
case can be repeated: ``python -m tests.fuzz --seed 20261130 --case 1234``. Where atheris is
installed, ``--guided`` lets coverage guide the choices for half of the time.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from tests.fuzz.guided import has_atheris


def main() -> int:
    """Run the command; what reads parreport is imported late, since atheris must see it come."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=int(date.today().strftime("%Y%m%d")))
    parser.add_argument("--case", type=int, help="run this case alone, and show it")
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--cases", type=int, help="end after so many cases")
    parser.add_argument("--seconds", type=float, help="end after so many seconds (default: 600)")
    parser.add_argument("--keep", type=Path, help="folder for the recipes of what is found")
    parser.add_argument("--guided", action="store_true", help="let atheris guide half of the time")
    call = parser.parse_args()
    print(f"seed {call.seed}", flush=True)
    seconds = call.seconds or (None if call.cases else 600.0)
    guided = 0
    if call.guided and seconds is not None:
        if has_atheris():
            from tests.fuzz.guided import run_guided

            seconds = seconds / 2
            guided = run_guided(call.seed, seconds, call.keep)
        else:
            print("atheris is not installed: all cases are drawn by the seed", flush=True)
    from tests.fuzz.driving import run_cases, show_case

    if call.case is not None:
        return show_case(call.seed, call.case)
    return run_cases(call.seed, call.first, call.cases, seconds, call.keep) or guided


if __name__ == "__main__":
    sys.exit(main())
