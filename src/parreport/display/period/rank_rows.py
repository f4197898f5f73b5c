"""The chart of ranks over years where they are many: a row for each unit, in order of its last rank.

In: ranks by unit and year, who is drawn in colour, a caption. Out: a chart. A year in which a unit
was not ranked leaves no dot and prints as a dash.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from parreport.display.drawing import theme
from parreport.display.drawing.lettering import SMALL, measure
from parreport.display.drawing.paper import Sign
from parreport.display.drawing.rows import Figures, Names
from parreport.display.drawing.scales import fit_places
from parreport.display.drawing.sheet import Sheet
from parreport.display.formats import format_number
from parreport.display.period.bump import Path, color_of, ink_of
from parreport.display.pictures import Caption, Chart
from parreport.language import text
from parreport.spans import Span

HEAD = 16.0
YEARS_SHOWN = 5  # as columns of figures; of more the first and the last


@theme.theme()
def chart_rank_rows(paths: Sequence[Path], years: Sequence[Span | int], places: int, *, caption: Caption) -> Chart:
    """Draw where each unit stood first and stands now, a row each, best place at the left.

    Units with ``places`` are drawn in colour, up in the accent, down in the warm colour; all others
    in grey.

    Parameters
    ----------
    paths
        One per unit, in the order of the rows.
    years
        The years, ascending, at least two.
    places
        Number of places on the scale.
    """
    columns = range(len(years)) if len(years) <= YEARS_SHOWN else (0, len(years) - 1)
    figures = [
        Figures(
            str(getattr(years[at], "short", years[at])),
            [format_number(path.ranks[at], 0) for path in paths],
            [ink_of(path) for path in paths] if at == len(years) - 1 else theme.GREY,
            "bold" if at == len(years) - 1 else "normal",
        )
        for at in columns
    ]
    signs: list[Sign] = [
        ("hollow", theme.GREY, text("first year ranked")),
        ("dot", theme.INK, text("last year ranked")),
    ]
    names, scale = Names.fit([path.name for path in paths]), fit_places(places)
    sheet = Sheet(names, scale, figures=figures, head=HEAD, legend=signs, pitch=15, ticks=False, labels=caption.labels)
    head = sheet.head - 8
    for tick in scale.ticks:
        sheet.write(sheet.x(tick), head, f"{tick:.0f}", color=theme.GREY, side="center")
        ends = [sheet.head - 2, sheet.bottom]
        sheet.plot.plot([tick, tick], ends, color=theme.LIGHT, lw=0.7, zorder=0, label="_place")
    sheet.write(sheet.x(1) - measure("1", SMALL) / 2 - 4, head, text("place"), color=theme.GREY, side="right")
    known = [[rank for rank in path.ranks if not math.isnan(rank)] for path in paths]
    first, last = [own[0] if own else math.nan for own in known], [own[-1] if own else math.nan for own in known]
    colors = [color_of(path) for path in paths]
    sheet.draw_links(first, last, colors, 2.2)
    sheet.draw_dots(
        first, [theme.GREY if path.places is None else color_of(path) for path in paths], "first", hollow=True
    )
    sheet.draw_dots(last, [theme.GREY if path.places is None else color_of(path) for path in paths], "last", size=34)
    return Chart(sheet.figure, caption)
