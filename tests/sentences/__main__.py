"""Print what is false in the reports of random provinces: ``python -m tests.sentences --provinces 200 --seed 0``.

One fault a line: seed, language, page, the sentence, why it is false.
"""

from __future__ import annotations

import argparse
import sys

from tests.sentences.checking import check_seed


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.sentences", description="Check what reports say.")
    parser.add_argument("--provinces", type=int, default=200, help="how many provinces (200)")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first (0)")
    parser.add_argument("--languages", default="vi,en", help="in which languages (vi,en)")
    parser.add_argument("--units", type=int, default=None, help="pages of how many units at most (all)")
    given = parser.parse_args()
    found = 0
    for seed in range(given.seed, given.seed + given.provinces):
        for fault in check_seed(seed, given.languages.split(","), given.units):
            found += 1
            print(fault, flush=True)
    print(f"{given.provinces} provinces, {found} faults", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
