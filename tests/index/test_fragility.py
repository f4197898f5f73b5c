"""What one case more or less does, and what small numbers do to a unit. M 11.1, 11.2."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parreport.columns import is_blank
from parreport.index.standings import Standings
from parreport.years.results import Results
from tests.cases import Case, read_csv, write_csv, write_year

FULL = "proportional rate: floor 0, full 100"
TREE = [("1",), ("1.1", "1", 8, "appraised", FULL), ("1.2", "1", 2, "appraised", FULL)]


def of(numerator: int, denominator: int, **more: Any) -> dict[str, Any]:
    return {"numerator": numerator, "denominator": denominator} | more


# the four units of methodology 11: index 92, 90.4, 68, 84
POINTS: dict[str, dict[str, Any]] = {
    "a": {"1.1": of(90, 100), "1.2": of(0, 0)},
    "b": {"1.1": of(88, 100), "1.2": of(1, 1)},
    "c": {"1.1": of(85, 100), "1.2": of(0, 1)},
    "d": {"1.1": of(80, 100), "1.2": of(0, 0)},
}
Same = Mapping[str, str] | None
ZERO_FULL = {"zero_of_zero": "full"}


def write(
    folder: Path, tree: Any = TREE, points: Any = POINTS, *, same: Mapping[str, str] | None = None, **more: Any
) -> Case:
    """Write a year; ``same``: leaf → the leaf whose cases it shares."""
    case = write_year(folder, tree, points, **({"framework": ZERO_FULL} | more))
    if same:
        path = case.framework / "so.csv"
        rows = [row | {"same_cases_as": same.get(row["item_code"], "")} for row in read_csv(path)]
        write_csv(path, [*rows[0]], rows)
    return case


def compute(folder: Path, *given: Any, **more: Any) -> Results:
    return write(folder, *given, **more).compute("fragility", "small_numbers")


def plain(cell: Any) -> Any:
    """Return a cell as a test writes it: None where blank, whole numbers and texts as they are, others as float."""
    if is_blank(cell):
        return None
    return float(cell) if isinstance(cell, Decimal) else cell


def row_of(results: Results, unit: str, item: str, *names: str) -> list[Any]:
    table = results.fragility
    row = table[(table["unit_code"] == unit) & (table["item_code"] == item)].iloc[0]
    return [plain(row[name]) for name in names]


def unit_of(results: Results, unit: str, *names: str) -> list[Any]:
    row = results.small_numbers.set_index("unit_code").loc[unit]
    return [plain(row[name]) for name in names]


MORE = ("points_one_more", "index_one_more", "rank_one_more", "band_one_more")
LESS = ("points_one_less", "index_one_less", "rank_one_less", "band_one_less")
FAILED = ("default_points", "index_failed_case", "rank_failed_case", "band_failed_case")


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Results:
    return compute(tmp_path_factory.mktemp("worked"))


# --- one case -------------------------------------------------------------------------------


def test_the_worked_example_of_one_case(worked: Results) -> None:
    assert row_of(worked, "c", "1.2", *MORE) == [2, 88, 3, "Tốt"]
    assert row_of(worked, "c", "1.2", *LESS) == [None] * 4
    assert row_of(worked, "b", "1.2", *MORE) == [None] * 4
    assert row_of(worked, "b", "1.2", *LESS) == [0, 70.4, 3, "Khá"]
    assert row_of(worked, "b", "1.1", *MORE) == [7.12, 91.2, 2, "Tốt"]
    assert row_of(worked, "b", "1.1", *LESS) == [6.96, 89.6, 2, "Tốt"]


def test_points_of_0_of_0_are_told_with_what_a_case_that_failed_would_make_of_them(worked: Results) -> None:
    assert row_of(worked, "a", "1.2", *FAILED) == [2, 72, 3, "Khá"]
    assert row_of(worked, "a", "1.2", *MORE, *LESS) == [None] * 8
    assert row_of(worked, "b", "1.2", *FAILED) == [None] * 4


def test_there_is_one_row_per_unit_and_ratio_leaf(worked: Results) -> None:
    keys = list(zip(worked.fragility["unit_code"], worked.fragility["item_code"], strict=True))
    assert keys == [(unit, item) for unit in "abcd" for item in ("1.1", "1.2")]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"appraised_points": 4}, "an appraiser's figure wins"),
        (of(1, 2, appraised_points=5), "an appraiser's figure wins, also where it is the rule's"),
        (of(0, 0, appraised_points=5), "an appraiser's figure wins over 0 of 0"),
        ({"numerator": "1.5", "denominator": 3}, "amounts are no cases"),
        ("no", "the leaf does not apply"),
    ],
)
def test_a_leaf_whose_points_rest_on_no_cases_has_no_row(cells: Any, why: str, tmp_path: Path) -> None:
    tree = [("1",), ("1.1", "1", 10, "appraised", FULL), ("1.2", "1", 10)]
    results = compute(tmp_path, tree, {u: {"1.1": cells, "1.2": 5} for u in "ab"})
    assert results.fragility.empty, why


def test_0_of_0_that_does_not_apply_has_no_row(tmp_path: Path) -> None:
    results = compute(tmp_path, framework={"zero_of_zero": "not_applicable"})
    assert list(results.fragility["item_code"]) == ["1.1", "1.1", "1.2", "1.1", "1.2", "1.1"]


def test_only_the_part_of_a_when_that_applies_makes_a_ratio_leaf(tmp_path: Path) -> None:
    rule = "when có: bands rate: 90 = 10 | 50 = 5 ; otherwise choice: đạt = 6 | không đạt = 0"
    tree = [("1",), ("1.1", "1", 10, "appraised", rule)]
    results = compute(tmp_path, tree, {"a": {"1.1": of(8, 9, value="có")}, "b": {"1.1": {"value": "đạt"}}})
    assert list(results.fragility["unit_code"]) == ["a"]
    assert row_of(results, "a", "1.1", *MORE, *LESS[:3]) == [10, 100, 1, "Tốt", 5, 50, 2]


def test_self_assessed_points_of_a_draft_and_its_gaps(tmp_path: Path) -> None:
    """b has a gap: its index is that of what is there, without rank or class, with one case more too."""
    tree = [("1",), ("1.1", "1", 10, "appraised", FULL), ("1.2", "1", 10)]
    points = {
        "a": {"1.1": of(1, 2), "1.2": {"self_points": 5}},
        "b": {"1.1": of(1, 2)},
        "c": {"1.1": {"self_points": 5}, "1.2": 1},
    }
    results = compute(tmp_path, tree, points, status="draft")
    assert list(results.fragility["unit_code"]) == ["a", "b"]
    assert row_of(results, "b", "1.1", *MORE) == [10, 100, None, None]
    assert unit_of(results, "b", "case_points", "hangs_on_few_cases", "case_max_rank_change") == [5, None, None]


def test_a_tie_is_made_and_broken_as_in_the_year(tmp_path: Path) -> None:
    """a and b share first place; with one case less a is third, behind c, and with one more alone first."""
    points = {u: {"1.1": of(n, 10), "1.2": of(1, 1)} for u, n in (("a", 8), ("b", 8), ("c", 7), ("d", 6))}
    results = compute(tmp_path, points=points)
    assert row_of(results, "a", "1.1", "rank_one_more", "rank_one_less") == [1, 2]  # level with c behind b
    assert row_of(results, "d", "1.1", "rank_one_more", "rank_one_less") == [3, 4]
    assert row_of(results, "c", "1.1", "rank_one_more", "rank_one_less") == [1, 3]  # level with a and b; with d


def test_a_capped_index_stays_capped_with_one_case_more(tmp_path: Path) -> None:
    tree = [("1",), ("1.1", "1", 10, "appraised", FULL), ("9",), ("9.1", "9", 5, "bonus")]
    points = {"a": {"1.1": of(9, 10), "9.1": 3}, "b": {"1.1": of(9, 10), "9.1": 1}}
    capped, free = (compute(tmp_path / str(cap), tree, points, framework={"cap_at_100": cap}) for cap in (True, False))
    assert row_of(capped, "b", "1.1", "index_one_more", "rank_one_more") == [100, 1]
    assert row_of(free, "b", "1.1", "index_one_more", "rank_one_more") == [110, 2]


def test_bonus_and_penalty_on_a_rate_keep_their_caps(tmp_path: Path) -> None:
    """Bonus 4 × n/2 beside 1, capped at 4; penalty 2 × n/2: one case less is better."""
    tree = [
        *[("1",), ("1.1", "1", 100), ("9",), ("9.1", "9", 4, "bonus", FULL)],
        *[("9.2", "9", 5, "bonus"), ("9.3", "9", 2, "penalty", FULL)],
    ]
    points = {"a": {"1.1": 50, "9.1": of(1, 2), "9.2": 1, "9.3": of(1, 2)}}
    results = compute(tmp_path, tree, points, framework={"bonus_cap": 4})
    assert row_of(results, "a", "9.1", "points", "index_one_more", "index_one_less") == [2, 53, 50]
    assert row_of(results, "a", "9.3", "points", "index_one_more", "index_one_less") == [1, 51, 53]


def test_a_case_that_counts_against_the_unit_is_the_one_that_failed(tmp_path: Path) -> None:
    """`limits rate`: of one case late 100 % are late."""
    tree = [("1",), ("1.1", "1", 10, "appraised", "limits rate: 0 = 10 | 50 = 5"), ("1.2", "1", 10)]
    results = compute(tmp_path, tree, {"a": {"1.1": of(0, 0), "1.2": 10}, "b": {"1.1": of(1, 2), "1.2": 10}})
    assert row_of(results, "a", "1.1", *FAILED[:3]) == [10, 50, 2]


# --- shared cases ---------------------------------------------------------------------------

THREE = [("1",), *((f"1.{n}", "1", most, "appraised", FULL) for n, most in ((1, 80), (2, 10), (3, 10)))]
PETITIONS: dict[str, dict[str, Any]] = {
    "a": {"1.1": of(90, 100), "1.2": of(0, 0), "1.3": of(0, 0)},
    "b": {"1.1": of(88, 100), "1.2": of(0, 1), "1.3": of(0, 1)},
    "c": {"1.1": of(80, 100), "1.2": of(0, 0), "1.3": of(0, 0)},
    "d": {"1.1": of(70, 100), "1.2": of(1, 2), "1.3": of(2, 2)},
}
SHARED_MORE = ("shared_items", "index_shared_more", "rank_shared_more", "band_shared_more")


def test_a_case_that_counts_on_two_leaves_moves_on_both(tmp_path: Path) -> None:
    """a 92, b 70.4, c 84, d 71: answered well b would have 90.4 and be second, Tốt, not fourth, Khá."""
    results = compute(tmp_path, THREE, PETITIONS, same={"1.3": "1.2"})
    assert row_of(results, "b", "1.2", "index_one_more", "rank_one_more") == [80.4, 3]
    assert row_of(results, "b", "1.2", *SHARED_MORE) == ["1.3", 90.4, 2, "Tốt"]
    assert row_of(results, "b", "1.3", *SHARED_MORE) == ["1.2", 90.4, 2, "Tốt"]
    names = ("hangs_on_few_cases", "hanging_cases_n", "hanging_items", "hanging_rank", "hanging_band")
    assert unit_of(results, "b", *names) == [True, 1, "1.2;1.3", 2, "Tốt"]
    assert unit_of(results, "b", "case_max_rank_change", "shared_max_rank_change", "shared_rank") == [1, 2, 2]
    # one case less for d is one on each leaf, one more is on the first alone, which has one to move
    assert row_of(results, "d", "1.2", "index_shared_more", "index_shared_less") == [76, 61]
    # a petition that failed costs a both leaves
    assert row_of(results, "a", "1.2", "index_failed_case", "rank_failed_case") == [72, 2]


def test_without_the_mark_no_case_is_shared(tmp_path: Path) -> None:
    results = compute(tmp_path, THREE, PETITIONS)
    assert row_of(results, "b", "1.2", *SHARED_MORE) == [None] * 4
    assert row_of(results, "a", "1.2", "index_failed_case") == [82]
    assert unit_of(results, "b", "shared_max_rank_change") == [None]


def test_leaves_of_other_denominators_share_no_single_case(tmp_path: Path) -> None:
    points = {u: {"1.1": of(8, 10), "1.2": of(1, 2), "1.3": of(2, 3)} for u in "ab"}
    results = compute(tmp_path, THREE, points, same={"1.3": "1.2"})
    assert row_of(results, "a", "1.2", *SHARED_MORE) == [None] * 4


# --- by unit --------------------------------------------------------------------------------


def test_the_worked_example_by_unit(worked: Results) -> None:
    defaults = ("default_points", "default_share_pct", "default_items_n")
    without = ("index_without_defaults", "rank_without_defaults", "band_without_defaults")
    assert unit_of(worked, "a", *defaults, *without) == [2, 20, 1, 90, 2, "Tốt"]
    assert unit_of(worked, "d", *defaults, *without) == [2, 20, 1, 80, 3, "Tốt"]
    assert unit_of(worked, "b", *defaults, *without) == [0, 0, 0, None, None, None]
    hangs = ("hangs_on_few_cases", "hanging_cases_n", "hanging_items", "hanging_rank", "hanging_band")
    assert unit_of(worked, "a", *hangs) == [False, None, None, None, None]
    assert unit_of(worked, "b", *hangs) == [True, 1, "1.2", 3, "Khá"]
    assert unit_of(worked, "c", *hangs) == [True, 1, "1.2", 3, "Tốt"]
    assert unit_of(worked, "d", *hangs) == [False, None, None, None, None]
    case = ("case_points", "case_points_item", "rank_best_case", "rank_worst_case", "case_max_rank_change", "case_item")
    assert unit_of(worked, "b", *case) == [2, "1.2", 2, 3, 1, "1.2"]
    assert unit_of(worked, "a", *case) == [0.08, "1.1", 1, 1, 0, None]


@pytest.mark.parametrize(("places", "hangs"), [(2, False), (3, True)])
def test_a_rank_hangs_on_few_cases_from_three_places_on(places: int, hangs: bool, tmp_path: Path) -> None:
    """z passes 2 or 3 others with one case more, all of one class."""
    tree = [("1",), ("1.1", "1", 10, "appraised", FULL), ("1.2", "1", 90)]
    points = {"z": {"1.1": of(0, 4), "1.2": 80}} | {f"u{n}": {"1.1": of(4, 4), "1.2": 71} for n in range(places)}
    results = compute(tmp_path, tree, points)
    assert unit_of(results, "z", "case_max_rank_change", "hangs_on_few_cases") == [places, hangs]


def test_a_unit_of_nothing_but_0_of_0_has_no_index_without_it(tmp_path: Path) -> None:
    points = {"a": {"1.1": of(0, 0), "1.2": of(0, 0)}, "b": {"1.1": of(1, 2), "1.2": of(0, 0)}}
    results = compute(tmp_path, points=points)
    names = ("default_points", "default_share_pct", "index_without_defaults", "rank_without_defaults", "case_points")
    assert unit_of(results, "a", *names) == [10, 100, None, None, None]


def test_a_figure_copied_to_all_units_is_no_case_of_one_of_them(tmp_path: Path) -> None:
    """1 of 47 in five units: one more would carry a past all, but it is one more for all."""
    tree = [("1",), ("1.1", "1", 10, "appraised", FULL), ("1.2", "1", 90)]
    points = {u: {"1.1": of(1, 47), "1.2": f"80.0{place}"} for place, u in enumerate("abcde")}
    results = compute(tmp_path, tree, points)
    assert row_of(results, "a", "1.1", "rank_one_more", "copied") == [1, True]
    assert unit_of(results, "a", "hangs_on_few_cases", "case_points") == [None, None]
    del points["e"]
    results = compute(tmp_path / "four", tree, points)
    assert row_of(results, "a", "1.1", "rank_one_more", "copied") == [1, False]
    assert unit_of(results, "a", "hangs_on_few_cases", "case_max_rank_change") == [True, 3]


# --- the whole chain ------------------------------------------------------------------------

RULES = [
    FULL,
    "proportional rate: floor 60, full 85",
    "bands rate: 100 = 2 | 80 = 1.5 | 50 = 0.25",
    "limits rate: 0 = 2 | 20 = 1",
]


def make_province(seed: int) -> tuple[list[tuple[Any, ...]], dict[str, dict[str, Any]], dict[str, Any]]:
    """Return tree, points and framework of a small province at random: caps, bonus, penalty, 0 of 0, blanks."""
    draw = random.Random(seed)
    tree: list[tuple[Any, ...]] = [("1",), ("2",)]
    tree += [
        (f"{n % 2 + 1}.{n}", str(n % 2 + 1), draw.choice([2, "2.5", 6]), "appraised", draw.choice(RULES))
        for n in range(5)
    ]
    tree += [("9",), ("9.1", "9", 3, "bonus", FULL), ("9.2", "9", None, "penalty", "bands rate: 50 = 1 | 0 = 0")]
    points: dict[str, dict[str, Any]] = {}
    for unit in "abcde":
        points[unit] = {}
        for code, *rest in tree:
            if len(rest) < 2:
                continue
            denominator = draw.choice([0, 1, 2, 5, 30])
            cells: Any = of(draw.randint(0, denominator), denominator)
            points[unit][code] = draw.choice([cells] * 6 + ["no", 1])
    keys = {"bonus_cap": draw.choice([None, 1]), "cap_at_100": draw.random() < 0.5, "decimals": draw.choice([0, 1, 2])}
    return tree, points, keys | {"zero_of_zero": draw.choice(["full", "zero", "not_applicable"])}


@pytest.mark.parametrize("seed", range(6))
def test_one_case_more_or_less_is_what_the_whole_chain_gives_for_it(seed: int, tmp_path: Path) -> None:
    """Every unit's own place, then five cases of the table, each as a year of its own, read and scored from files."""
    tree, points, keys = make_province(seed)
    results = compute(tmp_path / "year", tree, points, framework=keys)
    standings = Standings(results.leaves, results.index, results.framework)
    for row in results.index.to_dict("records"):
        found = standings.place(row["unit_code"])
        assert [plain(found.index_pct), found.rank, found.band] == [
            plain(row[n]) for n in ("index_pct", "rank", "band")
        ]
    cases = [
        (row, way, by)
        for row in results.fragility.to_dict("records")
        for way, by in (("more", 1), ("less", -1))
        if 0 <= row["numerator"] + by <= row["denominator"]
    ]
    blank = sum(
        is_blank(results.fragility[f"points_one_{way}"].iloc[at])
        for way in ("more", "less")
        for at in range(len(results.fragility))
    )
    assert blank + len(cases) == 2 * len(results.fragility)
    for number, (row, way, by) in enumerate(random.Random(seed).sample(cases, 5)):
        unit, code = row["unit_code"], row["item_code"]
        moved = {u: dict(own) for u, own in points.items()}
        moved[unit][code] = of(int(row["numerator"]) + by, int(row["denominator"]))
        then = write(tmp_path / str(number), tree, moved, framework=keys).compute("leaves")
        place = then.index.set_index("unit_code").loc[unit]
        leaf = then.leaves[(then.leaves["unit_code"] == unit) & (then.leaves["item_code"] == code)].iloc[0]
        assert row[f"points_one_{way}"] == leaf["points"]
        told = [plain(row[f"{name}_one_{way}"]) for name in ("index", "rank", "band")]
        assert told == [plain(place[name]) for name in ("index_pct", "rank", "band")]
