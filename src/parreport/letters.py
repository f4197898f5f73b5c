"""Letters as people paste them: what is no letter at all, and which usual sign stands for one.

In: words. Out: the same words without what no page may hold, or with only such letters as some
typefaces have. It knows no typeface: it is told which letters they have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

REPLACEMENT = "□"
TAB = "    "

# Bullets of Wingdings and Symbol, which Word pastes as private letters.
BULLETS = {
    "\uf02d": "–",
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0a8": "◻",
    "\uf06e": "■",
    "\uf06c": "●",
    "\uf06d": "○",
    "\uf06f": "☐",
    "\uf071": "❑",
    "\uf074": "◆",
    "\uf075": "◆",
    "\uf076": "❖",
    "\uf077": "◆",
    "\uf0d8": "➢",
    "\uf0e0": "→",
    "\uf0e8": "➔",
    "\uf0f0": "⇨",
    "\uf0fb": "✗",
    "\uf0fc": "✓",
    "\uf0fd": "☒",
    "\uf0fe": "☑",
    "\uf0a3": "≤",
    "\uf0b3": "≥",
    "\uf0b1": "±",
    "\uf0b4": "×",
    "\uf0b0": "°",
}
# Signs in place of those that mean the same. A coloured disc is not among them: its colour is what it says.
LIKE = {
    "✅": "✔",
    "❌": "✘",
    "❎": "☒",
    "⭐": "★",
    "🌟": "★",
    "➕": "+",
    "➖": "−",
    "➗": "÷",
    "❗": "!",
    "❕": "!",
    "❓": "?",
    "❔": "?",
    "👉": "☞",
    "👈": "☜",
    "👆": "☝",
    "👇": "☟",
    "🔹": "◆",
    "🔸": "◆",
    "🔷": "◆",
    "🔶": "◆",
    "🔺": "▲",
    "🔻": "▼",
    "⬛": "■",
    "🙂": "☺",
    "、": ",",
    "。": ".",
    "\u20e3": "",
}

_ENDS = "\U0001fffe\U0001ffff" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(2, 17)
)
_TURNS = "\u202a-\u202e\u2066-\u2069"
_NOISE = f"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{_ENDS}"
_STRANGE = re.compile(f"[{_NOISE}{_TURNS}{''.join(BULLETS)}]")
_NO_LETTER = re.compile(f"[{_NOISE}{_TURNS}]")
_BETWEEN = re.compile(rf"(?<=[^\s{_NOISE}])[{_NOISE}]+(?=[^\s{_NOISE}])")
_RIGHT = "\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_FROM_RIGHT = re.compile(rf"[{_RIGHT}](?:(?:[{_RIGHT}]|\W)*[{_RIGHT}])?\u200e?")
_ODD = re.compile(f"[{_NOISE}{_TURNS}{''.join(BULLETS)}{_RIGHT}]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_SEEN_FORMATS = frozenset(map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)))
_SKIN = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_FLAG = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_JOINER, _BREAK, _LEFT, _PLACE = "\u200d", "\u200b", "\u200e", "◌"
_EDGES = ("", "\n", _BREAK)  # a mark behind them would have no letter to stand on
_BLANK = re.compile("[\t-\r \x85\u00a0\u1680\u2000-\u200b\u2028\u2029\u202f\u205f\u3000]*")

# What reports are made of: any typeface of theirs has these letters, so none need be opened.
_ORDINARY = re.compile(
    "[\n -~\u00a0-\u00ac\u00ae-\u017fƠơƯưẠ-ỹ\u2009\u2010-\u2015‘-”†-…‰‹›₫\u202f×←-↓↗↘≈≤≥−▲△▼▽■□●○✓✗\u200b]*"
)


def _from_windows(letter: str) -> str:
    """Return the letter of Windows-1252 that a control character beyond ASCII was meant to be."""
    try:
        return bytes([ord(letter)]).decode("cp1252")
    except UnicodeDecodeError:
        return letter


_MEANT = str.maketrans(
    BULLETS
    | {"\x1e": "-", "\x1f": "", "\x85": "\x85"}  # Word's fixed and optional hyphens
    | {chr(code): _from_windows(chr(code)) for code in range(0x80, 0xA0) if code != 0x85}
)


def tidy(words: str) -> str:
    """Return words, or a page, without what neither HTML nor XML may hold.

    Control characters and code points that are no letters become a space between letters, else
    nothing; signs that turn the direction of writing go, and writing from right to left ends where
    its letters end; private bullets of Word become the usual ones. All other letters stay.
    """
    if not _ODD.search("".join(set(words))):  # a page is long, and has few letters
        return words
    plain = _NO_LETTER.sub("", _BETWEEN.sub(" ", words.translate(_MEANT)))
    return _end_from_right(plain)


def _end_from_right(words: str) -> str:
    """Return words in which what is written from right to left takes no figure behind it along."""
    return _FROM_RIGHT.sub(lambda found: found[0].removesuffix(_LEFT) + _LEFT, words)


def compose(words: str) -> str:
    """Return words tidy, their letters composed (NFC), with one kind of line end and no tabs.

    Where nothing of them is left stands □.
    """
    if _ORDINARY.fullmatch(words):
        return words
    lines = _LINE_ENDS.sub("\n", words).replace("\t", TAB)
    return _seen(unicodedata.normalize("NFC", tidy(lines)), words)


def find_letters(words: str, known: Callable[[], Collection[int]]) -> str:
    """Return the distinct letters of words that are not among the known ones, as they come.

    ``known`` is asked only where words hold more than ordinary letters. Letters that nobody sees
    are not missed.
    """
    if _ORDINARY.fullmatch(words):
        return ""
    plain = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", words).replace("\t", TAB))
    if _ORDINARY.fullmatch(plain):
        return ""
    letters = known()
    missing = (
        one
        for one in dict.fromkeys(plain)
        if _STRANGE.match(one) or not (ord(one) in letters or one in ("\n", _BREAK) or _unseen(one))
    )
    return "".join(missing)


def replace_letters(words: str, known: Callable[[], Collection[int]]) -> str:
    """Return composed words with known letters only; what is replaced is seen.

    In place of a letter that is not known stands a sign that means the same, or the letter
    without its dress (a bold "A" of mathematics is an A), else □, one for all that is seen as
    one sign: a letter with its marks, a flag, joined emoji. Letters that nobody sees go; words of
    nothing else become □.
    """
    plain = compose(words)
    if _ORDINARY.fullmatch(plain):
        return plain
    shown = unicodedata.normalize("NFC", "".join(_replace(plain, known())))
    return _end_from_right(_seen(shown, words))


def _seen(shown: str, words: str) -> str:
    """Return what is shown of words, □ where that is nothing although they were not blank."""
    return REPLACEMENT if _BLANK.fullmatch(shown) and not _BLANK.fullmatch(words) else shown


def _replace(words: str, known: Collection[int]) -> Iterator[str]:
    """Yield the letters of words, those that are not known replaced."""
    before = joined = flag = ""  # what was shown last, and whether this letter belongs to it
    for letter in words:
        goes_on = bool(joined) and before == REPLACEMENT and unicodedata.category(letter)[0] == "S"
        if letter in ("\n", _BREAK) or (ord(letter) in known and not goes_on):
            yield _PLACE + letter if before in _EDGES and _is_mark(letter) else letter
            before, joined, flag = letter, "", ""
            continue
        if _unseen(letter):
            joined = joined or (before if letter == _JOINER else "")
            continue
        added = bool(joined) or letter in _SKIN or (before == REPLACEMENT and _is_mark(letter))
        if (added and before.strip()) or (flag and letter in _FLAG):
            joined = flag = ""
            continue
        sign = _usual_sign(letter, known)
        yield sign
        before, joined, flag = sign or before, "", letter if letter in _FLAG else ""


def _usual_sign(letter: str, known: Collection[int]) -> str:
    """Return known letters in place of one that is not."""
    if unicodedata.category(letter) == "Zs":
        return " "
    for sign in (LIKE.get(letter), unicodedata.normalize("NFKC", letter)):
        if sign is not None and all(ord(one) in known for one in sign):
            return sign
    return REPLACEMENT


def _unseen(letter: str) -> bool:
    """Return whether a letter only steers how others are set."""
    if unicodedata.category(letter) == "Cf":
        return letter not in _SEEN_FORMATS
    return _UNSEEN.match(letter) is not None


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def shared_letters(families: Iterable[Iterable[Mapping[int, str]]]) -> frozenset[int]:
    """Return the code points that all faces of a family have, of one family at least.

    What is no letter (controls, private letters), or never seen, is left out, though a typeface may
    have it.
    """
    known: set[int] = set()
    for faces in families:
        known.update(frozenset.intersection(*map(frozenset, faces)))
    return frozenset(
        code
        for code in known
        if unicodedata.category(chr(code)) not in ("Cc", "Co", "Cs", "Cn", "Zl", "Zp") and not _unseen(chr(code))
    )


def make_id(words: str) -> str:
    """Return a stable id from words: ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60] or "part"
