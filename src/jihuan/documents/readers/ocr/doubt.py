"""What a recogniser cannot know: signs that look alike. A reading → text and the confidence that it deserves."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import NamedTuple

import cv2
import numpy as np

from jihuan.documents.readers.ocr.recogniser import Character, Picture, Reading
from jihuan.documents.readers.ocr.words import as_words

_DOUBT = 0.5
"""The confidence of what somebody should look at."""
_SIGNS = "≥≤≧≦＞＜><="
_ALIKE = {sign: set("≥≤≧≦><=＞＜2二Z") for sign in _SIGNS} | {
    "2": set("≥≧Z"),
    "二": set("≥≧="),
    "0": set("OoＯ"),
    "O": set("0"),
    "o": set("0"),
    "1": set("lI|"),
    "l": set("1"),
    "I": set("1"),
    "%": set("双"),
    "双": set("%"),
}
_THOUGHT_OF = {figure: set("%") for figure in "0123456789"} | {"；": set(":："), "：": set(";；")}
"""What these may be even if the model only thought of it."""
_TRADITIONAL = dict(zip("數績質實際萬標劃補訓資項預", "数绩质实际万标划补训资项预", strict=True))
"""What blurred strokes look like, where the simplified character is likely, too."""
SPECKS, _FAINT = set("•·∴.,、'`’‘\"“”^~°-—_|:;"), 0.8
"""Dirt at the ends of a line is read as these, not surely."""
_RING = "°"
"""No line begins with it, and only figures have it behind them: dirt, too."""
_REACH, _UNREAD = 0.7, 0.25
"""Of the height of a line: so far a character reaches on both sides; so much ink that belongs to none was not read."""
_CLEAR = 0.05
"""What might be another of its kind with more than this probability is in doubt."""
_IMPROBABLE = re.compile(
    "|".join(
        (
            r"^[—一-]+$",  # a dash that may be 一
            r"^[-–—]\s*\d",  # a dash before a number
            r"^\W?\d.*[\u4e00-\u9fff][1lI|]$",  # a 1 behind the unit of a number
            r"^[>＜<＞Zz](?=\s*[\d.])",  # a bare sign before a number
            r"\d\s*双$",  # 双 for %
            r"[%％]\s*\d",  # figures after %
            r"\d[OolI|](?![A-Za-z])|(?<![A-Za-z])[OolI|](?=\d)",  # letters among figures
            r"[\u4e00-\u9fff][.,]$",  # a full stop of another language
            r",\d{1,2}(?!\d)|,\d{4}",  # thousands that are none
        )
    )
)
"""What is rarely printed so."""
_SEPARATED = re.compile(r"(?<![\d.,])(\d{1,3})((?:[.,]\d{3})+)([.,]\d{2})(?![\d.,])")
"""An amount with its thousands apart and two decimals."""
_CHINESE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_NARROW = re.compile(rf"(?<={_CHINESE})[:;,!?()]|(?<![A-Za-z0-9])\(|(?<![A-Za-z0-9])\)|\((?={_CHINESE})|\)(?={_CHINESE})")
"""Punctuation of Chinese text in half width: the model knows no widths."""
_WIDE = str.maketrans(":;,!?()", "：；，！？（）")
_YEAR = re.compile(r"(?:[\[〔]\s*(\d{4})\s*[\])）】〕]|[(（【]\s*(\d{4})\s*[\]〕])")
"""The year in the number of an official document, in brackets that the model mistook."""
_BRACKETS = set("()[]（）【】〔〕")
_PAGE_NUMBER = re.compile(r"[一\-—–_]+\s*(\d{1,4})\s*[一\-—–_]+")
_WITH_BAR = {">": "≥", "＞": "≥", "<": "≤", "＜": "≤"}
_BARRED = "≥≤≧≦"
_EQUAL = ("=", "＝")
"""Behind a bare sign these are its bar: >=."""
_BAR_WIDTH, _BAR_ZONE = 0.72, 0.3
"""Of a sign: a level bar is so wide, in so much of the height at the bottom."""
_STROKES, _CUT = 3, 0.15
"""An upright cut through a sign with a bar, level or slanted, meets three strokes, in so much of its width at least."""
_CERTAIN = 0.99
_FULL_WIDTH = 0x2E80
"""Characters from here on are as wide as they are high."""


class Judged(NamedTuple):
    """The text of a line, and how sure it is, from 0 to 1."""

    text: str
    confidence: float


def judge(reading: Reading, line: Picture) -> Judged:
    """Text and confidence of a reading of the picture ``line``."""
    return worded(sighted(reading, line))


def sighted(reading: Reading, line: Picture) -> Judged:
    """Letters and confidence of a reading, whatever they say; comparison signs are looked at in the pixels once more."""
    kept, otherwise = as_words(_with_percent(_without_specks(reading)))
    whole = len(kept) == len(reading) and not otherwise and not _is_partly_unread(kept, line)
    letters, confidence = [], 1.0 if whole else _DOUBT
    for character, after in zip_longest(kept, kept[1:]):
        letter = character.text
        if _TRADITIONAL.get(letter, "") in character.others and letter in _TRADITIONAL:
            letter, confidence = _TRADITIONAL[letter], min(confidence, _DOUBT)
        spelt_out = letter in _WITH_BAR and after is not None and after.text in _EQUAL
        if (letter in _WITH_BAR and not spelt_out) or letter in _BARRED:
            barred = has_bar(line, character.at)
            if letter in _WITH_BAR or (not barred and character.probability < _CERTAIN):
                confidence = min(confidence, _DOUBT)
            letter = _WITH_BAR.get(letter, letter) if barred else letter
        if set(character.others) & _ALIKE.get(letter, set()) and character.probability < 1 - _CLEAR:
            confidence = min(confidence, _DOUBT)
        if set(character.hints) & _THOUGHT_OF.get(letter, set()):
            confidence = min(confidence, _DOUBT)
        if letter.strip() and letter not in _BRACKETS:
            confidence = min(confidence, character.probability)
        letters.append(letter)
    return Judged("".join(letters).strip(), confidence)


def worded(judged: Judged) -> Judged:
    """The text as Chinese punctuates it; in doubt where it is not likely."""
    judged = Judged(_punctuated(judged.text), judged.confidence)
    amount = _SEPARATED.sub(_as_amount, judged.text)
    if amount != judged.text:
        judged = in_doubt(Judged(amount, judged.confidence))
    return in_doubt(judged) if _IMPROBABLE.search(judged.text) else judged


def _as_amount(match: re.Match[str]) -> str:
    """An amount with commas between its thousands and a point before its decimals, which look alike."""
    return match[1] + match[2].replace(".", ",") + match[3].replace(",", ".")


def _without_specks(reading: Reading) -> Reading:
    """A reading without the dirt at its ends."""
    start, end = 0, len(reading)
    while end - start > 1 and (_is_speck(reading[start]) or reading[start].text == _RING):
        start += 1
    while end - start > 1 and (
        _is_speck(reading[end - 1]) or (reading[end - 1].text == _RING and not reading[end - 2].text.isdecimal())
    ):
        end -= 1
    return reading[start:end]


def _is_speck(character: Character) -> bool:
    return character.text in SPECKS and character.probability < _FAINT


def _with_percent(reading: Reading) -> Reading:
    """A reading at whose end the two halves of a broken % were read as two characters."""
    halves = [one for one in reading if one.text.strip()][-2:]
    if len(halves) < 2 or not halves[1].text.isalnum() or ord(halves[1].text) >= _FULL_WIDTH:
        return reading
    seen = halves[0].text == "%" or ("%" in halves[0].hints and halves[0].probability < _CERTAIN)
    return (*reading[: reading.index(halves[0])], halves[0]._replace(text="%")) if seen else reading


def _is_partly_unread(reading: Reading, line: Picture) -> bool:
    """Whether there is ink where no character was read."""
    height, width = line.shape
    inked = np.asarray(ink_of_line(line).any(axis=0), np.bool_)
    for character in reading:
        middle = character.at * width
        inked[max(round(middle - _REACH * height), 0) : round(middle + _REACH * height)] = False
    return bool(reading) and int(np.count_nonzero(inked)) > _UNREAD * height


def _punctuated(text: str) -> str:
    """The text with punctuation as wide as the letters beside it, brackets of a year, and dashes beside a page number."""
    number = _PAGE_NUMBER.fullmatch(text)
    text = _YEAR.sub(lambda match: f"〔{match[1] or match[2]}〕", text)
    if text.strip("一-—–") == "":
        return text.replace("一", "—")
    return f"— {number[1]} —" if number else _NARROW.sub(lambda match: match[0].translate(_WIDE), text)


def agreed(first: Judged, second: Judged) -> Judged:
    """One of two readings of a line: the surer one, in doubt where they differ."""
    if first.text.replace(" ", "") == second.text.replace(" ", ""):
        return max(first, second, key=lambda one: one.confidence)
    return in_doubt(max(first, second, key=lambda one: one.confidence))


def in_doubt(judged: Judged) -> Judged:
    """The same text for somebody to look at."""
    return Judged(judged.text, min(judged.confidence, _DOUBT))


def has_bar(line: Picture, at: float) -> bool | None:
    """Whether the sign at a place (from 0, left, to 1, right) of a line stands on a bar, as ≥ does and > does not; None: no sign there."""
    sign = _around(ink_of_line(line), at)
    if sign is None or sign.shape[0] < 5 or sign.shape[1] < 4:
        return None
    strokes = np.count_nonzero(np.diff(sign.astype(np.int8), axis=0, prepend=0) == 1, axis=0)
    if np.count_nonzero(strokes >= _STROKES) >= _CUT * sign.shape[1]:
        return True
    zone = sign[-max(round(_BAR_ZONE * sign.shape[0]), 2) :]
    return bool(np.count_nonzero(zone, axis=1).max() >= _BAR_WIDTH * sign.shape[1])


def ink_of_line(line: Picture) -> Picture:
    """1 where a line is dark."""
    _level, ink = cv2.threshold(line, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return np.asarray(ink, np.uint8)


def _around(ink: Picture, at: float) -> Picture | None:
    """The pixels of the sign at a place: the stretch of columns with ink there."""
    columns = np.asarray(ink.any(axis=0), np.bool_)
    width = len(columns)
    middle = min(int(at * width), width - 1)
    near = [offset for offset in range(-3, 4) if 0 <= middle + offset < width and columns[middle + offset]]
    if not near:
        return None
    left = right = middle + min(near, key=abs)
    while left > 0 and columns[left - 1]:
        left -= 1
    while right < width - 1 and columns[right + 1]:
        right += 1
    part = ink[:, left : right + 1]
    rows = np.flatnonzero(part.any(axis=1))
    return part[rows[0] : rows[-1] + 1]
