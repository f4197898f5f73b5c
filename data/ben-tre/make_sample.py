"""Make the sample inputs of Bến Tre, 2016 to 2018: invented figures, made to look like a province.

Rerun it in the project's environment, from anywhere::

    python data/ben-tre/make_sample.py

It writes ``units.csv``, ``points.csv``, ``appraisal.csv``, ``target_values.csv`` and
``calendar.csv`` into ``data/ben-tre/2016``, ``2017`` and ``2018``. The same code, texts and
frameworks give the same bytes: every draw comes from ``random.Random`` seeded with :data:`SEED` and
the unit, leaf and year that it is for, so that adding a leaf does not change the others.

How a figure comes about:

1. Each leaf of a unit has a quality: the unit's level, its strong and weak areas, how easy the leaf
   is for everybody, a part that stays from year to year and a part that does not. The level is set
   so that the unit's index comes near the one in ``make_sample.yaml``.
2. The leaf's rule, read backwards, turns the quality into figures that a unit could declare; the
   rule of the framework gives their points. Leaves without a rule have points on a 0.25 grid,
   survey leaves on a 0.01 grid.
3. The unit's way of scoring itself decides what it claims: true figures, figures that are too
   high, points above the scale, or modest ones. The appraiser cuts, gives a reason, and restores
   some of it after the explanation; some leaves are left to the rule. In 2016 there was one round
   and no explanation.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

from parreport import columns
from parreport.inputs.framework import Block, Framework, Item
from parreport.inputs.framework_files import read_framework
from parreport.inputs.rules import Declared, Rule, ZeroOfZero

SEED = 2018
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
YEARS = (2016, 2017, 2018)
QUARTER = Decimal("0.25")
CENT = Decimal("0.01")
UNITS_HEAD = ["unit_code", "name", "name_en", "block", "ranked", "cluster"]
SURVEY_SE_YEAR = 2018
SURVEY_SE_POINTS = (0.2, 0.6)
PERSISTENT_SD = 0.17
YEARLY_SD = 0.08
OVERCLAIM = {"honest": 0.1, "normal": 0.42, "high": 0.78, "modest": 0.05}
MODEST = {"honest": 0.03, "normal": 0.02, "high": 0.0, "modest": 0.16}


@dataclass(frozen=True)
class Figures:
    """What is true of a leaf, or what is declared for it, and the points that it gives."""

    points: Decimal | None
    numerator: int | None = None
    denominator: int | None = None
    value: str = ""


@dataclass
class Cell:
    """One row of points.csv in the making, and its rounds of appraisal."""

    leaf: Item
    true: Figures
    declared: Figures
    applies: bool = True
    self_points: Decimal | None = None
    appraised: Decimal | None = None
    reason: str = ""
    evidence: str = ""
    rounds: tuple[tuple[int, Decimal, str], ...] = ()


def draw_source(*key: object) -> random.Random:
    """Return the random source of one purpose, the same in every run."""
    return random.Random("|".join(map(str, (SEED, *key))))


def shown_number(number: float | int | Decimal) -> str:
    """Return a number as Vietnamese texts write it: 1.234,5."""
    text = f"{number:,.2f}".rstrip("0").rstrip(".") if not isinstance(number, int) else f"{number:,}"
    return text.translate(str.maketrans(",.", ".,"))


def shown_points(points: Decimal) -> str:
    """Return points as every table of the reports prints them: with two decimals, 0,50."""
    return f"{points:.2f}".replace(".", ",")


# --- leaves of two years --------------------------------------------------------------------


def find_lasting_codes(earlier: Framework, later: Framework) -> dict[tuple[str, str], str]:
    """Return the later code of each earlier leaf, by its name or by the mapping; blank for none."""
    codes: dict[tuple[str, str], str] = {}
    for block in earlier:
        by_name = {leaf.name: leaf.code for leaf in later.by_code[block.code].leaves}
        for leaf in block.leaves:
            mapped = [
                row.item_code
                for row in later.mapping or ()
                if (row.base_block, row.base_item_code) == (block.code, leaf.code)
            ]
            found = by_name.get(leaf.name) or next(iter(mapped), "")
            codes[block.code, leaf.code] = found
    return codes


class Sample:
    """Everything that the sample is made of, and the drawing of it."""

    def __init__(self) -> None:
        self.plan: dict[str, Any] = yaml.safe_load((HERE / "make_sample.yaml").read_text(encoding="utf-8"))
        folder = ROOT / "parameters" / "frameworks"
        self.frameworks = {y: read_framework(folder / f"ben-tre-{y}") for y in YEARS}
        self.later_codes = {
            year: find_lasting_codes(self.frameworks[year], self.frameworks[year + 1]) for year in YEARS[:-1]
        }
        self.units: list[dict[str, Any]] = self.plan["units"]

    def block_of(self, unit: dict[str, Any], year: int) -> Block:
        """Return the block of a unit in the framework of a year."""
        return self.frameworks[year].by_code[unit["block"]]

    def lasting_code(self, block: str, code: str, year: int) -> str:
        """Return the code of 2018 of a leaf, which its facts and its lasting part go by."""
        if year == 2018:
            return code
        later = self.later_codes[year][block, code]
        return self.lasting_code(block, later, year + 1) if later else f"{code}-{year}"

    def facts(self, block: str, code: str, year: int) -> dict[str, Any]:
        """Return what the plan says about a leaf; nothing for survey, bonus and penalty."""
        if year == 2018:
            return self.plan["leaves"][block].get(code, {})
        own = self.plan["leaves"].get(f"{block}-{year}", {}).get(code)
        later = self.later_codes[year][block, code]
        return own or (self.facts(block, later, year + 1) if later else {})

    def areas(self, unit: dict[str, Any], year: int) -> dict[int, float]:
        """Return a unit's strong and weak areas in a year: its own, changed in earlier years."""
        areas: dict[int, float] = unit.get("areas", {})
        for earlier in (2017, 2016):
            if year <= earlier:
                areas = areas | unit.get(f"areas_{earlier}", {})
        return areas

    def drawn_code(self, block: str, code: str, year: int) -> str:
        """Return the code that a leaf's part of one year goes by; merged leaves differ in it."""
        return self.lasting_code(block, code, year) if year > 2016 else f"{code}-{year}"

    def no_arising(self, unit: dict[str, Any], lasting: str, year: int) -> str:
        """Return why a leaf does not apply to a unit, or nothing."""
        for row in self.plan["not_applicable"]:
            if row["unit"] == unit["code"] and year in row["years"] and lasting in row["items"]:
                return str(row["reason"])
        return ""

    # --- quality ----------------------------------------------------------------------------

    def quality(self, unit: dict[str, Any], leaf: Item, year: int, level: float) -> float:
        """Return how well a unit does on a leaf: about 0 to 1, above 1 = with ease."""
        code = self.lasting_code(unit["block"], leaf.code, year)
        areas = self.areas(unit, year)
        ease = self.facts(unit["block"], leaf.code, year).get("ease", 0.0)
        lasting = draw_source(unit["code"], code, "lasting").gauss(0, PERSISTENT_SD)
        drawn = self.drawn_code(unit["block"], leaf.code, year)
        yearly = draw_source(unit["code"], drawn, year, "yearly").gauss(0, YEARLY_SD)
        return level + areas.get(int(leaf.area_code), 0.0) + ease + lasting + yearly

    def survey_points(self, unit: dict[str, Any], leaf: Item, year: int) -> Decimal:
        """Return the points that the survey gives on a leaf."""
        code = self.lasting_code(unit["block"], leaf.code, year)
        areas = self.areas(unit, year)
        pct = unit["survey"][year] + self.plan["survey"][unit["block"]].get(code, 0.0) + 0.7
        pct += 15 * areas.get(int(leaf.area_code), 0.0) if leaf.area_code != "8" else 0.0
        pct += draw_source(unit["code"], code, "survey").gauss(0, 2.6)
        pct += draw_source(unit["code"], code, year, "survey").gauss(0, 1.3)
        share = Decimal(str(round(min(max(pct, 35.0), 98.5), 4))) / 100
        return ((leaf.max_points or Decimal(0)) * share).quantize(CENT, ROUND_HALF_UP)

    # --- true figures -----------------------------------------------------------------------

    def denominator(self, unit: dict[str, Any], leaf: Item, year: int, true: dict[str, Figures]) -> int:
        """Return of how many a rate is: a figure of the unit's size, a range, or a linked count."""
        spec = self.facts(unit["block"], leaf.code, year)["n"]
        code = self.lasting_code(unit["block"], leaf.code, year)
        size = unit["size"]
        sway = draw_source(unit["code"], spec, year, "size").uniform(0.96, 1.04)
        sway *= {2018: 1.0, 2017: 0.94, 2016: 0.89}[year]
        if not isinstance(spec, str):
            low, high = spec
            usual = draw_source(unit["code"], code, "n").uniform(low, high)
            return max(low, round(usual + draw_source(unit["code"], code, year, "n").gauss(0, 0.8)))
        if spec == "late":
            files = true["3.4.1" if unit["block"] == "so-nganh" else "3.3.1"]
            return (files.denominator or 0) - (files.numerator or 0)
        if spec == "online":
            if unit["block"] == "so-nganh":
                return true["7.2.1"].numerator or 0
            return round(draw_source(unit["code"], "online").uniform(22, 38) * sway)
        communes = size.get("communes", 0)
        fixed = {
            "divisions": min(size.get("divisions", 0) + size["service_units"], 30),
            "service_units": size["service_units"],
            "procedures": size["procedures"],
            "communes": communes,
            "commune_offices": communes + 13,
            "offices": min(size["service_units"] + 13, 80),
        }
        moving = {
            "files": size["files"],
            "documents": size["documents"],
            "budget": size["budget"],
            "tasks": size["tasks"],
            "staff": size["staff"],
            "trainees": 0.55 * min(size["staff"], 140) + 9 * communes,
            "commune_files": 1450 * communes,
            "commune_staff": 20.4 * communes,
            "commune_civil_servants": 10.3 * communes,
            "commune_officials": 10.1 * communes,
            "online_files": size["files"] * draw_source(unit["code"], "files").uniform(0.22, 0.42),
        }
        return fixed[spec] if spec in fixed else max(1, round(moving[spec] * sway))

    def true_figures(
        self, unit: dict[str, Any], leaf: Item, year: int, level: float, true: dict[str, Figures]
    ) -> Figures | None:
        """Return what is true of a leaf; None where it does not apply or stands outside."""
        code = self.lasting_code(unit["block"], leaf.code, year)
        if leaf.outside or self.no_arising(unit, code, year):
            return None
        if leaf.method == "survey":
            return Figures(self.survey_points(unit, leaf, year))
        quality = self.quality(unit, leaf, year, level)
        maximum = leaf.max_points or Decimal(0)
        if leaf.rule is None:
            share = Decimal(str(min(max(quality + 0.02, 0.0), 1.0)))
            return Figures((share * maximum / QUARTER).quantize(Decimal(1), ROUND_HALF_UP) * QUARTER)
        for row in self.plan["zero_of_zero"]:
            if (row["unit"], row["item"]) == (unit["code"], code) and year in row["years"]:
                return Figures(None, 0, 0, "")
        total = 0
        if "n" in self.facts(unit["block"], leaf.code, year):
            total = self.denominator(unit, leaf, year, true)
        drawn = self.drawn_code(unit["block"], leaf.code, year)
        return declare(leaf.rule, quality, maximum, total, (unit["code"], drawn, year))

    def draw_unit(self, unit: dict[str, Any], year: int, level: float) -> dict[str, Figures]:
        """Return the true figures of all leaves of a unit that apply, at a level."""
        true: dict[str, Figures] = {}
        for leaf in self.block_of(unit, year).leaves:
            figures = self.true_figures(unit, leaf, year, level, true)
            if figures is not None:
                true[leaf.code] = figures
        return true

    def index(self, unit: dict[str, Any], year: int, true: dict[str, Figures]) -> float:
        """Return the index of a unit: 100 × (points + bonus − penalty) / maximum."""
        leaves = self.block_of(unit, year).by_code
        points = maximum = Decimal(0)
        for code, figures in true.items():
            if figures.points is not None:
                points += figures.points
                maximum += leaves[code].max_points or Decimal(0)
        for row in self.plan["outside"]:
            if (row["unit"], row["year"]) == (unit["code"], year):
                leaf = leaves[row["item"]]
                given = min(self.outside_points(leaf, row), leaf.max_points or Decimal(99))
                points += given if leaf.method == "bonus" else -given
        return float(100 * points / maximum)

    def outside_points(self, leaf: Item, row: dict[str, Any]) -> Decimal:
        """Return the points of a bonus or penalty: the appraiser's, else those of the rule."""
        if "points" in row or leaf.rule is None:
            return Decimal(str(row["points"]))
        declared = Declared(value=str(row["value"]), number=Decimal(str(row["value"])))
        return leaf.rule.score(declared, leaf.max_points) or Decimal(0)

    def fit_level(self, unit: dict[str, Any], year: int) -> dict[str, Figures]:
        """Return the true figures at the level whose index is nearest to the planned one."""
        steps = [n / 200 for n in range(60, 261)]
        wanted = unit["index"][year]
        low, high = 0, len(steps) - 1
        while low < high:
            middle = (low + high) // 2
            if self.index(unit, year, self.draw_unit(unit, year, steps[middle])) < wanted:
                low = middle + 1
            else:
                high = middle
        near = [self.draw_unit(unit, year, steps[n]) for n in (low - 1, low) if 0 <= n < len(steps)]
        return min(near, key=lambda true: abs(self.index(unit, year, true) - wanted))

    # --- what the unit declares and the appraiser finds ----------------------------------------

    def make_cells(self, unit: dict[str, Any], year: int) -> list[Cell]:
        """Return the rows of points.csv of a unit, in the framework's order."""
        true = self.fit_level(unit, year)
        cells = []
        for leaf in self.block_of(unit, year).leaves:
            code = self.lasting_code(unit["block"], leaf.code, year)
            if leaf.outside:
                cells += self.outside_cell(unit, leaf, year)
                continue
            if leaf.code not in true:
                reason = self.no_arising(unit, code, year)
                cells.append(Cell(leaf, Figures(None), Figures(None), False, reason=reason))
                continue
            found = true[leaf.code]
            cell = Cell(leaf, found, found)
            if leaf.method == "survey":
                cell.appraised = found.points
            elif found.points is None:
                cell.reason = "Không phát sinh trong năm (kê khai 0/0)."
                cell.evidence = self.facts(unit["block"], leaf.code, year).get("evidence", "")
            else:
                self.claim(unit, year, cell)
            cells.append(cell)
        return cells

    def outside_cell(self, unit: dict[str, Any], leaf: Item, year: int) -> list[Cell]:
        """Return the row of a bonus or penalty, if the plan has one."""
        for row in self.plan["outside"]:
            if (row["unit"], row["year"], row["item"]) == (unit["code"], year, leaf.code):
                declared = Figures(None, value=str(row["value"]))
                cell = Cell(leaf, declared, declared)
                if leaf.method == "bonus":
                    cell.self_points = Decimal(str(row.get("self", self.outside_points(leaf, row))))
                if "points" in row:
                    cell.appraised = Decimal(str(row["points"]))
                cell.reason, cell.evidence = row.get("reason", ""), row.get("evidence", "")
                return [cell]
        return []

    def claim(self, unit: dict[str, Any], year: int, cell: Cell) -> None:
        """Fill in what the unit claims, what the appraiser gives, reasons and rounds."""
        facts = self.facts(unit["block"], cell.leaf.code, year)
        draw = draw_source(unit["code"], cell.leaf.code, year, "claim")
        points = cell.true.points or Decimal(0)
        maximum = cell.leaf.max_points or Decimal(0)
        ruled = cell.leaf.rule is not None
        cell.self_points = points
        cell.evidence = facts["evidence"]
        over, gap = draw.random(), draw.random() < unit["gaps"]
        situation = ""
        if points < maximum and over < OVERCLAIM[unit["self"]]:
            situation = self.overclaim(unit, year, cell, draw, gap)
        elif points > 0 and draw.random() < MODEST[unit["self"]]:
            cell.self_points = lower_points(cell.leaf, points)
            situation = "modest"
        if ruled and not situation:
            cell.appraised = None if draw.random() < 0.42 else points
        elif situation == "sum":
            cell.appraised = None if draw.random() < 0.5 else points
        else:
            cell.appraised = points
        if gap:
            cell.evidence = ""
        if situation:
            cell.reason = self.write_reason(situation, cell, facts, draw)
        self.hear_explanation(year, cell, facts, situation, draw)

    def overclaim(self, unit: dict[str, Any], year: int, cell: Cell, draw: random.Random, gap: bool) -> str:
        """Let the unit claim more than is true; return what the appraiser will object to."""
        leaf, points = cell.leaf, cell.true.points or Decimal(0)
        facts = self.facts(unit["block"], leaf.code, year)
        maximum = leaf.max_points or Decimal(0)
        if leaf.rule is None:
            full = unit["self"] == "high" and draw.random() < 0.7
            cell.self_points = maximum if full else min(maximum, points + QUARTER)
            return "no_evidence" if gap else "given"
        inflated = None
        if not facts.get("honest") and draw.random() < 0.7:
            key = (unit["code"], leaf.code, year, "inflated")
            total = cell.true.denominator or 0
            inflated = inflate(leaf.rule, points, maximum, total, key)
        if inflated is None or inflated.points is None:
            cell.self_points = higher_points(leaf, points)
            return "sum"
        cell.declared, cell.self_points = inflated, inflated.points
        if gap:
            return "no_evidence"
        form = "choice" if inflated.value and leaf.rule.form in {"choice", "when"} else leaf.rule.form
        if leaf.rule.form == "when" and inflated.numerator is not None:
            form = "bands" if cell.true.numerator is not None else "choice"
        if inflated.numerator is not None and form != "choice":
            return "rate"
        if leaf.rule.basis == "value" and form == "bands":
            return "value"
        return {"limits": "days", "deduct": "events", "choice": "choice"}.get(form, "count")

    def write_reason(
        self, situation: str, cell: Cell, facts: dict[str, Any], draw: random.Random, **more: object
    ) -> str:
        """Return a reason as an appraiser writes it, with the figures of the row."""
        texts: Sequence[str] = self.plan["reasons"][situation]
        if situation == "given":
            texts = facts.get("gaps") or texts
        if situation == "days" and facts.get("what") != "ngày":
            situation, texts = "events", self.plan["reasons"]["events"]
        found, claimed = cell.true, cell.declared
        rate = situation in {"rate"} or (found.numerator is not None and not found.value)
        words: dict[str, object] = {
            "check": facts.get("check") or facts["evidence"],
            "what": facts.get("what", ""),
            "found": shown_number(found.numerator or 0) if rate else shown_value(found),
            "claimed": shown_number(claimed.numerator or 0) if rate else shown_value(claimed),
            "n": shown_number(found.denominator or 0),
            "removed": shown_number((claimed.numerator or 0) - (found.numerator or 0)),
            "self": shown_points(cell.self_points or Decimal(0)),
            "points": shown_points(cell.true.points or Decimal(0)),
            "evidence": cell.evidence or facts["evidence"],
        }
        if found.denominator:
            words["rate"] = shown_number(round(100 * (found.numerator or 0) / found.denominator, 1))
        words |= more
        for name in ("check", "evidence"):
            words[f"{name}_low"] = lower_first(str(words[name])).replace(";", ",")
        if facts.get("what") == "triệu đồng" and situation == "rate":
            texts = [text for text in texts if "{check}" in text]
        if cell.leaf.rule is None:
            texts = [text for text in texts if "số liệu kê khai" not in text]
        if situation == "restored":
            full = cell.self_points == cell.true.points
            texts = [text for text in texts if ("một" not in text if full else True)]
            texts = [text for text in texts if cell.evidence or "một" in text]
        if words["what"] == "%":
            words |= {"found": f"{words['found']}%", "claimed": f"{words['claimed']}%", "what": ""}
        return draw.choice(list(texts)).format(**words).replace(" ,", ",")

    def hear_explanation(
        self, year: int, cell: Cell, facts: dict[str, Any], situation: str, draw: random.Random
    ) -> None:
        """Add the rounds of appraisal of a contested leaf."""
        points = cell.true.points or Decimal(0)
        chance = 0.0 if situation in {"", "modest", "sum"} else 0.45 if year == 2018 else 0.25
        if year == 2016:
            if draw.random() < chance:
                cell.rounds = ((1, points, cell.reason),)
            return
        if not situation and points > 0:
            chance = 0.035 if year == 2018 else 0.015
        if draw.random() >= chance or not (situation or cell.evidence):
            return
        way = draw.random()
        if points > 0 and (way < 0.6 or not situation):
            before = lower_points(cell.leaf, points)
            if before == points:
                return
            shown = {"points": shown_points(before)}
            first = self.write_reason("first_round", cell, facts, draw, **shown)
            shown = {"before": shown_points(before)}
            second = self.write_reason("restored", cell, facts, draw, **shown)
            cell.rounds = ((1, before, first), (2, points, second))
        elif way < 0.85:
            second = self.write_reason("kept", cell, facts, draw)
            cell.rounds = ((1, points, cell.reason), (2, points, second))
        else:
            cell.rounds = ((1, points, cell.reason),)
        cell.appraised, cell.reason = points, cell.rounds[-1][2]


# --- rules read backwards -------------------------------------------------------------------


def declare(rule: Rule, quality: float, maximum: Decimal, total: int, key: Iterable[object]) -> Figures:
    """Return figures that a unit of this quality would declare under a rule, with their points."""
    draw = draw_source(*key, "declare")
    if rule.form == "when" and rule.first is not None and rule.second is not None:
        if quality < 0.3 and quality < 0.2 + 0.2 * draw.random():
            return declare(rule.second, max(quality, 0.0) + 0.1, maximum, 0, key)
        inner = declare(rule.first, quality, maximum, total, key)
        return replace(inner, value=rule.word)
    if rule.form == "choice":
        step = min(rule.steps, key=lambda one: (abs(float(one.points / maximum) - quality), one.points))
        return Figures(step.points, value=step.option)
    if rule.basis == "rate":
        return declare_rate(rule, quality, maximum, total, draw)
    number = declare_number(rule, quality, maximum, draw)
    declared = Declared(value=str(number), number=number)
    return Figures(rule.score(declared, maximum), value=str(number))


def declare_rate(rule: Rule, quality: float, maximum: Decimal, total: int, draw: random.Random) -> Figures:
    """Return a rate: the numerator, of all possible ones, that suits the quality."""
    if total == 0:
        return Figures(None, 0, 0)
    wander = draw.random()
    if rule.form == "proportional":
        full = float(rule.full)
        span = min(full, 1.6 * (full - float(rule.floor)))
        pct = full - (1 - quality) * span if quality < 1 else full + (100 - full) * wander * 0.5
        numerator = min(max(round(pct * total / 100), 0), total)
    else:
        bounds = [(float(s.bound), float(s.points / maximum)) for s in rule.steps]
        bounds = sorted(bounds, reverse=True)
        bounds.append((bounds[-1][0] * 0.62, 0.0))
        nearest = min(range(len(bounds)), key=lambda n: (abs(bounds[n][1] - quality), -n))
        low = bounds[nearest][0]
        high = 100.0 if nearest == 0 else bounds[nearest - 1][0]
        reach = 0.8 if nearest else 0.9 * wander
        pct = low + (high - low) * wander * reach
        numerator = min(round(pct * total / 100), total)
        while numerator < total and 100 * numerator < low * total:
            numerator += 1
        while nearest and numerator > 0 and 100 * numerator >= high * total:
            numerator -= 1
    declared = Declared(Decimal(numerator), Decimal(total))
    try:
        return Figures(rule.score(declared, maximum), numerator, total)
    except ZeroOfZero:
        return Figures(None, 0, 0)


def declare_number(rule: Rule, quality: float, maximum: Decimal, draw: random.Random) -> Decimal:
    """Return a count, a number of days or a measured value that suits the quality."""
    wander = draw.random()
    if rule.form in {"each", "deduct"}:
        most = maximum / rule.step_points
        done = round(float(most) * min(max(quality, 0.0), 1.0))
        extra = 1 if quality > 1.1 and wander < 0.4 else 0
        return Decimal(done + extra if rule.form == "each" else int(most) - done)
    steps = [(float(s.bound), float(s.points / maximum)) for s in rule.steps]
    steps = [*sorted(steps, key=lambda one: -one[1]), (0.0, 0.0)]
    nearest = min(range(len(steps)), key=lambda n: (abs(steps[n][1] - quality), -n))
    bound = steps[nearest][0]
    if rule.form == "limits":
        if nearest == len(steps) - 1:
            return Decimal(int(steps[-2][0]) + 1 + int(14 * wander))
        above = steps[nearest - 1][0] if nearest else -1
        return Decimal(int(bound) if not nearest else int(above + 1 + (bound - above - 1) * wander))
    if rule.basis == "count":
        if nearest == len(steps) - 1:
            return Decimal(int((steps[-2][0] - 1) * wander))
        return Decimal(int(bound) + (1 if nearest == 0 and wander < 0.25 else 0))
    unit = Decimal("0.1") if bound > 10 or steps[0][0] > 10 else CENT
    if nearest == len(steps) - 1:
        low, high = steps[-2][0] * 0.88, steps[-2][0]
    else:
        low, high = bound, steps[nearest - 1][0] if nearest else bound * 1.09
    exact = Decimal(str(low + (high - low) * 0.9 * wander))
    return exact.quantize(unit, ROUND_HALF_UP)


def inflate(rule: Rule, points: Decimal, maximum: Decimal, total: int, key: Iterable[object]) -> Figures | None:
    """Return declared figures that give more points than the true ones, the nearest found."""
    key = tuple(key)
    for step in range(41):
        quality = step / 40 * 1.05
        figures = declare(rule, quality, maximum, total, key)
        if figures.points is not None and figures.points >= points + Decimal("0.1"):
            return figures
    return None


def possible_points(leaf: Item) -> list[Decimal]:
    """Return the points that a leaf's rule can give, or a 0.25 grid."""
    maximum = leaf.max_points or Decimal(0)
    steps: set[Decimal] = {Decimal(0), maximum}
    for part in (leaf.rule, leaf.rule.first, leaf.rule.second) if leaf.rule is not None else ():
        if part is not None:
            steps |= {step.points for step in part.steps}
    if len(steps) == 2 and (leaf.rule is None or leaf.rule.form in {"proportional", "deduct", "each"}):
        pace = leaf.rule.step_points if leaf.rule is not None and leaf.rule.step_points else QUARTER
        steps |= {pace * n for n in range(int(maximum / pace) + 1)}
    return sorted(steps)


def lower_points(leaf: Item, points: Decimal) -> Decimal:
    """Return the next lower points of a leaf's scale."""
    return max((step for step in possible_points(leaf) if step < points), default=points)


def higher_points(leaf: Item, points: Decimal) -> Decimal:
    """Return the next higher points of a leaf's scale."""
    return min((step for step in possible_points(leaf) if step > points), default=points)


def shown_value(figures: Figures) -> str:
    """Return a declared value as a text shows it."""
    typed = figures.value
    return shown_number(Decimal(typed)) if typed.replace(".", "").isdigit() else typed


def lower_first(text: str) -> str:
    """Return a text that goes on within a sentence; an abbreviation or a name stays."""
    first = text.split(" ")[0]
    return (
        text
        if first.isupper() or text.startswith(("Kho bạc", "Cổng", "Bộ phận Tiếp nhận"))
        else text[:1].lower() + text[1:]
    )


# --- files ----------------------------------------------------------------------------------


def plain(number: Decimal | int | None) -> str:
    """Return a number as it stands in a CSV file; blank for none."""
    if number is None:
        return ""
    text = f"{number:f}" if isinstance(number, Decimal) else str(number)
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_rows(path: Path, names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file: UTF-8, commas, line feeds."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)


def target_rows(sample: Sample, unit: dict[str, Any], year: int, cells: list[Cell]) -> list[list[str]]:
    """Return what a unit reports on the targets, from the leaves that measure the same."""
    by_code: dict[str, Cell] = {}
    for cell in cells:
        code = sample.lasting_code(unit["block"], cell.leaf.code, year)
        by_code.setdefault(code, cell)
    rows = []
    for target, blocks in sample.plan["targets"].items():
        if year < 2018 and target == "kiem-tra":
            continue  # until 2017 the leaf counted inspected offices, not inspections held
        numerator = denominator = 0
        for code in blocks.get(unit["block"], ()):
            source = by_code.get(code)
            if source is None or not source.applies:
                continue
            if source.leaf.rule is not None and source.leaf.rule.form == "choice":
                numerator += source.declared.value != "không duy trì"
                denominator += 1
            elif source.declared.denominator:
                numerator += source.declared.numerator or 0
                denominator += source.declared.denominator
        if denominator:
            rows.append([unit["code"], target, str(numerator), str(denominator), ""])
    return rows


def draw_survey_error(unit: dict[str, Any], year: int) -> str:
    """Return the standard error of a unit's survey points."""
    error = draw_source(unit["code"], year, "survey error").uniform(*SURVEY_SE_POINTS)
    return plain(Decimal(str(error)).quantize(CENT, ROUND_HALF_UP))


def write_year(sample: Sample, year: int, folder: Path) -> None:
    """Write the five files of a year into a folder."""
    folder.mkdir(exist_ok=True)
    units, points, appraisal, targets = [], [], [], []
    with_errors = year == SURVEY_SE_YEAR
    for unit in sample.units:
        if year not in unit["index"]:
            continue
        code = unit["code"]
        names = [code, unit["name"], unit["name_en"], unit["block"]]
        units.append([*names, unit.get("ranked", "yes"), unit.get("cluster", "")])
        units[-1] += [draw_survey_error(unit, year)] if with_errors else []
        cells = sample.make_cells(unit, year)
        for cell in cells:
            points.append([
                code, cell.leaf.code, "yes" if cell.applies else "no",
                plain(cell.self_points), plain(cell.appraised),
                plain(cell.declared.numerator), plain(cell.declared.denominator),
                cell.declared.value, cell.reason, cell.evidence,
            ])  # fmt: skip
            appraisal += [
                [code, cell.leaf.code, str(number), plain(given), reason] for number, given, reason in cell.rounds
            ]
        targets += target_rows(sample, unit, year, cells)
    head = [*UNITS_HEAD, "survey_se_points"] if with_errors else UNITS_HEAD
    write_rows(folder / "units.csv", head, units)
    write_rows(folder / "points.csv", columns.POINTS_FILE.names, points)
    write_rows(folder / "appraisal.csv", columns.APPRAISAL_FILE.names, appraisal)
    write_rows(folder / "target_values.csv", columns.TARGET_VALUES_FILE.names, targets)
    write_rows(folder / "calendar.csv", columns.CALENDAR_FILE.names, sample.plan["calendar"][year])


if __name__ == "__main__":
    whole = Sample()
    for one_year in YEARS:
        write_year(whole, one_year, HERE / str(one_year))
