"""The sentences of the province report, written from figures.

In: results. Out: sentences and headings in the language in force, right for first and last, ties,
one unit, no ranks, no base year. Computes nothing.
"""

from __future__ import annotations

import pandas as pd

from parreport.display.documents import blocks_with_units
from parreport.display.formats import format_pct, format_plain
from parreport.display.parts import join_words
from parreport.display.sentences import join_sentences, quote, quote_all
from parreport.inputs.framework import Block, FindingSettings
from parreport.language import counted, text
from parreport.years.results import Results


def heading_areas(block: Block, areas: pd.DataFrame) -> str:
    """Return the finding over the areas of a block; ``areas``: area_name, lost_points, mean_pct."""
    lost = areas["lost_points"].astype(float)
    if lost.max() == 0:
        return text("Block {block} loses no point in any area", block=block.shown)
    return text("Block {block} loses most points in {area}", block=block.shown, area=_names_at(areas, lost, lost.max()))


def _names_at(areas: pd.DataFrame, values: pd.Series[float], value: float) -> str:
    """Return the names of the areas that stand at a value, ties together."""
    near = (values - value).abs() < 1e-9
    return quote_all(areas.loc[near, "area_name"])


def describe_areas(areas: pd.DataFrame) -> str:
    """Describe where a block loses its points: largest share, lowest mean."""
    lost = areas["lost_points"].astype(float)
    if lost.max() == 0:
        return text("Every unit has full points in every area.")
    mean = format_pct(areas["mean_pct"].min(), 1)
    if len(areas) == 1:
        return text("The mean is {mean} of the maximum.", mean=mean)
    most = _names_at(areas, lost, lost.max())
    lowest = _names_at(areas, areas["mean_pct"], areas["mean_pct"].min())
    facts = {"area": most, "lowest": lowest, "mean": mean, "share": format_pct(areas["share_pct"].max(), 0)}
    if ((lost - lost.max()).abs() < 1e-9).sum() > 1:
        return text(
            "Most points are lost in {areas}. The lowest mean is that of {lowest}, {mean} of the maximum.",
            areas=most,
            **facts,
        )
    if most == lowest:
        return text(
            "{area} takes {share} of all points lost in the block and also has the lowest mean, {mean} of the maximum.",
            **facts,
        )
    return text(
        "{area} takes {share} of all points lost in the block. The lowest mean is that of {lowest}, {mean} of "
        "the maximum.",
        **facts,
    )


def describe_losses(losses: pd.DataFrame) -> str:
    """Describe the items that cost a block most; ``losses``: item_name, lost_points, units_losing, units."""
    first = losses.iloc[0]
    return text(
        "{item} costs most: {points} points in all, lost by {losing} of {units} units.",
        item=quote(first["item_name"]),
        points=format_plain(first["lost_points"]),
        losing=first["units_losing"],
        units=first["units"],
    )


def describe_survey(survey: pd.DataFrame) -> str:
    """Describe where survey and appraisal disagree; ``survey``: unit_name, appraised_pct, survey_pct, gap_pp."""
    parts, gap = [], survey["gap_pp"]
    over, under = (
        {
            "unit": row["unit_name"],
            "appraised": format_pct(row["appraised_pct"]),
            "survey": format_pct(row["survey_pct"]),
        }
        for row in (survey.iloc[gap.argmax()], survey.iloc[gap.argmin()])
    )
    if gap.max() > 0:
        parts.append(
            text("The appraisal is furthest above the survey at {unit} ({appraised} against {survey}).", **over)
        )
    if gap.min() < 0:
        parts.append(
            text("The survey is furthest above the appraisal at {unit} ({survey} against {appraised}).", **under)
        )
    return " ".join(parts) or text("Survey and appraisal agree at every unit.")


def describe_scope(results: Results) -> list[str]:
    """Describe how figures were made: the rules of this framework, in short sentences."""
    framework = results.framework
    sentences = [
        text(
            "Index = 100 × (points + bonus − penalty) / the unit's own maximum; items that do not apply leave "
            "points and maximum."
        ),
        text(
            "Units are ranked within their block on the printed index ({n} decimals); equal figures share the "
            "better rank.",
            n=framework.decimals,
        ),
    ]
    for block in framework:
        sentences.append(text("Classes of block {block}: {bands}.", block=block.shown, bands=describe_bands(block)))
    if framework.bonus_cap is not None:
        sentences.append(text("Bonus counts up to {cap} points in all.", cap=format_plain(framework.bonus_cap)))
    if framework.penalty_cap is not None:
        sentences.append(text("Penalties count up to {cap} points in all.", cap=format_plain(framework.penalty_cap)))
    if framework.cap_at_100:
        sentences.append(text("An index above 100 counts as 100."))
    for code in sorted(results.without_survey):
        sentences.append(
            text(
                "No survey was held in block {block}: its survey items leave points and maximum, and the index "
                "is that of the appraised part.",
                block=framework.by_code[code].shown,
            )
        )
    return [
        *sentences,
        *describe_finding_rules(framework.findings),
        text("Attainable points = what the unit would win by reaching the upper quartile of its block on that item."),
        _describe_range_rule(results),
    ]


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
    if not kinds & {"sampling", "weights"}:
        return text("How far chance moves a rank cannot be told from these figures.")
    weights = text(
        "The range beside a rank: the places from the 5 % to the 95 % rank when the weights of areas and "
        "criteria are drawn anew, each up to a quarter higher or lower."
    )
    if "sampling" not in kinds:
        return weights
    sampling = text(
        "Where every ranked unit of a block has a sampling error of its survey points, the range is the "
        "simultaneous 95 % confidence set of the ranks."
    )
    return f"{weights} {sampling}" if "weights" in kinds else sampling


def describe_finding_rules(settings: FindingSettings) -> list[str]:
    """Describe in two sentences what a strength is, and what a weakness is."""
    sd = format_plain(settings.sd)
    if settings.rule_set == "gii":
        return [
            text(
                "Strengths by the rules of the Global Innovation Index: the share of units passed on an item is "
                "at or above the unit's own tenth highest, or the unit is among the first three, or above mean "
                "plus {sd} standard deviations.",
                sd=sd,
            ),
            text(
                "Weaknesses are the mirror image: the share of units ahead is at or above the unit's own tenth "
                "highest, or the unit is among the last three, or below mean minus {sd} standard deviations.",
                sd=sd,
            ),
        ]
    level, peers = format_plain(settings.level_pct), format_plain(settings.peers_pct)
    return [
        text(
            "A strength has at least {level} % of the maximum and stands out from the block: above mean plus "
            "{sd} standard deviations, above at least {peers} % of the other units, or full points where under "
            "half of them have full points.",
            level=level,
            sd=sd,
            peers=peers,
        ),
        text(
            "A weakness has less than {level} % and is below mean minus {sd} standard deviations, below at least "
            "{peers} % of the other units, or among the largest losses that make up {loss} % of the unit's loss. "
            "Where fewer than {small} units have an item, only the level and the loss count.",
            level=level,
            sd=sd,
            peers=peers,
            loss=format_plain(settings.loss_share_pct),
            small=settings.small_block,
        ),
    ]


def describe_framework_changes(results: Results) -> str:
    """Describe in one sentence how the framework differs from the base year's; blank without one."""
    if results.base is None:
        return ""
    changes, year = list(results.framework_changes["change"]), results.base_year
    kinds = (
        ("added", "1 item is new", "{n} items are new"),
        ("removed", "1 was dropped", "{n} were dropped"),
        ("not_comparable", "1 measures something else", "{n} measure something else"),
        ("reweighted", "1 has another maximum", "{n} have another maximum"),
    )
    told = [counted(changes.count(kind), one, many) for kind, one, many in kinds if kind in changes]
    blocks = [block.shown for block in blocks_with_units(results) if block.code in results.new_blocks]
    new = (
        text("New in {year} as a whole: {blocks}.", year=results.parameters.year, blocks=join_words(blocks))
        if blocks
        else ""
    )
    if told:
        return join_sentences(text("Against {year}: {changes}.", year=year, changes=", ".join(told)), new)
    if not new:
        return text("All items are comparable with {year}.", year=year)
    if len(blocks) == len(list(blocks_with_units(results))):
        return new
    return join_sentences(text("All items of the other blocks are comparable with {year}.", year=year), new)
