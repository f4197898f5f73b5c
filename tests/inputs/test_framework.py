"""What a framework says of itself, in the language of the report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from parreport.inputs.framework import (
    Band,
    BandFile,
    Block,
    FindingSettings,
    Framework,
    FrameworkFile,
    Item,
    Target,
    exact,
)
from parreport.language import use_language


def item(code: str, parent: str, level: int, method: Any = None) -> Item:
    return Item(code, parent, f"Mục {code}", f"Item {code}", level, 0, method is not None, code[0], "", None, method)


ITEMS = (
    *(item("1", "", 1), item("1.1", "1", 2), item("1.1.1", "1.1", 3, "appraised"), item("1.1.2", "1.1", 3, "bonus")),
    *(item("1.2", "1", 2, "survey"), item("2", "", 1, "penalty"), item("3", "", 1, "appraised")),
)
BLOCK = Block("so", "Khối sở", "Departments", True, "error", (), ITEMS)
BLOCK_FILE = {"code": "so", "name": "Sở", "items": "so.csv", "bands": [{"name": "Yếu", "from": 0}]}
FRAMEWORK = Framework("Bộ chỉ số", "Index", ("QĐ 1",), True, (BLOCK,), None, None, 2, False, "zero", FindingSettings())


@pytest.mark.parametrize(
    ("one", "vietnamese", "english"),
    [
        (FRAMEWORK, "Bộ chỉ số", "Index"),
        (replace(FRAMEWORK, title_en=""), "Bộ chỉ số", "Bộ chỉ số"),
        (Band("Tốt", "Good", Decimal(80)), "Tốt", "Good"),
        (Band("Tốt", "", Decimal(80)), "Tốt", "Tốt"),
        (ITEMS[0], "Mục 1", "Item 1"),
        (Target("t", "Hồ sơ", "Files", "", "%", "at_least", Decimal(1), ""), "Hồ sơ", "Files"),
        (BLOCK, "Sở", "Departments"),
        (replace(BLOCK, name="KHỐI xã", name_en=""), "Xã", "Xã"),
        (replace(BLOCK, name="huyện", name_en="khối x"), "Huyện", "X"),
    ],
)
def test_names_are_in_the_language_of_the_report(one: Any, vietnamese: str, english: str) -> None:
    for language, expected in (("vi", vietnamese), ("en", english)):
        with use_language(language):
            assert one.shown == expected


@pytest.mark.parametrize(
    ("language", "with_english", "is_own"), [("vi", True, True), ("en", True, False), ("en", False, True)]
)
def test_texts_that_have_no_english_stand_as_they_are(language: str, with_english: bool, is_own: bool) -> None:
    english = ("Decision 1",) if with_english else ()
    framework = replace(FRAMEWORK, remarks=("Lưu ý",), remarks_en=english, legal_basis_en=english)
    mended = replace(ITEMS[0], remedy="Làm", remedy_en="Do" if with_english else "")
    target = Target("t", "", "", "", "%", "at_least", Decimal(1), "QĐ", "Do" if with_english else "")
    with use_language(language):
        assert framework.shown_legal_basis == (("QĐ 1",) if is_own else english)
        assert framework.shown_remarks == (("Lưu ý",) if is_own else english)
        assert mended.shown_remedy == ("Làm" if is_own else "Do")
        assert target.shown_source == ("QĐ" if is_own else "Do")


def test_the_tree_by_its_parts() -> None:
    assert list(BLOCK.by_code) == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "3"]
    assert BLOCK.leaf_codes == ("1.1.1", "1.1.2", "1.2", "2", "3")
    assert [leaf.code for leaf in BLOCK.scored_leaves] == ["1.1.1", "1.2", "3"]
    assert [leaf.code for leaf in BLOCK.leaves if leaf.outside] == ["1.1.2", "2"]
    assert [area.code for area in BLOCK.areas] == ["1", "2", "3"]
    assert BLOCK.leaf_codes_under == {
        **{"1": ("1.1.1", "1.2"), "1.1": ("1.1.1",), "1.1.1": ("1.1.1",), "1.1.2": (), "1.2": ("1.2",)},
        **{"2": (), "3": ("3",)},
    }
    assert FRAMEWORK.by_code == {"so": BLOCK}
    assert list(FRAMEWORK) == [BLOCK]


@pytest.mark.parametrize(
    ("number", "found"), [(None, None), (0.1, Decimal("0.1")), (3, Decimal(3)), (1.10, Decimal("1.1"))]
)
def test_a_number_of_yaml_is_the_one_that_was_written(number: Any, found: Decimal | None) -> None:
    assert exact(number) == found


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
@pytest.mark.parametrize(
    ("model", "given", "key"),
    [
        (BandFile, {"name": "Tốt"}, "from"),
        (FindingSettings, {}, "sd"),
        (FrameworkFile, {"title": "t", "illustrative": True, "blocks": [BLOCK_FILE]}, "bonus_cap"),
    ],
)
def test_a_number_of_the_framework_is_finite_and_as_it_was_typed(
    model: Any, given: dict[str, Any], key: str, number: float
) -> None:
    assert model.model_validate(given | {key: 1})
    assert model.model_validate(given | {key: 0})
    for wrong in (number, "1", -1):
        with pytest.raises(ValidationError):
            model.model_validate(given | {key: wrong})
    with pytest.raises(ValidationError):
        model.model_validate(given | {key: 1, "unknown": 1})
