"""What a build is made from, in digests; and whether a published folder was made from just that.

In: a plan. Out: facts for the manifest: no clock, no user, no machine, no absolute path of ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from parreport.building.own_notebooks import Notebook
from parreport.building.plan import Plan
from parreport.errors import ParReportError, PublicationError
from parreport.inputs.files import LARGEST_ANSWERS_MIB, FileFault, read_bytes
from parreport.inputs.folders import INPUT_FILES, SURVEY_FILES, names_of_forms
from parreport.inputs.framework_files import files_of_framework
from parreport.inputs.packaged import find_framework
from parreport.inputs.parameters import Parameters, find_path, read_parameters
from parreport.inputs.published import REPLACED_FILES
from parreport.language import text
from parreport.publishing.folder.disks import shown
from parreport.publishing.folder.judging import judge_folder
from parreport.publishing.folder.locking import hold
from parreport.publishing.folder.manifest import (
    MANIFEST,
    Manifest,
    digest_environment,
    digest_facts,
    digest_file,
    digest_package,
    read_manifest,
)
from parreport.publishing.folder.publication import repair
from parreport.publishing.folder.work_folders import remove_work


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
        "own_notebooks": sorted(one.name for one in plan.notebooks.values() if one.own),
        "package": digest_package(),
        "environment": digest_environment(),
    }


def describe_year(parameters: Parameters) -> dict[str, Any]:
    """Return the digests of the files that a year is read from."""
    framework, inputs = find_framework(parameters.framework), find_path(parameters.inputs)
    found: dict[str, Any] = {
        "inputs": digest_all(inputs, [*INPUT_FILES, *names_of_forms(inputs)]),
        "framework": digest_all(framework, files_of_framework(framework)),
    }
    if parameters.geography is not None:
        geography = find_path(parameters.geography)
        found["geography"] = digest_all(geography.parent, [geography.name])
    return found


def digest_read(path: Path) -> str:
    """Return the SHA-256 of a file as this run read it.

    Raises
    ------
    FileFault : it cannot be read.
    """
    most = LARGEST_ANSWERS_MIB if path.name in SURVEY_FILES else None
    return hashlib.sha256(read_bytes(path, most)).hexdigest()


def digest_all(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """Return the digests of those of the files that can be read; the others are told elsewhere."""
    found = {}
    for name in sorted(names):
        with suppress(FileFault):
            found[name] = digest_read(folder / name)
    return found


def depends_of(source: Mapping[str, Any], notebook: Notebook, data: str) -> dict[str, str]:
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
