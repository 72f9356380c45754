"""Reading the journal: whose entries a person sees, filtered, the newest first, paged by number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jihuan.apps.journal.models import Entry
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import Person, visible_agencies

VIEW = "journal.view_entry"
ACTIONS = {
    "sign_in": _("登录"),
    "sign_out": _("退出登录"),
    "fail_sign_in": _("登录失败"),
    "change_password": _("更改口令"),
    "reset_password": _("重置口令"),
    "add_user": _("添加用户"),
    "change_user": _("修改用户"),
    "give_post": _("增加岗位"),
    "take_post": _("取消岗位"),
    "lock_user": _("锁定用户"),
    "unlock_user": _("解除锁定"),
    "close_user": _("停用用户"),
    "reopen_user": _("启用用户"),
    "add_agency": _("添加单位"),
    "rename_agency": _("修改单位名称"),
    "move_agency": _("移动单位"),
    "close_agency": _("停用单位"),
    "reopen_agency": _("启用单位"),
    "add_upload": _("上传文件"),
    "read_upload": _("重新读取"),
    "correct_draft": _("更正草稿"),
    "undo_correction": _("撤销更正"),
    "confirm_cell": _("确认单元格"),
    "confirm_upload": _("确认入库"),
    "discard_upload": _("放弃文件"),
    "add_project": _("新增项目"),
    "change_project": _("修改项目"),
    "add_department_goal": _("新增部门目标"),
    "change_department_goal": _("修改部门目标"),
    "export_project": _("导出项目"),
    "export_department": _("导出部门"),
    "mend_finding": _("按审核意见改正"),
    "undo_mend": _("撤销改正"),
    "waive_finding": _("说明理由"),
    "reopen_finding": _("撤回理由"),
    "export_findings": _("导出审核意见"),
    "export_rules": _("导出规则统计"),
    "set_rule": _("设置规则"),
    "add_word": _("加入词库"),
    "remove_word": _("移出词库"),
    "give_points": _("更改审核要点得分"),
    "start_evaluation": _("开始绩效自评"),
    "fill_evaluation": _("填写绩效自评"),
    "follow_goals": _("按目标表更新自评"),
    "submit_evaluation": _("提交绩效自评"),
    "reopen_evaluation": _("收回绩效自评"),
    "receive_evaluation": _("导入绩效自评"),
    "export_evaluation": _("导出绩效自评"),
}
"""What each action is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the list shows; days are inclusive, in the time zone of the installation."""

    action: str = ""
    person: str = ""
    label: str = ""
    since: date | None = None
    until: date | None = None


class Line(NamedTuple):
    """A line of the list."""

    number: int
    at: datetime
    user: str
    agency: str | None
    action: str
    label: str
    before: dict[str, object] | None
    after: dict[str, object] | None


COLUMNS = ("number", "at", "user_name", "agency__name", "action", "label", "before", "after")


def journal_page(user: Person, filters: Filters, before: int | None, size: int) -> tuple[list[Line], int | None]:
    """Lines older than the entry ``before``, and the number to go on from (None at the end). One query besides the scope."""
    rows = _visible(user)
    if filters.action in ACTIONS:
        rows = rows.filter(action=filters.action)
    if filters.person:
        rows = rows.filter(user_name__icontains=filters.person)
    if filters.label:
        rows = rows.filter(label__icontains=filters.label)
    if filters.since:
        rows = rows.filter(at__gte=_midnight(filters.since))
    if filters.until:
        rows = rows.filter(at__lt=_midnight(filters.until + timedelta(days=1)))
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = [Line(*row) for row in rows.order_by("-number").values_list(*COLUMNS)[: size + 1]]
    return found[:size], found[size - 1].number if len(found) > size else None


def _visible(user: Person) -> QuerySet[Entry]:
    """Entries of the user's units; what belongs to no unit (a wrong name at the door) is for those who watch a whole region."""
    agencies = visible_agencies(user, VIEW)
    seen = Q(agency__in=agencies)
    if agencies.filter(kind=Agency.Kind.REGION).exists():
        seen |= Q(agency=None)
    return Entry.objects.filter(seen)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
