"""The JSON Schema (draft 2020-12) of the interchange document, generated from the dataclasses of core.document."""

from __future__ import annotations

import dataclasses
import inspect
import types
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from jihuan.core.document import SCHEMA, Document

DECIMAL_PATTERN = r"^-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,20})?$"
ID = "urn:jihuan:interchange:1"

_LIMITS = {
    ("SpendingNode", "month"): (1, 12),
    ("Document", "fiscal_year"): (1949, 2999),
    ("Place", "page"): (1, 10**6),
}

_NOTES = """
Place.page 页码，从 1 起
Place.bbox 框：x0 y0 x1 y1，磅，自页面左上角
Place.line 首行与末行，从 1 起
Place.sheet 工作表名
Place.cell 单元格，如 D7
Place.table 第几个表，从 1 起
Place.row 表中第几行，从 1 起
Place.column 表中第几列，从 1 起
Place.paragraph 第几段，从 1 起
Source.file 文件名
Source.sha256 文件的 SHA-256
Source.media_type 媒体类型
Source.pages 页数
Agency.code 部门预算编码
Agency.name 单位名称
Target.raw 指标值，照印刷字样
Target.operator 比较符号；没有印出时为 null
Target.operator_explicit 符号是否印出
Target.kind 定量、定性、时间、空
Target.value 数值；区间的下限
Target.upper 区间的上限
Target.unit 计量单位，写法统一（百分比写作 %）
Actual.raw 实际完成值，照印刷字样
Actual.value 数值
Actual.unit 计量单位
Indicator.level1 一级指标
Indicator.level2 二级指标
Indicator.level3 三级指标
Indicator.description 绩效指标描述
Indicator.target 指标值
Indicator.basis 指标值确定依据
Indicator.weight 分值（权重）
Indicator.actual 实际完成值
Indicator.score 得分
Indicator.deviation 偏差原因分析及改进措施
Indicator.uncertain 读取时没有把握、需要核对的栏目名；没有时不写
TextBlock.text 正文
SubGoal.name 分项绩效目标名称
SubGoal.description 工作内容
SubGoal.goal 绩效目标
SubGoal.indicator_text 绩效指标一段的原文
SubGoal.indicators 原文中写明数值的指标
Safeguard.title 标题；没有印出时为 null
Safeguard.text 正文
Budget.total 预算数（年度资金总额）
Budget.fiscal 其中：财政资金
Budget.other 其他资金
Budget.initial 年初预算数
Budget.adjusted 全年预算数
Budget.executed 全年执行数
Budget.execution_rate 执行率，%
Budget.sources 各来源的资金，除财政资金、其他资金的预算数外另有数额时才写；没有时不写
FundSource.name 资金来源，照表上所印，不带“其中”
FundSource.initial 年初预算数
FundSource.adjusted 全年预算数
FundSource.executed 全年执行数
FundSource.execution_rate 执行率，%
SpendingNode.month 月底
SpendingNode.percent 累计支出占预算数的百分比
Project.code 项目编码
Project.name 项目名称
Project.agency_code 预算单位编码
Project.agency_name 预算单位名称
Project.department 主管部门，照表上所印
Project.amount_unit 金额单位，照表上所印：元、万元
Project.budget 资金，以 amount_unit 计
Project.fund_use 资金用途
Project.spending_plan 资金支出计划
Project.goals 绩效目标，一条一项，不带序号
Project.achievement 目标实际完成情况
Project.total_score 总分
Project.execution_weight 预算执行率的分值
Project.execution_score 预算执行率的得分
Project.indicators 绩效指标
Project.uncertain 读取时没有把握、需要核对的栏目名；没有时不写
Problem.level 错误、警告、提示
Problem.message 说明：何处、何事、为何、怎么办
Document.schema 格式名称与版本
Document.source 来源文件
Document.fiscal_year 预算年度
Document.kind 绩效目标、运行监控、绩效自评
Document.agency 部门或单位
Document.overall_goal 总体绩效目标
Document.sub_goals 分项绩效目标
Document.safeguards 工作保障措施
Document.projects 项目
Document.problems 读取时未能弄清之处
"""
NOTES = {line.split(" ", 1)[0]: line.split(" ", 1)[1] for line in _NOTES.strip().splitlines()}
"""What every member holds, in the words of the forms; ``place`` is the same everywhere."""

_PLACE_NOTE = "在来源文件中的位置"

Schema = dict[str, Any]


def limits(cls: type, name: str) -> tuple[int, int] | None:
    """The least and greatest whole number of a member, where it has closer bounds than 0 to 2³¹ - 1."""
    return _LIMITS.get((cls.__name__, name))


def required(field: dataclasses.Field[Any]) -> bool:
    """Whether a member must be written: it has no default, or it is the name of the schema."""
    return field.name == "schema" or (field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING)


def schema() -> Schema:
    """The published schema; ``docs/reference/interchange.schema.json`` is this text."""
    definitions: dict[str, Schema] = {}
    _define(Document, definitions)
    root = definitions.pop("Document")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": ID, "title": SCHEMA}
    return {**head, **root, "$defs": definitions}


def _define(cls: type, definitions: dict[str, Schema]) -> Schema:
    if cls.__name__ not in definitions:
        definitions[cls.__name__] = {}
        hints = get_type_hints(cls)
        properties: dict[str, Schema] = {}
        obligatory: list[str] = []
        for field in dataclasses.fields(cls):
            properties[field.name] = _property(cls, field.name, hints[field.name], definitions)
            if required(field):
                obligatory.append(field.name)
        definitions[cls.__name__] = {
            "type": "object",
            "description": inspect.getdoc(cls),
            "properties": properties,
            **({"required": obligatory} if obligatory else {}),
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _property(cls: type, name: str, hint: object, definitions: dict[str, Schema]) -> Schema:
    options = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    optional = type(None) in options
    inner = next(option for option in options if option is not type(None))
    found = _type(inner, definitions, optional=optional)
    if inner is int:
        low, high = limits(cls, name) or (0, 2**31 - 1)
        found |= {"minimum": low, "maximum": high}
    note = _PLACE_NOTE if name == "place" else NOTES[f"{cls.__name__}.{name}"]
    return {"description": note, **({"anyOf": [found, {"type": "null"}]} if optional else found)}


def _type(hint: Any, definitions: dict[str, Schema], *, optional: bool = False) -> Schema:
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    if get_origin(hint) is tuple:
        return _array(get_args(hint), definitions)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _define(hint, definitions)
    if hint is Decimal:
        return {"type": "string", "pattern": DECIMAL_PATTERN}
    if hint is str:
        return {"type": "string", "minLength": 1} if optional else {"type": "string"}
    return {"type": {int: "integer", float: "number", bool: "boolean"}[hint]}


def _array(of: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    if of[-1] is Ellipsis:
        return {"type": "array", "items": _type(of[0], definitions)}
    items = [_type(item, definitions) for item in of]
    return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}
