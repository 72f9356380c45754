"""What is done with users and their posts. ``actor`` None is who sits at the machine's own console."""

from __future__ import annotations

from axes.utils import reset
from django.contrib.auth.models import Group
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jihuan.apps.accounts.actions import home, set_password
from jihuan.apps.accounts.groups import ADMINISTRATOR, SYSTEM
from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.accounts.passwords import one_time_password
from jihuan.apps.journal.actions import Event, record
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.scope import may, visible_agencies

ADD, CHANGE = "accounts.add_user", "accounts.change_user"


def check_username(username: str) -> dict[str, str]:
    """What is wrong with a new user's name: field → sentence."""
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        return {"username": _("用户名只能用字母、数字、汉字和 @ . + - _，不能空着。")}
    if len(username) > 60:
        return {"username": _("用户名最多 60 字。")}
    if User.objects.filter(username__iexact=username).exists():
        return {"username": _("用户名“{name}”已经有人用了。").format(name=username)}
    return {}


@transaction.atomic
def add_user(actor: User | None, username: str, display_name: str, agency: Agency, group: Group) -> tuple[User, str]:
    """A user with a first post and the one-time password to sign in with. Raises Refused."""
    if faults := check_username(username):
        raise Refused(_("没有保存，请改正标出的各项。"), faults)
    _may_give(actor, agency, ADD)
    user = User.objects.create(username=username, display_name=display_name[:60])
    password = one_time_password()
    set_password(user, password, one_time=True)
    Membership.objects.create(user=user, agency=agency, group=group)
    facts = {"username": username, "display_name": display_name[:60], "posts": [f"{group} · {agency}"]}
    record(actor, Event(action="add_user", target=user, agency=agency, after=facts))
    return user, password


@transaction.atomic
def rename_user(actor: User | None, user: User, display_name: str) -> None:
    """Another display name. Raises Refused."""
    user = _held(actor, user)
    before, user.display_name = user.display_name, display_name[:60]
    user.save(update_fields=("display_name",))
    if before != user.display_name:
        _record(actor, user, "change_user", {"display_name": before}, {"display_name": user.display_name})


@transaction.atomic
def give_post(actor: User | None, user: User, agency: Agency, group: Group) -> None:
    """One more post; looking after the system and business are kept apart (三员分立). Raises Refused."""
    user = _held(actor, user, myself=False)
    _may_give(actor, agency, CHANGE)
    others = set(user.memberships.values_list("group__name", flat=True)) - {group.name}
    if others and (group.name in SYSTEM or others & set(SYSTEM)):
        raise Refused(
            _("系统管理、系统审计和业务岗位要分开：“{group}”不能与“{other}”由同一个用户担任，请另建用户。").format(
                group=group.name, other="、".join(sorted(others))
            ),
            {"group": _("不能与现有岗位同时担任。")},
        )
    _membership, new = Membership.objects.get_or_create(user=user, agency=agency, group=group)
    if not new:
        raise Refused(_("用户已经有这个岗位。"), {"group": _("已经有这个岗位。")})
    record(actor, Event(action="give_post", target=user, agency=agency, after={"post": f"{group} · {agency}"}))


@transaction.atomic
def take_post(actor: User | None, user: User, membership: int) -> None:
    """One post less. Raises Refused."""
    user = _held(actor, user, myself=False)
    post = user.memberships.select_related("agency", "group").filter(pk=membership).first()
    if post is None:
        return
    if post.group.name == ADMINISTRATOR:
        _keep_an_administrator(user)
    post.delete()
    record(actor, Event(action="take_post", target=user, agency=post.agency, before={"post": f"{post.group} · {post.agency}"}))


@transaction.atomic
def reset_password(actor: User | None, user: User) -> str:
    """A new one-time password; failures are forgotten and every session of the user ends. Raises Refused."""
    user = _held(actor, user, myself=False)
    password = one_time_password()
    set_password(user, password, one_time=True)
    reset(username=user.username)
    _record(actor, user, "reset_password")
    return password


@transaction.atomic
def set_locked(actor: User | None, user: User, locked: bool) -> None:
    """Keep somebody out for a while, or let in again who was locked or failed too often. Raises Refused."""
    user = _held(actor, user, myself=False)
    if locked:
        _keep_an_administrator(user)
    else:
        reset(username=user.username)
    user.is_locked = locked
    user.save(update_fields=("is_locked",))
    _record(actor, user, "lock_user" if locked else "unlock_user")


@transaction.atomic
def set_active(actor: User | None, user: User, active: bool) -> None:
    """Stop using an account (its traces stay), or take it up again. Raises Refused."""
    user = _held(actor, user, myself=False)
    if not active:
        _keep_an_administrator(user)
    user.is_active = active
    user.save(update_fields=("is_active",))
    _record(actor, user, "reopen_user" if active else "close_user")


def manages(actor: User, user: User) -> bool:
    """Whether all posts of ``user`` are within the actor's range; who has none belongs to administrators of a region."""
    if actor.is_superuser:
        return True
    mine = visible_agencies(actor, CHANGE)
    if user.is_superuser or user.memberships.exclude(agency__in=mine).exists():
        return False
    return user.memberships.exists() or mine.filter(kind=Agency.Kind.REGION).exists()


def _held(actor: User | None, user: User, *, myself: bool = True) -> User:
    """The user as stored, held until the transaction ends, when the actor may change it."""
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if actor is not None and not manages(actor, user):
        raise NotAllowed(_("用户“{user}”不在您的管理范围内。").format(user=user))
    if actor is not None and actor.pk == user.pk and not myself:
        raise Refused(_("不能对自己的账号这样做，请由另一位系统管理员处理。"))
    return user


def _may_give(actor: User | None, agency: Agency, permission: str) -> None:
    if actor is not None and not may(actor, permission, agency):
        raise NotAllowed(_("“{agency}”不在您的管理范围内。").format(agency=agency.name))
    if not agency.is_active:
        raise Refused(_("“{agency}”已停用，不能在那里设岗位。").format(agency=agency.name), {"agency": _("单位已停用。")})


def _keep_an_administrator(user: User) -> None:
    posts = Membership.objects.filter(group__name=ADMINISTRATOR, user__is_active=True, user__is_locked=False)
    if posts.filter(user=user).exists() and not posts.exclude(user=user).exists():
        raise Refused(_("这是最后一位系统管理员，请先设置另一位。"))


def _record(
    actor: User | None, user: User, action: str, before: dict[str, object] | None = None, after: dict[str, object] | None = None
) -> None:
    record(actor, Event(action=action, target=user, agency=home(user), before=before, after=after))
