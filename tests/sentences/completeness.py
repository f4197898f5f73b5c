"""Which sentences say more than a figure, and so need a checker of their own.

``QUANTIFIERS``: the words that do so, in both languages. ``NOT_CLAIMS``: sentences that hold such a
word and claim nothing of a year's figures, each kind with its reason.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.sentences.templates import sentences

DISPLAY = Path(__file__).resolve().parents[2] / "src" / "parreport" / "display"
QUANTIFIERS = re.compile(
    r"\b(first|last|most|largest|lowest|highest|widest|furthest|closest|best|worst|fewest|all|every|each|any|only|none|"
    r"no|nothing|nobody|always|never|both|one|throughout|dominates)\b",
    re.IGNORECASE,
)
TRONG_TIENG_VIET = re.compile(
    r"\b(nhất|tất cả|mọi|toàn bộ|chỉ (?!số|tiêu)|duy nhất|không .* nào|cả \d|cả \{|luôn|đứng đầu|dẫn đầu|xếp cuối)",
    re.IGNORECASE,
)


def displayed() -> dict[str, str]:
    """Return the sentences that the reports can say, with their Vietnamese."""
    written: set[str] = set()
    for path in DISPLAY.rglob("*.py"):
        if path.parent.name == "drawing":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written.add(node.value)
    return {english: vietnamese for english, vietnamese in sentences() if english in written}


def quantified() -> list[str]:
    """Return the sentences of reports that hold a superlative or a quantifier."""
    found = displayed().items()
    return sorted(e for e, v in found if QUANTIFIERS.search(e) or TRONG_TIENG_VIET.search(v))


# Sentences that hold such a word and claim nothing of a year's figures, by what they are.
NOT_CLAIMS: dict[str, tuple[str, ...]] = {
    "a head, a caption, a title: what stands beneath, or how it is ordered": (
        "% of answers below satisfied, on the questions above both medians",
        "Shares in one table",
        "{pct} of answers are satisfied: the factors, lowest first",
        "% of answers in the two upper steps of five, {year}",
        "% of answers in the two upper steps of five, {year}, block {block}",
        "% of answers, {year}, block {block}: the {n} highest and the {n} lowest",
        "By all units together %",
        "Fewest in a unit",
        "Most in a unit",
        "lowest factor",
        "% of the maximum of the item: one unit, and the median of its block",
        "Annex: one case more, one case less",
        "Units that one of fewer than ten cases moves by three places or a class, block {block}",
        "Few cases bring it",
        "a range of one place, moves in some tests",
        "the same place in every test",
        "Nearest to win back:",
        "No other unit has the item",
        "Up to the points that the upper quarter of the block has",
        "Change of the index since {year}, percentage points: units at both ends",
        "First in the block",
        "Mean of each area, % of the maximum: {blocks}",
        "Mean of each area, block by block",
        "Points lost in all",
        "Self-assessed minus official points, on the items with both figures",
        "Weight of each area in the index, %: {blocks}",
        "Weight of each area, %, items that do not apply left out: {blocks}",
        "{index} {year} in %: mean of the block and its first unit",
        "Numerator one less",
        "Numerator one more",
        "Points, index and rank with one case less and more",
        "Together, of all points",
        "All areas",
        "All items that differ, with the reason",
        "All pairs of items that order the units nearly alike, block {block}",
        "All strengths",
        "All units",
        "All units at",
        "All units {year} %",
        "All weaknesses",
        "Annex: all strengths and weaknesses",
        "Annex: every item",
        "Annex: every unit, every item",
        "Annex: every unit, every year",
        "% of the maximum; block {block}, 1 unit with points for all items",
        "% of the maximum; block {block}, {n} units with points for all items",
        "Areas on the map, in the colours of one scale",
        "Class of each unit where it lies",
        "Of all that the block loses",
        "Main causes: the items that cost each block most points",
        "Map: the class of each unit",
        "Map: the class of each unit, {blocks}",
        "Appraisal and survey, % of each part's maximum, block {block}",
        "Each dot one item, block {block}, 1 unit",
        "Each dot one item, block {block}, {n} units",
        "Every item, block {block}",
        "First item",
        "First place, of draws",
        "Furthest from it",
        "How far the parts go together, block {block}",
        "First {n}",
        "Highest index %",
        "Index and class of each unit",
        "Items most often cut, block {block}",
        "Items on which all units are equal, block {block}",
        "Items with self-assessed points but no evidence",
        "Largest change when an area is left out",
        "Last {n}",
        "Lowest index %",
        "Last quarter, of draws",
        "Mean of each area by year on comparable items, % of the maximum, block {block}",
        "No.",
        "Points by item, block {block}, unit {first}",
        "Points by item, block {block}, units {first} to {last}",
        "Points lost by all units of block {block} together",
        "Points lost by the units of block {block} with points for all items",
        "Rank by year, block {block}; in colour those that moved most",
        "Rank by year, block {block}: of {n} units those that moved most",
        "First",
        "First and last units of each block, index in %",
        "Points, a box for each scored item",
        "Last",
        "Mean index of each block",
        "Mean index, and number of units in each class",
        "Range: the 95% confidence set of all ranks, from the survey's error.",
        "first year ranked",
        "last year ranked",
        "Score sheet, every item",
        "Strong and weak areas of each unit",
        "The first and the last {n} units",
        "The index of each unit over the years",
        "Units of both years",
        "Weaknesses that last, block {block}: number of units",
        "What each area decides, block {block}",
        "What the change from {first} to {last} is made of, block {block}",
        "What units claim and what they are granted: points on the items with both figures, block {block}",
        "Whether parts go together",
        "Whether parts go together, block {block}",
        "by units of one mean only",
        "in brackets: the 95% confidence set of all ranks, from the survey's error",
        "items on which all units are equal",
        "units in the highest class",
        "{index} {year} in %, block {block}, {n} units, a dot each",
    ),
    "the method in words: what a rule does, what a figure can say": (
        "A case is moved alone, the other units held still; only items whose points a rule gives are counted.",
        "A correlation says that two figures move together, not that one causes the other, and not that an "
        "item is useless: some tasks must be done by all.",
        "A low alpha is no fault by itself: a criterion may rightly gather different tasks. It means that "
        "its percentage mixes them, so that remedies must look at each part.",
        "A strength has at least {level}% of the maximum and stands out from the block: above mean plus "
        "{spread}, above at least {peers}% of the other units, or full points where under half of them have "
        "full points.",
        "A unit with items without points has no rank and no class.",
        "A weakness has less than {level}% and is below mean minus {spread}, below at least {peers}% of the "
        "other units, or among the largest losses that make up {loss}% of the unit's loss. Where fewer than "
        "{small} units have an item, only the level and the loss count.",
        "An item counts with its own performance only; other items, other weights and other scope are one figure.",
        "Block {block} is scored by one total of at most {points} points.",
        "Bonus counts up to 1 point in all.",
        "Bonus counts up to {cap} points in all.",
        "Cronbach's alpha on percent of the maximum, over the units to which all parts apply; areas are "
        "measured over their criteria.",
        "Framework and figures are illustrative: they are made up and describe no real unit's result.",
        "In {draws} draws the weights of areas and criteria rise or fall by up to a quarter each, and each "
        "appraised item by at most one step of its points.",
        "In as many draws, with the weights as they are, each rate that a rule scores is drawn from the cases behind "
        "it; what has no case is not drawn.",
        "In as many draws, with the weights as they are, each rate that a rule scores is drawn from the cases "
        "behind it, and with it the survey's error where it is known; what has no case is not drawn.",
        "The range beside a rank: the places from the 5% to the 95% rank when each rate that a rule scores is drawn "
        "from the cases behind it.",
        "In {draws} draws the weights of areas and criteria rise or fall by up to a quarter each.",
        "Items without points leave points and maximum; these units have no rank and no class and stand "
        "outside the means and counts of index, areas and items. What units claim is compared on the items that "
        "have points.",
        "Places gained or lost against {year} are not told: units with items without points have no rank, so "
        "fewer units are ranked than are assessed.",
        "Within the survey's error: the percent of an item with survey points moved by no more than the sampling "
        "error of the unit's survey points in {year} (at 95%). {without} has no sampling error, so this limit is "
        "narrower than it really is.",
        "Judge by the content: two items can move together by chance, the more so with few units.",
        "Mended: no longer a weakness, and at least {level}% of the maximum. Improved, unchanged and worse "
        "compare the percent of the maximum with {year}; an item that was split is compared over its parts together.",
        "Penalties count up to 1 point in all.",
        "Penalties count up to {cap} points in all.",
        "Percentages rest on the evidence that units hand in and on the appraiser's judgement; what neither "
        "shows, no formula finds.",
        "Spread: standard deviation in percentage points. Full, zero: share of the units with all and with "
        "no points. With the others: correlation with all other items of the unit together.",
        "Strengths by the rules of the Global Innovation Index: the share of units passed on an item is at "
        "or above the unit's own tenth highest, or the unit is among the first three, or above mean plus {spread}.",
        "The figures describe the units of this year; they are no sample, and with few units one unit can "
        "change a correlation much.",
        "The index tells how far each unit is in administrative reform",
        "The range beside a rank: the places from the 5% to the 95% rank when the weights of areas and "
        "criteria are drawn anew, each up to a quarter higher or lower.",
        "The survey asks some of the people, so its points have a sampling error. The range of a rank holds "
        "every place that agrees with it, for all units of the block together with 95% confidence.",
        "Weaknesses are the mirror image: the share of units ahead is at or above the unit's own tenth "
        "highest, or the unit is among the last three, or below mean minus {spread}.",
        "Where every ranked unit of a block has a sampling error of its survey points, the range is the "
        "simultaneous 95% confidence set of the ranks.",
        "Within the survey's error: the percent of an item with survey points moved by no more than the "
        "sampling error of the unit's survey points in both years (at 95%).",
        "if {word}: {first}; otherwise: {second}",
        "{points} for each {what}",
        "{points} off for each {what}",
    ),
    "a note under a table or a picture: what it shows and what it leaves out": (
        "In bold: the answer that is given most often.",
        "Shares and intervals are those of all units together (Fay–Herriot).",
        "The share, its interval and the order are by all units together: the estimate of Fay and Herriot, in which a "
        "unit with few answers leans on the others. Group, and against the others: by its own answers; units of a "
        "group do not lie clearly below its highest, 1 is the highest group.",
        "The {n} units with the highest and the {n} with the lowest shares.",
        "By all units together: the estimate of Fay and Herriot, in which a unit with few answers leans on the others. "
        "Group: units that do not lie clearly below the highest of their group; 1 is the highest group.",
        "For the next revision of the framework: where all units have full points, raise what is asked for, or "
        "leave the item out; where all have less, see whether the figure is each unit's own.",
        "The numerator one case less or more; the denominator, all else and the other units held still. A dash: there "
        "is no such case.",
        "Then: with one of these cases more or less in the numerator, the other units held still.",
        "Not counted here, though the plan of a unit may name them: items whose points an appraiser gave, figures "
        "copied to all units, and moves of one or two places within a class.",
        "Counted are units for which the item has been a weakness in all years up to {year}.",
        "Borders are simplified for print and settle no question of where they run.",
        "Each square is a unit, of one size and near its place (lat, lon); squares show no borders and no areas.",
        "Dashed: only items that can be compared through all linked years, bonus and penalty left out.",
        "Equal ranks stand one under the other. A year without a rank is a gap.",
        "Mean of this year's units, on the items that can be compared through all linked years.",
        "Named: the lowest below 0.",
        "In the boxes: the last part of the item's code; the annex lists all items with their names.",
        "Only items with both figures, penalties taken off; difference also in % of the self-assessed "
        "points; evidence: share of the items on which points are claimed.",
        "Units in order of rank; the ranks of all units and years stand in the annex.",
        "Can bring: a penalty avoided; what at most three cases or things counted bring; what the appraiser took; or "
        "what the upper quarter of the block already has.",
        "Deadlines: the first that the remedy names more than 30 days after {day}, the day of publication.",
        "The head of the unit names who is responsible for each item.",
        "The head of the unit names who is responsible for each item, and by when.",
        "The head of the unit names who is responsible for each item, and by when where no date stands.",
        "Points by the rule for either figure; official: the points that count, the appraiser's first.",
        "The mean leaves out units of which no item is appraised yet.",
        "Units in order of rank, on one scale. All figures stand in the annex.",
        "Units with a figure. In brackets: distance to the target; below 0 = not met.",
    ),
    "a report says where else something stands, or why a section is empty": (
        "The satisfaction index {year} of people with public administrative services, {province}, is announced: {pct}, "
        "by the answers of {n} respondents; of each agency and unit as in the Annex.",
        "The inputs of the year have no survey of satisfaction.",
        "All formulas stand in the method report.",
        "All units in order of rank: score by area, range of the rank, points by item.",
        "Fewer than two years have a ranking of block {block}; there is nothing to compare.",
        "No figure differs from the published report.",
        "No index this year",
        "No unit of block {block} has both figures on an item.",
        "Nothing can be said on how sure the ranks are: the source has no points by item and no sampling "
        "error, or no two ranked units in a block.",
        "Nothing more to remark on the inputs than what stands at the head of the report.",
        "Nothing to remark on the inputs.",
        "Made by named rules from the tables of this report; all {n} stand in the workbook of tables.",
        "Points of every unit by item: see the document “{title}” and the workbook of tables.",
        "Targets of the province stand beside the index; they give no points.",
        "The tables show the first and the last units; all stand in the document “{title}”.",
        "The source gives one total per unit; strengths, weaknesses and losses need points by item and stay empty.",
        "The source gives one total per unit; this section needs points by item and stays empty.",
        "The unit was merged from {units}; no change against {year} is computed.",
        "The unit was merged from {units}; their weaknesses of {year} are not followed up.",
        "Without an index in {years}, since no item applied: {units}.",
        "Without an index in {years}, since no item has points: {units}.",
        "{base} and {year} are not compared with each other: each stands as it was published.",
    ),
    "the speaker asks the room, or tells it what to do": (
        "Who will mend the first of these, and by when?",
        "Ask what could become one next year.",
        "Take them one by one; who worked on an item speaks first.",
        "Which neighbours on the map could learn from each other?",
        "Write who and by when beside each of them before the session ends.",
        "Let no points be taken off next time.",
        "Set a date for limitations that last.",
        "Set a common measure where at least half of a block has at most half of the points.",
        "Ask which evidence was missing; a difference is no reproach.",
        "Each of these units tells in one minute how it does it.",
        "Give each table five minutes, then let two tables report.",
        "What did the unit with the largest rise do differently?",
        "What did we change since last year?",
        "What do the first units do that others could take over next month?",
        "What will you do first on Monday?",
        "Which of these items does your own unit work on every day?",
        "Which help do the last units need, and who gives it?",
        "Which item cost us most, and what keeps us from its full points?",
        "Which of these items do we take on first?",
        "Who is responsible for the target that is furthest away?",
    ),
    "a piece of a sentence, or a cell, which the checker of the whole takes apart": (
        "the same cases in each unit of the block",
        "first",
        "hang on one case",
        "no class",
        "of all lost",
        "1 is a part of a former one",
        "accepted wholly",
        "{n} with points for all items",
        "range: place {low} only",
        "{area} (not all points yet)",
        "{n} each join several former ones",
        "1 can no longer be compared",
        "1 item is a part of a former one ({pct})",
        "1 moved by no more than the sampling error of the survey",
        "1 unit of both years",
        "Accepted wholly",
        "all but {units}",
        "all units",
        "all units are equal on a part",
        "a first case of items that have none yet",
        "appraisal one step off",
        "at most {best} in the whole year; the mean of the block is {mean}",
        "by unit only",
        "highest",
        "lowest to highest",
        "no",
        "no due date",
        "no figures",
        "no item applies",
        "no longer compared",
        "no longer in the framework",
        "no points given",
        "no points yet",
        "none",
        "not one",
        "parts go against each other",
        "parts go together",
        "with the one unit of both years down {size} percentage points on {year}",
        "with the one unit of both years unchanged on {year}",
        "with the one unit of both years up {size} percentage points on {year}",
        "with the {n} units of both years down {size} percentage points on {year} on average",
        "with the {n} units of both years unchanged on {year} on average",
        "with the {n} units of both years up {size} percentage points on {year} on average",
        "{first} and {last}",
        "{name} from {lowest}",
        "{n} accepted wholly",
        "{n} by the maximum of the item or because nobody gave points ({points} points)",
        "{n} can no longer be compared",
        "{n} items each join several former ones ({pct})",
        "{n} moved by no more than the sampling error of the survey",
        "{n} units (by {gap} percentage points each)",
        "{n} units of both years",
        "{points} points · {losing}/{all} units",
    ),
    "areas of a unit with gaps; tests of drafts work them out": (
        "At the block's median in every area with all points",
        "Of the areas with all points: furthest above the block's median in {best}",
        "Of the areas with all points: furthest ahead in {best}, furthest behind in {worst}",
        "Of the areas with all points: furthest below the block's median in {worst}",
    ),
    "what the tables of a large block leave out; tests of large blocks work them out": (
        "Index in %, {years}, block {block}: of {n} units the {most} with the highest change and the {most} "
        "with the lowest",
        "The {n} units with the highest and the {n} with the lowest difference.",
        "The {shown} units with most of these items; there are {n}.",
    ),
    "no random province has it yet: what is due after publication, the share that two years have in common, a "
    "second source": (
        "1 step was due before {day}, the day of publication, and has no date on which it was done.",
        "Comparable: {now} of the maximum of both years.",
        "{item}: declared {declared}, but {source} has {second}; by the rule both give {points} points.",
        "{n} steps were due before {day}, the day of publication, and have no date on which they were done.",
    ),
}
