"""Names of units as the portal prints them: which block a unit stands in, and its name for print.

In: "UBND xã Vân Canh", "Sở Văn hóa; Thể thao và Du lịch - tỉnh Gia Lai", the level that the export gives.
Out: block and name, or what was expected where a name cannot be placed. The name decides; the level
(1 = department, 2 = commune) helps only where the name says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parreport.inputs.numbers import clean_text
from parreport.inputs.portal_766.provinces import find_province, name_province, plain_key
from parreport.language import Message, message

DEPARTMENTS, COMMUNES, WARDS, ZONES, PROVINCES = BLOCKS = ("so-nganh", "xa", "phuong", "dac-khu", "tinh")
DEPARTMENT_LEVEL, COMMUNE_LEVEL = "1", "2"
LEVELS = {  # what exports say of a unit's level
    "agency": DEPARTMENT_LEVEL,
    "department": DEPARTMENT_LEVEL,
    "so": DEPARTMENT_LEVEL,
    "so nganh": DEPARTMENT_LEVEL,
    "commune": COMMUNE_LEVEL,
    "ward": COMMUNE_LEVEL,
    "xa": COMMUNE_LEVEL,
    "cap xa": COMMUNE_LEVEL,
}
COMMITTEE = re.compile(r"(?:ubnd|[ủu][yỷ]\s+ban\s+(?:nhân|nhan)\s+(?:dân|dan))[\s:.]+", re.IGNORECASE)
WITHIN = re.compile(
    r"\s*[-–—,(]\s*(?:thuộc\s+)?((?:huyện|thị xã|tỉnh|thành phố|tp\.?)\s+[^-–—,()]+?)\s*\)?\s*$", re.IGNORECASE
)
KINDS = (
    (re.compile(r"(?:x[ãa]\s+|x\.\s*)", re.IGNORECASE), COMMUNES, "Xã", "commune"),
    (re.compile(r"(?:ph[ưu][ờo]ng\s+|p\.\s*)", re.IGNORECASE), WARDS, "Phường", "ward"),
    (re.compile(r"(?:[đd][ặa]c\s+khu\s+|[đd]k\.\s*)", re.IGNORECASE), ZONES, "Đặc khu", "special zone"),
)
# Levels of government that ended: districts, towns and cities of a province, 01/07/2025.
DISTRICT = re.compile(r"(?:huyen|quan|thi xa|thi tran|thanh pho|tp) ")
OFFICE = re.compile(
    r"(?:so|ban|thanh tra|van phong|cong an|bo chi huy|kho bac|bao hiem|thue|cuc|chi cuc|trung tam|hai quan"
    r"|truong (?:cao dang|dai hoc|chinh tri)) "
)
MINISTRY = re.compile(r"bo (?!chi huy)|ngan hang nha nuoc viet nam|thanh tra chinh phu|van phong chinh phu")
TOTALS = re.compile(
    r"(?:diem )?(?:tong(?: cong| so| diem)?|cong|binh quan|trung binh|tb)(?: (?:toan )?(?:tinh|cac|chung|khoi|cap).*)?"
    r"|toan (?:tinh|quoc|thanh pho)|ca nuoc|(?:diem )?toi da|max"
)
# The departments of a province, as they are written; source: Nghị định 150/2025/NĐ-CP.
ENGLISH = {
    "Sở Nội vụ": "Department of Home Affairs",
    "Sở Tư pháp": "Department of Justice",
    "Sở Tài chính": "Department of Finance",
    "Sở Công Thương": "Department of Industry and Trade",
    "Sở Nông nghiệp và Môi trường": "Department of Agriculture and Environment",
    "Sở Xây dựng": "Department of Construction",
    "Sở Khoa học và Công nghệ": "Department of Science and Technology",
    "Sở Văn hóa, Thể thao và Du lịch": "Department of Culture, Sports and Tourism",
    "Sở Văn hóa và Thể thao": "Department of Culture and Sports",
    "Sở Du lịch": "Department of Tourism",
    "Sở Giáo dục và Đào tạo": "Department of Education and Training",
    "Sở Y tế": "Department of Health",
    "Sở Dân tộc và Tôn giáo": "Department of Ethnic Minorities and Religion",
    "Sở Ngoại vụ": "Department of Foreign Affairs",
    "Sở Quy hoạch - Kiến trúc": "Department of Planning and Architecture",
    "Sở An toàn thực phẩm": "Department of Food Safety",
    "Thanh tra tỉnh": "Provincial Inspectorate",
    "Thanh tra thành phố": "City Inspectorate",
    "Ban Quản lý Khu kinh tế": "Economic Zone Management Board",
    "Văn phòng UBND tỉnh": "Office of the Provincial People's Committee",
    "Văn phòng UBND thành phố": "Office of the City People's Committee",
}
USUAL = {plain_key(name): name for name in ENGLISH}


@dataclass(frozen=True)
class Placed:
    """A unit in its block: its names for print, and the province that its name tells; blank where none."""

    block: str
    name: str
    province: str = ""
    name_en: str = ""


def read_level(typed: str) -> str:
    """Return the level that an export gives: 1 = department, 2 = commune; blank for any other."""
    key = plain_key(typed.removesuffix(".0"))
    return LEVELS.get(key, key if key in {DEPARTMENT_LEVEL, COMMUNE_LEVEL} else "")


def is_total(typed: str) -> bool:
    """Return whether a row's name is that of a total or a mean, not of a unit."""
    return TOTALS.fullmatch(plain_key(typed)) is not None


def place_name(typed: str, level: str = "") -> Placed | Message:
    """Return block and name of a unit, or what was expected where neither name nor level tells them."""
    words = re.sub(r"\s*([,;])\s*", ", ", " ".join(clean_text(typed).split())).strip(" ,").replace(" ,", ",")
    own = COMMITTEE.sub("", words, count=1) if COMMITTEE.match(words) else words
    own, province = _cut_province(own)
    if not own[:1].isalpha():
        return message("the name of the unit")
    for kind, block, name, name_en in KINDS:
        if found := kind.match(own):
            place = _spell(own[found.end() :])
            english = f"{name_en.capitalize()} {place}" if place.isdecimal() else f"{place} {name_en}"
            return Placed(block, f"{name} {place}", province, english)
    key = plain_key(own)
    named = find_province(own)
    is_bare = named is not None and key == plain_key(named)
    if named is not None and not (is_bare and level == COMMUNE_LEVEL):
        return Placed(PROVINCES, name_province(own, named), named, named)
    if DISTRICT.match(key):
        return message("a unit of today; districts, towns and cities of a province ended on 01/07/2025")
    if MINISTRY.match(key):
        return message("a department, commune, ward, special zone or province; there is no block of ministries")
    if level == DEPARTMENT_LEVEL or OFFICE.match(f"{key} "):
        name = _spell_office(own)
        return Placed(DEPARTMENTS, name, province, ENGLISH.get(name, ""))
    return message("a name that tells the kind of unit: sở, ban, xã, phường, đặc khu, tỉnh, thành phố")


def _cut_province(words: str) -> tuple[str, str]:
    """Return a name without what it lies in, and the province that this is; ``Thanh tra tỉnh`` stays."""
    province = ""
    while found := WITHIN.search(words):
        province = find_province(found[1]) or province
        words = words[: found.start()]
    if (tail := re.search(r"\s+(tỉnh|thành phố|tp\.?)\s+(\S.*)$", words, re.IGNORECASE)) is not None:
        named = find_province(tail[2])
        if named is not None:
            province = named
            is_whole = plain_key(words).startswith(("so ", "xa ", "phuong ", "dac khu "))
            words = words[: tail.start()] if is_whole else words[: tail.start(2)].rstrip()
    elif (tail := re.search(r"\s+[-–—]\s*(\S[^-–—]*)$", words)) is not None and find_province(tail[1]):
        province = find_province(tail[1]) or ""
        words = words[: tail.start()]
    return words.strip(" -–—,"), province


def _spell(name: str) -> str:
    """Return the name of a place; one in capitals, or without any, with a capital for each word."""
    name = name.strip()
    return name.title() if name.isupper() or name.islower() else name


def _spell_office(name: str) -> str:
    """Return the name of a department; one in capitals as it is usually written."""
    if not (name.isupper() or name.islower()):
        return name[:1].upper() + name[1:]
    return USUAL.get(plain_key(name), name.capitalize())
