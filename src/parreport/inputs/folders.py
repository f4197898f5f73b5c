"""What lies in a folder of inputs or of a framework: every file is known, or told.

In: a folder and the names that it may hold. Out: a fault for a name that is nearly a known one, a
note for any other; nothing is passed over in silence. Source: ``docs/glossary.md``.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from parreport.errors import Problem
from parreport.inputs.faults import Faults
from parreport.inputs.files import shown_path
from parreport.inputs.table_files import BOOKS, names_of_files
from parreport.inputs.workbooks import ENDINGS
from parreport.language import Message, message

FORMS_FOLDER = "forms"
LATER_FILES = ("plan.csv",)
DRAWN_FILE = "sample.csv"
COVARIATES = "unit_covariates.csv"
SURVEY_FILES = names_of_files(["survey.csv"])
INPUT_FILES = (
    *names_of_files(BOOKS["inputs"]),
    *(f"inputs{ending}" for ending in ENDINGS),
    *SURVEY_FILES,
    DRAWN_FILE,
    FORMS_FOLDER,
    *LATER_FILES,
)
FRAMEWORK_FILES = (
    "framework.yaml",
    *names_of_files(BOOKS["framework"][1:]),
    *(f"framework{ending}" for ending in ENDINGS),
)
MOST_ENTRIES = 500
NEARLY = 0.8
# What programs call the copy that they keep of a file before they change it.
COPIES = re.compile(r".*(?:\.(?:bak|old|orig|tmp|swp)|~)", re.IGNORECASE | re.S)
# What file browsers, spreadsheet programs and editors leave behind.
DROPPINGS = re.compile(
    r"\.DS_Store|Thumbs\.db|desktop\.ini|~\$.*|\.~lock\..*#|\.ipynb_checkpoints|__pycache__|\._.*", re.IGNORECASE | re.S
)


def names_of_forms(folder: Path) -> list[str]:
    """Return the workbooks that lie in a folder of inputs as forms of units, as ``forms/NAME``."""
    try:
        names = sorted(os.listdir(folder / FORMS_FOLDER))  # noqa: PTH208
    except (OSError, ValueError):
        return []
    endings = tuple(ENDINGS)
    return [
        f"{FORMS_FOLDER}/{name}"
        for name in names
        if name.casefold().endswith(endings) and not DROPPINGS.fullmatch(name)
    ]


def check_folder(folder: Path, names: Sequence[str], required: int, faults: Faults, more: Collection[str] = ()) -> None:
    """Check what lies in a folder: ``names`` may be meant by others like them, ``more`` not.

    Of the first names, ``required``, nothing is said here where they are missing: their readers do.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        expected = message("cannot be read: {why}", why=error.strerror or type(error).__name__)
        faults.add(Problem(file=shown_path(folder), expected=expected))
        return
    present, told = {entry.name for entry in entries}, 0
    for entry in entries:
        name = unicodedata.normalize("NFC", entry.name)
        if entry.name in names or entry.name in more or DROPPINGS.fullmatch(name):
            continue
        file = shown_path(folder / entry.name)
        meant = None if COPIES.fullmatch(name) else nearly(name, names)
        if meant in names[:required] and meant not in present:
            continue
        if meant is not None:
            expected = message("the name {name}, or another that is not so like it", name=meant)
            faults.add(Problem(file=file, found=entry.name, expected=expected))
            continue
        told += 1
        if told <= MOST_ENTRIES:
            faults.notes.append(_describe(entry, file))
    if told > MOST_ENTRIES:
        left = told - MOST_ENTRIES
        faults.note("{folder}: {n} more files that are not read", folder=shown_path(folder), n=left)


def nearly(name: str, known: Collection[str]) -> str | None:
    """Return the known file name that a name is nearly, whatever its ending; None where there is none.

    Capitals, marks and separators make no difference.
    """
    stem = _stem(name)
    for one in known:
        other = _stem(one)
        if stem == other:
            return one
        matcher = SequenceMatcher(None, stem, other)
        if matcher.real_quick_ratio() >= NEARLY and matcher.ratio() >= NEARLY:
            return one
    return None


def _stem(name: str) -> str:
    """Return a file name without ending, capitals, marks and separators."""
    stem = name[:200].split(".")[0] or name[:200]
    plain = unicodedata.normalize("NFD", stem.casefold())
    return "".join(sign for sign in plain if sign.isalnum())


def _describe(entry: os.DirEntry[str], file: str) -> Message:
    try:
        mode = entry.stat().st_mode
    except OSError:
        return message("{file}: a link that leads nowhere; it is not read", file=file)
    if stat.S_ISDIR(mode):
        return message("{file}: the folder is not read", file=file)
    return message("{file}: the file is not read", file=file)
