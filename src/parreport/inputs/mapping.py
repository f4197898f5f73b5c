"""The mapping: which leaves of this year stand for which of the base year, and what share of them.

In: ``mapping.csv``, the blocks of the framework. Out: one link per row, or None without the file.
Links to the base year's own leaves are checked once that year is read. Source:
``docs/methodology.md`` 4.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from parreport import columns
from parreport.cells import write_number
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Block, MappingRow
from parreport.inputs.points import find_leaf
from parreport.inputs.table_files import has_table
from parreport.inputs.tables import read_rows
from parreport.language import message


def read_mapping(path: Path, blocks: list[Block], faults: Faults) -> tuple[MappingRow, ...] | None:
    """Return the links, None where there is no such file; every fault is kept."""
    if not has_table(path, columns.MAPPING):
        return None
    by_code = {block.code: block for block in blocks}
    links: list[MappingRow] = []
    seen: dict[tuple[str, str, str, str], int] = {}
    verdicts: dict[tuple[str, str], tuple[bool, int]] = {}
    for row in read_rows(path, columns.MAPPING, faults):
        block_code = row.code_in("block", "block", by_code)
        if block_code is not None:
            find_leaf(row, by_code[block_code])
        share = row.number_in("share", "share")
        if share is not None and not 0 < share <= 1:
            row.fault("share", message("a number above 0, at most 1"))
        comparable = row.flag_in("comparable")
        if comparable and not row["base_block"]:
            row.fault("base_block", message("a block of the base year, or comparable = no"))
        if comparable and not row["base_item_code"]:
            row.fault("base_item_code", message("a leaf of the base year, or comparable = no"))
        link = MappingRow(
            row["block"],
            row["item_code"],
            row["base_block"],
            row["base_item_code"],
            Decimal(1) if share is None else share,
            comparable,
            row["note"],
            row.number,
        )
        key = (link.block, link.item_code, link.base_block, link.base_item_code)
        if key in seen:
            row.fault("item_code", message("each pair of leaves once; it stands in row {row} too", row=seen[key]))
        seen.setdefault(key, row.number)
        verdict = verdicts.setdefault(key[:2], (comparable, row.number))
        if verdict[0] != comparable:
            row.fault("comparable", message("the same for all rows of a leaf; row {row} differs", row=verdict[1]))
        links.append(link)
    _check_shares(path, links, faults)
    return tuple(links)


def _check_shares(path: Path, links: list[MappingRow], faults: Faults) -> None:
    taken: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    last: dict[tuple[str, str], MappingRow] = {}
    for one in links:
        if one.base_item_code and one.comparable:
            taken[one.base_block, one.base_item_code] += one.share
            last[one.base_block, one.base_item_code] = one
    for (block, code), total in taken.items():
        if total > 1:
            link, found = last[block, code], write_number(total)
            expected = message("shares of the base leaf {block} {code} that sum to at most 1", block=block, code=code)
            faults.fault_at(path, expected, found, row=link.row, column="share", item_code=link.item_code)
