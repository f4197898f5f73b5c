"""Sentences that readers stumbled over: zeros, machine words, annexes that a slide does not have."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

import parreport as pr
from parreport.display.parts import Cell, Heading, Table
from parreport.display.province.scope_sentences import describe_bands
from parreport.display.province.sentences import describe_framework_changes
from parreport.display.targets.sentences import describe_trends
from parreport.display.unit.followups import table_followups
from parreport.display.unit.tables import remedy_of
from parreport.display.unit.what_if_sentences import tell_next_band, tell_next_place
from parreport.language import message, read_catalogue, use_language
from tests.cases import Case

Write = Callable[..., Case]
TREE = [
    ("1",),
    ("1.1", "1", 4, "appraised", "", "Kế hoạch"),
    ("1.2", "1", 4, "appraised", "", "Báo cáo"),
    ("1.3", "1", 4, "appraised", "", "Kiểm tra"),
    ("1.4", "1", 4, "appraised", "", "Tuyên truyền"),
]
FULL = dict.fromkeys(("1.1", "1.2", "1.3", "1.4"), 4)
DISPLAY = Path(pr.__file__).parent / "display"


def tables_of(parts: object) -> list[Table]:
    return [one for one in list(parts) if isinstance(one, Table)]  # type: ignore[call-overload]


def test_a_slide_says_what_the_next_place_and_class_need_and_speaks_of_no_annex(write_case: Write) -> None:
    given = {"a": FULL | {"1.1": 2, "1.2": 2}, "b": FULL | {"1.1": 3}}
    both = write_case(TREE, given).compute("what_if")
    with use_language("en"):  # a: 12 of 16 = 75, b 15 of 16 = 93.75: three points
        assert tell_next_place(both, "a") == "To place 1, level with Đơn vị b: 3.00 more points."
        assert tell_next_band(both, "a") == "To class “Tốt”, from 80%: 0.80 more points."
        assert tell_next_place(both, "b") == ("It holds the first place; no unit of the block ranks higher.")


def test_the_lowest_class_is_what_lies_below_the_others(write_case: Write) -> None:
    block = write_case(TREE, {"a": FULL}).compute("index").block_of("a")
    with use_language("vi"):
        assert describe_bands(block) == "Tốt từ 80; Khá từ 65; Yếu dưới 65"
        assert describe_bands(replace(block, bands=block.bands[:1])) == "Tốt từ 80"


def test_what_did_not_happen_is_not_counted(write_case: Write) -> None:
    base = write_case(TREE, {"a": FULL}, name="2017", year=2017)
    two_compared = write_case(TREE, {"a": FULL}, base=base).compute("framework_changes")
    changes = two_compared.framework_changes
    rows = pd.DataFrame([{"block": "so", "change": "added"}, {"block": "so", "change": "reweighted"}])
    results = replace(two_compared, framework_changes=rows.reindex(columns=changes.columns))
    with use_language("en"):
        assert describe_framework_changes(results) == ("Against 2017: 1 item is new, 1 has another maximum.")
    with use_language("vi"):
        assert "0" not in describe_trends(["better", "better", "worse"], results).replace("2017", "")


def test_two_weaknesses_that_became_one_item_keep_their_own_names(write_case: Write) -> None:
    block = write_case(TREE, {"a": FULL}).compute("index").block_of("a")
    row = {
        "base_name_en": "",
        "item_codes": "1.1",
        "reason": "",
        "base_score_pct": 50,
        "score_pct": 75,
        "state": "better",
    }
    rows = pd.DataFrame(
        [
            row | {"base_item_code": "1.1", "base_name": "Ban hành"},
            row | {"base_item_code": "1.5", "base_name": "Thực hiện"},
            row | {"base_item_code": "1.2", "base_name": "Tên cũ", "item_codes": "1.2"},
        ]
    )
    with use_language("vi"):
        cells = [one[0] for one in table_followups(rows, block, 2017, 2018).rows]
    assert [one.words for one in cells if isinstance(one, Cell)] == ["1.1 Ban hành", "1.5 Thực hiện", "1.2 Báo cáo"]
    assert [one.second for one in cells if isinstance(one, Cell)] == [
        "năm nay: 1.1 Kế hoạch",
        "năm nay: 1.1 Kế hoạch",
        "",
    ]


def test_remarks_on_evidence_are_a_table_and_figures_have_a_comma(write_case: Write) -> None:
    case = write_case(TREE, {"a": FULL}).compute()
    notes = (
        message(
            "{file}, unit {unit}: points without evidence ({n}): {items}",
            file="points.csv",
            unit="a",
            n=2,
            items="1.1, 1.2",
        ),
        message(
            "unit {unit}, item {item}: {given} points are cut to its maximum, {kept}",
            unit="a",
            item="9.1.3",
            given="2.5",
            kept="2",
        ),
    )
    with use_language("vi"):
        parts = list(pr.show_quality(replace(case, notes=notes)).parts)
        words = " ".join(one.html() for one in parts)
    rows = [[cell.words for cell in row if isinstance(cell, Cell)] for table in tables_of(parts) for row in table.rows]
    assert rows == [["Đơn vị a", "2", "1.1, 1.2"]]
    assert "points.csv" not in words
    assert "Đơn vị a, tiêu chí 9.1.3: tính 2,00 điểm (mức tối đa), không tính 2,50 điểm" in words


def test_remarks_say_what_a_file_holds_and_not_its_name(write_case: Write) -> None:
    case = write_case(TREE, {"a": FULL}).compute()
    rounds = "appraisal.csv, unit {unit}, item {item}: {new} points of the last round go over {old} in points.csv"
    notes = (
        message("{file}: no legal basis is given", file="x/framework.yaml"),
        message("{file}: the same in {n} more cells", file="x\\units.csv", n=3),
        message(
            "{file}: “{step}” is said to be done on {done}, after the day of publication, {published}",
            file="calendar.csv",
            step="Phổ biến",
            done="2019-07-29",
            published="2019-06-28",
        ),
        message(rounds, unit="a", item="1.1", new="1.5", old="2"),
    )
    told = {}
    for code in ("vi", "en"):
        with use_language(code):
            told[code] = " ".join(one.html() for one in pr.show_quality(replace(case, notes=notes)).parts)
        assert not re.search(r"\w\.(csv|yaml)", told[code])
    year = case.parameters.year
    assert f"Bộ chỉ số năm {year}: chưa ghi căn cứ pháp lý" in told["vi"]
    assert "Danh sách đơn vị: " in told["vi"]
    assert "Tiến độ: “Phổ biến” ghi hoàn thành ngày 29/07/2019, sau ngày công bố 28/06/2019" in told["vi"]
    assert "tính 1,50 điểm của vòng thẩm định cuối, không tính 2,00 điểm" in told["vi"]
    assert f"Framework of {year}: no legal basis is given" in told["en"]
    assert "item 1.1: the 1.50 points of the final round of appraisal count, not the 2.00 given beside" in told["en"]


def test_an_area_of_the_score_sheet_is_written_once(write_case: Write) -> None:
    results = write_case(TREE, {"a": FULL}).compute()
    sheet = tables_of(pr.show_score_sheet(results, "a").parts)[0]
    head = next(iter(sheet.groups.values()))
    assert sheet.html().count(f">{head}<") == 1


def test_a_unit_code_of_digits_may_come_as_a_number(write_case: Write) -> None:
    results = write_case(TREE, {"836": FULL, "a": FULL}).compute()
    assert pr.read_unit(results, 836) == "836"
    assert pr.make_deck(results, 836).slides[0].title == "Đơn vị 836"


def test_the_province_shows_the_ranges_and_leaves_their_tables_to_the_method(write_case: Write) -> None:
    results = write_case(TREE, {"a": FULL, "b": FULL | {"1.1": 2}, "c": FULL | {"1.2": 3}}).compute()
    short = list(pr.show_robustness(results, with_tables=False).parts)
    whole = list(pr.show_robustness(results).parts)
    assert tables_of(whole)
    assert not tables_of(short)
    assert [one for one in short if isinstance(one, Heading)] == [one for one in whole if isinstance(one, Heading)]


def test_no_sentence_of_a_report_sends_its_reader_to_a_file() -> None:
    """Readers on paper have annexes, not files; the notes of the workbook are not of ``display``."""
    words = [
        (path.name, one.value)
        for path in sorted(DISPLAY.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        for one in call.args
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    translated = read_catalogue("vi")
    assert len(words) > 500
    told = [(name, one, translated.get(one, "")) for name, one in words]
    assert [one for one in told if re.search(r"\.(csv|xlsx|json)\b", " ".join(one[1:]))] == []


def test_a_criterion_without_a_remedy_of_its_own_points_to_those_of_its_items() -> None:
    leaf = SimpleNamespace(code="1.1.1", shown_remedy="Ban hành sớm")
    bare = SimpleNamespace(code="1.1", shown_remedy="")
    block = SimpleNamespace(leaves=(leaf,))
    for code, told in (("vi", "xem giải pháp của các tiêu chí thành phần"), ("en", "see the remedies of its items")):
        with use_language(code):
            assert remedy_of(bare, block) == told
            assert remedy_of(leaf, block) == "Ban hành sớm"
            assert remedy_of(bare, SimpleNamespace(leaves=())) == ""
