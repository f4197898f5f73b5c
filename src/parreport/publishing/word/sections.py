"""The sections of a Word document: upright pages, pages that lie crosswise, annexes.

In: fitted parts. Out: the parts as written, with a break of section wherever the paper turns. A
heading goes along with a table that lies crosswise. Page numbers of each annex begin anew, and the
first page of a document and of an annex shows none, as the official form has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from parreport.publishing.word.body import Body
from parreport.publishing.word.xml import paragraph

LONG, SHORT = 16838, 11906  # A4 in twips
TOP, BOTTOM, BINDING, OUTER = 1134, 1134, 1701, 851  # margins of 20, 20, 30 and 15 mm
HEADER = 454
FLAT = 'w:before="0" w:after="0" w:line="20" w:lineRule="exact"'  # no page of its own

Part = dict[str, Any]


def crosswise(parts: list[Part]) -> list[bool]:
    """Return for each part whether it stands on paper that lies crosswise."""
    turned = [bool(part.get("flipped")) for part in parts]
    for at, part in enumerate(parts):
        if not part.get("flipped"):
            continue
        before = at
        while before and parts[before - 1]["kind"] == "text":
            before -= 1
        if not before or parts[before - 1]["kind"] != "heading":
            continue
        while before and parts[before - 1]["kind"] == "heading":
            before -= 1
        turned[before:at] = [True] * (at - before)
    return turned


def split_annexes(parts: list[Part]) -> tuple[list[Part], list[list[Part]]]:
    """Return the parts before the first annex, and those of each annex, its heading first."""
    starts = [at for at, part in enumerate(parts) if part.get("annex")]
    if not starts:
        return parts, []
    ends = [*starts[1:], len(parts)]
    annexes = [parts[start:end] for start, end in zip(starts, ends, strict=True)]
    return parts[: starts[0]], annexes


@dataclass
class Sections:
    """Writes parts and knows the section that is open: its paper, and whether pages begin anew."""

    body: Body
    flipped: bool = False
    fresh: bool = True
    numbered_anew: bool = False

    def write(self, parts: list[Part]) -> str:
        """Return parts, with a break wherever the paper turns."""
        written = ""
        after = [*parts[1:], None][: len(parts)]
        for part, following, turned in zip(parts, after, crosswise(parts), strict=True):
            if turned != self.flipped:
                written += self.end(turned)
            followed = following is not None and following.get("style") == "note"
            written += self.body.write_part({**part, "followed": followed})
        return written

    def write_annex(self, parts: list[Part]) -> str:
        """Return an annex, on paper of its own with its own page numbers."""
        written = self.end(crosswise(parts)[0])
        self.fresh = self.numbered_anew = True
        return written + self.write(parts)

    def end(self, flipped: bool = False) -> str:
        """Return the end of the open section; the next one has this paper."""
        written = paragraph("", "Rule", section=self.last(), spacing=FLAT)
        self.flipped, self.fresh, self.numbered_anew = flipped, False, False
        return written

    def last(self) -> str:
        """Return the properties of the open section."""
        links = "".join(
            f'<w:{side}Reference w:type="{kind}" r:id="rId{side.capitalize()}{at}"/>'
            for side in ("header", "footer")
            for kind, at in (("first", 1), ("default", 2))
        )
        if self.flipped:
            size = f'<w:pgSz w:w="{LONG}" w:h="{SHORT}" w:orient="landscape"/>'
            edges = (BINDING, TOP, OUTER, BOTTOM)
        else:
            size = f'<w:pgSz w:w="{SHORT}" w:h="{LONG}"/>'
            edges = (TOP, OUTER, BOTTOM, BINDING)
        margins = " ".join(
            f'w:{side}="{edge}"' for side, edge in zip(("top", "right", "bottom", "left"), edges, strict=True)
        )
        return (
            f'<w:sectPr>{links}<w:type w:val="nextPage"/>{size}'
            f'<w:pgMar {margins} w:header="{HEADER}" w:footer="{HEADER}" w:gutter="0"/>'
            + ('<w:pgNumType w:start="1"/>' if self.numbered_anew else "")
            + ("<w:titlePg/>" if self.fresh else "")
            + "</w:sectPr>"
        )
