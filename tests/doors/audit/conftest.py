"""An administrator of the review organization, who reads the audit trail."""

from datetime import datetime

import pytest
from django.test import Client

from precert.people import setup
from tests import world as w


@pytest.fixture
def world(now: datetime) -> w.World:
    made = w.build(now)
    if "adam" not in made.accounts:
        made.accounts["adam"] = setup.create_account(
            "adam",
            first_name="Adam",
            last_name="Tester",
            email="adam@example.org",
            password=w.PASSWORD,
            now=now,
            staff=True,
        )
        setup.grant_staff_role(made.accounts["adam"], "administrator", now)
    return made


@pytest.fixture
def adam(world: w.World) -> Client:
    return w.signed_in(world, "adam")
