"""Words that every form has. Where one fits and the model thought of it, too, a blurred character is taken for what it is in that word."""

from __future__ import annotations

from jihuan.documents.readers.ocr.recogniser import Reading

WORDS = frozenset(
    """
    一级指标 二级指标 三级指标 四级指标 指标名称 指标性质 指标方向 指标值 指标内容 指标解释 指标说明 指标值类型 指标值确定依据 年度指标值 全年指标值
    绩效指标 绩效目标 绩效指标描述 评分标准 评价标准 计量单位 度量单位 确定依据 数据来源 完成值 实际完成值 全年完成值 全年实际完成值 完成情况 实际完成情况
    预期目标 总体目标 年度目标 年度总体目标 中期目标 阶段性目标 年初目标值 完成时限 责任部门 权重 分值 得分 总分 合计 小计 备注 序号 自评得分 自评总分
    产出指标 效益指标 成本指标 满意度指标 数量指标 质量指标 时效指标 经济成本指标 社会成本指标 生态环境成本指标 经济效益指标 社会效益指标 生态效益指标
    可持续影响指标 服务对象满意度指标 服务对象满意度 满意度 群众满意度 居民满意度 管理指标 项目管理 履职效能
    项目名称 项目编码 项目代码 项目类别 项目性质 项目类型 项目属性 项目期限 项目概况 项目负责人 主管部门 实施单位 预算单位 单位名称 填报单位 部门名称
    联系人 联系电话 填报人 填表人 填报日期 开始日期 完成日期 计划开始日期 计划完成日期 立项依据 实施内容 资金用途 预算规模及资金用途
    项目资金 资金情况 项目资金总额 年度资金总额 资金总额 中央补助 中央资金 省级资金 市级资金 县级资金 财政资金 财政拨款 当年财政拨款 上年结转资金
    一般公共预算 政府性基金 其他资金 自有资金 年初预算数 全年预算数 全年执行数 预算执行数 预算执行情况 预算金额 预算数 执行数 执行率 预算执行率
    资金支出计划 支出进度 偏差原因分析及改进措施 偏差原因 改进措施 未完成原因分析 原因分析 绩效自评表 绩效目标表 绩效目标申报表 项目支出
    完成率 合格率 达标率 覆盖率 及时率 准确率 参与率 成活率 完好率 满意率 利用率 知晓率 普及率 验收合格率 按时完成率
    显著改善 明显改善 显著提高 显著提升 明显提高 明显提升 有所提高 持续改善 达成预期指标 年初工作计划 工作计划 实施方案
    """.split()
)
MAIMED = frozenset(part for word in WORDS for part in (word[1:], word[:-1]) if len(part) > 2) - WORDS
"""What is left of the words if their first or last character is lost."""
_BY_LENGTH = {
    length: [word for word in WORDS if len(word) == length] for length in sorted({len(word) for word in WORDS}, reverse=True)
}
_SURE = 1 / 3
"""Of the characters of a word: so much at least must read like it."""


def as_words(reading: Reading) -> tuple[Reading, bool]:
    """A reading with its blurred characters as in the words that they belong to, and whether any reads otherwise now."""
    blurred = {at for at, one in enumerate(reading) if one.hints}
    text = "".join(one.text for one in reading)
    if not blurred or len(text) != len(reading):
        return reading, False
    for start, end in _places(len(text), blurred):
        if text[start:end] in WORDS:
            blurred.difference_update(range(start, end))
    letters = list(text)
    for start, end in _places(len(text), blurred):
        fitting = [word for word in _BY_LENGTH[end - start] if _fits(word, reading[start:end])]
        if len(fitting) == 1 and not blurred.isdisjoint(range(start, end)):
            letters[start:end] = fitting[0]
            blurred.difference_update(range(start, end))
    if "".join(letters) == text:
        return reading, False
    return tuple(one._replace(text=letter) for one, letter in zip(reading, letters, strict=True)), True


def _places(length: int, blurred: set[int]) -> list[tuple[int, int]]:
    """Where words with a blurred character may stand, longest first; words of two characters stand alone."""
    return [
        (start, start + size)
        for size in _BY_LENGTH
        if size > 2 or length == 2
        for start in range(length - size + 1)
        if not blurred.isdisjoint(range(start, start + size))
    ]


def _fits(word: str, reading: Reading) -> bool:
    """Whether the model saw a word, or thought of it where it saw something else."""
    same = 0
    for letter, one in zip(word, reading, strict=True):
        if letter == one.text:
            same += 1
        elif letter not in one.hints:
            return False
    return _SURE * len(word) <= same < len(word)
