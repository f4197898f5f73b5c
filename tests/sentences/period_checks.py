"""What the report of a period says, held against its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.sentences.context import OTHERS, Sentence, at_least, at_most, checks, fraction, read_figure, rounded
from tests.sentences.province_checks import check_direction, same_names
from tests.sentences.templates import take_apart


def years_of(one: Sentence) -> dict[str, dict[Any, tuple[Decimal | None, str]]]:
    """By unit and year: index and second line as the annex prints them."""
    found: dict[str, dict[Any, tuple[Decimal | None, str]]] = {}
    for grid in one.page.grids:
        if grid.id.startswith(f"years-{one.block_code}-"):
            for row in grid.rows:
                for head, cell in zip(grid.heads[1:], row[1:], strict=True):
                    figure, _, second = cell.partition(" | ")
                    found.setdefault(row[0], {})[one.page.time_of(head)] = (read_figure(figure), second)
    return found


def moves_of(one: Sentence) -> dict[str, Decimal]:
    """By unit: this year's index less the first year's as the annex prints them; without the limit of 100 if cut there.

    A year in which items of the unit have no points is none to compare.
    """
    first, last = one.page.period.years[0], one.page.period.years[-1]
    found = {}
    for unit, own in years_of(one).items():
        figures = [uncut(one, unit, year, own[year][0]) for year in (first, last)]
        if None not in figures and not any(unit in gapped(one, year) for year in (first, last)):
            found[unit] = (figures[1] or Decimal(0)) - (figures[0] or Decimal(0))
    return found


def uncut(one: Sentence, unit: str, year: Any, printed: Decimal | None) -> Decimal | None:
    """The index before the limit of 100: on a page that says that changes are counted so."""
    if printed != 100:
        return printed
    told = any(
        said.msgid.endswith("changes between years are counted without this limit.")
        for p in one.page.said if p.kind == "note"
        for said in take_apart(p.words, one.page.language) or ()
    )  # fmt: skip
    own = one.page.period.series
    own = own[(own["year"] == year) & (own["unit_code"] == one.unit_names.get(unit))]
    return rounded(fraction(own["uncapped_pct"].iloc[0]), decimals(one)) if told and len(own) else printed


def decimals(one: Sentence) -> int:
    return one.page.period.decimals


WENT = "with figures of both years went from {then} in {first_year} to {now}"


@checks(
    "Block {block}: the mean index was {first} in {first_year} and is {mean} in {year}, {shift}.",
    f"Block {{block}}: the mean index is {{mean}} in {{year}}; the one unit {WENT}, {{shift}}.",
    f"Block {{block}}: the mean index is {{mean}} in {{year}}; the {{n}} units {WENT} on average, {{shift}}.",
    "Block {block}: the mean index was {first} in {first_year} and is {mean} in {year}, of other units.",
)
def check_mean(one: Sentence) -> Iterator[str]:
    """Means of the annex, to the rounding of each figure; the shift is the difference of those told."""
    years, year, first_year = years_of(one), one.time("year"), one.time("first_year")
    whole = {u: own for u, own in years.items() if own[year][0] is not None and u not in gapped(one, year)}
    yield from near_mean(one, "mean", [own[year][0] for own in whole.values()])
    both = {u: own for u, own in whole.items() if own.get(first_year, (None,))[0] is not None}
    both = {u: own for u, own in both.items() if u not in gapped(one, first_year)}
    if "of other units" in one.msgid:
        if both:
            yield f"{len(both)} units have figures of both years"
        return
    told = [one.get(slot) for slot in ("then", "now")] if "then" in one.saying.slots else [one["first"], one["mean"]]
    if "then" in one.saying.slots:
        yield from one.counts(len(both), "units with figures of both years")
        yield from near_mean(one, "now", [own[year][0] for own in both.values()])
    elif len(both) < len(whole):
        yield f"{len(both)} of {len(whole)} units have figures of both years"
    yield from near_mean(
        one, "then" if "then" in one.saying.slots else "first", [o[first_year][0] for o in both.values()]
    )
    first, last = (read_figure(words) or Decimal(0) for words in told)
    yield from check_direction(one["shift"], last - first, one)


def near_mean(one: Sentence, slot: str, figures: list[Decimal | None]) -> Iterator[str]:
    known = [x for x in figures if x is not None]
    mean = sum(known, Decimal(0)) / max(len(known), 1)
    if not known or abs(mean - (one.figure(slot) or 0)) > Decimal("1.01").scaleb(-decimals(one)):
        yield f"{slot}: says {one[slot]}, the mean of the table is {mean:.4f}"


def gapped(one: Sentence, year: Any) -> set[str]:
    """The units with items without points in a year."""
    own = one.page.period.series
    own = own[(own["year"] == year) & (own["gaps_n"] > 0)]
    return {one.page.results.name_of(code) for code in own["unit_code"]}


@checks(
    "The mean of all units was {first} in {first_year}; units of one of the two years only moved it by "
    "{others} percentage "
    "points."
)
def check_others(one: Sentence) -> Iterator[str]:
    """What others moved is the difference of the means less the shift of the sentence before."""
    before = one.before[-1].slots
    told = [read_figure(words) for words in (before["mean"], one["first"], before["now"], before["then"])]
    now, then, last, first = (x or Decimal(0) for x in told)
    yield from one.same("others", now - then - (last - first))


@checks("Block {block}: no unit has all points of {year} yet; there is no mean.")
def check_no_mean(one: Sentence) -> Iterator[str]:
    year = one.time("year")
    if any(own[year][0] is not None and u not in gapped(one, year) for u, own in years_of(one).items()):
        yield "some have"


@checks("In {base} there was no block that this one continues.")
def check_no_block(one: Sentence) -> Iterator[str]:
    results = one.page.results
    while results is not None and results.span != one.time("base"):
        results = results.base
    codes = set(results.index["block"]) if results is not None else set()
    if {one.block_code, one.block.base_code} & codes:
        yield "it has a block of the same code"


@checks("Block {block} has figures of {year} only; the mean index is {mean}.")
def check_only(one: Sentence) -> Iterator[str]:
    yield from near_mean(one, "mean", [own[one.time("year")][0] for own in years_of(one).values()])
    earlier = {
        unit
        for own in one.page.period.series.to_dict("records")
        if own["year"] != one.time("year") and own["printed_pct"] is not None
        for unit in [own["unit_code"]]
    }
    names = {code for name, code in one.unit_names.items() if name in [row["unit"] for row in one.ranking]}
    if earlier & names:
        yield f"{len(earlier & names)} of its units have earlier figures"


@checks(
    "On the items that all years from {first_year} measure, the one unit with all points in them {moved}.",
    "On the items that all years from {first_year} measure, the {n} units with all points in them {moved} on average.",
)
def check_same_items(one: Sentence) -> Iterator[str]:
    """The mean of the comparable index over the units that have one in every year from the first on."""
    series, first = one.page.period.series, one.time("first_year")
    codes = {code for name, code in one.unit_names.items() if name in years_of(one)}
    own = series[series["unit_code"].isin(codes) & (series["year"] >= first) & series["comparable_pct"].notna()]
    own = own[~own["unit_code"].isin(set(own.loc[own["gaps_n"] > 0, "unit_code"]))]
    every = [rows for _, rows in own.groupby("unit_code") if len(rows) == own["year"].nunique()]
    yield from one.counts(len(every), "units of all years")
    (moved,) = take_apart(one["moved"], one.page.language) or ()
    means = {}
    for slot, year in (("before", first), ("now", one.page.period.years[-1])):
        figures = [fraction(x) for rows in every for x in rows.loc[rows["year"] == year, "comparable_pct"]]
        means[slot] = sum(figures, Decimal(0)) / max(len(figures), 1)
        said = read_figure(moved.slots[slot]) if slot in moved.slots else means[slot]
        if said is None or abs(means[slot] - said) > Decimal("0.00501"):
            yield f"{slot}: the mean is {means[slot]:.4f}"
    size = (read_figure(moved.slots["size"]) or Decimal(0)) if "size" in moved.slots else Decimal(0)
    if abs(abs(means["now"] - means["before"]) - size) > Decimal("0.01001"):
        yield f"it moved by {means['now'] - means['before']:.4f}"
    change = rounded(means["now"] - means["before"], 1)
    way = "rose" if change > 0 else "fell" if change < 0 else ""
    if way and way not in moved.msgid:
        yield f"it {way}, by {change}"


@checks(
    "Block {block}: all units stand as in {year}",
    "Block {block}: all units stand higher than in {year}",
    "Block {block}: all units stand lower than in {year}",
    "Block {block}: no unit stands higher than in {year}",
    "Block {block}: {up} of {n} units stand higher than in {year}",
    *(
        f"Block {{block}}: {who} with figures of both years {verb} {way} {{year}}"
        for who, verb in (("the one unit", "stands"), ("all {n} units", "stand"))
        for way in ("higher than in", "lower than in", "as in")
    ),
)
def check_heading(one: Sentence) -> Iterator[str]:
    moves = list(moves_of(one).values())
    up, down = sum(x > 0 for x in moves), sum(x < 0 for x in moves)
    if "both years" in one.msgid:
        yield from one.counts(len(moves), "units with figures of both years")
    if "all units" in one.msgid and len(moves) < len(one.ranking):
        yield f"{len(moves)} of {len(one.ranking)} units have figures of both years"
    expected = 0 if "no unit" in one.msgid else len(moves)
    if "up" in one.saying.slots:
        yield from one.same("up", up)
        yield from one.same("n", len(moves))
    elif "as in" in one.msgid:
        if up or down:
            yield f"{up} higher, {down} lower"
    elif "lower" in one.msgid:
        if down != len(moves):
            yield f"{down} of {len(moves)} lower"
    elif up != expected:
        yield f"{up} of {len(moves)} higher in print"


@checks(
    "{up_unit} rose most ({rise}), {down_unit} fell most ({fall})",
    "{unit} rose most ({rise})",
    "{unit} fell most ({fall})",
)
def check_extremes(one: Sentence) -> Iterator[str]:
    moves = moves_of(one)
    for slot, figure, pick in (("up_unit", "rise", at_most), ("down_unit", "fall", at_least)):
        words = one.get(slot) or (one.get("unit") if figure in one.saying.slots else "")
        if words:
            yield from one.one_of(words, pick(moves), "most")
            yield from one.same(figure, moves[pick(moves)[0]])


@checks(
    "{up_area} rose most ({rise}), {down_area} fell most ({fall})",
    "{area} rose most ({rise})",
    "{area} fell most ({fall})",
    "No area moved",
)
def check_areas(one: Sentence) -> Iterator[str]:
    grid = one.grid("areas-table")
    moves = {
        a: x
        for a, c in zip(grid.column("Area"), grid.column("change (percentage points)"), strict=True)
        if (x := read_figure(c)) is not None
    }
    if not one.saying.slots:
        if any(moves.values()):
            yield f"{moves}"
        return
    for slot, figure, pick in (("up_area", "rise", at_most), ("down_area", "fall", at_least)):
        words = one.get(slot) or (one.get("area") if figure in one.saying.slots else "")
        if words:
            yield from same_names(one, words, pick(moves), "most")
            yield from one.same(figure, moves[pick(moves)[0]])


@checks(
    "Lowest on comparable items in every year: {area}, {mean} of the maximum now.",
    "Lowest on comparable items in {year}: {area}, {mean} of the maximum.",
)
def check_lowest(one: Sentence) -> Iterator[str]:
    grid = one.grid("areas-table")
    for head in grid.heads[1:-1] if "every" in one.msgid else grid.heads[-2:-1]:
        place = grid.heads.index(head)
        figures = {row[0]: x for row in grid.rows if (x := read_figure(row[place])) is not None}
        yield from same_names(one, one["area"], at_least(figures), f"lowest in {head}")
    yield from one.same("mean", min(figures.values()))


@checks(
    "{unit} came first in both years.",
    "{units} shared first place in both years.",
    "{unit} came first in all {n} years.",
    "{units} shared first place in all {n} years.",
    "{unit} came last in both years.",
    "{unit} came last in all {n} years.",
)
def check_leaders(one: Sentence) -> Iterator[str]:
    years = years_of(one)
    named = one.names_in(one.get("unit") or one["units"])
    n = 2 if "both" in one.msgid else one.count()
    if n != len(one.page.period.years):
        yield f"{len(one.page.period.years)} years"
    for year in one.page.period.years:
        ranks = {unit: rank_in(own[year][1]) for unit, own in years.items()}
        known = {unit: rank for unit, rank in ranks.items() if rank}
        if "first" in one.msgid:
            firsts = sorted(unit for unit, (rank, _) in known.items() if rank == 1)
            if firsts != sorted(named):
                yield f"first in {year}: {firsts}"
        else:
            rank, of = known.get(named[0], (0, 1))
            if rank != max(r for r, _ in known.values()) or rank == 1:
                yield f"rank in {year}: {rank}/{of}"


def rank_in(second: str) -> tuple[int, int] | None:
    found = re.search(r"(\d+)/(\d+)", second)
    return (int(found[1]), int(found[2])) if found else None


@checks("First place: {listed}.")
def check_first_places(one: Sentence) -> Iterator[str]:
    """Who is named was first in the years told and in no other; who is not, is counted or never was."""
    others = re.search(rf"(?:, | and | và ){OTHERS.pattern}$", one["listed"])
    unnamed = 0
    for name, own in years_of(one).items():
        seconds = {year: own.get(year, (None, ""))[1] for year in one.page.period.years}
        own_block = {year: words for year, words in seconds.items() if "·" not in words.split("/")[0]}
        firsts = {year for year, words in own_block.items() if (rank_in(words) or (0, 0))[0] == 1}
        told = re.search(rf"(?:^|(?<=[;,] )|(?<= and )|(?<= và )){re.escape(name)} \(([^()]*\d)\)", one["listed"])
        if told is None:
            unnamed += bool(firsts)
        elif firsts != {year for year in one.page.period.years if _holds(one, told[1], year)}:
            yield f"{name}: first in {sorted(map(str, firsts))}"
    if unnamed != (int(others[1]) if others else 0):
        yield f"{unnamed} more were first"


def _holds(one: Sentence, told: str, year: Any) -> bool:
    spans = re.findall(r"(\d{4})(?:–(\d{4}))?", told)
    return any(one.page.time_of(first) <= year <= one.page.time_of(last or first) for first, last in spans)


@checks(
    "{up_unit} gained {gained} since {year}, {down_unit} lost {lost}",
    "{unit} gained {gained} since {year}",
    "{unit} lost {lost} since {year}",
    "No unit moved more than one place since {year}",
    "{n} of {all} units moved two places or more since {year}",
)
def check_places(one: Sentence) -> Iterator[str]:
    first, last = one.page.period.years[0], one.page.period.years[-1]
    moves = {}
    for unit, own in years_of(one).items():
        before, now = rank_in(own[first][1]), rank_in(own[last][1])
        if before and now and "·" not in own[first][1].split("/")[0]:
            moves[unit] = Decimal(before[0] - now[0])
    if "all" in one.saying.slots:
        yield from one.same("all", len(moves))
        yield from one.counts(sum(abs(x) > 1 for x in moves.values()), "units that moved two places or more")
        return
    if "No unit" in one.msgid:
        if any(abs(x) > 1 for x in moves.values()):
            yield f"{moves}"
        return
    for slot, figure, pick in (("up_unit", "gained", at_most), ("down_unit", "lost", at_least)):
        words = one.get(slot) or (one.get("unit") if figure in one.saying.slots else "")
        if words:
            yield from one.one_of(words, pick(moves), figure)
            if str(abs(moves[pick(moves)[0]])) != one[figure].split(" ")[0]:
                yield f"{figure}: {moves[pick(moves)[0]]}"


@checks(
    "Block {block}: no weakness has lasted",
    "Block {block}: 1 item has been a weakness of a unit for three years or more",
    "Block {block}: {n} items have been a weakness of a unit for three years or more",
    "Block {block}: 1 item has been a weakness of a unit for two years",
    "Block {block}: {n} items have been a weakness of a unit for two years",
    "No item has been a weakness of the same unit for two years in a row.",
)
def check_lasting(one: Sentence) -> Iterator[str]:
    counts = lasting_of(one)
    if "n" not in one.saying.slots and "1 item" not in one.msgid:
        if counts:
            yield f"{len(counts)} have"
        return
    three = sum(n3 > 0 for _, n3 in counts.values())
    yield from one.counts(three if "three" in one.msgid else len(counts), "items")
    if "three" not in one.msgid and three:
        yield f"{three} for three years or more"


def lasting_of(one: Sentence) -> dict[str, tuple[int, int]]:
    """By leaf: for how many units it has been a weakness for 2 and for 3 years or more; by the findings."""
    results = one.page.results
    units = set(results.units.loc[results.units["block"] == one.block_code, "unit_code"])
    found: dict[str, tuple[int, int]] = {}
    for row in results.findings.to_dict("records"):
        if row["unit_code"] in units and row["kind"] == "weakness" and row["is_leaf"] and row["years_weak"] >= 2:
            two, three = found.get(row["item_code"], (0, 0))
            found[row["item_code"]] = two + 1, three + (row["years_weak"] >= 3)
    return found


@checks(
    "Most lasting: {items}, for {years} years or more.",
    "Most lasting: {items}, a weakness of {units} of {all} units for {years} years or more.",
    "Most lasting: {items}, each a weakness of {units} of {all} units for {years} years or more.",
)
def check_most_lasting(one: Sentence) -> Iterator[str]:
    counts = lasting_of(one)
    years = int(one["years"])
    own = {one.block.by_code[c].shown: Decimal(pair[years - 2]) for c, pair in counts.items()}
    if sorted(one.quoted(one["items"])) != sorted(at_most(own)):
        yield f"most lasting: {at_most(own)}"
    if "units" in one.saying.slots:
        yield from one.same("units", max(own.values()))
        yield from one.same("all", len(one.ranking))
    elif len(one.ranking) > 1:
        yield f"of how many of {len(one.ranking)} units?"


@checks(
    "Block {block}: the same items in all years",
    "Block {block}: items changed, and all points stay comparable",
    "Block {block}: all points are comparable in all years",
    "Block {block}: the criteria set changed in {years}",
    "From {base} to {year} nothing changed.",
)
def check_breaks(one: Sentence) -> Iterator[str]:
    changed = [g for g in one.page.grids if re.fullmatch(rf"changed-{re.escape(one.block_code)}-\d+", g.id)]
    years = {one.page.time_of(g.id.rpartition("-")[2]) for g in changed}
    if "items changed" in one.msgid:
        if not years:
            yield "the tables list none"
    elif "same items" in one.msgid:
        if years:
            yield f"items changed in {sorted(years)}"
    elif "nothing" in one.msgid:
        held = {y for y in years if one.time("base") < y <= one.time("year")}
        if held:
            yield f"items changed in {sorted(held)}"


@checks("From {base} to {year}: {changes}. {share}")
def check_step(one: Sentence) -> Iterator[str]:
    """Counts of new and dropped items against the table of what changed."""
    from parreport.language import text

    grid = one.find_grid(f"changed-{one.block_code}-{one['year']}")
    kinds = grid.column("What changed") if grid else []
    for words, kind in (
        ("are new", "new"), ("were dropped", "dropped"), ("split", "split from a former item"),
        ("measure", "measures something else"), ("another maximum", "other maximum"),
        ("join", "several former items joined"),
    ):  # fmt: skip
        phrases = one.phrases("changes")
        other = {"are new": "is new", "were dropped": "was dropped", "split": "of a former one", "join": "joins"}
        said = sum(
            n
            for p, n in phrases.items()
            if words in p or other.get(words, words) in p or (words == "split" and "parts of former" in p)
        )
        listed = sum(text(kind) in cell.split("; ") for cell in kinds)
        if said != listed:
            yield f"{kind}: says {said}, the table lists {listed}"
    if "?" in "".join(one.phrases("changes")):
        yield f"not understood: {one.phrases('changes')}"
