"""The decision that announces the results, with the ranking of each block as an annex.

In: results. Out: parts of a document. It is Vietnamese in every language of the reports, as the act
is. Its grounds are those that the framework names; what neither framework nor parameters give
(authority, number, date, who signs) stays blank, to be filled in by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from parreport.columns import is_blank
from parreport.display.documents import blocks_with_units, labels_of, warn_illustrative
from parreport.display.formats import DASH, format_number, format_pct, join_words
from parreport.display.index_names import index_inside, low
from parreport.display.parts import Cell, Column, Document, Heading, Part, Table, filled
from parreport.display.satisfaction.rows import has_survey, surveyed_blocks, unit_rows, whole_of
from parreport.display.satisfaction.tables import share_columns
from parreport.display.sentences import blank_silent, count_gaps, ranking_of, units_in
from parreport.display.tables import figure_column, table_of, words_column
from parreport.inputs.framework import Block
from parreport.language import counted, text, use_language
from parreport.years.results import Results, shown_name

DECISION_CODE = "QĐ"  # of the kind of document, in its number
BLANK = "………………………"
AGENCIES = {"sở", "ban", "ngành"}
DISTRICTS = {"huyện", "quận", "thị xã", "thành phố", "xã", "phường", "thị trấn", "đặc khu"}  # each has an UBND
CITIES = ("Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Cần Thơ")  # under the central government


@dataclass(frozen=True)
class Article(Part):
    """One article: its number in bold, what it says."""

    name: str
    words: str

    def fields(self) -> dict[str, Any]:
        runs = [{"kind": "strong", "of": [self.name]}, f" {self.words}"]
        return {"kind": "text", "style": "body", "words": runs}


def describe_decision(results: Results) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the decision as plain fields: the facts of the document, and its parts."""
    with use_language("vi", results.of_periods):
        parts: list[Part] = [*_articles(results), *_annexes(results)]
        return _document(results).fields(), [part.fields() for part in parts]


def _document(results: Results) -> Document:
    parameters, framework = results.parameters, results.framework
    signing = parameters.signing_of_decision()
    proposer = parameters.issuer.body if parameters.issuer and parameters.issuer.body != signing.body else ""
    grounds = [text("Pursuant to {basis};", basis=one) for one in (BLANK, *framework.legal_basis)]
    grounds.append(text("At the proposal of {body}.", body=proposer or BLANK))
    subject = text(
        "Announcing the results of the {index} {year} of {bodies}, {province}",
        index=index_inside(results),
        year=results.span.title,
        bodies=name_bodies(results),
        province=name_province(parameters.province),
    )
    official = {
        "kind": text("DECISION"),
        "subject": subject,
        "abbreviation": DECISION_CODE,
        **filled(**signing.model_dump()),
        "authority": signing.authority or signing.body or BLANK,
        "grounds": grounds,
        "resolves": text("DECIDES:"),
    }
    day, footer = parameters.publication_date().isoformat(), tuple(warn_illustrative(results))
    return Document(subject, labels=labels_of(results), footer=footer, published=day, official=official)


def name_bodies(results: Results) -> str:
    """Return whose results are announced, as an act names them."""
    names = [low(block.shown) for block in blocks_with_units(results)]
    kinds = [set(name.split(", ")) for name in names]
    whose = join_words(
        [f"UBND các {name}" if kind <= DISTRICTS else f"các {name}" for name, kind in zip(names, kinds, strict=True)]
    )
    is_common = all(kind <= DISTRICTS or kind <= AGENCIES for kind in kinds)
    return whose if is_common else text("the agencies and units")


def name_province(name: str) -> str:
    """Return a province with the word for what it is: tỉnh Bến Tre, thành phố Hà Nội."""
    if name.casefold().startswith(("tỉnh ", "thành phố ")):
        return name
    return f"Thành phố {name}" if name == "Hồ Chí Minh" else f"thành phố {name}" if name in CITIES else f"tỉnh {name}"


def _articles(results: Results) -> Iterator[Article]:
    blocks = list(blocks_with_units(results))
    listed = "; ".join(
        counted(units_in(results, block), "block {block}, 1 unit", "block {block}, {n} units", block=block.shown)
        for block in blocks
    )
    announced = counted(
        len(blocks),
        "The results of the {index} {year} of {bodies}, {province}, are announced: {listed} (details in the Annex).",
        "The results of the {index} {year} of {bodies}, {province}, are announced: {listed} (details in the Annexes).",
        index=index_inside(results),
        year=results.span.title,
        bodies=name_bodies(results),
        province=name_province(results.parameters.province),
        listed=listed,
    )
    said = (
        announced,
        *_announce_satisfaction(results),
        text(
            "On the grounds of these results, the heads of the agencies and units organise the mending of "
            "shortcomings and have remedies to raise the {index} in the years that follow.",
            index=index_inside(results),
        ),
        text("This decision takes effect on the day it is signed."),
        text(
            "The heads of the agencies and units named in Article 1 and of the agencies and units concerned are "
            "responsible for carrying out this decision./."
        ),
    )
    for number, words in enumerate(said, 1):
        yield Article(text("Article {number}.", number=number), words)


def _announce_satisfaction(results: Results) -> list[str]:
    """Say that the index of satisfaction is announced; nothing of a year without a survey, or where it is withheld."""
    if not has_survey(results) or is_blank(whole_of(results)["satisfaction_pct"]):
        return []
    return [
        text(
            "The satisfaction index {year} of people with public administrative services, {province}, is announced: "
            "{pct}, by the answers of {n} respondents; of each agency and unit as in the Annex.",
            year=results.span.title,
            province=name_province(results.parameters.province),
            pct=format_pct(whole_of(results)["satisfaction_pct"]),
            n=format_number(whole_of(results)["n"], 0),
        )
    ]


def _annexes(results: Results) -> Iterator[Part]:
    yield from _annexes_of_index(results)
    if _announce_satisfaction(results):
        for block in surveyed_blocks(results):
            words = text("Annex: satisfaction index {year}, block {block}", year=results.span.title, block=block.shown)
            yield Heading(words, id=f"annex-satisfaction-{block.code}")
            yield table_decision_satisfaction(results, block)


def table_decision_satisfaction(results: Results, block: Block) -> Table:
    """Return the satisfaction index of the units of a block as the decision announces it, highest first."""
    own = unit_rows(results, block)
    rows = own.assign(place=range(1, len(own) + 1)).to_dict("records")
    columns = (
        (Column(text("No."), "center"), lambda row: str(row["place"])),
        words_column(text("Agency, unit"), "name"),
        *share_columns(),
    )
    note = text("{dash}: fewer than five people answered, or the share would tell that of others.", dash=DASH)
    withheld = own["satisfaction_pct"].isna().any()
    anchor = f"decision-satisfaction-{block.code}"
    return table_of("", rows, columns, note=note if withheld else "", id=anchor, head_column=1)


def _annexes_of_index(results: Results) -> Iterator[Part]:
    for block in blocks_with_units(results):
        words = text(
            "Annex: results of the {index} {year}, block {block}",
            index=index_inside(results),
            year=results.span.title,
            block=block.shown,
        )
        yield Heading(words, id=f"annex-{block.code}")
        yield table_decision(results, block)


def table_decision(results: Results, block: Block) -> Table:
    """Return the ranking of a block as the decision announces it; extras only where there are any."""
    ranking = ranking_of(results, block)
    names = {band.name: band.shown for band in block.bands}
    extras = {"bonus_points": text("Bonus points"), "penalty_points": text("Penalty points")}
    columns = (
        (Column(text("No."), "center"), lambda row: str(row["place"])),
        words_column(text("Agency, unit"), lambda row: Cell(shown_name(row), second=count_gaps(row["gaps_n"]))),
        figure_column(text("Points"), "points"),
        *(figure_column(name, column) for column, name in extras.items() if (ranking[column] > 0).any()),
        figure_column(text("Maximum points"), "max_points"),
        figure_column(text("Index (%)"), "printed_pct", results.framework.decimals, tone="strong"),
        (Column(text("Rank"), "center"), lambda row: DASH if is_blank(row["rank"]) else str(row["rank"])),
        (Column(text("Class"), "center"), lambda row: names.get(row["band"], DASH)),
    )
    without = ranking["rank"].isna()
    notes = [text("{dash}: assessed, not ranked.", dash=DASH)] if (without & (ranking["gaps_n"] == 0)).any() else []
    if (ranking["gaps_n"] > 0).any():
        notes.append(text("A unit with items without points has no rank and no class."))
    note = " ".join(notes)
    rows = blank_silent(ranking).assign(place=range(1, len(ranking) + 1))
    return table_of("", rows, columns, note=note, id=f"decision-{block.code}", head_column=1)
