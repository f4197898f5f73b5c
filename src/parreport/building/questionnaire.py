"""``parreport questionnaire``: the forms of a survey, for tablets and on paper, and the empty file of answers.

In: parameters, the questionnaire of the framework or one that parreport carries. Out: in a folder
``xlsform.xlsx``, ``survey.csv`` with its heads, and for each group that is asked its own questions a paper form
as PDF and Word; ``questionnaire.csv`` where it is a carried one. All of them, or none.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from parreport.building.plan import CallError, places_of
from parreport.building.xlsform import make_xlsform
from parreport.display.survey_form import show_form
from parreport.display.survey_groups import name_group
from parreport.files import write_whole
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Framework
from parreport.inputs.framework_files import read_framework_files
from parreport.inputs.packaged import CARRIED_QUESTIONNAIRES, find_framework, find_questionnaire
from parreport.inputs.parameters import Parameters, find_path, read_parameters
from parreport.inputs.survey.questionnaire import read_questionnaire
from parreport.inputs.units import read_units
from parreport.language import text, use_language
from parreport.letters import make_id
from parreport.publishing.folder.disks import tell_disk_faults
from parreport.publishing.folder.placing import check_files_of, place_files
from parreport.publishing.folder.targets import check_apart, check_place, check_unpublished, resolve_target
from parreport.publishing.paper.numbering import number_copies
from parreport.publishing.paper.pdf import make_pdf_of_parts
from parreport.publishing.word.document import render_parts
from parreport.publishing.workbook import render_sheets
from parreport.survey_columns import ANSWER_COLUMNS, choice_column
from parreport.years.reading import raise_faults

XLSFORM, ANSWERS, QUESTIONS = "xlsform.xlsx", "survey.csv", "questionnaire.csv"
MOST_COPIES = 5000
PACKED, PDF = re.compile(rb"PK\x03\x04"), re.compile(rb"%PDF-")
EMPTY = re.compile(rb"respondent_id,unit_code,[^\n]*\n?\Z")


@dataclass(frozen=True)
class PaperForm:
    """A form on paper: its name as a file, whom it asks, and what."""

    name: str
    group: str
    questions: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class MadeForms:
    """What was made: questions, paper forms, numbered copies of each; ``carried``: the questionnaire's name."""

    questions_n: int
    forms: tuple[PaperForm, ...]
    copies_n: int
    carried: str


def make_forms(parameters_path: Path, typed: Path, carried: str | None, numbers: str | None) -> MadeForms:
    """Write the forms of a survey into a folder.

    ``carried``: the name of a questionnaire that parreport carries, in place of the framework's; ``numbers``:
    those of the copies to print, such as ``1-90``.

    Raises
    ------
    InputError : parameters, framework, units or questionnaire are at fault.
    CallError : there is no questionnaire, or the numbers are none.
    PublicationError : the folder cannot be written.
    """
    wanted = read_numbers(numbers)
    parameters = read_parameters(parameters_path)
    place = check_out(typed, parameters_path, parameters)
    framework, units, questions = read_asked(parameters, carried)
    with use_language(parameters.language):
        forms = tuple(split_forms(questions, units, framework))
    asked = questions[questions["block"].isin(["", *units["block"]])]
    day = parameters.publication_date().isoformat()
    looks = {XLSFORM: PACKED, ANSWERS: EMPTY}
    looks |= {f"{one.name}.docx": PACKED for one in forms} | {f"{one.name}.pdf": PDF for one in forms}
    if wanted:
        looks |= {f"{one.name}-{_digits(wanted)}.pdf": PDF for one in forms}
    if carried:
        looks[QUESTIONS] = re.compile(rb"block,question_code,")
    with tell_disk_faults(place):
        check_files_of(place, looks)

    def write(folder: Path) -> None:
        title = text("Opinion survey form")
        named = text("{province}, {year}", province=parameters.province, year=str(parameters.span))
        render_sheets(make_xlsform(asked, units, framework, f"{title}: {named}"), folder / XLSFORM, day)
        write_whole(folder / ANSWERS, write_heads(asked).encode())
        if carried:
            write_whole(folder / QUESTIONS, find_questionnaire(carried).read_bytes())
        for form in forms:
            head, parts = show_form(
                form.questions, parameters.province, str(parameters.span), form.group, tell_closing(carried), day
            )
            fields = [part.fields() for part in parts]
            render_parts(head.fields(), fields, folder / f"{form.name}.docx")
            whole = make_pdf_of_parts(head.fields(), fields, form.name)
            write_whole(folder / f"{form.name}.pdf", whole)
            if wanted:
                printed = [text("Form no. {number}", number=one) for one in wanted]
                write_whole(folder / f"{form.name}-{_digits(wanted)}.pdf", number_copies(whole, printed, day))

    with use_language(parameters.language):
        place_files(place, looks, write)
    return MadeForms(len(asked), forms, len(wanted), carried or "")


def check_out(typed: Path, parameters_path: Path, parameters: Parameters) -> Path:
    """Check that files may be written into a folder, which the run does not read; return the place itself.

    Raises
    ------
    PublicationError : it is, holds or lies in a folder that is read, or one that a build published.
    """
    place = resolve_target(typed)
    with tell_disk_faults(place):
        files, folders = places_of(parameters_path, parameters)
        check_apart(place, files, folders)
        check_place(place)
        check_unpublished((place, *place.parents), place)
    return place


def read_asked(parameters: Parameters, carried: str | None) -> tuple[Framework, pd.DataFrame, pd.DataFrame]:
    """Return framework, units and questions of a survey.

    Raises
    ------
    InputError : a file is at fault; all faults at once.
    CallError : there are no questions.
    """
    faults = Faults()
    folder = find_framework(parameters.framework)
    framework = read_framework_files(folder, faults)
    if framework is None:
        raise_faults(parameters.framework, faults)
        raise CallError(text("the folder of the framework has no framework"))
    units = read_units(find_path(parameters.inputs) / "units.csv", framework, faults)
    path = folder / QUESTIONS if carried is None else find_questionnaire(carried)
    questions = read_questionnaire(path, framework, faults)
    raise_faults(parameters.framework, faults)
    if questions.empty:
        names = ", ".join(CARRIED_QUESTIONNAIRES)
        raise CallError(text("the framework has no questionnaire.csv: give --form {names}", names=names))
    return framework, units, questions


def split_forms(questions: pd.DataFrame, units: pd.DataFrame, framework: Framework) -> Iterator[PaperForm]:
    """Yield a form for each block with units and group of respondents, those that ask the same once."""
    asked: list[dict[Any, Any]] = questions.to_dict("records")
    groups = list(dict.fromkeys(group for one in asked for group in one["respondent_group"])) or [""]
    blocks = [block for block in framework if block.code in set(units["block"])]
    found: dict[tuple[tuple[str, str], ...], list[tuple[str, str]]] = {}
    kept: dict[tuple[tuple[str, str], ...], tuple[dict[Any, Any], ...]] = {}
    for block in blocks:
        for group in groups:
            own = tuple(
                one
                for one in asked
                if one["block"] in ("", block.code)
                and (not one["respondent_group"] or group in one["respondent_group"])
            )
            key = tuple((one["block"], one["question_code"]) for one in own)
            if own:
                found.setdefault(key, []).append((block.code if len(blocks) > 1 else "", group))
                kept[key] = own
    shown = {block.code: block.shown for block in blocks}
    for key, whom in found.items():
        named = [tuple(dict.fromkeys(part)) for part in zip(*whom, strict=True)]
        told = [
            *(shown[one] for one in named[0] if one and len(named[0]) < len(blocks)),
            *(name_group(one) for one in named[1] if one),
        ]
        codes = [*(one for one in named[0] if len(named[0]) < len(blocks)), *named[1]]
        name = "-".join(["form", *(make_id(one) for one in codes if one)]) if len(found) > 1 else "form"
        yield PaperForm(name, ", ".join(told) if len(found) > 1 else "", kept[key])


def write_heads(questions: pd.DataFrame) -> str:
    """Return the empty file of answers: its heads."""
    heads = [*ANSWER_COLUMNS, "started", "ended"]
    for one in questions.to_dict("records"):
        code = str(one["question_code"])
        heads += [choice_column(code, str(c)) for c in one["options"]] if one["scale"] == "several" else [code]
    file = StringIO()
    csv.writer(file, lineterminator="\n").writerow(dict.fromkeys(heads))
    return file.getvalue()


def tell_closing(carried: str | None) -> list[str]:
    """Return the last line of a form of a carried questionnaire: its wording is not the official one."""
    if carried is None:
        return []
    return [
        text(
            "Topics and order follow the form of the Ministry of Home Affairs; the wording is that of parreport, "
            "not the official text. Replace it by the official text before use."
        )
    ]


def read_numbers(typed: str | None) -> list[str]:
    """Return the numbers of copies: ``1-90`` are 0001 to 0090.

    Raises
    ------
    CallError : they are not written so, or too many.
    """
    if typed is None:
        return []
    found = re.fullmatch(r"([0-9]{1,9})(?:-([0-9]{1,9}))?", typed.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if not first <= last < first + MOST_COPIES:
        expected = text("numbers such as 1-90, at most {n} of them", n=MOST_COPIES)
        raise CallError(text("found {found}; expected {expected}", found=f'"{typed}"', expected=expected))
    width = max(4, len(str(last)))
    return [f"{number:0{width}}" for number in range(first, last + 1)]


def _digits(numbers: Sequence[str]) -> str:
    return f"{numbers[0]}-{numbers[-1]}"


def describe_forms(made: MadeForms, folder: Path) -> list[str]:
    """Return what was made, in lines for the person who called."""
    names = ", ".join(f"{one.name}.pdf, {one.name}.docx" for one in made.forms)
    lines = [
        text(
            "{folder}: {n} questions; xlsform.xlsx, survey.csv, {names}", folder=folder, n=made.questions_n, names=names
        )
    ]
    if made.copies_n:
        lines.append(text("copies with numbers: {n}", n=made.copies_n))
    return lines + tell_closing(made.carried or None)
