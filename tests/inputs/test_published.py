"""The tables of a published folder, read back cell by cell."""

from __future__ import annotations

from pathlib import Path

from parreport import columns
from parreport.inputs.faults import Faults
from parreport.inputs.published import REPLACED_FILES, read_published
from parreport.tabular import Table


def write(folder: Path, name: str, table: Table, **cells: str) -> None:
    (folder / "tables").mkdir(exist_ok=True)
    line = ",".join(cells.get(column, "") for column in table.names)
    (folder / "tables" / name).write_text(f"{','.join(table.names)}\n{line}\n", "utf-8")


def test_index_by_unit_and_items_by_unit_and_item(tmp_path: Path) -> None:
    index, items = REPLACED_FILES[:2]
    write(tmp_path, index, columns.INDEX, unit_code="a", index_pct="61.5")
    write(tmp_path, items, columns.ITEMS, unit_code="a", item_code="1.1", points="3")
    faults = Faults()
    found = read_published(tmp_path, faults)
    assert faults.problems == []
    assert list(found.index) == ["a"]
    assert found.index["a"]["index_pct"] == "61.5"
    assert list(found.items) == [("a", "1.1")]
    assert found.items["a", "1.1"]["points"] == "3"


def test_tables_that_are_not_there_are_faults(tmp_path: Path) -> None:
    faults = Faults()
    found = read_published(tmp_path, faults)
    assert (found.index, found.items, len(faults.problems)) == ({}, {}, 2)
