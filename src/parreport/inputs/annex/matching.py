"""This year's leaves against last year's: the same, moved, re-weighted, added, removed.

In: the leaves of an annex, the framework of last year. Out: a match for each leaf of either, to be confirmed
by a person: only equal names are taken for the same item, a similar one is told and not compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Literal

from parreport.cells import write_number
from parreport.inputs.annex.heads import plain
from parreport.inputs.annex.reading import AnnexBlock, AnnexItem
from parreport.inputs.framework import Block, Framework, Item
from parreport.inputs.numbers import fold_text
from parreport.language import text

SIMILAR = 0.85
Kind = Literal["same", "moved", "reweighted", "similar", "added", "removed"]


@dataclass(frozen=True)
class Match:
    """A leaf of this year, of last year, or both, and how they go together."""

    kind: Kind
    block: str = ""
    item_code: str = ""
    base_block: str = ""
    base_item_code: str = ""
    name: str = ""
    most: Decimal | None = None
    base_most: Decimal | None = None

    def words(self) -> str:
        """Return what the mapping says of it, for who confirms it."""
        weights = {
            "before": "?" if self.base_most is None else write_number(self.base_most),
            "now": "?" if self.most is None else write_number(self.most),
        }
        if self.kind == "moved" and self.most != self.base_most:
            return text("moved from {code}, maximum {before} → {now}", code=self.base_item_code, **weights)
        return {
            "same": "",
            "moved": text("moved from {code}", code=self.base_item_code),
            "reweighted": text("maximum {before} → {now}", **weights),
            "similar": text("similar name, to be confirmed: {name}", name=self.name),
            "added": text("new"),
            "removed": text("dropped"),
        }[self.kind]


def match_leaves(blocks: Mapping[str, AnnexBlock], base: Framework) -> Iterator[Match]:
    """Return how the leaves match, block by block in order; the n-th block continues the n-th of last year."""
    known = list(base)
    for number, (code, block) in enumerate(blocks.items()):
        if number < len(known):
            yield from _match_block(code, block, known[number])
        else:
            yield from (Match("added", code, item.code, name=item.name, most=item.most) for item in block.leaves)


def _match_block(code: str, block: AnnexBlock, old: Block) -> Iterator[Match]:
    by_name: dict[str, list[Item]] = defaultdict(list)
    for leaf in old.leaves:
        by_name[fold_text(leaf.name)].append(leaf)
    taken: set[str] = set()
    found: dict[str, Item] = {}
    for item in block.leaves:
        same = [leaf for leaf in by_name[fold_text(item.name)] if leaf.code not in taken]
        if same:
            found[item.code] = next((leaf for leaf in same if leaf.code == item.code), same[0])
            taken.add(found[item.code].code)
    left = [leaf for leaf in old.leaves if leaf.code not in taken]
    for item in block.leaves:
        if item.code in found:
            yield _matched(code, item, old, found[item.code])
            continue
        nearest = max(left, key=lambda leaf: _likeness(item, leaf), default=None)
        if nearest is not None and _likeness(item, nearest) >= SIMILAR:
            left.remove(nearest)
            most, base_most = item.most, nearest.max_points
            yield Match("similar", code, item.code, old.code, nearest.code, nearest.name, most, base_most)
        else:
            yield Match("added", code, item.code, name=item.name, most=item.most)
    for leaf in left:
        yield Match("removed", "", "", old.code, leaf.code, name=leaf.name, base_most=leaf.max_points)


def _matched(code: str, item: AnnexItem, old: Block, leaf: Item) -> Match:
    kind: Kind = "moved" if item.code != leaf.code else "same" if item.most == leaf.max_points else "reweighted"
    return Match(kind, code, item.code, old.code, leaf.code, item.name, item.most, leaf.max_points)


def _likeness(item: AnnexItem, leaf: Item) -> float:
    return SequenceMatcher(None, plain(item.name), plain(leaf.name), autojunk=False).ratio()
