"""Beyond mean ± so many standard deviations: against fractions worked out one at a time, without a square root."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from parreport.analysis.distances import judge_distances, judge_scores

Scores = list[tuple[Decimal, Decimal]]
TENTHS = st.tuples(
    st.integers(0, 14).map(lambda n: Decimal(n) / 10), st.sampled_from([Decimal("1.4"), Decimal(3), Decimal("0.7")])
)
NINE_PLACES = st.tuples(st.integers(0, 10**9).map(lambda n: Decimal(n).scaleb(-9)), st.just(Decimal(1)))
TIMES = st.sampled_from(["0", "0.5", "0.75", "1", "1.25", "1.5", "2"]).map(Fraction)


def judge_plainly(scores: Scores, times: Fraction) -> list[int]:
    """By the definition: |score − mean| against times × sd, both sides squared."""
    own = [Fraction(points) / Fraction(most) for points, most in scores]
    if len(own) < 2:
        return [0] * len(own)
    mean = sum(own, Fraction(0)) / len(own)
    variance = sum(((one - mean) ** 2 for one in own), Fraction(0)) / (len(own) - 1)
    signs = [1 if one > mean else -1 for one in own]
    return [sign if (one - mean) ** 2 > times**2 * variance else 0 for one, sign in zip(own, signs, strict=True)]


@given(st.one_of(st.lists(TENTHS, max_size=9), st.lists(NINE_PLACES, max_size=9)), TIMES)
def test_every_side_is_that_of_the_definition(scores: Scores, times: Fraction) -> None:
    assert judge_scores(scores, times) == judge_plainly(scores, times)


@given(st.integers(1, 40), st.integers(1, 10**9), st.sampled_from([Decimal("1.4"), Decimal(7), Decimal("0.3")]))
def test_exactly_at_the_limit_is_not_beyond(step: int, start: int, most: Decimal) -> None:
    # 0.8, 1, 1.2, 1.2, 1.3 and all that lies alike: mean 1.1, sd 0.2, the last exactly one sd above
    scores = [((start + step * place) * Decimal("0.000000001"), most) for place in (0, 2, 4, 4, 5)]
    assert judge_scores(scores, Fraction(1)) == [-1, 0, 0, 0, 0]
    assert judge_scores(scores, Fraction(3, 2)) == [0] * 5
    assert judge_scores(scores, Fraction("0.999999999")) == [-1, 0, 0, 0, 1]


def test_rows_are_judged_within_their_block_and_item_at_the_factor_as_it_is_typed() -> None:
    rows = [("so", "1.1", p) for p in ("0.9", "1", "1.1")] + [("so", "1.2", "5"), ("huyen", "1.1", "1")]
    items = pd.DataFrame(
        [{"block": b, "item_code": i, "points": Decimal(p), "max_points": Decimal(9)} for b, i, p in rows]
    )
    assert list(judge_distances(items, 1)) == [0] * 5  # mean 1, sd 0.1
    assert list(judge_distances(items, 0.9)) == [-1, 0, 1, 0, 0]
    assert list(judge_distances(items, 0)) == [-1, 0, 1, 0, 0]
