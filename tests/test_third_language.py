"""A language that nobody wrote code for: a folder of catalogues, and reports are in it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from docx import Document
from pypdf import PdfReader

from parreport.language import LOCALE_FOLDER, read_catalogue
from tests.built import PROJECT, write_two_years

pytestmark = pytest.mark.slow
SENTENCES = sorted(read_catalogue("vi"))


def write_catalogue(folder: Path) -> None:
    """Write French that is none: each English sentence in quotation marks."""
    catalogue = Catalog(locale="fr")
    for sentence in SENTENCES:
        catalogue.add(sentence, f"«{sentence}»")
    folder.mkdir()
    with (folder / "all.po").open("wb") as file:
        write_po(file, catalogue)


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of a unit, made by a package with one more folder of catalogues."""
    folder = tmp_path_factory.mktemp("french")
    package = folder / "package" / "parreport"
    shutil.copytree(LOCALE_FOLDER.parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "notebooks", folder / "notebooks")
    write_catalogue(package / "locale" / "fr")
    write_two_years(folder, language="fr", published="2019-06-28")
    env = {**os.environ, "PYTHONPATH": str(package.parent), "LC_ALL": "fr_FR.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "parreport", "build", "2018.yaml", "--only", "a"],
        cwd=folder, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "units/a: «asked for»" in done.stdout
    return folder / "reports" / "2018"


def test_a_page_is_in_the_language_and_no_sentence_is_left_in_english(french: Path) -> None:
    page = unescape((french / "units" / "a.html").read_text("utf-8"))
    assert '<html lang="fr"' in page
    assert "«Strengths and weaknesses»" in page and "«Annex: the whole score sheet»" in page
    left = [one for one in SENTENCES if " " in one and re.search(f">{re.escape(one)}<", page)]
    assert left == []
    first = unescape((french / "index.html").read_text("utf-8"))
    assert '<html lang="fr"' in first and "«Search by name»" in first


def test_numbers_and_dates_are_written_as_its_readers_write_them(french: Path) -> None:
    page = unescape((french / "units" / "a.html").read_text("utf-8"))
    assert "«28 juin 2019»" in page
    assert re.search(r"\d,\d\d", page) and not re.search(r">\d+\.\d\d<", page)


def test_word_and_pdf_say_which_language_they_are_in(french: Path) -> None:
    styles = Document(str(french / "units" / "a.docx")).styles.element.xml
    assert 'w:lang w:val="fr"' in styles
    assert PdfReader(french / "units" / "a.pdf").trailer["/Root"]["/Lang"] == "fr"


def test_a_language_without_a_folder_is_refused_with_what_is_expected(tmp_path: Path) -> None:
    write_two_years(tmp_path, language="de")
    done = subprocess.run(
        [sys.executable, "-m", "parreport", "check", "2018.yaml", "--language", "en"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert (
        'language: found "de"; expected a language that parreport has, such as vi or en'
        in done.stderr
    )
