"""The sentences on how figures are made: index, ranks, classes, caps, findings, ranges.

In: results. Out: short sentences in the language in force, from the rules of this framework.
"""

from __future__ import annotations

from parreport.display.documents import blocks_with_units
from parreport.display.formats import format_plain
from parreport.display.index_names import capitalize_first, index_inside, low
from parreport.inputs.framework import Block, FindingSettings
from parreport.language import counted, text
from parreport.years.results import Results


def introduce_index(results: Results) -> list[str]:
    """Describe what the index says, for a reader who does not know it: two sentences, one where there is one area."""
    blocks = list(blocks_with_units(results))
    named = [[low(area.brief) for area in block.areas if block.leaf_codes_under[area.code]] for block in blocks]
    facts = {"index": index_inside(results), "areas": "; ".join(named[0])}
    measured = text("The {index} measures what each unit has achieved in: {areas}.", **facts)
    if any(own != named[0] for own in named):
        measured = text("The {index} measures what each unit has achieved in areas such as: {areas}.", **facts)
    if any(leaf.outside for block in blocks for leaf in block.leaves):
        percent = text(
            "It is in percent of the points that a unit could have on the items that apply to it; bonus points are "
            "added, penalty points taken off."
        )
    else:
        percent = text("It is in percent of the points that a unit could have on the items that apply to it.")
    measured = capitalize_first(measured)  # in Vietnamese the name stands first
    return [measured, percent] if max(map(len, named)) > 1 else [percent]


def describe_scope(results: Results) -> list[str]:
    """Describe how figures were made: the rules of this framework, in short sentences."""
    return [
        *describe_index(results),
        *_describe_zero_of_zero(results),
        *describe_finding_rules(results.framework.findings),
        text("Attainable points = what the unit would win by reaching the upper quartile of its block on that item."),
        _describe_range_rule(results),
    ]


def describe_index(results: Results) -> list[str]:
    """Describe what index, rank and class are, what is capped, and where no survey was held."""
    framework = results.framework
    formula = text("Index = 100 × points / the unit's own maximum; items that do not apply leave points and maximum.")
    if any(leaf.outside for block in framework for leaf in block.leaves):
        formula = text(
            "Index = 100 × (points + bonus − penalty) / the unit's own maximum; items that do not apply leave "
            "points and maximum."
        )
    sentences = [formula, _describe_ranking_rule(framework.decimals)]
    sentences += _describe_classes(results)
    if framework.bonus_cap is not None:
        cap = format_plain(framework.bonus_cap)
        sentences.append(
            text("Bonus counts up to 1 point in all.")
            if cap == "1"
            else text("Bonus counts up to {cap} points in all.", cap=cap)
        )
    if framework.penalty_cap is not None:
        cap = format_plain(framework.penalty_cap)
        sentences.append(
            text("Penalties count up to 1 point in all.")
            if cap == "1"
            else text("Penalties count up to {cap} points in all.", cap=cap)
        )
    if framework.cap_at_100:
        sentences.append(
            text(
                "An index above 100 counts as 100 in rank and class; changes between years are counted without this "
                "limit."
            )
        )
    for code in sorted(results.without_survey):
        sentences.append(
            text(
                "No survey was held in block {block}: its survey items leave points and maximum, and the index "
                "is that of the appraised part.",
                block=framework.by_code[code].shown,
            )
        )
    return sentences


def _describe_ranking_rule(decimals: int) -> str:
    """Describe on what units are ranked: the index as printed."""
    if decimals == 0:
        return text(
            "Units are ranked within their block on the printed index (without decimals); equal figures share the "
            "better rank."
        )
    return counted(
        decimals,
        "Units are ranked within their block on the printed index (1 decimal); equal figures share the better rank.",
        "Units are ranked within their block on the printed index ({n} decimals); equal figures share the better rank.",
    )


def _describe_classes(results: Results) -> list[str]:
    """Describe the classes of the blocks that have units; those of several blocks once where they are the same."""
    found: dict[str, list[str]] = {}
    for block in blocks_with_units(results):
        found.setdefault(describe_bands(block), []).append(block.shown)
    return [
        text("Classes of block {block}: {bands}.", block=blocks[0], bands=bands)
        if len(blocks) == 1
        else text("Classes of the blocks {blocks}: {bands}.", blocks="; ".join(blocks), bands=bands)
        for bands, blocks in found.items()
    ]


def _describe_zero_of_zero(results: Results) -> list[str]:
    """Describe what a rate of 0 of 0 means: on most items, then on those that say otherwise."""
    framework = results.framework
    leaves = [leaf for block in blocks_with_units(results) for leaf in block.leaves if leaf.rule is not None]
    rates = [leaf for leaf in leaves if leaf.rule is not None and leaf.rule.reads_rate]
    if not rates:
        return []
    told = [_zero_rule(framework.zero_of_zero)]
    for meaning in ("not_applicable", "zero", "full"):
        own = [leaf.code for leaf in rates if framework.zero_of_zero_on(leaf) == meaning != framework.zero_of_zero]
        if own:
            told.append(_zero_rule(meaning, ", ".join(dict.fromkeys(own))))
    return told


def _zero_rule(meaning: str, items: str = "") -> str:
    """Return what a rate of 0 of 0 means, on some items where they are named."""
    if meaning == "not_applicable":
        if items:
            return text("A rate of 0 out of 0 on {items}: the item does not apply.", items=items)
        return text("A rate of 0 out of 0: the item does not apply.")
    if meaning == "full":
        if items:
            return text("A rate of 0 out of 0 on {items}: full points.", items=items)
        return text("A rate of 0 out of 0: full points.")
    if items:
        return text("A rate of 0 out of 0 on {items}: 0 points, and the item stays in the maximum.", items=items)
    return text("A rate of 0 out of 0: 0 points, and the item stays in the maximum.")


def describe_bands(block: Block) -> str:
    """Describe from which index each class of a block is reached; the last is what lies below."""
    bands = [text("{name} from {lowest}", name=b.shown, lowest=format_plain(b.lowest, 9)) for b in block.bands]
    if len(bands) > 1 and block.bands[-1].lowest == 0:
        above = format_plain(block.bands[-2].lowest, 9)
        bands[-1] = text("{name} below {above}", name=block.bands[-1].shown, above=above)
    return "; ".join(bands)


def _describe_range_rule(results: Results) -> str:
    """Describe what the range beside a rank is, or that there is none."""
    kinds = set(results.robustness["range_by"])
    if kinds & {"sampling", "weights", "cases"} == {"cases"}:
        return text(
            "The range beside a rank: the places from the 5% to the 95% rank when each rate that a rule scores is "
            "drawn from the cases behind it."
        )
    if not kinds & {"sampling", "weights"}:
        return text("How far chance moves a rank cannot be told from these figures.")
    weights = text(
        "The range beside a rank: the places from the 5% to the 95% rank when the weights of areas and "
        "criteria are drawn anew, each up to a quarter higher or lower."
    )
    if "sampling" not in kinds:
        return weights
    sampling = text(
        "Where every ranked unit of a block has a sampling error of its survey points, the range is the "
        "simultaneous 95% confidence set of the ranks."
    )
    return f"{weights} {sampling}" if "weights" in kinds else sampling


def describe_finding_rules(settings: FindingSettings) -> list[str]:
    """Describe in two sentences what a strength is, and what a weakness is."""
    sd = format_plain(settings.sd)
    spread = text("1 standard deviation") if sd == "1" else text("{sd} standard deviations", sd=sd)
    if settings.rule_set == "gii":
        return [
            text(
                "Strengths by the rules of the Global Innovation Index: the share of units passed on an item is "
                "at or above the unit's own tenth highest, or the unit is among the first three, or above mean "
                "plus {spread}.",
                spread=spread,
            ),
            text(
                "Weaknesses are the mirror image: the share of units ahead is at or above the unit's own tenth "
                "highest, or the unit is among the last three, or below mean minus {spread}.",
                spread=spread,
            ),
        ]
    level, peers = format_plain(settings.level_pct), format_plain(settings.peers_pct)
    return [
        text(
            "A strength has at least {level}% of the maximum and stands out from the block: above mean plus "
            "{spread}, above at least {peers}% of the other units, or full points where under "
            "half of them have full points.",
            level=level,
            spread=spread,
            peers=peers,
        ),
        text(
            "A weakness has less than {level}% and is below mean minus {spread}, below at least "
            "{peers}% of the other units, or among the largest losses that make up {loss}% of the unit's loss. "
            "Where fewer than {small} units have an item, only the level and the loss count.",
            level=level,
            spread=spread,
            peers=peers,
            loss=format_plain(settings.loss_share_pct),
            small=settings.small_block,
        ),
    ]
