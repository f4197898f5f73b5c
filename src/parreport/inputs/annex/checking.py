"""What was read of an annex, finished and checked: methods, rules, sums of maxima, counts that the text states.

In: the blocks as read. Out: the same with the method and the rule of each leaf; remarks on what does not fit.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from parreport.cells import write_number
from parreport.inputs.annex.heads import plain
from parreport.inputs.annex.reading import Annex, AnnexBlock, AnnexItem
from parreport.inputs.annex.scales import read_line, read_scale, split_lines
from parreport.language import message

BONUS, PENALTY = re.compile(r".*\bdiem (thuong|cong)\b.*"), re.compile(r".*\bdiem (phat|tru)\b.*")


def finish_annex(annex: Annex) -> Annex:
    """Give leaves their method and rule, and hold maxima and counts against each other."""
    for block in annex.blocks:
        _finish(block, annex)
    return annex


def _finish(block: AnnexBlock, annex: Annex) -> None:
    """Give leaves their method and rule, and hold maxima and counts against each other."""
    leaves = {item.code for item in block.leaves}
    by_code = {item.code: item for item in block.items}
    done: list[AnnexItem] = []
    for item in block.items:
        if item.code not in leaves:
            done.append(item)
            continue
        told = plain(f"{item.name} {_area_of(item, by_code).name}")
        method = item.method or (
            "bonus" if BONUS.fullmatch(told) else "penalty" if PENALTY.fullmatch(told) else "appraised"
        )
        lines = item.scale
        if not lines and item.note and method != "survey":
            found = [read_line(one, None) for one in split_lines(item.note)]
            lines = tuple(found) if len(found) > 1 or re.search(r"\d", item.note) else ()
        rule, why = ("", None) if method == "survey" else read_scale(lines, item.most)
        if why is not None:
            told_lines = "\n".join(
                line.words if line.points is None else f"{line.words}: {write_number(line.points)}" for line in lines
            )
            annex.remark(item.place, why, told_lines, item.code)
        if item.most is None and method not in ("bonus", "penalty"):
            annex.remark(item.place, message("a maximum: a number"), "", item.code)
        done.append(replace(item, method=method, rule=rule, scale=lines))
    block.items = done
    _check_sums(block, annex)
    _check_counts(block, annex)


def _area_of(item: AnnexItem, by_code: dict[str, AnnexItem]) -> AnnexItem:
    while item.parent_code in by_code:
        item = by_code[item.parent_code]
    return item


def _check_sums(block: AnnexBlock, annex: Annex) -> None:
    for item in block.items:
        children = [one for one in block.items if one.parent_code == item.code]
        counted = [one.most for one in children if one.method not in ("bonus", "penalty")]
        if item.most is None or not counted or any(most is None for most in counted):
            continue
        total = sum((most for most in counted if most is not None), Decimal(0))
        if total != item.most:
            facts = {"most": write_number(item.most), "total": write_number(total)}
            annex.remark(
                item.place,
                message("parts that sum to the maximum: {most} is told, the parts sum to {total}", **facts),
                item.name,
                item.code,
            )


def _check_counts(block: AnnexBlock, annex: Annex) -> None:
    """Hold the counts that the text states against the list, level by level."""
    depth: dict[str, int] = {}
    for item in block.items:
        depth[item.code] = depth.get(item.parent_code, 0) + 1
    levels = {"linh vuc": 1, "tieu chi": 2, "tieu chi thanh phan": 3}
    for place, stated, kind in block.stated:
        n = sum(level == levels[kind] for level in depth.values())
        if n != stated:
            annex.remark(
                place, message("as many as the list has: {n} of level {level}", n=n, level=levels[kind]), str(stated)
            )
