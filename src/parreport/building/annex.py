"""``parreport framework``: the annex of a decision becomes the files of a framework.

In: a workbook or a Word file, last year's framework where it is given. Out: ``framework.yaml``, the items
of each block, ``mapping.csv`` to be confirmed, and ``annex-notes.csv``: what could not be read, each with
its place. The folder must be new: what people write into these files afterwards is theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from parreport.cells import write_lines, write_number
from parreport.errors import FrameworkError, Problem
from parreport.files import write_whole
from parreport.inputs.annex.checking import finish_annex
from parreport.inputs.annex.matching import Match, match_leaves
from parreport.inputs.annex.pages import read_pages
from parreport.inputs.annex.reading import Annex, AnnexBlock, read_annex
from parreport.inputs.files import FileFault, read_bytes, shown_path
from parreport.inputs.framework import Framework
from parreport.inputs.framework_files import read_framework
from parreport.inputs.workbook_parts import WorkbookError
from parreport.language import counted, message, text
from parreport.publishing.folder.placing import place_files
from parreport.publishing.folder.targets import check_new

NOTES = "annex-notes.csv"
ITEM_HEADS = ("item_code", "parent_code", "name", "max_points", "method", "rule", "evidence", "remedy", "source")
NOTE_HEADS = ("block", "sheet", "row", "item_code", "found", "expected")
MAPPING_HEADS = ("block", "item_code", "base_block", "base_item_code", "share", "comparable", "note")


@dataclass(frozen=True)
class Made:
    """What was written: the annex as read, how its leaves match last year's."""

    annex: Annex
    matches: tuple[Match, ...]
    codes: dict[str, AnnexBlock]


def make_framework(file: Path, out: Path, base: str | None = None) -> Made:
    """Write the framework that an annex holds into a new folder.

    Raises
    ------
    FrameworkError
        The file cannot be read, or no table of criteria is in it; the base framework is at fault.
    PublicationError
        The folder holds something, or cannot be written.
    """
    place = check_new(out, [file])
    before = read_framework(base) if base is not None else None
    annex = _read(file)
    codes = {f"khoi-{number}": block for number, block in enumerate(annex.blocks, 1)}
    matches = tuple(match_leaves(codes, before)) if before is not None else ()
    files = {f"{code}.csv": _write_items(block) for code, block in codes.items()}
    files["framework.yaml"] = _write_framework(codes, file, before)
    files[NOTES] = _write_notes(annex, codes)
    if before is not None:
        files["mapping.csv"] = _write_mapping(matches)

    def write(folder: Path) -> None:
        for name, words in files.items():
            write_whole(folder / name, words.encode())

    place_files(place, {}, write)
    return Made(annex, matches, codes)


def _read(file: Path) -> Annex:
    name = shown_path(file)
    try:
        annex = finish_annex(read_annex(read_pages(read_bytes(file))))
    except (FileFault, WorkbookError) as error:
        raise FrameworkError(name, [Problem(name, error.expected)]) from error
    if not any(block.items for block in annex.blocks):
        expected = message("a table of criteria with heads: number, criterion, maximum")
        raise FrameworkError(name, [Problem(name, expected)])
    annex.blocks = [block for block in annex.blocks if block.items]
    return annex


def _write_items(block: AnnexBlock) -> str:
    leaves = {item.code for item in block.leaves}
    rows = []
    for item in block.items:
        is_leaf = item.code in leaves
        most = write_number(item.most) if is_leaf and item.most is not None else ""
        own = (most, item.method, item.rule, item.evidence) if is_leaf else ("", "", "", "")
        rows.append((item.code, item.parent_code, item.name, *own, "", ""))
    return write_lines(ITEM_HEADS, rows)


def _write_framework(codes: dict[str, AnnexBlock], file: Path, base: Framework | None) -> str:
    """Return ``framework.yaml``: what an annex does not tell is a line to be filled in, or last year's."""
    import yaml

    blocks = []
    known = list(base) if base is not None else []
    for number, (code, block) in enumerate(codes.items()):
        old = known[number] if number < len(known) else None
        bands = [{"name": one.name, "from": float(one.lowest)} for one in old.bands] if old else []
        told = {"code": code, "name": old.name if old else block.name, "items": f"{code}.csv"}
        more = {"base_code": old.code} if old else {}
        blocks.append(
            {**told, "ranked": True, "survey_missing": "rescale", **more, "bands": bands or [{"name": "?", "from": 0}]}
        )
    values = {
        "title": " ".join(file.stem.split()),
        "legal_basis": [],
        "illustrative": False,
        "blocks": blocks,
        "bonus_cap": None,
        "penalty_cap": None,
        "decimals": base.decimals if base is not None else 2,
    }
    head = text("Read from {file}. Fill in title, legal basis, names of blocks, classes and caps.", file=file.name)
    return f"# {head}\n" + yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=110)


def _write_notes(annex: Annex, codes: dict[str, AnnexBlock]) -> str:
    block_of = {item.place: code for code, block in codes.items() for item in block.items}
    rows = []
    for one in annex.remarks:
        row = str(one.place.row) if one.place.row else ""
        rows.append((block_of.get(one.place, ""), one.place.page, row, one.item_code, one.found, str(one.expected)))
    return write_lines(NOTE_HEADS, rows)


def _write_mapping(matches: Sequence[Match]) -> str:
    rows = []
    for one in matches:
        if one.kind == "removed":
            continue
        base = (one.base_block, one.base_item_code) if one.base_item_code else ("", "")
        comparable = "yes" if one.kind in ("same", "moved", "reweighted") else "no"
        rows.append((one.block, one.item_code, *base, "1", comparable, one.words()))
    return write_lines(MAPPING_HEADS, rows)


def describe_framework(made: Made, folder: Path) -> list[str]:
    """Return what was written, in lines for the person who called."""
    lines = []
    for code, block in made.codes.items():
        leaves = block.leaves
        lines.append(
            text(
                "{folder}/{code}.csv: {items} items, {leaves} of them leaves, {rules} with a rule, {survey} by survey",
                folder=folder,
                code=code,
                items=len(block.items),
                leaves=len(leaves),
                rules=sum(bool(item.rule) for item in leaves),
                survey=sum(item.method == "survey" for item in leaves),
            )
        )
    if made.matches:
        kinds = [one.kind for one in made.matches]
        facts = {kind: kinds.count(kind) for kind in ("same", "moved", "reweighted", "similar", "added", "removed")}
        lines.append(
            text(
                "{folder}/mapping.csv, to be confirmed: {same} the same, {moved} moved, {reweighted} with another "
                "maximum, {similar} of a similar name, {added} new, {removed} dropped",
                folder=folder,
                **facts,
            )
        )
    n = len(made.annex.remarks)
    lines.append(
        counted(
            n,
            "{folder}/{file}: 1 place was not read, or does not fit",
            "{folder}/{file}: {n} places were not read, or do not fit",
            folder=folder,
            file=NOTES,
        )
        if n
        else text("Everything in the tables was read.")
    )
    return lines
