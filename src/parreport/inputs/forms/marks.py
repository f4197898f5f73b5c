"""What a form carries so that it is known again: its mark, the codes above its columns, its version.

In: a block, a unit, a period. Out: the mark that stands in a hidden cell of every sheet that is read back. Whoever
writes forms and whoever reads them asks here.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from parreport.inputs.framework import Block
from parreport.spans import Span

SCORES, PLAN, APPRAISAL = "scores", "plan", "appraisal"
CODES_SHEET = "parreport"
FORM_COLUMNS = ("item_code", "applies", "numerator", "denominator", "value", "self_points", "reason", "evidence")
PLAN_COLUMNS = ("item_code", "action", "responsible", "due", "state", "done")
PLAN_STATES = ("planned", "done", "dropped")
MARK = re.compile(r"parreport-form\|1\|(scores|plan|appraisal)\|([^|]*)\|([^|]*)\|([0-9a-f]*)")
DIGITS = 12


@dataclass(frozen=True)
class Mark:
    """What a sheet says of itself: what it is, whose, of which period, by which version of the framework."""

    kind: str
    unit_code: str
    period: str
    version: str

    def __str__(self) -> str:
        return "|".join(("parreport-form", "1", self.kind, self.unit_code, self.period, self.version))


def read_mark(typed: str) -> Mark | None:
    """Return the mark that a cell holds, None where it holds none."""
    found = MARK.fullmatch(typed.strip())
    return None if found is None else Mark(*found.groups())


def period_of(span: Span) -> str:
    """Return a period as a mark writes it."""
    return span.key


def version_of(block: Block) -> str:
    """Return the version of a block's items: it changes with their codes, names, maxima, methods and rules."""
    told = [(i.code, i.parent_code, i.name, str(i.max_points), i.method or "", i.rule_text) for i in block.items]
    return hashlib.sha256(repr((block.code, told)).encode()).hexdigest()[:DIGITS]
