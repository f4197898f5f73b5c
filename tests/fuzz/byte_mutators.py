"""Mutations of bytes, whatever they mean: flipped, lost, doubled, cut, in another encoding."""

from __future__ import annotations

from collections.abc import Callable

from tests.fuzz.choices import Choices

MARKS = (
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\x00",
    b"\x1a",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x80",
    b"\xb8\xb9",
    b"PK\x03\x04",
    b"\r",
    b"\n",
    b"\r\n",
    b"sep=;\n",
    b"\x1f\x8b",
    b"\\",
    b'"',
    b"%PDF-1.4\n",
    b"<html>",
    b"version https://git-lfs\n",
)
ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "cp1258", "utf-7", "cp037")


def flip(choices: Choices, data: bytes) -> bytes:
    """Flip one bit."""
    place = choices.below(len(data))
    return data[:place] + bytes([data[place] ^ (1 << choices.below(8))]) + data[place + 1 :]


def insert(choices: Choices, data: bytes) -> bytes:
    """Put a byte or a mark somewhere."""
    place = choices.below(len(data) + 1)
    return data[:place] + (choices.pick(MARKS) or b"") + data[place:]


def put_first(choices: Choices, data: bytes) -> bytes:
    """Put a mark before everything."""
    return choices.pick(MARKS) + data


def delete(choices: Choices, data: bytes) -> bytes:
    """Lose some bytes."""
    place = choices.below(len(data))
    return data[:place] + data[place + 1 + choices.below(20) :]


def duplicate(choices: Choices, data: bytes) -> bytes:
    """Write some bytes twice."""
    place = choices.below(len(data))
    some = data[place : place + 1 + choices.below(200)]
    return data[:place] + some + data[place:]


def truncate(choices: Choices, data: bytes) -> bytes:
    """Cut the end off."""
    return data[: choices.below(len(data))]


def reencode(choices: Choices, data: bytes) -> bytes:
    """Save in another encoding; letters that it lacks become question marks."""
    encoding = choices.pick(ENCODINGS)
    return data.decode("utf-8", "replace").encode(encoding, "replace")


def misread(choices: Choices, data: bytes) -> bytes:
    """Read as Latin and save as UTF-8, once or more: what mail and old programs make of it."""
    for _ in range(1 + choices.below(3)):
        data = data.decode("latin-1").encode()
    return data


def change_line_ends(choices: Choices, data: bytes) -> bytes:
    """End lines as others do, or not at all."""
    end = choices.pick((b"\r\n", b"\r", b"\n\n", b"\n\r", b"\xe2\x80\xa8", b"\x0b", b""))
    return data.replace(b"\n", end)


def drop_last_line_end(choices: Choices, data: bytes) -> bytes:
    """Leave out what ends the last line."""
    return data.rstrip(b"\r\n")


BYTE_MUTATORS: tuple[Callable[[Choices, bytes], bytes], ...] = (
    flip,
    insert,
    put_first,
    delete,
    duplicate,
    truncate,
    reencode,
    misread,
    change_line_ends,
    drop_last_line_end,
)


def mutate_bytes(choices: Choices, data: bytes) -> bytes:
    """Change bytes in one of these ways."""
    return choices.pick(BYTE_MUTATORS)(choices, data) if data else insert(choices, data)
