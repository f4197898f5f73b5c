"""The maker of mutants: what it changes, what it leaves alone, and that its choice is the seed's."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from tests.mutants import running
from tests.mutants.__main__ import MUTATED, PROJECT, _python_files, _tests_for
from tests.mutants.mutating import choose_mutants, find_mutants, is_other_program
from tests.mutants.reaching import MARK, mark_statements


def changed(line: str, before: str = "") -> list[str]:
    """Return what becomes of one line of a function."""
    source = f"def f(a, b, c):\n{before}    {line}\n"
    number = source.count("\n", 0, source.index(line)) + 1
    found = [one for one in find_mutants("x.py", source) if one.line == number and is_other_program(one, source)]
    assert all(one.lines(source)[0] == line for one in found)
    return sorted(one.lines(source)[1] for one in found)


@pytest.mark.parametrize(
    ("line", "after"),
    [
        ("c = a < b", ["c = a <= b", "c = a > b"]),
        ("c = a is not b", ["c = a is b"]),
        ("c = (a) not in (b)", ["c = (a) in (b)"]),
        ("c = a + b", ["c = a - b"]),
        ("c = a / 2", ["c = a * 2", "c = a / 1", "c = a / 3"]),
        ("c += a", ["c -= a", "pass"]),
        ("c = a and b", ["c = a or b"]),
        ("c = not a", ["c = a"]),
        ("c = -a", ["c = a"]),
        ("c = True", ["c = False"]),
        ("c = 0.95", ["c = 0.96"]),
        ("c = a if b else c", ["c = a if not (b) else c"]),
        ("c = [b for b in a if b]", ["c = [b for b in a if not (b)]"]),
        ("return a", ["return None"]),
        ("a.append(b)", ["pass"]),
        ("a[b] = c", ["pass"]),
        ("c = min(a, b)", ["c = max(a, b)"]),
        ("c = a.any()", ["c = a.all()"]),
        ("c = sorted(a)", ["c = sorted(a, reverse=True)"]),
        ("c = sorted(a, key=b)", ["c = sorted(a, key=b, reverse=True)"]),
        ("c = a.sort_values(b)", ["c = a.sort_values(b, ascending=False)"]),
        ("c = 'Điểm' if a == b else c", ["c = 'Điểm' if a != b else c"]),
    ],
)
def test_a_line_and_what_becomes_of_it(line: str, after: list[str]) -> None:
    assert changed(line) == after


@pytest.mark.parametrize(
    "line",
    [
        *("'a text'", "c = 'a text'", "c = f'{a + 1}'", "assert a < b", "import a", "c = a + 'text'", "c = [a] + b"),
        *("c: int | None", "c = zip(a, b, strict=True)", "return None", "__all__ = a + b", "c = 1e-9", "return"),
    ],
)
def test_what_nobody_can_kill_is_left_alone(line: str) -> None:
    assert changed(line) in ([], ["return None"])


def test_a_change_is_met_where_its_statement_runs_a_default_wherever_its_function_does() -> None:
    source = "N = 3\n\n\ndef f(a=4):\n    if (\n        a > 5\n    ):\n        return None\n    return a\n"
    reached = {(one.line, one.new): one.reached for one in find_mutants("x.py", source)}
    assert reached[1, "2"] is None
    assert reached[4, "3"] == (5, 9)
    assert reached[6, ">="] == (5, 7)
    assert reached[9, "None"] == (9, 9)


def test_the_seed_chooses_one_mutant_of_a_line() -> None:
    path = "src/parreport/inputs/unit_codes.py"
    sources = {path: (PROJECT / path).read_text("utf-8")}
    every = find_mutants(path, sources[path])
    first, again, other = (choose_mutants(every, sources, 10, seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert len(first) == len({one.line for one in first}) == 10
    for one in first:
        changes = zip(sources[path].splitlines(), one.apply(sources[path]).splitlines(), strict=True)
        assert sum(before != after for before, after in changes) == 1


def test_three_rooms_are_mutated() -> None:
    paths = _python_files(f"src/parreport/{name}" for name in MUTATED)
    assert {Path(path).parts[2] for path in paths} == {"index", "analysis", "inputs"}
    assert len(paths) > 30
    assert all((PROJECT / path).is_file() for path in paths)


def test_marks_tell_which_statements_ran() -> None:
    source = 'def f(a):\n    """Say."""\n    if a:\n        return 1\n    for b in [1]:\n        a = b\n    return a\n'
    met: list[tuple[str, int]] = []
    names: dict[str, object] = {MARK: met.append}
    exec(compile(mark_statements("x.py", source), "x.py", "exec"), names)
    f = names["f"]
    assert callable(f)
    assert (f(True), [line for _, line in met]) == (1, [3, 4])
    met.clear()
    assert (f(False), [line for _, line in met]) == (1, [3, 5, 6, 7])
    assert f.__doc__ == "Say."


def test_the_nearest_tests_come_first_and_only_those_that_meet_the_line() -> None:
    (mutant,) = find_mutants("src/parreport/index/draws.py", "def f(a):\n    return a\n")
    met = {"lines": {mutant.path: [2]}, "seconds": 1.0}
    reach = {
        "tests/inputs/test_x.py::far": met | {"seconds": 0.1},
        "tests/index/test_y.py::room": met,
        "tests/index/test_draws.py::slow": met | {"seconds": 2.0},
        "tests/index/test_draws.py::near": met,
        "tests/index/test_draws.py::other_line": met | {"lines": {mutant.path: [3]}},
        "tests/index/test_draws.py::too_slow": met | {"seconds": 1e6},
    }
    chosen = [(path, list(wanted)) for path, wanted in _tests_for(mutant, reach)]
    assert chosen == [
        ("tests/index/test_draws.py", ["tests/index/test_draws.py::near", "tests/index/test_draws.py::slow"]),
        ("tests/index/test_y.py", ["tests/index/test_y.py::room"]),
        ("tests/inputs/test_x.py", ["tests/inputs/test_x.py::far"]),
    ]


def test_the_nearest_tests_of_a_room_within_a_room_are_those_of_the_same_path() -> None:
    (mutant,) = find_mutants("src/parreport/inputs/portal_766/tables.py", "def f(a):\n    return a\n")
    met = {"lines": {mutant.path: [2]}, "seconds": 1.0}
    names = (
        "tests/inputs/test_tables.py",
        "tests/inputs/portal_766/test_kept.py",
        "tests/inputs/portal_766/test_tables.py",
    )
    chosen = _tests_for(mutant, {f"{name}::one": met for name in names})
    assert [path for path, _ in chosen] == [names[2], names[1], names[0]]


SMALL = {
    "src/parreport/__init__.py": "",
    "src/parreport/sums.py": "def add(a, b):\n    while a < 0:\n        a += 1\n    return a + b\n",
    "tests/__init__.py": "",
    "tests/test_sums.py": "from parreport.sums import add\n\n\ndef test_it():\n    assert add(-1, 2) == 2\n",
    "pyproject.toml": "[tool.pytest.ini_options]\nmarkers = ['slow: slow']\nfilterwarnings = ['error']\n",
}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_mutant_is_killed_survives_or_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a small project of its own; the file on the disk stays as it is."""
    for name, source in SMALL.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(source, "utf-8")
    path = "src/parreport/sums.py"
    monkeypatch.setattr(running, "SECONDS_AT_LEAST", 6.0)  # a busy machine is slow, no mutant
    wanted = [("tests/test_sums.py", {"tests/test_sums.py::test_it": 0.0})]
    mutants = [SMALL[path], SMALL[path].replace("a + b", "a - b"), SMALL[path].replace("+= 1", "-= 1"), "1 / 0\n"]
    jobs = [(running.run_mutant, (tmp_path, tmp_path / f"out-{n}", path, one, wanted)) for n, one in enumerate(mutants)]
    codes = dict(running.run_forks(jobs, 2))
    outcomes = [(tmp_path / f"out-{n}" / "outcome").read_text("utf-8").split()[0] for n in range(len(mutants))]
    assert outcomes == ["survived", "killed", "timeout", "killed"]
    assert [codes[n] == 0 for n in range(len(mutants))] == [True, True, False, True]
    assert (tmp_path / path).read_text("utf-8") == SMALL[path]
    assert ast.parse(SMALL[path])
