"""The commands around the intake of a year: its folder, its units, its framework, how far it has come.

In: a call, read. Out: an exit code; only these, :mod:`parreport.form_commands` and :mod:`parreport.cli` print.
"""

from __future__ import annotations

import argparse
import json
from datetime import date

from parreport.building.plan import CallError, blaming_the_call
from parreport.errors import plain_signs
from parreport.form_commands import DONE, parameters_path
from parreport.inputs.files import is_file
from parreport.inputs.parameters import find_path
from parreport.language import VIETNAMESE, text


def run_new(call: argparse.Namespace) -> int:
    """Run ``parreport new``."""
    from parreport.building.new_year.making import make_new_year

    base = None if call.base is None else find_path(str(call.base))
    if base is not None and not is_file(base):
        raise CallError(text("there is no parameters file {name}", name=call.base))
    with blaming_the_call():
        path = make_new_year(call.name, base, call.year, call.language or VIETNAMESE)
    book = path.with_suffix(".xlsx")
    print(plain_signs(text("Fill in {book}, then: parreport check {file}", book=book, file=path)))
    return DONE


def run_units(call: argparse.Namespace) -> int:
    """Run ``parreport units``."""
    from parreport.building.units import list_units, show_units

    units = list_units(parameters_path(call))
    print(json.dumps(units, ensure_ascii=False, indent=2) if call.json else show_units(units))
    return DONE


def run_status(call: argparse.Namespace) -> int:
    """Run ``parreport status``."""
    from parreport.building.status import find_status, show_status
    from parreport.building.status_page import write_status_page

    try:
        day = date.today() if call.day is None else date.fromisoformat(call.day)
    except ValueError as error:
        expected = text("a date, YYYY-MM-DD")
        raise CallError(text("found {found}; expected {expected}", found=f'"{call.day}"', expected=expected)) from error
    status = find_status(parameters_path(call), day)
    if call.page is not None:
        write_status_page(status, call.page)
    if call.json:
        print(json.dumps(status.as_dict(), ensure_ascii=False, indent=2))
    else:
        print("\n".join(plain_signs(line) for line in show_status(status)))
    return DONE


def run_framework(call: argparse.Namespace) -> int:
    """Run ``parreport framework``."""
    from parreport.building.annex import describe_framework, make_framework

    if not is_file(call.file):
        raise CallError(text("there is no file {name}", name=call.file))
    with blaming_the_call():
        made = make_framework(call.file, call.out, call.base)
    for line in describe_framework(made, call.out):
        print(plain_signs(line))
    return DONE
