"""The reports of a build: which there are, what each is about, the notebook and parameters that make it.

In: the plan, the units of the year, what is published already. Out: names of reports, parameters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from parreport.building.plan import ANNEX, PERIOD, SATISFACTION, SLIDES, UNIT, WHOLE, CallError, Plan
from parreport.errors import NotebookError, nearest
from parreport.language import text
from parreport.publishing.folder.manifest import find_manifest
from parreport.publishing.running.notebooks import check_notebook


def unit_of(name: str) -> str | None:
    """Return the unit that a report is about; None for a report of the whole province."""
    return None if name in WHOLE else name.removeprefix("units/")


def kind_of(name: str) -> str:
    """Return the kind of a report, as in ``NOTEBOOKS``."""
    return name if name in WHOLE else UNIT


def check_notebooks(plan: Plan, places: Mapping[str, Path], names: Iterable[str]) -> None:
    """Check that each notebook takes the parameters of the reports that it makes.

    Raises
    ------
    NotebookError : names the notebook where it was read, not its copy in the work folder.
    """
    for kind, name in {kind_of(name): name for name in names}.items():
        try:
            check_notebook(places[kind], parameters_of(plan, name))
        except NotebookError as error:
            path = str(plan.notebooks[kind].path)
            reason = error.reason.replace(str(places[kind]), path)
            raise NotebookError(path, reason, error.heading, error.source) from error


def parameters_of(plan: Plan, name: str) -> dict[str, Any]:
    """Return the parameters of a report, defaults filled in."""
    unit = unit_of(name)
    more = {"unit": ""} if name == SLIDES else {} if unit is None else {"unit": unit}
    return plan.parameters.model_dump(mode="json") | more


def choose_reports(
    plan: Plan, source: Mapping[str, Any], units: list[str], with_annex: bool = False, with_survey: bool = False
) -> tuple[set[str], list[str]]:
    """Return the reports that must run, and all reports that the folder will hold.

    ``with_annex``: an annex of its own; ``with_survey``: the report of satisfaction.

    With ``only`` over a published folder, its other reports stay as they are.
    """
    order = [*WHOLE, *(f"units/{code}" for code in units)]
    if not plan.only:
        alone = plan.parameters.base is None and not plan.parameters.history
        made = {PERIOD: not alone, ANNEX: with_annex, SATISFACTION: with_survey}
        left_out = {name for name, is_made in made.items() if not is_made}
        return set(), [name for name in order if name not in left_out]
    for code in plan.only:
        if code not in {*units, *WHOLE}:
            close = nearest(code, [*units, *WHOLE])
            hint = text("; did you mean {near}?", near=close) if close else ""
            raise CallError(text("there is no unit {code}", code=code) + hint)
    forced = [code if code in WHOLE else f"units/{code}" for code in plan.only]
    manifest = find_manifest(plan.target)
    if manifest is None:
        return set(forced), forced  # nothing of ours is there, as the plan has checked
    if manifest.source != source:
        raise CallError(
            text(
                "{folder} was made from other inputs, framework or code; build it whole, or give --out with a "
                "new folder",
                folder=plan.shown,
            )
        )
    present = [name for name, report in manifest.reports.items() if report.state == "ok"]
    return set(forced), [name for name in order if name in {*present, *forced}]
