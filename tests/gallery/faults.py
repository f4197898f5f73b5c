"""What is wrong with the words of a chart as drawn: which meet others, which leave the picture.

Words are as high as their letters with accents, not as the line that the typeface asks for.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.textpath import TextPath

from parreport.display.pictures import Chart


def find_faults(chart: Chart) -> list[str]:
    """Return which words overlap others or leave the picture."""
    figure = chart.figure
    figure.set_dpi(125)
    canvas = FigureCanvasAgg(figure)
    renderer = canvas.get_renderer()
    texts = [t for axes in figure.axes for t in axes.texts if t.get_text().strip()]
    boxes = np.array([box_of(t, renderer) for t in texts]).reshape(-1, 4)
    width, height = figure.get_size_inches() * figure.dpi
    slack = 0.6
    faults = [
        f"{text.get_text()!r} leaves the picture"
        for text, (x0, y0, x1, y1) in zip(texts, boxes, strict=True)
        if x0 < -slack or y0 < -slack or x1 > width + slack or y1 > height + slack
    ]
    for i, (x0, y0, x1, y1) in enumerate(boxes):
        rest = boxes[i + 1 :]
        meets = (
            (rest[:, 0] < x1 - slack)
            & (rest[:, 2] > x0 + slack)
            & (rest[:, 1] < y1 - slack)
            & (rest[:, 3] > y0 + slack)
        )
        for j in np.flatnonzero(meets):
            faults.append(f"{texts[i].get_text()!r} overlaps {texts[i + 1 + j].get_text()!r}")
    return faults


def box_of(words: Text, renderer: Any) -> tuple[float, float, float, float]:
    """Return left, foot, right and head of the letters of one line, in pixels."""
    left, _, right, _ = words.get_window_extent(renderer).extents
    base = words.get_transform().transform(words.get_position())[1]
    foot, head = letters_of(words.get_text(), words.get_fontproperties())
    assert words.get_va() == "baseline", words.get_text()
    scale = renderer.points_to_pixels(words.get_fontsize()) / 100
    return left, base + foot * scale, right, base + head * scale


@cache
def letters_of(words: str, look: FontProperties) -> tuple[float, float]:
    """Return how far the letters of words reach under and over their line, of type of size 100."""
    box = TextPath((0, 0), words, size=100, prop=look).get_extents()
    return box.y0, box.y1
