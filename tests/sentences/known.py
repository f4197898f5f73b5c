"""Sentences that are known to be false in some province, and not mended yet: each with its kind.

Whoever mends one takes it off the list; then nothing of it may be found any more.
"""

from __future__ import annotations

from typing import Any

KNOWN: dict[str, tuple[str, ...]] = {
    "drafts: a unit with gaps is ranked, has a class, is in the mean; a gap counts as 0": (
        "1 item has no points yet and counts as 0:",
        "1 item has no points yet and counts as 0: {items}.",
        "Block {block} has one unit, {unit}: {mean}, {move}.",
        "Block {block} has one unit, {unit}: {mean}.",
        "Block {block}: all ranked units reach {first}; the mean is {mean}, {move}.",
        "Block {block}: {leader} comes first with {first}, {tailer} last with {last}; the mean is {mean}, {move}.",
        "Block {block}: {leader} comes first with {first}, {tailer} last with {last}; the mean is {mean}.",
        "Block {block}: {leader} share first place with {first}, {tailer} comes last with {last}; the mean is "
        "{mean}, {move}.",
        "Block {block}: {leader} share first place with {first}, {tailer} comes last with {last}; the mean is {mean}.",
        "It comes first of {n} in block {block}.",
        "It comes last, {rank} of {n} in block {block}.",
        "It differs clearly from every other ranked unit.",
        "It is the only ranked unit of block {block}.",
        "It ranks {rank} of {n} in block {block}.",
        "It shares rank {rank} of {n} in block {block} with {units}.",
        "The {n} units of block {block} are not ranked; their mean is {mean}, {move}.",
        "The {n} units of block {block} are not ranked; their mean is {mean}.",
        "{n} items have no points yet and count as 0:",
        "{n} items have no points yet and count as 0: {items}.",
        "{unit} reaches {index}, class {band}.",
    ),
    "sureness: an error of 0, firm on one page only, one of tied firsts, draws not on printed values": (
        "All ranks are firm",
        "Every two units differ clearly, beyond the sampling error of the survey.",
        "Every unit stands on one place only: all ranks are firm.",
        "No two units differ clearly: the survey's sampling error could explain it.",
        "Of {pairs} pairs of units 1 differs clearly; the others do not differ more than the survey's "
        "sampling error could explain.",
        "Of {pairs} pairs of units {n} differ clearly; the others do not differ more than the survey's "
        "sampling error could explain.",
        "One rank is firm, its range is a single place: {units}.",
        "Rank {rank}: even when the weights of areas and criteria change by up to a quarter, it stands on "
        "place {low} in at least 90% of the draws.",
        "Rank {rank}: the sampling error of the survey leaves it no other place, for all units of the block "
        "together with 95% confidence.",
        "Rank {rank}: with the sampling error of the survey its place is between {low} and {high}, for all "
        "units of the block together with 95% confidence.",
        "{n} of {all} ranks are firm: the range of each is a single place.",
        "{n} ranks are firm, the range of each is a single place: {units}.",
        "{unit}, in first place, does not differ clearly from {n} units.",
        "{unit}, in first place, does not differ clearly from {others}.",
    ),
    "method: bonus and penalty that decide, alpha of two units, chance of another n": (
        "Block {block}: the order depends most on {areas}",
        "Every item tells some units apart.",
        "Furthest against the others stands {item}: units that do well elsewhere tend to do worse on it "
        "(correlation {r}).",
        "In 1 of {all} criteria and areas with several parts, the parts go together (alpha of at least {limit}).",
        "In 1 the parts go against each other (alpha below 0).",
        "In {n} of {all} criteria and areas with several parts, the parts go together (alpha of at least {limit}).",
        "In {n} the parts go against each other (alpha below 0).",
        "It dominates: more than half of the differences come from it.",
        "No criterion or area with several parts reaches an alpha of {limit}; {all} were measured.",
        "The framework has one area, which decides everything.",
        "With {n} units, chance alone takes about 1 correlation in 20 beyond ±{limit}; smaller ones say nothing.",
        "{area} makes {share} of the differences between units and has {weight} of the points.",
    ),
    "years: units that came or went, a renamed block, items of a renamed block, comparable items, rounding": (
        "Block {block} has figures of {year} only; the mean index is {mean}.",
        "Block {block}: the mean index was {first} in {first_year} and is {mean} in {year}, {shift}.",
        "From {base} to {year}: {changes}. {share}",
        "Lowest in every year: {area}, {mean} of the maximum now.",
        "Lowest in {year}: {area}, {mean} of the maximum.",
        "On the items that all years from {first_year} measure, the one unit that all of them assessed went "
        "from {first} to {last}, {shift}.",
        "On the items that all years from {first_year} measure, the {n} units that all of them assessed went "
        "from {first} to {last} on average, {shift}.",
        "{area} fell most ({fall})",
        "{area} rose most ({rise})",
        "{up_area} rose most ({rise}), {down_area} fell most ({fall})",
    ),
    "one of several tied is named, or most is said of all": (
        "A weakness has less than {level}% and is below mean minus {sd} standard deviations, below at least "
        "{peers}% of the other units, or among the largest losses that make up {loss}% of the unit's loss. "
        "Where fewer than {small} units have an item, only the level and the loss count.",
        "Against the block: furthest ahead in {best}, furthest behind in {worst}",
        "Block {block} loses most points in {area}",
        "It lost {points} points, most of them in {areas}.",
        "The appraisal is furthest above the survey at {unit} ({appraised} against {survey}).",
        "The largest fall: {unit}, {size} percentage points.",
        "The largest rise: {unit}, {size} percentage points.",
        "The survey is furthest above the appraisal at {unit} ({survey} against {appraised}).",
        "{area} takes {share} of the points lost",
        "{item} costs most: {points} points in all, lost by {losing} of {units} units.",
        "{n} items cost the province most points",
        "{n} steps were late, most of all “{step}”, by {days}.",
    ),
    "0.00, and one of many": (
        "Bonus counts up to {cap} points in all.",
        "Penalties count up to {cap} points in all.",
        "{item}: {points} points ({block}, {losing} of {all} units)",
        "Most lasting: {items}, a weakness of {units} of {all} units for {years} years or more.",
        "Most lasting: {items}, each a weakness of {units} of {all} units for {years} years or more.",
        "A strength has at least {level}% of the maximum and stands out from the block: above mean plus {sd} "
        "standard deviations, above at least {peers}% of the other units, or full points where under half of "
        "them have full points.",
        "Firm: 1 of {all} ranks",
        "Firm: {n} of {all} ranks",
        "Plan: {points} points within reach",
        "Since {year}, {up} units rose and {down} fell",
        "Strengths by the rules of the Global Innovation Index: the share of units passed on an item is at or "
        "above the unit's own tenth highest, or the unit is among the first three, or above mean plus {sd} "
        "standard deviations.",
        "Units are ranked within their block on the printed index ({n} decimals); equal figures share the better rank.",
        "Weaknesses are the mirror image: the share of units ahead is at or above the unit's own tenth "
        "highest, or the unit is among the last three, or below mean minus {sd} standard deviations.",
    ),
}


def is_known(fault: Any) -> bool:
    return any(fault.msgid in msgids for msgids in KNOWN.values())
