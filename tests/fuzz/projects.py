"""The sound inputs that are mutated: the two worked-out samples, and small ones that run fast."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.fuzz.folders import with_manifest, with_results
from tests.fuzz.project import Project

TESTS = Path(__file__).resolve().parents[1]
KINDS = (".yaml", ".csv", ".json")


SMALL = {
    "2018.yaml": """\
province: Tỉnh Tí Hon
year: 2018
inputs: inputs
framework: framework
base: null
history: []
language: vi
status: final
""",
    "framework/framework.yaml": """\
title: Bộ chỉ số nhỏ
illustrative: true
legal_basis: [Khung minh họa]
bonus_cap: 1
decimals: 2
blocks:
  - code: so
    name: Sở
    items: items.csv
    ranked: true
    survey_missing: rescale
    bands: [{name: Tốt, from: 80}, {name: Yếu, from: 0}]
""",
    "framework/items.csv": """\
item_code,parent_code,name,max_points,method,rule,evidence,remedy,source
1,,Điều hành,,,,,,
1.1,1,Kế hoạch,4,appraised,"proportional rate: floor 60, full 85",,,
1.2,1,Sáng kiến,2,appraised,bands count: 2 = 2 | 1 = 1,,,
2,,Hiện đại hóa,,,,,,
2.1,2,Văn bản,3,appraised,choice: đủ = 3 | thiếu = 0,,,
2.2,2,Hài lòng,6,survey,,,,
2.9,2,Điểm thưởng,1,bonus,,,,
""",
    "framework/targets.csv": """\
target_code,name,area,unit_of_measure,direction,target,source
vbdt,Văn bản điện tử,2,%,at_least,60,KH 1
""",
    "inputs/units.csv": """\
unit_code,name,block,ranked,cluster,survey_se_points,base_unit_code
so-a,Sở A,so,yes,,0.5,
so-b,Sở B,so,yes,,0.4,
007,Sở C,so,no,,,
""",
    "inputs/points.csv": """\
unit_code,item_code,applies,self_points,appraised_points,numerator,denominator,value,reason,evidence
so-a,1.1,yes,4,,42,60,,,BC
so-a,1.2,yes,2,1,,,1,Chỉ một,QĐ
so-a,2.1,yes,3,,,,đủ,,
so-a,2.2,yes,,4.5,,,,,
so-a,2.9,yes,1,0.8,,,,,
so-b,1.1,yes,4,,85,100,,,
so-b,1.2,no,,,,,,Không phát sinh,
so-b,2.1,yes,,3,,,,,
so-b,2.2,yes,,5.4,,,,,
007,1.1,,2,1,0,0,,,
007,1.2,,,2,,,,,
007,2.1,,,,,,thiếu,,
007,2.2,,,6,,,,,
""",
    "inputs/appraisal.csv": """\
unit_code,item_code,round,appraised_points,reason
so-b,2.1,1,0,Trễ
so-b,2.1,2,1,Giải trình
""",
    "inputs/second_source.csv": """\
unit_code,item_code,numerator,denominator,value,source
so-a,1.1,42,60.0,,Cổng
so-b,1.1,80,100,,Cổng
007,1.2,,,1,
so-a,2.1,,,thiếu,Báo cáo
""",
    "inputs/target_values.csv": """\
unit_code,target_code,numerator,denominator,value
so-a,vbdt,45,60,
""",
    "inputs/calendar.csv": """\
step,due,done
Tự chấm điểm,2018-11-30,2018-12-05
""",
}
MAPPING = """\
block,item_code,base_block,base_item_code,share,comparable,note
so,1.1,so,1.1,1,yes,
so,1.2,so,1.2,1,no,Đếm khác
so,2.1,so,2.1,0.5,yes,
"""
SCENARIO = "unit_code,item_code,points\nso-a,1.1,4\nso-b,2.2,0\n"
SURVEY = {
    "framework/questionnaire.csv": """\
block,question_code,factor,factor_parent,text,scale,options,item_code,option_weights,respondent_group,counts_in_satisfaction
,1.1,Tiếp cận,Dịch vụ,Nơi ngồi chờ,satisfaction5,,2.2,,dan,yes
,1.2,Tiếp cận,Dịch vụ,Biển chỉ dẫn,satisfaction5,,2.2,,dan,yes
so,T1,,,Tham mưu,options,,2.2,A = 1 | B = 0.6 | C = 0.2 | D = 0,can-bo,no
,K,,,Kênh thông tin,several,"a = Loa, đài | b = Trang tin",,,dan,no
,N,,,Có chi thêm tiền không,yes_no,,,,dan,no
""",
    "inputs/survey.csv": """\
respondent_id,unit_code,respondent_group,stratum,psu,weight,stratum_size,psu_size,started,ended,1.1,1.2,T1,K,N
0001,so-a,dan,a,k1,12.5,8,60,2018-11-05 08:00,2018-11-05 08:20,4,5,,a b,0
0002,so-a,dan,a,k2,12.5,8,70,2018-11-05 08:30,2018-11-05 08:45,Hài lòng,2,,b,không
0003,so-a,can-bo,c,,3,60,,2018-11-06 08:00,2018-11-06 08:10,,,A,,
0004,so-b,dan,b,k1,"9,5",6,55,2018-11-06 09:00,2018-11-06 09:12,3,,,,1
0005,007,dan,d,k1,1,6,55,,,5. Rất hài lòng,4,,"Loa, đài",Có
""",
    "inputs/sample.csv": """\
respondent_id,unit_code,respondent_group,stratum,psu,weight,stratum_size,psu_size,list_id
0001,so-a,dan,a,k1,12.5,8,60,h1
0002,so-a,dan,a,k2,12.5,8,70,h2
0003,so-a,can-bo,c,,3,60,,h3
0004,so-b,dan,b,k1,9.5,6,55,h4
0005,007,dan,d,k1,1,6,55,h5
""",
}
EXPORT = {
    "framework/questionnaire.csv": SURVEY["framework/questionnaire.csv"],
    "inputs/survey.csv": """\
start;end;phieu/respondent_id;unit_code;respondent_group;I/q1.1;I/q1.2;T1;K;K/a;K/b;N;other_comments;_id;_uuid
2018-11-05T08:00:00+07:00;2018-11-05T08:20:00+07:00;0001;so-a;dan;4;5;;a b;1;1;0;"tự do; viết";1;u1
2018-11-05T08:00:00+07:00;2018-11-05T08:20:00+07:00;0002;so-b;dan;2;;;;;;;;2;u2
""",
}
INDEX = """\
unit_code,unit_name,block,points,bonus_points,penalty_points,max_points,index_pct,rank,band
so-a,Sở A,so,11.79,0.8,0,15,83.9,1,Tốt
so-b,Sở B,so,10.4,0,0,13,80,2,Tốt
"""
ITEMS = """\
unit_code,item_code,level,applies,points,max_points,score_pct,rank,lost_points
so-a,1,1,yes,4.29,6,71.5,2,1.71
so-a,1.1,2,yes,3.29,4,82.25,2,0.71
so-b,1.2,2,no,,,,,
"""


def _small(**changed: str) -> dict[str, bytes]:
    return {name: words.encode() for name, words in (SMALL | changed).items()}


def _pair() -> dict[str, bytes]:
    """Return two years that are compared: the same framework, the same inputs."""
    this = SMALL["2018.yaml"].replace("base: null", "base: 2017.yaml")
    before = SMALL["2018.yaml"].replace("2018", "2017")
    return _small(**{"2018.yaml": this, "2017.yaml": before, "framework/mapping.csv": MAPPING})


def _copied(name: str) -> dict[str, bytes]:
    """Return the files of a sample, its folders named from where it lies."""
    folder = TESTS / name
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().replace(f"tests/{name}/".encode(), b"")
        for path in sorted(folder.rglob("*"))
        if path.suffix in KINDS
    }


@cache
def projects() -> dict[str, Project]:
    """Return all sound inputs by name."""
    correction = SMALL["2018.yaml"] + "revision: 1\nreplaces: published\n"
    tables = {"published/tables/index.csv": INDEX, "published/tables/items.csv": ITEMS}
    page = {"published/index.html": "<p>a", "published/units/so-a.html": "<p>b"}
    found = (
        Project("small", "2018.yaml", _small(), share=32),
        Project("scenario", "2018.yaml", _small(**{"scenario.csv": SCENARIO}), share=3),
        Project("correction", "2018.yaml", _small(**{"2018.yaml": correction}, **tables), share=3),
        Project("pair", "2018.yaml", _pair(), share=4),
        Project("survey", "2018.yaml", _small(**SURVEY), share=6),
        Project("export", "2018.yaml", _small(**EXPORT), share=3),
        Project("tiny", "2018.yaml", _copied("tiny"), share=2),
        Project("years", "2018.yaml", _copied("tiny_years")),
        Project("folder", "2018.yaml", _small(**tables, **page), run="folder", share=6),
    )
    made = (with_manifest(found[-1]), with_results(Project("tables", "2018.yaml", _small())))
    return {project.name: project for project in (*found[:-1], *made) if project.files}
