"""The kept corpus: inputs that once went wrong, as literal files, so that they stay mended."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from pathlib import Path
from typing import Any

from tests.fuzz.cases import Case
from tests.fuzz.chain import Finding
from tests.fuzz.file_kinds import Content, Odd

CORPUS = Path(__file__).parent / "corpus"
MOST_TEXT = 4000


def write_entry(folder: Path, case: Case, finding: Finding, source: str) -> Path:
    """Write a case into a corpus, under a name made from what goes wrong; return its path."""
    digest = hashlib.sha256(finding.key.encode()).hexdigest()[:6]
    words = re.sub(r"[^a-z0-9]+", "-", f"{finding.kind} {finding.place[:50]}".lower()).strip("-")
    facts = {
        "was": finding.key,
        "source": source,
        "project": case.project,
        "language": case.language,
        "as_json": case.as_json,
        "is_scored": case.is_scored,
        "files": {name: _pack(content) for name, content in case.files.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{words}-{digest}.json"
    path.write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def read_entry(path: Path) -> Case:
    """Return the case of an entry."""
    facts = json.loads(path.read_text("utf-8"))
    files = {name: _unpack(packed) for name, packed in facts["files"].items()}
    return Case(facts["project"], files, facts["language"], facts["as_json"], facts["is_scored"])


def _pack(content: Content) -> dict[str, Any]:
    if isinstance(content, Odd):
        return {"stands there": content.kind}
    try:
        words = content.decode("utf-8")
    except UnicodeDecodeError:
        words = None
    if words is not None and len(words) < MOST_TEXT and words.isprintable() is not None:
        return {"text": words}
    return {"zlib": base64.b64encode(zlib.compress(content, 9)).decode()}


def _unpack(packed: dict[str, Any]) -> Content:
    if "stands there" in packed:
        return Odd(packed["stands there"])
    if "text" in packed:
        return str(packed["text"]).encode("utf-8")
    return zlib.decompress(base64.b64decode(packed["zlib"]))
