"""Units that stand in another block than before, and units that were split: what is computed and what is said.

In 2025 xã A (60%), xã B (80%) and phường C (90%); in 2026 A has become a phường (70%), B was split into
xã B1 (50%) and xã B2 (100%), C is as before (80%).
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parreport.analysis.mapping import find_splits, link_units, trace_units
from parreport.building.slices import slice_unit
from parreport.display.period.unit_sentences import describe_units
from parreport.display.province.ranking_sentences import describe_moves
from parreport.display.unit.followup_sentences import describe_followups
from parreport.display.unit.sentences import describe_change
from parreport.language import use_language
from parreport.years.results import Period
from tests.cases import Case, write_year

TREE = {"xa": [("1",), ("1.1", "1", 10)], "phuong": [("1",), ("1.1", "1", 10)]}


def units_of(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit_code", "base_unit_code"])


def write_case(folder: Path) -> Case:
    given: dict[str, Any] = {"a": {"block": "xa", "name": "Xã A"}, "b": {"block": "xa", "name": "Xã B"}}
    given["c"] = {"block": "phuong", "name": "Phường C"}
    points = {"a": {"1.1": 6}, "b": {"1.1": 8}, "c": {"1.1": 9}}
    base = write_year(folder, TREE, points, name="2025", units=given)
    now = {
        "a": {"block": "phuong", "name": "Phường A"},
        "c": {"block": "phuong", "name": "Phường C"},
        "b1": {"block": "xa", "name": "Xã B1", "base_unit_code": "b"},
        "b2": {"block": "xa", "name": "Xã B2", "base_unit_code": "b"},
    }
    points = {"a": {"1.1": 7}, "c": {"1.1": 8}, "b1": {"1.1": 5}, "b2": {"1.1": 10}}
    return write_year(folder, TREE, points, name="2026", units=now, base=base)


@pytest.fixture(scope="module")
def period(tmp_path_factory: pytest.TempPathFactory) -> Period:
    return write_case(tmp_path_factory.mktemp("moved")).period()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return write_case(tmp_path_factory.mktemp("moved")).compute()


# --- who continues whom ------------------------------------------------------------------------


def test_a_unit_that_several_name_was_split() -> None:
    units = units_of(("b1", "b"), ("b2", "b"), ("c", ""), ("m", "d;e"))
    assert find_splits(units) == {"b": ("b1", "b2")}
    assert link_units(units, units_of(("b", ""), ("c", ""), ("d", ""), ("e", ""))) == {"c": "c"}


def test_what_is_left_of_a_unit_under_its_own_code_goes_on_as_that_unit() -> None:
    units = units_of(("b", ""), ("b2", "b"), ("m", "c;d"), ("c", ""))
    assert find_splits(units) == {"b": ("b", "b2"), "c": ("m", "c")}
    before = units_of(("b", ""), ("c", ""), ("d", ""))
    assert link_units(units, before) == {"b": "b", "c": "c"}
    assert trace_units([units, before]) == {"b": ("b", "b"), "b2": ("b2", None), "m": ("m", None), "c": ("c", "c")}


def test_parts_of_a_unit_have_no_code_before_the_split() -> None:
    years = [
        units_of(("x", "b1"), ("c", "")),
        units_of(("b1", "b"), ("b2", "b"), ("c", "")),
        units_of(("b", ""), ("c", "")),
    ]
    assert trace_units(years) == {"x": ("x", "b1", None), "c": ("c", "c", "c")}


# --- figures -----------------------------------------------------------------------------------


def test_a_unit_of_another_block_has_a_change_and_no_places(results: Any) -> None:
    rows = results.index.set_index("unit_code")
    assert (rows.loc["a", "change_pp"], rows.loc["a", "base_block"]) == (Decimal("10.00"), "xa")
    assert pd.isna(rows.loc["a", "places"]) and pd.isna(rows.loc["a", "base_rank"])
    assert (rows.loc["c", "change_pp"], rows.loc["c", "places"], rows.loc["c", "base_block"]) == (
        Decimal("-10.00"),
        0,
        "",
    )


def test_parts_of_a_unit_have_no_change_and_name_each_other(results: Any) -> None:
    rows = results.index.set_index("unit_code")
    for part, other in (("b1", "b2"), ("b2", "b1")):
        own = rows.loc[part]
        assert (own["change_pp"], own["base_pct"], own["split_from"], own["split_with"]) == (None, None, "b", other)
    assert not {"b1", "b2"} & set(results.changes["unit_code"])
    assert {"b1", "b2"} & set(results.followups["unit_code"]) == set()


def test_the_series_of_parts_begins_with_the_split(period: Period) -> None:
    own = period.series[period.series["unit_code"].isin(["b1", "b2"])]
    assert [one.year for one in own["year"]] == [2026, 2026]
    missing = period.missing.set_index("unit_code")["reason"]
    assert dict(missing) == {"b1": "split", "b2": "split"}
    ended = period.ended.to_dict("records")
    assert [(row["unit_code"], row["successors"]) for row in ended] == [("b", "b1;b2")]


# --- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize("sliced", [False, True], ids=["whole", "of the unit alone"])
def test_a_unit_is_told_why_it_has_no_places_or_no_change(results: Any, sliced: bool) -> None:
    def told(unit: str) -> str:
        return describe_change(slice_unit(results, unit) if sliced else results, unit)

    with use_language("vi"):
        assert told("a") == (
            "Chỉ số tăng 10,00 điểm phần trăm so với năm 2025. Năm 2025, đơn vị thuộc khối xa nên không so sánh "
            "thứ hạng."
        )
        assert told("b1") == "Sau năm 2025, xã B được chia tách thành xã B1 và xã B2 nên không tính thay đổi."
        assert told("b2") == "Sau năm 2025, xã B được chia tách thành xã B2 và xã B1 nên không tính thay đổi."
    assert told("b1") == "Xã B was split after 2025 into Xã B1 and Xã B2; its change is not computed."
    assert "rank stays" in told("c")


def test_weaknesses_of_a_unit_that_was_split_are_not_followed(results: Any) -> None:
    with use_language("vi"):
        told = describe_followups(slice_unit(results, "b1"), "b1", pd.DataFrame(), 2025)
    assert (
        told == "Sau năm 2025, xã B được chia tách thành xã B1 và xã B2 nên không theo dõi kết quả khắc phục hạn chế."
    )


def test_the_province_is_told_who_came_from_another_block_and_who_was_split(results: Any) -> None:
    blocks = results.framework.by_code
    with use_language("vi"):
        assert describe_moves(results, blocks["phuong"]).endswith(
            "Năm 2025 thuộc khối khác nên không so sánh thứ hạng: phường A."
        )
        assert describe_moves(results, blocks["xa"]) == (
            "Không đơn vị nào của khối xa có chỉ số năm 2025 để so sánh. "
            "Được chia tách sau năm 2025 nên không tính thay đổi: xã B (thành xã B1 và xã B2)."
        )


def test_the_report_of_the_period_says_the_same(period: Period) -> None:
    blocks = period.results.framework.by_code
    with use_language("en"):
        assert describe_units(period, blocks["xa"]) == [
            "Part of a unit that was split since, without figures of its own in 2025: Xã B1 and Xã B2.",
            "Divided after 2025: Xã B, now Xã B1 and Xã B2.",
        ]
        assert describe_units(period, blocks["phuong"]) == [
            "In another block in 2025, so ranks of then are not compared: Phường A."
        ]
