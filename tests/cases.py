"""Small years written from Python structures into files, and read back as results or tables.

A tree is a list of tuples: ``("1",)`` an area, ``("1.1", "1")`` an item with parts,
``("1.1.1", "1.1", 4)`` a leaf of 4 points, then its method (default appraised), its rule, its name.
Points are ``{unit: {item: what}}``: a number or text = appraised points, ``"no"`` = does not
apply, a dictionary = any columns of ``points.csv``, a leaf left out = no row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from parreport import columns
from parreport.building.open_data import write_table
from parreport.cli import main
from parreport.years import recipe
from parreport.years.period import compute_period
from parreport.years.results import Period, Results, Scored, frames_of

BANDS = [{"name": "Tốt", "from": 80}, {"name": "Khá", "from": 65}, {"name": "Yếu", "from": 0}]
Tree = Sequence[tuple[Any, ...]]
Points = Mapping[str, Mapping[str, Any]]

# What makes each table of a year beside leaves, items and index, and what it is made from.
MADE_BY = {
    "blocks": "describe_blocks",
    "statistics": "describe_items",
    "block_areas": "describe_block_areas",
    "findings": "find_strengths count_years_weak tell_findings",
    "unit_areas": "compare_areas",
    "losses": "list_losses",
    "claims": "find_claims",
    "changes": "compare_years",
    "change_causes": "find_causes",
    "change_parts": "round_changes",
    "what_if": "find_what_if",
    "followups": "find_followups",
    "targets": "compare_targets link_items",
    "target_sums": "sum_targets",
    "calendar": "check_calendar",
    "claim_sums": "sum_claims",
    "claim_blocks": "compare_claims",
    "claim_areas": "sum_claims_by_area",
    "cuts": "sum_cuts",
    "reasons": "group_reasons",
    "rounds": "sum_rounds",
    "surveys": "sum_methods compare_methods",
    "item_quality": "measure_items add_cases",
    "item_pairs": "find_pairs add_shares",
    "coherence": "measure_coherence",
    "weights": "measure_weights",
    "neighbors": "find_neighbors",
    "robustness": "estimate_robustness",
    "fragility": "measure_fragility",
    "small_numbers": "sum_small_numbers",
    "pace": "find_pace",
    "plan": "find_plan",
    "plan_sums": "sum_plan",
    "recommendations": "find_recommendations",
    "framework_changes": "compare_frameworks",
}
MADE_FROM = {
    "block_areas": ["statistics"],
    "unit_areas": ["statistics"],
    "change_causes": ["changes"],
    "change_parts": ["changes", "change_causes"],
    "followups": ["findings"],
    "target_sums": ["targets"],
    "claim_blocks": ["claim_sums"],
    "item_quality": ["statistics", "coherence"],
    "small_numbers": ["fragility"],
    "pace": ["what_if"],
    "plan": ["pace", "what_if"],
    "plans": ["plan", "pace", "what_if"],
    "plan_sums": ["plan", "pace", "what_if"],
    "recommendations": ["findings", "claim_sums"],
}
ALWAYS_THERE = {"leaves", "items", "index", "plans", "second_source_differences", "satisfaction", "small_areas"}
# (plans is the printed name of plan; the last three are read, or estimated elsewhere)
CLAIMS = ("claims", "claim_sums", "claim_blocks", "claim_areas", "cuts", "reasons", "rounds")
# A year at its edges: points over their caps, an index below 0, a unit to which nothing applies, one not ranked.
EDGE_TREE = [
    ("1",),
    ("1.1", "1", "2.5"),
    ("1.2", "1", 4, "survey"),
    ("9",),
    ("9.1", "9", 2, "bonus"),
    ("9.2", "9", None, "penalty"),
]
EDGE_POINTS: dict[str, dict[str, Any]] = {
    "a": {"1.1": "2.5", "1.2": 4, "9.1": 3},
    "b": {"1.1": 0, "1.2": "0.333333333", "9.2": 9},
    "c": {"1.1": "no", "1.2": "no"},
    "d": {"1.1": "no", "1.2": "3.9999"},
    "e": {"1.1": "1.25", "1.2": 1},
}
EDGE_UNITS = dict.fromkeys("abcd") | {"e": {"ranked": "no"}}


class LeftOut:
    """Stands for a table that a test said it does not look at; whoever looks at it all the same fails."""

    def __init__(self, table: str) -> None:
        self._table = table

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{self._table} was left out: the test names the tables that it looks at")


@contextmanager
def making_only(*tables: str) -> Iterator[None]:
    """Have years computed without the tables that are not named; leaves, items and index are always made."""
    made = {*tables, *(source for table in tables for source in MADE_FROM.get(table, ()))}
    assert made - ALWAYS_THERE <= MADE_BY.keys(), made
    with pytest.MonkeyPatch.context() as patch:
        for table in MADE_BY.keys() - made:
            for function in MADE_BY[table].split():
                patch.setattr(recipe, function, lambda *given, table=table, **named: LeftOut(table))
        yield


@dataclass(frozen=True)
class Case:
    """A year that stands in files; ``path`` is its parameters file."""

    path: Path

    @property
    def inputs(self) -> Path:
        return self.path.parent / f"{self.path.stem}-inputs"

    @property
    def framework(self) -> Path:
        return self.path.parent / f"{self.path.stem}-framework"

    def compute(self, *tables: str) -> Results:
        """Compute the year; where tables are named, only these beside leaves, items and index."""
        if not tables:
            return recipe.compute_results(self.path)
        with making_only(*tables):
            return recipe.compute_results(self.path)

    def rank(self) -> Scored:
        """Score the year as far as a later one is compared with it."""
        return recipe.score_year(recipe.read_subject(self.path))

    def period(self) -> Period:
        """Join the years that lead to this one, each with the tables that the report of a period shows."""
        with making_only("findings", "followups", "framework_changes"):
            return compute_period(self.path)

    def score(self, *tables: str) -> dict[str, list[dict[str, str]]]:
        """Run ``parreport score``: the rows of each table it wrote, as text; or write only the tables named."""
        folder = self.path.parent / f"{self.path.stem}-tables"
        if tables:
            frames, folder = frames_of(self.compute(*tables)), folder.with_name(f"{folder.name}-named")
            folder.mkdir(exist_ok=True)
            for table in columns.PUBLISHED:
                if table.name in tables:
                    write_table(frames[table.name], table, folder / f"{table.name}.csv")
            return {name: read_csv(folder / f"{name}.csv") for name in tables}
        assert main(["score", str(self.path), "--out", str(folder), "--language", "en"]) == 0
        return {path.stem: read_csv(path) for path in sorted(folder.glob("*.csv"))}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path: Path, names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def tree_rows(tree: Tree) -> list[dict[str, Any]]:
    rows = []
    for code, *rest in tree:
        parent, maximum, method, rule, name = [*rest, *[None] * (5 - len(rest))]
        is_leaf = len(rest) > 1
        rows.append(
            {
                "item_code": code,
                "parent_code": parent or "",
                "name": name or f"Mục {code}",
                "max_points": "" if maximum is None else maximum,
                "method": (method or "appraised") if is_leaf else "",
                "rule": rule or "",
            }
        )
    return rows


def point_rows(points: Points) -> list[dict[str, Any]]:
    rows = []
    for unit, given in points.items():
        for item, what in given.items():
            if what is None:
                continue
            if what == "no":
                cells: dict[str, Any] = {"applies": "no"}
            elif isinstance(what, Mapping):
                cells = dict(what)
            else:
                cells = {"appraised_points": what}
            rows.append({"unit_code": unit, "item_code": item, **cells})
    return rows


def unit_rows(units: Mapping[str, Any], block: str) -> list[dict[str, Any]]:
    rows = []
    for code, given in units.items():
        cells = {"block": given} if isinstance(given, str) else dict(given or {})
        rows.append({"unit_code": code, "name": f"Đơn vị {code}", "block": block, "ranked": "yes"} | cells)
    return rows


def write_year(
    folder: Path,
    tree: Tree | Mapping[str, Tree],
    points: Points,
    *,
    name: str = "2018",
    units: Mapping[str, Any] | Sequence[str] | None = None,
    block: Mapping[str, Any] | None = None,
    framework: Mapping[str, Any] | None = None,
    mapping: Sequence[Sequence[Any]] | None = None,
    appraisal: Sequence[Mapping[str, Any]] | None = None,
    targets: Sequence[Mapping[str, Any]] | None = None,
    target_values: Sequence[Mapping[str, Any]] | None = None,
    base: Case | None = None,
    **parameters: Any,
) -> Case:
    """Write a year. ``mapping`` rows: item, base item[, share[, comparable[, block, base block]]]."""
    trees = tree if isinstance(tree, Mapping) else {"so": tree}
    first = next(iter(trees))
    case = Case(folder / f"{name}.yaml")
    given_units = units if isinstance(units, Mapping) else dict.fromkeys(units or points)
    blocks = [
        {"code": code, "name": f"Khối {code}", "items": f"{code}.csv", "bands": BANDS, "ranked": True}
        | {"survey_missing": "error"}
        | dict(block or {})
        for code in trees
    ]
    case.framework.mkdir(parents=True, exist_ok=True)
    written = {"title": "Bộ chỉ số thử", "legal_basis": [], "illustrative": True, "blocks": blocks}
    _write_yaml(case.framework / "framework.yaml", written | dict(framework or {}))
    for code, one in trees.items():
        write_csv(case.framework / f"{code}.csv", columns.FRAMEWORK_ITEMS.names, tree_rows(one))
    if mapping is not None:
        rows = []
        for row in mapping:
            item, base_item, share, comparable, own, other = [*row, *[None] * (6 - len(row))]
            cells = (own or first, item, (other or first) if base_item else "", base_item or "")
            rows.append(dict(zip(columns.MAPPING.names, (*cells, share or "", comparable or "yes"), strict=False)))
        write_csv(case.framework / "mapping.csv", columns.MAPPING.names, rows)
    if targets is not None:
        write_csv(case.framework / "targets.csv", columns.TARGETS_FILE.names, targets)
    write_csv(case.inputs / "units.csv", columns.UNITS_FILE.names, unit_rows(given_units, first))
    write_csv(case.inputs / "points.csv", columns.POINTS_FILE.names, point_rows(points))
    if appraisal is not None:
        write_csv(case.inputs / "appraisal.csv", columns.APPRAISAL_FILE.names, appraisal)
    if target_values is not None:
        write_csv(case.inputs / "target_values.csv", columns.TARGET_VALUES_FILE.names, target_values)
    keys = {
        "province": "Tỉnh thử",
        "year": int(name[:4]) if name[:4].isdigit() else 2018,
        "inputs": str(case.inputs),
        "framework": str(case.framework),
        "base": None if base is None else str(base.path),
        "history": [],
        "language": "vi",
        "status": "final",
    }
    _write_yaml(case.path, keys | parameters)
    return case


def _write_yaml(path: Path, values: Mapping[str, Any]) -> None:
    path.write_text(yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=1000), encoding="utf-8")
