"""Years that are hard to draw, made from the illustrative sample: its files, changed row by row.

In: the sample (``data/ben-tre``, ``parameters``). Out: a folder with the same files, changed, and
its parameters file. Nothing in it is a figure of any unit.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from tests.built import PROJECT
from tests.cases import read_csv, write_csv
from tests.gallery.places import find_places, write_boundaries

Row = dict[str, str]
Rows = list[Row]
YEARS = (2016, 2017, 2018)
FEWEST_ANSWERS = 5
BOUNDARIES = "data/xa.geojson"
FILLED = ("self_points", "appraised_points", "numerator", "denominator", "value")
LONGER = ", kể cả các đơn vị sự nghiệp trực thuộc và các phòng chuyên môn tại địa bàn"
LONGER_EN = ", with all attached public service units and specialised divisions of the area"


@dataclass(frozen=True)
class Year:
    """The rows of one year: units, and what lies under their codes, by file."""

    units: Rows
    filed: dict[str, Rows]


@dataclass(frozen=True)
class Case:
    """One case of the gallery: its name, what it is for, how it changes files of the sample."""

    name: str
    shows: str
    change: Callable[[Year], Year] | None = None
    rename_items: bool = False
    draft: bool = False
    has_boundaries: bool = False
    with_survey: bool = False


def write_case(case: Case, folder: Path, language: str) -> Path:
    """Write the files of a case; return its parameters file."""
    shutil.copytree(PROJECT / "data" / "ben-tre", folder / "data" / "ben-tre")
    shutil.copytree(PROJECT / "parameters" / "frameworks", folder / "parameters" / "frameworks")
    for year in YEARS:
        name = f"ben-tre-{year}.yaml"
        words = (PROJECT / "parameters" / name).read_text("utf-8")
        words = words.replace("language: vi", f"language: {language}")
        if case.draft:
            words = words.replace("status: final", "status: draft")
        if case.has_boundaries and year == YEARS[-1]:
            words += f"geography: {BOUNDARIES}\n"
        (folder / "parameters" / name).write_text(words, "utf-8")
        if case.with_survey and (folder / "data" / "ben-tre" / "survey" / str(year)).is_dir():
            take_survey(folder / "data" / "ben-tre", year)
        if case.change is not None:
            place = folder / "data" / "ben-tre" / str(year)
            changed = case.change(read_year(place))
            write_year(place, changed)
            if case.has_boundaries and year == YEARS[-1]:
                write_boundaries([row["unit_code"] for row in changed.units], folder / BOUNDARIES)
    if case.rename_items:
        for path in (folder / "parameters" / "frameworks").glob("ben-tre-*/*.csv"):
            if path.name not in ("mapping.csv", "targets.csv", "questionnaire.csv"):
                write_rows(path, [lengthen(row) for row in read_csv(path)])
    return folder / "parameters" / "ben-tre-2018.yaml"


def take_survey(folder: Path, year: int) -> None:
    """Put the answers of a year among its inputs; what they give points for is no longer typed there.

    Where they are too few of a group the typed points stay, with the reason that a final run asks for.
    """
    forms = read_csv(folder / "survey" / str(year) / "survey.csv")
    answers = Counter((row["unit_code"], row["respondent_group"]) for row in forms)
    blocks = {row["unit_code"]: row["block"] for row in read_csv(folder / str(year) / "units.csv")}
    framework = folder.parents[1] / "parameters" / "frameworks" / f"ben-tre-{year}"
    questions = read_csv(framework / "questionnaire.csv")
    blank = dict.fromkeys(questions[0], "") | {"counts_in_satisfaction": "no", "scale": "one_of"}
    more = {"question_code": "K", "text": "Giới tính", "text_en": "Sex", "options": "a = Nam | b = Nữ"}
    write_rows(framework / "questionnaire.csv", [*questions, blank | more])
    with_sex = [row | {"K": "ab"[number % 5 < 2]} for number, row in enumerate(forms)]
    write_csv(folder / str(year) / "survey.csv", list(with_sex[0]), with_sex)
    asked: dict[tuple[str, str], set[str]] = {}
    for row in questions:
        for block in [row["block"]] if row["block"] else set(blocks.values()):
            asked.setdefault((block, row["item_code"]), set()).update(row["respondent_group"].split(";"))

    def take(row: Row) -> Row:
        unit = row["unit_code"]
        groups = asked.get((blocks[unit], row["item_code"]))
        if groups is None or not any(answers[unit, group] for group in groups):
            return row
        if min(answers[unit, group] for group in groups) < FEWEST_ANSWERS:
            return row | {"reason": row["reason"] or "Dưới 5 người trả lời; lấy điểm của cuộc điều tra trước."}
        return row | {"self_points": "", "appraised_points": ""}

    path = folder / str(year) / "points.csv"
    write_rows(path, [take(row) for row in read_csv(path)])


def read_year(folder: Path) -> Year:
    names = ("points", "appraisal", "target_values")
    return Year(read_csv(folder / "units.csv"), {one: read_csv(folder / f"{one}.csv") for one in names})


def write_year(folder: Path, year: Year) -> None:
    write_rows(folder / "units.csv", year.units)
    for name, rows in year.filed.items():
        write_rows(folder / f"{name}.csv", rows)


def write_rows(path: Path, rows: Rows) -> None:
    """Write rows; where none is left, the heads stay."""
    heads = list(rows[0]) if rows else path.read_text("utf-8").splitlines()[0].split(",")
    write_csv(path, heads, rows)


def lengthen(row: Row) -> Row:
    """Return a row whose names are as long as official names can be."""
    english = {"name_en": row["name_en"] + LONGER_EN} if row.get("name_en") else {}
    return {**row, "name": row["name"] + LONGER, **english}


def lengthen_units(year: Year) -> Year:
    return Year([lengthen(row) for row in year.units], year.filed)


def keep_one(year: Year) -> Year:
    """Keep one department and nobody else."""
    kept = {"so-noi-vu"}
    return Year(
        [row for row in year.units if row["unit_code"] in kept],
        {name: [row for row in rows if row["unit_code"] in kept] for name, rows in year.filed.items()},
    )


def tie(year: Year) -> Year:
    """Give units of a block the same points, three by three."""
    first: dict[str, str] = {}
    for block in dict.fromkeys(row["block"] for row in year.units):
        codes = [row["unit_code"] for row in year.units if row["block"] == block]
        first |= {code: codes[at - at % 3] for at, code in enumerate(codes)}
    return Year(year.units, {name: _take(rows, first) for name, rows in year.filed.items()})


def _take(rows: Rows, source: dict[str, str]) -> Rows:
    """Return for each unit the rows of its source."""
    of_unit: dict[str, Rows] = {}
    for row in rows:
        of_unit.setdefault(row["unit_code"], []).append(row)
    return [{**row, "unit_code": code} for code, origin in source.items() for row in of_unit.get(origin, [])]


def leave_gaps(year: Year) -> Year:
    """Blank every fourth row of points, and all that was appraised there."""
    points = [row | dict.fromkeys(FILLED, "") if at % 4 == 3 else row for at, row in enumerate(year.filed["points"])]
    blank = {(row["unit_code"], row["item_code"]) for row in points if not any(row[k] for k in FILLED)}
    appraisal = [row for row in year.filed["appraisal"] if (row["unit_code"], row["item_code"]) not in blank]
    return Year(year.units, {**year.filed, "points": points, "appraisal": appraisal})


def multiply(block: str, count: int, name: str) -> Callable[[Year], Year]:
    """Return a change to so many units of one block: each takes its leaves from several units."""

    def change(year: Year) -> Year:
        models = [row for row in year.units if row["block"] == block]
        codes = [row["unit_code"] for row in models]
        units = [
            models[at % len(models)]
            | {
                "unit_code": f"dv-{at + 1:03d}",
                "name": f"{name} {at + 1}: {models[at % len(models)]['name']}",
                "name_en": "",
                "base_unit_code": "",
            }
            for at in range(count)
        ]
        units = [{key: row[key] for key in year.units[0] if key in row} for row in units]
        return Year(units, {n: _mix(rows, codes, count) for n, rows in year.filed.items()})

    return change


def place(count: int, with_points: bool) -> Callable[[Year], Year]:
    """Return a change to so many communes of short names, without clusters; ``with_points``: on a map of tiles."""

    def change(year: Year) -> Year:
        communes = multiply("huyen", count, "Xã")(year)
        places = find_places([row["unit_code"] for row in communes.units])
        units = []
        for number, row in enumerate(communes.units, start=1):
            model = row["name"].partition(": ")[2].removeprefix("Huyện ").removeprefix("Thành phố ")
            lon, lat = places[row["unit_code"]]
            own = {"name": f"Xã {model} {number}", "cluster": ""}
            units.append(row | own | ({"lat": f"{lat}", "lon": f"{lon}"} if with_points else {}))
        return Year(units, communes.filed)

    return change


def _mix(rows: Rows, codes: Sequence[str], count: int) -> Rows:
    key = "item_code" if rows and "item_code" in rows[0] else "target_code"
    of_leaf: dict[str, dict[str, Rows]] = {}
    for row in rows:
        of_leaf.setdefault(row[key], {}).setdefault(row["unit_code"], []).append(row)
    mixed = []
    for at in range(count):
        for leaf, owners in of_leaf.items():
            turn = crc32(f"{leaf} {at // len(codes)}".encode())
            origin = codes[(at + turn) % len(codes)]
            mixed += [{**row, "unit_code": f"dv-{at + 1:03d}"} for row in owners.get(origin, [])]
    return mixed


CASES = (
    Case("normal", "the sample as it is"),
    Case("long-names", "names of units and items as long as can be", lengthen_units, True),
    Case("one-unit", "a single unit in a single block", keep_one),
    Case("ties", "three units each on one place", tie),
    Case("gaps", "a draft in which every fourth figure is missing", leave_gaps, draft=True),
    Case("63-units", "one block of 63", multiply("so-nganh", 63, "Đơn vị")),
    Case("tiles", "110 communes on a map of tiles, one of them far away", place(110, with_points=True)),
    Case(
        "boundaries",
        "48 communes and their boundaries, one of them an island",
        place(48, with_points=False),
        has_boundaries=True,
    ),
    Case("survey", "two years with the answers of people, businesses and officials", with_survey=True),
    Case("164-communes", "one block of 164", multiply("huyen", 164, "Xã")),
)
