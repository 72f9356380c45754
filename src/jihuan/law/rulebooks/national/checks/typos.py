"""C 语言文字: typos and repeats (TXT-001, TXT-002)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jihuan.core.language import _
from jihuan.law.engine.rulebook import Rulebook
from jihuan.law.engine.writing import Hit, Law, TextFacts, check, fail, replacing
from jihuan.law.rulebooks.national.checks._spelling import Sounds, broken_words, homophones, inside_words, stutters
from jihuan.law.rulebooks.national.checks._tools import any_of

_ACCURATE = "财预〔2015〕88号 完整性审核"
_REPEATED = re.compile(r"([一-龥]{2,20})\1")
_PARTICLES = re.compile(
    r"((?<![目标有])的的(?!确)|(?<![明为])了了|与与|及及|和和(?!美|气|睦)|(?<![实存现潜外内])在在|为为|将将|并并(?!列)|，，+|。。(?!。)|、、+|；；+|，。|。，|、，|，、)"
)
_COUNTED = re.compile(r"[场间站座处册件套台辆盏栋个所村户亩株幅期班批项条份篇]数")
"""How many of a measure (演出场数) is no word misspelt."""
_ISSUER = re.compile(r"[一-龥]{2,5}(?=\s*[〔\[【（(〖［]\s*(?:19|20)\d{2}\s*[〕\]】）)〗］])")
"""武农计〔2024〕: signs of an office, no words."""


@check(
    "TXT-001",
    title=_("错别字、漏字"),
    hint=_("更正"),
    proves=_(
        "词典列明的错字、音近形近而不成词的字、缺了字的词。错成另一个真词的，只有词典列明了才看得出；一般公文用词只作提示。"
    ),
    level="warning",
    method="L",
    scope="text",
    cites=_ACCURATE,
)
def typo(text: TextFacts, law: Law) -> Iterator[Hit]:
    """A known confusion, a known damage, a near-homophone or a look-alike of a trade word that makes no word, or half of a word that stands alone.

    The first kind and trade words have a mend; a word of general official use is only pointed out (info). Typos that make another true word are seen only where the list names them.
    """
    value, said = _in_question(text, law), set[str]()
    for wrong in law.find("typos", value):
        if not inside_words(value, wrong):
            right = law.pairs("typos")[wrong]
            said.add(wrong)
            label = _("“{before}”改为“{after}”").format(before=wrong, after=right)
            mend = replacing(text.spot, wrong, right, label)
            yield fail(text.spot, _("“{wrong}”应为“{right}”").format(wrong=wrong, right=right), quote=wrong, mend=mend)
    for pattern, advice in law.pairs("damaged_words").items():
        found = _compiled(pattern).search(value)
        if found and not _told(found[0], said):
            said.add(found[0])
            yield fail(text.spot, _("“{wrong}”疑有错漏，{advice}").format(wrong=found[0], advice=advice), quote=found[0])
    trade = law.words("trade_words")
    sounds, shapes = _confused(law.rulebook)
    for wrong, right in (*homophones(value, sounds), *homophones(value, shapes)):
        if not _COUNTED.fullmatch(wrong) and not _told(wrong, said):
            said.add(wrong)
            yield _guess(text, wrong, right, sure=right in trade)
    for wrong in broken_words(value, law.words("bound_characters"), trade):
        if not _told(wrong, said):
            yield fail(text.spot, _("“{wrong}”不成词，疑有漏字或错字").format(wrong=wrong), quote=wrong)


def _told(wrong: str, said: set[str]) -> bool:
    """Whether these letters, or more or fewer of them, were pointed out already."""
    return any(wrong in other or other in wrong for other in said)


@lru_cache(maxsize=8)
def _confused(rulebook: Rulebook) -> tuple[Sounds, Sounds]:
    """The words by how they sound and by how they look."""
    lists, standing = (rulebook.words("trade_words"), rulebook.words("common_words")), rulebook.words("standing_characters")
    return Sounds(rulebook.pairs("sounds"), lists, standing), Sounds(rulebook.pairs("shapes"), lists, standing)


def _guess(text: TextFacts, wrong: str, right: str, *, sure: bool) -> Hit:
    """A word of the trade may be mended at a click; a word of any official text is only pointed out."""
    message = _("“{wrong}”疑为“{right}”").format(wrong=wrong, right=right)
    if not sure:
        return fail(text.spot, message, quote=wrong, level="info")
    label = _("“{before}”改为“{after}”").format(before=wrong, after=right)
    return fail(text.spot, message, quote=wrong, mend=replacing(text.spot, wrong, right, label))


def _in_question(text: TextFacts, law: Law) -> str:
    """The text with the place names and terms that the bureau knows to be right, and who numbers a document, left blank."""
    value, own = _ISSUER.sub(_blank, text.text), law.words("own_words")
    return any_of(own).sub(_blank, value) if own else value


def _blank(found: re.Match[str]) -> str:
    return "　" * len(found[0])


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@check(
    "TXT-002",
    title=_("叠词重复"),
    hint=_("删去一个"),
    proves=_("证明同样的两个字以上连写两遍、词的头一个字写了两遍（实实施）、虚词叠用或标点重复。正当的叠词列在白名单里。"),
    level="warning",
    method="D",
    scope="text",
    cites=_ACCURATE,
)
def repeated(text: TextFacts, law: Law) -> Iterator[Hit]:
    """The same two to twenty characters twice in a row, the first character of a word twice (实实施), a doubled particle, or two marks of punctuation where one belongs."""
    allowed, value = law.words("reduplications"), _in_question(text, law)
    for found in _REPEATED.finditer(value):
        twice, once = found[0], found[1]
        if len(set(once)) == 1 or once[0] in "一逐每" or any(word in twice for word in allowed):
            continue
        label = _("“{before}”改为“{after}”").format(before=twice, after=once)
        mend = replacing(text.spot, twice, once, label)
        yield fail(text.spot, _("“{once}”重复写了两次").format(once=once), quote=twice, mend=mend)
    for twice in stutters(value, law.words("standing_characters")):
        label = _("“{before}”改为“{after}”").format(before=twice, after=twice[1:])
        mend = replacing(text.spot, twice, twice[1:], label)
        yield fail(text.spot, _("“{once}”重复写了两次").format(once=twice[0]), quote=twice, mend=mend)
    if particle := _PARTICLES.search(value):
        yield fail(text.spot, _("“{marks}”重复或多余").format(marks=particle[0]), quote=particle[0])
