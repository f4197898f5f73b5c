"""The decision that publishes a year's result, as a Word document to be completed and signed.

In: its words and its annexes as plain data. Out: the bytes of a ``.docx`` in the official form.
"""

from __future__ import annotations

from dataclasses import dataclass

from parreport.language import text
from parreport.publishing.docx import edges
from parreport.publishing.official import (
    BLANK,
    Form,
    end_block,
    head_block,
    section,
    title_block,
)
from parreport.publishing.widths import room
from parreport.publishing.word_package import Package, pack
from parreport.publishing.word_parts import Body
from parreport.publishing.wordprocessing import paragraph, run

SIZE = 9.7


@dataclass(frozen=True)
class Annex:
    """A table of the decision: column names with their kinds and shares of the width; its rows."""

    caption: str
    columns: tuple[tuple[str, str, float], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Decision:
    """A decision: who issues it, what it is about, what it rests on, its articles, its annexes.

    ``articles``: words behind "Điều 1.", "Điều 2."; ``day``: ISO, of the file's properties.
    """

    form: Form
    subject: str
    authority: str
    basis: tuple[str, ...]
    articles: tuple[str, ...]
    annexes: tuple[Annex, ...]
    labels: tuple[str, ...]
    day: str
    language: str


def compose_decision(decision: Decision) -> bytes:
    """Return a decision as the bytes of a Word document; the language in force is its own."""
    form, labels = decision.form, " · ".join(decision.labels)
    articles = [
        paragraph(run(f"{text('Article {n}.', n=n)} ", bold=True) + run(words))
        for n, words in enumerate(decision.articles, 1)
    ]
    body = Body([])
    body.add([_table(annex) for annex in decision.annexes])
    attached = text("(Attached to Decision No. {blank} dated {blank} of {blank})", blank=BLANK)
    words = [
        head_block(form, ""),
        title_block(form, decision.subject),
        paragraph(run(decision.authority.upper(), bold=True, size=14), "Form", align="center"),
        paragraph("", "Form"),
        *(paragraph(run(line, italic=True)) for line in decision.basis),
        paragraph(
            run(text("DECISION:"), bold=True, size=14), "Form", align="center", before=6, after=6
        ),
        *articles,
        end_block(form),
        paragraph("", "Form", section=section(first=True)),
        paragraph(run(text("ANNEX")), "Heading1", align="center"),
        paragraph(run(decision.subject, bold=True), "Form", align="center"),
        paragraph(run(attached, italic=True), "Form", align="center", after=6),
        *body.written,
        section(),
    ]
    return pack(
        Package(
            body="".join(words),
            edges=edges(form, labels),
            title=f"{form.kind}: {decision.subject}",
            subject=decision.subject,
            day=decision.day,
            language=decision.language,
            author=form.body,
        )
    )


def _table(annex: Annex) -> dict[str, object]:
    whole = sum(share for _, _, share in annex.columns)
    scale = room() / whole
    return {
        "kind": "table",
        "caption": annex.caption,
        "groups": {},
        "size": SIZE,
        "columns": [{"kind": kind, "points": share * scale} for _, kind, share in annex.columns],
        "heads": [[name for name, _, _ in annex.columns]],
        "rows": [list(row) for row in annex.rows],
    }
