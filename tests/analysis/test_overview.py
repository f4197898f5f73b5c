"""The block at a glance, and each item's spread over it: worked out by hand. M 3, 4."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

from parreport.analysis.overview import compare_frameworks, compare_ranks, describe_blocks, sum_methods
from parreport.analysis.statistics import describe_items, observed_quantile
from parreport.inputs.framework import Block, FindingSettings, Framework, Item, MappingRow

D = Decimal


def index_of(rows: list[tuple[str, str, str | None, int | None]]) -> pd.DataFrame:
    """Index: unit, block, index with all its digits, rank; printed with two decimals, not above 100."""
    whole = [None if pct is None else D(pct) for _, _, pct, _ in rows]
    table = pd.DataFrame({"unit_code": [row[0] for row in rows], "block": [row[1] for row in rows]})
    capped = [None if pct is None else min(pct, D(100)) for pct in whole]
    printed = [None if pct is None else pct.quantize(D("0.01")) for pct in capped]
    for name, own in (("uncapped_pct", whole), ("index_pct", capped), ("printed_pct", printed)):
        table[name] = pd.Series(own, dtype=object)
    table["points"] = pd.Series([D(0) if pct is None else pct for pct in whole], dtype=object)
    table["max_points"] = [D(0) if pct is None else D(100) for pct in whole]
    means = {}
    for block, own in table[table["index_pct"].notna()].groupby("block"):
        means[block] = (sum(own["index_pct"]) / len(own)).quantize(D("0.01"), ROUND_HALF_UP)
    table["block_mean_pct"] = table["block"].map(means)
    none = dict.fromkeys(("bonus_points", "penalty_points"), D(0))
    return table.assign(rank=pd.array([row[3] for row in rows], dtype="Int64"), gaps_n=0, **none)


BEFORE = index_of(
    [
        ("x", "so", "80.004", 2),
        ("y", "so", "101.5", 1),
        ("z", "xa", "70", 1),
        ("v", "so", None, None),
        ("w", "so", "60", None),
    ]
)
NOW = index_of(
    [
        *(("a", "so", "81.236", 1), ("b", "so", "99", 2), ("c", "so", "50", 3), ("d", "so", "40", 4)),
        *(("e", "so", "60", None), ("f", "so", "30", 5), ("g", "so", None, None)),
    ]
)
LINKS = {"a": "x", "b": "y", "c": "z", "d": "v", "e": "x", "f": "w", "g": "x"}
SELF, BLOCKS = {unit: unit for unit in "abcdefg"}, {"so": "so", "xa": "xa"}


def test_places_and_points_against_the_base_year() -> None:
    found = compare_ranks(NOW, BEFORE, LINKS, BLOCKS, 2).set_index("unit_code")
    names = ["base_pct", "change_pp", "base_rank", "places"]
    rows = {unit: [None if pd.isna(one) else one for one in found.loc[unit, names]] for unit in found.index}
    assert rows == {
        "a": [D("80.00"), D("1.24"), 2, 1],  # 81.24 − 80.00
        "b": [D(100), D("-2.50"), 1, -1],  # capped in print; the change is of the uncapped figures
        "c": [D(70), D(-20), None, None],  # another block: no rank to compare
        "d": [None, None, None, None],  # had no index
        "e": [D("80.00"), D("-20.00"), 2, None],  # is not ranked now
        "f": [D(60), D(-30), None, None],  # was not ranked then
        "g": [D("80.00"), None, 2, None],  # has no index now
    }
    assert found["ranked_n"].unique().tolist() == [5]
    assert found["units_n"].unique().tolist() == [7]


def test_without_a_base_year_there_is_nothing_to_compare() -> None:
    found = compare_ranks(NOW.assign(rank=pd.array([None] * 7, dtype="Int64")), None, {}, {}, 2)
    assert found[["base_pct", "change_pp", "base_rank", "places"]].isna().all(axis=None)
    assert found["ranked_n"].unique().tolist() == [0]


def test_a_block_in_figures() -> None:
    compared = compare_ranks(NOW, BEFORE, LINKS, BLOCKS, 2)
    (row,) = describe_blocks(compared, BEFORE, LINKS, BLOCKS, 2).to_dict("records")
    assert (row["block"], row["units_n"], row["ranked_n"]) == ("so", 7, 5)
    assert row["mean_pct"] == D("60.04")  # 81.236 + 99 + 50 + 40 + 60 + 30 = 360.236, of 6
    assert row["base_mean_pct"] == D("80.00")  # 80.004 + 100 + 60, of 3
    assert row["both_n"] == 5  # all but d, which had no index
    assert row["change_pp"] == D("-13.95")  # 64.05 (320.236 of 5) less 78.00 (80.004 twice, 100, 70, 60)
    assert row["others_pp"] == D("-6.01")  # 60.04 less 80.00 is -19.96
    assert (row["up_n"], row["down_n"], row["same_n"]) == (1, 4, 0)


def test_a_block_without_a_past_has_no_change() -> None:
    compared = compare_ranks(NOW, None, {}, {}, 2)
    (row,) = describe_blocks(compared, None, {}, {}, 2).to_dict("records")
    assert (row["base_mean_pct"], row["change_pp"]) == (None, None)
    (row,) = describe_blocks(compared, BEFORE, LINKS, BLOCKS, 2).to_dict("records")
    assert (row["base_mean_pct"], row["change_pp"]) == (D("80.00"), None)  # no unit has both
    same = compare_ranks(NOW, NOW, SELF, BLOCKS, 2)
    (row,) = describe_blocks(same, NOW, SELF, BLOCKS, 2).to_dict("records")
    assert (row["change_pp"], row["up_n"], row["down_n"], row["same_n"]) == (0, 0, 0, 6)


def test_points_by_method_of_what_applies() -> None:
    rows = [
        ("a", "survey", True, "1", "3"),  # comes first, so stands first
        ("a", "appraised", True, "2", "4"),
        ("a", "appraised", True, "1", "2"),
        ("a", "appraised", False, "9", "9"),
        ("a", "bonus", True, "1", "1"),
        ("b", "penalty", True, "1", "1"),
    ]
    leaves = pd.DataFrame(rows, columns=["unit_code", "method", "applies", "points", "max_points"]).assign(block="so")
    for name in ("points", "max_points"):
        leaves[name] = [D(one) for one in leaves[name]]
    assert sum_methods(leaves).to_numpy().tolist() == [
        ["a", "so", "survey", 1, 3, 33.333333333],
        ["a", "so", "appraised", 3, 6, 50.0],
    ]


def test_blocks_stand_in_the_order_of_the_index() -> None:
    rows = index_of([("z", "xa", "80", 1), ("y", "so", "70", 1), ("x", "xa", "60", 2)])
    rows = compare_ranks(rows, None, {}, {}, 2)
    assert describe_blocks(rows, None, {}, {}, 2)["block"].tolist() == ["xa", "so"]


# --- frameworks -----------------------------------------------------------------------------


def leaf(code: str, most: str, method: Any = "appraised") -> Item:
    return Item(code, "", f"Mục {code}", f"Item {code}", 1, 0, True, code, "", D(most), method)


def framework_of(*leaves: Item, code: str = "so", mapping: Any = None) -> Framework:
    block = Block(code, code, "", True, "error", (), leaves)
    return Framework("t", "", (), True, (block,), None, None, 2, False, "zero", FindingSettings(), mapping=mapping)


def link(own: str, base: str, share: str = "1", comparable: bool = True, note: str = "") -> MappingRow:
    return MappingRow("so", own, "so" if base else "", base, D(share), comparable, note)


def test_leaves_that_are_not_the_same_in_both_frameworks() -> None:
    base = framework_of(
        leaf("1", "4"), leaf("2", "4"), leaf("3", "4"), leaf("4", "4"), leaf("5", "4"), leaf("9", "1", "bonus")
    )
    mapping = (
        link("a", "1"),
        link("b", "2", "0.5", note="nửa"),
        link("c", "3", comparable=False, note="khác"),
        link("d", "", note="mới"),
    )
    own = framework_of(
        *(leaf("a", "4"), leaf("b", "3"), leaf("c", "4"), leaf("d", "1"), leaf("e", "1"), leaf("8", "1", "bonus")),
        mapping=mapping,
    )
    links: Any = {("so", "a"): (mapping[0],), ("so", "b"): (mapping[1],), ("so", "e"): (link("e", "5"),)}
    found = compare_frameworks(own, base, links, {"so": "so"})
    assert found[["item_code", "change", "max_points", "base_max_points", "note"]].to_numpy().tolist() == [
        ["b", "reweighted", 3, 2, "nửa"],  # half of 4
        ["c", "not_comparable", 4, None, "khác"],
        ["d", "added", 1, None, "mới"],
        ["e", "reweighted", 1, 4, ""],
        ["4", "removed", None, 4, ""],
    ]
    assert found["name_en"].tolist()[0] == "Item b"
    assert compare_frameworks(own, None, {}, {}).empty
    elsewhere = framework_of(leaf("1", "4"), code="xa")  # neither a block that is no more nor one that is new
    assert compare_frameworks(own, elsewhere, {}, {}).empty
    renamed = compare_frameworks(own, elsewhere, {}, {"so": "xa"})
    assert renamed.loc[renamed["change"] == "removed", ["block", "item_code"]].to_numpy().tolist() == [["so", "1"]]


# --- statistics -----------------------------------------------------------------------------


def test_an_item_over_its_block() -> None:
    scores = [100.0, 0, 50, 25, math.nan]
    lost = [D(0), D(4), D(2), D("0.5"), None]
    items = pd.DataFrame({"block": "so", "item_code": "1", "score_pct": scores, "lost_points": lost})
    (row,) = describe_items(items).to_dict("records")
    assert (row["units_n"], row["full_n"], row["losing_n"], row["lost_points"]) == (4, 1, 3, D("6.5"))
    assert (row["mean_pct"], row["median_pct"]) == (43.75, 37.5)
    assert row["sd_pct"] == round(math.sqrt((56.25**2 + 43.75**2 + 6.25**2 + 18.75**2) / 3), 9)
    assert (row["low_pct"], row["q1_pct"], row["q3_pct"], row["best_pct"]) == (0, 0, 50, 100)


def test_items_stand_in_the_order_of_their_first_rows() -> None:
    rows = [("xa", "2"), ("so", "1"), ("xa", "1"), ("xa", "2")]
    items = pd.DataFrame(rows, columns=["block", "item_code"]).assign(score_pct=1.0, lost_points=[D(1)] * 4)
    found = describe_items(items)
    assert list(zip(found["block"], found["item_code"], found["lost_points"], strict=True)) == [
        *(("xa", "2", 2), ("so", "1", 1), ("xa", "1", 1))
    ]


@pytest.mark.parametrize(("scores", "known"), [([30.0], False), ([30.0, 30.0], True)])
def test_a_single_unit_has_no_spread(scores: list[float], known: bool) -> None:
    items = pd.DataFrame({"block": "so", "item_code": "1", "score_pct": scores, "lost_points": [D(1)] * len(scores)})
    (row,) = describe_items(items).to_dict("records")
    assert (row["sd_pct"] == 0) == known
    assert math.isnan(row["sd_pct"]) != known


def test_figures_of_an_item_have_nine_decimals() -> None:
    items = pd.DataFrame({"block": "so", "item_code": "1", "score_pct": [0.0, 0.0, 1.0], "lost_points": [D(1)] * 3})
    (row,) = describe_items(items).to_dict("records")
    assert (row["mean_pct"], row["sd_pct"]) == (0.333333333, 0.577350269)


@pytest.mark.parametrize(
    ("n", "share", "found"), [(1, 0.25, 1), (4, 0.25, 1), (5, 0.25, 2), (8, 0.75, 6), (9, 0.75, 7), (3, 0.75, 3)]
)
def test_a_quantile_is_an_observed_figure(n: int, share: float, found: int) -> None:
    assert observed_quantile(np.arange(1, n + 1), share) == found


def printed_index_of(*rows: tuple[str, str | None, int | None]) -> pd.DataFrame:
    """Return an index; a row: block, printed index, rank."""
    table = pd.DataFrame(rows, columns=["block", "printed_pct", "rank"])
    table["printed_pct"] = [None if one is None else D(one) for one in table["printed_pct"]]
    given = {"change_pp": None, "block_mean_pct": None, "gaps_n": 0}
    return table.assign(rank=table["rank"].astype("Int64"), **given)


@pytest.mark.parametrize(
    ("rows", "behind"),
    [
        ([("a", "90.50", 1), ("a", "80.25", 2), ("a", "71.00", 3)], D("19.50")),
        ([("a", "90.50", 1), ("a", "80.25", 2), ("a", "80.25", 2), ("a", None, None)], D("10.25")),
        ([("a", "90.50", 1), ("a", "90.50", 1)], None),  # one rank, shared
        ([("a", "90.50", 1), ("a", "60.00", None)], None),
        ([("a", "90.50", None), ("a", "60.00", None)], None),
        ([("a", "90.50", 1), ("b", "60.00", 1)], None),  # blocks are not compared
    ],
)
def test_how_far_the_last_stands_behind_the_first(
    rows: list[tuple[str, str | None, int | None]], behind: Decimal | None
) -> None:
    assert describe_blocks(printed_index_of(*rows), None, {}, {}, 2)["behind_pp"].iloc[0] == behind
