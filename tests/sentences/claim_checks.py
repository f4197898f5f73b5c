"""Self-assessment against official points, in words, held against the table of claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from parreport.inputs.framework import LARGE_BLOCK
from parreport.language import text
from tests.sentences.context import Sentence, at_most, checks, read_figure, rounded
from tests.sentences.templates import take_apart


@dataclass(frozen=True)
class Claim:
    """A claim as the score sheet has it; a penalty counts below 0. ``who`` decided: rule, appraiser, other, unit."""

    unit: str
    own: Decimal
    official: Decimal | None
    who: str
    penalty: bool
    proof: bool
    reason: str

    @property
    def cut(self) -> Decimal:
        return self.own - self.official if self.official is not None else Decimal(0)


def claims_of(one: Sentence) -> list[Claim]:
    """The claims of the unit whose page it is, else of the block: read from the leaves, not from the analysis."""
    return [claim for claim in block_claims(one) if one.page.unit in ("", claim.unit)]


def block_claims(one: Sentence) -> list[Claim]:
    return list(one.page.once(f"claims {one.block_code}", lambda: list(_read_claims(one))))


def _read_claims(one: Sentence) -> Iterator[Claim]:
    leaves = one.page.results.leaves
    for row in leaves[leaves["block"] == one.block_code].to_dict("records"):
        if not row["applies"] or row["self_points"] is None or row["method"] == "survey":
            continue
        penalty = row["method"] == "penalty"
        given, who = row["appraised_points"], "appraiser"
        if given is None:
            given, who = row["computed_points"], "rule"
        if given is None:
            who = "unit" if row["origin"] == "self" else "other"
        elif not penalty and given >= row["self_points"]:
            who = "other"
        official = None if row["origin"] == "missing" else row["points"]
        if given is not None:
            assert official == (min(given, row["max_points"]) if row["max_points"] is not None else given), row
        sign = -1 if penalty else 1
        yield Claim(
            row["unit_code"],
            sign * row["self_points"],
            None if official is None else sign * official,
            who,
            penalty,
            bool(row["evidence"]),
            row["reason"],
        )


def decided_gaps(one: Sentence) -> dict[str, Decimal]:
    """By unit of the block of which somebody else decided something: claimed less granted, exact."""
    found: dict[str, Decimal] = {}
    both = [claim for claim in block_claims(one) if claim.official is not None]
    decided = {claim.unit for claim in both if claim.who != "unit"}
    for claim in both:
        if claim.unit in decided:
            name = one.page.results.name_of(claim.unit)
            found[name] = found.get(name, Decimal(0)) + claim.cut
    return found


def cells_of(one: Sentence, head: str) -> dict[str, str]:
    """A column of the table of claims by unit; rows of means and totals among them."""
    grid = one.grid("claims")
    return dict(zip(grid.column("Unit"), grid.column(head), strict=True))


def gaps_of(one: Sentence) -> dict[str, Decimal]:
    """By unit that was decided on, as the table of claims prints the difference; it must be the exact one.

    Of a large block the table prints the first and the last units.
    """
    printed, found = cells_of(one, "Difference"), {}
    for unit, gap in decided_gaps(one).items():
        found[unit] = rounded(gap, 2)
        if unit not in printed and len(one.ranking) > LARGE_BLOCK:
            continue
        found[unit] = read_figure(printed[unit]) or Decimal(0)
        assert found[unit] == rounded(gap, 2), (unit, printed[unit], gap)
    return found


def shares_of(one: Sentence) -> dict[str, Decimal]:
    units = decided_gaps(one)
    cells = cells_of(one, "Difference %")
    found = {unit: share for unit, cell in cells.items() if unit in units and (share := read_figure(cell)) is not None}
    if len(one.ranking) > LARGE_BLOCK:
        claimed: dict[str, Decimal] = {}
        for claim in block_claims(one):
            if claim.official is not None:
                name = one.page.results.name_of(claim.unit)
                claimed[name] = claimed.get(name, Decimal(0)) + claim.own
        own = {unit: gap for unit, gap in units.items() if unit not in cells and claimed[unit] > 0}
        found |= {unit: rounded(100 * gap / claimed[unit], 1) for unit, gap in own.items()}
    return found


def leaves_with_both(one: Sentence) -> dict[str, int]:
    """By unit, on how many items its sums rest: by the leaves; the table must say the same."""
    found: dict[str, int] = {}
    for claim in block_claims(one):
        if claim.official is not None:
            name = one.page.results.name_of(claim.unit)
            found[name] = found.get(name, 0) + 1
    for unit, cell in cells_of(one, "Items cut").items():
        assert unit not in found or int(cell.split("/")[1]) == found[unit], (unit, cell, found[unit])
    return found


MEAN = "On the items with both figures, "


@checks(
    MEAN + "units give themselves {mean} points more than their official points on average.",
    MEAN + "units give themselves {mean} points less than their official points on average.",
    MEAN + "self-assessed and official points agree on average.",
    MEAN + "self-assessed and official points agree throughout.",
    MEAN + "self-assessed and official points differ by less than 0.01 points on average.",
)
def check_mean(one: Sentence) -> Iterator[str]:
    """By the leaves; where units differ, the table has a row with the mean."""
    gaps = decided_gaps(one)
    mean = sum(gaps.values(), Decimal(0)) / len(gaps)
    differ = any(claim.cut for claim in block_claims(one))
    if "throughout" in one.msgid:
        if differ:
            yield "some items differ"
        return
    if not differ:
        yield "no item differs"
    if "mean" in one.saying.slots:
        printed = rounded(mean, 2) * (1 if " more " in one.msgid else -1)
        yield from one.same("mean", printed)
        if printed == 0:
            yield "0.00 points are neither more nor less"
        row = cells_of(one, "Difference").get(text("Mean of {n} units", n=len(gaps)), "")
        if read_figure(row) != rounded(mean, 2):
            yield f"the table's mean is {row or 'not there'}"
    elif "agree on average" in one.msgid:
        if mean:
            yield f"mean difference {mean}"
    elif not 0 < abs(mean) < Decimal("0.005"):
        yield f"mean difference {mean}"


@checks("In all, {own} points are claimed and {official} granted.")
def check_totals(one: Sentence) -> Iterator[str]:
    """By the leaves, and as the table's last row prints it."""
    both = [claim for claim in claims_of(one) if claim.official is not None]
    totals = (
        ("own", "Self-assessed", sum((claim.own for claim in both), Decimal(0))),
        ("official", "Official", sum((claim.official or Decimal(0) for claim in both), Decimal(0))),
    )
    grid = one.page.grid("claim-areas") if one.page.unit else one.grid("claims")
    assert grid is not None
    for slot, head, total in totals:
        yield from one.same(slot, rounded(total, 2))
        if grid.column(head)[-1] != one[slot]:
            yield f"{slot}: says {one[slot]}, by the table {grid.column(head)[-1]}"


@checks(
    "This rests on 1 item with both figures.",
    "This rests on {n} items with both figures.",
    "Each rests on 1 item with both figures.",
    "Each rests on {n} items with both figures.",
    "They rest on {counts} items with both figures.",
)
def check_rests(one: Sentence) -> Iterator[str]:
    """Of the unit or units that the sentence before names."""
    leaves, before = leaves_with_both(one), one.before[-1].slots
    units = one.names_in(before.get("units") or before["unit"])
    counts = [leaves[unit] for unit in units]
    if "counts" in one.saying.slots:
        if re.findall(r"\d+", one["counts"]) != [str(n) for n in counts] or len(set(counts)) < 2:
            yield f"by the table {counts}"
    elif counts != [one.count()] * len(counts) or one.msgid.startswith("This") != (len(counts) == 1):
        yield f"by the table {counts}"


@checks(
    "Cuts: {parts}.",
    "The only cuts: {part}.",
    "Cuts in the whole block: {parts}.",
    "The only cuts in the whole block: {part}.",
)
def check_deciders(one: Sentence) -> Iterator[str]:
    """Cuts of each item by who made them, from the leaves."""
    cuts = [claim for claim in claims_of(one) if claim.cut > 0]
    said = {}
    for words in re.split(r"(?<=\))(?:, | and | và )", one.get("parts") or one["part"]):
        piece = (take_apart(words, one.page.language) or ())[0]
        who = next(name for name, start in DECIDERS.items() if piece.msgid.startswith(start))
        said[who] = (int(piece.slots["n"]), read_figure(piece.slots["points"]))
    found: dict[str, tuple[int, Decimal | None]] = {}
    for who in dict.fromkeys(claim.who for claim in cuts):
        own = [claim.cut for claim in cuts if claim.who == who]
        found[who] = (len(own), rounded(sum(own, Decimal(0)), 2))
    if said != found:
        yield f"says {said}, by the score sheets {found}"


DECIDERS = {"rule": "{n} by the rule", "appraiser": "{n} by the appraiser", "other": "{n} by the maximum"}


@checks(
    "1 self-assessed figure is not yet appraised and counts as it is.",
    "{n} self-assessed figures are not yet appraised and count as they are.",
)
def check_waiting(one: Sentence) -> Iterator[str]:
    yield from one.counts(sum(claim.who == "unit" for claim in claims_of(one)), "not yet appraised")


@checks(
    "{unit} claims most beyond: {gap} points, {share} of what it claimed, 1 item cut.",
    "{unit} claims most beyond: {gap} points, {share} of what it claimed, {n} items cut.",
    "{unit} claims most beyond: {gap} points, 1 item cut.",
    "{unit} claims most beyond: {gap} points, {n} items cut.",
    "{units} claim most beyond: {gap} points each.",
    "{n} units claim most beyond: {gap} points each.",
    "{n} units claim {gap} points too much each",
    "{units}: most claimed beyond what is granted",
    "No unit claims more in all than it is granted.",
    "No unit claims more in all than it is granted",
    "No unit claims as much as 0.01 points more in all than it is granted.",
    "No unit claims as much as 0.01 points more in all than it is granted",
)
def check_most(one: Sentence) -> Iterator[str]:
    gaps = gaps_of(one)
    most = at_most(gaps)
    if one.msgid.startswith("No unit"):
        if gaps[most[0]] > 0:
            yield f"{most} claim more"
        if ("as much as" in one.msgid) != any(gap > 0 for gap in decided_gaps(one).values()):
            yield f"by the leaves {decided_gaps(one)}"
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
    if "cut." in one.msgid:
        yield from check_cut(one)


def check_cut(one: Sentence) -> Iterator[str]:
    cut = cells_of(one, "Items cut")[one["unit"]]
    if cut.split("/")[0] != str(one.count()):
        yield f"items cut by the table {cut}"


@checks(
    "Measured against what it claimed, {unit} is furthest beyond: {share}, which rests on 1 item.",
    "Measured against what it claimed, {unit} is furthest beyond: {share}, which rests on {n} items.",
)
def check_furthest(one: Sentence) -> Iterator[str]:
    shares = shares_of(one)
    yield from one.one_of(one["unit"], at_most(shares), "furthest")
    if max(shares.values()) <= 0:
        yield "nobody is beyond"
    yield from one.same("share", max(shares.values()))
    yield from one.counts(leaves_with_both(one)[one["unit"]], "items")


@checks(
    "{unit} claims {gap} points more than it is granted, {share} of what it claimed, 1 item cut.",
    "{unit} claims {gap} points more than it is granted, {share} of what it claimed, {n} items cut.",
    "{unit} claims {gap} points more than it is granted, 1 item cut.",
    "{unit} claims {gap} points more than it is granted, {n} items cut.",
    "{unit} claims {gap} points less than it is granted.",
    "{unit} claims as much in all as it is granted.",
    "On every item with both figures, what {unit} claims is what it is granted.",
    "What {unit} claims and what it is granted differ by less than 0.01 points in all.",
)
def check_one(one: Sentence) -> Iterator[str]:
    gaps = gaps_of(one)
    gap = gaps[one["unit"]]
    if len(gaps) != 1:
        yield f"{len(gaps)} units have both figures"
    if "gap" in one.saying.slots:
        yield from one.same("gap", abs(gap))
    sign = 1 if " more " in one.msgid else -1 if "points less" in one.msgid else 0
    if (gap > 0) - (gap < 0) != sign:
        yield f"difference in print {gap}"
    if ("differ by" in one.msgid) != (decided_gaps(one)[one["unit"]] != gap == 0):
        yield f"by the leaves {decided_gaps(one)}"
    if "every item" in one.msgid and any(claim.cut for claim in block_claims(one)):
        yield "some items differ"
    if "share" in one.saying.slots:
        yield from one.same("share", shares_of(one)[one["unit"]])
    if "cut." in one.msgid:
        yield from check_cut(one)


@checks(
    "No unit gave itself more points than it was granted",
    "The one unit with both figures gave itself more points than it was granted",
    "1 of {all} units gave itself more points than it was granted",
    "{n} of {all} units gave themselves more points than they were granted",
)
def check_slide(one: Sentence) -> Iterator[str]:
    """Over all blocks."""
    results = one.page.results
    gaps: list[Decimal] = []
    for code in dict.fromkeys(results.units["block"]):
        other = Sentence(one.page, one.printed, one.saying)
        other.__dict__["block"] = results.framework.by_code[code]
        if other.find_grid(f"claims-{code}"):
            gaps += gaps_of(other).values()
    above = sum(gap > 0 for gap in gaps)
    said = 0 if one.msgid.startswith("No ") else one.count()
    if said != above:
        yield f"in print {above} of {len(gaps)}"
    if "all" in one.saying.slots or "The one" in one.msgid:
        yield from one.counts(len(gaps), "units", "all")


@checks(
    "Every item on which points are claimed has evidence.",
    "The one item on which points are claimed has no evidence.",
    "1 of {all} items on which points are claimed has no evidence.",
    "{n} of {all} items on which points are claimed have no evidence.",
    "Counted over all units, 1 of {all} claims has no evidence.",
    "Counted over all units, {n} of {all} claims have no evidence.",
)
def check_evidence(one: Sentence) -> Iterator[str]:
    """A claim: points above 0, not a penalty."""
    claimed = [claim for claim in claims_of(one) if not claim.penalty and claim.own > 0]
    without = sum(not claim.proof for claim in claimed)
    said = 0 if one.msgid.startswith("Every") else one.count()
    if said != without:
        yield f"by the score sheets {without} of {len(claimed)}"
    if "all" in one.saying.slots or "The one" in one.msgid:
        yield from one.counts(len(claimed), "claims", "all")


@checks(
    "The one cut has no reason.",
    "None of the {n} cuts has a reason.",
    "The one cut has a reason.",
    "All {n} cuts have a reason.",
    "1 of {all} cuts has no reason.",
    "{n} of {all} cuts have no reason.",
)
def check_reasons(one: Sentence) -> Iterator[str]:
    cuts = [claim for claim in claims_of(one) if claim.cut > 0]
    without = sum(not claim.reason for claim in cuts)
    if "all" in one.saying.slots:
        yield from one.same("all", len(cuts))
        yield from one.counts(without, "without a reason")
        return
    yield from one.counts(len(cuts), "cuts")
    if ("no reason" in one.msgid or "None" in one.msgid) != (without == len(cuts)) or without not in (0, len(cuts)):
        yield f"{without} of {len(cuts)} have no reason"


@checks(
    "1 of those without a reason follows from the figures given by the rule.",
    "{n} of those without a reason follow from the figures given by the rule.",
)
def check_ruled(one: Sentence) -> Iterator[str]:
    ruled = sum(claim.cut > 0 and claim.who == "rule" and not claim.reason for claim in claims_of(one))
    yield from one.counts(ruled, "by the rule")


@checks(
    "The most frequent reason, given {n} times: “{reason}”",
    "The most frequent reasons, each given {n} times: {reasons}",
    "{m} reasons are equally frequent, each given {n} times.",
)
def check_frequent(one: Sentence) -> Iterator[str]:
    grid = one.grid("reasons")
    counts = {r: read_figure(n) or Decimal(0) for r, n in zip(grid.column("Reason"), grid.column("Cuts"), strict=True)}
    most = at_most(counts)
    if "m" in one.saying.slots:
        yield from one.counts(len(most), "reasons", "m")
    elif most != ([one["reason"]] if "reason" in one.saying.slots else one.quoted(one["reasons"])):
        yield f"most frequent: {most}"
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
        if row["applies"] and row["method"] != "penalty" and not row["filled"]  # a second source's are not declared
        if row["self_points"] is not None and row["computed_points"] is not None
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
        and r["method"] != "penalty"
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
        row["appraised_points"] - row["round1_points"]
        for row in own.to_dict("records")
        if row["applies"] and row["method"] != "penalty"
        if row["self_points"] is not None and row["round1_points"] is not None
        if row["round1_points"] < row["self_points"] and row["appraised_points"] > row["round1_points"]
    ]
    yield from one.same("points", rounded(sum(back, Decimal(0)), 2))
