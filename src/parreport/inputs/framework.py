"""The framework of a year: blocks, the tree of items, rules, classes, settings of the findings.

In: the framework folder. Out: a :class:`Framework`, read only. Every fault comes out at once, with
its file, row and column. Source: ``docs/methodology.md`` 1, 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from parreport.inputs.rules import Rule
from parreport.language import VIETNAMESE, in_language, language

Method = Literal["appraised", "survey", "bonus", "penalty"]
ZeroOfZeroMeaning = Literal["not_applicable", "zero", "full"]
OUTSIDE_METHODS = frozenset({"bonus", "penalty"})


class _File(BaseModel):
    """Keys of ``framework.yaml``; no other may stand beside them."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class BandFile(_File):
    """One class of a block, as ``framework.yaml`` gives it."""

    name: str = Field(min_length=1, description="the name of the class")
    name_en: str = Field("", description="the name in English reports")
    from_: int | float = Field(alias="from", ge=0, description="the lowest index of the class, a number from 0 up")


class BlockFile(_File):
    """One block, as ``framework.yaml`` gives it."""

    code: str = Field(min_length=1, description="the code of the block")
    name: str = Field(min_length=1, description="the name of the block")
    name_en: str = Field("", description="the name in English reports")
    items: str = Field(min_length=1, description="the file of its items, such as departments.csv")
    bands: list[BandFile] = Field(min_length=1, description="a list of classes, each with name and from")
    ranked: bool = Field(True, description="true or false")
    survey_missing: Literal["rescale", "error"] = Field("error", description="rescale or error")
    base_code: str | None = Field(
        None, min_length=1, description="the code of the block of the base year that it continues"
    )


class FindingSettings(_File):
    """Thresholds of strengths and weaknesses; source: ``docs/methodology.md`` 3."""

    level_pct: int | float = Field(90, ge=0, le=100, description="a number from 0 to 100")
    peers_pct: int | float = Field(75, gt=0, le=100, description="a number above 0, at most 100")
    loss_share_pct: int | float = Field(50, ge=0, le=100, description="a number from 0 to 100")
    sd: int | float = Field(1, ge=0, description="a number from 0 up")
    small_block: int = Field(5, ge=1, description="a whole number from 1 up")
    rule_set: Literal["parreport", "gii"] = Field("parreport", description="parreport or gii")


class FrameworkFile(_File):
    """The keys of ``framework.yaml``."""

    title: str = Field(min_length=1, description="the title of the framework")
    title_en: str = Field("", description="the title in English reports")
    index_name: str = Field("", description="the name of the index, blank for that of public administration reform")
    index_name_en: str = Field("", description="the name in English reports")
    index_short_name: str = Field("", description="the short name of the index, for charts and figures")
    index_short_name_en: str = Field("", description="the short name in English reports")
    legal_basis: list[str] = Field(default_factory=list, description="a list of texts")
    legal_basis_en: list[str] = Field(default_factory=list, description="a list of texts")
    illustrative: bool = Field(description="true or false")
    remarks: list[str] = Field(default_factory=list, description="a list of texts")
    remarks_en: list[str] = Field(default_factory=list, description="a list of texts")
    blocks: list[BlockFile] = Field(min_length=1, description="a list of blocks")
    bonus_cap: int | float | None = Field(None, ge=0, description="a number from 0 up, or blank for no cap")
    penalty_cap: int | float | None = Field(None, ge=0, description="a number from 0 up, or blank for no cap")
    decimals: int = Field(2, ge=0, le=9, description="a whole number from 0 to 9")
    cap_at_100: bool = Field(False, description="true or false")
    zero_of_zero: ZeroOfZeroMeaning = Field("not_applicable", description="not_applicable, zero or full")
    appraisal: Literal["judged", "computed"] = Field("judged", description="judged or computed")
    geography: str = Field("", description="the GeoJSON file of the units' boundaries, in the folder of the framework")
    findings: FindingSettings = Field(
        default_factory=lambda: FindingSettings(),
        description="the keys level_pct, peers_pct, loss_share_pct, sd, small_block",
    )


class _Named:
    """What has a name in Vietnamese, and may have one in English."""

    name: str
    name_en: str

    @property
    def shown(self) -> str:
        """The name in the language of the report."""
        return in_language(self.name, self.name_en)


@dataclass(frozen=True)
class Band(_Named):
    """A class: its name and the lowest printed index that reaches it."""

    name: str
    name_en: str
    lowest: Decimal


@dataclass(frozen=True)
class Item(_Named):
    """One item of the tree; ``max_points``, ``method`` and ``rule`` only on a leaf.

    ``area_code`` and ``criterion_code`` are the items of level 1 and 2 at or above it (blank where
    there is none); ``order`` is its place in the tree, depth first. ``zero_of_zero`` is what 0 of 0
    means on this leaf, None where the framework says it; ``same_cases_as`` the leaf whose cases it
    shares, blank where it has its own; ``accumulates`` whether its cases add up within the year.
    """

    code: str
    parent_code: str
    name: str
    name_en: str
    level: int
    order: int
    is_leaf: bool
    area_code: str
    criterion_code: str
    max_points: Decimal | None = None
    method: Method | None = None
    rule: Rule | None = None
    rule_text: str = ""
    evidence: str = ""
    remedy: str = ""
    remedy_en: str = ""
    source: str = ""
    zero_of_zero: ZeroOfZeroMeaning | None = None
    same_cases_as: str = ""
    accumulates: bool = True
    short_name: str = ""
    short_name_en: str = ""

    @property
    def brief(self) -> str:
        """The short name in the language of the report, the name where it has none: for narrow heads."""
        return in_language(self.short_name or self.name, self.short_name_en or self.name_en)

    @property
    def outside(self) -> bool:
        """Whether the leaf stands outside points and maximum of the tree (bonus, penalty)."""
        return self.method in OUTSIDE_METHODS

    @property
    def shown_remedy(self) -> str:
        """The remedy in the language of the report."""
        return in_language(self.remedy, self.remedy_en)


LARGE_BLOCK = 30
"""A block of more units than this is large: its reports do not list all of them."""


@dataclass(frozen=True)
class Block:
    """A ranking group: its classes, best first, and its items in tree order.

    ``base_code``: the block of the base year that it continues, blank where that has its own code.
    """

    code: str
    name: str
    name_en: str
    ranked: bool
    survey_missing: Literal["rescale", "error"]
    bands: tuple[Band, ...]
    items: tuple[Item, ...]
    base_code: str = ""

    @property
    def continues(self) -> str:
        """The code that the block has in the base year, if it was there."""
        return self.base_code or self.code

    @property
    def shown(self) -> str:
        """The name in the language of the report, without the word khối, which sentences add."""
        name = in_language(self.name, self.name_en)
        short = name[5:] if name.casefold().startswith("khối ") else name
        return short[:1].upper() + short[1:]

    @cached_property
    def by_code(self) -> dict[str, Item]:
        """The items by their codes."""
        return {item.code: item for item in self.items}

    @cached_property
    def leaves(self) -> tuple[Item, ...]:
        """The leaves, in tree order; bonus and penalty included."""
        return tuple(item for item in self.items if item.is_leaf)

    @cached_property
    def leaf_codes(self) -> tuple[str, ...]:
        """The codes of the leaves, in tree order."""
        return tuple(leaf.code for leaf in self.leaves)

    @cached_property
    def scored_leaves(self) -> tuple[Item, ...]:
        """The leaves that make points and maximum: without bonus and penalty."""
        return tuple(item for item in self.leaves if not item.outside)

    @cached_property
    def areas(self) -> tuple[Item, ...]:
        """The items of level 1."""
        return tuple(item for item in self.items if item.level == 1)

    @cached_property
    def leaf_codes_under(self) -> dict[str, tuple[str, ...]]:
        """For each item, the codes of the leaves at or beneath it, bonus and penalty left out."""
        under: dict[str, list[str]] = {item.code: [] for item in self.items}
        for leaf in self.scored_leaves:
            code = leaf.code
            while code:
                under[code].append(leaf.code)
                code = self.by_code[code].parent_code
        return {code: tuple(leaves) for code, leaves in under.items()}


@dataclass(frozen=True)
class MappingRow:
    """One link of a leaf of this year to a leaf of the base year."""

    block: str
    item_code: str
    base_block: str
    base_item_code: str
    share: Decimal
    comparable: bool
    note: str
    row: int = 0


@dataclass(frozen=True)
class Target(_Named):
    """One numeric target of the province; ``target`` is the value to reach."""

    code: str
    name: str
    name_en: str
    area: str
    unit_of_measure: str
    direction: Literal["at_least", "at_most"]
    target: Decimal
    source: str
    source_en: str = ""

    @property
    def shown_source(self) -> str:
        """Where it is laid down, in the language of the report."""
        return in_language(self.source, self.source_en)


@dataclass(frozen=True)
class Framework:
    """The approved criteria set of a year.

    ``mapping`` is None where the folder has no ``mapping.csv``. Caps are None where there is none.
    ``appraisal``: whether an appraiser judges the appraised points, or a system computes them.
    """

    title: str
    title_en: str
    legal_basis: tuple[str, ...]
    illustrative: bool
    blocks: tuple[Block, ...]
    bonus_cap: Decimal | None
    penalty_cap: Decimal | None
    decimals: int
    cap_at_100: bool
    zero_of_zero: ZeroOfZeroMeaning
    findings: FindingSettings
    remarks: tuple[str, ...] = ()
    remarks_en: tuple[str, ...] = ()
    legal_basis_en: tuple[str, ...] = ()
    mapping: tuple[MappingRow, ...] | None = None
    targets: tuple[Target, ...] = ()
    index_name: str = ""
    index_name_en: str = ""
    index_short_name: str = ""
    index_short_name_en: str = ""
    geography: str = ""
    appraisal: Literal["judged", "computed"] = "judged"

    @property
    def shown(self) -> str:
        """The title in the language of the report."""
        return in_language(self.title, self.title_en)

    @property
    def shown_index(self) -> str:
        """The name of the index in the language of the report; blank where it is that of the code."""
        return in_language(self.index_name, self.index_name_en)

    @property
    def shown_short_index(self) -> str:
        """The short name of the index, its name where it has none; blank where it is that of the code."""
        return in_language(self.index_short_name, self.index_short_name_en) or self.shown_index

    @property
    def shown_legal_basis(self) -> tuple[str, ...]:
        """The decisions it rests on, in the report's language."""
        return self.legal_basis_en if language() != VIETNAMESE and self.legal_basis_en else self.legal_basis

    @property
    def shown_remarks(self) -> tuple[str, ...]:
        """What a reader must know of this framework and its figures, in the report's language."""
        return self.remarks_en if language() != VIETNAMESE and self.remarks_en else self.remarks

    @cached_property
    def by_code(self) -> dict[str, Block]:
        """The blocks by their codes."""
        return {block.code: block for block in self.blocks}

    def zero_of_zero_on(self, leaf: Item) -> ZeroOfZeroMeaning:
        """Return what 0 of 0 means on a leaf: what the leaf says, else what the framework says."""
        return leaf.zero_of_zero or self.zero_of_zero

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)


def exact(number: Any) -> Decimal | None:
    """Return a YAML number as the exact decimal that was written; None stays None."""
    return None if number is None else Decimal(repr(number))
