"""What the index is called: in a sentence, at its beginning, under a figure.

In: results. Out: the names that the framework gives, in the language in force; where it gives none,
those of the public administration reform index.
"""

from __future__ import annotations

from parreport.inputs.framework import Framework
from parreport.language import text
from parreport.years.results import Results


def name_of_index(framework: Framework) -> str:
    """Return the name of the index that a framework measures, where a sentence begins."""
    return capitalize_first(framework.shown_index or text("public administration reform index"))


def index_inside(results: Results) -> str:
    """Return the name of the index inside a sentence."""
    return results.framework.shown_index or text("public administration reform index")


def index_first(results: Results) -> str:
    """Return the name of the index where a sentence begins."""
    return capitalize_first(index_inside(results))


def short_index(results: Results) -> str:
    """Return the short name of the index where a line begins, without an article."""
    return capitalize_first(results.framework.shown_short_index or text("index"))


def label_index(results: Results) -> str:
    """Return the short name of the index under a figure: small unless its first word is capitals."""
    return low(results.framework.shown_short_index or text("index"))


def title_years(results: Results) -> str:
    """Return the title of what several years tell."""
    named = results.framework.shown_short_index
    return text("{index} over the years", index=capitalize_first(named) if named else text("The index"))


def capitalize_first(words: str) -> str:
    """Return words with a capital first letter."""
    return words[:1].upper() + words[1:]


def low(name: str) -> str:
    """Return a name with a small first letter, unless its first word is capitals."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
