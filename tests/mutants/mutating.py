"""Mutants of a source file: each is the file with one small change within one line.

Left alone are texts, docstrings, annotations, decorators, ``assert``, ``__all__`` and arguments such
as ``strict=`` that change no result, since nobody can kill such a mutant.
"""

from __future__ import annotations

import ast
import itertools
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

COMPARED = {
    ast.Lt: ("<", ("<=", ">")),
    ast.LtE: ("<=", ("<", ">")),
    ast.Gt: (">", (">=", "<")),
    ast.GtE: (">=", (">", "<")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
    ast.Is: ("is", ("is not",)),
    ast.IsNot: ("is not", ("is",)),
    ast.In: ("in", ("not in",)),
    ast.NotIn: ("not in", ("in",)),
}
COMPUTED = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}
OPPOSITES = [
    ("min", "max"),
    ("any", "all"),
    ("minimum", "maximum"),
    ("isna", "notna"),
    ("head", "tail"),
    ("floor", "ceil"),
    ("ROUND_FLOOR", "ROUND_CEILING"),
]
OPPOSITE = {name: other for pair in OPPOSITES for name, other in (pair, pair[::-1])} | {"ROUND_HALF_UP": "ROUND_DOWN"}
CHANGES_NOTHING = frozenset({"strict", "frozen", "description", "dtype", "validate"})
TEXTS = (ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.ListComp, ast.DictComp)


@dataclass(frozen=True)
class Mutant:
    """One change: in ``line`` of ``path``, from byte ``start`` to ``end``, ``new`` for what stands there.

    ``reached`` are the first and the last line that a test must run to meet the change; None for
    what is run when the module is imported.
    """

    path: str
    line: int
    start: int
    end: int
    new: str
    reached: tuple[int, int] | None

    def lines(self, source: str) -> tuple[str, str]:
        """Return the line before and after."""
        before = source.splitlines()[self.line - 1]
        as_bytes = before.encode()
        after = (as_bytes[: self.start] + self.new.encode() + as_bytes[self.end :]).decode()
        return before.strip(), after.strip()

    def apply(self, source: str) -> str:
        """Return the source with the change."""
        lines = source.splitlines(keepends=True)
        changed = lines[self.line - 1].encode()
        lines[self.line - 1] = (changed[: self.start] + self.new.encode() + changed[self.end :]).decode()
        return "".join(lines)


def find_mutants(path: str, source: str) -> list[Mutant]:
    """Return all mutants of a file, in order; some may be no program (:func:`is_other_program`)."""
    found = set(_Finder(path, source).find(ast.parse(source)))
    return sorted(found, key=lambda one: (one.line, one.start, one.end, one.new))


def is_other_program(mutant: Mutant, source: str) -> bool:
    """Return whether Python can compile the mutant, and reads something else in it than in the source."""
    try:
        return ast.dump(ast.parse(mutant.apply(source))) != _read(source)
    except SyntaxError:
        return False


@lru_cache
def _read(source: str) -> str:
    return ast.dump(ast.parse(source))


def choose_mutants(mutants: Iterable[Mutant], sources: Mapping[str, str], count: int, seed: int) -> list[Mutant]:
    """Return so many of them, at most one of each line, in order of file and line; the seed chooses."""
    by_line: dict[tuple[str, int], list[Mutant]] = {}
    for mutant in mutants:
        by_line.setdefault((mutant.path, mutant.line), []).append(mutant)
    dice = random.Random(seed)
    lines = sorted(by_line)
    dice.shuffle(lines)
    drawn = (dice.sample(by_line[line], len(by_line[line])) for line in lines)
    sound = (next((one for one in ones if is_other_program(one, sources[one.path])), None) for ones in drawn)
    chosen = itertools.islice((one for one in sound if one is not None), count)
    return sorted(chosen, key=lambda one: (one.path, one.line))


class _Finder:
    def __init__(self, path: str, source: str) -> None:
        self.path = path
        self.bytes = [line.encode() for line in source.splitlines()]

    def find(self, tree: ast.Module) -> Iterator[Mutant]:
        yield from self._walk(tree, None)

    def _walk(self, node: ast.AST, reached: tuple[int, int] | None) -> Iterator[Mutant]:
        """Yield the mutants at and beneath a node, which tests meet on the lines ``reached``."""
        if isinstance(node, (ast.Assert, ast.Import, ast.ImportFrom, ast.JoinedStr)) or _is_plain_name(node):
            return
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            whole = (node.body[0].lineno, node.end_lineno or node.lineno)
            for default in (*node.args.defaults, *node.args.kw_defaults):
                if default is not None:
                    yield from self._walk(default, whole)
            for statement in node.body:
                yield from self._walk(statement, _lines_of(statement))
            return
        yield from self._change(node, reached)
        if isinstance(node, ast.ClassDef):
            children: list[ast.AST] = [*node.body]
        elif isinstance(node, ast.AnnAssign):
            children = [node.value] if node.value else []
        elif isinstance(node, ast.keyword) and node.arg in CHANGES_NOTHING:
            children = []
        else:
            children = [*ast.iter_child_nodes(node)]
        for child in children:
            own = _lines_of(child) if reached and isinstance(child, ast.stmt) else reached
            yield from self._walk(child, own)

    def _change(self, node: ast.AST, reached: tuple[int, int] | None) -> Iterator[Mutant]:
        for line, start, end, new in self._edits(node):
            yield Mutant(self.path, line, start, end, new, reached)

    def _edits(self, node: ast.AST) -> Iterator[tuple[int, int, int, str]]:
        match node:
            case ast.Compare():
                sides = [node.left, *node.comparators]
                for operator, left, right in zip(node.ops, sides, sides[1:], strict=False):
                    sign, others = COMPARED[type(operator)]
                    for other in others:
                        yield from self._between(left, right, sign, other)
            case ast.BinOp() if type(node.op) in COMPUTED and not _joins_texts(node):
                yield from self._between(node.left, node.right, *COMPUTED[type(node.op)])
            case ast.AugAssign() if type(node.op) in COMPUTED:
                sign, other = COMPUTED[type(node.op)]
                yield from self._between(node.target, node.value, f"{sign}=", f"{other}=")
                yield from self._whole(node, "pass")
            case ast.BoolOp():
                sign, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
                for left, right in zip(node.values, node.values[1:], strict=False):
                    yield from self._between(left, right, sign, other)
            case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
                sign = {ast.Not: "not ", ast.USub: "-", ast.Invert: "~"}[type(node.op)]
                yield node.lineno, node.col_offset, node.col_offset + len(sign), ""
            case ast.Constant(value=bool()):
                yield from self._whole(node, str(not node.value))
            case ast.Constant(value=int()):
                yield from self._whole(node, str(node.value + 1))
                if node.value > 0:
                    yield from self._whole(node, str(node.value - 1))
            case ast.Constant(value=float()) if "e" not in repr(node.value):
                step = 10 ** -len(repr(node.value).partition(".")[2])
                yield from self._whole(node, repr(round(node.value + step, 9)))
            case ast.If() | ast.While() | ast.IfExp():
                yield from self._negated(node.test)
            case ast.comprehension():
                for condition in node.ifs:
                    yield from self._negated(condition)
            case ast.Return(value=ast.expr()) if not _is_none(node.value):
                yield from self._whole(node.value, "None")
            case ast.Expr(value=ast.Call()) | ast.Continue() | ast.Break():
                yield from self._whole(node, "pass")
            case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
                yield from self._whole(node, "pass")
            case ast.Name(id=name) if name in OPPOSITE:
                yield from self._whole(node, OPPOSITE[name])
            case ast.Attribute(attr=name) if name in OPPOSITE and node.end_lineno and node.end_col_offset:
                start = node.end_col_offset - len(name)
                yield node.end_lineno, start, node.end_col_offset, OPPOSITE[name]
            case ast.Call():
                yield from self._sorted_otherwise(node)

    def _sorted_otherwise(self, call: ast.Call) -> Iterator[tuple[int, int, int, str]]:
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        more = {"sorted": "reverse=True", "sort": "reverse=True", "sort_values": "ascending=False"}.get(name)
        if more is None or more.partition("=")[0] in {keyword.arg for keyword in call.keywords}:
            return
        arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
        last = max(arguments, key=lambda one: (one.end_lineno, one.end_col_offset), default=None)
        if last and last.end_lineno and last.end_col_offset and not isinstance(last, ast.GeneratorExp):
            yield last.end_lineno, last.end_col_offset, last.end_col_offset, f", {more}"

    def _between(self, left: ast.expr, right: ast.expr, sign: str, other: str) -> Iterator[tuple[int, int, int, str]]:
        if left.end_lineno == right.lineno and left.end_col_offset is not None:
            gap = self.bytes[right.lineno - 1][left.end_col_offset : right.col_offset].decode()
            at = gap.find(sign)
            if at >= 0:
                start = left.end_col_offset + at
                yield right.lineno, start, start + len(sign), other

    def _whole(self, node: ast.stmt | ast.expr, new: str) -> Iterator[tuple[int, int, int, str]]:
        if node.lineno == node.end_lineno and node.end_col_offset is not None:
            yield node.lineno, node.col_offset, node.end_col_offset, new

    def _negated(self, condition: ast.expr) -> Iterator[tuple[int, int, int, str]]:
        if condition.lineno == condition.end_lineno and not isinstance(condition, (ast.UnaryOp, ast.Compare)):
            start, end = condition.col_offset, condition.end_col_offset or 0
            yield condition.lineno, start, end, f"not ({self.bytes[condition.lineno - 1][start:end].decode()})"


def _lines_of(statement: ast.stmt) -> tuple[int, int]:
    """Return the lines of a statement, of a compound one those before its body."""
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if body else statement.end_lineno or statement.lineno
    return statement.lineno, max(statement.lineno, last)


def _is_plain_name(node: ast.AST) -> bool:
    """Return whether a statement gives a type or the public names their name."""
    if not isinstance(node, ast.Assign):
        return False
    return isinstance(node.value, ast.Subscript) or any(
        isinstance(one, ast.Name) and one.id == "__all__" for one in node.targets
    )


def _joins_texts(node: ast.BinOp) -> bool:
    """Return whether a sum or a union joins texts, lists or dictionaries that stand there."""
    sides = (node.left, node.right)
    return any(
        isinstance(one, TEXTS) or (isinstance(one, ast.Constant) and isinstance(one.value, str)) for one in sides
    )


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
