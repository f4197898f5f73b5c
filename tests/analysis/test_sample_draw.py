"""A drawn sample: the same for the same seed, with weights that give back the list. M 13.3."""

from __future__ import annotations

import pandas as pd
import pytest

from parreport.analysis.sample_draw import draw_sample


def a_list(units: tuple[str, ...] = ("a", "b"), n: int = 60, strata: int = 2, psus: int = 5) -> pd.DataFrame:
    rows = [
        (f"{unit}{at:03}", unit, "dan", f"t{at % strata}", f"c{at % (strata * psus)}", f"phố {at}")
        for unit in units
        for at in range(n)
    ]
    return pd.DataFrame(rows, columns=["list_id", "unit_code", "respondent_group", "stratum", "psu", "address"])


def sizes(**wanted: int) -> pd.DataFrame:
    return pd.DataFrame(
        [(unit, "dan", n) for unit, n in wanted.items()], columns=["unit_code", "respondent_group", "n"]
    )


def test_the_drawn_rows_have_their_design_and_what_goes_along() -> None:
    drawn = draw_sample(a_list(), sizes(a=12, b=6), 1)
    assert drawn.columns.tolist() == (
        "respondent_id unit_code respondent_group stratum psu weight stratum_size psu_size list_id address".split()
    )
    assert drawn["respondent_id"].tolist() == [f"{n:04}" for n in range(1, 19)]
    assert drawn.groupby("stratum").size().to_dict() == {
        **{"a / dan / t0": 6, "a / dan / t1": 6, "b / dan / t0": 3, "b / dan / t1": 3}
    }
    assert drawn.groupby("unit_code")["weight"].sum().to_dict() == {"a": 60, "b": 60}
    assert set(drawn["stratum_size"]) == {30}
    assert drawn["list_id"].is_unique


def test_a_seed_draws_the_same_and_another_draws_another() -> None:
    first, again, other = (draw_sample(a_list(), sizes(a=12, b=6), seed)["list_id"].tolist() for seed in (1, 1, 2))
    assert first == again != other


def test_neither_the_order_of_the_list_nor_other_units_change_what_is_drawn() -> None:
    whole = draw_sample(a_list(), sizes(a=12, b=6), 1)
    turned = draw_sample(a_list().iloc[::-1], sizes(a=12, b=6), 1)
    alone = draw_sample(a_list(("b",)), sizes(b=6), 1)
    pd.testing.assert_frame_equal(whole, turned)
    assert alone["list_id"].tolist() == whole.loc[whole["unit_code"] == "b", "list_id"].tolist()


def test_clusters_are_drawn_first_and_respondents_in_them() -> None:
    drawn = draw_sample(a_list(("a",)), sizes(a=12), 3, clusters=3)
    assert drawn.groupby("stratum")["psu"].nunique().to_dict() == {"a / dan / t0": 3, "a / dan / t1": 3}
    assert drawn.groupby(["stratum", "psu"]).size().tolist() == [2] * 6
    assert (set(drawn["stratum_size"]), set(drawn["psu_size"])) == ({5}, {6})
    assert set(drawn["weight"]) == {5 / 3 * 6 / 2}


def test_a_stratum_has_two_drawn_at_least_and_no_more_than_it_has() -> None:
    listed = pd.concat([a_list(("a",), strata=1), a_list(("a",), 1, 1).assign(list_id="z", stratum="t9")])
    drawn = draw_sample(listed, sizes(a=3), 1)
    assert drawn.groupby("stratum").size().to_dict() == {"a / dan / t0": 2, "a / dan / t9": 1}


def test_a_unit_that_nobody_asked_for_is_not_drawn() -> None:
    assert set(draw_sample(a_list(), sizes(a=5), 1)["unit_code"]) == {"a"}


@pytest.mark.parametrize("clusters", [None, 2])
def test_over_many_seeds_weights_give_the_list_back(clusters: int | None) -> None:
    listed = a_list(("a",), 37, 2, 3)
    sums = [draw_sample(listed, sizes(a=9), seed, clusters)["weight"].sum() for seed in range(300)]
    assert sum(sums) / 300 == pytest.approx(37, abs=0.7)
