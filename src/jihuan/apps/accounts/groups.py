"""The groups (岗位组) and what each may do; kept right after every migration."""

from __future__ import annotations

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_noop as _

OFFICER, FINANCE, HEAD = _("填报员"), _("财务"), _("单位负责人")
REVIEWER, BUREAU, AUDITOR = _("主管部门审核员"), _("财政部门"), _("审计")
ADMINISTRATOR, SYSTEM_AUDITOR = _("系统管理员"), _("系统审计")
SYSTEM = (ADMINISTRATOR, SYSTEM_AUDITOR)
"""三员分立: whoever looks after users or watches the journal holds no other post."""

READ = {
    "organisations.view_agency",
    "budgets.view_project",
    "objectives.view_departmentgoal",
    "objectives.export_goals",
    "reviews.view_finding",
    "evaluation.view_selfevaluation",
    "evaluation.export_selfevaluation",
}
SEE_FILES = {"intake.view_upload"}
BRING_FILES = {
    "intake.add_upload",
    "intake.change_draft",
    "intake.confirm_draft",
    "objectives.import_goals",
    "reviews.change_finding",
}
EVALUATE = {"evaluation.change_selfevaluation", "evaluation.submit_selfevaluation"}
JUDGE = {"reviews.change_ownword", "reviews.change_aspectpoints"}
MANAGE = {"organisations.view_agency", "organisations.add_agency", "organisations.change_agency"} | {
    f"accounts.{verb}_user" for verb in ("view", "add", "change")
}

GRANTS: dict[str, set[str]] = {
    OFFICER: READ | SEE_FILES | BRING_FILES | EVALUATE,
    FINANCE: READ | SEE_FILES,
    HEAD: READ | SEE_FILES | {"evaluation.submit_selfevaluation"},
    REVIEWER: READ | SEE_FILES | BRING_FILES | EVALUATE | JUDGE,
    BUREAU: READ | SEE_FILES | BRING_FILES | JUDGE | {"organisations.add_agency", "reviews.change_rulesetting"},
    AUDITOR: READ | SEE_FILES | {"journal.view_entry"},
    ADMINISTRATOR: MANAGE,
    SYSTEM_AUDITOR: {"journal.view_entry"},
}


def ensure_groups(**kwargs: object) -> None:
    """Make every group have exactly the permissions of ``GRANTS``; doing it again changes nothing."""
    for name in settings.APPS:
        create_permissions(apps.get_app_config(name), verbosity=0)
    known = {f"{p.content_type.app_label}.{p.codename}": p for p in Permission.objects.select_related("content_type")}
    for name, grants in GRANTS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(known[grant] for grant in grants)
