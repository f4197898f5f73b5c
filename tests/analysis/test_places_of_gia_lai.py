"""The boundaries of Gia Lai, where they are at hand: 135 units, common borders, few positions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from parreport.analysis.places import place_units
from parreport.inputs.faults import Faults
from parreport.inputs.geography import read_geography
from tests.built import PROJECT
from tests.cases import read_csv

BOUNDARIES = PROJECT / "../shared/data/766/gialai_communes_simplified.geojson"
pytestmark = pytest.mark.skipif(not BOUNDARIES.is_file(), reason="the boundaries are not carried in the project")


@pytest.fixture(scope="module")
def drawn() -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = read_csv(PROJECT / "data/gia-lai/2026-10-10/units.csv")
    units = pd.DataFrame({"unit_code": [r["unit_code"] for r in rows], "block": [r["block"] for r in rows]})
    faults = Faults()
    boundaries = read_geography(Path(BOUNDARIES), units, faults)
    assert (faults.problems, faults.notes) == ([], [])
    return place_units(units.assign(lat=None, lon=None), boundaries)


def test_every_commune_and_ward_is_drawn_large_and_small_and_no_department_is(
    drawn: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    places, outlines = drawn
    assert (len(places), set(places["form"]), set(places["inset_n"])) == (135, {"boundary"}, {0})
    assert outlines.groupby("level")["unit_code"].nunique().to_dict() == {"full": 135, "small": 135}


def test_neighbours_keep_their_common_borders(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    """Of the file's edges 73 in 100 are of two units; on both levels at least 67 still are.

    On the small level a few narrow places are folded onto one line, so that an edge is met more often.
    """
    for level, outlines in drawn[1].groupby("level"):
        edges: Counter[frozenset[str]] = Counter()
        for outline in outlines["outline"]:
            ring = outline.split(" ")
            edges.update(frozenset(pair) for pair in zip(ring, [*ring[1:], ring[0]], strict=True) if pair[0] != pair[1])
        counts = Counter(edges.values())
        assert counts[2] > 2 * counts[1], level
        folded = sum(n for times, n in counts.items() if times > 2)
        assert folded <= (0 if level == "full" else counts[2] / 50), level


def test_the_pictures_have_few_positions(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    outlines = drawn[1]
    positions = outlines["outline"].str.count(",").groupby(outlines["level"]).sum()
    assert positions["full"] <= 9000
    assert positions["small"] <= 1800
