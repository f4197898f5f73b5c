"""What an official reads when a file is at fault: the place, what was found, what was expected.

A sound year stands in :data:`SOUND`; each fault is a small edit of it. The messages are kept as
snapshots (``pytest --snapshot-update`` after a deliberate change, then read them as the reader would).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from parreport.cli import main
from parreport.errors import DataError, FrameworkError, InputError, ParameterError, describe_problems
from parreport.language import use_language
from parreport.years.recipe import compute_results

Files = dict[str, "str | bytes"]
Edit = Callable[[Files], None]

SOUND: dict[str, str] = {
    "2018.yaml": """\
province: Tỉnh Thử
year: 2018
inputs: inputs
framework: framework
base: 2017.yaml
history: [2017.yaml]
language: vi
status: final
""",
    "2017.yaml": """\
province: Tỉnh Thử
year: 2017
inputs: inputs-2017
framework: framework-2017
base: null
history: []
language: vi
status: final
""",
    "framework/framework.yaml": """\
title: Bộ chỉ số thử
legal_basis: [Quyết định thử]
illustrative: true
bonus_cap: 2
decimals: 2
blocks:
  - code: so
    name: Sở, ban, ngành
    items: so.csv
    ranked: true
    survey_missing: error
    bands:
      - {name: Tốt, from: 80}
      - {name: Khá, from: 65}
      - {name: Yếu, from: 0}
""",
    "framework/so.csv": """\
item_code,parent_code,name,max_points,method,rule,evidence,remedy,source
1,,Chỉ đạo điều hành,,,,,,
1.1,1,Kế hoạch,7,,,,,
1.1.1,1.1,Ban hành kế hoạch,3,appraised,choice: đủ và đúng hạn = 3 | đủ nhưng trễ = 1.5 | thiếu = 0,,,
1.1.2,1.1,Hoàn thành kế hoạch,4,appraised,bands rate: 100 = 4 | 80 = 2,,,
1.2,1,Sáng kiến,2,appraised,each: 0.5,,,
1.9,1,Điểm thưởng,1,bonus,,,,
2,,Tác động,,,,,,
2.1,2,Hài lòng,5,survey,,,,
2.9,2,Điểm trừ,,penalty,,,,
""",
    "framework/mapping.csv": """\
block,item_code,base_block,base_item_code,share,comparable,note
so,1.1.1,so,1.1.1,1,yes,
so,1.1.2,so,1.1.2,,yes,
so,2.1,so,2.1,0.6,yes,
so,1.2,,,,no,mới
""",
    "framework/targets.csv": """\
target_code,name,area,unit_of_measure,direction,target,source
vbdt,Văn bản điện tử,2,%,at_least,60,CV 1486
ngay,Số ngày một hồ sơ,2,ngày,at_most,5,CV 1486
""",
    "framework-2017/framework.yaml": """\
title: Bộ chỉ số thử 2017
legal_basis: [Quyết định thử]
illustrative: true
blocks:
  - code: so
    name: Sở, ban, ngành
    items: so.csv
    bands: [{name: Tốt, from: 80}, {name: Yếu, from: 0}]
""",
    "framework-2017/so.csv": """\
item_code,parent_code,name,max_points,method,rule,evidence,remedy,source
1,,Chỉ đạo điều hành,,,,,,
1.1,1,Kế hoạch,,,,,,
1.1.1,1.1,Ban hành kế hoạch,3,appraised,,,,
1.1.2,1.1,Hoàn thành kế hoạch,4,appraised,,,,
2,,Tác động,,,,,,
2.1,2,Hài lòng,3,survey,,,,
""",
    "inputs/units.csv": """\
unit_code,name,block,ranked,cluster,base_unit_code
so-noi-vu,Sở Nội vụ,so,yes,,so-nv
so-y-te,Sở Y tế,so,yes,,
""",
    "inputs/points.csv": """\
unit_code,item_code,applies,self_points,appraised_points,numerator,denominator,value,reason,evidence
so-noi-vu,1.1.1,yes,3,,,,đủ và đúng hạn,,KH 01
so-noi-vu,1.1.2,yes,4,,90,90,,,BC 02
so-noi-vu,1.2,yes,1,1,,,3,Một sáng kiến chưa được công nhận,QĐ 03
so-noi-vu,2.1,,,4.5,,,,,
so-noi-vu,1.9,,0.5,0.5,,,,,
so-y-te,1.1.1,yes,1.5,,,,đủ nhưng trễ,,KH 04
so-y-te,1.1.2,yes,2,,17,20,,,BC 05
so-y-te,1.2,no,,,,,,Không phát sinh,
so-y-te,2.1,,,4,,,,,
so-y-te,2.9,,,0.25,,,,,
""",
    "inputs/appraisal.csv": """\
unit_code,item_code,round,appraised_points,reason
so-y-te,1.1.1,1,0,Chưa có văn bản
so-y-te,1.1.1,2,1.5,Đã bổ sung
""",
    "inputs/target_values.csv": """\
unit_code,target_code,numerator,denominator,value
so-noi-vu,vbdt,70,100,
so-y-te,ngay,,,4
""",
    "inputs/calendar.csv": """\
step,due,done
Tự chấm điểm,2018-11-30,2018-12-05
""",
    "inputs-2017/units.csv": """\
unit_code,name,block,ranked,cluster
so-nv,Sở Nội vụ,so,yes,
so-y-te,Sở Y tế,so,yes,
""",
    "inputs-2017/points.csv": """\
unit_code,item_code,applies,self_points,appraised_points,numerator,denominator,value,reason,evidence
so-nv,1.1.1,,,2,,,,,
so-nv,1.1.2,,,3,,,,,
so-nv,2.1,,,2,,,,,
so-y-te,1.1.1,,,1,,,,,
so-y-te,1.1.2,,,4,,,,,
so-y-te,2.1,,,3,,,,,
""",
}

PARAMETERS, YAML = "2018.yaml", "framework/framework.yaml"
ITEMS, MAPPING, TARGETS = "framework/so.csv", "framework/mapping.csv", "framework/targets.csv"
UNITS, POINTS, APPRAISAL = "inputs/units.csv", "inputs/points.csv", "inputs/appraisal.csv"
VALUES, CALENDAR = "inputs/target_values.csv", "inputs/calendar.csv"


def swap(file: str, old: str, new: str) -> Edit:
    """Put a new text in place of an old one that stands in the file exactly once."""

    def edit(files: Files) -> None:
        content = str(files[file])
        assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {file}"
        files[file] = content.replace(old, new)

    return edit


def add(file: str, *lines: str) -> Edit:
    """Put lines at the end of a file."""

    def edit(files: Files) -> None:
        files[file] = str(files[file]) + "".join(f"{line}\n" for line in lines)

    return edit


def put(file: str, content: str | bytes) -> Edit:
    """Put a new file, or a new content."""

    def edit(files: Files) -> None:
        files[file] = content

    return edit


def remove(*names: str) -> Edit:
    """Take files away; a name that ends in / is a folder."""

    def edit(files: Files) -> None:
        for name in names:
            for file in [f for f in files if f == name or (name.endswith("/") and f.startswith(name))]:
                del files[file]

    return edit


def both(*edits: Edit) -> Edit:
    """Make several edits."""

    def edit(files: Files) -> None:
        for one in edits:
            one(files)

    return edit


def recode(file: str, encoding: str) -> Edit:
    """Save a file in another encoding."""

    def edit(files: Files) -> None:
        files[file] = str(files[file]).encode(encoding, "replace")

    return edit


def feature(code: str | None, kind: str, coordinates: list[Any]) -> dict[str, Any]:
    properties = {} if code is None else {"unit_code": code}
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def boundaries(*features: dict[str, Any]) -> Edit:
    """Add a file of boundaries, and its name to the parameters."""
    words = json.dumps({"type": "FeatureCollection", "features": features})
    return both(put("xa.geojson", words), add(PARAMETERS, "geography: xa.geojson"))


FAULTS: dict[str, Edit] = {
    # --- the parameters file
    "parameters: a misspelt key": swap(PARAMETERS, "province:", "provinse:"),
    "parameters: a missing key": swap(PARAMETERS, "status: final\n", ""),
    "parameters: an unknown key": add(PARAMETERS, "colour: blue"),
    "parameters: a wrong type": swap(PARAMETERS, "year: 2018", "year: hai nghìn mười tám"),
    "parameters: a year in quotes": swap(PARAMETERS, "year: 2018", 'year: "2018"'),
    "parameters: a number for a text": swap(PARAMETERS, "province: Tỉnh Thử", "province: 077"),
    "parameters: a text for a list": swap(PARAMETERS, "history: [2017.yaml]", "history: 2017.yaml"),
    "parameters: an unknown language": swap(PARAMETERS, "language: vi", "language: fr"),
    "parameters: an impossible date": add(PARAMETERS, "published: 2019-02-30"),
    "parameters: a date in Vietnamese order": add(PARAMETERS, "published: 30/06/2019"),
    "parameters: a key given twice": add(PARAMETERS, "year: 2019"),
    "parameters: a date of the issuer that is no day": add(
        PARAMETERS, "issuer:", "  body: SỞ NỘI VỤ", "  date: 5/1/2019"
    ),
    "parameters: a misspelt key of the issuer": add(PARAMETERS, "issuer:", "  body: SỞ NỘI VỤ", "  signatry_name: A"),
    "parameters: no YAML": put(PARAMETERS, "province: [Tỉnh Thử\nyear: 2018\n"),
    "parameters: no keys": put(PARAMETERS, "chỉ là một câu\n"),
    "parameters: an empty file": put(PARAMETERS, ""),
    "parameters: a tab": swap(PARAMETERS, "year: 2018", "year:\n\t2018"),
    "parameters: another encoding": recode(PARAMETERS, "utf-16"),
    "parameters: no inputs folder": swap(PARAMETERS, "inputs: inputs", "inputs: dau-vao"),
    "parameters: no framework folder": swap(PARAMETERS, "framework: framework", "framework: khung"),
    "parameters: no base file": swap(PARAMETERS, "base: 2017.yaml", "base: 2016.yaml"),
    "parameters: no history file": swap(PARAMETERS, "history: [2017.yaml]", "history: [2015.yaml]"),
    "parameters: compared with itself": swap(PARAMETERS, "base: 2017.yaml", "base: 2018.yaml"),
    "parameters: a circle of base years": swap("2017.yaml", "base: null", "base: 2018.yaml"),
    "base year: a fault in its points": swap("inputs-2017/points.csv", "so-nv,1.1.2,,,3,", "so-nv,1.1.2,,,5,"),
    # --- boundaries
    "boundaries: no file": add(PARAMETERS, "geography: xa.geojson"),
    "boundaries: outside the folder of the framework": add(YAML, "geography: ../xa.geojson"),
    "boundaries: projected, twice, without a code": boundaries(
        feature("so-nv", "Polygon", [[[595000.5, 1547000], [596000, 1547000], [596000, 1548000], [595000.5, 1547000]]]),
        feature("so-nv", "Point", [108, 14]),
        feature(None, "Polygon", [[[108, 14], [108.1, 14], [108.1, 14.1], [108, 14.2]]]),
    ),
    # --- framework.yaml
    "framework: a misspelt key": swap(YAML, "bonus_cap: 2", "bonus_cup: 2"),
    "framework: a missing key": swap(YAML, "illustrative: true\n", ""),
    "framework: a wrong type": swap(YAML, "decimals: 2", "decimals: hai"),
    "framework: a number for a block code": swap(YAML, "  - code: so", "  - code: 077"),
    "framework: a key given twice": add(YAML, "title: Khung khác"),
    "framework: an empty mapping": put(YAML, "{}\n"),
    "framework: no blocks": swap(str(YAML), SOUND[YAML].partition("blocks:")[2], " []\n"),
    "framework: bands that do not start at 0": swap(YAML, "{name: Yếu, from: 0}", "{name: Yếu, from: 50}"),
    "framework: two bands that start alike": swap(YAML, "{name: Khá, from: 65}", "{name: Khá, from: 80}"),
    "framework: two bands of one name": swap(YAML, "{name: Khá, from: 65}", "{name: TỐT, from: 65}"),
    "framework: a band without its bound": swap(YAML, "{name: Khá, from: 65}", "{name: Khá}"),
    "framework: a misspelt key of a band": swap(YAML, "{name: Khá, from: 65}", "{name: Khá, form: 65}"),
    "framework: an infinite cap": swap(YAML, "bonus_cap: 2", "bonus_cap: .inf"),
    "framework: a negative cap": swap(YAML, "bonus_cap: 2", "bonus_cap: -2"),
    "framework: an unknown survey_missing": swap(YAML, "survey_missing: error", "survey_missing: ignore"),
    "framework: an unknown zero_of_zero": add(YAML, "zero_of_zero: không"),
    "framework: an unknown threshold": add(YAML, "findings: {level: 90}"),
    "framework: a block given twice": add(
        YAML, "  - {code: so, name: Lại nữa, items: so.csv, bands: [{name: Đạt, from: 0}]}"
    ),
    "framework: no framework.yaml": remove(YAML),
    # --- the items of a block
    "items: no file": remove(ITEMS),
    "items: a misspelt column": swap(ITEMS, "max_points,method", "max_point,method"),
    "items: a missing column": put(
        ITEMS, "\n".join(line.rpartition(",")[0] for line in SOUND[ITEMS].splitlines()) + "\n"
    ),
    "items: an unknown column": put(
        ITEMS, SOUND[ITEMS].replace("source\n", "source,ghi chú\n", 1).replace(",\n", ",,\n")
    ),
    "items: a head and no rows": put(ITEMS, SOUND[ITEMS].partition("\n")[0] + "\n"),
    "items: a code given twice": swap(ITEMS, "1.2,1,Sáng kiến", "1.1.2,1,Sáng kiến"),
    "items: an unknown parent": swap(ITEMS, "1.2,1,Sáng kiến", "1.2,3,Sáng kiến"),
    "items: a circle": swap(ITEMS, "1,,Chỉ đạo điều hành", "1,1.1,Chỉ đạo điều hành"),
    "items: its own parent": swap(ITEMS, "2,,Tác động", "2,2,Tác động"),
    "items: no name": swap(ITEMS, "Sáng kiến", ""),
    "items: a parent's maximum that differs from its leaves": swap(ITEMS, "Kế hoạch,7,", "Kế hoạch,8,"),
    "items: a text for the maximum of a leaf whose parent has one": swap(ITEMS, "kế hoạch,4,", "kế hoạch,bốn,"),
    "items: an unknown parent of a leaf whose parent has a maximum": swap(ITEMS, "1.1.2,1.1,", "1.1.2,1.l,"),
    "items: a maximum of 0": swap(ITEMS, "Sáng kiến,2,", "Sáng kiến,0,"),
    "items: no maximum": swap(ITEMS, "Sáng kiến,2,", "Sáng kiến,,"),
    "items: a text for a maximum": swap(ITEMS, "Sáng kiến,2,", "Sáng kiến,hai,"),
    "items: a misspelt method": swap(ITEMS, "Sáng kiến,2,appraised", "Sáng kiến,2,apraised"),
    "items: a leaf without a method": swap(ITEMS, "Sáng kiến,2,appraised", "Sáng kiến,2,"),
    "items: a method above a leaf": swap(ITEMS, "Kế hoạch,7,,", "Kế hoạch,7,appraised,"),
    "items: an unquoted comma in a name": swap(ITEMS, "Sáng kiến,2", "Sáng kiến, giải pháp,2"),
    # --- rules
    "rules: an unknown form": swap(ITEMS, "each: 0.5", "every: 0.5"),
    "rules: no number": swap(ITEMS, "bands rate: 100 = 4 | 80 = 2", "bands rate: 100 = 4 | 80 = hai"),
    "rules: a decimal comma": swap(ITEMS, "each: 0.5", '"each: 0,5"'),
    "rules: a bound given twice": swap(ITEMS, "100 = 4 | 80 = 2", "100 = 4 | 100 = 2"),
    "rules: points above the maximum": swap(ITEMS, "100 = 4 | 80 = 2", "100 = 4 | 80 = 5"),
    "rules: points above the maximum inside when": swap(
        ITEMS,
        "choice: đủ và đúng hạn = 3 | đủ nhưng trễ = 1.5 | thiếu = 0",
        "when có: bands rate: 100 = 3.5 | 80 = 2 ; otherwise choice: đủ và đúng hạn = 3 | đủ nhưng trễ = 4.5",
    ),
    "rules: a rule on a survey leaf": swap(ITEMS, "Hài lòng,5,survey,", "Hài lòng,5,survey,each: 1"),
    "rules: a bonus whose rule needs a maximum": swap(ITEMS, "Điểm trừ,,penalty,", "Điểm trừ,,penalty,deduct: 1"),
    # --- mapping
    "mapping: an unknown block": swap(MAPPING, "so,1.1.1,so,1.1.1", "sở,1.1.1,so,1.1.1"),
    "mapping: an unknown item": swap(MAPPING, "so,1.1.1,so,1.1.1", "so,1.1.9,so,1.1.1"),
    "mapping: an item with parts": swap(MAPPING, "so,1.1.1,so,1.1.1", "so,1.1,so,1.1.1"),
    "mapping: an unknown base item": swap(MAPPING, "so,1.1.1,so,1.1.1", "so,1.1.1,so,1.1.7"),
    "mapping: an unknown base block": swap(MAPPING, "so,1.1.1,so,1.1.1", "so,1.1.1,sở,1.1.1"),
    "mapping: shares above 1": swap(MAPPING, "so,1.2,,,,no,mới", "so,1.2,so,2.1,0.5,yes,"),
    "mapping: a share of 0": swap(MAPPING, "2.1,0.6,yes", "2.1,0,yes"),
    "mapping: a pair given twice": add(MAPPING, "so,2.1,so,2.1,0.2,yes,"),
    "mapping: yes and no for one leaf": add(MAPPING, "so,2.1,so,1.1.2,0.2,no,"),
    "mapping: comparable without a base leaf": swap(MAPPING, "so,1.2,,,,no,mới", "so,1.2,,,,yes,mới"),
    "mapping: comparable by a cross": swap(MAPPING, "1,yes,", "1,x,"),
    # --- targets
    "targets: an unknown direction": swap(TARGETS, "at_least", "min"),
    "targets: no number": swap(TARGETS, "at_least,60", "at_least,sáu mươi"),
    "targets: a code given twice": swap(TARGETS, "ngay,", "vbdt,"),
    # --- units
    "units: no file": remove(UNITS),
    "units: a slash in a code": swap(UNITS, "so-y-te", "so/y-te"),
    "units: a code that begins with a point": swap(UNITS, "so-y-te", ".so-y-te"),
    "units: codes that differ in capitals only": add(UNITS, "SO-Y-TE,Sở Y tế,so,yes,,"),
    "units: a code given twice": add(UNITS, "so-y-te,Sở Y tế,so,yes,,"),
    "units: an unknown block": swap(UNITS, "Sở Y tế,so,", "Sở Y tế,sở,"),
    "units: ranked neither yes nor no": swap(UNITS, "Sở Y tế,so,yes", "Sở Y tế,so,x"),
    "units: an unknown base unit": swap(UNITS, "so-nv", "so-vn"),
    "units: an unknown base unit among several": swap(UNITS, ",,so-nv", ",,so-nv;so-cu"),
    "units: a blank code": swap(UNITS, "so-y-te,", ","),
    "units: no name": swap(UNITS, "Sở Y tế", ""),
    "units: an unclosed quote": swap(UNITS, "so-y-te,Sở Y tế", 'so-y-te,"Sở Y tế'),
    "units: Vietnamese codepage": put(
        UNITS, SOUND[UNITS].replace("Sở Nội vụ", "So Nôi vu").encode("cp1258", "replace")
    ),
    "units: no rows": put(UNITS, SOUND[UNITS].partition("\n")[0] + "\n"),
    # --- points
    "points: no file": remove(POINTS),
    "points: a misspelt file name": both(put("inputs/point.csv", SOUND[POINTS]), remove(POINTS)),
    "points: a misspelt column": swap(POINTS, "appraised_points", "apraised_points"),
    "points: a missing column": put(
        POINTS, "\n".join(line.rpartition(",")[0] for line in SOUND[POINTS].splitlines()) + "\n"
    ),
    "points: an Excel workbook under a CSV name": put(POINTS, b"PK\x03\x04\x14\x00\x06\x00\x08\x00"),
    "points: another encoding": recode(POINTS, "utf-16"),
    "points: a misspelt unit": swap(POINTS, "so-y-te,1.1.2", "so-yte,1.1.2"),
    "points: a misspelt item": swap(POINTS, "so-y-te,1.1.2", "so-y-te,1.12"),
    "points: an item with parts": swap(POINTS, "so-y-te,1.1.2", "so-y-te,1.1"),
    "points: a row given twice": add(POINTS, "so-y-te,2.1,,,3,,,,,"),
    "points: above the maximum": swap(POINTS, "so-noi-vu,1.2,yes,1,1,", "so-noi-vu,1.2,yes,1,2.5,"),
    "points: self-assessed above the maximum": swap(POINTS, "so-noi-vu,1.2,yes,1,1,", "so-noi-vu,1.2,yes,3,1,"),
    "points: of a survey above the maximum": swap(POINTS, "so-y-te,2.1,,,4,", "so-y-te,2.1,,,5.01,"),
    "points: negative": swap(POINTS, "so-noi-vu,1.2,yes,1,1,", "so-noi-vu,1.2,yes,1,-1,"),
    "points: a negative penalty": swap(POINTS, "so-y-te,2.9,,,0.25", "so-y-te,2.9,,,-0.25"),
    "points: a text for points": swap(POINTS, "so-noi-vu,1.2,yes,1,1,", "so-noi-vu,1.2,yes,1,KAD,"),
    "points: a text for a numerator": swap(POINTS, "17,20", " khong,20"),
    "points: two separators": swap(POINTS, "17,20", '"1.017,5","2,000"'),
    "points: thousands that could be decimals": swap(POINTS, "17,20", '"1,017",1.200'),
    "points: numerator above denominator": swap(POINTS, "17,20", "21,20"),
    "points: half a rate": swap(POINTS, "17,20", "17,"),
    "points: a negative count": swap(POINTS, ",,,3,Một", ",,,-3,Một"),
    "points: nan": swap(POINTS, "so-y-te,2.1,,,4,", "so-y-te,2.1,,,nan,"),
    "points: an option that does not exist": swap(POINTS, "đủ nhưng trễ", "đủ, trễ một ngày".replace(",", " ")),
    "points: an option in NFD that does not exist": swap(
        POINTS, "đủ nhưng trễ", unicodedata.normalize("NFD", "đủ mà trễ")
    ),
    "points: points where the item does not apply": swap(POINTS, "so-y-te,1.2,no,,,", "so-y-te,1.2,no,1,1,"),
    "points: applies neither yes nor no": swap(POINTS, "so-y-te,1.2,no", "so-y-te,1.2,khong"),
    "points: an unquoted decimal comma": swap(POINTS, "so-noi-vu,2.1,,,4.5,", "so-noi-vu,2.1,,,4,5,"),
    "points: a row cut short": swap(POINTS, "so-y-te,2.9,,,0.25,,,,,", "so-y-te,2.9,,,0.25"),
    "points: a gap in a final run": swap(POINTS, "so-y-te,1.1.2,yes,2,,17,20,,,BC 05\n", ""),
    "points: a gap in a row of a final run": swap(POINTS, "so-y-te,1.1.2,yes,2,,17,20", "so-y-te,1.1.2,yes,2,,,"),
    "points: a gap on an item without a rule": both(
        swap(ITEMS, "each: 0.5", ""), swap(POINTS, "so-noi-vu,1.2,yes,1,1,", "so-noi-vu,1.2,yes,1,,")
    ),
    "points: a survey that one unit lacks": swap(POINTS, "so-y-te,2.1,,,4,,,,,\n", ""),
    "points: a survey that all lack": both(
        swap(POINTS, "so-y-te,2.1,,,4,,,,,\n", ""), swap(POINTS, "so-noi-vu,2.1,,,4.5,,,,,\n", "")
    ),
    "points: a blank unit code": swap(POINTS, "so-y-te,1.1.2", ",1.1.2"),
    # --- appraisal
    "appraisal: a misspelt column": swap(APPRAISAL, "round,", "rond,"),
    "appraisal: a third round": swap(APPRAISAL, "1.1.1,2,", "1.1.1,3,"),
    "appraisal: a round given twice": swap(APPRAISAL, "1.1.1,2,", "1.1.1,1,"),
    "appraisal: above the maximum": swap(APPRAISAL, "2,1.5,", "2,3.5,"),
    "appraisal: no points": swap(APPRAISAL, "2,1.5,", "2,,"),
    "appraisal: of a survey item": add(APPRAISAL, "so-y-te,2.1,1,4,"),
    "appraisal: of an item that does not apply": add(APPRAISAL, "so-y-te,1.2,1,1,"),
    "appraisal: a misspelt unit": add(APPRAISAL, "so-yte,1.2,1,1,"),
    # --- target values, calendar, files of other versions
    "target values: an unknown target": swap(VALUES, "vbdt", "vbđt"),
    "target values: numerator above denominator": swap(VALUES, "70,100", "170,100"),
    "target values: a value and a rate": swap(VALUES, "70,100,", "70,100,70"),
    "target values: a row given twice": add(VALUES, "so-noi-vu,vbdt,1,2,"),
    "calendar: a date in Vietnamese order": swap(CALENDAR, "2018-11-30", "30/11/2018"),
    "calendar: a date without its dashes": swap(CALENDAR, "2018-11-30", "20181130"),
}


def write(folder: Path, *edits: Edit) -> None:
    files: Files = dict(SOUND)
    for edit in edits:
        edit(files)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def fault_of(*edits: Edit) -> InputError:
    write(Path.cwd(), *edits)
    with pytest.raises(InputError) as caught:
        compute_results("2018.yaml")
    return caught.value


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_sound_year_has_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    write(Path.cwd())
    assert main(["check", "2018.yaml", "--language", "en"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_place(
    name: str, snapshot: SnapshotAssertion, capsys: pytest.CaptureFixture[str]
) -> None:
    write(Path.cwd(), FAULTS[name])
    assert main(["check", "2018.yaml", "--language", "en"]) == 1
    assert capsys.readouterr().err == snapshot


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_vietnamese_too(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    error = fault_of(FAULTS[name])
    with use_language("vi"):
        told = str(error)
    assert len(told.splitlines()) == len(describe_problems(error.problems)) + 2
    with use_language("vi"):
        for problem in error.problems:
            assert problem.where() in told or f", {problem.row}" in told or f" {problem.row}" in told
            assert problem.found is None or problem.found in told
    assert main(["check", "2018.yaml", "--language", "vi"]) == 1
    assert capsys.readouterr().err.strip() == told.strip()


SEVERAL = (
    swap(PARAMETERS, "language: vi", "language: fr"),
    swap(YAML, "{name: Yếu, from: 0}", "{name: Yếu, from: 50}"),
    swap(ITEMS, "Sáng kiến,2,appraised", "Sáng kiến,2,apraised"),
    swap(MAPPING, "1,yes,", "1,x,"),
    swap(TARGETS, "at_least", "min"),
    swap(UNITS, "so-nv", "so-vn"),
    swap(POINTS, "17,20", "21,20"),
    swap(POINTS, "so-noi-vu,2.1,,,4.5,", "so-noi-vu,2.1,,,5.5,"),
    swap(APPRAISAL, "2,1.5,", "2,3.5,"),
    swap(VALUES, "vbdt", "vbđt"),
    swap(CALENDAR, "2018-11-30", "30/11/2018"),
    swap("inputs-2017/points.csv", "so-nv,1.1.2,,,3,", "so-nv,1.1.2,,,5,"),
)


def test_faults_in_several_files_come_out_in_one_run() -> None:
    error = fault_of(*SEVERAL)
    assert isinstance(error, DataError)
    assert sorted((problem.file, problem.column) for problem in error.problems) == [
        ("2018.yaml", "language"),
        ("framework/framework.yaml", "blocks.0.bands.2.from"),
        ("framework/mapping.csv", "comparable"),
        ("framework/so.csv", "method"),
        ("framework/targets.csv", "direction"),
        ("inputs-2017/points.csv", "appraised_points"),
        ("inputs/appraisal.csv", "appraised_points"),
        ("inputs/calendar.csv", "due"),
        ("inputs/points.csv", "appraised_points"),
        ("inputs/points.csv", "numerator"),
        ("inputs/target_values.csv", "target_code"),
        ("inputs/units.csv", "base_unit_code"),
    ]


def test_a_fault_in_a_file_that_two_blocks_share_is_told_once() -> None:
    second = "  - {code: huyen, name: Huyện, items: so.csv, bands: [{name: Đạt, from: 0}]}"
    error = fault_of(add(YAML, second), swap(ITEMS, "each: 0.5", "every: 0.5"))
    assert [problem.row for problem in error.problems] == [6]


def test_a_fault_in_a_framework_that_two_years_share_is_told_once() -> None:
    error = fault_of(
        swap("2017.yaml", "framework: framework-2017", "framework: framework"),
        swap("2017.yaml", "inputs: inputs-2017", "inputs: inputs"),
        swap(UNITS, "so-nv", ""),
        swap(ITEMS, "each: 0.5", "every: 0.5"),
    )
    assert [problem.row for problem in error.problems] == [6]


def test_several_faults_in_one_row_come_out_together() -> None:
    edit = swap(POINTS, "so-noi-vu,1.2,yes,1,1,,,3,", "so-noi-vu,1.2,x,9,-1,5,4,ba,")
    error = fault_of(edit)
    assert [problem.column for problem in error.problems] == [
        "applies",
        "self_points",
        "appraised_points",
        "numerator",
        "value",
    ]


def test_faults_come_out_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    write(Path.cwd(), swap(POINTS, "17,20", "21 ,20"))
    assert main(["check", "2018.yaml", "--json", "--language", "en"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"] == [
        {
            "file": "inputs/points.csv",
            "row": 8,
            "column": "numerator",
            "unit_code": "so-y-te",
            "item_code": "1.1.2",
            "found": "21 ",
            "expected": "at most the denominator, 20",
        }
    ]


@pytest.mark.parametrize(
    "typed", [" -1 ", "KAD", "\u00a0x", unicodedata.normalize("NFD", "bốn"), "1.234,5", "Infinity"]
)
def test_found_quotes_the_cell_exactly_as_typed(typed: str) -> None:
    cell = f'"{typed}"' if "," in typed else typed
    error = fault_of(swap(POINTS, "so-noi-vu,1.2,yes,1,1,", f"so-noi-vu,1.2,yes,1,{cell},"))
    assert [problem.found for problem in error.problems] == [typed]
    for code in ("en", "vi"):
        with use_language(code):
            assert f'"{typed}"' in str(error)


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        (swap(PARAMETERS, "language: vi", "language: fr"), ParameterError),
        (swap(ITEMS, "each: 0.5", "every: 0.5"), FrameworkError),
        (swap(MAPPING, "1,yes,", "1,x,"), FrameworkError),
        (swap(POINTS, "17,20", "21,20"), DataError),
    ],
)
def test_the_kind_of_error_says_whose_file_is_at_fault(edit: Edit, kind: type[InputError]) -> None:
    assert type(fault_of(edit)) is kind


def test_an_error_survives_a_trip_to_another_process() -> None:
    import pickle

    error = fault_of(swap(POINTS, "17,20", "21,20"))
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.problems) == (str(error), error.problems)


def test_a_parameters_file_that_is_not_there_is_a_fault_of_the_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "khong-co.yaml", "--language", "en"]) == 2
    assert "khong-co.yaml" in capsys.readouterr().err


def test_a_draft_may_have_gaps_and_a_final_run_may_not(capsys: pytest.CaptureFixture[str]) -> None:
    gap = swap(POINTS, "so-y-te,1.1.2,yes,2,,17,20,,,BC 05\n", "")
    write(Path.cwd(), gap, swap(PARAMETERS, "status: final", "status: draft"))
    assert main(["check", "2018.yaml", "--language", "en"]) == 0
