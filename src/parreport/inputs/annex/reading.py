"""A decision's annex read into items: numbering, names, maxima, scales; and what could not be read.

In: the pages of a file. Out: blocks of items with the rule of each, and remarks, each at its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from parreport.inputs.annex.heads import Heads, find_heads, plain
from parreport.inputs.annex.marks import Mark, Numbering, read_mark, split_mark, value_of
from parreport.inputs.annex.pages import Page
from parreport.inputs.annex.scales import Line, read_line, read_points, split_lines
from parreport.language import Message, message

TOTAL = re.compile(r"(tong|cong|tong cong|tong so|tong diem|tong so diem|tong cong diem)( \d.*)?")
SURVEY = re.compile(r".*\b(dieu tra xa hoi hoc|khao sat|xhh|dtxhh)\b.*")
BONUS, PENALTY = re.compile(r".*\bdiem (thuong|cong)\b.*"), re.compile(r".*\bdiem (phat|tru)\b.*")
STATED = re.compile(r"(\d{1,3}) (linh vuc|tieu chi thanh phan|tieu chi)")
IN_NAME = re.compile(r"\s*[(:]\s*(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:điểm|đ)\s*\)?\s*$", re.I)


@dataclass(frozen=True)
class Place:
    """Where a thing stands: sheet or table, and row as the file counts it; 0 for the whole."""

    page: str
    row: int


@dataclass(frozen=True)
class AnnexItem:
    """An item as the annex has it. ``scale``: the words of its scale; ``rule``: what was read of them."""

    code: str
    parent_code: str
    name: str
    place: Place
    mark: str = ""
    most: Decimal | None = None
    method: str = ""
    rule: str = ""
    evidence: str = ""
    note: str = ""
    scale: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Remark:
    """What was not understood, or does not fit: its place, the item, what was found, what is expected."""

    place: Place
    item_code: str
    found: str
    expected: Message


@dataclass
class AnnexBlock:
    """A criteria set: what the pages call it, its items in order, the counts that its text states."""

    name: str
    items: list[AnnexItem] = field(default_factory=list)
    stated: list[tuple[Place, int, str]] = field(default_factory=list)
    numbering: Numbering = field(default_factory=Numbering)

    @property
    def leaves(self) -> list[AnnexItem]:
        parents = {item.parent_code for item in self.items}
        return [item for item in self.items if item.code not in parents]


@dataclass
class Annex:
    """All that was read of a file."""

    blocks: list[AnnexBlock] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, place: Place, expected: Message, found: str = "", item_code: str = "") -> None:
        self.remarks.append(Remark(place, item_code, found, expected))


def read_annex(pages: Sequence[Page]) -> Annex:
    """Return the criteria sets of an annex; a set begins where the numbering begins again."""
    annex = Annex()
    for page in pages:
        heads = find_heads(page.rows)
        if not heads:
            if any(any(row) for row in page.rows):
                expected = message("a table with heads: number, criterion, maximum")
                annex.remark(Place(page.name, 0), expected, "")
            continue
        titles = [*((0, line) for line in page.before), *_lines(page.rows, 0, heads[0].first)]
        for at, own in enumerate(heads):
            end = heads[at + 1].first if at + 1 < len(heads) else len(page.rows)
            _read_titles(titles, page, own, annex)
            _read_table(page, own, end, annex)
            titles = []
    return annex


def _lines(rows: Sequence[Sequence[str]], start: int, end: int) -> Iterator[tuple[int, str]]:
    for at in range(start, end):
        if words := " ".join(cell for cell in rows[at] if cell):
            yield at + 1, words


def _read_titles(titles: Sequence[tuple[int, str]], page: Page, heads: Heads, annex: Annex) -> None:
    """Take what lines over a table say: an area of its own, the counts that the decision states."""
    for row, words in titles:
        place = Place(page.name, row)
        mark, name = split_mark(words)
        read = read_mark(mark) if mark else None
        if read is not None and read.style in ("roman", "upper", "number") and len(words) < 200:
            _add_item(annex, page, place, read, name, None, heads)
        stated = [(place, int(n), kind) for n, kind in STATED.findall(plain(words))]
        if stated:
            if not annex.blocks or annex.blocks[-1].items:
                annex.blocks.append(AnnexBlock(page.name))
            annex.blocks[-1].stated += stated


def _read_table(page: Page, heads: Heads, end: int, annex: Annex) -> None:
    last: AnnexItem | None = None
    for at in range(heads.last + 1, end):
        row = page.rows[at]

        def cell(column: int | None, row: Sequence[str] = row) -> str:
            return row[column] if column is not None and column < len(row) else ""

        place = Place(page.name, at + 1)
        names = [(level, cell(column)) for level, column in enumerate(heads.names) if cell(column)]
        typed_mark, most = cell(heads.mark), read_points(cell(heads.most))
        if not any(row) or _is_count(row):
            continue
        if not names:
            rest = typed_mark or next((one for one in row if one), "")
            within, name = split_mark(rest)
            if (mark := read_mark(within)) is not None and name and TOTAL.fullmatch(plain(name)) is None:
                last = _add_item(annex, page, place, mark, name, most, heads, row)
            elif rest and TOTAL.fullmatch(plain(rest)) is None and most is None and last is None:
                annex.remark(place, message("an item: number, name, maximum"), rest)
            continue
        if TOTAL.fullmatch(plain(names[0][1])) or TOTAL.fullmatch(plain(typed_mark)):
            continue
        if cell(heads.most) and most is None and not re.fullmatch(r"[-–]", cell(heads.most)):
            annex.remark(place, message("a maximum: a number"), cell(heads.most))
        if len(heads.names) > 1:
            last = _read_levels(annex, page, place, names, typed_mark, most, heads, row) or last
            continue
        words = names[0][1]
        mark = read_mark(typed_mark) if typed_mark else None
        if typed_mark and mark is None and not re.fullmatch(r"[-+•–*]", typed_mark):
            annex.remark(place, message("a number such as 1, 1.1, I, a)"), typed_mark)
        name = words
        if mark is None and not typed_mark:
            within, rest = split_mark(words)
            if (
                within
                and (read := read_mark(within)) is not None
                and (heads.mark is None or read.depth > 1 or most is not None)
            ):
                mark, name = read, rest
        if mark is not None:
            last = _add_item(annex, page, place, mark, name, most, heads, row)
        elif last is not None and annex.blocks:
            _add_scale(annex.blocks[-1], last, words, most)
        else:
            annex.remark(place, message("an item with its number"), words)


def _is_count(row: Sequence[str]) -> bool:
    """Return whether a row numbers the columns: (1) (2) (3)."""
    told = [cell.strip("() ") for cell in row if cell]
    return len(told) > 2 and told == [str(n) for n in range(1, len(told) + 1)]


def _read_levels(
    annex: Annex,
    page: Page,
    place: Place,
    names: list[tuple[int, str]],
    typed_mark: str,
    most: Decimal | None,
    heads: Heads,
    row: Sequence[str],
) -> AnnexItem | None:
    """Read a row of a table with a column for each level; one row may begin an area, a criterion and a part."""
    last = None
    for at, (level, words) in enumerate(names):
        deepest = at == len(names) - 1
        within, name = split_mark(words)
        mark = read_mark(within) if within else None
        if mark is None and deepest and typed_mark:
            mark = read_mark(typed_mark)
        if mark is None:
            block = annex.blocks[-1] if annex.blocks else None
            open_codes = block.numbering.codes[:level] if block else []
            siblings = (
                [i for i in block.items if i.parent_code == (open_codes[-1] if open_codes else "")] if block else []
            )
            stem = open_codes[-1] if open_codes else ""
            mark = Mark(
                "dotted" if stem else "number",
                f"{stem}.{len(siblings) + 1}" if stem else str(len(siblings) + 1),
                level + 1,
            )
            annex.remark(place, message("a number before each item; {code} was given", code=mark.words), words)
        last = _add_item(annex, page, place, mark, name, most if deepest else None, heads, row if deepest else ())
    return last


def _add_item(
    annex: Annex,
    page: Page,
    place: Place,
    mark: Mark,
    name: str,
    most: Decimal | None,
    heads: Heads,
    row: Sequence[str] = (),
) -> AnnexItem:
    if not annex.blocks or _begins_again(annex.blocks[-1], mark):
        annex.blocks.append(AnnexBlock(page.name))
    block = annex.blocks[-1]
    within = IN_NAME.search(name)
    if within is not None:
        name, most = (
            name[: within.start()].rstrip(" .:"),
            most if most is not None else Decimal(within[1].replace(",", ".")),
        )
    code, parent = block.numbering.enter(mark)
    if any(item.code == code for item in block.items):
        annex.remark(place, message("a number that stands once; {code} stands twice", code=code), mark.words, code)
        code = next(f"{code}-{n}" for n in range(2, 999) if all(item.code != f"{code}-{n}" for item in block.items))
        block.numbering.codes[-1] = code
    elif not _follows(mark, code, parent, block):
        annex.remark(place, message("the next number of its level"), mark.words, code)
    others = {kind: row[column] for kind, column in heads.others.items() if column < len(row)}
    told = plain(f"{others.get('method', '')} {others.get('note', '')} {name}")
    method = "survey" if SURVEY.fullmatch(told) else ""
    item = AnnexItem(
        code,
        parent,
        " ".join(name.split()).rstrip("."),
        place,
        mark.words,
        most,
        method,
        evidence=others.get("evidence", ""),
        note=others.get("note", ""),
    )
    block.items.append(item)
    return item


def _begins_again(block: AnnexBlock, mark: Mark) -> bool:
    """Return whether a mark of the highest level begins the numbering anew: another set of criteria."""
    tops = [item for item in block.items if not item.parent_code]
    if not tops or value_of(mark) != 1 or mark.depth != 1:
        return False
    first = read_mark(tops[0].mark)
    return first is not None and first.style == mark.style and tops[0].mark == mark.words


def _follows(mark: Mark, code: str, parent: str, block: AnnexBlock) -> bool:
    """Return whether a mark is the one after its last sibling, or the first; sets numbered through go on."""
    value = value_of(mark)
    siblings = [item for item in block.items if item.parent_code == parent]
    if (
        mark.style == "dotted"
        and parent
        and not code.endswith(mark.words)
        and not mark.words.startswith(f"{parent.rpartition('.')[2]}.")
    ):
        return False
    if not siblings:
        same = [item for item in block.items if (read := read_mark(item.mark)) and read.style == mark.style]
        through = value_of(read_mark(same[-1].mark) or mark) if same and mark.style == "number" else None
        return value == 1 or (through is not None and value == through + 1)
    last = read_mark(siblings[-1].mark)
    return last is not None and value == (value_of(last) or 0) + 1


def _add_scale(block: AnnexBlock, item: AnnexItem, words: str, points: Decimal | None) -> None:
    lines = [read_line(words, points)] if points is not None else [read_line(one, None) for one in split_lines(words)]
    at = next(n for n, one in enumerate(block.items) if one.code == item.code)
    block.items[at] = replace(block.items[at], scale=(*block.items[at].scale, *lines))
