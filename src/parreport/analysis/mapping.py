"""Which leaves of the base year a leaf of this year continues, and which unit a unit was.

In: two frameworks, two lists of units. Out: links between leaves, and the base code of each unit;
along a chain of years, the leaves and codes of every year in it.
Source: ``docs/methodology.md`` 4.1, 4.3, 4.5.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

import pandas as pd

from parreport.columns import rows_of, split_codes
from parreport.inputs.framework import Block, Framework


@dataclass(frozen=True)
class Link:
    """A base leaf that a leaf continues, and the share of it that is taken."""

    base_block: str
    base_item_code: str
    share: Decimal


Links = dict[tuple[str, str], tuple[Link, ...]]
Shares = Mapping[str, Mapping[str, Decimal]]  # leaf of this year → earlier leaf → share of it


def link_leaves(framework: Framework, base: Framework) -> Links:
    """Return, by block and leaf, the comparable base leaves that it continues.

    With a mapping, its rows with ``comparable = yes``; without one, the leaf of the same code and name
    in the block that its own continues. A leaf that is not a key here cannot be compared. Bonus and
    penalty are left out.
    """
    scored = {(block.code, leaf.code) for block in framework for leaf in block.scored_leaves}
    base_leaves = {(block.code, leaf.code): leaf for block in base for leaf in block.scored_leaves}
    if framework.mapping is None:
        return {
            (block.code, leaf.code): (Link(block.continues, leaf.code, Decimal(1)),)
            for block in framework
            for leaf in block.scored_leaves
            if (found := base_leaves.get((block.continues, leaf.code))) is not None and found.name == leaf.name
        }
    links: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for row in framework.mapping:
        key, base_key = (row.block, row.item_code), (row.base_block, row.base_item_code)
        if row.comparable and key in scored and base_key in base_leaves:
            links[key].append(Link(*base_key, row.share))
    return {key: tuple(found) for key, found in links.items()}


def link_blocks(framework: Framework, base: Framework, links: Links) -> dict[str, str]:
    """Return the block of the base year that each block continues, of those that continue one.

    The one that it names (``base_code``) or that has its code; where the base year has no such block,
    the one from which most of its leaves come by the mapping, else none.
    """
    found = {}
    for block in framework:
        named = Counter(one.base_block for (own, _), links_ in links.items() if own == block.code for one in links_)
        if block.continues in base.by_code:
            found[block.code] = block.continues
        elif named:
            found[block.code] = named.most_common(1)[0][0]
    return found


def chain_links(leaves: Sequence[str], steps: Sequence[Links], blocks: Sequence[str]) -> Shares:
    """Return, for units that stood in these blocks, the earlier leaves that each leaf continues.

    ``steps`` are the links of each year to the one before, ``blocks`` the block of a unit in each
    year, both from this year back, so that there is one block more. Shares multiply along the
    chain and add up where two ways lead to the same leaf. A leaf that has in any year a part
    which cannot be followed further is not a key here: one link that is not comparable breaks it.
    """
    found = {code: {code: Decimal(1)} for code in leaves}
    with localcontext() as context:
        context.prec = 100
        for links, block, base_block in zip(steps, blocks[:-1], blocks[1:], strict=True):
            further = {c: _follow(taken, links, block, base_block) for c, taken in found.items()}
            found = {code: taken for code, taken in further.items() if taken}
    return found


def _follow(taken: Mapping[str, Decimal], links: Links, block: str, base_block: str) -> dict[str, Decimal]:
    """Return the leaves one year further back, with their shares; none where one has no link."""
    further: dict[str, Decimal] = {}
    for code, share in taken.items():
        onward = [one for one in links.get((block, code), ()) if one.base_block == base_block]
        if not onward:
            return {}
        for link in onward:
            known = further.get(link.base_item_code, Decimal(0))
            further[link.base_item_code] = known + share * link.share
    return further


def link_criteria(links: Links, block: Block, base: Framework) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return, by criterion with parts, the base criteria that its comparable leaves come from."""
    found: dict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for leaf in block.scored_leaves:
        if not leaf.criterion_code or leaf.criterion_code == leaf.code:
            continue
        for link in links.get((block.code, leaf.code), ()):
            base_leaf = base.by_code[link.base_block].by_code[link.base_item_code]
            if base_leaf.criterion_code:
                found[leaf.criterion_code][link.base_block, base_leaf.criterion_code] = None
    return {code: tuple(bases) for code, bases in found.items()}


def link_units(units: pd.DataFrame, base_units: pd.DataFrame) -> dict[str, str]:
    """Return the base code of each unit that has exactly one: its own, or ``base_unit_code``.

    A unit merged from several has none, nor has one that was not assessed in the base year, nor one
    of several into which a unit was split (:func:`find_splits`), but for what goes on under its code.
    """
    known, splits = set(base_units["unit_code"]), find_splits(units)
    found = {}
    for unit, typed in rows_of(units, "unit_code", "base_unit_code"):
        codes = split_codes(typed) or (unit,)
        if len(codes) == 1 and codes[0] in known and (codes[0] not in splits or codes[0] == unit):
            found[unit] = codes[0]
    return found


def find_splits(units: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the codes of the base year that several units name, each with those units: it was split into them.

    A unit that names none names its own code: what is left of a unit is one of its parts, and goes on as the
    same unit.
    """
    named: dict[str, list[str]] = defaultdict(list)
    for unit, typed in rows_of(units, "unit_code", "base_unit_code"):
        for code in split_codes(typed) or (unit,):
            named[code].append(str(unit))
    return {code: tuple(parts) for code, parts in named.items() if len(parts) > 1}


def trace_units(units: Sequence[pd.DataFrame]) -> dict[str, tuple[str | None, ...]]:
    """Return the codes of this year's units in every year, from this year back.

    ``units`` are the units of each year, from this year back. None stands where a unit was not
    assessed; its code then goes on to the year before. From a merger or a split back there is no code.
    """
    former = [dict(rows_of(one, "unit_code", "base_unit_code")) for one in units]
    split = [find_splits(one).keys() for one in units]
    traced: dict[str, tuple[str | None, ...]] = {}
    for unit in former[0]:
        codes: list[str | None] = []
        code: str | None = str(unit)
        for known, splits in zip(former, split, strict=True):
            codes.append(code if code in known else None)
            if code is not None and code in known:
                before = split_codes(known[code]) or (code,)
                is_whole = len(before) == 1 and (before[0] not in splits or before[0] == code)
                code = before[0] if is_whole else None
        traced[str(unit)] = tuple(codes)
    return traced


def blocks_of(units: pd.DataFrame) -> Mapping[str, str]:
    """Return the block of each unit."""
    return dict(rows_of(units, "unit_code", "block"))
