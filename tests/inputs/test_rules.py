"""Each rule form at its bounds, by METHODS 2; faults with their place; nothing else ever raised."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parreport.inputs.numbers import read_number
from parreport.inputs.rules import ChoiceError, Declared, RuleError, ZeroOfZero, parse_rule
from tests.cases import Case, read_csv, write_csv


def rate(rule: str, numerator: str, denominator: str, maximum: str | None = "10") -> Decimal | None:
    declared = Declared(numerator=Decimal(numerator), denominator=Decimal(denominator))
    return parse_rule(rule).score(declared, None if maximum is None else Decimal(maximum))


def value(rule: str, typed: str, maximum: str | None = "10") -> Decimal | None:
    try:
        number = read_number(typed)
    except ValueError:
        number = None
    return parse_rule(rule).score(Declared(value=typed, number=number), None if maximum is None else Decimal(maximum))


@pytest.mark.parametrize(
    ("numerator", "denominator", "points"),
    [
        ("85", "100", "10"),
        ("100", "100", "10"),
        ("70", "100", "8.24"),
        ("60", "100", "7.06"),
        ("59.99", "100", "0"),
        ("84.99", "100", "10.00"),
        ("17", "20", "10"),
        ("3", "5", "7.06"),
        ("0", "7", "0"),
    ],
)
def test_a_proportional_rule_has_a_floor_a_cap_and_two_decimals(numerator: str, denominator: str, points: str) -> None:
    assert rate("proportional rate: floor 60, full 85", numerator, denominator) == Decimal(points)


def test_proportional_points_are_rounded_half_up_not_to_even() -> None:
    # 50/80 × 0.2 = 0.125 → 0.13
    assert rate("proportional rate: floor 0, full 80", "50", "100", "0.2") == Decimal("0.13")


def test_proportional_points_never_pass_a_maximum_of_three_decimals() -> None:
    assert rate("proportional rate: floor 0, full 100", "9999", "10000", "0.336") == Decimal("0.336")


def test_a_floor_equal_to_the_full_rate_is_all_or_nothing() -> None:
    assert rate("proportional rate: floor 85, full 85", "84", "100") == 0
    assert rate("proportional rate: floor 85, full 85", "85", "100") == 10


BANDS = "bands rate: 100 = 10 | 90 = 8 | 80 = 6 | 70 = 4"


@pytest.mark.parametrize(
    ("numerator", "denominator", "points"),
    [
        ("100", "100", 10),
        ("9999", "10000", 8),
        ("90", "100", 8),
        ("8999", "10000", 6),
        ("80", "100", 6),
        ("79", "100", 4),
        ("70", "100", 4),
        ("6999", "10000", 0),
        ("0", "3", 0),
        ("7", "10", 4),
        ("29", "29", 10),
    ],
)
def test_a_band_holds_its_lower_bound(numerator: str, denominator: str, points: int) -> None:
    assert rate(BANDS, numerator, denominator) == points


@pytest.mark.parametrize(
    ("bound", "numerator", "denominator", "reached"),
    [
        ("66.67", "2", "3", False),
        ("66.66", "2", "3", True),
        ("66.666666666666666", "2", "3", True),
        ("66.666666666666667", "2", "3", False),
        ("33.333333333333334", "1", "3", False),
        ("57", "57", "100", True),
        ("58", "58", "100", True),
        ("29", "0.29", "1", True),
        ("35", "7", "20", True),
        ("14.000000000000001", "14", "100", False),
    ],
)
def test_rates_are_compared_exactly(bound: str, numerator: str, denominator: str, reached: bool) -> None:
    assert rate(f"bands rate: {bound} = 3", numerator, denominator) == (3 if reached else 0)


def test_bands_may_be_written_in_any_order() -> None:
    assert rate("bands rate: 70 = 4 | 100 = 10 | 80 = 6", "85", "100") == 6


def test_points_of_bands_need_not_fall_with_the_bound() -> None:
    assert value("bands value: 0 = 3 | 10 = 1", "12") == 1


@pytest.mark.parametrize(("typed", "points"), [("0", 0), ("1", 1), ("1.5", 1), ("2", 2), ("3", 2)])
def test_bands_of_a_count_give_the_points_of_the_highest_bound_reached(typed: str, points: int) -> None:
    assert value("bands count: 2 = 2 | 1 = 1", typed) == points


def test_bands_of_a_value_read_decimals() -> None:
    assert value("bands value: 7.5 = 2 | 5 = 1", "7,5") == 2
    assert value("bands value: 7.5 = 2 | 5 = 1", "7.49") == 1


@pytest.mark.parametrize(
    ("days", "points"), [("0", "3"), ("1", "1.5"), ("30", "1.5"), ("30.01", "0"), ("31", "0"), ("0.5", "1.5")]
)
def test_limits_give_the_points_of_the_lowest_upper_bound(days: str, points: str) -> None:
    assert value("limits value: 0 = 3 | 30 = 1.5", days) == Decimal(points)


@pytest.mark.parametrize(("events", "points"), [("0", "0"), ("1", "0.5"), ("3", "1.5"), ("4", "2"), ("5", "2")])
def test_each_gives_fixed_points_up_to_the_maximum(events: str, points: str) -> None:
    assert value("each: 0.5", events, "2") == Decimal(points)


def test_each_on_a_bonus_without_a_maximum_has_no_limit() -> None:
    assert value("each: 0.5", "40", None) == 20


@pytest.mark.parametrize(("events", "points"), [("0", "2"), ("1", "1.75"), ("7", "0.25"), ("8", "0"), ("9", "0")])
def test_deduct_takes_fixed_points_down_to_zero(events: str, points: str) -> None:
    assert value("deduct: 0.25", events, "2") == Decimal(points)
    assert value("deduct: 0.25", events, None) == 0  # nothing to take from


CHOICE = "choice: đủ và đúng hạn = 3 | đủ nhưng trễ = 1.5 | thiếu = 0"


@pytest.mark.parametrize(
    ("typed", "points"),
    [
        ("đủ và đúng hạn", "3"),
        ("ĐỦ VÀ ĐÚNG HẠN", "3"),
        ("  đủ  và đúng\thạn ", "3"),
        ("đủ\u00a0và\u2009đúng\u202fhạn", "3"),
        (unicodedata.normalize("NFD", "Đủ nhưng trễ"), "1.5"),
        ("thiếu", "0"),
    ],
)
def test_choice_ignores_case_spaces_and_the_form_of_unicode(typed: str, points: str) -> None:
    assert value(CHOICE, typed) == Decimal(points)


def test_choice_reads_a_rule_typed_in_nfd() -> None:
    assert value(unicodedata.normalize("NFD", CHOICE), "đủ và đúng hạn") == 3


@pytest.mark.parametrize("typed", ["du va dung han", "đủ", "3"])
def test_a_text_that_no_option_has_is_refused_with_the_options(typed: str) -> None:
    with pytest.raises(ChoiceError) as caught:
        value(CHOICE, typed)
    assert caught.value.options == ("đủ và đúng hạn", "đủ nhưng trễ", "thiếu")


def test_an_option_may_hold_an_equals_sign_a_comma_and_a_colon() -> None:
    assert value("choice: tỷ lệ = 100%, ghi: đủ = 2 | khác = 0", "Tỷ lệ = 100%, ghi: đủ") == 2


WHEN = "when plan: bands rate: 85 = 4 | 60 = 3 ; otherwise choice: có tổ chức = 2 | không = 0"


def when(typed: str, numerator: str | None = None, denominator: str | None = None) -> Decimal | None:
    amounts = [None if n is None else Decimal(n) for n in (numerator, denominator)]
    return parse_rule(WHEN).score(Declared(amounts[0], amounts[1], typed), Decimal(4))


def test_when_takes_the_first_part_for_its_word_and_the_second_for_any_other() -> None:
    assert when("plan", "85", "100") == 4
    assert when(" PLAN ", "60", "100") == 3
    assert when("plan", "59", "100") == 0
    assert when("có tổ chức") == 2
    assert when("không") == 0


def test_when_with_its_word_but_without_a_rate_has_nothing_declared() -> None:
    assert when("plan") is None
    assert when("") is None


def test_the_options_of_when_name_its_word_too() -> None:
    with pytest.raises(ChoiceError) as caught:
        when("có")
    assert caught.value.options == ("plan", "có tổ chức", "không")


def test_nothing_declared_gives_no_points() -> None:
    for rule in (CHOICE, BANDS, "each: 1", "deduct: 1", "limits value: 0 = 1", "proportional rate: floor 1, full 2"):
        assert parse_rule(rule).score(Declared(), Decimal(3)) is None


def test_zero_of_zero_is_left_to_the_framework() -> None:
    with pytest.raises(ZeroOfZero):
        rate(BANDS, "0", "0")


@pytest.mark.parametrize(
    ("setting", "points", "maximum", "applies"),
    [
        (None, "4", "4", "no"),
        ("not_applicable", "4", "4", "no"),
        ("zero", "4", "10", "yes"),
        ("full", "10", "10", "yes"),
    ],
)
def test_zero_of_zero_means_what_the_framework_says(
    setting: str | None, points: str, maximum: str, applies: str, write_case: Callable[..., Case]
) -> None:
    tree = [("1",), ("1.1", "1", 6, "appraised", "bands rate: 100 = 6 | 80 = 3"), ("1.2", "1", 4)]
    given: dict[str, Any] = {"a": {"1.1": {"numerator": 0, "denominator": 0}, "1.2": 4}}
    tables = write_case(tree, given, framework={"zero_of_zero": setting} if setting else {}).score("index", "items")
    assert (tables["index"][0]["points"], tables["index"][0]["max_points"]) == (points, maximum)
    assert next(row["applies"] for row in tables["items"] if row["item_code"] == "1.1") == applies


def test_one_framework_may_use_all_three_meanings_of_zero_of_zero(write_case: Callable[..., Case]) -> None:
    rate = "proportional rate: floor 0, full 100"
    tree = [("1",), ("1.1", "1", 6, "appraised", rate), ("1.2", "1", 4, "appraised", rate), ("1.3", "1", 2)]
    tree += [("1.4", "1", 2, "appraised", rate)]
    none = {"numerator": 0, "denominator": 0}
    case = write_case(
        tree, {"a": {"1.1": none, "1.2": none, "1.3": 0, "1.4": none}}, framework={"zero_of_zero": "zero"}
    )
    rows = read_csv(case.framework / "so.csv")
    own = {"1.1": "full", "1.4": "not_applicable"}
    write_csv(
        case.framework / "so.csv",
        list(rows[0]),
        [row | {"zero_of_zero": own.get(row["item_code"], "")} for row in rows],
    )
    index = case.score("index")["index"][0]
    assert (index["points"], index["max_points"]) == ("6", "12")  # 6 full, 4 lost, 2 given, 2 left out


def test_an_appraised_figure_wins_over_zero_of_zero(write_case: Callable[..., Case]) -> None:
    tree = [("1",), ("1.1", "1", 6, "appraised", "bands rate: 100 = 6")]
    cells = {"numerator": 0, "denominator": 0, "appraised_points": 2}
    tables = write_case(tree, {"a": {"1.1": cells}}).score("index")
    assert (tables["index"][0]["points"], tables["index"][0]["max_points"]) == ("2", "6")


@pytest.mark.parametrize(
    ("rule", "place", "says"),
    [
        ("", 1, "a rule form"),
        ("bands", 1, "a rule form"),
        ("band rate: 1 = 1", 1, "one of choice"),
        ("bands: 1 = 1", 1, "one of choice"),
        ("bands rate:", 12, "= points"),
        ("bands rate: 85", 12, "= points"),
        ("bands rate: 85 = 4 | 60", 21, "= points"),
        ("bands rate: 85 = 4 | | 60 = 1", 21, "= points"),
        ("bands rate: 85 = 4,5", 18, "decimal mark"),
        ("bands rate: 85 = bốn", 18, "decimal mark"),
        ("bands rate: 85 = -1", 18, "decimal mark"),
        ("bands rate: ≥85 = 4", 13, "decimal mark"),
        ("bands rate: 85% = 4", 13, "decimal mark"),
        ("bands rate: 85 = 4 | 85 = 3", 21, "each bound once"),
        ("bands rate: 85 = 4 | 85.0 = 3", 21, "each bound once"),
        ("choice: có = 1 | CÓ = 0", 17, "each option once"),
        ("choice: = 1", 8, "= points"),
        ("choice: có = ", 14, "decimal mark"),
        ("each: nửa", 7, "decimal mark"),
        ("each: 0,5", 7, "decimal mark"),
        ("deduct:", 8, "decimal mark"),
        ("proportional rate: 60, 85", 19, "floor NUMBER"),
        ("proportional rate: floor 60", 19, "floor NUMBER"),
        ("proportional rate: floor x, full 85", 26, "decimal mark"),
        ("proportional rate: floor 60, full 8o", 35, "decimal mark"),
        ("proportional rate: floor 90, full 85", 35, "full rate"),
        ("proportional rate: floor 0, full 0", 34, "full rate"),
        ("when plan: bands rate: 85 = 4", 29, "otherwise"),
        ("when plan: bands rate: 85 = 4 | 60 = x ; otherwise choice: a = 1", 38, "decimal mark"),
        ("when plan: bands rate: 85 = 4 ; otherwise choice: a = x", 55, "decimal mark"),
        ("when plan: bands count: 2 = 4 ; otherwise choice: a = 1", 12, "inside `when`"),
        ("when plan: each: 1 ; otherwise choice: a = 1", 12, "inside `when`"),
        ("when plan: bands rate: 85 = 4 ; otherwise limits value: 0 = 1", 43, "inside `when`"),
        ("when : bands rate: 1 = 1 ; otherwise choice: a = 1", 1, "one of choice"),
    ],
)
def test_a_rule_that_cannot_be_parsed_shows_the_place(rule: str, place: int, says: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule(rule)
    assert caught.value.position == place
    assert says in str(caught.value.expected)


@pytest.mark.parametrize(
    "rule", ["BANDS  Rate : 85=4|60=3", "Choice:có=1|không=0", "When PLAN:bands rate:85=4;Otherwise choice:a=1"]
)
def test_spaces_and_capitals_in_a_rule_do_not_matter(rule: str) -> None:
    assert parse_rule(rule).form in {"bands", "choice", "when"}


PIECES = st.sampled_from(
    [
        "choice",
        "bands",
        "limits",
        "proportional",
        "each",
        "deduct",
        "when ",
        "otherwise ",
        "rate",
        "count",
        "value",
        ":",
        "|",
        "=",
        ";",
        "floor",
        "full",
        ",",
        "1",
        "0.5",
        "2,5",
        "-1",
        "có",
        " ",
        "\n",
        "x",
    ]
)


@pytest.mark.parametrize(
    ("rule", "measure"),
    [
        ("each (cuộc): 0.5", "cuộc"),
        ("deduct ( báo  cáo ): 0.25", "báo cáo"),
        ("limits value (ngày): 0 = 1 | 15 = 0.5", "ngày"),
        ("bands count(sáng kiến): 2 = 1", "sáng kiến"),
        ("each: 0.5", ""),
    ],
)
def test_a_rule_may_name_what_it_counts_and_scores_the_same(rule: str, measure: str) -> None:
    parsed = parse_rule(rule)
    bare = parse_rule(re.sub(r"\s*\(.*\)", lambda cut: " " * len(cut[0]), rule))
    assert parsed == replace(bare, measure=measure)


def test_brackets_in_the_word_of_when_are_of_the_word() -> None:
    rule = parse_rule("when có (kế hoạch): bands rate: 100 = 1 ; otherwise choice: không = 0")
    assert (rule.word, rule.measure) == ("có (kế hoạch)", "")


@pytest.mark.parametrize("rule", ["each (): 1", "bands rate (%): 100 = 1", "choice (mức): đủ = 1", "(cuộc) each: 1"])
def test_only_a_counted_or_measured_figure_has_a_measure(rule: str) -> None:
    with pytest.raises(RuleError) as error:
        parse_rule(rule)
    assert error.value.position == 1


@given(st.one_of(st.text(), st.lists(PIECES, max_size=14).map("".join)))
@example("when x: choice: a = 1 ; otherwise when y: choice: a = 1 ; otherwise choice: b = 2")
@example("İ: 1 = 1")
def test_the_parser_never_raises_anything_but_its_own_error(typed: str) -> None:
    try:
        rule = parse_rule(typed)
    except RuleError as error:
        assert 1 <= error.position <= len(typed) + 1
        return
    number = Decimal(1)
    try:
        points = rule.score(Declared(number, number, typed, number), Decimal(4))
    except ChoiceError:
        return
    assert points is None or points >= 0


@given(st.integers(0, 10**9), st.integers(1, 10**9), st.integers(0, 10_000), st.integers(0, 400))
def test_a_band_is_reached_just_when_the_fraction_reaches_it(
    numerator: int, denominator: int, hundredths: int, points: int
) -> None:
    bound, given_points = Decimal(hundredths) / 100, Decimal(points) / 100
    found = rate(f"bands rate: {bound} = {given_points}", str(numerator), str(denominator))
    assert found == (given_points if 10_000 * numerator >= hundredths * denominator else 0)


@pytest.mark.parametrize(
    ("rule", "highest"),
    [
        ("choice: a = 1 | b = 3 | c = 2", 3),
        ("bands rate: 90 = 4 | 50 = 2", 4),
        ("when x: choice: a = 1 ; otherwise bands rate: 90 = 4 | 50 = 2", 4),
        ("when x: bands rate: 90 = 5 | 50 = 2 ; otherwise choice: a = 1", 5),
        ("each: 2", None),
        ("when x: proportional rate: floor 1, full 2 ; otherwise choice: a = 1", 1),
    ],
)
def test_the_most_that_the_steps_of_a_rule_give(rule: str, highest: int | None) -> None:
    assert parse_rule(rule).highest() == highest
