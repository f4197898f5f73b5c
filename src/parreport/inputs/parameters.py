"""The parameters of a run: what is computed, from which folders, in which language.

In: a flat YAML file, or the values that a notebook holds. Out: :class:`Parameters`.
Source: ``docs/glossary.md``, the keys of a parameters file.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from parreport.errors import ParameterError, Problem
from parreport.inputs.faults import Faults
from parreport.inputs.files import is_there, shown_path
from parreport.inputs.yaml_files import check_values, expecting, read_yaml
from parreport.language import VIETNAMESE, known_languages, language, message
from parreport.spans import Span, read_span, whole_year

EPOCH = "SOURCE_DATE_EPOCH"
LAST_SECOND = 253_402_300_799  # the end of the year 9999
LONGEST_PATH, LONGEST_STEP = 1000, 255


def write_date(value: Any) -> Any:
    """Return a date of YAML as text; a date with a time is refused."""
    if isinstance(value, datetime):
        raise ValueError("a date without a time")
    return value.isoformat() if isinstance(value, date) else value


def write_period(value: Any) -> Any:
    """Return a year of YAML as text; blank is None."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None if value == "" else value


def check_date(typed: str | None) -> str | None:
    """Return a date as YYYY-MM-DD; None stays None."""
    return None if typed is None else date.fromisoformat(typed).isoformat()


def check_period(typed: str | None, others: ValidationInfo) -> str | None:
    """Return a period as it is written everywhere: 2026-Q3, 2026-10, 2026-01..2026-10-10; None stays None.

    Raises
    ------
    ValueError : it is written otherwise, ends before it begins, or does not lie in the year.
    """
    if typed is None:
        return None
    span = read_span(typed.upper())
    if span.year != others.data.get("year", span.year):
        raise expecting(message("a time within `year`"))
    return span.key


def check_language(code: str) -> str:
    """Return the code of a language that there is."""
    if code not in known_languages():
        raise ValueError(code)
    return code


def check_path(typed: str | None) -> str | None:
    """Return a path that a system can take; None stays None.

    Raises
    ------
    ValueError : it is too long, has a sign that no path has, or begins with the home of nobody.
    """
    if typed is None:
        return None
    parts = typed.encode("utf-8", "surrogatepass").split(b"/")
    if "\0" in typed or len(typed) > LONGEST_PATH or max(map(len, parts)) > LONGEST_STEP:
        raise ValueError(typed)
    try:
        Path(typed).expanduser()
    except RuntimeError as error:
        raise ValueError(typed) from error
    return typed


def check_paths(typed: list[str]) -> list[str]:
    """Return paths that a system can take."""
    for one in typed:
        check_path(one)
    return typed


NeededPath = Annotated[str, AfterValidator(check_path)]
OptionalPath = Annotated[
    str | None, BeforeValidator(lambda typed: None if typed == "" else typed), AfterValidator(check_path)
]


class Signing(BaseModel):
    """What every official document has: its body, number, place, date, who signs, who gets it."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    body: str = Field("", description="text")
    number: str = Field("", description="text")
    place: str = Field("", description="text")
    date: Annotated[str, BeforeValidator(write_date), AfterValidator(lambda day: day and check_date(day))] = Field(
        "", description="a date, YYYY-MM-DD"
    )
    signatory_title: str = Field("", description="text")
    signatory_name: str = Field("", description="text")
    recipients: list[str] = Field(default_factory=list, description="a list of texts")


class Decision(Signing):
    """Who signs the decision that announces the results; ``authority`` is who decides."""

    authority: str = Field("", description="text")


class Issuer(Signing):
    """Who signs: the head block and the end of an official document."""

    parent: str = Field("", description="text")
    decision: Decision | None = Field(None, description="the keys of the decision, or null")


def read_epoch() -> date | None:
    """Return the date that SOURCE_DATE_EPOCH gives, None where it is not set.

    Raises
    ------
    ParameterError : it is no whole number of seconds since 1970.
    """
    typed = os.environ.get(EPOCH, "").strip()
    if not typed:
        return None
    if not re.fullmatch(r"[0-9]{1,12}", typed) or int(typed) > LAST_SECOND:
        expected = message("seconds since 1970, a whole number")
        raise ParameterError(EPOCH, [Problem(EPOCH, expected, typed)])
    return datetime.fromtimestamp(int(typed), UTC).date()


class Parameters(BaseModel):
    """What a run computes. One object per parameters file; the keys are those of the file."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    province: str = Field(min_length=1, description="the name of the province as printed")
    year: int = Field(ge=1990, le=2200, description="a year, a whole number such as 2018")
    inputs: NeededPath = Field(min_length=1, description="the folder of this year's inputs")
    framework: NeededPath = Field(min_length=1, description="the folder of the framework")
    base: OptionalPath = Field(description="the parameters file of the year compared with, or null")
    history: Annotated[list[str], AfterValidator(check_paths)] = Field(
        description="a list of parameters files; [] for none"
    )
    language: Annotated[str, AfterValidator(check_language)] = Field(
        description="a language that parreport has, such as vi or en"
    )
    status: Literal["draft", "final"] = Field(description="draft or final")
    period: Annotated[str | None, BeforeValidator(write_period), AfterValidator(check_period)] = Field(
        None, description="a time such as 2026, 2026-Q3, 2026-10 or 2026-01..2026-10-10 that ends after it begins"
    )
    single_psu: Literal["error", "centre", "scale", "skip"] = Field("error", description="error, centre, scale or skip")
    satisfaction_estimate: Literal["direct", "model"] = Field("direct", description="direct or model")
    appraisal_noise: bool = Field(False, description="true or false")
    geography: OptionalPath = Field(None, description="the GeoJSON file of the units' boundaries, or null")
    published: Annotated[str | None, BeforeValidator(write_date), AfterValidator(check_date)] = Field(
        None, description="a date, YYYY-MM-DD"
    )
    remarks: list[str] = Field(default_factory=list, description="a list of texts")
    remarks_en: list[str] = Field(default_factory=list, description="a list of texts")
    revision: int = Field(0, ge=0, description="a whole number from 0 up")
    replaces: OptionalPath = Field(None, description="the published folder that is corrected, or null")
    issuer: Issuer | None = Field(None, description="the keys of the issuer, or null")
    tables: OptionalPath = Field(None, description="a folder of tables already computed, or null")

    def __repr__(self) -> str:
        return f"Parameters({self.province!r}, {self.span}, {self.inputs!r}, {self.status}, {self.language})"

    @property
    def span(self) -> Span:
        """The time that is assessed: ``period``, else the year."""
        return read_span(self.period) if self.period else whole_year(self.year)

    @property
    def shown_remarks(self) -> list[str]:
        """What a reader must know of this year's figures, in the language in force."""
        return self.remarks_en if language() != VIETNAMESE and self.remarks_en else self.remarks

    def publication_date(self) -> date:
        """Return the only date that is printed: SOURCE_DATE_EPOCH, ``published``, or the last day assessed."""
        epoch = read_epoch()
        if epoch is not None:
            return epoch
        return date.fromisoformat(self.published) if self.published else self.span.last

    def signing_of_decision(self) -> Decision:
        """Return who signs the decision; what is not given is that of the issuer, its parent first."""
        issuer = self.issuer or Issuer()
        own = issuer.decision or Decision()
        given = {"body": own.body or issuer.parent or issuer.body, "place": own.place or issuer.place}
        return own.model_copy(update=given)


KEYS: tuple[str, ...] = tuple(Parameters.model_fields)


def find_path(typed: str) -> Path:
    """Return a path of the parameters: absolute, else under the working folder or a parent of it."""
    path = Path(typed)
    with suppress(RuntimeError):  # the home of nobody stays as it was typed
        path = path.expanduser()
    if path.is_absolute():
        return path
    here = Path.cwd()
    for folder in (here, *here.parents):
        if is_there(folder / path):
            return folder / path
    return here / path


def read_parameters(path: str | Path) -> Parameters:
    """Read a parameters file.

    Raises
    ------
    ParameterError
        Unknown, missing or wrong keys, all of them, each with the nearest known key.
    """
    faults = Faults()
    file = find_path(str(path))
    values, lines = read_yaml(file, faults)
    checked = check_values(values, Parameters, shown_path(file), lines, faults) if values else None
    if not values and not faults.problems:
        faults.add(Problem(file=shown_path(file), expected=message("the keys {keys}", keys=", ".join(KEYS))))
    if faults.problems or not isinstance(checked, Parameters):
        raise ParameterError(shown_path(file), faults.problems, faults.more)
    return checked
