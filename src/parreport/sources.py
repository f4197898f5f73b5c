"""What a build is made from, in digests; and whether a published folder was made from just that.

In: a plan. Out: facts for the manifest: no clock, no user, no machine, no absolute path of ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from parreport.errors import ParameterError, ParReportError, Problem, PublicationError
from parreport.inputs.files import FileFault, read_bytes
from parreport.inputs.folders import INPUT_FILES
from parreport.inputs.framework_files import files_of_framework
from parreport.inputs.published import REPLACED_FILES
from parreport.language import message, text
from parreport.own_notebooks import PACKAGED, Notebook, own_notebooks, read_notebook_once
from parreport.parameters import Parameters, find_path, read_parameters
from parreport.publishing.disks import shown, tell_disk_faults
from parreport.publishing.folders import judge_folder
from parreport.publishing.homes import lent_home as lent_home
from parreport.publishing.locking import hold
from parreport.publishing.manifest import (
    MANIFEST,
    Manifest,
    digest_environment,
    digest_facts,
    digest_file,
    digest_package,
    read_manifest,
)
from parreport.publishing.publication import repair
from parreport.publishing.targets import check_target, resolve_target
from parreport.publishing.work_folders import remove_work, work_folder

FORMATS = ("html", "pdf", "docx", "slides", "xlsx")
NEEDED = {"xlsx": "xlsxwriter"}  # what a format needs beside the core
UNIT = "unit"
SLIDES = "slides"
NOTEBOOKS = {  # each report of the whole province, in print order, and UNIT for the report of one
    "province": "01_province.ipynb",
    UNIT: "02_unit.ipynb",
    "method": "04_method.ipynb",
    "period": "05_period.ipynb",
    SLIDES: "06_slides.ipynb",
}
WHOLE = tuple(name for name in NOTEBOOKS if name != UNIT)
PERIOD = "period"  # made where the parameters name an earlier year


class CallError(Exception):
    """The call is at fault; the text says how."""


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
            text(
                "there is no format {form}; there are: {known}",
                form=", ".join(unknown),
                known=", ".join(FORMATS),
            )
        )
    for form in formats:
        if form not in usual_formats():
            raise CallError(
                text(
                    "format {form} needs the package {package}; it comes with parreport[all]",
                    form=form, package=NEEDED[form],
                )
            )  # fmt: skip
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
        notebooks = read_notebooks(paths)
    chosen = tuple(dict.fromkeys(code.strip() for code in only if code.strip()))
    return Plan(
        path.stem, parameters, target, notebooks, formats, chosen, workers, quiet, fresh,
        memory, timeout,
    )  # fmt: skip


def places_of(path: Path, parameters: Parameters) -> tuple[list[Path], list[Path]]:
    """Return the parameters files of a run, and the folders of inputs and frameworks, of all its years."""
    files, folders = [path], []
    for file, year in [(path, parameters), *earlier_years(parameters)]:
        files.append(file)
        folders += [find_path(year.inputs), find_path(year.framework)]
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
    return tuple(
        form for form in FORMATS if form not in NEEDED or find_spec(NEEDED[form]) is not None
    )


def say(plan: Plan, words: str) -> None:
    """Print a line, unless the run is quiet."""
    if not plan.quiet:
        print(words, flush=True)


def find_notebooks(near: Path) -> dict[str, Path]:
    """Return where the notebook of each kind of report lies."""
    return {kind: find_notebook(name, near) for kind, name in NOTEBOOKS.items()}


def read_notebooks(paths: Mapping[str, Path]) -> dict[str, Notebook]:
    """Read the notebook of each kind of report, once."""
    return {kind: read_notebook_once(path) for kind, path in paths.items()}


def tell_own_notebooks(plan: Plan) -> None:
    """Say which notebooks run that are not the packaged ones."""
    for kind, one in own_notebooks(plan.notebooks):
        say(
            plan,
            text(
                "{report}: made by a notebook that is not the packaged one: {file}, SHA-256 {digest}",
                report=kind, file=shown(one.path), digest=one.digest,
            ),
        )  # fmt: skip


def find_notebook(name: str, near: Path) -> Path:
    """Return a notebook: of a folder ``notebooks`` beside the parameters file or above it, of one in
    the working folder, else the packaged one.

    Raises
    ------
    CallError
        There is none of this name.
    """
    beside = (near / "notebooks", near.parent / "notebooks", Path.cwd() / "notebooks")
    for folder in (*beside, *PACKAGED):
        if (folder / name).is_file():
            return folder / name
    raise CallError(text("there is no notebook {name}", name=name))


def describe_source(plan: Plan) -> dict[str, Any]:
    """Return what a build is made from: parameters, years, notebooks, code, environment."""
    parameters: Parameters = plan.parameters
    years, seen = [describe_year(parameters)], set[Path]()
    while parameters.base is not None and find_path(parameters.base).resolve() not in seen:
        path = find_path(parameters.base)
        seen.add(path.resolve())
        try:
            years[-1]["base"] = digest_read(path)
            parameters = read_parameters(path)
        except (FileFault, ParReportError):
            break  # told with all other faults, where the years are read
        years.append(describe_year(parameters))
    history = []
    for path in map(find_path, plan.parameters.history):
        if path.resolve() not in seen:
            with suppress(FileFault, ParReportError):
                facts = {"parameters": digest_read(path)}
                history.append(facts | describe_year(read_parameters(path)))
    replaced = plan.parameters.replaces
    return {
        "parameters": plan.parameters.model_dump(mode="json"),
        "published": plan.parameters.publication_date().isoformat(),
        "formats": list(plan.formats),
        "years": years,
        "history": history,
        "replaces": digest_all(find_path(replaced) / "tables", REPLACED_FILES) if replaced else {},
        "notebooks": dict(sorted((one.name, one.digest) for one in plan.notebooks.values())),
        "own_notebooks": sorted(one.name for _, one in own_notebooks(plan.notebooks)),
        "package": digest_package(),
        "environment": digest_environment(),
    }


def describe_year(parameters: Parameters) -> dict[str, Any]:
    """Return the digests of the files that a year is read from."""
    framework = find_path(parameters.framework)
    return {
        "inputs": digest_all(find_path(parameters.inputs), INPUT_FILES),
        "framework": digest_all(framework, files_of_framework(framework)),
    }


def digest_read(path: Path) -> str:
    """Return the SHA-256 of a file as this run read it.

    Raises
    ------
    FileFault : it cannot be read.
    """
    return hashlib.sha256(read_bytes(path)).hexdigest()


def digest_all(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """Return the digests of those of the files that can be read; the others are told elsewhere."""
    found = {}
    for name in sorted(names):
        with suppress(FileFault):
            found[name] = digest_read(folder / name)
    return found


def depends_of(
    plan: Plan, source: Mapping[str, Any], notebook: Notebook, data: str
) -> dict[str, str]:
    """Return what one report depends on, a digest for each kind; ``data`` is that of its slice."""
    parameters = {**source["parameters"], "published": source["published"]}
    return {
        "data": data,
        "parameters": digest_facts(parameters),
        "notebook": source["notebooks"][notebook.name],
        "code": digest_facts(source["package"]),
        "environment": digest_facts(source["environment"]),
    }


def stands_unchanged(plan: Plan, source: Mapping[str, Any]) -> bool:
    """Tell whether the target was made whole from this very source and no file of it was touched."""
    if plan.fresh or plan.only:
        return False
    try:
        manifest = read_manifest(plan.target / MANIFEST)
        check_files(plan.target, manifest)
    except ParReportError:
        return False
    whole = all(report.state == "ok" for report in manifest.reports.values())
    return manifest.source == source and manifest.whole and whole


def clear_work(plan: Plan) -> None:
    """Remove the work folder of a run that was killed after it had published.

    That of a run under way stays, and so does one that is not ours or cannot be removed: it harms nobody.
    """
    lock = plan.work.with_name(f"{plan.work.name}.lock")
    if plan.work.exists() or lock.exists():
        with suppress(PublicationError, OSError), hold(plan.work, plan.target):
            repair(plan.work, plan.target)
            remove_work(plan.work)


def check_files(folder: Path, manifest: Manifest) -> None:
    """Check every file of a published folder against its digest; links are never followed.

    Raises
    ------
    PublicationError
        Files that are missing, changed or not in the manifest; all of them are named.
    """
    judged, listed = judge_folder(folder), manifest.listed
    found = {name: digest_file(folder / name) for name in listed if name in judged.files}
    faults = [text("{file} is missing", file=name) for name in listed if name not in found]
    faults += [text("{file} was changed", file=n) for n in found if found[n] != listed[n]]
    faults += [text("{file} is not in the manifest", file=name) for name in judged.strangers]
    if faults:
        raise PublicationError(shown(folder), "; ".join(sorted(faults)))
