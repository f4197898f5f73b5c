"""How sure the ranks are, in words, held against the ranges that the tables print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.sentences.context import Sentence, checks
from tests.sentences.province_checks import same_names

FIRM = ("No rank is firm", "All ranks are firm", "Firm: 1 of {all} ranks", "Firm: {n} of {all} ranks")


def ranges_of(one: Sentence) -> dict[str, tuple[int, int, int]]:
    """Rank, first and last place of each ranked unit, as the ranking prints them."""
    found = {}
    for row in one.ranked:
        low, _, high = row.get("range", "").partition("–")
        rank = int(row["rank"])
        found[row["unit"]] = (rank, int(low or rank), int(high or rank))
    return found


def all_ranges(one: Sentence) -> dict[str, tuple[int, int, int]]:
    """The ranges of the block, or on a slide without a block those of all blocks with ranges."""
    if one.block is not None and not (one.page.name == "slides" and one.printed.kind == "slide"):
        return ranges_of(one)
    found = {}
    for code in dict.fromkeys(one.page.results.units["block"]):
        other = Sentence(one.page, one.printed, one.saying)
        other.__dict__["block"] = one.page.results.framework.by_code[code]
        if other.ranked and all(row.get("range") for row in other.ranked):
            found |= {(code, unit): places for unit, places in ranges_of(other).items()}
    return found


def moved_elsewhere(one: Sentence, unit: str) -> str:
    """Say what another table of the block tells against a firm rank; blank for nothing."""
    grid = one.find_grid(f"weights-{one.block_code}", "Median rank")
    if grid is None:
        return ""
    for name, rank in zip(grid.column("Unit"), grid.column("Rank and range"), strict=True):
        low, _, high = rank.partition("(")[2].rstrip(")").partition("–")
        if name == unit and low != high:
            return f"{unit}: {rank} under other weights"
    return ""


@checks(
    *FIRM,
    "Every unit stands on one place only: all ranks are firm.",
    "No rank is firm: no unit's range is just the place on which it stands.",
    "One rank is firm, its range is a single place: {units}.",
    "{n} ranks are firm, the range of each is a single place: {units}.",
    "{n} of {all} ranks are firm: the range of each is a single place.",
)
def check_firm(one: Sentence) -> Iterator[str]:
    ranges = all_ranges(one)
    firm = [unit for unit, (rank, low, high) in ranges.items() if low == high == rank]
    if "all" in one.saying.slots:
        yield from one.same("all", len(ranges))
    said = 0 if "No rank" in one.msgid else len(ranges) if "ll ranks" in one.msgid else one.count()
    if said != len(firm):
        yield f"firm: says {said}, by the ranges {len(firm)} of {len(ranges)}"
    if "units" in one.saying.slots:
        yield from one.one_of(one["units"], firm, "firm")
    if one.block is not None and said:
        for unit in firm:
            if isinstance(unit, str) and (why := moved_elsewhere(one, unit)):
                yield f"firm: {why}"


@checks(
    "The widest range is that of {unit}: places {low} to {high}.",
    "The widest ranges hold {places} places, as at {unit}: {low} to {high}.",
)
def check_widest(one: Sentence) -> Iterator[str]:
    ranges = ranges_of(one)
    widths = {unit: high - low for unit, (_, low, high) in ranges.items()}
    most = [unit for unit, width in widths.items() if width == max(widths.values())]
    if one["unit"] not in most or (len(most) > 1) == one.msgid.startswith("The widest range is"):
        yield f"widest: {most}"
    if one["unit"] in ranges:
        yield from one.same("low", ranges[one["unit"]][1])
        yield from one.same("high", ranges[one["unit"]][2])
    if "places" in one.saying.slots:
        yield from one.same("places", max(widths.values()) + 1)
        if one.figure("places") == 1:
            yield "“hold 1 places”: no range is wide"
    if max(widths.values()) == 0:
        yield "every range is one place: none is widest"


@checks(
    "Whatever the weights in the draws, {unit} comes first.",
    "Whatever the weights in the draws, {units} share first place.",
)
def check_always_first(one: Sentence) -> Iterator[str]:
    shares = first_shares(one)
    always = [unit for unit, share in shares.items() if share == "100%"]
    yield from one.one_of(one.get("unit") or one["units"], always, "always first")
    firsts = one.at_rank(1)
    if sorted(firsts) != sorted(always) and not set(always) <= set(firsts):
        yield f"first by the ranking: {firsts}"


def first_shares(one: Sentence) -> dict[str, str]:
    grid = one.grid("weights", "Median rank")
    return dict(zip(grid.column("Unit"), grid.column("First place, of draws"), strict=True))


@checks(
    "First place depends on the weights: {units} of the draws.",
    "{n} units come first in some of the draws, most often {units} of them.",
)
def check_sometimes_first(one: Sentence) -> Iterator[str]:
    shares = {unit: share for unit, share in first_shares(one).items() if share != "0%"}
    if "n" in one.saying.slots:
        yield from one.counts(len(shares), "come first")
    for unit, share in shares.items():
        if "n" in one.saying.slots:
            continue
        if unit not in one["units"]:
            yield f"{unit} comes first in {share}"
        elif "<" not in share and ">" not in share and share not in one["units"]:
            yield f"{unit}: {share} by the table"


@checks(
    "No rank changes when any one area is left out.",
    "Leaving out one area moves {unit} most: without {area} it would stand on place {then} instead of {now}.",
    "Leaving out one area moves {n} units most; without {area} {unit} would stand on place {then} instead of {now}.",
)
def check_area_out(one: Sentence) -> Iterator[str]:
    own = one.page.results.robustness
    names = {code: name for name, code in one.unit_names.items()}
    codes = {one.unit_names[row["unit"]] for row in one.ranked}
    changes = {
        names[row["unit_code"]]: (int(row["area_out_max_rank_change"]), row)
        for row in own.to_dict("records")
        if row["unit_code"] in codes and not _blank(row["area_out_max_rank_change"])
    }
    most = max(change for change, _ in changes.values())
    if "unit" not in one.saying.slots:
        if most:
            yield f"some move by {most}"
        return
    moved = [unit for unit, (change, _) in changes.items() if change == most]
    if one["unit"] not in moved or one.count() != len(moved):
        yield f"moved most: {moved}"
        return
    row: Any = changes[one["unit"]][1]
    yield from one.same("now", int(row["rank"]))
    yield from one.same("then", int(row["area_out_rank"]))
    yield from same_names(one, one["area"], [one.block.by_code[row["area_out"]].shown], "without")


def _blank(value: Any) -> bool:
    return value is None or value != value or str(value) == "<NA>"


@checks(
    "Every two units differ clearly, beyond the sampling error of the survey.",
    "No two units differ clearly: the survey's sampling error could explain it.",
    "Of {pairs} pairs of units 1 differs clearly; the others do not differ more than the survey's sampling error could "
    "explain.",
    "Of {pairs} pairs of units {n} differ clearly; the others do not differ more than the survey's "
    "sampling error could "
    "explain.",
)
def check_pairs(one: Sentence) -> Iterator[str]:
    unclear, n = unclear_of(one), len(one.ranked)
    pairs = n * (n - 1) // 2
    near = sum(unclear.values()) // 2
    if (one.msgid.startswith("Every") and near) or (one.msgid.startswith("No two") and near != pairs):
        yield f"{near} of {pairs} pairs are not clearly different"
    if one.msgid.startswith("Every") and len({row["index"] for row in one.ranked}) < n:
        yield "two units have the same index"
    if one.msgid.startswith("No two") and n == 1:
        yield "one unit"
    if "pairs" in one.saying.slots:
        yield from one.same("pairs", pairs)
        yield from one.counts(pairs - near, "clear pairs")
    errors = one.grid("sampling", "Standard error of the index").column("Standard error of the index")
    if set(errors) <= {"0", "0.0", "0.00", "0,0", "0,00"}:
        yield "every standard error is 0: nothing was drawn"


def unclear_of(one: Sentence) -> dict[str, int]:
    grid = one.grid("sampling", "Units not clearly different")
    return {u: int(x) for u, x in zip(grid.column("Unit"), grid.column("Units not clearly different"), strict=True)}


@checks(
    "{unit}, in first place, is clearly ahead of all others.",
    "{unit}, in first place, does not differ clearly from {others}.",
    "{unit}, in first place, does not differ clearly from {n} units.",
)
def check_first_place(one: Sentence) -> Iterator[str]:
    firsts, unclear = one.at_rank(1), unclear_of(one)
    if firsts != [one["unit"]]:
        yield f"first: {firsts}"
    n = unclear.get(one["unit"], -1)
    if "all others" in one.msgid and n:
        yield f"not clearly different from {n}"
    if "others" in one.saying.slots and len(one.names_in(one["others"])) != n:
        yield f"by the table {n}"
    if "n" in one.saying.slots:
        yield from one.counts(n, "not clearly different")


@checks(
    "Rank {rank}: even when the weights of areas and criteria change by up to a quarter, it stands on "
    "place {low} in at "
    "least 90% of the draws.",
    "Rank {rank}: when the weights of areas and criteria change by up to a quarter, it stands between places {low} and "
    "{high} in at least 90% of the draws.",
    "Rank {rank}: the sampling error of the survey leaves it no other place, for all units of the block "
    "together with 95% "
    "confidence.",
    "Rank {rank}: with the sampling error of the survey its place is between {low} and {high}, for all "
    "units of the block "
    "together with 95% confidence.",
)
def check_rank_range(one: Sentence) -> Iterator[str]:
    unit = one.page.results.name_of(one.page.unit)
    rank, low, high = ranges_of(one)[unit]
    said = int(one["rank"].split(" ")[0])
    if said != rank:
        yield f"rank {rank} by the ranking"
    if "low" in one.saying.slots:
        yield from one.same("low", low)
    if "high" in one.saying.slots:
        yield from one.same("high", high)
    if "on place {low}" in one.msgid and one.figure("low") != said:
        yield f"ranked {said}, and stands on place {one['low']}"
    if "no other place" in one.msgid and (why := moved_elsewhere(one, unit)):
        yield f"no other place; {why}"
    if "sampling error" in one.msgid:
        grid = one.find_grid(f"sampling-{one.block_code}", "Standard error of the index")
        errors = grid.column("Standard error of the index") if grid else []
        if errors and set(errors) <= {"0", "0.0", "0.00", "0,0", "0,00"}:
            yield "every standard error is 0"


@checks(
    "It differs clearly from every other ranked unit.",
    "It does not differ clearly from 1 other ranked unit.",
    "It does not differ clearly from {n} other ranked units.",
)
def check_unclear(one: Sentence) -> Iterator[str]:
    n = unclear_of(one)[one.page.results.name_of(one.page.unit)]
    said = 0 if "every other" in one.msgid else one.count()
    if said != n:
        yield f"by the table {n}"


@checks("range: place {low} only", "range {low}–{high}")
def check_range_remark(one: Sentence) -> Iterator[str]:
    rank, low, high = ranges_of(one)[one.page.results.name_of(one.page.unit)]
    yield from one.same("low", low)
    if "high" in one.saying.slots:
        yield from one.same("high", high)
    elif low != rank:
        yield f"ranked {rank}, and the range is place {low} only"
