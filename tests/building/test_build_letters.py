"""What ``check`` lets pass, ``build`` makes: a year with awkward letters in every place that is typed."""

from __future__ import annotations

import csv
import json
import shutil
from itertools import cycle
from pathlib import Path

import pytest
from pypdf import PdfReader

from parreport.cli import main

TINY = Path(__file__).parents[1] / "tiny"
PASTED = (
    "Đạt ✅ 🙂",
    "漢字",
    "ไทย",
    "\uf0d8 một \uf0b7 hai",
    "مرحبا",
    "שָׁלוֹם",
    "cờ 🇻🇳 👍🏽",
    "𝐓𝐡𝐨\u0302𝐧𝐠 𝐛𝐚\u0301𝐨",
    "dòng\nhai",
    "riêng \ue123 \u0378",
    "\u05b4dấu",
    "ｆｕｌｌ　width",
    "नमस्ते",
    "x\u00ady \ufffd",
)
TYPED = {
    "inputs/{year}/points.csv": ("reason", "evidence"),
    "inputs/{year}/units.csv": ("name",),
    "inputs/{year}/appraisal.csv": ("reason",),
    "inputs/{year}/calendar.csv": ("step",),
    "framework/{year}/items.csv": ("name", "remedy", "evidence"),
    "framework/{year}/targets.csv": ("name", "source"),
}


def paste(folder: Path) -> None:
    """Write awkward letters behind every text of a year."""
    pasted = cycle(PASTED)
    for year in ("2017", "2018"):
        for name, columns in TYPED.items():
            path = folder / name.format(year=year)
            if not path.exists():
                continue
            with path.open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
            for row in rows:
                row.update({one: f"{row[one]} {next(pasted)}" for one in columns if row.get(one)})
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, rows[0])
                writer.writeheader()
                writer.writerows(rows)
        run = (folder / f"{year}.yaml").read_text("utf-8").replace("tests/tiny", str(folder))
        run = run.replace("Tí Hon", "Tí Hon ✅ 漢")
        (folder / f"{year}.yaml").write_text(run, encoding="utf-8")


@pytest.mark.slow
def test_what_check_lets_pass_is_built_in_every_format(tmp_path: Path) -> None:
    year, out = tmp_path / "tiny", tmp_path / "out"
    shutil.copytree(TINY, year)
    paste(year)
    parameters = str(year / "2018.yaml")
    assert main(["check", parameters]) == 0
    assert main(["build", parameters, "--quiet", "--out", str(out)]) == 0
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert {"province.pdf", "units/so-a.docx", "slides-handout.pdf", "tables.xlsx", "decision.docx"} <= names
    printed = "\n".join(page.extract_text() for page in PdfReader(out / "province.pdf").pages)
    assert "tỉnh Tí Hon ✔ □" in printed
    assert "tỉnh Tí Hon ✅ 漢" in (out / "province.html").read_text("utf-8")
    assert "tỉnh Tí Hon ✅ 漢" in (out / "index.html").read_text("utf-8")
    notebooks = sorted(out.rglob("*.ipynb"))
    assert len(notebooks) > 4
    for path in notebooks:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        kinds = [one["output_type"] for cell in cells for one in cell.get("outputs", ())]
        assert "stream" not in kinds, f"{path.name} shows a warning"
