"""``make lab``: JupyterLab begins in the language of the machine."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import jupyterlab.labapp
import pytest
from jupyterlab_server.settings_utils import get_settings
from jupyterlab_server.translation_utils import get_language_pack

from parreport.workbench import __main__ as starting


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What JupyterLab is started with; the places of settings as they were."""
    calls: list[list[str]] = []
    monkeypatch.setattr(jupyterlab.labapp, "main", calls.append)
    monkeypatch.setenv(starting.PLACES, "")
    return calls


@pytest.mark.parametrize(
    ("locale", "chosen"), [("vi_VN.UTF-8", "vi_VN"), ("Vietnamese_Vietnam.1258", "vi_VN"), ("en_US.UTF-8", "default")]
)
def test_jupyterlab_finds_the_language_of_the_machine(
    locale: str, chosen: str, started: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["lab", "--port=8899", "notebooks/00_workbench.ipynb"])
    starting.main()
    assert started == [["--port=8899", "notebooks/00_workbench.ipynb"]]
    schemas = Path(sys.prefix) / "share" / "jupyter" / "lab" / "schemas"
    plugin = "@jupyterlab/translation-extension:plugin"
    found, _ = get_settings(str(tmp_path), str(schemas), str(tmp_path), schema_name=plugin)
    assert found["schema"]["properties"]["locale"]["default"] == chosen
    assert found["settings"] == {}
    assert list(tmp_path.iterdir()) == []


def test_settings_of_the_machine_come_after(started: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    monkeypatch.setenv(starting.PLACES, "elsewhere")
    starting.main()
    own, *others = os.environ[starting.PLACES].split(os.pathsep)
    assert Path(own) == starting.SETTINGS / "vi"
    assert others == ["elsewhere"]


def test_each_language_that_is_chosen_has_its_words_installed() -> None:
    for file in starting.SETTINGS.glob("*/labconfig/default_setting_overrides.json"):
        code = json.loads(file.read_text("utf-8"))["@jupyterlab/translation-extension:plugin"]["locale"]
        words, said = get_language_pack(code)
        assert said == ""
        assert len(words["jupyterlab"]) > 200
