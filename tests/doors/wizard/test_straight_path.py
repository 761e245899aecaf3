"""From an empty page to a Case ID, as a browser without script would go it."""

import re

import pytest
from django.test import Client

from precert.cases.models import Case, Draft
from tests import world as worlds
from tests.world import CO

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def world(committed, now):
    return worlds.build(now)


@pytest.fixture
def ada(world):
    return enter(world, "ada", "denver")


def enter(world, who, provider):
    from precert.people.models import Account

    client = Client()
    client.force_login(Account.objects.get(pk=world.accounts[who]))
    client.post("/context", {"provider": world.providers[provider]})
    return client


def test_the_straight_path(ada, world):
    page = ada.get("/create")
    assert page.status_code == 200, page.content.decode()
    page = ada.post("/create", {"contract": CO, "category": "outpatient", "member_id": "CO1000001", "search": "1"})
    assert page.status_code == 200
    assert "Quetzalcoatlus" in page.content.decode()
    made = ada.post("/create", {"contract": CO, "category": "outpatient", "create": str(world.consumers["carol"]), "key": "a"})
    assert made.status_code == 302
    for step in ("providers", "service", "diagnoses", "requests", "questionnaires", "attachments", "communications", "submit"):
        base = made.headers["Location"].rsplit("/", 1)[0]
        page = ada.get(f"{base}/{step}")
        assert page.status_code == 200, step
