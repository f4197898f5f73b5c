"""The decision rests on what is given, ranks every unit, and leaves blank what is not known."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from parreport.display.decision import describe_decision, name_bodies, name_province, table_decision
from parreport.display.parts import Cell
from parreport.inputs.parameters import Decision, Issuer
from parreport.language import use_language
from parreport.publishing.word.document import render_parts
from parreport.years.recipe import compute_results
from parreport.years.results import Results

PROJECT = Path(__file__).resolve().parents[2]
ISSUER = Issuer(
    parent="UBND tỉnh Tiền Giang",
    body="Sở Nội vụ",
    number="15/BC-SNV",
    place="Tiền Giang",
    date="2020-12-05",
    signatory_title="Giám đốc",
    signatory_name="Người Ký",
    recipients=["UBND tỉnh"],
)


@cache
def computed(name: str = "tien-giang-2020") -> Results:
    return compute_results(PROJECT / "parameters" / f"{name}.yaml")


def signed(issuer: Issuer | None, **parameters: Any) -> Results:
    update = {"issuer": issuer, **parameters}
    return replace(computed(), parameters=computed().parameters.model_copy(update=update))


def opened(tmp_path: Path, results: Results) -> Any:
    render_parts(*describe_decision(results), tmp_path / "decision.docx")
    return docx.Document(io.BytesIO((tmp_path / "decision.docx").read_bytes()))


def lines(document: Any) -> list[str]:
    found = document.element.body.iter(qn("w:p"))
    return ["".join(t.text or "" for t in line.iter(qn("w:t"))) for line in found]


def test_the_decision_rests_on_the_legal_basis_of_the_framework_and_on_nothing_else(tmp_path: Path) -> None:
    grounds = [one for one in lines(opened(tmp_path, signed(None))) if one.startswith("Căn cứ ")]
    own = [f"Căn cứ {one};" for one in computed().framework.legal_basis]
    assert grounds == ["Căn cứ ………………………;", *own]


def test_the_decision_has_its_parts_in_the_order_of_the_form(tmp_path: Path) -> None:
    words = lines(opened(tmp_path, signed(ISSUER)))
    order = [
        "UBND TỈNH TIỀN GIANG",
        "QUYẾT ĐỊNH",
        "Về việc công bố kết quả Chỉ số cải cách hành chính năm 2020 của các cơ quan, đơn vị thuộc tỉnh Tiền Giang",
        "Theo đề nghị của Sở Nội vụ.",
        "QUYẾT ĐỊNH:",
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký.",
        "Nơi nhận:",
        "- Lưu: VT.",
    ]
    assert [words.index(one) for one in order] == sorted(words.index(one) for one in order)
    assert [one.split(" ")[1] for one in words if one.startswith("Điều ")] == ["1.", "2.", "3.", "4."]
    assert next(one for one in words if one.startswith("Điều 4.")).endswith("./.")


def test_number_day_and_signatory_of_the_report_are_not_those_of_the_decision(tmp_path: Path) -> None:
    words = lines(opened(tmp_path, signed(ISSUER)))
    assert not {"GIÁM ĐỐC", "Người Ký", "Số: 15/BC-SNV", "- UBND tỉnh;"} & set(words)
    assert "Số: …………/QĐ-…………" in words
    assert "Tiền Giang, ngày …… tháng …… năm ……" in words


def test_what_the_parameters_give_for_the_decision_is_printed(tmp_path: Path) -> None:
    own = Decision(
        authority="Chủ tịch Ủy ban nhân dân tỉnh",
        number="9/QĐ-UBND",
        date="2020-12-20",
        signatory_title="Chủ tịch",
        signatory_name="Người Quyết",
        recipients=["Sở Nội vụ"],
    )
    words = lines(opened(tmp_path, signed(ISSUER.model_copy(update={"decision": own}))))
    for line in (
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
        "Số: 9/QĐ-UBND",
        "Tiền Giang, ngày 20 tháng 12 năm 2020",
        "CHỦ TỊCH",
        "Người Quyết",
        "- Sở Nội vụ;",
    ):
        assert line in words, line


def test_the_annexes_rank_every_unit_of_each_block(tmp_path: Path) -> None:
    document = opened(tmp_path, signed(ISSUER))
    tables = [table for table in document.tables if table.style.name == "Table Grid"]
    sizes = computed().index.groupby("block", sort=False).size()
    assert [len(table.rows) - 1 for table in tables] == list(sizes)
    heads = [cell.text for cell in tables[0].rows[0].cells]
    assert heads == ["STT", "Cơ quan, đơn vị", "Điểm", "Điểm tối đa", "Chỉ số (%)", "Hạng", "Xếp loại"]
    annexes = [one for one in lines(document) if one.startswith("Phụ lục")]
    assert [one.startswith(f"Phụ lục {at}KẾT QUẢ") for one, at in zip(annexes, ("I", "II", "III"), strict=False)] == [
        True
    ] * len(sizes)


def test_bonus_and_penalty_stand_where_the_block_has_any_so_that_the_index_can_be_checked() -> None:
    results = computed("ben-tre-2018")
    with use_language("vi"):
        table = table_decision(results, results.framework.by_code["so-nganh"])
    assert [column.name for column in table.columns] == [
        "STT",
        "Cơ quan, đơn vị",
        "Điểm",
        "Điểm thưởng",
        "Điểm trừ",
        "Điểm tối đa",
        "Chỉ số (%)",
        "Hạng",
        "Xếp loại",
    ]
    for row in table.rows:
        words = [cell.words if isinstance(cell, Cell) else cell for cell in row]
        points, bonus, penalty, most, index = (float(one.replace(",", ".")) for one in words[2:7])
        assert index == pytest.approx(100 * (points + bonus - penalty) / most, abs=0.025)
    assert table.note == "–: được đánh giá, không xếp hạng."


def test_the_decision_is_vietnamese_in_an_english_build(tmp_path: Path) -> None:
    with use_language("en"):
        words = lines(opened(tmp_path, signed(ISSUER, language="en")))
    assert "QUYẾT ĐỊNH:" in words
    assert not [one for one in words if "Article" in one or "Index" in one]


def test_a_decision_on_made_up_figures_says_so_and_a_draft_too() -> None:
    results = computed("ben-tre-2018")
    draft = results.parameters.model_copy(update={"status": "draft"})
    facts, _ = describe_decision(replace(results, parameters=draft))
    assert facts["labels"] == ["DỰ THẢO", "SỐ LIỆU MINH HOẠ"]
    assert facts["footer"] == [
        "Bộ chỉ số và số liệu chỉ để minh họa, không phải kết quả thật của bất kỳ cơ quan, đơn vị nào."
    ]


def test_a_decision_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        render_parts(*describe_decision(signed(ISSUER)), tmp_path / name / "decision.docx")
        made.append((tmp_path / name / "decision.docx").read_bytes())
    assert made[0] == made[1]


def test_the_bodies_are_named_as_an_act_names_them() -> None:
    with use_language("vi"):
        assert name_bodies(computed("ben-tre-2018")) == "các sở, ban, ngành và UBND các huyện, thành phố"
        assert name_bodies(computed()) == "các cơ quan, đơn vị"
    names = ["Bến Tre", "tỉnh Bến Tre", "Hà Nội", "Thành phố Huế", "Hồ Chí Minh"]
    assert [name_province(name) for name in names] == [
        "tỉnh Bến Tre",
        "tỉnh Bến Tre",
        "thành phố Hà Nội",
        "Thành phố Huế",
        "Thành phố Hồ Chí Minh",
    ]


def test_what_is_said_of_the_act_comes_before_it_and_nothing_after_its_end(tmp_path: Path) -> None:
    words = lines(opened(tmp_path, computed("ben-tre-2018")))
    warning = next(one for one in words if one.startswith("Bộ chỉ số và số liệu chỉ để minh họa"))
    assert words.index(warning) < words.index("QUYẾT ĐỊNH") < next(n for n, one in enumerate(words) if "./." in one)
    assert words.count(warning) == 1
