"""Sentences of several reports on what there is not, what is left out, and how much more there is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.sentences.case_checks import cases_of
from tests.sentences.context import Sentence, checks, fraction, read_figure, rounded
from tests.sentences.period_checks import gapped, years_of
from tests.sentences.province_checks import gaps_of, leaf_losses
from tests.sentences.unit_checks import row_of


@checks("No earlier year is given to compare with.")
def check_no_base(one: Sentence) -> Iterator[str]:
    if one.page.results.base is not None:
        yield f"{one.page.results.base.span} is given"


@checks("Only {year} is at hand. This report needs earlier years: name them as base or history in the parameters.")
def check_one_year(one: Sentence) -> Iterator[str]:
    if len(one.page.period.years) > 1:
        yield f"{one.page.period.years}"


@checks("It has no index of {year}; no change is computed.", "It has no index this year; no change is computed.")
def check_no_index(one: Sentence) -> Iterator[str]:
    row = row_of(one)
    if ("this year" in one.msgid and row["uncapped_pct"] is not None) or row["change_pp"] is not None:
        yield f"index {row['uncapped_pct']}, change {row['change_pp']}"
    base = one.page.results.base
    if base is not None and "{year}" in one.msgid:
        known = base.index.loc[base.index["printed_pct"].notna(), "unit_code"]
        if one.page.results.unit_links.get(one.page.unit) in set(known):
            yield "its unit of that year has an index"


@checks("In {year} no item was a weakness by the rules of the framework.")
def check_no_weakness(one: Sentence) -> Iterator[str]:
    base = one.page.results.base
    link = one.page.results.unit_links.get(one.page.unit)
    if base is not None:
        own = base.findings[(base.findings["unit_code"] == link) & (base.findings["kind"] == "weakness")]
        if len(own):
            yield f"{len(own)} were"


@checks("The unit was not assessed in {year}; there is no weakness of that year to follow up.")
def check_not_assessed(one: Sentence) -> Iterator[str]:
    base = one.page.results.base
    if base is not None and one.page.unit in set(base.units["unit_code"]):
        yield "it was"


@checks(
    "No survey was held in block {block}.",
    "No survey was held in block {block}: its survey items leave points and maximum, and the index is that of the "
    "appraised part.",
)
def check_no_survey(one: Sentence) -> Iterator[str]:
    if one.block is None:
        yield "of which block?"
        return
    leaves = one.page.results.leaves
    own = leaves[(leaves["block"] == one.block_code) & (leaves["method"] == "survey") & leaves["applies"]]
    if any(x for x in own["points"] if x is not None):
        yield "survey items have points"
    if not any(leaf.method == "survey" for leaf in one.block.leaves):
        yield "the block has no survey items"


@checks("The item that costs most", "The {n} items that cost most", "{n} of the items that cost most")
def check_title_of_losses(one: Sentence) -> Iterator[str]:
    losses = sorted((rounded(v, 2) for v in leaf_losses(one).values() if v), reverse=True)
    yield from one.counts(min(6, len(losses)), "items that lose points")
    last = losses[min(len(losses), 6) - 1]
    if ("of the items" in one.msgid) != (losses[:7].count(last) > losses[:6].count(last)):
        yield f"the last of 6 costs {losses[5:7]}"


@checks("They gave back no point.", "None of them came to round 2.")
def check_rounds(one: Sentence) -> Iterator[str]:
    rounds = one.page.results.rounds
    own = rounds[rounds["unit_code"] == one.page.unit] if one.page.unit else rounds[rounds["block"] == one.block_code]
    own = own[own["unit_code"] != ""]
    slot = "explained_n" if "None" in one.msgid else "back_points"
    if sum(fraction(x) for x in own[slot]):
        yield f"{slot}: {list(own[slot])}"


@checks(
    "No unit of block {block} has all points of both {first} and {last}.",
    "No unit of block {block} has an index of both {first} and {last}.",
    "Block {block}: no unit has an index of {year}.",
)
def check_nobody(one: Sentence) -> Iterator[str]:
    years = [one.time(slot) for slot in ("first", "last", "year") if one.get(slot)]
    whole = [
        unit
        for unit, own in years_of(one).items()
        if all(own.get(year, (None, ""))[0] is not None and unit not in gapped(one, year) for year in years)
    ]
    if whole:
        yield "some have"


@checks("All points of both years are comparable.", "No item of {year} can be compared with {base}.")
def check_comparable(one: Sentence) -> Iterator[str]:
    from parreport.language import text

    years = [one.get("year")] if one.get("year") else re.findall(r"\b([23]0\d\d)\b", one.printed.words)[1:2]
    grid = one.find_grid(f"changed-{one.block_code}-{years[0]}") if years and years[0] else None
    kinds = {kind for cell in (grid.column("What changed") if grid else ()) for kind in cell.split("; ")}
    if one.msgid.startswith("All"):
        broken = kinds & {text("new"), text("dropped"), text("measures something else")}
        if broken:
            yield f"the table lists {sorted(broken)}"


@checks("The unit reports no figure for a target.")
def check_no_target(one: Sentence) -> Iterator[str]:
    targets = one.page.results.targets
    if targets.loc[targets["unit_code"] == one.page.unit, "value"].notna().any():
        yield "it reports some"


@checks("Points are self-assessed; none of these items is appraised yet.")
def check_waiting(one: Sentence) -> Iterator[str]:
    leaves = one.page.results.leaves
    if one.page.unit:
        leaves = leaves[leaves["unit_code"] == one.page.unit]
    elif one.block is not None:
        leaves = leaves[leaves["block"] == one.block_code]
    own = leaves[leaves["applies"] & leaves["self_points"].notna() & (leaves["method"] != "survey")]
    if one.msgid.startswith("No ") and len(own):
        yield f"{len(own)} are given"
    elif own["appraised_points"].notna().any():
        yield "some are appraised"


@checks(
    "Block {block}: the index of its one unit since {year}", "Block {block} has one unit: its items cannot be compared."
)
def check_one_unit(one: Sentence) -> Iterator[str]:
    if len(one.ranking) != 1:
        yield f"the block has {len(one.ranking)} units"


@checks(
    "1 item has no points yet and leaves points and maximum:",
    "{n} items have no points yet and leave points and maximum:",
    "1 item of {units} has no points yet.",
    "{n} items of {units} have no points yet.",
    "Number of items without points: {listed}.",
    "No item has points at {units}: no index.",
)
def check_gaps(one: Sentence) -> Iterator[str]:
    """METHODS 1: by the leaves of all units."""
    results = one.page.results
    gaps = {unit: len(gaps_of(one, unit)) for unit in results.units["unit_code"]}
    gaps = {results.name_of(unit): n for unit, n in gaps.items() if n}
    nothing = [results.name_of(unit) for unit, index in zip(results.index["unit_code"], results.index["printed_pct"],
                                                            strict=True) if index is None]  # fmt: skip
    if "No item" in one.msgid:
        yield from one.one_of(one["units"], [name for name in nothing if name in gaps], "no item has points")
        return
    if "listed" in one.saying.slots:
        expected = sorted(f"{name} ({n})" for name, n in gaps.items() if name not in nothing)
        if sorted(re.findall(r"(?:^|(?<=, )).+?\(\d+\)", one["listed"])) != expected:
            yield f"by the leaves {expected}"
        return
    yield from one.counts(sum(gaps.values()), "items without points")
    if "units" in one.saying.slots and one["units"].split(" ")[0] != str(len(gaps)):
        yield f"units: {gaps}"


@checks("The {n} closest of {all}; the annex lists all.")
def check_closest(one: Sentence) -> Iterator[str]:
    pairs = one.page.results.item_pairs
    yield from one.same("all", int((pairs["block"] == one.block_code).sum()))
    yield from one.counts(len(one.grid("pairs").rows), "rows")


@checks("The largest changes: {listed}.")
def check_largest_changes(one: Sentence) -> Iterator[str]:
    """Each pair of figures as the annex prints them."""
    years, first, last = years_of(one), one.page.period.years[0], one.page.period.years[-1]
    for part in one["listed"].split("; "):
        before, _, after = part.rpartition(" → ")
        name, _, figure = before.rpartition(" ")
        own = years.get(name)
        if own is None or (own[first][0], own[last][0]) != (read_figure(figure), read_figure(after)):
            yield f"{part}: the annex prints {own and (own[first][0], own[last][0])}"


@checks("No longer assessed after {year}: {units}.", "After {year}, {units} became part of {new}.")
def check_ended(one: Sentence) -> Iterator[str]:
    if "No longer" in one.msgid:
        for name in one.names_in(one["units"]):
            if name in one.unit_names:
                yield f"{name} is assessed"


@checks("With only {n} units these figures move easily: read them as hints.")
def check_few(one: Sentence) -> Iterator[str]:
    yield from one.counts(len(one.ranking), "units of the block")


@checks("{unit}: no points for {items}")
def check_gap_line(one: Sentence) -> Iterator[str]:
    gaps = one.page.results.gaps
    own = set(gaps.loc[gaps["unit_code"] == one.unit_names.get(one["unit"]), "item_code"])
    if own != set(one["items"].split(", ")):
        yield f"gaps: {sorted(own)}"


@checks("Correlation of each item with the others. Lowest: {listed}.")
def check_lowest_correlations(one: Sentence) -> Iterator[str]:
    grid = one.find_grid(f"measures-{one.block_code}")
    assert grid is not None
    listed = [read_figure(part.rpartition(" ")[2]) for part in one["listed"].split("; ")]
    if listed != sorted(x for x in listed if x is not None):
        yield "not in order"


@checks("Block {block}: the index of each unit")
def check_each(one: Sentence) -> Iterator[str]:
    if one.block is None:
        yield "no such block"


@checks("1 of {all} units is in class {band}", "{n} of {all} units are in class {band}")
def check_class_count(one: Sentence) -> Iterator[str]:
    """The class that has most units of those with an index; in a draft not each of these has a class."""
    shown = {band.name: band.shown for band in one.block.bands}
    index = one.page.results.index
    own = index[(index["block"] == one.block_code) & index["printed_pct"].notna()]
    classes = [shown[name] for name in own["band"] if name in shown]
    yield from one.counts(classes.count(one["band"]), "units of the class")
    yield from one.same("all", len(own))
    if max(map(classes.count, classes)) > classes.count(one["band"]):
        yield "another class has more units"


@checks("The {shown} units with the fewest cases, of {n} units.")
def check_fewest_cases(one: Sentence) -> Iterator[str]:
    """The rows of the table are those with the fewest cases of all units that hang on less than ten."""
    grid, own = one.grid("small-numbers-table"), one.page.results.small_numbers
    own = own[
        (own["block"] == one.block_code) & own["hangs_on_few_cases"] & (own["hanging_cases_n"] < 10).fillna(False)
    ]
    cases = {one.page.results.name_of(row["unit_code"]): int(row["hanging_cases_n"]) for row in own.to_dict("records")}
    yield from one.counts(len(cases), "units that hang on few cases")
    yield from one.same("shown", len(grid.rows))
    named = [cases[unit] for unit in grid.column("Unit")]
    if sorted(named) != sorted(cases.values())[: len(named)]:
        yield f"shown: {named}"


@checks(
    "Weaknesses on items without cases (0/0, which count 0 points): {n} of {all}. They do not tell how well the unit "
    "works."
)
def check_weak_without_cases(one: Sentence) -> Iterator[str]:
    findings, unit = one.page.results.findings, one.page.unit
    weak = findings[(findings["unit_code"] == unit) & (findings["kind"] == "weakness") & findings["counted"]]
    empty = {code for code, row in cases_of(one, unit).items() if row["numerator"] == 0 == row["denominator"]}
    yield from one.counts(sum(code in empty for code in weak["item_code"]), "weaknesses without cases")
    yield from one.counts(len(weak), "weaknesses", "all")
