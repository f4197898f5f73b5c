"""``python -m tests.mutants``: make mutants, run the tests that meet them, list the survivors.

Exit code 0 where enough of them are killed, 1 where not, 2 where tests fail without any mutant.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.mutants import running
from tests.mutants.mutating import Mutant, choose_mutants, find_mutants

PROJECT = Path(__file__).resolve().parents[2]
MUTATED = ("index", "analysis", "inputs")
TESTS = (
    *("tests/index", "tests/analysis", "tests/inputs", "tests/years", "tests/known_answers", "tests/backtests"),
    *("tests/test_faults.py", "tests/test_tiny.py", "tests/test_tiny_years.py", "tests/test_plain_figures.py"),
    *("tests/test_import_766.py", "tests/test_moved_and_split.py", "tests/test_years_compared.py"),
)
ENOUGH_PCT = 92
BUDGET = 10.0  # seconds of CPU that the tests of one mutant may cost, as measured on the code as it is
HERE = ("tests/mutants/", "tests/fuzz/", "tests/gallery/", "tests/bench/")  # no test of TESTS rests on them
Reach = dict[str, dict[str, Any]]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    today = int(datetime.date.today().strftime("%Y%m%d"))
    parser.add_argument("--seed", type=int, default=today, help="chooses the mutants; the day if not given")
    parser.add_argument("--count", type=int, default=150, help="how many mutants")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="how many at once")
    parser.add_argument("--only", default="", help="mutate only files whose path holds this")
    words = parser.parse_args()
    started = time.monotonic()
    sources = {
        path: (PROJECT / path).read_text("utf-8") for path in _python_files(f"src/parreport/{n}" for n in MUTATED)
    }
    every = [one for path, source in sources.items() if words.only in path for one in find_mutants(path, source)]
    mutants = choose_mutants(every, sources, words.count, words.seed)
    print(f"{len(mutants)} of {len(every)} mutants, seed {words.seed}", flush=True)
    running.warm_up()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = running.copy_project(PROJECT, Path(folder))
        reach = _find_reach(copy, Path(folder), list(sources), words.workers)
        if reach is None:
            return 2
        print(f"{len(reach)} tests, {time.monotonic() - started:.0f} s until here", flush=True)
        outcomes = _run(copy, Path(folder), mutants, sources, reach, words.workers)
    return _report(mutants, sources, outcomes, time.monotonic() - started)


def _python_files(folders: Iterable[str]) -> list[str]:
    """Return the Python files in these folders of the project, in order of path."""
    found = [PROJECT / one if one.endswith(".py") else PROJECT / one / "**" / "*.py" for one in folders]
    every = [path for pattern in found for path in Path(PROJECT).glob(str(pattern.relative_to(PROJECT)))]
    return [path.relative_to(PROJECT).as_posix() for path in sorted(every)]


# --- which tests meet which lines -------------------------------------------------------------


def _find_reach(copy: Path, folder: Path, paths: list[str], workers: int) -> Reach | None:
    """Return seconds and lines of every test; None where one fails. What has not changed is kept."""
    test_files = [path for path in _python_files(TESTS) if Path(path).name.startswith("test_")]
    helpers = [
        path
        for path in _python_files(["src", "tests"])
        if not path.startswith(HERE) and not Path(path).name.startswith("test_")
    ]
    code = _digest(helpers)
    kept = {path: PROJECT / ".pytest_cache" / "mutants" / f"{code}-{_digest([path])}.json" for path in test_files}
    missing = [path for path in test_files if not kept[path].is_file()]
    jobs = [
        (running.run_reached, (copy, folder / f"reach-{number}", path, paths, kept[path]))
        for number, path in enumerate(missing)
    ]
    failed = [number for number, code in running.run_forks(jobs, workers) if code]
    for number in failed:
        print(f"fails without any mutant: {missing[number]}", file=sys.stderr)
        for name in ("out", "err"):
            print((folder / f"reach-{number}" / name).read_text("utf-8")[-2000:], file=sys.stderr)
    if failed:
        return None
    reach: Reach = {}
    for path in kept.values():
        reach |= json.loads(path.read_text("utf-8"))
    return reach


def _digest(paths: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.encode() + b"\0" + (PROJECT / path).read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _tests_for(mutant: Mutant, reach: Reach) -> list[tuple[str, dict[str, float]]]:
    """Return the tests that meet a mutant, by file: nearest first, then quickest, as far as the budget goes."""
    by_file: dict[str, dict[str, float]] = {}
    for name, test in reach.items():
        lines = test["lines"].get(mutant.path, [])
        if lines and (mutant.reached is None or any(mutant.reached[0] <= n <= mutant.reached[1] for n in lines)):
            by_file.setdefault(name.partition("::")[0], {})[name] = test["seconds"]
    below = Path(mutant.path).relative_to("src/parreport")

    def order(path: str) -> tuple[bool, bool, float]:
        near = path.startswith(f"tests/{below.parent.as_posix()}/test_{below.stem}")
        own = path.startswith(f"tests/{below.parent.as_posix()}/")
        return not near, not own, min(by_file[path].values())

    left, chosen = BUDGET, []
    for path in sorted(by_file, key=order):
        wanted = {}
        for name, seconds in sorted(by_file[path].items(), key=lambda entry: entry[1]):
            if seconds <= left:
                wanted[name] = seconds
                left -= seconds
        if wanted:
            chosen.append((path, wanted))
    return chosen


# --- the run ----------------------------------------------------------------------------------


def _run(
    copy: Path, folder: Path, mutants: list[Mutant], sources: dict[str, str], reach: Reach, workers: int
) -> list[str]:
    """Return the outcome of each mutant: killed, survived or timeout, and by which test."""
    jobs = []
    for number, mutant in enumerate(mutants):
        source = mutant.apply(sources[mutant.path])
        given = (copy, folder / f"mutant-{number}", mutant.path, source, _tests_for(mutant, reach))
        jobs.append((running.run_mutant, given))
    outcomes = [""] * len(mutants)
    for done, (number, code) in enumerate(running.run_forks(jobs, workers), start=1):
        outcome = (folder / f"mutant-{number}" / "outcome").read_text("utf-8")
        ended = outcome.partition(" ")[0]
        outcomes[number] = outcome
        if code == 0 and ended == running.TIMEOUT:
            raise RuntimeError(f"mutant {number} ended without an outcome")
        if code and ended != running.TIMEOUT:
            raise RuntimeError(f"mutant {number} ended with {code} after {outcome}")
        print(f"{done}/{len(mutants)} {mutants[number].path}:{mutants[number].line} {outcome}", flush=True)
    return outcomes


def _report(mutants: list[Mutant], sources: dict[str, str], outcomes: list[str], seconds: float) -> int:
    counts = Counter(outcome.partition(" ")[0] for outcome in outcomes)
    killed = counts[running.KILLED] + counts[running.TIMEOUT]
    for mutant, outcome in zip(mutants, outcomes, strict=True):
        if outcome == running.SURVIVED:
            before, after = mutant.lines(sources[mutant.path])
            print(f"\n{mutant.path}:{mutant.line}\n  - {before}\n  + {after}")
    share = 100 * killed / len(mutants) if mutants else 100.0
    print(
        f"\n{counts[running.KILLED]} killed, {counts[running.TIMEOUT]} ended by their time limit (they count as "
        f"killed), {counts[running.SURVIVED]} survived: {share:.1f}% killed in {seconds:.0f} s; "
        f"{ENOUGH_PCT}% is enough"
    )
    return 0 if share >= ENOUGH_PCT else 1


if __name__ == "__main__":
    sys.exit(main())
