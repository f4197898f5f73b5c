"""``unit_covariates.csv``: a figure of every unit of a block; every fault at its cell. M 16.7."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from parreport.inputs.faults import Faults
from parreport.inputs.survey.covariates import read_covariates

UNITS = pd.DataFrame({"unit_code": ["a", "b", "007"], "block": ["xa", "xa", "so"]}, dtype=object)
HEAD = "unit_code,covariate,value"


def read(folder: Path, *rows: str, head: str = HEAD) -> tuple[pd.DataFrame, list[str]]:
    path = folder / "unit_covariates.csv"
    path.write_text("\n".join((head, *rows, "")), "utf-8")
    faults = Faults()
    return read_covariates(path, UNITS, faults), [str(one).partition(".csv, ")[2] for one in faults.problems]


def test_without_a_file_nothing_is_known_of_the_units(tmp_path: Path) -> None:
    assert read_covariates(tmp_path / "unit_covariates.csv", UNITS, Faults()).shape == (3, 0)


def test_each_figure_is_a_column_by_unit(tmp_path: Path) -> None:
    found, faults = read(tmp_path, 'b,poor,"3,5"', "a,poor,-2", "007,staff,12", head="Mã đơn vị,Biến phụ trợ,Giá trị")
    assert faults == []
    assert list(found.index) == ["a", "b", "007"]
    assert found.loc[["a", "b"], "poor"].tolist() == [-2, 3.5] and pd.isna(found.loc["007", "poor"])
    assert found["staff"].tolist()[2] == 12


def test_faults_are_told_at_their_cells_all_at_once(tmp_path: Path) -> None:
    _, faults = read(tmp_path, "a,poor,1", "a,poor,2", "b,poor,x", "007,,3", "007,staff,", "c,poor,1")
    assert [one.partition("; expected ")[0] for one in faults] == [
        'row 3, unit a, covariate: found "poor"',
        'row 4, unit b, value: found "x"',
        "row 5, unit 007, covariate: found (blank)",
        "row 6, unit 007, value: found (blank)",
        'row 7, unit c, unit_code: found "c"',
    ]


def test_a_figure_stands_for_every_unit_of_a_block_or_for_none(tmp_path: Path) -> None:
    _, (fault,) = read(tmp_path, "a,poor,1", "007,poor,1")
    assert fault == "covariate: poor of every unit of block xa, or of none; there is none of b"
