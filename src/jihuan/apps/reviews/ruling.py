"""What a bureau decides: a rule on trial or off, a word of its own, the points of an aspect; each with its entry in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jihuan.apps.accounts.models import User
from jihuan.apps.budgets.models import Project
from jihuan.apps.journal.actions import Event, record
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import may
from jihuan.apps.reviews import queries
from jihuan.apps.reviews.actions import LEAST_REASON
from jihuan.apps.reviews.inforce import law_of
from jihuan.apps.reviews.models import AspectPoints, OwnWord, RuleSetting
from jihuan.core.money import CENT
from jihuan.law.engine.registry import rules

SET_RULES, WORDS, POINTS = "reviews.change_rulesetting", "reviews.change_ownword", "reviews.change_aspectpoints"
LEAST_WORD, LONGEST_WORD, LONGEST_REASON = 2, 60, 2000
LEXICONS = {
    "own_words": gettext_lazy("地名、人名、术语：不算错别字"),
    "typos": gettext_lazy("错别字：错的写法与对的写法"),
    "vague_values": gettext_lazy("空泛的指标值"),
    "vague_quantities": gettext_lazy("模糊数量词"),
    "foreign_words": gettext_lazy("只属于某一部门的业务词"),
    "macro_indicators": gettext_lazy("全社会的宏观指标"),
    "meaning_units": gettext_lazy("名称结尾可用的单位"),
    "better_low_endings": gettext_lazy("越小越好的指标"),
    "better_high_endings": gettext_lazy("越大越好的指标"),
}
"""What may be added to on screen, and what it is called there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word to be added; ``value`` as in OwnWord."""

    lexicon: str
    word: str
    value: str = ""


@transaction.atomic
def set_rule(user: User, agency: Agency, rule: str, mode: str, reason: str) -> None:
    """Set a rule on trial, off or on for everything below ``agency``; "" takes the setting back. Raises Refused."""
    _allowed(user, SET_RULES, agency)
    if rule not in rules() or mode not in ("", *RuleSetting.Mode.values):
        raise Refused(_("没有这条规则，或者没有这种状态"))
    reason = _reason(reason)
    known = RuleSetting.objects.select_for_update(no_key=True).filter(agency=agency, rule=rule).first()
    before = {"rule": rule, "mode": known.mode, "reason": known.reason} if known else {"rule": rule}
    if mode == (known.mode if known else ""):
        raise Refused(_("这条规则已经是这样设置的"))
    if mode:
        known = known or RuleSetting(agency=agency, rule=rule)
        known.mode, known.reason, known.by = mode, reason, user
        known.save()
    elif known:
        known.delete()
    after = {"rule": rule, "mode": mode, "reason": reason}
    record(user, Event(action="set_rule", target=agency, agency=agency, before=before, after=after))


@transaction.atomic
def add_word(user: User, agency: Agency, entry: Entry) -> OwnWord:
    """Add a word to a lexicon for everything below ``agency``. Raises Refused for one that is there or says nothing."""
    _allowed(user, WORDS, agency)
    word, value = entry.word.strip(), entry.value.strip()
    _sensible(agency, entry.lexicon, word, value)
    if OwnWord.objects.filter(agency=agency, lexicon=entry.lexicon, word=word).exists():
        raise Refused(_("“{word}”已经在词库里").format(word=word))
    row = OwnWord.objects.create(agency=agency, lexicon=entry.lexicon, word=word, value=value, by=user)
    after = {"lexicon": entry.lexicon, "word": word, "value": value}
    record(user, Event(action="add_word", target=row, agency=agency, after=after))
    return row


@transaction.atomic
def remove_word(user: User, row: OwnWord) -> None:
    """Take a word of one's own out of its lexicon again."""
    _allowed(user, WORDS, row.agency)
    before = {"lexicon": row.lexicon, "word": row.word, "value": row.value}
    record(user, Event(action="remove_word", target=row, agency=row.agency, before=before))
    row.delete()


@transaction.atomic
def give_points(user: User, project: Project, aspect: str, points: Decimal | None, reason: str) -> None:
    """Give an aspect other points than the reference figure; None goes back to that. Raises Refused."""
    _allowed(user, POINTS, project.agency)
    full = law_of(project.agency, project.fiscal_year).rulebook.table("prereview.points").get(aspect)
    if full is None:
        raise Refused(_("审核表没有这个要点"))
    if points is not None and not (0 <= points <= Decimal(full) and points == points.quantize(CENT)):
        raise Refused(_("“{aspect}”的得分应在 0 到 {full} 之间，最多两位小数").format(aspect=aspect, full=full))
    reason = _reason(reason)
    known = AspectPoints.objects.select_for_update(no_key=True).filter(project=project, aspect=aspect).first()
    before = {"aspect": aspect, "points": str(known.points), "reason": known.reason} if known else {"aspect": aspect}
    if points is not None:
        known = known or AspectPoints(project=project, aspect=aspect)
        known.points, known.reason, known.by = points, reason, user
        known.save()
    elif known:
        known.delete()
    else:
        raise Refused(_("这个要点用的已经是参考分"))
    after = {"aspect": aspect, "points": None if points is None else str(points), "reason": reason}
    record(user, Event(action="give_points", target=project, agency=project.agency, before=before, after=after))


def home_for(user: User, agency: Agency) -> Agency | None:
    """The uppermost agency above ``agency`` whose words the user may change."""
    return next((top for top in queries.tops(user, WORDS) if f"{agency.path}/".startswith(f"{top.path}/")), None)


def _sensible(agency: Agency, lexicon: str, word: str, value: str) -> None:
    """Refuse a word that would make the rules say nonsense."""
    known = law_of(agency, None).rulebook.lexicons.get(lexicon)
    if lexicon not in LEXICONS or known is None:
        raise Refused(_("没有这个词库"))
    least = 1 if lexicon == "meaning_units" else LEAST_WORD
    if not least <= len(word) <= LONGEST_WORD:
        raise Refused(_("词应有 {least} 到 {most} 个字").format(least=least, most=LONGEST_WORD))
    if known.groups and value not in known.groups:
        raise Refused(_("请选择“{word}”归入哪一类").format(word=word))
    if known.pairs and (not value or value == word or word in value or len(value) > LONGEST_WORD):
        raise Refused(_("请写明“{word}”的正确写法；正确写法里不能再含有错的写法").format(word=word))
    if word in (known.pairs or {}) or word in known.words or word in (known.groups or {}).get(value, ()):
        raise Refused(_("“{word}”已经在词库里").format(word=word))


def _allowed(user: User, permission: str, agency: Agency) -> None:
    if not may(user, permission, agency):
        raise NotAllowed(_("您的岗位不能为“{agency}”作这项决定").format(agency=agency))


def _reason(text: str) -> str:
    reason = " ".join(text.split())[:LONGEST_REASON]
    if len(reason) < LEAST_REASON:
        raise Refused(_("请写明理由，至少 {n} 个字").format(n=LEAST_REASON))
    return reason
