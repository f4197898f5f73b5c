"""Executed notebooks as JupyterLab and Notebook show them: trusted and not, light and dark; words and columns apart.

Both speak Vietnamese to who does, as ``make lab`` starts them.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.kernels import share_kernels

PROJECT = Path(__file__).resolve().parents[2]
NAMES = {"workbench": "00_workbench", "province": "01_province", "unit": "02_unit", "slides": "06_slides"}
START_SECONDS = 120
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("jupyterlab")]

# What is seen of each part: the words of key figures, the sides of cells, the boxes of pictures, colours.
SEEN = r"""() => {
  const output = [...document.querySelectorAll(".jp-OutputArea-output")];
  const all = (which) => output.flatMap((one) => [...one.querySelectorAll(which)]);
  const box = (one) => { const b = one.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
  const words = (one) => { const r = document.createRange(); r.selectNodeContents(one); return box(r); };
  const shows = (cell, kind) => cell.className.includes(kind) && cell.textContent.trim();
  const ground = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (color !== "rgba(0, 0, 0, 0)") return color;
    }
    return "rgb(255, 255, 255)";
  };
  return {
    scripts: all("script").length,
    figures: all(".pr-figure").map((one) => ({
      label: one.querySelector("dt").textContent, box: box(one), value: box(one.querySelector("strong")),
      under: box(one.querySelector("dt")), words: one.textContent,
      lines: one.innerText.split("\n").filter(Boolean).length,
    })),
    tables: all(".pr-table table").filter((one) => one.checkVisibility()).map((one) => ({
      caption: one.caption.textContent, captioned: words(one.caption), box: box(one),
      numbers: [...one.tBodies[0].rows].slice(0, 12).map((row) => [...row.cells].map((cell) =>
        shows(cell, "pr-number") ? box(cell)[2] - words(cell)[2] : null)),
      names: [...one.tBodies[0].rows].slice(0, 12).map((row) => [...row.cells].map((cell) =>
        shows(cell, "pr-text") ? words(cell)[0] - box(cell)[0] : null)),
    })),
    pictures: all("figure img").map((one) => ({
      box: box(one), whole: one.naturalWidth > 0, alt: one.alt, ground: getComputedStyle(one).backgroundColor,
      title: one.closest("figure").querySelector("figcaption").innerText,
    })),
    labels: all(".pr-label").map((one) => one.innerText),
    heat: [...new Set(all(".pr-table-heat td").map((one) => getComputedStyle(one).backgroundColor))].length,
    frames: all("table.dataframe").map((one) => ({
      box: box(one), rows: [...one.tBodies[0].rows].map((row) => [...row.cells].map((cell) => {
        const seen = words(cell), own = box(cell);
        return {left: seen[0] - own[0], right: own[2] - seen[2], words: cell.textContent};
      })),
    })),
    own: all("img").filter((one) => !one.closest("figure")).map((one) => ({
      box: box(one), whole: one.naturalWidth > 0,
    })),
    words: output.map((one) => one.innerText).join("\n"),
    inks: all("td, th, p, dt, strong, li").slice(0, 3000).filter((one) => one.textContent.trim()).map((one) =>
      [getComputedStyle(one).color, ground(one)].join(" on ")).filter((one, at, list) => list.indexOf(one) === at),
    titles: output.flatMap((one) => [...one.querySelectorAll("h1, h2")].map((head) => head.textContent)),
  };
}"""


@dataclass(frozen=True)
class Lab:
    """A server: its address, the settings of its user, the folder that it shows, its environment."""

    address: str
    settings: Path
    root: Path
    env: dict[str, str]


def light_of(color: str) -> float:
    parts = [float(one) / 255 for one in color[color.index("(") + 1 : -1].split(",")[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_of(pair: str) -> float:
    low, high = sorted(light_of(color) for color in pair.split(" on "))
    return (high + 0.05) / (low + 0.05)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def lay_notebook(lab: Lab, name: str) -> None:
    """Run a notebook of the sample, as a build does, and lay it where the server looks, trusted (``t-``) and not."""
    import papermill

    if (lab.root / f"u-{name}.ipynb").exists():
        return
    made = lab.root.parent / f"{name}.ipynb"
    with share_kernels() as kernels:
        papermill.execute_notebook(
            PROJECT / "notebooks" / f"{NAMES[name]}.ipynb",
            made,
            cwd=PROJECT,
            engine_name="parreport",
            kernels=kernels,
            progress_bar=False,
        )
    for mark in "tu":
        notebook = json.loads(made.read_text("utf-8"))
        notebook["metadata"]["opened"] = mark  # else the one would be trusted with the other
        (lab.root / f"{mark}-{name}.ipynb").write_text(json.dumps(notebook), "utf-8")
    trust = [sys.executable, "-m", "jupyter", "trust", str(lab.root / f"t-{name}.ipynb")]
    subprocess.run(trust, env=lab.env, check=True, stdout=subprocess.DEVNULL)


def settings(folder: Path, dark: bool) -> Path:
    """Write the settings of somebody who uses a dark theme, or a light one."""
    chosen = {
        "apputils-extension/themes": {"theme": "JupyterLab Dark" if dark else "JupyterLab Light"},
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "notebook-extension/tracker": {"windowingMode": "none"},
    }
    for name, values in chosen.items():
        file = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), "utf-8")
    return folder


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab of its own; notebooks are run and laid there when they are looked at."""
    folder = tmp_path_factory.mktemp("lab")
    root = folder / "root"
    for one in (root, folder / "home"):
        one.mkdir()
    own = {f"JUPYTER_{name}_DIR": str(folder / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    here = {"HOME": str(folder / "home"), "IPYTHONDIR": str(folder / "ipython"), "LC_ALL": "vi_VN.UTF-8"}
    env = {**os.environ, **own, **here}
    port = free_port()
    said = (folder / "said.txt").open("w")
    options = [f"--ServerApp.{name}" for name in ("token=", "password=", "port_retries=0", f"root_dir={root}")]
    options += [f"--LabApp.user_settings_dir={folder / 'settings'}", "--ServerApp.open_browser=False", "--allow-root"]
    settings(folder / "settings", dark=False)
    started = [sys.executable, "-m", "parreport.workbench", f"--port={port}", "--ip=127.0.0.1", *options]
    server = subprocess.Popen(started, env=env, stdout=said, stderr=subprocess.STDOUT)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"{address}/api/status", timeout=5).close()
                break
            except OSError:
                assert server.poll() is None and time.monotonic() < until, (folder / "said.txt").read_text("utf-8")
                time.sleep(0.3)
        yield Lab(address, folder / "settings", root, env)
    finally:
        server.terminate()
        server.wait(START_SECONDS)  # it ends its kernels first
        said.close()
        shutil.rmtree(root, ignore_errors=True)


class Seen(dict[str, Any]):
    """What is seen of a notebook at 1280 pixels, by how it was opened; looked at when it is asked for.

    It is opened in JupyterLab, with the word ``notebook`` at the end in Notebook 7.
    """

    def __init__(self, lab: Lab, browser: Any) -> None:
        super().__init__()
        self.lab = lab
        self.browser = browser
        self.menus: dict[str, list[str]] = {}

    def __missing__(self, opened: str) -> Any:
        name, trust, theme, *app = opened.split()
        lay_notebook(self.lab, name)
        settings(self.lab.settings, theme == "dark")
        page = self.browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"{self.lab.address}/{'notebooks' if app else 'doc/tree'}/{trust[0]}-{name}.ipynb")
        page.locator(".jp-OutputArea-output img").first.wait_for(state="attached", timeout=START_SECONDS * 1000)
        page.locator(f"body[data-jp-theme-light='{'false' if theme == 'dark' else 'true'}']").wait_for(
            state="attached", timeout=30_000
        )
        page.wait_for_function("() => [...document.images].every((one) => one.complete)")
        page.wait_for_timeout(1500)
        self[opened] = page.evaluate(SEEN)
        self.menus[opened] = page.locator(".lm-MenuBar-itemLabel").all_inner_texts()
        page.close()
        return self[opened]


@pytest.fixture(scope="session")
def seen(lab: Lab, browser: Any) -> Seen:
    """What JupyterLab shows of each notebook."""
    return Seen(lab, browser)


IN_NOTEBOOK = "unit untrusted dark notebook"
BY_DAY = ("unit trusted light", "unit untrusted light", IN_NOTEBOOK)
OPENED = [
    pytest.param(one, marks=() if one in BY_DAY else pytest.mark.nightly)
    for one in (
        *(f"{n} {t} {d}" for d in ("light", "dark") for n in NAMES for t in ("trusted", "untrusted")),
        *(f"{n} untrusted {d} notebook" for d in ("light", "dark") for n in NAMES),
    )
]
OWN = [one for one in OPENED if str(one.values[0]).startswith("workbench")]  # tables and charts of one's own
PRESSED = [one for one in OPENED if one not in OWN]
REPORTS = [one for one in PRESSED if not str(one.values[0]).startswith("slides")]


@pytest.mark.parametrize("opened", REPORTS)
def test_key_figures_stand_side_by_side_with_their_words_beneath_each_other(seen: dict[str, Any], opened: str) -> None:
    figures = seen[opened]["figures"]
    assert len(figures) >= 4
    for one in figures:
        assert one["lines"] >= 2
        assert one["under"][3] <= one["value"][1] + 1  # the label ends where the figure begins
        assert one["words"].startswith(f"{one['label']} ")
    first = [one for one in figures if abs(one["box"][1] - figures[0]["box"][1]) < 2]
    assert len(first) >= 4
    assert all(left["box"][2] <= right["box"][0] for left, right in pairwise(first))
    assert max(one["value"][1] for one in first) - min(one["value"][1] for one in first) < 2


@pytest.mark.parametrize("opened", REPORTS)
def test_the_cells_of_tables_stand_in_columns(seen: dict[str, Any], opened: str) -> None:
    tables = seen[opened]["tables"]
    assert len(tables) > 4
    for one in tables:
        assert abs(one["captioned"][0] - one["box"][0]) < 12, one["caption"]
        for at in range(max(map(len, one["numbers"]))):
            for key in ("numbers", "names"):
                gaps = [row[at] for row in one[key] if at < len(row) and row[at] is not None]
                assert not gaps or max(gaps) - min(gaps) < 1.5, (one["caption"], at)


@pytest.mark.parametrize("opened", PRESSED)
def test_every_picture_is_seen_on_white_with_its_words(seen: dict[str, Any], opened: str) -> None:
    pictures = seen[opened]["pictures"]
    assert len(pictures) >= 3
    for one in pictures:
        assert one["whole"] and one["alt"] and one["title"].strip()
        assert one["ground"] == "rgb(255, 255, 255)"
        assert one["box"][2] - one["box"][0] > 500 and one["box"][2] <= 1280


@pytest.mark.parametrize("opened", OPENED)
def test_words_can_be_read_and_labels_stand_and_nothing_runs(seen: dict[str, Any], opened: str) -> None:
    found = seen[opened]
    assert {one: round(contrast_of(one), 2) for one in found["inks"] if contrast_of(one) < 3.5} == {}
    assert found["scripts"] == 0


@pytest.mark.parametrize("opened", PRESSED)
def test_what_is_illustrative_says_so(seen: dict[str, Any], opened: str) -> None:
    found = seen[opened]
    assert found["labels"] and set(found["labels"]) == {"SỐ LIỆU MINH HOẠ"}


@pytest.mark.parametrize("opened", OWN)
def test_tables_and_charts_of_ones_own_stand_in_columns_within_the_page(seen: dict[str, Any], opened: str) -> None:
    found = seen[opened]
    filled = [one for one in found["frames"] if one["rows"]]
    assert len(filled) == 4 and len(found["own"]) == 3
    for one in filled:
        assert one["box"][2] <= 1280
        for column in zip(*one["rows"], strict=True):
            assert max(cell["right"] for cell in column) - min(cell["right"] for cell in column) < 1.5, column[0]
            assert min(cell["left"] for cell in column) > 1
    assert all(one["whole"] and one["box"][2] <= 1280 for one in found["own"])
    comparison = found["words"].partition("Sở, ban, ngành: 2017 và 2018")[0].splitlines()
    assert "SỐ LIỆU MINH HOẠ" in comparison
    titles = [one["caption"] for one in found["tables"]]
    assert [one for one in titles if one.endswith(": 2017 và 2018")] and len(titles) == 4
    for one in found["tables"]:
        for at in range(max(map(len, one["numbers"]))):
            gaps = [row[at] for row in one["numbers"] if at < len(row) and row[at] is not None]
            assert not gaps or max(gaps) - min(gaps) < 1.5, (one["caption"], at)


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        pytest.param(name, mode, marks=() if (name, mode) == ("unit", "light") else pytest.mark.nightly)
        for name in NAMES
        for mode in ("light", "dark")
    ],
)
def test_a_notebook_that_nobody_trusts_looks_like_one_that_is_trusted(
    seen: dict[str, Any], name: str, mode: str
) -> None:
    one, other = (seen[f"{name} {trust} {mode}"] for trust in ("trusted", "untrusted"))
    assert one == other


@pytest.mark.parametrize("opened", [one for one in REPORTS if str(one.values[0]).startswith("province")])
def test_classes_of_the_heat_table_have_their_colors(seen: dict[str, Any], opened: str) -> None:
    assert seen[opened]["heat"] >= 5


@pytest.mark.nightly
def test_the_first_slide_has_its_title_once(seen: dict[str, Any]) -> None:
    titles = seen["slides untrusted light"]["titles"]
    assert titles.count(titles[0]) == 1


@pytest.mark.parametrize("opened", ["unit untrusted light", IN_NOTEBOOK])
def test_menus_are_vietnamese_where_the_machine_is_and_nobody_chose(seen: Seen, opened: str) -> None:
    assert seen[opened]
    menus = seen.menus[opened]
    assert [menus[0], *menus[-2:]] == ["Tệp", "Cài đặt", "Trợ giúp"]
    assert not (seen.lab.settings / "@jupyterlab" / "translation-extension").exists()
