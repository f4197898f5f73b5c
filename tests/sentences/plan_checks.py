"""Why a unit stands where it does and what it can do, in words, held against leaves, rules and both years' index."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from parreport.columns import is_blank
from parreport.inputs.rules import ChoiceError, Declared
from parreport.language import text
from tests.sentences.context import Sentence, checks, fraction, read_figure, rounded
from tests.sentences.unit_checks import row_of

ZERO = Decimal(0)


def leaves_of(one: Sentence, unit: str = "") -> dict[str, Any]:
    """The leaves that apply to a unit, by code."""
    leaves = one.page.results.leaves
    own = leaves[(leaves["unit_code"] == (unit or one.page.unit)) & leaves["applies"].astype(bool)]
    return {row["item_code"]: row for row in own.to_dict("records")}


def losing(one: Sentence) -> dict[str, Decimal]:
    """What the unit loses, by leaf; penalties too."""
    lost = {}
    for code, row in leaves_of(one).items():
        if row["method"] == "penalty" and row["points"] > 0:
            lost[code] = row["points"]
        elif row["method"] in ("appraised", "survey") and row["points"] < row["max_points"]:
            lost[code] = row["max_points"] - row["points"]
    return lost


def standing(one: Sentence, gains: Mapping[str, Decimal]) -> tuple[Decimal, int | None, str, Decimal]:
    """Index, rank and class of the unit with some points more, and by how many its score grows, caps kept."""
    results, own = one.page.results, row_of(one)
    sums = {"points": ZERO, "bonus": ZERO, "penalty": ZERO}
    most = ZERO
    for code, row in leaves_of(one).items():
        kind = row["method"] if row["method"] in sums else "points"
        won = gains.get(code, ZERO)
        sums[kind] += row["points"] + (-won if kind == "penalty" else won)
        most += row["max_points"] if kind == "points" else ZERO
    for kind, cap in (("bonus", results.framework.bonus_cap), ("penalty", results.framework.penalty_cap)):
        sums[kind] = sums[kind] if cap is None else min(sums[kind], cap)
    score = sums["points"] + sums["bonus"] - sums["penalty"]
    exact = 100 * Fraction(score) / Fraction(most)
    if results.framework.cap_at_100:
        exact = min(exact, Fraction(100))
    printed = rounded(Decimal(exact.numerator) / Decimal(exact.denominator), results.framework.decimals)
    rank = None
    if not is_blank(own["rank"]):
        index = results.index
        others = index[(index["block"] == own["block"]) & index["rank"].notna() & (index["unit_code"] != one.page.unit)]
        rank = 1 + int(sum(pct > printed for pct in others["printed_pct"]))
    band = next((band.shown for band in one.block.bands if band.lowest <= printed), one.block.bands[-1].shown)
    return printed, rank, band, score - (own["points"] + own["bonus_points"] - own["penalty_points"])


# --- why ------------------------------------------------------------------------------------


def causes_of(one: Sentence) -> dict[str, Decimal]:
    """What moved the index, exact, from the parts of the change and the index of both years."""
    results, unit = one.page.results, one.page.unit
    own = results.changes[results.changes["unit_code"] == unit]
    parts = {part: sum(own.loc[own["part"] == part, "change_pp"], ZERO) for part in ("leaf", "framework")}
    base = results.base.index[results.base.index["unit_code"] == results.unit_links[unit]].iloc[0]
    now = row_of(one)

    def pct(row: Any, kind: str) -> Decimal:
        return 100 * fraction(row[f"{kind}_points"]) / fraction(row["max_points"])

    return {
        text("results on the items"): parts["leaf"],
        text("changes of the framework or the scope"): parts["framework"],
        text("bonus points"): pct(now, "bonus") - pct(base, "bonus"),
        text("penalty points"): pct(base, "penalty") - pct(now, "penalty"),
    }


def told_parts(one: Sentence) -> list[tuple[str, Decimal]]:
    found = []
    for part in one["parts"].split("; "):
        name, _, figure = part.rpartition(" ")
        found.append((name, read_figure(figure) or ZERO))
    return found


@checks(
    "The index is up {size} percentage points on {year}: {parts}.",
    "The index is down {size} percentage points on {year}: {parts}.",
    "The index is unchanged on {year}: {parts}.",
)
def check_causes(one: Sentence) -> Iterator[str]:
    """Each cause within what rounding leaves, together the printed change, the largest first."""
    decimals = one.page.results.framework.decimals
    change, step = rounded(fraction(row_of(one)["change_pp"]), decimals), Decimal(1).scaleb(-decimals)
    word = "up" if change > 0 else "down" if change < 0 else "unchanged"
    if f"is {word} " not in one.msgid:
        yield f"the change is {change}"
    if "size" in one.saying.slots:
        yield from one.same("size", abs(change))
    exact, told = causes_of(one), told_parts(one)
    if sum(size for _, size in told) != change:
        yield f"the parts sum to {sum(size for _, size in told)}"
    if [abs(size) for _, size in told] != sorted((abs(size) for _, size in told), reverse=True):
        yield "the largest part is not the first"
    for name, size in told:
        if name not in exact:
            yield f"no cause {name}"
        elif not size or not exact[name] or abs(size - exact[name]) > 3 * step:
            yield f"{name}: {exact[name]}"
    for name in exact.keys() - {name for name, _ in told}:
        if abs(exact[name]) > 3 * step:
            yield f"{name} {exact[name]} is not told"


@checks(
    "Without {cause} it would be unchanged.",
    "Without {cause} it would be down {size} percentage points.",
    "Without {cause} it would be up {size} percentage points.",
)
def check_without(one: Sentence) -> Iterator[str]:
    """The cause that goes furthest the way of the change, and no result of the unit's own work."""
    before = next(said for said in reversed(one.before) if "parts" in said.slots)
    told = {}
    for part in before.slots["parts"].split("; "):
        name, _, figure = part.rpartition(" ")
        told[name] = read_figure(figure) or ZERO
    total = sum(told.values(), ZERO)
    left = total - told[one["cause"]]
    if one["cause"] == text("results on the items") or abs(told[one["cause"]]) != max(
        abs(size) for size in told.values() if (size > 0) == (total > 0)
    ):
        yield f"the causes are {told}"
    word = "up" if left > 0 else "down" if left < 0 else "unchanged"
    if f"be {word}" not in one.msgid or (left and (total > 0) == (left > 0)):
        yield f"without it {left}, with it {total}"
    if left:
        yield from one.same("size", abs(left))


@checks(
    "Why: the index is unchanged on {year}",
    "Why: the index is up {size} percentage points on {year}",
    "Why: the index is down {size} percentage points on {year}",
)
def check_why(one: Sentence) -> Iterator[str]:
    change = rounded(fraction(row_of(one)["change_pp"]), one.page.results.framework.decimals)
    word = "up" if change > 0 else "down" if change < 0 else "unchanged"
    if f"is {word} " not in one.msgid:
        yield f"the change is {change}"
    if change:
        yield from one.same("size", abs(change))


@checks(*(f"It {way} most on {{items}}: {{size}}{end}." for way in ("rose", "fell") for end in ("", " each")))
def check_moved(one: Sentence) -> Iterator[str]:
    """The leaves that moved most in print, all of them, none that is not named."""
    results, sign = one.page.results, 1 if "rose" in one.msgid else -1
    own = results.changes[(results.changes["unit_code"] == one.page.unit) & (results.changes["part"] == "leaf")]
    moved = {
        code: rounded(change, results.framework.decimals)
        for code, change in zip(own["item_code"], own["change_pp"], strict=True)
    }
    most = max(sign * change for change in moved.values())
    named = {code for code, change in moved.items() if sign * change == most}
    if most <= 0:
        yield "none moved so"
    yield from one.same("size", sign * most)
    if ("each" in one.msgid) != (len(named) > 1):
        yield f"moved alike: {named}"
    for code in moved:
        if (f"{code} {one.block.by_code[code].shown}" in one["items"]) != (code in named):
            yield f"{code} moved by {moved[code]}"


@checks("Each of {n} items, alone, would have brought class {band}.")
def check_enough_alone(one: Sentence) -> Iterator[str]:
    """By the steps of the plan that few cases bring, each added to the unit's points by itself."""
    plan = one.page.results.plan
    plan = plan[(plan["unit_code"] == one.page.unit) & (plan["kind"] == "few")]
    own = row_of(one)["band"]
    now = next(band.shown for band in one.block.bands if band.name == own)
    bands = [standing(one, {row["item_code"]: row["step_points"]})[2] for row in plan.to_dict("records")]
    higher = [band for band in bands if band != now]
    yield from one.counts(len(higher), "items that are each enough")
    if {f"“{band}”" for band in higher} != {one["band"]}:
        yield f"classes {higher}"


@checks(
    "Penalties cost {points} points: {items}.", "Penalties cost {points} points, the cap of the framework: {items}."
)
def check_penalties(one: Sentence) -> Iterator[str]:
    given = {
        code: row["points"] for code, row in leaves_of(one).items() if row["method"] == "penalty" and row["points"]
    }
    yield from one.same("points", row_of(one)["penalty_points"])
    if ("cap" in one.msgid) != (sum(given.values()) > row_of(one)["penalty_points"]):
        yield f"penalties before the cap: {given}"
    for code, points in given.items():
        name = f"{code} {one.block.by_code[code].shown} ("
        found = one["items"].find(name)
        said = re.search(r"([\d.,]+) (?:points|điểm)\)", one["items"][found:])
        if found < 0 or said is None or read_figure(said[1]) != rounded(points, 2):
            yield f"{code}: {points}"


@checks("Bonus of {points} points: {items}.", "Bonus of {points} points, the cap of the framework: {items}.")
def check_bonus(one: Sentence) -> Iterator[str]:
    given = {code: row["points"] for code, row in leaves_of(one).items() if row["method"] == "bonus" and row["points"]}
    yield from one.same("points", row_of(one)["bonus_points"])
    if ("cap" in one.msgid) != (sum(given.values()) > row_of(one)["bonus_points"]):
        yield f"bonus before the cap: {given}"
    for code, points in given.items():
        found = one["items"].find(f"{code} {one.block.by_code[code].shown} (")
        said = re.search(r"([\d.,]+) (?:points|điểm)\)", one["items"][found:])
        if found < 0 or said is None or read_figure(said[1]) != rounded(points, 2):
            yield f"{code}: {points}"


@checks(
    "It lost most points on {items}: {points}.",
    "It lost most points on {items}: {points} each.",
    "It lost most points on {items}: {points}; a weakness for {years} years running.",
)
def check_costliest(one: Sentence) -> Iterator[str]:
    """The items named lose as printed what no other loses more than; the years are those of the finding."""
    rows = {code: row for code, row in leaves_of(one).items() if row["method"] in ("appraised", "survey")}
    lost = {code: rounded(row["max_points"] - row["points"], 2) for code, row in rows.items()}
    names = {f"{code} {one.block.by_code[code].shown}": code for code in lost}
    named = {names.get(name, name) for name in one.names_in(one["items"], list(names))}
    most = {code for code, points in lost.items() if points == max(lost.values())}
    if named != most or read_figure(one["points"]) != max(lost.values()):
        yield f"items: {sorted(named)}; by the leaves {sorted(most)} lose {max(lost.values())}"
    if "years" in one.saying.slots:
        weak = one.page.results.findings
        weak = weak[(weak["unit_code"] == one.page.unit) & (weak["kind"] == "weakness")]
        years = dict(zip(weak["item_code"], weak["years_weak"], strict=True))
        yield from one.same("years", int(years[next(iter(named))]))


def score(
    one: Sentence, code: str, numerator: Decimal | None, by: Decimal, number: Decimal | None = None
) -> Decimal | None:
    """The points that the rule of a leaf gives for a figure that differs; None where there is no such figure."""
    row, leaf = leaves_of(one)[code], one.block.by_code[code]
    if numerator is not None:
        if not 0 <= numerator + by <= row["denominator"]:
            return None
        declared = Declared(numerator + by, row["denominator"], row["value"])
    else:
        held = Decimal(row["value"]) if number is None else number
        if held + by < 0:
            return None
        declared = Declared(value=f"{held:f}", number=held + by)
    try:
        points = leaf.rule.score(declared, row["max_points"])
    except ChoiceError:
        return None
    return None if points is None else min(points, row["max_points"])


MORE = "{item} ({figure}): {n} more would have brought {points} points"
FEWER = "{item} ({figure}): {n} fewer would have brought {points} points"


@checks(*(words + end for words in (MORE, FEWER) for end in (".", ", {standing}.")))
def check_cases(one: Sentence) -> Iterator[str]:
    """So many cases bring so many points by the rule, fewer cases bring none; place and class as they then are."""
    code = one["item"].split(" ")[0]
    row, n = leaves_of(one)[code], one.figure("n") or ZERO
    sign = 1 if "more would" in one.msgid else -1
    rate = re.search(r"([\d.,]+)/([\d.,]+)", one["figure"])
    numerator = read_figure(rate[1]) if rate else None
    number = None if rate else read_figure(one["figure"].split(" ")[0])
    if score(one, code, numerator, ZERO, number) != row["points"]:
        yield f"by the rule {one['figure']} gives {score(one, code, numerator, ZERO, number)}, {row['points']} count"
    won = (score(one, code, numerator, sign * n, number) or ZERO) - row["points"]
    yield from one.same("points", rounded(won, 2))
    for fewer in range(1, int(n)):
        if (score(one, code, numerator, Decimal(sign * fewer), number) or ZERO) > row["points"]:
            yield f"{fewer} is enough for more points"
    peers = one.page.results.leaves
    peers = peers[(peers["item_code"] == code) & (peers["block"] == one.block_code) & peers["applies"].astype(bool)]
    if len(peers) > 1 and max(peers["points"]) < row["points"] + won:
        yield "no unit of the block has so many points"
    _, rank, band, _ = standing(one, {code: won})
    own = row_of(one)
    now = next(one.shown for one in one.block.bands if one.name == own["band"]) if own["band"] else ""
    expected = []
    if rank is not None and rank != own["rank"]:
        expected.append(text("rank {then} instead of {rank}", then=rank, rank=own["rank"]))
    if now and band != now:
        expected.append(text("class {other} instead of {band}", other=f"“{band}”", band=f"“{now}”"))
    if rank is not None and one.get("standing") != ", ".join(expected):
        yield f"then: {', '.join(expected)}"


# --- what to do -----------------------------------------------------------------------------


def plan_of(one: Sentence) -> list[tuple[str, Decimal | None]]:
    """The rows of the plan as printed: code, points that they can bring; without the sum."""
    grid = one.find_grid("plan-table")
    if grid is None:
        return []
    rows = [
        (cell.split(" ")[0], read_figure(gain))
        for cell, gain in zip(grid.column("Item and remedy"), grid.column("Can bring"), strict=True)
    ]
    return [(code, gain) for code, gain in rows if code in leaves_of(one)]


def whole_plan(one: Sentence, told: bool) -> dict[str, Decimal]:
    own = one.page.results.plan
    own = own[own["unit_code"] == one.page.unit]
    own = own[own["told"]] if told else own
    gains = {row["item_code"]: row["gain_points"] for row in own.to_dict("records")}
    return {code: gain for code, gain in gains.items() if gain is not None and gain >= Decimal("0.005")}


@checks("What to do: 1 item that can bring {points} points", "What to do: {n} items that can bring {points} points")
def check_plan(one: Sentence) -> Iterator[str]:
    """By the rows printed: each at most what the leaf loses, and what another unit of the block has."""
    rows = [(code, gain) for code, gain in plan_of(one) if gain is not None]
    yield from one.counts(len(rows), "items with points")
    *_, grown = standing(one, whole_plan(one, told=True))
    yield from one.same("points", rounded(grown, 2))
    lost, leaves = losing(one), one.page.results.leaves
    for code, gain in rows:
        if gain > rounded(lost.get(code, ZERO), 2) or not gain:
            yield f"{code} loses {lost.get(code)}, and can bring {gain}"
        block = leaves[
            (leaves["block"] == one.block_code) & (leaves["item_code"] == code) & leaves["applies"].astype(bool)
        ]
        own = leaves_of(one)[code]
        if (
            own["method"] != "penalty"
            and len(block) > 1
            and rounded(max(block["points"]), 2) < own["points"] + gain - Decimal("0.01")
        ):
            yield f"{code}: no unit of the block has {own['points'] + gain}"
    penalties = {code for code, row in leaves_of(one).items() if row["method"] == "penalty" and row["points"] > 0}
    if {code for code, _ in rows[: len(penalties)]} != penalties:
        yield f"penalties {penalties} do not stand first"


def goals_of(one: Sentence) -> dict[str, tuple[Decimal, Decimal]]:
    """What is needed for each goal that points can reach, and the index that it is."""
    own = one.page.results.what_if
    own = own[(own["unit_code"] == one.page.unit) & own["points_needed"].notna()]
    return {row["goal"]: (row["points_needed"], row["target"]) for row in own.to_dict("records")}


def check_verdict(one: Sentence, gains: dict[str, Decimal], goals: dict[str, tuple[Decimal, Decimal]]) -> Iterator[str]:
    index, _, _, grown = standing(one, gains)
    yield from one.same("points", rounded(grown, 2))
    expected = []
    for goal, (needed, target) in goals.items():
        what = "place" if goal == "next_rank" else "class"
        short = f"{rounded(needed - grown, 2)}"
        short = short.replace(".", ",") if one.page.language == "vi" else short
        expected.append(
            text("enough for the next place" if what == "place" else "enough for the next class")
            if index >= target
            else text(
                "{short} too few for the next place" if what == "place" else "{short} too few for the next class",
                short=short,
            )
        )
    if one["verdict"] != ", ".join(expected):
        yield f"by the tables {', '.join(expected)}"


@checks("The plan brings {points} points: {verdict}.")
def check_enough(one: Sentence) -> Iterator[str]:
    yield from check_verdict(one, whole_plan(one, told=True), goals_of(one))


@checks("All {n} items that can be won bring {points} points: {verdict}.")
def check_all(one: Sentence) -> Iterator[str]:
    """Of the goals for which the plan told is not enough."""
    gains, (index, *_) = whole_plan(one, told=False), standing(one, whole_plan(one, told=True))
    yield from one.counts(len(gains), "items with points")
    left = {goal: facts for goal, facts in goals_of(one).items() if index < facts[1]}
    if not left or len(gains) == len(whole_plan(one, told=True)):
        yield "the plan is enough, or has all"
    yield from check_verdict(one, gains, left)


@checks("With the whole plan, the other units held still: {standing}.")
def check_outcome(one: Sentence) -> Iterator[str]:
    index, rank, band, _ = standing(one, whole_plan(one, told=True))
    own, said = row_of(one), one["standing"]
    if read_figure(said.split(", ")[0].split("%")[0]) != index:
        yield f"index {index}"
    if rank is not None:
        facts = {"then": rank, "rank": own["rank"]}
        words = "still rank {rank}" if rank == own["rank"] else "rank {then} instead of {rank}"
        if int(own["ranked_n"]) > 1 and text(words, **facts) not in said:
            yield f"rank {rank}"
    if len(one.block.bands) > 1 and f"“{band}”" not in said:
        yield f"class {band}"


@checks(
    "1 more item can bring {points} points: see the sheet “what to do” in the workbook.",
    "{n} more items can bring {points} points: see the sheet “what to do” in the workbook.",
)
def check_more(one: Sentence) -> Iterator[str]:
    told, every = (whole_plan(one, told=told) for told in (True, False))
    yield from one.counts(len(every) - len(told), "further items")
    yield from one.same("points", rounded(standing(one, every)[3] - standing(one, told)[3], 2))


OUT = (
    "since the unit stands with the upper quarter of the block, had no case, or can raise its figure no further this "
    "year."
)


@checks(
    f"Not in the plan: {{item}} ({{most}} points lost), {OUT}",
    f"Not in the plan: {{n}} items that lose {{points}} points, {{most}} of them on {{item}}, {OUT}",
)
def check_left(one: Sentence) -> Iterator[str]:
    """Each stands at what three quarters of the block do not exceed, or is 0 of 0, or has a rest of the year."""
    results, own = one.page.results, leaves_of(one)
    planned = set(results.plan.loc[results.plan["unit_code"] == one.page.unit, "item_code"])
    lost = {code: points for code, points in losing(one).items() if code not in planned}
    yield from one.counts(len(lost), "items in no plan")
    if "points" in one.saying.slots:
        yield from one.same("points", rounded(sum(lost.values(), ZERO), 2))
    code = one["item"].split(" ")[0]
    yield from one.same("most", rounded(lost.get(code, ZERO), 2))
    to_come = set(results.pace.loc[results.pace["unit_code"] == one.page.unit, "item_code"])
    for code in lost:
        row, leaves = own[code], results.leaves
        block = leaves[
            (leaves["block"] == one.block_code) & (leaves["item_code"] == code) & leaves["applies"].astype(bool)
        ]
        above = sum(points > row["points"] for points in block["points"])
        idle = row["origin"] == "rule" and row["numerator"] == 0 and row["denominator"] == 0
        if 4 * above > len(block) and not idle and code not in to_come:
            yield f"{code}: {above} of {len(block)} units are better"


@checks(
    "No unit of the block has full points on it.",
    "On 1 of them no unit of the block has full points.",
    "On {n} of them no unit of the block has full points.",
)
def check_unreached(one: Sentence) -> Iterator[str]:
    results = one.page.results
    planned = set(results.plan.loc[results.plan["unit_code"] == one.page.unit, "item_code"])
    leaves = results.leaves[(results.leaves["block"] == one.block_code) & results.leaves["applies"].astype(bool)]
    unreached = [
        code
        for code in losing(one)
        if code not in planned
        and (
            leaves.loc[leaves["item_code"] == code, "points"] < leaves.loc[leaves["item_code"] == code, "max_points"]
        ).all()
    ]
    yield from one.counts(len(unreached), "items that no unit has in full")
