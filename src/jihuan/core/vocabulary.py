"""Words that forms print for levels, comparisons and units, as data. They recognise text; they never replace it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import cast

from jihuan.core.document import Operator
from jihuan.core.text import even


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEVEL1 = _words("""
    产出 效益 满意度 成本 效果 投入 过程 管理 预期产出 预期效益 项目完成 项目效益 项目效果 项目满意度 实施效果
    履职效能 履职效果 管理效率 运行成本 社会效应 服务对象满意度 可持续性 投入管理 绩效 决策 项目决策
""")
"""一级指标 without the ending 指标 and without a weight in brackets: 财预〔2021〕101号, its predecessors and local forms."""

LEVEL2 = _words("""
    数量 质量 时效 成本 产出数量 产出质量 产出时效 产出成本 经济成本 社会成本 生态环境成本 生态成本 经济效益
    社会效益 生态效益 环境效益 生态环境效益 可持续影响 可持续发展 社会、经济、生态效益 经济、社会、生态效益
    服务对象满意度 社会公众或服务对象满意度 服务对象或社会公众满意度 社会公众满意度 受益对象满意度 满意度
    读者/社会公众 读者、社会公众 预算控制 预算执行 制度 产出 资金管理 项目管理
    项目立项 资金投入 资金落实 组织实施 业务管理 财务管理
""")
"""二级指标, the same way."""


def _operators(text: str) -> dict[str, Operator]:
    """One operator a line, before the words for it."""
    table: dict[str, Operator] = {}
    for line in text.strip().splitlines():
        operator, *words = line.split()
        table |= dict.fromkeys(words, cast(Operator, operator))
    return table


OPERATOR_WORDS = _operators("""
    >=  >= => ≥ ≧ ⩾ ≮ \uf0b3 大于等于 大于或等于 高于等于 高于或等于 至少 最少 不少于 不低于 不小于
    >=  不得少于 不得低于 不得小于 不能少于 不能低于 不应少于 不应低于
    <=  <= =< ≤ ≦ ⩽ ≯ \uf0a3 小于等于 小于或等于 低于等于 低于或等于 至多 最多 不超 不超过 不高于 不大于 不多于 未超过 不晚于 不迟于
    <=  不得超过 不得高于 不得大于 不得多于 不能超过 不能高于 不应超过 不应高于
    =   = == ═ 等于
    >   > ﹥ 大于 高于 多于 超过
    <   < ﹤ 小于 低于 少于 不足 不到
""")
"""What stands before a number; \\uf0b3 and \\uf0a3 are codes of the font Symbol.

超过 and 不足 exclude the number itself; 以上, 以下 and 以内 include it (民法典第1259条)."""

SUFFIX_WORDS = _operators("""
    >=  以上 及以上 (含)以上 以上(含)
    <=  以下 及以下 (含)以下 以下(含) 以内 之内 内 (含)以内
""")
"""What stands after a number and its unit."""

EMPTY_WORDS = _words("""
    无 不适用 不涉及 本项目不适用此指标 本项目不涉及 N/A n/a 空
""")
"""What a form prints in a cell that does not apply: as empty as a stroke."""

PERCENT_WORDS = {"百分比": "%", "百分数": "%", "百分率": "%", "(%)": "%", "%%": "%", "千分比": "‰", "(‰)": "‰"}

UNITS = _words("""
    % ‰ 百分点 个百分点 比例 人 人次 人数 人天 人日 人月 名 位 户 户次 家 个 个数 次 次数 场 场次 期 期数 篇 件
    件次 套 台 台套 台次 架次 辆 座 条 项 项次 份 本 册 张 幅 块 片 处 所 间 栋 幢 批 批次 组 队 支 类 种 门 节 课时 学时
    学分 班 届 轮 部 则 部门 只 头 羽 尾 株 棵 颗 粒 亩 万亩 亩次 公顷 平方米 平方公里 平方千米 m2 m² ㎡ 立方米 立方
    m3 m³ 公里 千米 里 km KM Km 米 m M 厘米 cm 毫米 mm 延米 千克 公斤 斤 克 吨 kg KG t 升 L 年 个月 月 周 天 日
    工作日 个工作日 小时 分钟 秒 年度 季度 个季度 元 万元 亿元 千元 百元 万 亿 千 千瓦 kW KW 千瓦时 度 kWh GB MB TB
    毫升 ml mL 万方 方 土方 吨公里 车公里 兆 M/s Mbps 分 级 星 星级 等级 档 倍 倍数 成 点 ℃ dB 乡 村 镇 乡镇 社区 县 市 省 校 院 学校 企业 团队 平台 系统
    项目 车次 班次 床 床位 例 剂次 宗 起 单 盏 扇 樘 把 口 眼 根 箱 瓶 袋 盒 桶 车 卷 页 字 万字 条次 点位 网点 站
    机柜 终端 用户 账号 标段 辆次 艘 架 匹 枚 枝 丛 穴 畦 垄
""")
"""Units that are understood without context. 万 and 亿 may stand before any of them, "/", "·" and brackets join two."""

_JOINED, _TIMES, _STROKES = re.compile(r"[/·()]"), re.compile(r"[*×∙•・.]"), re.compile(r"[/\\—–―\-_·.、无]*")
_BRACKETED = re.compile(r"\([^()]*\)$")
_LEVEL_NUMBER = re.compile(r"^(?:(?:[一二三四五六七八九十]+|\d+)[、.．]|\((?:[一二三四五六七八九十]+|\d+)\))")


@lru_cache(maxsize=4096)
def _level_word(text: str) -> str:
    word = _BRACKETED.sub("", even(text))
    return _LEVEL_NUMBER.sub("", word).removesuffix("指标")


def is_level1(text: str) -> bool:
    """Whether the text names a 一级指标: "产出指标", "产出", "产出指标（50分）"."""
    return _level_word(text) in LEVEL1


def is_level2(text: str) -> bool:
    """Whether the text names a 二级指标: "数量指标", "社会公众或服务对象满意度指标"."""
    return _level_word(text) in LEVEL2


def is_unit(text: str) -> bool:
    """Whether the normalised text is a unit known by itself: 人次, 万元, 元/人·月, 万平方米, 台(套)."""
    parts = _JOINED.split(text[:-1] if text.endswith(")") else text)
    return all(part in UNITS or (part[:1] in "万亿千百十" and part[1:] in UNITS) for part in parts)


def normalise_unit(text: str) -> str | None:
    """The unit in one spelling (百分比, ％ → %; 元/人*月 → 元/人·月); None where nothing is printed."""
    unit = even(text)
    unit = PERCENT_WORDS.get(unit, unit)
    if unit.startswith("(") and unit.endswith(")"):
        unit = PERCENT_WORDS.get(unit[1:-1], unit[1:-1])
    unit = _TIMES.sub("·", unit)
    return None if _STROKES.fullmatch(unit) else unit
