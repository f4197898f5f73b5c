"""YAML as people and attackers write it: read as it looks, or refused; never made into objects."""

from __future__ import annotations

from pathlib import Path

import pytest

from parreport.errors import ParameterError
from parreport.inputs.faults import Faults
from parreport.inputs.parameters import read_parameters
from parreport.inputs.yaml_files import read_yaml
from tests.test_faults import PARAMETERS, YAML, add, fault_of, put, swap


@pytest.fixture(autouse=True)
def in_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(content: str | bytes) -> tuple[dict[str, object], list[str]]:
    path = Path("x.yaml")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    faults = Faults()
    values, _ = read_yaml(path, faults)
    return values, [str(problem) for problem in faults.problems]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("070", 70),
        ("0", 0),
        ("-5", -5),
        ("+5", 5),
        ("03742", 3742),
        ("2018", 2018),
        ("1.50", 1.5),
        (".5", 0.5),
        ("1:10", "1:10"),
        ("0x1F", "0x1F"),
        ("0b11", "0b11"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("2018-01-01", "2018-01-01"),
        ("2018-02-31", "2018-02-31"),
        ("9" * 400, "9" * 400),
        ("true", True),
        ("yes", True),
        ("off", False),
        ("~", None),
        ("", None),
        ("'070'", "070"),
        ('"yes"', "yes"),
        ("Sở Nội vụ", "Sở Nội vụ"),
    ],
)
def test_a_value_is_read_as_it_looks(typed: str, value: object) -> None:
    values, faults = read(f"a: {typed}\n")
    assert (values, faults) == ({"a": value}, [])
    assert type(values["a"]) is type(value)


@pytest.mark.parametrize(
    "content",
    [
        "a: !!bool x\n",
        'a: !!int ""\n',
        'a: !!float ""\n',
        "a: !!timestamp x\n",
        "a: !!python/object/apply:os.system [id]\n",
        "a: !mine x\n",
        "a: !!binary |\n  R0lG\n",
        "!!map {a: 1}\n",
        "a: " + "[" * 3000 + "]" * 3000 + "\n",
        "a: " + "{b: " * 2000 + "1" + "}" * 2000 + "\n",
        "".join("  " * n + "a:\n" for n in range(500)),
        "a: &x [*x]\n",
        "a: &x {b: *x}\n",
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)),
        "a: *unknown\n",
        "a: 1\n---\nb: 2\n",
        "a: [1, 2\n",
        "a:\tb: c\n",
        "? [a, b]\n: 1\n",
        "? {a: b}\n: 1\nc: 1\n",
        "a: 1\na: 2\n",
        'a: "\\ud800"\n',
        'a: "\\x07"\n',
        "a: \x07\n",
        b"a: \xff\n",
        "# " + "x" * 300_000 + "\na: 1\n",
        "- a\n",
        "x\n",
        "",
    ],
    ids=range(29),
)
def test_what_cannot_be_read_is_a_fault_with_its_file(content: str | bytes) -> None:
    _, faults = read(content)
    assert len(faults) >= 1
    assert all(fault.startswith("x.yaml") for fault in faults)


def test_an_alias_that_repeats_a_few_values_is_followed() -> None:
    assert read("a: &bands [{from: 80}, {from: 0}]\nb: *bands\n") == (
        {"a": [{"from": 80}, {"from": 0}], "b": [{"from": 80}, {"from": 0}]},
        [],
    )


@pytest.mark.parametrize(
    ("edit", "column", "found"),
    [
        (swap(PARAMETERS, "year: 2018", "year: 03742"), "year", "03742"),
        (swap(PARAMETERS, "year: 2018", "year: 20:18"), "year", "20:18"),
        (swap(YAML, "from: 65", "from: 1:05"), "blocks.0.bands.1.from", "1:05"),
        (swap(YAML, "from: 65", "from: 0x41"), "blocks.0.bands.1.from", "0x41"),
        (add(PARAMETERS, "inputs.x: 1"), "inputs.x", "inputs.x"),
        (add(PARAMETERS, "str: 1"), "str", "str"),
        (add(PARAMETERS, "1: 1"), "1", "1"),
        (swap(YAML, "items: so.csv", "items: ../inputs/units.csv"), "blocks.0.items", "../inputs/units.csv"),
        (swap(YAML, "items: so.csv", "items: /etc/hostname"), "blocks.0.items", "/etc/hostname"),
        (swap(PARAMETERS, "inputs: inputs", "inputs: ~nobody-of-this-name/x"), "inputs", "~nobody-of-this-name/x"),
        (swap(PARAMETERS, "inputs: inputs", "inputs: " + "x" * 300), "inputs", "x" * 300),
        (swap(PARAMETERS, "framework: framework", 'framework: "a\\0b"'), "framework", "a\0b"),
        (swap(PARAMETERS, "base: 2017.yaml", "base: " + "x/" * 600), "base", "x/" * 600),
    ],
)
def test_a_wrong_value_is_told_with_its_key_as_it_was_typed(edit, column: str, found: str) -> None:  # type: ignore[no-untyped-def]
    problems = fault_of(edit).problems
    assert (column, found) in [(problem.column, problem.found) for problem in problems]


def test_a_class_that_begins_at_070_begins_at_70() -> None:
    from parreport.years.recipe import compute_results
    from tests.test_faults import write

    write(Path.cwd(), swap(YAML, "from: 65", "from: 070"))
    bands = compute_results("2018.yaml").framework.blocks[0].bands
    assert [str(band.lowest) for band in bands] == ["80", "70", "0"]


def test_ten_thousand_unknown_keys_are_each_told() -> None:
    Path("x.yaml").write_text("".join(f"key{n}: 1\n" for n in range(10_000)))
    with pytest.raises(ParameterError) as caught:
        read_parameters("x.yaml")
    told = [*caught.value.problems]
    assert (len(told), caught.value.more) == (10_000, 8)
    assert {problem.found for problem in told} >= {f"key{n}" for n in range(9_000)}


@pytest.mark.parametrize("typed", ["²", "1e9", "-5", "99999999999999", "next year", "0x10"])
def test_an_odd_publication_date_in_the_environment_is_told(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", typed)
    error = fault_of(put("spare", ""))
    assert [(p.file, p.found) for p in error.problems] == [("SOURCE_DATE_EPOCH", typed)]
