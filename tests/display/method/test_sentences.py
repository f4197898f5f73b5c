"""The sentences of the method report: right for none, one, many, and for small blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import parreport as pr
from parreport.display.method import sentences as say
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
    assert say.describe_weights(results, block)[0].startswith("Fewer than three units")
    assert describe_coherence(results, block)[0].startswith("Nothing to compare")
    assert say.heading_weights(results, block) == "What decides the order of block So"


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


def test_without_differences_no_correlation_is_spoken_of(write_case: Write) -> None:
    results, block = block_of(write_case, [4, 4, 4], [3, 3, 3], [2, 2, 2], [1, 1, 1])
    assert say.describe_items(results, block)[-1].startswith("The block has too few units")
    assert say.heading_items(results, block) == "No item goes against the others"
    assert say.describe_weights(results, block)[0].startswith("Fewer than three units, or no")


def test_an_item_that_goes_against_the_others_is_named_beyond_chance_only(write_case: Write) -> None:
    up = [0, 1, 2, 3, 4, 0, 1, 2, 3, 4]
    down = [4 - one for one in up]
    results, block = block_of(write_case, up, up, up, down)
    assert say.heading_items(results, block) == "1 item goes against the others"
    told = say.describe_items(results, block)
    assert "“Mục 2.2”" in told[-1]
    assert "(correlation −1.00)" in told[-1]
    # 10 units: tanh(1.96 / √7) = 0.63
    assert "beyond ±0.63" in told[-2]


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
    assert say.describe_pairs(results, block).startswith("3 pairs of items order the units")


def test_an_area_that_makes_more_than_half_of_the_differences_dominates(write_case: Write) -> None:
    results, block = block_of(write_case, [0, 2, 4], [0, 2, 4], [2, 2, 2], [1, 1, 2])
    told = " ".join(say.describe_weights(results, block))
    assert say.heading_weights(results, block) == "Block So: the order depends most on “Mục 1”"
    assert "It dominates: more than half" in told
    assert "One area tells units apart less than half as much as its points suggest: “Mục 2”." in told


def test_an_area_against_the_whole_is_named(write_case: Write) -> None:
    results, block = block_of(write_case, [0, 2, 4], [0, 2, 4], [2, 1, 1], [2, 2, 1])
    told = " ".join(say.describe_weights(results, block))
    assert "One area runs against the order of the whole: “Mục 2”." in told
    assert "less than half" not in told


def test_an_order_that_no_area_changes_is_said_so(write_case: Write) -> None:
    results, block = block_of(write_case, [0, 2, 4], [0, 2, 4], [0, 2, 4], [0, 2, 4])
    told = say.describe_weights(results, block)
    assert told[-1] == "The order of the units stays the same whichever area is left out."


def test_one_area_decides_everything(write_case: Write) -> None:
    tree = [("1",), ("1.1", "1", 4), ("1.2", "1", 4)]
    results, block = block_of(write_case, [0, 2, 4], [1, 2, 4], tree=tree)
    assert say.describe_weights(results, block) == ["The framework has one area, which decides everything."]
    assert say.heading_framework(block) == "How the points of block So are spread"


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ([0, 2, 4], "In 1 of 1 criteria and areas with several parts, the parts go together"),
        ([4, 3, 1], "No criterion or area with several parts reaches an alpha of 0.7; 1 were"),
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
    ("alpha", "word"),
    [
        (0.7, "parts go together"),
        (0.69, "parts differ"),
        (0.0, "parts differ"),
        (-0.01, "parts go against each other"),
        (float("nan"), "cannot be said"),
    ],
)
def test_an_alpha_has_a_word(alpha: float, word: str) -> None:
    assert word_alpha(alpha) == word


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
