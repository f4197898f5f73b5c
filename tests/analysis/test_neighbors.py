"""The units just above and just below a unit of a large block: at both ends, with ties, without a rank."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from parreport.analysis.neighbors import find_neighbors

UNITS = 40


def index_of(pcts: list[str], ranks: list[int | None], block: str = "xa") -> pd.DataFrame:
    """Return a block as the ranking gives it, as filed."""
    codes = [f"{block}{n:02d}" for n in range(len(pcts))]
    return pd.DataFrame(
        {
            "unit_code": codes,
            "unit_name": [f"Xã {code}" for code in codes],
            "unit_name_en": "",
            "block": block,
            "rank": pd.array(ranks, dtype="Int64"),
            "printed_pct": [Decimal(pct) for pct in pcts],
            "band": "Khá",
        }
    )


def near(found: pd.DataFrame, unit: str) -> list[tuple[str, str]]:
    own = found[found["unit_code"] == unit]
    return [(code, str(away)) for code, away in zip(own["neighbor_code"], own["distance_pp"], strict=True)]


def falling(first: str = "90.00") -> pd.DataFrame:
    """Return 40 units, each 0.25 below the one before."""
    pcts = [Decimal(first) - Decimal("0.25") * n for n in range(UNITS)]
    return index_of([str(pct) for pct in pcts], list(range(1, UNITS + 1)))


def test_a_unit_in_the_middle_has_two_above_and_two_below_it_best_first() -> None:
    assert near(find_neighbors(falling()), "xa20") == [
        ("xa18", "0.50"),
        ("xa19", "0.25"),
        ("xa21", "-0.25"),
        ("xa22", "-0.50"),
    ]


def test_the_first_has_nobody_above_and_the_last_nobody_below() -> None:
    found = find_neighbors(falling())
    assert near(found, "xa00") == [("xa01", "-0.25"), ("xa02", "-0.50")]
    assert near(found, "xa01")[0] == ("xa00", "0.25")
    assert near(found, "xa39") == [("xa37", "0.50"), ("xa38", "0.25")]


def test_who_shares_the_first_place_has_neither_the_others_of_it_nor_anybody_above() -> None:
    index = index_of(["88.00"] * 5 + ["87.50"] * 35, [1] * 5 + [6] * 35)
    found = find_neighbors(index)
    assert near(found, "xa03") == [("xa05", "-0.50"), ("xa06", "-0.50")]
    assert near(found, "xa39") == [("xa03", "0.50"), ("xa04", "0.50")]


def test_who_shares_the_last_place_has_the_nearest_above_it() -> None:
    pcts = [*(str(Decimal(90) - n) for n in range(36)), *["50.10"] * 4]
    found = find_neighbors(index_of(pcts, [*range(1, 37), *[37] * 4]))
    assert near(found, "xa38") == [("xa34", "5.90"), ("xa35", "4.90")]


def test_the_example_of_the_methodology() -> None:
    pcts = ["90.10", "88.00", "88.00", "87.50", "80.00", *["10.00"] * 30]
    found = find_neighbors(index_of(pcts, [1, 2, 2, 4, 5, *[6] * 30]))
    assert near(found, "xa01") == [("xa00", "2.10"), ("xa03", "-0.50"), ("xa04", "-8.00")]


def test_a_unit_without_a_rank_has_no_neighbors_and_is_none() -> None:
    index = falling()
    index.loc[20, "rank"] = pd.NA
    found = find_neighbors(index)
    assert near(found, "xa20") == []
    assert [code for code, _ in near(found, "xa19")] == ["xa17", "xa18", "xa21", "xa22"]


def test_blocks_do_not_mix_and_one_of_30_units_has_no_neighbors() -> None:
    small = index_of([str(90 - n) for n in range(30)], list(range(1, 31)), "so")
    found = find_neighbors(pd.concat([falling(), small], ignore_index=True))
    other = find_neighbors(pd.concat([falling(), index_of(["9"] * 31, [1] * 30 + [31], "so")], ignore_index=True))
    assert list(dict.fromkeys(other["unit_code"].str[:2])) == ["xa", "so"]  # as they stand in the index
    assert set(found["unit_code"].str[:2]) == set(found["neighbor_code"].str[:2]) == {"xa"}
