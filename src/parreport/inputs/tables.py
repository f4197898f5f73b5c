"""Tables as people save them, CSV or workbook, read into rows that know their places.

In: the path of a table's CSV file. Out: its rows, each of cells as typed. Accepts a BOM, ``;``, Windows line
ends, NFD text, stray spaces, titles above the heads, heads in two languages; refuses what would lose
something: other encodings, unknown or repeated columns, rows that are too long or short, quotes that swallow a
row, signs that are no letters, formulas without a value, cells merged into one. Source: ``docs/methodology.md`` 6.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from parreport.errors import LONGEST_FOUND, Problem, spans
from parreport.inputs.faults import Faults
from parreport.inputs.files import shown_path
from parreport.inputs.heads import Heads
from parreport.inputs.old_letters import find_old_code, has_old_letters
from parreport.inputs.places import Source
from parreport.inputs.rows import Row, quoted
from parreport.inputs.signs import find_strays, note_letters
from parreport.inputs.table_files import Lines, is_blank, read_lines, texts_of
from parreport.inputs.workbooks import Sheet, Value, name_cell, name_column
from parreport.language import Message, message
from parreport.tabular import Table

ERRORS = frozenset("#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE! #SPILL! #CALC! #GETTING_DATA".split())
FIGURES = frozenset({"value"})  # text that holds a number or a choice: merged cells of it are no remark on all


def read_rows(path: Path, table: Table, faults: Faults) -> list[Row]:
    """Return the rows of a table, each with its place; faults in the file are kept.

    Blank lines are passed over. Where the head is at fault (missing or unknown columns), the rows
    are still returned with what can be read, so that all faults come out at once; nothing is
    returned where the file cannot be read at all.
    """
    key = shown_path(path)
    lines = read_lines(path, table, faults)
    if lines is None:
        faults.unread.add(key)
        return []
    if lines.head >= len(lines.lines):
        faults.unread.add(key)
        expected = message("the columns {names}", names=", ".join(table.required))
        faults.add(Problem(lines.source.file, expected, "", 1, sheet=lines.source.sheet))
        return []
    names = _check_head(lines, table, key, faults)
    places = {name: place for place, name in enumerate(names) if name is not None}
    source = Source(lines.source.file, lines.source.sheet, places)
    faults.sources[key] = source
    rows = list(_rows(lines, names, Heads(table), key, source, faults))
    words = lines.words()
    signs = "".join(sorted(set(words)))
    check_cells(rows, signs, has_old_letters(words, signs))
    if lines.sheet is not None:
        check_sheet(lines.sheet, rows, table, lines.head + 1, source, faults)
    note_letters(str(source), signs, ((row.number, row.cells()) for row in rows), faults)
    return rows


def _check_head(lines: Lines, table: Table, key: str, faults: Faults) -> list[str | None]:
    """Return the column of each cell of the head; what is unknown, there twice or missing is a fault."""
    heads, line, row = Heads(table), lines.lines[lines.head], lines.first + lines.head
    names: list[str | None] = []
    misspelt: set[str | None] = set()
    cleaned = texts_of(line)
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    given = {heads.column(typed) for typed in cleaned}
    free = [name for name in table.names if name not in given]
    source = lines.source

    def fault(expected: Message, found: str | None, place: int | None = None, column: str | None = None) -> None:
        faults.add(Problem(expected=expected, found=found, column=column, **source.spot(row, column, place)))  # type: ignore[arg-type]

    for position, typed in enumerate(cleaned):
        name = heads.column(typed)
        found = quoted(str(line[position]), LONGEST_FOUND)
        if not typed and lines.sheet is not None and _is_empty(lines, position):
            pass
        elif name is None:
            near, expected = heads.describe_unknown(typed, [n for n in free if n not in misspelt], faults)
            misspelt.add(near)
            fault(expected, found, position)
        elif name in names:
            fault(message("each column once"), found, position)
            name = None
        names.append(name)
    for column in table.columns:
        if not column.optional and column.name not in names:
            faults.unread.add(key)
            if column.name not in misspelt:
                expected = message("the column is missing; it holds: {meaning}", meaning=Message(column.meaning))
                fault(expected, None, column=column.name)
    return names


def _is_empty(lines: Lines, place: int) -> bool:
    """Return whether a column has nothing below its head."""
    return all(place >= len(line) or is_blank(line[place : place + 1]) for line in lines.lines[lines.head + 1 :])


def _rows(
    lines: Lines, names: list[str | None], heads: Heads, key: str, source: Source, faults: Faults
) -> Iterator[Row]:
    """Yield the rows below the head; a line that does not fit it is a fault, one that repeats it is passed over."""
    head, width = lines.lines[lines.head], len(names)
    first = next((place for place, name in enumerate(names) if name is not None), None)
    repeats = [] if first is None else [names[first], head[first]]
    for number, line in enumerate(lines.lines[lines.head + 1 :], start=lines.first + lines.head + 1):
        if is_blank(line):
            continue
        whole = line if len(line) >= width else [*line, *[""] * (width - len(line))]
        if first is not None and (whole[first] in repeats or number == lines.first + lines.head + 1):
            given = {place: heads.column(str(cell)) for place, cell in enumerate(whole) if str(cell).strip()}
            if given and all(
                place < width and name is not None and name == names[place] for place, name in given.items()
            ):
                faults.note("{file}, row {row}: heads stand there again; the row is not read", file=source, row=number)
                continue
        row = Row(key, source, number, whole, source.columns, faults)
        if lines.split is not None and not _fits(row, line, lines, number - lines.first, width):
            continue
        if lines.sheet is not None:
            _check_beyond(line, number, width, source, faults)
        yield row


def _fits(row: Row, line: Sequence[Value], lines: Lines, at: int, width: int) -> bool:
    """Return whether a line of CSV has a cell for each column; a fault where it has not."""
    split = lines.split
    if split is None:
        return True
    if len(line) == width == len(lines.lines[lines.head]) and at not in split.swallowed:
        return True
    cells = [str(cell) for cell in line]
    if at in split.swallowed:
        expected = message("quotes that open and close in one row; a cell holds what looks like another row")
        row.fault(None, expected, quoted(split.swallowed[at]))
    elif len(cells) > len(lines.lines[lines.head]) or any(cell.strip() for cell in cells[width:]):
        expected = message("{n} cells; put a text with a semicolon in quotes", n=width)
        if split.mark == ",":
            expected = message(
                "{n} cells; put a number with a decimal comma, or a text with a comma, in quotes", n=width
            )
        row.fault(None, expected, quoted(split.mark.join(cells)))
    elif len(cells) < width:
        row.fault(None, message("{n} cells", n=width), quoted(split.mark.join(cells)))
    else:
        return True
    return False


def _check_beyond(line: Sequence[Value], number: int, width: int, source: Source, faults: Faults) -> None:
    """Report what stands beside the table of a sheet: nobody can tell what it is."""
    for place, cell in enumerate(line[width:], start=width):
        if not is_blank([cell]):
            expected = message("nothing beside the table, or a head above it")
            faults.add(Problem(expected=expected, found=quoted(str(cell)), **source.spot(number, place=place)))  # type: ignore[arg-type]


def check_words(rows: list[Row]) -> None:
    """Report what :func:`check_cells` does, of rows that were not read as a table."""
    words = "\n".join(cell for row in rows for _, cell in row.texts())
    signs = "".join(sorted(set(words)))
    check_cells(rows, signs, has_old_letters(words, signs))


def check_cells(rows: list[Row], signs: str, has_old: bool) -> None:
    """Report cells with signs that are no letters, letters of old typefaces, or the error of a formula.

    ``signs``: all signs of the table, each once; ``has_old``: whether some may be of an old typeface.
    """
    has_strays, has_errors = bool(find_strays(signs)), "#" in signs
    if not (has_strays or has_errors or has_old):
        return
    for row in rows:
        for column, cell in row.texts():
            if has_strays and (stray := find_strays(cell)):
                row.refuse(column, message("text without the control sign {sign}", sign=stray))
            elif has_errors and cell.strip() in ERRORS:
                row.refuse(column, message("a value; the formula of the cell has an error"))
            elif has_old and (old := find_old_code(cell)):
                expected = message("text in Unicode; this is in {code}: convert it (UniKey: Ctrl+Shift+F6)", code=old)
                row.refuse(column, expected)


def check_sheet(
    sheet: Sheet, rows: list[Row], table: Table, head: int, source: Source, faults: Faults, are_own: bool = False
) -> None:
    """Report cells of a sheet without a value and cells merged into one; note what is hidden or from elsewhere.

    ``are_own``: whether hidden columns are its own, as those of a form are, and no remark.
    """
    by_number = {row.number: row for row in rows}
    names = {place: name for name, place in source.columns.items()}
    for (number, column), found in sheet.marks.lost.items():
        row, name = by_number.get(number), names.get(column - 1)
        if row is not None and name is not None and row.typed(name):
            expected = message("a value; the formula has none stored: open the workbook in Excel and save it again")
            if not found.startswith("="):
                expected = message("a value; the formula of the cell has an error")
            row.refuse(name, expected, found)
    kinds = {column.name: column.kind for column in table.columns}
    for top, left, bottom, right in sheet.marks.merged:
        covered = [names[place - 1] for place in range(left, min(right, len(names) + left) + 1) if place - 1 in names]
        inside = [
            by_number[number]
            for number in range(max(top, head + 1), min(bottom, len(sheet.cells)) + 1)
            if number in by_number
        ]
        if not covered or not inside:
            continue
        if right > left or (kinds[covered[0]] not in ("code", "text") or covered[0] in FIGURES):
            area = f"{name_cell(top, left)}:{name_cell(bottom, right)}"
            inside[0].refuse(covered[0], message("a cell for each row and column; {area} are merged", area=area))
            continue
        for row in inside[1:] if inside[0].number == top else ():
            row.fill(covered[0], inside[0].typed(covered[0]))
            faults.tolerate(str(source), covered[0], "a merged cell was read for each of its rows")
    _note_hidden(sheet, by_number, {} if are_own else names, source, faults)


def _note_hidden(
    sheet: Sheet, by_number: dict[int, Row], names: dict[int, str], source: Source, faults: Faults
) -> None:
    if sheet.hidden:
        faults.note("{file}: the sheet is hidden; it was read all the same", file=source)
    rows = [n for first, last in sheet.marks.hidden_rows for n in range(first, min(last, len(sheet.cells)) + 1)]
    rows = [number for number in rows if number in by_number]
    if rows:
        shown = ", ".join(spans(rows))
        faults.note(
            "{file}: hidden rows (a filter left on, perhaps) were read all the same: {rows}", file=source, rows=shown
        )
    hidden = [
        name_column(place + 1)
        for place in names
        if any(first <= place + 1 <= last for first, last in sheet.marks.hidden_columns)
    ]
    if hidden:
        faults.note("{file}: hidden columns were read all the same: {names}", file=source, names=", ".join(hidden))
    if sheet.marks.linked:
        faults.note(
            "{file}: the workbook has links to others, which are not followed; the values last stored were read",
            file=source,
        )
