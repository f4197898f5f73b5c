"""What-if in the browser gives what ``parreport score --scenario`` gives, for every unit."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parreport.building.front_page import portal_of
from parreport.building.scoring import export_scoring
from parreport.columns import is_blank
from parreport.language import use_language
from parreport.publishing.web.portal import render_portal
from parreport.years.recipe import compute_results
from parreport.years.results import Results
from tests.browser.conftest import Open
from tests.cases import EDGE_POINTS, EDGE_TREE, EDGE_UNITS, Case, making_only

PROJECT = Path(__file__).resolve().parents[2]
YEARS = {"tests/tiny/2018": 12, "parameters/ben-tre-2018": 12}
QUICK = {"tests/tiny/2018": 8, "parameters/ben-tre-2018": 3}
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

COMPUTE = """(moved) => {
  const rules = JSON.parse(document.getElementById("portal-data").textContent).scoring;
  return rules.blocks.flatMap((block) => Scoring.compute(rules, block, moved).map((one) =>
    [one.code, one.index, one.rank, one.band === null ? null : block.bands[one.band].name]));
}"""


def published(results: Results) -> list[list[Any]]:
    """Return code, printed index, rank and class of every unit, as the browser gives them."""
    order = {block.code: place for place, block in enumerate(results.framework)}
    rows = sorted(results.index.to_dict("records"), key=lambda row: order[row["block"]])
    return [
        [
            row["unit_code"],
            None if row["printed_pct"] is None else f"{row['printed_pct']:f}",
            None if is_blank(row["rank"]) else int(row["rank"]),
            row["band"],
        ]
        for row in rows
    ]


def random_scenario(rules: Any, chance: random.Random) -> dict[str, dict[str, str]]:
    """Move some leaves of some units: to 0, to the maximum, or anywhere with up to 4 decimals."""
    moved: dict[str, dict[str, str]] = {}
    for block in rules["blocks"]:
        for unit in chance.sample(block["units"], chance.randint(0, len(block["units"]))):
            applying = [
                leaf for leaf, points in zip(block["leaves"], unit["points"], strict=True) if points is not None
            ]
            for leaf in chance.sample(applying, chance.randint(0, min(8, len(applying)))):
                most = Decimal(leaf["max_points"] or "7.5")
                grid = Decimal(1).scaleb(-chance.randint(0, 4))
                inside = (most * chance.randint(0, 1000) / 1000).quantize(grid)
                points = chance.choice([Decimal(0), most, min(inside, most)])
                moved.setdefault(unit["code"], {})[leaf["code"]] = f"{points:f}"
    return moved


def write_scenario(moved: dict[str, dict[str, str]], path: Path) -> Path:
    rows = [f"{u},{leaf},{p}" for u, own in moved.items() for leaf, p in own.items()]
    path.write_text("\n".join(["unit_code,item_code,points", *rows]) + "\n", "utf-8")
    return path


def write_portal(results: Results, folder: Path) -> Path:
    with use_language(results.parameters.language):
        render_portal(portal_of(results, folder, ()), folder / "index.html")
    return folder / "index.html"


@pytest.mark.parametrize(
    ("name", "count"), [*QUICK.items(), *(pytest.param(*one, marks=pytest.mark.nightly) for one in YEARS.items())]
)
def test_random_scenarios_give_what_python_gives(name: str, count: int, open_page: Open, tmp_path: Path) -> None:
    path = PROJECT / f"{name}.yaml"
    results = compute_results(path)
    page = open_page(write_portal(results, tmp_path)).page
    assert page.evaluate(COMPUTE, {}) == published(results)
    rules, chance = export_scoring(results), random.Random(20180101)
    changed = 0
    for number in range(count):
        moved = random_scenario(rules, chance)
        if not moved:
            continue
        file = write_scenario(moved, tmp_path / f"{number}.csv")
        with making_only():  # the index is all that is compared
            expected = published(compute_results(path, file))
        assert page.evaluate(COMPUTE, moved) == expected, json.dumps(moved)
        changed += expected != published(results)
    assert changed > count / 3


def test_caps_negative_totals_and_ties_are_the_same(
    write_case: Callable[..., Case], open_page: Open, tmp_path: Path
) -> None:
    framework = {"cap_at_100": True, "bonus_cap": 1.5, "penalty_cap": 5, "decimals": 3}
    case = write_case(EDGE_TREE, EDGE_POINTS, units=EDGE_UNITS, framework=framework)
    results = case.compute()
    page = open_page(write_portal(results, tmp_path)).page
    found = page.evaluate(COMPUTE, {})
    assert found == published(results)
    assert found[0][1] == "100.000"
    assert found[1][1] == "-71.795"  # 100 × (1/3 − 5) / 6.5
    moved = {"d": {"1.2": "4"}, "b": {"9.2": "0", "1.1": "2.5", "1.2": "4"}}
    file = write_scenario(moved, tmp_path / "tie.csv")
    expected = published(compute_results(case.path, file))
    assert page.evaluate(COMPUTE, moved) == expected
    assert [row[2] for row in expected] == [1, 1, None, 1, None]  # all cut at 100; e is not ranked


def test_typed_points_change_the_table_and_the_saved_scenario_is_read_by_parreport(
    open_page: Open, tmp_path: Path
) -> None:
    path = PROJECT / "tests/tiny/2018.yaml"
    page = open_page(write_portal(compute_results(path), tmp_path)).page
    page.select_option("#what-if-unit", "so-c")
    for row in page.locator("#what-if details:not([open])").all():
        row.locator("summary").click()
    field = page.locator('[data-leaf="1.1.2"]')
    field.fill("9,5")
    assert field.get_attribute("aria-invalid") == "true"  # its maximum is 4
    assert page.locator("#what-if-save").is_disabled()
    field.fill("4")
    page.locator('[data-leaf="2.1.1"]').fill("5,5")
    with page.expect_download() as saved:
        page.click("#what-if-save")
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert file.read_text("utf-8") == "unit_code,item_code,points\nso-c,1.1.2,4\nso-c,2.1.1,5.5\n"
    results = compute_results(path, file)
    index = next(row for row in published(results) if row[0] == "so-c")
    words = page.locator('#what-if-table tr[data-unit="so-c"]').inner_text()
    assert str(index[1]).replace(".", ",") in words
    page.click("#what-if-reset")
    assert "đúng như đã công bố" in page.locator("#what-if .pr-outcome").inner_text()
