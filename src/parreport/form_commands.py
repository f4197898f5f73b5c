"""The commands that make what others fill in: forms of units, the council's workbook, questionnaires, samples.

In: a call, read. Out: an exit code; only these and :mod:`parreport.cli` print.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from parreport.building.plan import CallError, blaming_the_call
from parreport.errors import plain_signs
from parreport.homes import lent_home
from parreport.inputs.files import is_file
from parreport.inputs.parameters import find_path
from parreport.language import counted, text

DONE = 0


def run_forms(call: argparse.Namespace) -> int:
    """Run ``parreport forms``."""
    from parreport.building.excel_forms.making import make_unit_forms

    with blaming_the_call():
        made = make_unit_forms(parameters_path(call), call.out)
    print(counted(made, "1 form in {folder}", "{n} forms in {folder}", folder=plain_signs(str(call.out))))
    return DONE


def run_appraisal(call: argparse.Namespace) -> int:
    """Run ``parreport appraisal``."""
    from parreport.building.excel_forms.appraisal import make_appraisal

    with blaming_the_call():
        units_n, items_n = make_appraisal(parameters_path(call), call.out)
    facts = {"file": plain_signs(str(call.out)), "units": units_n, "n": items_n}
    print(text("{file}: {units} units, {n} items to appraise", **facts))
    return DONE


def run_questionnaire(call: argparse.Namespace) -> int:
    """Run ``parreport questionnaire``."""
    from parreport.building.questionnaire import describe_forms, make_forms

    with blaming_the_call(), lent_home():
        made = make_forms(parameters_path(call), call.out, call.form, call.numbers)
    for line in describe_forms(made, call.out):
        print(plain_signs(line))
    return DONE


def run_sample(call: argparse.Namespace) -> int:
    """Run ``parreport sample``."""
    from parreport.building.sample import Asked, describe_sample, make_sample

    asked = Asked(call.population, call.list, call.margin, call.total, call.least, call.clusters, call.seed)
    with blaming_the_call():
        planned = make_sample(parameters_path(call), call.out, asked)
    for line in describe_sample(planned, call.out):
        print(plain_signs(line))
    return DONE


def parameters_path(call: argparse.Namespace) -> Path:
    """Return the parameters file of a call; a call without one is at fault."""
    path = find_path(call.parameters)
    if not is_file(path):
        raise CallError(text("there is no parameters file {name}", name=call.parameters))
    return path
