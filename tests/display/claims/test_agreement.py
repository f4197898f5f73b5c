"""Score sheet, claims table, sentences, slides and province totals tell one story of each official figure.

What they print is held against sums made here from ``points.csv`` and ``appraisal.csv`` and, where
the rule decides, from the points of the leaf in ``items``, one leaf at a time.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import parreport as pr
from parreport.columns import is_blank
from parreport.display.formats import MINUS
from parreport.display.parts import Cell, Heading, Section, Table, Text
from parreport.display.slides.causes import slide_of_claims
from parreport.display.slides.unit import unit_slides
from parreport.language import use_language
from parreport.years.recipe import compute_results
from parreport.years.results import Results
from tests.cases import write_year

DRAFT_TREE = [
    ("1",),
    ("1.1", "1", 4, "appraised", "each: 1"),
    ("1.2", "1", 4),
    ("1.3", "1", 4),
    ("2",),
    ("2.1", "2", 4, "survey"),
    ("2.2", "2", 4),
    ("9",),
    ("9.1", "9", 2, "bonus"),
    ("9.2", "9", 1, "penalty"),
]


def cell(own: Any, given: Any = "", **others: Any) -> dict[str, Any]:
    return {"self_points": own, "appraised_points": given, **others}


DRAFT = {
    "a": {
        **{"1.1": cell(3, value=2), "1.2": cell(4, "2.5", reason="Thiếu"), "1.3": cell(2, 3), "2.1": 3, "2.2": 4},
        **{"9.1": cell(2, "2.5"), "9.2": cell("0.25", 3)},  # 2 and 1 count
    },
    "b": {"1.1": cell(1, value=3), "1.2": cell(4), "1.3": cell(4, 4), "2.1": 3, "2.2": cell(4), "9.1": cell(3)},
    "c": {"1.1": cell(4), "1.2": cell("0.333"), "2.1": 4},  # nobody decided on it; 1.3 and 2.2 are gaps
    "d": {"1.1": 4, "1.2": 4, "1.3": 4, "2.1": 4, "2.2": 4},  # claims nothing
    "e": {"1.1": cell(2, 2), "1.2": cell(3, 3), "1.3": 4, "2.1": 2, "2.2": cell(1, 4)},
}


@dataclass(frozen=True)
class Leaf:
    """A leaf that a unit claims points on; points of a penalty below 0 in ``signed``."""

    unit: str
    item: str
    own: Decimal
    official: Decimal
    by: str
    sign: int

    @property
    def cut(self) -> Decimal:
        return self.sign * (self.own - self.official)


@dataclass(frozen=True)
class Year:
    results: Results
    leaves: list[Leaf]

    def of(self, unit: str) -> list[Leaf]:
        return [leaf for leaf in self.leaves if leaf.unit == unit]

    def decided(self, unit: str) -> bool:
        return any(leaf.by != "self" for leaf in self.of(unit))


def read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def year_of(results: Results, inputs: Path) -> Year:
    """Read what units claim and who decided from the files; what counts is what the unit's items have."""
    appraised = {(row["unit_code"], row["item_code"]) for row in read(inputs / "appraisal.csv")}
    items = {(row["unit_code"], row["item_code"]): row for row in results.items.to_dict("records")}
    leaves = []
    for row in read(inputs / "points.csv"):
        unit, code = row["unit_code"], row["item_code"]
        item, scored = results.block_of(unit).by_code[code], items[unit, code]
        if not row["self_points"] or item.method == "survey" or not scored["applies"]:
            continue
        by = "self"
        if (unit, code) in appraised or row["appraised_points"]:
            by = "appraiser"
        elif item.rule is not None and (row["value"] or row["numerator"]):
            by = "rule"
        sign = -1 if item.method == "penalty" else 1
        leaves.append(Leaf(unit, code, Decimal(row["self_points"]), scored["points"], by, sign))
    english = results.parameters.model_copy(update={"language": "en"})  # a deck is in the language of its run
    return Year(replace(results, parameters=english), leaves)


@pytest.fixture(scope="module", params=["sample", "draft"])
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Year:
    if request.param == "sample":
        return year_of(compute_results("parameters/ben-tre-2018.yaml"), Path("data/ben-tre/2018"))
    case = write_year(tmp_path_factory.mktemp("draft"), DRAFT_TREE, DRAFT, status="draft")
    results = case.compute()
    return year_of(results, Path(results.parameters.inputs))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def shown(figure: Decimal, signed: bool = False) -> str:
    """Print a figure by hand: rounded half up to two decimals, with the sign of print."""
    cents = int((abs(figure) * 100 + Decimal("0.5")) // 1)
    digits = f"{cents // 100:,}.{cents % 100:02}"
    if not cents:
        return digits
    return (MINUS if figure < 0 else "+" if signed else "") + digits


def cells(table: Table) -> list[list[str]]:
    return [[one.words if isinstance(one, Cell) else one for one in row] for row in table.rows]


def table_of(section: Section, id: str) -> Table | None:
    return next((part for part in section.parts if isinstance(part, Table) and part.id == id), None)


def code_of(words: str) -> str:
    return words.split(" ", 1)[0]


def test_the_score_sheet_shows_the_claim_and_the_official_points_of_every_leaf(year: Year) -> None:
    for unit in year.results.units["unit_code"]:
        sheet = table_of(pr.show_score_sheet(year.results, unit), "score-sheet")
        assert sheet is not None
        heads = [column.name for column in sheet.columns]
        rows = {code_of(row[0]): row for row in cells(sheet)}
        assert ("Self" in heads) == any(leaf.own is not None for leaf in year.of(unit))
        for leaf in year.of(unit):
            assert rows[leaf.item][heads.index("Official")] == shown(leaf.official)
            assert "Self" not in heads or rows[leaf.item][heads.index("Self")] == shown(leaf.own)


def test_all_items_that_differ_are_all_of_them(year: Year) -> None:
    for unit in year.results.units["unit_code"]:
        differ = {leaf.item: leaf for leaf in year.of(unit) if leaf.cut}
        first, annex = pr.show_appraisal(year.results, unit), pr.show_appraisal_list(year.results, unit)
        if not year.decided(unit):
            assert not first.parts and table_of(annex, "appraisal-list") is None
            continue
        table = table_of(annex, "appraisal-list")
        found = {code_of(row[0]): row for row in cells(table)} if table is not None else {}
        assert found.keys() == differ.keys()
        words = {"appraiser": "appraiser", "rule": "rule", "self": "the unit itself"}
        for code, leaf in differ.items():
            assert found[code][1] == shown(leaf.own)
            assert found[code][-3:-1] == [shown(leaf.official), words[leaf.by]]


def test_the_sentences_of_a_unit_have_the_figures_of_its_tables(year: Year) -> None:
    for unit in year.results.units["unit_code"]:
        if not year.decided(unit):
            continue
        own, section = year.of(unit), pr.show_appraisal(year.results, unit)
        cuts, raises = [leaf for leaf in own if leaf.cut > 0], [leaf for leaf in own if leaf.cut < 0]
        heading = next(part.words for part in section.parts if isinstance(part, Heading))
        told = next(part.words for part in section.parts if isinstance(part, Text))
        lost, won = sum((one.cut for one in cuts), Decimal(0)), sum((-one.cut for one in raises), Decimal(0))
        expected = [shown(lost), str(len(cuts))] if cuts else []
        expected += [shown(won), str(len(raises))] if raises else []
        assert re.findall(r"\d+(?:\.\d+)?", heading) == expected
        claimed = sum((leaf.sign * leaf.own for leaf in own), Decimal(0))
        official = sum((leaf.sign * leaf.official for leaf in own), Decimal(0))
        assert f"{shown(claimed)} points are claimed and {shown(official)} granted" in told
        for by, words in (("rule", "by the rule"), ("appraiser", "by the appraiser")):
            points = [leaf.cut for leaf in cuts if leaf.by == by]
            part = re.search(rf"(\d+) {words}[^(]*\((\S+) points\)", told)
            assert (part and part.groups()) == ((str(len(points)), shown(sum(points))) if points else None)
        areas = table_of(pr.show_appraisal_list(year.results, unit), "claim-areas")
        assert areas is not None
        total = [shown(claimed), shown(official), shown(claimed - official, signed=True)]
        assert cells(areas)[-1][1:4] == total
        assert cells(areas)[-1][5] == f"{len(cuts)}/{len(own)}"


def test_the_slides_of_a_unit_say_the_same(year: Year) -> None:
    for unit in [code for code in year.results.units["unit_code"] if year.decided(code)][:6]:
        section = pr.show_appraisal(year.results, unit)
        heading = next(part.words for part in section.parts if isinstance(part, Heading))
        slide = next(slide for slide in unit_slides(year.results, unit) if slide.title == heading)
        largest = sorted((leaf.cut for leaf in year.of(unit) if leaf.cut > 0), reverse=True)[:4]
        assert slide.chart is not None
        told = re.findall(rf": ({MINUS}[\d.]+) points", slide.chart.caption.alt)
        assert told == [f"{MINUS}{shown(cut)}" for cut in largest]


def test_the_slide_of_the_province_counts_the_same_units(year: Year) -> None:
    units = [unit for unit in year.results.units["unit_code"] if year.decided(unit)]
    above = sum(sum((leaf.cut for leaf in year.of(unit)), Decimal(0)) > 0 for unit in units)
    title = slide_of_claims(year.results).title
    assert re.findall(r"\d+", title) == [str(above), str(len(units))]


def test_the_province_has_the_sums_of_its_units(year: Year) -> None:
    section = pr.show_claims(year.results)
    told = " ".join(part.words for part in section.parts if isinstance(part, Text))
    for block in year.results.framework:
        names = {year.results.name_of(code): code for code in year.results.units["unit_code"]}
        table = table_of(section, f"claims-{block.code}")
        if table is None:
            continue
        own, official, count, cut = Decimal(0), Decimal(0), 0, 0
        rows = [row for row in cells(table) if row[0] in names]
        decided = [names[name] for name, *_ in rows if year.decided(names[name])]
        gaps = [leaf.sign * (leaf.own - leaf.official) for unit in decided for leaf in year.of(unit)]
        mean = shown(sum(gaps, Decimal(0)) / len(decided), signed=True)
        means = [[f"Mean of {len(decided)} units", "–", "–", mean, "–", "–", "–"]] if len(decided) > 1 else []
        assert cells(table)[len(rows) : -1] == means
        for name, *figures in rows:
            leaves = year.of(names[name])
            claimed = sum((leaf.sign * leaf.own for leaf in leaves), Decimal(0))
            granted = sum((leaf.sign * leaf.official for leaf in leaves), Decimal(0))
            cuts = sum(leaf.cut > 0 for leaf in leaves)
            assert figures[:3] == [shown(claimed), shown(granted), shown(claimed - granted, signed=True)]
            assert figures[4] == f"{cuts}/{len(leaves)}"
            own, official, count, cut = own + claimed, official + granted, count + len(leaves), cut + cuts
        total = cells(table)[-1]
        assert total[1:4] == [shown(own), shown(official), shown(own - official, signed=True)]
        assert total[5] == f"{cut}/{count}"
        areas = table_of(section, f"claim-areas-{block.code}")
        assert areas is not None and cells(areas)[-1][1:] == total[1:]
        assert f"{shown(own)} points are claimed and {shown(official)} granted" in told


def test_the_open_data_have_the_same_gaps(year: Year) -> None:
    rows = {(row["unit_code"], row["item_code"]): row for row in year.results.claims.to_dict("records")}
    for leaf in year.leaves:
        row = rows.get((leaf.unit, leaf.item))
        if row is None:
            assert leaf.own == leaf.official
            continue
        assert (row["claim_gap"], row["official_points"]) == (leaf.own - leaf.official, leaf.official)
        assert row["decided_by"] == leaf.by
    claimed = {(leaf.unit, leaf.item) for leaf in year.leaves}
    assert all(is_blank(row["claim_gap"]) for key, row in rows.items() if key not in claimed)
