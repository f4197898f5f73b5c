"""Case C01: 51 units, 49 leaves, 10 nodes above them, many true ties; expected by R's COINr."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases import Case, Tree, read_csv, write_year

FOLDER = Path(__file__).parent / "c01_points_tree"


def read_tree() -> Tree:
    """Return the tree of the case: its node "Index" is the unit itself, not an item."""
    rows = read_csv(FOLDER / "tree.csv")
    return [
        (row["code"], "" if row["parent"] == "Index" else row["parent"])
        + ((row["max_points"],) if row["level"] == "subcriterion" else ())
        for row in rows
        if row["level"] != "index"
    ]


def leaf_codes() -> list[str]:
    return [row["code"] for row in read_csv(FOLDER / "tree.csv") if row["level"] == "subcriterion"]


Scored = dict[str, dict[tuple[str, str], dict[str, str]]]


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Scored:
    """Score the case twice: all units in one block, and in a block for each group."""
    tree, rows = read_tree(), read_csv(FOLDER / "points.csv")
    points = {row["unit"]: {code: row[code] for code in leaf_codes()} for row in rows}
    found: Scored = {}
    for kind, blocks in (("all", {"all": tree}), ("group", {"Asia": tree, "Europe": tree})):
        units = {row["unit"]: "all" if kind == "all" else row["group"] for row in rows}
        case = write_year(tmp_path_factory.mktemp(kind), blocks, points, units=units, framework={"decimals": 9})
        found[kind] = by_node(case)
    return found


def by_node(case: Case) -> dict[tuple[str, str], dict[str, str]]:
    tables = case.score("index", "items")
    nodes = {(row["unit_code"], row["item_code"]): row for row in tables["items"]}
    for row in tables["index"]:
        nodes[row["unit_code"], "Index"] = row | {"score_pct": row["index_pct"]}
    return nodes


def test_points_shares_and_ranks_are_those_of_the_reference(scored: Scored) -> None:
    expected = read_csv(FOLDER / "expected_scores.csv")
    assert len(expected) == 51 * 11
    for row in expected:
        key = row["unit"], row["code"]
        own, in_group = scored["all"][key], scored["group"][key]
        assert float(own["points"]) == pytest.approx(float(row["points"]), rel=1e-8)
        assert float(own["score_pct"]) == pytest.approx(float(row["score_pct"]), rel=1e-8)
        assert (key, own["rank"]) == (key, row["rank"])
        assert (key, in_group["rank"]) == (key, row["rank_in_group"])
