"""An executed notebook as a deck: slides as plain data, sized so that their words fit.

In: what the cells of a notebook show. Out: slides in their order, however many. What is shown and is
no slide becomes one too: a heading begins it, paragraphs and lists are its lines. Lengths are points
on a slide of 960 × 540.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any

from parreport.errors import RenderingError
from parreport.language import language, text, use_language
from parreport.letters import compose
from parreport.publishing.fonts import measure
from parreport.publishing.reading.parts import PAGE_END, PAGE_START, Part, clean_words, plain_words, read_parts, today
from parreport.publishing.reading.shown import Shown, read_shown

WIDTH = 864.0
BODY_HEIGHT = 365.0
TITLE_SIZES = ((36.0, 1), (33.0, 1), (30.0, 1), (36.0, 2), (33.0, 2), (30.0, 2), (28.0, 99))  # and how many lines
BODY_SIZES = (30.0, 28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0)
FULL_AT = 22.0  # lines that would be smaller go on another slide
BESIDE = 20.0  # the size of lines that stand over a picture
LONGEST_LINE = 500  # signs that surely fit on a slide


def read_deck(notebook: Any, name: str) -> dict[str, Any]:
    """Return the slides of an executed notebook and the facts around them, as plain data.

    Raises
    ------
    RenderingError : a cell failed, none shows a slide, or one shows what no slide can hold.
    """
    facts, found = read_shown(notebook, name)
    facts = clean_words(facts, compose)
    if not any(_is_slide(shown) for shown in found):
        raise RenderingError(name, text("no cell of it shows a slide"))
    title, code = str(facts.get("title") or name), str(facts.get("language") or language())
    with use_language(code):
        words = {
            "notes": text("Speaker notes"),
            "ask": text("Ask the room"),
            "next": text("Next slide"),
            "home": text("All reports"),
            "keys": text("Keys: arrows or space, Home, End; N notes, P presenter view, F full screen, H this line"),
        }
    return {
        "title": title,
        "running-head": str(facts.get("running_head", "")),
        "labels": list(facts.get("labels", ())),
        "date": str(facts.get("published") or today()),
        "language": code,
        "words": words,
        "slides": [_fit(clean_words(slide, compose)) for slide in _gather(found, title, name)],
    }


def _is_slide(shown: Shown) -> bool:
    return shown.part.get("kind") == "slide"


def _gather(found: Iterable[Shown], title: str, name: str) -> list[Part]:
    """Return all slides; what is no slide goes on slides of its own, under its heading or the ``title``."""
    slides: list[Part] = []
    open_slide: Part | None = None
    for shown in found:
        if _is_slide(shown):
            slides.append(_slide(**shown.part))
            open_slide = None
            continue
        for piece in _pieces(read_parts(shown, name), name):
            heading = piece.get("title") or (open_slide or {"title": title})["title"]
            if open_slide is None or "title" in piece or not _has_room(open_slide, piece):
                open_slide = _slide(title=heading)
                slides.append(open_slide)
            for place in ("lines", "figures", "say"):
                open_slide[place] += piece.get(place, [])
            open_slide["chart"] = piece.get("chart") or open_slide["chart"]
    return slides


def _slide(**fields: Any) -> Part:
    return {"style": "plain", "lines": [], "figures": [], "chart": None, "say": [], "ask": [], **fields}


def _pieces(parts: Iterable[Part], name: str) -> Iterator[Part]:
    """Yield what parts bring to a slide, so small that each fits on one.

    Raises
    ------
    RenderingError : a table, for which a slide has no room.
    """
    for part in parts:
        kind = part["kind"]
        if kind == "heading":
            yield {"title": plain_words(part["words"])}
        elif kind in ("text", "code"):
            for line in plain_words(part["words"]).split("\n"):
                yield from ({"lines": [piece]} for piece in wrap(line, LONGEST_LINE))
        elif kind == "bullets":
            for entry in part["entries"]:
                own = [{"kind": "text", "words": entry}] if isinstance(entry, str) else entry
                yield from _pieces(own, name)
        elif kind == "quote":
            yield from _pieces(part["of"], name)
        elif kind == "figures":
            yield {"figures": part["figures"]}
        elif kind == "chart":
            told = [part[key] for key in ("title", "note") if part.get(key)]
            yield {"chart": {"subtitle": "", **part}, "say": told}
        elif kind not in ("rule", PAGE_START, PAGE_END):
            raise RenderingError(name, text("a slide has no room for a table; show it as lines or as a picture"))


def _has_room(slide: Part, piece: Part) -> bool:
    """Tell whether a piece fits on a slide beside what stands there; figures and pictures stand alone."""
    if slide["chart"] or slide["figures"] or "lines" not in piece:
        return not (slide["chart"] or slide["figures"] or slide["lines"])
    return _height([*slide["lines"], *piece["lines"]], FULL_AT) <= _room(slide)


def _fit(slide: Part) -> Part:
    """Return a slide with the size of its title and its lines, as large as they fit."""
    size, count, width = _title(slide)
    room = _room(slide)
    body = next((s for s in BODY_SIZES if _height(slide["lines"], s) <= room), BODY_SIZES[-1])
    body = BESIDE if slide["chart"] else body
    return {**slide, "title-size": size, "title-width": _balance(slide["title"], size, width, count), "body-size": body}


def _title(slide: Part) -> tuple[float, int, float]:
    """Return the size of the title of a slide, in how many lines it stands, and the width it has."""
    width = WIDTH - (40 if slide["style"] == "title" else 0)
    size = next(s for s, most in TITLE_SIZES if _lines(slide["title"], s, width) <= most)
    return size, _lines(slide["title"], size, width), width


def _room(slide: Part) -> float:
    """Return the height that a slide has for its lines."""
    size, count, _ = _title(slide)
    return BODY_HEIGHT - 1.2 * size * max(0, count - 1)


def _height(lines: list[str], size: float) -> float:
    return sum(_lines(line, size, WIDTH - 1.6 * size) * 1.34 * size + 0.55 * size for line in lines)


def _lines(words: str, size: float, width: float) -> int:
    """Return in how many lines words stand."""
    count, used = 1, 0.0
    for word in words.split():
        wide = measure(word + " ", "Bold") * size
        if used and used + wide > width:
            count, used = count + 1, 0.0
        used += wide
    return count


def _balance(words: str, size: float, width: float, count: int) -> float:
    """Return the least width at which words need no more lines: none is left with one word."""
    narrow = width
    while narrow > 200 and _lines(words, size, narrow - 12) <= count:
        narrow -= 12
    return min(width, narrow + 6)
