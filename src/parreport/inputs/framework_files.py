"""The files of a framework folder, read and checked into a :class:`Framework`.

In: ``framework.yaml``, ``<block>.csv``, ``mapping.csv``, ``targets.csv``. Out: the framework, or
None where too much is at fault to go on; all faults are kept. Source: ``docs/methodology.md`` 1, 2.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from parreport import columns
from parreport.errors import Problem, unknown_name
from parreport.inputs.framework import (
    OUTSIDE_METHODS,
    Band,
    BandFile,
    Block,
    BlockFile,
    Framework,
    FrameworkFile,
    Item,
    MappingRow,
    Target,
    exact,
)
from parreport.inputs.numbers import fold_text
from parreport.inputs.rules import Rule, RuleError, parse_rule
from parreport.inputs.tables import Faults, Row, read_rows, shown_path
from parreport.inputs.yaml_files import Path_, check_values, read_yaml
from parreport.language import message

METHODS = ("appraised", "survey", "bonus", "penalty")


def read_framework_files(folder: Path, faults: Faults) -> Framework | None:
    """Return the framework of a folder; None where ``framework.yaml`` itself cannot be used."""
    if not folder.is_dir():
        faults.add(
            Problem(
                file=shown_path(folder),
                expected=message(
                    "not found; expected {what}",
                    what=message("the folder of the framework, named in the parameters"),
                ),
            )
        )
        return None
    path = folder / "framework.yaml"
    values, lines = read_yaml(path, faults)
    if not values:
        return None
    checked = check_values(values, FrameworkFile, shown_path(path), lines, faults)
    if not isinstance(checked, FrameworkFile):
        return None
    if not checked.legal_basis:
        faults.note("{file}: no legal basis is given", file=shown_path(path))
    seen: set[str] = set()
    blocks = []
    for number, block in enumerate(checked.blocks):
        if block.code in seen:
            faults.add(
                Problem(
                    file=shown_path(path),
                    row=lines.get(("blocks", number)),
                    column=f"blocks.{number}.code",
                    found=block.code,
                    expected=message("each block code once"),
                )
            )
        seen.add(block.code)
        bands = _check_bands(block.bands, number, shown_path(path), lines, faults)
        items = _read_items(folder / block.items, faults)
        blocks.append(_block(block, bands, items))
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
        mapping=_read_mapping(folder / "mapping.csv", blocks, faults),
        targets=_read_targets(folder / "targets.csv", faults),
    )
    return framework


def _block(block: BlockFile, bands: tuple[Band, ...], items: tuple[Item, ...]) -> Block:
    return Block(
        code=block.code,
        name=block.name,
        name_en=block.name_en,
        ranked=block.ranked,
        survey_missing=block.survey_missing,
        bands=bands,
        items=items,
    )


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
        fault(
            lowest.index(min(lowest)), "from", str(min(lowest)), "0, where the lowest class starts"
        )
    return tuple(sorted(read, key=lambda band: -band.lowest))


def _read_items(path: Path, faults: Faults) -> tuple[Item, ...]:
    rows = read_rows(path, columns.FRAMEWORK_ITEMS, faults)
    if path.is_file() and not rows and not any(p.file == shown_path(path) for p in faults.problems):
        faults.add(
            Problem(file=shown_path(path), row=2, found="", expected=message("at least one item"))
        )
    by_code: dict[str, Row] = {}
    for row in rows:
        code = row["item_code"]
        if not code:
            row.fault("item_code", message("the code of the item"))
        elif code in by_code:
            row.fault(
                "item_code",
                message(
                    "each item code once; it stands in row {row} too", row=by_code[code].number
                ),
            )
        else:
            by_code[code] = row
        if not row["name"]:
            row.fault("name", message("the name of the item"))
    children: dict[str, list[str]] = defaultdict(list)
    for code, row in by_code.items():
        parent = row["parent_code"]
        if parent == code:
            row.fault("parent_code", message("another item than itself"))
        elif parent and parent not in by_code:
            row.fault("parent_code", unknown_name("item code", parent, by_code))
        else:
            children[parent].append(code)
    return _walk_tree(by_code, children, faults)


def _walk_tree(
    by_code: dict[str, Row], children: dict[str, list[str]], faults: Faults
) -> tuple[Item, ...]:
    items: list[Item] = []
    seen: set[str] = set()
    is_whole = not any("parent_code" in row.faulty for row in by_code.values())

    def visit(code: str, level: int, area: str, criterion: str) -> Decimal | None:
        """Read an item and those beneath it; return their maximum, None where it is at fault."""
        row = by_code[code]
        seen.add(code)
        area = code if level == 1 else area
        criterion = code if level == 2 else criterion
        place = len(items)
        is_leaf = not children[code]
        items.append(_read_item(row, level, place, area, criterion, is_leaf))
        if is_leaf:
            item = items[place]
            return Decimal(0) if item.outside else item.max_points
        beneath = [
            visit(child, level + 1, area, criterion)
            for child in children[code]
            if child not in seen
        ]
        given = row.amount_in("max_points")
        if None in beneath or not is_whole:
            return None
        total = sum((maximum for maximum in beneath if maximum is not None), Decimal(0))
        if given is not None and given != total:
            row.fault(
                "max_points",
                message(
                    "blank, or {total}, the sum of its leaves", total=columns.write_number(total)
                ),
            )
        return total

    for area in children[""]:
        visit(area, 1, "", "")
    for code, row in by_code.items():
        if code in seen:
            continue
        if "parent_code" not in row.faulty and not _hangs_on_fault(code, by_code):
            row.fault(
                "parent_code", message("a chain of parents that ends in an area, not a circle")
            )
            is_whole = False
        if (
            "parent_code" in row.faulty
        ):  # read what hangs on a fault too, so that all faults come out
            visit(code, 1, "", "")
    return tuple(items)


def _hangs_on_fault(code: str, by_code: dict[str, Row]) -> bool:
    seen = set()
    while code in by_code and code not in seen:
        if "parent_code" in by_code[code].faulty:
            return True
        seen.add(code)
        code = by_code[code]["parent_code"]
    return False


def _read_item(row: Row, level: int, order: int, area: str, criterion: str, is_leaf: bool) -> Item:
    method = _read_method(row, is_leaf)
    max_points = row.number_in("max_points") if is_leaf else None
    if is_leaf and "max_points" not in row.faulty:
        may_miss = method in OUTSIDE_METHODS or "method" in row.faulty
        if (max_points is None and not may_miss) or (max_points is not None and max_points <= 0):
            row.fault("max_points", message("a number above 0"))
            max_points = None
    rule = _read_rule(row, is_leaf, method, max_points)
    return Item(
        code=row["item_code"],
        parent_code=row["parent_code"],
        name=row["name"],
        name_en=row["name_en"],
        level=level,
        order=order,
        is_leaf=is_leaf,
        area_code=area,
        criterion_code=criterion,
        max_points=max_points,
        method=method,  # type: ignore[arg-type]
        rule=rule,
        rule_text=row["rule"],
        evidence=row["evidence"],
        remedy=row["remedy"],
        remedy_en=row["remedy_en"],
        source=row["source"],
    )


def _read_method(row: Row, is_leaf: bool) -> str | None:
    typed = row["method"]
    if not is_leaf:
        if typed:
            row.fault("method", message("blank, since the item has parts"))
        return None
    method = fold_text(typed)
    if method not in METHODS:
        row.fault("method", unknown_name("method", typed, METHODS))
        return None
    return method


def _read_rule(
    row: Row, is_leaf: bool, method: str | None, max_points: Decimal | None
) -> Rule | None:
    typed = row["rule"]
    if not typed:
        return None
    if not is_leaf:
        row.fault("rule", message("blank, since the item has parts"))
        return None
    if method == "survey":
        row.fault("rule", message("blank, since the points come from the survey"))
        return None
    try:
        rule = parse_rule(typed)
    except RuleError as error:
        row.fault(
            "rule",
            message("{what} (at character {place})", what=error.expected, place=error.position),
        )
        return None
    _check_rule_points(row, rule, max_points)
    return rule


def _check_rule_points(row: Row, rule: Rule, max_points: Decimal | None) -> None:
    for part in (rule, rule.first, rule.second):
        if part is None:
            continue
        if max_points is None:
            if part.form in {"proportional", "deduct"} and "max_points" not in row.faulty:
                row.fault(
                    "rule", message("a rule that needs no maximum, since max_points is blank")
                )
            continue
        for step in part.steps:
            if step.points > max_points:
                row.fault(
                    "rule",
                    message(
                        "at most {maximum} points, max_points (at character {place})",
                        maximum=columns.write_number(max_points),
                        place=step.position,
                    ),
                )


def _read_mapping(path: Path, blocks: list[Block], faults: Faults) -> tuple[MappingRow, ...] | None:
    if not path.is_file():
        return None
    by_code = {block.code: block for block in blocks}
    links: list[MappingRow] = []
    seen: dict[tuple[str, str, str, str], int] = {}
    verdicts: dict[tuple[str, str], tuple[bool, int]] = {}
    for row in read_rows(path, columns.MAPPING, faults):
        block_code = row.code_in("block", "block", by_code)
        if block_code is not None:
            _check_leaf(row, by_code[block_code])
        share = row.number_in("share")
        if share is not None and not 0 < share <= 1:
            row.fault("share", message("a number above 0, at most 1"))
        comparable = row.flag_in("comparable")
        if comparable and not row["base_block"]:
            row.fault("base_block", message("a block of the base year, or comparable = no"))
        if comparable and not row["base_item_code"]:
            row.fault("base_item_code", message("a leaf of the base year, or comparable = no"))
        link = MappingRow(
            row["block"], row["item_code"], row["base_block"], row["base_item_code"],
            Decimal(1) if share is None else share, comparable, row["note"], row.number,
        )  # fmt: skip
        key = (link.block, link.item_code, link.base_block, link.base_item_code)
        if key in seen:
            row.fault(
                "item_code",
                message("each pair of leaves once; it stands in row {row} too", row=seen[key]),
            )
        seen.setdefault(key, row.number)
        verdict = verdicts.setdefault(key[:2], (comparable, row.number))
        if verdict[0] != comparable:
            row.fault(
                "comparable",
                message("the same for all rows of a leaf; row {row} differs", row=verdict[1]),
            )
        links.append(link)
    _check_shares(path, links, faults)
    return tuple(links)


def _check_leaf(row: Row, block: Block) -> None:
    codes = [leaf.code for leaf in block.leaves]
    if row["item_code"] in codes or not codes:
        return
    if any(p.item_code == row["item_code"] and p.column is None for p in row.faults.problems):
        return
    if row["item_code"] in block.by_code:
        row.fault("item_code", message("a leaf, an item without parts"))
    else:
        row.fault("item_code", unknown_name("item code", row["item_code"], codes))


def _check_shares(path: Path, links: list[MappingRow], faults: Faults) -> None:
    taken: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    last: dict[tuple[str, str], MappingRow] = {}
    for link in links:
        if link.base_item_code and link.comparable:
            taken[link.base_block, link.base_item_code] += link.share
            last[link.base_block, link.base_item_code] = link
    for (block, code), total in taken.items():
        if total > 1:
            faults.add(
                Problem(
                    file=shown_path(path),
                    row=last[block, code].row,
                    column="share",
                    item_code=last[block, code].item_code,
                    found=columns.write_number(total),
                    expected=message(
                        "shares of the base leaf {block} {code} that sum to at most 1",
                        block=block,
                        code=code,
                    ),
                )
            )


def _read_targets(path: Path, faults: Faults) -> tuple[Target, ...]:
    if not path.is_file():
        return ()
    targets: list[Target] = []
    seen: dict[str, int] = {}
    for row in read_rows(path, columns.TARGETS_FILE, faults):
        code = row["target_code"]
        if not code:
            row.fault("target_code", message("the code of the target"))
        elif code in seen:
            row.fault(
                "target_code",
                message("each target code once; it stands in row {row} too", row=seen[code]),
            )
        seen.setdefault(code, row.number)
        if not row["name"]:
            row.fault("name", message("the name of the target"))
        direction = fold_text(row["direction"])
        if direction not in {"at_least", "at_most"}:
            row.fault("direction", message("at_least or at_most"))
        value = row.number_in("target")
        if value is None and "target" not in row.faulty:
            row.fault("target", message("a number"))
        targets.append(
            Target(code, row["name"], row["name_en"], row["area"], row["unit_of_measure"],
                   "at_most" if direction == "at_most" else "at_least", value or Decimal(0), row["source"])
        )  # fmt: skip
    return tuple(targets)
