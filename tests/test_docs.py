"""The documents say what is so: commands, paths, columns, keys and sections exist; the site has them all."""

from __future__ import annotations

import argparse
import re
import runpy
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from parreport import columns
from parreport.arguments import make_parser
from parreport.cli import main
from parreport.inputs.heads import heads_of
from parreport.inputs.parameters import KEYS, Issuer
from parreport.tabular import Table
from parreport.version import __version__

PROJECT = Path(__file__).resolve().parents[1]
PACKAGE = PROJECT / "src" / "parreport"
DOCUMENTS = [
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md", "reports/README.md"),
    *("docs/architecture.md", "docs/glossary.md", "docs/methodology.md"),
    *("docs/analysts.md", "docs/analysts.vi.md", "docs/reviewers.md", "docs/trainers.md", "docs/developers.md"),
    *("README.vi.md", "SECURITY.md", "docs/releasing.md", "docs/gallery.md"),
]
WORDS = {name: (PROJECT / name).read_text("utf-8") for name in DOCUMENTS}
GUIDES = ("README.md", "CONTRIBUTING.md")
PLACEHOLDER = re.compile(r"[A-Z]{2,}|[<>*…]")  # NAME, YEAR: the reader's own


# --- commands -------------------------------------------------------------------------------


def fenced_lines(words: str) -> list[str]:
    """Return the lines of all code blocks, without remarks."""
    blocks: list[str] = re.findall(r"^ *```\w*\n(.*?)^ *```", words, re.M | re.S)
    lines = [re.sub(r"\s+#.*", "", line).strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def inline_codes(words: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```", "", words, flags=re.M | re.S))


def calls(program: str, lines: list[str]) -> list[list[str]]:
    """Return the words after a program, in the lines that call it."""
    plain = [line.replace("\\", "/") for line in lines]
    return [shlex.split(line)[1:] for line in plain if re.match(rf"(?:\S*/)?{program}(?: |$)", line)]


def commands(program: str, *documents: str) -> list[list[str]]:
    """Return the words after a program, wherever a code block or a `quotation` calls it."""
    words = [WORDS[name] for name in documents]
    return [call for one in words for lines in (fenced_lines(one), inline_codes(one)) for call in calls(program, lines)]


def shown_calls(program: str, name: str) -> list[list[str]]:
    """Return the different calls in the code blocks of a document, ready to be run."""
    found = calls(program, fenced_lines(WORDS[name]))
    return [words for n, words in enumerate(found) if words not in found[:n]]


def subparsers() -> dict[str, argparse.ArgumentParser]:
    actions = make_parser()._actions
    return dict(next(a for a in actions if isinstance(a, argparse._SubParsersAction)).choices)


def test_the_documents_show_commands_to_test() -> None:
    assert len(commands("parreport", *GUIDES)) > 10
    assert len(commands("make", *GUIDES)) > 5
    assert commands("papermill", "README.md")


@pytest.mark.parametrize("words", [one for one in commands("parreport", *DOCUMENTS) if one], ids=" ".join)
def test_a_parreport_command_and_its_options_exist(words: list[str]) -> None:
    known = subparsers()
    assert words[0] in known
    options = known[words[0]]._option_string_actions
    assert [word for word in words[1:] if word.startswith("-") and word not in options] == []


@pytest.mark.parametrize("words", shown_calls("parreport", "README.md"), ids=" ".join)
def test_a_parreport_command_of_the_readme_is_complete(words: list[str]) -> None:
    make_parser().parse_args(words)


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_the_readme_names_every_command_and_every_option(readme: str) -> None:
    for name, parser in subparsers().items():
        assert f"`parreport {name}" in WORDS[readme]
        options = {max(action.option_strings, key=len) for action in parser._actions[1:] if action.option_strings}
        assert [one for one in options if f"`{one}" not in WORDS[readme]] == [], name


def test_a_make_target_exists() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", makefile, re.M))
    asked = {word for words in commands("make", *DOCUMENTS) for word in words}
    assert {one for one in asked if not re.match("[A-Z_]+=", one)} <= targets


def test_every_make_target_is_told_to_contributors() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    targets = re.findall(r"^([a-z0-9-]+):.*## ", makefile, re.M)
    asked = {word for words in commands("make", "CONTRIBUTING.md") for word in words}
    assert set(targets) - asked == {"help"}


def test_the_conda_lines_name_the_environment_that_there_is() -> None:
    environment = yaml.safe_load((PROJECT / "environment.yml").read_text("utf-8"))
    assert ["env", "create", "-f", "environment.yml"] in commands("conda", "README.md")
    assert ["activate", environment["name"]] in commands("conda", "README.md")


def test_the_lines_for_windows_install_what_make_installs() -> None:
    asked = commands("python", "README.md")
    locked = "-m pip install --no-deps --require-hashes --only-binary :all: -r requirements.lock".split()
    project = "-m pip install --no-deps --no-build-isolation -e .".split()
    assert asked.index(locked) + 1 == asked.index(project)
    assert ["-m", "venv", ".venv"] in commands("py", "README.md")


def at_night(words: list[str]) -> Any:
    """Mark what other tests do by day in the same words: whole builds of a year, a unit by papermill."""
    is_whole = words[0] == "build" and "--only" not in words
    marks = [pytest.mark.nightly] if is_whole or words[0].endswith("02_unit.ipynb") else []
    return pytest.param(words, marks=marks, id=" ".join(words))


def test_a_command_of_run_that_a_document_names_exists() -> None:
    asked = [words[1] for words in commands("py", *DOCUMENTS) if words[0] == "run.py" and words[1:]]
    assert "report" in asked
    assert set(asked) <= set(runpy.run_path(str(PROJECT / "run.py"))["STEPS"])


@pytest.mark.slow
@pytest.mark.parametrize("words", [*map(at_night, shown_calls("parreport", "README.md"))])
def test_a_parreport_command_of_the_readme_runs(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(PROJECT)
    command, *rest = words
    if command == "verify":
        pytest.skip("needs the folder that `make report` builds; tested on a small one elsewhere")
    if command in {"score", "build", "import-766", "forms", "appraisal", "questionnaire", "sample"}:
        if "--out" in rest:
            del rest[rest.index("--out") : rest.index("--out") + 2]
        rest += ["--out", str(tmp_path / "out")]
    tiny = {"parameters/ben-tre-2018.yaml": "tests/tiny/2018.yaml", "so-noi-vu,836": "so-a,836"}
    if command in {"questionnaire", "sample"}:  # quick, and of the sample's own questions and units
        tiny = {}
    assert main([command, *(tiny.get(word, word) for word in rest)]) == 0


@pytest.mark.slow
@pytest.mark.parametrize("words", [*map(at_night, shown_calls("papermill", "README.md"))])
def test_a_papermill_command_of_the_readme_runs(words: list[str], tmp_path: Path) -> None:
    source, _, *rest = words
    call = [sys.executable, "-m", "papermill", source, str(tmp_path / "out.ipynb"), *rest]
    done = subprocess.run(call, cwd=PROJECT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "unknown parameter" not in done.stderr
    assert (tmp_path / "out.ipynb").is_file()


# --- paths ----------------------------------------------------------------------------------


def named_paths(name: str) -> Iterator[str]:
    """Return what a document names as a path: links, and quotations with a slash."""
    yield from re.findall(r"\]\((?!#)([^)#]+)", WORDS[name])
    for code in [*inline_codes(WORDS[name]), *fenced_lines(WORDS[name])]:
        for word in code.replace("\\", "/").split():
            if re.fullmatch(r"\.?[\w.-]+(/[\w.-]+)*/[\w.-]*", word):
                yield word


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_path_named_in_a_document_exists(name: str) -> None:
    folders = ((PROJECT / name).parent, PROJECT, PACKAGE)
    made = (".venv/", "reports/", "units/", "tables/", "docs/_build")  # by an installation or a build
    paths = {path for path in named_paths(name) if not PLACEHOLDER.search(path)}
    asked = {path for path in paths if not path.removeprefix("../").startswith(made)}
    assert {path for path in asked if not any((f / path).exists() for f in folders)} == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_names_no_place_outside_the_project(name: str) -> None:
    assert re.findall(r"(?<![\w.<])/(?:work|home|root|tmp|mnt)\b|https?://", WORDS[name]) == []


def test_the_pictures_are_small() -> None:
    pictures = list((PROJECT / "docs" / "pictures").iterdir())
    assert {path.suffix for path in pictures} == {".png"}
    assert [path.name for path in pictures if path.stat().st_size > 250_000] == []
    shown = WORDS["README.md"] + WORDS["docs/gallery.md"]
    assert [path.name for path in pictures if path.name not in shown] == []


# --- the documentation as a site, and how it is cited ---------------------------------------

SITE = runpy.run_path(str(PROJECT / "docs" / "conf.py"))


def test_the_site_has_every_document_and_the_reference() -> None:
    found = {path.relative_to(PROJECT).with_suffix("").as_posix() for path in PROJECT.glob("*.md")}
    for folder in ("docs", "data", "reports"):
        kept = [path for path in (PROJECT / folder).rglob("*.md") if "_build" not in path.parts]
        found |= {path.relative_to(PROJECT).with_suffix("").as_posix() for path in kept}
    found = {name for name in found if not re.match("reports/[^/]*/", name)}
    listed = [SITE["FRONT"], *(page for pages in SITE["PAGES"].values() for page in pages)]
    assert len(set(listed)) == len(listed)
    assert set(listed) == found | {"docs/modules/parreport"}


@pytest.mark.parametrize(
    ("line", "fetches"),
    [
        ('<script src="https://cdn.example/a.js">', True),
        ("<link rel=stylesheet href=//cdn.example/a.css>", True),
        ('<img alt="" src="http://example/a.png">', True),
        ('<link rel="stylesheet" href="_static/a.css"><script src="_static/a.js">', False),
        ('<a href="https://example/">', False),
    ],
)
def test_a_page_that_fetches_something_is_no_page_of_the_site(line: str, fetches: bool, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "page.html").write_text(f"<html>{line}</html>", "utf-8")
    app = SimpleNamespace(outdir=str(tmp_path))
    if fetches:
        with pytest.raises(ValueError, match=r"page\.html fetches from elsewhere"):
            SITE["check_offline"](app, None)
    else:
        SITE["check_offline"](app, None)


def test_on_the_site_a_page_of_several_parts_has_one_title() -> None:
    words = ["# Whole\n\n# 1. Part\n\n## 1.1 Piece\n\n```sh\n# a remark\n```\n\n# 2. Part\n"]
    SITE["change_source"](None, "docs/whole", words)
    assert words == ["# Whole\n\n## 1. Part\n\n### 1.1 Piece\n\n```sh\n# a remark\n```\n\n## 2. Part\n"]
    once = ["# Whole\n\n```sh\n# a remark\n```\n\n## Piece\n"]
    SITE["change_source"](None, "docs/whole", once)
    assert once == ["# Whole\n\n```sh\n# a remark\n```\n\n## Piece\n"]


def test_the_front_page_of_the_site_lists_all_others_in_its_margin() -> None:
    words = ["# parreport\n"]
    SITE["change_source"](None, SITE["FRONT"], words)
    lines = words[0].splitlines()
    assert all(
        page in lines or f"{SITE['TITLES'].get(page)} <{page}>" in lines for p in SITE["PAGES"].values() for page in p
    )


def test_the_reference_takes_what_an_entry_says_for_words_and_not_for_a_type() -> None:
    lines = ["Raises", "------", "DataError : a file", "    lacks.", "", "not an entry: this"]
    SITE["part_entries"](None, "function", "f", None, None, lines)
    assert lines == ["Raises", "------", "DataError", "    a file", "    lacks.", "", "not an entry: this"]


def test_the_citation_has_the_version_and_the_licence_and_names_no_person() -> None:
    citation = yaml.safe_load((PROJECT / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert citation["cff-version"] == "1.2.0"
    assert (citation["version"], citation["license"]) == (__version__, project["license"])
    assert citation["title"].partition(":")[0] == project["name"]
    assert citation["authors"] == [{"name": SITE["author"]}]
    assert citation.keys() >= {"message", "title", "authors"}


def test_the_architecture_draws_every_room_with_its_files_and_no_other() -> None:
    tree = WORDS["docs/architecture.md"].partition("```\nsrc/parreport/")[2].partition("```")[0]
    drawn: dict[str, set[str]] = {"": set()}
    room = ""
    for line in tree.splitlines()[1:]:
        name = line.split()[0]
        if name.endswith("/"):
            room = name.removesuffix("/")
            drawn[room] = set()
        else:
            drawn[room] |= set(line.split())
    found: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        room = path.parent.relative_to(PACKAGE).as_posix().removeprefix(".")
        found.setdefault(room, set()).update({path.stem} - {"__init__"})
    assert drawn == found


# --- columns and keys -----------------------------------------------------------------------

FRAMEWORK_FILES = (columns.FRAMEWORK_ITEMS, columns.MAPPING, columns.TARGETS_FILE, columns.QUESTIONNAIRE_FILE)
INPUT_FILES = tuple(one for name, one in vars(columns).items() if name.endswith("_FILE") and one not in FRAMEWORK_FILES)


def glossary_part(number: str) -> str:
    parts = re.split(r"^## (B\.\d)", WORDS["docs/glossary.md"], flags=re.M)
    return parts[parts.index(number) + 1]


def glossary_columns(part: str, file: str) -> set[str]:
    """Return the names in the first column of the table under the heading of a file."""
    sections = re.split(r"^### ", glossary_part(part), flags=re.M)
    heading = file.replace("<", "&lt;").replace(">", "&gt;")
    section = next(one for one in sections if one.split()[0] == heading)
    rows = re.findall(r"^\|([^|]*)\|", section, re.M)
    return {name for cell in rows for name in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.parametrize(
    ("part", "file", "table"),
    [
        *(("B.1", table.name, table) for table in INPUT_FILES),
        *(("B.2", table.name, table) for table in FRAMEWORK_FILES),
        *(("B.4", f"{table.name}.csv", table) for table in columns.PUBLISHED),
    ],
    ids=str,
)
def test_the_glossary_has_the_columns_of_a_table_and_no_other(part: str, file: str, table: Table) -> None:
    assert glossary_columns(part, file) == set(table.names)


@pytest.mark.parametrize(
    ("part", "table"),
    [*(("B.1", table) for table in INPUT_FILES), *(("B.2", table) for table in FRAMEWORK_FILES)],
    ids=lambda one: getattr(one, "name", one),
)
def test_the_glossary_has_the_vietnamese_head_of_every_column_beside_its_code(part: str, table: Table) -> None:
    section = next(
        one
        for one in re.split(r"^### ", glossary_part(part), flags=re.M)
        if one.split()[0] == table.name.replace("<", "&lt;").replace(">", "&gt;")
    )
    told = re.findall(r"`(\w+)` ([^|,`\n]*[^|,`\s])", "\n".join(re.findall(r"^\|([^|]*)\|", section, re.M)))
    assert dict(told) == heads_of(table)
    assert set(heads_of(table)) == set(table.names)


@pytest.mark.parametrize("name", columns.LEAVES.names)
def test_the_glossary_knows_the_columns_of_the_table_within(name: str) -> None:
    assert f"`{name}`" in WORDS["docs/glossary.md"]


def test_the_glossary_has_every_key_of_a_parameters_file_and_no_other() -> None:
    rows = re.findall(r"^\| (`[^|]*) \|", glossary_part("B.3"), re.M)
    assert {key for cell in rows for key in re.findall(r"`([^`]+)`", cell)} == set(KEYS)
    assert [key for key in Issuer.model_fields if f"`{key}`" not in glossary_part("B.3")] == []


def test_the_sample_shows_every_key_that_must_be_given() -> None:
    sample = yaml.safe_load((PROJECT / "parameters" / "ben-tre-2018.yaml").read_text("utf-8"))
    rows = re.findall(r"^\| `(\w+)` \|.*\| no \|$", glossary_part("B.3"), re.M)
    assert set(rows) <= set(sample)


# --- sections -------------------------------------------------------------------------------

SECTIONS = set(re.findall(r"^#{1,2} (\d+(?:\.\d+)?)\.? ", WORDS["docs/methodology.md"], re.M))
NUMBERS = r"\d+(?:\.\d+)?(?:(?:, |–| and |\n\s*)\d+(?:\.\d+)?)*"


def cited_sections() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for cited in re.findall(rf"methodology\.md`*,?\s({NUMBERS})", path.read_text("utf-8")):
            yield from ((path.stem, one) for one in re.findall(r"\d+(?:\.\d+)?", cited))
    for cited in re.findall(rf"\bM ({NUMBERS})", WORDS["docs/glossary.md"]):
        yield from (("glossary", one) for one in re.findall(r"\d+(?:\.\d+)?", cited))


@pytest.mark.parametrize(("place", "number"), sorted(set(cited_sections())))
def test_a_cited_section_of_the_methodology_exists(place: str, number: str) -> None:
    assert number in SECTIONS
