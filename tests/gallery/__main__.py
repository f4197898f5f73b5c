"""``python -m tests.gallery FOLDER [CASE …]``: the gallery, a page for each case and language."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.gallery.cases import CASES, write_case
from tests.gallery.page import draw, write


def main(target: Path, wanted: Sequence[str] = ()) -> None:
    """Draw the wanted cases, or all, in both languages; the first page is the sample in Vietnamese."""
    target.mkdir(parents=True, exist_ok=True)
    pages = [(case, language) for case in CASES for language in ("vi", "en")]
    files = {f"{c.name} · {code}": f"{c.name}-{code}.html" for c, code in pages}
    files[f"{CASES[0].name} · vi"] = "index.html"
    for case, language in pages:
        if wanted and case.name not in wanted:
            continue
        name = f"{case.name} · {language}"
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            page = draw(write_case(case, Path(folder), language))
        write(page, f"{name}: {case.shows}", language, files, target / files[name])
        print(f"{target / files[name]}: {page.charts} charts, {page.tables} tables", flush=True)
        for fault in page.faults:
            print(f"  {fault}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2:])
