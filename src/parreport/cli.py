"""The command line: ``parreport check``, ``score``, ``build``.

In: a parameters file. Out: an exit code: 0 done, 1 the data or a notebook is at fault, 2 the call
is at fault. Only this module, ``form_commands`` and ``intake_commands`` print.
"""

from __future__ import annotations

import argparse
import json
import locale
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from parreport.arguments import read_call
from parreport.building.plan import CallError, blaming_the_call, make_plan, say, tell_own_notebooks
from parreport.building.sources import clear_work, describe_source, stands_unchanged
from parreport.errors import InputError, ParReportError, PublicationError, describe_problems, plain_signs
from parreport.form_commands import parameters_path, run_appraisal, run_forms, run_questionnaire, run_sample
from parreport.homes import lent_home
from parreport.inputs.faults import Faults
from parreport.inputs.files import is_file, is_folder, read_once
from parreport.inputs.parameters import find_path
from parreport.intake_commands import run_framework, run_new, run_status, run_units
from parreport.language import (
    ENGLISH,
    VIETNAMESE,
    Message,
    counted,
    find_untranslated,
    known_languages,
    message,
    read_catalogue,
    set_language,
    text,
)

DONE, DATA_AT_FAULT, CALL_AT_FAULT = 0, 1, 2
MOST_LISTED = 1_000_000  # faults that a program reads, or a workbook holds


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    set_language(message_language(given))
    try:
        parsed = read_call(given)
    except SystemExit as end:
        return int(end.code or 0)
    try:
        with read_once():
            return COMMANDS[parsed.command](parsed)
    except CallError as error:
        print(f"parreport: {error}", file=sys.stderr)
        return CALL_AT_FAULT
    except ParReportError as error:
        print(error, file=sys.stderr)
        return DATA_AT_FAULT
    except BrokenPipeError:  # who reads what is printed has had enough
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        return DATA_AT_FAULT
    except OSError as error:
        what = text("the system refuses: {why}", why=error.strerror or type(error).__name__)
        named = f"{error.filename}: " if error.filename else ""
        print(plain_signs(f"parreport: {named}{what}"), file=sys.stderr)
        return DATA_AT_FAULT
    except KeyboardInterrupt as stop:
        print(str(stop) or text("Stopped."), file=sys.stderr)
        return DATA_AT_FAULT


def message_language(given: Sequence[str]) -> str:
    """Return the language of messages: ``--language``, else that of the locale, else English."""
    for word, after in zip(given, [*given[1:], ""], strict=False):
        name, _, joined = word.partition("=")
        asked = joined or after
        if name == "--language" and asked in known_languages():
            return asked
    names = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    named = next((name for name in names if name), "") or (locale.getlocale()[0] or "")
    return VIETNAMESE if named.lower().startswith("vietnam") else _known(re.split("[_.@]", named)[0])


def _known(code: str) -> str:
    """Return the language, or English where there is no such."""
    return code if code in known_languages() else ENGLISH


def run_check(call: argparse.Namespace) -> int:
    """Run ``parreport check``."""
    from parreport.years.reading import list_notes, read_run

    path = parameters_path(call)
    faults = Faults(most=MOST_LISTED if call.json or call.out else None)
    read = read_run(path, faults)
    notes, gaps = list_notes(read)
    notes += gaps
    if read is not None:
        notes += notes_on_language(read.parameters.language)
    if call.out is not None:
        from parreport.building.marked import write_marked

        try:
            marked = write_marked(faults, call.out)
        except PublicationError as error:
            raise CallError(str(error)) from error
    if call.json:
        facts = {
            "problems": [problem.as_dict() for problem in faults.problems],
            "notes": [str(note) for note in notes],
            "more": faults.more,
        }
        print(json.dumps(facts, ensure_ascii=False, indent=2))
        return DATA_AT_FAULT if faults.problems else DONE
    if faults.problems:
        print(InputError(call.parameters, faults.problems, faults.more), file=sys.stderr)
    if notes:
        print(text("Notes ({n}):", n=len(notes)))
    for note in notes:
        print(f"  - {plain_signs(str(note))}")
    if call.out is not None:
        print(text("{file}: every fault, and {n} cells that are marked", file=call.out, n=marked))
    if faults.problems:
        return DATA_AT_FAULT
    if read is not None:
        print(
            counted(
                len(gaps),
                "{name}: no fault in {all} units; 1 has items without points ({total} in all)",
                "{name}: no fault in {all} units; {n} have items without points ({total} in all)",
                name=call.parameters,
                all=len(read.year.units),
                total=sum(int(note.facts["n"]) for note in gaps),
            )
            if gaps
            else text("{name}: no fault in {n} units", name=call.parameters, n=len(read.year.units))
        )
    return DONE


def notes_on_language(code: str) -> list[Message]:
    """Return a note on the sentences that a language lacks, where it lacks any."""
    missing = find_untranslated(code)
    if not missing:
        return []
    whole = len(read_catalogue(VIETNAMESE))
    return [
        message(
            "language {code}: {n} of {whole} sentences are translated, the others stand in English, as does “{first}”",
            code=code,
            n=whole - len(missing),
            whole=whole,
            first=missing[0],
        )
    ]


def run_score(call: argparse.Namespace) -> int:
    """Run ``parreport score``."""
    from parreport.building.scored import check_out, write_scored
    from parreport.years.recipe import compute_results

    scenario = None if call.scenario is None else find_path(str(call.scenario))
    if scenario is not None and not is_file(scenario):
        raise CallError(text("there is no scenario file {name}", name=call.scenario))
    path = parameters_path(call)
    with blaming_the_call():
        out = check_out(call.out, path)
        results = compute_results(path, scenario)
        files = write_scored(results, out)
    words = text("{n} tables in {folder}", n=files, folder=call.out)
    if scenario is not None:
        words = counted(
            results.scenario_n,
            "Scenario, not the result: {tables} tables in {folder}, computed with the points of 1 item from {file}",
            "Scenario, not the result: {tables} tables in {folder}, computed with the points of {n} items from {file}",
            tables=files,
            folder=call.out,
            file=call.scenario,
        )
    print(words)
    return DONE


def run_import(call: argparse.Namespace) -> int:
    """Run ``parreport import-766``."""
    from parreport.building.importing import Asked, describe_import, import_exports

    for path in call.files:
        if not is_file(path):
            raise CallError(text("there is no file {name}", name=path))
    asked = Asked(call.framework, call.province, call.year, call.period, call.language)
    with blaming_the_call():
        done = import_exports(call.files, call.out, asked)
    lists = (
        (text("Not read as it stands ({n}):", n=len(done.unread.problems) + done.unread.more), done.unread),
        (text("Printed otherwise ({n}):", n=len(done.differing.problems) + done.differing.more), done.differing),
    )
    for head, told in lists:
        if told.problems:
            print(head, file=sys.stderr)
        for entry in describe_problems(told.problems):
            print(f"  - {entry}", file=sys.stderr)
    for note in done.unread.notes:
        print(f"  - {plain_signs(str(note))}")
    for line in describe_import(done, call.out):
        print(plain_signs(line))
    return DONE


def run_build(call: argparse.Namespace) -> int:
    """Run ``parreport build``; where nothing has changed, nothing heavy is even loaded."""
    for name in ("memory", "timeout", "workers"):
        if (getattr(call, name) or 0) < 0:
            raise CallError(text("--{name} cannot be below 0", name=name))
    if call.only is not None and not call.only.strip(" ,"):
        raise CallError(text("there is no unit {code}", code=f'"{call.only}"'))
    with blaming_the_call():
        plan = make_plan(
            parameters_path(call),
            out=call.out,
            only=tuple(call.only.split(",")) if call.only else (),
            language=call.language,
            workers=call.workers,
            quiet=call.quiet,
            fresh=call.fresh,
            formats=tuple(call.formats.split(",")) if call.formats is not None else None,
            memory=call.memory or None,
            timeout=call.timeout or None,
            verbose=call.verbose,
        )
    for note in notes_on_language(plan.parameters.language):
        say(plan, str(note))
    tell_own_notebooks(plan)
    with plan.telling():
        source = describe_source(plan)
        if stands_unchanged(plan, source):
            clear_work(plan)
            say(plan, text("{folder}: nothing has changed", folder=plan.shown))
            return DONE
    with lent_home():
        from parreport.building.build import make_reports

        return make_reports(plan, source)


def run_verify(call: argparse.Namespace) -> int:
    """Run ``parreport verify``."""
    from parreport.building.verify import verify_folder

    if not is_folder(call.folder):
        raise CallError(text("there is no folder {name}", name=call.folder))
    if call.notebooks is not None and not is_folder(call.notebooks):
        raise CallError(text("there is no folder {name}", name=call.notebooks))
    try:
        with lent_home():
            verified = verify_folder(call.folder, call.workers, call.notebooks)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise PublicationError(call.folder, text("it cannot be read ({why})", why=why)) from error
    print(
        text(
            "{folder}: {n} files are what the manifest says, and a rebuild makes the same",
            folder=call.folder,
            n=verified.files,
        )
    )
    print("  " + text("made again from: {names}", names=", ".join(verified.read)))
    if verified.own:
        print("  " + text("by notebooks that are not the packaged ones: {names}", names="; ".join(verified.own)))
    return DONE


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": run_check,
    "score": run_score,
    "build": run_build,
    "import-766": run_import,
    "new": run_new,
    "units": run_units,
    "status": run_status,
    "framework": run_framework,
    "forms": run_forms,
    "appraisal": run_appraisal,
    "questionnaire": run_questionnaire,
    "sample": run_sample,
    "verify": run_verify,
}
