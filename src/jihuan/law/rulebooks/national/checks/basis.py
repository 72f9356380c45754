"""I 指标值依据."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jihuan.core.language import _
from jihuan.law.engine.writing import Hit, IndicatorFacts, Law, ProjectFacts, check, fail, norm, not_enough
from jihuan.law.rulebooks.national.checks._tools import any_of, doc_numbers, list_spot

_STANDARD = "财预〔2015〕88号 绩效标准"
_VALUES = "财预〔2021〕101号 指标值设定依据"
_EARLIER = re.compile(r"上年|上一年|去年|往年|历年|历史|前[一二两三3]年|近[一二两三3]年|(?:19|20)\d{2}年")


def _documented(text: str) -> bool:
    return bool(doc_numbers(text)) or "《" in text


@check(
    "BAS-001",
    title=_("依据不属标准类别"),
    hint=_("从计划标准、行业标准、历史标准、预算支出标准中选一类并注明出处；其他标准须说明"),
    proves=_(
        "依据不属于计划标准、行业标准、历史标准、预算支出标准中的任何一类，也不是文件或往年数据。写了标准的，是否真有这个标准看不出。"
    ),
    level="warning",
    method="L",
    scope="indicator",
    cites=(_STANDARD, _VALUES),
)
def no_standard(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """Neither a class of standard, nor a document, nor figures of earlier years: experience, estimates, the needs of the work."""
    basis, spot = norm(indicator.basis), indicator.spot("basis")
    if (
        not basis
        or not indicator.applies
        or _documented(basis)
        or _EARLIER.search(basis)
        or _of_result(basis, law)
        or _plan_words(basis, law)
    ):
        return
    vague = () if _class(basis) in law.words("standard_classes") else law.find("vague_bases", basis)
    if vague or not law.find("basis_classes", basis):
        yield fail(spot, _("依据“{basis}”不是绩效标准的任何一类").format(basis=spot.text), group=basis)


def _of_result(basis: str, law: Law) -> bool:
    return bool(law.find("result_bases", basis)) and not _EARLIER.search(basis) and not _documented(basis)


def _plan_words(basis: str, law: Law) -> tuple[str, ...]:
    return law.find("plan_bases", basis)


@check(
    "BAS-002",
    title=_("以事后结果作依据"),
    hint=_("指标值在事前确定，依据应是事前的标准或历史数据"),
    proves=_("以事后才有的结果作事前的依据。往年的结果是历史标准，不报。"),
    level="error",
    method="L",
    scope="indicator",
    cites=_STANDARD,
)
def result_as_basis(indicator: IndicatorFacts, law: Law) -> Iterator[Hit]:
    """实际效果, 完成情况, 年终考核 … as the basis of a target. Results of earlier years are history and pass."""
    basis, spot = norm(indicator.basis), indicator.spot("basis")
    if _of_result(basis, law):
        yield fail(spot, _("依据“{basis}”是事后才有的结果").format(basis=spot.text))


@check(
    "BAS-003",
    title=_("全部指标同一依据"),
    hint=_("逐条列出各指标值的依据"),
    proves=_("证明五条以上指标只用一个依据。没有填依据的、不适用的不计。"),
    level="warning",
    method="D",
    scope="project",
    cites=_VALUES,
)
def one_basis_for_all(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """Five or more indicators, all with one and the same basis."""
    bases = [item.basis for item in project.indicators if item.applies and norm(item.basis)]
    if len(bases) >= law.number("basis.min_indicators") and len(set(map(norm, bases))) == 1:
        printed = bases[0]
        message = _("{count} 条指标的依据都是“{basis}”").format(count=len(bases), basis=printed)
        yield fail(list_spot(project, "indicators", printed), message)


@check(
    "BAS-004",
    title=_("依据文件与指标无关或未附"),
    hint=_("附上文件并标明载有该指标的页码，或改列真正的依据"),
    proves=_("依据的文件没有附，或以资金下达文作效益、满意度的依据。文件里到底有没有这个值，要打开看。"),
    level="warning",
    method="S",
    scope="project",
    cites=_VALUES,
)
def document_not_shown(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """A document is named and not attached; or a letter that grants funds is given as the basis of satisfaction and benefits.

    Whether the document truly says so can only be seen by reading it.
    """
    cited = [item for item in project.indicators if _documented(item.basis)]
    attached = law.context.attachments
    for item in cited if attached is not None else ():
        if f"{item.pointer}/basis" not in (attached or ()):
            yield fail(item.spot("basis"), _("依据文件“{basis}”没有附上").format(basis=item.basis))
    if attached is not None or not cited:
        return
    grants = [
        item for item in cited if re.search(r"财[一-龥]{0,3}[〔\[【（(〖]", item.basis) and item.level1 in ("效益", "满意度")
    ]
    if grants:
        spot = list_spot(project, "indicators", grants[0].basis)
        message = _("资金文件“{basis}”被用作“{name}”等效益、满意度指标值的依据")
        yield fail(spot, message.format(basis=grants[0].basis, name=grants[0].name))
    else:
        yield not_enough(list_spot(project, "indicators", cited[0].basis), _("不知道依据文件是否已附"))


def _class(basis: str) -> str:
    """The words before the particulars: 历史标准：2024年为91% → 历史标准."""
    return norm(basis).partition(":")[0]


@check(
    "BAS-005",
    title=_("依据用语不统一"),
    hint=_("同类依据用同一名称"),
    proves=_("同一张表里同类依据有两种写法。"),
    level="info",
    method="D",
    scope="project",
    cites=_STANDARD,
)
def mixed_wording(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """Two spellings of one class of basis on one sheet (经验指标 / 经验标准, 工作计划 / 计划标准)."""
    bases = list(dict.fromkeys(_class(item.basis) for item in project.indicators if item.basis and not _documented(item.basis)))
    for words in law.groups("basis_spellings").values():
        alike = [basis for basis in bases if any_of(words).search(basis)]
        if len(alike) > 1:
            text = "／".join(alike)
            yield fail(list_spot(project, "indicators", text), _("同类依据有几种写法：{text}").format(text=text))
            return


@check(
    "BAS-006",
    title=_("内部计划无文号无附件"),
    hint=_("写明计划的名称、文号，并上传标注页码"),
    proves=_("依据是内部计划，既没有文号和文件名，也没有附件。"),
    level="warning",
    method="L",
    scope="project",
    cites=_VALUES,
)
def plan_without_document(project: ProjectFacts, law: Law) -> Iterator[Hit]:
    """工作计划, 计划安排 … without number, title or attachment. One finding where the whole sheet says the same."""
    attached = law.context.attachments or frozenset()
    open_plans = [
        item
        for item in project.indicators
        if _plan_words(norm(item.basis), law) and not _documented(item.basis) and f"{item.pointer}/basis" not in attached
    ]
    message = _("依据“{basis}”没有文号，也没有附件")
    if len(open_plans) > 1 and len(open_plans) == len(project.indicators) and len({norm(i.basis) for i in open_plans}) == 1:
        basis = open_plans[0].basis
        yield fail(list_spot(project, "indicators", basis), message.format(basis=basis), group=norm(basis))
        return
    for item in open_plans:
        yield fail(item.spot("basis"), message.format(basis=item.basis), group=norm(item.basis))
