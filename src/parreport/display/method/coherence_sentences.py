"""The sentences of the method report on coherence: whether the parts of criteria and areas go together.

In: results. Out: sentences in the language in force, right for none, one, many, and for blocks too
small to compare. Computes nothing.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from parreport.columns import is_blank
from parreport.display.formats import format_number
from parreport.display.sentences import tell_some, units_in
from parreport.inputs.framework import Block
from parreport.language import text
from parreport.years.results import Results

FIRM_ALPHA = 0.7
FEW_UNITS = 30
FEWEST_UNITS = 3


def coherence_of(results: Results, block: Block) -> pd.DataFrame:
    """Return the items of a block with at least two parts, in tree order."""
    own = results.coherence[results.coherence["block"] == block.code]
    return own[own["parts_n"] > 1].reset_index(drop=True)


def is_read(row: Any) -> bool:
    """Return whether an alpha says something: three units at least, and no part on which all are equal."""
    return not is_blank(row["alpha"]) and row["units_n"] >= FEWEST_UNITS and not row["flat_n"]


def word_alpha(row: Any) -> str:
    """Return what an alpha means, in a word or two; of one that is not read, why."""
    if is_blank(row["alpha"]):
        return text("cannot be said")
    if row["units_n"] < FEWEST_UNITS:
        return text("too few units")
    if row["flat_n"]:
        return text("all units are equal on a part")
    if row["alpha"] < 0:
        return text("parts go against each other")
    if row["alpha"] >= FIRM_ALPHA:
        return text("parts go together")
    return text("parts differ")


def describe_coherence(results: Results, block: Block) -> list[str]:
    """Describe how far the parts of criteria and areas go together, and what that means."""
    own, units = coherence_of(results, block), units_in(results, block)
    read = [is_read(row) for row in own.to_dict("records")]
    known, unread = own[read], int(own["alpha"].notna().sum()) - sum(read)
    if known.empty:
        return [
            text(
                "Nothing to compare: no criterion or area has several parts on each of which some of three or more "
                "units differ."
            )
        ]
    firm, against = known[known["alpha"] >= FIRM_ALPHA], known[known["alpha"] < 0]
    facts = {"limit": format_number(FIRM_ALPHA, 1), "all": len(known)}
    if len(known) == 1:
        sentences = [
            text(
                "In the one criterion or area that can be read, the parts go together (alpha of at least {limit}).",
                **facts,
            )
            if len(firm)
            else text("The one criterion or area that can be read does not reach an alpha of {limit}.", **facts)
        ]
    else:
        sentences = tell_some(
            len(firm),
            "In 1 of {all} criteria and areas that can be read, the parts go together (alpha of at least {limit}).",
            "In {n} of {all} criteria and areas that can be read, the parts go together (alpha of at least {limit}).",
            **facts,
        ) or [text("None of the {all} criteria and areas that can be read reaches an alpha of {limit}.", **facts)]
    sentences += tell_some(
        len(against),
        "In 1 the parts go against each other (alpha below 0).",
        "In {n} the parts go against each other (alpha below 0).",
    )
    sentences += tell_some(
        unread,
        "1 more alpha is not put into words: fewer than three units, or a part on which all are equal.",
        "{n} more are not put into words: fewer than three units, or a part on which all are equal.",
    )
    sentences.append(
        text(
            "A low alpha is no fault by itself: a criterion may rightly gather different tasks. It means that "
            "its percentage mixes them, so that remedies must look at each part."
        )
    )
    if units < FEW_UNITS:
        sentences.append(text("With only {n} units these figures move easily: read them as hints.", n=units))
    return sentences
