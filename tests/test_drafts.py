"""Drafts: items without points leave points and maximum; the tables by other code, the pages by their words. M 1.9."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

import parreport as pr
from parreport.building.front_page import portal_of
from parreport.building.scoring import export_scoring
from parreport.cli import main
from parreport.display.decision import describe_decision, table_decision
from parreport.display.formats import DASH
from parreport.display.parts import Cell, KeyFigures, Table, Text
from parreport.display.province.tables import table_ranking, tables_all_items
from parreport.display.unit import points as unit_points
from parreport.display.unit import sections as unit_sections
from parreport.display.unit import sentences as unit_say
from parreport.language import use_language
from parreport.publishing.paper.typesetting import _gather as gather_sheets
from tests.cases import Case

Write = Callable[..., Case]
TREE = [("1",), ("1.1", "1", 4), ("1.2", "1", 6), ("2",), ("2.1", "2", 10), ("2.2", "2", 2, "bonus")]
MAXIMA = {"1.1": 4, "1.2": 6, "2.1": 10}
POINTS: dict[str, dict[str, Any]] = {
    "a": {"1.1": 4, "1.2": 6, "2.1": 9},
    "b": {"1.1": 2, "1.2": 3, "2.1": 6},
    "c": {"1.1": 4, "2.1": 8},  # 1.2 has no points
    "d": {},  # sent nothing
    "e": {"1.1": 1, "1.2": 6, "2.1": 5},  # is not ranked
}
UNITS: dict[str, Any] = dict.fromkeys("abcd") | {"e": {"ranked": "no"}}


@pytest.fixture
def draft(write_case: Write) -> Case:
    before = {unit: {"1.1": 2, "1.2": 3, "2.1": 5} for unit in "abcd"} | {"e": {"1.1": 1, "1.2": 6, "2.1": 5}}
    base = write_case(TREE, before, units=UNITS, name="2017", year=2017)
    return write_case(TREE, POINTS, units=UNITS, base=base, status="draft", language="en")


def half_up(value: Fraction, places: int = 2) -> str:
    whole, part = divmod((value * 10**places * 2 + 1).__floor__() // 2, 10**places)
    return f"{whole}.{part:0{places}d}".rstrip("0").rstrip(".")


def plain_index(points: dict[str, dict[str, Any]], unranked: str = "") -> dict[str, dict[str, str]]:
    """The index by other code: one unit at a time, fractions, no table."""
    gaps = {u: [i for i in MAXIMA if i not in own] for u, own in points.items()}
    index = {}
    for unit, own in points.items():
        known = [i for i in MAXIMA if i in own and own[i] != "no"]
        gaps[unit] = [i for i in gaps[unit] if own.get(i) != "no"]
        most = sum(MAXIMA[i] for i in known)
        index[unit] = Fraction(100 * sum(Fraction(own[i]) for i in known), most) if most else None
    whole = {u: pct for u, pct in index.items() if pct is not None and not gaps[u]}
    mean = half_up(Fraction(sum(whole.values()), len(whole))) if whole else ""
    printed = {u: "" if pct is None else half_up(pct) for u, pct in index.items()}
    ranked = {u: Fraction(printed[u]) for u in whole if u not in unranked}
    rows = {}
    for unit in points:
        own_pct = printed[unit]
        at = "" if not own_pct or not mean else "yes" if Fraction(own_pct) >= Fraction(mean) else "no"
        rank = str(1 + sum(pct > ranked[unit] for pct in ranked.values())) if unit in ranked else ""
        band = next((n for n, low in (("Tốt", 80), ("Khá", 65), ("Yếu", 0)) if Fraction(own_pct or 0) >= low), "")
        rows[unit] = {
            "rank": rank,
            "band": band if unit in whole else "",
            "gaps_n": str(len(gaps[unit])),
            "block_mean_pct": mean,
            "at_or_above_mean": at,
            "index_pct": "" if index[unit] is None else half_up(index[unit], 9),
        }
    return rows


def told(rows: list[dict[str, str]], *names: str) -> dict[str, dict[str, str]]:
    return {row["unit_code"]: {name: row[name] for name in names} for row in rows}


def test_the_index_of_a_draft_is_that_of_what_is_there(draft: Case) -> None:
    expected = plain_index(POINTS, unranked="e")
    rows = draft.score("index")["index"]
    assert told(rows, *next(iter(expected.values()))) == expected
    assert expected["c"]["index_pct"] == "85.714285714"  # 12 of 14
    assert expected["d"] == {
        "rank": "",
        "band": "",
        "gaps_n": "3",
        "block_mean_pct": "70",  # (95 + 55 + 60) / 3
        "at_or_above_mean": "",
        "index_pct": "",
    }
    assert [row["max_points"] for row in rows] == ["20", "20", "14", "0", "20"]


@pytest.mark.parametrize("seed", range(12))
def test_random_drafts_are_those_of_other_code(write_case: Write, seed: int) -> None:
    rng = random.Random(seed)
    points = {
        f"u{n}": {
            code: "no" if rng.random() < 0.1 else rng.randint(0, 4 * most) / 4
            for code, most in MAXIMA.items()
            if rng.random() > 0.25
        }
        for n in range(rng.randint(1, 7))
    }
    rows = write_case(TREE, points, status="draft").score("index")["index"]
    expected = plain_index(points)
    assert told(rows, *next(iter(expected.values()))) == expected


def test_an_item_without_points_is_as_if_it_did_not_apply(draft: Case) -> None:
    items = {(row["unit_code"], row["item_code"]): row for row in draft.score()["items"]}
    assert [items["c", "1.2"][name] for name in ("applies", "points", "max_points", "score_pct", "rank")] == [
        "no",
        *[""] * 4,
    ]
    assert (items["c", "1"]["max_points"], items["c", "1"]["score_pct"]) == ("4", "100")
    assert items["c", "1.1"]["rank"] == ""  # a unit without a rank has none on any item
    assert items["b", "1.1"]["rank"] == "2"


def test_means_counts_and_what_if_leave_units_with_gaps_out(draft: Case) -> None:
    results = draft.compute("blocks", "what_if", "changes", "change_parts")
    (row,) = results.blocks.to_dict("records")
    assert [row[name] for name in ("units_n", "ranked_n", "gaps_n", "both_n", "up_n", "down_n", "same_n")] == [
        *(5, 2, 2, 3, 2, 0, 1)
    ]
    assert (row["mean_pct"], row["change_pp"]) == (70, Decimal("16.67"))  # less (50 + 50 + 60) / 3 = 53.33
    assert set(results.what_if["unit_code"]) == {"b", "e"}  # a is first and in the best class
    assert set(results.change_parts["unit_code"]) == {"a", "b", "e"}


def test_a_scenario_may_fill_a_gap(draft: Case, tmp_path: Any) -> None:
    path = tmp_path / "scenario.csv"
    path.write_text("unit_code,item_code,points\nc,1.2,6\n", "utf-8")
    index = pr.compute_results(draft.path, path).index.set_index("unit_code")
    assert (index.loc["c", "index_pct"], index.loc["c", "gaps_n"], index.loc["c", "rank"]) == (90, 0, 2)


def test_check_tells_the_gaps(draft: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(draft.path), "--language", "en"]) == 0
    out = capsys.readouterr().out
    assert "  - unit c: no points yet (1): 1.2\n" in out
    assert "  - unit d: no item has points yet, of 3; it has no index\n" in out
    assert out.endswith("no fault in 5 units; 2 have items without points (4 in all)\n")
    assert main(["check", str(draft.path), "--language", "en", "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["problems"] == []
    assert sum("no points yet (" in note or "no item has points" in note for note in facts["notes"]) == 2


def words_of(section: Any) -> str:
    return json.dumps([part.fields() for part in section.parts], ensure_ascii=False, default=str)


def test_the_first_page_tells_the_gaps(draft: Case) -> None:
    results = draft.compute()
    head = pr.show_province_head(results)
    (gaps,) = [part.words for part in head.parts if isinstance(part, Text) and part.kind == "warning"][:1]
    assert gaps.startswith(
        "4 items of 2 units have no points yet. Number of items without points: Đơn vị c (1). No item has points at "
        "Đơn vị d: no index."
    )
    (lead,) = [part.words for part in head.parts if isinstance(part, Text) and part.kind == "lead"]
    assert "Đơn vị a comes first with 95.00" in lead
    (figures,) = [part.figures for part in head.parts if isinstance(part, KeyFigures)]
    assert (figures[0].value, figures[0].remarks[-1]) == ("5", "3 with points for all items")
    assert "Đơn vị b last with 55.00" in lead  # and not d with 0
    ranking = words_of(pr.show_ranking(results))
    assert "1 item without points" in ranking
    assert "3 items without points" in ranking


def test_a_unit_with_gaps_has_no_rank_class_and_what_if_on_its_page(draft: Case) -> None:
    results = draft.compute()
    with use_language("en"):
        assert unit_say.describe_result(results, "c") == (
            "Đơn vị c reaches 85.71% on the items that have points. 1 item has none yet, so the unit has no rank "
            "and no class."
        )
        assert (
            unit_say.describe_change(results, "c")
            == "Items of 2018 have no points; no change against 2017 is computed."
        )
        plan = words_of(pr.show_plan(results, "c"))
        assert "next place" not in plan and "With the whole plan" not in plan
        head = words_of(unit_sections.show_unit_head(results, "c"))
        assert "1 item has no points yet and leaves points and maximum: 1.2." in head
        silent = words_of(unit_sections.show_unit_head(results, "d"))
    assert "No item of Đơn vị d has points yet; it has no index, no rank and no class." in silent
    assert "0.00%" not in silent


@pytest.mark.parametrize("unit", ["", "c", "d"])
def test_slides_of_a_draft_are_made(draft: Case, unit: str) -> None:
    deck = pr.make_deck(draft.compute(), unit)
    words = json.dumps([slide.fields() for slide in deck.slides], ensure_ascii=False, default=str)
    assert {
        "": "2 units have items without points (4 in all)",
        "c": "1 item without points",
        "d": "No index this year",
    }[unit] in words


def test_portal_data_and_decision_mark_the_gaps(draft: Case, tmp_path: Any) -> None:
    results = draft.compute()
    with use_language("en"):
        portal = portal_of(results, tmp_path, ())
    assert "4 items of 2 units have no points yet." in portal.lead
    names = [cell.words for row in portal.tables[0].rows for cell in row[1:2]]
    assert "Đơn vị c (1 item without points)" in names
    units = {unit["code"]: unit for unit in export_scoring(results)["blocks"][0]["units"]}
    assert [units[code]["gaps"] for code in "abcde"] == [0, 0, 1, 3, 0]
    assert units["c"]["points"] == ["4", None, "8", "0"]
    assert "còn tiêu chí chưa có điểm" in json.dumps(describe_decision(results), ensure_ascii=False)


def test_a_block_of_which_no_unit_is_whole_has_no_mean(write_case: Write) -> None:
    results = write_case(TREE, {"a": {"1.1": 4}, "b": {}}, status="draft", language="en").compute()
    (row,) = results.blocks.to_dict("records")
    assert row["mean_pct"] is None
    head = words_of(pr.show_province_head(results))
    assert "every unit has items without points; there is no rank and no mean" in head


def test_a_period_leaves_a_year_with_gaps_out_of_counts_and_means(draft: Case) -> None:
    period = draft.period()
    assert list(period.block_series["units_n"]) == [5, 3]
    (same,) = period.same_units.to_dict("records")
    assert (same["units_n"], same["first_pct"], same["last_pct"]) == (3, Decimal("53.33"), 70)  # 50, 50, 60
    (moves,) = period.moves.to_dict("records")
    assert [moves[name] for name in ("units_n", "up_n", "down_n", "same_n")] == [3, 2, 0, 1]
    missing = period.missing.set_index("unit_code")
    assert missing.loc["d", "reason"] == "no_points"


def test_areas_items_and_headings_leave_units_with_gaps_out(draft: Case) -> None:
    results = draft.compute()
    areas = results.block_areas.set_index("item_code")
    assert list(areas["mean_pct"]) == [pytest.approx(100 * (10 + 5 + 7) / 30), pytest.approx(100 * (9 + 6 + 5) / 30)]
    assert list(areas["lost_points"]) == [8, 10]  # a, b and e; c would add nothing to 1 and 2 points to 2
    known = results.statistics.set_index("item_code")
    assert (known.loc["2.1", "units_n"], known.loc["2.1", "losing_n"]) == (3, 3)
    assert list(results.item_quality["units_n"]) == [4, 3, 4]
    shown = words_of(pr.show_areas(results))
    assert "3 units with points for all items" in shown
    assert "3 units with points for all items" in words_of(unit_sections.show_profile(results, "b"))
    assert "Points lost by the units of block" in words_of(pr.show_losses(results))


def test_pages_of_a_block_of_which_no_unit_is_whole_are_made(write_case: Write) -> None:
    results = write_case(TREE, {"a": {"1.1": 4}, "b": {}}, status="draft", language="en").compute()
    assert results.block_areas.empty
    shows = (pr.show_areas, pr.show_losses, pr.show_item_quality, pr.show_coherence)
    assert all(isinstance(words_of(show(results)), str) for show in shows)
    assert "Fewer than three units" in words_of(pr.show_item_quality(results))
    assert pr.make_deck(results).slides


def test_a_criterion_with_a_gap_beneath_is_judged_by_what_is_there_and_its_area_heads_no_title(
    write_case: Write,
) -> None:
    tree = [("1",), ("1.1", "1"), ("1.1.1", "1.1", 1), ("1.1.2", "1.1", 2), ("2",), ("2.1", "2", 4), ("2.2", "2", 4)]
    whole = {"1.1.1": 0.5, "1.1.2": 1, "2.1": 3, "2.2": 2}
    points = dict.fromkeys("abcdef", whole) | {"g": {"1.1.1": 1, "2.1": 3, "2.2": 4}, "h": {"1.1.1": 0, "2.1": 0}}
    results = write_case(tree, points, status="draft", language="en").compute()
    found = results.findings[results.findings["unit_code"].isin(["g", "h"])]
    assert "1.1.2" not in set(found["item_code"])
    kinds = {(row["unit_code"], row["item_code"]): row["kind"] for row in found.to_dict("records")}
    strong = (("g", "1.1"), ("g", "1.1.1"), ("g", "2.2"))  # 1.1 of g stands at 1 of 1, that of h at 0 of 1
    weak = (("g", "2.1"), ("h", "1.1"), ("h", "1.1.1"), ("h", "2.1"))
    assert kinds == dict.fromkeys(strong, "strength") | dict.fromkeys(weak, "weakness")
    assert set(results.findings.loc[results.findings["item_code"] == "1.1", "peers_n"]) <= {7}
    areas = unit_sections.areas_of(results, "g")
    with use_language("en"):
        title = unit_say.heading_profile(areas.assign(is_whole=[False, True]), True)
        marked = list(unit_sections.areas_of(results, "g")["area_name"])
        three = pd.concat([areas, areas.tail(1)], ignore_index=True)
        assert "in every area" not in unit_say.heading_profile(three, True)
    assert title == "Score by area"  # one area alone is not compared
    assert marked[0].endswith(" (not all points yet)")
    assert not marked[1].endswith(" (not all points yet)")
    assert list(areas["is_whole"]) == [False, True]


def test_places_are_not_told_of_a_block_with_gaps(draft: Case, write_case: Write) -> None:
    results = draft.compute()
    index = results.index.set_index("unit_code")
    assert (index.loc["b", "rank"], index.loc["b", "base_rank"]) == (2, 1)
    assert index["places"].isna().all()
    told = words_of(pr.show_ranking(results))
    assert told.count("Places gained or lost against 2017 are not told") == 1
    assert "places against 2017" not in told
    with use_language("en"):
        assert unit_say.describe_change(results, "b") == "The index is up 5.00 percentage points on 2017."
        assert "then, " not in words_of(unit_sections.show_unit_head(results, "b"))
    period = draft.period()
    assert period.series["places"].isna().all()
    assert period.trends["places"].isna().all()
    assert period.movers.empty
    before = {unit: {"1.1": 2, "1.2": 3, "2.1": 5} for unit in "ab"}
    base = write_case(TREE, before, name="b2017", year=2017)
    whole = write_case(TREE, {unit: POINTS[unit] for unit in "ab"}, base=base, name="b2018", language="en")
    assert list(whole.compute().index["places"]) == [0, -1]
    assert "are not told" not in words_of(pr.show_ranking(whole.compute()))


def test_a_bonus_left_blank_in_the_file_is_noted(write_case: Write, capsys: pytest.CaptureFixture[str]) -> None:
    whole = {"1.1": 4, "1.2": 6, "2.1": 9}
    case = write_case(TREE, {"a": whole | {"2.2": ""}, "b": whole, "c": whole | {"2.2": 1}}, language="en")
    assert main(["check", str(case.path), "--language", "en"]) == 0
    out = capsys.readouterr().out
    assert out.count("counted as 0") == 1
    assert "  - unit a: bonus or penalty without points, counted as 0 (1): 2.2\n" in out
    results = case.compute()
    assert list(results.index["bonus_points"]) == [0, 0, 1]
    assert "bonus or penalty without points, counted as 0 (1): 2.2" in words_of(pr.show_quality(results))


def test_a_unit_that_sent_nothing_has_dashes_and_no_blank_page(draft: Case) -> None:
    results = draft.compute()
    with use_language("en"):
        block = results.framework.blocks[0]
        for table in (table_ranking(results, block), table_decision(results, block)):
            (row,) = [row for row in table.rows if any("Đơn vị d" in cell.words for cell in row)]
            assert not [cell.words for cell in row if cell.words.startswith("0")]
        (whole,) = tables_all_items(results, block)
        column = [head.name for head in whole.columns].index("Đơn vị d")
        shown = {cell.words if isinstance(cell, Cell) else cell for cell in (row[column] for row in whole.rows)}
        assert shown == {DASH}
        (sheet,) = [part for part in unit_points.show_score_sheet(results, "d").parts if isinstance(part, Table)]
        (bonus,) = [row for row in sheet.rows if row[0].words.startswith("2.2")]
        official = [head.name for head in sheet.columns].index("Official")
        cell = bonus[official]
        assert (cell.words if isinstance(cell, Cell) else cell) == DASH
        (of_b,) = [part for part in unit_points.show_score_sheet(results, "b").parts if isinstance(part, Table)]
        official = [head.name for head in of_b.columns].index("Official")
        cells = [row[official] for row in of_b.rows if row[0].words.startswith("2.2")]
        assert [cell.words if isinstance(cell, Cell) else cell for cell in cells] == ["0.00"]


def test_two_page_ends_in_a_row_are_one() -> None:
    heading, end = {"kind": "heading"}, {"kind": "page-end"}
    assert gather_sheets([heading, end, end, heading, end]) == gather_sheets([heading, end, heading, end])
    assert len(gather_sheets([heading, end, end, heading, end])) == 2


def test_a_page_that_is_opened_takes_in_only_what_stands_between_and_is_no_page_of_its_own() -> None:
    heading, text, start, end = ({"kind": kind} for kind in ("heading", "text", "page-start", "page-end"))
    first, between, opened, last = gather_sheets([heading, end, text, start, heading, text, end, text])
    assert (first["kind"], first["kept"], between, last) == ("sheet", False, text, text)
    assert opened == {"kind": "sheet", "kept": True, "parts": [heading, text]}
    crosswise = {"kind": "table", "flipped": True}
    assert gather_sheets([start, crosswise, end]) == [crosswise]
