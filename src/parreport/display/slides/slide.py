"""A slide: one message as its title, one picture or a few lines, and what the speaker says and asks.

In: words and a picture, ready for print. Out: a part that Jupyter displays as HTML, and as plain
fields from which the press makes the deck.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from parreport.display.parts import Document, Figure, KeyFigures, Part, filled
from parreport.display.pictures import Chart, picture_tag
from parreport.language import text
from parreport.letters import make_id

LINES = 5


@dataclass(frozen=True, repr=False)
class Slide(Part):
    """One slide. ``kind``: title (the first one) or plain.

    ``say``: sentences for the speaker; ``ask``: questions to the room. Both stand in the notes.
    ``labels``: those of the document, for a slide that is shown alone, in Jupyter.
    """

    title: str
    lines: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    chart: Chart | None = None
    say: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    numbered: bool = False
    kind: str = "plain"
    labels: tuple[str, ...] = ()

    def fields(self) -> dict[str, Any]:
        chart = self.chart.words() if self.chart else None
        figures = KeyFigures(self.figures).fields()["figures"]
        return {
            "kind": "slide",
            "style": self.kind,
            "id": make_id(self.title),
            "title": self.title,
            **filled(lines=list(self.lines), numbered=self.numbered, figures=figures, chart=chart),
            "say": list(self.say),
            "ask": list(self.ask),
        }

    def html(self) -> str:
        tag, head = "ol" if self.numbered else "ul", "h1" if self.kind == "title" else "h2"
        rows = "".join(f"<li>{escape(one)}</li>" for one in self.lines)
        labels = escape(" · ".join(self.labels))
        return "".join(
            [
                f'<{head} id="{make_id(self.title)}">{escape(self.title)}</{head}>',
                f'<p class="pr-label"><strong>{labels}</strong></p>' if labels else "",
                KeyFigures(self.figures).html() if self.figures else "",
                f'<{tag} class="pr-list">{rows}</{tag}>' if rows else "",
                self._picture(),
                f"<details><summary>{escape(text('Speaker notes'))}</summary>",
                "".join(f"<p>{escape(one)}</p>" for one in (*self.say, *self.ask)),
                "</details>",
            ]
        )

    def plain(self) -> str:
        picture = self.chart.caption if self.chart else None
        words = [self.title, " · ".join(self.labels), KeyFigures(self.figures).plain(), *self.lines]
        words += [picture.subtitle, picture.said] if picture else []
        return "\n".join(filter(None, [*words, f"{text('Speaker notes')}:", *self.say, *self.ask]))

    def _picture(self) -> str:
        if self.chart is None:
            return ""
        words = f"<figcaption>{escape(self.chart.caption.subtitle)}</figcaption>"
        return f'<figure class="pr-chart">{words}{picture_tag(self.chart)}</figure>'


@dataclass(frozen=True, repr=False)
class Deck:
    """The slides of a session, in order, and the head of the document that they make."""

    document: Document
    slides: tuple[Slide, ...]

    def __repr__(self) -> str:
        return f"Deck({self.document.title!r}, {len(self.slides)} slides)"
