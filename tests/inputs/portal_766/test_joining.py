"""Several exports become one list of units, of one province and one time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from parreport.inputs.faults import Faults
from parreport.inputs.portal_766.export import Export, Place, Printed, PrintedUnit
from parreport.inputs.portal_766.joining import (
    AREAS_ONLY,
    LEAVES,
    describe_times,
    find_provinces,
    find_times,
    is_detailed,
    join_exports,
)
from parreport.inputs.portal_766.names import Placed
from parreport.inputs.portal_766.times import Time

WHOLE = ("CKMB.1", "MDSH.1", "MDHL.1", "TTTT.1")  # a leaf of each group that has several


def make_unit(
    code: str,
    leaves: tuple[str, ...] = (),
    areas: dict[str, str] | None = None,
    *,
    name: str = "",
    block: str = "xa",
    total: str | None = None,
    n: int = 1,
    file: str = "a",
    province: str = "",
) -> PrintedUnit:
    place = Place(file, None, "all", 0)
    printed = {leaf: Printed(place.at(leaf), Decimal(n), Decimal(4)) for leaf in leaves}
    given = {area: Decimal(points) for area, points in (areas or {}).items()}
    placed = Placed(block, name or f"Xã {code}", province)
    return PrintedUnit(place, code, placed, printed, given, None if total is None else Decimal(total))


def join(*units: PrintedUnit, framework: str | None = None) -> tuple[list[PrintedUnit], str, list[str], list[str]]:
    """Return units, framework, faults and what else is told, each export with one unit."""
    faults, unread = Faults(), Faults()
    joined = join_exports([Export(one.place.file, [one]) for one in units], framework, faults, unread)
    told = [f"{one.where()}: {one.expected} <- {one.found}" for one in unread.problems]
    wrong = [f"{one.where()}: {one.expected} <- {one.found}" for one in faults.problems]
    return joined.units, joined.framework, wrong, [*map(str, unread.notes), *told]


# --- which framework ------------------------------------------------------------------------


def test_units_stand_in_the_order_of_the_files_each_once_whatever_the_case_of_its_code() -> None:
    units, framework, faults, told = join(
        make_unit("B", WHOLE), make_unit("a", WHOLE), make_unit("b", WHOLE, name="Xã B")
    )
    assert [one.code for one in units] == ["B", "a"]
    assert (framework, faults, told) == (LEAVES, [], [])


def test_units_by_groups_only_are_taken_by_groups_and_nothing_is_told() -> None:
    units, framework, _, told = join(make_unit("A", areas={"CKMB": "1"}), make_unit("B", areas={"CKMB": "2"}))
    assert (len(units), framework, told) == (2, AREAS_ONLY, [])


def test_one_unit_by_groups_takes_all_to_groups_and_that_is_told() -> None:
    units, framework, _, told = join(make_unit("A", WHOLE), make_unit("B", areas={"CKMB": "2"}))
    assert (len(units), framework) == (2, AREAS_ONLY)
    assert told == [
        "1 of 2 units are printed by groups only, Xã B among them: all are taken by groups (766-groups); "
        "--framework 766-2026 takes the details of the others"
    ]


@pytest.mark.parametrize(("partly", "whole", "framework"), [(1, 1, LEAVES), (2, 1, AREAS_ONLY), (1, 2, LEAVES)])
def test_more_than_half_without_the_figures_of_a_group_takes_all_to_groups(
    partly: int, whole: int, framework: str
) -> None:
    units = [make_unit(f"P{n}", ("CKMB.1",)) for n in range(partly)] + [make_unit(f"W{n}", WHOLE) for n in range(whole)]
    _, found, _, told = join(*units)
    assert found == framework
    words = "2 of 3 units print no figures of the items of some group, Xã P0 among them"
    assert [one.startswith(words) for one in told] == ([True] if framework == AREAS_ONLY else [])


def test_with_leaves_asked_for_units_by_groups_are_left_out_and_told() -> None:
    units, framework, _, told = join(make_unit("A", ("CKMB.1",)), make_unit("B", areas={"CKMB": "2"}), framework=LEAVES)
    assert ([one.code for one in units], framework) == (["A"], LEAVES)
    assert told == ["a, unit B, all[0]: numerators and denominators; the unit is left out <- Xã B"]


def test_with_groups_asked_for_all_units_stand() -> None:
    units, framework, _, told = join(make_unit("A", WHOLE), make_unit("B", areas={"CKMB": "2"}), framework=AREAS_ONLY)
    assert (len(units), framework, told) == (2, AREAS_ONLY, [])


def test_details_have_figures_of_each_group_with_several_leaves() -> None:
    assert is_detailed(make_unit("A", WHOLE))
    assert not is_detailed(make_unit("A", ("CKMB.1", "MDSH.1", "TTTT.1")))
    assert not is_detailed(make_unit("A", ("CKMB.1", "MDSH.1", "MDHL.1")))
    assert is_detailed(make_unit("A", ("CKMB.1", "MDSH.1", "MDHL.1"), block="so-nganh"))
    assert not is_detailed(make_unit("A", ("CKMB.1", "MDSH.1"), block="so-nganh"))
    place = Place("a")
    blank = {leaf: Printed(place, Decimal(1)) for leaf in WHOLE}
    assert not is_detailed(PrintedUnit(place, "A", Placed("xa", "Xã A"), blank))


# --- a unit that stands several times -------------------------------------------------------


def test_of_details_and_a_table_the_details_stand_with_what_the_table_has_besides() -> None:
    details = make_unit("A", WHOLE, {"CKMB": "11"}, file="d")
    table = make_unit("A", areas={"CKMB": "11", "TDGQ": "19"}, total="75", file="t")
    for order in ([details, table], [table, details]):
        units, framework, faults, told = join(*order)
        assert (len(units), framework, faults, told) == (1, LEAVES, [], [])
        assert list(units[0].leaves) == list(WHOLE)
        assert units[0].areas == {"CKMB": 11, "TDGQ": 19}
        assert units[0].total == 75


def test_what_a_table_prints_otherwise_is_told_and_the_details_are_taken() -> None:
    details = make_unit("A", WHOLE, {"CKMB": "11"}, total="70", file="d")
    table = make_unit("A", areas={"CKMB": "11.5", "TDGQ": "1"}, total="70.5", file="t")
    units, _, faults, told = join(details, table)
    assert faults == []
    assert (units[0].areas["CKMB"], units[0].total) == (11, 70)
    assert told == [
        "t, unit A, all.CKMB: 11, as the details have it, which are taken <- 11.5",
        "t, unit A, all.TONG_SCORE: 70, as the details have it, which are taken <- 70.5",
    ]


def test_one_code_of_two_names_is_a_fault_in_each_form_of_export() -> None:
    one = make_unit("A", WHOLE, name="Xã Một", file="d")
    for other in (make_unit("A", WHOLE, name="Xã Hai", file="t"), make_unit("A", name="Xã Hai", file="t")):
        _, _, faults, _ = join(one, other)
        assert faults == ["t, unit A, all[0]: each unit code once; Xã Một has it in d, all[0] <- Xã Hai"]
    assert join(one, make_unit("A", WHOLE, name="XÃ MOT", file="t"))[2] == []


def test_a_unit_twice_with_other_figures_is_a_fault_that_shows_the_first_that_differs() -> None:
    first, second = make_unit("A", WHOLE, file="d"), make_unit("A", WHOLE, n=2, file="e")
    _, _, faults, _ = join(first, second)
    assert faults == [
        "e, unit A, all.CKMB.1: each unit once, or with the same figures; in d, all[0] it has 1 / 4 / – <- 2 / 4 / –"
    ]
    assert join(first, make_unit("A", WHOLE, file="e"))[2] == []
    _, _, faults, _ = join(make_unit("A", WHOLE, file="d"), make_unit("A", WHOLE, {"CKMB": "3"}, file="e"))
    assert [one.rpartition("it has ")[2] for one in faults] == ["– <- 3"]
    _, _, faults, _ = join(make_unit("A", areas={"CKMB": "3"}, file="d"), make_unit("A", areas={"CKMB": "4"}, file="e"))
    assert [one.rpartition("it has ")[2] for one in faults] == ["3 <- 4"]


# --- which province, which time -------------------------------------------------------------


def test_what_the_portal_says_of_the_province_goes_before_units_and_these_before_titles() -> None:
    units = [make_unit("A", province="Lâm Đồng"), make_unit("B")]
    told = [Export("a", units, "Gia Lai", guessed_province="Huế"), Export("b", [], "", guessed_province="Huế")]
    assert find_provinces(told, units) == ["Gia Lai"]
    untold = [Export("a", units, guessed_province="Huế")]
    assert find_provinces(untold, units) == ["Lâm Đồng"]
    assert find_provinces(untold, [make_unit("B")]) == ["Huế"]
    assert find_provinces([Export("a", [])], [make_unit("B")]) == []
    assert find_provinces([Export("a", [], "Huế"), Export("b", [], "Gia Lai")], units) == ["Gia Lai", "Huế"]


def test_a_list_of_provinces_is_the_nations() -> None:
    two = [make_unit(code, block="tinh", province=code) for code in ("Huế", "Gia Lai")]
    assert find_provinces([Export("a", two)], two) == ["Toàn quốc"]
    assert find_provinces([Export("a", two, "Gia Lai")], two) == ["Gia Lai"]
    assert find_provinces([Export("a", two[:1])], two[:1]) == ["Huế"]
    mixed = [*two, make_unit("A", province="Huế")]
    assert find_provinces([Export("a", mixed)], mixed) == ["Gia Lai", "Huế"]


def times_of(*pairs: tuple[Time, Time]) -> tuple[list[Time], list[str]]:
    unread = Faults()
    found = find_times([Export(str(n), [], "", told, guess) for n, (told, guess) in enumerate(pairs)], unread)
    return found, [str(note) for note in unread.notes]


OF_2026 = Time(2026, "2026")
UNTOLD = Time()
NINTH, TENTH = (Time(2026, f"2026-01..2026-10-{day}", date(2026, 10, int(day))) for day in ("09", "10"))


def test_a_time_that_another_one_specifies_is_that_other_one() -> None:
    assert times_of((OF_2026, UNTOLD), (TENTH, UNTOLD)) == ([TENTH], [])
    assert times_of((Time(2026), UNTOLD), (Time(2026, "2026-Q3"), UNTOLD)) == ([Time(2026, "2026-Q3")], [])
    assert times_of((TENTH, UNTOLD), (TENTH, UNTOLD)) == ([TENTH], [])


def test_of_a_year_so_far_on_two_days_the_last_counts_and_is_told() -> None:
    found, notes = times_of((TENTH, UNTOLD), (NINTH, UNTOLD))
    assert found == [TENTH]
    assert notes == ["the exports are of two days, 2026-01..2026-10-09 and 2026-01..2026-10-10: the last is taken"]


def test_times_that_differ_stay_apart_in_their_order() -> None:
    quarters = Time(2026, "2026-Q3"), Time(2026, "2026-Q2")
    assert times_of(*((one, UNTOLD) for one in quarters))[0] == [quarters[1], quarters[0]]
    assert times_of((Time(2026, "2026-Q3"), UNTOLD), (Time(2025, "2025"), UNTOLD))[0] == [
        Time(2025, "2025"),
        Time(2026, "2026-Q3"),
    ]
    months = (Time(2026, "2026-08..2026-09-05"), UNTOLD), (Time(2026, "2026-08..2026-10-05"), UNTOLD)
    assert len(times_of(*months)[0]) == 2


def test_names_of_files_tell_the_time_only_where_the_portal_does_not_but_another_year_always() -> None:
    guess = Time(2026, "2026-Q3", date(2026, 11, 1))
    assert times_of((UNTOLD, guess)) == ([guess], [])
    assert times_of((TENTH, guess)) == ([TENTH], [])
    assert times_of((OF_2026, guess)) == ([OF_2026], [])  # a day of a file's name is none of the portal's
    assert times_of((TENTH, Time(2025, "2025")))[0] == [Time(2025, "2025", TENTH.saved), TENTH]


def test_the_last_day_on_which_an_export_was_saved_stands_where_a_time_has_none() -> None:
    saved = (date(2026, 10, 9), date(2026, 10, 10))
    found, _ = times_of((Time(2026, "2026-Q3"), UNTOLD), *((Time(saved=day), UNTOLD) for day in saved))
    assert found == [Time(2026, "2026-Q3", date(2026, 10, 10))]
    assert times_of((UNTOLD, UNTOLD)) == ([], [])


def test_a_month_that_is_not_told_is_the_one_that_a_file_is_named_by() -> None:
    part = Time(2026, "", is_part=True)
    assert times_of((part, Time(2026, "2026-09")))[0] == [Time(2026, "2026-09")]
    assert times_of((part, UNTOLD))[0] == [part]
    assert times_of((part, UNTOLD), (Time(2026, "2026-Q3"), UNTOLD))[0] == [Time(2026, "2026-Q3")]


def test_times_are_written_as_the_parameters_have_them() -> None:
    assert describe_times([Time(2025), Time(2026, "2026-Q3")]) == "2025, 2026-Q3"
