"""The files of a framework folder, read and checked into a :class:`Framework`.

In: the folder; its ``framework.yaml`` is read here, each table in a module of its own. Out: the
framework, or None where too much is at fault to go on; all faults are kept. Source:
``docs/methodology.md`` 1.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path, PurePosixPath

from parreport.errors import FrameworkError, Problem
from parreport.inputs.faults import Faults
from parreport.inputs.files import is_folder, shown_path
from parreport.inputs.folders import FRAMEWORK_FILES, check_folder
from parreport.inputs.framework import Band, BandFile, Block, Framework, FrameworkFile, Item, exact
from parreport.inputs.framework_items import read_items
from parreport.inputs.mapping import read_mapping
from parreport.inputs.numbers import fold_text
from parreport.inputs.packaged import CARRIED, find_framework
from parreport.inputs.table_files import names_of_files, note_books
from parreport.inputs.targets import read_targets
from parreport.inputs.yaml_files import Path_, check_values, read_yaml
from parreport.language import Message, message


def read_framework(folder: str | Path) -> Framework:
    """Read a framework folder: ``framework.yaml``, the items of each block, mapping and targets.

    Raises
    ------
    FrameworkError
        Every fault in every file of the folder, each with its place.
    """
    faults = Faults()
    path = find_framework(str(folder))
    framework = read_framework_files(path, faults)
    if faults.problems or framework is None:
        raise FrameworkError(shown_path(path), faults.problems)
    return framework


def read_framework_files(folder: Path, faults: Faults) -> Framework | None:
    """Return the framework of a folder; None where ``framework.yaml`` itself cannot be used."""
    if not is_folder(folder):
        what = message(
            "the folder of the framework, named in the parameters, or the name of one that parreport carries: {names}",
            names=", ".join(CARRIED),
        )
        faults.add(Problem(shown_path(folder), message("not found; expected {what}", what=what)))
        return None
    path = folder / "framework.yaml"
    file = shown_path(path)
    values, lines = read_yaml(path, faults)
    if not values:
        return None
    checked = check_values(values, FrameworkFile, file, lines, faults)
    if not isinstance(checked, FrameworkFile):
        return None
    if not checked.legal_basis:
        faults.note("{file}: no legal basis is given", file=file)
    seen: set[str] = set()
    read: dict[str, tuple[Item, ...]] = {}
    blocks = []
    for number, block in enumerate(checked.blocks):
        if block.code in seen:
            row, column = lines.get(("blocks", number)), f"blocks.{number}.code"
            faults.add(Problem(file, message("each block code once"), block.code, row, column))
        seen.add(block.code)
        bands = _check_bands(block.bands, number, file, lines, faults)
        if (fault := _describe_path_fault(block.items)) is not None:
            row, column = lines.get(("blocks", number, "items")), f"blocks.{number}.items"
            faults.add(Problem(file, fault, block.items, row, column))
            read[block.items] = ()
        if block.items not in read:  # blocks may share a file
            read[block.items] = read_items(folder / block.items, faults)
        plain = block.model_dump(exclude={"bands", "items", "base_code"})
        blocks.append(Block(bands=bands, items=read[block.items], base_code=block.base_code or "", **plain))
    if checked.geography and (fault := _describe_path_fault(checked.geography)) is not None:
        faults.add(Problem(file, fault, checked.geography, lines.get(("geography",)), "geography"))
    other_files = {PurePosixPath(one).parts[0] for one in (*read, checked.geography) if PurePosixPath(one).parts}
    tables = names_of_files([one for one in read if len(PurePosixPath(one).parts) == 1])
    check_folder(folder, FRAMEWORK_FILES, 1, faults, {*other_files, *tables})
    framework = Framework(
        title=checked.title,
        title_en=checked.title_en,
        legal_basis=tuple(checked.legal_basis),
        illustrative=checked.illustrative,
        blocks=tuple(blocks),
        bonus_cap=exact(checked.bonus_cap),
        penalty_cap=exact(checked.penalty_cap),
        decimals=checked.decimals,
        cap_at_100=checked.cap_at_100,
        zero_of_zero=checked.zero_of_zero,
        findings=checked.findings,
        remarks=tuple(checked.remarks),
        remarks_en=tuple(checked.remarks_en),
        legal_basis_en=tuple(checked.legal_basis_en),
        mapping=read_mapping(folder / "mapping.csv", blocks, faults),
        targets=read_targets(folder / "targets.csv", faults),
        index_name=checked.index_name,
        index_name_en=checked.index_name_en,
        index_short_name=checked.index_short_name,
        index_short_name_en=checked.index_short_name_en,
        appraisal=checked.appraisal,
        geography="" if _describe_path_fault(checked.geography) else checked.geography,
    )
    note_books(folder, "framework", faults)
    return framework


def files_of_framework(folder: Path) -> tuple[str, ...]:
    """Return the names of the files that a framework is read from, those that are not there too."""
    values, _ = read_yaml(folder / FRAMEWORK_FILES[0], Faults())
    blocks = values.get("blocks")
    named = [one.get("items") for one in blocks if isinstance(one, dict)] if isinstance(blocks, list) else []
    items = [one for one in named if isinstance(one, str) and _describe_path_fault(one) is None]
    items = [*items, *names_of_files(items)]
    geography = values.get("geography")
    items += [geography] if isinstance(geography, str) and _describe_path_fault(geography) is None else []
    return tuple(dict.fromkeys([*FRAMEWORK_FILES, *items]))


def _describe_path_fault(typed: str) -> Message | None:
    """Return what the name of a file must be, where it leads out of the folder of the framework."""
    parts = PurePosixPath(typed.replace("\\", "/")).parts
    if not parts or ".." in parts or typed.startswith(("/", "\\")) or ":" in typed:
        return message("a file in the folder of the framework")
    return None


def _check_bands(
    bands: list[BandFile], block: int, file: str, lines: dict[Path_, int], faults: Faults
) -> tuple[Band, ...]:
    read = [Band(b.name, b.name_en, exact(b.from_) or Decimal(0)) for b in bands]

    def fault(number: int, key: str, found: str, msgid: str) -> None:
        row = lines.get(("blocks", block, "bands", number))
        column = f"blocks.{block}.bands.{number}.{key}"
        faults.add(Problem(file=file, row=row, column=column, found=found, expected=message(msgid)))

    lowest = [band.lowest for band in read]
    names = [fold_text(band.name) for band in read]
    for number, band in enumerate(read):
        if band.lowest in lowest[:number]:
            fault(number, "from", str(band.lowest), "no two classes that start at the same index")
        if fold_text(band.name) in names[:number]:
            fault(number, "name", band.name, "each class name once")
    if min(lowest) != 0:
        fault(lowest.index(min(lowest)), "from", str(min(lowest)), "0, where the lowest class starts")
    return tuple(sorted(read, key=lambda band: -band.lowest))
