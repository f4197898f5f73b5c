"""VS Code shows every output of our notebooks whole: what is trusted runs nothing, what is not loses no word."""

from __future__ import annotations

from pathlib import Path

import pytest

from parreport.display.parts import Part, Text
from parreport.language import use_language
from tests.display.test_read_once import parts_of
from tests.test_notebooks import PROJECT, RUNS, every_report, values_for
from tests.vs_code import find_faults


class Planted(Part):
    """A part whose HTML is given."""

    def __init__(self, html: str) -> None:
        self.given = html

    def fields(self) -> dict[str, str]:
        return {"kind": "planted"}

    def html(self) -> str:
        return self.given


def faults_in(parts: list[Part]) -> list[str]:
    return [fault for part in parts for fault in find_faults(part._repr_mimebundle_()[0])]


@pytest.mark.years
@every_report
@pytest.mark.parametrize(("parameters", "language"), [(RUNS[0], "vi"), (RUNS[2], "en")])
def test_an_output_runs_nothing_and_is_read_whole_without_trust(
    path: Path, parameters: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PROJECT)
    with use_language(language):
        parts = parts_of(path, values_for(path, parameters) | {"language": language})
        assert parts
        assert faults_in(parts) == []


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p><script>run()</script>",
        '<link rel="stylesheet" href="look.css"><p>a</p>',
        '<p onclick="run()">a</p>',
        '<img alt="a" src="picture.png">',
        '<img alt="a" src="https://example.org/a.png">',
        '<a href="javascript:run()">a</a>',
        "<style>p { color: red }</style><p>a</p>",
        '<p style="background:url(a.png)">a</p>',
        '<iframe srcdoc="a"></iframe>',
    ],
)
def test_what_runs_loads_or_leaks_is_found(html: str) -> None:
    assert faults_in([Text("a"), Planted(html)]) != []


def test_what_is_lost_without_trust_is_found() -> None:
    assert find_faults({"text/html": "<p>Hạng 3</p>", "text/plain": "Hạng"}) == ["lost without trust: 3"]
    assert find_faults({"text/html": "<p>Hạng 3</p>"}) == ["nothing without trust"]
    assert find_faults({"text/html": "<p>Hạng 3</p>", "text/plain": "Hạng 3"}) == []
