"""A staff account from the command line; no door of the web may make one."""

from datetime import datetime
from typing import Any

import pytest

from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.people.actions.invite_staff import InviteStaff, InviteStaffInput
from precert.people.models import Account, Link, StaffRole
from tests import world as w

OLGA = InviteStaffInput(
    "olga",
    "supervisor",
    w.CO,
    {"first_name": "Olga", "last_name": "Ordway", "email": "olga@example.org"},
)


@pytest.mark.usefixtures("db")
def test_role_contract_and_link(now: datetime) -> None:
    pk = perform(InviteStaff, OLGA, worker(), now).answer
    assert list(StaffRole.objects.values_list("account", "role", "contract")) == [
        (pk, "supervisor", w.CO)
    ]
    assert Link.objects.get(account=pk).purpose == "invite"


def test_nobody_but_the_machine_may(db: Any, now: datetime) -> None:
    world = w.build(now)
    for actor in (world.ada, world.grace, world.actor("sam")):
        with pytest.raises(Refusal) as caught:
            perform(InviteStaff, OLGA, actor, now)
        assert caught.value.kind == "forbidden"
    assert not Account.objects.filter(username="olga").exists()
