"""What was made from what: digests of files, folders and of the code itself; the manifest.

In: files. Out: SHA-256 digests, and a manifest that is the same text for the same build, apart
from its part ``run`` (times, what was kept): no user, no machine, no absolute path. A manifest that
is read may come from anybody: it is taken only if every key and name of it is in order.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Mapping
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any, Literal

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from parreport.errors import PublicationError
from parreport.files import open_regular, read_regular, write_whole
from parreport.language import text
from parreport.publishing.folder.disks import shown, walk_below

MANIFEST = "manifest.json"
LARGEST_MANIFEST = 64 * 2**20
LONGEST_NAME = 1000

CODE_SUFFIXES = frozenset({".py", ".j2", ".css", ".js", ".typ", ".json", ".po"})
NOT_CONTENT = frozenset({"__pycache__", ".ipynb_checkpoints", ".DS_Store", "Thumbs.db"})


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal.

    Raises
    ------
    OSError : it cannot be read, or is no file: a pipe or a device might have no end.
    """
    with open_regular(path, follow=True) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_files(folder: Path, suffixes: Iterable[str] = ()) -> dict[str, str]:
    """Return the digest of every file below a folder, by its path with ``/``, sorted.

    ``suffixes`` keeps only such files; caches and the droppings of file browsers never count.
    """
    kept = set(suffixes)
    paths = sorted(
        (path.relative_to(folder).as_posix(), path)
        for path in (place / name for place, _, names in walk_below(folder) for name in names)
        if path.is_file()
        and NOT_CONTENT.isdisjoint(path.relative_to(folder).parts)
        and (not kept or path.suffix in kept)
    )
    return {name: digest_file(path) for name, path in paths}


def digest_folder(folder: Path, suffixes: Iterable[str] = ()) -> str:
    """Return one digest of a folder: of the names and bytes of its files, nothing else."""
    total = hashlib.sha256()
    for name, digest in digest_files(folder, suffixes).items():
        total.update(f"{name}\0{digest}\n".encode())
    return total.hexdigest()


def digest_package() -> dict[str, str]:
    """Return the version of parreport and the digest of its code, templates and catalogues."""
    try:
        number = metadata.version("parreport")
    except metadata.PackageNotFoundError:
        number = "0"
    folder = Path(__file__).parents[2]
    return {"version": number, "sha256": digest_folder(folder, CODE_SUFFIXES)}


def digest_environment() -> dict[str, str]:
    """Return the version of Python and of every package that parreport needs, by name."""
    found: dict[str, str] = {"python": platform.python_version()}
    waiting = ["parreport"]
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        found[name] = distribution.version
        for line in distribution.requires or ():
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                waiting.append(needed.name)
    return dict(sorted(found.items()))


def digest_facts(facts: object) -> str:
    """Return one digest of plain values."""
    words = json.dumps(facts, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(words.encode()).hexdigest()


def check_name(name: str) -> str:
    """Check that a name can only be that of a published file or report below its folder."""
    parts = name.split("/")
    folders = parts[:-1] if len(parts) > 1 else parts
    if (
        not 0 < len(name) <= LONGEST_NAME
        or any(part in ("", ".", "..") for part in parts)
        or any(part.startswith(".") for part in folders)
        or re.search(r"[\\:\x00-\x1f\x7f]", name)
        or name.casefold() == MANIFEST
    ):
        raise ValueError("not a name of a file in the folder")
    return name


def check_date(day: str) -> str:
    """Check that a text is a date, YYYY-MM-DD."""
    if date.fromisoformat(day).isoformat() != day:
        raise ValueError("not a date")
    return day


Name = Annotated[str, AfterValidator(check_name)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Day = Annotated[str, AfterValidator(check_date)]


class Strict(BaseModel):
    """A part of a manifest, every key of which is known."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Made(Strict):
    """What a manifest says of one report: made, from what, as which files; or failed, and why."""

    state: Literal["ok", "failed"]
    reason: str = ""
    depends: dict[str, str] = Field(default_factory=dict)
    files: dict[Name, Digest] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _made_or_failed(self) -> Made:
        if (self.state == "ok") != bool(self.files):
            raise ValueError("a report that was made has files, one that failed has none")
        return self


class Source(Strict, extra="allow"):
    """What a folder was made from. Keys of another version may stand too: no rebuild is equal then."""

    parameters: dict[str, Any]
    published: Day
    formats: list[str] = Field(min_length=1)
    years: list[dict[str, Any]]
    history: list[dict[str, Any]]
    replaces: dict[str, Digest]
    notebooks: dict[Name, Digest]
    own_notebooks: list[Name] = Field(default_factory=list)
    package: dict[str, str]
    environment: dict[str, str]


class Manifest(Strict):
    """A manifest in order. ``source`` is kept as it stands, to be compared as a whole."""

    source: dict[str, Any]
    whole: bool
    reports: dict[Name, Made]
    files: dict[Name, Digest]
    run: dict[str, Any]

    @field_validator("source")
    @classmethod
    def _check_source(cls, value: dict[str, Any]) -> dict[str, Any]:
        Source.model_validate(value)
        return value

    @model_validator(mode="after")
    def _each_file_once(self) -> Manifest:
        for name, report in self.reports.items():
            if any(not file.startswith(f"{name}") for file in report.files):
                raise ValueError("a report has files of its own name")
        if len(self.listed) != len(self.files) + sum(len(r.files) for r in self.reports.values()):
            raise ValueError("a file stands in it twice")
        return self

    @property
    def listed(self) -> dict[str, str]:
        """The digest of every file of the folder but the manifest itself, by its name."""
        files = dict(self.files)
        for report in self.reports.values():
            files |= report.files
        return files


def write_manifest(path: Path, facts: Mapping[str, Any]) -> None:
    """Write facts as JSON a person can read: keys sorted, letters as they are."""
    words = json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    write_whole(path, f"{words}\n".encode())


def read_manifest(path: Path) -> Manifest:
    """Read a manifest from a regular file, and check every key and name in it.

    Raises
    ------
    PublicationError : the file is missing, or is no manifest; says at which key.
    """
    try:
        content = read_regular(path, LARGEST_MANIFEST + 1)
    except (OSError, ValueError) as error:
        raise PublicationError(
            shown(path.parent), text("{file} is missing or cannot be read", file=path.name)
        ) from error
    try:
        if len(content) > LARGEST_MANIFEST:
            raise ValueError("too large")
        facts = json.loads(content.decode("utf-8"), object_pairs_hook=_each_key_once, parse_constant=_refuse)
        # Half letters and numbers without end come through JSON, and can be written nowhere.
        json.dumps(facts, ensure_ascii=False, allow_nan=False).encode("utf-8")
        return Manifest.model_validate(facts)
    except ValidationError as error:
        place = ".".join(str(one) for one in error.errors(include_url=False)[0]["loc"]) or "{}"
        why = text("{file} is no manifest: see its key {place}", file=path.name, place=place)
        raise PublicationError(shown(path.parent), why) from error
    except (ValueError, OverflowError, RecursionError, MemoryError) as error:
        raise PublicationError(shown(path.parent), text("{file} is no manifest", file=path.name)) from error


def find_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder; None where there is none in order."""
    try:
        return read_manifest(folder / MANIFEST)
    except PublicationError:
        return None


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    facts = dict(pairs)
    if len(facts) != len(pairs):
        raise ValueError("a key stands twice")
    return facts


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
