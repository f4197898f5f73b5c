"""The parts of a workbook that is an archive, unpacked within bounds and read as XML without surprises.

In: the bytes of a file. Out: its parts, each unpacked to its very end once: what it says of its size is not
believed. XML with definitions of its own, or deeper than any sheet, is refused.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from parreport.language import Message, message

PACKED = b"PK\x03\x04"
OPENS = message("a workbook that opens (.xlsx, .xlsm, .xls, .ods)")
LARGEST_MIB = 512
MOST_PARTS, DEEPEST = 10_000, 64
CHUNK = 2**20

Attributes = dict[str, str]


class WorkbookError(Exception):
    """A workbook cannot be read; ``expected`` says why."""

    def __init__(self, expected: Message) -> None:
        self.expected = expected
        super().__init__(expected)


class Parts:
    """The parts of an archive by name, after all of them were unpacked once and found within bounds."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        if content.count(b"PK\x01\x02") > MOST_PARTS:
            raise WorkbookError(message("a workbook of at most {n} parts", n=MOST_PARTS))
        try:
            with ZipFile(BytesIO(content)) as packed:
                listed = packed.infolist()
        except (BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise WorkbookError(OPENS) from error
        self._parts = {part.filename: part for part in listed}
        if len(self._parts) < len(listed):  # readers may differ on which of two counts
            raise WorkbookError(OPENS)
        left = LARGEST_MIB * 2**20
        for part in listed:
            for chunk in self._unpack(part):
                left -= len(chunk)
                if left < 0:
                    raise WorkbookError(message("a workbook of at most {n} MiB once it is unpacked", n=LARGEST_MIB))

    @property
    def names(self) -> list[str]:
        """The names of the parts."""
        return list(self._parts)

    def read(self, name: str) -> Iterator[bytes]:
        """Yield a part in pieces.

        Raises
        ------
        WorkbookError : there is none, or it is damaged.
        """
        if name not in self._parts:
            raise WorkbookError(OPENS)
        yield from self._unpack(self._parts[name])

    def _unpack(self, part: ZipInfo) -> Iterator[bytes]:
        content, at = self._content, part.header_offset
        if part.flag_bits & 1:
            raise WorkbookError(message("a workbook without a password"))
        if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or content[at : at + 4] != PACKED:
            raise WorkbookError(OPENS)
        begin = at + 30 + int.from_bytes(content[at + 26 : at + 28], "little")
        begin += int.from_bytes(content[at + 28 : at + 30], "little")
        end = begin + part.compress_size
        if end > len(content):
            raise WorkbookError(OPENS)
        if part.compress_type == ZIP_STORED:
            if part.file_size != part.compress_size:
                raise WorkbookError(OPENS)
            yield content[begin:end]
            return
        stream, left = zlib.decompressobj(-zlib.MAX_WBITS), content[begin:end]
        try:
            while left and not stream.eof:
                yield stream.decompress(left, CHUNK)
                left = stream.unconsumed_tail
        except zlib.error as error:
            raise WorkbookError(OPENS) from error
        if not stream.eof:
            raise WorkbookError(OPENS)


def read_xml(
    pieces: Iterator[bytes],
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    words: Callable[[str], None] | None = None,
) -> None:
    """Have every element of an XML part told, by its name without prefix.

    Raises
    ------
    WorkbookError : it is no XML, has definitions of its own, or is too deep.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def begin(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise WorkbookError(message("a workbook whose parts are at most {n} deep", n=DEEPEST))
        start(name.rpartition(" ")[2], attributes)

    def leave(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(name.rpartition(" ")[2])

    def refuse(*_: object) -> None:
        raise WorkbookError(message("a workbook without definitions in its XML"))

    parser.StartElementHandler, parser.EndElementHandler = begin, leave
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    if words is not None:
        parser.CharacterDataHandler = words
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # LookupError: an encoding nobody knows
        raise WorkbookError(OPENS) from error
