"""The decision on the result rests on what is given, and leaves blank what is not."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from parreport.parameters import Issuer
from parreport.pipeline import compute_results
from parreport.results import Results
from parreport.word import decision_of, form_of

PROJECT = Path(__file__).resolve().parents[1]
ISSUER = Issuer(
    parent="UBND tỉnh Bến Tre",
    body="Sở Nội vụ",
    number="15/BC-SNV",
    date="2020-03-05",
    signatory_title="Giám đốc",
    signatory_name="Người Ký",
)


@cache
def computed() -> Results:
    return compute_results(PROJECT / "parameters" / "tien-giang-2020.yaml")


def signed(issuer: Issuer | None) -> Results:
    parameters = computed().parameters.model_copy(update={"issuer": issuer})
    return replace(computed(), parameters=parameters)


def opened(results: Results) -> Any:
    return docx.Document(io.BytesIO(decision_of(results)))


def lines(document: Any) -> list[str]:
    found = document.element.body.iter(qn("w:p"))
    return ["".join(t.text or "" for t in line.iter(qn("w:t"))) for line in found]


def test_the_decision_rests_on_the_legal_basis_of_the_framework_and_on_nothing_else() -> None:
    basis = [line for line in lines(opened(signed(None))) if line.startswith("Căn cứ ")]
    own = [f"Căn cứ {one};" for one in computed().framework.legal_basis]
    assert basis[: len(own) + 1] == [*own, "Căn cứ ………;"]


def test_the_annex_ranks_every_unit_of_each_block() -> None:
    tables = [table for table in opened(signed(None)).tables if table.style.name == "Report Table"]
    index = computed().index
    assert [len(table.rows) - 1 for table in tables] == list(
        index.groupby("block", sort=False).size()
    )
    heads = [cell.text for cell in tables[0].rows[0].cells]
    assert heads == ["STT", "Đơn vị", "Điểm", "Điểm tối đa", "Chỉ số %", "Hạng", "Xếp loại"]
    assert [cell.text for cell in tables[0].rows[1].cells][::5] == ["1", "1"]


def test_the_body_above_the_issuer_decides_and_nobody_is_made_to_sign() -> None:
    words = lines(opened(signed(ISSUER)))
    assert words[0] == "UBND TỈNH BẾN TRE"
    assert "Theo đề nghị của Sở Nội vụ," in words
    assert not {"GIÁM ĐỐC", "Người Ký", "Số: 15/BC-SNV"} & set(words)


def test_a_decision_is_the_same_bytes_each_time() -> None:
    assert decision_of(signed(ISSUER)) == decision_of(signed(ISSUER))


def test_the_day_of_the_issuer_decides_the_form_of_a_report_else_the_day_of_publication() -> None:
    assert form_of(signed(ISSUER).parameters).day == date(2020, 3, 5)
    assert form_of(signed(None).parameters).day == date(2020, 12, 8)
    assert form_of(signed(Issuer(date="5/3")).parameters).day == date(2020, 12, 8)
