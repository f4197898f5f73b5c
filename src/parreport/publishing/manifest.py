"""What was made from what: digests of files, folders and of the code itself.

In: files. Out: SHA-256 digests, and a manifest that is the same text for the same build, apart
from its part ``run`` (times, what was kept): no user, no machine, no absolute path.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from importlib import metadata
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from parreport.errors import PublicationError
from parreport.language import text

CODE_SUFFIXES = frozenset({".py", ".j2", ".css", ".js", ".json", ".po"})
NOT_CONTENT = frozenset({"__pycache__", ".ipynb_checkpoints", ".DS_Store", "Thumbs.db"})


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_files(folder: Path, suffixes: Iterable[str] = ()) -> dict[str, str]:
    """Return the digest of every file below a folder, by its path with ``/``, sorted.

    ``suffixes`` keeps only such files; caches and the droppings of file browsers never count.
    """
    kept = set(suffixes)
    paths = sorted(
        (path.relative_to(folder).as_posix(), path)
        for path in folder.rglob("*")
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
        number = version("parreport")
    except PackageNotFoundError:
        number = "0"
    folder = Path(__file__).parent.parent
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


def write_manifest(path: Path, facts: Mapping[str, Any]) -> None:
    """Write facts as JSON a person can read: keys sorted, letters as they are."""
    words = json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_text(words + "\n", encoding="utf-8", newline="\n")
    part.replace(path)


def read_manifest(path: Path) -> dict[str, Any]:
    """Read a manifest.

    Raises
    ------
    PublicationError : the file is missing or is no manifest.
    """
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PublicationError(
            path.parent, text("{file} is missing or cannot be read", file=path.name)
        ) from error
    if not isinstance(facts, dict):
        raise PublicationError(path.parent, text("{file} is no manifest", file=path.name))
    return facts
