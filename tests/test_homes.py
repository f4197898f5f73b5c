"""A user without a home is lent one, and it is gone when what needed it has ended."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from parreport.homes import home_folders, lent_home


def test_who_has_no_home_is_lent_one_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    pwd = pytest.importorskip("pwd")

    def unknown(number: int) -> None:
        raise KeyError(number)

    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    assert home_folders() == []
    with lent_home():
        lent = Path(os.environ["HOME"])
        assert lent.is_dir()
        assert home_folders() == [lent]
    assert not lent.exists()
    assert "HOME" not in os.environ
