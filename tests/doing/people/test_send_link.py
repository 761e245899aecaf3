"""The link once more, to who registered by themselves and hasn't finished."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people.actions.ask_link import answer_wish, ask_link
from precert.people.actions.send_link import send_link
from precert.people.models import Account, Link
from tests import world as w
from tests.harness.registering import invite


@pytest.fixture
def ben(db: Any, now: datetime) -> int:
    made = w.build(now)
    Account.objects.filter(username="ben").update(registered_at=None)
    return made.accounts["ben"]


def wish(now: datetime, email: str = " Ben@Example.org ") -> Entry:
    ask_link("BEN", email, now, address="10.0.0.1")
    return Entry.objects.filter(verb="link.asked").latest("pk")


@pytest.mark.req("ACC-03")
def test_a_new_link_replaces_the_one_before_and_keeps_its_purpose(ben: int, now: datetime) -> None:
    invite(ben, now, "register")
    send_link(ben, now + timedelta(minutes=25))
    first, second = Link.objects.order_by("pk")
    assert first.replaced_at == now + timedelta(minutes=25)
    assert (second.purpose, second.expires_at) == ("register", now + timedelta(minutes=45))


@pytest.mark.parametrize("state", ["finished", "invited", "reset", "removed", "never"])
def test_for_nobody_else(ben: int, now: datetime, state: str) -> None:
    if state != "never":
        invite(
            ben,
            now,
            "invite" if state == "invited" else "reset" if state == "reset" else "register",
        )
    changes = {"finished": {"registered_at": now}, "removed": {"removed_at": now}}.get(state, {})
    if changes:
        Account.objects.filter(pk=ben).update(**changes)
    with pytest.raises(Refusal):
        send_link(ben, now)
    answer_wish(wish(now), now)
    assert Link.objects.count() == (0 if state == "never" else 1)


@pytest.mark.req("ACC-03")
def test_a_wish_is_answered_for_the_right_address_only(ben: int, now: datetime) -> None:
    invite(ben, now, "register")
    answer_wish(wish(now, "eve@example.org"), now)
    assert Link.objects.count() == 1
    answer_wish(wish(now), now)
    assert Link.objects.count() == 2
