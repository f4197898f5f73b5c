"""How sure the ranks are, in words, held against the ranges that the tables print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parreport.language import text
from tests.sentences.context import Sentence, checks
from tests.sentences.province_checks import counted_units, same_names

FIRM = (
    "No rank is firm",
    "All ranks are firm",
    "Firm: 1 of {all} ranks",
    "Firm: {n} of {all} ranks",
    "All ranks are firm under other weights",
    "Firm under other weights: 1 of {all} ranks",
    "Firm under other weights: {n} of {all} ranks",
    "All ranks are firm: every unit keeps its place under {causes}.",
    "No rank is firm: no unit always keeps its place under {causes}.",
    "One rank is firm, it stays under {causes}: {units}.",
    "{n} ranks are firm, they stay under {causes}: {units}.",
    "{n} of {all} ranks are firm: they stay under {causes}.",
)
STAY = (
    "Every rank stays in place under {causes}",
    "1 of {all} ranks stays in place under {causes}",
    "{n} of {all} ranks stay in place under {causes}",
    "1 of {all} ranks keeps its place in the tests made; none is firm",
    "{n} of {all} ranks keep their place in the tests made; none is firm",
    "{n} of {all} ranks keep their place in the tests made; {firm} of them firm",
    "Every unit keeps its place under {causes}.",
    "One unit keeps its place under {causes}: {units}.",
    "{n} units keep their places under {causes}: {units}.",
    "{n} of {all} units keep their places under {causes}.",
)
CAUSES = {
    "weights": "other weights",
    "appraisal": "appraisal one step off",
    "sampling": "the survey's sampling error",
    "cases": "chance in rates of counted cases",
    "confirmed": "chance in rates that an appraiser confirmed",
    "first": "a first case of items that have none yet",
}


def ranges_of(one: Sentence) -> dict[str, tuple[int, int, int]]:
    """Rank, first and last place of each ranked unit, as the ranking prints them; else as the table of weights does."""
    found = {}
    weights = one.find_grid(f"weights-{one.block_code}", "Median rank")
    spans = {row["unit"]: row.get("range", "") for row in one.ranked}
    if weights is not None and not any(spans.values()):
        words = zip(weights.column("Unit"), weights.column("Rank and range"), strict=True)
        spans |= {unit: cell.partition("(")[2].rstrip(")") for unit, cell in words}
    for row in one.ranked:
        low, _, high = spans[row["unit"]].partition("–")
        rank = int(row["rank"])
        found[row["unit"]] = (rank, int(low or rank), int(high or rank))
    return found


def moves_by(one: Sentence, unit: str) -> str:
    """Say which table of the block moves a rank; blank where every place of every draw is the one it has."""
    sampling = one.find_grid(f"sampling-{one.block_code}")
    if sampling is not None:
        for name, words in zip(sampling.column("Unit"), sampling.column("Rank and range"), strict=True):
            rank, _, places = words.rstrip(")").partition(" (")
            if name == unit and set(places.split("–")) != {rank}:
                return f"{unit}: {words} by the survey's error"
    weights = one.find_grid(f"weights-{one.block_code}", "Median rank")
    if weights is not None:
        for name, share in zip(weights.column("Unit"), weights.column("Same rank, of draws"), strict=True):
            if name == unit and share != "100%":
                return f"{unit}: the same rank in {share} of the draws"
    cases = one.find_grid(f"cases-{one.block_code}", "Same rank, of draws")
    if cases is not None:
        for name, share in zip(cases.column("Unit"), cases.column("Same rank, of draws"), strict=True):
            if name == unit and share != "100%":
                return f"{unit}: the same rank in {share} of the draws of cases"
    drawn = any(grid is not None for grid in (sampling, weights, cases))
    return "" if drawn else f"{unit}: nothing was drawn"


def left_out(one: Sentence) -> list[str]:
    """The errors that exist in the block, by its leaves, and that were not drawn."""
    results, code = one.page.results, one.block_code
    units = set(results.index.loc[(results.index["block"] == code) & results.index["rank"].notna(), "unit_code"])
    leaves = results.leaves[results.leaves["unit_code"].isin(units) & results.leaves["applies"].astype(bool)]
    by_survey = "survey" in set(leaves["method"]) and code not in results.without_survey
    errors = results.robustness.loc[results.robustness["unit_code"].isin(units), "index_se_pp"]
    found = ["sampling"] if by_survey and errors.isna().any() else []
    for row in leaves.to_dict("records"):
        counts = (row["numerator"], row["denominator"])
        if counts[1] == 0 and counts[0] == 0 and row["origin"] == "rule":
            found.append("first")
        if any(x is None or x != x or x % 1 for x in counts) or row["computed_points"] is None or not counts[1] > 0:
            continue
        if row["computed_points"] == row["points"]:
            found.append("cases" if row["origin"] == "rule" else "confirmed")
    return [cause for cause in CAUSES if cause in found]


def blocks_with_ranges(one: Sentence) -> list[Sentence]:
    """The block of a sentence; of a slide for all blocks, each with ranges: in its ranking or table of weights."""
    if one.block is not None and not (one.page.name.startswith("slides") and one.printed.kind == "slide"):
        return [one]
    found = []
    for code in dict.fromkeys(one.page.results.units["block"]):
        other = Sentence(one.page, one.printed, one.saying)
        other.__dict__["block"] = one.page.results.framework.by_code[code]
        told = all(row.get("range") for row in other.ranked) or other.find_grid(f"weights-{code}", "Rank and range")
        if len(other.ranked) > 1 and told:
            found.append(other)
    return found


@checks(*FIRM, *STAY)
def check_firm(one: Sentence) -> Iterator[str]:
    """A rank is firm where no table moves it and no error that exists was left out; else it stays."""
    unmoved: list[str] = []
    n, firm, barred = 0, 0, False
    for block in blocks_with_ranges(one):
        kept = [row["unit"] for row in block.ranked if not moves_by(block, row["unit"])]
        unmoved += kept
        n += len(block.ranked)
        is_barred = bool(kept and "cases" in left_out(block) and "cases" not in drawn_in(block))
        is_barred = is_barred or bool(kept and {"sampling", "confirmed", "first"} & set(left_out(block)))
        barred = barred or is_barred
        firm += 0 if is_barred else len(kept)
    if "all" in one.saying.slots:
        yield from one.same("all", n)
    said = 0 if one.msgid.startswith("No rank") else n if one.msgid.startswith(("All", "Every")) else one.count()
    if said != len(unmoved):
        yield f"says {said}, by the tables {len(unmoved)} of {n}"
    if "units" in one.saying.slots:
        yield from one.one_of(one["units"], unmoved, "unmoved")
    if "firm under other weights" in one.msgid.casefold():
        yield from check_only_weights(one)
    if unmoved and (one.msgid in STAY) != barred:
        yield f"an error that exists was {'' if barred else 'not '}left out"
    if one.msgid.endswith("none is firm") and firm:
        yield f"says that none is firm, by the tables {firm}"
    if "firm" in one.saying.slots:
        yield from one.same("firm", firm)
    if "causes" in one.saying.slots:
        drawn = [cause for block in blocks_with_ranges(one) for cause in drawn_in(block)]
        yield from check_causes(one, one["causes"], drawn)


@checks(
    "1 unit has a range of one place, and moves in some draws only: {units}.",
    "{n} units have a range of one place, and move in some draws only: {units}.",
    "{n} units have a range of one place, and move in some draws only.",
)
def check_narrow(one: Sentence) -> Iterator[str]:
    """The ranking prints one place for these units, and the table of draws other places too."""
    narrow = [unit for unit, (_, low, high) in ranges_of(one).items() if low == high and moves_by(one, unit)]
    yield from one.counts(len(narrow), "units")
    if "units" in one.saying.slots:
        yield from one.one_of(one["units"], narrow, "narrow")


def drawn_in(one: Sentence) -> list[str]:
    own = one.page.results.robustness
    codes = {one.unit_names[row["unit"]] for row in one.ranked}
    rows = own[own["unit_code"].isin(codes)]
    return str(rows["drawn"].iloc[0]).split(";") if len(rows) else []


def check_causes(one: Sentence, words: str, causes: list[str]) -> Iterator[str]:
    from parreport.display.formats import join_words

    expected = join_words([text(CAUSES[cause]) for cause in CAUSES if cause in causes])
    if words != expected:
        yield f"says {words}; by the figures {expected}"


@checks(
    "No rank is called firm, since an error that exists was not drawn: {errors}.",
    "Rank {rank} is firm: the unit keeps it under {causes}.",
    "Rank {rank}: the unit keeps it under {causes}. It is not called firm, since an error that exists was not drawn: "
    "{errors}.",
    "the rank is firm",
    "firm under other weights",
)
def check_not_called_firm(one: Sentence) -> Iterator[str]:
    missing = [cause for cause in left_out(one) if cause not in drawn_in(one) or cause == "sampling"]
    if "errors" in one.saying.slots:
        if not missing:
            yield "no error that exists was left out"
        yield from check_causes(one, one["errors"], missing)
    elif missing:
        yield f"firm, and not drawn: {missing}"
    if one.page.unit:
        unit = one.page.results.name_of(one.page.unit)
        if "rank" in one.saying.slots:
            yield from one.same("rank", ranges_of(one)[unit][0])
        if why := moves_by(one, unit):
            yield why
    if "causes" in one.saying.slots:
        yield from check_causes(one, one["causes"], drawn_in(one))


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


@checks("First in every draw of weights: {units}; beside in some draws: {others}.")
def check_beside(one: Sentence) -> Iterator[str]:
    shares = first_shares(one)
    yield from one.one_of(one["units"], [u for u, share in shares.items() if share == "100%"], "always first")
    beside = [unit for unit, share in shares.items() if share not in ("100%", "0%")]
    if not counted_units(one, one["others"], len(beside)):
        yield from one.one_of(one["others"], beside, "beside")


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
    "No rank changes when any one of {n} areas is left out.",
    "No rank changes when the one area that can be left out is.",
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
        areas = one.items(1)
        areas = areas[areas["max_points"].notna() & areas["unit_code"].isin(codes)]
        alone = areas.groupby("unit_code")["item_code"].agg(list)
        left = {code for code in areas["item_code"] if ([code] not in list(alone))}
        yield from one.counts(len(left), "areas that can be left out")
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
    "No two units differ clearly, beyond the sampling error of the survey.",
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
    yield from check_errors(one)


def unclear_of(one: Sentence) -> dict[str, int]:
    grid = one.grid("sampling", "Units not clearly different")
    return {u: int(x) for u, x in zip(grid.column("Unit"), grid.column("Units not clearly different"), strict=True)}


@checks(
    "{unit}, in first place, is clearly ahead of all others.",
    "{unit}, in first place, does not differ clearly from {others}.",
    "{unit}, in first place, does not differ clearly from {n} units.",
    "{units} share first place, clearly ahead of all others.",
    "{units} share first place; not clearly behind them all: {others}.",
    "{units} share first place; of the others {n} are not clearly behind them all.",
)
def check_first_place(one: Sentence) -> Iterator[str]:
    firsts, unclear = one.at_rank(1), unclear_of(one)
    if "units" in one.saying.slots:
        yield from one.one_of(one["units"], firsts, "share first place")
        beyond = {unit: unclear[unit] - (len(firsts) - 1) for unit in firsts}
        if "all others" in one.msgid and any(beyond.values()):
            yield f"not clearly different: {unclear}"
        n = (
            len(one.names_in(one["others"]))
            if "others" in one.saying.slots
            else one.count()
            if "n" in one.saying.slots
            else 0
        )
        if not max(beyond.values()) <= n <= max(sum(beyond.values()), 0):
            yield f"{n} others: by the table {beyond}"
        if "others" in one.saying.slots:
            for name in one.names_in(one["others"]):
                if name in firsts or not unclear.get(name, 1):
                    yield f"{name}: {unclear.get(name)} not clearly different"
        return
    if firsts != [one["unit"]]:
        yield f"first: {firsts}"
    n = unclear.get(one["unit"], -1)
    if "all others" in one.msgid and n:
        yield f"not clearly different from {n}"
    if "others" in one.saying.slots and len(one.names_in(one["others"])) != n:
        yield f"by the table {n}"
    if "n" in one.saying.slots:
        yield from one.counts(n, "not clearly different")


RANGES = (
    "Rank {rank}: with the sampling error of the survey its place is between {low} and {high}, for all "
    "units of the block "
    "together with 95% confidence.",
)
LEFT = "Rank {rank}: the sampling error of the survey leaves it, other weights do not"
QUARTER = "when the weights of areas and criteria change by up to a quarter, "


@checks(
    *RANGES,
    f"{LEFT}: {QUARTER}the unit stands between places {{low}} and {{high}} in at least 90% of the draws.",
    f"{LEFT} in all draws: {QUARTER}the unit keeps it in {{share}} of them.",
    "Rank {rank}: under {causes} it stands between places {low} and {high} in at least 90% of the draws.",
    "Rank {rank}: under {causes} the unit keeps it in {share} of the draws.",
    f"Rank {{rank}}: {QUARTER}it stands between places {{low}} and {{high}} in at least 90% of the draws.",
    f"Rank {{rank}}: {QUARTER}the unit keeps it in {{share}} of the draws.",
)
def check_rank_range(one: Sentence) -> Iterator[str]:
    """Against the confidence set of the ranking, and the range of draws of the table of weights."""
    unit = one.page.results.name_of(one.page.unit)
    rank, low, high = ranges_of(one)[unit]
    if int(one["rank"].split(" ")[0]) != rank:
        yield f"rank {rank} by the ranking"
    if not moves_by(one, unit):
        yield "no table moves it"
    weights = one.find_grid(f"weights-{one.block_code}", "Median rank")
    share = ""
    if one.msgid not in RANGES:
        assert weights is not None
        own = weights.column("Unit").index(unit)
        share = weights.column("Same rank, of draws")[own]
        drawn = weights.column("Rank and range")[own].partition("(")[2].rstrip(")").split("–")
        if one.msgid.startswith(LEFT) and (low, high) != (rank, rank):
            yield f"the sampling error leaves it {low} to {high}"
        low, high = map(int, drawn)
    if "low" in one.saying.slots:
        yield from one.same("low", low)
        yield from one.same("high", high)
        if low == high:
            yield f"between {low} and {high}"
    elif low != high:
        yield f"places {low} to {high}"
    if "share" in one.saying.slots and share[0].isdigit() and one["share"] != share:
        yield f"the same rank in {share}"
    if one.msgid in RANGES:
        yield from check_errors(one)
    if "causes" in one.saying.slots:
        others = [cause for cause in drawn_in(one) if cause not in ("sampling", "cases")]
        yield from check_causes(one, one["causes"], others)


def check_errors(one: Sentence) -> Iterator[str]:
    grid = one.find_grid(f"sampling-{one.block_code}", "Standard error of the index")
    errors = grid.column("Standard error of the index") if grid else []
    if errors and not any(set(error) & set("123456789") for error in errors):
        units = [row for row in one.page.results.robustness.to_dict("records") if row["index_se_pp"]]
        if not units:
            yield "every standard error is 0: nothing was drawn"


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


@checks("range {low}–{high}")
def check_range_remark(one: Sentence) -> Iterator[str]:
    _, low, high = ranges_of(one)[one.page.results.name_of(one.page.unit)]
    yield from one.same("low", low)
    yield from one.same("high", high)


@checks("Nothing but weights was drawn.")
def check_only_weights(one: Sentence) -> Iterator[str]:
    for block in blocks_with_ranges(one):
        if drawn_in(block) != ["weights"]:
            yield f"drawn: {drawn_in(block)}"


@checks("Rank {rank}: the unit keeps it under {causes}.")
def check_kept_but_for_cases(one: Sentence) -> Iterator[str]:
    """All that was drawn but cases leaves the rank; the table of cases moves it."""
    unit = one.page.results.name_of(one.page.unit)
    rank, low, high = ranges_of(one)[unit]
    yield from one.same("rank", rank)
    if (low, high) != (rank, rank):
        yield f"places {low} to {high} by the ranking"
    if "of the draws of cases" not in moves_by(one, unit):
        yield f"by the tables: {moves_by(one, unit)}"
    yield from check_causes(one, one["causes"], [cause for cause in drawn_in(one) if cause != "cases"])


def case_ranges(one: Sentence) -> dict[str, tuple[int, int, str]]:
    """First and last place and share of the same rank, by unit, as the table of cases prints them."""
    grid = one.grid("cases", "Same rank, of draws")
    found = {}
    columns = (grid.column(name) for name in ("Unit", "Rank and range", "Same rank, of draws"))
    for unit, words, share in zip(*columns, strict=True):
        low, _, high = words.partition("(")[2].rstrip(")").partition("–")
        found[unit] = (int(low), int(high), share)
    return found


@checks(
    "Chance in counted cases moves no rank.",
    "Chance in counted cases moves 1 of {all} ranks, in under 10% of the draws.",
    "Chance in counted cases moves {n} of {all} ranks, each in under 10% of the draws.",
    "Chance in counted cases moves 1 of {all} ranks: {unit} stands between places {low} and {high} in at least "
    "90% of the draws.",
    "Chance in counted cases moves {n} of {all} ranks, most widely that of {unit}: between places {low} and "
    "{high} in at least 90% of the draws.",
    "Chance in counted cases moves {n} of {all} ranks, most widely over {places} places, as at {unit}: between "
    "{low} and {high} in at least 90% of the draws.",
)
def check_cases(one: Sentence) -> Iterator[str]:
    """Against the table of cases: whose share of the same rank is not whole, and the widest range."""
    ranges = case_ranges(one)
    moved = [unit for unit, (_, _, share) in ranges.items() if share != "100%"]
    said = 0 if "no rank" in one.msgid else one.count()
    if said != len(moved):
        yield f"says {said}, by the table {moved}"
    if "all" in one.saying.slots:
        yield from one.same("all", len(ranges))
    widths = {unit: high - low for unit, (low, high, _) in ranges.items()}
    most = [unit for unit, width in widths.items() if width == max(widths.values())]
    if "unit" not in one.saying.slots:
        if moved and max(widths.values()):
            yield f"widest: {most}"
        return
    if one["unit"] not in most or (len(most) > 1) != ("places" in one.saying.slots) or not max(widths.values()):
        yield f"widest: {most}"
    yield from one.same("low", ranges[one["unit"]][0])
    yield from one.same("high", ranges[one["unit"]][1])
    if "places" in one.saying.slots:
        yield from one.same("places", max(widths.values()) + 1)


@checks(
    "Chance in counted cases leaves it.",
    "With chance in counted cases the unit keeps it in {share} of the draws.",
    "With chance in counted cases it stands between places {low} and {high} in at least 90% of the draws.",
    "range by counted cases {cases_low}–{cases_high}",
    "range {low}–{high}; by counted cases {cases_low}–{cases_high}",
)
def check_rank_cases(one: Sentence) -> Iterator[str]:
    unit = one.page.results.name_of(one.page.unit)
    low, high, share = case_ranges(one)[unit]
    if "leaves it" in one.msgid and share != "100%":
        yield f"the same rank in {share}"
    if "share" in one.saying.slots and ((share[0].isdigit() and one["share"] != share) or low != high):
        yield f"the same rank in {share}, places {low} to {high}"
    names = ("cases_low", "cases_high") if "cases_low" in one.saying.slots else ("low", "high")
    if names[0] in one.saying.slots:
        yield from one.same(names[0], low)
        yield from one.same(names[1], high)
        if low == high:
            yield "one place"
    if "cases_low" in one.saying.slots:
        _, low, high = ranges_of(one)[unit]
        if "low" not in one.saying.slots and low != high:
            yield f"range {low} to {high} by the ranking"
        elif "low" in one.saying.slots:
            yield from one.same("low", low)
            yield from one.same("high", high)


@checks("Whether it does better than {units} cannot be said.")
def check_near(one: Sentence) -> Iterator[str]:
    own = one.page.results.name_of(one.page.unit)
    named = one.names_in(one["units"])
    if own in named or len(named) > unclear_of(one)[own]:
        yield f"by the table {unclear_of(one)[own]} are not clearly different"
