"""B 格式规范: numbers of documents, codes, units and operators, amounts, names. Layout of text is in ``layout``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from jihuan.core.codes import parse_project_code, project_code_problem
from jihuan.core.findings import Mend
from jihuan.core.language import _
from jihuan.core.money import to_yuan
from jihuan.core.text import squeeze
from jihuan.law.engine.writing import (
    DocumentFacts,
    Hit,
    IndicatorFacts,
    Law,
    ProjectFacts,
    TextFacts,
    check,
    fail,
    norm,
    not_enough,
    replacing,
)

_NUMBER = re.compile(r"[\[【（(〖［﹝]\s*((?:19|20)\d{2})\s*(?:年)?\s*[\]】）)〗］﹞]\s*(?:第\s*)?(\d{1,5})\s*号")
_DOCUMENT = re.compile(r"[\[【（(〖〔［]\s*(?:19|20)\d{2}\s*[\]】）)〗〕］]\s*(?:第\s*)?\d{1,5}\s*号")
_SPACED = re.compile(r"(\d)\s+(?=[%％‰℃A-Za-z㎡一-龥])")
_AMOUNT = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s*(亿元|万元|元)")
_HUNDREDTHS = re.compile(r"百分之([一二三四五六七八九十百零点]+|\d+(?:\.\d+)?)")
_DIGITS = "零一二三四五六七八九"
_WHOLE_COST = re.compile(r"(?:项目)?总?(?:预算|成本|投资|支出)(?:总额|控制数|金额|成本)?")
_TITLE = re.compile(r"\s*(\d{1,3})\s*[.．、]\s*(.{2,120}?)(?:项目)?(?:支出)?绩效目标(?:申报)?表\s*")


@check(
    "FMT-001",
    title=_("发文字号括号不规范"),
    hint=_("年份用六角括号〔〕"),
    proves=_("证明发文字号的年份用了别的括号，可以一键改成六角括号。文号本身真假看不出。"),
    level="warning",
    method="D",
    scope="text",
    cites="GB/T9704-2012 7.2.5",
)
def wrong_brackets(text: TextFacts, law: Law) -> Iterator[Hit]:
    """The year of a document number stands in any brackets but 〔〕."""
    for match in list(_NUMBER.finditer(text.text))[:1]:
        right = f"〔{match[1]}〕{match[2]}号"
        mended = _NUMBER.sub(lambda found: f"〔{found[1]}〕{found[2]}号", text.text)
        mend = Mend(
            pointer=text.spot.pointer,
            before=text.text,
            after=mended,
            label=_("“{before}”改为“{after}”").format(before=match[0], after=right),
        )
        start = max(0, match.start() - 8)
        quote = re.split(r"[\s，。；、：《“]", text.text[start : match.start()])[-1] + match[0]
        message = _("发文字号“{quote}”的年份应加六角括号：{right}").format(quote=quote, right=right)
        yield fail(text.spot, message, quote=quote, group=match[0], mend=mend)


@check(
    "FMT-002",
    title=_("项目编码无效"),
    hint=_("对照一体化系统核对编码"),
    proves=_(
        "证明项目编码的长度、组成、校验位、区划或年度不对。校验算法由真实编码归纳而来，只用于核对过的省份；别的省份编码可以短，不能超过 21 位。"
    ),
    level="error",
    method="D",
    scope="project",
    cites="一体化技术标准 项目编码",
)
def invalid_code(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """Length, composition or check character of the code is wrong (the check is induced from real codes, not from a published
    text), its region is not ours, or its year lies after next year."""
    spot = project.spot("code")
    if not spot.text:
        return
    if problem := project_code_problem(spot.text):
        yield fail(spot, problem)
        return
    parts = parse_project_code(squeeze(spot.text))
    if parts is None:
        return
    region, year = law.context.region_code, law.document.year
    if region and not region.startswith(parts.region):
        yield fail(spot, _("项目编码的区划是 {found}，本级是 {region}").format(found=parts.region, region=region[:6]))
    if year is not None and parts.fiscal_year > year + 1:
        yield fail(spot, _("项目编码的年度是 {found}，表的年度是 {year}").format(found=parts.fiscal_year, year=year))


@check(
    "FMT-003",
    title=_("项目编码断行或含空白"),
    hint=_("已自动拼接，请核对"),
    proves=_("证明项目编码里夹着空白，或在原件里断成两截（后者须有原件版面）。"),
    level="info",
    method="D",
    stage="import",
    scope="document",
    cites="填报惯例",
)
def broken_code(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """The code has a line break or space in it, or the cell that prints it has (seen in the printed words of the file)."""
    message = _("项目编码在单元格里断开，已拼接为 {code}")
    coded = [project for project in document.projects if project.sheet.code]
    for project in coded:
        spot = project.spot("code")
        if spot.text.strip() != squeeze(spot.text):
            yield fail(spot, message.format(code=squeeze(spot.text)), quote=spot.text)
    coded = [project for project in coded if project.spot("code").text == squeeze(project.spot("code").text)]
    if not coded:
        return
    if law.context.printed is None:
        yield not_enough(document.spot("projects"), _("没有原件的版面，看不出编码是否断行"))
        return
    broken = {squeeze(cell.text): cell for cell in law.context.printed if re.search(r"\S\s+\S", cell.text)}
    for project in coded:
        cell = broken.get(project.sheet.code or "")
        if cell is not None:
            yield fail(project.spot("code"), message.format(code=project.sheet.code), quote=cell.text.replace("\n", "⏎"))


@check(
    "FMT-004",
    title=_("百分号写成“百分比”"),
    hint=_("计量单位改为 %"),
    proves=_("证明指标值把 % 写成了“百分比”“百分之”等字，可以一键改。真正以百分点计的增减不报。"),
    level="warning",
    method="D",
    scope="indicator",
    cites="填报惯例",
)
def percent_in_words(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The target prints 百分比, 百分点 … after its figure, or 百分之九十五. Says nothing about figures whose unit is truly 百分点 of
    growth."""
    spot = indicator.spot("target")
    spelt = _HUNDREDTHS.search(spot.text)
    if spelt and (figure := _figure(spelt[1])):
        mend = replacing(spot, spelt[0], f"{figure}%", _("“{before}”改为“%”").format(before=spelt[0]))
        yield fail(spot, _("指标值“{raw}”把百分号写成了“{word}”").format(raw=spot.text, word="百分之"), mend=mend)
    if indicator.value is None or law.find("change_words", indicator.words):
        return
    for word in law.find("percent_words", spot.text)[:1]:
        mend = replacing(spot, word, "%", _("“{before}”改为“%”").format(before=word))
        yield fail(spot, _("指标值“{raw}”把百分号写成了“{word}”").format(raw=spot.text, word=word), mend=mend, group=word)


def _figure(words: str) -> str:
    """九十五点五 as 95.5; "" for what is no number up to a hundred. Figures stay as they are."""
    if words[0].isdigit():
        return words
    if words in ("百", "一百"):
        return "100"
    whole, _point, rest = words.partition("点")
    tens, ten, ones = whole.rpartition("十")
    digits = [_DIGITS.find(one) for one in (tens or ("一" if ten else "零"), ones or "零", *rest)]
    if any(digit < 0 for digit in digits) or len(tens) > 1 or len(ones) > 1:
        return ""
    decimals = "".join(map(str, digits[2:]))
    return f"{digits[0] * 10 + digits[1]}{'.' if decimals else ''}{decimals}"


@check(
    "FMT-005",
    title=_("数值与单位间多余空格"),
    hint=_("删去空格"),
    proves=_("证明指标值的数字和单位之间有空格，可以一键删去。日期里的空格不报。"),
    level="info",
    method="D",
    scope="indicator",
    cites="填报惯例",
)
def space_before_unit(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """A space between the figure and its unit, sign (%) or word (个). Dates are let be."""
    spot = indicator.spot("target")
    if indicator.value is not None and _SPACED.search(spot.text):
        mend = Mend(pointer=f"{spot.pointer}/raw", before=spot.text, after=_SPACED.sub(r"\1", spot.text), label=_("删去空格"))
        yield fail(spot, _("指标值“{raw}”的数与单位之间有空格").format(raw=spot.text), mend=mend, group="space")


@check(
    "FMT-006",
    title=_("等值指标缺运算符"),
    hint=_("写明 =、≥ 或 ≤"),
    proves=_("证明指标值以数字开头，没有写 ≥、≤ 或 =。应是哪一个只有填报人知道，只有 100% 可以一键补 =。"),
    level="info",
    method="D",
    scope="indicator",
    cites="一体化技术标准 计算符号代码集",
)
def no_operator(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """The target begins with its figure. Mended with = where it is a rate of 100 %; else only the author knows."""
    spot = indicator.spot("target")
    target = indicator.target
    if target.operator is not None or target.value is None or not re.match(r"[0-9]", norm(spot.text)):
        return
    mend = None
    if target.unit == "%" and target.value == 100:
        mend = Mend(pointer=f"{spot.pointer}/raw", before=spot.text, after="=" + spot.text, label=_("补“=”"))
    yield fail(spot, _("指标值“{raw}”没有运算符").format(raw=spot.text), mend=mend, group="operator")


@check(
    "FMT-009",
    title=_("金额精度不一致"),
    hint=_("统一为两位小数"),
    proves=_("证明同一金额在两栏里，或在栏里和用途、目标的文字里，小数位数不同。别处的不看。"),
    level="info",
    method="D",
    scope="project",
    kinds=("goals",),
    cites="填报惯例",
)
def precision_differs(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """An amount of the sheet has another number of decimals in another cell, or in the words of purpose and goals."""
    budget, unit = project.sheet.budget, project.sheet.amount_unit
    cells = [amount for amount in (budget.total, budget.fiscal, budget.other) if amount is not None and amount.is_finite()]
    words = " ".join((project.sheet.fund_use or "", *project.sheet.goals))
    others = [f"{amount:f}" for amount in cells] + [figure for figure, written in _AMOUNT.findall(words) if written == unit]
    for amount, other in product(cells, others):
        if Decimal(other) == amount and other != f"{amount:f}":
            message = _("同一金额一处写 {cell}，一处写 {words}").format(cell=f"{amount:f}", words=other)
            yield fail(project.spot("budget"), message, quote=f"{amount:f}／{other}", group="scale")
            return


@check(
    "FMT-010",
    title=_("表题、项目名称不一致"),
    hint=_("核对后把表题与项目名称改成一致"),
    proves=_("证明表题去掉序号和“绩效目标表”后与项目名称不同。须有原件版面，且表题与项目表一样多时才判断。"),
    level="error",
    method="D",
    scope="document",
    cites="财预〔2015〕88号 完整性审核",
)
def title_and_name_differ(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """The numbered title of a sheet, without 绩效目标表, is not the project's name. Decided only where there are as many
    numbered titles as sheets."""
    if not document.projects:
        return
    if law.context.printed is None:
        yield not_enough(document.spot("projects"), _("没有原件的版面，看不到表题"))
        return
    matches = [_TITLE.fullmatch(cell.text.replace("\n", "")) for cell in law.context.printed]
    titles = {int(match[1]): match[2] for match in matches if match}
    if sorted(titles) != list(range(1, len(document.projects) + 1)):
        return
    for project in document.projects:
        title, name = squeeze(titles[project.position + 1]), squeeze(project.name)
        if name and title != name and norm(title) != norm(name):
            message = _("表题“{title}”与项目名称“{name}”不一致").format(title=title, name=name)
            yield fail(project.spot("name"), message, quote=title)


@check(
    "FMT-013",
    title=_("项目名称含文号/“提前下达”"),
    hint=_("名称只写做什么，文号写入资金来源"),
    proves=_("证明项目名称里有文号或“提前下达”等字。名称是否说清了项目要人看。"),
    level="info",
    method="L",
    scope="project",
    cites="填报惯例",
)
def number_in_name(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """The name carries the number of a document, or words such as 提前下达."""
    match = _DOCUMENT.search(project.name)
    words = law.find("transfer_words", project.name)
    if match or words:
        found = match[0] if match else words[0]
        message = _("项目名称“{name}”里有“{found}”").format(name=project.name, found=found)
        yield fail(project.spot("name"), message)


@check(
    "FMT-014",
    title=_("表头单位说明与金额不符"),
    hint=_("核对单位是元还是万元"),
    proves=_("证明金额按所写的单位不合常理，或正好是用途所写金额的一万倍。金额不大的，写错单位看不出。"),
    level="warning",
    method="T",
    scope="project",
    cites="财预〔2015〕88号 完整性审核",
)
def unit_does_not_fit(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """An amount that makes no sense in the printed unit: a billion 元 in 万元, less than a hundred 元 of 万元, a budget of some 元,
    or ten thousand times the amount that 资金用途 names."""
    limits = law.table("format.amounts")
    total, unit = project.sheet.budget.total, project.sheet.amount_unit
    yield from _tiny_costs(project, limits["least_yuan"])
    if total is None or not total.is_finite() or total <= 0:
        return
    small = total < limits["least_wan"] if unit == "万元" else unit == "元" and total < limits["least_yuan"]
    yuan = project.budget_yuan
    written = (to_yuan(Decimal(figure), said) for figure, said in _AMOUNT.findall(project.sheet.fund_use or ""))
    tenfold = yuan is not None and any(amount * 10000 == yuan for amount in written)
    if small or tenfold or (unit == "万元" and total >= limits["most_wan"]):
        message = _("单位写“{unit}”，预算数是 {total}").format(unit=unit, total=f"{total:f}")
        yield fail(project.spot("budget/total"), message)


def _tiny_costs(project: ProjectFacts, least: Decimal) -> Iterator[Hit]:
    """Rows named 项目成本, 预算 … of some 元."""
    for row in project.indicators:
        whole = row.unit == "元" and _WHOLE_COST.fullmatch(norm(row.name))
        if whole and row.value is not None and 0 < row.value < least:
            yield fail(row.spot("target"), _("“{name}”写作“{raw}”，疑为万元").format(name=row.name, raw=row.target.raw))


@check(
    "FMT-015",
    title=_("单位代码与名称不匹配"),
    hint=_("按单位基础信息核对"),
    proves=_("证明单位代码与名称和单位基础信息不符，或同一代码有两个名称。没有单位基础信息时，只在同一份文件里比。"),
    level="error",
    method="D",
    scope="document",
    cites="一体化技术标准 单位基础信息",
)
def agency_mismatch(document: DocumentFacts, law: Law) -> Iterator[Hit]:
    """Code and name of an agency are not those of the register, or one code has two names in this document."""
    known, seen = law.context.agencies, dict[str, str]()
    for project in document.projects:
        code, name = project.sheet.agency_code, project.sheet.agency_name
        if not code or not name:
            continue
        right = (known or {}).get(code) or seen.setdefault(code, name)
        if norm(right) != norm(name):
            message = _("单位代码 {code} 是“{right}”，表上写“{name}”").format(code=code, right=right, name=name)
            yield fail(project.spot("agency_name"), message)
    if known is None and seen:
        yield not_enough(document.spot("agency"), _("没有单位基础信息，不能核对单位代码"))
