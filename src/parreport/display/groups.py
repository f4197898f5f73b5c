"""Blocks of many units: when a block is large, and the first and last rows that stand for a long list.

In: results, or the rows of a block in print order. Out: rows. Computes nothing: it selects.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from parreport.display.documents import blocks_with_units
from parreport.display.sentences import units_in
from parreport.inputs.framework import LARGE_BLOCK, Block
from parreport.language import text
from parreport.years.results import Results

ENDS = 10
QUARTERS = 4


def is_large(results: Results, block: Block) -> bool:
    """Return whether a block has too many units for a list of all of them on a page."""
    return units_in(results, block) > LARGE_BLOCK


def large_blocks(results: Results) -> list[Block]:
    """Return the blocks whose whole lists stand in an annex."""
    return [block for block in blocks_with_units(results) if is_large(results, block)]


def name_annex() -> str:
    """Return the title of the document that holds what is too long for the reports of a large block."""
    return text("Annex: every unit, every item").partition(": ")[2].capitalize()


@dataclass(frozen=True)
class Ends:
    """The first and the last rows of a long list, and how many stand between them or are not ranked."""

    first: pd.DataFrame
    last: pd.DataFrame
    between_n: int

    @property
    def rows(self) -> pd.DataFrame:
        return pd.concat([self.first, self.last])

    @property
    def words(self) -> str:
        """What stands where rows are left out."""
        return text("{n} units between", n=self.between_n)


def ends_of(rows: pd.DataFrame, most: int = ENDS) -> Ends:
    """Return the ends of a list in print order; units without a rank are left out where enough have one."""
    ranked = rows[rows["rank"].notna()]
    known = ranked if len(ranked) > 2 * most else rows
    first, last = known.head(most), known.iloc[max(most, len(known) - most) :]
    return Ends(first, last, len(known) - len(first) - len(last))


def fold_of(ends: Ends) -> tuple[int, str] | None:
    """Return the row before which a chart leaves units out, and what stands there; None where it shows all."""
    return (len(ends.first), ends.words) if ends.between_n > 0 else None


def quarters_of(ranking: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the ranked units of a block in four groups of places, about equally large, in print order."""
    ranked = ranking[ranking["rank"].notna()]
    cuts = [round(len(ranked) * part / QUARTERS) for part in range(QUARTERS + 1)]
    return [ranked.iloc[start:end] for start, end in pairwise(cuts) if end > start]
