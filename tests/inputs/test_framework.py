"""What a framework says of itself, in the language of the report."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from parreport.inputs.framework import (
    Band,
    BandFile,
    Block,
    BlockFile,
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


@pytest.mark.parametrize(
    ("model", "key", "lowest", "highest"),
    [
        (FindingSettings, "level_pct", 0, 100),
        (FindingSettings, "peers_pct", 0.1, 100),
        (FindingSettings, "loss_share_pct", 0, 100),
        (FindingSettings, "sd", 0, None),
        (FindingSettings, "small_block", 1, None),
        (FrameworkFile, "decimals", 0, 9),
        (FrameworkFile, "penalty_cap", 0, None),
        (BandFile, "from", 0, None),
    ],
)
def test_a_setting_has_a_lowest_and_a_highest_value(
    model: type[BaseModel], key: str, lowest: float, highest: float | None
) -> None:
    given = {"title": "t", "illustrative": True, "blocks": [BLOCK_FILE]} if model is FrameworkFile else {}
    given |= {"name": "Tốt"} if model is BandFile else {}
    for sound in (lowest, highest):
        assert sound is None or model.model_validate(given | {key: sound})
    below = lowest - (1 if isinstance(lowest, int) else lowest)
    for wrong in (below, None if highest is None else highest + 1):
        with pytest.raises(ValidationError):
            model.model_validate(given | {key: "" if wrong is None else wrong})


@pytest.mark.parametrize("key", ["code", "name", "items", "base_code", "bands"])
def test_a_block_says_its_code_name_items_and_classes(key: str) -> None:
    assert BlockFile.model_validate(BLOCK_FILE | {"code": "x", "name": "x", "items": "x", "base_code": "x"})
    with pytest.raises(ValidationError):
        BlockFile.model_validate(BLOCK_FILE | {key: [] if key == "bands" else ""})


def test_a_framework_has_a_title_blocks_and_classes_with_names() -> None:
    given = {"title": "t", "illustrative": True, "blocks": [BLOCK_FILE]}
    for key, blank in (("title", ""), ("blocks", [])):
        with pytest.raises(ValidationError):
            FrameworkFile.model_validate(given | {key: blank})
    with pytest.raises(ValidationError):
        BandFile.model_validate({"name": "", "from": 0})


def test_settings_that_are_not_given_are_those_of_the_methodology() -> None:
    found = FrameworkFile.model_validate({"title": "t", "illustrative": True, "blocks": [BLOCK_FILE]})
    assert found.findings.model_dump() == {
        **{"level_pct": 90, "peers_pct": 75, "loss_share_pct": 50},
        **{"sd": 1, "small_block": 5, "rule_set": "parreport"},
    }
    assert (found.decimals, found.cap_at_100, found.zero_of_zero, found.bonus_cap, found.penalty_cap) == (
        *(2, False, "not_applicable", None, None),
    )
    assert (found.blocks[0].ranked, found.blocks[0].survey_missing, found.blocks[0].base_code) == (True, "error", None)


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
