"""Classes by the printed index, the mean of a block. M 1.7, 1.8."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from parreport.index.ranking import average_blocks, classify, rank_units
from parreport.inputs.framework import Band, Block, FindingSettings, Framework

BANDS = (Band("Tốt", "", Decimal(80)), Band("Khá", "", Decimal(65)), Band("Yếu", "", Decimal(0)))


def framework_of(decimals: int = 2, cap: bool = False) -> Framework:
    blocks = tuple(Block(code, code, "", True, "error", BANDS, ()) for code in ("xa", "so"))
    return Framework("thử", "", (), True, blocks, None, None, decimals, cap, "zero", FindingSettings())


@pytest.mark.parametrize(
    ("printed", "band"),
    [("80", "Tốt"), ("79.99", "Khá"), ("65", "Khá"), ("64.99", "Yếu"), ("0", "Yếu"), ("-1", "Yếu"), ("120", "Tốt")],
)
def test_a_class_is_the_highest_whose_limit_is_reached(printed: str, band: str) -> None:
    assert classify(Decimal(printed), BANDS).name == band


def totals_of(*rows: tuple[str, str, str, str, int], outside: tuple[str, str] = ("0", "0")) -> pd.DataFrame:
    """Return totals: unit, block, points, maximum, gaps; ``outside``: bonus and penalty of all."""
    bonus, penalty = map(Decimal, outside)
    records = []
    for unit, block, points, most, gaps in rows:
        top, maximum = Decimal(points) + bonus - penalty, Decimal(most)
        pct = 100 * top / maximum if maximum else None
        records.append((unit, block, Decimal(points), bonus, penalty, maximum, pct, gaps, not unit.startswith("un")))
    names = "unit_code block points bonus_points penalty_points max_points index_pct gaps_n ranked".split()
    return pd.DataFrame(records, columns=names).astype({"index_pct": object})


def test_the_mean_of_a_block_is_of_its_units_without_gaps_that_have_an_index() -> None:
    totals = totals_of(("a", "xa", "1", "3", 0), ("b", "xa", "2", "3", 0), ("gap", "xa", "3", "3", 1))
    none = totals_of(("none", "xa", "0", "0", 0), ("other", "so", "1", "8", 0))
    assert average_blocks(pd.concat([totals, none]), framework_of(1)) == {"xa": Decimal(50), "so": Decimal("12.5")}
    assert average_blocks(totals_of(("other", "so", "1", "8", 0)), framework_of(0)) == {"so": 13}  # half up


def test_the_mean_counts_bonus_and_penalty_and_the_cap() -> None:
    totals = totals_of(("a", "xa", "9", "10", 0), ("b", "xa", "5", "10", 0), outside=("3", "1"))
    assert average_blocks(totals, framework_of()) == {"xa": 90}  # 110 and 70
    assert average_blocks(totals, framework_of(cap=True)) == {"xa": 85}


def test_units_are_ranked_by_what_is_printed_and_stand_above_or_below_the_printed_mean() -> None:
    totals = totals_of(
        *(("a", "xa", "80.004", "100", 0), ("b", "xa", "80.001", "100", 0), ("c", "xa", "10", "100", 0)),
        *(("gap", "xa", "99", "100", 1), ("un", "xa", "99", "100", 0), ("none", "xa", "0", "0", 0)),
        ("s", "so", "1", "100", 0),
    )
    found = rank_units(totals, framework_of()).set_index("unit_code")
    blank = found["rank"].isna()
    assert found["rank"][~blank].to_dict() == {"a": 1, "b": 1, "c": 3, "s": 1}
    assert found["band"].to_dict() == {
        **{"a": "Tốt", "b": "Tốt", "c": "Yếu", "gap": None, "un": "Tốt", "none": None, "s": "Yếu"}
    }
    assert found["block_mean_pct"].to_dict() == dict.fromkeys(totals["unit_code"][:6], Decimal("67.25")) | {"s": 1}
    above = found["at_or_above_mean"]
    assert above[~above.isna()].to_dict() == {**{"a": True, "b": True, "c": False, "gap": True, "un": True, "s": True}}
    assert found["printed_pct"]["a"] == Decimal("80.00") and found["index_pct"]["a"] == Decimal("80.004")
