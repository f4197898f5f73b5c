"""A chart as a part of a report: the picture, and what is written around it.

In: a matplotlib figure, words. Out: SVG, the same bytes for the same figures, and plain fields.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from parreport.display.looks import dress
from parreport.display.parts import PART_MIME, Bundle, Part
from parreport.language import text
from parreport.letters import make_id


@dataclass(frozen=True)
class Caption:
    """What is written around a picture, made once by the section that shows it.

    ``title`` (its message), ``subtitle`` (what is shown, and its unit) and ``note`` are text of the
    page; ``alt`` is what it says to who cannot see it; ``table``: the caption of the table beside that
    has the figures of ``alt``, to which it then refers, so that nobody hears them twice; ``id``: the
    anchor, made from the title where not given; ``labels`` (draft, illustrative) stand in the picture,
    so that a copy still says so.
    """

    title: str
    subtitle: str
    alt: str
    note: str = ""
    id: str = ""
    labels: tuple[str, ...] = ()
    table: str = ""

    @property
    def figures(self) -> str:
        """What the picture says in figures, or where they stand."""
        return text("Figures: table “{table}”.", table=self.table) if self.table else self.alt

    @property
    def said(self) -> str:
        """What the picture says to who cannot see it."""
        return f"{self.title}. {self.figures}" if self.table else self.alt

    @property
    def anchor(self) -> str:
        return self.id or make_id(self.title)

    def of_part(self, part: int, count: int) -> Caption:
        """Return the caption of one of several pictures, counted from 1; the note stands under the last."""
        if count == 1:
            return self
        title = number_title(self.title, part, count)
        note = self.note if part == count else ""
        return replace(self, title=title, note=note, id=f"{self.id}-{part}" if self.id else "")


@dataclass(frozen=True, repr=False)
class Chart(Part):
    """A matplotlib figure, which holds only marks, names, figures and labels, and its caption."""

    figure: Any
    caption: Caption

    @property
    def height(self) -> float:
        """The height of the picture in points."""
        return float(self.figure.get_size_inches()[1]) * 72

    def svg(self) -> str:
        """Return the picture as SVG, the same bytes for the same figures."""
        import matplotlib as mpl

        buffer = io.StringIO()
        with mpl.rc_context({"svg.hashsalt": self.caption.anchor, "svg.fonttype": "path"}):
            unsaid = dict.fromkeys(("Date", "Creator", "Format", "Type"))
            self.figure.savefig(buffer, format="svg", metadata=unsaid)
        picture = buffer.getvalue()
        return picture[picture.index("<svg") :]

    def html(self) -> str:
        return f"<p>{escape(self.caption.title)}</p>"

    def words(self) -> dict[str, Any]:
        """Return what stands around the picture, and what it says to who cannot see it."""
        own = self.caption
        return {"id": own.anchor, "title": own.title, "subtitle": own.subtitle, "alt": own.said, "note": own.note}

    def fields(self) -> dict[str, Any]:
        return {"kind": "chart", **self.words()}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Bundle:
        own = self.caption
        words = f"<figcaption><strong>{escape(own.title)}</strong><br>{escape(own.subtitle)}</figcaption>"
        note = f'<p class="pr-note">{escape(own.note)}</p>' if own.note else ""
        figure = dress(f'<figure class="pr-chart">{words}{picture_tag(self)}{note}</figure>')
        plain = "\n".join(filter(None, [f"{own.title}. {own.subtitle}. {own.figures}", own.note]))
        return {"text/html": figure, PART_MIME: self.fields(), "text/plain": plain}, {}


def picture_tag(chart: Chart) -> str:
    """Return a chart as an image that holds it whole: SVG of its own is not shown where nobody trusts it.

    The press takes the picture from here again, so that a notebook holds it once.
    """
    data = base64.b64encode(chart.svg().encode()).decode("ascii")
    return f'<img alt="{escape(chart.caption.said)}" src="data:image/svg+xml;base64,{data}">'


def number_title(title: str, part: int, count: int) -> str:
    """Return the title of one of several pictures or tables, counted from 1; a single one has no number."""
    return text("{title} ({part}/{count})", title=title, part=part, count=count) if count > 1 else title
