"""The end of a session is journaled with its reason, for everybody who has one."""

from datetime import datetime
from typing import Literal

import pytest

from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people.actions.sign_out import Ended, SignOut
from tests import world as w

pytestmark = pytest.mark.django_db
Reason = Literal["asked", "idle", "limit"]


@pytest.mark.parametrize("reason", ["asked", "idle", "limit"])
def test_the_reason_is_kept(now: datetime, reason: Reason) -> None:
    world = w.build(now)
    for actor in (world.ada, world.grace):
        perform(SignOut, Ended(reason), actor, now)
    found = Entry.objects.filter(verb="signed-out").order_by("pk").values_list("subject_id", "data", "at")
    assert list(found) == [(str(world.accounts[who]), {"reason": reason}, now) for who in ("ada", "grace")]


def test_what_is_no_person_has_no_session_to_end(now: datetime) -> None:
    with pytest.raises(Refusal) as refusal:
        perform(SignOut, Ended("asked"), worker(), now)
    assert refusal.value.kind == "forbidden"
