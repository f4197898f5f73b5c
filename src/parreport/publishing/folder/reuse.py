"""Which reports must run, which stand already, and why.

In: reports, each with the digests of what it depends on; a work folder; the published folder.
Out: the reports to run, with the reason; the others stand in the staged folder. A report counts
as finished only by its marker, which is written after its files. It knows no index.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parreport.errors import PublicationError, naming
from parreport.files import is_regular, write_whole
from parreport.language import Message, message, text
from parreport.publishing.folder.disks import walk_below
from parreport.publishing.folder.manifest import digest_file, find_manifest


@dataclass(frozen=True)
class Wanted:
    """A report that is wanted: its name, what it depends on (digests by name), its files."""

    name: str
    depends: Mapping[str, str]
    suffixes: tuple[str, ...]


class Shelf:
    """The finished reports of a run under way, beside the published ones."""

    def __init__(self, work: Path, target: Path) -> None:
        self.staged = work / "staged"
        self.markers = work / "finished"
        self.target = target
        self.published = find_manifest(target)

    def keep(self, wanted: Wanted) -> Message | None:
        """Return None where the report stands in the staged folder, else why it must run."""
        marker = self._marker(wanted.name)
        if _stands(marker, self.staged, wanted):
            return None
        published = self.published.reports.get(wanted.name) if self.published else None
        record = published.model_dump(exclude={"reason"}) if published else None
        reason = _differs(record, wanted)
        if record is not None and reason is None and _stands(record, self.target, wanted):
            for file in record["files"]:
                place = self.staged / file
                place.parent.mkdir(parents=True, exist_ok=True)
                with naming(place):
                    shutil.copyfile(self.target / file, place, follow_symlinks=False)
            self.finish(wanted)
            return None
        if marker is not None and record is None:
            reason = _differs(marker, wanted)
        return reason or message("its files were changed or are gone")

    def finish(self, wanted: Wanted) -> None:
        """Mark a report as finished: its files stand complete in the staged folder."""
        names = [f"{wanted.name}{suffix}" for suffix in wanted.suffixes]
        files = {name: digest_file(self.staged / name) for name in names}
        path = self.markers / f"{wanted.name}.json"
        write_whole(path, json.dumps({"depends": dict(wanted.depends), "files": files}).encode())

    def record(self, name: str) -> dict[str, Any]:
        """Return what the manifest says of a finished report."""
        marker = self._marker(name)
        if marker is None:
            reason = text("{file} is missing or cannot be read", file=f"finished/{name}.json")
            raise PublicationError(self.target, reason)
        return {"state": "ok", **marker}

    def clear(self, names: Iterable[str]) -> None:
        """Remove from the staged folder all that belongs to none of these reports."""
        kept = {file for name in names for file in self.record(name)["files"]}
        for place, _, files in walk_below(self.staged):
            for file in files:
                if (place / file).relative_to(self.staged).as_posix() not in kept:
                    (place / file).unlink()
            if place != self.staged and not any(place.iterdir()):
                place.rmdir()

    def _marker(self, name: str) -> dict[str, Any] | None:
        try:
            found = json.loads((self.markers / f"{name}.json").read_text("utf-8"))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None
        return found if isinstance(found, dict) else None


def _stands(record: Mapping[str, Any] | None, folder: Path, wanted: Wanted) -> bool:
    """Tell whether a record is of this very report and all its files are as they were written."""
    if _differs(record, wanted) is not None or record is None:
        return False
    files = record.get("files", {})
    if set(files) != {f"{wanted.name}{suffix}" for suffix in wanted.suffixes}:
        return False
    return all(is_regular(folder / name) and digest_file(folder / name) == digest for name, digest in files.items())


def _differs(record: Mapping[str, Any] | None, wanted: Wanted) -> Message | None:
    """Return in words what a report depends on and was not the same; None where all was."""
    if record is None or record.get("state", "ok") != "ok":
        return message("it has not been made yet")
    before = record.get("depends", {})
    changed = [name for name, digest in wanted.depends.items() if before.get(name) != digest]
    if not changed and set(before) == set(wanted.depends):
        return None
    return message("changed: {what}", what=", ".join(changed) or "—")
