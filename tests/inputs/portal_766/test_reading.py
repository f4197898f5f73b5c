"""Saved exports are read by what they are, not by their ending; what cannot be read is a fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.portal_766.export import Export
from parreport.inputs.portal_766.reading import read_exports
from tests.exports_766 import HEADS, TABLE

DETAILS: dict[str, Any] = {"all": [{"code": "A1", "name": "xã A", "groupScores": {"CKMB": 5}}]}


def read(folder: Path, **files: bytes) -> tuple[list[Export], list[tuple[str, str]], list[str]]:
    """Return exports, faults with their files, and what was not read."""
    paths = []
    for name, content in files.items():
        paths.append(folder / f"{name}.txt")
        paths[-1].write_bytes(content)
    faults, unread = Faults(), Faults()
    exports = read_exports(paths, faults, unread)
    return (
        exports,
        [(Path(one.file).stem, str(one.expected)) for one in faults.problems],
        [str(one.expected) for one in unread.problems],
    )


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\n  "])
def test_json_is_known_by_its_first_sign(before: bytes, tmp_path: Path) -> None:
    exports, faults, _ = read(tmp_path, a=before + json.dumps(DETAILS).encode(), b=json.dumps(DETAILS["all"]).encode())
    assert faults == []
    assert [[unit.code for unit in export.units] for export in exports] == [["A1"], ["A1"]]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_table_is_read_in_the_codings_of_spreadsheets(coding: str, tmp_path: Path) -> None:
    words = TABLE if coding != "utf-16-be" else f"\ufeff{TABLE}"
    exports, faults, unread = read(tmp_path, t=words.encode(coding))
    assert (len(exports[0].units), faults, unread) == (3, [], [])


def test_files_that_cannot_be_read_are_faults_and_the_others_are_read(tmp_path: Path) -> None:
    exports, faults, _ = read(tmp_path, blank=b" \n", good=TABLE.encode(), page=b"<html>")
    assert len(exports) == 1
    assert [file for file, _ in faults] == ["blank", "page"]
    assert faults[0][1] == "an export of the portal"
    faults_only = Faults()
    assert read_exports([tmp_path / "none.csv"], faults_only, Faults()) == []
    assert len(faults_only.problems) == 1


def test_an_export_without_a_unit_is_a_fault_with_all_that_was_not_read(tmp_path: Path) -> None:
    lines = f"{HEADS}\nVân Canh,V1,2,1,1,1,1,1,1,6\n"
    exports, faults, unread = read(tmp_path, t=lines.encode())
    assert (exports, unread) == ([], [])
    assert [words.partition(":")[0] for _, words in faults] == [
        "at least one unit that has a code and a known kind of name",
        "a name that tells the kind of unit",
    ]


def test_what_is_not_read_of_a_good_export_is_told_apart_from_faults(tmp_path: Path) -> None:
    _, faults, unread = read(tmp_path, t=(TABLE + "Toàn tỉnh,,,1,1,1,1,1,1,6\n").encode())
    assert faults == []
    assert unread == ["a unit; a row of totals or means is left out"]
