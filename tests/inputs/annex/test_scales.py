"""The words of a scale become a rule only where they say it; what they leave open stays text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from parreport.inputs.annex.scales import read_line, read_scale
from parreport.inputs.rules import parse_rule

READ = [
    (
        "10",
        ["100%: 10", "Từ 90% - dưới 100%: 8 điểm", "Từ 80% đến dưới 90%: 6", "Dưới 80%: 0"],
        "bands rate: 100 = 10 | 90 = 8 | 80 = 6",
    ),
    ("1", [">=30%: 1", "25% - <30%: 0,5", "<25%: 0"], "bands rate: 30 = 1 | 25 = 0.5"),
    (
        "1",
        ["Thực hiện 100% kế hoạch: 1", "Thực hiện từ 70% - dưới 100% kế hoạch: 0,5", "Dưới 70% kế hoạch: 0"],
        "bands rate: 100 = 1 | 70 = 0.5",
    ),
    (
        "3",
        ["Trong thời hạn quy định (3 điểm)", "Ban hành chậm từ 1 đến 30 ngày (1,5 điểm)", "Chậm quá 30 ngày (0 điểm)"],
        "limits value: 0 = 3 | 30 = 1.5",
    ),
    ("3", ["Đúng hạn: 3", "Trễ hạn không quá 30 ngày: 1.5", "Trễ trên 30 ngày: 0"], "limits value: 0 = 3 | 30 = 1.5"),
    (
        "10",
        ["Tỷ lệ từ 85% trở lên: 10", "Từ 60% đến dưới 85% thì tính theo công thức: tỷ lệ % x 10/85%", "Dưới 60%: 0"],
        "proportional rate: floor 60, full 85",
    ),
    ("10", ["≥ 85%: 10", "60% - dưới 85%: (tỷ lệ/85%) × 10", "< 60%: 0"], "proportional rate: floor 60, full 85"),
    ("2", ["Mỗi sáng kiến được 0,5 điểm, tối đa 2 điểm"], "each: 0.5"),
    ("2", ["Mỗi văn bản chậm trừ 0,25 điểm"], "deduct: 0.25"),
    ("2", ["Có từ 2 sáng kiến trở lên: 2", "Có 1 sáng kiến: 1", "Không có: 0"], "bands count: 2 = 2 | 1 = 1"),
    (
        "3",
        ["Đủ, đúng hạn: 3", "Đủ nhưng trễ hạn: 1,5", "Thiếu: 0"],
        "choice: Đủ, đúng hạn = 3 | Đủ nhưng trễ hạn = 1.5 | Thiếu = 0",
    ),
]
LEFT = [
    ("2", ["Trên 90%: 2", "Từ 70% đến 90%: 1", "Dưới 70%: 0"], "one kind alone"),  # is 90% itself 2 or 1?
    ("2", ["Trước ngày 31/12: 2", "Sau ngày 31/12: 0"], "one kind alone"),
    ("2", ["Từ 95% đến 100%: 2", "Từ 90% đến 95%: 1"], "one kind alone"),
    ("1", ["Giảm 5% so với năm trước: 1", "Không giảm: 0"], "one kind alone"),
    ("2", ["100%: 2", "Từ 80% đến dưới 100%: 2,5"], "2.5 is not 2"),
    ("3", ["100%: 2", "Dưới 100%: 0"], "2 is not 3"),
    ("2", ["100%: 2", "Từ 70%: 1", "Dưới 60%: 0"], "one kind alone"),  # what is 65% worth?
    ("2", ["Thực hiện 100% kế hoạch: 2", "Đạt 80% chỉ tiêu: 1"], "one kind alone"),  # of what?
    ("10", ["≥ 85%: 10", "60% - dưới 85%: (tỷ lệ/90%) × 10", "< 60%: 0"], "points at the end"),
    ("2", ["Mỗi sáng kiến được 0,5 điểm, tối đa 1 điểm"], "points at the end"),
    ("2", ["Hoàn thành: 2"], "at least two lines"),
    ("2", ["Hoàn thành", "Không hoàn thành: 0"], "points at the end"),
    ("2", ["Đúng hạn: 2", "Chậm từ 5 đến 10 ngày: 1", "Chậm trên 20 ngày: 0"], "one kind alone"),  # and 15 days?
]


def read(most: str, lines: list[str]) -> tuple[str, str]:
    rule, why = read_scale([read_line(one, None) for one in lines], Decimal(most))
    return rule, "" if why is None else str(why)


@pytest.mark.parametrize(("most", "lines", "rule"), READ)
def test_what_words_say_is_the_rule(most: str, lines: list[str], rule: str) -> None:
    assert read(most, lines) == (rule, "")
    parse_rule(rule)
    assert read(most, lines[::-1])[0].partition(":")[0] == rule.partition(":")[0]


@pytest.mark.parametrize(("most", "lines", "why"), LEFT)
def test_what_words_leave_open_stays_text_and_why_is_told(most: str, lines: list[str], why: str) -> None:
    rule, told = read(most, lines)
    assert rule == ""
    assert why in told
