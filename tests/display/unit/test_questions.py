"""Twelve questions of a head of unit: the two pages hold the figures that the tables give.

A reader asks the pages; here each question is worked out from the tables, and its figures are looked for in the words
of the sections that stand on the two pages. For five units of different kinds.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import parreport as pr
from parreport.display.formats import format_amount, format_number, format_pct
from parreport.display.parts import Bullets, Heading, KeyFigures, Table, Text
from parreport.display.unit.tables import declared
from parreport.language import use_language
from parreport.years.results import Results

PROJECT = Path(__file__).resolve().parents[3]
PAGES = (pr.show_unit_head, pr.show_why, pr.show_strengths, pr.show_plan, pr.show_appraisal, pr.show_followups)
UNITS = [("ben-tre-2018", unit) for unit in ("so-noi-vu", "so-cong-thuong", "so-y-te", "837")]
UNITS.append(("gia-lai-766-2026", "H21.122"))
known: dict[str, Results] = {}


@pytest.fixture(params=UNITS, ids=lambda one: one[1])
def asked(request: Any) -> Iterator[tuple[Results, str, str]]:
    """The year, the unit, and the words of its two pages."""
    name, unit = request.param
    with use_language("vi"):
        if name not in known:
            known[name] = pr.compute_results(PROJECT / "parameters" / f"{name}.yaml")
        yield known[name], unit, "\n".join(words_of(known[name], unit))


def words_of(results: Results, unit: str) -> Iterator[str]:
    for part in (part for show in PAGES for part in show(results, unit).parts):
        if isinstance(part, Heading | Text):
            yield part.words
        elif isinstance(part, Bullets):
            yield from part.entries
        elif isinstance(part, KeyFigures):
            for one in part.figures:
                yield " ".join((one.value, one.label, *one.remarks))
        elif isinstance(part, Table):
            for row in part.rows:
                yield " ".join(f"{cell.words} {cell.second}" for cell in row if not isinstance(cell, str))


def line_of(words: str, code: str) -> str:
    return next(line for line in words.splitlines() if line.startswith(f"{code} ") and line.count("  "))


@pytest.mark.years
def test_a_head_of_unit_finds_the_answers_on_the_two_pages(asked: tuple[Results, str, str]) -> None:
    results, unit, words = asked
    own = results.index[results.index["unit_code"] == unit].iloc[0]
    plan = results.plan[(results.plan["unit_code"] == unit) & results.plan["told"]].to_dict("records")
    sums = results.plan_sums[results.plan_sums["unit_code"] == unit].iloc[0]
    goals = results.what_if[results.what_if["unit_code"] == unit].to_dict("records")
    decimals = results.framework.decimals

    # 1, 2, 3: Which index, which place of how many, which class?
    assert format_pct(own["printed_pct"], decimals) in words
    assert f"{own['rank']} / {own['ranked_n']}" in words
    assert f"“{next(b.shown for b in results.block_of(unit).bands if b.name == own['band'])}”" in words
    # 4: How sure is the place?
    ranges = results.robustness[results.robustness["unit_code"] == unit].iloc[0]
    assert f"ạng {ranges['rank']}" in words
    # 5: Why did the index change, and what would it be without its main cause?
    causes = results.change_causes[results.change_causes["unit_code"] == unit].to_dict("records")
    assert bool(causes) == (results.base is not None)
    for row in causes:
        for cause in ("results", "framework", "bonus", "penalty"):
            assert not row[f"{cause}_pp"] or format_number(row[f"{cause}_pp"], decimals, signed=True) in words
        turned = row["main"] in ("bonus", "penalty", "framework") and (row["without_pp"] > 0) != (row["total_pp"] > 0)
        assert ("Nếu không tính" in words) == turned
        assert not turned or f"{format_number(abs(row['without_pp']), decimals)} điểm phần trăm" in words
    # 6: How many points are lost?
    assert f"mất {format_number(own['lost_points'], 2)} điểm" in words
    # 7: Which penalties could have been avoided, and for what were they given?
    leaves = results.leaves[(results.leaves["unit_code"] == unit) & (results.leaves["method"] == "penalty")]
    given = {row["item_code"]: row["points"] for row in leaves.to_dict("records") if row["applies"] and row["points"]}
    assert [row["item_code"] for row in plan if row["kind"] == "penalty"] == [*given]
    assert ("Bị trừ" in words) == bool(given)
    # 8, 9, 10: What costs how much, what does it bring, how many others have it, on which raw figure and next step?
    for row in plan:
        line = line_of(words, row["item_code"])
        assert format_number(row["lost_points"], 2) in line
        assert format_number(row["gain_points"], 2) in line
        assert f"{row['peers_full_n']}/{row['peers_n']}" in line
        assert row["denominator"] is None or declared(row) in line
        if row["step_n"] is not None and row["step_n"] == row["step_n"]:
            assert f"{format_amount(abs(row['step_n']))}: +{format_number(row['step_points'], 2)}" in line
    # 11: Is that enough for the next place and the next class?
    assert f"{format_number(sums['told_points'], 2)} điểm" in words
    for goal in goals:
        what = "lên hạng" if goal["goal"] == "next_rank" else "nâng mức xếp loại"
        if goal["points_needed"] is None:
            continue
        assert f"cần thêm {format_number(goal['points_needed'], 2)} điểm" in words
        short = goal["points_needed"] - sums["told_points"]
        assert (f"đủ để {what}" if short <= 0 else f"còn thiếu {format_number(short, 2)} điểm để {what}") in words
    # 12: Where would the unit stand then, and what is in no plan?
    assert format_pct(sums["index_told"], decimals) in words
    assert sums["rank_told"] == own["rank"] or f"hạng {sums['rank_told']} thay vì hạng {own['rank']}" in words
    assert not sums["left_n"] or format_number(sums["left_points"], 2) in words
