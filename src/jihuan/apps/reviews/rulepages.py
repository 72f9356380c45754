"""What the rules did in a year, one rule with its setting, and the words that a bureau added."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jihuan.apps.budgets.queries import years as known_years
from jihuan.apps.organisations.access import Refused, requires
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import scoped
from jihuan.apps.reviews import actions, exporting, queries, ruling, statistics
from jihuan.apps.reviews.inforce import law_of
from jihuan.apps.reviews.models import Finding, OwnWord, RuleSetting
from jihuan.law.engine import Rulebook
from jihuan.law.engine.registry import rules
from jihuan.law.standing import fault
from jihuan.ui.pages import chosen, page

WIDTHS = (10, 40, 10, 10, 10, 10, 10, 10, 10, 12)
SEVERAL = 200
"""Words that are added at once."""


@requires("reviews.view_finding")
def statistics_page(request: HttpRequest) -> HttpResponse:
    """Every rule with what it did."""
    years = known_years(request.user)
    year, sort = chosen(request.GET.get("year"), years), _sort(request)
    lines = statistics.figures(request.user, year, sort)
    context = {"lines": lines, "years": years, "year": year, "sort": sort, "modes": dict(RuleSetting.Mode.choices)}
    context |= {"quiet": sum(not line.fired for line in lines), "rulebook_fault": fault(settings.RULEBOOKS)}
    return page(request, "reviews/rules.html", context)


@requires("reviews.view_finding")
def export(request: HttpRequest, fmt: str) -> HttpResponse:
    """The same as CSV or workbook."""
    if fmt not in exporting.TYPES:
        raise Http404(_("没有这种文件格式"))
    year = chosen(request.GET.get("year"), known_years(request.user))
    lines = statistics.figures(request.user, year, _sort(request))
    modes = dict(RuleSetting.Mode.choices)
    head = (_("规则"), _("名称"), _("状态"), _("查出"), _("单位数"), _("待处理"), _("一键改正"), _("自行改好"), _("说明理由"), _("说明理由占比（%）"))  # fmt: skip
    table = [head] + [
        (
            line.rule.id,
            _(line.rule.title),
            str(modes[line.mode]),
            *(line.fired, line.units, line.open, line.mended, line.corrected, line.waived, line.share),
        )
        for line in lines
    ]
    actions.told_of_export(request.user, "export_rules", fmt, len(lines))
    return exporting.answer(table, _("{year}年规则统计").format(year=year or ""), fmt, WIDTHS)


@requires("reviews.view_finding")
def rule(request: HttpRequest, rule: str) -> HttpResponse:
    """One rule: its clause, its figures, its setting."""
    if rule not in rules():
        raise Http404(_("没有 {rule} 这条规则").format(rule=rule))
    years = known_years(request.user)
    year = chosen(request.GET.get("year"), years)
    line = next(line for line in statistics.figures(request.user, year) if line.rule.id == rule)
    tops = queries.tops(request.user, queries.VIEW)
    context = {
        "line": line,
        "year": year,
        "citation": law_of(tops[0], year).rulebook.citation(line.rule) if tops else "",
        "modes": RuleSetting.Mode.choices,
        "agencies": queries.tops(request.user, ruling.SET_RULES),
        "settings": [row for row in queries.applying(_settings(), request.user) if row.rule == rule],
        "states": Finding.State,
    }
    return page(request, "reviews/rule.html", context)


@require_POST
@requires("reviews.change_rulesetting")
def set_rule(request: HttpRequest, rule: str) -> HttpResponse:
    """Set a rule on trial, off or on, with a reason."""
    agency = _agency(request, ruling.SET_RULES)
    try:
        ruling.set_rule(request.user, agency, rule, request.POST.get("mode", ""), request.POST.get("reason", ""))
        messages.success(request, _("已设置，下次审核起生效。"))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("reviews:rule", rule)


@requires("reviews.view_finding")
def words(request: HttpRequest) -> HttpResponse:
    """The words of one's own, by lexicon, with what the product brings beside them."""
    tops = queries.tops(request.user, queries.VIEW)
    if not tops:
        raise Http404(_("您还没有分配到单位"))
    book = law_of(tops[0], next(iter(known_years(request.user)), None)).base
    mine = queries.tops(request.user, ruling.WORDS)
    rows: dict[str, list[OwnWord]] = {name: [] for name in ruling.LEXICONS}
    for row in queries.applying(OwnWord.objects.select_related("agency", "by"), request.user):
        rows.setdefault(row.lexicon, []).append(row)
    changeable = set(scoped(OwnWord.objects.all(), request.user).values_list("pk", flat=True)) if mine else set()
    shelves = [
        {
            "name": name,
            "title": title,
            "rows": rows[name],
            "pairs": bool(book.pairs(name)),
            "groups": list(book.groups(name)),
            "known": _known(book, name),
        }
        for name, title in ruling.LEXICONS.items()
    ]
    return page(request, "reviews/words.html", {"shelves": shelves, "agencies": mine, "changeable": changeable})


@require_POST
@requires("reviews.change_ownword")
def add_word(request: HttpRequest) -> HttpResponse:
    """Add words, several with 、 between; all that are wrong are told at once."""
    agency = _agency(request, ruling.WORDS)
    lexicon, value = request.POST.get("lexicon", ""), request.POST.get("value", "")[:200].replace("\0", "")
    texts = re.split(r"[、，,;；\s]+", request.POST.get("word", "").replace("\0", ""))
    _add(request, agency, [ruling.Entry(lexicon, text, value) for text in texts[:SEVERAL] if text])
    return redirect("reviews:words")


@require_POST
@requires("reviews.change_ownword")
def no_typo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what a finding calls a typo into the words of one's own; the finding goes with it."""
    finding = get_object_or_404(scoped(Finding.objects.select_related("agency", "department"), request.user), pk=pk)
    home = ruling.home_for(request.user, finding.agency)
    if home is None:
        raise Http404(_("这条意见的单位不在您可以添加词的范围内"))
    _add(request, home, [ruling.Entry("own_words", request.POST.get("word", "").replace("\0", ""))])
    if finding.project_id is not None:
        return redirect("objectives:project", finding.project_id)
    return redirect("objectives:department", finding.department.code, finding.fiscal_year)


@require_POST
@requires("reviews.change_ownword")
def remove_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a word out again."""
    row = get_object_or_404(scoped(OwnWord.objects.select_related("agency"), request.user), pk=pk)
    try:
        ruling.remove_word(request.user, row)
        messages.success(request, _("已移出“{word}”，下次审核起生效。").format(word=row.word))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("reviews:words")


def _add(request: HttpRequest, agency: Agency, entries: list[ruling.Entry]) -> None:
    added: list[str] = []
    for entry in entries:
        try:
            added.append(ruling.add_word(request.user, agency, entry).word)
        except Refused as refusal:
            messages.error(request, refusal.message)
    if added:
        told = _("已加入词库：{words}（{agency}及其下级，下次审核起生效）。")
        messages.success(request, told.format(words="、".join(added), agency=agency))
    elif not entries:
        messages.error(request, _("请写出要加入的词"))


def _agency(request: HttpRequest, permission: str) -> Agency:
    """For whom it shall hold: the one chosen, else the uppermost."""
    tops = queries.tops(request.user, permission)
    asked = request.POST.get("agency", "")
    found = next((top for top in tops if str(top.pk) == asked), next(iter(tops), None))
    if found is None:
        raise Http404(_("您还没有分配到单位"))
    return found


def _known(book: Rulebook, name: str) -> list[str]:
    """What the rulebook has without anybody's doing, as people read it."""
    lexicon = book.lexicons.get(name)
    if lexicon is None:
        return []
    pairs = [f"{wrong}→{right}" for wrong, right in (lexicon.pairs or {}).items()]
    groups = [f"{group}：{'、'.join(words)}" for group, words in (lexicon.groups or {}).items()]
    return [*lexicon.words, *pairs, *groups]


def _settings() -> QuerySet[RuleSetting]:
    return RuleSetting.objects.select_related("agency", "by")


def _sort(request: HttpRequest) -> statistics.Sort:
    asked = request.GET.get("sort", "")
    return next((sort for sort in statistics.SORTS if sort == asked), "fired")
