"""The model of Fay and Herriot on the milk data, against what R's sae prints for it."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from parreport.survey.small_areas import fit_area_model

FILE = Path(__file__).parent / "milk" / "milk.csv"


def test_the_milk_expenditure_of_43_areas_is_estimated_as_published() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    direct, errors, estimates, squares = (
        np.array([float(row[name]) for row in rows]) for name in ("direct", "se", "estimate", "mse")
    )
    majors = np.array([int(row["major_area"]) for row in rows])
    covariates = np.column_stack([np.ones(len(rows)), *(majors == major for major in (2, 3, 4))])
    model = fit_area_model(direct, errors**2, covariates)
    assert len(rows) == 43
    assert model.between == pytest.approx(0.01855022, abs=2e-7)
    assert model.coefficients == pytest.approx([0.9681890, 0.1327801, 0.2269462, -0.2413011], abs=5e-7)
    assert model.errors == pytest.approx([0.06936208, 0.10300072, 0.09232981, 0.08161707], abs=5e-7)
    assert model.estimates == pytest.approx(estimates, abs=1e-6)
    assert model.mean_squared_errors == pytest.approx(squares, abs=1e-7)  # sae stops its steps at 1e-4
