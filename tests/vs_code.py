"""What VS Code shows of an output of a notebook, and what of it would be lost, run, or leak.

In a workspace that is trusted its renderer puts ``text/html`` into the page as it is, then runs the
scripts; a style sheet in it dresses the whole page. In one that is not, it shows neither HTML nor
SVG: of a bundle it takes what is always secure, ``text/plain`` or ``image/png``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

ACTIVE = {"script", "link", "iframe", "object", "embed", "base", "meta", "form", "template"}
SECURE = ("image/png", "text/markdown", "text/plain")
LOADS = ("src", "href", "action", "data", "poster", "srcset", "xlink:href", "background")
# The one style sheet that is not ours: that of pandas, for its own tables.
SHEET_OF_PANDAS = re.compile(r"(?:\.dataframe (?:tbody tr th(?::only-of-type)?|thead th) \{[^}]*\}\s*)+")
WORD = re.compile(r"\w+(?:[.,]\d+)*")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.words: list[str] = []
        self.alts: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE:
            self.faults.append(f"<{tag}>")
        self.inside = tag
        for name, value in attrs:
            given = (value or "").strip().lower()
            if name.startswith("on"):
                self.faults.append(f"{tag} {name}")
            if name in LOADS and not given.startswith(("data:image/", "#")) and (tag != "a" or ":" in given):
                self.faults.append(f"{tag} {name}={given[:60]}")
            if name == "style" and ("url(" in given or "expression(" in given or "position:fixed" in given):
                self.faults.append(f"{tag} style={given[:60]}")
            if name == "alt":
                self.alts.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "style":
            if not SHEET_OF_PANDAS.fullmatch(data.strip()):
                self.faults.append(f"<style> {data.strip()[:60]}")
        else:
            self.words.append(data)


def find_faults(bundle: Mapping[str, Any]) -> list[str]:
    """Return what VS Code would run, load or lose of an output, given its media types."""
    reader = _Reader()
    reader.feed(bundle.get("text/html", ""))
    faults = list(reader.faults)
    if "application/javascript" in bundle:
        faults.append("application/javascript")
    shown = next((bundle[kind] for kind in SECURE if kind in bundle), None)
    if shown is None:
        return [*faults, "nothing without trust"]
    if "text/html" in bundle:
        plain = set(WORD.findall(bundle.get("text/plain", "")))
        lost = [word for word in WORD.findall(" ".join([*reader.words, *reader.alts])) if word not in plain]
        faults += [f"lost without trust: {' '.join(lost[:8])}"] if lost else []
    return faults
