"""YAML as people and attackers write it: read as it looks, or refused; never made into objects."""

from __future__ import annotations

from pathlib import Path

import pytest

from parreport.errors import ParameterError
from parreport.inputs import yaml_files
from parreport.inputs.faults import Faults
from parreport.inputs.framework_files import read_framework
from parreport.inputs.parameters import read_parameters
from parreport.inputs.yaml_files import read_yaml
from tests.test_faults import PARAMETERS, YAML, add, fault_of, put, swap, write


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
    write(Path.cwd(), swap(YAML, "from: 65", "from: 070"))
    bands = read_framework(Path("framework")).blocks[0].bands
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


# --- places, sizes and what becomes of odd signs ----------------------------------------------


def problems_of(content: str | bytes) -> list[tuple[int | None, str | None, str | None, str]]:
    Path("x.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    faults = Faults()
    read_yaml(Path("x.yaml"), faults)
    return [(one.row, one.column, one.found, str(one.expected)) for one in faults.problems]


def test_each_key_and_each_of_a_list_has_its_line() -> None:
    Path("x.yaml").write_text("a: 1\nb:\n  - c: 2\n    d: x\n  - 3\n", "utf-8")
    values, lines = read_yaml(Path("x.yaml"), Faults())
    assert values == {"a": 1, "b": [{"c": 2, "d": "x"}, 3]}
    assert dict(lines) == {**{("a",): 1, ("b",): 2, ("b", 0): 3, ("b", 0, "c"): 3, ("b", 0, "d"): 4, ("b", 1): 5}}


def test_faults_of_keys_and_texts_stand_at_their_line() -> None:
    assert problems_of("a: 1\nb: 2\na: 3\n") == [(3, "a", "a", "each key once")]
    assert problems_of("a: 1\n? [b, c]\n: 2\n") == [(2, None, None, "a key that is a word")]
    assert problems_of('a: 1\nb:\n- "x\\u0007y"\n') == [(3, "b.0", "x\x07y", "text without the control sign U+0007")]
    assert problems_of('"a\\u0007": 1\n') == [(1, None, "a\x07", "text without the control sign U+0007")]


def test_a_text_with_an_odd_sign_stays_but_for_what_no_file_holds() -> None:
    values, _ = read('a: "x\\u0007y"\nb: "x\\ud800y"\n')
    assert values == {"a": "x\x07y", "b": "xy"}


def test_letters_that_print_lacks_are_noted_with_key_and_line() -> None:
    Path("x.yaml").write_text("a: 1\nb:\n- c: \u0e01\n", "utf-8")
    faults = Faults()
    read_yaml(Path("x.yaml"), faults)
    assert [str(note).partition(":")[0] for note in faults.notes] == ["x.yaml, row 3, b.0.c"]


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_files, "LARGEST_KIB", 1)
    assert problems_of("a: 1\n".ljust(1024)) == []
    assert [what for *_, what in problems_of("a: 1\n".ljust(1025))] == ["a file of at most 1 KiB"]


def test_a_number_has_fifteen_digits_at_most() -> None:
    assert read(f"a: {'9' * 15}\n") == ({"a": int("9" * 15)}, [])
    assert read(f"a: {'9' * 16}\n") != ({"a": int("9" * 16)}, [])


def test_as_many_values_as_may_be_and_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_files, "MOST_VALUES", 4)
    assert problems_of("a: [1, 2]\n") == []  # the file, its list, two numbers
    assert [what for *_, what in problems_of("a: [1, 2, 3]\n")] == ["at most 4 values, those of aliases (*) counted"]


@pytest.mark.parametrize("lists", [14, 15])
def test_sixteen_levels_are_read_and_one_more_is_not(lists: int) -> None:
    """The keys of the file are one level, each list is one, and so is the number in the last."""
    told = [what for *_, what in problems_of("a: " + "[" * lists + "1" + "]" * lists + "\n")]
    assert told == [] if lists + 2 <= 16 else (len(told) == 1 and "keys and lists are not so deep" in told[0])


def test_depth_is_of_what_is_open_not_of_what_was_read() -> None:
    assert problems_of("".join(f"k{n}: [[1], {{b: 2}}]\n" for n in range(40))) == []
