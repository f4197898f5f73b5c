"""What the analyst's guide shows, in both languages: a picture, drawn as it stands there; faults, as they are told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib import pyplot
from matplotlib.collections import PathCollection

from parreport.cli import main
from parreport.errors import Problem
from parreport.language import message, use_language
from tests.built import PROJECT
from tests.gallery.cases import CASES, write_case

GUIDES = {
    language: (PROJECT / "docs" / name).read_text("utf-8")
    for language, name in (("en", "analysts.md"), ("vi", "analysts.vi.md"))
}
(EXAMPLE,) = re.findall(r"^```python\n(.*?)^```", GUIDES["en"], re.M | re.S)
SAID = [  # what the guide quotes, and what stands in the cell
    (message("at most {maximum} (max_points)", maximum=1), "2"),
    (message("at most the denominator, {denominator}", denominator=12), "13"),
    (message("points, or applies = no; only a draft may have gaps"), ""),
    (message("a known {kind}; did you mean {near}?", kind=message("unit code"), near="so-noi-vu"), "so-noi-wu"),
    (message("the key is missing; expected {what}", what=""), None),
]


@pytest.mark.years
def test_the_picture_of_the_guide_shows_every_unit_in_every_area(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_case(CASES[0], tmp_path, "en")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(mpl.rcParams, "backend", "agg")
    space: dict[str, Any] = {}
    exec(EXAMPLE, space)
    axes, areas = space["grid"].ax, space["areas"]
    named = [label.get_text() for label in axes.get_yticklabels()]
    assert named == list(dict.fromkeys(areas["area"])) and len(named) == 8
    dots = sorted(
        float(x) for drawn in axes.collections if isinstance(drawn, PathCollection) for x, _ in drawn.get_offsets()
    )
    assert dots == sorted(areas["score_pct"]) and len(dots) == 18 * 8
    assert (tmp_path / "areas.png").read_bytes().startswith(b"\x89PNG")
    pyplot.close("all")


@pytest.mark.slow
@pytest.mark.parametrize("language", GUIDES)
def test_the_faults_of_the_guide_are_told_as_they_stand_there(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("data", "parameters"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    points = tmp_path / "data" / "ben-tre" / "2018" / "points.csv"
    lines = points.read_text("utf-8").splitlines()
    for number, before, after in ((2, "yes,1,,", 'yes,"1,5",,'), (5, ",8,12,", ",13,12,")):
        assert lines[number - 1].count(before) == 1
        lines[number - 1] = lines[number - 1].replace(before, after)
    points.write_text("\n".join(lines) + "\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    with use_language("en"):
        assert main(["check", "parameters/ben-tre-2018.yaml", "--language", language]) == 1
    told = capsys.readouterr().err
    assert told in re.findall(r"^```text\n(.*?)^```", GUIDES[language], re.M | re.S)


@pytest.mark.parametrize("language", GUIDES)
def test_the_messages_that_the_guide_explains_are_those_that_are_told(language: str) -> None:
    quoted = re.findall(r"^\| `([^`]+)` \|", GUIDES[language], re.M)
    with use_language(language):
        told = [str(Problem("points.csv", expected, found)) for expected, found in SAID]
    assert [one in whole for one, whole in zip(quoted, told, strict=True)] == [True] * len(SAID), told
