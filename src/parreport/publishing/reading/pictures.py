"""Pictures for print: with their alt text, and the words of a chart as letters.

In: pictures of a notebook. Out: parts of a report. Matplotlib writes every letter of an SVG as an
outline, so that a page needs no font; in print they become text again: a fraction of the size, and
it can be searched and copied. Words that cannot be read back, or not
in a PDF for archives, stay outlines.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Any

from parreport.errors import RenderingError
from parreport.language import text

_WORDS = re.compile(
    r"<!-- (?P<words>[^\n]*?) -->\s*"
    r'<g style="(?P<style>[^"]*)" transform="translate\((?P<x>[-\d.]+) (?P<y>[-\d.]+)\) '
    r'scale\((?P<size>[\d.]+) -(?P=size)\)">\s*'
    r"(?P<outlines><defs>.*?</defs>)?\s*(?P<letters>(?:<use [^>]*/>\s*)+)</g>",
    re.S,
)
_LINK = re.compile(r'xlink:href="#([^"]+)"')
_OUTLINE = re.compile(r'<path id="(?P<id>[^"]+)"[^>]*/>', re.S)
_FACE = re.compile(r"^(BeVietnamPro|DejaVuSans)-(?:(Regular|Bold)-)?[0-9a-f]+$")
# Letters that stand one behind the other; others (marks, Arabic) no PDF/A-2a takes from a picture.
_PLAIN = re.compile("[ -\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u20cf\u2100-\u2bff]*")
FAMILIES = "Be Vietnam Pro, DejaVu Sans"

Part = dict[str, Any]


def restore_words(svg: str) -> str:
    """Return a picture whose words are text, where its outlines tell which letters they are."""
    outlines = {found["id"]: found[0] for found in _OUTLINE.finditer(svg)}
    dropped: set[str] = set()

    def write(match: re.Match[str]) -> str:
        used = _LINK.findall(match["letters"])
        faces = [_FACE.match(one) for one in used]
        words = unescape(match["words"])
        if (
            not _PLAIN.fullmatch(words)
            or not all(faces)
            or len(words.replace(" ", "")) not in (len(used), len(used) - words.count(" "))
        ):
            return match[0]
        dropped.update(_OUTLINE.findall(match["outlines"] or ""))
        weight = 700 if any(face and face[2] == "Bold" for face in faces) else 400
        return (
            f'<text x="{match["x"]}" y="{match["y"]}" font-family="{FAMILIES}" '
            f'font-size="{100 * float(match["size"]):g}" font-weight="{weight}" '
            f'style="{match["style"]}">{escape(words, quote=False)}</text>'
        )

    picture = _WORDS.sub(write, svg)
    needed = [one for one in sorted(dropped) if f'xlink:href="#{one}"' in picture]
    kept = "".join(outlines[one] for one in needed)
    return picture.replace("<defs>", f"<defs>{kept}", 1) if kept else picture


def check_alt(words: Mapping[str, Any], form: str, name: str) -> None:
    """Check that a picture of a media type says what it shows to who cannot see it.

    Raises
    ------
    RenderingError : it has no alt text.
    """
    if not words.get("alt"):
        reason = text('a picture has no alt text; give it as metadata {{"{form}": {{"alt": …}}}}', form=form)
        raise RenderingError(name, reason)


def picture_part(data: str | bytes, form: str, words: Mapping[str, Any]) -> Part:
    """Return a picture as a part: SVG as text; other bytes become numbers, for the data of the sheet is JSON."""
    short = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}[form]
    part: Part = {"kind": "chart", "format": short, "alt": words["alt"]}
    part.update({key: words[key] for key in ("title", "subtitle", "note") if key in words})
    if isinstance(data, str):
        return {**part, "picture": restore_words(data), "full": bool(words.get("title"))}
    from PIL import Image

    pixels = Image.open(io.BytesIO(data)).width
    points = 0.75 * float(words.get("width", pixels))
    return {**part, "picture": list(data), "points": points}
