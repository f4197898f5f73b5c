"""What a reader must know stands in one box at the head of every report and on the first page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import parreport as pr
from parreport.building.front_page import portal_of
from parreport.display.documents import document
from parreport.display.parts import Text
from parreport.display.slides.sentences import describe_status
from parreport.language import use_language
from parreport.publishing.web.portal import render_portal
from tests.cases import Case

OWN, FRAMEWORK = "Số liệu thu thập ngày 10/10/2026.", "Mức xếp loại là của báo cáo này."


def boxes(section: Any) -> list[str]:
    return [str(part.words) for part in section.parts if isinstance(part, Text) and part.kind == "warning"]


@pytest.fixture
def case(write_case: Callable[..., Case]) -> Case:
    tree = [("1",), ("1.1", "1", 4), ("1.2", "1", 4)]
    points = {"a": {"1.1": 4, "1.2": 1}, "b": {"1.1": 1, "1.2": 2}}
    return write_case(
        tree, points, framework={"remarks": [FRAMEWORK], "illustrative": False}, remarks=[OWN], language="vi"
    )


def test_every_head_has_one_box_with_the_remarks_on_figures_and_framework(case: Case, tmp_path: Path) -> None:
    results = case.compute()
    told = f"{OWN} {FRAMEWORK}"
    with use_language("vi"):
        for section in (pr.show_province_head(results), pr.show_unit_head(results, "a"), pr.show_method_head(results)):
            assert boxes(section) == [told]
        render_portal(portal_of(results, tmp_path, ()), tmp_path / "index.html")
    assert f'<p class="pr-warning">{told}</p>' in (tmp_path / "index.html").read_text("utf-8")


def test_where_nothing_is_to_be_known_there_is_no_box(write_case: Callable[..., Case]) -> None:
    results = write_case([("1",), ("1.1", "1", 4)], {"a": {"1.1": 4}}).compute()
    assert boxes(pr.show_province_head(results)) == []


def test_where_something_is_remarked_at_the_head_the_section_on_inputs_does_not_say_nothing(case: Case) -> None:
    with use_language("vi"):
        results = replace(case.compute(), notes=())
        told = [part.words for part in pr.show_quality(results).parts if isinstance(part, Text)]
    assert told == ["Ngoài những điều đã lưu ý ở đầu báo cáo, số liệu đầu vào không có điểm nào khác cần lưu ý."]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"period": "2018-01..2018-10-10", "published": "2018-10-10"}, "Số liệu tính đến ngày 10/10/2018"),
        ({"period": "2018-01..2018-10-10", "published": "2018-10-20"}, "Ngày công bố: 20/10/2018"),
        ({"published": "2018-12-31"}, "Ngày công bố: 31/12/2018"),
    ],
)
def test_figures_read_on_the_last_day_of_a_period_are_not_called_published(
    write_case: Callable[..., Case], more: dict[str, Any], told: str
) -> None:
    results = write_case([("1",), ("1.1", "1", 4)], {"a": {"1.1": 4}}, year=2018, **more).compute()
    with use_language("vi"):
        assert document(results, "T", "S").footer[-1] == told
        assert describe_status(results) == told
