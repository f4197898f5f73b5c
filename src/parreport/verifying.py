"""Whether a published folder is what its manifest says, and can be made again byte for byte.

In: a folder of reports. Out: nothing, or an error that names every difference.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from parreport.errors import PublicationError
from parreport.language import text
from parreport.parameters import Parameters
from parreport.publishing.manifest import digest_file, read_manifest
from parreport.sources import Plan, check_files, describe_source, find_notebooks


def verify_folder(folder: Path, workers: int | None = None) -> int:
    """Check every digest of a folder, rebuild it from its manifest and compare; return the files compared.

    Raises
    ------
    PublicationError
        Files missing, changed or unlisted; another source than the manifest's; files that a
        rebuild makes otherwise. All differences of a kind are named.
    """
    from parreport.building import make_reports

    manifest = read_manifest(folder / "manifest.json")
    if not {"source", "reports", "files", "whole"} <= set(manifest):
        raise PublicationError(folder, text("{file} is no manifest", file="manifest.json"))
    check_files(folder, manifest)
    source = manifest["source"]
    parameters = Parameters.model_validate(source["parameters"])
    if parameters.tables is not None:  # a build computes its own, and so does a rebuild
        raise PublicationError(folder, text("{file} is no manifest", file="manifest.json"))
    with tempfile.TemporaryDirectory() as spare, _published_on(source["published"], parameters):
        target = Path(spare) / folder.resolve().name
        plan = Plan(
            folder.resolve().name,
            parameters,
            target,
            find_notebooks(Path.cwd()),
            tuple(source["formats"]),
            ()
            if manifest["whole"]
            else tuple(n.removeprefix("units/") for n in manifest["reports"]),
            workers,
            quiet=True,
        )
        now = describe_source(plan)
        _check_source(folder, source, now)
        make_reports(plan, now)
        return _compare(folder, target, manifest)


@contextmanager
def _published_on(day: str, parameters: Parameters) -> Iterator[None]:
    """Put the publication date of a folder in force, where the parameters alone give another."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    if parameters.publication_date().isoformat() != day:
        moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
        os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH", None)
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _check_source(folder: Path, was: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    changed = [name for name in was if was[name] != now.get(name)]
    if changed:
        raise PublicationError(
            folder,
            text(
                "it cannot be made again here, since these are others now: {what}",
                what=", ".join(changed),
            ),
        )


def _compare(folder: Path, again: Path, manifest: Mapping[str, Any]) -> int:
    listed = dict(manifest["files"])
    for report in manifest["reports"].values():
        listed |= report.get("files", {})
    differ = [
        name
        for name, digest in listed.items()
        if not (again / name).is_file() or digest_file(again / name) != digest
    ]
    if differ:
        names = ", ".join(sorted(differ))
        raise PublicationError(folder, text("a rebuild makes other files: {names}", names=names))
    return len(listed)
