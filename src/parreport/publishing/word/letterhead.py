"""What an official Vietnamese document has around its body: head, title, grounds, recipients, signature.

In: facts of the document; blank = dots, to be filled in by hand. Out: WordprocessingML. The form is
that of Nghị định 30/2020/NĐ-CP for documents dated from 5 March 2020, and of Thông tư
01/2011/TT-BNV before. Its words are Vietnamese in every language of the body, since the form is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from parreport.language import text, use_language
from parreport.publishing.word.letters import measure_times
from parreport.publishing.word.xml import Look, borderless, drawn_rule, paragraph, run, word_field

WIDTH = 467.7  # of the text: 165 mm
LEFT, RIGHT = 205.0, 262.7
DOTS, FEW_DOTS = "…………", "……"
FROM_2020 = date(2020, 3, 5)
MOTTO_EM = 12.2  # how wide the motto is in Times New Roman Bold
COMMITTEES = ("ỦY BAN NHÂN DÂN", "ỦY BAN NHÂN DÂN")
AIR = 14.0  # between what stands on the left of the head block and what stands on the right
VIETNAMESE = "vi-VN"


@dataclass(frozen=True)
class Form:
    """A legal form: its name, where page numbers stand, whether grounds are in italics."""

    name: str
    number_at_top: bool
    grounds_italic: bool


DECREE_30 = Form("30/2020/NĐ-CP", number_at_top=True, grounds_italic=True)
CIRCULAR_01 = Form("01/2011/TT-BNV", number_at_top=False, grounds_italic=False)


@dataclass(frozen=True)
class Letterhead:
    """Who issues a document, what it is, who signs; blank fields are filled in by hand.

    ``kind``: REPORT, DECISION; ``abbreviation`` of it stands in a number that is not given.
    ``authority``, ``grounds`` and ``resolves`` stand between the title and the articles of a
    decision.
    """

    kind: str = ""
    subject: str = ""
    abbreviation: str = ""
    parent: str = ""
    body: str = ""
    number: str = ""
    place: str = ""
    date: str = ""
    signatory_title: str = ""
    signatory_name: str = ""
    recipients: list[str] = field(default_factory=list)
    authority: str = ""
    grounds: list[str] = field(default_factory=list)
    resolves: str = ""


def form_of(day: str) -> Form:
    """Return the legal form of a document of a day, YYYY-MM-DD."""
    return DECREE_30 if date.fromisoformat(day) >= FROM_2020 else CIRCULAR_01


def write_head(head: Letterhead, form: Form) -> str:
    """Return the head block, the title, and what stands before the articles of a decision."""
    with use_language("vi"):
        state = text("SOCIALIST REPUBLIC OF VIET NAM")
        motto = text("Independence - Freedom - Happiness")
        number = text("No. {number}", number=head.number or f"{DOTS}/{head.abbreviation}-{DOTS}")
        place = describe_day(head)
    bold, upright = (Look(bold=True, size=12, language=VIETNAMESE), Look(size=12, language=VIETNAMESE))
    parent, body = (balance(one.upper(), 12, LEFT - AIR) for one in (head.parent, head.body))
    body = body or DOTS * 2
    left = paragraph(run(parent, upright), "HeadBlock") if parent else ""
    left += paragraph(run(body, bold), "HeadBlock") + drawn_rule(LEFT, rule_length(body, 12, LEFT))
    right = paragraph(run(state, bold), "HeadBlock")
    right += paragraph(run(motto, Look(bold=True, size=13, language=VIETNAMESE)), "HeadBlock")
    right += drawn_rule(RIGHT, MOTTO_EM * 13)
    above = 'w:before="120" w:after="0"'
    numbers = paragraph(run(number, Look(size=13, language=VIETNAMESE)), "HeadBlock", spacing=above)
    days = paragraph(run(place, Look(italic=True, size=13, language=VIETNAMESE)), "HeadBlock", spacing=above)
    return borderless((LEFT, RIGHT), [[left, right], [numbers, days]]) + write_title(head, form)


def write_title(head: Letterhead, form: Form) -> str:
    """Return kind, subject and rule; of a decision also authority, grounds and the resolving word."""
    title = paragraph(run(head.kind), "Title") + paragraph(run(head.subject), "Subtitle")
    title += drawn_rule(WIDTH, rule_length(head.subject, 14, WIDTH))
    title += paragraph("", spacing='w:before="0" w:after="120"')
    if head.authority:
        title += paragraph(run(head.authority.upper()), "Resolves")
    for ground in head.grounds:
        title += paragraph(run(ground, Look(italic=form.grounds_italic or None)), "BodyText")
    return title + (paragraph(run(head.resolves), "Resolves") if head.resolves else "")


def describe_day(head: Letterhead) -> str:
    """Return place and day."""
    place = head.place or DOTS
    if not head.date:
        return text("{place}, day …… month …… year ……", place=place)
    day, month, year = name_day(head.date)
    return text("{place}, day {day} month {month} year {year}", place=place, day=day, month=month, year=year)


def name_day(day: str) -> tuple[str, str, str]:
    """Return day, month and year as the form has them: below 10, and months 1 and 2, with a zero."""
    one = date.fromisoformat(day)
    return f"{one.day:02d}", f"{one.month:02d}" if one.month < 3 else str(one.month), str(one.year)


def write_annex_line(head: Letterhead) -> str:
    """Return the line beneath the title of an annex: of which document it is."""
    facts = {
        "kind": head.kind.capitalize(),
        "number": head.number or f"{FEW_DOTS}/{head.abbreviation}-{FEW_DOTS}",
        "body": head.body or FEW_DOTS,
    }
    if head.date:
        day, month, year = name_day(head.date)
        words = text(
            "(Annex to {kind} No. {number} of {day}/{month}/{year}, {body})", day=day, month=month, year=year, **facts
        )
    else:
        words = text("(Annex to {kind} No. {number} of ……/……/……, {body})", **facts)
    return paragraph(run(words, Look(italic=True)), align="center", keep=True, spacing='w:before="0" w:after="160"')


def write_end(head: Letterhead) -> str:
    """Return recipients on the left, title and name of the signatory on the right."""
    with use_language("vi"):
        heading = text("Recipients:")
        archive = text("Kept: archive.")
    recipients = [one.strip().rstrip(";.") for one in head.recipients] or [DOTS * 2] * 2
    if not any(one.startswith(archive.partition(":")[0]) for one in recipients):
        recipients.append(archive.rstrip("."))
    strong = Look(bold=True, italic=True, size=12, language=VIETNAMESE)
    plain = Look(size=11, language=VIETNAMESE)
    left = paragraph(run(heading, strong), "Recipients", keep=True)
    for at, one in enumerate(recipients, 1):
        mark = "." if at == len(recipients) else ";"
        left += paragraph(run(f"- {one}{mark}", plain), "Recipients")
    title, name = head.signatory_title.upper() or DOTS * 2, head.signatory_name or DOTS * 2
    bold = Look(bold=True, language=VIETNAMESE)
    right = paragraph(run(title, bold), "Signatory") + paragraph("", "Signatory") * 4
    right += paragraph(run(name, bold), "Signatory")
    before = paragraph("", "Rule", keep=True, spacing='w:before="120" w:after="120"')
    return before + borderless((WIDTH * 0.45, WIDTH * 0.55), [[left, right]])


def balance(words: str, size: float, width: float) -> str:
    """Return capitals in two lines of about one length, where one line has not the room.

    A line ends behind the words for a people's committee or behind a dash, if that fits.
    """
    if "\n" in words or measure_times(words) * size <= width:
        return words
    pieces = words.split(" ")
    halves = [(" ".join(pieces[:at]), " ".join(pieces[at:])) for at in range(1, len(pieces))]
    fitting = [two for two in halves if max(map(measure_times, two)) * size <= width]
    good = [two for two in fitting if two[0] in COMMITTEES]
    good = good or [two for two in fitting if two[0].endswith("-")]
    if not halves:
        return words
    return "\n".join(min(good or halves, key=lambda two: max(map(measure_times, two))))


def rule_length(words: str, size: float, width: float) -> float:
    """Return a length from a third to a half of words as they stand, in points."""
    longest = max(measure_times(line) for line in words.split("\n")) * size
    return round(min(longest, width * 0.9) * 0.42, 1)


def write_header(labels: tuple[str, ...], number: bool) -> str:
    """Return what stands above the text: labels (draft, illustrative) and, if asked, the page."""
    head = paragraph(run(" · ".join(labels)), "Label") if labels else ""
    return head + (paragraph(word_field("PAGE", "2"), "Header") if number else "") or paragraph("", "Header")


def write_footer(number: bool) -> str:
    """Return what stands beneath the text: the page number, if asked."""
    return paragraph(word_field("PAGE", "2") if number else "", "Footer")
