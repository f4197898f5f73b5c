"""What people, programs and mischief put into a cell: texts that readers must withstand."""

from __future__ import annotations

import unicodedata

from tests.fuzz.choices import Choices

NUMBERS = (
    "0 1 -1 2 0.5 100 1000000 -0 +1 00 007 1. .5 1,5 1.234,5 1,234.5 1.234.567 12.345 12,345 0.1 "
    "1e5 1e999 1E-999 1e 0x1F 1_000 nan NaN -nan sNaN inf -inf Infinity ∞ 1/2 50% 1:10 ١٢٣ １２３ ½ ² "
    "−5 –5 0.000000001 0.0000000001 99999999999999999999 0.1234567890123456789012345678901234567 "
    "1e27 (5) 5- 1' 1.000.000,00 1\u00a0000 1\u2009000 1\u202f000\u00a0000 1\u00a000 1\u00a00000"
).split(" ")
SIGNS = (
    "\u00a0 \u2009 \u202f \u3000 \u200b \u200d \u2060 \ufeff \u202e \u2066 \u200f \u00ad \u0301 "
    "\u0000 \u0001 \u0007 \u0008 \u000b \u000c \u001a \u001b \u001f \u007f \u0085 \u2028 \u2029 "
    "\ufffd \uffff \U0001f600 \U000e0001 \U0010ffff"
).split(" ")
SEPARATORS = ("\t", "\n", "\r", "\r\n", ",", ";", "|", '"', "'", "\\", "/", ":", "=", "{", "}", " ")
WORDS = (
    "",
    " ",
    "-",
    "x",
    "✓",
    "có",
    "không",
    "KAD",
    "yes",
    "no",
    "TRUE",
    "null",
    "None",
    "N/A",
    "#REF!",
    "=1+1",
    '=HYPERLINK("a")',
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    "\t=1",
    "'=1",
    "CON",
    "nul",
    "aux.csv",
    "COM1",
    ".",
    "..",
    "../..",
    "a/b",
    "a\\b",
    "~",
    "C:\\",
    "/dev/null",
    "{",
    "}",
    "{x}",
    "{unit}",
    "{0}",
    "%s",
    "%(x)s",
    "${HOME}",
    "`id`",
    "$(id)",
    "<b>",
    "</script>",
    "<!--",
    "&amp;",
    "&#0;",
    "]]>",
    "\\n",
    "\\x00",
    "\\ud800",
    "a;b",
    "so-a;so-b",
    ";",
    "a,b",
    "2018-01-01",
    "2018-02-30",
    "0001-01-01",
    "9999-12-31",
    "01/02/2018",
    "2018-1-1",
    "20180101",
    "İ",
    "ı",
    "ß",
    "ǅ",
    "ﬁ",
    "Å",
    "e\u0301\u0323",
    "Đ",
    "đ",
    "Ð",
    "ƣ",
    "CÇC tØnh",
    "Tænh",
    "\u1ea0\u0323",
    "whole",
    "province",
    "unit",
    "index",
    "so",
    "huyen",
    "SO-A",
    "so‑a",
    "sо-a",
    "so-a ",
    "1.1.1.",
    "1․1․1",
)
LOOK_ALIKE = {"a": "а", "o": "о", "c": "с", "e": "е", "-": "‑", ".": "․", "1": "l", "0": "O"}
FORMS = ("NFD", "NFC", "NFKD", "NFKC")


def odd_number(choices: Choices) -> str:
    """Return a number, or what passes for one."""
    if choices.once_in(6):
        digits = str(choices.below(10)) * choices.pick((2, 9, 17, 28, 29, 40, 320, 5000))
        return choices.pick(("{}", "0.{}", "{}.5", "-{}", "1{}", "0.0{}1")).format(digits)
    if choices.once_in(3):
        return f"{choices.below(200)}.{choices.below(1000)}"
    return choices.pick(NUMBERS)


def odd_text(choices: Choices) -> str:
    """Return a text that does not belong."""
    form = choices.below(8)
    if form < 4:
        return choices.pick(WORDS)
    if form < 5:
        return choices.pick(SIGNS) + choices.pick(WORDS)
    if form < 7:
        return odd_number(choices)
    letter = choices.pick(("a", "1", "ệ", "e\u0301", "\U0001f600", '"', "\n", "=", "{", "(", " "))
    return letter * choices.pick((2, 33, 256, 257, 1000, 100_000))


def bend_text(choices: Choices, text: str) -> str:
    """Return a text a little changed: a sign more or less, capitals, another Unicode form."""
    place = choices.below(len(text) + 1)
    form = choices.below(9)
    if form == 0:
        return text[:place] + choices.pick(SIGNS) + text[place:]
    if form == 1:
        return text[:place] + choices.pick(SEPARATORS) + text[place:]
    if form == 2:
        return text[:place] + text[place + 1 :]
    if form == 3:
        return text[:place] + text[max(0, place - 1) :]
    if form == 4:
        return choices.pick((text.upper, text.lower, text.swapcase, text.title))()
    if form == 5:
        return unicodedata.normalize(choices.pick(FORMS), text)
    if form == 6:
        return "".join(LOOK_ALIKE.get(sign, sign) for sign in text)
    if form == 7:
        return choices.pick((" ", "\u00a0", "\ufeff", "\u200b", "'")) + text
    return text + choices.pick((" ", "\u00a0", "\u200b", ".", "%", " điểm", "0", "-"))
