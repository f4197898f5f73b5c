"""Reports say what their tables say: random provinces, kinds of old faults, and a checker for each claim."""

from __future__ import annotations

from pathlib import Path

import pytest

import parreport as pr
from tests.sentences import known
from tests.sentences.checking import check_period, check_seed
from tests.sentences.completeness import NOT_CLAIMS, displayed, quantified
from tests.sentences.context import CHECKERS
from tests.sentences.named import KINDS, Kind
from tests.sentences.provinces import make_province
from tests.sentences.templates import take_apart

SAMPLE = (7, 25)  # unranked, caps, ties; renamed items, rounds of claims
NOT_MENDED = pytest.mark.nightly, pytest.mark.xfail(reason="not mended yet", strict=True, raises=AssertionError)
LISTED = {msgid for msgids in NOT_CLAIMS.values() for msgid in msgids}


@pytest.mark.parametrize("seed", SAMPLE)
@pytest.mark.years
def test_a_random_province_says_nothing_false_that_is_not_known(seed: int) -> None:
    faults = check_seed(seed, ["vi" if seed % 2 else "en"], units=1)
    assert [str(fault) for fault in faults if not known.is_known(fault)] == []


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(200))
def test_two_hundred_random_provinces_say_nothing_false_that_is_not_known(seed: int) -> None:
    assert [str(fault) for fault in check_seed(seed) if not known.is_known(fault)] == []


@pytest.mark.nightly
def test_what_is_known_to_be_false_is_false_in_some_of_them() -> None:
    """Whoever mends a sentence takes it off the list: it stops at the first province that shows the last of them."""
    left = {msgid for msgids in known.KNOWN.values() for msgid in msgids}
    for seed in range(200):
        left -= {fault.msgid for fault in check_seed(seed)} if left else set()
    assert sorted(left) == []


@pytest.mark.years
@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(
            one,
            id=one.name,
            marks=() if one.mended and at % 3 == 0 else pytest.mark.nightly if one.mended else NOT_MENDED,
        )
        for at, one in enumerate(KINDS)
    ],
)
def test_what_once_was_false(kind: Kind, tmp_path: Path) -> None:
    period = pr.compute_period(kind.make(tmp_path).path)
    faults = check_period(period, ["en"], kinds=(kind.page,), units=2)
    assert [str(fault) for fault in faults if kind.mended or kind.is_it(fault)] == []


def test_every_sentence_with_a_superlative_or_a_quantifier_has_a_checker_or_a_reason_why_not() -> None:
    assert [msgid for msgid in quantified() if msgid not in CHECKERS and msgid not in LISTED] == []


def test_no_checker_and_no_reason_is_left_for_a_sentence_that_is_gone() -> None:
    assert sorted((CHECKERS.keys() | LISTED) - displayed().keys()) == []
    assert sorted(CHECKERS.keys() & LISTED) == []


def test_a_paragraph_is_taken_apart_into_its_sentences() -> None:
    said = take_apart("It lost no point. It ranks 2 of 5 in block Sở, ban, ngành.", "en")
    assert said is not None
    assert [one.msgid for one in said] == ["It lost no point.", "It ranks {rank} of {n} in block {block}."]
    assert said[1].slots == {"rank": "2", "n": "5", "block": "Sở, ban, ngành"}


def test_only_what_a_picture_says_is_taken_for_the_rows_of_a_picture() -> None:
    words = "From 2017 to 2018: 1 item is new (3%). Comparable: 97% of the maximum of 2018, 96% of that of 2017."
    for of_picture, msgid in ((False, "From {base} to {year}: {changes}. {share}"), (True, "{subtitle}: {listed}.")):
        said = take_apart(words, "en", of_picture)
        assert said is not None
        assert msgid in [one.msgid for one in said]


def test_a_seed_makes_the_same_province_again(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    first, second = (make_province(tmp_path / name, 5) for name in ("one", "two"))
    assert first.traits == second.traits
    written = [path.relative_to(tmp_path / "one") for path in sorted((tmp_path / "one").rglob("*.csv"))]
    assert written
    for path in written:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()
