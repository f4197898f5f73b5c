"""A whole build: results, notebooks, pages, tables, portal, published as one folder.

In: a parameters file. Out: the folder of reports, and an exit code. Here the two wings meet: the
pipeline computes, the press runs and publishes.
"""

from __future__ import annotations

import pickle
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parreport.errors import ParameterError, ParReportError, Problem, nearest
from parreport.language import set_language, text
from parreport.parameters import Parameters, find_path, read_parameters
from parreport.pipeline import RESULTS_FILE, compute_results
from parreport.portal import portal_of
from parreport.progress import Progress
from parreport.publishing.execution import Job, Outcome, run_notebooks
from parreport.publishing.html import render_html
from parreport.publishing.manifest import (
    digest_file,
    digest_files,
    digest_package,
    read_manifest,
    write_manifest,
)
from parreport.publishing.notebooks import check_notebook
from parreport.publishing.portal import render_portal
from parreport.publishing.publication import check_target, publish, repair, work_folder
from parreport.results import Results, write_tables

PROVINCE = "province"
NOTEBOOKS = {PROVINCE: "01_province.ipynb", "unit": "02_unit.ipynb"}

PRELOAD = ("parreport", "babel.dates", "babel.messages.pofile", "fontpkg_be_vietnam_pro")


class CallError(Exception):
    """The call is at fault; the text says how."""


@dataclass(frozen=True)
class Build:
    """One build as it was asked for: what to read, where to publish, which reports."""

    path: Path
    parameters: Parameters
    target: Path
    notebooks: Path
    only: tuple[str, ...] = ()
    workers: int | None = None
    quiet: bool = False

    @property
    def work(self) -> Path:
        """The folder of the run's state, beside the target."""
        return work_folder(self.target)

    @property
    def staged(self) -> Path:
        """The folder that will be published."""
        return self.work / "staged"


@dataclass
class Ended:
    """How the reports of a build ended: made, and failed with their errors, by report name."""

    made: list[str] = field(default_factory=list)
    failed: dict[str, ParReportError] = field(default_factory=dict)
    seconds: float = 0.0


def build_reports(
    path: Path,
    out: Path | None = None,
    only: tuple[str, ...] = (),
    language: str | None = None,
    workers: int | None = None,
    quiet: bool = False,
) -> int:
    """Build the reports of a parameters file; return 0, or 1 where a report failed.

    A final run with a failure publishes nothing; a draft publishes what was made.

    Raises
    ------
    CallError
        Unknown report codes, or ``only`` over a folder that was made from something else.
    ParReportError
        Faults in parameters, framework, inputs or notebooks, before any kernel starts.
    """
    build = plan_build(path, out, only, language, workers, quiet)
    check_target(build.target)
    repair(build.target)
    results = compute_results(build.parameters)
    names = choose_reports(build, results)
    jobs = [make_job(build, name) for name in names]
    check_notebooks(build, jobs)
    stage(build, results)
    ended = run_reports(build, jobs)
    set_language(build.parameters.language)
    write_tables(results, build.staged / "tables")
    render_portal(portal_of(results, build.staged, ended.failed), build.staged / "index.html")
    write_manifest(build.staged / "manifest.json", describe_build(build, ended))
    return finish(build, ended, results)


def plan_build(
    path: Path, out: Path | None, only: tuple[str, ...], language: str | None,
    workers: int | None, quiet: bool,
) -> Build:  # fmt: skip
    """Return the plan of a build: parameters read, folders named."""
    parameters = read_parameters(path)
    if parameters.tables is not None:
        expected = Problem(str(path), message_tables(), parameters.tables, column="tables")
        raise ParameterError(str(path), [expected])
    if language is not None:
        parameters = parameters.model_copy(update={"language": language})
    target = out if out is not None else Path("reports") / path.stem
    chosen = tuple(dict.fromkeys(code.strip() for code in only if code.strip()))
    return Build(path, parameters, target, find_notebooks_folder(path), chosen, workers, quiet)


def message_tables() -> Any:
    """Return what is expected of ``tables`` in a build, which computes its own."""
    from parreport.language import message

    return message("blank: a build computes its own tables")


def find_notebooks_folder(path: Path) -> Path:
    """Return the folder of notebooks: beside the parameters file, under the working folder, packaged."""
    packaged = Path(__file__).parent / "notebooks"
    source = Path(__file__).parents[2] / "notebooks"
    near = path.resolve().parent
    for folder in (
        near / "notebooks",
        Path.cwd() / "notebooks",
        near.parent / "notebooks",
        packaged,
        source,
    ):
        if all((folder / name).is_file() for name in NOTEBOOKS.values()):
            return folder
    raise CallError(
        text("there is no folder notebooks with {names}", names=", ".join(NOTEBOOKS.values()))
    )


def choose_reports(build: Build, results: Results) -> list[str]:
    """Return the names of the reports to make; with ``only``, check that they can be refreshed."""
    units = [str(code) for code in results.units["unit_code"]]
    if not build.only:
        return [PROVINCE, *(f"units/{code}" for code in units)]
    for code in build.only:
        if code not in {*units, PROVINCE}:
            close = nearest(code, [*units, PROVINCE])
            hint = text("; did you mean {near}?", near=close) if close else ""
            raise CallError(text("there is no unit {code}", code=code) + hint)
    if build.target.exists() and not _same_source(build):
        raise CallError(
            text(
                "{folder} was made from other inputs, framework or code; build it whole, or give --out with a new folder",
                folder=build.target,
            )
        )
    return [code if code == PROVINCE else f"units/{code}" for code in build.only]


def _same_source(build: Build) -> bool:
    try:
        return bool(
            read_manifest(build.target / "manifest.json")["source"] == describe_source(build)
        )
    except (ParReportError, KeyError):
        return False


def make_job(build: Build, name: str) -> Job:
    """Return the run of one report."""
    unit = name.removeprefix("units/") if name != PROVINCE else None
    parameters: dict[str, Any] = build.parameters.model_dump()
    parameters["tables"] = str((build.work / "tables").resolve())
    if unit is not None:
        parameters["unit"] = unit
    notebook = build.notebooks / NOTEBOOKS["unit" if unit is not None else PROVINCE]
    return Job(name, notebook, parameters, Path.cwd(), hidden=("tables",))


def check_notebooks(build: Build, jobs: list[Job]) -> None:
    """Refuse notebooks whose parameters cell does not fit, before a kernel starts."""
    for job in {job.notebook: job for job in jobs}.values():
        check_notebook(job.notebook, dict(job.parameters))


def stage(build: Build, results: Results) -> None:
    """Prepare the folder of the run: results for the notebooks, and what stays of the old reports."""
    shutil.rmtree(build.work, ignore_errors=True)
    (build.work / "tables").mkdir(parents=True)
    with (build.work / "tables" / RESULTS_FILE).open("wb") as file:
        pickle.dump(results, file)
    if build.only and build.target.exists():
        shutil.copytree(build.target, build.staged)
    build.staged.mkdir(exist_ok=True)


def run_reports(build: Build, jobs: list[Job]) -> Ended:
    """Run and render every report; one failure never stops the others."""
    ended = Ended()
    executed = build.work / "executed"
    with Progress(len(jobs), quiet=build.quiet) as progress:

        def note(outcome: Outcome) -> None:
            name = outcome.job.name
            error: ParReportError | None = outcome.error
            if outcome.ok and outcome.executed is not None:
                error = _render(build, outcome.executed, name)
            if error is None:
                ended.made.append(name)
            else:
                ended.failed[name] = error
            progress.advance(name, error)

        run_notebooks(jobs, executed, build.workers, note, preload=PRELOAD)
    ended.made.sort()
    return ended


def _render(build: Build, executed: Path, name: str) -> ParReportError | None:
    target = build.staged / f"{name}.html"
    try:
        render_html(executed, target, home="index.html" if name == PROVINCE else "../index.html")
    except ParReportError as error:
        return error
    shutil.copyfile(executed, target.with_suffix(".ipynb"))
    return None


def describe_source(build: Build) -> dict[str, Any]:
    """Return what a build is made from: digests of parameters, inputs, framework, notebooks, code."""
    sources: dict[str, Any] = {
        "parameters": build.parameters.model_dump(mode="json"),
        "notebooks": digest_files(build.notebooks, (".ipynb",)),
        "package": digest_package(),
        "years": [],
    }
    parameters, path = build.parameters, build.path
    seen: set[Path] = set()
    while True:
        seen.add(path.resolve())
        sources["years"].append(
            {
                "parameters": digest_file(path),
                "inputs": digest_files(find_path(parameters.inputs)),
                "framework": digest_files(find_path(parameters.framework)),
            }
        )
        if parameters.base is None or find_path(parameters.base).resolve() in seen:
            return sources
        path = find_path(parameters.base)
        parameters = read_parameters(path)


def describe_build(build: Build, ended: Ended) -> dict[str, Any]:
    """Return the manifest: the source, the state of each report, the digest of each file."""
    states: dict[str, Any] = {}
    if build.only and (build.staged / "manifest.json").is_file():
        states.update(read_manifest(build.staged / "manifest.json")["reports"])
    states.update({name: {"state": "ok"} for name in ended.made})
    for name, error in ended.failed.items():
        states[name] = {
            "state": "failed",
            "reason": str(getattr(error, "reason", error)).splitlines()[0],
        }
    files = digest_files(build.staged)
    files.pop("manifest.json", None)
    return {"source": describe_source(build), "reports": states, "files": files}


def finish(build: Build, ended: Ended, results: Results) -> int:
    """Publish what may be published, tell what failed, and return the exit code."""
    for error in ended.failed.values():
        print(error, file=sys.stderr)
    if ended.failed and not results.is_draft:
        print(
            text(
                "{n} reports failed; a final run publishes nothing, and {folder} is as it was.",
                n=len(ended.failed),
                folder=build.target,
            ),
            file=sys.stderr,
        )
        return 1
    publish(build.staged, build.target)
    if not ended.failed:
        shutil.rmtree(build.work, ignore_errors=True)
    if not build.quiet:
        print(text("{n} reports in {folder}", n=len(ended.made), folder=build.target))
    return 1 if ended.failed else 0
