"""Charts inside a page: a picture as SVG with its words around it.

In: SVG as matplotlib writes it, and the words of the chart. Out: an HTML figure whose ids are its
own, which scales with the page and says in words what it shows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

_METADATA = re.compile(r"<metadata>.*?</metadata>", re.S)
_STYLE = re.compile(r"<style\b[^>]*>.*?</style>", re.S)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_ID = re.compile(r'\bid="([^"]*)"')
_SVG_ID = re.compile(r'\sid="([^"]*)"')
_LINK = re.compile(r'(href="|url\()#([^")]*)')
_ROOT = re.compile(r"<svg\b([^>]*)>", re.S)
_SIZE = re.compile(r'\s(?:width|height|role|aria-label|focusable|version)="[^"]*"')
_LETTER = re.compile(r'<path id="([\w-]+-[0-9a-f]+)" d="[^"]*"[^>]*/>')
_LABELLED = re.compile(r'(\bid|\baria-labelledby|\baria-describedby|\bhref)="(#?)([^"]*)"')


def show_figure(svg: str, facts: Mapping[str, Any], anchor: str, prefix: str, letters: dict[str, str]) -> str:
    """Return a chart as an HTML figure: title, subtitle, picture, note.

    ``letters`` holds the outlines that stand in the page already, by id; those of this picture are
    added.
    """
    title = str(facts.get("title", ""))
    alt = str(facts.get("alt", "") or title)
    picture = (
        f'<div class="pr-scroll" tabindex="0" role="group" aria-label="{escape(title or alt)}">'
        f"{inline_svg(svg, prefix, alt, letters)}</div>"
    )
    return frame_picture(picture, facts, f' id="{escape(anchor)}"')


def frame_picture(picture: str, facts: Mapping[str, Any], more: str = "") -> str:
    """Return a picture as an HTML figure with its words around it; ``more`` stands in its tag."""
    title, subtitle, note = (escape(str(facts.get(name) or "")) for name in ("title", "subtitle", "note"))
    words = (f"<strong>{title}</strong>" if title else "") + (f"<span>{subtitle}</span>" if subtitle else "")
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    under = f'<p class="pr-note">{note}</p>' if note else ""
    return f'<figure class="pr-chart"{more}>{caption}{picture}{under}</figure>'


def inline_svg(svg: str, prefix: str, alt: str, letters: dict[str, str] | None = None) -> str:
    """Return SVG fit to stand in a page: alt text given, size left to the page.

    Ids that the picture itself uses get the prefix, so that no two pictures share one; the others
    go. The outline of a letter keeps its id and stands in the page once.
    """
    known: dict[str, str] = {} if letters is None else letters
    picture = svg[svg.index("<svg") :]
    for rubbish in (_METADATA, _STYLE, _COMMENT):
        picture = rubbish.sub("", picture)
    shared: set[str] = set()

    def keep_once(match: re.Match[str]) -> str:
        outline = match[0]
        if known.get(match[1], outline) != outline:
            return outline
        shared.add(match[1])
        if match[1] in known:
            return ""
        known[match[1]] = outline
        return outline

    picture = _LETTER.sub(keep_once, picture)
    used = {name for _, name in _LINK.findall(picture)}

    def rename(match: re.Match[str]) -> str:
        if match[1] in shared:
            return f' id="{match[1]}"'
        return f' id="{prefix}-{match[1]}"' if match[1] in used else ""

    def relink(match: re.Match[str]) -> str:
        return match[0] if match[2] in shared else f"{match[1]}#{prefix}-{match[2]}"

    picture = _LINK.sub(relink, _SVG_ID.sub(rename, picture))
    root = _ROOT.match(picture)
    attributes = _SIZE.sub("", root.group(1)) if root else ""
    head = f'<svg{attributes} role="img" focusable="false" aria-label="{escape(alt)}">'
    return head + picture[root.end() if root else 0 :].strip()


def own_ids(fragment: str, seen: set[str]) -> str:
    """Return HTML whose ids do not stand in the page yet; note its ids as seen."""
    names: dict[str, str] = {}
    for name in dict.fromkeys(_ID.findall(fragment)):
        names[name] = free_id(name, seen)
    if all(name == own for name, own in names.items()):
        return fragment

    def rename(match: re.Match[str]) -> str:
        kind, mark, name = match.groups()
        if kind == "href" and not mark:
            return match.group(0)
        return f'{kind}="{mark}{names.get(name, name)}"'

    return _LABELLED.sub(rename, fragment)


def free_id(name: str, seen: set[str]) -> str:
    """Return an id that is not taken, counting up where it is; note it as seen."""
    free, count = name, 1
    while free in seen:
        count += 1
        free = f"{name}-{count}"
    seen.add(free)
    return free
