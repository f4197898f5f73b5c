"""Which leaves, blocks and units continue which of the base year."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from parreport.analysis.mapping import (
    Link,
    chain_links,
    link_blocks,
    link_criteria,
    link_leaves,
    link_units,
    trace_units,
)
from parreport.inputs.framework import Block, FindingSettings, Framework, Item, MappingRow

ONE, HALF = Decimal(1), Decimal("0.5")


def block_of(code: str, *leaves: str, base_code: str = "", names: dict[str, str] | None = None) -> Block:
    """Return a block with these leaves; 1.1.1 lies in criterion 1.1, 1.1 in no further one."""
    items = [Item("1", "", "1", "", 1, 0, False, "1", "")]
    for leaf in leaves:
        parent = leaf.rpartition(".")[0]
        if parent != "1" and parent not in {item.code for item in items}:
            items.append(Item(parent, "1", parent, "", 2, len(items), False, "1", parent))
        method = "bonus" if leaf.endswith("9") else "appraised"
        name, criterion = (names or {}).get(leaf, leaf), "" if leaf == "1" else ".".join(leaf.split(".")[:2])
        items.append(Item(leaf, parent, name, "", leaf.count(".") + 1, len(items), True, "1", criterion, ONE, method))
    return Block(code, code, "", True, "error", (), tuple(items), base_code)


def framework_of(*blocks: Block, mapping: tuple[MappingRow, ...] | None = None) -> Framework:
    given = ("thử", "", (), True, blocks, None, None, 2, False, "zero", FindingSettings())
    return Framework(*given, mapping=mapping)


def row(block: str, item: str, base_block: str, base_item: str, comparable: bool = True) -> MappingRow:
    return MappingRow(block, item, base_block, base_item, HALF, comparable, "")


def test_without_a_mapping_leaves_of_one_code_and_name_are_linked() -> None:
    now = framework_of(block_of("xa", "1.1", "1.2", "1.3", "1.9"), block_of("so", "1.1", base_code="old"))
    base = framework_of(block_of("xa", "1.1", "1.2", "1.9", names={"1.2": "khác"}), block_of("old", "1.1"))
    assert link_leaves(now, base) == {
        ("xa", "1.1"): (Link("xa", "1.1", ONE),),
        ("so", "1.1"): (Link("old", "1.1", ONE),),
    }


def test_with_a_mapping_its_comparable_rows_between_leaves_that_are_there_are_links() -> None:
    rows = (
        *(row("xa", "1.1", "xa", "1.2"), row("xa", "1.1", "xa", "1.1"), row("xa", "1.2", "xa", "1.1", False)),
        *(row("xa", "1.9", "xa", "1.1"), row("xa", "1.2", "xa", "1.9"), row("gone", "1.1", "xa", "1.1")),
        row("xa", "1.2", "xa", "1.8"),
    )
    now = framework_of(block_of("xa", "1.1", "1.2", "1.9"), mapping=rows)
    base = framework_of(block_of("xa", "1.1", "1.2", "1.9"))
    assert link_leaves(now, base) == {("xa", "1.1"): (Link("xa", "1.2", HALF), Link("xa", "1.1", HALF))}


def test_a_block_continues_the_one_of_its_code_or_that_from_which_most_of_its_leaves_come() -> None:
    now = framework_of(block_of("a", "1.1"), block_of("b", "1.1"), block_of("c", "1.1"), block_of("d", base_code="x"))
    base = framework_of(block_of("a", "1.1"), block_of("x", "1.1"), block_of("y", "1.1"))
    links = {
        ("a", "1.1"): (Link("x", "1.1", ONE),),
        ("b", "1.1"): (Link("x", "1.1", ONE),),
        ("b", "1.2"): (Link("y", "1.1", ONE), Link("y", "1.2", ONE)),
    }
    assert link_blocks(now, base, links) == {"a": "a", "b": "y", "d": "x"}


def test_shares_multiply_along_a_chain_and_add_up() -> None:
    first = {
        ("xa", "n"): (Link("xa", "m", HALF), Link("xa", "k", HALF)),
        ("xa", "o"): (Link("so", "m", ONE),),
        ("xa", "p"): (Link("xa", "lost", ONE),),
    }
    second = {("xa", "m"): (Link("xa", "j", HALF),), ("xa", "k"): (Link("xa", "j", ONE),)}
    blocks = ("xa", "xa", "xa")
    assert chain_links(["n", "o", "p", "q"], [first, second], blocks) == {"n": {"j": Decimal("0.75")}}
    assert chain_links(["n", "q"], [first], blocks[:2]) == {"n": {"m": HALF, "k": HALF}}
    assert chain_links(["o"], [first], ("xa", "so")) == {"o": {"m": ONE}}
    assert chain_links(["q"], [], ("xa",)) == {"q": {"q": ONE}}


def test_one_part_that_cannot_be_followed_breaks_a_leaf() -> None:
    first = {("xa", "n"): (Link("xa", "m", HALF), Link("xa", "k", HALF))}
    assert chain_links(["n"], [first, {("xa", "m"): (Link("xa", "j", ONE),)}], ("xa", "xa", "xa")) == {}


def test_criteria_with_parts_are_linked_by_their_leaves() -> None:
    block = block_of("xa", "1.1.1", "1.1.2", "1.1.3", "1.2")
    base = framework_of(block_of("xa", "1.1.1", "1.3", "1"))
    links = {
        ("xa", "1.1.1"): (Link("xa", "1.1.1", ONE),),
        ("xa", "1.1.2"): (Link("xa", "1.3", ONE), Link("xa", "1.1.1", ONE)),
        ("xa", "1.1.3"): (Link("xa", "1", ONE),),  # an area that is a leaf lies in no criterion
        ("xa", "1.2"): (Link("xa", "1.3", ONE),),
    }
    assert link_criteria(links, block, base) == {"1.1": (("xa", "1.1"), ("xa", "1.3"))}


def units_of(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit_code", "base_unit_code"])


def test_a_unit_is_the_one_that_it_names_if_it_names_one_that_was_there() -> None:
    base = units_of(("a", ""), ("b", ""), ("c", ""))
    now = units_of(("a", ""), ("n", "b"), ("m", "b;c"), ("x", "gone"), ("new", ""))
    assert link_units(now, base) == {"a": "a"}  # of b there are two: it was split
    assert link_units(units_of(("a", ""), ("n", "b"), ("x", "gone"), ("new", "")), base) == {"a": "a", "n": "b"}


def test_codes_are_traced_back_to_where_a_unit_was_merged_or_began() -> None:
    years = [
        units_of(("a", ""), ("n", "b"), ("late", ""), ("m", "c;d")),
        units_of(("a", ""), ("b", "old"), ("c", ""), ("d", "")),
        units_of(("old", ""), ("late", ""), ("c", ""), ("m", "")),
    ]
    assert trace_units(years) == {
        "a": ("a", "a", None),
        "n": ("n", "b", "old"),
        "late": ("late", None, "late"),
        "m": ("m", None, None),
    }
