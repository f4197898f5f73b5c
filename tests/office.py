"""LibreOffice without a window, where it is: whole folders are converted by one call."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

OFFICE = shutil.which("soffice")
CALC = ("/usr/lib/libreoffice/program/libsclo.so", "/usr/lib64/libreoffice/program/libsclo.so")
needs_office = pytest.mark.skipif(
    OFFICE is None or not any(Path(one).exists() for one in CALC), reason="LibreOffice Calc (soffice) is not installed"
)


def convert(files: Sequence[Path], out: Path, to: str = "xlsx") -> list[Path]:
    """Open files in LibreOffice and save them anew; return the files made, in the same order."""
    assert OFFICE is not None
    out.mkdir(parents=True, exist_ok=True)
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    call = [OFFICE, profile, "--headless", "--convert-to", to, "--outdir", str(out), *map(str, files)]
    done = subprocess.run(call, capture_output=True, text=True, timeout=300, check=False)
    made = [out / f"{one.stem}.{to.partition(':')[0]}" for one in files]
    missing = [one.name for one in made if not one.is_file()]
    assert not missing, (missing, done.stdout[-500:], done.stderr[-500:])
    return made
