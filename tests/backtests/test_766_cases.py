"""Gia Lai by Decision 766/QĐ-TTg on 10/10/2026: what hangs on one petition, and what comes from none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from parreport.columns import is_blank
from parreport.years.recipe import compute_results
from parreport.years.results import Results
from tests.cases import making_only

TABLES = ("robustness", "fragility", "small_numbers", "item_quality", "item_pairs")


@pytest.fixture(scope="module")
def results(project: Path) -> Results:
    with pytest.MonkeyPatch.context() as patch, making_only(*TABLES):
        patch.chdir(project)
        return compute_results("parameters/gia-lai-766-2026.yaml")


@pytest.fixture(scope="module")
def units(results: Results) -> pd.DataFrame:
    """Small numbers beside name, rank and class, by code."""
    index = results.index[["unit_code", "unit_name", "rank", "band"]]
    return results.small_numbers.merge(index, on="unit_code").set_index("unit_code")


def test_117_of_135_communes_and_wards_hold_12_of_100_points_without_a_petition(units: pd.DataFrame) -> None:
    communes = units[units["block"] != "so-nganh"]
    held = communes[communes["default_points"] == 12]
    assert (len(communes), len(held)) == (135, 117)
    assert set(held["default_share_pct"]) == {12}
    assert set(communes.loc[communes["default_points"] != 12, "default_points"]) == {0}


def test_one_petition_decides_between_rank_21_and_rank_6_for_phuong_thong_nhat(units: pd.DataFrame) -> None:
    """0 of 1 in time, 0 of 1 to satisfaction: the same petition, 6 points each of 100, 60.49 or 72.49."""
    row: Any = units[units["unit_name"] == "Phường Thống Nhất"].iloc[0]
    assert (row["rank"], row["band"]) == (21, "Mức 3")
    assert bool(row["hangs_on_few_cases"])
    assert (row["hanging_cases_n"], row["hanging_items"]) == (1, "MDHL.2;MDHL.3")
    assert (row["hanging_rank"], row["hanging_band"]) == (6, "Mức 2")
    assert (row["case_max_rank_change"], row["case_rank"]) == (1, 20)  # on one of the two leaves alone


def test_the_index_of_phuong_thong_nhat_with_its_petition_answered(results: Results) -> None:
    table = results.fragility
    row = table[(table["unit_code"] == "H21.107") & (table["item_code"] == "MDHL.2")].iloc[0]
    assert (str(row["index_one_more"]), str(row["index_shared_more"])) == ("66.490000000", "72.490000000")
    assert is_blank(row["points_one_less"])


def test_thanh_tra_tinh_without_the_items_that_it_has_no_case_for(units: pd.DataFrame) -> None:
    """11 leaves of 0 of 0 leave 64 of 100 points, of which it held 12: 7.79 of 36 are left."""
    row: Any = units[units["unit_name"] == "Thanh tra tỉnh"].iloc[0]
    assert (row["default_points"], row["default_items_n"], row["rank"]) == (12, 11, 14)
    assert float(row["index_without_defaults"]) == pytest.approx(779 / 36)
    assert row["rank_without_defaults"] == 14


def test_no_unit_is_called_firm_where_one_case_moves_its_rank(results: Results, units: pd.DataFrame) -> None:
    standing = results.robustness.set_index("unit_code")["standing"]
    moved = units.index[(units["case_max_rank_change"].fillna(0) > 0) | (units["shared_max_rank_change"].fillna(0) > 0)]
    assert len(moved) > 100
    assert set(standing[moved]) == {"moves"}


def test_petitions_widen_the_range_of_a_ward_that_other_weights_leave_in_place(results: Results) -> None:
    row: Any = results.robustness.set_index("unit_code").loc["H21.107"]
    assert (row["rank_p05"], row["rank_p95"]) == (21, 21)
    assert row["rank_cases_p05"] < row["rank_p05"] and row["rank_cases_p95"] > row["rank_p95"]


def test_figures_of_the_province_are_found_in_every_block(results: Results) -> None:
    table = results.item_quality
    copied = table[table["copied_for_all"]].groupby("block")["item_code"].agg(list).to_dict()
    assert copied == {block: ["CKMB.1", "CKMB.2", "CKMB.3"] for block in ("so-nganh", "xa", "phuong")}
    few = table[[not is_blank(n) and n < 10 for n in table["median_denominator"]]]
    assert set(few["item_code"]) == {"MDHL.2", "MDHL.3"}


def test_pairs_of_the_communes_and_the_points_that_they_make_together(results: Results) -> None:
    pairs = results.item_pairs
    found = {
        tuple(row) for row in pairs[["block", "item_code", "other_item_code", "points_share_pct"]].to_numpy().tolist()
    }
    assert ("xa", "MDHL.2", "MDHL.3", 12.0) in found
