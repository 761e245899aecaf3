"""A username whose registration has lapsed: of those who want it at the same moment one gets it,
and who registers after all keeps it.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from precert.people import usernames
from precert.people.actions.finish_registration import finish_registration
from precert.people.actions.register import RegisterInput, register
from precert.people.models import Account
from precert.registry.registration import code_digest
from tests import world as w
from tests.doing.races.racing import Told, at_once, told, won
from tests.harness.registering import CODE, give_code
from tests.harness.registrations import finished, registrant

THREADS = 8
WHO = {
    "first_name": "Nell",
    "last_name": "Newman",
    "email": "nell@example.org",
    "fax": "3035550112",
}


@pytest.fixture
def wish(committed: Any, now: datetime) -> RegisterInput:
    """Somebody wants to be nell."""
    made = w.build(now)
    give_code(made.providers["doctor"], w.CO)
    return RegisterInput(w.CO, made.providers["doctor"], code_digest(w.CO, CODE), "nell", WHO)


def wanted(wish: RegisterInput, n: int, now: datetime) -> Told:
    """The n-th who wants it."""
    return told(
        lambda: register(replace(wish, contact=WHO | {"email": f"nell{n}@example.org"}), now)
    )


@pytest.mark.req("ACC-03")
def test_of_many_who_want_it_one_gets_it(wish: RegisterInput, now: datetime) -> None:
    register(wish, now)
    results = at_once(THREADS, lambda n: wanted(wish, n, now + timedelta(minutes=20)))
    assert len(won(results)) == 1
    assert {one.code for one in results if one.refusal} == {"username-taken"}
    assert Account.objects.filter(username="nell", removed_at=None).count() == 1
    assert Account.objects.filter(username__startswith="nell/").count() == 1


def last_minute(wish: RegisterInput, now: datetime) -> list[Told]:
    """The owner finishes within the hour that the opened link left; others come right after it."""
    owner = registrant(now, "nell")
    end = now + timedelta(minutes=60)
    whole = finished(owner, end - timedelta(minutes=1))

    def act(n: int) -> Told:
        return (
            told(lambda: finish_registration(owner.account, whole, end - timedelta(seconds=1)))
            if n == 0
            else wanted(wish, n, end)
        )

    return at_once(THREADS, act)


@pytest.mark.req("ACC-03")
def test_either_it_is_registered_or_given_up(wish: RegisterInput, now: datetime) -> None:
    assert len(won(last_minute(wish, now))) == 1
    assert not Account.objects.filter(removed_at__isnull=False).exclude(registered_at=None).exists()


def test_without_the_condition_a_registered_one_would_be_given_up(
    wish: RegisterInput, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control run: whoever comes later takes it."""
    monkeypatch.setattr(usernames, "_lapsed", lambda at: Account.objects.filter(staff=False))
    owner = registrant(now, "nell")
    finish_registration(owner.account, finished(owner, now), now)
    assert len(won([wanted(wish, 1, now)])) == 1
    assert Account.objects.filter(removed_at__isnull=False).exclude(registered_at=None).count() == 1
