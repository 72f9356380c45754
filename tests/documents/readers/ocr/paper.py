"""Printed pages as a copier or a camera would give them, and how many cells of a scan agree with the print."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache

import cv2
import numpy as np
import pylopdf_fonts_zh_cn
import pypdfium2
import typst
from numpy.typing import NDArray
from PIL import Image

from jihuan.documents.layout import SURE, Cell, Layout, Table

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Wear:
    """What befalls a page: degrees of skew, noise and blur in grey levels and pixels, contrast, JPEG quality, stamp, shadow, turns."""

    dpi: int = 200
    skew: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    contrast: float = 1.0
    jpeg: int = 90
    stamp: bool = False
    shadow: bool = False
    turns: int = 0


WEARS = {
    "clean, 200 dpi": Wear(),
    "clean, 150 dpi": Wear(dpi=150),
    "noise, 300 dpi": Wear(dpi=300, noise=8),
    "skew +3°, noise": Wear(skew=3.0, noise=8),
    "skew −3°, noise": Wear(skew=-3.0, noise=8),
    "strong noise": Wear(noise=25),
    "blurred": Wear(blur=1.3),
    "JPEG quality 40": Wear(jpeg=40, blur=0.6),
    "pale print": Wear(contrast=0.4, noise=6),
    "red stamps": Wear(stamp=True, jpeg=70, noise=5),
    "shadow of a hand": Wear(shadow=True, noise=8),
    "on its side": Wear(turns=1),
    "upside down": Wear(turns=2, skew=1.0, noise=5),
    "poor: all at once, 150 dpi": Wear(dpi=150, skew=1.5, noise=15, blur=1.0, contrast=0.6, jpeg=40, stamp=True),
}


@cache
def typeset(source: str) -> bytes:
    """A PDF of a Typst text."""
    fonts = [str(pylopdf_fonts_zh_cn.serif_path().parent)]
    style = '#set text(font: "Noto Serif SC", size: 10.5pt, lang: "zh")\n#set table(stroke: 0.5pt)\n'
    return bytes(typst.compile((style + source).encode(), font_paths=fonts, ignore_system_fonts=True))


def drawn(pdf: bytes, dpi: int = 200) -> list[Pixels]:
    """The pages of a PDF in pixels."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=dpi / 72).to_numpy()[:, :, 2::-1].copy() for page in document]
    document.close()
    return pages


def worn(page: Pixels, wear: Wear, seed: int = 5) -> Pixels:
    """A page after what befell it."""
    random = np.random.default_rng(seed)
    height, width = page.shape[:2]
    if wear.stamp:
        page = np.minimum(page, _stamps(page, wear.dpi, random))
    values = page.astype(np.float32)
    if wear.skew:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), wear.skew, 1)
        values = cv2.warpAffine(values, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,) * 3)
    if wear.blur:
        values = cv2.GaussianBlur(values, (0, 0), wear.blur * wear.dpi / 200)
    values = 255 - (255 - values) * wear.contrast
    if wear.shadow:
        values = values * np.linspace(1, 0.6, width)[None, :, None] * np.linspace(1, 0.85, height)[:, None, None]
    if wear.noise:
        values = values + random.normal(0, wear.noise, (height, width))[:, :, None]
    return np.ascontiguousarray(np.rot90(np.clip(values, 0, 255).astype(np.uint8), wear.turns))


def _stamps(page: Pixels, dpi: int, random: np.random.Generator) -> Pixels:
    """The page with two round stamps with a star on it."""
    height, width = page.shape[:2]
    over, red, radius = page.copy(), (220, 40, 40), round(0.8 * dpi)
    for _ in range(2):
        x, y = round(width * random.uniform(0.3, 0.8)), round(height * random.uniform(0.3, 0.8))
        cv2.circle(over, (x, y), radius, red, max(dpi // 40, 3))
        tips = [
            (x + 0.45 * radius * math.sin(k * 0.8 * math.pi), y - 0.45 * radius * math.cos(k * 0.8 * math.pi)) for k in range(5)
        ]
        cv2.fillPoly(over, [np.array(tips, np.int32)], red)
    return over


def photographed(page: Pixels, dpi: int = 200, quality: int = 90, kind: str = "JPEG", **more: object) -> bytes:
    """The pixels as an image file."""
    out = io.BytesIO()
    Image.fromarray(page).save(out, kind, quality=quality, dpi=(dpi, dpi), **more)
    return out.getvalue()


def scanned(pdf: bytes, wear: Wear) -> bytes:
    """The PDF that a copier makes of a printed PDF."""
    pages = [photographed(worn(page, wear), wear.dpi, wear.jpeg) for page in drawn(pdf, wear.dpi)]
    images = [Image.open(io.BytesIO(page)) for page in pages]
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=wear.dpi, quality=wear.jpeg)
    return out.getvalue()


@dataclass(frozen=True, kw_only=True)
class Score:
    """Cells with text: all, those that read otherwise than printed, those of them that were flagged, all flagged, and wrong signs unflagged."""

    cells: int = 0
    wrong: int = 0
    caught: int = 0
    flagged: int = 0
    signs: int = 0
    found: tuple[tuple[str, str], ...] = ()

    @property
    def right(self) -> float:
        """Percent."""
        return 100 * (self.cells - self.wrong) / max(self.cells, 1)

    def __add__(self, other: Score) -> Score:
        return Score(
            cells=self.cells + other.cells,
            wrong=self.wrong + other.wrong,
            caught=self.caught + other.caught,
            flagged=self.flagged + other.flagged,
            signs=self.signs + other.signs,
            found=self.found + other.found,
        )


def texts(layout: Layout) -> list[tuple[str, Cell]]:
    """The cells with text of all tables, in reading order; white space and the width of punctuation do not count."""
    cells = [cell for block in layout.blocks if isinstance(block, Table) for cell in block.cells]
    return [(text, cell) for cell in cells if (text := re.sub(r"\s", "", unicodedata.normalize("NFKC", cell.text)))]


def compare(printed: Layout, scan: Layout) -> Score:
    """How the cells of a scan agree with those of the print."""
    want, got = texts(printed), texts(scan)
    score = Score(cells=len(want), flagged=sum(_flagged(cell) for _text, cell in got))
    matcher = SequenceMatcher(None, [text for text, _ in want], [text for text, _ in got], autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            score += _differences(want[first:last], got[start:end])
    return score


def _differences(want: Sequence[tuple[str, Cell]], got: Sequence[tuple[str, Cell]]) -> Score:
    score = Score()
    for index, (text, _cell) in enumerate(want):
        read, cell = got[index] if index < len(got) else ("", None)
        caught = cell is not None and _flagged(cell)
        sign = bool(re.search("[≥≤]", text)) and not caught
        score += Score(wrong=1, caught=caught, signs=sign, found=((text, read),))
    return replace(score, flagged=0)


def _flagged(cell: Cell) -> bool:
    return cell.confidence is not None and cell.confidence < SURE


def goal_sheet(rows: int = 8) -> str:
    """A goal sheet in the layout of Hebei, as Typst text, with facts of our own."""
    works = ("巡查河道", "清理垃圾", "管护绿化带", "培训护林员", "更换路灯", "检测水样", "修补路面", "发放宣传册")
    signs, units = ("≥", "≤", "=", "≥"), ("次", "吨", "%", "万元", "人次", "公里")
    body = f"table.cell(rowspan: {rows})[产出指标], "
    for index in range(rows):
        level2 = ("数量指标", "质量指标", "时效指标", "成本指标")[index % 4]
        value = f"{signs[index % 4]}{(index * 37 + 12) % 190 + 5}{units[index % 6]}"
        work = works[index % 8]
        body += f"[{level2}], [{work}完成情况], [全年{work}的数量占年初计划的比例], [{value}], [年初工作计划], "
    return f"""#set page(width: 595pt, height: {300 + 34 * rows}pt, margin: 50pt)
#align(center)[#text(size: 15pt, weight: "bold")[1.城乡环境整治经费绩效目标表]]
562007 清溪县城乡环境服务中心 #h(1fr) 单位：万元
#table(columns: (1.6fr, 2fr, 3fr, 4fr, 2fr, 2.6fr), align: center + horizon,
  [项目编码], table.cell(colspan: 2)[56200726P0019040ZQ8], [项目名称], table.cell(colspan: 2)[城乡环境整治经费],
  [预算数], [308.64], [其中：财政资金], [260.50], [其他资金], [48.14],
  [绩效目标], table.cell(colspan: 5, align: left)[1.巡查河道960公里，清理垃圾2400吨。\\ 2.群众对城乡环境的满意度达到92%以上，投诉比上年减少一成。],
  [一级指标], [二级指标], [三级指标], [绩效指标描述], [指标值], [确定依据],
  {body})
"""


def evaluation_sheet() -> str:
    """A self-evaluation in the national layout, landscape and small, as Typst text, with facts of our own."""
    facts = (
        ("数量指标", "完成义诊场次", "≥48场", "51场", "12.5", "12.5", ""),
        ("数量指标", "免费体检老年人数", "≥3200人", "3018人", "12.5", "11.8", "两个村因道路施工推迟到次年一月"),
        ("质量指标", "体检档案建档率", "=100%", "100%", "12.5", "12.5", ""),
        ("成本指标", "人均体检成本", "≤150元", "146.30元", "12.5", "12.5", ""),
        ("社会效益指标", "重点人群健康知识知晓率", "≥85%", "88%", "30", "30", ""),
        ("服务对象满意度指标", "受检群众满意度", "≥90%", "93.6%", "10", "10", ""),
    )
    body = "".join(f"[产出与效益], {', '.join(f'[{cell}]' for cell in fact)}, " for fact in facts)
    return f"""#set page(width: 842pt, height: 480pt, margin: 40pt)
#set text(size: 9pt)
#align(center)[#text(size: 14pt)[项目支出绩效自评表]]
（2026年度）
#table(columns: (1fr, 1.6fr, 2.2fr, 1.2fr, 1.2fr, 0.8fr, 0.8fr, 2.6fr), align: center + horizon,
  [项目名称], table.cell(colspan: 3)[基层医疗机构服务能力提升], [主管部门], table.cell(colspan: 3)[青禾县卫生健康局],
  table.cell(rowspan: 3)[项目资金（万元）], [], [年初预算数], [全年预算数], [全年执行数], [分值], [执行率], [得分],
  [年度资金总额], [86.00], [92.40], [89.17], [10], [96.50%], [9.65], [其中：财政拨款], [86.00], [92.40], [89.17], [—], [96.50%], [—],
  [一级指标], [二级指标], [三级指标], [年度指标值], [实际完成值], [分值], [得分], [偏差原因分析及改进措施],
  {body} table.cell(colspan: 5)[总分], [100], [98.95], [])
"""
