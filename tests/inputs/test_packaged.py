"""A framework is found by its path or by its name: the project's own first, then the one that is carried."""

from __future__ import annotations

from pathlib import Path

import pytest

from parreport.errors import FrameworkError
from parreport.inputs.framework_files import read_framework
from parreport.inputs.packaged import CARRIED, find_framework

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", CARRIED)
def test_a_carried_framework_is_found_by_name_far_from_the_project(name: str, elsewhere: Path) -> None:
    assert find_framework(name) == PROJECT / "parameters" / "frameworks" / name
    framework = read_framework(name)
    assert [block.code for block in framework] == ["so-nganh", "xa", "phuong", "dac-khu", "tinh"]
    assert not framework.illustrative
    for block in framework:
        assert sum(leaf.max_points or 0 for leaf in block.scored_leaves) == 100


def test_the_projects_own_framework_of_a_name_comes_first(elsewhere: Path) -> None:
    own = elsewhere / "parameters" / "frameworks" / "766-2026"
    own.mkdir(parents=True)
    assert find_framework("766-2026") == own
    (elsewhere / "766-2026").mkdir()
    assert find_framework("766-2026") == elsewhere / "766-2026"


@pytest.mark.parametrize("typed", ["ben-tre-2018", "khung/766-2026", "..", "."])
def test_no_other_name_and_no_path_is_looked_up(typed: str, elsewhere: Path) -> None:
    assert find_framework(typed) == elsewhere / typed


def test_an_unknown_name_is_told_with_those_that_there_are(elsewhere: Path) -> None:
    with pytest.raises(FrameworkError, match="one that parreport carries: 766-2026, 766-groups"):
        read_framework("766-2025")


def test_every_leaf_of_the_carried_frameworks_says_who_does_what_and_where_it_is_laid_down() -> None:
    for name in CARRIED:
        for block in read_framework(PROJECT / "parameters" / "frameworks" / name):
            lacking = [
                leaf.code
                for leaf in block.scored_leaves
                if not (leaf.name_en and leaf.evidence and leaf.remedy and leaf.remedy_en and leaf.source)
            ]
            assert lacking == [], (name, block.code)


def test_petitions_alone_are_full_without_a_case() -> None:
    framework = read_framework(PROJECT / "parameters" / "frameworks" / "766-2026")
    for block in framework:
        full = [leaf.code for leaf in block.leaves if framework.zero_of_zero_on(leaf) == "full"]
        assert full == ["MDHL.2", "MDHL.3"]
        shared = {leaf.code: leaf.same_cases_as for leaf in block.leaves if leaf.same_cases_as}
        assert shared == {"MDHL.1": "TDGQ.1", "MDHL.3": "MDHL.2"}
