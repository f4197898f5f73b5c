"""parreport: the yearly Public Administration Reform index, from score sheets to reports.

What a notebook may call stands in ``__init__.pyi``; everything else is reached through its own
module. Names are loaded when they are first used, so that a command that draws nothing loads no
drawing library.
"""

import ast
from importlib import import_module
from pathlib import Path

from parreport.version import __version__ as __version__


def _read_homes() -> dict[str, str]:
    """Return the public names, each with the module in which it is written."""
    stub = ast.parse(Path(__file__).with_suffix(".pyi").read_text("utf-8"))
    lists = [node for node in stub.body if isinstance(node, ast.ImportFrom)]
    return {public.name: str(node.module) for node in lists for public in node.names if public.name != "__version__"}


HOMES = _read_homes()
__all__ = sorted(("__version__", *HOMES))


def __getattr__(name: str) -> object:
    """Load a public name from its home when it is first used."""
    if name not in HOMES:
        raise AttributeError(f"module 'parreport' has no attribute {name!r}")
    found = getattr(import_module(HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *HOMES})
