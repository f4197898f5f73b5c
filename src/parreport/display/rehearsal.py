"""What the first chart, figure and sentence of a process must read, read beforehand.

In: nothing. Out: typefaces, catalogues and calendars in memory. A process that draws charts for
many reports, or splits off others that do, calls it once; nothing depends on it but time.
"""

from __future__ import annotations

from datetime import date

from parreport.display.formats import format_date, format_number
from parreport.display.pictures import Caption
from parreport.display.unit.charts import chart_profile
from parreport.language import known_languages, text, use_language

LETTERS = "".join(map(chr, (*range(0x21, 0x17F), *range(0x1EA0, 0x1EFA))))


def rehearse() -> None:
    """Draw a chart that nobody sees, with every letter, in every language."""
    import pandas as pd

    for code in known_languages():
        with use_language(code):
            row = {"area_name": LETTERS, "score_pct": 50.0, "median_pct": 60.0, "best_pct": 70.0}
            row |= {"base_pct": 40.0, "lost_points": 1.0}
            words = f"{text('unit')} {format_number(0.5)} {format_date(date(2000, 1, 1))}"
            chart = chart_profile(pd.DataFrame([row]), 2000, caption=Caption(title=words, subtitle="", alt=words))
            chart.svg()
