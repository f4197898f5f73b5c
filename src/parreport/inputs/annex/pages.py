"""The tables of a decision's annex as grids of text: sheets of a workbook, tables of a Word file.

In: the bytes of a file. Out: pages, each a grid of rows as the file counts them, with the lines that
stand before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from parreport.inputs.numbers import clean_text
from parreport.inputs.workbook_parts import LARGEST_MIB, WorkbookError
from parreport.inputs.workbooks import read_sheets
from parreport.language import message

WORD = "word/document.xml"
MOST_ROWS, MOST_COLUMNS = 20_000, 60


@dataclass(frozen=True)
class Page:
    """A grid: the name of its sheet or table, its rows of cleaned text, the paragraphs before it.

    A cell of Word that reaches over several rows or columns stands in the first one; the others are blank.
    """

    name: str
    rows: list[list[str]]
    before: tuple[str, ...] = ()


def read_pages(content: bytes) -> list[Page]:
    """Return the pages of an annex in the order of the file.

    Raises
    ------
    WorkbookError
        Neither a workbook nor a Word file, one with a password, damaged or too large.
    """
    if is_word(content):
        return _read_word(content)
    pages = [
        Page(sheet.name, [[clean_text(cell) for cell in row] for row in sheet.rows]) for sheet in read_sheets(content)
    ]
    for page in pages:
        if len(page.rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]) for row in page.rows):
            _refuse_size()
    return pages


def is_word(content: bytes) -> bool:
    """Return whether bytes are those of a Word file (.docx)."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            return WORD in packed.namelist()
    except (BadZipFile, OSError, ValueError):
        return False


def _refuse_size() -> None:
    raise WorkbookError(
        message("a table of at most {rows} rows and {columns} columns", rows=MOST_ROWS, columns=MOST_COLUMNS)
    )


def _read_word(content: bytes) -> list[Page]:
    from docx import Document
    from docx.table import Table

    try:
        with ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_MIB * 2**20:
                raise WorkbookError(message("a file of at most {n} MiB once it is unpacked", n=LARGEST_MIB))
        blocks = list(Document(BytesIO(content)).iter_inner_content())
    except (BadZipFile, SyntaxError, KeyError, ValueError, OSError) as error:
        raise WorkbookError(message("a Word file that opens (.docx)")) from error
    pages: list[Page] = []
    before: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            pages.append(Page(str(len(pages) + 1), _rows_of(block), tuple(before)))
            before = []
        elif words := clean_text(block.text):
            before.append(words)
    return pages


def _rows_of(table: Any) -> list[list[str]]:
    """Return the rows of a Word table; a cell that reaches further is told once, in its first place."""
    if len(table.rows) > MOST_ROWS:
        _refuse_size()
    seen: set[Any] = set()
    rows = []
    for row in table.rows:
        cells = [""] * row.grid_cols_before
        for cell in row.cells:  # one that reaches over several comes again in each
            own = cell._tc
            cells.append("" if own in seen else clean_text(cell.text))
            seen.add(own)
        rows.append(cells)
    return rows
