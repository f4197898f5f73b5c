"""A folder of reports as ``verify`` and ``build`` read it; nothing is built again.

What is called of the press stands here alone, since it is the part that changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from parreport.publishing.manifest import digest_files, write_manifest
from parreport.publishing.reuse import Shelf, Wanted
from tests.fuzz.projects import Project

MANIFEST = "published/manifest.json"
DEPENDS = {"data": "0" * 64, "code": "1" * 64}


@contextmanager
def _without_rebuild() -> Iterator[None]:
    """Build nothing, and take the code and the environment as given."""
    with (
        mock.patch("parreport.building.make_reports", return_value=0),
        mock.patch("parreport.sources.digest_package", return_value={"version": "0"}),
        mock.patch("parreport.sources.digest_environment", return_value={"python": "3"}),
    ):
        yield


def write_sound_manifest(project: Project) -> dict[str, bytes]:
    """Write the manifest of the published folder below the working folder; return it by name."""
    from parreport.sources import describe_source, make_plan

    with _without_rebuild():
        plan = make_plan(Path(project.parameters), out=Path("published"), quiet=True)
        source = describe_source(plan)
    digests = digest_files(Path("published"))
    unit = {name: digests.pop(name) for name in list(digests) if name.startswith("units/")}
    report = {"state": "ok", "depends": DEPENDS, "files": unit}
    facts: dict[str, Any] = {
        "source": source, "files": digests, "reports": {"units/so-a": report}, "whole": True,
        "run": {"seconds": {}, "kept": []}, "name": "published",
    }  # fmt: skip
    write_manifest(Path(MANIFEST), facts)
    return {MANIFEST: Path(MANIFEST).read_bytes()}


def read_folder(project: Project, language: str) -> None:
    """Read the published folder in every way that a command does."""
    from tests.fuzz.chain import call

    with _without_rebuild():
        call("verify", "published", "--language", language)
        call("build", project.parameters, "--out", "published", "--language", language)
    shelf = Shelf(Path("work"), Path("published"))
    shelf.keep(Wanted("units/so-a", DEPENDS, (".html",)))
