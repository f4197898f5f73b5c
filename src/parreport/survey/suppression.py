"""What is withheld of few respondents, and what else so that it cannot be worked out from the rest.

In: the estimates of a survey and the questions. Out: the same table, some rows without figures and
marked; the leaves of the index that get no points. Whoever knows the figure of a whole and of all its parts but
one knows the last one too: of the units of the province, the groups of a unit, the questions of a factor and of a
leaf. So of each such sum nothing is withheld, or two figures at least, with five respondents together. Source:
``docs/methodology.md`` 16.5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from parreport.columns import rows_of
from parreport.survey.estimates import BLOCK, FEW, Row, SurveySums, sum_cells
from parreport.survey.questions import Question, by_factor
from parreport.survey_columns import SATISFACTION

FEWEST = 5
WITHHELD = ("satisfaction_pct", "mean", "se_pct", "low_pct", "high_pct", "df", "mean_se")
NO_GROUP = "\0"
LEAF = "\0"
PRIME = 2**61 - 1


class Cell(NamedTuple):
    """One estimate: its unit (blank = province), its group (blank = all), and what it is of.

    ``of``: a factor and a question, or of a leaf its code behind a sign of its own.
    """

    unit: str
    group: str
    of: tuple[str, str, str]


@dataclass(frozen=True)
class Sum:
    """An estimate that pools the answers of its parts; ``overlap``: a respondent may be in several of them."""

    whole: Cell
    parts: tuple[Cell, ...]
    overlap: bool


@dataclass
class Published:
    """The estimates that there are: respondents by cell, sums of cells, and cells that had better stay.

    ``counts`` has no cell without respondents; a block is a unit with a sign before its code; respondents who gave
    no group are a group too, that nobody publishes. ``pinned``: the one question of a leaf, told by its points.
    """

    counts: dict[Cell, int] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    pinned: set[Cell] = field(default_factory=set)


def suppress(estimates: pd.DataFrame, withheld: set[Cell]) -> pd.DataFrame:
    """Return the table without the figures that are withheld; of such a row only ``n`` stays, and its mark.

    One row per row of ``estimates``, in its order.
    """
    keys = rows_of(estimates, "unit_code", "respondent_group", "factor", "question_code", "row_block")
    hidden = np.array([Cell(unit, group, tuple(rest)) in withheld for unit, group, *rest in keys], dtype=bool)
    shown = estimates[SATISFACTION.names].copy()
    for name in WITHHELD:
        shown[name] = shown[name].mask(hidden)
    few = (estimates["n"] < FEW).to_numpy(dtype=bool)
    shown.loc[hidden, "mark"] = np.where(few[hidden], "few;suppressed", "suppressed")
    return shown


def find_withheld(published: Published) -> set[Cell]:
    """Return the cells of under five respondents, and those that must be withheld with them.

    First each sum by itself is made safe, then all sums together: as long as they determine a figure of
    under five respondents, or that of two such, what is nearest to it is withheld too.
    """
    same = _join_same(published)
    sums = list(dict.fromkeys(_by_name(one, same) for one in published.sums if len(one.parts) > 1))
    counts = {same.get(cell, cell): n for cell, n in published.counts.items()}
    pinned = {same.get(cell, cell) for cell in published.pinned}
    order = {cell: (cell in pinned, n, place) for place, (cell, n) in enumerate(counts.items())}
    withheld = {cell for cell, n in counts.items() if n < FEWEST}
    _keep_company(sums, withheld, withheld, counts, order)
    while exposed := find_exposed(sums, withheld, counts):
        more = {found for cell in exposed if (found := _nearest(cell, sums, withheld, order)) is not None}
        if not more:
            break
        withheld |= more
        _keep_company(sums, withheld, more, counts, order)
    return {cell for cell in published.counts if same.get(cell, cell) in withheld}


def _join_same(published: Published) -> dict[Cell, Cell]:
    """Return one name for cells that are the same: a whole with one part, and that part."""
    name: dict[Cell, Cell] = {}

    def named(cell: Cell) -> Cell:
        while cell in name:
            cell = name[cell]
        return cell

    for one in published.sums:
        if len(one.parts) == 1 and (whole := named(one.whole)) != (part := named(one.parts[0])):
            name[whole] = part
    return {cell: named(cell) for cell in name}


def _by_name(one: Sum, name: dict[Cell, Cell]) -> Sum:
    return Sum(name.get(one.whole, one.whole), tuple(name.get(part, part) for part in one.parts), one.overlap)


def _keep_company(
    sums: Sequence[Sum], withheld: set[Cell], new: set[Cell], counts: dict[Cell, int], order: dict[Cell, Any]
) -> None:
    """Withhold, of each sum of which one part is withheld or too few respondents are, another part."""
    beside: dict[Cell, list[int]] = {}
    for place, one in enumerate(sums):
        for cell in (one.whole, *one.parts):
            beside.setdefault(cell, []).append(place)
    due = sorted({place for cell in new for place in beside.get(cell, ())})
    while due:
        one = sums[due.pop(0)]
        while (more := _find_company(one, withheld, counts, order)) is not None:
            withheld.add(more)
            due += beside[more]


def _find_company(one: Sum, withheld: set[Cell], counts: dict[Cell, int], order: dict[Cell, Any]) -> Cell | None:
    """Return what else of a sum must be withheld, the fewest respondents first; None where it is safe."""
    hidden = [counts[cell] for cell in one.parts if cell in withheld]
    together = (max(hidden, default=0) if one.overlap else sum(hidden)) if one.whole not in withheld else FEWEST
    n = len(hidden) + (one.whole in withheld)
    if not n or (n > 1 and together >= FEWEST):
        return None
    left = sorted((cell for cell in one.parts if cell not in withheld), key=lambda cell: order[cell])
    if (not left or order[left[0]][0]) and one.whole not in withheld:  # sooner the whole than what a leaf tells
        left = [one.whole, *left]
    return left[0] if left else None


def find_exposed(sums: Sequence[Sum], withheld: set[Cell], counts: dict[Cell, int]) -> list[Cell]:
    """Return withheld cells of under five respondents that the sums give away, alone or with another such cell."""
    rows = []
    for one in sums:
        row = {cell: 1 for cell in one.parts if cell in withheld}
        if one.whole in withheld:
            row[one.whole] = -1
        if row:
            rows.append(row)
    solved = _solve(rows)
    secret = {cell for cell in withheld if counts[cell] < FEWEST}
    exposed = [cell for cell in secret if solved.get(cell) == {}]
    by_rest: dict[frozenset[tuple[Cell, int]], list[Cell]] = {}
    for cell in secret:
        rest = solved[cell] if cell in solved else {cell: PRIME - 1}
        by_rest.setdefault(frozenset(rest.items()), []).append(cell)
    for equation, cells in by_rest.items():
        others = by_rest.get(frozenset((at, PRIME - value) for at, value in equation), [])
        exposed += [one for one in cells for other in others if one != other and counts[one] + counts[other] < FEWEST]
    return sorted(set(exposed))


def _solve(rows: Sequence[dict[Cell, int]]) -> dict[Cell, dict[Cell, int]]:
    """Return the reduced equations, whole numbers modulo a prime: of each solved cell what else is in its equation."""
    solved: dict[Cell, dict[Cell, int]] = {}
    holding: dict[Cell, set[Cell]] = {}
    often = Counter(cell for row in rows for cell in row)
    for given in sorted(rows, key=lambda row: sum(often[cell] for cell in row)):
        row: dict[Cell, int] = {}
        for cell, value in given.items():
            for other, factor in solved[cell].items() if cell in solved else ((cell, PRIME - 1),):
                row[other] = (row.get(other, 0) - value * factor) % PRIME
        row = {cell: value for cell, value in row.items() if value}
        if not row:
            continue
        pivot = min(row, key=lambda cell: (often[cell], cell))  # in few others: little to put in there
        inverse = pow(row.pop(pivot), -1, PRIME)
        own = {cell: value * inverse % PRIME for cell, value in row.items()}
        for other in holding.pop(pivot, set()):
            factor = solved[other].pop(pivot)
            for cell, value in own.items():
                left = (solved[other].get(cell, 0) - factor * value) % PRIME
                if left:
                    solved[other][cell] = left
                    holding.setdefault(cell, set()).add(other)
                else:
                    solved[other].pop(cell, None)
                    holding.get(cell, set()).discard(other)
        solved[pivot] = own
        for cell in own:
            holding.setdefault(cell, set()).add(pivot)
    return solved


def _nearest(cell: Cell, sums: Sequence[Sum], withheld: set[Cell], order: dict[Cell, Any]) -> Cell | None:
    """Return what is published nearest to a cell along sums, of these the fewest respondents; None if nothing is."""
    reached = {cell}
    while True:
        near = {other for one in sums if reached & {one.whole, *one.parts} for other in (one.whole, *one.parts)}
        if left := near - withheld:
            return min(left, key=lambda other: order[other])
        if near <= reached:
            return None
        reached |= near


def find_published(sums: SurveySums, questions: Sequence[Question]) -> Published:
    """Return which estimates there are, and which of them are sums of others."""
    found = Published()
    for row in sums.rows:
        _count_row(found, sums, row)
    _add_leaves(found, sums, questions)
    groups = [*sums.groups, NO_GROUP]
    everyone = ["", *groups]
    places = ["", *(BLOCK + block for block in sums.block_codes), *sums.unit_codes]
    for row in sums.rows:
        of = (row.factor, row.question_code, row.block)
        for group in everyone:
            for block in sums.block_codes:
                own = [unit for unit, its in zip(sums.unit_codes, sums.blocks, strict=True) if its == block]
                _add_sum(found, Cell(BLOCK + block, group, of), [Cell(unit, group, of) for unit in own])
            _add_sum(found, Cell("", group, of), [Cell(BLOCK + block, group, of) for block in sums.block_codes])
        for unit in places:
            _add_sum(found, Cell(unit, "", of), [Cell(unit, group, of) for group in groups])
    for whole, parts in _list_pools(sums.rows, questions):
        for unit in places:
            for group in everyone:
                _add_sum(found, Cell(unit, group, whole), [Cell(unit, group, part) for part in parts], True)
    return found


def _count_row(found: Published, sums: SurveySums, row: Row) -> None:
    of, n = (row.factor, row.question_code, row.block), row.count.n
    block_of_cell = np.array([sums.block_codes.index(block) for block in sums.blocks])[sums.unit_of_cell]
    codes = ["", *(BLOCK + block for block in sums.block_codes), *sums.unit_codes]
    for place, group in enumerate(["", *sums.groups, *([NO_GROUP] if sums.groups else [])]):
        of_group = place - 1 if group != NO_GROUP else -1
        counts = n if not group else np.where(sums.group_of_cell == of_group, n, 0)
        by_block = np.bincount(block_of_cell, weights=counts)
        for code, count in zip(codes, [counts.sum(), *by_block, *sum_cells(counts, sums.by_unit)], strict=True):
            if count > 0:
                found.counts[Cell(code, group, of)] = int(count)


def _add_sum(found: Published, whole: Cell, parts: Sequence[Cell], overlap: bool = False) -> None:
    known = tuple(part for part in parts if part in found.counts)
    if known and whole in found.counts:
        found.sums.append(Sum(whole, known, overlap))


def _list_pools(
    rows: Sequence[Row], questions: Sequence[Question]
) -> Iterator[tuple[tuple[str, str, str], list[tuple[str, str, str]]]]:
    """Return each row that pools others, and these: factors above their questions, the whole above them."""
    beneath: dict[str, dict[tuple[str, str, str], None]] = {}
    keys = {(row.question_code, row.block): (row.factor, row.question_code, row.block) for row in rows}
    for parent, factor, own in by_factor(list(questions)):
        chain = [name for name in dict.fromkeys((factor, parent)) if name]
        for question in own:
            block = ";".join(question.blocks)
            key = keys.get((question.code, block)) or keys[question.code, ""]
            beneath.setdefault(chain[0] if chain else "", {})[key] = None
        for name, above in zip(chain, [*chain[1:], ""], strict=True):
            beneath.setdefault(above, {})[name, "", ""] = None
    for name, parts in beneath.items():
        yield (name, "", ""), list(parts)


def _add_leaves(found: Published, sums: SurveySums, questions: Sequence[Question]) -> None:
    """Add the leaves of each unit, each the sum of its questions, of the groups that are asked for it."""
    keys = {(row.question_code, row.block): (row.factor, row.question_code, row.block) for row in sums.rows}
    leaves: dict[str, list[Question]] = {}
    for question in questions:
        if question.item_code:
            leaves.setdefault(question.item_code, []).append(question)
    for unit, block in zip(sums.unit_codes, sums.blocks, strict=True):
        for code, own in leaves.items():
            parts = [
                Cell(unit, group, keys.get((one.code, ";".join(one.blocks))) or keys[one.code, ""])
                for one in own
                if not one.blocks or block in one.blocks
                for group in (one.groups or ("",))
            ]
            known = [part for part in parts if part in found.counts]
            if known:
                whole = Cell(unit, "", (LEAF, code, ""))
                found.counts[whole] = max(found.counts[part] for part in known)
                found.sums.append(Sum(whole, tuple(known), True))
                found.pinned |= {whole, *(known if len(known) == 1 else ())}
