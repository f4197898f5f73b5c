"""Which column of an annex holds what: found by its head, as decisions word them.

In: the rows of a page. Out: the row of the heads and the columns by what they hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from parreport.inputs.numbers import fold_text

# What a head may say, without accents; the first that fits decides. Columns that units fill in are left out.
FILLED = re.compile(r"\b(tu cham|tu danh gia|diem dat|dat duoc|tham dinh|ket qua|don vi cham|hoi dong)\b")
KINDS = (
    ("mark", re.compile(r"(stt|tt|so tt|so thu tu|muc|ma|ma so|ma tieu chi)")),
    ("evidence", re.compile(r".*\b(kiem chung|minh chung|tai lieu)\b.*")),
    ("max", re.compile(r".*\b(diem toi da|toi da|diem chuan|thang diem|diem so|so diem)\b.*|diem")),
    ("method", re.compile(r".*\b(phuong phap|hinh thuc|cach thuc) (danh gia|cham diem|cham|xac dinh)\b.*")),
    ("note", re.compile(r".*\b(ghi chu|huong dan|cach cham|cach tinh|dien giai|quy dinh)\b.*")),
    ("name", re.compile(r".*\b(tieu chi|linh vuc|noi dung|chi so thanh phan)\b.*")),
)


@dataclass(frozen=True)
class Heads:
    """Where the heads of a table stand, 0 the first row, and its columns; ``names`` from area to sub-criterion."""

    first: int
    last: int
    mark: int | None
    names: tuple[int, ...]
    most: int | None
    others: dict[str, int]


def plain(words: str) -> str:
    """Return words for comparison: without accents, case, signs and doubled spaces."""
    spread = unicodedata.normalize("NFD", fold_text(words)).replace("đ", "d")
    letters = "".join(one for one in spread if not unicodedata.combining(one))
    return " ".join(re.sub(r"[^\w%]+", " ", letters).split())


def find_heads(rows: Sequence[Sequence[str]]) -> list[Heads]:
    """Return every row, or two rows, of heads: a name and a mark or points beside it."""
    found: list[Heads] = []
    at = 0
    while at < len(rows):
        heads = _heads_at(rows, at)
        if heads is None:
            at += 1
            continue
        found.append(heads)
        at = heads.last + 1
    return found


def _heads_at(rows: Sequence[Sequence[str]], at: int) -> Heads | None:
    one = _columns_of([plain(cell) for cell in rows[at]])
    if not one.get("name") or not (one.get("mark") or one.get("max")):
        return None
    under = [plain(cell) for cell in rows[at + 1]] if at + 1 < len(rows) else []
    # A second row of heads completes what stands over it ("Điểm" over "Tối đa", "Tự chấm") and names nothing.
    named = any(under[column] for column in one["name"] if column < len(under))
    if not named and any(FILLED.search(cell) or _kind_of(cell) for cell in under if cell):
        both = _columns_of([f"{_over(rows[at], column)} {cell}".strip() for column, cell in enumerate(under)], under)
        return _make(at, at + 1, {**one, **{kind: both[kind] for kind in ("max",) if kind in both}})
    return _make(at, at, one)


def _over(row: Sequence[str], column: int) -> str:
    """Return the head that stands over a column of a second row: its own, or the last one to the left."""
    return next((plain(row[place]) for place in range(min(column, len(row) - 1), -1, -1) if row[place]), "")


def _columns_of(heads: Sequence[str], under: Sequence[str] | None = None) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for column, head in enumerate(heads):
        if not head or FILLED.search(head) or (under is not None and not under[column]):
            continue
        if kind := _kind_of(head):
            found.setdefault(kind, []).append(column)
    return found


def _kind_of(head: str) -> str:
    return next((kind for kind, shape in KINDS if shape.fullmatch(head)), "")


def _make(first: int, last: int, columns: dict[str, list[int]]) -> Heads:
    others: dict[str, int] = {kind: columns[kind][0] for kind in ("evidence", "method", "note") if kind in columns}
    mark, most = columns.get("mark"), columns.get("max")
    return Heads(first, last, mark[0] if mark else None, tuple(columns["name"]), most[0] if most else None, others)
