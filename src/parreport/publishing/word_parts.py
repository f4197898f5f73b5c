"""The parts of a report as the body of a Word document.

In: the parts as ``typesetting`` gives them: plain fields, tables with their widths. Out: XML in
their order, the pictures it shows, the addresses it links to. A table too wide for the page lies
crosswise in a section of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from parreport.language import text
from parreport.publishing import wordprocessing as w
from parreport.publishing.official import PAGE, ROOM, ROOM_CROSSWISE, section
from parreport.publishing.widths import room
from parreport.publishing.word_styles import NUMBERS

TONES = {"good": "0F6478", "warm": "9C4A16", "grey": "555F69"}
STYLES = {"lead": "Lead", "note": "Note", "warning": "Warning"}
SIDES = {"number": "right", "center": "center", "text": "left", "blank": "left"}
LARGER = 1.13  # Times New Roman reads as large at 10.2 as the other formats' letters at 9
TALLEST = PAGE[1] * 0.62

Part = dict[str, Any]


@dataclass
class Body:
    """What is written so far, and what it counts: tables, pictures, bookmarks, lists."""

    pictures: list[tuple[float, float]]
    written: list[str] = field(default_factory=list)
    contents: list[tuple[int, str, str]] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    pictures_n: int = 0
    tables_n: int = 0
    captions_n: int = 0
    lists_n: int = 1
    contents_at: int = 0
    opened: bool = False

    def add(self, parts: list[Part]) -> None:
        """Write parts in their order."""
        for part in parts:
            getattr(self, f"_add_{part['kind']}")(part)  # a kind that is not known is an error

    def _put(self, xml: str) -> None:
        self.written.append(xml)

    def _add_contents(self, part: Part) -> None:
        """Leave the place of the contents: they are written when all headings are known."""
        self.contents_at = len(self.written)

    def _add_sheet(self, part: Part) -> None:
        """Write what print keeps on one page; Word breaks its pages itself."""
        self.add(part["parts"])

    def _add_rule(self, part: Part) -> None:
        self._put(w.paragraph("", "Form", rule="8A939B", after=6))

    def _add_heading(self, part: Part) -> None:
        level, number = min(int(part["level"]), 3), len(self.contents) + 1
        name, words = f"_Toc{number:06d}", part["words"]
        self.contents.append((level, name, _plain(words)))
        self._put(
            w.paragraph(w.bookmark(name, number, self._runs(words)), f"Heading{level}", keep=True)
        )

    def _add_text(self, part: Part) -> None:
        style = STYLES.get(part.get("style", ""), "")
        self._put(w.paragraph(self._runs(part["words"]), style, keep=bool(part.get("sticky"))))

    def _add_bullets(self, part: Part) -> None:
        number = 1
        if part.get("numbered") and self.lists_n < NUMBERS - 1:
            self.lists_n += 1
            number = self.lists_n
        for entry in part["entries"]:
            inner = [{"kind": "text", "words": entry}] if isinstance(entry, str) else entry
            for one in inner:
                if one["kind"] == "text":
                    self._put(w.paragraph(self._runs(one["words"]), "ListParagraph", number=number))
                else:
                    self.add([one])

    def _add_figures(self, part: Part) -> None:
        """Write big figures as a table of one row, each over its label."""
        figures = part["figures"]
        width = ROOM / len(figures)
        cells = []
        for one in figures:
            color = TONES.get(one.get("tone", ""), "")
            lines = [w.paragraph(w.run(one["value"], bold=True, size=17, color=color), "TableText")]
            lines.append(w.paragraph(w.run(one["label"], size=11), "TableText"))
            lines += [
                w.paragraph(w.run(r, size=10, color=TONES["grey"]), "TableText")
                for r in one.get("remarks", ())
            ]
            cells.append(w.cell("".join(lines), width))
        self._put(w.table([w.row(cells)], [width] * len(figures), "ReportTable", ""))
        self._put(w.paragraph("", "Form", after=6))

    def _add_code(self, part: Part) -> None:
        self._put(w.paragraph(w.run(part["words"]), "Code", after=8))

    def _add_equation(self, part: Part) -> None:
        self._put(w.paragraph(w.run(part["words"], italic=True), "Picture"))

    def _add_quote(self, part: Part) -> None:
        self.add(part["of"])

    def _add_chart(self, part: Part) -> None:
        title = part.get("title", "")
        if title:
            self._caption(text("Picture"), "Figure", title, part.get("subtitle", ""))
        width, height = self.pictures[self.pictures_n]
        self.pictures_n += 1
        ratio = (
            min(ROOM / width, TALLEST / height)
            if part.get("full")
            else min(1, ROOM / width, TALLEST / height)
        )
        relation, number = f"rId{100 + self.pictures_n}", self.pictures_n
        drawn = w.picture(relation, number, width * ratio, height * ratio, part["alt"])
        self._put(w.paragraph(drawn, "Picture", keep=bool(part.get("note"))))
        if part.get("note"):
            self._put(w.paragraph(w.run(part["note"]), "Note"))

    def _caption(self, label: str, sequence: str, title: str, subtitle: str = "") -> None:
        """Write a caption that Word counts."""
        self.captions_n += sequence == "Figure"
        self.tables_n += sequence == "Table"
        number = self.captions_n if sequence == "Figure" else self.tables_n
        counted = w.run(f"{label} ") + w.field(f"SEQ {sequence} \\* ARABIC", str(number))
        words = counted + w.run(f". {title}")
        if subtitle:
            words += w.run(f"\n{subtitle}", size=11, color=TONES["grey"])
        self._put(w.paragraph(words, "Caption", keep=True))

    def _add_table(self, part: Part) -> None:
        crosswise = bool(part.get("flipped"))
        if crosswise:
            self._put(w.paragraph("", "Form", section=section(first=not self.opened)))
            self.opened = True
            self.add(part.get("before", []))
        if part.get("caption"):
            self._caption(text("Table"), "Table", part["caption"])
        self._put(self._table(part, crosswise))
        if part.get("note"):
            self._put(w.paragraph(w.run(part["note"]), "Note"))
        if crosswise:
            self._put(w.paragraph("", "Form", section=section(True)))
        elif not part.get("note"):
            self._put(w.paragraph("", "Form", after=6))

    def _table(self, part: Part, crosswise: bool) -> str:
        """Return a table: widths of the page's share, heads on every page, no row in two parts."""
        asked = [float(column["points"]) for column in part["columns"]]
        space = ROOM_CROSSWISE if crosswise else ROOM
        scale = space / room(crosswise)
        if sum(asked) * scale > space:
            scale = space / sum(asked)
        widths = [one * scale for one in asked]
        size = round(2 * LARGER * float(part["size"])) / 2
        rows = [w.row(self._cells(part, one, widths, size, head=True), head=True) for one in part["heads"]]  # fmt: skip
        titles, spans = part.get("titles", {}), dict[int, int]()
        for at, one in enumerate(part["rows"]):
            group, level = part["groups"].get(str(at)), titles.get(str(at))
            if group and level != 2:
                words = w.paragraph(w.run(group, bold=True, size=size), "TableText", keep=True)
                rows.append(w.row([w.cell(words, sum(widths), across=len(widths), fill="F4F6F7")]))
            rows.append(w.row(self._cells(part, one, widths, size, title=bool(level), spans=spans)))
        return w.table(
            rows, widths, "ReportTable", part.get("caption", ""), heads=bool(part["heads"])
        )

    def _cells(
        self,
        part: Part,
        cells: list[Any],
        widths: list[float],
        size: float,
        head: bool = False,
        title: bool = False,
        spans: dict[int, int] | None = None,
    ) -> Iterator[str]:
        at = 0
        for one in cells:
            fields: Mapping[str, Any] = one if isinstance(one, dict) else {"words": one}
            place, across = int(fields.get("place", at)), int(fields.get("across", 1))
            for gap in range(at, place):
                yield w.cell(w.paragraph("", "TableText"), widths[gap], down="continue")
            column = part["columns"][place]
            blank = column.get("kind") == "blank" and not head
            side = SIDES.get(column.get("kind", "text"), "left")
            tone = fields.get("tone", "")
            words = "" if blank else self._runs(
                fields["words"],
                size=size - 1 if head else size,
                bold=title or tone in ("strong", "good", "warm") or head,
                color=fields.get("ink") or TONES.get(tone, ""),
                language=fields.get("language", ""),
            )  # fmt: skip
            if fields.get("second"):
                words += w.run(f"\n{fields['second']}", size=size - 1, color=TONES["grey"])
            lines = w.paragraph(words, "TableText", align=side, keep=head or title)
            yield w.cell(
                lines,
                sum(widths[place : place + across]),
                across=across,
                down="restart" if int(fields.get("down", 1)) > 1 else "",
                fill=fields.get("background", ""),
                stand="center" if head or part.get("style") == "heat" else "",
            )
            at = place + across
        for gap in range(at, len(widths)):
            yield w.cell(w.paragraph("", "TableText"), widths[gap], down="continue")

    def _runs(self, words: Any, **looks: Any) -> str:
        if isinstance(words, str):
            return w.run(words, **looks)
        return "".join(self._run(one, looks) for one in words)

    def _run(self, one: Any, looks: dict[str, Any]) -> str:
        if isinstance(one, str):
            return w.run(one, **looks)
        kind = one["kind"]
        if kind == "break":
            return w.run("\n")
        if kind == "link":
            relation = self.links.setdefault(one["to"], f"rId{1001 + len(self.links)}")
            inner = self._runs(one["of"], **looks, style="Hyperlink")
            return f'<w:hyperlink r:id="{relation}">{inner}</w:hyperlink>'
        if kind == "note":
            return w.run(f" ({_plain(one.get('words') or one.get('of', ()))})", **looks)
        more: dict[str, dict[str, Any]] = {
            "strong": {"bold": True}, "emphasis": {"italic": True}, "strike": {"strike": True},
            "raised": {"raised": "superscript"}, "lowered": {"raised": "subscript"},
        }  # fmt: skip
        looks = looks | more.get(kind, {})
        return self._runs(one["of"], **looks) if "of" in one and kind in more else w.run(str(one.get("words", "")), **looks)  # fmt: skip

    def contents_field(self) -> str:
        """Return the contents: a field of Word, filled with the headings as they stand."""
        chosen = [one for one in self.contents if one[0] <= 2]
        if sum(level == 1 for level, _, _ in chosen) < 4:
            return ""
        begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        lines = []
        for at, (level, name, words) in enumerate(chosen):
            entry = f'<w:hyperlink w:anchor="{name}" w:history="1">{w.run(words)}</w:hyperlink>'
            whole = (begin if at == 0 else "") + entry + (end if at == len(chosen) - 1 else "")
            lines.append(w.paragraph(whole, f"TOC{level}"))
        return w.paragraph(w.run(text("Contents")), "TOCHeading", keep=True) + "".join(lines)


def _plain(words: Any) -> str:
    """Return runs as plain words."""
    if isinstance(words, str):
        return words
    if isinstance(words, Mapping):
        inner = words.get("of", words.get("words", ""))
        return " " if words.get("kind") == "break" else _plain(inner)
    return "".join(_plain(one) for one in words)
