"""How wide a chart of a report is, and how close its rows stand.

In: nothing. Out: sizes in points (1/72 inch).
"""

from __future__ import annotations

WIDTH = 7.2 * 72
AIR = 5.0
"""The height over and under the words of a row together."""
