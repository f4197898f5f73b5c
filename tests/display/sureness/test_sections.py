"""How sure ranks are, as a reader sees it: sentences, ranking table, chart, sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import parreport as pr
from parreport.display.drawing.scales import fit_places
from parreport.display.parts import KeyFigures, Section, Table, Text
from parreport.display.pictures import Caption, Chart
from parreport.display.province.tables import table_ranking
from parreport.display.sureness import sentences as say
from parreport.display.sureness import unit_sentences as tell
from parreport.display.sureness.case_sentences import print_share
from parreport.display.sureness.charts import chart_ranges_pages
from parreport.errors import InputError
from parreport.language import use_language
from parreport.years.results import Results
from tests.cases import write_year
from tests.display.drawing.test_sheet import draw_ranges, find_bars, find_dots, find_words, make_ranges

TREE = [("1",), ("1.1", "1", 10), ("2",), ("2.1", "2", 10)]
FAR = {"a": {"1.1": 9, "2.1": 9}, "b": {"1.1": 7, "2.1": 7}, "c": {"1.1": 5, "2.1": 5}}
CROSSED = {"a": {"1.1": 9, "2.1": 5}, "b": {"1.1": 6, "2.1": 9}, "c": {"1.1": 1, "2.1": 2}}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with use_language("en"):
        yield


def compute(folder: Path, points: Any, errors: Any = None, tree: Any = TREE, **more: Any) -> Results:
    units = {unit: {"survey_se_points": errors[unit]} if errors else {} for unit in points}
    return write_year(folder, tree, points, units=units, block={"name_en": "offices"}, language="en", **more).compute()


def plain(words: str) -> str:
    return words.replace("\u202f", " ")


def words_of(results: Results) -> list[str]:
    parts: list[Any] = list(pr.show_robustness(results).parts)
    return [part.words for part in parts if isinstance(part, Text)]


def sentences(results: Results) -> str:
    return words_of(results)[0]


# --- the province ---------------------------------------------------------------------------


def test_ranks_that_no_draw_changes_are_called_firm(tmp_path: Path) -> None:
    told = sentences(compute(tmp_path, FAR))
    assert told.startswith("All ranks are firm: every unit keeps its place under other weights. Whatever")
    assert "Whatever the weights in the draws, Đơn vị a comes first." in told
    assert told.endswith("No rank changes when any one of 2 areas is left out.")


def test_first_place_by_the_weights_is_told_with_its_shares(tmp_path: Path) -> None:
    told = sentences(compute(tmp_path, CROSSED))
    assert told.startswith(
        "One rank is firm, it stays under other weights: Đơn vị c. "
        "The widest ranges hold 2 places, as at Đơn vị b: 1 to 2."
    )
    shares = re.search(
        "First place depends on the weights: Đơn vị b in (\\d+)% and Đơn vị a in (\\d+)% of the draws.", told
    )
    assert shares is not None
    assert sum(int(share) for share in shares.groups()) == 100
    assert "moves 2 units most; without “Mục 2” Đơn vị b would stand on place 2 instead of 1." in told


def test_units_that_are_equal_in_all_share_first_place_in_every_draw(tmp_path: Path) -> None:
    told = sentences(compute(tmp_path, {"a": FAR["a"], "b": FAR["a"], "c": FAR["c"]}))
    assert "Whatever the weights in the draws, Đơn vị a and Đơn vị b share first place." in told


def test_totals_with_sampling_errors_have_sets_and_nothing_on_weights(tmp_path: Path) -> None:
    points, errors = {"a": {"1.1": 9}, "b": {"1.1": 5}}, {"a": "0.1", "b": "0.1"}
    results = compute(tmp_path, points, errors, tree=[("1",), ("1.1", "1", 10)])
    told = sentences(results)
    assert told.startswith("All ranks are firm: every unit keeps its place under the survey's sampling error.")
    assert "weights" not in told
    tables = [one.id for one in pr.show_robustness(results).parts if isinstance(one, Table)]
    assert tables == ["sampling-so"]


def test_nothing_is_said_on_clear_differences_without_sampling_errors(tmp_path: Path) -> None:
    results = compute(tmp_path, CROSSED)
    assert "clearly" not in sentences(results)
    assert "2,000 draws" in words_of(results)[1]


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ("0.1", "Every two units differ clearly, beyond the sampling error of the survey."),
        ("9", "No two units differ clearly, beyond the sampling error of the survey."),
    ],
)
def test_all_pairs_or_none_differ_clearly(tmp_path: Path, errors: str, told: str) -> None:
    results = compute(tmp_path, FAR, dict.fromkeys("abc", errors))
    assert told in sentences(results)
    assert "sampling error" in words_of(results)[1]


def test_the_pairs_that_differ_clearly_are_counted_and_the_first_s_rivals_named(tmp_path: Path) -> None:
    """a 70, b 75, c 15; errors of 5 pp: only c is clearly apart from both."""
    told = sentences(compute(tmp_path, CROSSED, dict.fromkeys("abc", 1)))
    assert "Of 3 pairs of units 2 differ clearly;" in told
    assert "Đơn vị b, in first place, does not differ clearly from Đơn vị a." in told


def test_a_source_of_totals_says_that_nothing_can_be_said(tmp_path: Path) -> None:
    tree = [("1",), ("1.1", "1", 10)]
    results = compute(tmp_path, {"a": {"1.1": 9}, "b": {"1.1": 5}}, tree=tree)
    assert words_of(results)[0].startswith("Nothing can be said on how sure the ranks are")
    block = results.framework.blocks[0]
    assert [row[0].words for row in table_ranking(results, block).rows] == ["1", "2"]


@pytest.mark.parametrize(
    ("share", "printed"), [(0.0, "0%"), (0.001, "< 1%"), (0.5, "50%"), (0.9995, "> 99%"), (1.0, "100%"), (None, "–")]
)
def test_a_share_is_never_rounded_to_none_or_all(share: Any, printed: str) -> None:
    assert print_share(share) == printed


# --- one word everywhere ----------------------------------------------------------------------


def test_a_rank_that_the_survey_leaves_and_weights_move_is_not_firm(tmp_path: Path) -> None:
    """Errors of 0.5 pp leave every place; a and b change places in some draws."""
    results = compute(tmp_path, CROSSED, dict.fromkeys("abc", "0.1"))
    rows = results.robustness.set_index("unit_code")
    assert [(rows.loc[u, "range_low"], rows.loc[u, "range_high"]) for u in "bac"] == [(1, 1), (2, 2), (3, 3)]
    assert list(rows.loc[list("bac"), "standing"]) == ["moves", "moves", "firm"]
    told = sentences(results)
    assert told.startswith("One rank is firm, it stays under other weights and the survey's sampling error: Đơn vị c.")
    assert "widest" not in told  # every range is one place
    assert "First place depends on the weights" in told
    chart = next(one for one in pr.show_robustness(results).parts if isinstance(one, Chart))
    assert chart.caption.title == "Firm: 1 of 3 ranks"
    deck = pr.make_deck(results)
    slide = next(one for one in deck.slides if one.title == chart.caption.title)
    assert slide.say[0] == (
        "One rank is firm, it stays under other weights and the survey's sampling error: Đơn vị c. 2 units have a "
        "range of one place, and move in some draws only: Đơn vị b and Đơn vị a."
    )
    assert slide.chart is not None
    assert slide.chart.caption.alt.endswith(
        "the same place in every test 1, a range of one place, moves in some tests 2."
    )


SURVEYED = [("1",), ("1.1", "1", 10), ("2",), ("2.1", "2", 10, "survey")]


def test_no_rank_is_firm_where_the_survey_s_error_exists_and_is_not_known(tmp_path: Path) -> None:
    results = compute(tmp_path, FAR, tree=SURVEYED)
    assert set(results.robustness["standing"]) == {"stays"}
    told = sentences(results)
    assert told.startswith(
        "Every unit keeps its place under other weights. No rank is called firm, since an error that exists was not "
        "drawn: the survey's sampling error."
    )
    assert words_of(results)[1].endswith("Not drawn: appraisal one step off and the survey's sampling error.")
    assert tell.describe_rank_range(results, "a") == (
        "Rank 1: the unit keeps it under other weights. It is not called firm, since an error that exists was not "
        "drawn: the survey's sampling error."
    )
    chart = next(one for one in pr.show_robustness(results).parts if isinstance(one, Chart))
    assert chart.caption.title == "Every rank stays in place under other weights"
    known = compute(tmp_path / "known", FAR, dict.fromkeys("abc", "0.1"), tree=SURVEYED)
    assert set(known.robustness["standing"]) == {"firm"}


def test_a_range_of_one_place_that_some_draws_leave_is_not_among_those_kept(tmp_path: Path) -> None:
    """The range leaves 5% of the draws out at either end; a rank that keeps its place moves in none."""
    results = compute(tmp_path, FAR, tree=SURVEYED)
    ranges = say.ranges_of(results, results.framework.blocks[0])
    narrow = ranges.assign(standing=["stays", "moves", "moves"])
    told = say.describe_unmoved(narrow)
    assert told.startswith("One unit keeps its place under other weights: Đơn vị a.")
    assert told.endswith("2 units have a range of one place, and move in some draws only: Đơn vị b and Đơn vị c.")
    assert say.heading_firm(narrow) == "1 of 3 ranks stays in place under other weights"
    wide = narrow.assign(range_high=[1, 3, 3])
    assert say.describe_unmoved(wide).endswith(
        "1 unit has a range of one place, and moves in some draws only: Đơn vị c."
    )
    assert "one place" not in say.describe_unmoved(ranges)
    many = pd.concat([narrow.assign(standing="moves")] * 2, ignore_index=True)
    assert say.describe_unmoved(many).endswith("6 units have a range of one place, and move in some draws only.")


RATED = [*TREE[:-1], ("2.1", "2", 10, "appraised", "proportional rate: floor 0, full 100")]


def with_rates(*rates: int, of: int) -> dict[str, dict[str, Any]]:
    return {
        u: {"1.1": FAR[u]["1.1"], "2.1": {"numerator": n, "denominator": of}} for u, n in zip("abc", rates, strict=True)
    }


def test_a_rank_that_only_weights_leave_is_not_called_firm_without_saying_so(tmp_path: Path) -> None:
    results = compute(tmp_path, FAR)
    ranges = say.ranges_of(results, results.framework.blocks[0])
    assert say.heading_firm(ranges) == "All ranks are firm under other weights"
    assert (
        say.heading_firm(ranges.assign(standing=["firm", "moves", "moves"])) == "Firm under other weights: 1 of 3 ranks"
    )
    assert words_of(results)[1].endswith("Nothing but weights was drawn. Not drawn: appraisal one step off.")
    assert tell.remark_range(results, "a") == "firm under other weights"


def test_a_rank_is_firm_where_no_draw_of_its_cases_moves_it_either(tmp_path: Path) -> None:
    """90, 70 and 50% of 2,000 cases lie apart; 4, 3 and 2 of 4 cases do not."""
    many = compute(tmp_path / "many", with_rates(1800, 1400, 1000, of=2000), tree=RATED)
    assert set(many.robustness["standing"]) == {"firm"}
    told = "other weights and chance in rates of counted cases"
    assert sentences(many).startswith(f"All ranks are firm: every unit keeps its place under {told}.")
    assert "Chance in counted cases moves no rank." in sentences(many)
    few = compute(tmp_path / "few", with_rates(4, 3, 2, of=4), tree=RATED)
    assert set(few.robustness["standing"]) == {"moves"}
    assert sentences(few).startswith(f"No rank is firm: no unit always keeps its place under {told}.")
    assert "each rate that a rule scores is drawn from the cases behind it" in words_of(few)[1]
    assert tell.remark_range(few, "b") == "range by counted cases 2–3"
    assert plain(tell.describe_rank_range(few, "b")) == (
        "Rank 2: the unit keeps it under other weights. With chance in counted cases it stands between places 2 and 3 "
        "in at least 90% of the draws."
    )


def test_a_first_case_that_may_come_keeps_ranks_from_being_firm(tmp_path: Path) -> None:
    given = with_rates(1800, 1400, 1000, of=2000)
    assert set(compute(tmp_path / "all", given, tree=RATED).robustness["standing"]) == {"firm"}
    for way in ("full", "zero"):
        given["c"]["2.1"] |= {"numerator": 0, "denominator": 0}
        results = compute(tmp_path / way, given, tree=RATED, framework={"zero_of_zero": way})
        assert set(results.robustness["undrawn"]) == {"appraisal;first"}
        assert "firm" not in set(results.robustness["standing"])
        assert set(results.robustness["standing"]) >= {"stays"}
        assert "a first case of items that have none yet" in sentences(results) + " ".join(words_of(results))


def test_rates_that_an_appraiser_confirmed_are_named_as_not_drawn(tmp_path: Path) -> None:
    given = with_rates(1800, 1400, 1000, of=2000)
    given["a"]["2.1"] |= {"appraised_points": 9}
    results = compute(tmp_path, given, tree=RATED)
    assert set(results.robustness["undrawn"]) == {"appraisal;confirmed"}
    assert set(results.robustness["standing"]) == {"stays"}
    assert "was not drawn: chance in rates that an appraiser confirmed." in sentences(results)
    given["a"]["2.1"] |= {"appraised_points": "9.5"}  # an appraiser's own figure rests on no rate
    results = compute(tmp_path / "own", given, tree=RATED)
    assert set(results.robustness["undrawn"]) == {"appraisal"}
    assert set(results.robustness["standing"]) == {"firm"}


def test_a_block_of_one_criterion_prints_the_range_of_its_cases(tmp_path: Path) -> None:
    tree = [("1",), ("1.1", "1", 10, "appraised", "proportional rate: floor 0, full 100")]
    points = {u: {"1.1": {"numerator": n, "denominator": 10}} for u, n in (("a", 9), ("b", 5))}
    results = compute(tmp_path, points, tree=tree)
    assert set(results.robustness["range_by"]) == {"cases"}
    assert "in 5–95% of the draws of cases" in table_ranking(results, results.framework.blocks[0]).caption
    assert [one.id for one in pr.show_robustness(results).parts if isinstance(one, Table)] == ["cases-so"]


def test_what_was_not_drawn_is_said_of_a_rank_that_moves_too(tmp_path: Path) -> None:
    results = compute(tmp_path, CROSSED, tree=SURVEYED)
    assert plain(tell.describe_rank_range(results, "a")) == (
        "Rank 2 (1–2): when the weights of areas and criteria change by up to a quarter, it stands between places 1 "
        "and 2 in at least 90% of the draws. Not drawn: the survey's sampling error."
    )


def test_appraisal_alone_gives_ranges_and_is_named(tmp_path: Path) -> None:
    """One criterion, so weights decide nothing; a leads by 0.1 and falls behind in 3 of 9 cases."""
    one = [("1",), ("1.1", "1"), ("1.1.1", "1.1", 10), ("1.1.2", "1.1", 10)]
    points = {"a": {"1.1.1": "8.1", "1.1.2": 10}, "b": {"1.1.1": 8, "1.1.2": 10}}
    still, moved = (compute(tmp_path / str(noise), points, tree=one, appraisal_noise=noise) for noise in (False, True))
    assert set(still.robustness["range_by"]) == {""}
    assert set(moved.robustness["drawn"]) == {"appraisal"}
    assert plain(tell.describe_rank_range(moved, "a")) == (
        "Rank 1 (1–2): under appraisal one step off it stands between places 1 and 2 in at least 90% of the draws."
    )


def test_of_points_that_a_system_computes_no_judgement_is_named_nor_drawn(tmp_path: Path) -> None:
    judged, computed = (compute(tmp_path / one, FAR, framework={"appraisal": one}) for one in ("judged", "computed"))
    assert [set(one.robustness["undrawn"]) for one in (judged, computed)] == [{"appraisal"}, {""}]
    with pytest.raises(InputError, match="nobody judges these points"):
        compute(tmp_path / "noise", FAR, framework={"appraisal": "computed"}, appraisal_noise=True)


def test_nothing_of_sampling_is_said_where_every_error_is_0(tmp_path: Path) -> None:
    """a and b tie, which makes a set wide: no error does."""
    points = {"a": FAR["a"], "b": FAR["a"], "c": FAR["c"]}
    results = compute(tmp_path, points, dict.fromkeys("abc", 0), tree=SURVEYED)
    shown = [part.words for part in pr.show_robustness(results).parts if isinstance(part, Text)]
    assert not [words for words in shown if "sampling" in words or "clearly" in words]
    assert [one.id for one in pr.show_robustness(results).parts if isinstance(one, Table)] == ["weights-so"]
    assert tell.describe_rank_range(results, "a") == (
        "Rank 1 is firm: the unit keeps it under other weights. Nothing but weights was drawn."
    )


@pytest.mark.parametrize(
    ("errors", "told"),
    [
        ("0.1", "Đơn vị a and Đơn vị b share first place, clearly ahead of all others."),
        ("2", "Đơn vị a and Đơn vị b share first place; not clearly behind them all: Đơn vị d."),
    ],
)
def test_all_units_that_share_first_place_are_named(tmp_path: Path, errors: str, told: str) -> None:
    """90, 90, 50, 80%: errors of 10 pp leave 80 open, not 50 (2.56 × 14.1 = 36 pp)."""
    points = {"a": FAR["a"], "b": FAR["a"], "c": FAR["c"], "d": {"1.1": 8, "2.1": 8}}
    results = compute(tmp_path, points, dict.fromkeys("abcd", errors))
    assert told in sentences(results)


def test_who_is_always_first_and_who_shares_it_at_times_are_told_apart(tmp_path: Path) -> None:
    """At one decimal a and b print 90.0; where 1.1 weighs less, b's last hundredth no longer counts."""
    points = {"a": {"1.1": "9.01", "2.1": 9}, "b": {"1.1": "8.995", "2.1": 9}, "c": {"1.1": 1, "2.1": 1}}
    results = compute(tmp_path, points, framework={"decimals": 1})
    shares = results.robustness.set_index("unit_code")["first_share"]
    assert shares["a"] == 1 and 0 < shares["b"] < 1
    assert "First in every draw of weights: Đơn vị a; beside in some draws: Đơn vị b." in sentences(results)


# --- tables ---------------------------------------------------------------------------------


def test_the_ranking_prints_rank_and_range_and_says_which(tmp_path: Path) -> None:
    results = compute(tmp_path / "weights", CROSSED)
    table = table_ranking(results, results.framework.blocks[0])
    assert [row[0].words for row in table.rows] == ["1 (1–2)", "2 (1–2)", "3 (3–3)"]
    assert "in 5–95% of the draws of weights" in table.caption
    results = compute(tmp_path / "sampling", CROSSED, dict.fromkeys("abc", "0.1"))
    table = table_ranking(results, results.framework.blocks[0])
    assert [row[0].words for row in table.rows] == ["1 (1–1)", "2 (2–2)", "3 (3–3)"]
    assert "95% confidence set of all ranks" in table.caption


def test_a_unit_without_rank_has_a_dash_and_no_line_in_the_section(tmp_path: Path) -> None:
    units = {"a": {}, "b": {}, "c": {"ranked": "no"}}
    results = write_year(tmp_path, TREE, CROSSED, units=units, language="en").compute()
    table = table_ranking(results, results.framework.blocks[0])
    assert [row[0].words for row in table.rows] == ["1 (1–2)", "2 (1–2)", "–"]
    tables = [one for one in pr.show_robustness(results).parts if isinstance(one, Table)]
    assert [row[0].words for row in tables[0].rows] == ["Đơn vị b", "Đơn vị a"]


def test_the_sets_have_a_table_of_their_own_where_there_are_any(tmp_path: Path) -> None:
    tables = []
    for name, errors in (("with", dict.fromkeys("abc", 1)), ("without", None)):
        section = pr.show_robustness(compute(tmp_path / name, CROSSED, errors))
        tables.append([one for one in section.parts if isinstance(one, Table)])
    assert [[one.id for one in shown] for shown in tables] == [["sampling-so", "weights-so"], ["weights-so"]]
    sets = tables[0][0].rows
    assert [cell.words for cell in sets[0]] == ["Đơn vị b", "1 (1–2)", "1–2", "5.00", "1"]
    assert [cell.words for cell in sets[2]] == ["Đơn vị c", "3 (3–3)", "3–3", "5.00", "0"]
    weights = tables[0][1].rows
    assert [cell.words for cell in weights[2]][:3] == ["Đơn vị c", "3 (3–3)", "3"]


# --- the chart ------------------------------------------------------------------------------


def test_the_chart_has_a_dot_at_each_rank_and_a_bar_over_its_range() -> None:
    chart = draw_ranges(make_ranges(9))
    assert find_dots(chart, "rank") == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    bars = find_bars(chart, "range")
    assert bars[3] == (0.75, 8.25)  # places 1 to 8: a quarter of a place beyond both
    assert "4 (1–8)" in chart.caption.alt
    assert {"1–8", "5–9"} <= set(find_words(chart))


def test_a_long_ranking_has_pages_on_one_scale_that_list_their_own_units() -> None:
    charts = chart_ranges_pages(make_ranges(164), caption=Caption("T", "S", "", id="r"))
    assert [chart.caption.title for chart in charts] == [f"T ({part}/5)" for part in range(1, 6)]
    assert [chart.caption.id for chart in charts] == ["r-1", "r-2", "r-3", "r-4", "r-5"]
    assert all(chart.figure.get_size_inches()[1] * 72 <= 720 for chart in charts)
    assert sum(len(find_dots(chart, "rank")) for chart in charts) == 164
    assert all({"1", "160"} <= set(find_words(chart)) for chart in charts)
    assert "164 (1" not in charts[0].caption.alt


@pytest.mark.parametrize(
    ("n", "ticks"),
    [
        (1, [1]),
        (2, [1, 2]),
        (9, list(range(1, 10))),
        (17, [1, 2, 4, 6, 8, 10, 12, 14, 16, 17]),
        (63, [1, 10, 20, 30, 40, 50, 60]),
        (164, [1, 20, 40, 60, 80, 100, 120, 140, 160]),
    ],
)
def test_the_scale_has_the_first_place_and_round_ones(n: int, ticks: list[int]) -> None:
    assert [*fit_places(n).ticks] == ticks


# --- the unit -------------------------------------------------------------------------------


def unit_words(section: Section) -> str:
    return " ".join(one.words for one in section.parts if isinstance(one, Text))


def test_the_head_of_a_unit_shows_its_range(tmp_path: Path) -> None:
    section = pr.show_unit_head(compute(tmp_path, CROSSED), "a")
    assert (
        "Rank 2 (1–2): when the weights of areas and criteria change by up to a quarter, it "
        "stands between places 1 and 2 in at least 90% of the draws."
    ) in unit_words(section)
    figures = next(one for one in section.parts if isinstance(one, KeyFigures)).figures
    assert figures[1].remarks == ("Offices", "range 1–2")


def test_a_range_of_one_place_is_that_place_only(tmp_path: Path) -> None:
    results = compute(tmp_path, CROSSED)
    one = replace(results, robustness=results.robustness.assign(range_low=2, range_high=2, standing="moves"))
    for code, told in (("en", "range: place 2 only"), ("vi", "chỉ hạng 2")):
        with use_language(code):
            assert tell.remark_range(one, "a") == told


def test_a_unit_on_one_place_is_told_so(tmp_path: Path) -> None:
    section = pr.show_unit_head(compute(tmp_path, CROSSED), "c")
    assert "Rank 3 is firm: the unit keeps it under other weights." in unit_words(section)
    figures = next(one for one in section.parts if isinstance(one, KeyFigures)).figures
    assert figures[1].remarks == ("Offices", "firm under other weights")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            "0.1",
            "Rank 2: the sampling error of the survey leaves it, other weights do not: when the weights of areas and "
            "criteria change by up to a quarter, the unit stands between places 1 and 2 in at least 90% of the "
            "draws. It differs clearly from every other ranked unit.",
        ),
        (
            "1",
            "Rank 2 (1–2): with the sampling error of the survey its place is between 1 and 2, for all units of "
            "the block together with 95% confidence. Whether it does better than Đơn vị b cannot be said.",
        ),
        ("9", "Whether it does better than Đơn vị b and Đơn vị c cannot be said."),
    ],
)
def test_a_unit_with_sampling_errors(tmp_path: Path, error: str, told: str) -> None:
    results = compute(tmp_path, CROSSED, dict.fromkeys("abc", error))
    assert told in tell.describe_rank_range(results, "a")


def test_nothing_is_said_of_a_unit_alone_or_not_ranked(tmp_path: Path) -> None:
    units = {"a": {}, "b": {"ranked": "no"}}
    points = {unit: CROSSED[unit] for unit in "ab"}
    results = write_year(tmp_path, TREE, points, units=units, language="en").compute()
    assert [tell.describe_rank_range(results, unit) for unit in "ab"] == ["", ""]


@pytest.mark.parametrize("errors", [None, {"a": 1, "b": 1, "c": 1}])
def test_the_section_speaks_vietnamese(tmp_path: Path, errors: Any) -> None:
    results = compute(tmp_path, CROSSED, errors)
    with use_language("vi"):
        told = " ".join(words_of(results))
        chart = next(one for one in pr.show_robustness(results).parts if isinstance(one, Chart))
    assert "thứ hạng" in told
    by_weights, firm = "1/3 thứ hạng chắc chắn khi thay đổi trọng số", "1/3 thứ hạng là chắc chắn"
    assert chart.caption.title == (firm if errors else by_weights)
