"""Pages that stand in English and in Vietnamese have the same sections, commands, tables, lists and links."""

from __future__ import annotations

import re

import pytest

from tests.built import PROJECT

PAGES = ["README.md", "docs/analysts.md", "docs/tutorial.md"]
WORDS = {name: (PROJECT / name).read_text("utf-8") for one in PAGES for name in (one, one.replace(".md", ".vi.md"))}
SAID_OTHERWISE = {  # inside what is typed
    "language: en": "language: vi",
    "# bonus points have no score": "# điểm thưởng không có tỷ lệ",
    '"% of the maximum"': '"% điểm tối đa"',
}
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)


def prose_of(words: str) -> str:
    return FENCE.sub("", words)


@pytest.fixture(params=PAGES)
def pair(request: pytest.FixtureRequest) -> tuple[str, str]:
    name: str = request.param
    return WORDS[name], WORDS[name.replace(".md", ".vi.md")]


def test_both_have_the_same_sections(pair: tuple[str, str]) -> None:
    english, vietnamese = (re.findall(r"^(#+) (\d*)", prose_of(words), re.M) for words in pair)
    assert len(english) > 6
    assert vietnamese == english


def test_both_have_the_same_blocks_to_type(pair: tuple[str, str]) -> None:
    english, vietnamese = (FENCE.findall(words) for words in pair)
    assert [kind for kind, _ in vietnamese] == [kind for kind, _ in english]
    for (kind, one), (_, other) in zip(english, vietnamese, strict=True):
        if kind == "":  # a folder: names at the left, remarks at the right
            one, other = (
                "\n".join(re.split(" {2,}(?=[^ ])", line)[0] for line in t.splitlines()) for t in (one, other)
            )
        if kind == "text":  # what is printed: held to the program elsewhere
            assert len(other.splitlines()) == len(one.splitlines())
            continue
        for said, otherwise in SAID_OTHERWISE.items():
            one = one.replace(said, otherwise)
        assert other == one


def test_both_have_the_same_tables_and_lists(pair: tuple[str, str]) -> None:
    def shape(words: str) -> list[object]:
        lines = prose_of(words).splitlines()
        rows = [line for line in lines if re.match(r"\||[-*] |\d+\. ", line)]
        return [line.count("|") if line.startswith("|") else line.split()[0] for line in rows]

    english, vietnamese = map(shape, pair)
    assert vietnamese == english


def test_both_name_the_same_files_keys_and_options(pair: tuple[str, str]) -> None:
    def names(words: str) -> set[str]:
        codes = re.findall(r"`([^`\n]+)`", prose_of(words))
        first = {code.split()[0] for code in codes if re.match(r"[\w./-]", code)}
        return {name for name in first if name.isascii() and re.search(r"[_./-]", name)}

    english, vietnamese = map(names, pair)
    assert vietnamese - english <= {"applies", "--language", "numerator", "denominator", "appraised_points"}
    assert english - vietnamese == set()


def test_links_lead_to_the_same_pages_and_to_the_vietnamese_one_where_there_is_one(pair: tuple[str, str]) -> None:
    there = {*PAGES, "../README.md", *(page.removeprefix("docs/") for page in PAGES if page.startswith("docs/"))}

    def targets(words: str) -> set[str]:
        found = {target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", prose_of(words))}
        return {one.replace(".vi.md", ".md") for one in found}

    english, vietnamese = pair
    own = {"README.md", "analysts.md", "tutorial.md"}  # each page names the other of its pair
    assert {one for one in targets(vietnamese) if one not in own} == {one for one in targets(english) if one not in own}
    linked = re.findall(r"(?<!English: )\[[^\]]*\]\(([^)#\s]+\.md)", vietnamese)
    assert linked
    assert [one for one in linked if one in there] == []


def test_each_page_names_the_other(pair: tuple[str, str]) -> None:
    assert re.search(r"(Tiếng|tiếng) Việt: \[[\w.]+\]\([\w.]+\.vi\.md\)", pair[0])
    assert re.search(r"English: \[[\w.]+\]\([\w.]+\.md\)", pair[1])
