"""The sentences of the method report: right for none, one, many, and for small blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import parreport as pr
from parreport.display.method import sentences as say
from parreport.display.method import tables
from parreport.display.method import weight_sentences as weigh
from parreport.display.method.coherence_sentences import describe_coherence, word_alpha
from parreport.display.method.tables import table_pair_list, table_pairs
from parreport.display.parts import Cell
from parreport.language import use_language
from parreport.years.results import Results
from tests.cases import Case

Write = Callable[..., Case]
TREE = [("1",), ("1.1", "1", 4), ("1.2", "1", 4), ("2",), ("2.1", "2", 4), ("2.2", "2", 4)]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def block_of(write_case: Write, *columns: list[Any], tree: Any = TREE, **more: Any) -> tuple[Results, Any]:
    """Compute a block with a list of points of the units for each leaf of the tree."""
    leaves = [one[0] for one in tree if len(one) > 2]
    points = {f"u{n}": dict(zip(leaves, row, strict=True)) for n, row in enumerate(zip(*columns, strict=True))}
    results = write_case(tree, points, **more).compute("item_quality", "item_pairs", "weights")
    return results, results.framework.blocks[0]


def test_a_block_of_one_unit_says_that_nothing_can_be_compared(write_case: Write) -> None:
    results, block = block_of(write_case, [4], [3], [2], [1])
    assert say.describe_items(results, block) == ["Block So has one unit: its items cannot be compared."]
    assert say.describe_pairs(results, block).startswith("Fewer than three units")
    assert weigh.describe_weights(results, block)[0].startswith("Fewer than three units")
    assert describe_coherence(results, block)[0].startswith("Nothing to compare")
    assert weigh.heading_weights(results, block) == "What decides the order of block So"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ([1, 2, 3, 4], [2, 2, 1, 3], "Every item tells some units apart."),
        ([4, 4, 4, 4], [2, 2, 1, 3], "On 1 item all units have full points: it tells nothing"),
        ([4, 4, 4, 4], [4, 4, 4, 4], "On 2 items all units have full points: these tell"),
        ([0, 0, 0, 0], [2, 2, 1, 3], "On 1 item all units are equal: it tells nothing"),
        ([4, 4, 4, 4], [1, 1, 1, 1], "On 2 items all units are equal: these tell nothing"),
    ],
)
def test_leaves_that_tell_nothing_are_counted(
    first: list[int], second: list[int], told: str, write_case: Write
) -> None:
    results, block = block_of(write_case, first, second, [1, 3, 2, 4], [4, 1, 3, 2])
    assert say.describe_items(results, block)[0].startswith(told)


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ([4, 4, 4, 4], "For the next revision of the framework: raise what is asked for, or leave the item out."),
        (
            [1, 1, 1, 1],
            "For the next revision of the framework: where all units have full points, raise what is asked for, or "
            "leave the item out; where all have less, see whether the figure is each unit's own.",
        ),
    ],
)
def test_more_is_asked_for_only_where_all_units_have_full_points(
    second: list[int], told: str, write_case: Write
) -> None:
    results, block = block_of(write_case, [4, 4, 4, 4], second, [1, 3, 2, 4], [4, 1, 3, 2])
    table = tables.table_silent(results, block)
    assert table is not None and table.note == told


def test_without_differences_no_correlation_is_spoken_of(write_case: Write) -> None:
    results, block = block_of(write_case, [4, 4, 4], [3, 3, 3], [2, 2, 2], [1, 1, 1])
    assert say.describe_items(results, block)[-1].startswith("The block has too few units")
    assert say.heading_items(results, block) == "No item goes against the others"
    assert weigh.describe_weights(results, block)[0].startswith("Fewer than three units, or no")


def test_an_item_that_goes_against_the_others_is_named_beyond_chance_only(write_case: Write) -> None:
    up = [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]
    down = [4 - one for one in up]
    results, block = block_of(write_case, up, up, up, down)
    assert say.heading_items(results, block) == "1 item goes against the others"
    told = say.describe_items(results, block)
    assert "“Mục 2.2”" in told[-1]
    assert "(correlation −1.00)" in told[-1]
    # 10 units: tanh(1.96 / √7) = 0.63; of 4 items chance takes one in forty below −0.63
    assert "With 10 units, chance alone takes about 1 correlation in 20 beyond ±0.63" in told[-3]
    assert told[-2] == "4 items were tested so; by chance alone about 0.1 would go against the others."


def test_pairs_that_the_text_leaves_out_stand_in_the_annex(write_case: Write) -> None:
    up = [0, 1, 2, 3, 4]
    trees = {n: [("1",), *((f"1.{one}", "1", 4) for one in range(n))] for n in (5, 6)}
    results, block = block_of(write_case, *[up] * 6, tree=trees[6])  # 6 leaves that go alike: 15 pairs
    short, whole = table_pairs(results, block), table_pair_list(results, block)
    assert short is not None
    assert short.note.startswith("The 12 closest of 15; the annex lists all.")
    assert whole is not None
    listed = [cell.words for _, cell in whole.rows if isinstance(cell, Cell)]
    assert [one.count("(1.00)") for one in listed] == [5, 4, 3, 2, 1]
    assert whole.id in [part.fields().get("id") for part in pr.show_item_list(results).parts]
    assert table_pair_list(*block_of(write_case, *[up] * 5, tree=trees[5])) is None  # 10 pairs stand in the text


def test_an_item_within_chance_is_said_to_lean(write_case: Write) -> None:
    results, block = block_of(write_case, [0, 1, 2, 3, 4], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4], [2, 3, 1, 2, 2])
    assert say.heading_items(results, block) == "1 item leans against the others, within what chance can do"
    assert say.describe_items(results, block)[-1] == "No item goes against the others by more than that."


@pytest.mark.parametrize(
    ("third", "told"),
    [
        ([2, 4, 0, 1, 3], "No two items say the same: no correlation is above 0.9."),
        (
            [0, 1, 2, 3, 4],
            "1 pair of items orders the units nearly alike (correlation above 0.9): “Mục 1.1” and “Mục 2.1” (1.00).",
        ),
    ],
)
def test_pairs_are_counted_and_the_closest_is_named(third: list[int], told: str, write_case: Write) -> None:
    results, block = block_of(write_case, [0, 1, 2, 3, 4], [3, 0, 4, 2, 1], third, [1, 4, 3, 0, 2])
    assert say.describe_pairs(results, block) == told


def test_three_pairs_are_counted(write_case: Write) -> None:
    up = [0, 1, 2, 3, 4]
    results, block = block_of(write_case, up, up, up, [1, 4, 3, 0, 2])
    assert say.describe_pairs(results, block) == (
        "3 pairs of items order the units nearly alike (correlation above 0.9), such as “Mục 1.1” and “Mục 1.2” "
        "(1.00 each)."
    )


def test_pairs_order_the_units_alike_and_are_not_called_the_same(write_case: Write) -> None:
    points = {f"u{n}": dict.fromkeys(("1.1", "1.2", "2.1", "2.2"), n) for n in range(1, 5)}
    told = {}
    for language in ("en", "vi"):
        results = write_case(TREE, points, language=language).compute()
        with use_language(language):
            sections = (pr.show_method_head(results), pr.show_item_quality(results))
            told[language] = " ".join(part.plain() for section in sections for part in section.parts)
    assert "pairs of items that order the units nearly alike" in told["en"]
    assert "cặp tiêu chí xếp các đơn vị gần như nhau" in told["vi"]
    assert "Khả năng phân biệt đơn vị của các tiêu chí, khối" in told["vi"]


def test_of_pairs_that_print_alike_none_is_the_closest(write_case: Write) -> None:
    """1.1 and 1.2 are the same, 2.1 nearly so: r = 0.98 twice; 2.2 and 1.1 differ."""
    up = [0, 1, 2, 3, 4]
    results, block = block_of(write_case, up, up, [0, 1, 2, 3, "3.5"], [1, 4, 3, 0, 2])
    told = say.describe_pairs(results, block)
    assert told.startswith("3 pairs of items") and "closest of all “Mục 1.1” and “Mục 1.2” (1.00)" in told
    double = [[0, 1, 2, 3, 4]] * 2 + [[0, 1, 2, 3, "3.9"]]
    results, block = block_of(write_case, *double, [0, 1, 2, 3, "3.9"])
    told = say.describe_pairs(results, block)
    # 6 pairs, all of which print 1.00
    assert told.startswith("6 pairs of items") and "(1.00 each)" in told and "closest" not in told


def test_an_area_that_makes_more_than_half_of_the_differences_dominates(write_case: Write) -> None:
    results, block = block_of(write_case, [0, 2, 4], [0, 2, 4], [2, 2, 2], [1, 1, 2])
    told = " ".join(weigh.describe_weights(results, block))
    assert weigh.heading_weights(results, block) == "Block So: the order depends most on “Mục 1”"
    assert "It dominates: more than half" in told
    assert "One area tells units apart less than half as much as its points suggest: “Mục 2”." in told


def test_an_area_against_the_whole_is_named(write_case: Write) -> None:
    results, block = block_of(write_case, [0, 2, 4], [0, 2, 4], [2, 1, 1], [2, 2, 1])
    told = " ".join(weigh.describe_weights(results, block))
    assert "One area runs against the order of the whole: “Mục 2”." in told
    assert "less than half" not in told


def test_an_order_that_no_area_changes_is_said_so(write_case: Write) -> None:
    results, block = block_of(write_case, [0, 2, 4], [0, 2, 4], [0, 2, 4], [0, 2, 4])
    told = weigh.describe_weights(results, block)
    assert told[-1] == "The order of the units stays the same whichever area is left out."


def test_one_area_decides_everything(write_case: Write) -> None:
    tree = [("1",), ("1.1", "1", 4), ("1.2", "1", 4)]
    results, block = block_of(write_case, [0, 2, 4], [1, 2, 4], tree=tree)
    assert weigh.describe_weights(results, block) == ["The framework has one area, which decides everything."]
    assert say.heading_framework(block) == "How the points of block So are spread"


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ([0, 2, 4], "In the one criterion or area that can be read, the parts go together (alpha of at least 0.7)."),
        ([4, 3, 1], "The one criterion or area that can be read does not reach an alpha of 0.7."),
    ],
)
def test_coherence_is_put_into_words(second: list[int], told: str, write_case: Write) -> None:
    tree = [("1",), ("1.1", "1", 4), ("1.2", "1", 4)]
    results, block = block_of(write_case, [0, 2, 4], second, tree=tree)
    sentences = describe_coherence(results, block)
    assert sentences[0].startswith(told)
    assert ("go against each other" in " ".join(sentences)) == (second[0] == 4)
    assert sentences[-1].startswith("With only 3 units")


@pytest.mark.parametrize(
    ("alpha", "units", "flat", "word"),
    [
        (0.7, 3, 0, "parts go together"),
        (0.69, 3, 0, "parts differ"),
        (0.0, 9, 0, "parts differ"),
        (-0.01, 9, 0, "parts go against each other"),
        (float("nan"), 9, 0, "cannot be said"),
        (0.9, 2, 0, "too few units"),
        (-0.9, 9, 1, "all units are equal on a part"),
    ],
)
def test_an_alpha_has_a_word(alpha: float, units: int, flat: int, word: str) -> None:
    assert word_alpha({"alpha": alpha, "units_n": units, "flat_n": flat}) == word


def test_an_alpha_over_two_units_or_with_a_part_that_is_equal_for_all_is_not_read(write_case: Write) -> None:
    """Area 1: two units have both parts; area 2: all units are equal on 2.2."""
    columns = [[4, 1, 2, 3], [4, 0, "no", "no"], [1, 2, 3, 4], [3, 3, 3, 3]]
    results, block = block_of(write_case, *columns)
    own = results.coherence.set_index("item_code")
    assert [own.loc[code, "units_n"] for code in "12"] == [2, 4]
    assert [own.loc[code, "flat_n"] for code in "12"] == [0, 1]
    assert own["alpha"].notna().all()  # as 10.3 makes them: kept, and not put into words
    told = describe_coherence(results, block)
    assert len(told) == 1 and told[0].startswith("Nothing to compare: no criterion or area")
    table = tables.table_coherence(results, block)
    assert table is not None
    assert [row[-1].words for row in table.rows] == ["too few units", "all units are equal on a part"]
    # with units more on 1.2, area 1 is read and area 2 still is not
    results, block = block_of(write_case, columns[0], [4, 0, 2, 3], *columns[2:], name="2017")
    told = describe_coherence(results, block)
    assert told[0].startswith("In the one criterion or area that can be read, the parts go together")
    assert told[1].startswith("1 more alpha is not put into words")


# --- what is said of items rests on what was compared -----------------------------------------


def test_every_item_needs_items_that_two_units_have(write_case: Write) -> None:
    """1.1 and 2.1 apply to one unit each: nothing of them is compared."""
    results, block = block_of(write_case, ["no", 4, "no"], [1, 2, 3], [3, "no", "no"], [4, 1, 2])
    assert say.describe_items(results, block)[0] == ("All 2 items that two units or more have tell some of them apart.")
    alone = [("1",), ("1.1", "1", 4), ("1.2", "1", 4)]
    results, block = block_of(write_case, [4, "no"], ["no", 3], tree=alone, name="2017")
    assert say.describe_items(results, block)[0] == "No item applies to two units: none can be compared."


def test_all_units_are_those_that_have_the_item(write_case: Write) -> None:
    results, block = block_of(write_case, [4, 4, "no"], [1, 2, 3], [3, 1, 2], [4, 1, 2])
    assert say.describe_items(results, block)[0].startswith("On 1 item all units that have it have full points")


def test_the_limit_of_chance_is_that_of_each_item_s_own_units(write_case: Write) -> None:
    """2.2 applies to 4 of 8 units: tanh(1.96 / √5) = 0.70 and tanh(1.96 / √1) = 0.96."""
    up = [0, 1, 2, 3, 4, 1, 2, 3]
    results, block = block_of(write_case, up, up[::-1], [1, 3, 2, 4, 0, 2, 1, 3], [4, 3, 2, 1, *["no"] * 4])
    quality = say.quality_of(results, block)
    assert list(quality["compared_n"]) == [8, 8, 8, 4]
    told = say.describe_items(results, block)
    assert told[1] == (
        "Chance alone takes about 1 correlation in 20 beyond ±0.70 with 8 units, beyond ±0.96 with 4; smaller ones "
        "say nothing."
    )
    assert told[2] == "4 items were tested so; by chance alone about 0.1 would go against the others."
    assert say.note_items(quality).startswith("Band: what chance alone can do over 8 units. Over fewer units")


def test_items_that_go_against_the_others_alike_are_named_together(write_case: Write) -> None:
    up = [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]
    down = [4 - one for one in up]
    tree = [("1",), *((f"1.{n}", "1", 4) for n in range(1, 8))]
    results, block = block_of(write_case, *[up] * 5, down, down, tree=tree)
    told = say.describe_items(results, block)[-1]
    assert told.startswith("Furthest against the others stand “Mục 1.6” and “Mục 1.7”: ")
    assert say.heading_items(results, block) == "2 items go against the others"


# --- what decides the order -------------------------------------------------------------------

WITH_BONUS = [*TREE, ("9",), ("9.1", "9", 4, "bonus")]


def test_bonus_and_penalty_are_named_where_they_decide_more_than_any_area(write_case: Write) -> None:
    """Bonus 0, 1, 2, 4 of sums 0, 1.01, 2, 4.01: Σ of products 8.765, of squares 8.7801, 99.83%."""
    columns = [[2, "2.01", 2, 2], [2, 2, 2, 2], [1, 1, 1, "1.01"], [1, 1, 1, 1], [0, 1, 2, 4]]
    results, block = block_of(write_case, *columns, tree=WITH_BONUS)
    assert weigh.heading_weights(results, block) == "Block So: the order depends most on “Bonus and penalty”"
    told = weigh.describe_weights(results, block)
    assert told[0].replace("\u202f", " ") == (
        "Bonus and penalty make 99.8% of the differences between units, more than any area."
    )
    assert told[1] == "They dominate: more than half of the differences come from them."


def test_one_area_does_not_decide_everything_beside_a_bonus(write_case: Write) -> None:
    tree = [("1",), ("1.1", "1", 4), ("9",), ("9.1", "9", 4, "bonus")]
    results, block = block_of(write_case, [0, 2, 4], [1, 0, 0], tree=tree)
    told = weigh.describe_weights(results, block)
    assert "which decides everything" not in " ".join(told)
    assert told[0].startswith("“Mục 1” makes ")


def test_the_only_area_that_counts_is_named_where_the_framework_has_others(write_case: Write) -> None:
    tree = [("1",), ("1.1", "1", 4), ("2",), ("2.1", "2", 4, "survey")]
    results, block = block_of(write_case, [0, 2, 4], [None] * 3, tree=tree, block={"survey_missing": "rescale"})
    assert weigh.describe_weights(results, block) == ["Only “Mục 1” counts this year; it decides everything."]


def test_areas_that_decide_alike_are_no_most(write_case: Write) -> None:
    results, block = block_of(write_case, [0, 2, 4], [0, 2, 4], [0, 2, 4], [0, 2, 4])
    assert weigh.heading_weights(results, block) == "What decides the order of block So"
    told = weigh.describe_weights(results, block)[0].replace("\u202f", " ")
    assert told == "All make the same share of the differences between units, 50.0% each."
    assert say.heading_framework(block) == "Block So: every area has the same points"


@pytest.mark.parametrize(("r", "printed"), [(1, "1.000"), (0.9999, "> 0.999"), (0.9994, "0.999"), (None, "–")])
def test_an_order_that_changes_never_prints_as_the_same(r: Any, printed: str) -> None:
    assert weigh.format_order(r) == printed


def test_tables_of_the_method_page_have_an_id_each(write_case: Write) -> None:
    """``show_robustness`` and ``show_weights`` stand on one page."""
    results = write_case(
        TREE,
        {
            "a": dict.fromkeys(["1.1", "1.2", "2.1", "2.2"], 3),
            "b": {"1.1": 1, "1.2": 2, "2.1": 4, "2.2": 1},
            "c": {"1.1": 2, "1.2": 4, "2.1": 1, "2.2": 0},
        },
        name="2016",
    ).compute()
    shown = [pr.show_robustness, pr.show_item_quality, pr.show_weights, pr.show_coherence, pr.show_item_list]
    ids = [part.id for show in shown for part in show(results).parts if getattr(part, "id", "")]
    assert len(ids) > 8
    assert len(ids) == len(set(ids))


def test_the_framework_is_told_with_its_survey_part(write_case: Write) -> None:
    tree = [*TREE[:-1], ("2.2", "2", 4, "survey")]
    results, block = block_of(write_case, [4], [4], [4], [3], tree=tree)
    assert say.describe_framework(results, block) == (
        "Block So has 16 points in all, 4 of them by survey (areas: 2; criteria: 4; scored items: 4)."
    )


def test_a_survey_that_was_not_held_is_told(write_case: Write) -> None:
    tree = [*TREE[:-1], ("2.2", "2", 4, "survey")]
    more = {"block": {"survey_missing": "rescale"}}
    results, block = block_of(write_case, [4], [4], [4], [None], tree=tree, **more)
    assert say.describe_framework(results, block).endswith("the 4 points by survey do not count this year.")


def test_a_total_is_told_as_a_total(write_case: Write) -> None:
    results, block = block_of(write_case, [90], tree=[("1",), ("1.1", "1", 100)])
    assert say.describe_framework(results, block) == "Block So is scored by one total of at most 100 points."


def test_a_draft_warns_of_items_without_points(write_case: Write) -> None:
    results, _ = block_of(write_case, [4], [4], [4], [None], status="draft")
    assert say.describe_limits(results)[-1].startswith("This is a draft")
