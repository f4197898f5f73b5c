"""Mutations of YAML: its lines as text, and its values as a tree."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import yaml

from tests.fuzz.choices import Choices
from tests.fuzz.odd_texts import bend_text, odd_number, odd_text
from tests.fuzz.plain_trees import change_tree

SCALARS = (
    "",
    "null",
    "~",
    "070",
    "0o17",
    "1:10",
    "190:20:30",
    "0x1F",
    "0b101",
    "1_000",
    "yes",
    "no",
    "on",
    "off",
    "y",
    "Yes",
    "TRUE",
    ".inf",
    "-.inf",
    ".nan",
    "1e3",
    "1e400",
    "1.5",
    "-1",
    "2018-02-30",
    "2018-01-01",
    "2018-01-01 10:00:00",
    "2018-01-01T25:00:00Z",
    "0001-01-01",
    "9999-12-31",
    "'2018'",
    "2018.0",
    "!!str 2018",
    "!!int x",
    "!!float x",
    "!!binary aaaa",
    "!!binary é",
    "!!set {a, b}",
    "!!omap [a: 1]",
    "!!pairs [a: 1]",
    "!!timestamp x",
    "!!null x",
    "!!bool x",
    "!x y",
    "!!python/none",
    "!!python/object/apply:os.getcwd []",
    "!<tag:yaml.org,2002:int> 5",
    "&a x",
    "*a",
    "&a [*a]",
    "&a {b: *a}",
    "<<",
    "=",
    "[",
    "]",
    "{",
    "}",
    "{a}",
    "[a, b]",
    "[]",
    "{}",
    "[[]]",
    "[null]",
    "[1]",
    "['']",
    "|",
    ">",
    "|+\n  a",
    ">-\n  b",
    '"\\ud800"',
    '"\\x00"',
    '"\\u202e"',
    '"\\L\\N"',
    '"\\z"',
    '"\\U00110000"',
    '"',
    "'",
    "%",
    "@a",
    "`a`",
    "? a",
    "- a",
    "a: b",
    "#",
    "a #b",
    "\t",
    "en",
    "vi",
    "fr",
    "draft",
    "final",
    "error",
    "tests",
    ".",
    "..",
    "/",
    "/dev/zero",
    "~root",
    "~nobody/x",
    "a\\0b",
)
PLAUSIBLE = {
    "decimals": ("0", "1", "9", "10"),
    "cap_at_100": ("true", "false"),
    "illustrative": ("true", "false"),
    "bonus_cap": ("", "0", "1", "0.1", "1e300", "1e22", "0.1e-10"),
    "penalty_cap": ("", "0", "1", "1e300"),
    "zero_of_zero": ("zero", "full", "not_applicable"),
    "appraisal": ("judged", "computed"),
    "survey_missing": ("error", "rescale"),
    "ranked": ("true", "false"),
    "status": ("draft", "final"),
    "language": ("vi", "en"),
    "published": ("2019-01-31", "0001-01-01", "9999-12-31"),
    "year": ("1990", "2200", "2017", "2018"),
    "appraisal_noise": ("true", "false"),
    "revision": ("0", "1", "99999999999999999999"),
    "base": ("null", "2017.yaml", "2018.yaml", "''"),
    "history": ("[]", "[2017.yaml]", "[2018.yaml]"),
    "replaces": ("null", "published", "nowhere"),
    "tables": ("null", "''", "published"),
    "single_psu": ("error", "centre", "scale", "skip"),
    "satisfaction_estimate": ("direct", "model"),
    "from": ("0", "-1", "50", "1e300", "0.1", "100.5"),
    "level_pct": ("0", "90", "100", "1e300"),
    "peers_pct": ("0", "75", "1e300"),
    "sd": ("0", "1", "1e300"),
    "loss_share_pct": ("0", "50", "1e300"),
    "small_block": ("1", "5", "1000000"),
    "rule_set": ("parreport", "gii"),
}
MORE_KEYS = (
    "findings: {level_pct: 0, peers_pct: 0, loss_share_pct: 0, sd: 0, small_block: 1}",
    "findings: {rule_set: gii}",
    "appraisal_noise: true",
    "revision: 1",
    "replaces: published",
    "published: 2019-01-31",
    "issuer: {body: a, date: 2019-01-01, decision: {body: b}}",
    "issuer: {}",
    "issuer: {recipients: [a, '{b}']}",
    "tables: x",
    "period: 2018-Q3",
    "geography: a.geojson",
    "remarks: [a, '{b}', '']",
    "single_psu: skip",
    "a.b: 1",
    "? [a, b]\n: c",
    "1: 2",
    "null: 1",
    "~: 1",
    "true: 1",
    "2018-01-01: 1",
    "<<: {title: a, province: b}",
    "<<: [a]",
    "<<: 5",
    "? {a: b}\n: c",
    "? |\n  a\n: b",
    "x: &x [1, 2]\ny: *x",
    "? !!binary aaaa\n: 1",
    "findings: null",
    "blocks: []",
    "blocks: {}",
    "- a",
    "...",
    "---",
    "%YAML 3.0",
    "\t",
    "}",
)
KEY = re.compile(r"([\w.]+)(:[ ]+)([^\n,{}\[\]]*)")


def change_scalar(choices: Choices, words: str) -> str:
    """Put another value after a key."""
    places = list(KEY.finditer(words))
    if not places:
        return words + choices.pick(SCALARS)
    place = choices.pick(places)
    key, between, value = place.groups()
    form = choices.below(8)
    if form < 3 and key in PLAUSIBLE:
        value = choices.pick(PLAUSIBLE[key])
    elif form < 6:
        value = choices.pick(SCALARS)
    elif form < 7:
        value = odd_number(choices)
    else:
        value = choices.pick((odd_text(choices), bend_text(choices, value)))
    return f"{words[: place.start()]}{key}{between}{value}{words[place.end() :]}"


def change_plausibly(choices: Choices, words: str) -> str:
    """Put after a key what may well be meant."""
    places = [place for place in KEY.finditer(words) if place[1] in PLAUSIBLE]
    if not places or choices.once_in(6):
        return words + choices.pick(MORE_KEYS[:4]) + "\n"
    place = choices.pick(places)
    value = choices.pick(PLAUSIBLE[place[1]])
    return f"{words[: place.start(3)]}{value}{words[place.end(3) :]}"


def change_key(choices: Choices, words: str) -> str:
    """Put another key before a value."""
    places = list(KEY.finditer(words))
    if not places:
        return choices.pick(MORE_KEYS)
    place = choices.pick(places)
    other = choices.pick((bend_text(choices, place[1]), odd_text(choices), f"{place[1]}.x", choices.pick(places)[1]))
    return words[: place.start(1)] + other + words[place.end(1) :]


def change_line(choices: Choices, words: str) -> str:
    """Drop, double, move, indent or comment a line, or add one."""
    lines = words.splitlines()
    if not lines:
        return choices.pick(MORE_KEYS)
    place = choices.below(len(lines))
    form = choices.below(7)
    if form == 0:
        del lines[place]
    elif form == 1:
        lines.insert(choices.below(len(lines) + 1), lines[place])
    elif form == 2:
        lines.insert(choices.below(len(lines)), lines.pop(place))
    elif form == 3:
        lines[place] = choices.pick(("  ", " ", "\t", "- ", "# ", "  - ")) + lines[place]
    elif form == 4:
        lines[place] = lines[place].lstrip(" -")
    else:
        lines.insert(place if form == 5 else len(lines), choices.pick(MORE_KEYS))
    return "\n".join(lines) + "\n"


def _nest(choices: Choices, words: str) -> str:
    depth = choices.pick((50, 500, 1000, 5000))
    opened, closed = choices.pick((("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", ""), ("{", "}")))
    value = opened * depth + "1" + closed * depth
    key = choices.pick(("deep", "title", "blocks", "history", "base", "issuer", "province"))
    return f"{words}{key}: {value}\n"


def _bomb(choices: Choices, words: str) -> str:
    width, levels = choices.pick(((9, 9), (2, 25), (9, 4)))
    names = [f"b{number}" for number in range(levels)]
    lines = ["b0: &b0 [" + ", ".join(["a"] * width) + "]"]
    for before, name in pairwise(names):
        lines.append(f"{name}: &{name} [" + ", ".join([f"*{before}"] * width) + "]")
    last = choices.pick(("history", "remarks", "title", "legal_basis", "blocks"))
    return "\n".join((*lines, f"{last}: *{names[-1]}", words))


def change_whole(choices: Choices, words: str) -> str:
    """Change the file as a whole: documents, directives, bombs, depth, length."""
    form = choices.below(9)
    if form == 0:
        return _nest(choices, words)
    if form == 1:
        return _bomb(choices, words)
    if form == 2:
        return choices.pick(("---\n", "%YAML 1.1\n---\n", "%TAG ! !x\n---\n", "--- |\n", "# a\n")) + words
    if form == 3:
        return words + choices.pick(("---\n", "...\n", "---\na: b\n", "...\nx")) + words
    if form == 4:
        return words.replace("  ", "\t")
    if form == 5:
        return words + "x" * choices.pick((200, 1100, 100_000)) + ": 1\n"
    if form == 6:
        return choices.pick(("[]", "{}", "a", "5", "null", "- a", "", "&a [*a]", "&a {a: *a}", "---"))
    if form == 7:
        return words + "x: " + "1" * choices.pick((30, 400, 5000)) + "\n"
    return words + "".join(f"k{number}: 1\n" for number in range(choices.pick((5, 50, 2000))))


def change_values(choices: Choices, words: str) -> str:
    """Change the tree of values: something else, nothing, a list, a double in some place."""
    try:
        tree = yaml.load(words, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return yaml.safe_dump(change_tree(choices, tree), allow_unicode=True, sort_keys=False)
    except Exception:  # PyYAML lets many kinds out, and words may be mutated already
        return change_line(choices, words)


YAML_MUTATORS: tuple[Callable[[Choices, str], str], ...] = (
    change_scalar,
    change_scalar,
    change_scalar,
    change_scalar,
    change_key,
    change_line,
    change_line,
    change_values,
    change_values,
    change_whole,
)


def mutate_yaml(choices: Choices, words: str) -> str:
    """Change YAML in one of these ways."""
    return choices.pick(YAML_MUTATORS)(choices, words)
