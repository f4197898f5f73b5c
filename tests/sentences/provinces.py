"""Small random provinces: a seed makes the same years every time, in files.

In: a folder, a seed. Out: a :class:`Province`, its years written as files. Each has 1 to 3 blocks,
1 to 8 units and 3 to 10 leaves a block, 1 to 4 years; what is rare in a real province is common
here: ties, one unit, blocks without ranks, all zero, all full, caps, drafts with gaps, renamed
units, items and blocks, shares, clusters, survey with and without errors.
"""

from __future__ import annotations

import random
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from parreport import columns
from tests.cases import Case, write_csv, write_year
from tests.sentences.beside import Beside

UNIT_NAMES = (
    ("Sở Nội vụ", "Department of Home Affairs"),
    ("Sở Tài nguyên và Môi trường", "Department of Land and Water"),
    ("Sở Y tế", "Department of Health"),
    ("Sở Công Thương", ""),
    ("Huyện Ba Tri", "Ba Tri District"),
    ("Huyện Thạnh Phú", ""),
    ("Thành phố Bến Tre", "Ben Tre City"),
    ("Văn phòng Ủy ban", "Office of the Committee"),
)
COMMUNES = tuple(
    (f"Xã {first} {second}", "")
    for first in ("An", "Bình", "Hòa", "Long", "Phú", "Tân", "Thạnh", "Vĩnh")
    for second in ("Định", "Hưng", "Lộc", "Phước", "Thuận")
)
BLOCKS = (("so", "Sở, ban, ngành", "Departments"), ("huyen", "Khối Huyện", "Districts"), ("xa", "Xã", ""))
AREAS = (
    ("Thể chế", "Rules"),
    ("Thủ tục, một cửa", "Procedures, one-stop"),
    ("Tài chính và tài sản", "Money and assets"),
    ("Số hóa", ""),
)
WORDS = (
    "Kế hoạch",
    "Báo cáo",
    "Kiểm tra",
    "Tuyên truyền",
    "Hồ sơ",
    "Phản ánh",
    "Dịch vụ",
    "Biên chế",
    "Họp",
    "Sáng kiến",
)
MAXIMA = ("0.5", "1", "1.5", "2", "2.5", "3", "4", "5")
REASONS = ("thiếu tài liệu kiểm chứng", "nộp trễ hạn", "số liệu chưa khớp", "")
STYLES = ("mixed", "mixed", "mixed", "few", "full", "zero", "near", "fine")


@dataclass(frozen=True)
class Province:
    """A province in files; ``traits``: what is rare about it, in a few words."""

    seed: int
    case: Case
    traits: tuple[str, ...]


@dataclass
class _Leaf:
    code: str
    parent: str
    maximum: str
    method: str
    rule: str
    name: str


@dataclass
class _Block:
    code: str
    name: str
    name_en: str
    areas: list[tuple[str, str, str]]  # code, name, English name
    criteria: list[tuple[str, str, str]]  # code, parent, name
    leaves: list[_Leaf]
    ranked: bool
    style: str
    units: list[str] = field(default_factory=list)


def make_province(folder: Path, seed: int, of_years: bool = False) -> Province:
    """Write the province of a seed; ``of_years``: its times are whole years, whatever the dice say."""
    rng = random.Random(f"parreport {seed}")
    traits: list[str] = []

    def chance(share: float, trait: str) -> bool:
        found = rng.random() < share
        if found:
            traits.append(trait)
        return found

    beside = Beside(seed)
    years = [2018 - back for back in reversed(range(rng.choice((1, 2, 2, 3, 4))))]
    law: dict[str, Any] = {"decimals": rng.choice((2, 2, 2, 1, 0))}
    if chance(0.2, "bonus cap"):
        law["bonus_cap"] = 1
    if chance(0.2, "penalty cap"):
        law["penalty_cap"] = 1
    if chance(0.3, "cap_at_100"):
        law["cap_at_100"] = True
    if chance(0.5, "small_block 3"):
        law["findings"] = {"small_block": 3}
    if chance(0.08, "rules of the GII"):
        law["findings"] = {"rule_set": "gii"}
    survey = rng.choice(("none", "none", "points", "errors", "errors", "zero errors", "missing"))
    traits.append(f"survey {survey}")
    claims = rng.choice(("none", "some", "all", "rounds"))
    traits.append(f"claims {claims}")
    is_draft = chance(0.2, "draft")
    blocks = [_make_block(rng, number, survey) for number in range(rng.choice((1, 1, 2, 3)))]
    names = list(UNIT_NAMES)
    rng.shuffle(names)
    left = [f"u{number}" for number in range(len(names))]
    for number, block in enumerate(blocks):
        most = len(left) - (len(blocks) - 1 - number)
        n = min(most, rng.choice((1, 2, 3, 4, 5, 6, 8)))
        block.units, left = left[:n], left[n:]
    if beside.is_large:
        years = years[-2:]
        blocks[-1].units += [f"u{len(names) + number}" for number in range(len(COMMUNES))]
        names += COMMUNES
    law |= beside.law
    case, law_of_year = None, blocks
    times = [str(year) for year in years] if of_years else beside.name_times(years)
    for year in times:
        is_last = year == times[-1]
        mapping = None
        if case is not None:
            law_of_year, mapping = _change_blocks(rng, law_of_year, chance)
        case = _write(
            folder,
            rng,
            year,
            law_of_year,
            mapping,
            law,
            survey,
            claims,
            is_draft and is_last,
            case,
            names,
            chance,
            beside,
        )
    assert case is not None
    if len(years) == 1:
        traits.append("no base year")
    beside.write_second_source(
        case, {block.code: [leaf.code for leaf in block.leaves if leaf.rule] for block in law_of_year}
    )
    return Province(seed, case, tuple(dict.fromkeys((*traits, *beside.traits))))


def _make_block(rng: random.Random, number: int, survey: str) -> _Block:
    code, name, name_en = BLOCKS[number]
    areas = [(str(i + 1), *AREAS[i]) for i in range(rng.choice((1, 2, 2, 3, 4)))]
    criteria, leaves, words = [], [], list(WORDS)
    rng.shuffle(words)
    n = rng.randint(max(3, len(areas)), 10)
    for place in range(n):
        area = areas[place % len(areas)][0]
        parent = area
        if rng.random() < 0.6:
            parent = f"{area}.{rng.randint(1, 2)}"
            if parent not in {one[0] for one in criteria}:
                criteria.append((parent, area, f"Tiêu chí {parent}"))
        method = "survey" if survey != "none" and rng.random() < 0.25 else "appraised"
        maximum = rng.choice(MAXIMA)
        rule = ""
        if method == "appraised" and rng.random() < 0.25:
            most = Decimal(maximum)
            rule = f"bands rate: 100 = {most} | 80 = {most / 2} | 50 = {most / 4}"
        leaves.append(_Leaf(f"{parent}.{place + 11}", parent, maximum, method, rule, words[place]))
    if all(leaf.method == "survey" for leaf in leaves):
        leaves[0].method = "appraised"
    if rng.random() < 0.4:
        leaves.append(_Leaf("8.1", "8", "2", "bonus", "", "Điểm thưởng sáng kiến"))
    if rng.random() < 0.4:
        leaves.append(_Leaf("8.2", "8", rng.choice(("", "3")), "penalty", "", "Điểm trừ chậm trễ"))
    style = rng.choice(STYLES)
    return _Block(code, name, name_en, areas, criteria, leaves, rng.random() > 0.12, style)


def _change_blocks(rng: random.Random, blocks: list[_Block], chance: Any) -> tuple[list[_Block], list[Any] | None]:
    """Return the blocks of the next year and the mapping: some leaves new, renamed, split, of another maximum."""
    if not chance(0.6, "framework changed"):
        return blocks, None
    new, mapping = [], []
    rename = chance(0.12, "block code changed")
    for block in blocks:
        code = f"{block.code}-moi" if rename and block is blocks[0] else block.code
        leaves = []
        for leaf in block.leaves:
            outside = leaf.method in ("bonus", "penalty")
            change = "" if outside else rng.choice(("", "", "", "", "rename", "max", "other", "drop", "split"))
            link = [code, block.code]
            if change == "drop" and sum(one.method == "appraised" for one in leaves) > 0:
                continue
            if change == "rename":
                leaves.append(_Leaf(f"{leaf.code}1", leaf.parent, leaf.maximum, leaf.method, leaf.rule, leaf.name))
                mapping.append((f"{leaf.code}1", leaf.code, None, None, *link))
            elif change == "max" and not leaf.rule:
                leaves.append(_Leaf(leaf.code, leaf.parent, str(Decimal(leaf.maximum) * 2), leaf.method, "", leaf.name))
                mapping.append((leaf.code, leaf.code, None, None, *link))
            elif change == "split" and not leaf.rule:
                for end, part in (("1", "một"), ("2", "hai")):
                    half = str(Decimal(leaf.maximum) / 2)
                    name = f"{leaf.name} phần {part}"
                    leaves.append(_Leaf(f"{leaf.code}{end}", leaf.parent, half, leaf.method, "", name))
                    mapping.append((f"{leaf.code}{end}", leaf.code, "0.5", None, *link))
            else:
                leaves.append(leaf)
                comparable = "no" if change == "other" else None
                if change != "drop":  # one that is kept without a row is new
                    mapping.append((leaf.code, leaf.code, None, comparable, *link))
        used = {leaf.parent for leaf in leaves}
        criteria = [one for one in block.criteria if one[0] in used]
        held = {leaf.parent.split(".")[0] for leaf in leaves}
        areas = [one for one in block.areas if one[0] in held]
        new.append(
            _Block(code, block.name, block.name_en, areas, criteria, leaves, block.ranked, block.style, block.units)
        )
    return new, mapping


def _tree(block: _Block) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for code, _, _ in block.areas:
        rows.append((code,))
        for own, parent, name in block.criteria:
            if parent == code:
                rows.append((own, parent, name))
        rows += [(leaf.code, leaf.parent, leaf) for leaf in block.leaves if leaf.parent.split(".")[0] == code]
    outside = [leaf for leaf in block.leaves if leaf.parent == "8"]
    return rows + ([("8",)] if outside else []) + [(leaf.code, "8", leaf) for leaf in outside]


def _points(rng: random.Random, maximum: Decimal, style: str) -> Decimal:
    if style == "full" or (style == "near" and rng.random() < 0.8):
        return maximum
    if style == "zero":
        return Decimal(0)
    if style == "few":
        return maximum * rng.choice((0, 1, 1))
    if style == "fine":
        return (maximum * rng.randint(0, 10**6) / 10**6).quantize(Decimal("0.0001"))
    return (maximum * rng.choice((0, 1, 2, 3, 4, 4, 4)) / 4).quantize(Decimal("0.0001"))


def _write(
    folder: Path,
    rng: random.Random,
    time: str,
    blocks: list[_Block],
    mapping: list[Any] | None,
    law: dict[str, Any],
    survey: str,
    claims: str,
    is_draft: bool,
    base: Case | None,
    names: list[tuple[str, str]],
    chance: Any,
    beside: Beside,
) -> Case:
    year = int(time[:4])
    trees, points, units, appraisal, has_rows = {}, {}, {}, [], []
    for block in blocks:
        trees[block.code] = _tree(block)
        earlier: dict[str, dict[str, Any]] = {}
        for unit in block.units:
            if base is None and len(block.units) > 1 and rng.random() < 0.08:
                continue  # comes later
            place = int(unit[1:])
            name, name_en = names[place]
            cells: dict[str, Any] = {"block": block.code, "name": name, "name_en": name_en}
            if rng.random() < 0.08:
                cells["ranked"] = "no"
            if rng.random() < 0.3:
                cells["cluster"] = rng.choice(("c1", "c2"))
            if survey == "errors" and any(leaf.method == "survey" for leaf in block.leaves):
                cells["survey_se_points"] = rng.choice(("0.05", "0.1", "0.4", "0"))
            if survey == "zero errors":
                cells["survey_se_points"] = "0"
            units[unit] = cells
            if is_draft and rng.random() < 0.15:
                points[unit] = {}
                chance(1, "a unit sent nothing")
                continue
            twin = earlier.get(rng.choice(list(earlier))) if earlier and rng.random() < 0.3 else None
            own = twin or _row_of_unit(rng, block, survey, claims, is_draft)
            earlier[unit] = own
            points[unit] = deepcopy(own)
            has_rows.append(unit)
    if not has_rows:
        points[next(iter(units))] = _row_of_unit(rng, blocks[0], survey, claims, False)
    if claims == "rounds":
        for unit, given in points.items():
            for code, cells in given.items():
                if "self_points" in cells and cells.get("appraised_points", "") != "" and rng.random() < 0.6:
                    last = Decimal(str(cells.pop("appraised_points")))
                    reason = cells.pop("reason", "")
                    first = min(last, Decimal(str(cells["self_points"])))
                    if rng.random() < 0.5:
                        first = max(first - Decimal("0.25"), Decimal(0))
                    appraisal.append(_round(unit, code, 1, first, reason))
                    if last != first or rng.random() < 0.3:
                        appraisal.append(_round(unit, code, 2, last, reason))
    shared = {block.code: beside.choose_shared([leaf.code for leaf in block.leaves if leaf.rule]) for block in blocks}
    for unit, given in points.items():
        beside.change_cases(given, shared[units[unit]["block"]])
    case = write_year(
        folder,
        {code: _write_leaves(tree) for code, tree in trees.items()},
        points,
        name=time.replace("..", "_"),
        **({} if time.isdigit() else {"period": time}),
        units=units,
        framework=law
        | {
            "blocks": [
                {
                    "code": block.code,
                    "name": block.name,
                    "name_en": block.name_en,
                    "items": f"{block.code}.csv",
                    "ranked": block.ranked,
                    "survey_missing": "rescale",
                    "bands": [
                        {"name": "Tốt", "name_en": "Good", "from": 80},
                        {"name": "Khá", "name_en": "Fair", "from": 65},
                        {"name": "Yếu", "name_en": "Poor", "from": 0},
                    ],
                }
                for block in blocks
            ]
        },
        mapping=mapping,
        appraisal=appraisal or None,
        base=base,
        status="draft" if is_draft else "final",
        **_targets(rng, list(units), year),
    )
    for block in blocks:
        _name_items(case.framework / f"{block.code}.csv", block)
        beside.mark_items(case.framework / f"{block.code}.csv", shared[block.code])
    _write_calendar(rng, case, year)
    return case


def _write_leaves(tree: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return the tree as :func:`tests.cases.write_year` takes it."""
    rows: list[tuple[Any, ...]] = []
    for code, *rest in tree:
        leaf = rest[1] if len(rest) > 1 and isinstance(rest[1], _Leaf) else None
        rows.append(
            (code, leaf.parent, leaf.maximum or None, leaf.method, leaf.rule, leaf.name) if leaf else (code, *rest[:1])
        )
    return rows


def _name_items(path: Path, block: _Block) -> None:
    """Give areas and criteria their names."""
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = {code: (name, name_en) for code, name, name_en in block.areas} | {"8": ("Điểm cộng, điểm trừ", "Outside")}
    names |= {code: (name, f"Criterion {code}") for code, _, name in block.criteria}
    for row in rows:
        if row["item_code"] in names:
            row["name"], row["name_en"] = names[row["item_code"]]
        elif len(row["item_code"]) % 2:
            row["name_en"] = f"{row['name']} (en)"
    write_csv(path, columns.FRAMEWORK_ITEMS.names, rows)


def _round(unit: str, code: str, number: int, points: Decimal, reason: str) -> dict[str, Any]:
    cells = {"unit_code": unit, "item_code": code, "round": number, "appraised_points": str(points)}
    return cells | {"reason": reason}


def _row_of_unit(rng: random.Random, block: _Block, survey: str, claims: str, is_draft: bool) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for leaf in block.leaves:
        outside = leaf.method in ("bonus", "penalty")
        most = Decimal(leaf.maximum or 3)
        if is_draft and rng.random() < 0.15:
            continue
        if not outside and rng.random() < 0.05 and row:
            row[leaf.code] = {"applies": "no"}
            continue
        if outside and rng.random() < 0.5:
            continue
        if leaf.method == "survey" and survey == "missing":
            continue
        points = _points(rng, most, "mixed" if outside else block.style)
        cells: dict[str, Any] = {"appraised_points": str(points)}
        if leaf.rule and rng.random() < 0.7:
            whole = rng.choice((3, 10, 40))
            part = whole if block.style == "full" else 0 if block.style == "zero" else rng.randint(0, whole)
            cells |= {"numerator": part, "denominator": whole}
            if rng.random() < 0.5:
                cells["appraised_points"] = ""
        if leaf.method != "survey" and (claims in ("all", "rounds") or (claims == "some" and rng.random() < 0.5)):
            cells["self_points"] = str(rng.choice((points, points, most, max(points - Decimal("0.25"), Decimal(0)))))
            if rng.random() < 0.6:
                cells["evidence"] = "Báo cáo"
            if Decimal(cells["self_points"]) != points:
                cells["reason"] = rng.choice(REASONS)
        row[leaf.code] = cells
    return row


def _targets(rng: random.Random, units: list[str], year: int) -> dict[str, Any]:
    if rng.random() < 0.6:
        return {}
    targets = [
        {
            "target_code": "t1",
            "name": "Hồ sơ trực tuyến",
            "name_en": "Online files",
            "area": "1",
            "unit_of_measure": "%",
        }
        | {"direction": "at_least", "target": 70, "source": "Kế hoạch"},
        {"target_code": "t2", "name": "Ngày chờ", "name_en": "Days of waiting", "area": "1", "unit_of_measure": "ngày"}
        | {"direction": "at_most", "target": 5, "source": "Kế hoạch"},
    ]
    values = [
        {"unit_code": unit, "target_code": "t1", "numerator": rng.choice((0, 5, 7, 10)), "denominator": 10}
        for unit in units
    ]
    if rng.random() < 0.5:
        values += [{"unit_code": unit, "target_code": "t2", "value": rng.choice((1, 5, 8))} for unit in units]
    return {"targets": targets, "target_values": values}


def _write_calendar(rng: random.Random, case: Case, year: int) -> None:
    if rng.random() < 0.6:
        return
    steps = (("Tự chấm điểm", "Self-assessment"), ("Thẩm định", "Appraisal"), ("Công bố", "Publication"))
    rows = []
    for month, (step, step_en) in enumerate(steps, 1):
        done = rng.choice((f"{year + 1}-0{month}-10", f"{year + 1}-0{month}-20", ""))
        rows.append({"step": step, "step_en": step_en, "due": f"{year + 1}-0{month}-15", "done": done})
    write_csv(case.inputs / "calendar.csv", columns.CALENDAR_FILE.names, rows)
