"""Years linked one to the next by their mappings: who a unit was, what its leaves were.

In: the scored years of a chain, from this year back. Out: :class:`Chain`, which tells for each unit
its code and block in every year and the earlier leaves that its leaves continue.
Source: ``docs/methodology.md`` 4.3, 4.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from parreport.analysis.mapping import Links, Shares, blocks_of, chain_links, link_leaves, trace_units
from parreport.inputs.framework import Framework
from parreport.spans import Span


@dataclass(frozen=True)
class ScoredYear:
    """A year, or a part of one, as a period reads it: ``leaves`` and ``index`` as its own run made them."""

    year: Span
    framework: Framework
    units: pd.DataFrame
    leaves: pd.DataFrame
    index: pd.DataFrame


@dataclass(frozen=True)
class Chain:
    """Scored years, this year first, each compared with the next; at least this year."""

    years: tuple[ScoredYear, ...]

    @cached_property
    def steps(self) -> tuple[Links, ...]:
        """The links of each year to the one before it, from this year back."""
        pairs = zip(self.years[:-1], self.years[1:], strict=True)
        return tuple(link_leaves(year.framework, base.framework) for year, base in pairs)

    @cached_property
    def codes(self) -> dict[str, tuple[str | None, ...]]:
        """The codes of this year's units in every year; None where a unit was not assessed."""
        return trace_units([year.units for year in self.years])

    @cached_property
    def blocks(self) -> dict[str, tuple[str, ...]]:
        """The block of this year's units in every year; where one was not assessed, the later block."""
        known = [blocks_of(year.units) for year in self.years]
        found = {}
        for unit, codes in self.codes.items():
            path = [known[0][unit]]
            for code, blocks in zip(codes[1:], known[1:], strict=True):
                path.append(path[-1] if code is None else blocks[code])
            found[unit] = tuple(path)
        return found

    @cached_property
    def _known_shares(self) -> dict[tuple[str, ...], Shares]:
        return {}

    def shares(self, unit: str, back: int) -> Shares:
        """Return the leaves, ``back`` years ago, that each leaf of a unit continues, with shares."""
        path = self.blocks[unit][: back + 1]
        if path not in self._known_shares:
            leaves = self.years[0].framework.by_code[path[0]].scored_leaves
            self._known_shares[path] = chain_links([leaf.code for leaf in leaves], self.steps[:back], path)
        return self._known_shares[path]
