"""Which items differ from those of the base year, and how: the same list for every report.

In: results with a base year. Out: changed items of a block; the words for how an item changed. The
province, method and period reports list and count by it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from parreport.display.tables import item_name
from parreport.inputs.framework import Block
from parreport.language import in_language, text
from parreport.years.results import Results, Scored


class Changed(NamedTuple):
    """An item that changed: its name, how, its maximum before and now, a note; none of one that was dropped."""

    item: str
    kinds: list[str]
    before: Any
    now: Any
    note: str | None


def changed_items(results: Scored, block: Block) -> list[Changed]:
    """Return the items of a block that are not the same as in the base year; one may have changed in several ways."""
    own = results.framework_changes[results.framework_changes["block"] == block.code]
    changed = {(row["change"] == "removed", row["item_code"]): row for row in own.to_dict("records")}
    kin = _kin_of(results, block)
    rows = []
    for leaf in block.scored_leaves:
        links = kin.get(leaf.code, [])
        kinds = _kinds_of_kin(links)
        change = changed.get((False, leaf.code))
        if change is not None:
            kinds.append(str(change["change"]))
        if not kinds:
            continue
        before = change["base_max_points"] if change is not None else leaf.max_points
        note = next((link.note for link in links if link.note), "")
        note = change["note"] if change is not None and change["note"] else note
        rows.append(Changed(item_name(leaf), kinds, before, leaf.max_points, note))
    removed = [row for (is_removed, _), row in changed.items() if is_removed]
    return [*rows, *(Changed(name_of_change(row), ["removed"], row["base_max_points"], None, None) for row in removed)]


def list_changes(results: Results) -> list[str]:
    """Return the kinds of change of all items, one entry per item and kind."""
    kinds = [str(kind) for kind in results.framework_changes["change"]]
    for block in results.framework:
        kin = _kin_of(results, block)
        for leaf in block.scored_leaves:
            kinds += _kinds_of_kin(kin.get(leaf.code, []))
    return kinds


def passes_split(results: Results, block_code: str, code: str, years: int) -> bool:
    """Return whether a leaf, followed back over so many years, was a part of an item that was split."""
    step: Scored | None = results
    own = {(block_code, code)}
    for _ in range(years - 1):
        if step is None:
            return False
        links = [row for row in step.framework.mapping or () if row.comparable and (row.block, row.item_code) in own]
        if any(row.share < 1 for row in links):
            return True
        if step.framework.mapping is not None:
            own = {(row.base_block, row.base_item_code) for row in links}
        step = step.base
    return False


def _kin_of(results: Scored, block: Block) -> dict[str, list[Any]]:
    """Return by leaf the rows of the mapping by which it can be compared."""
    kin: dict[str, list[Any]] = {}
    for link in results.framework.mapping or ():
        if link.block == block.code and link.comparable:
            kin.setdefault(link.item_code, []).append(link)
    return kin


def _kinds_of_kin(links: list[Any]) -> list[str]:
    return ["split"] * any(link.share < 1 for link in links) + ["merged"] * (len(links) > 1)


def words_of_change(kind: str) -> str:
    """Return the name of a kind of change as a table shows it."""
    return {
        "added": text("new"),
        "removed": text("dropped"),
        "not_comparable": text("measures something else"),
        "reweighted": text("other maximum"),
        "split": text("split from a former item"),
        "merged": text("several former items joined"),
    }[kind]


def name_of_change(row: Any) -> str:
    """Return the code and the name of an item that changed, in the language of the report."""
    return f"{row['item_code']} {in_language(row['name'], row['name_en'])}"
