"""The people and places of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass

from jihuan.apps.accounts import groups


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the tree; ``parent`` is the code of the node above."""

    kind: str
    code: str
    name: str
    short_name: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account with one post."""

    username: str
    display_name: str
    group: str
    agency: str


PLACES = (
    Place("region", "130281", "遵化市", "遵化市", None),
    Place("department", "731", "遵化市科学技术协会", "遵化市科协", "130281"),
    Place("unit", "731001", "遵化市科学技术协会本级", "科协本级", "731"),
)

ACCOUNTS = (
    Account("officer", "填报员（演示）", groups.OFFICER, "731"),
    Account("finance", "财务（演示）", groups.FINANCE, "731"),
    Account("head", "单位负责人（演示）", groups.HEAD, "731"),
    Account("reviewer", "主管部门审核员（演示）", groups.REVIEWER, "731"),
    Account("bureau", "财政部门（演示）", groups.BUREAU, "130281"),
    Account("auditor", "审计（演示）", groups.AUDITOR, "130281"),
    Account("admin", "系统管理员（演示）", groups.ADMINISTRATOR, "130281"),
    Account("watcher", "系统审计（演示）", groups.SYSTEM_AUDITOR, "130281"),
)
