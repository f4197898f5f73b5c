"""Fixtures of all tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from parreport.language import set_language
from tests.cases import Case, write_year

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the project."""
    return PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of known answers and published figures beside the project."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs ../shared, which lies beside the project only where it is developed")
    return folder


@pytest.fixture
def write_case(tmp_path: Path) -> Callable[..., Case]:
    """Write a framework, inputs and parameters into the test's own folder."""
    return partial(write_year, tmp_path)


@pytest.fixture(autouse=True)
def messages_in_english() -> None:
    """Each test starts with messages in English, whatever a report before it spoke."""
    set_language("en")
