"""The look of every picture: colours with a fixed meaning, the typeface, matplotlib's settings.

In: nothing, or a figure that wants a colour. Out: colours as ``#rrggbb`` and settings. A colour
always means the same: accent = own unit and gains, warm = losses and what to act on, greys = all
else, bands on one scale from dark (best) to pale (worst). Text colours reach 4.5 : 1 on white.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from parreport.columns import is_blank
from parreport.typefaces import letters_file

INK = "#1d2733"
GREY = "#67717b"
FAINT = "#9aa4ad"
LIGHT = "#d9dee3"
PALE = "#eef1f3"
WHITE = "#ffffff"
BLACK = "#000000"
ACCENT = "#0f6478"
ACCENT_LIGHT = "#4b93a3"
WARM = "#c8692b"
WARM_LIGHT = "#e3b894"
WARM_TEXT = "#a9501a"
SAND = "#b9a88f"
TEXT_COLORS = (INK, GREY, ACCENT, WARM_TEXT)

FONT = "Be Vietnam Pro"
FONT_WEIGHTS = ("Regular", "Bold")
BAND_SCALE = (ACCENT, ACCENT_LIGHT, SAND, "#f3e0a4")
HEAT_BELOW = (WHITE, "#f3dfcd", "#e0a878")
HEAT_ABOVE = (WHITE, "#d3e7ec", "#86bcc9")
HEAT_REACH_PP = 30.0


def _channel(part: str) -> float:
    share = int(part, 16) / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def luminance(color: str) -> float:
    """Return the relative luminance of a colour as WCAG 2 defines it: 0 black, 1 white."""
    red, green, blue = (_channel(color[at : at + 2]) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it: 1 to 21."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def rim(color: str) -> str:
    """Return the colour of the rim of a mark: a pale one needs a grey rim to stand out from the page."""
    return color if contrast(color, WHITE) >= 3 else GREY


@cache
def _scale(anchors: tuple[str, ...], steps: int) -> tuple[str, ...]:
    """Return colours in even steps from the first anchor over the others to the last."""
    from matplotlib.colors import LinearSegmentedColormap, to_hex

    blend = LinearSegmentedColormap.from_list("blend", anchors)
    return tuple(to_hex(blend(step / (steps - 1))) for step in range(steps))


def band_colors(n: int) -> list[str]:
    """Return the colours of n bands, best to worst: dark blue-green over sand to pale.

    Luminance rises strictly from each band to the next, so the order survives greyscale and
    colour blindness.
    """
    return list(_scale(BAND_SCALE, n)) if n > 1 else [ACCENT][:n]


SHARE_STEPS = (90, 80, 70, 60, 50, 0)
"""Percent of the maximum at which the steps of maps of areas start, best first."""


def share_color(score_pct: Any) -> str:
    """Return the colour of a percent of the maximum on maps, on one scale for all areas; blank without a figure."""
    if is_blank(score_pct):
        return ""
    step = next((place for place, start in enumerate(SHARE_STEPS) if score_pct >= start), len(SHARE_STEPS) - 1)
    return band_colors(len(SHARE_STEPS))[step]


def heat_color(score_pct: Any, median_pct: Any) -> tuple[str, str]:
    """Return background and text colour of a heat cell: warm below the median, accent above.

    White at the median, full colour ``HEAT_REACH_PP`` percentage points away from it. A cell
    without a score or a median is white with grey text.
    """
    if is_blank(score_pct) or is_blank(median_pct):
        return WHITE, GREY
    distance = float(score_pct) - float(median_pct)
    scale = _scale(HEAT_ABOVE if distance > 0 else HEAT_BELOW, 61)
    return scale[round(min(abs(distance) / HEAT_REACH_PP, 1.0) * 60)], INK


@cache
def register_fonts() -> None:
    """Tell matplotlib where the installed typeface lies; done once."""
    from matplotlib.font_manager import fontManager

    for weight in FONT_WEIGHTS:
        fontManager.addfont(str(letters_file(weight)))


@cache
def settings() -> Any:
    """Return matplotlib's settings for the house look, on top of its own defaults."""
    from matplotlib import rcParamsDefault

    kept = {k: v for k, v in rcParamsDefault.items() if k.split(".")[0] not in _NOT_OURS}
    return {
        **kept,
        "font.family": [FONT, "DejaVu Sans"],
        "font.size": 8.5,
        "text.color": INK,
        "text.parse_math": False,
        "axes.labelcolor": GREY,
        "axes.edgecolor": LIGHT,
        "axes.axisbelow": True,
        "xtick.bottom": False,
        "xtick.color": GREY,
        "ytick.left": False,
        "ytick.color": GREY,
        "lines.solid_capstyle": "round",
        "hatch.linewidth": 0.5,
        "patch.edgecolor": WHITE,
        "patch.linewidth": 0.0,
        "svg.fonttype": "path",
        "figure.facecolor": WHITE,
        "savefig.facecolor": WHITE,
        "savefig.bbox": None,
    }


_NOT_OURS = {"backend", "backend_fallback", "interactive", "toolbar", "timezone", "webagg"}


@contextmanager
def theme() -> Iterator[None]:
    """Put the house look in force inside a ``with`` block; what a user has set comes back after."""
    import matplotlib as mpl

    register_fonts()
    with mpl.rc_context(rc=settings()):
        yield
