"""What slides of the province say and no report says in the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.sentences.context import Sentence, checks, fraction, rounded
from tests.sentences.province_checks import leaf_losses, moves_of


def blocks_of(one: Sentence) -> list[Sentence]:
    """The same sentence, once for each block with units."""
    found = []
    for code in dict.fromkeys(one.page.results.units["block"]):
        other = Sentence(one.page, one.printed, one.saying)
        other.__dict__["block"] = one.page.results.framework.by_code[code]
        found.append(other)
    return found


@checks("Since {year}, {up} units rose and {down} fell")
def check_changes(one: Sentence) -> Iterator[str]:
    moves = [x for block in blocks_of(one) for x in moves_of(block).values()]
    for slot, n in (("up", sum(x > 0 for x in moves)), ("down", sum(x < 0 for x in moves))):
        yield from one.same(slot, n)
    if one.figure("up") == 1 and one.page.language == "en":
        yield "“1 units rose”"


@checks("{n} fell", "unit improved on {year}", "units improved on {year}")
def check_remark(one: Sentence) -> Iterator[str]:
    moves = [x for block in blocks_of(one) for x in moves_of(block).values()]
    if "n" in one.saying.slots:
        yield from one.counts(sum(x < 0 for x in moves), "fell")


@checks("One item costs the province most", "{n} items cost the province most points")
def check_losses(one: Sentence) -> Iterator[str]:
    """No item left out costs as much as one that is shown."""
    losses = {(b.block_code, n): rounded(v, 2) for b in blocks_of(one) for n, v in leaf_losses(b).items() if v}
    lines = [p.words for p in one.page.said if p.heading == one.printed.heading and p.kind == "line"]
    if one.count() != len(lines):
        yield f"{len(lines)} lines"
    shown = sorted(losses.values(), reverse=True)[: len(lines)]
    tied = [name for name, value in losses.items() if value == shown[-1]]
    if len(tied) > shown.count(shown[-1]):
        yield f"the last of {len(lines)} shares its {shown[-1]} points with an item that is left out"


@checks("{units}: {points} percentage points behind the first")
def check_tail(one: Sentence) -> Iterator[str]:
    lasts = one.at_rank(max(int(row["rank"]) for row in one.ranked))
    yield from one.one_of(one["units"], lasts, "last")


@checks("{item}: {points} points ({block}, {losing} of {all} units)")
def check_loss_line(one: Sentence) -> Iterator[str]:
    losses = leaf_losses(one)
    yield from one.same("points", rounded(losses[one["item"]], 2).normalize())
    own = one.items()
    own = own[own["is_leaf"] & own["max_points"].notna()]
    rows = [r for r in own.to_dict("records") if one.block.by_code[r["item_code"]].shown == one["item"]]
    yield from one.same("losing", sum(fraction(r["lost_points"]) > 0 for r in rows))
    yield from one.same("all", len(rows))


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
    elif "step" in one.saying.slots:
        yield from one.counts(len(late), "late")
        most = [step for step, days in late.items() if days == max(late.values())]
        if most != [one["step"]]:
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


@checks("{item} ({score}, median {median})")
def check_own_strength(one: Sentence) -> Iterator[str]:
    grid = one.find_grid("strengths-table")
    names = [name.split(" ", 1)[1] for name in grid.column("Item")] if grid else []
    if one["item"] not in names:
        yield "not in the table of strengths"


@checks("{item}: {points} points")
def check_cut(one: Sentence) -> Iterator[str]:
    """What counts less what the unit claimed, on its score sheet; a penalty counts below 0."""
    leaves = one.page.results.leaves
    for row in leaves[leaves["unit_code"] == one.page.unit].to_dict("records"):
        if one.block.by_code[row["item_code"]].shown == one["item"] and row["self_points"] is not None:
            gap = row["points"] - row["self_points"]
            yield from one.same("points", rounded(-gap if row["method"] == "penalty" else gap, 2))


@checks("{item}: {points} points lost")
def check_lost(one: Sentence) -> Iterator[str]:
    own = one.items()
    for row in own[own["unit_code"] == one.page.unit].to_dict("records"):
        if row["is_leaf"] and one.block.by_code[row["item_code"]].shown == one["item"]:
            yield from one.same("points", rounded(fraction(row["lost_points"]), 2))
