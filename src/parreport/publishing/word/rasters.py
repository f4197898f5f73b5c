"""Pictures as Word shows them all alike: charts as PNG of high resolution.

In: pictures of a report, SVG or PNG or JPEG. Out: their bytes and size. Typst draws what the PDF
shows; no other program is needed. Word's own drawing of SVG differs from release to release, and
older ones and other offices want a PNG beside it anyway.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from parreport.publishing.paper.pdf import rasterize

DOTS_PER_INCH = 220


@dataclass(frozen=True)
class Raster:
    """A picture: its bytes, ``png`` or ``jpeg``, and its size in points."""

    data: bytes
    form: str
    width: float
    height: float


def draw_pictures(parts: Sequence[dict[str, Any]]) -> list[Raster]:
    """Return the pictures of parts of kind chart, in their order."""
    from PIL import Image

    drawn = iter(rasterize([part["picture"] for part in parts if part["format"] == "svg"], DOTS_PER_INCH))
    rasters = []
    for part in parts:
        if part["format"] == "svg":
            data, form = next(drawn), "png"
        else:
            data, form = bytes(part["picture"]), {"jpg": "jpeg"}.get(part["format"], part["format"])
        pixels = Image.open(io.BytesIO(data)).size
        width = float(part.get("points") or pixels[0] * 72 / DOTS_PER_INCH)
        rasters.append(Raster(data, form, width, width * pixels[1] / pixels[0]))
    return rasters
