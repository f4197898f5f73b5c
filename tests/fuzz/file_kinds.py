"""What may stand in the place of a file: a folder, a pipe, links that lead nowhere or too far."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SPARSE_BYTES = 2**30 + 2**26  # a little more than a case may take of memory


@dataclass(frozen=True)
class Odd:
    """Something other than a file of bytes."""

    kind: str


Content = bytes | Odd
ODD_KINDS = (
    "missing",
    "folder",
    "full folder",
    "pipe",
    "dangling link",
    "link to itself",
    "link loop",
    "link to zeros",
    "link to nothing",
    "link to its folder",
    "unreadable",
    "sparse",
    "socket",
)


def clear_place(path: Path) -> None:
    """Remove whatever stands at a path."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def put(path: Path, content: Content) -> None:
    """Put a file, or what stands in its place, at a path."""
    clear_place(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content.kind == "folder":
        path.mkdir()
    elif content.kind == "full folder":
        path.mkdir()
        (path / path.name).write_bytes(b"a,b\n1,2\n")
    elif content.kind == "pipe":
        os.mkfifo(path)
    elif content.kind == "dangling link":
        path.symlink_to("nowhere")
    elif content.kind == "link to itself":
        path.symlink_to(path.name)
    elif content.kind == "link loop":
        other = path.with_name(f"{path.name}.loop")
        clear_place(other)
        path.symlink_to(other.name)
        other.symlink_to(path.name)
    elif content.kind == "link to zeros":
        path.symlink_to("/dev/zero")
    elif content.kind == "link to nothing":
        path.symlink_to("/dev/null")
    elif content.kind == "link to its folder":
        path.symlink_to(".")
    elif content.kind == "unreadable":
        path.write_bytes(b"a,b\n1,2\n")
        path.chmod(0)
    elif content.kind == "sparse":
        with path.open("wb") as file:
            file.truncate(SPARSE_BYTES)
    elif content.kind == "socket":
        _put_socket(path)
    elif content.kind != "missing":
        raise ValueError(content.kind)


def _put_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made, suppress(OSError):  # long paths are refused
        made.bind(str(path))


def put_back(root: Path, changed: Mapping[str, Content], originals: Mapping[str, bytes]) -> None:
    """Put back what a case changed; files beneath a changed folder too."""
    for name in sorted(changed, key=len):  # a folder before what is beneath it
        clear_place(root / name)
        clear_place(root / f"{name}.loop")
        for other, content in originals.items():
            if other == name or other.startswith(f"{name}/"):
                put(root / other, content)
