"""What may be typed behind ``parreport``: every command, option and word of help, in the language in force.

In: the words of a call. Out: the call, read. The words that argparse has of its own (usage, options,
what is wrong with a call) are taken from the catalogues too.
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from parreport.building.plan import FORMATS, WHOLE
from parreport.inputs.packaged import CARRIED_QUESTIONNAIRES
from parreport.language import Message, known_languages, message, text
from parreport.version import __version__

FRAMEWORKS_766 = ("766-2026", "766-groups")
LEAST_MEMORY_MIB, USUAL_TIMEOUT_S = 2048, 1800

OWN_WORDS: tuple[Message, ...] = (  # of argparse, in all versions of Python that there are
    message("usage: "),
    message("positional arguments"),
    message("options"),
    message("show this help message and exit"),
    message("%(prog)s: error: %(message)s\n"),
    message("argument %(argument_name)s: %(message)s"),
    message("the following arguments are required: %s"),
    message("one of the arguments %s is required"),
    message("unrecognized arguments: %s"),
    message("unexpected option string: %s"),
    message("not allowed with argument %s"),
    message("ignored explicit argument %r"),
    message("expected one argument"),
    message("expected at most one argument"),
    message("expected at least one argument"),
    message("expected %s argument"),
    message("expected %s arguments"),
    message("ambiguous option: %(option)s could match %(matches)s"),
    message("invalid choice: %(value)r (choose from %(choices)s)"),
    message("invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)"),
    message("unknown parser %(parser_name)r (choices: %(choices)s)"),
    message("invalid %(type)s value: %(value)r"),
)


PLACES = re.compile(r"%(?:\(\w+\))?[rs]")


def say_own(words: str) -> str:
    """Return argparse's own words in the language in force; as they are where a translation lacks a place."""
    said = text(words) if words else words
    return said if not words or sorted(PLACES.findall(said)) == sorted(PLACES.findall(words)) else words


@contextmanager
def speaking() -> Iterator[None]:
    """Have argparse ask the catalogues for its own words, as it else asks those of gettext."""
    own = vars(argparse)
    kept = {name: own[name] for name in ("_", "ngettext")}
    own.update(_=say_own, ngettext=lambda one, many, n: say_own(one if n == 1 else many))
    try:
        yield
    finally:
        own.update(kept)


def read_call(given: Sequence[str]) -> argparse.Namespace:
    """Return a call, read; ``command`` is its name.

    Raises
    ------
    SystemExit : help was asked for and is printed, or the call is at fault, which is printed.
    """
    with speaking():
        return make_parser().parse_args(given)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    with speaking():
        return _make_parser()


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="parreport", description=text("The yearly public administration reform index: checks, scores, reports.")
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"parreport {__version__}",
        help=text("show the version of the program and exit"),
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar=text("COMMAND"), title=text("commands"))

    def add_command(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=words, description=f"{words[:1].upper()}{words[1:]}.")

    folder, file = text("DIR"), text("FILE")
    check = add_command("check", text("read and check everything, print all faults"))
    check.add_argument("--json", action="store_true", help=text("print the faults as JSON"))
    check.add_argument(
        "--out", type=Path, metavar=file, help=text("write the tables at fault as a workbook, faulty cells marked")
    )

    score = add_command("score", text("write the tables as CSV, no report"))
    score.add_argument("--out", type=Path, required=True, metavar=folder, help=text("folder of the tables"))
    score.add_argument(
        "--scenario",
        type=Path,
        metavar=file,
        help=text("compute as if units had the points of this file: unit_code, item_code, points"),
    )

    build = add_command("build", text("make all reports, tables and the portal"))
    build.add_argument("--out", type=Path, metavar=folder, help=text("folder to replace (default: reports/<name>)"))
    build.add_argument(
        "--only",
        metavar=text("CODE[,CODE]"),
        help=text("refresh only these reports: codes of units, {names}", names=", ".join(WHOLE)),
    )
    build.add_argument(
        "--formats",
        metavar=text("FORMAT[,FORMAT]"),
        help=text("formats to make: {names} (default: all)", names=", ".join(FORMATS)),
    )
    build.add_argument("--fresh", action="store_true", help=text("run every report again"))
    build.add_argument(
        "--memory",
        type=whole_number,
        metavar="MIB",
        default=usual_memory(),
        help=text("memory that a notebook may use, in MiB; 0 = no limit (default: half of the machine's)"),
    )
    build.add_argument(
        "--timeout",
        type=number,
        metavar=text("SECONDS"),
        default=USUAL_TIMEOUT_S,
        help=text("time that a notebook may take, in seconds; 0 = no limit (default: half an hour)"),
    )
    loudness = build.add_mutually_exclusive_group()
    loudness.add_argument("-q", "--quiet", action="store_true", help=text("print nothing but errors"))
    loudness.add_argument("-v", "--verbose", action="store_true", help=text("print also why each report runs"))

    portal = add_command(
        "import-766", text("write saved exports of the national portal as a year: units, points, parameters")
    )
    portal.add_argument(
        "files",
        type=Path,
        nargs="+",
        metavar=file,
        help=text("an export: details as JSON, or the table as CSV, XLSX, XLS or ODS"),
    )
    portal.add_argument(
        "--out", type=Path, required=True, metavar=folder, help=text("folder of units.csv, points.csv, parameters.yaml")
    )
    portal.add_argument("--province", metavar=text("NAME"), help=text("the province (default: as the exports tell)"))
    portal.add_argument("--year", type=whole_number, metavar="N", help=text("the year (default: as the exports tell)"))
    portal.add_argument(
        "--period",
        metavar=text("PERIOD"),
        help=text("the period, such as 2026-Q3, 2026-10 or 2026-01..2026-10-10 (default: as the exports tell)"),
    )
    portal.add_argument(
        "--framework",
        choices=FRAMEWORKS_766,
        help=text("by leaves or by the six groups (default: by leaves where all units have them)"),
    )
    portal.add_argument(
        "--language", choices=known_languages(), help=text("language of messages, and of the reports (default: vi)")
    )

    new = add_command("new", text("make the working folder of a year: parameters, framework, a workbook to fill in"))
    new.add_argument("name", type=Path, metavar=text("NAME"), help=text("the folder to make; its name is the year's"))
    new.add_argument(
        "--from",
        dest="base",
        type=Path,
        metavar=text("PARAMETERS"),
        help=text("last year's parameters: framework, units, steps and a mapping to start from"),
    )
    new.add_argument(
        "--year", type=whole_number, metavar="N", help=text("the year (default: this one, or last year's + 1)")
    )
    new.add_argument("--language", choices=known_languages(), help=text("language of messages, and of the reports"))

    listing = add_command("units", text("list the units: codes, names, blocks"))
    listing.add_argument("--json", action="store_true", help=text("print them as JSON"))

    status = add_command("status", text("tell who has sent, what is missing, faults, evidence, days to each step"))
    status.add_argument("--json", action="store_true", help=text("print it as JSON"))
    status.add_argument("--page", type=Path, metavar=file, help=text("write it as a page (.html) too"))
    status.add_argument("--day", metavar="YYYY-MM-DD", help=text("the day it is told for (default: today)"))

    annex = add_command("framework", text("turn the annex of a decision into the files of a framework"))
    annex.add_argument(
        "file", type=Path, metavar=file, help=text("the annex: a workbook (.xlsx, .xls, .ods) or a Word file (.docx)")
    )
    annex.add_argument("--out", type=Path, required=True, metavar=folder, help=text("a new folder, for the framework"))
    annex.add_argument(
        "--base", metavar=folder, help=text("last year's framework: mapping.csv is proposed, classes are taken over")
    )
    annex.add_argument("--language", choices=known_languages(), help=text("language of messages"))

    sending = add_command("forms", text("write one Excel form per unit, to be filled in and sent back"))
    sending.add_argument("--out", type=Path, required=True, metavar=folder, help=text("folder of the forms"))

    council = add_command("appraisal", text("write the workbook in which the council appraises all units"))
    council.add_argument("--out", type=Path, required=True, metavar=file, help=text("the workbook, an .xlsx file"))

    asking = add_command("questionnaire", text("make the forms of a survey: XLSForm, paper, the empty survey.csv"))
    asking.add_argument("--out", type=Path, required=True, metavar=folder, help=text("folder of the forms"))
    asking.add_argument(
        "--form",
        choices=CARRIED_QUESTIONNAIRES,
        help=text("a questionnaire that parreport carries (default: questionnaire.csv of the framework)"),
    )
    asking.add_argument(
        "--numbers", metavar="N-N", help=text("print numbered copies too, such as 1-90: a PDF of all of them")
    )

    sample = add_command("sample", text("plan a sample: how many to ask in each unit, what it shows, and whom"))
    sample.add_argument("--out", type=Path, required=True, metavar=folder, help=text("folder of the plan"))
    sample.add_argument(
        "--population", type=Path, metavar=file, help=text("how many there are to be asked: unit_code, population")
    )
    sample.add_argument("--list", type=Path, metavar=file, help=text("a list to draw from: list_id, unit_code"))
    sample.add_argument(
        "--margin", default="5", metavar="N", help=text("margin of each unit in percentage points (default: 5)")
    )
    sample.add_argument(
        "--total", type=whole_number, metavar="N", help=text("share so many out among the units instead (Neyman)")
    )
    sample.add_argument(
        "--least", type=whole_number, default=30, metavar="N", help=text("with --total: fewest of a unit (default: 30)")
    )
    sample.add_argument(
        "--clusters", type=whole_number, metavar="N", help=text("draw so many clusters (psu) of each stratum first")
    )
    sample.add_argument(
        "--seed",
        type=whole_number,
        default=1,
        metavar="N",
        help=text("another number draws another sample (default: 1)"),
    )

    verify = add_command("verify", text("check a folder of reports and make it again"))
    verify.add_argument("folder", type=Path, metavar=folder, help=text("the folder of reports"))
    verify.add_argument(
        "--notebooks",
        type=Path,
        metavar=folder,
        help=text("run the notebooks of this folder, which you trust, not the packaged ones"),
    )
    verify.add_argument("--language", choices=known_languages(), help=text("language of messages"))

    words = text("notebooks run at once (default: two more than there are cores)")
    for command in (build, verify):
        command.add_argument("--workers", type=whole_number, metavar="N", help=words)
    for command in (check, score, build, listing, status, sending, council, asking, sample):
        command.add_argument("parameters", metavar=text("PARAMETERS"), help=text("the parameters file, a YAML file"))
        command.add_argument(
            "--language", choices=known_languages(), help=text("language of messages (build: of the reports too)")
        )
    return parser


def whole_number(typed: str) -> int:
    """Return the whole number that was typed behind an option."""
    try:
        return int(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(text("found {found}; expected a whole number", found=f'"{typed}"')) from error


def number(typed: str) -> float:
    """Return the number that was typed behind an option."""
    try:
        return float(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(text("found {found}; expected a number", found=f'"{typed}"')) from error


def usual_memory() -> int:
    """Return the memory that a notebook may use, in MiB: half of the machine's, at least 2 GiB."""
    try:
        whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return LEAST_MEMORY_MIB
    return max(LEAST_MEMORY_MIB, whole // 2**21)
