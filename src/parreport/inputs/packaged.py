"""Frameworks and questionnaires that travel with parreport, and how a name finds one.

In: the key ``framework`` of the parameters. Out: its folder: as typed, else of this name among the
project's ``parameters/frameworks``, else the one that is carried. Source: ``docs/glossary.md``, B.3.
"""

from __future__ import annotations

from pathlib import Path

from parreport.inputs.files import is_folder, is_there
from parreport.inputs.parameters import find_path

CARRIED = ("766-2026", "766-groups")
CARRIED_QUESTIONNAIRES = ("sipas-2022", "sipas-22-questions")
FOLDERS = (Path(__file__).parents[1] / "frameworks", Path(__file__).parents[3] / "parameters" / "frameworks")


def find_framework(typed: str) -> Path:
    """Return the folder of a framework, given as a path or by its name; where there is none, the path as typed."""
    path = find_path(typed)
    if is_there(path) or Path(typed).name != typed:
        return path
    beside = find_path(f"parameters/frameworks/{typed}")
    carried = [folder / typed for folder in FOLDERS] if typed in CARRIED else []
    return next((one for one in (beside, *carried) if is_folder(one)), path)


def find_questionnaire(name: str) -> Path:
    """Return the file of a questionnaire that is carried."""
    folders = [folder.with_name("questionnaires") for folder in FOLDERS]
    return next((folder / f"{name}.csv" for folder in folders if is_folder(folder)), folders[0] / f"{name}.csv")
