"""A failing case made small: mutations dropped one by one, then lines given back or left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.fuzz.cases import Case, without_mutation
from tests.fuzz.chain import Bench, Finding
from tests.fuzz.file_kinds import Odd

MOST_TRIALS = 120
SLOW = ("hang", "MemoryError", "memory")


def minimize(case: Case, finding: Finding, bench: Bench) -> Case:
    """Return a smaller case that goes wrong in the same way."""
    trials = 12 if finding.kind in SLOW else MOST_TRIALS
    goes_on = True
    while goes_on:
        goes_on = False
        for smaller in _smaller(case, bench):
            trials -= 1
            if trials < 0:
                return case
            again = bench.try_case(smaller)
            if again is not None and again.key == finding.key:
                case, goes_on = smaller, True
                break
    return case


def _smaller(case: Case, bench: Bench) -> Iterator[Case]:
    """Yield cases that change less: fewer mutations, files, lines."""
    if len(case.mutations) > 1:
        for number in range(len(case.mutations)):
            yield without_mutation(case, number)
    for file in case.files if len(case.files) > 1 else ():
        left = {name: content for name, content in case.files.items() if name != file}
        yield replace(case, files=left, mutations=())
    for file, content in case.files.items():
        if isinstance(content, bytes):
            lines = content.splitlines(keepends=True)
            size = max(1, len(lines) // 2)
            while size:
                for start in range(0, len(lines), size):
                    shorter = b"".join(lines[:start] + lines[start + size :])
                    files = {**case.files, file: shorter}
                    yield replace(case, files=files, mutations=())
                size = size // 2 if len(lines) < 5000 else 0


def show_changes(case: Case, bench: Bench) -> str:
    """Return in words what a case changes: its mutations, and lines that sound files lack."""
    parts = [f"project {case.project}"]
    parts += [f"mutation: {one.way} of {one.file}" for one in case.mutations]
    for file, content in case.files.items():
        sound = bench.originals[case.project].get(file, b"")
        if isinstance(content, Odd):
            parts.append(f"{file}: {content.kind}")
            continue
        own, before = content.split(b"\n"), sound.split(b"\n")
        added = [line for line in own if line not in before]
        lost = [line for line in before if line not in own]
        parts.append(f"{file}: {len(content)} bytes, {len(sound)} before")
        for mark, lines in (("+", added), ("-", lost)):
            parts += [f"  {mark} {_short(line)}" for line in lines[:6]]
            parts += [f"  {mark} … {len(lines) - 6} more lines"] if len(lines) > 6 else []
    return "\n".join(parts)


def _short(line: bytes) -> str:
    words = repr(line.decode("utf-8", "backslashreplace"))
    return words if len(words) < 200 else f"{words[:120]} … {len(words)} characters"
