"""Codes of the integrated budget system (预算管理一体化): projects, agencies, fiscal regions.

The check character is induced from seven real codes (four of Hebei, three of Tianjin), not from a published text, and
other provinces use other shapes. A code that fails is therefore something to look at; the caller decides how loudly.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from jihuan.core.language import _
from jihuan.core.text import squeeze

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of GB 32100: no I, O, S, V, Z."""

PROJECT_LENGTH = 21
CHECKED_PROVINCES = frozenset({"12", "13"})
"""Provinces whose codes are known to have this shape: Tianjin, Hebei."""

_PROJECT = re.compile(r"(\d{6})(\d{2})([A-Z])([0-9A-Z]{6})([0-9A-Z]{5})([0-9A-Z])")


class ProjectCode(NamedTuple):
    """The parts of a project code: 130281 25 P 000002 10005 0."""

    region: str
    year: str
    category: str
    serial: str
    sub: str
    check: str

    @property
    def fiscal_year(self) -> int:
        """The year the project entered the store."""
        return 2000 + int(self.year)


def check_character(code: str) -> str:
    """The 21st character for the 20 before it: weights 3⁰…3¹⁹, modulus 31, offset 30. ValueError for a foreign character."""
    total = sum(CHARACTERS.index(character) * pow(3, position, 31) for position, character in enumerate(code))
    return CHARACTERS[(30 - total) % 31]


def parse_project_code(text: str) -> ProjectCode | None:
    """The parts of a 21-character code; None for another shape."""
    match = _PROJECT.fullmatch(text)
    return ProjectCode(*match.groups()) if match else None


def project_code_problem(text: str) -> str | None:
    """Why the text is not a sound project code, as a sentence; None when it is, or when its shape is unknown here."""
    code = squeeze(text)
    if len(code) != PROJECT_LENGTH:
        if len(code) < PROJECT_LENGTH and code[:2] not in CHECKED_PROVINCES and code[:6].isdigit():
            return None
        return _("项目编码“{code}”有 {length} 位，应为 21 位，请核对是否缺字或断行").format(code=code, length=len(code))
    if parse_project_code(code) is None:
        return _("项目编码“{code}”的组成不对，应为 6 位区划、2 位年度、1 位类别、6 位顺序码、5 位子项码和 1 位校验码").format(
            code=code
        )
    if foreign := sorted(set(code) - set(CHARACTERS)):
        return _("项目编码“{code}”中有不会用到的字符 {characters}，请核对").format(code=code, characters="、".join(foreign))
    expected = check_character(code[:-1])
    if code[:2] in CHECKED_PROVINCES and code[-1] != expected:
        return _("项目编码“{code}”的校验位为 {found}，按前 20 位应为 {expected}，请核对有无错字").format(
            code=code, found=code[-1], expected=expected
        )
    return None


class Region(NamedTuple):
    """财政区划 of 9 digits: province 2, city 2, county 2, township 3; 130281000 is 遵化市."""

    province: str
    city: str
    county: str
    township: str

    @property
    def level(self) -> str:
        """The lowest level the code names: province, city, county or township."""
        if self.township != "000":
            return "township"
        if self.county != "00":
            return "county"
        return "city" if self.city != "00" else "province"

    @property
    def parent(self) -> str | None:
        """The code one level up; None for a province."""
        code = "".join(self)
        kept = {"township": 6, "county": 4, "city": 2, "province": 0}[self.level]
        return code[:kept].ljust(9, "0") if kept else None


def parse_region(text: str) -> Region | None:
    """A 财政区划 code of 9 digits, or a GB/T 2260 code of 6 that stands for it; None for anything else."""
    if not re.fullmatch(r"[0-9]{6}(?:[0-9]{3})?", text) or text[:2] == "00":
        return None
    code = text.ljust(9, "0")
    return Region(code[:2], code[2:4], code[4:6], code[6:])


def agency_segments(code: str) -> tuple[str, ...]:
    """部门预算编码 in its segments of three: 731001 → 731, 001. Raises ValueError for another shape."""
    if not re.fullmatch(r"(?:[0-9]{3}){1,4}", code):
        raise ValueError(_("预算单位编码“{code}”应由 3 位一段的数字组成，如 731 或 731001").format(code=code[:40]))
    return tuple(code[start : start + 3] for start in range(0, len(code), 3))
