"""The picture that docs/analysts.md shows how to draw, drawn as it stands there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib import pyplot
from matplotlib.collections import PathCollection

from tests.built import PROJECT
from tests.gallery.cases import CASES, write_case

(EXAMPLE,) = re.findall(r"^```python\n(.*?)^```", (PROJECT / "docs" / "analysts.md").read_text("utf-8"), re.M | re.S)


def test_the_picture_of_the_guide_shows_every_unit_in_every_area(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_case(CASES[0], tmp_path, "en")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(mpl.rcParams, "backend", "agg")
    space: dict[str, Any] = {}
    exec(EXAMPLE, space)
    axes, areas = space["grid"].ax, space["areas"]
    named = [label.get_text() for label in axes.get_yticklabels()]
    assert named == list(dict.fromkeys(areas["area"])) and len(named) == 8
    dots = sorted(
        float(x) for drawn in axes.collections if isinstance(drawn, PathCollection) for x, _ in drawn.get_offsets()
    )
    assert dots == sorted(areas["score_pct"]) and len(dots) == 18 * 8
    assert (tmp_path / "areas.png").read_bytes().startswith(b"\x89PNG")
    pyplot.close("all")
