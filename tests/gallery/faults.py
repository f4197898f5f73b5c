"""What is wrong with the words of a chart as drawn: which meet others, which leave the picture."""

from __future__ import annotations

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg

from parreport.display.pictures import Chart

SLACK = 0.6
"""Of a pixel at 125 dots an inch: what boxes may differ by that letters are placed in."""


def find_faults(chart: Chart) -> list[str]:
    """Return which words overlap others or leave the picture."""
    figure = chart.figure
    figure.set_dpi(125)
    canvas = FigureCanvasAgg(figure)
    renderer = canvas.get_renderer()
    texts = [t for axes in figure.axes for t in axes.texts if t.get_text().strip()]
    boxes = np.array([t.get_window_extent(renderer).extents for t in texts]).reshape(-1, 4)
    width, height = figure.get_size_inches() * figure.dpi
    faults = [
        f"{text.get_text()!r} leaves the picture"
        for text, (x0, y0, x1, y1) in zip(texts, boxes, strict=True)
        if x0 < -SLACK or y0 < -SLACK or x1 > width + SLACK or y1 > height + SLACK
    ]
    for i, (x0, y0, x1, y1) in enumerate(boxes):
        rest = boxes[i + 1 :]
        meets = (
            (rest[:, 0] < x1 - SLACK)
            & (rest[:, 2] > x0 + SLACK)
            & (rest[:, 1] < y1 - SLACK)
            & (rest[:, 3] > y0 + SLACK)
        )
        for j in np.flatnonzero(meets):
            faults.append(f"{texts[i].get_text()!r} overlaps {texts[i + 1 + j].get_text()!r}")
    return faults
