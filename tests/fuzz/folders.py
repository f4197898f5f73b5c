"""A folder of reports as ``verify`` and ``build`` read it; nothing is built again.

What is called of the press stands here alone, since it is the part that changes.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from parreport.publishing.folder.manifest import digest_files
from parreport.publishing.folder.reuse import Shelf, Wanted
from tests.fuzz.guards import watched
from tests.fuzz.project import Project, lay_out, working_in

MANIFEST = "published/manifest.json"
DEPENDS = {"data": "0" * 64, "code": "1" * 64}


@contextmanager
def without_rebuild() -> Iterator[None]:
    """Build nothing, and take the code and the environment as given."""
    with (
        mock.patch("parreport.building.build.make_reports", return_value=0),
        mock.patch("parreport.building.sources.digest_package", return_value={"version": "0"}),
        mock.patch("parreport.building.sources.digest_environment", return_value={"python": "3"}),
    ):
        yield


def with_manifest(project: Project) -> Project:
    """Return a project with the manifest of its published folder."""
    from parreport.building.plan import make_plan
    from parreport.building.sources import describe_source

    with _laid_out(project), without_rebuild():
        digests = digest_files(Path("published"))
        plan = make_plan(Path(project.parameters), out=Path("elsewhere"), quiet=True)
        source = describe_source(plan)
    unit = {name: digests.pop(name) for name in list(digests) if name.startswith("units/")}
    report = {"state": "ok", "depends": DEPENDS, "files": unit}
    facts: dict[str, Any] = {
        "source": source,
        "files": digests,
        "reports": {"units/so-a": report},
        "whole": True,
        "run": {},
    }
    words = json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True)
    return replace(project, files={**project.files, MANIFEST: words.encode()})


def with_results(project: Project) -> Project:
    """Return a project with the results of a run under way, where these are plain data."""
    from parreport.building.slices import write_results
    from parreport.years.recipe import compute_results

    with _laid_out(project):
        folder = write_results(compute_results(Path(project.parameters)), Path("tables"))
        kept = {f"tables/{path.name}": path.read_bytes() for path in folder.glob("*.json")}
    return replace(project, files={**project.files, **kept} if kept else {}, run="tables", share=2)


@contextmanager
def _laid_out(project: Project) -> Iterator[None]:
    with tempfile.TemporaryDirectory() as spare:
        lay_out(project, Path(spare))
        with working_in(Path(spare)):
            yield


def read_kept_results(project: Project) -> None:
    """Read the results of a run under way as its notebooks do."""
    from parreport.errors import ParReportError
    from parreport.inputs.parameters import read_parameters
    from parreport.years.recipe import read_results

    with watched(), suppress(ParReportError):
        read_results(read_parameters(project.parameters).model_copy(update={"tables": "tables"}))


def read_folder(project: Project, language: str) -> None:
    """Read the published folder in every way that a command does."""
    from tests.fuzz.chain import call

    with without_rebuild():
        call("verify", "published", "--language", language)
        call("build", project.parameters, "--out", "published")  # --language would change it
    with watched():
        shelf = Shelf(Path("work"), Path("published"))
        shelf.keep(Wanted("units/so-a", DEPENDS, (".html",)))
