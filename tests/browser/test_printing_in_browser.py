"""Pages printed from the browser: heads repeat, no row is parted, no table is wider than the page."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.browser.conftest import Open

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

A4 = (595, 842)
AT_NIGHT = ("period.html", "method.html", "units/so-noi-vu.html")
POINTS = 0.75  # of a CSS pixel; Chromium prints smaller what is too wide for the page
# A sign of one point's size in each row of each table: h at the head, a row's first and last cell in print.
MARK = """() => [...document.querySelectorAll("table")].map((table, number) => {
  if (!table.checkVisibility()) return 0;
  const sign = (cell, words) => {
    const one = document.createElement("span");
    one.style.cssText = "font: 1px sans-serif; white-space: nowrap";
    one.textContent = ` @${words}@ `;
    cell.append(one);
  };
  sign(table.tHead.rows[0].cells[0], `h${number}`);
  [...table.tBodies[0].rows].forEach((row, at) => {
    if (row.hidden) return;
    sign(row.cells[0], `b${number}.${at}`);
    sign([...row.cells].filter((cell) => cell.checkVisibility()).at(-1), `e${number}.${at}`);
  });
  return table.tBodies[0].rows.length;
})"""


def signs_on(page: Any) -> dict[str, float]:
    """Return the signs of a printed page, and the points of a pixel at each."""
    found: dict[str, float] = {}

    def note(words: str, cm: list[float], tm: list[float], font: Any, size: Any) -> None:
        for one in re.findall(r"@([hbe][\d.]+)@", words.replace(" ", "")):
            found[one] = cm[0]

    page.extract_text(visitor_text=note)
    return found


def faults_of_print(printed: pypdf.PdfReader, rows: list[int]) -> list[str]:
    """Return what is wrong with the tables of a printed page."""
    faults, met = [], set[str]()
    for number, page in enumerate(printed.pages, start=1):
        if (round(page.mediabox.width), round(page.mediabox.height)) != A4:
            faults.append(f"page {number} is no upright A4")
        signs = signs_on(page)
        met |= set(signs)
        if min(signs.values(), default=POINTS) < POINTS - 0.001:
            faults.append(f"page {number} is shrunk, for something is wider than it")
        for sign in signs:
            table = sign[1:].split(".")[0]
            if sign[0] == "b" and f"h{table}" not in signs:
                faults.append(f"page {number}: table {table} goes on without its head")
            if sign[0] == "b" and "e" + sign[1:] not in signs:
                faults.append(f"page {number}: row {sign[1:]} is parted")
    every = {f"b{table}.{row}" for table, count in enumerate(rows) for row in range(count)}
    return [*faults, *(f"not printed: {one}" for one in sorted(every - met))]


def print_page(seen: Any) -> tuple[pypdf.PdfReader, list[int]]:
    seen.page.emulate_media(media="print")
    seen.page.add_style_tag(content="svg { visibility: hidden }")  # read faster, laid out the same
    rows = seen.page.evaluate(MARK)
    return pypdf.PdfReader(io.BytesIO(seen.page.pdf(prefer_css_page_size=True))), rows


def test_the_check_sees_what_it_is_for(tmp_path: Path, open_page: Open) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{'<br>' * 99 * (n == 8)}x</td></tr>" for n in range(150))
    path = tmp_path / "bad.html"
    path.write_text(
        '<!doctype html><html lang="vi"><style>@page {size: A4} thead {display: table-row-group}'
        "td {vertical-align: top} td + td {min-width: 900px}</style><table><thead><tr><th>A</th>"
        f"<th>B</th></tr></thead><tbody>{rows}</tbody></table></html>",
        "utf-8",
    )
    faults = " ".join(faults_of_print(*print_page(open_page(path))))
    assert "page 2: table 0 goes on without its head" in faults
    assert "page 1 is shrunk" in faults and "row 0.8 is parted" in faults


@pytest.mark.parametrize(
    "name",
    [
        *("index.html", "province.html"),
        *(
            pytest.param(one, marks=pytest.mark.nightly)
            for one in ("period.html", "method.html", "units/so-noi-vu.html")
        ),
    ],
)
def test_printed_tables_are_whole(name: str, ben_tre: Path, open_page: Open) -> None:
    printed, rows = print_page(open_page(ben_tre / name))
    assert len(rows) > 0
    assert faults_of_print(printed, rows) == []
