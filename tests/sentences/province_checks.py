"""What the report of the province says, held against its tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.sentences.context import Sentence, at_least, at_most, checks, fraction, read_figure, rounded

BLOCK = "Block {block}: "
MOVED = "; the mean is {mean}, {move}."
STAYED = "; the mean is {mean}."
ONE_FIRST = "{leader} comes first with {first}, {tailer} last with {last}"
TIED_FIRST = "{leader} share first place with {first}, {tailer} comes last with {last}"


@checks(
    *(f"{BLOCK}{middle}{end}" for middle in (ONE_FIRST, TIED_FIRST) for end in (MOVED, STAYED)),
    *(f"{BLOCK}all ranked units reach {{first}}{end}" for end in (MOVED, STAYED)),
)
def check_first_and_last(one: Sentence) -> Iterator[str]:
    ranks = [int(row["rank"]) for row in one.ranked]
    index = {row["unit"]: read_figure(row["index"]) for row in one.ranked}
    if "all ranked units" in one.msgid:
        if len(set(index.values())) > 1:
            yield "all ranked units reach the same: they do not"
    else:
        firsts, lasts = one.at_rank(1), one.at_rank(max(ranks))
        yield from one.one_of(one["leader"], firsts, "first")
        yield from one.one_of(one["tailer"], lasts, "last")
        if ("share first" in one.msgid) != (len(firsts) > 1):
            yield f"{len(firsts)} units stand first"
        if len(lasts) > 1 and one.page.language == "en":
            yield f"“comes last” said of {len(lasts)} units"
        yield from one.same("last", index[lasts[0]])
    yield from one.same("first", index[one.at_rank(1)[0]])
    yield from check_mean(one)


@checks(
    "Block {block} has one unit, {unit}: {mean}, {move}.",
    "Block {block} has one unit, {unit}: {mean}.",
    "The {n} units of block {block} are not ranked; their mean is {mean}, {move}.",
    "The {n} units of block {block} are not ranked; their mean is {mean}.",
)
def check_block_without_ranks(one: Sentence) -> Iterator[str]:
    yield from one.counts(len(one.ranking), "units of the block")
    if "unit" in one.saying.slots:
        yield from one.one_of(one["unit"], [row["unit"] for row in one.ranking], "the one unit")
    elif one.ranked:
        yield "not ranked: some units have a rank"
    yield from check_mean(one)


def check_mean(one: Sentence) -> Iterator[str]:
    """The mean of a block is that of its units without gaps; its change that of the units in both years."""
    results = one.page.results
    own = results.index[(results.index["block"] == one.block_code) & results.index["uncapped_pct"].notna()]
    gaps = set(results.gaps["unit_code"]) if len(results.gaps) else set()
    own = own[~own["unit_code"].isin(gaps)]
    if own.empty:
        yield f"mean {one['mean']} of a block of which no unit is without gaps"
        return
    decimals = results.framework.decimals
    printed = [fraction(x) for x in own["printed_pct"]]
    mean = rounded(sum(printed, Decimal(0)) / len(printed), decimals)
    yield from one.same("mean", mean)
    changes = [fraction(x) for x in own["change_pp"] if x is not None and x == x]
    if one.get("move"):
        if not changes:
            yield f"{one['move']}: no unit has a figure of both years"
            return
        both = own[own["change_pp"].notna() & own["base_pct"].notna()]
        means = [
            rounded(sum(map(fraction, both[x]), Decimal(0)) / len(both), decimals) for x in ("printed_pct", "base_pct")
        ]
        change = rounded(sum(changes, Decimal(0)) / len(changes), decimals)
        ways = {change, means[0] - means[1]}
        faults = [list(check_direction(one["move"], way, one)) for way in sorted(ways)]
        if all(faults):
            yield faults[0][0]


def check_direction(words: str, change: Decimal, one: Sentence) -> Iterator[str]:
    """Hold "up 0.50 percentage points on 2017" to the change that it should tell."""
    from tests.sentences.templates import take_apart

    said = take_apart(words, one.page.language)
    if not said:
        yield f"not understood: {words}"
        return
    kind = said[0].msgid.split(" ")[0] if "size" in said[0].slots else "unchanged"
    expected = "up" if change > 0 else "down" if change < 0 else "unchanged"
    size = read_figure(said[0].slots.get("size", "0"))
    if kind != expected or (size is not None and size != abs(change)):
        yield f"says “{words}”; the units in both years moved by {change} on average"


@checks(
    "{unit} leads block {block}", "{units} share the lead of block {block}", "Block {block}: all ranked units are level"
)
def check_lead(one: Sentence) -> Iterator[str]:
    firsts = one.at_rank(1)
    if "level" in one.msgid:
        if len(firsts) != len(one.ranked):
            yield "not all ranked units share the first place"
        return
    yield from one.one_of(one.get("unit") or one["units"], firsts, "first")
    if len(firsts) == len(one.ranked) and len(firsts) > 1:
        yield "all ranked units are level"


def moves_of(one: Sentence) -> dict[str, Decimal]:
    found = {row["unit"]: read_figure(row.get("change", "")) for row in one.ranking}
    return {unit: change for unit, change in found.items() if change is not None}


@checks("The largest rise: {unit}, {size} percentage points.", "The largest fall: {unit}, {size} percentage points.")
def check_largest_move(one: Sentence) -> Iterator[str]:
    moves = moves_of(one)
    pick = at_most if "rise" in one.msgid else at_least
    yield from one.one_of(one["unit"], pick(moves), "largest")
    yield from one.same("size", (max if "rise" in one.msgid else min)(moves.values()))


@checks("Against {year}, {moves}.")
def check_moves(one: Sentence) -> Iterator[str]:
    changes = _moves_of_period(one) if one.page.name == "period" else list(moves_of(one).values())
    said = one.phrases("moves")
    for words, n in (
        ("rose", sum(x > 0 for x in changes)),
        ("fell", sum(x < 0 for x in changes)),
        ("stayed", sum(x == 0 for x in changes)),
    ):
        told = sum(count for phrase, count in said.items() if phrase.endswith(words))
        if told != n:
            yield f"{words}: says {told}, by the printed changes {n}"


def _moves_of_period(one: Sentence) -> list[Decimal]:
    """First and last index as the table of years prints them."""
    first, last = [], []
    years, codes = one.page.period.years, {}
    grids = [g for g in one.page.grids if g.id.startswith(f"years-{one.block_code}-")]
    for grid in grids:
        for row in grid.rows:
            for head, cell in zip(grid.heads[1:], row[1:], strict=True):
                codes.setdefault(row[0], {})[head] = read_figure(cell.split(" | ")[0])
    for own in codes.values():
        first.append(own.get(str(years[0])))
        last.append(own.get(str(years[-1])))
    return [b - a for a, b in zip(first, last, strict=True) if a is not None and b is not None]


@checks("No unit of block {block} has an index of {year} to compare with.")
def check_nobody_before(one: Sentence) -> Iterator[str]:
    if moves_of(one):
        yield "some units have a change"


@checks(
    "Block {block} loses most points in {area}",
    "Block {block} loses no point in any area",
    "Every unit has full points in every area.",
    "Most points are lost in {areas}. The lowest mean is that of {lowest}, {mean} of the maximum.",
    "{area} takes {share} of all points lost in the block and also has the lowest mean, {mean} of the maximum.",
    "{area} takes {share} of all points lost in the block. The lowest mean is that of {lowest}, {mean} of the maximum.",
)
def check_areas(one: Sentence) -> Iterator[str]:
    lost, means = one.lost_by_area, one.mean_by_area
    printed = {name: rounded(value, 1) for name, value in means.items()}
    most = at_most(lost) if any(lost.values()) else []
    named = one.get("area") or one.get("areas")
    yield from same_names(one, named, most, "most points")
    if "loses most points in" in one.msgid and len(most) > 1 and len(most) == len(lost):
        yield "“most” said of all areas"
    if "share" in one.saying.slots:
        yield from one.same("share", rounded(100 * lost[most[0]] / sum(lost.values()), 0))
        if "also has the lowest" in one.msgid:
            yield from same_names(one, named, at_least(printed), "lowest mean")
    if "lowest" in one.saying.slots:
        yield from same_names(one, one["lowest"], at_least(printed), "lowest mean")
    if "mean" in one.saying.slots:
        yield from one.same("mean", min(printed.values()))


def same_names(one: Sentence, words: str, expected: list[str], what: str) -> Iterator[str]:
    if sorted(one.quoted(words)) != sorted(expected):
        yield f"{what}: named {'; '.join(one.quoted(words))}; by the tables {'; '.join(expected) or 'none'}"


@checks("{item} costs most: {points} points in all, lost by {losing} of {units} units.")
def check_costliest(one: Sentence) -> Iterator[str]:
    leaves = leaf_losses(one)
    most = max(rounded(value, 2) for value in leaves.values())
    yield from same_names(one, one["item"], [n for n, v in leaves.items() if rounded(v, 2) == most], "costs most")
    yield from one.same("points", most.normalize())


def leaf_losses(one: Sentence) -> dict[str, Decimal]:
    own = one.items()
    own = own[own["is_leaf"] & own["lost_points"].notna()]
    return {
        one.block.by_code[code].shown: sum((fraction(x) for x in rows["lost_points"]), Decimal(0))
        for code, rows in own.groupby("item_code", sort=False)
    }


@checks(
    "The appraisal is furthest above the survey at {unit} ({appraised} against {survey}).",
    "The survey is furthest above the appraisal at {unit} ({survey} against {appraised}).",
    "Survey and appraisal agree at every unit.",
)
def check_survey(one: Sentence) -> Iterator[str]:
    grid = one.grid("survey")
    gaps = {
        u: read_figure(x) or Decimal(0) for u, x in zip(grid.column("Unit"), grid.column("Difference"), strict=True)
    }
    if "every unit" in one.msgid:
        if any(gaps.values()):
            yield "they do not"
        return
    above = one.msgid.startswith("The appraisal")
    most = at_most(gaps) if above else at_least(gaps)
    if not gaps[most[0]]:
        yield "the difference is 0.0 in print"
    yield from one.one_of(one["unit"], most, "furthest")


@checks(
    "The one target with figures is met",
    "All {n} targets with figures are met",
    "The one target with figures is not met",
    "None of the {n} targets with figures is met",
    "The province meets {met} of {n} targets with figures",
    "No target of the province has a figure",
)
def check_targets(one: Sentence) -> Iterator[str]:
    own = one.page.results.targets
    met = [bool(x) for x in own.loc[(own["unit_code"] == "") & own["met"].notna(), "met"]]
    if one.msgid.startswith("No target"):
        if met:
            yield "some have"
        return
    yield from one.counts(len(met), "targets with figures")
    expected = 0 if "not met" in one.msgid or "None" in one.msgid else sum(met) if "{met}" in one.msgid else len(met)
    said = one.count("met") if "met" in one.saying.slots else expected
    if sum(met) != said:
        yield f"met: says {said}, by the table {sum(met)}"


@checks("All items are comparable with {year}.", "Against {year}: {changes}.")
def check_framework_changes(one: Sentence) -> Iterator[str]:
    """Items are counted, once each, as the tables of the method list them."""
    rows: list[str] = []
    results = one.page.results
    words = {}
    for block in dict.fromkeys(results.units["block"]):
        grid = one.find_grid(f"framework-{block}", "What changed")
        for place in range(len(grid.rows) if grid else 0):
            assert grid is not None
            words[block, grid.column("Item")[place], grid.column("What changed")[place]] = 1
    rows = [kind for _, _, kind in words]
    from parreport.language import text

    expected = {
        "# items are new": rows.count(text("new")),
        "# were dropped": rows.count(text("dropped")),
        "# measure something else": rows.count(text("measures something else")),
        "# have another maximum": rows.count(text("other maximum")),
    }
    expected = {key: n for key, n in expected.items() if n}
    if "changes" not in one.saying.slots:
        if expected:
            yield f"all comparable: the tables list {expected}"
        return
    fold = {"# item is new": "# items are new", "# was dropped": "# were dropped"}
    fold |= {"# measures something else": "# measure something else", "# has another maximum": "# have another maximum"}
    said = {fold.get(key, key): n for key, n in one.phrases("changes").items()}
    if said != expected:
        yield f"says {said}; the tables list {expected}"
