"""How fast the press is: the plain way, cold kernels in parallel, this project; 29, 60, 600 reports.

``python -m tests.bench.press`` (or ``make bench``) prints one table. All ways run on one machine in
one run, several times in turn, and the medians are printed. The plain way is what an analyst
types: ``papermill``, ``jupyter nbconvert --to html``, a browser that prints the page as PDF.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from parreport.building.plan import ANNEX, FORMATS, NOTEBOOKS, SATISFACTION, UNIT, WHOLE
from tests.bench.measure import Command, Measured, describe_machine, median, run_chains, run_command
from tests.bench.years import write_large
from tests.cases import read_csv

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "parameters" / "ben-tre-2018.yaml"
INPUTS = ROOT / "data" / "ben-tre" / "2018"
BIN = Path(sys.executable).parent
BROWSER = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
PAPI_LEAVES = 22
COLUMNS = (("way", 38), ("s", 8), ("CPU s", 8), ("s/report", 9), ("CPU/rep.", 9), ("tree MiB", 9), ("runner MiB", 11))
OF_SAMPLE = tuple(name for name in WHOLE if name not in (ANNEX, SATISFACTION))  # no block is large, no survey


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of each way (default 3)")
    parser.add_argument("--plain-runs", type=int, default=1, help="runs of the slow ways (default 1)")
    parser.add_argument("--sizes", default="60,600", help="numbers of reports (default 60,600)")
    parser.add_argument("--skip-plain", action="store_true", help="leave out the slow ways")
    call = parser.parse_args(arguments)
    os.chdir(ROOT)
    print(f"machine: {describe_machine()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="parreport-bench-") as name:
        measure_sample(Path(name), call.runs, 0 if call.skip_plain else call.plain_runs)
        measure_formats(Path(name), call.runs)
        for size in (int(one) for one in call.sizes.split(",") if one):
            measure_size(Path(name), size)


def measure_sample(folder: Path, runs: int, plain_runs: int) -> None:
    """Measure every way on the Bến Tre sample."""
    units = [row["unit_code"] for row in read_csv(INPUTS / "units.csv")]
    count = len(units) + len(OF_SAMPLE)
    print(f"\nBến Tre 2018, {count} reports, HTML and PDF, medians of {runs} runs (slow ways: {plain_runs})")
    head(*COLUMNS)
    plain: list[Measured] = []
    parallel: list[Measured] = []
    for number in range(plain_runs):
        plain.append(run_chains(plain_chains(folder / f"plain{number}", units), 1))
        workers = len(os.sched_getaffinity(0)) + 2
        parallel.append(run_chains(plain_chains(folder / f"parallel{number}", units), workers))
    out = folder / "out"
    cold, unchanged, changed, alone = [], [], [], []
    parameters = copy_year(folder)
    for _ in range(runs):
        shutil.rmtree(out, ignore_errors=True)
        cold.append(run_command(build(parameters, out)))
        unchanged.append(run_command(build(parameters, out)))
        ran = change_one_figure(folder)
        changed.append(run_command(build(parameters, out)))
        alone.append(measure_cells(parameters))
    if plain:
        line("plain, one after the other", median(plain), count)
        line("the same, as many at a time as we run", median(parallel), count)
    line("parreport build, nothing there yet", median(cold), count)
    line("the same again, nothing changed", median(unchanged), count)
    line(f"one figure of unit {ran} changed", median(changed), count)
    ours, cells = median(cold), statistics.median(alone)
    print(f"cells alone: {cells:.1f} CPU s; the whole build takes {ours.processor_s / cells:.2f} times that")
    if plain:
        print(
            f"against the plain way: {median(plain).seconds / ours.seconds:.1f} times faster,"
            f" against cold kernels in parallel: {median(parallel).seconds / ours.seconds:.1f} times"
        )


def measure_formats(folder: Path, runs: int) -> None:
    """Measure the whole sample in every format against HTML and PDF alone, in turn."""
    count = len(read_csv(INPUTS / "units.csv")) + len(OF_SAMPLE)
    every = ",".join(FORMATS)
    print(f"\nBến Tre 2018, {count} reports, nothing there yet, medians of {runs} runs")
    head(*COLUMNS)
    ways: dict[str, list[Measured]] = {"html,pdf": [], every: []}
    for number in range(runs):
        for formats in sorted(ways, reverse=bool(number % 2)):  # neither is always the first
            out = folder / "formats"
            ways[formats].append(run_command(build(SAMPLE, out, formats)))
            shutil.rmtree(out)
    for formats, measured in ways.items():
        line(formats, median(measured), count)
    pairs = list(zip(ways[every], ways["html,pdf"], strict=True))
    seconds = statistics.median(whole.seconds / two.seconds for whole, two in pairs)
    processor = statistics.median(whole.processor_s / two.processor_s for whole, two in pairs)
    print(
        f"every format takes {seconds:.2f} times the time of HTML and PDF alone, {processor:.2f} times the CPU seconds"
        " (medians of the ratios of each run)",
        flush=True,
    )


def measure_size(folder: Path, size: int) -> None:
    """Measure a build of so many reports from made-up figures, to see what grows."""
    case = write_large(folder / f"size{size}", size - len(WHOLE), PAPI_LEAVES, language="en")
    measured = run_command(build(case.path, folder / f"out{size}"))
    line(f"{size} reports, {PAPI_LEAVES} leaves each, made up", measured, size)
    shutil.rmtree(folder / f"out{size}")


def build(parameters: Path, out: Path, formats: str = "html,pdf") -> Command:
    """Return the command of a build."""
    return [str(BIN / "parreport"), "build", str(parameters), "--out", str(out), "--formats", formats, "-q"]


def plain_chains(folder: Path, units: Sequence[str]) -> list[list[Command]]:
    """Return for each report the commands that an analyst types."""
    chains = []
    for name in (*OF_SAMPLE, *units):
        given = [] if name in WHOLE else ["-r", "unit", name]
        place = folder / name
        place.mkdir(parents=True)
        notebook = f"notebooks/{NOTEBOOKS[name if name in WHOLE else UNIT]}"
        executed, page = place / f"{name}.ipynb", place / f"{name}.html"
        chain: list[Command] = [
            [str(BIN / "papermill"), "--no-progress-bar", notebook, str(executed), "-f", str(SAMPLE), *given],
            [str(BIN / "jupyter"), "nbconvert", "--to", "html", "--no-input", str(executed)],
        ]
        if BROWSER:
            chain.append(
                [
                    BROWSER,
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    f"--user-data-dir={place / 'browser'}",
                    f"--print-to-pdf={place / name}.pdf",
                    page.as_uri(),
                ]
            )
        chains.append(chain)
    return chains


def copy_year(folder: Path) -> Path:
    """Copy the inputs of the sample, so that a figure can be changed; return its parameters."""
    shutil.copytree(INPUTS, folder / "inputs")
    words = SAMPLE.read_text(encoding="utf-8")
    parameters = folder / SAMPLE.name
    before = f"inputs: {INPUTS.relative_to(ROOT).as_posix()}"
    assert before in words
    parameters.write_text(words.replace(before, f"inputs: {folder / 'inputs'}"), encoding="utf-8")
    return parameters


def change_one_figure(folder: Path) -> str:
    """Change a reason that one unit's report shows; return the unit."""
    path = folder / "inputs" / "appraisal.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[-1] += " (đã rà soát)" if not lines[-1].endswith('"') else ""
    if lines[-1].endswith('"'):
        lines[-1] = f'{lines[-1][:-1]} (đã rà soát)"'
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return lines[-1].split(",")[0]


def measure_cells(parameters: Path) -> float:
    """Return the processor seconds of the cells alone."""
    command = [sys.executable, "-m", "tests.bench.cells", str(parameters)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def head(*columns: tuple[str, int]) -> None:
    """Print the head of a table."""
    print("".join(f"{words:<{width}}" if width > 20 else f"{words:>{width}}" for words, width in columns))


def line(way: str, measured: Measured, count: int) -> None:
    """Print one line of a table."""
    print(
        f"{way:<38}{measured.seconds:>8.1f}{measured.processor_s:>8.1f}{measured.seconds / count:>9.2f}"
        f"{measured.processor_s / count:>9.2f}{measured.tree_mib:>9.0f}{measured.runner_mib:>11.0f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
