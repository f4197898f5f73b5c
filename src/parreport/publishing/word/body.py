"""The body of a Word document: parts of a report as paragraphs, tables and pictures.

In: parts (``typesetting.read_report``, tables fitted to Word's paper). Out: WordprocessingML, and
what stands beside it: pictures, links, footnotes, headings for the contents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from parreport.language import text
from parreport.publishing.reading.parts import PAGE_END, PAGE_START, plain_words
from parreport.publishing.word.rasters import Raster
from parreport.publishing.word.styles import FIRST_ANNEX_LIST, FIRST_FREE_LIST
from parreport.publishing.word.tables import PAPER, write_figures, write_table
from parreport.publishing.word.xml import PLAIN, Look, escape, paragraph, run, word_field

EMU = 12700  # English Metric Units in a point
HIGHEST_PICTURE = 520.0
STICKY = 260
"""So many letters, about three lines, a paragraph between a heading and a table or picture has at most to
stay with it: what is kept together must fit one page, else Word keeps nothing of it together."""
TEXT_STYLES = {"note": "Note", "warning": "Remark"}
WRAPPED: dict[str, dict[str, Any]] = {
    "strong": {"bold": True},
    "emphasis": {"italic": True},
    "strike": {"strike": True},
    "raised": {"raised": "superscript"},
    "lowered": {"raised": "subscript"},
}
DEEPEST = 3

Part = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """A heading as the contents name it."""

    words: str
    level: int
    anchor: str


@dataclass
class Body:
    """Writes parts; keeps count of what Word wants numbered.

    ``pictures`` are those of the parts, in their order. ``links``: addresses, in the order of
    their relations; ``footnotes``: their paragraphs; ``lettered``: how many lists with letters;
    ``annexes``: how many annexes, in each of which the numbers of headings begin anew.
    """

    pictures: list[Raster]
    links: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    lettered: int = 0
    annexes: int = 0
    drawn: int = 0
    counted: list[int] = field(default_factory=lambda: [0] * DEEPEST)
    captions: dict[str, int] = field(default_factory=dict)

    def write(self, parts: Iterable[Part]) -> str:
        """Return parts in their order."""
        return "".join(self.write_part(part) for part in parts)

    def write_part(self, part: Part) -> str:
        """Return one part; a kind that is not known is an error."""
        kind = part["kind"]
        if kind == "heading":
            return self.heading(part)
        if kind == "text":
            style = TEXT_STYLES.get(part.get("style", ""), "BodyText")
            keep = bool(part.get("sticky")) and len(plain_words(part["words"])) <= STICKY
            return paragraph(self.runs(part["words"]), style, keep=keep)
        if kind == "bullets":
            return self.bullets(part)
        if kind == "figures":
            return write_figures(part, self.runs) + paragraph("", spacing='w:after="80"')
        if kind == "table":
            return self.table(part)
        if kind == "chart":
            return self.chart(part)
        if kind == "code":
            return paragraph(run(part["words"]), "Code")
        if kind == "quote":
            return "".join(
                paragraph(self.runs(one["words"]), "Quote") if one["kind"] == "text" else self.write_part(one)
                for one in part["of"]
            )
        if kind == "rule":
            return paragraph("", "Rule", rule=True, keep=True)
        if kind in (PAGE_START, PAGE_END):  # Word breaks its pages itself
            return ""
        raise ValueError(kind)

    def runs(self, words: Any, look: Look = PLAIN) -> str:
        """Return words, plain or with emphasis, links and notes, as runs that look alike."""
        if isinstance(words, str):
            return run(words, look)
        written = ""
        for one in words:
            if isinstance(one, str):
                written += run(one, look)
            elif one["kind"] == "break":
                written += "<w:r><w:br/></w:r>"
            elif one["kind"] == "code":
                written += run(one["words"], replace(look, letters="Courier New", size=11))
            elif one["kind"] == "note":
                written += self.footnote(one)
            elif one["kind"] == "link":
                self.links.append(one["to"])
                at = len(self.links)
                inner = self.runs(one["of"], replace(look, style="Hyperlink"))
                written += f'<w:hyperlink r:id="rIdLink{at}">{inner}</w:hyperlink>'
            else:
                written += self.runs(one["of"], replace(look, **WRAPPED[one["kind"]]))
        return written

    def footnote(self, note: Part) -> str:
        words = note.get("words") or [words for one in note["of"] for words in one.get("words", ())]
        mark = Look(style="FootnoteReference").xml()
        inner = f"<w:r>{mark}<w:footnoteRef/></w:r>{run(' ')}{self.runs(words)}"
        self.footnotes.append(paragraph(inner, "FootnoteText"))
        return f'<w:r>{mark}<w:footnoteReference w:id="{len(self.footnotes)}"/></w:r>'

    def heading(self, part: Part) -> str:
        """Return a heading with the bookmark that the contents lead to."""
        anchor = f"_Toc{len(self.entries) + 1:06d}"
        level = min(part["level"], DEEPEST)
        marks = (
            f'<w:bookmarkStart w:id="{len(self.entries)}" w:name="{anchor}"/>',
            f'<w:bookmarkEnd w:id="{len(self.entries)}"/>',
        )
        if part.get("annex"):
            number, name = part["number"], part["annex"][:1].upper() + part["annex"][1:]
            self.entries.append(Entry(f"{number}. {name}", 1, anchor))
            words = run(f"{number}\n{name.upper()}")
            self.annexes, self.counted = self.annexes + 1, [0] * DEEPEST
            return paragraph(f"{marks[0]}{words}{marks[1]}", "AnnexHeading") + str(part["line"])
        told = plain_words(part["words"]).replace("\n", " ")
        self.entries.append(Entry(f"{self.number(level)} {told}", level, anchor))
        own = (FIRST_ANNEX_LIST + self.annexes - 1, level - 1) if self.annexes else None
        words = f"{marks[0]}{self.runs(part['words'])}{marks[1]}"
        return paragraph(words, f"Heading{level}", numbered=own)

    def number(self, level: int) -> str:
        """Return the number that Word gives to the next heading of a level: I., 1., a)."""
        self.counted[level - 1] += 1
        self.counted[level:] = [0] * (DEEPEST - level)
        at = self.counted[level - 1]
        return (f"{roman(at)}.", f"{at}.", f"{chr(96 + (at - 1) % 26 + 1)})")[level - 1]

    def bullets(self, part: Part, depth: int = 0) -> str:
        """Return a list: with dashes, or lettered a), b), c)."""
        style, numbered = "ListBullet", None
        if part.get("numbered"):
            self.lettered += 1
            style, numbered = "ListNumber", (FIRST_FREE_LIST + self.lettered - 1, 0)
        elif depth:
            numbered = (2, min(depth, 1))
        written = ""
        for entry in part["entries"]:
            own = [{"kind": "text", "words": entry}] if isinstance(entry, str) else entry
            for at, one in enumerate(own):
                if one["kind"] == "text" and at == 0:
                    written += paragraph(self.runs(one["words"]), style, numbered=numbered)
                elif one["kind"] == "bullets":
                    written += self.bullets(one, depth + 1)
                else:
                    written += self.write_part(one)
        return written

    def caption(self, words: str, title: str, more: str = "", style: str = "Caption") -> str:
        """Return a caption that Word numbers by itself; ``words`` say where its number stands."""
        before, _, after = words.partition("{number}")
        label = before.strip() or after.strip()
        self.captions[label] = self.captions.get(label, 0) + 1
        number = word_field(f"SEQ {label} \\* ARABIC", str(self.captions[label]))
        runs = f"{run(before)}{number}{run(f'{after}. {title}')}"
        runs += run(f"\n{more}", Look(bold=False)) if more else ""
        return paragraph(runs, style, keep=style == "Caption")

    def table(self, part: Part) -> str:
        """Return a table, its caption above, its note beneath."""
        head = self.caption(text("Table {number}"), part["caption"]) if part.get("caption") else ""
        note = paragraph(run(part["note"]), "Note") if part.get("note") else ""
        table = write_table({**part, "followed": note or part.get("followed")}, self.runs)
        return head + table + (note or paragraph("", "Rule", spacing='w:before="0" w:after="120"'))

    def chart(self, part: Part) -> str:
        """Return a picture, its caption beneath, its note."""
        picture = self.pictures[self.drawn]
        self.drawn += 1
        number = self.drawn
        full = PAPER.upright if part.get("full") else min(picture.width, PAPER.upright)
        scale = min(full / picture.width, HIGHEST_PICTURE / picture.height)
        across, down = (round(size * scale * EMU) for size in (picture.width, picture.height))
        name = escape(f"picture{number}.{picture.form}")
        size = f'cx="{across}" cy="{down}"'
        inline = (
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f'<wp:docPr id="{number}" name="{name}" descr="{escape(part["alt"])}"/>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}" '
            f'descr="{escape(part["alt"])}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="rIdPicture{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
        )
        drawn = f"<w:r><w:drawing>{inline}</w:drawing></w:r>"
        title = part.get("title", "")
        shown = paragraph(drawn, "Picture" if title else "", align="" if title else "center")
        if title:
            shown += self.caption(text("Figure {number}"), title, part.get("subtitle", ""), "FigureCaption")
        return shown + (paragraph(run(part["note"]), "Note") if part.get("note") else "")


def roman(number: int) -> str:
    """Return a number in Roman digits."""
    written = ""
    for value, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        written += sign * (number // value)
        number %= value
    return written


def write_contents(entries: list[Entry], heading: str) -> str:
    """Return the contents: a field that Word can update, showing the headings from the start.

    Page numbers come with the first update, for only Word knows them; none is guessed.
    """
    shown = [entry for entry in entries if entry.level <= 2]
    if not shown:
        return ""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    lines = ""
    for at, entry in enumerate(shown):
        link = f'<w:hyperlink w:anchor="{entry.anchor}" w:history="1">{run(entry.words)}</w:hyperlink>'
        lines += paragraph(("" if at else begin) + link, f"TOC{entry.level}")
    end = paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "Rule")
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>{paragraph(run(heading), 'ContentsHeading')}"
        f"{lines}{end}</w:sdtContent></w:sdt>"
    )
