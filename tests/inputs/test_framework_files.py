"""The public way to read a framework: a framework, or one error with every fault of the folder. M 1."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import parreport as pr
from parreport.errors import FrameworkError
from parreport.inputs.faults import Faults
from parreport.inputs.framework_files import files_of_framework, read_framework_files
from parreport.inputs.workbooks import ENDINGS

SOUND = """title: Bộ chỉ số thử
legal_basis: []
illustrative: true
bonus_cap: 1.5
blocks:
- {code: so, name: Khối sở, items: so.csv, bands: [{name: Yếu, from: 0}, {name: Tốt, from: 80}]}
- {code: xa, name: Khối xã, items: so.csv, ranked: false, bands: [{name: Yếu, from: 0}]}
"""
ITEMS = """item_code,parent_code,name,max_points,method,rule,evidence,remedy,source
1,,Một,,,,,,
1.1,1,Một,4,appraised,,,,
"""


def write(folder: Path, framework: str = SOUND, items: str = ITEMS) -> Path:
    (folder / "framework.yaml").write_text(framework, "utf-8")
    (folder / "so.csv").write_text(items, "utf-8")
    return folder


def test_a_sound_folder_is_a_framework(tmp_path: Path) -> None:
    framework = pr.read_framework(write(tmp_path))
    assert [(block.code, block.ranked, len(block.items)) for block in framework] == [("so", True, 2), ("xa", False, 2)]
    assert [(band.name, band.lowest) for band in framework.by_code["so"].bands] == [("Tốt", 80), ("Yếu", 0)]
    assert (framework.bonus_cap, framework.penalty_cap, framework.decimals) == (Decimal("1.5"), None, 2)
    assert (framework.mapping, framework.targets, framework.cap_at_100) == (None, (), False)


def test_faults_of_all_files_are_one_public_error(tmp_path: Path) -> None:
    write(tmp_path, SOUND.replace("name: Tốt, from: 80", "name: Yếu, from: 0"), ITEMS.replace("4,appraised", "0,lạ"))
    with pytest.raises(FrameworkError) as caught:
        pr.read_framework(str(tmp_path))
    assert [(one.file.rpartition("/")[2], one.row, one.column) for one in caught.value.problems] == [
        ("framework.yaml", 6, "blocks.0.bands.1.from"),
        ("framework.yaml", 6, "blocks.0.bands.1.name"),
        ("so.csv", 3, "method"),
        ("so.csv", 3, "max_points"),
    ]
    assert str(tmp_path) in str(caught.value)


def test_a_fault_of_the_items_alone_is_enough_for_the_error(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError) as caught:
        pr.read_framework(write(tmp_path, items=ITEMS.replace("4,", ",")))
    assert [(one.row, one.column, str(one.expected)) for one in caught.value.problems] == [
        (3, "max_points", "a number above 0")
    ]


@pytest.mark.parametrize("framework", [None, "", "title: x\n", "- x\n"])
def test_a_framework_that_cannot_be_used_is_the_same_error(framework: str | None, tmp_path: Path) -> None:
    folder = tmp_path / "gone" if framework is None else write(tmp_path, framework)
    with pytest.raises(FrameworkError) as caught:
        pr.read_framework(folder)
    assert caught.value.problems
    assert read_framework_files(folder, Faults()) is None


def test_each_block_code_stands_once(tmp_path: Path) -> None:
    faults = Faults()
    read_framework_files(write(tmp_path, SOUND.replace("code: xa", "code: so")), faults)
    assert [(one.row, one.column, one.found, str(one.expected)) for one in faults.problems] == [
        (7, "blocks.1.code", "so", "each block code once")
    ]


@pytest.mark.parametrize(("lowest", "told"), [("0", []), ("0.5", [(7, "blocks.1.bands.0.from", "0.5")])])
def test_the_lowest_class_starts_at_0(lowest: str, told: list[tuple[int, str, str]], tmp_path: Path) -> None:
    faults = Faults()
    read_framework_files(write(tmp_path, SOUND.replace("from: 0}]}\n", f"from: {lowest}}}]}}\n")), faults)
    assert [(one.row, one.column, one.found) for one in faults.problems] == told


def test_a_framework_without_a_legal_basis_is_noted(tmp_path: Path) -> None:
    faults = Faults()
    read_framework_files(write(tmp_path), faults)
    assert ["no legal basis" in str(note) for note in faults.notes] == [True]
    faults = Faults()
    read_framework_files(write(tmp_path, SOUND.replace("[]", "[QĐ 1]", 1)), faults)
    assert faults.notes == []


@pytest.mark.parametrize("typed", ["../so.csv", "/so.csv", "\\so.csv", "C:so.csv", "a/../so.csv"])
def test_the_items_of_a_block_lie_in_the_folder(typed: str, tmp_path: Path) -> None:
    faults = Faults()
    read_framework_files(
        write(
            tmp_path,
            SOUND.replace(
                "items: so.csv, bands: [{name: Yếu, from: 0}, ", f"items: '{typed}', bands: [{{name: Yếu, from: 0}}, "
            ),
        ),
        faults,
    )
    assert [(one.row, one.column, one.found) for one in faults.problems] == [(6, "blocks.0.items", typed)]
    assert "so.csv" in files_of_framework(tmp_path)
    assert typed not in files_of_framework(tmp_path)


def test_the_files_of_a_framework_are_named_once_also_those_that_are_not_there(tmp_path: Path) -> None:
    names = files_of_framework(write(tmp_path))
    tables = {
        f"{stem}{ending}" for stem in ("mapping", "targets", "questionnaire", "so") for ending in (".csv", *ENDINGS)
    }
    books = {f"framework{ending}" for ending in ENDINGS}
    assert (set(names), len(names)) == ({"framework.yaml"} | tables | books, len({*names}))
    (tmp_path / "framework.yaml").write_text("blocks: 3\n", "utf-8")
    assert set(files_of_framework(tmp_path)) == {one for one in names if not one.startswith("so.")}
