"""The state of the collection as a page of its own, for the folder that the steering group looks into.

In: a status. Out: one ``.html`` file without scripts and without anything from a network.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from parreport.building.status import Status, describe_left, describe_status, rows_of_status
from parreport.errors import naming
from parreport.files import write_whole
from parreport.language import language, text

STYLE = """
body { font: 16px/1.5 "Be Vietnam Pro", "Segoe UI", system-ui, sans-serif; color: #1d2b36; margin: 2rem auto;
  max-width: 75rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; line-height: 1.3; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.label { color: #a8531b; font-weight: 700; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; } caption { text-align: left; padding: .4rem 0; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #d5dde3; vertical-align: top; }
th { background: #eef3f6; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
tr.nothing td { background: #fdf3ea; }
@media print { body { margin: 0; font-size: 11px; } tr { break-inside: avoid; } thead { display: table-header-group; } }
"""
FIRST_NUMBER = 3


def write_status_page(status: Status, path: Path) -> None:
    """Write the page of a status, complete or not at all.

    Raises
    ------
    OSError : it cannot be written; the file is named.
    """
    labels = "".join(f'<p class="label">{escape(one)}</p>' for one in status.labels)
    head, summary = describe_status(status)
    heads, *rows = rows_of_status(status)
    body = "".join(_row(row, unit.given_n == 0) for row, unit in zip(rows, status.units, strict=True))
    cells = "".join(f'<th scope="col"{_kind(at)}>{escape(one)}</th>' for at, one in enumerate(heads))
    page = (
        f'<!doctype html><html lang="{language()}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(head)}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{escape(head)}</h1>{labels}<p>{escape(summary)}</p>"
        f'<div class="table"><table><caption>{escape(text("Units, and what has come of each"))}</caption>'
        f"<thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table></div>{_show_steps(status)}</main></body></html>\n"
    )
    with naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, page.encode())


def _row(cells: tuple[str, ...], is_empty: bool) -> str:
    kind = ' class="nothing"' if is_empty else ""
    return f"<tr{kind}>" + "".join(f"<td{_kind(at)}>{escape(one)}</td>" for at, one in enumerate(cells)) + "</tr>"


def _kind(at: int) -> str:
    return ' class="number"' if at >= FIRST_NUMBER else ""


def _show_steps(status: Status) -> str:
    if not status.steps:
        return ""
    rows = "".join(
        f"<tr><td>{escape(step.due)}</td><td>{escape(step.step)}</td><td>{escape(describe_left(step))}</td></tr>"
        for step in status.steps
    )
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in (text("Due"), text("Step"), text("State")))
    title = escape(text("Steps of the year"))
    return (
        f'<h2>{title}</h2><div class="table"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
