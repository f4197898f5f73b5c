"""Exports of the national portal as it saves them, made from the figures of Gia Lai that the project carries."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from parreport.inputs.portal_766.details import COUNTS, TEMPORARY
from parreport.inputs.portal_766.export import AREAS, METRICS
from tests.cases import read_csv

FACTS = {
    "province": "UBND tỉnh Gia Lai",
    "provinceCode": "H21",
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
THREE = (
    "UBND xã Vân Canh,H21.227,2,11.79,19.41,6.31,7.34,18,12.49,75.34\n"
    "UBND phường Quy Nhơn,H21.180,2,11.79,18.88,6.68,6.88,15,9.52,68.75\n"
    "Sở Y tế - tỉnh Gia Lai,H21.19,1,11.79,17.17,6.89,5.69,17.89,10.12,69.55\n"
)
TABLE = f"{HEADS}\n{THREE}"


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
    lists: dict[str, list[Any]] = {"departmentsDetail": [], "communesDetail": []}
    for code in codes or units:
        is_office = units[code]["block"] == "so-nganh"
        total = sum(groups[code].values())
        if printed[code].get("total"):
            assert total == Decimal(printed[code]["total"])
        name = units[code]["name"]
        name = f"{name.replace(',', ';')} - tỉnh Gia Lai" if is_office else f"UBND {name[:1].lower()}{name[1:]}"
        lists["departmentsDetail" if is_office else "communesDetail"].append(
            {
                "departmentName": name,
                "departmentCode": code,
                "childGroup": "DEPARTMENT" if is_office else "COMMUNE",
                "totalScore": total,
                "groupScores": groups[code],
                "componentIndicators": {
                    KEYS[area]: make_area(area, leaves[code], groups[code][area]) for area in AREAS
                },
            }
        )
    filled = {key: found for key, found in lists.items() if found}
    return {"metadata": dict(FACTS), "count": sum(map(len, filled.values())), **filled}


def make_area(area: str, leaves: dict[str, dict[str, str]], score: Decimal) -> dict[str, Any]:
    made: dict[str, Any] = {"score": score}
    for item, (above, below) in COUNTS.items():
        if item.startswith(area) and leaves.get(item, {}).get("denominator"):
            made |= {above: int(leaves[item]["numerator"]), below: int(leaves[item]["denominator"])}
    metrics = []
    for code, item in METRICS.items():
        if not item.startswith(area):
            continue
        row = leaves[item]
        figures = {key: int(row[key]) if row[key] else None for key in ("numerator", "denominator")}
        points = {"score": Decimal(row["appraised_points"])} if row["appraised_points"] else {}
        temporary = {"dataQualityStatus": TEMPORARY} if code == "DOSSIER_SYNC" else {}
        metrics.append({"code": code, "name": code, **figures, **points, **temporary})
    return made | ({"metrics": metrics} if metrics else {})
