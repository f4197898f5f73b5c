"""Self-assessment against official points, in words, held against the table of claims."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.sentences.context import Sentence, at_most, checks, fraction, read_figure, rounded


def gaps_of(one: Sentence) -> dict[str, Decimal]:
    """By unit, as the table of claims prints the difference; units without both figures left out."""
    grid = one.grid("claims")
    cells = zip(grid.column("Unit"), grid.column("Difference"), grid.column("Items cut"), strict=True)
    known = ((unit, read_figure(cell)) for unit, cell, cut in cells if not cut.endswith("/0"))
    return {unit: gap for unit, gap in known if gap is not None}


def shares_of(one: Sentence) -> dict[str, Decimal]:
    grid = one.grid("claims")
    cells = zip(grid.column("Unit"), grid.column("Difference %"), strict=True)
    return {unit: share for unit, cell in cells if (share := read_figure(cell)) is not None}


def official_gaps(one: Sentence) -> dict[str, list[Decimal]]:
    """By unit, self less official points of each leaf with both, from the leaves themselves."""
    leaves = one.page.results.leaves
    found: dict[str, list[Decimal]] = {}
    for row in leaves[leaves["block"] == one.block_code].to_dict("records"):
        known = row["self_points"] is not None and row["points"] is not None
        if row["applies"] and known and row["method"] != "survey":
            name = one.page.results.name_of(row["unit_code"])
            found.setdefault(name, []).append(fraction(row["self_points"]) - fraction(row["points"]))
    return found


@checks(
    "On the items that both sides scored, units give themselves {mean} points more than the appraiser on average.",
    "On the items that both sides scored, units give themselves {mean} points less than the appraiser on average.",
    "On the items that both sides scored, units and appraiser agree on average.",
    "On the items that both sides scored, units and appraiser agree throughout.",
    "On the items that both sides scored, units and appraiser differ by less than 0.01 points on average.",
)
def check_mean(one: Sentence) -> Iterator[str]:
    gaps = gaps_of(one)
    mean = sum(gaps.values(), Decimal(0)) / len(gaps)
    if "throughout" in one.msgid:
        if any(any(own) for own in official_gaps(one).values()):
            yield "some items differ"
        return
    if "mean" in one.saying.slots:
        sign = 1 if " more " in one.msgid else -1
        if abs(mean * sign - (one.figure("mean") or 0)) > Decimal("0.01"):
            yield f"mean difference by the table {mean:.3f}"
        if one.figure("mean") == 0:
            yield "0.00 points are neither more nor less"
    elif abs(mean) > Decimal("0.01"):
        yield f"mean difference by the table {mean:.3f}"
    if "agree on average" in one.msgid and mean:
        yield f"mean difference by the table {mean:.3f}"


@checks(
    "{unit} claims most beyond: {gap} points, {share} of what it claimed, 1 item cut.",
    "{unit} claims most beyond: {gap} points, {share} of what it claimed, {n} items cut.",
    "{units} claim most beyond: {gap} points each.",
    "{n} units claim most beyond: {gap} points each.",
    "{n} units claim {gap} points too much each",
    "{units}: most claimed beyond what is granted",
    "No unit claims more in all than it is granted.",
    "No unit claims more in all than it is granted",
)
def check_most(one: Sentence) -> Iterator[str]:
    gaps = gaps_of(one)
    most = at_most(gaps)
    if one.msgid.startswith("No unit"):
        if gaps[most[0]] > 0:
            yield f"{most} claim more"
        return
    if gaps[most[0]] <= 0:
        yield "nobody claims more in print"
    if one.get("unit") or one.get("units"):
        yield from one.one_of(one.get("unit") or one["units"], most, "most beyond")
    elif one.count() != len(most):
        yield f"most beyond: {len(most)} units"
    if "gap" in one.saying.slots:
        yield from one.same("gap", gaps[most[0]])
    if "share" in one.saying.slots:
        yield from one.same("share", shares_of(one)[one["unit"]])
        yield from check_cut(one)


def check_cut(one: Sentence) -> Iterator[str]:
    grid = one.grid("claims")
    cut = dict(zip(grid.column("Unit"), grid.column("Items cut"), strict=True))[one["unit"]]
    if cut.split("/")[0] != str(one.count()):
        yield f"items cut by the table {cut}"


@checks("Measured against what it claimed, {unit} is furthest beyond: {share}.")
def check_furthest(one: Sentence) -> Iterator[str]:
    shares = shares_of(one)
    yield from one.one_of(one["unit"], at_most(shares), "furthest")
    yield from one.same("share", max(shares.values()))


@checks(
    "{unit} claims {gap} points more than it is granted, {share} of what it claimed, 1 item cut.",
    "{unit} claims {gap} points more than it is granted, {share} of what it claimed, {n} items cut.",
    "{unit} claims {gap} points less than it is granted.",
    "{unit} claims as much in all as it is granted.",
    "{unit} and the appraiser agree on every item that both scored.",
)
def check_one(one: Sentence) -> Iterator[str]:
    gap = gaps_of(one)[one["unit"]]
    if "gap" in one.saying.slots:
        yield from one.same("gap", abs(gap))
    sign = 1 if " more " in one.msgid else -1 if " less " in one.msgid else 0
    if (gap > 0) - (gap < 0) != sign:
        yield f"difference in print {gap}"
    if "every item" in one.msgid and any(official_gaps(one).get(one["unit"], ())):
        yield "some items differ"
    if "share" in one.saying.slots:
        yield from check_cut(one)


@checks(
    "No unit gave itself more points than it was granted",
    "1 of {all} units gave itself more points than it was granted",
    "{n} of {all} units gave themselves more points than they were granted",
)
def check_slide(one: Sentence) -> Iterator[str]:
    """Over all blocks."""
    results = one.page.results
    gaps: dict[str, Decimal] = {}
    for code in dict.fromkeys(results.units["block"]):
        other = Sentence(one.page, one.printed, one.saying)
        other.__dict__["block"] = results.framework.by_code[code]
        if other.find_grid(f"claims-{code}"):
            gaps |= gaps_of(other)
    above = [unit for unit, gap in gaps.items() if gap > 0]
    said = 0 if one.msgid.startswith("No ") else one.count()
    if said != len(above):
        yield f"in print {len(above)} of {len(gaps)}"
    if "all" in one.saying.slots:
        yield from one.same("all", len(gaps))


@checks(
    "Every item with self-assessed points has evidence.",
    "1 of {all} items with self-assessed points has no evidence.",
    "{n} of {all} items with self-assessed points have no evidence.",
    "Counted over all units, 1 of {all} claims has no evidence.",
    "Counted over all units, {n} of {all} claims have no evidence.",
)
def check_evidence(one: Sentence) -> Iterator[str]:
    leaves = one.page.results.leaves
    own = leaves[leaves["unit_code"] == one.page.unit] if one.page.unit else leaves[leaves["block"] == one.block_code]
    claimed = [
        r for r in own.to_dict("records") if r["applies"] and r["self_points"] is not None and r["method"] != "survey"
    ]
    without = sum(not r["evidence"] for r in claimed)
    said = 0 if one.msgid.startswith("Every") else one.count()
    if said != without:
        yield f"by the score sheets {without} of {len(claimed)}"
    if "all" in one.saying.slots:
        yield from one.same("all", len(claimed))


@checks(
    "The one cut has no reason.",
    "None of the {n} cuts has a reason.",
    "The one cut has a reason.",
    "All {n} cuts have a reason.",
    "1 of {all} cuts has no reason.",
    "{n} of {all} cuts have no reason.",
)
def check_reasons(one: Sentence) -> Iterator[str]:
    claims = one.page.results.claims
    codes = set(one.page.results.units.loc[one.page.results.units["block"] == one.block_code, "unit_code"])
    cuts = [
        r
        for r in claims.to_dict("records")
        if r["unit_code"] in codes
        and r["claim_gap"] is not None
        and r["claim_gap"] == r["claim_gap"]
        and r["claim_gap"] > 0
    ]
    without = sum(not r["reason"] for r in cuts)
    if "all" in one.saying.slots:
        yield from one.same("all", len(cuts))
        yield from one.counts(without, "without a reason")
        return
    yield from one.counts(len(cuts), "cuts")
    if ("no reason" in one.msgid or "None" in one.msgid) != (without == len(cuts)) or without not in (0, len(cuts)):
        yield f"{without} of {len(cuts)} have no reason"


@checks("The most frequent reason, given {n} times: “{reason}”")
def check_frequent(one: Sentence) -> Iterator[str]:
    grid = one.grid("reasons")
    counts = {r: read_figure(n) or Decimal(0) for r, n in zip(grid.column("Reason"), grid.column("Cuts"), strict=True)}
    if at_most(counts) != [one["reason"]]:
        yield f"most frequent: {at_most(counts)}"
    yield from one.counts(int(max(counts.values())), "times")


@checks(
    "On no item does the unit claim more than its declared figures give by the rule.",
    "On 1 item the unit claims {points} points more than its declared figures give by the rule.",
    "On {n} items the unit claims {points} points more than its declared figures give by the rule.",
)
def check_beyond(one: Sentence) -> Iterator[str]:
    """By the score sheet of the unit, or of the block where none is named."""
    leaves = one.page.results.leaves
    own = leaves[leaves["unit_code"] == one.page.unit] if one.page.unit else leaves[leaves["block"] == one.block_code]
    beyond = [
        row["self_points"] - row["computed_points"]
        for row in own.to_dict("records")
        if row["applies"] and row["self_points"] is not None and row["computed_points"] is not None
    ]
    beyond = [points for points in beyond if points > 0]
    said = 0 if "no item" in one.msgid else one.count()
    if said != len(beyond):
        yield f"items: says {said}, by the score sheet {len(beyond)}"
    if "points" in one.saying.slots:
        yield from one.same("points", rounded(sum(beyond, Decimal(0)), 2))


@checks(
    "Round 1 made 1 cut, of {points} points.",
    "Round 1 made {n} cuts, of {points} points in all.",
    "Round 1 cut 1 item by {points} points.",
    "Round 1 cut {n} items by {points} points.",
)
def check_round_1(one: Sentence) -> Iterator[str]:
    leaves = one.page.results.leaves
    own = leaves[leaves["unit_code"] == one.page.unit] if one.page.unit else leaves[leaves["block"] == one.block_code]
    cuts = [
        r["self_points"] - r["round1_points"]
        for r in own.to_dict("records")
        if r["applies"]
        and r["self_points"] is not None
        and r["round1_points"] is not None
        and r["self_points"] > r["round1_points"]
    ]
    yield from one.counts(len(cuts), "cuts")
    yield from one.same("points", rounded(sum(cuts, Decimal(0)), 2))


@checks("They gave back {points} points.")
def check_given_back(one: Sentence) -> Iterator[str]:
    """By round 1 and the last round of each leaf that was cut in round 1."""
    leaves = one.page.results.leaves
    own = leaves[leaves["unit_code"] == one.page.unit] if one.page.unit else leaves[leaves["block"] == one.block_code]
    back = [
        row["points"] - row["round1_points"]
        for row in own.to_dict("records")
        if row["applies"] and row["self_points"] is not None and row["round1_points"] is not None
        if row["round1_points"] < row["self_points"] and row["points"] > row["round1_points"]
    ]
    yield from one.same("points", rounded(sum(back, Decimal(0)), 2))
