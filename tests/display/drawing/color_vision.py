"""Colours as people see them: with a colour vision deficiency, and how far two are apart.

Simulation: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", IEEE TVCG 15 (6), 2009, matrices of severity 1.0 on linear
RGB. Distance: CIEDE2000 as in G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 Color-Difference
Formula: Implementation Notes, Supplementary Test Data, and Mathematical Observations", Color
Research & Application 30 (1), 2005. White: D65.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

MATRICES = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
VISIONS = ("normal", *MATRICES)
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)
Lab = tuple[float, float, float]


def see(color: str, vision: str) -> NDArray[np.float64]:
    """Return a colour as linear RGB, as it looks with a vision."""
    parts = np.array([int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    if vision == "normal":
        return linear
    return np.clip(np.array(MATRICES[vision]) @ linear, 0, 1)


def to_lab(linear: NDArray[np.float64]) -> Lab:
    """Return linear RGB as CIELAB."""
    share = np.array(TO_XYZ) @ linear / np.array(WHITE)
    x, y, z = (float(v) ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * float(v) + 16) / 116 for v in share)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, vision: str = "normal") -> float:
    """Return how far apart two colours look with a vision."""
    return ciede2000(to_lab(see(one, vision)), to_lab(see(other, vision)))


def ciede2000(one: Lab, other: Lab) -> float:
    """Return the CIEDE2000 difference of two colours in CIELAB; equation numbers as in Sharma."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean_c = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2  # 3
    g = 0.5 * (1 - math.sqrt(mean_c**7 / (mean_c**7 + 25**7)))  # 4
    a1, a2 = (1 + g) * a1, (1 + g) * a2  # 5
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)  # 6
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))  # 7
    dl, dc = l2 - l1, c2 - c1  # 8, 9
    dh = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180  # 10
    dh_ = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(dh / 2))  # 11
    l_, c_ = (l1 + l2) / 2, (c1 + c2) / 2  # 12, 13
    h_ = h1 + h2  # 14
    if c1 * c2 != 0:
        h_ = h_ / 2 if abs(h1 - h2) <= 180 else (h_ + (360 if h_ < 360 else -360)) / 2

    def cos(degrees: float) -> float:
        return math.cos(math.radians(degrees))

    t = 1 - 0.17 * cos(h_ - 30) + 0.24 * cos(2 * h_)  # 15
    t += 0.32 * cos(3 * h_ + 6) - 0.20 * cos(4 * h_ - 63)
    turn = 30 * math.exp(-(((h_ - 275) / 25) ** 2))  # 16
    rc = 2 * math.sqrt(c_**7 / (c_**7 + 25**7))  # 17
    sl = 1 + 0.015 * (l_ - 50) ** 2 / math.sqrt(20 + (l_ - 50) ** 2)  # 18
    sc, sh = 1 + 0.045 * c_, 1 + 0.015 * c_ * t  # 19, 20
    rt = -math.sin(math.radians(2 * turn)) * rc  # 21
    return math.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh_ / sh) ** 2 + rt * (dc / sc) * (dh_ / sh))  # 22
