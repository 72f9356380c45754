"""The journal is one chain that shows every later change."""

import pytest
from django.db import connection, transaction

from jihuan.apps.accounts.models import User
from jihuan.apps.journal.actions import Event, Verdict, record, verify
from jihuan.apps.journal.models import Entry
from jihuan.apps.organisations.actions import add_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def three_entries() -> User:
    user = User.objects.create_user("wang", display_name="王老师")
    region = add_agency(None, "region", "130281", "遵化市")
    for number in range(3):
        with transaction.atomic():
            record(user, Event(action="add_agency", target=region, agency=region, after={"number": number, "name": "遵化市"}))
    return user


def test_an_untouched_chain_verifies(three_entries: User) -> None:
    assert verify() == Verdict(entries=3)
    assert list(Entry.objects.values_list("number", "user_name", "label")) == [(n, "王老师", "遵化市") for n in (1, 2, 3)]


def test_an_empty_journal_verifies() -> None:
    assert verify() == Verdict(entries=0)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE journal_entry SET user_name = '李四' WHERE number = 2", 2),
        ("DELETE FROM journal_entry WHERE number = 2", 2),
        ("DELETE FROM journal_entry WHERE number = 3", 3),
        ("DELETE FROM journal_entry", 1),
        ("UPDATE journal_entry SET label = '别处' WHERE number = 3", 3),
    ],
)
def test_a_change_behind_its_back_is_found(three_entries: User, statement: str, broken: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify() == Verdict(entries=broken - 1, broken=broken)


def test_the_model_refuses_to_change_or_delete(three_entries: User) -> None:
    for change in (lambda: Entry.objects.all().delete(), lambda: Entry.objects.filter(number=1).update(label="")):
        with pytest.raises(TypeError, match="never"):
            change()


def test_a_failed_action_leaves_no_entry(three_entries: User) -> None:
    def fail() -> None:
        with transaction.atomic():
            record(three_entries, Event(action="x", target=three_entries))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert verify() == Verdict(entries=3)


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    user = User.objects.create_user("li")
    with pytest.raises(transaction.TransactionManagementError):
        record(user, Event(action="x", target=user))
