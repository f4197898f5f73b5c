"""What is said of a block at a glance, on indices written out here."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from parreport.analysis.overview import describe_blocks


def index_of(*rows: tuple[str, str | None, int | None]) -> pd.DataFrame:
    """Return an index; a row: block, printed index, rank."""
    table = pd.DataFrame(rows, columns=["block", "printed_pct", "rank"])
    table["printed_pct"] = [None if one is None else Decimal(one) for one in table["printed_pct"]]
    return table.assign(rank=table["rank"].astype("Int64"), change_pp=[None] * len(table))


@pytest.mark.parametrize(
    ("rows", "behind"),
    [
        ([("a", "90.50", 1), ("a", "80.25", 2), ("a", "71.00", 3)], Decimal("19.50")),
        ([("a", "90.50", 1), ("a", "80.25", 2), ("a", "80.25", 2), ("a", None, None)], Decimal("10.25")),
        ([("a", "90.50", 1), ("a", "90.50", 1)], None),  # one rank, shared
        ([("a", "90.50", 1), ("a", "60.00", None)], None),
        ([("a", "90.50", None), ("a", "60.00", None)], None),
        ([("a", "90.50", 1), ("b", "60.00", 1)], None),  # blocks are not compared
    ],
)
def test_how_far_the_last_stands_behind_the_first(
    rows: list[tuple[str, str | None, int | None]], behind: Decimal | None
) -> None:
    assert describe_blocks(index_of(*rows), None, 2)["behind_pp"].iloc[0] == behind
