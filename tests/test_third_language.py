"""A language that the code does not know: a folder of catalogues is all that it takes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

from parreport import language
from parreport.display.formats import format_count, format_date, format_number
from parreport.publishing.word.styles import locale_of
from tests.built import POINTS, PROJECT, TREE, built_once, run, write_relative
from tests.cases import Case
from tests.pseudo import pseudo, write_pseudo
from tests.test_pages import Page

UNITS = {"a": {"name_en": "Unit a"}, "b": {"name_en": "Unit b"}}
NAMES = {"Đơn vị a": "Unité A", "Mục 2.1": "Point 2.1"}
CACHED = (language.known_languages, language.read_catalogue, language.names_in, language.number_marks)


def forget() -> None:
    for read in CACHED:
        read.cache_clear()


@pytest.fixture
def locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the Vietnamese catalogues, to which a language can be added."""
    folder = tmp_path / "locale"
    shutil.copytree(language.LOCALE_FOLDER / "vi", folder / "vi")
    monkeypatch.setattr(language, "LOCALE_FOLDER", folder)
    forget()
    yield folder
    forget()


def write_french(folder: Path) -> Case:
    base = write_relative(folder, TREE, {**POINTS, "a": {"1.1": 2, "1.2": 2, "2.1": 4}}, name="2017", units=UNITS)
    return write_relative(folder, TREE, POINTS, base=base, units=UNITS, language="fr")


# --- catalogues ------------------------------------------------------------------------------


def test_a_folder_of_catalogues_is_a_language(locale: Path) -> None:
    assert language.known_languages() == ("vi", "en")
    write_pseudo(locale / "fr")
    (locale / "lo").mkdir()  # no catalogue in it
    forget()
    assert language.known_languages() == ("fr", "vi", "en")
    with language.use_language("fr"):
        assert language.text("yes or no") == "ÿés ôr nô"
        assert language.counted(2, "1 stone", "{n} stones") == "2 stones"  # not a sentence of ours


def test_numbers_dates_and_locale_are_those_of_the_language() -> None:
    with language.use_language("fr"):
        assert format_number(-1234.5, 1) == "\u22121\u202f234,5"
        assert format_count(12345) == "12\u202f345"
        assert format_date(date(2019, 1, 5)) == "5 janvier 2019"
    with language.use_language("sw"):
        assert (format_number(2.5, 1), format_count(12345)) == ("2.5", "12,345")
    assert [locale_of(code) for code in ("vi", "en", "fr", "lo")] == ["vi-VN", "en-GB", "fr-FR", "lo-LA"]


def test_a_name_is_that_of_the_catalogue_else_the_english_else_the_vietnamese(locale: Path) -> None:
    write_pseudo(locale / "fr", names=NAMES)
    forget()
    with language.use_language("fr"):
        assert language.in_language("Đơn vị a", "Unit a") == "Unité A"
        assert language.in_language("Đơn vị b", "Unit b") == "Unit b"
        assert language.in_language("Đơn vị c", "") == "Đơn vị c"
    with language.use_language("vi"):
        assert language.in_language("Đơn vị a", "Unit a") == "Đơn vị a"


def test_what_is_not_translated_is_told(locale: Path, tmp_path: Path) -> None:
    write_pseudo(locale / "fr", without={"yes or no"})
    forget()
    assert language.find_untranslated("fr") == ["yes or no"]
    write_french(tmp_path)
    checked = run(tmp_path, "check", "2018.yaml")
    whole = len(language.read_catalogue("vi"))
    told = (
        f"language fr: {whole - 1} of {whole} sentences are translated, the others stand in English, as does "
        f"“yes or no”"
    )
    assert (checked.code, checked.err) == (0, "")
    assert told in checked.out
    assert told in json.loads(run(tmp_path, "check", "2018.yaml", "--json").out)["notes"]


def test_a_whole_language_leaves_no_note(locale: Path, tmp_path: Path) -> None:
    write_pseudo(locale / "fr")
    forget()
    write_french(tmp_path)
    assert "language fr" not in run(tmp_path, "check", "2018.yaml").out


def test_a_translation_with_other_places_counts_as_none(locale: Path) -> None:
    write_pseudo(locale / "fr", without={"{n} cells"})
    (locale / "fr" / "wrong.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "{n} cells"\nmsgstr "{m} cellules"\n',
        "utf-8",
    )
    forget()
    assert language.find_untranslated("fr") == ["{n} cells"]
    with language.use_language("fr"):
        assert language.text("{n} cells", n=3) == "3 cells"


def test_a_language_without_catalogue_is_a_fault(locale: Path, tmp_path: Path) -> None:
    write_french(tmp_path)
    checked = run(tmp_path, "check", "2018.yaml")
    assert checked.code == 1
    assert 'language: found "fr"; expected a language that parreport has, such as vi or en' in checked.err


def test_messages_speak_the_language_of_the_machine(locale: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from parreport.cli import message_language

    write_pseudo(locale / "fr")
    forget()
    for said, code in {
        "fr_FR.UTF-8": "fr",
        "vi_VN": "vi",
        "Vietnamese_Vietnam.1258": "vi",
        "de_DE": "en",
        "C": "en",
    }.items():
        monkeypatch.setenv("LC_ALL", said)
        assert message_language(["check"]) == code
    assert message_language(["check", "--language", "fr"]) == "fr"


# --- reports: a build by a copy of the package that has one folder more -----------------------


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A unit report, the deck and the first page in French, made in every format."""

    def make(folder: Path) -> dict[str, Any]:
        package = folder / "src" / "parreport"
        shutil.copytree(PROJECT / "src" / "parreport", package, ignore=shutil.ignore_patterns("__pycache__", "fr"))
        shutil.copytree(PROJECT / "notebooks", folder / "notebooks")
        write_pseudo(package / "locale" / "fr", names=NAMES)
        write_french(folder)
        done = subprocess.run(
            [sys.executable, "-m", "parreport", "build", "2018.yaml", "--only", "a,slides"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(folder / "src"), "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )
        return {"code": done.returncode, "told": done.stdout + done.stderr}

    folder, facts = built_once(tmp_path_factory, "third-language", make)
    assert facts["code"] == 0, facts["told"]
    return folder / "reports" / "2018"


FILES = (
    "item index items findings followups claims changes what if robustness targets quality pairs tables scoring "
    "datapackage manifest json fragility small numbers pace second source differences recommendations "
    "satisfaction areas plans"
).split()
DATA = {"So", "Unit", "Point"}  # the block, names in the catalogue and in English
FOREIGN = re.compile(r"[A-Za-z]*[aeiouAEIOU][A-Za-z]*")


def plain_words(words: str) -> set[str]:
    """Return the words of plain letters with a vowel: none of the pseudo language."""
    return {word for word in re.findall(r"[^\W\d_]{2,}", words) if FOREIGN.fullmatch(word)}


def in_order(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["units/a.html", "slides.html", "index.html"])
def test_a_page_has_no_word_of_another_language(name: str, reports: Path) -> None:
    page = Page((reports / name).read_text("utf-8"))
    files = {*FILES, "Word"} if name == "index.html" else {"parreport"}
    assert page.language == "fr"
    assert plain_words(" ".join(page.words)) - DATA <= files


@pytest.mark.slow
def test_a_page_says_what_the_catalogue_says(reports: Path) -> None:
    page = Page((reports / "units" / "a.html").read_text("utf-8"))
    words = in_order(" ".join(page.words)).replace("\u202f", " ")
    assert "Unité A" in words
    assert "Đơn vị a" not in words
    assert pseudo("Strengths") in words
    assert "66,67%" in words
    assert "31 décembre 2018" in words
    assert "Point 2.1" in words  # a name of the catalogue
    assert "Unit b" in words  # an English name, since the catalogue has none


@pytest.mark.slow
def test_the_first_page_computes_in_the_language(reports: Path) -> None:
    html = (reports / "index.html").read_text("utf-8")
    data = json.loads(re.findall(r'<script[^>]*id="portal-data"[^>]*>(.*?)</script>', html, re.S)[0])
    assert (data["language"], data["words"]["decimal_mark"], data["names"]) == ("fr", ",", NAMES)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["units/a.pdf", "slides.pdf", "slides-handout.pdf"])
def test_print_has_no_word_of_another_language(name: str, reports: Path) -> None:
    paper = pypdf.PdfReader(reports / name)
    words = " ".join(page.extract_text() for page in paper.pages)
    assert paper.trailer["/Root"]["/Lang"] == "fr"
    assert plain_words(words) <= DATA
    assert "é" in words


@pytest.mark.slow
def test_word_documents_have_the_language_and_the_vietnamese_form(reports: Path) -> None:
    with zipfile.ZipFile(reports / "units" / "a.docx") as package:
        parts = {
            name: package.read(name).decode() for name in ("word/document.xml", "word/styles.xml", "word/settings.xml")
        }
    body = " ".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", parts["word/document.xml"]))
    assert 'w:lang w:val="fr-FR"' in parts["word/styles.xml"]
    assert '<w:decimalSymbol w:val=","/>' in parts["word/settings.xml"]
    assert pseudo("Strengths") in body
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in body  # the form is that of the state
