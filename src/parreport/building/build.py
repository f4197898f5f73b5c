"""A whole build: results, notebooks, pages, tables, portal, published as one folder.

In: a parameters file. Out: the folder of reports, and an exit code. Here the two wings meet: the
pipeline computes, the press runs and publishes.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from parreport import HOMES
from parreport.building.forms import endings_of, render
from parreport.building.own_notebooks import write_notebooks
from parreport.building.plan import PERIOD, CallError, Plan, say, say_more
from parreport.building.progress import Progress
from parreport.building.reports import check_notebooks, choose_reports, kind_of, parameters_of, unit_of
from parreport.building.scoring import write_scoring
from parreport.building.sources import depends_of
from parreport.errors import ParReportError, PublicationError, RenderingError, naming
from parreport.homes import home_folders
from parreport.language import ENGLISH, Message, counted, message, text, use_language
from parreport.publishing.folder.locking import hold
from parreport.publishing.folder.manifest import (
    MANIFEST,
    digest_environment,
    digest_files,
    digest_package,
    write_manifest,
)
from parreport.publishing.folder.open_files import allow_files
from parreport.publishing.folder.publication import publish, repair
from parreport.publishing.folder.reuse import Shelf, Wanted
from parreport.publishing.folder.work_folders import empty_work, open_work, remove_work
from parreport.publishing.running.execution import (
    Job,
    Outcome,
    count_processors,
    count_workers,
    run_notebooks,
    termination_as_interrupt,
)
from parreport.publishing.running.kernels import Kernels, open_kernels
from parreport.publishing.web.portal import render_portal
from parreport.publishing.word.document import render_parts
from parreport.publishing.workbook import render_workbook

WORKBOOK = "tables.xlsx"
WORKBENCH = "parreport.workbench."  # what an analyst calls, and no report
PRELOAD = (*sorted({h for h in HOMES.values() if not h.startswith(WORKBENCH)}), "parreport.display.rehearsal:rehearse")


@dataclass
class Ended:
    """How the reports of a build ended: made or kept, and failed with their errors, by name.

    ``lacking``: the reports that the folder does not hold since they failed, now or before, and why.
    ``reasons``: why each report ran that ran.
    """

    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failed: dict[str, ParReportError] = field(default_factory=dict)
    lacking: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    attempts: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, Message] = field(default_factory=dict)


def make_reports(plan: Plan, source: Mapping[str, Any]) -> int:
    """Make the reports of a plan, alone in its work folder; return 0, or 1 where a report failed.

    A final run with a failure publishes nothing; a draft publishes what was made. A report whose
    notebook, figures, parameters, code and environment are the same is not run again.

    Raises
    ------
    CallError
        Unknown report codes, or ``only`` over a folder that was made from something else.
    ParReportError
        Faults in parameters, framework, inputs or notebooks, before any kernel starts; another run
        into the same folder.
    """
    allow_files(plan.target, plan.workers or count_workers())
    # The fork server gets ready while the year is read and computed.
    with termination_as_interrupt(), plan.telling(), hold(plan.work, plan.target), open_kernels(PRELOAD) as kernels:
        return _make_reports(plan, source, kernels)


def _make_reports(plan: Plan, source: Mapping[str, Any], kernels: Kernels) -> int:
    from parreport.building.front_page import portal_of
    from parreport.building.open_data import workbook_of, write_package, write_tables
    from parreport.building.slices import Slice, Whole, slice_unit
    from parreport.display.decision import describe_decision
    from parreport.display.groups import large_blocks
    from parreport.display.satisfaction.rows import has_survey
    from parreport.years.recipe import compute_year, read_subject

    read = read_subject(plan.parameters)
    results = compute_year(read)
    made_now = open_work(plan.work, plan.target)
    try:
        repair(plan.work, plan.target)
        units = [str(code) for code in results.units["unit_code"]]
        forced, names = choose_reports(plan, source, units, bool(large_blocks(results)), has_survey(results))
        if plan.fresh:
            empty_work(plan.work)
        notebooks = write_notebooks(plan.notebooks, plan.work / "notebooks")
        check_notebooks(plan, notebooks, names)
    except (ParReportError, CallError, OSError):
        if made_now:
            remove_work(plan.work)
        raise
    plan.staged.mkdir(exist_ok=True)
    shelf, ended, jobs = Shelf(plan.work, plan.target), Ended(), []
    wanted: dict[str, Wanted] = {}
    whole = Whole(results, read.history, plan.work / "tables" / "whole")
    for name in names:
        unit = unit_of(name)
        given = whole if unit is None else Slice(slice_unit(results, unit), plan.work / "tables" / name)
        data = whole.period_digest if name == PERIOD else given.digest
        kind = kind_of(name)
        depends = depends_of(source, plan.notebooks[kind], data)
        wanted[name] = Wanted(name, depends, endings_of(name, plan.formats))
        reason = message("asked for") if name in forced or plan.fresh else shelf.keep(wanted[name])
        if reason is None:
            ended.kept.append(name)
            continue
        ended.reasons[name] = reason
        say_more(plan, f"{name}: {reason}")
        with naming(given.place):
            parameters = parameters_of(plan, name) | {"tables": str(given.folder)}
        jobs.append(Job(name, notebooks[kind], parameters, Path.cwd(), hidden=("tables",)))
    run_jobs(plan, jobs, kernels, wanted, shelf, ended)
    ended.kept += [n for n in ended.failed if n in forced and shelf.keep(wanted[n]) is None]
    ended.lacking = lacking_reports(plan, shelf, ended)
    shelf.clear([*ended.kept, *ended.made])
    write_tables(results, plan.staged / "tables")
    write_scoring(results, plan.staged / "tables")
    if "docx" in plan.formats:
        render_parts(*describe_decision(results), plan.staged / "decision.docx")
    with use_language(plan.parameters.language, results.of_periods):
        write_package(results, plan.staged / "tables")
        if "xlsx" in plan.formats:
            with naming(plan.staged / WORKBOOK):
                render_workbook(workbook_of(results), plan.staged / WORKBOOK)
        page = portal_of(results, plan.staged, ended.lacking)
    with naming(plan.staged / "index.html"):
        render_portal(page, plan.staged / "index.html")
    facts = describe_build(plan, source, shelf, ended, digest_files(plan.staged))
    write_manifest(plan.staged / MANIFEST, facts)
    return finish(plan, source, ended)


def run_jobs(
    plan: Plan, jobs: list[Job], kernels: Kernels, wanted: Mapping[str, Wanted], shelf: Shelf, ended: Ended
) -> None:
    """Run and render every report that must run; one failure never stops the others.

    While notebooks run in kernels, those that have run are rendered here.
    """
    if not jobs:
        return
    noting = threading.Lock()
    with Progress(len(jobs), quiet=plan.quiet) as progress, ThreadPoolExecutor(count_processors()) as renderers:

        def finish_report(outcome: Outcome) -> None:
            name = outcome.job.name
            error: ParReportError | None = outcome.error
            if outcome.ok and outcome.executed is not None:
                error = make_files(plan, outcome.executed, wanted[name], shelf)
            with noting:
                ended.seconds[name] = round(outcome.seconds, 3)
                ended.attempts[name] = outcome.attempts
                if error is None:
                    ended.made.append(name)
                else:
                    ended.failed[name] = error
                progress.advance(error)

        rendered: list[Future[None]] = []

        def note(outcome: Outcome) -> None:
            rendered.append(renderers.submit(copy_context().run, finish_report, outcome))

        try:
            run_notebooks(
                jobs,
                plan.work / "executed",
                plan.workers,
                note,
                timeout=plan.timeout,
                memory=plan.memory * 2**20 if plan.memory else None,
                kernels=kernels,
            )
            for one in rendered:
                one.result()
        except BaseException as fault:
            renderers.shutdown(cancel_futures=True)
            if not isinstance(fault, KeyboardInterrupt):
                raise
            words = text(
                "Stopped: {n} of {total} reports are finished; the same command goes on from there.",
                n=len(ended.made),
                total=len(jobs),
            )
            raise KeyboardInterrupt(words) from fault


def make_files(plan: Plan, executed: Path, wanted: Wanted, shelf: Shelf) -> ParReportError | None:
    """Render an executed notebook in every format and mark it finished; return the error, if any."""
    try:
        render(wanted.name, executed, plan.staged, plan.formats)
        shelf.finish(wanted)
    except ParReportError as error:
        return error
    except OSError as error:
        return RenderingError(wanted.name, text("it cannot be written ({why})", why=error.strerror))
    return None


def lacking_reports(plan: Plan, shelf: Shelf, ended: Ended) -> dict[str, str]:
    """Return the reports that failed and do not stand in the folder, each with the reason.

    With ``only``, those that failed in an earlier run and were not asked for now are among them.
    """
    published = shelf.published.reports if plan.only and shelf.published else {}
    before = {name: one.reason for name, one in published.items() if one.state == "failed"}
    now = {name: str(getattr(error, "reason", error)).splitlines()[0] for name, error in ended.failed.items()}
    for folder in (plan.work, Path.cwd(), *home_folders()):  # no place of this machine stands in what is published
        now = {name: why.replace(f"{folder}{os.sep}", "") for name, why in now.items()}
    stand = {*ended.kept, *ended.made}
    return {name: why for name, why in sorted((before | now).items()) if name not in stand}


def describe_build(
    plan: Plan, source: Mapping[str, Any], shelf: Shelf, ended: Ended, files: Mapping[str, str]
) -> dict[str, Any]:
    """Return the manifest: the source, the state of each report, the digest of each file."""
    reports = {name: shelf.record(name) for name in [*ended.kept, *ended.made]}
    told = {name for report in reports.values() for name in report["files"]}
    for name, reason in ended.lacking.items():
        reports[name] = {"state": "failed", "reason": reason}
    with use_language(ENGLISH):  # a manifest is for programs too
        reasons = {name: str(reason) for name, reason in sorted(ended.reasons.items())}
    return {
        "source": source,
        "whole": not plan.only,
        "reports": reports,
        "files": {name: digest for name, digest in files.items() if name not in told},
        "run": {
            "seconds": ended.seconds,
            "attempts": ended.attempts,
            "made": sorted(ended.made),
            "kept": sorted(ended.kept),
            "reasons": reasons,
        },
    }


def finish(plan: Plan, source: Mapping[str, Any], ended: Ended) -> int:
    """Publish what may be published, tell what failed, and return the exit code.

    Raises
    ------
    PublicationError : the code changed while the run went on; or see :func:`publish`.
    """
    for error in ended.failed.values():
        print(error, file=sys.stderr)
    if ended.failed and plan.parameters.status == "final":
        words = text(
            "Not published, since a final run must be whole: {n} failed. {folder} is as it was.",
            n=len(ended.failed),
            folder=plan.shown,
        )
        print(words, file=sys.stderr)
        return 1
    now = {"package": digest_package(), "environment": digest_environment()}
    changed = ", ".join(name for name in now if now[name] != source[name])
    if changed:
        raise PublicationError(plan.shown, text("changed while the run went on: {what}; run it again", what=changed))
    publish(plan.staged, plan.target)
    if not ended.failed:
        remove_work(plan.work)
    words = counted(
        len(ended.made),
        "1 report made, {kept} kept, in {folder}",
        "{n} reports made, {kept} kept, in {folder}",
        kept=len(ended.kept),
        folder=plan.shown,
    )
    say(plan, words)
    return 1 if ended.failed else 0
