"""A corrected address against a registration that is finished at the same moment: one of the two,
never both.
"""

import threading
from datetime import datetime
from typing import Any

import pytest

from precert.people.actions import correct_address as correcting
from precert.people.actions.correct_address import CorrectAddress, correct_address
from precert.people.actions.finish_registration import finish_registration
from precert.people.models import Account
from tests import world as w
from tests.doing.races import racing
from tests.harness.registrations import finished, registrant


def race(now: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whoever has the mail finishes while the owner, whose page was read before, corrects the
    address; the account's address then.
    """
    w.build(now)
    who = registrant(now)
    whole, looked, done = finished(who, now), threading.Event(), threading.Event()

    def act(n: int) -> racing.Told:
        if n:
            return racing.told(lambda: correct_address(who.account.pk, "right@example.org", now))
        looked.wait(racing.TOO_LONG)
        answer = racing.told(lambda: finish_registration(who.account, whole, now))
        done.set()
        return answer

    racing.looks_early(
        monkeypatch, CorrectAddress, lambda: looked.set() or done.wait(racing.TOO_LONG)
    )
    assert not racing.at_once(2, act)[0].refusal
    return Account.objects.get(pk=who.account.pk).email


@pytest.mark.req("ACC-03")
def test_a_registration_that_is_finished_keeps_its_address(
    committed: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert race(now, monkeypatch) == "nina@example.org"


def test_without_the_condition_it_would_not(
    committed: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    racing.without(monkeypatch, correcting, "Account", "registered_at")
    assert race(now, monkeypatch) == "right@example.org"
