r"""Formulas in print: TeX as it stands in notebooks, as a tree of signs.

In: the TeX between two dollar signs. Out: nodes that the sheet sets; nothing of it is markup.
Read: letters, Greek, operators and relations, ``\frac \binom \sqrt``, ``^ _ '``, sums and limits,
accents, ``\text`` and alphabets, ``\left \right``, spaces, ``cases``, matrices, ``aligned``.
Not read: macros (``\newcommand``), ``\tag``, ``\label``, ``\stackrel``, ``\overset``, arrays with
rules, chemistry. What is not read is refused by name, never set wrongly.
"""

from __future__ import annotations

import re
from typing import Any

from parreport.errors import RenderingError
from parreport.language import text

Node = str | dict[str, Any]

_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|[0-9]+(?:[.,][0-9]+)*|\s+|.", re.S)

GREEK = dict(
    zip(
        [
            "alpha",
            "beta",
            "gamma",
            "delta",
            "epsilon",
            "varepsilon",
            "zeta",
            "eta",
            "theta",
            "vartheta",
            "iota",
            "kappa",
            "lambda",
            "mu",
            "nu",
            "xi",
            "pi",
            "rho",
            "sigma",
            "varsigma",
            "tau",
            "upsilon",
            "phi",
            "varphi",
            "chi",
            "psi",
            "omega",
            "Gamma",
            "Delta",
            "Theta",
            "Lambda",
            "Xi",
            "Pi",
            "Sigma",
            "Upsilon",
            "Phi",
            "Psi",
            "Omega",
        ],
        "αβγδϵεζηθϑικλμνξπρσςτυϕφχψωΓΔΘΛΞΠΣΥΦΨΩ",
        strict=True,
    )
)
SIGNS = {
    **GREEK,
    "times": "×",
    "cdot": "⋅",
    "div": "÷",
    "pm": "±",
    "mp": "∓",
    "ast": "∗",
    "circ": "∘",
    "le": "≤",
    "leq": "≤",
    "leqslant": "⩽",
    "ge": "≥",
    "geq": "≥",
    "geqslant": "⩾",
    "ne": "≠",
    "neq": "≠",
    "approx": "≈",
    "sim": "∼",
    "equiv": "≡",
    "propto": "∝",
    "ll": "≪",
    "gg": "≫",
    "in": "∈",
    "notin": "∉",
    "ni": "∋",
    "subset": "⊂",
    "subseteq": "⊆",
    "supset": "⊃",
    "supseteq": "⊇",
    "cup": "∪",
    "cap": "∩",
    "emptyset": "∅",
    "varnothing": "∅",
    "setminus": "∖",
    "forall": "∀",
    "exists": "∃",
    "neg": "¬",
    "land": "∧",
    "wedge": "∧",
    "lor": "∨",
    "vee": "∨",
    "infty": "∞",
    "partial": "∂",
    "nabla": "∇",
    "to": "→",
    "rightarrow": "→",
    "leftarrow": "←",
    "gets": "←",
    "Rightarrow": "⇒",
    "Leftarrow": "⇐",
    "leftrightarrow": "↔",
    "Leftrightarrow": "⇔",
    "iff": "⇔",
    "implies": "⇒",
    "mapsto": "↦",
    "uparrow": "↑",
    "downarrow": "↓",
    "sum": "∑",
    "prod": "∏",
    "int": "∫",
    "iint": "∬",
    "oint": "∮",
    "bigcup": "⋃",
    "bigcap": "⋂",
    "ldots": "…",
    "dots": "…",
    "cdots": "⋯",
    "vdots": "⋮",
    "ddots": "⋱",
    "colon": ":",
    "mid": "∣",
    "vert": "|",
    "lvert": "|",
    "rvert": "|",
    "Vert": "‖",
    "lVert": "‖",
    "rVert": "‖",
    "langle": "⟨",
    "rangle": "⟩",
    "lfloor": "⌊",
    "rfloor": "⌋",
    "lceil": "⌈",
    "rceil": "⌉",
    "prime": "′",
    "degree": "°",
    "ell": "ℓ",
    "hbar": "ℏ",
    "Re": "ℜ",
    "Im": "ℑ",
    "star": "⋆",
    "bullet": "•",
    "oplus": "⊕",
    "otimes": "⊗",
    "perp": "⊥",
    "parallel": "∥",
    "angle": "∠",
    "triangle": "△",
    "lbrace": "{",
    "rbrace": "}",
    "backslash": "\\",
    "dagger": "†",
    "{": "{",
    "}": "}",
    "%": "%",
    "$": "$",
    "#": "#",
    "&": "&",
    "_": "_",
    "|": "‖",
}
NAMES = {
    **dict.fromkeys(
        [
            "sin",
            "cos",
            "tan",
            "cot",
            "arcsin",
            "arccos",
            "arctan",
            "sinh",
            "cosh",
            "tanh",
            "log",
            "ln",
            "lg",
            "exp",
            "deg",
            "dim",
            "ker",
            "arg",
            "Pr",
        ],
        False,
    ),
    **dict.fromkeys(["lim", "max", "min", "sup", "inf", "argmax", "argmin", "det", "gcd", "limsup", "liminf"], True),
}
SPACES = {
    ",": 0.167,
    ":": 0.222,
    ">": 0.222,
    ";": 0.278,
    "!": -0.167,
    " ": 0.25,
    "quad": 1.0,
    "qquad": 2.0,
    "thinspace": 0.167,
}
ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "tilde": "\u0303",
    "widetilde": "\u0303",
    "bar": "\u0304",
    "vec": "\u20d7",
    "dot": "\u0307",
    "ddot": "\u0308",
    "check": "\u030c",
}
ALPHABETS = {
    "mathbf": "bold",
    "boldsymbol": "bold",
    "bm": "bold",
    "mathrm": "upright",
    "mathbb": "double",
    "mathcal": "script",
    "overline": "overline",
    "underline": "underline",
}
WORDS = {"text", "textrm", "textbf", "textit", "mbox", "textnormal"}
SILENT = {
    "displaystyle",
    "textstyle",
    "limits",
    "nolimits",
    "nonumber",
    "notag",
    "big",
    "Big",
    "bigg",
    "Bigg",
    "bigl",
    "bigr",
    "Bigl",
    "Bigr",
    "left.",
    "right.",
    "hfill",
}
MATRICES = {
    "matrix": ("", ""),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "vmatrix": ("|", "|"),
    "Bmatrix": ("{", "}"),
}
LINES = {"aligned", "align", "split", "gather", "gathered", "equation", "eqnarray", "multline"}


def read_formula(tex: str, name: str) -> list[Node]:
    """Return the nodes of a formula.

    Raises
    ------
    RenderingError
        TeX that cannot be set, by name; ``name`` is the notebook.
    """
    if re.search(r"(?<!\\)\\\\|(?<!\\)&", re.sub(r"\\begin.*\\end\{\w+\*?\}", "", tex, flags=re.S)):
        tex = rf"\begin{{aligned}}{tex}\end{{aligned}}"
    return _Reader(tex, name).read_all()


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, tex: str, name: str) -> None:
        self.tex, self.name = tex.strip(), name
        self.tokens = _TOKEN.findall(self.tex)
        self.at = 0

    def refuse(self, what: str) -> RenderingError:
        reason = text("the formula {formula} cannot be set: {what} is not known", formula=self.tex, what=what)
        return RenderingError(self.name, reason)

    def peek(self, spaces: bool = False) -> str:
        while not spaces and self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, spaces: bool = False) -> str:
        token = self.peek(spaces)
        self.at += 1
        return token

    def read_all(self) -> list[Node]:
        nodes = self.read_until(())
        if self.peek():
            raise self.refuse(self.peek())
        return nodes

    def read_until(self, ends: tuple[str, ...]) -> list[Node]:
        nodes: list[Node] = []
        while (token := self.peek()) and token not in ends and token != "}":
            if token in ("^", "_", "'"):
                nodes.append(self.read_scripts(nodes.pop() if nodes else ""))
            else:
                nodes.extend(self.read_one())
        return nodes

    def read_scripts(self, base: Node) -> Node:
        node: dict[str, Any] = {"kind": "scripts", "of": [base]}
        primes = ""
        while self.peek() in ("^", "_", "'"):
            token = self.take()
            if token == "'":
                primes += "′"
            else:
                node["top" if token == "^" else "bottom"] = self.read_group()
        if primes:
            before = [node["top"]] if "top" in node else []
            node["top"] = {"kind": "row", "of": [primes, *before]}
        return node

    def read_group(self) -> dict[str, Any]:
        """Read what a command takes: braces, or one sign."""
        if self.peek() == "{":
            self.take()
            nodes = self.read_until(())
            if self.take() != "}":
                raise self.refuse("{")
            return {"kind": "row", "of": nodes}
        if not self.peek():
            raise self.refuse("{}")
        if self.peek()[0].isdigit():
            digits = self.take()
            if len(digits) > 1:
                self.at -= 1
                self.tokens[self.at] = digits[1:]
            return {"kind": "row", "of": [digits[0]]}
        return {"kind": "row", "of": self.read_one()}

    def read_words(self) -> str:
        """Read the braces of ``\\text`` as they were typed."""
        if self.take() != "{":
            raise self.refuse(r"\text")
        words, depth = "", 1
        while self.at < len(self.tokens):
            token = self.take(spaces=True)
            depth += (token == "{") - (token == "}")
            if not depth:
                return words
            words += token.removeprefix("\\") if len(token) == 2 else token
        raise self.refuse("{")

    def read_one(self) -> list[Node]:
        token = self.take()
        if token == "{":
            self.at -= 1
            return [self.read_group()]
        if not token.startswith("\\"):
            if token[0].isdigit():
                return [token]
            if token == "&" or (len(token) == 1 and not token.isprintable()):
                raise self.refuse(token)
            sign = {"-": "−", "*": "∗", "~": " "}.get(token, token)
            return [{"kind": "sign", "sign": sign}]
        return self.read_command(token[1:])

    def read_command(self, command: str) -> list[Node]:
        if command == "left":
            return [self.read_fence()]
        if command == "begin":
            return [self.read_environment()]
        if command in SIGNS:
            return [{"kind": "sign", "sign": SIGNS[command]}]
        if command in SPACES:
            return [{"kind": "space", "width": SPACES[command]}]
        if command in NAMES:
            return [{"kind": "name", "words": command, "limits": NAMES[command]}]
        if command in SILENT:
            return []
        if command in ("frac", "dfrac", "tfrac", "cfrac", "binom"):
            kind = "binomial" if command == "binom" else "fraction"
            return [{"kind": kind, "of": [self.read_group(), self.read_group()]}]
        if command == "sqrt":
            index = []
            if self.peek() == "[":
                self.take()
                index = [{"kind": "row", "of": self.read_until(("]",))}]
                self.take()
            return [{"kind": "root", "of": [self.read_group(), *index]}]
        if command in ACCENTS:
            return [{"kind": "accent", "sign": ACCENTS[command], "of": [self.read_group()]}]
        if command in ALPHABETS:
            return [{"kind": ALPHABETS[command], "of": [self.read_group()]}]
        if command in WORDS:
            return [{"kind": "words", "words": self.read_words()}]
        if command in ("operatorname", "operatorname*"):
            limits = command.endswith("*")
            return [{"kind": "name", "words": self.read_words(), "limits": limits}]
        raise self.refuse(f"\\{command}")

    def read_delimiter(self) -> str:
        token = self.take()
        if token == ".":
            return ""
        if token.startswith("\\"):
            if token[1:] not in SIGNS:
                raise self.refuse(token)
            return SIGNS[token[1:]]
        return {"<": "⟨", ">": "⟩"}.get(token, token)

    def read_fence(self) -> Node:
        first = self.read_delimiter()
        nodes = self.read_until((r"\right",))
        if self.take() != r"\right":
            raise self.refuse(r"\left")
        return {"kind": "fence", "open": first, "close": self.read_delimiter(), "of": nodes}

    def read_environment(self) -> Node:
        kind = self.read_words().rstrip("*")
        rows: list[list[Node]] = [[]]
        while True:
            nodes = self.read_until(("&", r"\\", r"\end"))
            rows[-1].append({"kind": "row", "of": nodes})
            token = self.take()
            if token == r"\\":
                rows.append([])
            elif token == r"\end":
                break
            elif token != "&":
                raise self.refuse(rf"\begin{{{kind}}}")
        self.read_words()
        if rows[-1] == [{"kind": "row", "of": []}] and len(rows) > 1:
            rows.pop()
        if kind == "cases":
            return {"kind": "cases", "rows": rows}
        if kind in MATRICES:
            first, last = MATRICES[kind]
            return {"kind": "matrix", "open": first, "close": last, "rows": rows}
        if kind in LINES:
            return {"kind": "lines", "rows": rows}
        raise self.refuse(rf"\begin{{{kind}}}")
