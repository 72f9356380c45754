"""Bytes → lines → tokens. A flattened page keeps three traces of its geometry: line breaks, blank lines and spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise

from jihuan.core.language import _
from jihuan.core.vocabulary import is_level1, is_level2, is_unit
from jihuan.documents.errors import Unreadable
from jihuan.documents.readers.encoding import is_noise, text_of
from jihuan.documents.recognise.headings import agency_line, is_title
from jihuan.documents.recognise.words import SHORT_LEVELS, column, is_container, key, label

_WORD = 12
_FEW, _MANY, _SELDOM, _SPARSE = 3, 30, 10, 16
"""So many lines show how a file uses blank lines."""
_WHOLE = re.compile(r"[≥≤=＞＜]\s*\d.*|\d[\d,.]*\s*[%％]?|[/—-]")
_BROKEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_PADDING = re.compile(r"^[?？]+(?=[一-鿿≥≤＝=＞＜<>])|(?<=\.\d\d)[?？]+$")
"""Signs that a conversion left for white space: before a word or a sign, and behind an amount."""
_MARKER = re.compile(r"\d{1,3}、|[-—–]+ ?\d{1,4} ?[-—–]+|第 ?\d{1,4} ?页([，, /]?共 ?\d{1,4} ?页)?")


class Gap(Enum):
    """What stands before a token: the distance that the extractor saw between two pieces of text."""

    BLANK = "blank"  # an empty line: a full line further down, or another place altogether
    TIGHT = "tight"  # no empty line though the file has them: less than a line, so another cell
    CELL = "cell"  # an empty line in a file that has them between its cells and nowhere else
    PLAIN = "plain"  # a line break in a file without empty lines
    PAGE = "page"  # the first line of a page
    SPACE = "space"  # a space between two characters that no typesetter parts: probably another cell
    AUTO = "auto"  # a space between 汉字 and Latin: probably the typesetter's own


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line without outer white space; ``number`` counts the file's lines from 1."""

    number: int
    text: str
    gap: Gap
    glued: bool = False
    """Was it printed without spaces between its cells?"""
    close: bool = False
    """Does no empty line stand before it?"""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a line between spaces."""

    text: str
    line: int
    gap: Gap


def decode(data: bytes) -> str:
    """Text of UTF-8, UTF-16, GB18030 or Big5 bytes. Unreadable when they are no text."""
    text = text_of(data)
    if is_noise(len(_BROKEN.findall(text)), len(text)):
        raise Unreadable(_("文件不是能读懂的文本：编码不是 UTF-8、UTF-16、GB18030 或 Big5，请用记事本另存为 UTF-8 后再试"))
    return text


def split_lines(text: str) -> list[Line]:
    """The lines with something on them; page markers are left out."""
    raw = [line.removesuffix("\r") for line in text.split("\n")]
    blanks = sum(not line.strip() for line in raw)
    spaced = blanks > len(raw) // _SPARSE
    paged = sum(line[:1] == " " for line in raw) < len(raw) // 10
    lines: list[Line] = []
    blank, turned = True, False
    for number, line in ((number, part) for number, whole in enumerate(raw, 1) for part in _at_form_feeds(whole)):
        body = _body(line)
        turned = turned or line.startswith("\f") or (paged and line.startswith(" "))
        if _MARKER.fullmatch(body):
            turned = True
        elif body:
            gap = Gap.PAGE if turned and lines else Gap.PLAIN if not spaced else Gap.BLANK if blank else Gap.TIGHT
            lines.append(Line(number, body, gap, close=not blank))
            blank, turned = False, False
        else:
            blank = True
    return _settled(lines, dense=blanks <= len(raw) // 4)


def _settled(lines: list[Line], *, dense: bool) -> list[Line]:
    """Blank lines between all cells say nothing; where they part cells, and not the rows, lines without one between go on in a cell.

    ``dense``: there are so few that they mean nothing where they do not part cells.
    """
    pairs = list(pairwise(lines))
    tight = [(a.text, b.text) for a, b in pairs if b.gap is Gap.TIGHT and not _is_heading(a.text, b.text)]
    blank = [(a.text, b.text) for a, b in pairs if b.gap is Gap.BLANK]
    words = sum(before and known for (_gap, before), (gap, known) in pairwise(_cells(lines)) if gap is Gap.BLANK)
    parted = 4 * sum(map(_is_apart, tight)) > len(tight) or any(map(_are_levels, tight))
    if words >= _FEW and not any(map(_is_torn, blank)) and not parted:
        return _joined(lines)
    if dense:
        return [line if line.gap is Gap.PAGE else replace(line, gap=Gap.PLAIN) for line in lines]
    if len(tight) * _SELDOM < len(lines) > _MANY:
        return [replace(line, gap=Gap.PLAIN) if line.gap is Gap.BLANK else line for line in lines]
    return lines


def _cells(lines: list[Line]) -> list[tuple[Gap, bool]]:
    """The texts between blank lines: what stands before each, and whether it is a word of the form."""
    found: list[tuple[Gap, str]] = []
    for line in lines:
        if found and line.gap is Gap.TIGHT:
            found[-1] = found[-1][0], found[-1][1] + line.text
        else:
            found.append((line.gap, line.text))
    return [(gap, _is_word(text) or bool(len(text) <= _WORD and (label(text) or is_container(text)))) for gap, text in found]


def _joined(lines: list[Line]) -> list[Line]:
    """The lines of each cell as one; titles, and what stands above the first word of a form, stay as they are printed."""
    found: list[Line] = []
    inside = False
    for line in lines:
        goes_on = line.gap is Gap.TIGHT or (line.gap is Gap.PAGE and line.close and not _is_apart((found[-1].text, line.text)))
        if inside and goes_on and not _is_heading(found[-1].text, line.text):
            found[-1] = replace(found[-1], text=found[-1].text + line.text)
        else:
            found.append(replace(line, gap=Gap.CELL) if line.gap in (Gap.BLANK, Gap.TIGHT) else line)
        inside = inside or _is_word(line.text)
    return found


def _is_heading(text: str, after: str) -> bool:
    """Is it a title, or a line of agency and unit, that the next line is no part of? So looks “364元/人” before “·月” too."""
    return is_title(text) or bool(agency_line(text) and _is_apart((text, after)))


def _is_torn(pair: tuple[str, str]) -> bool:
    """Are these lines one word of the form in two pieces?"""
    return _is_word(pair[0] + pair[1]) and not _is_word(pair[0]) and not _is_word(pair[1])


def _is_apart(pair: tuple[str, str]) -> bool:
    """Is one of these lines a word of the form, or a figure, that the other is no part of?"""
    if pair[0][-1].isdigit() and (pair[1][0].isdigit() or is_unit(pair[1])):
        return False
    return any(map(_is_whole, pair)) and not _is_word(pair[0] + pair[1])


def _are_levels(pair: tuple[str, str]) -> bool:
    """Are these two levels below each other in a column?"""
    return all(text.endswith("指标") and (is_level1(text) or is_level2(text)) for text in pair)


def _is_whole(text: str) -> bool:
    """Is it a word of the form, and no name's end such as 成本 and 满意度?"""
    return _is_word(text) and (text.endswith("指标") or not (is_level1(text) or is_level2(text)))


def _is_word(text: str) -> bool:
    return bool(
        len(text) <= _WORD
        and (column(text) or text in SHORT_LEVELS or key(text) or is_level1(text) or is_level2(text) or _WHOLE.fullmatch(text))
    )


def _body(line: str) -> str:
    """The line without outer white space and padding; tabs before it stay where tabs part its cells."""
    bare = line.strip()
    if "\t" in bare:
        return line.strip(" \u3000\f")
    return bare if "|" in bare.strip("|") else _PADDING.sub("", bare.strip("| \u3000"))


def _at_form_feeds(line: str) -> list[str]:
    """The parts of a line that stand on different pages; all but the first begin with a form feed."""
    first, *others = line.split("\f")
    return ([first] if first or not others else []) + ["\f" + part for part in others]


def tokens_of(line: Line) -> list[Token]:
    """The line cut at its spaces."""
    tokens: list[Token] = []
    for text in line.text.split():
        gap = _space(tokens[-1].text, text) if tokens else line.gap
        tokens.append(Token(text, line.number, gap))
    return tokens


def _space(before: str, after: str) -> Gap:
    """Typesetters put thin spaces between 汉字 and Latin; people type them around units and Latin words."""
    left, right = before[-1], after[0]
    typeset = _latin(left) != _latin(right) or left.isascii() and right.isascii() and (left.isalpha() or right in "%)")
    return Gap.AUTO if typeset or right in "%％℃‰" else Gap.SPACE


def _latin(char: str) -> bool:
    return char < "\u2000"


def join(tokens: Sequence[Token]) -> str:
    """The text of a cell as printed: spaces inside a line kept, line breaks as "\\n"."""
    parts = [tokens[0].text] if tokens else []
    for before, token in pairwise(tokens):
        parts += [" " if before.line == token.line else "\n", token.text]
    return "".join(parts)
