"""What slides of the province say and no report says in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from statistics import median
from typing import Any

from tests.sentences.context import Sentence, checks, fraction, rounded, rows_told
from tests.sentences.province_checks import gaps_of, moves_of


def blocks_of(one: Sentence) -> list[Sentence]:
    """The same sentence, once for each block with units."""
    found = []
    for code in dict.fromkeys(one.page.results.units["block"]):
        other = Sentence(one.page, one.printed, one.saying)
        other.__dict__["block"] = one.page.results.framework.by_code[code]
        found.append(other)
    return found


@checks("Since {year}, 1 unit rose and {down} fell", "Since {year}, {n} units rose and {down} fell")
def check_changes(one: Sentence) -> Iterator[str]:
    moves = [x for block in blocks_of(one) for x in moves_of(block).values()]
    yield from one.counts(sum(x > 0 for x in moves), "rose")
    yield from one.same("down", sum(x < 0 for x in moves))


@checks("{n} fell", "unit improved on {year}", "units improved on {year}")
def check_remark(one: Sentence) -> Iterator[str]:
    moves = [x for block in blocks_of(one) for x in moves_of(block).values()]
    if "n" in one.saying.slots:
        yield from one.counts(sum(x < 0 for x in moves), "fell")


def losses_per_unit(one: Sentence) -> dict[tuple[str, str], Decimal]:
    """Points that an item costs on average a unit that has it, by block and name; none of no loss."""
    found = {}
    for block in blocks_of(one):
        own = block.items(whole=True)
        own = own[own["is_leaf"] & own["max_points"].notna()]
        for code, rows in own.groupby("item_code", sort=False):
            lost = sum((fraction(x) for x in rows["lost_points"]), Decimal(0))
            if lost:
                found[block.block_code, block.block.by_code[code].shown] = rounded(lost / len(rows), 2)
    return found


@checks(
    "One item costs most points per unit",
    "{n} items cost most points per unit",
    "{n} of the items that cost most points per unit",
    "{n} items that cost most points per unit, with the costliest of each block",
)
def check_losses(one: Sentence) -> Iterator[str]:
    """No item left out costs as much as one that is shown, or the title says that they are some of them.

    With the costliest of each block: of each block the first ones are shown, and of those left out none costs more
    than the last of a block with several.
    """
    losses = losses_per_unit(one)
    rows = rows_of_slide(one)
    if one.count() != len(rows):
        yield f"{len(rows)} rows"
    values = [value for value, _ in counted_once(one, losses)]
    if "of each block" in one.msgid:
        yield from check_each_block(one, losses, rows)
        return
    shown = sorted(values, reverse=True)[: len(rows)]
    tied = values.count(shown[-1]) > shown.count(shown[-1])
    if tied != ("of the items" in one.msgid):
        way = "shares" if tied else "does not share"
        yield f"the last of {len(rows)} {way} its {shown[-1]} points with one left out"


def check_each_block(one: Sentence, losses: dict[tuple[str, str], Decimal], rows: list[str]) -> Iterator[str]:
    """Of each block that loses points stand the costliest items, one at least."""
    for block in blocks_of(one):
        own = sorted((points for (code, _), points in losses.items() if code == block.block_code), reverse=True)
        name = block.block.shown
        shown = [Decimal(value) for row in rows if f"({name}" in row for value in points_told(row)]
        if own and (not shown or sorted(shown, reverse=True) != own[: len(shown)]):
            yield f"block {name}: shows {shown}, by the tables {own[: max(1, len(shown))]}"


def points_told(row: str) -> list[str]:
    """The points that a row tells: the figure before the word, with a point for the decimals."""
    found = re.search(r"(\d+[.,]\d\d) (?:points|điểm)", row)
    return [found[1].replace(",", ".")] if found else []


def rows_of_slide(one: Sentence) -> list[str]:
    """The rows that the picture of a slide says to who cannot see it."""
    alt = next(p.words for p in one.page.said if p.heading == one.printed.heading and p.kind == "alt")
    return rows_told(alt.partition(": ")[2].removesuffix("."))


def copied(one: Sentence, block: str, name: str) -> bool:
    """Whether five units or more of a block have an item, and all declared the same cases on it."""
    leaves = one.page.results.leaves
    codes = [item.code for item in one.page.results.framework.by_code[block].items if item.shown == name]
    own = leaves[(leaves["block"] == block) & leaves["item_code"].isin(codes) & leaves["applies"]]
    cases = set(zip(own["numerator"].astype(str), own["denominator"].astype(str), strict=True))
    return len(own) >= 5 and len(cases) == 1 and cases != {("None", "None")}


def counted_once(one: Sentence, losses: dict[tuple[str, str], Decimal]) -> list[tuple[Decimal, tuple[str, str]]]:
    """What items cost, a figure of the whole province once: the same cases at all units, as much in each block."""
    found: dict[Any, tuple[Decimal, tuple[str, str]]] = {}
    for (block, name), points in losses.items():
        key = (name, points) if copied(one, block, name) else (block, name)
        found.setdefault(key, (points, (block, name)))
    return list(found.values())


@checks(
    "{item}: {points} points per unit ({block}; lost by {losing} of {all})", "{item}: {points} points ({block}, 1 unit)"
)
def check_loss_line(one: Sentence) -> Iterator[str]:
    """A row may speak of several blocks, of a figure that is the same in all of them."""
    losses = losses_per_unit(one)
    names = {block.block.shown: block for block in blocks_of(one)}
    blocks = [names[name] for name in one.names_in(one["block"], list(names))]
    losing = every = 0
    for block in blocks:
        yield from one.same("points", losses[block.block_code, one["item"]])
        if len(blocks) > 1 and not copied(one, block.block_code, one["item"]):
            yield f"units of {block.block.shown} declared other cases"
        own = block.items(whole=True)
        own = own[own["is_leaf"] & own["max_points"].notna()]
        rows = [r for r in own.to_dict("records") if block.block.by_code[r["item_code"]].shown == one["item"]]
        losing += sum(fraction(r["lost_points"]) > 0 for r in rows)
        every += len(rows)
    if "all" in one.saying.slots:
        yield from one.same("losing", losing)
        yield from one.same("all", every)
    elif every != 1:
        yield f"{every} units have it"
    if rows_of_slide(one)[0] == one.saying.words and losses[blocks[0].block_code, one["item"]] != max(losses.values()):
        yield f"the first row: most is {max(losses.values())}"


@checks("All units of the block declared the same cases at {items}: ask who answers for them in the province.")
def check_copied(one: Sentence) -> Iterator[str]:
    for name in one.quoted(one["items"]):
        if not any(copied(one, block.block_code, name) for block in blocks_of(one)):
            yield f"at {name} units declared different cases"


def costly_areas(one: Sentence) -> dict[str, list[str]]:
    """The areas that cost each block most in print, by their short names."""
    found = {}
    for block in blocks_of(one):
        lost = {name: rounded(value, 2) for name, value in block.lost_by_area.items()}
        brief = {area.shown: area.brief for area in block.block.areas}
        if lost and len(block.block.scored_leaves) > 1:
            found[block.block.shown] = [brief[name] for name, value in lost.items() if value == max(lost.values())]
    return found


@checks("Each of the {n} blocks loses most points in {area}")
def check_same_area(one: Sentence) -> Iterator[str]:
    most = costly_areas(one)
    yield from one.counts(len(most), "blocks")
    if any(names != one.quoted(one["area"]) for names in most.values()):
        yield f"most: {most}"


@checks("{block} lose most points in {area}, {other} in {other_area}")
def check_two_areas(one: Sentence) -> Iterator[str]:
    most = costly_areas(one)
    said = {one["block"]: one.quoted(one["area"]), one["other"]: one.quoted(one["other_area"])}
    if said != most:
        yield f"most: {most}"


@checks("The area that takes most of the points lost in each block, and its mean, % of the maximum")
def check_areas_of_blocks(one: Sentence) -> Iterator[str]:
    most = costly_areas(one)
    for row in rows_of_slide(one):
        name = next((block for block in most if row.startswith(f"{block}: ")), None)
        if name is None or not all(area in row for area in most[name]):
            yield f"{row}: most is {most}"


@checks(
    "1 unit has items without points ({total} in all): no rank, no class",
    "{n} units have items without points ({total} in all): no rank, no class",
)
def check_units_with_gaps(one: Sentence) -> Iterator[str]:
    own = [unit for unit in one.page.results.units["unit_code"] if gaps_of(one, unit)]
    yield from one.counts(len(own), "units with gaps")
    yield from one.same("total", sum(len(gaps_of(one, unit)) for unit in own))


@checks("These steps of the year were late: {steps}.")
def check_steps(one: Sentence) -> Iterator[str]:
    rows = one.page.results.calendar.to_dict("records")
    late = sum(bool(r["due"] and r["done"] and r["done"] > r["due"]) for r in rows)
    if len(one["steps"].split("; ")) != late:
        yield f"{late} were"


@checks(
    "Every step with a due date was done in time.",
    "1 step was done in time.",
    "{n} steps were done in time.",
    "1 step was late: “{step}”, by {days}.",
    "{n} steps were late, most of all “{step}”, by {days}.",
    "{n} steps were late, most of all “{step}”, each by {days}.",
    "{n} steps were late, each by {days}.",
)
def check_calendar(one: Sentence) -> Iterator[str]:
    from datetime import date

    from parreport.language import in_language

    rows = [r for r in one.page.results.calendar.to_dict("records") if r["due"]]
    late = {
        in_language(r["step"], r["step_en"]): (date.fromisoformat(r["done"]) - date.fromisoformat(r["due"])).days
        for r in rows
        if r["done"] and r["done"] > r["due"]
    }
    timely = sum(bool(r["done"]) and r["done"] <= r["due"] for r in rows)
    if one.msgid.startswith("Every"):
        if timely != len(rows):
            yield f"{timely} of {len(rows)}"
    elif "days" in one.saying.slots:
        yield from one.counts(len(late), "late")
        most = [step for step, days in late.items() if days == max(late.values())]
        if "step" not in one.saying.slots and len(most) < len(late):
            yield f"latest: {most}"
        if "step" in one.saying.slots and sorted(most) != sorted(re.split("”(?:, | and | và )“", one["step"])):
            yield f"latest: {most}"
        if re.sub(r"\D", "", one["days"]) != str(max(late.values())):
            yield f"days: {late}"
    else:
        yield from one.counts(timely, "in time")


@checks("{unit}: {item} ({score}, median {median})")
def check_strength(one: Sentence) -> Iterator[str]:
    findings = one.page.results.findings
    code = one.unit_names.get(one["unit"])
    own = findings[(findings["unit_code"] == code) & (findings["kind"] == "strength")]
    names = {one.page.results.block_of(code).by_code[x].shown for x in own["item_code"]}
    if one["item"] not in names:
        yield f"no strength of {one['unit']}"
        return
    yield from check_score(one, code, one.page.results.block_of(code))


def check_score(one: Sentence, unit: str, block: Any) -> Iterator[str]:
    """The percent of the unit, and the median of all units that have the item."""
    items = one.page.results.items
    own = items[(items["block"] == block.code) & items["max_points"].notna() & items["applies"]]
    own = own[[block.by_code[code].shown == one["item"] for code in own["item_code"]]]
    found = []
    for _, rows in own.groupby("item_code"):
        scores = [fraction(x) for x in rows["score_pct"]]
        mine = [fraction(x) for x in rows.loc[rows["unit_code"] == unit, "score_pct"]]
        found += [(rounded(x, 0), rounded(median(scores), 0)) for x in mine]
    if (one.figure("score"), one.figure("median")) not in found and one.figure("median") is not None:
        yield f"score and median: {found}"


@checks("{item} ({score}, median {median})")
def check_own_strength(one: Sentence) -> Iterator[str]:
    grid = one.find_grid("strengths-table")
    names = [name.split(" ", 1)[1] for name in grid.column("Item")] if grid else []
    annex = one.find_grid("strengths-list")
    names += [name.split(" ", 1)[-1] for name in annex.column("Item")] if annex else []
    if one["item"] not in names:
        yield "not in the table of strengths"
        return
    yield from check_score(one, one.page.unit, one.block)


@checks("{item}: {points} points")
def check_cut(one: Sentence) -> Iterator[str]:
    """What counts less what the unit claimed, on its score sheet; a penalty counts below 0."""
    leaves = one.page.results.leaves
    for row in leaves[leaves["unit_code"] == one.page.unit].to_dict("records"):
        if one.block.by_code[row["item_code"]].shown == one["item"] and row["self_points"] is not None:
            gap = row["points"] - row["self_points"]
            yield from one.same("points", rounded(-gap if row["method"] == "penalty" else gap, 2))
            return
    yield f"no claim on {one['item']}"


@checks("{item}: {points} points lost")
def check_lost(one: Sentence) -> Iterator[str]:
    own = one.items()
    for row in own[own["unit_code"] == one.page.unit].to_dict("records"):
        if row["is_leaf"] and one.block.by_code[row["item_code"]].shown == one["item"]:
            yield from one.same("points", rounded(fraction(row["lost_points"]), 2))
            return
    criteria = {item.shown for item in one.block.items}
    if one["item"] not in criteria:
        yield f"no item {one['item']}"
