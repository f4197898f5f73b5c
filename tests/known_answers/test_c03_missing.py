"""Case C03: 115 blanks, each an item that does not apply: out of points and maximum."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import read_csv, write_year
from tests.known_answers.test_c01_points_tree import leaf_codes, read_tree

FOLDER = Path(__file__).parent / "c03_missing"


def test_a_blank_leaves_points_and_maximum(tmp_path: Path) -> None:
    rows = read_csv(FOLDER / "points_with_blanks.csv")
    points = {row["unit"]: {c: row[c] or "no" for c in leaf_codes()} for row in rows}
    assert sum(cell == "no" for row in points.values() for cell in row.values()) == 115
    case = write_year(tmp_path, {"all": read_tree()}, points, framework={"decimals": 9})
    index = {row["unit_code"]: row["index_pct"] for row in case.score("index")["index"]}
    expected = {row["unit"]: row["index_pct"] for row in read_csv(FOLDER / "expected_index.csv")}
    assert len(expected) == 51 and index.keys() == expected.keys()
    for unit, pct in expected.items():
        assert float(index[unit]) == pytest.approx(float(pct), rel=1e-8)
