"""scoring.json: index, rank and class follow from it alone, in whole numbers as a browser has them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from parreport.building.scoring import export_scoring, write_scoring
from parreport.columns import is_blank
from parreport.years.recipe import compute_results
from parreport.years.results import Results
from tests.cases import EDGE_POINTS, EDGE_TREE, EDGE_UNITS, Case

PROJECT = Path(__file__).resolve().parents[2]
GRID = 10**9


def whole(figure: str | None) -> int | None:
    """Return a decimal as a whole number of billionths; no float on the way."""
    if figure is None:
        return None
    sign = -1 if figure.startswith("-") else 1
    units, _, decimals = figure.lstrip("-").partition(".")
    assert len(decimals) <= 9
    return sign * (int(units) * GRID + int((decimals or "0").ljust(9, "0")))


def printed(points: int, most: int, rules: Any) -> int:
    """Return the printed index in its last decimal: rounded half up, away from zero."""
    step = 100 * 10 ** rules["decimals"]
    rounded = (2 * abs(points) * step + most) // (2 * most) * (-1 if points < 0 else 1)
    return min(rounded, step) if rules["cap_at_100"] else rounded


def total(block: Any, unit: Any, methods: set[str]) -> int:
    points = zip(block["leaves"], unit["points"], strict=True)
    return sum(whole(p) or 0 for leaf, p in points if leaf["method"] in methods)


def capped(points: int, cap: str | None) -> int:
    most = whole(cap)
    return points if most is None else min(points, most)


def compute(rules: Any) -> dict[str, tuple[int | None, int | None, str | None]]:
    """Compute index, rank and class of every unit from the exported data alone."""
    found: dict[str, tuple[int | None, int | None, str | None]] = {}
    for block in rules["blocks"]:
        figures: dict[str, int] = {}
        for unit in block["units"]:
            leaves = zip(block["leaves"], unit["points"], strict=True)
            scored = {"appraised", "survey"}
            most = sum(
                whole(leaf["max_points"]) or 0
                for leaf, points in leaves
                if points is not None and leaf["method"] in scored
            )
            won = total(block, unit, scored)
            won += capped(total(block, unit, {"bonus"}), rules["bonus_cap"])
            won -= capped(total(block, unit, {"penalty"}), rules["penalty_cap"])
            if most:
                figures[unit["code"]] = printed(won, most, rules)
        ranked = [figures[u["code"]] for u in block["units"] if u["ranked"] and u["code"] in figures]
        for unit in block["units"]:
            index = figures.get(unit["code"])
            if index is None:
                found[unit["code"]] = (None, None, None)
                continue
            rank = 1 + sum(other > index for other in ranked) if unit["ranked"] else None
            step = 10 ** rules["decimals"]
            reached = [b["name"] for b in block["bands"] if (whole(b["from"]) or 0) * step <= index * GRID]
            found[unit["code"]] = (index, rank, [*reached, block["bands"][-1]["name"]][0])
    return found


def published(results: Results) -> dict[str, tuple[int | None, int | None, str | None]]:
    step = 10**results.framework.decimals
    return {
        row["unit_code"]: (
            None if row["printed_pct"] is None else int(row["printed_pct"] * step),
            None if is_blank(row["rank"]) else int(row["rank"]),
            row["band"],
        )
        for row in results.index.to_dict("records")
    }


@pytest.mark.parametrize("name", ["tests/tiny/2018", "parameters/ben-tre-2018", "parameters/tien-giang-2020"])
def test_index_rank_and_class_follow_from_the_file(name: str, tmp_path: Path) -> None:
    results = compute_results(PROJECT / f"{name}.yaml")
    rules = json.loads(write_scoring(results, tmp_path).read_text("utf-8"))
    assert compute(rules) == published(results)


def test_they_follow_with_caps_below_0_and_where_nothing_applies(write_case: Callable[..., Case]) -> None:
    for capped_at_100 in (True, False):
        framework = {"cap_at_100": capped_at_100, "bonus_cap": 1.5, "penalty_cap": 5, "decimals": 3}
        results = write_case(EDGE_TREE, EDGE_POINTS, units=EDGE_UNITS, framework=framework).compute()
        found = compute(export_scoring(results))
        assert found == published(results)
        assert found["b"][0] is not None and found["b"][0] < 0
        assert found["a"][0] == (100_000 if capped_at_100 else 123_077)


def test_the_tiny_year_as_plain_data() -> None:
    rules = export_scoring(compute_results(PROJECT / "tests/tiny/2018.yaml"))
    assert {key: rules[key] for key in ("year", "decimals", "cap_at_100", "bonus_cap", "penalty_cap")} == {
        "year": 2018,
        "decimals": 2,
        "cap_at_100": False,
        "bonus_cap": "1",
        "penalty_cap": None,
    }
    assert rules["scenario"] is False
    departments = rules["blocks"][0]
    assert [leaf["code"] for leaf in departments["leaves"]] == ["1.1.1", "1.1.2", "1.2", "1.9", "2.1.1", "2.1.2", "2.9"]
    assert [band["from"] for band in departments["bands"]] == ["80", "65", "50", "0"]
    points = {unit["code"]: unit["points"] for unit in departments["units"]}
    assert points == {
        "so-a": ["2", "3.29", "1", "0.5", "4", "4.5", "0.25"],
        "so-b": ["1", "4", None, "0", "6", "5.4", "0"],
        "so-c": ["1", "0", "2", "0", "2", "3", "0"],
    }


def test_it_holds_nothing_that_a_unit_typed(write_case: Callable[..., Case]) -> None:
    typed = {"appraised_points": 1, "reason": "lý do riêng", "evidence": "công văn", "self_points": 2}
    case = write_case([("1",), ("1.1", "1", 4)], {"a": {"1.1": typed}})
    words = json.dumps(export_scoring(case.compute()), ensure_ascii=False)
    assert "lý do riêng" not in words
    assert "công văn" not in words
    assert '"points": ["1"]' in words


def test_a_scenario_is_marked(write_case: Callable[..., Case], tmp_path: Path) -> None:
    case = write_case([("1",), ("1.1", "1", 4)], {"a": {"1.1": 1}})
    (tmp_path / "if.csv").write_text("unit_code,item_code,points\na,1.1,2\n")
    rules = export_scoring(compute_results(case.path, tmp_path / "if.csv"))
    assert rules["scenario"] is True
    assert rules["blocks"][0]["units"][0]["points"] == ["2"]
