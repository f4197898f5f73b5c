"""What a checker has at hand: the sentence, its page, the block it speaks of, figures and names as printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from parreport.language import language, text
from tests.sentences.pages import Grid, Page, Printed
from tests.sentences.templates import Saying, take_apart

Row = dict[str, str]
Checker = Callable[["Sentence"], Iterator[str]]
SPACE = "\u202f"
CHECKERS: dict[str, Checker] = {}
COUNT = re.compile(r"(\d+) (?:units|đơn vị)")
OTHERS = re.compile(r"(\d+) (?:other units|others|đơn vị khác)")


def checks(*msgids: str) -> Callable[[Checker], Checker]:
    """Have a function check the sentences named: it yields what is false in one."""

    def keep(checker: Checker) -> Checker:
        for msgid in msgids:
            assert msgid not in CHECKERS, msgid
            CHECKERS[msgid] = checker
        return checker

    return keep


def read_figure(cell: str) -> Decimal | None:
    """Return a printed figure as a number; None where it is a dash or no figure."""
    found = re.fullmatch(r"([−+-]?)(\d[\d.,]*?)(?:\s?%)?", cell.strip().replace("\u202f", " "))
    if not found:
        return None
    digits = found[2]
    decimal_mark, thousands = ",." if language() == "vi" else ".,"
    digits = digits.rstrip(".,")
    if not re.fullmatch(rf"\d+(?:{re.escape(thousands)}\d{{3}})*(?:{re.escape(decimal_mark)}\d+)?", digits):
        return None
    digits = digits.replace(thousands, "").replace(decimal_mark, ".")
    return Decimal(("-" if found[1] in "−-" and found[1] else "") + digits)


def rows_told(listed: str) -> list[str]:
    """Return the rows that a picture says one after the other; what stands in brackets is not parted."""
    return re.split(r"; (?![^()]*\))", listed)


def rounded(value: Any, decimals: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def fraction(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(repr(float(value)))


@dataclass
class Sentence:
    """A sentence that was recognised, where it stands."""

    page: Page
    printed: Printed
    saying: Saying
    before: tuple[Saying, ...] = ()

    @property
    def msgid(self) -> str:
        return self.saying.msgid

    def __getitem__(self, slot: str) -> str:
        return self.saying.slots[slot]

    def get(self, slot: str) -> str:
        return self.saying.slots.get(slot, "")

    def figure(self, slot: str) -> Decimal | None:
        return read_figure(self[slot])

    def count(self, slot: str = "n") -> int:
        """Return a count; the sentence for one says it in a word."""
        return int(read_figure(self.saying.slots[slot]) or 0) if slot in self.saying.slots else 1

    def time(self, slot: str) -> Any:
        """Return the time that a place names."""
        return self.page.time_of(self[slot])

    @cached_property
    def block(self) -> Any:
        """The block that the sentence speaks of."""
        results = self.page.results
        names = {block.shown: block for block in results.framework}
        for slots in (self.saying.slots, *(one.slots for one in reversed(self.before))):
            if slots.get("block") in names:
                return names[slots["block"]]
        if self.page.unit:
            return self.page.block_of[self.page.unit]
        for place in (self.printed.anchor, self.printed.then):
            for code in sorted(results.framework.by_code, key=len, reverse=True):
                if re.search(rf"-{re.escape(code)}(-|$)", place):
                    return results.framework.by_code[code]
        present = list({block.code: 1 for block in self.page.block_of.values()})
        if self.printed.heading in names:
            return names[self.printed.heading]
        spoken = {code for name, code in self.unit_names.items() if name in self.saying.words}
        held = {self.page.block_of[unit].code for unit in spoken}
        if len(held) == 1:
            return results.framework.by_code[held.pop()]
        return results.framework.by_code[present[0]] if len(present) == 1 else None

    @cached_property
    def block_code(self) -> str:
        return self.block.code

    def grid(self, prefix: str, head: str = "") -> Grid:
        """Return a table of the block by the beginning of its id, and by a head where several share it."""
        found = self.find_grid(f"{prefix}-{self.block_code}", head)
        assert found is not None, f"no table {prefix}-{self.block_code}"
        return found

    def find_grid(self, anchor: str, head: str = "") -> Grid | None:
        """Return a table by its id; of several that have the head, the one with most rows: the annex has all."""
        grids = [
            one for one in (*self.page.grids, *self.page.beside) if one.id == anchor and (not head or one.has(head))
        ]
        return max(grids, key=lambda one: len(one.rows), default=None)

    # --- the ranking as printed -----------------------------------------------------------

    @property
    def ranking(self) -> list[Row]:
        return list(self.page.once(f"ranking {self.block_code}", self._read_ranking))

    def _read_ranking(self) -> list[Row]:
        """Return the ranking of the block as the table of the province prints it: unit, rank, index, change …"""
        results = self.page.results
        grid = self.find_grid(f"ranking-table-{self.block_code}")
        if grid is None:  # the period's and the method's pages: the open data, printed
            return [
                {
                    "unit": results.name_of(row["unit_code"]),
                    "rank": "" if row["rank"] is None or row["rank"] != row["rank"] else str(row["rank"]),
                    "index": _print(row["printed_pct"], results.framework.decimals),
                    "change": _print(row["change_pp"], results.framework.decimals),
                }
                for row in results.index[results.index["block"] == self.block_code].to_dict("records")
            ]
        rows = []
        heads = {
            "rank": "Rank",
            "unit": "Unit",
            "index": "Index %",
            "class": "Class",
            "change": "Change (percentage points)",
        }
        for place in range(len(grid.rows)):
            row = {name: grid.column(head)[place] for name, head in heads.items() if grid.has(head)}
            row["rank"] = "" if row["rank"] == "–" else row["rank"].split(" ")[0]
            row["range"] = "".join(re.findall(r"\((.*)\)", grid.column("Rank")[place]))
            rows.append(row)
        return rows

    @property
    def ranked(self) -> list[Row]:
        return [row for row in self.ranking if row["rank"]]

    def at_rank(self, rank: int) -> list[str]:
        return [row["unit"] for row in self.ranked if int(row["rank"]) == rank]

    # --- names ----------------------------------------------------------------------------

    @property
    def unit_names(self) -> dict[str, str]:
        return self.page.unit_names

    def names_in(self, words: str, known: Sequence[str] = ()) -> list[str]:
        """Return the names of a list as a sentence joins them: a name may hold a comma or an "and"."""
        known = sorted(known or self.unit_names, key=len, reverse=True)
        found, rest = [], words
        while rest:
            name = next((one for one in known if rest.startswith(one)), None)
            if name is None:
                return [*found, rest]
            found.append(name)
            rest = re.sub(r"^(, |; | and | và )", "", rest[len(name) :])
        return found

    def quoted(self, words: str) -> list[str]:
        mark = text("{area} (not all points yet)", area="")
        return [name.removesuffix(mark) for name in re.findall("“(.*?)”", words)]

    def one_of(self, words: str, expected: Sequence[str], what: str) -> Iterator[str]:
        """Hold names to those that they should be, in any order; "and 23 other units" stands for as many of them.

        "23 units" stands for all of them.
        """
        number = COUNT.fullmatch(words)
        if number and number[1] == str(len(expected)):
            return
        named = self.names_in(words, expected and [*expected, *self.unit_names])
        others = OTHERS.fullmatch(named[-1]) if named else None
        if others and set(named[:-1]) <= set(expected) and len(named) - 1 + int(others[1]) == len(expected):
            return
        if sorted(named) != sorted(expected):
            yield f"{what}: named {'; '.join(named)}; by the tables {'; '.join(expected) or 'nobody'}"

    def same(self, slot: str, expected: Any, what: str = "") -> Iterator[str]:
        """Hold a figure to what it should be, as a number."""
        found = self.figure(slot)
        if found is None or expected is None or found != Decimal(expected):
            yield f"{what or slot}: says {self[slot]}, by the tables {expected}"

    def counts(self, expected: int, what: str, slot: str = "n") -> Iterator[str]:
        if self.count(slot) != expected:
            yield f"{what}: says {self.count(slot)}, by the tables {expected}"

    def phrases(self, slot: str) -> dict[str, int]:
        """Return the counted phrases that a place holds, by their English words without the count."""
        found: dict[str, int] = {}
        for phrase in re.split(r", | and | và |; ", self[slot]):
            said = take_apart(phrase, self.page.language)
            if said:
                found[_plural(said[0].msgid)] = int(read_figure(said[0].slots.get("n", "1")) or 0)
            else:
                found[f"? {phrase}"] = -1
        return found

    # --- open data ------------------------------------------------------------------------

    def items(self, level: int | None = None, whole: bool = False) -> Any:
        """The items that apply in the block; ``whole``: of units without gaps."""
        own, index = self.page.results.items, self.page.results.index
        own = own[(own["block"] == self.block_code) & own["applies"]]
        if whole:
            own = own[own["unit_code"].isin(index.loc[index["gaps_n"] == 0, "unit_code"])]
        return own[own["level"] == level] if level else own

    @cached_property
    def lost_by_area(self) -> dict[str, Decimal]:
        own = self.items(1, whole=True)
        own = own[own["max_points"].notna()]
        return {
            self.block.by_code[code].shown: sum((fraction(x) for x in rows["lost_points"]), Decimal(0))
            for code, rows in own.groupby("item_code", sort=False)
        }

    @cached_property
    def mean_by_area(self) -> dict[str, Decimal]:
        own = self.items(1, whole=True)
        own = own[own["max_points"].notna()]
        return {
            self.block.by_code[code].shown: _exact_mean(rows) for code, rows in own.groupby("item_code", sort=False)
        }


def _exact_mean(rows: Any) -> Decimal:
    """The mean rate of items of a unit each, from their points: 94.75 is not to become 94.7499."""
    rates = [
        100 * Fraction(fraction(a)) / Fraction(fraction(b))
        for a, b in zip(rows["points"], rows["max_points"], strict=True)
    ]
    mean = sum(rates, Fraction(0)) / len(rates)
    return Decimal(mean.numerator) / Decimal(mean.denominator)


def _plural(msgid: str) -> str:
    return re.sub(r"^\D*?(\{n\}|\b1\b)", "#", msgid)


def _print(value: Any, decimals: int) -> str:
    if value is None or value != value:
        return ""
    found = rounded(fraction(value), decimals)
    digits = str(abs(found))
    return ("−" if found < 0 else "") + (digits.replace(".", ",") if language() == "vi" else digits)


def at_most(values: dict[str, Decimal]) -> list[str]:
    return [name for name, value in values.items() if value == max(values.values())]


def at_least(values: dict[str, Decimal]) -> list[str]:
    return [name for name, value in values.items() if value == min(values.values())]


def heading(msgid: str, **facts: Any) -> str:
    return text(msgid, **facts)
