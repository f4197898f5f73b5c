"""What the Word documents of a build say about who issues them, and the decision on the result.

In: parameters and results. Out: plain data for the press. What the parameters do not give stays a
dotted blank, and what a decision rests on is the framework's ``legal_basis``: nothing is made up.
"""

from __future__ import annotations

from datetime import date

from parreport.columns import is_blank
from parreport.display.documents import blocks_with_units, labels_of
from parreport.display.formats import DASH, format_number
from parreport.display.narrative_province import ranking_of
from parreport.inputs.framework import Block
from parreport.language import counted, text, use_language
from parreport.parameters import Issuer, Parameters
from parreport.publishing.decision import Annex, Decision, compose_decision
from parreport.publishing.official import BLANK, Form
from parreport.results import Results, shown_name


def form_of(parameters: Parameters) -> Form:
    """Return the form of a report: its issuer, and the day that decides which rules hold."""
    issuer = parameters.issuer or Issuer()
    with use_language(parameters.language):
        return Form(
            kind=text("REPORT"),
            day=_day(parameters, issuer),
            parent=issuer.parent,
            body=issuer.body,
            number=issuer.number,
            place=issuer.place,
            signatory_title=issuer.signatory_title,
            signatory_name=issuer.signatory_name,
            recipients=tuple(issuer.recipients),
        )


def decision_of(results: Results) -> bytes:
    """Return the decision that publishes the result, its annex one table per block.

    The body over the issuer decides, where it is given: number, day and signatory of the report
    are not the decision's, and stay blank.
    """
    parameters = results.parameters
    issuer = parameters.issuer or Issuer()
    above = bool(issuer.parent)
    with use_language(parameters.language):
        form = Form(
            kind=text("DECISION"),
            day=_day(parameters, issuer),
            body=issuer.parent or issuer.body,
            number="",
            place=issuer.place,
            dated=False,
            signatory_title="" if above else issuer.signatory_title,
            signatory_name="" if above else issuer.signatory_name,
            recipients=tuple(issuer.recipients),
        )
        blocks = list(blocks_with_units(results))
        basis = [*results.framework.legal_basis, BLANK]
        return compose_decision(
            Decision(
                form=form,
                subject=text(
                    "On publishing the public administration reform index of {year}, {province}",
                    year=parameters.year,
                    province=parameters.province,
                ),
                authority=form.signatory_title or BLANK * 3,
                basis=(
                    *(text("Pursuant to {basis};", basis=one.rstrip(".; ")) for one in basis),
                    text("At the proposal of {body},", body=issuer.body if above else BLANK),
                ),
                articles=_articles(results, blocks),
                annexes=tuple(_annex(results, block) for block in blocks),
                labels=labels_of(results),
                day=parameters.publication_date().isoformat(),
                language=parameters.language,
            )
        )


def _day(parameters: Parameters, issuer: Issuer) -> date:
    try:
        return date.fromisoformat(issuer.date)
    except ValueError:
        return parameters.publication_date()


def _articles(results: Results, blocks: list[Block]) -> tuple[str, ...]:
    counts = [
        counted(
            int((results.index["block"] == block.code).sum()),
            "1 unit of block {block}",
            "{n} units of block {block}",
            block=block.shown,
        )
        for block in blocks
    ]
    return (
        text(
            "The public administration reform index of {year} is published for {units}. The results are in the annex.",
            year=results.parameters.year,
            units="; ".join(counts),
        ),
        text(
            "On the basis of the results, the units named in Article 1 take measures against their weaknesses and raise their index in the following years."
        ),
        text(
            "The heads of the units concerned are responsible for carrying out this Decision, which takes effect on the day of signing."
        ),
    )


def _annex(results: Results, block: Block) -> Annex:
    names = {band.name: band.shown for band in block.bands}
    columns = (
        (text("No."), "center", 6.0), (text("Unit"), "text", 36.0),
        (text("Points"), "number", 11.0), (text("Maximum"), "number", 11.0),
        (text("Index %"), "number", 12.0), (text("Rank"), "center", 9.0),
        (text("Class"), "center", 15.0),
    )  # fmt: skip
    rows = [
        (
            str(number),
            shown_name(row),
            format_number(row["points"], 2),
            format_number(row["max_points"], 2),
            format_number(row["printed_pct"], results.framework.decimals),
            DASH if is_blank(row["rank"]) else str(row["rank"]),
            names.get(row["band"], DASH),
        )
        for number, row in enumerate(ranking_of(results, block).to_dict("records"), 1)
    ]
    caption = text(
        "Index, class and rank, block {block}, {year}",
        block=block.shown,
        year=results.parameters.year,
    )
    return Annex(caption, columns, tuple(rows))
