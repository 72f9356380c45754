"""K 法规时效与合规."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jihuan.core.language import _
from jihuan.law.engine.writing import Hit, Law, TextFacts, check, fail, not_enough
from jihuan.law.rulebooks.national.checks._content import kinds_of
from jihuan.law.rulebooks.national.checks._tools import any_of

_TITLE = re.compile(r"《([^《》]{2,60})》")
_PERIOD = re.compile(r"(?:19|20)\d{2}\s*[—–\-－~至到]+\s*((?:19|20)\d{2})\s*年?")
_FIVE_YEARS = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025}
_PLAN_OF = re.compile(r"(?<!《)[“\"]?(十[一二三四]五)[”\"]?(?:发展)?规划(?![^《》]*》)")
_MOBILE = re.compile(r"(?<![\dA-Za-z.])1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\dA-Za-z])")
_IDENTITY = re.compile(
    r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_ACCOUNT = re.compile(r"(?<![\dA-Za-z.])\d{16,19}(?![\dA-Za-z.])")
_SECRET = re.compile(r"(?:绝密|机密|秘密)\s*[★☆]|(?:密级|定密)[:：]\s*(?:秘密|机密)|内部资料|注意保存|严禁外传")
_CALLED = re.compile(r"身份证|证件号|账号|帐号|账户|卡号|开户行")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@check(
    "LAW-001",
    title=_("引用失效或过期文件"),
    hint=_("改引现行文件"),
    proves=_("引用了列明失效的文件，或规划期已过的规划。名单不全，没有报不等于有效。"),
    level="warning",
    method="L",
    scope="text",
    cites="国发〔2021〕9号",
)
def obsolete_document(text: TextFacts, law: Law) -> Iterator[Hit]:
    """A title or number of the list of repealed documents, or a plan whose period was over before the year of the document.

    The list is not complete: silence does not prove that a document is in force.
    """
    for word in law.find("obsolete_numbers", text.text)[:1]:
        yield _obsolete(text, word, law.pairs("obsolete_numbers")[word])
    year = law.document.year
    plan = _PLAN_OF.search(text.text)
    if plan and year is not None and _FIVE_YEARS[plan[1]] < year:
        message = _("{year}年的文件引用“{plan}”，规划期已于{end}年届满")
        yield fail(text.spot, message.format(year=year, plan=plan[0], end=_FIVE_YEARS[plan[1]]), quote=plan[0])
    for title in _TITLE.findall(text.text):
        bare = title.removeprefix("中华人民共和国")
        known = next((word for word in law.pairs("obsolete_titles") if bare == word or bare.startswith(f"{word}（")), None)
        longer = next((word for word in law.pairs("obsolete_plans") if word in bare), None)
        if known is not None:
            yield _obsolete(text, f"《{title}》", law.pairs("obsolete_titles")[known])
        elif longer is not None:
            yield _obsolete(text, f"《{title}》", law.pairs("obsolete_plans")[longer])
        elif year is not None and (end := _last_year(title)) and end < year:
            message = _("{year}年的文件引用《{title}》，规划期已于{end}年届满")
            yield fail(text.spot, message.format(year=year, title=title, end=end), quote=f"《{title}》")


def _obsolete(text: TextFacts, word: str, instead: str) -> Hit:
    message = _("“{word}”已被取代，现行为{instead}").format(word=word, instead=instead)
    return fail(text.spot, message, quote=word, hint=_("改为{instead}").format(instead=instead))


def _last_year(title: str) -> int | None:
    if period := _PERIOD.search(title):
        return int(period[1])
    return next((year for word, year in _FIVE_YEARS.items() if word in title), None)


@check(
    "LAW-002",
    title=_("与单位性质不符的事项"),
    hint=_("删去，或写明“禁止对外投资”"),
    proves=_("行政、群团单位的文字里有投资、担保、出借等事项。禁止这些事项的话不报。"),
    level="info",
    method="L",
    scope="text",
    cites="国务院令第738号 对外投资",
)
def forbidden_business(text: TextFacts, law: Law) -> Iterator[Hit]:
    """对外投资, 担保, 出借 … as ordinary business of an administrative or mass organisation. Prohibitions of it pass."""
    found = [word for word in law.find("forbidden_business", text.text) if not _prohibited(text.text, word)]
    if not found:
        return
    kind = law.context.agency_type or _agency_type(law)
    if kind is None:
        yield not_enough(text.spot, _("提到“{word}”，但不知道单位性质").format(word=found[0]))
    elif kind in ("行政", "群团"):
        message = _("{kind}单位不应有“{word}”事项").format(kind=kind, word=found[0])
        yield fail(text.spot, message, quote=found[0])


def _agency_type(law: Law) -> str | None:
    """群团 or 行政 by the name of the agency; None where the name does not tell (centres, schools, companies)."""
    name = law.document.agency_name
    office = re.sub(r"[（(].*|本级$|机关$", "", name).endswith(law.words("office_endings"))
    return next(iter(kinds_of("agency_types", name, law)), "行政" if office else None)


def _prohibited(text: str, word: str) -> bool:
    return re.search(rf"(?:禁止|不得|严禁|不准|杜绝|防止|违规|清理)[^，。；]{{0,12}}{re.escape(word)}", text) is not None


@check(
    "LAW-003",
    title=_("公开文本含敏感信息"),
    hint=_("公开前删去或遮盖"),
    proves=_("文中有身份证号、银行账号（写明是的，或校验正确的）、手机号，或涉密标志。姓名认不出。"),
    level="error",
    method="L",
    stage="disclosure",
    scope="text",
    cites=("政府信息公开条例", "个人信息保护法"),
)
def sensitive(text: TextFacts, law: Law) -> Iterator[Hit]:
    """Identity numbers and bank cards (with their check character, or called so), mobile numbers, marks of secrecy. Names are not recognised."""
    value = text.text
    called = _CALLED.search(value)
    for kind, found in (
        (_("身份证号"), next((m for m in _IDENTITY.findall(value) if called or _identity(m)), None)),
        (_("手机号"), next(iter(_MOBILE.findall(value)), None)),
        (_("银行账号"), next((m for m in _ACCOUNT.findall(value) if called or _luhn(m)), None)),
    ):
        if found:
            masked = f"{found[:3]}{'*' * (len(found) - 5)}{found[-2:]}"
            yield fail(text.spot, _("文中有{kind}“{masked}”").format(kind=kind, masked=masked), quote=masked)
            return
    if (secret := _SECRET.search(value)) or (secret := any_of(law.words("secret_words")).search(value)):
        yield fail(text.spot, _("文中有涉密或内部标志“{word}”").format(word=secret[0]), quote=secret[0])


def _identity(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


def _luhn(number: str) -> bool:
    digits = [int(digit) for digit in reversed(number)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0 and len(set(number)) > 3
