"""Random projects printed as a page and flattened as an extractor does it: a machine to make documents of the seed's kind.

A cell is wrapped to its column's width, centred in its row, and given out line by line, row after row, cell after cell. Lines of
equal height that follow each other share a line; pieces less than a line apart follow without an empty line, others with one.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from jihuan.documents.readers.text.widths import first_unit, width

SUBJECTS = (
    "农村公路 饮水工程 高标准农田 义务教育学校 幼儿园 乡镇卫生院 村卫生室 养老服务站 图书馆 文化馆 博物馆 体育场馆 河道 林场 湿地 城区道路 "
    "污水处理厂 垃圾转运站 残疾人之家 退役军人服务站 就业驿站 家庭农场 畜禽粪污 秸秆 地下水监测井 消防站 应急物资 档案 社区食堂 公租房 充电桩 12345热线 “一卡通”系统 校舍（A类）"
).split()
ACTIONS = "建设 改造 养护 维修 巡查 监测 检测 培训 宣传 补助 采购 配备 清运 评审 普查 管护 开放 救助 慰问 验收".split()
MEASURES = "数量 次数 面积 长度 人数 覆盖率 合格率 完成率 及时率 达标率 使用率 完好率 发放率 成本 频次 知晓率 增长率 程度 情况 水平".split()
REASONS = (
    "反映年度内实际完成的情况/考核项目实施后的质量/按合同约定时间完成的比例/保障群众正常生产生活/带动周边村集体增收/推动行业健康有序发展/"
    "减少污染物排放，改善人居环境/提升公共服务水平/实际完成数与计划完成数之比/通过问卷调查了解受益群众的评价/不发生较大及以上安全事故/"
    "严格控制在批复的预算以内/2025年底前全部投入使用/惠及全县23个乡镇的居民/让更多家庭享受普惠服务/项目结束后仍能发挥作用的年限/"
    "合格的批次数占全部抽检批次数的比例，抽检由第三方承担/每名受训人员不少于40学时/资金拨付到位的天数/促进当地就业"
).split("/")
WORDS = (
    "长期 较大 明显 显著 有效提升 持续改善 逐步提高 稳定 及时 有所增强 不断完善 优良 良好 合格 有效保障 明显改善 可持续".split()
)
UNITS = "个 次 人 公里 亩 套 人次 场 万元 户 处 台 天 百分比 万元/公里 元/人".split()
BASES = (
    "计划标准 历史标准 行业标准 年度工作计划 上年实际 项目合同 县政府常务会议纪要 根据往年完成情况 实施方案 预算批复文件 "
    "水利部门统计年报 根据年度实施方案的要求确定 豫财农〔2025〕18号 县发〔2024〕7号文件 国家有关规定 工作经验"
).split()
LEVELS = {
    "产出指标": ["数量指标", "质量指标", "时效指标", "成本指标"],
    "效益指标": ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"],
    "满意度指标": ["服务对象满意度指标"],
}


@dataclass
class Row:
    """One indicator as it was made; texts without white space."""

    level1: str
    level2: str
    level3: str
    description: str
    value: str
    basis: str

    def texts(self) -> tuple[str, ...]:
        return (self.level1, self.level2, self.level3, self.description, self.value, self.basis)


@dataclass
class Sheet:
    """A project sheet with its rows and the text it was flattened to."""

    rows: list[Row]
    text: str = ""
    widths: list[int] = field(default_factory=list)


def _spaced(text: str) -> str:
    """A thin space between 汉字 and Latin, as extractors give it."""
    out = text[:1]
    for before, char in zip(text, text[1:], strict=False):
        latin = (before.isascii() and before.isalnum(), char.isascii() and char.isalnum())
        wide = ("一" <= before <= "鿿", "一" <= char <= "鿿")
        out += " " + char if (latin[0] and wide[1]) or (wide[0] and latin[1]) else char
    return out


def wrap(text: str, limit: float) -> list[str]:
    """Greedy line breaking that keeps closing signs off the start of a line."""
    lines = [""]
    rest = text
    while rest:
        unit = _unit(rest)
        if lines[-1] and width(lines[-1] + unit.rstrip()) > limit:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
            unit = _unit(rest := rest.lstrip())
        lines[-1] += unit
        rest = rest[len(unit) :]
    return [line.rstrip() for line in lines]


def _unit(text: str) -> str:
    end = 1
    while end < len(text) and width(text[:end]) < first_unit(text):
        end += 1
    while end < len(text) and text[end] == " ":
        end += 1
    return text[:end]


class Maker:
    """Makes sheets from one seed. ``glued``: as an extractor that gives no empty lines and puts half a line apart on one line."""

    def __init__(self, seed: int, *, glued: bool = False) -> None:
        self.random = random.Random(seed)
        self.glued = glued
        self.same_basis = self.random.random() < 0.5
        self.basis = self.random.choice(BASES)
        self.bases = self.random.sample(BASES, 3)
        self.unit_space = self.random.random() < 0.6

    def sheet(self) -> Sheet:
        rows = [row for level1, seconds in LEVELS.items() for row in self._level(level1, seconds)]
        pick = self.random.randint
        widths = [2 * pick(3, 5), 2 * pick(4, 6), 2 * pick(4, 8), 2 * pick(7, 14), 2 * pick(4, 6) + pick(0, 1), 2 * pick(4, 8)]
        sheet = Sheet(rows, widths=widths)
        sheet.text = self._print(sheet)
        return sheet

    def _level(self, level1: str, seconds: list[str]) -> Iterable[Row]:
        count = self.random.randint(1, len(seconds))
        for level2 in self.random.sample(seconds, count):
            for _number in range(self.random.choices((1, 2, 3), (0.75, 0.18, 0.07))[0]):
                yield self._row(level1, level2)

    def _row(self, level1: str, level2: str) -> Row:
        choice = self.random.choice
        subject, action = choice(SUBJECTS), choice(ACTIONS)
        level3 = f"{subject}{action}{choice(MEASURES)}" if self.random.random() < 0.8 else f"{action}{choice(MEASURES)}"
        if level1 == "满意度指标":
            level3 = f"{choice(('受益', '服务', '周边', '参训'))}{choice(('群众', '对象', '居民', '学员'))}满意度"
        draw = self.random.random()
        description = level3 if draw < 0.35 else f"{subject}{choice(REASONS)}" if draw < 0.7 else choice(REASONS)
        basis = self.basis if self.same_basis else choice(self.bases)
        return Row(level1, level2, level3, description, self._value(level2), basis)

    def _value(self, level2: str) -> str:
        draw = self.random.random()
        if ("效益" in level2 or "影响" in level2) and draw < 0.6:
            return self.random.choice(WORDS)
        number = self.random.choice((1, 3, 12, 48, 95, 98, 100, 365, 1200, 12.5))
        sign = self.random.choice(("≥", "≥", "≤", "", ""))
        if draw < 0.45:
            return f"{sign}{self.random.choice((85, 90, 95, 98, 100))}%"
        if draw < 0.52:
            return self.random.choice(("12月底前", "2025年12月31日前", "2025年6月底"))
        return f"{sign}{number}{self.random.choice(UNITS)}"

    # ── printing ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _print(self, sheet: Sheet) -> str:
        pieces: list[tuple[float, str]] = []
        top = 0.0
        header = ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据"]
        cells = [
            [wrap(_spaced(text), limit) for text, limit in zip(texts, sheet.widths, strict=True)]
            for texts in (header, *(r.texts() for r in sheet.rows))
        ]
        spans = self._spans(sheet.rows)
        heights = [
            float(max(len(lines) for c, lines in enumerate(row) if (r, c) not in spans or spans[r, c] == 1))
            for r, row in enumerate(cells)
        ]
        for (r, c), span in spans.items():
            heights[r] = max(heights[r], len(cells[r][c]) - sum(heights[r + 1 : r + span])) if span else heights[r]
        for r, row in enumerate(cells):
            for c, lines in enumerate(row):
                span = spans.get((r, c), 1)
                if span:
                    middle = top + sum(heights[r : r + span]) / 2
                    pieces += [(middle + k - (len(lines) - 1) / 2, line) for k, line in enumerate(lines)]
            top += heights[r] + 0.3
        return self._flatten(pieces)

    def _spans(self, rows: list[Row]) -> dict[tuple[int, int], int]:
        """Rows covered by each level cell; 0 where a cell above covers it. Row 0 is the header."""
        spans: dict[tuple[int, int], int] = {}
        for column in (0, 1):
            start = 0
            for index, row in enumerate(rows):
                if index and row.texts()[: column + 1] == rows[index - 1].texts()[: column + 1]:
                    spans[start + 1, column] += 1
                    spans[index + 1, column] = 0
                else:
                    start = index
                    spans[index + 1, column] = 1
        return spans

    def _flatten(self, pieces: list[tuple[float, str]]) -> str:
        out = pieces[0][1]
        for (before, _text), (y, text) in zip(pieces, pieces[1:], strict=False):
            apart = abs(y - before)
            if apart < 0.05 or (self.glued and apart < 0.6):
                out += " " + text
            elif self.glued or apart < 0.8 and self.random.random() < 0.85:
                out += "\n" + text
            else:
                out += "\n\n" + text
        return out + "\n"
