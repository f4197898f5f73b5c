"""Markdown: what a notebook writes in it, as parts of a report.

In: Markdown as nbconvert reads it (mistune, with its rules of where a formula begins and ends). Out:
parts: headings, paragraphs, lists, tables, code, quotes, pictures; words carry emphasis, code,
links, footnotes. A formula is its source, as it was typed. HTML inside Markdown is read by
``fragments``.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from parreport.errors import RenderingError
from parreport.language import text
from parreport.publishing.reading.fragments import LINKS, read_fragment
from parreport.publishing.reading.pictures import check_alt, picture_part

PLUGINS = ("strikethrough", "table", "footnotes", "url", "task_lists")
FORMULA_ALONE = ("$$", "\\\\[", "\\begin")  # what begins a formula that stands on lines of its own
WRAPPED = {"strong": "strong", "emphasis": "emphasis", "strikethrough": "strike"}

_BREAK = re.compile(r"<br\s*/?>", re.I)
_DATA = re.compile(r"data:image/(png|jpeg|svg\+xml);base64,(.*)", re.S)

Part = dict[str, Any]
Token = dict[str, Any]


@cache
def _parser() -> Any:
    """Return nbconvert's parser, which gives tokens in place of HTML."""
    from mistune import Markdown
    from mistune.plugins import import_plugin
    from nbconvert.filters.markdown_mistune import MathBlockParser, MathInlineParser

    class Formulas(MathInlineParser):
        """Takes each formula as it was typed, with its marks."""

        def take(self, m: re.Match[str], state: Any) -> int:
            state.append_token({"type": "formula", "raw": m[0]})
            return m.end()

        parse_block_math_tex = parse_block_math_latex = parse_latex_environment = take
        parse_inline_math_tex = parse_inline_math_latex = take

    plugins = [import_plugin(name) for name in PLUGINS]
    return Markdown(None, MathBlockParser(), Formulas(), plugins)


def read_markdown(source: str, pictures: Mapping[str, Any], name: str) -> Iterator[Part]:
    """Yield the parts of a Markdown text; ``pictures`` are the attachments of its cell.

    Raises
    ------
    RenderingError
        A picture that is not in the notebook, or has no alt text.
    """
    tokens, _ = _parser().parse(source)
    yield from _Reader(pictures, name, tokens).read(tokens)


class _Reader:
    """Turns tokens into parts."""

    def __init__(self, pictures: Mapping[str, Any], name: str, tokens: list[Token]) -> None:
        self.pictures, self.name = pictures, name
        self.notes = {
            note["attrs"]["key"]: note["children"]
            for token in tokens
            if token["type"] == "footnotes"
            for note in token["children"]
        }

    def read(self, tokens: list[Token]) -> Iterator[Part]:
        for token in tokens:
            kind = token["type"]
            if kind == "heading":
                words = self.words(token["children"])
                yield {"kind": "heading", "level": token["attrs"]["level"], "words": words}
            elif kind in ("paragraph", "block_text"):
                yield from self.read_paragraph(token["children"])
            elif kind == "list":
                entries = [self.read_entry(one) for one in token["children"]]
                facts = token["attrs"]
                yield {
                    "kind": "bullets",
                    "entries": entries,
                    "numbered": facts["ordered"],
                    "start": facts.get("start", 1),
                }
            elif kind == "block_code":
                yield {"kind": "code", "words": token["raw"].rstrip("\n")}
            elif kind == "block_quote":
                yield {"kind": "quote", "of": list(self.read(token["children"]))}
            elif kind == "thematic_break":
                yield {"kind": "rule"}
            elif kind == "table":
                yield self.read_table(token["children"])
            elif kind == "block_html":
                yield from read_fragment(token["raw"])

    def read_entry(self, token: Token) -> list[Part]:
        parts = list(self.read(token["children"]))
        if token["type"] == "task_list_item":
            mark = "☑ " if token["attrs"]["checked"] else "☐ "
            if parts and parts[0]["kind"] == "text":
                parts[0]["words"] = [mark, *parts[0]["words"]]
        return parts

    def read_paragraph(self, tokens: list[Token]) -> Iterator[Part]:
        """Yield a paragraph; formulas on their own lines and pictures stand between its words."""
        line: list[Token] = []
        for token in tokens:
            is_formula = token["type"] == "formula" and token["raw"].startswith(FORMULA_ALONE)
            if token["type"] != "image" and not is_formula:
                line.append(token)
                continue
            yield from self.read_line(line)
            line = []
            yield {"kind": "code", "words": token["raw"]} if is_formula else self.read_picture(token)
        yield from self.read_line(line)

    def read_line(self, tokens: list[Token]) -> Iterator[Part]:
        words = self.words(tokens)
        if any(not isinstance(one, str) or one.strip() for one in words):
            yield {"kind": "text", "style": "body", "words": words}

    def words(self, tokens: list[Token]) -> list[Any]:
        return [run for token in tokens for run in self.read_run(token)]

    def read_run(self, token: Token) -> Iterator[Any]:
        kind = token["type"]
        if kind == "text":
            yield token["raw"]
        elif kind == "softbreak":
            yield " "
        elif kind == "linebreak":
            yield {"kind": "break"}
        elif kind in WRAPPED:
            yield {"kind": WRAPPED[kind], "of": self.words(token["children"])}
        elif kind in ("codespan", "formula"):
            yield {"kind": "code", "words": token["raw"]}
        elif kind == "link":
            words = self.words(token["children"])
            to = token["attrs"]["url"]
            yield from [{"kind": "link", "to": to, "of": words}] if to.startswith(LINKS) else words
        elif kind == "footnote_ref":
            parts = list(self.read(self.notes[token["raw"]]))
            simple = len(parts) == 1 and parts[0]["kind"] == "text"
            yield {"kind": "note", **({"words": parts[0]["words"]} if simple else {"of": parts})}
        elif kind == "inline_html" and _BREAK.fullmatch(token["raw"]):
            yield {"kind": "break"}
        elif kind == "image":
            yield from self.words(token["children"])

    def read_table(self, tokens: list[Token]) -> Part:
        head = tokens[0]["children"]
        rows = [row["children"] for body in tokens[1:] for row in body["children"]]
        kinds = {"right": "number", "center": "center"}
        columns = [{"kind": kinds.get(cell["attrs"].get("align"), "text")} for cell in head]
        return {
            "kind": "table",
            "caption": "",
            "style": "plain",
            "groups": {},
            "columns": columns,
            "heads": [[{"words": self.words(cell["children"])} for cell in head]],
            "rows": [[{"words": self.words(cell["children"])} for cell in row] for row in rows],
        }

    def read_picture(self, token: Token) -> Part:
        alt = "".join(str(one) for one in self.words(token["children"]) if isinstance(one, str))
        place = token["attrs"]["url"]
        found = _DATA.fullmatch(place)
        if place.startswith("attachment:"):
            bundle = self.pictures.get(place.removeprefix("attachment:"), {})
            for mime, data in bundle.items():
                found = _DATA.fullmatch(f"{'data:' + mime};base64,{''.join(data)}")
        if found is None:
            reason = text("the picture {place} does not lie in the notebook", place=place)
            raise RenderingError(self.name, reason)
        form, data = f"image/{found[1]}", base64.b64decode(found[2])
        check_alt({"alt": alt}, form, self.name)
        return picture_part(data.decode("utf-8") if form == "image/svg+xml" else data, form, {"alt": alt})
