"""``parreport score``: the tables of a year, written into a folder all together or not at all.

In: results and a folder. Out: the files in it. What a run reads, or what a build published, is no
place for them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path

from parreport.building.open_data import PACKAGE, write_package, write_tables
from parreport.building.plan import places_of
from parreport.building.scoring import FILE, write_scoring
from parreport.columns import PUBLISHED
from parreport.errors import ParReportError, PublicationError
from parreport.inputs.parameters import read_parameters
from parreport.language import text
from parreport.publishing.folder.disks import shown, tell_disk_faults
from parreport.publishing.folder.judging import name_some
from parreport.publishing.folder.placing import check_files_of, place_files
from parreport.publishing.folder.targets import check_apart, check_place, check_unpublished, resolve_target
from parreport.years.results import Results

READ = frozenset(  # what the files of inputs and frameworks are called
    "units points appraisal survey target_values calendar questionnaire second_source plan mapping "
    "framework inputs forms".split()
)
READ_AS = frozenset({"", ".csv", ".xlsx", ".xlsm", ".xls", ".ods", ".yaml", ".yml"})
LOOKS = {
    FILE: re.compile(rb'\{"version":\s*\d+,\s*"province":'),
    PACKAGE: re.compile(rb'\{\s*"profile":\s*"tabular-data-package",\s*"name":\s*"par-index-'),
} | {
    f"{table.name}.csv": re.compile(re.escape(",".join(table.names[:2])).encode() + rb"[,\r\n]") for table in PUBLISHED
}


def check_out(typed: Path, parameters: Path) -> Path:
    """Check that tables may be written into a folder; return the place itself.

    Raises
    ------
    PublicationError
        It is, holds or lies in a folder that the run reads, or one that a build published; it holds
        inputs; files of our names that are not ours.
    """
    place = resolve_target(typed)
    with tell_disk_faults(place):
        try:
            files, folders = places_of(parameters, read_parameters(parameters))
        except ParReportError:
            files, folders = [parameters], []  # told with all other faults, where it is read
        check_apart(place, files, folders)
        check_place(place)
        check_unpublished((place, *place.parents), place)
        if os.path.lexists(place):
            refuse_inputs(place)
            check_files_of(place, LOOKS)
    return place


def refuse_inputs(place: Path, own: Collection[str] = ()) -> None:
    """Check that a folder holds nothing that a year is made from, but for files of our own names.

    Raises
    ------
    PublicationError : names what it holds.
    """
    names = sorted(name for name in os.listdir(place) if _is_read(name) and name not in own)  # noqa: PTH208
    if names:
        raise PublicationError(shown(place), text("it holds what a year is made from: {names}", names=name_some(names)))


def write_scored(results: Results, place: Path) -> int:
    """Write all tables of a year into a checked folder; return how many files there are.

    Raises
    ------
    PublicationError : nothing was changed.
    """

    def write(folder: Path) -> None:
        write_tables(results, folder)
        write_scoring(results, folder)
        write_package(results, folder)

    place_files(place, LOOKS, write)
    return len(LOOKS)


def _is_read(name: str) -> bool:
    stem, ending = os.path.splitext(name.casefold())  # noqa: PTH122
    return stem in READ and ending in READ_AS
