"""The sentences on the items that small numbers decide, and on figures copied to every unit.

In: results and a block. Out: sentences in the language in force; blank where no item counts cases.
Computes nothing.
"""

from __future__ import annotations

import pandas as pd

from parreport.columns import is_blank
from parreport.display.method.sentences import quality_of
from parreport.display.sentences import join_sentences, quote_all
from parreport.inputs.framework import Block
from parreport.language import counted, text
from parreport.sureness_columns import FEW_CASES
from parreport.years.results import Results

NAMED = 6


def few_cases_in(quality: pd.DataFrame) -> pd.DataFrame:
    """Return the leaves of which half the units, or more, count fewer than ten cases."""
    few = [not is_blank(cases) and cases < FEW_CASES for cases in quality["median_denominator"]]
    return quality[few]


def name_items(items: pd.DataFrame, block: Block) -> str:
    """Return the names of items; their codes where they are many."""
    if len(items) <= NAMED:
        return quote_all(block.by_code[code].shown for code in items["item_code"])
    return ", ".join(items["item_code"])


def describe_few_cases(results: Results, block: Block) -> str:
    """Describe which items small numbers decide, which have figures copied to every unit, and which have no case."""
    quality = quality_of(results, block)
    few, copied = few_cases_in(quality), quality[quality["copied_for_all"] & quality["equal_for_all"]]
    empty = few[[cases == 0 for cases in few["median_denominator"]]]
    told = []
    if len(few):
        told.append(
            counted(
                len(few),
                "Small numbers decide 1 item: the median of the units' denominators is under ten cases: {items}.",
                "Small numbers decide {n} items: the median of the units' denominators is under ten cases: {items}.",
                items=name_items(few, block),
            )
        )
    if 1 < len(few) == len(empty):
        told.append(text("On each of them it is 0: at least half of the units that gave figures have no case (0/0)."))
    elif len(empty):
        told.append(
            counted(
                len(empty),
                "On 1 of them it is 0: at least half of the units that gave figures have no case (0/0).",
                "On {n} of them it is 0: at least half of the units that gave figures have no case (0/0).",
            )
        )
    if len(copied):
        told.append(
            counted(
                len(copied),
                "1 item has the same cases in every unit, one figure copied to each; it tells the units apart in "
                "nothing: {items}.",
                "{n} items have the same cases in every unit, one figure copied to each; they tell the units apart in "
                "nothing: {items}.",
                items=name_items(copied, block),
            )
        )
    return join_sentences(*told)
