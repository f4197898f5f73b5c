"""What the report of the method says, held against its tables."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tests.sentences.context import Sentence, at_least, at_most, checks, fraction, read_figure
from tests.sentences.province_checks import same_names


def measures_of(one: Sentence) -> list[dict[str, str]]:
    """The annex: every item with its measures, as printed."""
    grid = one.grid("measures")
    return [dict(zip(grid.heads, row, strict=True)) for row in grid.rows]


def leaf_scores(one: Sentence) -> dict[str, list[Decimal]]:
    """Percent of the maximum of every unit, by leaf."""
    own = one.items()
    own = own[own["is_leaf"] & own["max_points"].notna()]
    return {code: [fraction(x) for x in rows["score_pct"]] for code, rows in own.groupby("item_code", sort=False)}


@checks(
    "Block {block}: most points stand in {areas}",
    "Block {block} has {points} points in all, none of them by survey (areas: {areas}; criteria: {criteria}; scored "
    "items: {leaves}).",
    "Block {block} has {points} points in all, {survey} of them by survey (areas: {areas}; criteria: "
    "{criteria}; scored "
    "items: {leaves}).",
    "Block {block} has {points} points in all (areas: {areas}; criteria: {criteria}; scored items: "
    "{leaves}); the {survey} "
    "points by survey do not count this year.",
)
def check_framework(one: Sentence) -> Iterator[str]:
    leaves = one.block.scored_leaves
    by_area: dict[str, Decimal] = {}
    for leaf in leaves:
        name = one.block.by_code[leaf.area_code].shown
        by_area[name] = by_area.get(name, Decimal(0)) + leaf.max_points
    if "most points" in one.msgid:
        yield from same_names(one, one["areas"], at_most(by_area), "most points")
        if len(set(by_area.values())) == 1:
            yield "“most” said of all areas"
        return
    yield from one.same("points", sum(by_area.values()))
    yield from one.same("areas", len(by_area))
    yield from one.same("leaves", len(leaves))
    survey = sum(leaf.max_points for leaf in leaves if leaf.method == "survey")
    if "survey" in one.saying.slots:
        yield from one.same("survey", survey)
    elif survey:
        yield f"{survey} points by survey"


@checks(
    "Every item tells some units apart.",
    "On 1 item all units have full points: it tells nothing about them.",
    "On {n} items all units have full points: these tell nothing about them.",
    "On 1 item all units are equal: it tells nothing about them.",
    "On {n} items all units are equal: these tell nothing about them.",
)
def check_silent(one: Sentence) -> Iterator[str]:
    scores = leaf_scores(one)
    silent = {code: own for code, own in scores.items() if len(own) > 1 and len(set(own)) == 1}
    if one.msgid.startswith("Every"):
        compared = [own for own in scores.values() if len(own) > 1]
        if silent or not compared or len(compared) < len(one.block.scored_leaves):
            yield f"all equal: {sorted(silent)}; {len(compared)} of {len(one.block.scored_leaves)} items are compared"
        return
    yield from one.counts(len(silent), "items on which all are equal")
    if "full points" in one.msgid and any(own[0] != 100 for own in silent.values()):
        yield "not all full"
    if "are equal" in one.msgid and all(own[0] == 100 for own in silent.values()):
        yield "all full"


@checks(
    "On 1 more item at least nine in ten units have full points.",
    "On {n} more items at least nine in ten units have full points.",
)
def check_near_full(one: Sentence) -> Iterator[str]:
    near = [c for c, own in leaf_scores(one).items() if len(set(own)) > 1 and 10 * own.count(100) >= 9 * len(own)]
    yield from one.counts(len(near), "items")


@checks(
    "No item goes against the others",
    "1 item goes against the others",
    "{n} items go against the others",
    "1 item leans against the others, within what chance can do",
    "{n} items lean against the others, all within what chance can do",
    "No item goes against the others by more than that.",
)
def check_against(one: Sentence) -> Iterator[str]:
    quality = one.page.results.item_quality
    own = [
        r
        for r in quality.to_dict("records")
        if r["block"] == one.block_code and r["item_rest_correlation"] == r["item_rest_correlation"]
    ]
    clear = sum(r["item_rest_correlation"] < -r["chance_correlation"] for r in own)
    below = sum(r["item_rest_correlation"] < 0 for r in own)
    if "go against" in one.msgid or "1 item goes" in one.msgid:
        yield from one.counts(clear, "beyond chance")
    elif "lean" in one.msgid:
        yield from one.counts(below, "below 0")
        if clear:
            yield f"{clear} beyond chance"
    elif clear or (below and "more than" not in one.msgid):
        yield f"{below} below 0, {clear} beyond chance"


@checks(
    "Furthest against the others stands {item}: units that do well elsewhere tend to do worse on it (correlation {r})."
)
def check_furthest_against(one: Sentence) -> Iterator[str]:
    known = {}
    for row in one.page.results.item_quality.to_dict("records"):
        if row["block"] == one.block_code and row["item_rest_correlation"] < -row["chance_correlation"]:
            known[one.block.by_code[row["item_code"]].shown] = round(fraction(row["item_rest_correlation"]), 2)
    yield from same_names(one, one["item"], at_least(known), "furthest")
    yield from one.same("r", min(known.values()))


@checks(
    "No two items say the same: no correlation is above {limit}.",
    "1 pair of items orders the units nearly alike (correlation above {limit}): {first} and {second} ({r}).",
    "{n} pairs of items order the units nearly alike (correlation above {limit}), closest of all {first} and {second} "
    "({r}).",
    "{n} pairs of items order the units nearly alike (correlation above {limit}), among the closest "
    "{first} and {second} "
    "({r}).",
)
def check_pairs(one: Sentence) -> Iterator[str]:
    grid = one.find_grid(f"pairs-{one.block_code}")
    cells = [read_figure(x) for x in grid.column("Correlation")] if grid else []
    pairs = [r for r in one.page.results.item_pairs.to_dict("records") if r["block"] == one.block_code]
    if one.msgid.startswith("No two"):
        if pairs:
            yield f"{len(pairs)} pairs"
        return
    yield from one.counts(len(pairs), "pairs")
    yield from one.same("r", max(x for x in cells if x is not None))
    if "closest of all" in one.msgid and cells.count(max(x for x in cells if x is not None)) > 1:
        yield f"closest of all: {cells.count(max(x for x in cells if x is not None))} pairs are as close"


def weights(one: Sentence, head: str) -> dict[str, Decimal]:
    grid = one.grid("area-weights", "Share of the differences %")
    cells = zip(grid.column("Area"), grid.column(head), strict=True)
    return {area: value for area, cell in cells if (value := read_figure(cell)) is not None}


@checks("Block {block}: the order depends most on {areas}")
def check_depends(one: Sentence) -> Iterator[str]:
    shares = weights(one, "Share of the differences %")
    yield from same_names(one, one["areas"], at_most(shares), "depends most")
    if max(shares.values()) < 1:
        yield f"the largest share is {max(shares.values())}%"


@checks("{area} makes {share} of the differences between units and has {weight} of the points.")
def check_share(one: Sentence) -> Iterator[str]:
    shares = weights(one, "Share of the differences %")
    yield from same_names(one, one["area"], at_most(shares), "makes most of the differences")
    for name in one.quoted(one["area"]):
        if name in shares:
            yield from one.same("share", shares[name])
            yield from one.same("weight", weights(one, "Share of the maximum %").get(name))


@checks("It dominates: more than half of the differences come from it.")
def check_dominates(one: Sentence) -> Iterator[str]:
    shares = weights(one, "Share of the differences %")
    if max(shares.values()) < 50 or len(at_most(shares)) > 1:
        yield f"shares: {shares}"


@checks(
    "One area tells units apart less than half as much as its points suggest: {areas}.",
    "{n} areas tell units apart less than half as much as their points suggest: {areas}.",
    "One area runs against the order of the whole: {areas}.",
    "{n} areas run against the order of the whole: {areas}.",
)
def check_less(one: Sentence) -> Iterator[str]:
    shares, points = weights(one, "Share of the differences %"), weights(one, "Share of the maximum %")
    yield from one.counts(len(one.quoted(one["areas"])), "areas")
    for name in one.quoted(one["areas"]):
        if ("against" in one.msgid and shares[name] > 0) or (
            "less than" in one.msgid and shares[name] > points[name] / 2 + 1
        ):
            yield f"{name}: {shares[name]} of {points[name]}"


@checks(
    "The order of the units stays the same whichever area is left out.",
    "The order changes most without {areas}: rank correlation {r} with the published order, where 1 is the same order.",
)
def check_order(one: Sentence) -> Iterator[str]:
    orders = weights(one, "Order without it")
    if "areas" not in one.saying.slots:
        if min(orders.values()) < 1:
            yield f"{orders}"
        return
    low = at_least(orders)
    yield from same_names(one, one["areas"], low, "changes most")
    if one["r"].strip() in ("1", "1.00", "1,00"):
        yield "1.00 is the same order"


@checks("The framework has one area, which decides everything.")
def check_one_area(one: Sentence) -> Iterator[str]:
    if len({leaf.area_code for leaf in one.block.scored_leaves}) != 1:
        yield "it has several"
    own = one.page.results.index
    if any(
        x != 0 for name in ("bonus_points", "penalty_points") for x in own.loc[own["block"] == one.block_code, name]
    ):
        yield "bonus and penalty decide too"


@checks("Fewer than three units, or no differences between them: no area decides the order.")
def check_no_order(one: Sentence) -> Iterator[str]:
    if len(one.ranking) >= 3 and len({row["index"] for row in one.ranking}) > 1:
        areas = one.items(1)
        own = areas[areas["max_points"].notna()]
        if (
            len(
                {
                    (r["points"], r["max_points"])
                    for r in own[own["item_code"] == own["item_code"].iloc[0]].to_dict("records")
                }
            )
            > 1
        ):
            yield f"{len(one.ranking)} units, and they differ"


def alphas(one: Sentence) -> list[tuple[int, Decimal | None]]:
    grid = one.find_grid(f"coherence-{one.block_code}")
    if grid is None:
        return []
    cells = zip(grid.column("Units"), grid.column("Alpha"), strict=True)
    return [(int(n), read_figure(alpha)) for n, alpha in cells]


@checks(
    "Nothing to compare: no criterion has two parts on which at least two units differ.",
    "No criterion or area with several parts reaches an alpha of {limit}; {all} were measured.",
    "In 1 of {all} criteria and areas with several parts, the parts go together (alpha of at least {limit}).",
    "In {n} of {all} criteria and areas with several parts, the parts go together (alpha of at least {limit}).",
    "In 1 the parts go against each other (alpha below 0).",
    "In {n} the parts go against each other (alpha below 0).",
)
def check_coherence(one: Sentence) -> Iterator[str]:
    known = [(n, alpha) for n, alpha in alphas(one) if alpha is not None]
    if one.msgid.startswith("Nothing"):
        if known:
            yield f"alphas: {known}"
        return
    if any(n < 3 for n, _ in known):
        yield "an alpha over two units is interpreted"
    if "all" in one.saying.slots:
        yield from one.same("all", len(known))
    firm, against = sum(a >= Decimal("0.7") for _, a in known), sum(a < 0 for _, a in known)
    if "below 0" in one.msgid:
        yield from one.counts(against, "below 0")
    elif one.msgid.startswith("In"):
        yield from one.counts(firm, "go together")
    elif firm:
        yield f"{firm} reach it"


@checks("With {n} units, chance alone takes about 1 correlation in 20 beyond ±{limit}; smaller ones say nothing.")
def check_chance(one: Sentence) -> Iterator[str]:
    quality = one.page.results.item_quality
    own = quality[quality["block"] == one.block_code]
    ns = set(own.loc[own["item_rest_correlation"].notna(), "units_n"])
    if ns and ns != {one.count()}:
        yield f"the correlations rest on {sorted(map(int, ns))} units"
    yield from one.counts(len(one.ranking), "units")
