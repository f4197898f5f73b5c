"""How an annex words its scales, turned into rules where that is certain.

In: the lines of a scale with their points, and the maximum of the item. Out: a rule as the framework
writes it, or why the words were not turned into one. Nothing is guessed: a line whose bound is not
plainly the lower one of a rate or count, or the upper one of days, leaves the scale as text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from parreport.cells import write_number
from parreport.inputs.annex.heads import plain
from parreport.inputs.numbers import fold_text
from parreport.language import Message, message

NUMBER = r"\d{1,4}(?:[.,]\d{1,3})?"
POINTS = re.compile(
    rf"(?P<what>.+?)\s*(?:[:=]|–|-|thì được|được(?: tính)?|đạt)\s*\(?(?P<points>{NUMBER})\s*(?:điểm|đ)?\)?\s*[.;]?",
    re.S | re.I,
)
IN_BRACKETS = re.compile(rf"(?P<what>.+?)\s*\((?P<points>{NUMBER})\s*(?:điểm|đ)\)\s*[.;]?", re.S | re.I)
REACHED = r"(?:dat |hoan thanh |thuc hien |ty le |ti le |co |bang )*"
AFTER = r"(?P<what>(?: [a-z]+){0,8})"
"""What is counted may follow a rate: “100% kế hoạch”; the same words in each line."""
RATE_FROM = re.compile(
    rf"{REACHED}(?:tu |tren hoac bang |≥ )?({NUMBER})%(?: (?:den )?(?:duoi|<) {NUMBER}%)?(?: tro len)?{AFTER}"
)
BELOW = re.compile(rf"{REACHED}(?:duoi|<) ({NUMBER})%{AFTER}")
COUNT_FROM = re.compile(r"(?:co |dat |≥ )*(?:tu )?(\d{1,4})(?P<what>(?: [a-z]+){0,8}?)(?: tro len)?")
NONE = re.compile(r"(?:khong(?: co| dat| phat sinh)?|chua(?: co)?)\b[^\d%]*")
OTHERWISE = {"xuong", "lai", "tang", "giam", "voi", "hon", "den", "duoi", "tren"}
"""Words after a figure that make it another bound than the lower one."""
IN_TIME = re.compile(r"(?:\w+ ){0,6}?(?:dung|truoc|trong) (?:thoi )?han(?: quy dinh)?")
BEHIND = r"(?:\w+ ){0,6}?(?:cham|tre|qua)(?: han| thoi han)?"
DAYS = r"(\d{1,3}) ngay(?: lam viec)?"
UP_TO = r"(?: tu \d{1,3}(?: ngay)?(?: den)?| khong qua| den| toi da| duoi hoac bang| ≤)+"
LATE = re.compile(f"{BEHIND}{UP_TO} {DAYS}")
TOO_LATE = re.compile(f"{BEHIND}(?: qua| tren| tu| >)? {DAYS}(?: tro len)?")
PROPORTION = re.compile(rf"(?:tu )?({NUMBER})% (?:den )?(?:duoi|<) ({NUMBER})%.*\b(?:ty le|ti le)\b(.*)")
EACH = re.compile(rf"(?:moi|cu moi) .+? (?:duoc|cong)(?: cong)?(?: them)? ({NUMBER})(?: diem)?(?:.* toi da .*)?")
DEDUCT = re.compile(rf"(?:moi|cu moi) .+? (?:bi )?tru ({NUMBER})(?: diem)?(?:.*)?")


@dataclass(frozen=True)
class Line:
    """One step of a scale: its words, and its points where they stand apart or are found in the words."""

    words: str
    points: Decimal | None


def read_points(typed: str) -> Decimal | None:
    """Return the points that a cell holds, with or without their unit; None for anything else."""
    found = re.fullmatch(rf"\(?({NUMBER})\)?\s*(?:điểm|đ)?\.?", " ".join(typed.split()), re.I)
    if found is None:
        return None
    try:
        return Decimal(found[1].replace(",", "."))
    except InvalidOperation:
        return None


def read_line(typed: str, points: Decimal | None) -> Line:
    """Return one step of a scale; points that end its words are taken from there where none stand apart."""
    words = re.sub(r"^[-+•–*]\s*", "", " ".join(typed.split()))
    if points is not None:
        return Line(words.rstrip(" .;:"), points)
    for shape in (IN_BRACKETS, POINTS):
        found = shape.fullmatch(words)
        if found is not None:
            return Line(found["what"].rstrip(" .;:"), Decimal(found["points"].replace(",", ".")))
    return Line(words, None)


def split_lines(typed: str) -> list[str]:
    """Return the lines of a cell that holds a whole scale."""
    return [one.strip() for one in re.split(r"\n|;\s|(?<=điểm)\.\s", typed) if one.strip()]


def read_scale(lines: Sequence[Line], most: Decimal | None) -> tuple[str, Message | None]:
    """Return the rule of a scale, or why it is left as text."""
    if not lines:
        return "", None
    if len(lines) == 1 and (rule := _read_single(lines[0], most)):
        return rule, None
    rule = _read_proportional(lines, most)
    if rule:
        return rule, None
    if any(line.points is None for line in lines):
        return "", message("points at the end of each line of the scale")
    if len(lines) < 2:
        return "", message("a scale of at least two lines")
    highest = max(line.points or Decimal(0) for line in lines)
    if most is not None and highest != most:
        facts = {"highest": write_number(highest), "most": write_number(most)}
        return "", message("a scale whose highest step is the maximum ({highest} is not {most})", **facts)
    for read in (_read_rates, _read_days, _read_counts, _read_choice):
        rule = read(lines)
        if rule:
            return rule, None
    return "", message("a scale of rates, counts, days late or words; one kind alone, each step once")


def _number(words: str) -> Decimal:
    return Decimal(words.replace(",", "."))


def _words(line: Line) -> str:
    """Return the words of a step without accents and case, signs of comparison and figures kept apart."""
    spread = unicodedata.normalize("NFD", fold_text(line.words)).replace("đ", "d")
    plainly = "".join(one for one in spread if not unicodedata.combining(one))
    signs = plainly.replace(">=", "≥").replace("<=", "≤")
    apart = re.sub(r"([≥≤<>/×*])", r" \1 ", re.sub(r"(?<=\d)\s*%", "%", signs))
    kept = re.sub(r"[^\w%≥≤<>/×*.,\s-]", " ", apart)
    return " ".join(word for word in (one.strip(".,") for one in kept.split()) if word and word != "-")


def _falling(bounds: list[tuple[Decimal, Decimal]]) -> bool:
    """Return whether steps fall with their bounds, each bound once."""
    ordered = sorted(bounds, reverse=True)
    points = [one for _, one in ordered]
    return len({bound for bound, _ in bounds}) == len(bounds) and points == sorted(points, reverse=True)


def _steps(bounds: list[tuple[Decimal, Decimal]]) -> str:
    return " | ".join(f"{write_number(bound)} = {write_number(points)}" for bound, points in bounds)


def _read_rates(lines: Sequence[Line]) -> str:
    bounds, zero_below, what = [], None, set[str]()
    for line in lines:
        words, points = _words(line), line.points or Decimal(0)
        below, found = BELOW.fullmatch(words), RATE_FROM.fullmatch(words)
        one = below if below is not None and points == 0 and zero_below is None else found
        if one is None or OTHERWISE & set(one["what"].split()):
            return ""
        what |= {one["what"].strip()} - {""}
        if one is below:
            zero_below = _number(one[1])
        else:
            bounds.append((_number(one[1]), points))
    if len(what) > 1:
        return ""
    bounds = [(bound, points) for bound, points in bounds if points > 0] if zero_below is not None else bounds
    if not bounds or not _falling(bounds):
        return ""
    if zero_below is not None and zero_below != min(bound for bound, _ in bounds):
        return ""
    return f"bands rate: {_steps(sorted(bounds, reverse=True))}"


def _read_days(lines: Sequence[Line]) -> str:
    bounds: list[tuple[Decimal, Decimal]] = []
    too_late: Decimal | None = None
    for line in lines:
        words, points = _words(line), line.points or Decimal(0)
        if IN_TIME.fullmatch(words):
            bounds.append((Decimal(0), points))
        elif (found := LATE.fullmatch(words)) is not None:
            bounds.append((Decimal(found[1]), points))
        elif points == 0 and too_late is None and (found := TOO_LATE.fullmatch(words)) is not None:
            too_late = Decimal(found[1])
        else:
            return ""
    rising = sorted(bounds)
    falls = [one for _, one in rising]
    each_once = len({bound for bound, _ in rising}) == len(rising)
    if not rising or rising[0][0] != 0 or not each_once or falls != sorted(falls, reverse=True):
        return ""
    if too_late is not None and too_late not in (rising[-1][0], rising[-1][0] + 1):
        return ""
    return f"limits value: {_steps(rising)}" if len(rising) > 1 or too_late is not None else ""


def _read_counts(lines: Sequence[Line]) -> str:
    bounds, what = [], set()
    for line in lines:
        words, points = _words(line), line.points or Decimal(0)
        if points == 0 and NONE.fullmatch(words):
            continue
        found = COUNT_FROM.fullmatch(words)
        if found is None or {"ngay", *OTHERWISE} & set(found["what"].split()):
            return ""
        bounds.append((Decimal(found[1]), points))
        what.add(found["what"].strip())
    if not bounds or not _falling(bounds) or len(what) > 1:
        return ""
    return f"bands count: {_steps(sorted(bounds, reverse=True))}"


def _read_choice(lines: Sequence[Line]) -> str:
    """Return a choice of words: none of them names a figure, for then another kind of rule is meant."""
    options = [line.words for line in lines]
    if any(re.search(r"[\d%|=;:\n]", one) for one in options) or len({plain(one) for one in options}) < len(options):
        return ""
    return "choice: " + " | ".join(f"{line.words} = {write_number(line.points or Decimal(0))}" for line in lines)


def _read_proportional(lines: Sequence[Line], most: Decimal | None) -> str:
    """Return a proportional rule: full points from a rate on, the rate's part beneath it, nothing below a floor."""
    full = floor = None
    for line in lines:
        middle = PROPORTION.fullmatch(_words(line))
        if middle is not None:
            told = {_number(one) for one in re.findall(NUMBER, middle[3])}
            if _number(middle[2]) not in told or not told <= {_number(middle[2]), most, Decimal(100)}:
                return ""
            floor, full = _number(middle[1]), _number(middle[2])
    if floor is None or full is None or most is None:
        return ""
    for line in lines:
        words = _words(line)
        if PROPORTION.fullmatch(words):
            continue
        below, above = BELOW.fullmatch(words), RATE_FROM.fullmatch(words)
        if below is not None and line.points == 0 and _number(below[1]) == floor:
            continue
        if above is not None and line.points == most and _number(above[1]) == full:
            continue
        return ""
    return f"proportional rate: floor {write_number(floor)}, full {write_number(full)}"


def _read_single(line: Line, most: Decimal | None) -> str:
    words = _words(Line(f"{line.words}{'' if line.points is None else f' {line.points}'}", None))
    deduct, each = DEDUCT.fullmatch(words), EACH.fullmatch(words)
    if deduct is not None:
        return f"deduct: {write_number(_number(deduct[1]))}"
    if each is not None and most is not None:
        limit = re.search(rf"toi da ({NUMBER})", words)
        return "" if limit is not None and _number(limit[1]) != most else f"each: {write_number(_number(each[1]))}"
    return ""
