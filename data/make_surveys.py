"""Make the sample surveys: Bến Tre 2017 and 2018, Vĩnh Long 2026. All answers are invented.

Rerun it in the project's environment, from anywhere::

    python data/make_surveys.py

It writes ``questionnaire.csv`` into the frameworks, answers and populations below ``data/ben-tre/survey``, and units
and answers of ``data/vinh-long/2026``. Every draw comes from ``random.Random`` seeded with :data:`SEED`
and what it is for, so that one more unit changes no other.

:data:`PLANTED` lists what is planted in the answers: what a report must find, and what it must not make of chance.

How an answer comes about: each unit has a share of satisfied people, moved by factor, question, group, cluster and
the respondent's own mood, on the logit scale. Of the satisfied about a third are very satisfied.
"""

from __future__ import annotations

import csv
import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SEED = 1486
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BEN_TRE, VINH_LONG = HERE / "ben-tre", HERE / "vinh-long" / "2026"
YEARS = (2017, 2018)
PEOPLE, BUSINESS, OFFICIALS, HOUSEHOLDS = "nguoi-dan", "doanh-nghiep", "can-bo", "ho-gia-dinh"
MISSING = 0.02
MOOD, CLUSTER = 0.8, 0.25
TIMES = "2018-11-{day:02} {hour:02}:{minute:02}"

PLANTED = {
    "ben-tre": {
        "lowest_factor": "Tiếp nhận, xử lý góp ý, phản ánh, kiến nghị",  # in both years, by 5 points and more
        "fell": ("so-tai-nguyen-va-moi-truong", "4.1"),  # from 2017 to 2018: results on the promised day
        "rose": "832",  # Chợ Lách, from 2017 to 2018
        "business_below_people": "Thủ tục hành chính",  # in departments, in both years
        "low_cluster": ("833", "x02"),  # one commune of Mỏ Cày Nam, 2018: a large design effect there
        "few": "thanh-tra-tinh",  # fewer than 30 answers of people
        "suppressed": ("ban-quan-ly-kcn", PEOPLE),  # fewer than 5 answers
        "all_satisfied": ("so-tu-phap", "3.1"),  # 2018: nobody is dissatisfied that officials are polite
        "straight_lined": ("836", "x05"),  # 2018: one interviewer's forms have one answer throughout
        "copied": "829",  # 2018: three forms are copies of others
        "hasty": "838",  # 2018: interviews of under a third of the usual time
    },
    "vinh-long": {
        "low": ("28996", "29107", "29641"),  # communes truly 12 points and more below the others
        "high": ("28789", "29551"),  # truly above
        "alike": "all others have one true share: what differs among them is chance",
        "lowest_factor": "I.B. Tham gia vào chính sách",
        "wards_below_communes": "II.A. Tiếp cận bộ phận một cửa",
        "most_wanted": "10.7",  # shorter times for files
        "harassed": "28996",  # twice as many as elsewhere say that officials trouble people
        "no_difference": "11.1",  # men and women answer alike
    },
}

FACTORS = {1: 0.25, 2: 0.0, 3: 0.15, 4: 0.05, 5: -0.8}
OFFICIALS_ASKED = {
    "so-nganh": ("1.5", "2.4", "4.4", "5.6.1", "5.6.2", "6.3", "8.2.1", "8.2.2", "8.2.3"),
    "huyen": ("1.5", "2.4", "3.5", "5.5", "8.2.1", "8.2.4"),
}
PEOPLE_ASKED = {"so-nganh": ("3.5", "7.5"), "huyen": ("7.5", "8.2.2", "8.2.3")}
GRADES = "A = Tốt | B = Khá | C = Trung bình | D = Kém"
HEAD = ["respondent_id", "unit_code", "respondent_group", "stratum", "psu", "weight", "stratum_size", "psu_size"]
QUESTION_HEAD = (
    "block question_code factor factor_parent text text_en scale options item_code option_weights respondent_group "
    "counts_in_satisfaction"
).split()

Row = dict[str, Any]


def chance_of(*key: object) -> random.Random:
    """Return the random source of one purpose, the same in every run."""
    return random.Random("|".join(map(str, (SEED, *key))))


@cache
def fixed(low: float, high: float, *key: object) -> float:
    """Return a number between two that is the same for all respondents."""
    return chance_of(*key).uniform(low, high)


def logit(share: float) -> float:
    return math.log(share / (1 - share))


def is_satisfied(chance: random.Random, log_odds: float) -> bool:
    return chance.random() < 1 / (1 + math.exp(-log_odds))


def step(chance: random.Random, satisfied: bool) -> int:
    """Return a step of five of a satisfied or dissatisfied person."""
    return chance.choices((4, 5), (64, 36))[0] if satisfied else chance.choices((3, 2, 1), (65, 27, 8))[0]


def grade(chance: random.Random, log_odds: float) -> str:
    """Return a grade from A to D."""
    if is_satisfied(chance, log_odds):
        return chance.choices("AB", (70, 30))[0]
    return chance.choices("BCD", (45, 45, 10))[0]


def write_table(path: Path, head: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, head, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# --- Bến Tre --------------------------------------------------------------------------------


def questions_of_ben_tre(year: int) -> list[Row]:
    """Return the 22 questions to people, and a grade from A to D for each other survey leaf."""
    rows: list[Row] = []
    for one in read_table(ROOT / "parameters" / "questionnaires" / "sipas-22-questions.csv"):
        leaf = f"8.1.{one['question_code'].partition('.')[0]}"
        rows.append({**one, "item_code": leaf, "respondent_group": f"{PEOPLE};{BUSINESS}"})
    for block, asked in OFFICIALS_ASKED.items():
        names = {r["item_code"]: r for r in read_table(ROOT / f"parameters/frameworks/ben-tre-{year}/{block}.csv")}
        for code in sorted((*asked, *PEOPLE_ASKED[block])):
            whom = OFFICIALS if code in asked else f"{PEOPLE};{BUSINESS}"
            words = {"text": names[code]["name"], "text_en": names[code]["name_en"], "options": GRADES}
            facts = {"block": block, "question_code": f"T{code}", "scale": "options", "item_code": code}
            rows.append({**facts, **words, "respondent_group": whom, "counts_in_satisfaction": "no"})
    return rows


class Respondents:
    """The people of one unit, group and year, drawn by the design of the sample."""

    def __init__(self, unit: Row, group: str, year: int) -> None:
        self.unit, self.group, self.year = unit, group, year
        self.code = str(unit["code"])
        self.chance = chance_of("respondents", self.code, group, year)

    def rows(self) -> Iterator[Row]:
        """Yield the rows of the design, without answers; ``cluster`` is the effect of the cluster."""
        size, label = self.unit["size"], f"{self.code} / {self.group}"
        base = {"unit_code": self.code, "respondent_group": self.group, "stratum": label}
        if self.group == OFFICIALS:
            population, n = size["staff"], min(15, size["staff"])
        elif self.unit["block"] == "huyen":
            yield from self._clusters(base, size)
            return
        else:
            share = 0.6 if self.group == PEOPLE else 0.4
            population = max(4, round(size["files"] * share))
            n = min(26 if self.group == PEOPLE else 18, math.ceil(population / 4))
            if (self.code, self.group) == PLANTED["ben-tre"]["suppressed"]:
                n = 4
        for _ in range(n):
            yield {**base, "weight": population / n, "stratum_size": population, "cluster": 0.0}

    def _clusters(self, base: Row, size: Row) -> Iterator[Row]:
        communes, chance = size["communes"], self.chance
        drawn, each = (8, 9) if self.group == PEOPLE else (4, 4)
        named = [f"x{n:02}" for n in range(1, communes + 1)]
        must = {
            psu for unit, psu in map(PLANTED["ben-tre"].get, ("low_cluster", "straight_lined")) if unit == self.code
        }
        others = chance.sample([one for one in named if one not in must], drawn - len(must))
        for name in sorted((*must, *others)):
            people = round(
                size["files"] / communes * chance.uniform(0.6, 1.4) * (0.85 if self.group == PEOPLE else 0.15)
            )
            effect = chance.gauss(0, CLUSTER)
            if (self.code, name) == PLANTED["ben-tre"]["low_cluster"] and self.year == 2018:
                effect = -2.6
            design = {"psu": name, "stratum_size": communes, "psu_size": people, "cluster": effect}
            for _ in range(each):
                yield {**base, **design, "weight": communes / drawn * people / each}


def answers_of(row: Row, unit: Row, year: int, questions: Sequence[Row], chance: random.Random) -> Row:
    """Return the answers of one respondent of Bến Tre."""
    planted = PLANTED["ben-tre"]
    share = min(0.97, unit["survey"][year] / 100 + 0.02)
    if unit["code"] == planted["rose"] and year == 2018:
        share = min(0.97, share + 0.05)
    base = logit(share) * 1.25 + row["cluster"] + chance.gauss(0, MOOD)
    answers: Row = {}
    for question in questions:
        code, group = question["question_code"], row["respondent_group"]
        if group not in question["respondent_group"].split(";") or question.get("block") not in (
            "",
            None,
            unit["block"],
        ):
            continue
        if chance.random() < MISSING:
            continue
        if question["scale"] == "options":
            answers[code] = grade(chance, base - (0.7 if code in ("T6.3", "T8.2.4") else 0.1))
            continue
        factor = int(code.partition(".")[0])
        odds = base + FACTORS[factor] + fixed(-0.25, 0.25, "question", code)
        if factor == 2 and group == BUSINESS and unit["block"] == "so-nganh":
            odds -= 1.0
        if (unit["code"], code) == planted["fell"] and year == 2018:
            odds -= 1.5
        satisfied = is_satisfied(chance, odds)
        if (unit["code"], code) == planted["all_satisfied"] and year == 2018:
            satisfied = True
        answers[code] = step(chance, satisfied)
    return answers


def survey_of_ben_tre(units: Sequence[Row], year: int, questions: Sequence[Row]) -> Iterator[Row]:
    """Yield the answers of a year, one row per respondent."""
    number = 0
    for unit in units:
        if year not in unit["survey"]:
            continue
        for group in (PEOPLE, BUSINESS, OFFICIALS):
            chance = chance_of("answers", unit["code"], group, year)
            for row in Respondents(unit, group, year).rows():
                number += 1
                answers = answers_of(row, unit, year, questions, chance)
                facts = {**row, "weight": f"{row['weight']:.4f}", "respondent_id": f"{year}-{number:04}"}
                yield {**facts, **(take_time(chance) if year == 2018 else {}), **answers}


def take_time(chance: random.Random, minutes: int | None = None) -> Row:
    day, begin = chance.randint(5, 28), chance.randint(8 * 60, 16 * 60)
    end = begin + (chance.randint(11, 24) if minutes is None else minutes)
    begun, ended = (TIMES.format(day=day, hour=one // 60, minute=one % 60) for one in (begin, end))
    return {"started": begun, "ended": ended}


def spoil(rows: list[Row], steps: Sequence[str]) -> None:
    """Plant what bad interviewing leaves: one answer throughout, copies, hasty interviews."""
    planted = PLANTED["ben-tre"]
    for row in rows:
        if (row["unit_code"], row.get("psu")) == planted["straight_lined"] and row["respondent_group"] == PEOPLE:
            row |= dict.fromkeys(steps, 4)
    copied = [row for row in rows if (row["unit_code"], row["respondent_group"]) == (planted["copied"], PEOPLE)]
    for first, second in zip(copied[:3], copied[3:6], strict=True):
        for name in [one for one in second if one not in (*HEAD, "cluster", "started", "ended")]:
            del second[name]
        second |= {name: one for name, one in first.items() if name not in (*HEAD, "cluster", "started", "ended")}
    chance = chance_of("hasty")
    hasty = [row for row in rows if (row["unit_code"], row["respondent_group"]) == (planted["hasty"], PEOPLE)]
    for row in hasty[:7]:
        row |= take_time(chance, 4)


def make_ben_tre() -> None:
    """Write questionnaires, answers and populations of Bến Tre."""
    units = yaml.safe_load((BEN_TRE / "make_sample.yaml").read_text("utf-8"))["units"]
    for year in YEARS:
        questions = questions_of_ben_tre(year)
        write_table(ROOT / f"parameters/frameworks/ben-tre-{year}/questionnaire.csv", QUESTION_HEAD, questions)
        rows = list(survey_of_ben_tre(units, year, questions))
        if year == 2018:
            spoil(rows, [one["question_code"] for one in questions if one["scale"] == "satisfaction5"])
        times = ["started", "ended"] if year == 2018 else []
        head = [*HEAD, *times, *dict.fromkeys(one["question_code"] for one in questions)]
        kept = [{name: one for name, one in row.items() if name != "cluster"} for row in rows]
        write_table(BEN_TRE / "survey" / str(year) / "survey.csv", head, kept)
    populations = [
        {"unit_code": unit["code"], "respondent_group": group, "population": n, "last_pct": unit["survey"][2017]}
        for unit in units
        for group, n in ((PEOPLE, unit["size"]["files"]), (OFFICIALS, unit["size"]["staff"]))
        if 2017 in unit["survey"]
    ]
    head = ["unit_code", "respondent_group", "population", "last_pct"]
    write_table(BEN_TRE / "survey" / "population.csv", head, populations)


# --- Vĩnh Long ------------------------------------------------------------------------------

HALVES = {
    "I.A": 0.15,
    "I.B": -0.6,
    "I.C": 0.05,
    "I.D": 0.0,
    "II.A": 0.2,
    "II.B": 0.15,
    "II.C": 0.2,
    "II.D": 0.25,
    "II.E": -0.3,
}
HAMLETS, EACH = 6, 15
SHARE = 0.85


def questions_of_vinh_long() -> list[Row]:
    """Return the questions of the form in use since 2022; each factor is a survey leaf of the framework."""
    rows = read_table(ROOT / "parameters" / "questionnaires" / "sipas-2022.csv")
    codes = dict.fromkeys(row["factor"].split(". ")[0] for row in rows if row["factor"])
    return [{**row, "item_code": code if (code := row["factor"].split(". ")[0]) in codes else ""} for row in rows]


def framework_of_vinh_long(questions: Sequence[Row]) -> list[Row]:
    """Return two areas, the halves, and a survey leaf for each factor, as many points as it has questions."""
    rows: list[Row] = []
    names = {"I": "Building and carrying out policies", "II": "Public administrative services"}
    for half, english in names.items():
        own = [one for one in questions if one["factor"].startswith(f"{half}.")]
        rows.append({"item_code": half, "name": own[0]["factor_parent"].partition(". ")[2], "name_en": english})
        for factor in dict.fromkeys(one["factor"] for one in own):
            code, _, name = factor.partition(". ")
            n = sum(one["factor"] == factor for one in own)
            leaf = {"item_code": code, "parent_code": half, "name": name, "max_points": n, "method": "survey"}
            rows.append({**leaf, "evidence": "Kết quả khảo sát sự hài lòng của người dân."})
    return rows


def answers_of_household(unit: Row, effect: float, questions: Sequence[Row], chance: random.Random) -> Row:
    """Return the answers of one household of Vĩnh Long."""
    planted = PLANTED["vinh-long"]
    code = unit["unit_code"]
    true = SHARE - 0.15 if code in planted["low"] else SHARE + 0.07 if code in planted["high"] else SHARE
    base = logit(true) * 1.25 + effect + chance.gauss(0, MOOD)
    answers: Row = {}
    for one in questions:
        name, scale = one["question_code"], one["scale"]
        if chance.random() < MISSING:
            continue
        if scale == "satisfaction5":
            factor = one["factor"].split(". ")[0]
            ward = -0.6 if factor == "II.A" and unit["is_ward"] else 0.0
            odds = base + HALVES[factor] + ward + fixed(-0.2, 0.2, "question", name)
            answers[name] = step(chance, is_satisfied(chance, odds))
        elif scale == "level4":
            middle = 3.7 if name == planted["most_wanted"] else 2.9 + fixed(-0.4, 0.3, "level", name)
            answers[name] = min(4, max(1, round(chance.gauss(middle, 0.8))))
        elif scale == "level3":
            often = 0.3 if name == "5" and code == planted["harassed"] else 0.12
            answers[name] = 1 if chance.random() > often else chance.choices((2, 3), (80, 20))[0]
        elif scale == "yes_no":
            answers[name] = int(chance.random() < fixed(0.1, 0.6, "yes", name))
        elif scale == "several":
            letters = "abcdefgh"
            chosen = {x for x in letters if chance.random() < fixed(0.1, 0.55, "chosen", x)} or {"a"}
            answers |= {f"{name}/{x}": int(x in chosen) for x in letters}
        else:
            letters = [part.split("=")[0].strip() for part in one["options"].split("|")]
            weights = [fixed(0.4, 1, "one", name, x) for x in letters]
            answers[name] = chance.choices(letters, weights)[0]
    return answers


def survey_of_vinh_long(units: Sequence[Row], questions: Sequence[Row]) -> Iterator[Row]:
    """Yield the answers of 90 households of each commune: 6 hamlets, 15 households in each."""
    number = 0
    for unit in units:
        chance = chance_of("vinh-long", unit["unit_code"])
        hamlets = chance.randint(9, 26)
        for hamlet in sorted(chance.sample(range(1, hamlets + 1), HAMLETS)):
            households, effect = chance.randint(150, 520), chance.gauss(0, CLUSTER)
            for _ in range(EACH):
                number += 1
                design = {"psu": f"ap{hamlet:02}", "stratum_size": hamlets, "psu_size": households}
                weight = f"{hamlets / HAMLETS * households / EACH:.4f}"
                facts = {"respondent_id": f"{number:05}", "unit_code": unit["unit_code"], "stratum": unit["unit_code"]}
                answers = answers_of_household(unit, effect, questions, chance)
                yield {**facts, "respondent_group": HOUSEHOLDS, **design, "weight": weight, **answers}


def make_vinh_long() -> None:
    """Write framework, units and answers of Vĩnh Long; the communes are in ``communes.csv``."""
    communes = read_table(VINH_LONG.parent / "communes.csv")
    units = [
        {"unit_code": one["gso_code"], "name": one["name"], "block": "xa", "ranked": "yes", "lat": one["lat"]}
        | {"lon": one["lon"], "is_ward": one["type"] == "Phường"}
        for one in communes
    ]
    questions = questions_of_vinh_long()
    folder = ROOT / "parameters" / "frameworks" / "vinh-long-2026"
    write_table(folder / "questionnaire.csv", QUESTION_HEAD, questions)
    items = "item_code parent_code name name_en max_points method rule evidence remedy source".split()
    write_table(folder / "xa.csv", items, framework_of_vinh_long(questions))
    head = ["unit_code", "name", "block", "ranked", "lat", "lon"]
    write_table(VINH_LONG / "units.csv", head, [{name: one[name] for name in head} for one in units])
    points = "unit_code item_code applies self_points appraised_points numerator denominator value reason evidence"
    write_table(VINH_LONG / "points.csv", points.split(), [])
    several = next(one for one in questions if one["scale"] == "several")["question_code"]
    codes = [
        head
        for one in questions
        for head in (
            [f"{several}/{x}" for x in "abcdefgh"] if one["question_code"] == several else [one["question_code"]]
        )
    ]
    write_table(VINH_LONG / "survey.csv", [*HEAD, *codes], survey_of_vinh_long(units, questions))


if __name__ == "__main__":
    make_ben_tre()
    make_vinh_long()
