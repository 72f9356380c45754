"""The first run: an empty database gets its region, its first units and its administrator. Once users exist it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from jihuan.apps.accounts.actions import set_password
from jihuan.apps.accounts.groups import ADMINISTRATOR
from jihuan.apps.accounts.models import Membership, User
from jihuan.apps.administration.actions import check_username
from jihuan.apps.administration.units import Entry, add_unit
from jihuan.apps.journal.actions import Event, record
from jihuan.apps.journal.models import Head
from jihuan.apps.organisations.access import Refused
from jihuan.apps.organisations.models import Agency


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """What the first run asks for; a department and a unit without code are left out."""

    region: Entry
    department: Entry | None = None
    unit: Entry | None = None
    username: str
    display_name: str = ""
    password: str


def token() -> str:
    """What the console shows and the page asks for: whoever starts the server, not whoever comes first, sets it up."""
    return salted_hmac("jihuan.first_run", "token", algorithm="sha256").hexdigest()[:24]


def is_token(text: str) -> bool:
    """Whether the text is the token of this installation."""
    return constant_time_compare(text.strip(), token())


def is_open() -> bool:
    """Whether nobody is there yet."""
    return not User.objects.exists()


@transaction.atomic
def set_up(beginning: Beginning) -> User:
    """Region, department, unit and administrator, all or nothing; raises Refused with the fields, or when users exist."""
    Head.objects.get_or_create(pk=1)
    Head.objects.select_for_update(no_key=True).get(pk=1)  # two at once: the second waits and finds the users of the first
    if not is_open():
        raise Refused(_("系统里已经有用户，首次设置只能做一次。"))
    user = _administrator(beginning)
    region = _place(None, beginning.region, "region", user)
    department = _place(region, beginning.department, "department", user) if beginning.department else None
    if beginning.unit:
        _place(department or region, beginning.unit, "unit", user)
    Membership.objects.create(user=user, agency=region, group=Group.objects.get(name=ADMINISTRATOR))
    record(
        user,
        Event(
            action="add_user",
            target=user,
            agency=region,
            after={"username": user.username, "posts": [f"{ADMINISTRATOR} · {region}"]},
        ),
    )
    return user


def _administrator(beginning: Beginning) -> User:
    user = User(username=beginning.username, display_name=beginning.display_name)
    faults = check_username(beginning.username)
    try:
        validate_password(beginning.password, user)
    except ValidationError as error:
        faults["password"] = "".join(error.messages)
    if faults:
        raise Refused(_("没有保存，请改正标出的各项。"), faults)
    user.save()
    set_password(user, beginning.password, one_time=False)
    return user


def _place(parent: Agency | None, entry: Entry, what: str, user: User) -> Agency:
    """A node; its faults are named after what it is: "region_code"."""
    known = parent is None and Agency.objects.filter(parent=None, code=entry.code).first()
    if known:  # an import or a generator was here before the first user
        return known
    try:
        return add_unit(None, parent, entry)
    except Refused as error:
        raise Refused(error.message, {f"{what}_{field}": said for field, said in error.fields.items()}) from error
