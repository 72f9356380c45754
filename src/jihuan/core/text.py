"""Printed text as one line: soft line breaks joined, typesetting spaces removed, every other character kept (typos too)."""

from __future__ import annotations

import re

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_LONE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_UNSHOWN = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_ZERO_WIDTH = re.compile(r"[\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_TO_CLEAN = re.compile(rf"\s|{_INVISIBLE.pattern}")
_SPACES = re.compile(r"(?:(?!\u3000)\s)+")
_LATIN = r"A-Za-z\u00c0-\u024f"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFE6A: 0x25, 0xFE66: 0x3D}
_WIDE = re.compile("[\uff01-\uff5e\u3000\ufe6a\ufe66]")
_LETTER = re.compile(f"[{_LATIN}]")
_LATIN_SIDE = re.compile(f"[!-~{_LATIN}]")


_VARIANTS = str.maketrans(
    "標績級項計產數質時會經濟態環務對滿實際執權總資財預撥單編碼號稱結轉門專戶確據說責應後額與進種類動體備註內過開價評審監測離"
    "異況個萬億達當優長區縣鄉圍負電話來業機構條報劃處農縮減幣細則釋義歷員導須類採購網費運設發補貼傳銀貸鎮歸續眾衆讀響調現獲節"
    "壓約層擔職驗險辦綜術準聯見納繳庫創賦規證複復選檔問題議論關鍵終統籌餘營債盡強穩斷顯較勝樣圖書館場臺輛間張畝噸頓頭雙閱學醫"
    "衛廳團黨協師軍國東習訓練識護養舊樓橋鐵氣熱綠擴興於爲為從給連隨獎罰徵稅買賣鈔貨賬帳誌頁頒簽訂許託記錄講語請謝課",
    "标绩级项计产数质时会经济态环务对满实际执权总资财预拨单编码号称结转门专户确据说责应后额与进种类动体备注内过开价评审监测离"
    "异况个万亿达当优长区县乡围负电话来业机构条报划处农缩减币细则释义历员导须类采购网费运设发补贴传银贷镇归续众众读响调现获节"
    "压约层担职验险办综术准联见纳缴库创赋规证复复选档问题议论关键终统筹余营债尽强稳断显较胜样图书馆场台辆间张亩吨顿头双阅学医"
    "卫厅团党协师军国东习训练识护养旧楼桥铁气热绿扩兴于为为从给连随奖罚征税买卖钞货账账志页颁签订许托记录讲语请谢课",
)
"""Traditional characters that labels, units and values use, and their simplified twins."""
_TRADITIONAL = re.compile(f"[{''.join(map(chr, _VARIANTS))}]")
_UNEVEN = re.compile(rf"[^!-~≥≤、。《》“”—\u4e00-\u9fff]|{_TRADITIONAL.pattern}")


def is_even(text: str) -> bool:
    """Whether a text has but one way to be written: half-width, simplified, without white space or invisible characters."""
    return not _UNEVEN.search(text)


def simplified(text: str) -> str:
    """The text with the simplified twins of its traditional characters, for comparing and parsing only; its length is the same."""
    return text.translate(_VARIANTS) if _TRADITIONAL.search(text) else text


def join_lines(text: str) -> str:
    """Join the lines of one cell or paragraph: a space only between two Latin words, nothing between anything else."""
    first, *others = text.splitlines() or [""]
    if not others:
        return first
    lines = [line for part in (first, *others) if (line := part.strip())]
    return "".join(_glue(before, line) + line for before, line in zip(["", *lines], lines, strict=False))


def _glue(before: str, after: str) -> str:
    return " " if _LETTER.match(before[-1:]) and _LETTER.match(after) else ""


def visible(text: str) -> str:
    """The text without characters that print nothing: zero-width spaces, soft hyphens, marks of direction."""
    return _ZERO_WIDTH.sub("", text) if _ZERO_WIDTH.search(text) else text


def clean(text: str) -> str:
    """Text as the interchange keeps it: trimmed, without invisible characters and half-width spaces of mere typesetting.

    "2025 年遵化" → "2025年遵化"; "Jihuan Lab" and "Word 2016" keep one space (Latin on both sides, a letter on one).
    """
    if not _TO_CLEAN.search(text):
        return text
    shown = _INVISIBLE.sub("", text).strip()
    if not _LETTER.search(shown):
        return _SPACES.sub("", shown)

    def gap(match: re.Match[str]) -> str:
        before, after = shown[match.start() - 1], shown[match.end()]
        latin = _LATIN_SIDE.match(before) and _LATIN_SIDE.match(after)
        return " " if latin and (_LETTER.match(before) or _LETTER.match(after)) else ""

    return _SPACES.sub(gap, shown)


def shown_name(name: str) -> str:
    """A file's name as it can be shown and stored; bytes that are no UTF-8 are GB18030, as archives packed on Windows leave them."""
    if _ESCAPED.search(name):
        name = _LONE.sub("?", name).encode("utf-8", "surrogateescape").decode("gb18030", "replace")
    return _UNSHOWN.sub("\ufffd", name)


def half_width(text: str) -> str:
    """Full-width ASCII (１２３％（）＝, also ﹪ ﹦) and the ideographic space as their half-width twins, for parsing only."""
    return text.translate(_FULL_WIDTH) if _WIDE.search(text) else text


def squeeze(text: str) -> str:
    """The text without any white space or invisible character, for comparing and parsing."""
    return "".join(_INVISIBLE.sub("", text).split()) if _TO_CLEAN.search(text) else text


def even(text: str) -> str:
    """The text squeezed, simplified and half-width, for comparing and parsing only."""
    return text if is_even(text) else half_width(simplified(squeeze(text)))
