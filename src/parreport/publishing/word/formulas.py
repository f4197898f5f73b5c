"""Formulas in a Word document: the tree of signs as formulas that Word itself sets (OMML).

In: nodes of ``mathematics``. Out: ``m:oMath``.
"""

from __future__ import annotations

from typing import Any

from parreport.publishing.word.xml import escape

LOOKS = {
    "bold": '<m:sty m:val="b"/>',
    "upright": '<m:sty m:val="p"/>',
    "double": '<m:scr m:val="double-struck"/>',
    "script": '<m:scr m:val="script"/>',
}
_FACE = '<w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math"/></w:rPr>'


def write_formula(node: Any) -> str:
    """Return a formula that stands in a line."""
    return f"<m:oMath>{_write(node)}</m:oMath>"


def _run(words: str, form: str = "") -> str:
    form = f"<m:rPr>{form}</m:rPr>" if form else ""
    return f'<m:r>{form}{_FACE}<m:t xml:space="preserve">{escape(words)}</m:t></m:r>'


def _all(nodes: Any, form: str = "") -> str:
    return "".join(_write(one, form) for one in nodes)


def _element(node: Any, form: str = "") -> str:
    return f"<m:e>{_write(node, form)}</m:e>"


def _write(node: Any, form: str = "") -> str:
    """Return a node; ``form`` is the alphabet that its letters have."""
    if isinstance(node, str):
        return _run(node, form) if node else ""
    kind, of = node["kind"], node.get("of", ())
    of = of if isinstance(of, list | tuple) else [of]
    if kind in ("row", "math", "equation"):
        return _all(of, form)
    if kind == "sign":
        return _run(node["sign"], form)
    if kind == "space":
        return _run("\u2003" if node["width"] >= 1 else "\u2009")
    if kind in ("words", "name"):
        return _run(node["words"], "<m:nor/>" if kind == "words" else '<m:sty m:val="p"/>')
    if kind in LOOKS:
        return _all(of, LOOKS[kind])
    if kind in ("fraction", "binomial"):
        top, bottom = (_write(one, form) for one in of)
        bar = '<m:fPr><m:type m:val="noBar"/></m:fPr>' if kind == "binomial" else ""
        inner = f"<m:f>{bar}<m:num>{top}</m:num><m:den>{bottom}</m:den></m:f>"
        return _fence("(", ")", inner) if kind == "binomial" else inner
    if kind == "root":
        degree = _write(of[1], form) if len(of) > 1 else ""
        hide = "" if degree else '<m:radPr><m:degHide m:val="1"/></m:radPr>'
        return f"<m:rad>{hide}<m:deg>{degree}</m:deg>{_element(of[0], form)}</m:rad>"
    if kind == "scripts":
        return _scripts(node, form)
    if kind == "accent":
        return f'<m:acc><m:accPr><m:chr m:val="{escape(node["sign"])}"/></m:accPr><m:e>{_all(of, form)}</m:e></m:acc>'
    if kind in ("overline", "underline"):
        place = "top" if kind == "overline" else "bot"
        return f'<m:bar><m:barPr><m:pos m:val="{place}"/></m:barPr><m:e>{_all(of, form)}</m:e></m:bar>'
    if kind == "fence":
        return _fence(node["open"], node["close"], _all(of, form))
    grid = "".join(f"<m:mr>{''.join(_element(cell, form) for cell in row)}</m:mr>" for row in _even(node["rows"]))
    grid = f"<m:m>{grid}</m:m>"
    if kind == "cases":
        return _fence("{", "", grid)
    return _fence(node["open"], node["close"], grid) if kind == "matrix" else grid


def _even(rows: list[list[Any]]) -> list[list[Any]]:
    """Return rows of one length."""
    width = max(len(row) for row in rows)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def _fence(first: str, last: str, inner: str) -> str:
    if not first and not last:
        return inner
    marks = f'<m:begChr m:val="{escape(first)}"/><m:endChr m:val="{escape(last)}"/>'
    return f"<m:d><m:dPr>{marks}</m:dPr><m:e>{inner}</m:e></m:d>"


def _scripts(node: Any, form: str) -> str:
    base = node["of"][0]
    element = _element(base, form)
    top = f"<m:sup>{_write(node['top'], form)}</m:sup>" if "top" in node else ""
    bottom = f"<m:sub>{_write(node['bottom'], form)}</m:sub>" if "bottom" in node else ""
    if isinstance(base, dict) and base.get("limits"):
        element = (
            f"<m:limLow>{element}<m:lim>{_write(node['bottom'], form)}</m:lim></m:limLow>"
            if bottom
            else _write(base, form)
        )
        return (
            element
            if not top
            else f"<m:limUpp><m:e>{element}</m:e><m:lim>{_write(node['top'], form)}</m:lim></m:limUpp>"
        )
    if top and bottom:
        return f"<m:sSubSup>{element}{bottom}{top}</m:sSubSup>"
    return f"<m:sSup>{element}{top}</m:sSup>" if top else f"<m:sSub>{element}{bottom}</m:sSub>"
