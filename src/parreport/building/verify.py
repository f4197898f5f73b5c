"""Whether a published folder is what its manifest says, and can be made again byte for byte.

In: a folder of reports, which anybody may have sent. Out: what was compared, or an error that names
every difference. Nothing of the folder is run, and nothing outside it is compared.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from parreport.building.own_notebooks import PACKAGED, Notebook, read_notebook_once
from parreport.building.plan import NOTEBOOKS, Plan, find_notebook, places_of, usual_formats
from parreport.building.sources import check_files, describe_source
from parreport.errors import PublicationError
from parreport.inputs.parameters import Parameters, find_path
from parreport.language import text
from parreport.publishing.folder.disks import shown
from parreport.publishing.folder.manifest import MANIFEST, Manifest, digest_file, read_manifest


@dataclass(frozen=True)
class Verified:
    """What was verified: the files compared, the folders read for it, notebooks not packaged."""

    files: int
    read: tuple[str, ...]
    own: tuple[str, ...]


def verify_folder(folder: Path, workers: int | None = None, notebooks: Path | None = None) -> Verified:
    """Check every digest of a folder, rebuild it from its manifest and compare.

    Only packaged notebooks are run, or those of ``notebooks``, a folder that the user trusts.

    Raises
    ------
    PublicationError
        Files missing, changed or unlisted; another source than the manifest's; files that a
        rebuild makes otherwise. All differences of a kind are named.
    """
    from parreport.building.build import make_reports

    manifest = read_manifest(folder / MANIFEST)
    check_files(folder, manifest)
    source = manifest.source
    parameters = _read_parameters(folder, source)
    folders = PACKAGED if notebooks is None else (notebooks, *PACKAGED)
    chosen = {kind: read_notebook_once(find_notebook(name, folders)) for kind, name in NOTEBOOKS.items()}
    if notebooks is None:
        _check_notebooks(folder, source, chosen)
    name = folder.resolve().name
    with tempfile.TemporaryDirectory() as spare, _published_on(folder, source, parameters):
        only = () if manifest.whole else tuple(n.removeprefix("units/") for n in manifest.reports)
        plan = Plan(
            name,
            parameters,
            Path(os.path.realpath(spare)) / name,
            chosen,
            tuple(source["formats"]),
            only,
            workers,
            quiet=True,
        )
        now = describe_source(plan)
        _check_source(folder, source, now)
        make_reports(plan, now)
        files = _compare(folder, plan.target, manifest)
    _, read = places_of(folder, parameters)
    read += [find_path(parameters.geography)] if parameters.geography is not None else []
    own = sorted({one.name: one.digest for one in chosen.values() if one.own}.items())
    return Verified(
        files,
        tuple(dict.fromkeys(str(shown(Path(os.path.realpath(one)))) for one in read)),
        tuple(f"{name}, SHA-256 {digest}" for name, digest in own),
    )


def _read_parameters(folder: Path, source: Mapping[str, Any]) -> Parameters:
    """Return the parameters of a manifest, checked as those of a file are."""
    try:
        parameters = Parameters.model_validate(source["parameters"])
    except ValidationError as error:
        place = ".".join(str(one) for one in error.errors(include_url=False)[0]["loc"])
        raise _fault_at(f"source.parameters.{place}", folder) from error
    unknown = [form for form in source["formats"] if form not in usual_formats()]
    faulty = "source.parameters.tables" if parameters.tables is not None else ""
    if unknown or len({*source["formats"]}) < len(source["formats"]):
        faulty = "source.formats"
    if faulty:
        raise _fault_at(faulty, folder)
    return parameters


def _fault_at(place: str, folder: Path) -> PublicationError:
    return PublicationError(
        shown(folder), text("{file} is no manifest: see its key {place}", file=MANIFEST, place=place)
    )


def _check_notebooks(folder: Path, source: Mapping[str, Any], packaged: Mapping[str, Notebook]) -> None:
    """Check that a folder was made by the packaged notebooks; others are run only where they are trusted."""
    known = {one.name: one.digest for one in packaged.values()}
    others = [
        f"{name}, SHA-256 {digest}" for name, digest in sorted(source["notebooks"].items()) if known.get(name) != digest
    ]
    if others:
        raise PublicationError(
            shown(folder),
            text(
                "its files are what the manifest says, but it was made by notebooks that are not the packaged "
                "ones: {names}; to make it again, give --notebooks with a folder of them that you trust",
                names="; ".join(others),
            ),
        )


@contextmanager
def _published_on(folder: Path, source: Mapping[str, Any], parameters: Parameters) -> Iterator[None]:
    """Put the publication date of a folder in force, where the parameters alone give another."""
    before, day = os.environ.get("SOURCE_DATE_EPOCH"), source["published"]
    if parameters.publication_date().isoformat() != day:
        moment = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
        if moment < 0:
            raise _fault_at("source.published", folder)
        os.environ["SOURCE_DATE_EPOCH"] = str(moment)
    try:
        yield
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH", None)
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _check_source(folder: Path, was: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    absent = object()
    changed = ", ".join(n for n in sorted({*was, *now}) if was.get(n, absent) != now.get(n, absent))
    if changed:
        words = text("it cannot be made again here, since these are others now: {what}", what=changed)
        raise PublicationError(shown(folder), words)


def _compare(folder: Path, again: Path, manifest: Manifest) -> int:
    listed = manifest.listed
    differ = [
        name for name, digest in listed.items() if not (again / name).is_file() or digest_file(again / name) != digest
    ]
    if differ:
        names = ", ".join(sorted(differ))
        raise PublicationError(shown(folder), text("a rebuild makes other files: {names}", names=names))
    return len(listed)
