"""Why a unit stands where it does, a call in ``02_unit.ipynb``.

In: results and a unit code. Out: :class:`~parreport.display.parts.Section`. Computes nothing: it
selects, orders and puts words together.
"""

from __future__ import annotations

from parreport.display.documents import has_detail
from parreport.display.parts import Bullets, Heading, Section, Text, gather
from parreport.display.unit import sentences as say
from parreport.display.unit import why_sentences as why
from parreport.display.unit.case_sentences import describe_defaults, describe_hanging
from parreport.display.unit.sections import areas_of
from parreport.language import text
from parreport.years.results import Results


def show_why(results: Results, unit: str) -> Section:
    """Show what a unit's change is made of, where it lost points, the penalties and cases that decide."""
    row, areas = say.unit_row(results, unit), areas_of(results, unit)
    if row["printed_pct"] is None or not has_detail(results.block_of(unit)) or areas.empty:
        return gather()
    costs = (
        why.describe_bonus(results, unit),
        why.describe_penalties(results, unit),
        describe_hanging(results, unit),
        describe_defaults(results, unit),
    )
    told, cases = tuple(filter(None, costs)), tuple(why.list_cases(results, unit))
    causes = (why.describe_causes(results, unit), why.describe_moved(results, unit))
    losses = (say.describe_loss(areas, row["lost_points"]), why.describe_costliest(results, unit))
    return gather(
        Heading(why.heading_why(results, unit), id="why"),
        Text(" ".join(filter(None, causes))) if any(causes) else None,
        Text(" ".join(filter(None, losses))),
        Bullets(told) if told else None,
        Text(" ".join(filter(None, (text("Nearest to win back:"), why.describe_enough_alone(results, unit)))))
        if cases
        else None,
        Bullets(cases) if cases else None,
    )
