"""``targets.csv``, a row at a time."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from parreport import columns
from parreport.inputs.faults import Faults
from parreport.inputs.framework import Target
from parreport.inputs.targets import read_targets

SOUND = {
    **{"target_code": "t", "name": "Hồ sơ đúng hạn", "area": "1", "unit_of_measure": "%", "direction": "at_least"},
    **{"target": "62.5", "source": "QĐ 1"},
}


def read(folder: Path, *rows: dict[str, str]) -> tuple[tuple[Target, ...], list[tuple[int | None, str | None, str]]]:
    names = columns.TARGETS_FILE.names
    lines = [",".join((SOUND | row).get(name, "") for name in names) for row in rows]
    (folder / "targets.csv").write_text("\n".join((",".join(names), *lines, "")), "utf-8")
    faults = Faults()
    targets = read_targets(folder / "targets.csv", faults)
    return targets, [(one.row, one.column, str(one.expected)) for one in faults.problems]


def test_a_target_as_it_stands(tmp_path: Path) -> None:
    (target, other), faults = read(tmp_path, {}, {"target_code": "u", "direction": "At_Most", "target": "0"})
    assert faults == []
    assert (target.code, target.name, target.area, target.unit_of_measure) == ("t", "Hồ sơ đúng hạn", "1", "%")
    assert (target.direction, target.target, target.source) == ("at_least", Decimal("62.5"), "QĐ 1")
    assert (other.direction, other.target) == ("at_most", 0)


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ({"target_code": ""}, "target_code", "the code of the target"),
        ({"target_code": "s"}, "target_code", "each target code once; it stands in row 2 too"),
        ({"name": ""}, "name", "the name of the target"),
        ({"direction": ""}, "direction", "at_least or at_most"),
        ({"direction": "above"}, "direction", "at_least or at_most"),
        ({"target": ""}, "target", "a number"),
        ({"target": "x"}, "target", None),
    ],
)
def test_faults_of_a_target(row: dict[str, str], column: str, expected: str | None, tmp_path: Path) -> None:
    _, faults = read(tmp_path, {"target_code": "s"}, row)
    assert [(place, name) for place, name, _ in faults] == [(3, column)]
    assert expected is None or faults[0][2] == expected


def test_a_third_target_of_the_same_code_names_the_first(tmp_path: Path) -> None:
    _, faults = read(tmp_path, {}, {}, {})
    assert [(row, what[-9:]) for row, _, what in faults] == [(3, "row 2 too"), (4, "row 2 too")]


def test_without_a_file_there_are_no_targets(tmp_path: Path) -> None:
    faults = Faults()
    assert read_targets(tmp_path / "targets.csv", faults) == ()
    assert faults.problems == []
