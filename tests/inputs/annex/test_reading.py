"""A decision's annex is read without a wrong maximum or parent; what is not understood is listed. Four layouts."""

from __future__ import annotations

import pytest

from parreport.inputs.annex.checking import finish_annex
from parreport.inputs.annex.pages import read_pages
from parreport.inputs.annex.reading import Annex, read_annex
from tests.inputs.annex.made import LAYOUTS, make_items


def read(layout: str) -> Annex:
    return finish_annex(read_annex(read_pages(LAYOUTS[layout](make_items()))))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_maximum_and_no_parent_is_wrong(layout: str) -> None:
    items, annex = make_items(), read(layout)
    assert len(items) > 60
    (block,) = annex.blocks
    by_code = {item.code: item for item in block.items}
    names = {item.code: item.name for item in items}
    assert [item.name for item in block.items] == [item.name for item in items]
    assert [by_code[i.parent_code].name if i.parent_code else "" for i in block.items] == [
        names.get(item.parent, "") for item in items
    ]
    parents = {item.parent for item in items}
    most = {item.name: item.most for item in items if layout != "merged cells" or item.code not in parents}
    assert {item.name: item.most for item in block.items if item.name in most} == most
    assert [item.name for item in block.items if item.method == "survey"] == [i.name for i in items if i.is_survey]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_scale_is_the_rule_that_it_says_or_is_listed(layout: str) -> None:
    annex = read(layout)
    told = {item.name: item.rule for item in make_items()}
    assert {item.name: item.rule for item in annex.blocks[0].leaves if told[item.name]} == {
        name: rule for name, rule in told.items() if rule
    }
    assert [str(one.expected) for one in annex.remarks] == []
