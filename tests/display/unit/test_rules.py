"""A scoring rule under a leaf of the score sheet: words of an official, no key of the rule language."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parreport.display.unit.rules import describe_rule
from parreport.inputs.framework import Item
from parreport.inputs.rules import parse_rule
from parreport.language import use_language

THIN = "\u202f"


def leaf(rule: str) -> Item:
    return Item(
        code="1.1",
        parent_code="1",
        name="Kế hoạch",
        name_en="",
        level=2,
        order=1,
        is_leaf=True,
        area_code="1",
        criterion_code="1.1",
        max_points=Decimal(1),
        method="appraised",
        rule=parse_rule(rule) if rule else None,
        rule_text=rule,
    )


@pytest.mark.parametrize(
    ("rule", "vietnamese", "english"),
    [
        (
            "bands rate: 100 = 1 | 70 = 0.5",
            "thang điểm: từ 100 %: 1; từ 70 %: 0,5; dưới 70 %: 0",
            "scale: from 100 %: 1; from 70 %: 0.5; under 70 %: 0",
        ),
        (
            "bands count: 1 = 0.5 | 2 = 1",
            "thang điểm: từ 2: 1; từ 1: 0,5; dưới 1: 0",
            "scale: from 2: 1; from 1: 0.5; under 1: 0",
        ),
        ("bands value: 50 = 1 | 0 = 0.25", "thang điểm: từ 50: 1; từ 0: 0,25", "scale: from 50: 1; from 0: 0.25"),
        (
            "limits value: 0 = 1 | 15 = 0.5",
            "thang điểm: 0: 1; đến 15: 0,5; trên 15: 0",
            "scale: 0: 1; up to 15: 0.5; above 15: 0",
        ),
        ("limits rate: 5 = 1", "thang điểm: đến 5 %: 1; trên 5 %: 0", "scale: up to 5 %: 1; above 5 %: 0"),
        (
            "proportional rate: floor 60, full 95",
            "thang điểm: dưới 60 %: 0; dưới 95 %: theo tỷ lệ; từ 95 %: điểm tối đa",
            "scale: under 60 %: 0; up to 95 %: in proportion; from 95 %: full points",
        ),
        ("each: 0.5", "thang điểm: số kê khai × 0,5", "scale: declared figure × 0.5"),
        ("deduct: 0.25", "thang điểm: điểm tối đa − số kê khai × 0,25", "scale: maximum − declared figure × 0.25"),
        ("choice: đủ = 1 | chưa đủ = 0", "thang điểm: đủ: 1; chưa đủ: 0", "scale: đủ: 1; chưa đủ: 0"),
        (
            "when có: bands rate: 100 = 1 ; otherwise choice: có theo dõi = 0.25 | không = 0",
            "thang điểm: nếu “có”: từ 100 %: 1; dưới 100 %: 0; nếu không: có theo dõi: 0,25; không: 0",
            "scale: if “có”: from 100 %: 1; under 100 %: 0; otherwise: có theo dõi: 0.25; không: 0",
        ),
        ("", "", ""),
    ],
)
def test_a_rule_is_told_in_words(rule: str, vietnamese: str, english: str) -> None:
    for code, words in (("vi", vietnamese), ("en", english)):
        with use_language(code):
            assert describe_rule(leaf(rule)).replace(THIN, " ") == words
