"""The looks that a part carries into a notebook, where no house template dresses it.

In: the HTML of a part. Out: the same HTML, each tag with a short style of its own, ahead of a mark
(``MARK``) by which the press knows it and takes it off again. JupyterLab drops style sheets from
notebooks that are not trusted, but keeps these; no colour of ground is set where ink is not, so that
they stand on dark and on light.
"""

from __future__ import annotations

import re

MARK = "--pr:0"
INK, GOOD, WARM, LINE = "#1d2733", "#1c8199", "#b9601c", "#8a929a"
FAINT = "opacity:0.78"

TAGS = {
    "caption": "caption-side:top;text-align:left;font-weight:bold;padding:0 0 6px 0",
    "dd": "display:block;float:none;width:auto;margin:0",
    "dt": "display:flex;align-items:flex-end;min-height:48px;float:none;width:auto;margin:0;font-weight:normal",
    "figcaption": "margin:0 0 8px 0",
    "figure": "margin:12px 0;max-width:880px",
    "h1": "line-height:1.3",
    "h2": "line-height:1.3",
    "h3": "line-height:1.3",
    "img": "display:block;width:100%;box-sizing:border-box;padding:8px;background-color:#ffffff",
    "table": "border-collapse:collapse;table-layout:auto;margin:0;min-width:60%;max-width:1080px",
}
CLASSES = {
    "pr-body": "max-width:800px",
    "pr-lead": "font-size:115%;max-width:800px",
    "pr-list": "max-width:800px",
    "pr-note": f"font-size:90%;{FAINT};max-width:800px",
    "pr-subtitle": FAINT,
    "pr-warning": f"border-left:4px solid {WARM};padding:6px 14px;max-width:800px",
    "pr-label": f"display:inline-block;border:1px solid {WARM};padding:3px 10px;color:{WARM};font-weight:bold",
    "pr-figures": f"display:flex;flex-wrap:wrap;margin:16px 0;padding:10px 0;border-top:1px solid {LINE}",
    "pr-figure": "width:176px;margin:0 22px 12px 0",
    "pr-value-good": f"color:{GOOD}",
    "pr-value-warm": f"color:{WARM}",
    "pr-value": "display:block;font-size:190%;line-height:1.2",
    "pr-remark": f"display:block;{FAINT}",
    "pr-second": f"display:block;{FAINT}",
    "pr-table": "overflow:auto;margin:14px 0",
    "pr-text": "text-align:left",
    "pr-number": "text-align:right",
    "pr-center": "text-align:center",
    "pr-blank": f"text-align:left;min-width:90px;border-bottom:1px dotted {LINE}",
    "pr-cell-good": f"color:{GOOD};font-weight:bold",
    "pr-cell-warm": f"color:{WARM};font-weight:bold",
    "pr-cell-grey": FAINT,
    "pr-cell-strong": "font-weight:bold",
}
SCOPES = {
    "row": "font-weight:normal;min-width:110px",
    "col": f"vertical-align:bottom;border-bottom:1px solid {LINE}",
    "colgroup": "text-align:left;padding:12px 6px 4px 6px",
}

_TAG = re.compile(r"<([a-z][a-z0-9]*)\b([^>]*)>")
_CLASS = re.compile(r'\bclass="([^"]*)"')
_SCOPE = re.compile(r'\bscope="([^"]*)"')
_STYLE = re.compile(r' style="([^"]*)"')


def dress(html: str) -> str:
    """Return the HTML of a part with its looks in its tags; its words stay as they are."""
    known: dict[str, str] = {}

    def wear(match: re.Match[str]) -> str:
        tag = match[0]
        if tag not in known:
            known[tag] = _wear(match[1], match[2])
        return known[tag]

    return _TAG.sub(wear, html)


def _wear(name: str, attributes: str) -> str:
    """Return a tag with its looks: of its name, its scope, its classes, in this order."""
    scope, classes, style = (pattern.search(attributes) for pattern in (_SCOPE, _CLASS, _STYLE))
    looks = [TAGS.get(name, ""), SCOPES.get(scope[1], "") if scope else ""]
    looks += [CLASSES.get(one, "") for one in (classes[1].split() if classes else ())]
    own = style[1] if style else ""
    if "background" in own and not re.search(r"(?<!-)\bcolor:", own):
        looks.append(f"color:{INK}")
    worn = ";".join(look for look in looks if look)
    if not worn:
        return f"<{name}{attributes}>"
    if style:
        return f'<{name}{attributes[: style.start()]} style="{worn};{MARK};{own}"{attributes[style.end() :]}>'
    return f'<{name}{attributes} style="{worn};{MARK}">'
