"""The end of a session is journaled with its reason, for everybody who has one."""

from datetime import datetime
from typing import Literal

import pytest

from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people.actions.end_other_sessions import EndOtherSessions, EndOtherSessionsInput
from precert.people.actions.end_session import EndSession, EndSessionInput
from precert.people.actions.sign_out import SignOut, SignOutInput
from precert.people.models import Account, LoginSession
from tests import world as w
from tests.harness import sessions

pytestmark = pytest.mark.django_db
Reason = Literal["asked", "idle", "limit"]


@pytest.mark.parametrize("reason", ["asked", "idle", "limit"])
def test_the_reason_is_kept(now: datetime, reason: Reason) -> None:
    world = w.build(now)
    opened = {}
    for who, actor in (("ada", world.ada), ("grace", world.grace)):
        sessions.key_for(Account.objects.get(pk=world.accounts[who]), now)
        opened[who] = LoginSession.objects.get(account=world.accounts[who]).pk
        for _ in range(2):
            perform(SignOut, SignOutInput(opened[who], reason), actor, now)
    found = (
        Entry.objects.filter(verb="signed-out")
        .order_by("pk")
        .values_list("subject_id", "data", "at")
    )
    said = [
        (str(world.accounts[who]), {"session": opened[who], "reason": reason}, now)
        for who in ("ada", "grace")
    ]
    assert list(found) == said, "once each"


@pytest.mark.req("ACC-16")
def test_one_ends_ones_own_sessions_from_afar_and_nobody_elses(now: datetime) -> None:
    world = w.build(now)
    for who in ("ada", "mallory"):
        sessions.key_for(Account.objects.get(pk=world.accounts[who]), now)
    mine, theirs = (
        LoginSession.objects.get(account=world.accounts[who]) for who in ("ada", "mallory")
    )
    perform(EndSession, EndSessionInput(mine.pk), world.ada, now)
    for foreign in (theirs.pk, 10**9):
        with pytest.raises(Refusal, match="Session not found"):
            perform(EndSession, EndSessionInput(foreign), world.ada, now)
    assert [row.ended_at for row in LoginSession.objects.order_by("pk")] == [now, None]
    assert Entry.objects.filter(verb="session-ended").count() == 1


def test_what_is_no_person_has_no_session_to_end(now: datetime) -> None:
    with pytest.raises(Refusal) as refusal:
        perform(SignOut, SignOutInput(1, "asked"), worker(), now)
    assert refusal.value.kind == "forbidden"


def test_all_but_the_one_that_asks_end(now: datetime) -> None:
    world = w.build(now)
    for who in ("ada", "ada", "mallory"):
        sessions.key_for(Account.objects.get(pk=world.accounts[who]), now)
    here = LoginSession.objects.filter(account=world.accounts["ada"]).latest("pk")
    perform(EndOtherSessions, EndOtherSessionsInput(here.pk), world.ada, now)
    [ended] = LoginSession.objects.exclude(ended_at=None)
    assert (ended.account_id, ended.end_reason) == (world.accounts["ada"], "from afar")
    assert ended.pk != here.pk
