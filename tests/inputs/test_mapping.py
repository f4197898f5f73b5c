"""``mapping.csv``: links between leaves of two years, and every fault of them at its place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.framework import Block, Item, MappingRow
from parreport.inputs.mapping import read_mapping

ITEMS = (
    Item("1", "", "1", "", 1, 0, False, "1", ""),
    Item("1.1", "1", "1.1", "", 2, 1, True, "1", "1.1", Decimal(4), "appraised"),
    Item("1.2", "1", "1.2", "", 2, 2, True, "1", "1.2", Decimal(4), "appraised"),
)
BLOCK = Block("so", "so", "", True, "error", (), ITEMS)
HEAD = "block,item_code,base_block,base_item_code,share,comparable,note"


def read(folder: Path, *rows: str) -> tuple[tuple[MappingRow, ...], list[tuple[int | None, str | None, str, str]]]:
    """Return the links and the faults: row, column, what was found and expected."""
    (folder / "mapping.csv").write_text("\n".join((HEAD, *rows, "")), "utf-8")
    faults = Faults()
    links = read_mapping(folder / "mapping.csv", [BLOCK], faults)
    assert links is not None
    return links, [(one.row, one.column, str(one.found), str(one.expected)) for one in faults.problems]


def test_without_the_file_there_is_no_mapping(tmp_path: Path) -> None:
    faults = Faults()
    assert read_mapping(tmp_path / "mapping.csv", [BLOCK], faults) is None
    assert faults.problems == []


def test_a_row_is_a_link_and_a_blank_share_is_the_whole(tmp_path: Path) -> None:
    links, faults = read(tmp_path, "so,1.1,so,1.1,0.5,yes,chia", "so,1.2,xa,9,,no,")
    assert faults == []
    assert links == (
        MappingRow("so", "1.1", "so", "1.1", Decimal("0.5"), True, "chia", 2),
        MappingRow("so", "1.2", "xa", "9", Decimal(1), False, "", 3),
    )


@pytest.mark.parametrize(("share", "is_sound"), [("0", False), ("0.001", True), ("1", True), ("1.001", False)])
def test_a_share_is_above_0_and_at_most_1(share: str, is_sound: bool, tmp_path: Path) -> None:
    _, faults = read(tmp_path, f"so,1.1,so,1.1,{share},no,")
    assert faults == ([] if is_sound else [(2, "share", share, "a number above 0, at most 1")])


def test_a_comparable_row_names_block_and_leaf_of_the_base_year_another_need_not(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "so,1.1,,,1,yes,", "so,1.2,,,1,no,")
    assert faults == [
        (2, "base_block", "", "a block of the base year, or comparable = no"),
        (2, "base_item_code", "", "a leaf of the base year, or comparable = no"),
    ]


def test_a_block_and_a_leaf_are_those_of_the_framework(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "xa,1.1,so,1.1,1,yes,", "so,1,so,1,1,yes,")
    assert [(row, column) for row, column, *_ in faults] == [(2, "block"), (3, "item_code")]


def test_a_pair_stands_once(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "so,1.1,so,1.1,0.2,yes,", "so,1.1,so,1.2,0.2,yes,", *["so,1.1,so,1.1,0.2,yes,"] * 2)
    told = "each pair of leaves once; it stands in row 2 too"
    assert faults == [(4, "item_code", "1.1", told), (5, "item_code", "1.1", told)]


def test_the_rows_of_a_leaf_are_comparable_all_or_none(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "so,1.2,so,1,1,no,", "so,1.1,so,1.1,1,yes,", "so,1.1,so,1.2,1,no,")
    assert faults == [(4, "comparable", "no", "the same for all rows of a leaf; row 3 differs")]


def test_comparable_shares_of_a_leaf_of_the_base_year_sum_to_1_at_most(tmp_path: Path) -> None:
    assert read(tmp_path, "so,1.1,so,1.1,0.5,yes,", "so,1.2,so,1.1,0.5,yes,")[1] == []
    assert read(tmp_path, "so,1.1,so,1.1,0.9,no,", "so,1.2,so,1.1,0.5,yes,")[1] == []
    _, faults = read(tmp_path, "so,1.1,so,1.1,0.5,yes,", "so,1.2,so,1.1,0.6,yes,", "so,1.2,so,9,1,yes,")
    assert faults == [(3, "share", "1.1", "shares of the base leaf so 1.1 that sum to at most 1")]
