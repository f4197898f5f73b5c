"""``parreport import-766``: saved exports of the portal become a year that check, score and build take."""

from __future__ import annotations

import copy
import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from parreport.errors import describe_problems
from parreport.inputs.faults import Faults
from parreport.inputs.framework_files import read_framework
from parreport.inputs.packaged import find_framework
from parreport.inputs.portal_766.figures import declare_areas, declare_leaves
from parreport.inputs.portal_766.joining import join_exports
from parreport.inputs.portal_766.reading import read_exports
from parreport.years.reading import read_run
from tests.built import Built, files_in, run
from tests.cases import read_csv
from tests.exports_766 import HEADS, TABLE, THREE, details_of_cities, details_of_gia_lai, write_json, write_workbook

COMMUNE, WARD, OFFICE = "H21.227", "H21.180", "H21.19"


@pytest.fixture
def details(project: Path) -> dict[str, Any]:
    """Details of a commune, a ward and a department."""
    return details_of_gia_lai(project, COMMUNE, WARD, OFFICE)


def units_of(details: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["departmentCode"]: one for key in details if key.endswith("Detail") for one in details[key]}


def area_of(details: dict[str, Any], code: str, area: str) -> dict[str, Any]:
    found = units_of(details)[code]["componentIndicators"]
    return next(part for key, part in found.items() if key.startswith(area))  # type: ignore[no-any-return]


def metric_of(details: dict[str, Any], code: str, name: str) -> dict[str, Any]:
    parts = units_of(details)[code]["componentIndicators"].values()
    return next(one for part in parts for one in part.get("metrics", []) if one["code"] == name)  # type: ignore[no-any-return]


def import_into(folder: Path, *words: str | Path, out: str = "out") -> Built:
    return run(folder, "import-766", *map(str, words), "--out", out)


def parameters_in(folder: Path, out: str = "out") -> dict[str, Any]:
    return yaml.safe_load((folder / out / "parameters.yaml").read_text("utf-8"))  # type: ignore[no-any-return]


def rows_in(folder: Path, out: str = "out") -> dict[tuple[str, str], dict[str, str]]:
    return {(row["unit_code"], row["item_code"]): row for row in read_csv(folder / out / "points.csv")}


def totals_in(folder: Path, monkeypatch: pytest.MonkeyPatch, out: str = "out") -> dict[str, Decimal]:
    """Return the points of each unit, bonus included, as they are read and scored."""
    monkeypatch.chdir(folder)
    faults = Faults()
    year = read_run(f"{out}/parameters.yaml", faults)
    assert year is not None and not faults.problems
    totals: dict[str, Decimal] = {}
    for unit, points in zip(year.leaves["unit_code"], year.leaves["points"], strict=True):
        totals[unit] = totals.get(unit, Decimal(0)) + (points or 0)
    return totals


# --- details --------------------------------------------------------------------------------


def test_details_become_a_year_that_check_and_score_take(details: dict[str, Any], tmp_path: Path) -> None:
    done = import_into(tmp_path, write_json(tmp_path, "details.json", details))
    assert (done.code, done.err) == (0, "")
    assert "out: 3 units (Departments and agencies: 1; Communes: 1; Wards: 1); framework 766-2026; Gia Lai" in done.out
    assert sorted(files_in(tmp_path / "out")) == ["parameters.yaml", "points.csv", "units.csv"]
    checked = run(tmp_path, "check", "out/parameters.yaml")
    assert (checked.code, checked.out, checked.err) == (0, "out/parameters.yaml: no fault in 3 units\n", "")
    assert run(tmp_path, "score", "out/parameters.yaml", "--out", "tables").code == 0
    index = {row["unit_code"]: row["index_pct"] for row in read_csv(tmp_path / "tables" / "index.csv")}
    assert index == {OFFICE: "70.9", COMMUNE: "75.34", WARD: "68.75"}


def test_units_and_parameters_are_those_of_the_export(details: dict[str, Any], tmp_path: Path) -> None:
    import_into(tmp_path, write_json(tmp_path, "details.json", details))
    assert read_csv(tmp_path / "out" / "units.csv") == [
        {"unit_code": code, "name": name, "name_en": english, "block": block, "ranked": "yes"}
        for code, name, english, block in (
            (OFFICE, "Sở Y tế", "Department of Health", "so-nganh"),
            (COMMUNE, "Xã Vân Canh", "Vân Canh commune", "xa"),
            (WARD, "Phường Quy Nhơn", "Quy Nhơn ward", "phuong"),
        )
    ]
    found = parameters_in(tmp_path)
    assert {name: found[name] for name in found if name != "published"} == {
        "province": "Gia Lai",
        "year": 2026,
        "period": "2026-01..2026-10-10",
        "inputs": "out",
        "framework": "766-2026",
        "base": None,
        "history": [],
        "language": "vi",
        "status": "final",
        "remarks": ["Số liệu thu thập trên Cổng Dịch vụ công quốc gia ngày 10/10/2026."],
        "remarks_en": ["Figures as collected on the national public service portal on 10 October 2026."],
    }
    assert str(found["published"]) == "2026-10-10"


def test_all_149_units_of_gia_lai_have_the_points_that_the_portal_prints(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    details = details_of_gia_lai(project)
    done = import_into(tmp_path, write_json(tmp_path, "details.json", details))
    assert (done.code, done.err) == (0, "")
    assert "149 units (Departments and agencies: 14; Communes: 110; Wards: 25)" in done.out
    assert "printed points compared with ours: 2980; other than ours: 0" in done.out
    assert "temporary: 149" in done.out
    printed = {code: one["totalScore"] for code, one in units_of(details).items()}
    assert totals_in(tmp_path, monkeypatch) == printed
    kept = read_csv(project / "data" / "gia-lai" / "2026-10-10" / "points.csv")
    names = ("appraised_points", "numerator", "denominator")
    assert {(row["unit_code"], row["item_code"]): [row[name] for name in names] for row in kept} == {
        key: [row[name] for name in names] for key, row in rows_in(tmp_path).items()
    }


def test_the_details_as_the_portal_saved_them_give_the_points_that_it_prints(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = import_into(tmp_path, project / "data" / "gia-lai" / "export-2026-10-10.json")
    assert (done.code, done.err) == (0, "")
    assert totals_in(tmp_path, monkeypatch) == {
        "H21.227": Decimal("75.34"),
        "H21.125": Decimal("73.95"),
        "H21.106": Decimal("71.38"),
        "H21.180": Decimal("68.75"),
    }


@pytest.mark.parametrize("key", ["departmentsDetail", "provincesDetail", "danhSach"])
def test_a_list_of_details_may_have_any_key(key: str, details: dict[str, Any], tmp_path: Path) -> None:
    whole = {"data": {key: list(units_of(details).values())}, "metadata": details["metadata"]}
    assert import_into(tmp_path, write_json(tmp_path, "details.json", whole)).code == 0
    assert len(read_csv(tmp_path / "out" / "units.csv")) == 3


def test_two_cities_have_the_points_that_the_portal_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = import_into(tmp_path, write_json(tmp_path, "details_Provinces_10102026.json", details_of_cities()))
    assert (done.code, done.err) == (0, "")
    assert "printed points compared with ours: 40; other than ours: 0" in done.out
    assert [(row["name"], row["block"]) for row in read_csv(tmp_path / "out" / "units.csv")] == [
        ("Thành phố Hà Nội", "tinh"),
        ("Thành phố Đồng Nai", "tinh"),
    ]
    assert totals_in(tmp_path, monkeypatch) == {"H26": Decimal("55.23"), "H19": Decimal("67.48")}
    assert parameters_in(tmp_path)["period"] == "2026-01..2026-10-10"


def test_a_province_has_details_like_a_commune(details: dict[str, Any], tmp_path: Path) -> None:
    whole = {"metadata": {**details["metadata"], "province": None}, "provincesDetail": []}
    for code, name in (("H21", "UBND tỉnh Gia Lai"), ("H26", "UBND thành phố Hà Nội")):
        one = copy.deepcopy(units_of(details)[COMMUNE])
        whole["provincesDetail"].append(one | {"departmentName": name, "departmentCode": code, "childGroup": None})
    assert import_into(tmp_path, write_json(tmp_path, "details.json", whole)).code == 0
    assert [row["block"] for row in read_csv(tmp_path / "out" / "units.csv")] == ["tinh", "tinh"]
    assert parameters_in(tmp_path)["province"] == "Toàn quốc"


def test_a_temporary_denominator_is_said_beside_the_figure(details: dict[str, Any], tmp_path: Path) -> None:
    import_into(tmp_path, write_json(tmp_path, "details.json", details))
    assert rows_in(tmp_path)[COMMUNE, "CKMB.4"]["evidence"] == "Cổng ghi mẫu số là tạm tính"
    assert rows_in(tmp_path)[COMMUNE, "TTTT.3"]["evidence"] == "Điểm nhóm TTTT Cổng in, trừ các tiêu chí khác của nhóm"


def test_a_numerator_above_its_denominator_gives_way_to_what_the_group_leaves(
    details: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    metric_of(details, COMMUNE, "REUSED_DIGITIZED_DATA").update(numerator=9999, score=None)
    done = import_into(tmp_path, write_json(tmp_path, "details.json", details))
    assert done.code == 0
    assert (
        'unit H21.227, communesDetail.componentIndicators.MDSH_SoHoaHoSo.REUSED_DIGITIZED_DATA: found "9999"; expected '
        "a numerator that is not above the denominator, 2618; 1.47 points are taken, what its group leaves"
    ) in done.err
    assert rows_in(tmp_path)[COMMUNE, "MDSH.3"]["appraised_points"] == "1.47"
    assert totals_in(tmp_path, monkeypatch)[COMMUNE] == Decimal("75.34")


def test_printed_points_of_a_rate_go_before_what_the_group_leaves(details: dict[str, Any], tmp_path: Path) -> None:
    for name, points in (("PUBLISH_ON_TIME", 0.13), ("PUBLIC_UPDATE_ON_TIME", 3.66)):
        metric_of(details, COMMUNE, name).update(numerator=None, denominator=None, score=points)
    done = import_into(tmp_path, write_json(tmp_path, "details.json", details))
    assert "numerator and denominator of item CKMB.1; the 0.13 points that are printed are taken" in done.err
    assert rows_in(tmp_path)[COMMUNE, "CKMB.2"]["appraised_points"] == "3.66"
    assert parameters_in(tmp_path)["status"] == "final"


def test_two_rates_without_figures_are_gaps_of_a_draft(details: dict[str, Any], tmp_path: Path) -> None:
    metric_of(details, COMMUNE, "PUBLISH_ON_TIME").update(numerator="47 hồ sơ", score=None)
    area_of(details, COMMUNE, "CKMB")["metrics"].pop(2)
    done = import_into(tmp_path, write_json(tmp_path, "details.json", details))
    assert done.code == 0
    assert 'PUBLISH_ON_TIME.numerator: found "47 hồ sơ"; expected a number' in done.err
    assert (
        "communesDetail.CKMB.3: found (blank); expected numerator and denominator of item CKMB.3; "
        "its points are left blank"
    ) in done.err
    assert "items without points: 2; so the status is draft" in done.out
    assert parameters_in(tmp_path)["status"] == "draft"
    assert run(tmp_path, "check", "out/parameters.yaml").code == 0


def test_what_is_not_known_is_told_with_its_place(details: dict[str, Any], tmp_path: Path) -> None:
    area_of(details, COMMUNE, "MDHL")["metrics"].append({"code": "NEW", "numerator": 1, "denominator": 2})
    area_of(details, COMMUNE, "TDGQ")["rank"] = 4
    units_of(details)[COMMUNE]["groupScores"]["NHOM7"] = 3
    units_of(details)[COMMUNE]["componentIndicators"]["NHOM7_Moi"] = {"score": 3}
    details["communesDetail"].append({**units_of(details)[WARD], "departmentName": "UBND Quy Nhơn"})
    details["count"] = 9
    err = import_into(tmp_path, write_json(tmp_path, "details.json", details)).err
    for place in (
        "MDHL_MucDoHaiLong.NEW: found",
        "TDGQ_TienDoGiaiQuyet.rank: found",
        "groupScores.NHOM7: found",
        "componentIndicators.NHOM7_Moi: found",
        'communesDetail[2]: found "UBND Quy Nhơn"',
        'count: found "9"; expected the 4 units that the file holds',
    ):
        assert place in err


def test_printed_points_other_than_ours_are_listed_beside_ours(details: dict[str, Any], tmp_path: Path) -> None:
    units_of(details)[COMMUNE]["groupScores"]["MDSH"] = Decimal("12.50")
    units_of(details)[COMMUNE]["totalScore"] = Decimal("75.35")
    done = import_into(tmp_path, write_json(tmp_path, "details.json", details))
    assert done.code == 0
    assert "Printed otherwise (2):" in done.err
    assert 'communesDetail.MDSH: found "12.5"; expected 12.49, as the rules give it' in done.err
    assert 'communesDetail.TONG_SCORE: found "75.35"; expected 75.34, as the rules give it' in done.err


def test_details_without_the_figures_of_a_group_are_taken_by_groups_and_told(
    details: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The portal has printed 18.1 of 18 for satisfaction, and no rates."""
    for unit in units_of(details).values():
        unit["totalScore"] += Decimal("18.1") - unit["groupScores"]["MDHL"]
        unit["groupScores"]["MDHL"] = Decimal("18.1")
        unit["componentIndicators"]["MDHL_MucDoHaiLong"] = {"score": 18.1, "maxScore": 18}
    export = write_json(tmp_path, "d.json", details)
    done = import_into(tmp_path, export)
    assert done.err == ""
    assert "3 of 3 units print no figures of the items of some group" in done.out
    assert (parameters_in(tmp_path)["framework"], parameters_in(tmp_path)["status"]) == ("766-groups", "final")
    printed = {code: unit["totalScore"] for code, unit in units_of(details).items()}
    assert totals_in(tmp_path, monkeypatch) == printed
    done = import_into(tmp_path, export, "--framework", "766-2026")
    assert "items without points: 9; so the status is draft" in done.out
    assert parameters_in(tmp_path)["status"] == "draft"


def test_what_the_portal_answers_is_read_as_it_was_saved(tmp_path: Path) -> None:
    names = {"H19": "UBND Thành phố Đồng Nai", "H26": "UBND Thành phố Hà Nội", "H20": "UBND tỉnh Đồng Tháp"}
    groups = {"CKMB": 11.46, "TDGQ": 17.69, "CLGQ": 8.84, "TTTT": 6.42, "MDHL": 14.67, "MDSH": 9.72}
    units = [
        {"departmentName": name, "departmentCode": code, "totalScore": 68.8, "groupScores": groups, "scoreDelta": 24.71}
        for code, name in names.items()
    ]
    radar = [{"code": "ONLINE_SERVICE", "name": "Dịch vụ trực tuyến", "score": 13.1, "maxScore": 22}]
    whole = {"code": "OK", "data": {"overview": {"totalScore": 56.56}, "radar": radar, "evaluation": units}}
    done = import_into(tmp_path, write_json(tmp_path, "service_results_month_2026_3.json", whole))
    assert (done.code, done.err) == (0, "")
    found = parameters_in(tmp_path)
    assert (found["period"], found["province"], found["framework"]) == ("2026-03", "Toàn quốc", "766-groups")
    assert [row["name"] for row in read_csv(tmp_path / "out" / "units.csv")] == [
        "Thành phố Đồng Nai",
        "Thành phố Hà Nội",
        "Tỉnh Đồng Tháp",
    ]


def test_an_export_of_totals_alone_is_refused_with_the_reason(tmp_path: Path) -> None:
    units = [{"departmentName": "UBND xã Tây Sơn", "departmentCode": "H21.217", "totalScore": 60.25}]
    done = import_into(tmp_path, write_json(tmp_path, "2026.json", {"data": {"evaluation": units}}))
    assert done.code == 1
    assert 'data.evaluation: found "1"; expected units with the points of the groups' in done.err


# --- tables ---------------------------------------------------------------------------------


def write_table(folder: Path, name: str, words: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(words if isinstance(words, bytes) else words.encode())
    return path


TOTALS = {COMMUNE: Decimal("75.34"), WARD: Decimal("68.75"), OFFICE: Decimal("69.55")}
QUOTED = "\n".join(
    ",".join(f'"{cell.replace(".", ",")}"' if n > 2 else cell for n, cell in enumerate(line.split(",")))
    for line in TABLE.splitlines()
)
SHAPES: dict[str, str | bytes] = {
    "as it is": TABLE,
    "byte-order mark": b"\xef\xbb\xbf" + TABLE.encode(),
    "semicolons": TABLE.replace(",", ";"),
    "tabs, UTF-16": TABLE.replace(",", "\t").encode("utf-16"),
    "decimal commas": QUOTED,
    "Windows line ends, blank lines": "\r\n\r\n" + TABLE.replace("\n", "\r\n\r\n"),
    "titles": f"Bộ chỉ số theo Quyết định 766/QĐ-TTg\n\n{TABLE}",
    "kept copies": TABLE.replace(HEADS, "name,code,level,ckmb,tdgq,online,tttt,mdhl,mdsh,total"),
    "Vietnamese heads": TABLE.replace(
        HEADS,
        'Tên cơ quan,Mã cơ quan,Cấp đơn vị,"Công khai, minh bạch (18 điểm)",Tiến độ giải quyết,Dịch vụ công trực tuyến,'
        "Thanh toán trực tuyến,Mức độ hài lòng,Số hóa hồ sơ,Tổng điểm",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_may_be_saved_in_many_ways(shape: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = import_into(tmp_path, write_table(tmp_path, "t.csv", SHAPES[shape]), "--year", "2026")
    assert (done.code, done.err) == (0, "")
    assert parameters_in(tmp_path)["framework"] == "766-groups"
    assert parameters_in(tmp_path)["province"] == "Gia Lai"
    assert totals_in(tmp_path, monkeypatch) == TOTALS


def test_a_workbook_with_titles_numbers_as_text_and_totals_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [line.split(",") for line in THREE.splitlines()]
    numbers = [[*row[:3], *map(float, row[3:6]), *(one.replace(".", ",") for one in row[6:])] for row in rows]
    table = write_workbook(
        tmp_path,
        "bang.xlsx",
        ["BỘ CHỈ SỐ PHỤC VỤ NGƯỜI DÂN, DOANH NGHIỆP (Quyết định 766/QĐ-TTg ngày 23/06/2022)"],
        ["Tỉnh Gia Lai, năm 2026"],
        [],
        ["STT", *HEADS.split(",")],
        *([n, *row] for n, row in enumerate(numbers, 1)),
        ["", "Bình quân", "", "", 11.79, 18.49],
    )
    done = import_into(tmp_path, table)
    assert done.code == 0
    assert 'bang.xlsx [Sheet], row 4: found "STT"; expected columns that are known' in done.err
    assert 'row 8: found "Bình quân"; expected a unit; a row of totals or means is left out' in done.err
    assert totals_in(tmp_path, monkeypatch) == TOTALS
    assert parameters_in(tmp_path)["year"] == 2026


def test_points_above_the_maximum_of_a_group_stand_apart_so_that_the_total_is_as_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = TABLE.replace("7.34,18,12.49,75.34", "7.34,18.07,12.49,75.41")
    assert import_into(tmp_path, write_table(tmp_path, "gialai-2026.csv", words)).code == 0
    rows = rows_in(tmp_path)
    assert [code for code, item in rows if item == "VUOT"] == [COMMUNE]
    row = rows[COMMUNE, "VUOT"]
    assert (row["appraised_points"], row["reason"]) == ("0.07", "Cổng in 18,07 điểm, nhóm MDHL tối đa 18 điểm")
    assert rows[COMMUNE, "MDHL"]["appraised_points"] == "18"
    assert totals_in(tmp_path, monkeypatch)[COMMUNE] == Decimal("75.41")
    assert run(tmp_path, "check", "out/parameters.yaml").code == 0


def test_provinces_are_a_block_of_their_own_and_the_nation_is_named(tmp_path: Path) -> None:
    names = ["UBND thành phố Hà Nội", "Tỉnh Gia Lai", "Lâm Đồng", "Bộ Tài chính"]
    lines = [f"{name},H{n},0,11,18,7,6,17,11,70" for n, name in enumerate(names, 10)]
    done = import_into(tmp_path, write_table(tmp_path, "tinh_2026.csv", "\n".join([HEADS, *lines])))
    assert done.code == 0
    assert "there is no block of ministries" in done.err
    assert [row["name"] for row in read_csv(tmp_path / "out" / "units.csv")] == [
        "Thành phố Hà Nội",
        "Tỉnh Gia Lai",
        "Tỉnh Lâm Đồng",
    ]
    assert parameters_in(tmp_path)["province"] == "Toàn quốc"


def test_a_percentage_is_a_part_of_the_maximum_and_is_told(tmp_path: Path) -> None:
    done = import_into(tmp_path, write_table(tmp_path, "2026.csv", TABLE.replace(",19.41,", ",97.05%,")))
    assert 'row 2, unit H21.227, TDGQ: found "97.05%"; expected points; 19.41 were taken, of 20' in done.err
    assert rows_in(tmp_path)[COMMUNE, "TDGQ"]["appraised_points"] == "19.41"


def test_shares_of_a_workbook_that_shows_percentages_are_refused(tmp_path: Path) -> None:
    table = write_workbook(tmp_path, "2026.xlsx", HEADS.split(","), ["UBND xã A, tỉnh Gia Lai", "A1", 2, *[0.5] * 7])
    done = import_into(tmp_path, table)
    assert done.code == 1
    assert 'found "0.5"; expected points of 100' in done.err


def test_cells_that_are_no_points_are_gaps_with_their_place(tmp_path: Path) -> None:
    words = TABLE.replace(",19.41,", ",chưa có,").replace(",18.88,", ",,").replace(",17.17,", ",-1,")
    done = import_into(tmp_path, write_table(tmp_path, "2026.csv", words))
    assert 'row 2, unit H21.227, TDGQ: found "chưa có"; expected a number' in done.err
    assert 'row 4, unit H21.19, TDGQ: found "-1"; expected a number that is not negative' in done.err
    assert "TDGQ, 3 times: found (blank); expected the points of the group; they are left blank; at row 2" in done.err
    assert parameters_in(tmp_path)["status"] == "draft"


def test_rows_without_a_code_or_a_kind_are_listed_and_the_others_stand(tmp_path: Path) -> None:
    more = (
        "UBND xã Ia O,,2,1,1,1,1,1,1,6\nVân Canh,H9,2,1,1,1,1,1,1,6\n,,,1,1,1,1,1,1,6\nUBND xã B,a/b,2,1,1,1,1,1,1,6\n"
    )
    done = import_into(tmp_path, write_table(tmp_path, "2026.csv", TABLE + more))
    assert done.code == 0
    assert "row 5, MA_COQUAN: found (blank); expected the code of the unit" in done.err
    assert 'row 6, unit H9, TEN: found "Vân Canh"; expected a name that tells the kind of unit' in done.err
    assert "row 7: found" in done.err
    assert 'row 8, MA_COQUAN: found "a/b"' in done.err
    assert len(read_csv(tmp_path / "out" / "units.csv")) == 3


def test_copies_with_numerators_and_denominators_are_details(shared: Path, tmp_path: Path) -> None:
    folder = shared / "data" / "766"
    names = ("gialai_2026-10-10_communes_leaves.csv", "gialai_2026-10-10_departments_leaves.csv")
    done = import_into(tmp_path, *(folder / name for name in names))
    assert (done.code, done.err) == (0, "")
    assert "149 units" in done.out and "framework 766-2026" in done.out
    assert "other than ours: 0" in done.out


# --- several files --------------------------------------------------------------------------


def test_departments_and_communes_saved_apart_are_one_year(details: dict[str, Any], tmp_path: Path) -> None:
    whole = [{key: details[key], "metadata": details["metadata"]} for key in ("agenciesDetail", "communesDetail")]
    files = [write_json(tmp_path, f"{n}.json", one) for n, one in enumerate(whole)]
    assert import_into(tmp_path, *files).code == 0
    assert [row["block"] for row in read_csv(tmp_path / "out" / "units.csv")] == ["so-nganh", "xa", "phuong"]


def test_of_a_year_so_far_on_two_days_the_last_is_taken_and_told(details: dict[str, Any], tmp_path: Path) -> None:
    facts = {**details["metadata"], "extractedAt": "2026-10-09T07:00:00Z"}
    offices = write_json(tmp_path, "a.json", {"metadata": facts, "agenciesDetail": details["agenciesDetail"]})
    communes = {"metadata": details["metadata"], "communesDetail": details["communesDetail"]}
    done = import_into(tmp_path, write_json(tmp_path, "b.json", communes), offices)
    assert "the exports are of two days, 2026-01..2026-10-09 and 2026-01..2026-10-10: the last is taken" in done.out
    assert parameters_in(tmp_path)["period"] == "2026-01..2026-10-10"


def test_of_details_and_a_table_the_details_are_taken_and_differences_told(
    details: dict[str, Any], tmp_path: Path
) -> None:
    table = TABLE.replace("5.69,17.89,10.12,69.55", "5.69,17.89,10.12,70.9")
    files = [write_table(tmp_path, "gialai_2026-10-10.csv", table), write_json(tmp_path, "details.json", details)]
    done = import_into(tmp_path, *files)
    assert parameters_in(tmp_path)["framework"] == "766-2026"
    assert 'gialai_2026-10-10.csv, row 4, unit H21.19, MDHL: found "17.89"; expected' in done.err
    assert "row 2" not in done.err and "TONG_SCORE" not in done.err


def test_a_unit_that_only_the_table_has_takes_all_to_groups_unless_the_call_says_otherwise(
    details: dict[str, Any], tmp_path: Path
) -> None:
    files = [
        write_json(tmp_path, "d.json", details),
        write_table(tmp_path, "t.csv", f"{TABLE}UBND xã B,B1,2,1,1,1,1,1,1,6\n"),
    ]
    done = import_into(tmp_path, *files)
    assert "1 of 4 units are printed by groups only, Xã B among them" in done.out
    assert parameters_in(tmp_path)["framework"] == "766-groups"
    done = import_into(tmp_path, *files, "--framework", "766-2026")
    assert 'row 5, unit B1: found "Xã B"; expected numerators and denominators; the unit is left out' in done.err
    assert parameters_in(tmp_path)["framework"] == "766-2026"
    assert len(read_csv(tmp_path / "out" / "units.csv")) == 3


def test_a_unit_that_stands_twice_alike_counts_once(details: dict[str, Any], tmp_path: Path) -> None:
    files = [write_json(tmp_path, f"{n}.json", details) for n in range(2)]
    assert import_into(tmp_path, *files).code == 0
    assert len(read_csv(tmp_path / "out" / "units.csv")) == 3


def test_a_unit_that_stands_twice_with_different_figures_is_a_fault_that_names_both_places(
    details: dict[str, Any], tmp_path: Path
) -> None:
    first = write_json(tmp_path, "a.json", details)
    area_of(details, COMMUNE, "TDGQ")["totalOnTime"] = 2500
    done = import_into(tmp_path, first, write_json(tmp_path, "b.json", details))
    assert done.code == 1
    assert 'b.json, unit H21.227, communesDetail.TDGQ.1: found "2500 / 2618 / –"; expected each unit once' in done.err
    assert "in a.json, communesDetail[0] it has 2541 / 2618 / –" in done.err
    assert not (tmp_path / "out").exists()
    twice = write_table(tmp_path, "2026.csv", f"{TABLE}UBND xã Khác,H21.227,2,1,1,1,1,1,1,6\n")
    done = import_into(tmp_path, twice)
    assert done.code == 1
    assert '2026.csv, row 5, unit H21.227: found "Xã Khác"; expected each unit code once' in done.err
    assert "Xã Vân Canh has it in 2026.csv, row 2" in done.err


# --- time and province ----------------------------------------------------------------------


def test_time_and_province_that_nothing_tells_are_asked_for(tmp_path: Path) -> None:
    table = write_table(tmp_path, "t.csv", TABLE)
    done = import_into(tmp_path, table)
    assert (done.code, done.err) == (2, "parreport: the exports do not tell their year: give --year, or --period\n")
    table = write_table(tmp_path, "t.csv", TABLE.replace(" - tỉnh Gia Lai", ""))
    done = import_into(tmp_path, table, "--year", "2026")
    assert (done.code, done.err) == (2, "parreport: the exports do not tell their province: give --province\n")
    assert import_into(tmp_path, table, "--year", "2026", "--province", "Gia Lai").code == 0
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_what_the_call_says_goes_before_what_the_exports_tell(details: dict[str, Any], tmp_path: Path) -> None:
    export = write_json(tmp_path, "d.json", details)
    assert import_into(tmp_path, export, "--province", "UBND tỉnh Bình Định", "--year", "2025").code == 0
    assert parameters_in(tmp_path)["province"] == "Bình Định"
    assert (parameters_in(tmp_path)["year"], parameters_in(tmp_path)["period"]) == (2025, None)
    assert import_into(tmp_path, export, "--period", "2026-Q3", "--language", "en").code == 0
    assert (parameters_in(tmp_path)["period"], parameters_in(tmp_path)["language"]) == ("2026-Q3", "en")
    for wrong in ("2026-13", "tháng 10", "2026-10-10..2026-01"):
        done = import_into(tmp_path, export, "--period", wrong)
        assert (done.code, "found" in done.err) == (2, True)
    assert import_into(tmp_path, export, "--year", "2025", "--period", "2026-10").code == 2


def test_exports_of_different_years_or_provinces_are_not_joined(details: dict[str, Any], tmp_path: Path) -> None:
    first = write_json(tmp_path, "a.json", details)
    other = {**details, "metadata": {**details["metadata"], "year": 2025, "province": "UBND tỉnh Lâm Đồng"}}
    second = write_json(tmp_path, "b.json", other)
    done = import_into(tmp_path, first, second, "--year", "2026")
    assert (done.code, done.err) == (
        2,
        "parreport: the exports name several provinces, Gia Lai, Lâm Đồng: give --province\n",
    )
    done = import_into(tmp_path, first, second, "--province", "Gia Lai")
    assert done.code == 2
    assert "the exports are of several times, 2025, 2026-01..2026-10-10: give --period" in done.err


# --- where it writes ------------------------------------------------------------------------


def test_a_folder_of_its_own_is_written_again_and_any_other_is_left_alone(
    details: dict[str, Any], tmp_path: Path
) -> None:
    export = write_json(tmp_path, "d.json", details)
    assert import_into(tmp_path, export).code == 0
    before = files_in(tmp_path / "out")
    assert import_into(tmp_path, export).code == 0
    assert files_in(tmp_path / "out") == before
    for name, words in (("units.csv", "mine"), ("appraisal.csv", "unit_code"), ("parameters.yaml", "province: X")):
        folder = tmp_path / f"own-{name}"
        folder.mkdir()
        (folder / name).write_text(words, "utf-8")
        assert import_into(tmp_path, export, out=folder.name).code == 2
        assert files_in(folder) == {name: words.encode()}
    assert import_into(tmp_path, export, out=".").code == 2
    assert import_into(tmp_path, "nothing.json").code == 2


def test_an_absolute_folder_is_named_so_in_the_parameters(details: dict[str, Any], tmp_path: Path) -> None:
    export = write_json(tmp_path, "d.json", details)
    assert import_into(tmp_path, export, out=str(tmp_path / "far" / "out")).code == 0
    assert parameters_in(tmp_path, "far/out")["inputs"] == (tmp_path / "far" / "out").as_posix()
    assert run(tmp_path / "far", "check", "out/parameters.yaml").code == 0


# --- what no export is ----------------------------------------------------------------------

NONE: dict[str, bytes] = {
    "empty.json": b"",
    "cut.json": b'{"communesDetail": [',
    "deep.json": b"[" * 100_000,
    "other.json": b'{"rows": [1, 2, {"a": null}]}',
    "digits.json": b'{"communesDetail": [{"departmentCode": "A", "groupScores": {"CKMB": ' + b"9" * 5000 + b"}}]}",
    "binary.csv": b"\x00\x01\x02\xff\xfe",
    "page.csv": b"<html><body>Login</body></html>",
    "quotes.csv": b'TEN,MA_COQUAN,CKMB,TDGQ\n"a,b,1,2\n',
    "book.xlsx": b"PK\x03\x04 no archive",
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}


@pytest.mark.parametrize("name", NONE)
def test_what_is_no_export_is_refused_and_nothing_written(name: str, tmp_path: Path) -> None:
    done = import_into(tmp_path, write_table(tmp_path, name, NONE[name]), "--year", "2026", "--province", "X")
    assert done.code == 1
    assert f"{name}" in done.err and "Nothing was written." in done.err
    assert not (tmp_path / "out").exists()


JUNK: tuple[Any, ...] = (None, True, -1, 1e300, 10**40, "", "abc", "1,5", [], {}, [1], {"score": 1}, "0" * 300)


def change_at_random(whole: Any, dice: random.Random) -> None:
    """Change one value somewhere in JSON, or take it away."""
    places: list[tuple[Any, Any]] = []

    def gather(one: Any) -> None:
        steps = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
        for step, below in list(steps):
            places.append((one, step))
            gather(below)

    gather(whole)
    holder, step = dice.choice(places)
    if dice.random() < 0.2:
        del holder[step]
    else:
        holder[step] = copy.deepcopy(dice.choice(JUNK))


def test_damaged_details_are_told_and_never_end_in_an_error_of_ours(project: Path, tmp_path: Path) -> None:
    dice = random.Random(766)
    whole = details_of_gia_lai(project, COMMUNE, OFFICE)
    for _ in range(300):
        damaged = copy.deepcopy(whole)
        for _ in range(dice.randint(1, 6)):
            change_at_random(damaged, dice)
        path = tmp_path / "d.json"
        path.write_text(json.dumps(damaged, default=float), "utf-8")
        read_through(path)


def test_damaged_tables_are_told_and_never_end_in_an_error_of_ours(tmp_path: Path) -> None:
    dice = random.Random(766)
    book = write_workbook(tmp_path, "b.xlsx", HEADS.split(","), *(line.split(",") for line in THREE.splitlines()))
    for name, words in (("t.csv", TABLE.encode()), ("c.xlsx", book.read_bytes())):
        for _ in range(150):
            damaged = bytearray(words)
            for _ in range(dice.randint(1, 8)):
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
            read_through(write_table(tmp_path, name, bytes(damaged)))


FRAMEWORKS = {name: read_framework(find_framework(name)) for name in ("766-2026", "766-groups")}


def read_through(path: Path) -> None:
    """Read an export as the command does; every fault can be put into words."""
    faults, unread = Faults(), Faults()
    exports = read_exports([path], faults, unread)
    joined = join_exports(exports, None, faults, unread)
    framework = FRAMEWORKS[joined.framework]
    for unit in joined.units:
        block = framework.by_code[unit.placed.block]
        if joined.framework == "766-2026":
            rows = declare_leaves(unit, block, framework, unread)
        else:
            rows = declare_areas(unit, block, unread)
        assert all(row.points is None or row.points >= 0 for row in rows)
    assert exports or faults.problems
    describe_problems([*faults.problems, *unread.problems])
