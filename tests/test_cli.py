"""The command line as a user meets it: exit codes, words, files. No report is built here."""

from __future__ import annotations

import argparse
import ast
import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from parreport import columns
from parreport.arguments import say_own
from parreport.cli import COMMANDS, main
from parreport.language import read_catalogue, use_language
from tests.cases import Case, read_csv

PROJECT = Path(__file__).resolve().parents[1]
TREE = [("1",), ("1.1", "1", 3), ("1.2", "1", 3), ("2",), ("2.1", "2", 7)]
POINTS = {"a": {"1.1": 1, "1.2": 2, "2.1": 5}, "b": {"1.1": 3, "1.2": 3, "2.1": "6.123456789"}}
NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d{1,9})?")
VIETNAMESE = re.compile("[À-ÖØ-öø-ỹ]")
# CONTRACT 5, written out: what readers of the tables rely on.
PUBLISHED = {
    "items": "unit_code,item_code,level,applies,points,max_points,score_pct,rank,lost_points",
    "index": "unit_code,unit_name,block,points,bonus_points,penalty_points,max_points,index_pct,rank,band,"
    "gaps_n,block_mean_pct,at_or_above_mean",
    "findings": "unit_code,item_code,kind,rules,score_pct,block_median_pct,lost_points,"
    "share_of_loss_pct,peers_full_pct,attainable_points,years_weak",
    "followups": "unit_code,base_unit_code,base_item_code,item_codes,base_score_pct,score_pct,base_lost_points,"
    "lost_points,still_weak,state,reason,counted",
    "claims": "unit_code,item_code,self_points,computed_points,round1_points,appraised_points,official_points,"
    "decided_by,claim_gap,reason",
    "changes": "unit_code,part,item_code,change_pp",
    "what_if": "unit_code,goal,target,points_needed,item_codes,single_items",
    "targets": "target_code,unit_code,value,target,distance,met,change",
    "item_quality": "block,item_code,mean_pct,full_share,zero_share,sd_pct,item_rest_correlation,"
    "alpha_of_parent,alpha_of_area,equal_for_all,copied_for_all,median_denominator,without_cases_n",
    "item_pairs": "block,item_code,other_item_code,correlation,points_share_pct",
    "robustness": "unit_code,rank,rank_median,rank_p05,rank_p95,rank_low,rank_high,rank_low_all,"
    "rank_high_all,first_share,last_quarter_share,area_out_max_rank_change,index_se_pp,"
    "rank_cases_p05,rank_cases_p95,rank_together_p05,rank_together_p95",
    "fragility": "unit_code,item_code,numerator,denominator,points,points_one_more,points_one_less,index_one_more,"
    "index_one_less,rank_one_more,rank_one_less,default_points,band_one_more,band_one_less,shared_items,"
    "index_shared_more,index_shared_less,rank_shared_more,rank_shared_less,band_shared_more,band_shared_less,"
    "index_failed_case,rank_failed_case,band_failed_case,copied",
    "small_numbers": "unit_code,block,default_points,default_share_pct,default_items_n,index_without_defaults,"
    "rank_without_defaults,band_without_defaults,case_points,case_points_item,rank_best_case,rank_worst_case,"
    "case_max_rank_change,case_item,case_denominator,case_rank,case_band,case_band_change,band_item,"
    "band_denominator,band_then,shared_max_rank_change,shared_items,"
    "shared_denominator,shared_rank,shared_band,hangs_on_few_cases,hanging_cases_n,hanging_items,hanging_rank,"
    "hanging_band",
}
WriteCase = Callable[..., Case]


@pytest.fixture(autouse=True)
def start_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in a folder of one's own; whatever language a command sets ends with the test."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    with use_language("en"):
        yield


def rename_key(case: Case, old: str, new: str) -> None:
    words = case.path.read_text("utf-8")
    assert f"{old}:" in words
    case.path.write_text(words.replace(f"{old}:", f"{new}:"), "utf-8")


# --- check ----------------------------------------------------------------------------------


def test_check_of_a_sound_year_is_0_and_prints_no_fault(write_case: WriteCase, capsys) -> None:
    case = write_case(TREE, POINTS)
    assert main(["check", str(case.path)]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert "no fault in 2 units" in told.out


def test_check_of_a_faulty_year_is_1_and_names_every_fault(write_case: WriteCase, capsys) -> None:
    case = write_case(TREE, {"a": {"1.1": 4, "1.2": -1, "2.1": 5}, "b": POINTS["b"]})
    assert main(["check", str(case.path)]) == 1
    told = capsys.readouterr().err
    assert told.count("  - ") == 2
    for words in ("points.csv, row 2, unit a, item 1.1, appraised_points", 'found "4"', '"-1"'):
        assert words in told


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["chek"],
        ["check"],
        ["check", "no-such.yaml"],
        ["check", "."],
        ["check", "x.yaml", "--no-such-option"],
        ["check", "x.yaml", "--language", "fr"],
        ["score", "x.yaml"],
        ["score", "no-such.yaml", "--out", "t"],
        ["build"],
        ["build", "no-such.yaml"],
        ["build", "x.yaml", "--workers", "two"],
        ["build", "x.yaml", "--workers", "-1"],
        ["build", "x.yaml", "--memory", "-1"],
        ["build", "x.yaml", "--timeout", "-0.5"],
    ],
)
def test_a_call_at_fault_is_2_and_makes_nothing(words: list[str], tmp_path: Path, capsys) -> None:
    assert main(words) == 2
    told = capsys.readouterr()
    assert told.err != ""
    assert "Traceback" not in told.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [[], ["check"], ["score"], ["build"]])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_command_explains_itself(command: list[str], language: str, capsys) -> None:
    assert main([*command, "--help", f"--language={language}"]) == 0
    told = capsys.readouterr().out
    assert {"en": "usage: parreport", "vi": "cách dùng: parreport"}[language] in told
    assert bool(VIETNAMESE.search(told)) == (language == "vi")


NAMES = set(
    "parreport notebook json csv yaml mib unit_code item_code points html pdf docx slides xlsx province method period "
    "reports help version language out scenario only formats fresh memory timeout quiet verbose workers notebooks "
    "check score build verify annex import units parameters framework groups year period xls ods "
    "questionnaire sample satisfaction survey xlsform questions sipas form numbers "
    "status page html day yyyy web new from units framework annex docx notes mapping xlsx excel forms base word "
    "neyman population seed total psu list_id list margin least clusters appraisal".split()
)
SYLLABLES = set(
    "nay chi gia ghi theo cho trang trong thay thoat tin hay bao khi nhau thi chia gian tham hai tay tra sai "
    "danh".split()
)


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)], ids=str)
def test_in_vietnamese_no_english_is_left_in_a_help(command: list[str], monkeypatch, capsys) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert main([*command, "--help"]) == 0
    told = re.findall(r"[^\W\d]+", capsys.readouterr().out.casefold())
    assert {word for word in told if word.isascii() and len(word) > 2} - NAMES - SYLLABLES == set()


CALLS_AT_FAULT = [
    (["chek"], "tham số LỆNH: không có 'chek' (chọn một trong: "),
    (["check"], "còn thiếu tham số: TỆP_THAM_SỐ"),
    (["check", "x.yaml", "--no-such-option"], "không có tham số này: --no-such-option"),
    (["check", "x.yaml", "--language", "fr"], "tham số --language: không có 'fr' (chọn một trong: "),
    (["check", "x.yaml", "--json=1"], "tùy chọn này không nhận giá trị, nhưng có '1'"),
    (["build", "x.yaml", "--out"], "tham số --out: cần một giá trị"),
    (["build", "x.yaml", "--workers", "hai"], 'tham số --workers: thấy "hai"; cần một số nguyên'),
    (["build", "x.yaml", "--timeout", "lâu"], 'tham số --timeout: thấy "lâu"; cần một số'),
    (["build", "x.yaml", "-q", "-v"], "tham số -v/--verbose: không dùng cùng với tham số -q/--quiet"),
    (["build", "x.yaml", "--fo", "html", "--f"], "tùy chọn chưa rõ: --f có thể là --formats, --fresh"),
]


@pytest.mark.parametrize(("words", "told"), CALLS_AT_FAULT, ids=lambda one: " ".join(one) if type(one) is list else "")
def test_a_call_at_fault_is_told_in_vietnamese(words: list[str], told: str, monkeypatch, capsys) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    assert main(words) == 2
    printed = capsys.readouterr().err
    assert told in printed.splitlines()[-1]
    assert printed.startswith("cách dùng: parreport")
    assert "parreport" in printed.splitlines()[-1] and ": lỗi: " in printed.splitlines()[-1]


OF_PROGRAMMERS = {  # what argparse says of a parser that is written wrongly, or of files, which we never have it open
    *("conflicting", "cannot merge", "cannot have", "mutually", "invalid option string", "dest=", "invalid conflict"),
    *("'required'", "%r is not", ".__call__", 'argument "-"', "can't open", "subcommands", "option '%(option)s' is"),
}


def test_every_word_that_argparse_has_for_users_has_a_vietnamese_form() -> None:
    tree = ast.parse(Path(argparse.__file__).read_text("utf-8"))
    asked = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    asked = [node for node in asked if node.func.id in ("_", "ngettext")]
    words = {one.value for node in asked for one in node.args if isinstance(one, ast.Constant)}
    words = {one for one in words if isinstance(one, str) and not one.startswith(tuple(OF_PROGRAMMERS))}
    assert len(words) > 15
    assert words - set(read_catalogue("vi")) == set()
    with use_language("vi"):
        assert [one for one in words if say_own(one) == one] == []  # none has lost a place


def test_words_of_argparse_that_lost_a_place_in_translation_stand_in_english(monkeypatch) -> None:
    monkeypatch.setattr("parreport.arguments.text", lambda words: "cần %(số)s giá trị")
    assert say_own("expected %s arguments") == "expected %s arguments"


def test_argparse_has_its_own_words_back_after_a_call() -> None:
    before = argparse._
    assert main(["chek"]) == 2
    assert argparse._ is before


def test_json_gives_the_facts_of_each_fault(write_case: WriteCase, capsys) -> None:
    case = write_case(TREE, {"a": {"1.1": 4, "1.2": 2, "2.1": 5}, "b": POINTS["b"]})
    assert main(["check", str(case.path), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [problem.pop("file").endswith("points.csv") for problem in problems] == [True]
    expected = problems[0].pop("expected")
    assert "3" in expected
    assert problems == [{"row": 2, "column": "appraised_points", "unit_code": "a", "item_code": "1.1", "found": "4"}]


def test_json_of_a_sound_year_is_an_empty_list_and_nothing_else(write_case: WriteCase, capsys) -> None:
    assert main(["check", str(write_case(TREE, POINTS).path), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["problems"] == []
    assert told.err == ""


@pytest.mark.parametrize("json_words", [[], ["--json"]])
def test_notes_are_told_and_never_change_the_exit_code(write_case: WriteCase, capsys, json_words: list[str]) -> None:
    tree = [*TREE, ("2.9", "2", "0.5", "bonus")]
    case = write_case(tree, {"a": {**POINTS["a"], "2.9": {"value": "", "appraised_points": "2"}}})
    none = {"1.1": "no", "1.2": "no", "2.1": "no"}
    noted = write_case(TREE, {"a": POINTS["a"], "b": none}, name="2019")
    assert main(["check", str(noted.path), *json_words]) == 0
    assert "unit b: no item applies" in capsys.readouterr().out
    assert main(["check", str(case.path), *json_words]) in (0, 1)


def test_a_fault_beside_notes_is_still_1(write_case: WriteCase, capsys) -> None:
    none = {"1.1": "no", "1.2": "no", "2.1": "no"}
    case = write_case(TREE, {"a": {**POINTS["a"], "1.1": 9}, "b": none})
    assert main(["check", str(case.path)]) == 1
    told = capsys.readouterr()
    assert "no item applies" in told.out
    assert "found" in told.err


def test_messages_are_vietnamese_where_asked_for(write_case: WriteCase, capsys) -> None:
    case = write_case(TREE, {"a": {**POINTS["a"], "1.1": 9}})
    assert main(["check", str(case.path), "--language", "vi"]) == 1
    vietnamese = capsys.readouterr().err
    assert "không dùng được" in vietnamese or VIETNAMESE.search(vietnamese.splitlines()[0])
    assert main(["check", str(case.path), "--language", "en"]) == 1
    english = capsys.readouterr().err
    assert vietnamese != english
    for told in (vietnamese, english):
        assert "appraised_points" in told
        assert '"9"' in told


@pytest.mark.parametrize(
    ("variables", "vietnamese"),
    [
        ({"LC_ALL": "vi_VN.UTF-8"}, True),
        ({"LANG": "vi_VN"}, True),
        ({"LC_ALL": "C.UTF-8", "LANG": "vi_VN.UTF-8"}, False),
        ({"LC_ALL": "en_US.UTF-8"}, False),
        ({"LC_MESSAGES": "vi_VN.UTF-8", "LANG": "en_US.UTF-8"}, True),
        ({"LC_ALL": "Vietnamese_Vietnam.1258"}, True),
        ({"LC_ALL": "vi"}, True),
    ],
)
def test_messages_follow_the_locale(
    variables: Mapping[str, str], vietnamese: bool, write_case: WriteCase, monkeypatch, capsys
) -> None:
    case = write_case(TREE, POINTS)
    monkeypatch.delenv("LC_ALL")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert main(["check", str(case.path)]) == 0
    assert ("no fault" in capsys.readouterr().out) == (not vietnamese)


def test_a_misspelt_key_is_an_error_that_suggests_the_right_one(write_case: WriteCase, capsys) -> None:
    case = write_case(TREE, POINTS)
    rename_key(case, "year", "yaer")
    for words in (["check"], ["score", "--out", "tables"], ["build"]):
        assert main([words[0], str(case.path), *words[1:]]) == 1
        told = capsys.readouterr().err
        assert "yaer" in told
        assert "did you mean year?" in told
        assert "Traceback" not in told
    assert not Path("tables").exists()
    assert not Path("reports").exists()


def test_a_base_year_that_is_not_there_is_a_fault_of_the_parameters(write_case: WriteCase, capsys) -> None:
    case = write_case(TREE, POINTS)
    words = case.path.read_text("utf-8").replace("base: null", "base: khong-co/2017.yaml")
    case.path.write_text(words, "utf-8")
    for command in (["check"], ["score", "--out", "tables"], ["build", "--out", "out"]):
        assert main([command[0], str(case.path), *command[1:]]) == 1
        told = capsys.readouterr().err
        assert "khong-co/2017.yaml" in told
        assert "Traceback" not in told


def test_inputs_that_are_not_there_are_a_fault_of_the_data(write_case: WriteCase, capsys) -> None:
    case = write_case(TREE, POINTS, inputs="khong-co")
    for command in (["check"], ["score", "--out", "tables"], ["build", "--out", "out"]):
        assert main([command[0], str(case.path), *command[1:]]) == 1
        assert "khong-co" in capsys.readouterr().err


@pytest.mark.parametrize("console", ["ascii", "cp1252", "cp1258"])  # Windows in English and in Vietnamese
def test_the_module_and_the_command_are_the_same_program(console: str, write_case: WriteCase) -> None:
    case = write_case(TREE, POINTS)
    words = [sys.executable, "-m", "parreport", "check", str(case.path), "--language", "vi"]
    done = subprocess.run(words, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": console})
    assert done.returncode == 0
    assert VIETNAMESE.search(done.stdout.decode("utf-8"))


# --- score ----------------------------------------------------------------------------------


def test_score_makes_the_folder_and_all_above_it(write_case: WriteCase, tmp_path: Path) -> None:
    case = write_case(TREE, POINTS)
    assert main(["score", str(case.path), "--out", "new/deep/tables"]) == 0
    names = {path.name for path in (tmp_path / "new/deep/tables").iterdir()}
    assert names >= {f"{name}.csv" for name in PUBLISHED}


def test_score_replaces_its_own_files_and_no_other(write_case: WriteCase, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    (out / "deep").mkdir(parents=True)
    for name in ("mine.csv", "deep/items.csv"):
        (out / name).write_text("mine\n")
    (out / "index.csv").write_text("unit_code,unit_name\nold,Old\n")
    (out / "items.csv").touch()
    assert main(["score", str(write_case(TREE, POINTS).path), "--out", str(out)]) == 0
    assert (out / "mine.csv").read_text() == "mine\n"
    assert (out / "deep/items.csv").read_text() == "mine\n"
    assert read_csv(out / "index.csv")[0]["unit_code"] == "a"


def test_score_into_a_file_is_a_fault_of_the_call(write_case: WriteCase, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    assert main(["score", str(write_case(TREE, POINTS).path), "--out", "taken"]) == 2
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_faulty_year_leaves_the_old_tables_alone(write_case: WriteCase, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    assert main(["score", str(write_case(TREE, POINTS).path), "--out", str(out)]) == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    wrong = write_case(TREE, {"a": {"1.1": 99}}, name="2019")
    assert main(["score", str(wrong.path), "--out", str(out)]) == 1
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_columns_are_those_of_the_contract(name: str, write_case: WriteCase, tmp_path: Path) -> None:
    main(["score", str(write_case(TREE, POINTS).path), "--out", str(tmp_path / "t")])
    head = (tmp_path / "t" / f"{name}.csv").read_text("utf-8").split("\n")[0]
    assert head == PUBLISHED[name]


@pytest.mark.parametrize("name", ["claims", "changes", "targets", "followups"])
def test_a_table_without_rows_has_its_heads(name: str, write_case: WriteCase, tmp_path: Path) -> None:
    main(["score", str(write_case(TREE, POINTS).path), "--out", str(tmp_path / "t")])
    assert (tmp_path / "t" / f"{name}.csv").read_bytes() == PUBLISHED[name].encode() + b"\n"


def numbers_in(folder: Path) -> Iterator[tuple[str, str]]:
    kinds = {t.name: {c.name: c.kind for c in t.columns} for t in columns.PUBLISHED}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                for column, cell in row.items():
                    kind = kinds[path.stem][column]
                    if kind not in ("code", "text", "flag") and cell:
                        yield f"{path.stem}.{column}", cell


def test_numbers_have_at_most_9_decimals_and_no_exponent(write_case: WriteCase, tmp_path: Path) -> None:
    tree = [("1",), ("1.1", "1", "0.000000003"), ("1.2", "1", 7), ("2",), ("2.1", "2", "3000000")]
    first = {
        "a": {"1.1": "0.000000001", "1.2": 1, "2.1": 0},
        "b": {"1.1": 0, "1.2": "2.333333333", "2.1": "1234567.891"},
        "c": {"1.1": "0.000000003", "1.2": 7, "2.1": "3000000"},
    }
    second = {**first, "a": {"1.1": "0.000000002", "1.2": 3, "2.1": "0.1"}}
    base = write_case(tree, first, name="2017")
    case = write_case(tree, second, base=base)
    assert main(["score", str(case.path), "--out", str(tmp_path / "t")]) == 0
    cells = list(numbers_in(tmp_path / "t"))
    assert len(cells) > 80
    assert [cell for cell in cells if not NUMBER.fullmatch(cell[1])] == []
    assert [cell for cell in cells if cell[1] in ("-0", "-0.0")] == []


def test_codes_that_look_like_numbers_stay_as_they_are(write_case: WriteCase, tmp_path: Path) -> None:
    units = ["007", "836", "1e3", "1.0", "nan", "None", "true"]
    case = write_case(TREE, dict.fromkeys(units, POINTS["a"]))
    assert main(["score", str(case.path), "--out", str(tmp_path / "t")]) == 0
    assert [row["unit_code"] for row in read_csv(tmp_path / "t" / "index.csv")] == units
    items = [row["item_code"] for row in read_csv(tmp_path / "t" / "items.csv")]
    assert items[:5] == ["1", "1.1", "1.2", "2", "2.1"]


def test_the_files_of_score_are_the_same_whatever_the_language(write_case: WriteCase, tmp_path: Path) -> None:
    case = write_case(TREE, POINTS)
    for language in ("vi", "en"):
        main(["score", str(case.path), "--out", str(tmp_path / language), "--language", language])
    for path in (tmp_path / "vi").iterdir():
        assert path.read_bytes() == (tmp_path / "en" / path.name).read_bytes(), path.name


# --- stock papermill ------------------------------------------------------------------------


def papermill(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", *words]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


SAMPLE = "parameters/ben-tre-2018.yaml"


@pytest.mark.slow
def test_stock_papermill_makes_the_report_of_a_unit_without_a_warning(tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    done = papermill("notebooks/02_unit.ipynb", str(out), "-f", SAMPLE, "-p", "unit", "so-noi-vu")
    assert done.returncode == 0, done.stderr
    assert "unknown parameter" not in done.stderr
    assert "Warning" not in done.stderr
    assert "Sở Nội vụ" in out.read_text("utf-8")


@pytest.mark.nightly
def test_stock_papermill_on_a_misspelt_key_fails_and_suggests_the_right_one(tmp_path: Path) -> None:
    parameters = tmp_path / "wrong.yaml"
    words = (PROJECT / SAMPLE).read_text("utf-8")
    parameters.write_text(words.replace("year: 2018", "yaer: 2018"), "utf-8")
    out = tmp_path / "out.ipynb"
    done = papermill("notebooks/01_province.ipynb", str(out), "-f", str(parameters))
    assert done.returncode != 0
    assert "yaer" in done.stderr
    assert "year?" in done.stderr


@pytest.mark.slow
def test_stock_papermill_on_an_unknown_unit_fails_and_names_the_nearest(tmp_path: Path) -> None:
    out = tmp_path / "out.ipynb"
    done = papermill("notebooks/02_unit.ipynb", str(out), "-f", "tests/tiny/2018.yaml", "-p", "unit", "so-aa")
    assert done.returncode != 0
    assert "so-aa" in done.stderr
    assert "so-a?" in done.stderr


def test_who_stops_reading_what_is_printed_gets_no_traceback(write_case: WriteCase) -> None:
    case = write_case(TREE, POINTS)
    command = [sys.executable, "-m", "parreport", "check", str(case.path), "--language", "en"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


@pytest.mark.slow
def test_a_working_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = "import os, sys; os.rmdir(os.getcwd()); from parreport.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", script, "check", "2018.yaml", "--language", "en"]
    ended = subprocess.run(command, cwd=gone, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (1, "parreport: the system refuses: No such file or directory\n")
