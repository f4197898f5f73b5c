"""Exports of the national portal as it saves them, made from the figures of Gia Lai that the project carries."""

from __future__ import annotations

import io
import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl

from parreport.inputs.portal_766.details import COUNTS, TEMPORARY
from parreport.inputs.portal_766.export import AREAS, METRICS
from tests.cases import read_csv

FACTS = {
    "province": "UBND tỉnh Gia Lai",
    "provinceCode": "H21",
    "rootDepartmentId": "019d",
    "runDateStr": "10102026",
    "period": None,
    "timeType": "year",
    "year": 2026,
    "periodLabel": "Năm 2026",
    "extractedAt": "2026-10-10T07:00:18Z",
}
KEYS = {
    "CKMB": "CKMB_CongKhaiMinhBach",
    "TDGQ": "TDGQ_TienDoGiaiQuyet",
    "ONLINE": "ONLINE_DichVuTrucTuyen",
    "TTTT": "TTTT_ThanhToanTrucTuyen",
    "MDSH": "MDSH_SoHoaHoSo",
    "MDHL": "MDHL_MucDoHaiLong",
}
HEADS = "TEN,MA_COQUAN,CAPDONVIID,CKMB,TDGQ,CLGQ,TTTT,MDHL,MDSH,TONG_SCORE"
RULES = {  # most points of a rate, and the rate that gives them
    **{"CKMB.1": (6, 1), "CKMB.2": (4, 1), "CKMB.3": (2, 1), "CKMB.4": (6, 1)},
    **{"MDSH.1": (6, 1), "MDSH.2": (4, 1), "MDSH.3": (2, 0.8), "MDSH.4": (4, 1), "MDSH.5": (2, 1), "MDSH.6": (2, 1)},
    **{"MDHL.1": (6, 0.9), "MDHL.2": (6, 1), "MDHL.3": (6, 1)},
}
THREE = (
    "UBND xã Vân Canh,H21.227,2,11.79,19.41,6.31,7.34,18,12.49,75.34\n"
    "UBND phường Quy Nhơn,H21.180,2,11.79,18.88,6.68,6.88,15,9.52,68.75\n"
    "Sở Y tế - tỉnh Gia Lai,H21.19,1,11.79,17.17,6.89,5.69,17.89,10.12,69.55\n"
)
TABLE = f"{HEADS}\n{THREE}"


CITIES = {  # printed by the portal for two cities, as collected on 10/10/2026: groups in order, then rates
    "H26": (
        "UBND Thành phố Hà Nội",
        "11.2 14.81 9.23 4.69 8.01 7.29",
        "CKMB.1 0/79 CKMB.2 65/80 CKMB.3 78/80 CKMB.4 859324/859324 TDGQ.1 788612/1065150 TTTT.1 229394/427521 "
        "TTTT.2 125/331 MDSH.1 536776/1065150 MDSH.2 164908/1065150 MDSH.3 344455/1065150 MDSH.4 7727/1065150 "
        "MDSH.5 412784/1065150 MDSH.6 500/1327 MDHL.1 785199/1065150 MDHL.2 1000/4506 MDHL.3 791/4506",
    ),
    "H19": (
        "UBND Thành phố Đồng Nai",
        "12.31 16.14 9.25 7.43 10.03 12.32",
        "CKMB.1 2/39 CKMB.2 39/39 CKMB.3 39/39 CKMB.4 562430/562430 TDGQ.1 540748/670009 TTTT.1 307713/341943 "
        "TTTT.2 245/420 MDSH.1 500528/670009 MDSH.2 176406/670009 MDSH.3 105840/670009 MDSH.4 13378/670009 "
        "MDSH.5 448618/670009 MDSH.6 445/1294 MDHL.1 540217/670009 MDHL.2 847/1285 MDHL.3 641/1285",
    ),
}


def write_json(folder: Path, name: str, facts: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(facts, ensure_ascii=False, default=float), "utf-8")
    return path


def write_workbook(folder: Path, name: str, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    path = folder / name
    path.write_bytes(stream.getvalue())
    return path


def details_of_gia_lai(project: Path, *codes: str) -> dict[str, Any]:
    """Return the details of some of the 149 units, of all where none is named, as the portal saves them."""
    folder = project / "data" / "gia-lai" / "2026-10-10"
    units = {row["unit_code"]: row for row in read_csv(folder / "units.csv")}
    printed = {row["unit_code"]: row for row in read_csv(project / "tests" / "backtests" / "gia_lai_2026_10_10.csv")}
    leaves: dict[str, dict[str, dict[str, str]]] = {}
    for row in read_csv(folder / "points.csv"):
        leaves.setdefault(row["unit_code"], {})[row["item_code"]] = row
    groups = {
        row["unit_code"]: {} for row in read_csv(project / "data" / "gia-lai" / "2026-10-10-groups" / "units.csv")
    }
    for row in read_csv(project / "data" / "gia-lai" / "2026-10-10-groups" / "points.csv"):
        groups[row["unit_code"]][row["item_code"]] = Decimal(row["appraised_points"])
    lists: dict[str, list[Any]] = {"agenciesDetail": [], "communesDetail": []}
    for code in codes or units:
        is_office = units[code]["block"] == "so-nganh"
        total = sum(groups[code].values())
        if printed[code].get("total"):
            assert total == Decimal(printed[code]["total"])
        name = units[code]["name"]
        name = f"{name.replace(',', ';')} - tỉnh Gia Lai" if is_office else f"UBND {name[:1].lower()}{name[1:]}"
        lists["agenciesDetail" if is_office else "communesDetail"].append(
            {
                "departmentId": "019d",
                "departmentName": name,
                "departmentCode": code,
                "childGroup": "AGENCY" if is_office else "COMMUNE",
                "totalScore": total,
                "ratio": total,
                "scoreDelta": None,
                "rank": 1,
                "groupScores": groups[code],
                "componentIndicators": {
                    KEYS[area]: make_area(area, leaves[code], groups[code][area]) for area in AREAS
                },
            }
        )
    filled = {key: found for key, found in lists.items() if found}
    return {"metadata": dict(FACTS), "count": sum(map(len, filled.values())), **filled}


def make_area(area: str, leaves: dict[str, dict[str, str]], score: Decimal) -> dict[str, Any]:
    made: dict[str, Any] = {"score": score, "maxScore": 18, "ratio": 50, "totalOverdue": 0, "averageScore": None}
    for item, (above, below) in COUNTS.items():
        if item.startswith(area) and leaves.get(item, {}).get("denominator"):
            made |= {above: int(leaves[item]["numerator"]), below: int(leaves[item]["denominator"])}
    metrics = []
    for code, item in METRICS.items():
        if not item.startswith(area):
            continue
        row = leaves[item]
        n, d = (int(row[key]) if row[key] else None for key in ("numerator", "denominator"))
        points = Decimal(row["appraised_points"]) if n is None or d is None else score_rate(item, n, d)
        more = {"name": code, "ratio": 0, "maxScore": 6}
        metrics.append({"code": code, "numerator": n, "denominator": d, "score": points, **more})
        if code == "DOSSIER_SYNC":
            metrics[-1] |= {"dataQualityStatus": TEMPORARY, "dataQualityMessage": "Mẫu số đang dùng số tạm."}
    if area == "MDHL":
        metrics.append({"code": "PETITION_CLASSIFICATION_STAFF", "numerator": 0, "denominator": 0, "score": None})
    return made | ({"metrics": metrics} if metrics else {})


def score_rate(item: str, n: int, d: int) -> Decimal:
    """Return the points that the portal prints of a rate."""
    most, full = RULES[item]
    if not d:
        return Decimal(6 if item in ("MDHL.2", "MDHL.3") else 0)
    exact = min(Decimal(most), Decimal(most) * n / (Decimal(str(full)) * d))
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def details_of_cities() -> dict[str, Any]:
    """Return the details of two cities, as the portal saves those of provinces."""
    units = []
    for code, (name, points, rates) in CITIES.items():
        groups = dict(zip(AREAS, map(Decimal, points.split()), strict=True))
        leaves = {"MDSH.7": {"numerator": "", "denominator": "", "appraised_points": "2"}}
        for item, rate in zip(*[iter(rates.split())] * 2, strict=True):
            n, _, d = rate.partition("/")
            leaves[item] = {"numerator": n, "denominator": d, "appraised_points": ""}
        indicators = {KEYS[area]: make_area(area, leaves, groups[area]) for area in AREAS}
        units.append(
            {
                "departmentName": name,
                "shortName": name.removeprefix("UBND Thành phố "),
                "departmentCode": code,
                "totalScore": sum(groups.values()),
                "groupScores": groups,
                "componentIndicators": indicators,
            }
        )
    facts = {key: value for key, value in FACTS.items() if not key.startswith("province")}
    return {"metadata": {**facts, "scope": "ProvincesDetail"}, "overview": {"totalScore": 62.59}, "provinces": units}
