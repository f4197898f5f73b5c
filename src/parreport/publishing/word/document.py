"""An executed notebook becomes a Word document in the official form, ready to be signed.

In: an executed notebook whose cells show parts or ordinary outputs, or the parts themselves. Out:
``.docx``, the same bytes for the same report, written as Office Open XML without any other
program. Also an exporter: ``jupyter nbconvert --to parreport-docx``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from parreport.errors import RenderingError
from parreport.language import language, text, use_language
from parreport.letters import compose
from parreport.publishing.exporters import ReportExporter, write_file
from parreport.publishing.reading.parts import clean_words, open_part, read_report, today
from parreport.publishing.word.body import Body, roman, write_contents
from parreport.publishing.word.letterhead import (
    DECREE_30,
    Letterhead,
    form_of,
    write_annex_line,
    write_end,
    write_footer,
    write_head,
    write_header,
)
from parreport.publishing.word.package import WordDocument, pack
from parreport.publishing.word.rasters import draw_pictures
from parreport.publishing.word.sections import Sections, split_annexes
from parreport.publishing.word.tables import fit_parts, leave_out_details, move_details
from parreport.publishing.word.xml import paragraph, run

CONTENTS_FROM = 5

Part = dict[str, Any]


def make_docx(notebook: Any, name: str, home: str = "") -> bytes:
    """Return the Word document of an executed notebook; paper has no way back to a ``home``.

    Raises
    ------
    RenderingError : a cell failed, or a picture has no alt text or lies elsewhere.
    """
    return set_document(*read_report(notebook, name), name)


def render_parts(document: Mapping[str, Any], parts: list[Part], target: Path) -> None:
    """Render parts that no notebook shows, given as plain fields, under the facts of a document.

    Raises
    ------
    RenderingError : they cannot be set, or the file cannot be written.
    """
    try:
        content = set_document(dict(document), [open_part(dict(part)) for part in parts], target.stem)
    except Exception as error:
        raise RenderingError(target.name, f"{type(error).__name__}: {error}") from error
    write_file(target, content, target.name)


def set_document(facts: dict[str, Any], parts: list[Part], name: str) -> bytes:
    """Return the Word document of a report: its facts, and its parts in their order."""
    facts, parts = clean_words(facts, compose), clean_words(parts, compose)
    code = str(facts.get("language") or language())
    day = str(facts.get("published") or today())
    head = None if facts.get("official") is None else Letterhead(**facts["official"])
    form = form_of(head.date or day) if head else DECREE_30
    title = str(facts.get("title") or name)
    with use_language(code):
        parts, left_out = leave_out_details(parts)
        annexed = name_annexes(move_details(parts), write_annex_line(head) if head else "")
        fitted = list(fit_parts(annexed))
        main, annexes = split_annexes(fitted)
        first = next((at for at, one in enumerate(main) if one["kind"] == "heading"), len(main))
        body = Body(draw_pictures(list(find_pictures(fitted))))
        sections = Sections(body)
        notes = "".join(paragraph(run(one), "Note", keep=True) for one in facts.get("footer", ()))
        if left_out:
            listed = "; ".join(left_out)
            said = text("Further details stand in the PDF of this report and on its web page: {names}.", names=listed)
            notes = paragraph(run(said), "Note", keep=True) + notes
        start = write_head(head, form) if head else write_plain_head(facts, title)
        if head and head.resolves:  # an act ends with its signature, so what is said of it comes first
            start, notes = notes + start, ""
        start += sections.write(main[:first])
        rest = sections.write(main[first:])
        rest += notes
        rest += write_end(head) if head else ""
        rest += "".join(sections.write_annex(annex) for annex in annexes)
        contents = ""
        if sum(entry.level == 1 for entry in body.entries) >= CONTENTS_FROM:
            contents = write_contents(body.entries, text("Contents"))
        body_end = "" if annexes else paragraph("", "Rule")  # Word wants one behind a table
    labels = tuple(facts.get("labels", ()))
    return pack(
        WordDocument(
            title=title,
            language=code,
            date=day,
            subject=str(facts.get("subtitle", "")),
            creator=head.body if head else "",
            remark=" · ".join(labels),
            written=start + contents + rest + body_end + sections.last(),
            beside=body,
            margins={
                "header1": write_header(labels, number=False),
                "header2": write_header(labels, number=form.number_at_top),
                "footer1": write_footer(number=False),
                "footer2": write_footer(number=not form.number_at_top),
            },
        )
    )


def find_pictures(parts: Iterable[Part]) -> Iterator[Part]:
    """Yield the pictures among parts, those inside lists and quotes too, in their order."""
    for part in parts:
        if part["kind"] == "chart":
            yield part
        elif part["kind"] == "quote":
            yield from find_pictures(part["of"])
        elif part["kind"] == "bullets":
            for entry in part["entries"]:
                yield from find_pictures(() if isinstance(entry, str) else entry)


def name_annexes(parts: list[Part], line: str) -> list[Part]:
    """Return parts in which each annex has its number, one alone none; ``line`` stands beneath."""
    annexes = [at for at, part in enumerate(parts) if part.get("annex")]
    named = list(parts)
    for number, at in enumerate(annexes, 1):
        words = text("Annex {number}", number=roman(number)) if len(annexes) > 1 else text("Annex")
        named[at] = {**parts[at], "number": words, "line": line}
    return named


def write_plain_head(facts: Mapping[str, Any], title: str) -> str:
    """Return the title of a report that is no official document."""
    subtitle = str(facts.get("subtitle", ""))
    head = paragraph(run(title), "Title")
    return head + (paragraph(run(subtitle), "Subtitle", spacing='w:after="240"') if subtitle else "")


class ReportDocxExporter(ReportExporter):
    """Notebooks as Word documents; only what cells show is printed."""

    export_from_notebook = "PAR report (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ending, make = ".docx", staticmethod(make_docx)
