"""Tables with more columns than an upright page has room for: in short in the body, whole in an annex.

In: parts of a report, some columns of whose tables are details. Out: the same parts, where such a
table would be set small without its details, and the annexes that hold these tables whole, on paper
that lies crosswise. So official documents have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from parreport.language import text
from parreport.publishing.typesetting import fit_part
from parreport.publishing.word_tables import PAPER

CROSSWISE = replace(PAPER, upright=PAPER.crosswise)

Part = dict[str, Any]


def move_details(parts: list[Part]) -> list[Part]:
    """Return parts whose crowded tables stand in short, their whole form in annexes of their own.

    Where one table is crowded, those that would share its annex go along, for they are alike.
    """
    names = {part["details"] for part in parts if is_crowded(part)}
    crowded = [at for at, part in enumerate(parts) if part.get("details") in names]
    if not crowded:
        return parts
    moved = list(parts)
    annexes: dict[str, list[Part]] = {}
    for at in crowded:
        moved[at] = shorten(parts[at])
        annexes.setdefault(parts[at]["details"], []).append({**parts[at], "crosswise": True})
    first = next((at for at, one in enumerate(parts) if one.get("annex")), len(parts))
    for name, tables in reversed(annexes.items()):
        heading = {"kind": "heading", "level": 1, "words": name, "annex": name}
        moved[first:first] = [heading, *tables]
    return moved


def is_crowded(part: Part) -> bool:
    """Return whether a table with details would be set smaller than others, or crosswise."""
    if part["kind"] != "table" or not part.get("details"):
        return False
    first, *more = fit_part(part, PAPER)
    usual = PAPER.sizes.get(first["style"], PAPER.sizes["plain"])
    return bool(more or first["flipped"] or first["size"] < usual)


def shorten(part: Part) -> Part:
    """Return a table without its details, with a note that says where they are."""
    kept = [at for at, column in enumerate(part["columns"]) if not column.get("detail")]
    left_out = ", ".join(one["name"] for one in part["columns"] if one.get("detail"))
    said = text("{columns}: see the annex “{annex}”.", columns=left_out, annex=part["details"])
    return {
        **part,
        "columns": [part["columns"][at] for at in kept],
        "heads": [[row[at] for at in kept] for row in part["heads"]],
        "rows": [[row[at] for at in kept] for row in part["rows"]],
        "head_column": kept.index(part.get("head_column", 0)),
        "note": "\n".join(one for one in (part.get("note", ""), said) if one),
    }


def fit_parts(parts: list[Part]) -> Iterator[Part]:
    """Yield parts, tables with their widths; those of the annex lie crosswise."""
    for part in parts:
        if part.get("crosswise"):
            yield from ({**one, "flipped": True} for one in fit_part(part, CROSSWISE))
        else:
            yield from fit_part(part, PAPER)
