"""The line that says how far a build is: one on a terminal, few elsewhere, none where quiet."""

from __future__ import annotations

import io
import json
import re
import sys

import pytest

from parreport.building.build import PRELOAD
from parreport.building.progress import Progress, describe_left
from parreport.language import use_language


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def ended(screen: io.StringIO, total: int, failed: int = 0, quiet: bool = False) -> str:
    """Return what is printed while reports end, the last ones with an error."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", screen)
        with Progress(total, quiet) as progress:
            for number in range(total):
                progress.advance(ValueError() if number >= total - failed else None)
    return screen.getvalue()


def test_a_terminal_has_one_line_that_is_written_over_and_gone_at_the_end() -> None:
    printed = ended(Screen(), 3)
    assert "\n" not in printed
    lines = printed.split("\r\x1b[K")
    assert [line.partition(",")[0] for line in lines] == ["", *(f"{n}/3 reports" for n in range(4)), ""]
    assert [", about 5 seconds left" in line for line in lines] == [False, False, True, True, False, False]


@pytest.mark.parametrize(("total", "lines"), [(1, 1), (2, 2), (6, 4), (34, 4), (600, 4)])
def test_a_log_has_a_line_a_quarter_and_the_last_one_has_them_all(total: int, lines: int) -> None:
    printed = ended(io.StringIO(), total)
    assert "\r" not in printed and "\x1b" not in printed
    assert len(printed.splitlines()) == lines
    assert printed.splitlines()[-1] == f"{total}/{total} reports"


def test_reports_that_failed_are_counted_in_the_line() -> None:
    assert ended(io.StringIO(), 4, failed=2).splitlines()[2:] == [
        "3/4 reports, 1 failed, about 5 seconds left",
        "4/4 reports, 2 failed",
    ]


@pytest.mark.parametrize("screen", [Screen(), io.StringIO()])
def test_a_quiet_run_prints_nothing(screen: io.StringIO) -> None:
    assert ended(screen, 8, failed=1, quiet=True) == ""


def test_the_line_is_vietnamese_where_the_run_is() -> None:
    with use_language("vi"):
        printed = ended(io.StringIO(), 4, failed=1)
    assert printed.splitlines()[0] == "1/4 báo cáo, còn khoảng 5 giây"
    assert printed.splitlines()[-1] == "4/4 báo cáo, 1 báo cáo bị lỗi"
    assert re.search("[a-z]{3,} left", printed) is None


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.2, "about 5 seconds left"),
        (36, "about 40 seconds left"),
        (89.9, "about 90 seconds left"),
        (90, "about 2 minutes left"),
        (60 * 11 + 1, "about 12 minutes left"),
    ],
)
def test_the_time_left_is_told_to_5_seconds_or_to_minutes(seconds: float, told: str) -> None:
    assert describe_left(seconds) == told


def test_a_program_that_asks_is_told_each_report_as_a_line_of_json(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PARREPORT_PROGRESS", "json")
    now = iter([100.0, 110.0, 130.0])
    monkeypatch.setattr("parreport.building.progress.time.monotonic", lambda: next(now))
    with Progress(2) as progress:
        progress.advance(None)
        progress.advance(ValueError())
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert told == [
        {"done": 0, "total": 2, "failed": 0, "left_s": None},
        {"done": 1, "total": 2, "failed": 0, "left_s": 10.0},
        {"done": 2, "total": 2, "failed": 1, "left_s": 0.0},
    ]


def test_kernels_of_a_build_get_nothing_of_the_workbench_ready() -> None:
    assert [name for name in PRELOAD if "workbench" in name] == []
    assert "parreport.display.province.sections" in PRELOAD
