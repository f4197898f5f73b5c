"""All inputs of a year, read and checked at once.

In: parameters. Out: :class:`Year`, the checked tables of one year. Source: ``docs/glossary.md``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from parreport.errors import Problem
from parreport.inputs.faults import Faults
from parreport.inputs.files import is_folder, is_there, shown_path
from parreport.inputs.folders import COVARIATES, INPUT_FILES, LATER_FILES, check_folder
from parreport.inputs.framework import Framework
from parreport.inputs.framework_files import read_framework_files
from parreport.inputs.geography import no_boundaries, read_geography
from parreport.inputs.packaged import find_framework
from parreport.inputs.parameters import find_path
from parreport.inputs.points import read_points
from parreport.inputs.second_source import lay_beside
from parreport.inputs.survey.covariates import read_covariates
from parreport.inputs.survey.questionnaire import read_questionnaire
from parreport.inputs.survey.reading import Survey, find_survey, read_survey
from parreport.inputs.table_files import BOOKS, names_of_files, note_books
from parreport.inputs.units import read_calendar, read_target_values, read_units
from parreport.language import message

NOT_YET = message("this version does not read it; move it away, and give survey points and scores in points.csv")


@dataclass(frozen=True)
class Year:
    """The checked inputs of a year.

    ``units``: one row per unit. ``points``: one row per unit and leaf of its block.
    ``target_values``: one row per unit and target. ``calendar``: one row per step.
    ``second_source``: one row per unit and leaf on which another source has figures, against the
    declared ones.
    ``boundaries``: one row per ring of a unit's boundary, none where no file of them is named.
    ``survey``: questions and answers, None where no answers lie among the inputs.
    ``covariates``: one row per unit, one column per figure that is known of it.
    """

    framework: Framework
    units: pd.DataFrame
    points: pd.DataFrame
    target_values: pd.DataFrame
    calendar: pd.DataFrame
    second_source: pd.DataFrame
    boundaries: pd.DataFrame = field(default_factory=no_boundaries)
    survey: Survey | None = None
    covariates: pd.DataFrame = field(default_factory=pd.DataFrame)


def read_year_files(
    framework_folder: str,
    inputs_folder: str,
    faults: Faults,
    geography: str | None = None,
    period: str | None = None,
    status: str = "draft",
) -> Year | None:
    """Return the inputs of a year with what can be read; None where there is no framework.

    ``geography``: the file of boundaries that the parameters name; it goes before the framework's.
    ``period``: the one that forms must be of, None = any; ``status``: final = cuts need a reason.
    Faults of all files are kept, so that they come out together.
    """
    framework = read_framework_files(find_framework(framework_folder), faults)
    folder = find_path(inputs_folder)
    if not is_folder(folder):
        what = message("the folder of this year's inputs, named in the parameters")
        faults.add(Problem(shown_path(folder), message("not found; expected {what}", what=what)))
        return None
    if framework is None:
        return None
    units = read_units(folder / "units.csv", framework, faults)
    questions = read_questionnaire(find_framework(framework_folder) / "questionnaire.csv", framework, faults)
    answers = find_survey(folder, faults)
    check_folder(
        folder, INPUT_FILES, len(names_of_files(BOOKS["inputs"][:2])), faults, more={"parameters.yaml"}
    )  # beside the inputs, of an import
    for name in LATER_FILES:
        if is_there(folder / name):
            faults.add(Problem(file=shown_path(folder / name), expected=NOT_YET))
    points = read_points(folder, units, framework, faults, period, status == "final")
    points, second_source = lay_beside(folder / "second_source.csv", points, units, framework, faults)
    own = find_framework(framework_folder) / framework.geography if framework.geography else None
    boundaries = find_path(geography) if geography else own
    survey = None if answers is None else read_survey(answers, questions, units, faults)
    are_units_read = shown_path(folder / "units.csv") not in faults.unread
    year = Year(
        framework=framework,
        units=units,
        points=points,
        target_values=read_target_values(folder / "target_values.csv", framework, list(units["unit_code"]), faults),
        calendar=read_calendar(folder / "calendar.csv", faults),
        second_source=second_source,
        boundaries=read_geography(boundaries, units, faults, are_units_read) if boundaries else no_boundaries(),
        survey=survey,
        covariates=read_covariates(folder / COVARIATES, units, faults),
    )
    note_books(folder, "inputs", faults)
    return year
