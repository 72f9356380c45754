"""Changing the tree: add, rename, move, stop using. ``actor`` None is who sits at the machine's own console."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from jihuan.apps.accounts.groups import ADMINISTRATOR
from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.journal.actions import Event, record
from jihuan.apps.organisations import actions as tree
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import within
from jihuan.apps.organisations.scope import may, visible_agencies
from jihuan.core.codes import parse_region

ADD, CHANGE = "organisations.add_agency", "organisations.change_agency"
Kind = Agency.Kind
ABOVE = {Kind.REGION: set(), Kind.DEPARTMENT: {Kind.REGION}, Kind.UNIT: {Kind.DEPARTMENT, Kind.UNIT}}
"""Under what a node of each kind may stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a form or a line of a list says of a unit."""

    kind: str
    code: str
    name: str
    short_name: str = ""


def faults(entry: Entry, parent: Agency | None) -> dict[str, str]:
    """What is wrong with the entry by itself and under ``parent``: field → sentence."""
    found = {}
    if entry.kind not in Kind.values:
        found["kind"] = _("类型只能是“部门”或“单位”。")
    elif entry.kind == Kind.REGION and parse_region(entry.code) is None:
        found["code"] = _("区划编码应为 6 位或 9 位数字，如 130281。")
    elif not re.fullmatch(r"[0-9A-Za-z]{1,20}", entry.code):
        found["code"] = _("编码只能用数字和字母，最多 20 位，如 731 或 731001。")
    if not 0 < len(entry.name) <= 200:
        found["name"] = _("名称不能空着，最多 200 字。")
    if len(entry.short_name) > 100:
        found["short_name"] = _("简称最多 100 字。")
    if entry.kind in Kind.values and entry.kind != Kind.REGION and (parent is None or parent.kind not in ABOVE[entry.kind]):
        found["parent"] = _("部门应设在区划下面，单位应设在部门或单位下面。")
    if parent is not None and len(parent.path) + 1 + len(entry.code) > 255:
        found["parent"] = _("单位的层级太深。")
    return found


@transaction.atomic
def add_unit(actor: User | None, parent: Agency | None, entry: Entry) -> Agency:
    """A new node under ``parent``; a region (no parent) is looked after by who adds it. Raises Refused."""
    if parent is None:
        _may_add_region(actor)
    else:
        _allow(actor, ADD, parent)
        if not parent.is_active:
            raise Refused(_("“{agency}”已停用，下面不能再设单位。").format(agency=parent.name))
    _check(entry, parent)
    agency = tree.add_agency(parent, entry.kind, entry.code, entry.name, entry.short_name)
    if parent is None and actor is not None and not actor.is_superuser:
        Membership.objects.create(user=actor, agency=agency, group=Group.objects.get(name=ADMINISTRATOR))
    record(actor, Event(action="add_agency", target=agency, agency=agency, after=_facts(agency)))
    return agency


@transaction.atomic
def change_unit(actor: User | None, agency: Agency, parent: Agency | None, entry: Entry) -> Agency:
    """Other names, another code, another place in the same region; the paths of the subtree follow. Raises Refused."""
    agency = Agency.objects.select_for_update(no_key=True, of=("self",)).select_related("parent").get(pk=agency.pk)
    _allow(actor, CHANGE, agency)
    entry = replace(entry, kind=agency.kind)
    before = _facts(agency)
    moved = (agency.parent_id, agency.code) != (parent and parent.pk, entry.code)
    if moved:
        _check_move(actor, agency, parent, entry)
    elif found := {field: what for field, what in faults(entry, parent).items() if field in ("name", "short_name")}:
        raise Refused(_("没有保存，请改正标出的各项。"), found)
    tree.rename_agency(agency, entry.name, entry.short_name)
    if moved:
        tree.replant_agency(agency, parent, entry.code)
    after = _facts(agency)
    if after != before:
        name = "move_agency" if moved else "rename_agency"
        record(actor, Event(action=name, target=agency, agency=agency, before=before, after=after))
    return agency


@transaction.atomic
def set_active(actor: User | None, agency: Agency, active: bool) -> None:
    """Stop using a unit with all below it (its records stay), or take it up again. Raises Refused."""
    _allow(actor, CHANGE, agency)
    if agency.kind == Kind.REGION:
        raise Refused(_("区划不能停用。"))
    if active and agency.parent and not agency.parent.is_active:
        raise Refused(_("上级“{agency}”已停用，请先启用上级。").format(agency=agency.parent.name))
    rows = Agency.objects.filter(pk=agency.pk) if active else Agency.objects.filter(within(agency.path))
    name = "reopen_agency" if active else "close_agency"
    changed = list(rows.exclude(is_active=active))
    rows.update(is_active=active)
    record(actor, *(Event(action=name, target=row, agency=row) for row in changed))


def _check(entry: Entry, parent: Agency | None, agency: Agency | None = None) -> None:
    found = faults(entry, parent)
    region = parent.region_code if parent else entry.code
    twin = Agency.objects.filter(region_code=region, code=entry.code).exclude(pk=agency and agency.pk).first()
    if twin and "code" not in found:
        found["code"] = _("编码 {code} 已被“{agency}”使用。").format(code=entry.code, agency=twin.name)
    if found:
        raise Refused(_("没有保存，请改正标出的各项。"), found)


def _check_move(actor: User | None, agency: Agency, parent: Agency | None, entry: Entry) -> None:
    if agency.kind == Kind.REGION or parent is None:
        raise Refused(_("区划的编码和位置不能更改。"), {"code": _("区划的编码不能更改。")})
    if parent.pk != agency.parent_id:
        _allow(actor, CHANGE, parent)
        if parent.region_code != agency.region_code:
            raise Refused(_("单位不能移到别的区划。"), {"parent": _("请选择同一区划内的上级。")})
        if f"{parent.path}/".startswith(f"{agency.path}/"):
            raise Refused(_("单位不能移到自己下面。"), {"parent": _("请选择别的上级。")})
    _check(entry, parent, agency)
    longest = max(map(len, Agency.objects.filter(path__startswith=agency.path).values_list("path", flat=True)))
    if longest - len(agency.path) + len(parent.path) + 1 + len(entry.code) > 255:
        raise Refused(_("单位的层级太深。"), {"parent": _("单位的层级太深。")})


def _allow(actor: User | None, permission: str, agency: Agency) -> None:
    if actor is not None and not may(actor, permission, agency):
        raise NotAllowed(_("“{agency}”不在您的管理范围内。").format(agency=agency.name))


def _may_add_region(actor: User | None) -> None:
    if actor is not None and not visible_agencies(actor, ADD).filter(kind=Kind.REGION).exists():
        raise NotAllowed(_("只有区划的系统管理员可以增加区划。"))


def _facts(agency: Agency) -> dict[str, object]:
    facts: dict[str, object] = {"code": agency.code, "name": agency.name, "path": agency.path}
    return facts | ({"short_name": agency.short_name} if agency.short_name else {})
