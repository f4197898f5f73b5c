"""The JSON of details: what is read of a unit, and what is told of the rest."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from parreport.errors import Problem
from parreport.inputs.faults import Faults
from parreport.inputs.portal_766 import details
from parreport.inputs.portal_766.details import find_lists, read_details, read_unit
from parreport.inputs.portal_766.export import Export, Place, Printed, PrintedUnit

UNIT: dict[str, Any] = {
    "departmentCode": "H21.227",
    "departmentName": "UBND xã Vân Canh",
    "totalScore": Decimal("75.34"),
    "groupScores": {"CKMB": Decimal("11.79"), "MDSH": Decimal("12.49")},
}
PLACE = Place("d.json", None, "communesDetail", 0)


def read_one(unread: Faults | None = None, **changed: Any) -> PrintedUnit:
    """Return the unit of the example, with these keys changed; one of None is absent."""
    one = {key: value for key, value in (UNIT | changed).items() if value is not None}
    unit = read_unit(one, PLACE, unread or Faults())
    assert unit is not None
    return unit


def told(unread: Faults) -> list[tuple[str, str | None, str]]:
    """Return where, what was found, what was expected."""
    return [(problem.column or "", problem.found, str(problem.expected)) for problem in unread.problems]


def read_file(whole: Any) -> tuple[Export | None, list[Problem], list[Problem]]:
    faults, unread = Faults(), Faults()
    content = whole if isinstance(whole, bytes) else json.dumps(whole, default=float).encode()
    return read_details(content, "gialai_2026-10-10.json", faults, unread), faults.problems, unread.problems


def leaves_of(area: str, part: dict[str, Any], unread: Faults | None = None) -> dict[str, Printed]:
    return read_one(unread, componentIndicators={area: part}).leaves


# --- the file -------------------------------------------------------------------------------


def test_a_file_gives_its_units_and_what_its_name_and_its_facts_tell() -> None:
    facts = {"province": "UBND tỉnh Gia Lai", "year": 2026, "timeType": "year"}
    export, faults, unread = read_file({"metadata": facts, "count": 1, "communesDetail": [UNIT]})
    assert export is not None and not faults and not unread
    assert [(unit.code, unit.name, unit.total) for unit in export.units] == [
        ("H21.227", "Xã Vân Canh", Decimal("75.34"))
    ]
    assert (export.file, export.province, export.guessed_province) == ("gialai_2026-10-10.json", "Gia Lai", "Gia Lai")
    assert (export.time.year, export.time.period) == (2026, "2026")
    assert (export.guess.year, export.guess.period) == (2026, "2026-01..2026-10-10")


def test_a_file_without_facts_tells_no_province_and_no_time_of_its_own() -> None:
    export, _, _ = read_file([UNIT])
    assert export is not None
    assert (export.province, export.time.year) == ("", None)
    export, _, _ = read_file({"metadata": ["year", 2026], "communesDetail": [UNIT]})
    assert export is not None
    assert export.time.year is None


def test_numbers_of_the_file_are_exact() -> None:
    export, _, _ = read_file(b'[{"code": "A1", "name": "x\xc3\xa3 A", "total": 0.1, "groupScores": {"CKMB": 0.30}}]')
    assert export is not None
    assert (export.units[0].total, export.units[0].areas) == (Decimal("0.1"), {"CKMB": Decimal("0.3")})


@pytest.mark.parametrize(
    ("content", "row", "expected"),
    [
        (b"\xff[]", None, "UTF-8 text"),
        (b'{"a":\n 1,\n}', 3, "JSON that is whole"),
        (b"[" * 100_000, None, "keys and lists that are not so deep"),
    ],
)
def test_what_is_no_json_is_a_fault_with_its_row(content: bytes, row: int | None, expected: str) -> None:
    export, faults, _ = read_file(content)
    assert export is None
    assert [(one.row, str(one.expected)[: len(expected)]) for one in faults] == [(row, expected)]


def test_as_many_units_as_may_be_are_read_and_one_more_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(details, "MOST_UNITS", 2)
    two = [UNIT, {**UNIT, "departmentCode": "H21.228"}]
    export, faults, _ = read_file({"all": two})
    assert export is not None and len(export.units) == 2 and not faults
    export, faults, _ = read_file({"all": [*two, UNIT], "few": [UNIT]})
    assert export is not None and len(export.units) == 1
    assert [(one.column, one.found, str(one.expected)) for one in faults] == [("all", "3", "at most 2 units")]


def test_units_with_a_total_only_are_left_out_and_counted() -> None:
    bare = {key: value for key, value in UNIT.items() if key != "groupScores"}
    export, _, unread = read_file({"few": [bare, UNIT, {**bare, "departmentCode": "B"}]})
    assert export is not None and [unit.code for unit in export.units] == ["H21.227"]
    assert [(one.column, one.found) for one in unread] == [("few", "2")]


def test_a_unit_with_leaves_but_without_points_of_groups_stands() -> None:
    only_leaves = {
        "code": "A1",
        "name": "xã A",
        "componentIndicators": {"TDGQ": {"totalOnTime": 1, "totalReceived": 2}},
    }
    export, _, unread = read_file([only_leaves])
    assert export is not None and len(export.units) == 1 and not unread
    assert export.units[0].areas == {}


def test_a_count_other_than_that_of_the_units_is_told() -> None:
    _, _, unread = read_file({"count": 3, "a": [UNIT], "b": [UNIT]})
    assert [(one.column, one.found, str(one.expected)) for one in unread] == [
        ("count", "3", "the 2 units that the file holds")
    ]
    assert read_file({"count": 2, "a": [UNIT], "b": [UNIT]})[2] == []
    assert read_file({"count": "many", "a": [UNIT]})[2] == []


# --- where units are ------------------------------------------------------------------------


def test_lists_of_units_are_found_with_the_way_to_them_and_no_deeper_than_six_keys() -> None:
    found = {"a": {"b": [UNIT]}, "c": [1, UNIT], "d": [1, "x", {}]}
    assert [key for key, _ in find_lists(found)] == ["a.b", "c"]
    assert [key for key, _ in find_lists([UNIT])] == ["[]"]
    six: Any = [UNIT]
    for _ in range(6):
        six = {"a": six}
    assert [key for key, _ in find_lists(six)] == ["a.a.a.a.a.a"]
    assert list(find_lists({"a": six})) == []


@pytest.mark.parametrize(
    ("one", "is_unit"),
    [
        ({"code": "A", "name": "x", "total": 1}, True),
        ({"code": "A", "name": "x", "componentIndicators": {}}, True),
        ({"code": "A", "name": "x", "CKMB": 1, "TDGQ": 2, "CLGQ": 3}, True),
        ({"code": "A", "name": "x", "CKMB": 1, "TDGQ": 2}, False),  # a rate has such keys too
        ({"code": "A", "name": "x"}, False),
        ({"code": "A", "total": 1}, False),
        ({"name": "x", "total": 1}, False),
    ],
)
def test_a_unit_has_a_name_a_code_and_points(one: dict[str, Any], is_unit: bool) -> None:
    assert bool(list(find_lists([one]))) == is_unit


# --- a unit ---------------------------------------------------------------------------------


def test_a_unit_has_its_code_its_block_and_the_points_of_its_groups() -> None:
    unread = Faults()
    unit = read_one(unread)
    assert (unit.code, unit.placed.block, unit.total) == ("H21.227", "xa", Decimal("75.34"))
    assert unit.areas == {"CKMB": Decimal("11.79"), "MDSH": Decimal("12.49")}
    assert unit.leaves == {}
    assert unread.problems == []


def test_the_first_code_and_name_that_are_not_blank_count() -> None:
    unit = read_one(departmentCode=" ", code="B2", departmentName="", name="phường Pleiku")
    assert (unit.code, unit.name) == ("B2", "Phường Pleiku")
    assert read_one(departmentCode=Decimal(17)).code == "17"


def test_the_level_places_a_unit_whose_name_says_nothing() -> None:
    assert read_one(departmentName="Kho lưu trữ", childGroup="AGENCY").placed.block == "so-nganh"
    unread = Faults()
    assert read_unit({**UNIT, "departmentName": "Kho lưu trữ", "childGroup": "COMMUNE"}, PLACE, unread) is None
    assert [(one.found, one.unit_code) for one in unread.problems] == [("Kho lưu trữ", "H21.227")]


def test_what_is_no_unit_and_what_has_no_code_is_told() -> None:
    unread = Faults()
    assert read_unit("text", PLACE, unread) is None
    assert read_unit({**UNIT, "departmentCode": None}, PLACE, unread) is None
    assert [(one.column, one.found, one.unit_code) for one in unread.problems] == [
        ("communesDetail[0]", '"text"', None),
        ("communesDetail[0]", "", None),
    ]


def test_a_key_that_is_not_known_is_told_but_not_the_groups_beside_it() -> None:
    unread = Faults()
    unit = read_one(unread, groupScores=None, CKMB_X=Decimal(5), secret=1, shortName="Vân Canh", rank=3)
    assert unit.areas == {"CKMB": Decimal(5)}
    assert told(unread) == [("communesDetail.secret", "secret", "a key that is known; it is not read")]


def test_groups_that_are_none_are_told_and_the_others_stand() -> None:
    unread = Faults()
    unit = read_one(unread, groupScores={"XYZ": Decimal(1), "TTTT": "7,5", "MDHL": None})
    assert unit.areas == {"TTTT": Decimal("7.5")}
    assert told(unread) == [
        ("communesDetail.groupScores.XYZ", "1", "one of the groups CKMB, TDGQ, ONLINE, TTTT, MDSH, MDHL")
    ]
    unread = Faults()
    assert read_one(unread, groupScores=[1]).areas == {}
    assert told(unread) == [("communesDetail.groupScores", "[1]", "the groups by name")]


def test_the_total_is_the_first_that_is_named_and_may_lack() -> None:
    assert read_one(total=Decimal(9)).total == Decimal("75.34")
    assert read_one(totalScore=None, TONG_SCORE="68,75").total == Decimal("68.75")
    assert read_one(totalScore=None).total is None


def test_points_of_a_group_are_those_of_the_list_of_groups_before_those_of_its_part() -> None:
    unit = read_one(componentIndicators={"CKMB_X": {"score": Decimal(1)}, "TTTT_X": {"score": Decimal(2)}})
    assert unit.areas == {"CKMB": Decimal("11.79"), "MDSH": Decimal("12.49"), "TTTT": Decimal(2)}


def test_parts_that_are_no_groups_are_told() -> None:
    unread = Faults()
    read_one(unread, componentIndicators={"XYZ": {}, "MDHL": 7})
    assert [(where, found) for where, found, _ in told(unread)] == [
        ("communesDetail.componentIndicators.XYZ", "XYZ"),
        ("communesDetail.componentIndicators.MDHL", "MDHL"),
    ]
    unread = Faults()
    assert read_one(unread, componentIndicators=[{}]).leaves == {}
    assert told(unread) == [("communesDetail.componentIndicators", "[{}]", "the groups by name")]


# --- rates ----------------------------------------------------------------------------------


def test_counts_beside_the_points_are_a_rate_where_either_is_there() -> None:
    leaves = leaves_of("TDGQ", {"totalOnTime": Decimal(2541), "totalReceived": Decimal(2618)})
    assert list(leaves) == ["TDGQ.1"]
    assert (leaves["TDGQ.1"].numerator, leaves["TDGQ.1"].denominator) == (2541, 2618)
    assert leaves["TDGQ.1"].place.way.endswith("TDGQ.totalOnTime")
    half = leaves_of("TDGQ", {"totalReceived": Decimal(2618)})["TDGQ.1"]
    assert (half.numerator, half.denominator) == (None, 2618)
    assert list(leaves_of("TTTT", {"totalFeeFormality": Decimal(1)})) == ["TTTT.2"]
    assert leaves_of("CKMB", {"totalOnTime": Decimal(1), "totalReceived": Decimal(2)}) == {}
    assert leaves_of("TDGQ", {"score": Decimal(1)}) == {}


def metric(code: Any = "PUBLISH_ON_TIME", **more: Any) -> dict[str, Any]:
    return {"code": code, "numerator": Decimal(3), "denominator": Decimal(4), **more}


def test_a_rate_has_its_parts_its_points_and_its_maximum() -> None:
    one = metric(score=Decimal("4.5"), maxScore=Decimal(6))
    found = leaves_of("CKMB", {"metrics": [one]})["CKMB.1"]
    assert (found.numerator, found.denominator, found.points, found.max_points) == (3, 4, Decimal("4.5"), 6)
    assert found.is_temporary is False
    temporary = metric(dataQualityStatus="TEMP_NATIONAL_REPORT_DENOMINATOR")
    assert leaves_of("CKMB", {"metrics": [temporary]})["CKMB.1"].is_temporary is True


def test_a_rate_of_another_group_one_that_is_unknown_and_one_that_stands_twice_are_told() -> None:
    unread = Faults()
    metrics = [metric("DOSSIER_RECEIVING_SATISFACTION"), metric("NEW_ONE"), metric(), metric(numerator=Decimal(1)), 5]
    leaves = leaves_of("CKMB", {"metrics": metrics}, unread)
    assert {code: one.numerator for code, one in leaves.items()} == {"CKMB.1": 3}
    way = "communesDetail.componentIndicators.CKMB"
    assert told(unread) == [
        (
            f"{way}.DOSSIER_RECEIVING_SATISFACTION",
            "DOSSIER_RECEIVING_SATISFACTION",
            "a rate that the framework has; it is not read",
        ),
        (f"{way}.NEW_ONE", "NEW_ONE", "a rate that the framework has; it is not read"),
        (f"{way}.PUBLISH_ON_TIME", "PUBLISH_ON_TIME", "each rate once"),
        (f"{way}.metrics[4]", "5", "a rate with its code, numerator and denominator"),
    ]


def test_kinds_of_petitions_are_no_rates_and_are_not_told() -> None:
    unread = Faults()
    metrics = [metric("PETITION_CLASSIFICATION_TTHC"), metric("PETITION_PROCESSING_ON_TIME")]
    assert list(leaves_of("MDHL", {"metrics": metrics}, unread)) == ["MDHL.2"]
    assert unread.problems == []


def test_rates_that_are_no_list_and_keys_that_are_not_known_are_told() -> None:
    unread = Faults()
    part = {"metrics": {"a": 1}, "ratio": 1, "novelty": 2, "totalOnTime": Decimal(1), "totalReceived": Decimal(2)}
    assert list(leaves_of("TDGQ", part, unread)) == ["TDGQ.1"]
    way = "communesDetail.componentIndicators.TDGQ"
    assert told(unread) == [
        (f"{way}.novelty", "novelty", "a key that is known; it is not read"),
        (f"{way}.metrics", '{"a": 1}', "a list of rates"),
    ]


@pytest.mark.parametrize(
    ("value", "points", "found"),
    [
        (None, None, None),
        (Decimal("7.50"), Decimal("7.5"), None),
        (Decimal("1E+3"), Decimal(1000), None),
        ("7,25", Decimal("7.25"), None),
        (Decimal("1E+60"), None, "1E+60"),
        (Decimal("NaN"), None, "NaN"),
        (True, None, "true"),
        ([1], None, "[1]"),
        (Decimal(-1), None, "-1"),
    ],
)
def test_points_are_numbers_or_texts_of_numbers(value: Any, points: Decimal | None, found: str | None) -> None:
    unread = Faults()
    unit = read_one(unread, groupScores={"CKMB": value})
    assert unit.areas.get("CKMB") == points
    assert [one.found for one in unread.problems] == ([] if found is None else [found])


def test_three_digits_behind_the_point_are_unclear_in_a_text_and_clear_in_a_number_of_json() -> None:
    unread = Faults()
    part = {"totalOnTime": Decimal("0.125"), "totalReceived": "1.500"}
    leaf = leaves_of("TDGQ", part, unread)["TDGQ.1"]
    assert (leaf.numerator, leaf.denominator) == (Decimal("0.125"), None)
    assert [one.found for one in unread.problems] == ["1.500"]


def test_what_is_found_is_told_in_sixty_signs() -> None:
    unread = Faults()
    read_one(unread, groupScores={"CKMB": ["đ" * 100]})
    assert unread.problems[0].found == '["' + "đ" * 58
