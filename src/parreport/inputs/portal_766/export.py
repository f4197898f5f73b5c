"""What an export of the portal holds, whatever its form: units, each with what is printed of it.

In: nothing. Out: the records that readers fill. A figure is exact; where it stands is kept, so that what
does not fit can be named. Areas and leaves bear the codes of the frameworks ``766-2026`` and
``766-groups``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from parreport.errors import LONGEST_FOUND, Problem
from parreport.inputs.faults import Faults
from parreport.inputs.numbers import NumberError, clean_text, read_number
from parreport.inputs.portal_766.names import Placed
from parreport.inputs.portal_766.provinces import plain_key
from parreport.inputs.portal_766.times import UNTOLD, Time
from parreport.inputs.rows import NUMBER_HINTS
from parreport.language import Message, message

AREAS = ("CKMB", "TDGQ", "ONLINE", "TTTT", "MDSH", "MDHL")
ALIASES = {"clgq": "ONLINE", "dvctt": "ONLINE", **{area.casefold(): area for area in AREAS}}
TOTAL = "TONG_SCORE"
METRICS = {  # what the portal calls each rate
    "PUBLISH_ON_TIME": "CKMB.1",
    "PUBLIC_UPDATE_ON_TIME": "CKMB.2",
    "PUBLIC_CONTENT_FULL": "CKMB.3",
    "DOSSIER_SYNC": "CKMB.4",
    "ORIGINAL_RESULT_AVAILABLE": "MDSH.1",
    "SO_HOA_GIAY_TO_GIAI_QUYET": "MDSH.2",
    "REUSED_DIGITIZED_DATA": "MDSH.3",
    "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": "MDSH.4",
    "CITIZEN_DATA_CONNECTED_DOSSIER": "MDSH.5",
    "CITIZEN_DATA_CONNECTED_FORMALITY": "MDSH.6",
    "ELECTRONIC_CERTIFIED_COPY": "MDSH.7",
    "DOSSIER_RECEIVING_SATISFACTION": "MDHL.1",
    "PETITION_PROCESSING_ON_TIME": "MDHL.2",
    "PETITION_HANDLING_SATISFACTION": "MDHL.3",
}


def area_of(key: str) -> str | None:
    """Return the area that a key or a head is of (``MDSH_SoHoaHoSo``, ``CLGQ``); None for any other."""
    return ALIASES.get(key.strip().split("_")[0].casefold()) if key.strip() else None


@dataclass(frozen=True)
class Place:
    """Where something stands: a row of a table; in JSON a list, the number in it, and the way below.

    Below a unit its code tells which it is, so that what many units have alike is told once.
    """

    file: str
    row: int | None = None
    way: str = ""
    number: int | None = None

    def at(self, step: str) -> Place:
        """Return the place of a column of this row, or one step further down."""
        return Place(self.file, self.row, f"{self.way}.{step}" if self.way else step)

    def words(self) -> str:
        """Return the place in words."""
        return self.problem(message("")).where()

    def problem(self, expected: Message, found: str | None = None, unit: str | None = None) -> Problem:
        """Return what was expected in this place."""
        way = self.way if self.number is None else f"{self.way}[{self.number}]"
        found = None if found is None else found[:LONGEST_FOUND]
        return Problem(self.file, expected, found, self.row, way or None, unit or None)


@dataclass(frozen=True)
class Printed:
    """What is printed of a leaf: both parts of its rate, or its points, or either; None where blank.

    ``is_temporary``: the portal says that the denominator is not final.
    """

    place: Place
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    points: Decimal | None = None
    max_points: Decimal | None = None
    is_temporary: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether neither a whole rate nor points are printed."""
        return self.points is None and None in (self.numerator, self.denominator)


@dataclass(frozen=True)
class PrintedUnit:
    """A unit as printed; ``leaves`` is empty where only the areas are.

    ``placed``: block, name for print and province, as its name tells them.
    """

    place: Place
    code: str
    placed: Placed
    leaves: dict[str, Printed] = field(default_factory=dict)
    areas: dict[str, Decimal] = field(default_factory=dict)
    total: Decimal | None = None

    @property
    def name(self) -> str:
        """Its name for print."""
        return self.placed.name

    def figures(self) -> dict[str, tuple[Decimal | None, ...]]:
        """Return all that is printed of the unit, to compare it with what another export prints."""
        rates = {code: (one.numerator, one.denominator, one.points) for code, one in self.leaves.items()}
        return {**rates, **{area: (points,) for area, points in self.areas.items()}, TOTAL: (self.total,)}


@dataclass(frozen=True)
class Export:
    """A file as read: its units, the province and the time that it names, what titles and names tell besides."""

    file: str
    units: list[PrintedUnit]
    province: str = ""
    time: Time = UNTOLD
    guess: Time = UNTOLD
    guessed_province: str = ""


def read_figure(typed: str, place: Place, unit: str, sort: str, unread: Faults) -> Decimal | None:
    """Return a number that is not negative, None where it is blank or no such number, which is told.

    ``sort``: as of :func:`parreport.inputs.numbers.read_number`; ``percent`` of a maximum is not read here.
    """
    if clean_text(typed) in {"", "-", "–", "—"}:
        return None
    try:
        number = read_number(typed, sort)
    except NumberError as error:
        unread.add(place.problem(NUMBER_HINTS[error.hint], typed, unit))
        return None
    if number < 0:
        unread.add(place.problem(message("a number that is not negative"), typed, unit))
        return None
    return number


def same_words(one: str, other: str) -> bool:
    """Return whether two heads or keys are the same, marks and capitals aside."""
    return plain_key(one) == plain_key(other)
