"""Where a table stands: in its CSV file, in a workbook of that name, or in a sheet of the folder's one workbook.

In: the path of the CSV file, the table. Out: its lines, each of cells, and their places; a fault where there is
none, or more than one. A sheet is found by its heads, whatever its name. Source: ``docs/glossary.md``, part B.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from parreport.errors import Problem, nearest
from parreport.inputs.csv_cells import CsvError, Split, split_cells
from parreport.inputs.faults import Faults
from parreport.inputs.files import FileFault, is_there, read_bytes, shown_path
from parreport.inputs.heads import Heads
from parreport.inputs.numbers import clean_text, fold_text
from parreport.inputs.places import Source
from parreport.inputs.workbook_parts import WorkbookError
from parreport.inputs.workbooks import ENDINGS, Sheet, Value, is_workbook, read_sheets, write_value
from parreport.language import Message, message
from parreport.tabular import Table

BOOKS = {
    "inputs": (
        *("units.csv", "points.csv", "appraisal.csv", "second_source.csv", "target_values.csv", "calendar.csv"),
        "unit_covariates.csv",
    ),
    "framework": ("<block>.csv", "mapping.csv", "targets.csv", "questionnaire.csv"),
}
"""The one workbook of a folder, and the tables that may be its sheets."""
HIGHEST_HEAD = 30


@dataclass
class Lines:
    """The lines of a table as they stand: ``lines[head]`` has its heads, ``first`` is the number of the first.

    ``split``: how a CSV file was cut, None of a sheet; ``sheet``: the sheet, None of a CSV file.
    """

    source: Source
    lines: Sequence[Sequence[Value]]
    head: int
    first: int = 1
    split: Split | None = None
    sheet: Sheet | None = None
    decoded: str = ""

    def words(self) -> str:
        """Return all text of the table, to be searched for signs."""
        if self.sheet is None:
            return self.decoded
        return "\n".join(cell for line in self.lines for cell in line if type(cell) is str and cell)


def names_of_files(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the files that tables may stand in: CSV, and a workbook of each."""
    return tuple(str(PurePosixPath(name).with_suffix(ending)) for name in names for ending in (".csv", *ENDINGS))


def has_table(path: Path, table: Table) -> bool:
    """Return whether a table is there, as CSV, as a workbook, or as a sheet of the folder's workbook."""
    return next(_places_of(path, table), None) is not None


def read_lines(path: Path, table: Table, faults: Faults) -> Lines | None:
    """Return the lines of a table; None where there is none or it cannot be read, which is a fault."""
    found = list(_places_of(path, table))
    if len(found) > 1:
        names = ", ".join(dict.fromkeys(one.name for one in found))
        expected = message("one file of this table, not several: a CSV file, or a workbook")
        faults.add(Problem(shown_path(path.parent / found[0].name), expected, names))
        return None
    place = found[0] if found else path
    try:
        content = read_bytes(place)
    except FileFault as fault:
        faults.add(Problem(file=shown_path(place), expected=_describe_missing(path, table, fault)))
        return None
    if place.suffix.casefold() in ENDINGS:
        return _read_sheet(place, content, path, table, faults)
    return _read_csv(place, content, table, faults)


def _places_of(path: Path, table: Table) -> Iterator[Path]:
    """Yield the files that hold a table: more than one is a fault of whoever wrote them."""
    if path.suffix.casefold() in ENDINGS:
        if is_there(path):
            yield path
        return
    own = [path.with_name(name) for name in names_of_files([path.name]) if is_there(path.with_name(name))]
    yield from own
    for common in _books_of(path.parent, table):
        try:
            found = find_sheets(read_sheets(read_bytes(common)), path.stem, table, common.stem)
        except (FileFault, WorkbookError):
            if not own:
                yield common  # reading it tells why it cannot be read
            continue
        named = [sheet for sheet in found if fold_text(sheet.name) == fold_text(path.stem)]
        if named or (found and not (own and table.name == "<block>.csv")):  # a sheet of items may be another block's
            yield common


def _books_of(folder: Path, table: Table) -> list[Path]:
    """Return the workbooks of a folder that may hold a table beside others."""
    names = [f"{book}{ending}" for book, tables in BOOKS.items() if table.name in tables for ending in ENDINGS]
    return [folder / name for name in names if is_there(folder / name)]


def note_books(folder: Path, book: str, faults: Faults) -> None:
    """Note the sheets of a folder's workbook that no table was read from; a fault where it cannot be read."""
    for path in (folder / f"{book}{ending}" for ending in ENDINGS):
        if not is_there(path):
            continue
        file = shown_path(path)
        try:
            sheets = read_sheets(read_bytes(path))
        except (FileFault, WorkbookError) as error:
            _tell_once(Problem(file, error.expected), faults)
            continue
        unread = [sheet.name for sheet in sheets if (file, sheet.name) not in faults.read_sheets and sheet.cells]
        if unread:
            names = ", ".join(unread)
            faults.note("{file}: sheets that are not read ({n}): {names}", file=file, n=len(unread), names=names)


def _tell_once(problem: Problem, faults: Faults) -> None:
    if problem not in faults.problems:
        faults.add(problem)


# --- sheets ---------------------------------------------------------------------------------


def find_head(lines: Sequence[Sequence[Value]], heads: Heads) -> tuple[int, int]:
    """Return the place of the line that names most columns, and how many; of none, the first that is not blank."""
    best, most = next((at for at, line in enumerate(lines) if not is_blank(line)), len(lines)), 0
    for at, line in enumerate(lines[:HIGHEST_HEAD]):
        n = len({name for cell in line if type(cell) is str and (name := heads.column(cell)) is not None})
        if n > most:
            best, most = at, n
    return best, most


def is_blank(line: Sequence[Value]) -> bool:
    """Return whether no cell of a line holds anything."""
    if line and type(first := line[0]) is str and first.strip():
        return False
    return not any(cell.strip() if type(cell) is str else True for cell in line)


def find_sheets(sheets: Sequence[Sheet], stem: str, table: Table, common: str = "") -> list[Sheet]:
    """Return the sheets that may be a table's, one where it is clear.

    A sheet has all required heads; one of several is taken that bears the table's name; of a sheet that lacks
    some it is enough to have its name or, in a workbook of many tables (``common``), to be like no other table more.
    """
    heads = Heads(table)
    wanted = set(table.required)
    named = [sheet for sheet in sheets if fold_text(sheet.name) == fold_text(stem)]
    full = [sheet for sheet in sheets if wanted <= _columns_of(sheet, heads)]
    if full:
        own = [sheet for sheet in full if sheet in named]
        return own or full
    if named:
        return named
    if common:
        others = [Heads(one) for one in tables_of(common) if one.name != table.name]
        return [
            sheet
            for sheet in sheets
            if (n := len(_columns_of(sheet, heads))) * 2 > len(wanted)
            and n > max((len(_columns_of(sheet, other)) for other in others), default=0)
        ]
    known = {id(sheet): len(_columns_of(sheet, heads)) for sheet in sheets}
    most = max(known.values())
    return [sheet for sheet in sheets if known[id(sheet)] == most and (most or not all(map(is_blank, sheet.cells)))][:1]


def tables_of(book: str) -> list[Table]:
    """Return the tables that may be sheets of a folder's workbook."""
    from parreport import columns

    return [one for one in vars(columns).values() if isinstance(one, Table) and one.name in BOOKS[book]]


def _columns_of(sheet: Sheet, heads: Heads) -> set[str]:
    head, _ = find_head(sheet.cells, heads)
    line = sheet.cells[head] if head < len(sheet.cells) else []
    return {name for cell in line if type(cell) is str and (name := heads.column(cell)) is not None}


def _read_sheet(place: Path, content: bytes, path: Path, table: Table, faults: Faults) -> Lines | None:
    file = shown_path(place)
    try:
        sheets = read_sheets(content)
    except WorkbookError as error:
        _tell_once(Problem(file, error.expected), faults)
        return None
    found = find_sheets(sheets, path.stem, table, place.stem if place.stem in BOOKS and place.stem != path.stem else "")
    if not found:
        expected = message("a sheet with the columns {names}", names=", ".join(table.required))
        faults.add(Problem(file, expected, ", ".join(sheet.name for sheet in sheets)))
        return None
    if len(found) > 1:
        names = ", ".join(sheet.name for sheet in found)
        expected = message("one sheet with these columns, or one that is named {name}", name=path.stem)
        faults.add(Problem(file, expected, names))
        return None
    sheet = found[0]
    head, _ = find_head(sheet.cells, Heads(table))
    other = faults.read_sheets.setdefault((file, sheet.name), path.stem)
    if other != path.stem:
        expected = message("a sheet named {name}; this one was read as {other}", name=path.stem, other=other)
        faults.add(Problem(file, expected, sheet=sheet.name))
        return None
    return Lines(Source(file, sheet.name), sheet.cells, head, sheet=sheet)


# --- CSV ------------------------------------------------------------------------------------


def _read_csv(path: Path, content: bytes, table: Table, faults: Faults) -> Lines | None:
    file = shown_path(path)
    if is_workbook(content):
        expected = message("a CSV file; this is a workbook: give it the ending .xlsx, .xlsm, .xls or .ods")
        faults.add(Problem(file, expected))
        return None
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row, found = content[: error.start].count(b"\n") + 1, repr(content[error.start : error.start + 1])[2:-1]
        expected = message("UTF-8 text; in Excel save as “CSV UTF-8 (Comma delimited)”")
        faults.add(Problem(file, expected, found, row))
        return None
    if "\x00" in decoded:
        row = decoded[: decoded.index("\x00")].count("\n") + 1
        expected = message("text, not a binary file")
        faults.add(Problem(file=file, row=row, found="\\x00", expected=expected))
        return None
    try:
        split = split_cells(decoded)
    except CsvError as error:
        expected = message("quotes that open and close around a whole cell ({why})", why=error.why)
        faults.add(Problem(file=file, row=error.row, expected=expected))
        return None
    head, n = find_head(split.lines, Heads(table))
    return Lines(Source(file), split.lines, head if n > 1 else 0, split.skipped + 1, split, decoded=decoded)


def _describe_missing(path: Path, table: Table, fault: FileFault) -> Message:
    """Return why a file cannot be read; of one that is not there, the file that may be meant."""
    if not fault.is_missing:
        return fault.expected
    expected = fault.expected
    try:
        stems = {p.stem: p.name for p in sorted(path.parent.iterdir()) if p.is_file()}
    except (OSError, ValueError):
        stems = {}
    near = stems.get(nearest(path.stem, stems) or "")
    books = [book.name for book in _books_of(path.parent, table)]
    if books:
        expected = message("a file of this name, or the sheet {name} in {book}", name=path.stem, book=books[0])
    elif near is not None:
        expected = message("a file of this name; did you mean {near}?", near=near)
    return message("not found; expected {what}", what=expected)


def texts_of(line: Sequence[Value]) -> list[str]:
    """Return the cells of a line as clean text."""
    return [clean_text(cell if type(cell) is str else write_value(cell)) for cell in line]
