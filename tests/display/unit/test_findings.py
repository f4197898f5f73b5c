"""Strengths and weaknesses of a unit: counted in one way everywhere, all of them in the annex."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import parreport as pr
from parreport.building.open_data import workbook_of
from parreport.display.slides.unit import unit_slides
from parreport.display.unit.sections import select_findings
from parreport.language import use_language
from parreport.years.results import Results
from tests.cases import Case

Write = Callable[..., Case]
# Criterion 1.1 has eight leaves, seven of them at 0 of 1: all of them and 1.1 are weak. 1.2 is full.
TREE = [("1",), ("1.1", "1"), *((f"1.1.{n}", "1.1", 1) for n in range(1, 9)), ("1.2", "1", 4)]
LOST = {f"1.1.{n}": 0 for n in range(1, 8)} | {"1.1.8": 1, "1.2": 4}


def parts_of(section: Any) -> list[dict[str, Any]]:
    return [part.fields() for part in section.parts]


def words_of(cell: Any) -> str:
    return cell if isinstance(cell, str) else str(cell["words"])


def notes_of(section: Any) -> list[str]:
    return [part["words"] for part in parts_of(section) if part["kind"] == "text"]


def told(results: Results) -> tuple[list[str], list[dict[str, Any]]]:
    texts = [part["words"] for part in parts_of(pr.show_strengths(results, "a")) if part["kind"] == "text"]
    return texts, parts_of(pr.show_finding_list(results, "a"))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_annex_that_a_sentence_names_is_there(language: str, write_case: Write) -> None:
    good = {f"1.1.{n}": 1 for n in range(1, 8)} | {"1.1.8": 0, "1.2": 0}  # seven strengths, five on the page
    results = write_case(TREE, {"a": good}, language=language).compute("findings", "targets", "plan")
    with use_language(language):
        texts, annex = told(results)
    named = next(words for words in texts if "“" in words)
    assert annex[0]["annex"].casefold() == named[named.index("“") + 1 : named.index("”")].casefold()
    assert ".csv" not in " ".join(texts)


def test_the_annex_holds_every_row_of_the_table_and_counts_as_the_first_page_does(write_case: Write) -> None:
    results = write_case(TREE, {"a": LOST}, language="en").compute("findings", "targets", "plan")
    with use_language("en"):
        _, annex = told(results)
    table = next(part for part in annex if part.get("id") == "weaknesses-list")
    codes = [words_of(row[0]).split()[0] for row in table["rows"]]
    own = results.findings[results.findings["kind"] == "weakness"]
    assert sorted(codes) == sorted(own["item_code"])
    assert codes == [*(f"1.1.{n}" for n in range(1, 8)), "1.1"]
    assert table["groups"] == {"7": "Criteria whose own items are counted above"}
    assert annex[1]["words"] == (
        "The unit has 7 weaknesses. 1 criterion that is one too has a weakness among its own items and is not "
        "counted again."
    )


def test_slides_and_the_plan_count_as_the_report_does(write_case: Write) -> None:
    full = {code: 4 if code == "1.2" else 1 for code in LOST}
    results = write_case(TREE, {"a": LOST, "b": full}, language="en").compute()
    with use_language("en"):
        titles = [slide.title for slide in unit_slides(results, "a")]
        sheet = workbook_of(results).sheets[-1]
        n = len(select_findings(results, "a", "weakness"))
        annex = parts_of(pr.show_finding_list(results, "a"))
    assert f"{n} weaknesses to mend" in titles
    own = results.plan[results.plan["unit_code"] == "a"]
    assert sum(row[0] == results.name_of("a") for row in sheet.rows) == len(own) > 0
    assert annex[1]["words"].startswith(f"The unit has {n} weaknesses.")


def test_a_report_whose_first_page_shows_all_has_no_such_annex(write_case: Write) -> None:
    tree = [("1",), ("1.1", "1", 4), ("1.2", "1", 4)]
    results = write_case(tree, {"a": {"1.1": 4, "1.2": 4}}).compute("findings", "targets", "plan")
    assert select_findings(results, "a", "weakness").empty
    assert pr.show_finding_list(results, "a").parts == ()


def test_a_criterion_that_is_not_counted_has_the_annex_though_the_page_has_room(write_case: Write) -> None:
    tree = [("1",), ("1.1", "1"), ("1.1.1", "1.1", 4), ("1.2", "1", 4)]
    results = write_case(tree, {"a": {"1.1.1": 0, "1.2": 4}}).compute("findings", "targets", "plan")
    table = next(p for p in parts_of(pr.show_finding_list(results, "a")) if p.get("id") == "weaknesses-list")
    assert [words_of(row[0]).split()[0] for row in table["rows"]] == ["1.1.1", "1.1"]


def test_weaknesses_on_items_on_which_nothing_happened_are_told_apart(write_case: Write) -> None:
    # a: 1.1 and 1.2 are 0 of 0, 1.3 is 0 of 4: three weaknesses, two of them without a case
    rate = "proportional rate: floor 0, full 100"
    tree = [("1",), *((f"1.{n}", "1", 4, "appraised", rate) for n in (1, 2, 3, 4))]
    cases = {"a": (0, 0, 4, 4), "b": (4, 4, 4, 4), "c": (4, 4, 4, 4)}
    good = {"a": (0, 0, 0, 4), "b": (4, 4, 4, 4), "c": (4, 4, 4, 4)}
    points = {
        unit: {f"1.{n}": {"numerator": good[unit][n - 1], "denominator": cases[unit][n - 1]} for n in (1, 2, 3, 4)}
        for unit in cases
    }
    results = write_case(tree, points, framework={"zero_of_zero": "zero"}).compute()
    sentence = (
        "Weaknesses on items without cases (0/0, which count 0 points): 2 of 3. They do not tell how well the unit "
        "works."
    )
    with use_language("en"):
        assert [one for one in notes_of(pr.show_plan(results, "a")) if one.endswith(sentence)]
        others = notes_of(pr.show_plan(results, "b"))
    assert not [words for words in others if "Weaknesses on items" in words]
