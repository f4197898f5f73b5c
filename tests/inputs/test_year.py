"""The folders of a year: what is missing, what is for later."""

from __future__ import annotations

from pathlib import Path

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.year import LATER_FILES, NOT_YET, read_year_files
from tests.inputs.test_framework_files import write


def test_without_inputs_or_framework_there_is_no_year(tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    for framework, inputs, places in (("f", "gone", 1), ("gone", "f", 1), ("gone", "gone", 2)):
        write(tmp_path / "f")
        faults = Faults()
        assert read_year_files(str(tmp_path / framework), str(tmp_path / inputs), faults) is None
        assert [str(one.expected).startswith("not found") for one in faults.problems] == [True] * places


@pytest.mark.parametrize("name", sorted(LATER_FILES))
def test_a_file_for_later_is_a_fault(name: str, tmp_path: Path) -> None:
    for folder in ("f", "i"):
        (tmp_path / folder).mkdir()
    write(tmp_path / "f")
    (tmp_path / "i" / name).touch()
    faults = Faults()
    assert read_year_files(str(tmp_path / "f"), str(tmp_path / "i"), faults) is not None
    told = {one.file.rpartition("/")[2]: one.expected for one in faults.problems}
    assert told[name] == NOT_YET
