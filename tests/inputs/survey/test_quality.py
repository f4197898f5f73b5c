"""What answers tell of how they were gathered is counted and noted, and changes nothing. M 13.1."""

from __future__ import annotations

from pathlib import Path

from tests.inputs.survey.surveys import read

QUESTIONS = tuple(f",q{n},,,Câu {n},satisfaction5,,,,,yes" for n in range(10))
HEAD = "respondent_id,unit_code,started,ended," + ",".join(f"q{n}" for n in range(10))


def counted(folder: Path, *rows: str) -> tuple[dict[str, int], list[str]]:
    survey, faults = read(folder, HEAD, *rows, questions=QUESTIONS)
    assert survey is not None and not faults.problems
    assert len(survey.answers) == len(rows)
    found = {kind: n for kind, n in survey.quality.itertuples(index=False) if n}
    return found, [str(note).partition("survey.csv: ")[2] for note in faults.notes]


def row(number: int, answers: str, minutes: int | str = "", unit: str = "836") -> str:
    times = f"2026-03-01 08:00,2026-03-01 {8 + int(minutes) // 60:02}:{int(minutes) % 60:02}" if minutes != "" else ","
    return f"p{number},{unit},{times},{','.join(answers.replace('-', ' '))}"


def test_answers_that_differ_are_no_matter(tmp_path: Path) -> None:
    assert counted(tmp_path, row(1, "4454454544"), row(2, "5444454544")) == ({}, [])


def test_the_same_answer_throughout_is_counted(tmp_path: Path) -> None:
    found, notes = counted(
        tmp_path, row(1, "4454454544"), row(2, "4444444444"), row(3, "33333333--"), row(4, "3333333---")
    )
    assert found == {"straight_lined": 2}
    assert notes == ["the same answer to all five-step questions (2), row 3–4"]


def test_a_copy_under_another_number_is_counted_on_both_rows_but_not_in_another_unit(tmp_path: Path) -> None:
    same = "4454454545"
    found, notes = counted(tmp_path, row(1, same), row(2, "1454454545"), row(3, same), row(4, same, unit="so-y-te"))
    assert found == {"same_answers": 2}
    assert notes == ["all answers as in another row of the unit, other number (2), row 2, 4"]


def test_an_interview_in_under_a_third_of_the_median_time_is_counted(tmp_path: Path) -> None:
    rows = [row(n, f"{n:010b}".replace("0", "4").replace("1", "5"), 15) for n in range(30)]
    slow = [row(31, "1111555555", 5), row(32, "1111555544", 4)]
    found, notes = counted(tmp_path, *rows[1:], *slow)
    assert found == {"too_short": 1}
    assert notes == ["interviews of under a third of the usual time (1), row 32"]


def test_few_times_have_no_median_to_go_by_and_an_end_before_the_begin_is_told(tmp_path: Path) -> None:
    back = "p3,836,2026-03-01 08:00,2026-03-01 07:00," + ",".join("4454454544")
    found, _ = counted(tmp_path, row(1, "4454454555", 15), row(2, "5444454544", 1), back)
    assert found == {"backwards": 1}


def test_a_form_without_an_answer_is_counted_and_stays(tmp_path: Path) -> None:
    found, notes = counted(tmp_path, row(1, "4454454555"), row(2, "-" * 10))
    assert found == {"no_answer": 1}
    assert notes == ["forms without any answer (1), row 3"]
