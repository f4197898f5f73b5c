"""Which tests meet which statements: every test is run once on the code as it is, and says so.

The modules are made from their source with a call before each statement of a function. A test that
uses what a wider fixture made also meets the statements of that fixture. What the tests' own functions
keep (``lru_cache``) is forgotten after each test, so that the next one meets the statements itself.
"""

from __future__ import annotations

import ast
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

MARK = "_statement_reached"
Statement = tuple[str, int]


def mark_statements(path: str, source: str) -> ast.Module:
    """Return the program with a call of ``MARK``, with path and line, before each statement of a function."""
    tree = ast.parse(source)
    for function in ast.walk(tree):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for node in ast.walk(function):
                for name in ("body", "orelse", "finalbody"):
                    statements = getattr(node, name, None)
                    if isinstance(statements, list) and not getattr(node, f"{name}_is_marked", False):
                        setattr(node, name, [part for one in statements for part in _marked(path, one)])
                        setattr(node, f"{name}_is_marked", True)
    return ast.fix_missing_locations(tree)


def _marked(path: str, statement: ast.stmt) -> list[ast.stmt]:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return [statement]  # a docstring
    mark = ast.parse(f"{MARK}(({path!r}, {statement.lineno}))").body[0]
    return [ast.copy_location(mark, statement), statement]


class Reached:
    """A plugin for pytest that keeps, of each test, its seconds of CPU and the statements it meets."""

    def __init__(self) -> None:
        self.tests: dict[str, dict[str, Any]] = {}
        self._met: set[Statement] = set()
        self._made: dict[Any, set[Statement]] = {}

    def mark(self, statement: Statement) -> None:
        """Keep that a statement is met; the marked modules call it."""
        self._met.add(statement)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._met = set()
        started = time.process_time()
        try:
            return (yield)
        finally:
            met = set(self._met)
            for fixtures in item._fixtureinfo.name2fixturedefs.values():  # type: ignore[attr-defined]
                for fixture in fixtures:
                    met |= self._made.get(fixture, set())
            by_file: dict[str, list[int]] = {}
            for path, line in sorted(met):
                by_file.setdefault(path, []).append(line)
            self.tests[item.nodeid] = {"seconds": time.process_time() - started, "lines": by_file}
            forget()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        outer, self._met = self._met, set()
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                self._made[fixturedef] = self._made.get(fixturedef, set()) | self._met
            self._met |= outer


def forget() -> None:
    """Empty what the functions of the tests keep."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "tests":
            for held in list(vars(module).values()):
                clear = getattr(held, "cache_clear", None)
                if callable(clear):
                    clear()
