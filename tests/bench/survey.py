"""How fast a survey is estimated at the size of a country: 5 million respondents of 200 units.

``python -m tests.bench.survey`` draws answers to 22 questions in five factors, of three groups, and prints time and
peak memory of all that is made of them: the design, sums by cell, estimates by unit, factor, question
and group, what is withheld. Once as a simple sample, once in 60 communes of each unit. Reading a file is no part.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Sequence

import numpy as np
import pandas as pd

from parreport.survey.design import find_design
from parreport.survey.estimates import estimate_satisfaction, sum_survey
from parreport.survey.questions import list_questions
from parreport.survey.suppression import find_published, find_withheld, suppress
from tests.bench.measure import describe_machine
from tests.survey.written import write_answers, write_questions

RESPONDENTS, UNITS, QUESTIONS, COMMUNES = 5_000_000, 200, 22, 60
LIMIT_SECONDS, LIMIT_GIB = 60, 4
KINDS = ("simple", "clusters")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print, each kind of sample in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--respondents", type=int, default=RESPONDENTS, help=f"default {RESPONDENTS}")
    parser.add_argument("--one", choices=KINDS, help=argparse.SUPPRESS)
    call = parser.parse_args(arguments)
    if call.one:
        measure(call.one, call.respondents)
        return
    print(f"machine: {describe_machine()}", flush=True)
    for kind in KINDS:
        own = [sys.executable, "-m", "tests.bench.survey", "--one", kind, "--respondents", str(call.respondents)]
        subprocess.run(own, check=True)


def draw(kind: str, n: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Draw answers, with the questions and the units."""
    chance = np.random.default_rng(1)
    codes = [f"u{number:03d}" for number in range(UNITS)]
    unit = chance.integers(0, UNITS, n)
    columns = {
        "unit_code": pd.Categorical.from_codes(unit, codes),
        "respondent_group": pd.Categorical.from_codes(chance.integers(0, 3, n), ["a", "b", "c"]),
        "weight": chance.uniform(1, 3, n),
    }
    if kind == "clusters":
        communes = [str(number) for number in range(COMMUNES)]
        columns["stratum"] = columns["unit_code"]
        columns["psu"] = pd.Categorical.from_codes(chance.integers(0, COMMUNES, n), communes)
    questions = {}
    for number in range(QUESTIONS):
        steps = chance.integers(1, 6, n).astype(np.float32)
        steps[chance.random(n) < 0.05] = np.nan
        questions[f"q{number}"] = steps
    asked = write_questions(*({"question_code": code, "factor": f"F{n % 5}"} for n, code in enumerate(questions)))
    return write_answers(questions, **columns), asked, pd.DataFrame({"unit_code": codes, "block": "so"})


def measure(kind: str, n: int) -> None:
    """Print how long one kind of sample takes, step by step, and the peak memory."""
    answers, questions, units = draw(kind, n)
    started, times = time.process_time(), [time.perf_counter()]
    design = find_design(answers)
    times.append(time.perf_counter())
    sums = sum_survey(answers, questions, units, design)
    times.append(time.perf_counter())
    estimates = estimate_satisfaction(sums)
    times.append(time.perf_counter())
    table = suppress(estimates, find_withheld(find_published(sums, list_questions(questions))))
    times.append(time.perf_counter())
    steps = ("design", "sums", "estimates", "withheld")
    told = ", ".join(
        f"{step} {later - sooner:.1f}" for step, sooner, later in zip(steps, times, times[1:], strict=False)
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    total = times[-1] - times[0]
    spent = time.process_time() - started
    size = f"{n:,} respondents, {UNITS} units, {len(table):,} rows"
    print(f"{kind}: {size}: {total:.1f} s ({told}; processor {spent:.1f} s), peak {memory:.2f} GiB", flush=True)
    if total > LIMIT_SECONDS or memory > LIMIT_GIB:
        sys.exit(f"{kind}: above {LIMIT_SECONDS} s or {LIMIT_GIB} GiB")


if __name__ == "__main__":
    main()
