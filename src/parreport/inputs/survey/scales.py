"""The scales of a questionnaire: which answers a question has, and what a cell says of them.

In: a scale, the options as a questionnaire writes them, a cell. Out: the coded answer: a step (1 to 5),
1 or 0 of yes and no, a score (0 to 10), a letter. A cell may hold the code, the words of the answer in
Vietnamese or English, or both ("4. Hài lòng"). Source: ``docs/methodology.md`` 13.1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from parreport.inputs.numbers import NumberError, clean_text, fold_text, read_number
from parreport.language import Message, message
from parreport.survey_columns import NUMBER_SCALES

Code = int | str

USUAL: Mapping[str, Mapping[Code, tuple[str, str]]] = {
    "satisfaction5": {
        1: ("Rất không hài lòng", "Very dissatisfied"),
        2: ("Không hài lòng", "Dissatisfied"),
        3: ("Bình thường", "Neutral"),
        4: ("Hài lòng", "Satisfied"),
        5: ("Rất hài lòng", "Very satisfied"),
    },
    "level4": {1: ("Không", "Not at all"), 2: ("Ít", "A little"), 3: ("Khá", "Quite"), 4: ("Rất", "Very")},
    "level3": {1: ("Không có", "None"), 2: ("Có một số", "Some"), 3: ("Có nhiều", "Many")},
    "yes_no": {1: ("Có", "Yes"), 0: ("Không", "No")},
    "options": {"A": ("Tốt", "Good"), "B": ("Khá", "Fair"), "C": ("Trung bình", "Average"), "D": ("Kém", "Poor")},
}
"""The usual words of each scale, Vietnamese and English, from which a questionnaire may depart."""
USUAL_WEIGHTS: Mapping[str, Mapping[Code, Decimal]] = {
    "options": {"A": Decimal(1), "B": Decimal("0.6"), "C": Decimal("0.2"), "D": Decimal(0)},
    "yes_no": {1: Decimal(1), 0: Decimal(0)},
}
BLANKS = frozenset({"", "n/a", "na", "nan", "null", "none"})
YES_WORDS = frozenset({"1", "yes", "y", "true", "có", "x", "✓", "checked", "selected"})
NO_WORDS = frozenset({"0", "no", "n", "false", "không", "unchecked", "not selected"})
OPTION_CODE = re.compile(r"[^\W_][\w-]{0,15}")
BEFORE_WORDS = re.compile(r"\s*[.):\-–—]?\s*")


class ScaleError(ValueError):
    """Options or weights that cannot be read; ``expected`` says why."""

    def __init__(self, expected: Message) -> None:
        self.expected = expected
        super().__init__(expected)


def steps_of(scale: str) -> range | None:
    """Return the whole numbers that a scale has, None of a scale of letters."""
    bounds = NUMBER_SCALES.get(scale)
    return None if bounds is None else range(bounds[0], bounds[1] + 1)


def read_options(typed: str, scale: str) -> dict[Code, str]:
    """Return the answers of a question in words by their code; the usual words where none are given.

    Raises
    ------
    ScaleError : it is not written ``A = Tốt | B = Khá``, or the codes are not those of the scale.
    """
    steps = steps_of(scale)
    if not typed:
        if scale in {"one_of", "several"}:
            raise ScaleError(message("the answers to choose from, such as A = Rất phù hợp | B = Ít phù hợp"))
        if scale == "score10":
            return {step: str(step) for step in steps or ()}
        return {code: words[0] for code, words in USUAL[scale].items()}
    options: dict[Code, str] = {}
    for code, words in _pairs(typed, message("answers written as A = Tốt | B = Khá")):
        key = _code_of(code, scale)
        if key in options:
            raise ScaleError(message("each answer once; {code} stands twice", code=code))
        if fold_text(words) in {fold_text(one) for one in options.values()}:
            raise ScaleError(message("different words for each answer; “{words}” stands twice", words=words))
        options[key] = words
    if steps is not None and set(options) != set(steps):
        raise ScaleError(message("words for each of the answers {codes}", codes=", ".join(map(str, steps))))
    if len(options) < 2:
        raise ScaleError(message("at least two answers"))
    return options


def read_weights(typed: str, scale: str, options: Mapping[Code, str]) -> dict[Code, Decimal]:
    """Return the weight of each answer, from 0 to 1; the usual ones of the scale where none are given, or none.

    Raises
    ------
    ScaleError : it is not written ``A = 1 | B = 0.6``, or an answer lacks its weight.
    """
    if not typed:
        usual = USUAL_WEIGHTS.get(scale, {})
        if usual and set(usual) != set(options):
            raise ScaleError(message("weights, since the answers are not the usual {codes}", codes=_listed(usual)))
        return dict(usual)
    weights: dict[Code, Decimal] = {}
    for code, number in _pairs(typed, message("weights written as A = 1 | B = 0.6 | C = 0.2 | D = 0")):
        key = _code_of(code, scale)
        if key not in options:
            raise ScaleError(
                message("weights of the answers {codes}; {code} is none", codes=_listed(options), code=code)
            )
        if key in weights:
            raise ScaleError(message("each answer once; {code} stands twice", code=code))
        try:
            weights[key] = read_number(number)
        except NumberError:
            raise ScaleError(message("a weight from 0 to 1 for {code}", code=code)) from None
        if not 0 <= weights[key] <= 1:
            raise ScaleError(message("a weight from 0 to 1 for {code}", code=code))
    missing = [code for code in options if code not in weights]
    if missing:
        raise ScaleError(message("a weight for each answer; {codes} have none", codes=_listed(missing)))
    return weights


def words_of(scale: str, options: Mapping[Code, str]) -> dict[str, Code]:
    """Return what a cell may hold, folded, for each coded answer: code, words, code and words."""
    usual = USUAL.get(scale, {})
    known = {fold_text(str(code)): code for code in options}
    for code, words in options.items():
        english = usual[code][1] if code in usual and usual[code][0] == words else ""
        for shown in filter(None, (words, english)):
            known.setdefault(fold_text(shown), code)
    return known


def answer_in(typed: str, known: Mapping[str, Code]) -> Code | None:
    """Return the coded answer that a cell holds, None where it holds none of them.

    ``known`` is that of :func:`words_of`. A number may have a decimal part of zeros, as spreadsheets write it.
    """
    folded = fold_text(typed)
    if folded in known:
        return known[folded]
    if re.fullmatch(r"\d{1,2}[.,]0+", folded):
        return known.get(re.split("[.,]", folded)[0])
    begin = re.match(r"\w+", folded)
    if begin is not None and begin[0] in known:
        rest = folded[begin.end() :]
        after = BEFORE_WORDS.match(rest)
        words = rest[after.end() :] if after else rest
        if words and known.get(words) == known[begin[0]]:
            return known[begin[0]]
    return None


def is_blank(typed: str) -> bool:
    """Return whether a cell holds no answer."""
    return fold_text(typed) in BLANKS


def choices_in(typed: str, known: Mapping[str, Code]) -> set[Code] | None:
    """Return the choices that one cell holds; None where it holds what is no choice.

    Codes stand with spaces between them, words with commas or semicolons; words may hold commas themselves.
    """
    folded = fold_text(typed)
    if all(word in known for word in folded.split()):
        return {known[word] for word in folded.split()}
    for mark in (";", "|", "\n"):
        parts = [fold_text(part) for part in clean_text(typed).split(mark)]
        if len(parts) > 1 and all(part in known for part in parts if part):
            return {known[part] for part in parts if part}
    return _split_words(folded, known)


def _split_words(folded: str, known: Mapping[str, Code]) -> set[Code] | None:
    """Return the choices of words with commas between them: the longest words that fit come first."""
    found: set[Code] = set()
    while folded:
        fitting = [one for one in known if folded == one or folded.startswith((f"{one},", f"{one};"))]
        if not fitting:
            return None
        longest = max(fitting, key=len)
        found.add(known[longest])
        folded = folded[len(longest) + 1 :].strip()
    return found


def _pairs(typed: str, expected: Message) -> list[tuple[str, str]]:
    pairs = []
    for part in typed.split("|"):
        code, mark, words = part.partition("=")
        code, words = clean_text(code), clean_text(words)
        if not mark or not code or not words:
            raise ScaleError(expected)
        pairs.append((code, words))
    return pairs


def _code_of(typed: str, scale: str) -> Code:
    steps = steps_of(scale)
    if steps is None:
        if not OPTION_CODE.fullmatch(typed):
            raise ScaleError(message("short codes of answers, letters and digits; found {code}", code=typed))
        return typed
    if not typed.isdecimal() or int(typed) not in steps:
        raise ScaleError(message("the answers {codes}; found {code}", codes=_listed(steps), code=typed))
    return int(typed)


def _listed(codes: object) -> str:
    return ", ".join(str(code) for code in codes)  # type: ignore[attr-defined]  # any collection of codes
