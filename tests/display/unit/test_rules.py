"""A scoring rule under a leaf of the score sheet: words of an official, no key of the rule language."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from parreport.display.unit.rules import describe_rule
from parreport.display.unit.tables import declared
from parreport.inputs.framework import Item
from parreport.inputs.rules import parse_rule
from parreport.language import use_language


def leaf(rule: str, method: str = "appraised") -> Item:
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
        method=method,  # type: ignore[arg-type]
        rule=parse_rule(rule) if rule else None,
        rule_text=rule,
    )


@pytest.mark.parametrize(
    ("rule", "vietnamese", "english"),
    [
        (
            "bands rate: 100 = 1 | 70 = 0.5",
            "thang điểm: 100%: 1 điểm; từ 70%: 0,5; dưới 70%: 0",
            "scale: 100%: 1 point; from 70%: 0.5; under 70%: 0",
        ),
        (
            "bands count: 1 = 0.5 | 2 = 1.5",
            "thang điểm: từ 2: 1,5 điểm; từ 1: 0,5; không có: 0",
            "scale: from 2: 1.5 points; from 1: 0.5; not one: 0",
        ),
        (
            "bands count (sáng kiến): 1 = 0.5 | 1200 = 1",
            "thang điểm: từ 1.200 sáng kiến: 1 điểm; từ 1 sáng kiến: 0,5; không có: 0",
            "scale: from 1,200: 1 point; from 1: 0.5; not one: 0",
        ),
        (
            "bands value: 50 = 1 | 0 = 0.25",
            "thang điểm: từ 50: 1 điểm; từ 0: 0,25",
            "scale: from 50: 1 point; from 0: 0.25",
        ),
        (
            "limits value: 0 = 1 | 15 = 0.5",
            "thang điểm: 0: 1 điểm; đến 15: 0,5; trên 15: 0",
            "scale: 0: 1 point; up to 15: 0.5; above 15: 0",
        ),
        (
            "limits value (ngày): 0 = 1 | 15 = 0.5",
            "thang điểm: đúng hạn: 1 điểm; chậm đến 15 ngày: 0,5; chậm hơn: 0",
            "scale: in time: 1 point; up to 15 days late: 0.5; later: 0",
        ),
        ("limits value (Ngày): 0 = 1", "thang điểm: đúng hạn: 1 điểm; trễ hạn: 0", "scale: in time: 1 point; late: 0"),
        (
            "limits value (hồ sơ): 0 = 1 | 5 = 0.5",
            "thang điểm: không có: 1 điểm; đến 5 hồ sơ: 0,5; trên 5 hồ sơ: 0",
            "scale: not one: 1 point; up to 5: 0.5; above 5: 0",
        ),
        ("limits value (hồ sơ): 0 = 1", "thang điểm: không có: 1 điểm; có: 0", "scale: not one: 1 point; some: 0"),
        ("limits rate: 5 = 1", "thang điểm: đến 5%: 1 điểm; trên 5%: 0", "scale: up to 5%: 1 point; above 5%: 0"),
        (
            "proportional rate: floor 60, full 95",
            "thang điểm: dưới 60%: 0 điểm; dưới 95%: theo tỷ lệ; từ 95%: điểm tối đa",
            "scale: under 60%: 0; up to 95%: in proportion; from 95%: full points",
        ),
        (
            "bands count (cuộc): 4 = 1 | 2 = 0.5",
            "thang điểm: từ 4 cuộc: 1 điểm; từ 2 cuộc: 0,5; dưới 2 cuộc: 0",
            "scale: from 4: 1 point; from 2: 0.5; under 2: 0",
        ),
        (
            "proportional rate: floor 70, full 100",
            "thang điểm: dưới 70%: 0 điểm; dưới 100%: theo tỷ lệ; 100%: điểm tối đa",
            "scale: under 70%: 0; up to 100%: in proportion; 100%: full points",
        ),
        ("each: 0.5", "thang điểm: mỗi trường hợp 0,5 điểm", "scale: 0.5 points for each case"),
        ("each (cuộc): 1", "thang điểm: mỗi cuộc 1 điểm", "scale: 1 point for each case"),
        ("deduct: 0.25", "thang điểm: mỗi trường hợp trừ 0,25 điểm", "scale: 0.25 points off for each case"),
        ("deduct (báo cáo): 0.25", "thang điểm: mỗi báo cáo trừ 0,25 điểm", "scale: 0.25 points off for each case"),
        ("choice: đủ = 1 | chưa đủ = 0", "thang điểm: đủ: 1 điểm; chưa đủ: 0", "scale: đủ: 1 point; chưa đủ: 0"),
        (
            "when có kế hoạch: bands rate: 100 = 1 ; otherwise choice: có theo dõi = 0.25 | không = 0",
            "thang điểm: nếu có kế hoạch: 100%: 1 điểm; dưới 100%: 0; nếu không: có theo dõi: 0,25 điểm; không: 0",
            "scale: if có kế hoạch: 100%: 1 point; under 100%: 0; otherwise: có theo dõi: 0.25 points; không: 0",
        ),
        ("", "", ""),
    ],
)
def test_a_rule_is_told_in_words(rule: str, vietnamese: str, english: str) -> None:
    for code, words in (("vi", vietnamese), ("en", english)):
        with use_language(code):
            assert describe_rule(leaf(rule)) == words


@pytest.mark.parametrize(
    ("meaning", "vietnamese", "english"),
    [
        (None, "thang điểm: theo tỷ lệ; từ 90%: điểm tối đa", "scale: in proportion; from 90%: full points"),
        ("full", "theo tỷ lệ; từ 90%: điểm tối đa; 0/0: điểm tối đa", "from 90%: full points; 0/0: full points"),
        ("zero", "theo tỷ lệ; từ 90%: điểm tối đa; 0/0: 0 điểm", "from 90%: full points; 0/0: 0 points"),
        ("not_applicable", "điểm tối đa; 0/0: không áp dụng", "full points; 0/0: does not apply"),
    ],
)
def test_a_rate_from_0_is_in_proportion_and_says_what_0_of_0_means_on_its_leaf(
    meaning: Any, vietnamese: str, english: str
) -> None:
    own = replace(leaf("proportional rate: floor 0, full 90"), zero_of_zero=meaning)
    for code, words in (("vi", vietnamese), ("en", english)):
        with use_language(code):
            assert describe_rule(own).endswith(words)


def test_a_penalty_for_each_case_is_taken_off() -> None:
    with use_language("vi"):
        assert describe_rule(leaf("each (ngày chậm): 0.5", "penalty")) == "thang điểm: mỗi ngày chậm trừ 0,5 điểm"


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "vietnamese", "english"),
    [
        ("81.2", None, None, "81,2", "81.2"),
        ("1234", None, None, "1.234", "1,234"),
        ("", "30990", "31957", "30.990/31.957", "30,990/31,957"),
        ("có kế hoạch", "17", "17", "có kế hoạch; hoàn thành 17/17", "có kế hoạch; 17/17 done"),
        ("đủ và đúng hạn", None, None, "đủ và đúng hạn", "đủ và đúng hạn"),
        ("NaN", None, None, "NaN", "NaN"),
        ("", None, None, "", ""),
    ],
)
def test_what_a_unit_declared_has_the_marks_of_the_language(
    value: str, numerator: str | None, denominator: str | None, vietnamese: str, english: str
) -> None:
    rate = {"numerator": numerator and Decimal(numerator), "denominator": denominator and Decimal(denominator)}
    for code, words in (("vi", vietnamese), ("en", english)):
        with use_language(code):
            assert declared({"value": value, **rate}) == words
