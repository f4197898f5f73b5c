"""A build as it was asked for: what to read, where to publish, which reports and formats.

In: a call. Out: a plan whose target can be written, or an error of the call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from parreport.building.own_notebooks import PACKAGED, Notebook, read_notebook_once
from parreport.errors import ParameterError, ParReportError, Problem, PublicationError
from parreport.inputs.packaged import find_framework
from parreport.inputs.parameters import Parameters, find_path, read_parameters
from parreport.language import message, text
from parreport.publishing.folder.disks import shown, tell_disk_faults
from parreport.publishing.folder.targets import check_target, resolve_target
from parreport.publishing.folder.work_folders import work_folder

FORMATS = ("html", "pdf", "docx", "slides", "xlsx")

NEEDED = {"xlsx": "xlsxwriter"}  # what a format needs beside the core

UNIT = "unit"

SLIDES = "slides"

SATISFACTION = "satisfaction"  # made where the inputs have a survey

ANNEX = "annex"  # made where a block is too large for lists of all its units in the other reports

NOTEBOOKS = {  # each report of the whole province, in print order, and UNIT for the report of one
    "province": "01_province.ipynb",
    UNIT: "02_unit.ipynb",
    SATISFACTION: "03_satisfaction.ipynb",
    "method": "04_method.ipynb",
    "period": "05_period.ipynb",
    SLIDES: "06_slides.ipynb",
    ANNEX: "07_annex.ipynb",
}

WHOLE = tuple(name for name in NOTEBOOKS if name != UNIT)

PERIOD = "period"  # made where the parameters name an earlier year


class CallError(Exception):
    """The call is at fault; the text says how."""


@contextmanager
def blaming_the_call() -> Iterator[None]:
    """Have a place that a call names and that cannot be written be the fault of the call."""
    try:
        yield
    except PublicationError as error:
        raise CallError(str(error)) from error


@dataclass(frozen=True)
class Plan:
    """A build as it was asked for: what to read, where to publish, which reports and formats.

    ``target`` is the place itself, absolute, links followed. ``notebooks``: the notebook of each kind
    of report in ``NOTEBOOKS``, read. Each may use ``memory`` (MiB) and ``timeout`` (seconds); None = no limit.
    """

    name: str
    parameters: Parameters
    target: Path
    notebooks: Mapping[str, Notebook]
    formats: tuple[str, ...]
    only: tuple[str, ...] = ()
    workers: int | None = None
    quiet: bool = False
    fresh: bool = False
    memory: int | None = None
    timeout: float | None = None
    verbose: bool = False

    @property
    def work(self) -> Path:
        """The folder of the run's state, beside the target."""
        return work_folder(self.target)

    @property
    def staged(self) -> Path:
        """The folder that will be published."""
        return self.work / "staged"

    @property
    def shown(self) -> Path:
        """The target as messages show it."""
        return shown(self.target)

    def telling(self) -> AbstractContextManager[None]:
        """Tell what a disk answers while the plan is carried out as an error of the target."""
        return tell_disk_faults(self.target)


def make_plan(
    path: Path,
    out: Path | None = None,
    only: tuple[str, ...] = (),
    language: str | None = None,
    workers: int | None = None,
    quiet: bool = False,
    fresh: bool = False,
    formats: tuple[str, ...] | None = None,
    memory: int | None = None,
    timeout: float | None = None,
    verbose: bool = False,
) -> Plan:
    """Return the plan of a build: parameters read, folders named; the target can be written.

    Raises
    ------
    CallError
        A format that there is not.
    ParameterError
        The parameters are at fault, or name ``tables``, which a build computes itself.
    PublicationError
        The target cannot be a folder of reports.
    """
    formats = usual_formats() if formats is None else formats
    unknown = [form for form in formats if form not in FORMATS]
    if unknown or not formats:
        raise CallError(
            text("there is no format {form}; there are: {known}", form=", ".join(unknown), known=", ".join(FORMATS))
        )
    for form in formats:
        if form not in usual_formats():
            needed = NEEDED[form]
            raise CallError(
                text(
                    "format {form} needs the package {package}; it comes with parreport[all]", form=form, package=needed
                )
            )
    parameters = read_parameters(path)
    if parameters.tables is not None:
        expected = message("blank: a build computes its own tables")
        problem = Problem(path.name, expected, parameters.tables, column="tables")
        raise ParameterError(path.name, [problem])
    if language is not None:
        parameters = parameters.model_copy(update={"language": language})
    target = resolve_target(out if out is not None else Path("reports") / path.stem)
    with tell_disk_faults(target):
        paths = find_notebooks(path.resolve().parent)
        files, folders = places_of(path, parameters)
        folders += [notebook.parent for notebook in paths.values()]
        check_target(target, files, [*folders, *(one for one in PACKAGED if one.is_dir())])
        notebooks = {kind: read_notebook_once(path) for kind, path in paths.items()}
    chosen = tuple(dict.fromkeys(code.strip() for code in only if code.strip()))
    return Plan(
        path.stem, parameters, target, notebooks, formats, chosen, workers, quiet, fresh, memory, timeout, verbose
    )


def places_of(path: Path, parameters: Parameters) -> tuple[list[Path], list[Path]]:
    """Return the parameters files of a run, and the folders of inputs and frameworks, of all its years."""
    files, folders = [path], []
    for file, year in [(path, parameters), *earlier_years(parameters)]:
        files.append(file)
        folders += [find_path(year.inputs), find_framework(year.framework)]
        files += [find_path(year.geography)] if year.geography is not None else []
    if parameters.replaces is not None:
        files.append(find_path(parameters.replaces))
    return files, folders


def earlier_years(parameters: Parameters) -> Iterator[tuple[Path, Parameters]]:
    """Yield the years that a year names, and those that they name; faults are told where they are read."""
    waiting, seen = [parameters], set[Path]()
    while waiting:
        one = waiting.pop()
        for path in map(find_path, [*([one.base] if one.base else []), *one.history]):
            if path in seen:
                continue
            seen.add(path)
            with suppress(OSError, ParReportError):
                if not path.is_file():
                    continue
                year = read_parameters(path)
                waiting.append(year)
                yield path, year


def usual_formats() -> tuple[str, ...]:
    """Return the formats that can be made here: a format whose package is missing is left out."""
    return tuple(form for form in FORMATS if form not in NEEDED or find_spec(NEEDED[form]) is not None)


def say(plan: Plan, words: str) -> None:
    """Print a line, unless the run is quiet."""
    if not plan.quiet:
        print(words, flush=True)


def say_more(plan: Plan, words: str) -> None:
    """Print a line where the run was asked to tell more."""
    if plan.verbose:
        print(words, flush=True)


def tell_own_notebooks(plan: Plan) -> None:
    """Say which notebooks run that are not the packaged ones."""
    for kind, one in plan.notebooks.items():
        words = text(
            "{report}: made by a notebook that is not the packaged one: {file}, SHA-256 {digest}",
            report=kind,
            file=shown(one.path),
            digest=one.digest,
        )
        if one.own:
            say(plan, words)


def find_notebooks(near: Path) -> dict[str, Path]:
    """Return the notebook of each kind of report: of a folder ``notebooks`` beside the parameters file
    or above it, of one in the working folder, else the packaged one.
    """
    beside = (near / "notebooks", near.parent / "notebooks", Path.cwd() / "notebooks")
    return {kind: find_notebook(name, (*beside, *PACKAGED)) for kind, name in NOTEBOOKS.items()}


def find_notebook(name: str, folders: Iterable[Path]) -> Path:
    """Return the notebook of a name, of the first of the folders that has one.

    Raises
    ------
    CallError
        There is none of this name.
    """
    for folder in folders:
        if (folder / name).is_file():
            return folder / name
    raise CallError(text("there is no notebook {name}", name=name))
