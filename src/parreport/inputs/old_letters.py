"""Vietnamese typed in the codes of before Unicode, TCVN3 (ABC) and VNI: "Së Néi vô", "Sôû Noäi vuï".

In: a text. Out: the code that it is in, blank where it is none of them. A word counts where it is no Vietnamese
as it stands and a Vietnamese syllable once it is read in that code. Source: TCVN 5712:1993; VNI's table for Windows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

TCVN3_FROM = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
TCVN3_TO = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
TONES = "\u0301\u0300\u0309\u0303\u0323"  # sắc, huyền, hỏi, ngã, nặng
VNI_PLAIN = dict(zip("ùøûõï", TONES, strict=True))
VNI_HAT = dict(zip("áàåãä", TONES, strict=True)) | {"â": ""}
VNI_BREVE = dict(zip("éèúüë", TONES, strict=True)) | {"ê": ""}
VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

# Letters of these codes that no Vietnamese word has in Unicode; letters that only Unicode has.
LONE = re.compile("[¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþ]")
CAPITAL, MIXED = re.compile("[À-Ý]"), re.compile("[a-z][À-Ý]")
UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯ\u1ea0-\u1ef9]")
WORD = re.compile("(?<![0-9\u00a1-\u00ff\\w])[A-Za-z\u00a1-\u00ff]+(?![0-9\\w])")
SYLLABLE = re.compile(
    "(?:b|ch?|d|đ|gi|gh?|h|kh?|l|m|ngh?|nh?|n|ph?|qu|r|s|tr|th?|v|x)?"
    "(?:iêu|yêu|oai|oay|oao|oeo|uây|uôi|ươi|ươu|uya|uyê|uyu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi"
    "|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
    "(?:ch|c|m|ng|nh|n|p|t)?"
)


def may_be_old(words: str) -> bool:
    """Return whether a text has letters, or a capital within a word, that Vietnamese in Unicode has not."""
    return LONE.search(words) is not None or MIXED.search(words) is not None


def has_old_letters(words: str, signs: str) -> bool:
    """Return whether a whole file may have such words; ``signs`` has each of its signs once."""
    return LONE.search(signs) is not None or (CAPITAL.search(signs) is not None and MIXED.search(words) is not None)


def find_old_code(words: str) -> str:
    """Return the code of before Unicode that a text is in, blank where it is in none."""
    if words.isascii() or not may_be_old(words) or UNICODE.search(unicodedata.normalize("NFC", words)):
        return ""
    marked = [word for word in WORD.findall(words) if not word.isascii() and re.search("[A-Za-z]", word)]
    found = {name: _count_old(marked, table) for name, table in (("TCVN3 (ABC)", _TCVN3), ("VNI", None))}
    best = max(found, key=lambda name: found[name])
    return best if found[best] > 0 else ""


_TCVN3 = str.maketrans(TCVN3_FROM, TCVN3_TO)


def _count_old(marked: list[str], table: Mapping[int, int] | None) -> int:
    """Return how many more words are Vietnamese in this code alone than are not; 0 without a suspect one."""
    old = strange = 0
    has_suspect = False
    for word in marked:
        read = _read_vni(word) if table is None else word.translate(table)
        if not is_syllable(read):
            strange += 1
        elif (suspect := may_be_old(word)) or not is_syllable(word):
            old += 1
            has_suspect = has_suspect or suspect
    return old - strange if has_suspect else 0


def is_syllable(word: str) -> bool:
    """Return whether a word is built as a Vietnamese syllable is, with one tone at most."""
    apart = unicodedata.normalize("NFD", word.casefold())
    plain = unicodedata.normalize("NFC", "".join(sign for sign in apart if sign not in TONES))
    return sum(apart.count(tone) for tone in TONES) <= 1 and SYLLABLE.fullmatch(plain) is not None


def _read_vni(word: str) -> str:
    """Return a word of VNI in Unicode: a vowel and the letter behind it that stands for its marks."""
    read, letters = [], list(word.casefold())
    while letters:
        letter = letters.pop(0)
        behind = letters[0] if letters else ""
        base = VNI_ALONE.get(letter, letter)
        if letter in "aeo" and behind in VNI_HAT:
            read.append(f"{letter}\u0302{VNI_HAT[letters.pop(0)]}")
        elif letter == "a" and behind in VNI_BREVE:
            read.append(f"a\u0306{VNI_BREVE[letters.pop(0)]}")
        elif base in "aeouyơư" and behind in VNI_PLAIN:
            read.append(f"{base}{VNI_PLAIN[letters.pop(0)]}")
        else:
            read.append(base)
    return unicodedata.normalize("NFC", "".join(read))
