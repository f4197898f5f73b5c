"""What was made, as links that JupyterLab opens.

In: a run. Out: a list of links to the files of its folder, or their place in words where the folder
lies beyond what JupyterLab shows.
"""

from __future__ import annotations

import csv
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from parreport.display.formats import format_count
from parreport.display.parts import Part, Section, Text, filled, gather
from parreport.language import in_language, text
from parreport.workbench.choosing import Run

ENDINGS = (".html", ".pdf", ".docx", ".xlsx", ".ipynb")
NAMES = (
    "index",
    "province",
    "satisfaction",
    "period",
    "method",
    "annex",
    "slides",
    "slides-handout",
    "decision",
    "tables",
)
MOST_UNITS = 200


@dataclass(frozen=True)
class Links(Part):
    """Lines of links: what each line is of, and its files by their endings."""

    caption: str
    lines: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]

    def fields(self) -> dict[str, Any]:
        entries = [f"{name}: {', '.join(words for words, _ in files)}" for name, files in self.lines]
        return {"kind": "bullets", **filled(entries=entries)}

    def html(self) -> str:
        rows = []
        for name, files in self.lines:
            links = " · ".join(f'<a href="{escape(to)}" target="_blank">{escape(words)}</a>' for words, to in files)
            rows.append(f"<li>{escape(name)}: {links}</li>")
        return f'<p>{escape(self.caption)}</p><ul class="pr-list" style="column-width:26em">{"".join(rows)}</ul>'


def show_made(run: Run) -> Section:
    """Show what stands in the folder of reports, as links where JupyterLab can open them."""
    here = Path.cwd()  # of the notebook: JupyterLab reads links from there
    with run.at_work():
        folder = run.target
        if not (folder / "index.html").is_file():
            return gather(Text(text("{folder}: no reports yet.", folder=run.shown_target)))
        parts: list[Part] = []
        if not is_shown_by_jupyter(folder):
            words = text(
                "The folder lies outside of the one that JupyterLab shows; open it in the file manager: {folder}",
                folder=str(folder),
            )
            return gather(Text(words, "warning"))
        whole = tuple(_line(_title(name), folder, name, here) for name in NAMES)
        units = name_units(folder)
        each = tuple(_line(units[code], folder, f"units/{code}", here) for code in list(units)[:MOST_UNITS])
        parts.append(Links(text("In {folder}:", folder=run.shown_target), tuple(one for one in whole if one[1])))
        if each:
            caption = text("Reports of units ({n}):", n=format_count(len(units)))
            parts.append(Links(caption, each))
        return gather(parts)


def name_units(folder: Path) -> dict[str, str]:
    """Return the units that have a report, with their names, in the order of the ranking table."""
    made = {path.stem for path in folder.glob("units/*.html")}
    names: dict[str, str] = {}
    with suppress(OSError, KeyError, UnicodeDecodeError, csv.Error):
        lines = (folder / "tables" / "index.csv").read_text("utf-8-sig").splitlines()
        for row in csv.DictReader(lines):
            names[row["unit_code"]] = in_language(row["unit_name"], row.get("unit_name_en") or "")
    return {code: names.get(code, code) for code in [*names, *sorted(made - names.keys())] if code in made}


def _line(words: str, folder: Path, name: str, here: Path) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a line of links, each as seen from the folder of the notebook."""
    files = [folder / f"{name}{ending}" for ending in ENDINGS]
    made = [file for file in files if file.is_file()]
    return words, tuple((file.suffix[1:], quote(Path(os.path.relpath(file, here)).as_posix())) for file in made)


def _title(name: str) -> str:
    return {
        "index": text("First page"),
        "province": text("Province report"),
        "satisfaction": text("Satisfaction report"),
        "period": text("Period report"),
        "method": text("Framework and method"),
        "annex": text("Annex"),
        "slides": text("Slides"),
        "slides-handout": text("Handout of the slides"),
        "decision": text("Decision on the result"),
        "tables": text("All tables"),
    }[name]


def is_shown_by_jupyter(folder: Path) -> bool:
    """Tell whether the folder lies under the root of the Jupyter server that runs the kernel.

    Where no server tells its root (papermill, another editor), links are as good as anything.
    """
    root = read_jupyter_root()
    return root is None or Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(root))


def read_jupyter_root() -> Path | None:
    """Return the root folder of the Jupyter server that started this kernel; None where it is not told."""
    server = os.environ.get("JPY_PARENT_PID", "")
    if not server.isdigit():
        return None
    from jupyter_core.paths import jupyter_runtime_dir

    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((Path(jupyter_runtime_dir()) / f"jpserver-{server}.json").read_text("utf-8"))
        return Path(told["root_dir"])
    return None
