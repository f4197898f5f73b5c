"""The provinces of Vietnam by name: the 34 since 01/07/2025, and those that were before.

In: a name however it is written. Out: the name as printed, and whether it is a city's. Source of the
34: Nghị quyết 202/2025/QH15.
"""

from __future__ import annotations

import re
import unicodedata

CITIES = ("Hà Nội", "Huế", "Hải Phòng", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ")
PROVINCES = (
    "Tuyên Quang, Cao Bằng, Lai Châu, Lào Cai, Thái Nguyên, Điện Biên, Lạng Sơn, Sơn La, Phú Thọ, Bắc Ninh, "
    "Quảng Ninh, Hưng Yên, Ninh Bình, Thanh Hóa, Nghệ An, Hà Tĩnh, Quảng Trị, Quảng Ngãi, Gia Lai, Đắk Lắk, "
    "Khánh Hòa, Lâm Đồng, Đồng Nai, Tây Ninh, Đồng Tháp, Vĩnh Long, An Giang, Cà Mau"
).split(", ")
BEFORE = (
    "Hà Giang, Yên Bái, Bắc Kạn, Vĩnh Phúc, Hòa Bình, Bắc Giang, Thái Bình, Hải Dương, Hà Nam, Nam Định, "
    "Quảng Bình, Quảng Nam, Kon Tum, Bình Định, Phú Yên, Ninh Thuận, Đắk Nông, Bình Thuận, Bình Phước, "
    "Bà Rịa - Vũng Tàu, Bình Dương, Long An, Tiền Giang, Bến Tre, Trà Vinh, Sóc Trăng, Hậu Giang, Kiên Giang, "
    "Bạc Liêu, Thừa Thiên Huế"
).split(", ")


def plain_key(words: str) -> str:
    """Return words for comparison: no marks, no capitals, one space in place of all that is no letter or digit."""
    bare = unicodedata.normalize("NFD", words.casefold().replace("đ", "d"))
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[a-z0-9]+", letters))


_NAMES = {plain_key(name): name for name in (*CITIES, *PROVINCES, *BEFORE)}
_NAMES |= {
    "hcm": "Hồ Chí Minh",
    "tphcm": "Hồ Chí Minh",
    "dac lac": "Đắk Lắk",
    "dak lak": "Đắk Lắk",
    "dak nong": "Đắk Nông",
}


def find_province(words: str) -> str | None:
    """Return the province that a name is of, its kind aside ("UBND tỉnh Gia Lai" is Gia Lai); None for any other."""
    key = re.sub(r"^(?:(?:ubnd|uy ban nhan dan) )?(?:(?:tinh|thanh pho|tp) )?", "", plain_key(words))
    return _NAMES.get(key)


def find_province_within(words: str) -> str | None:
    """Return the one province that a file's name or a title names; None where it names none or several."""
    key = f" {plain_key(words)} "
    found = {name for one, name in _NAMES.items() if f" {one} " in key or f" {one.replace(' ', '')} " in key}
    return found.pop() if len(found) == 1 else None


def name_province(typed: str, province: str) -> str:
    """Return a province with its kind, as units are printed: Tỉnh Gia Lai, Thành phố Hà Nội.

    The kind is the one that is typed; provinces have become cities since.
    """
    key = plain_key(typed)
    is_city = key.startswith(("thanh pho ", "tp ")) or (province in CITIES and not key.startswith("tinh "))
    return f"Thành phố {province}" if is_city else f"Tỉnh {province}"
