"""Registration codes through the support desk's pages: shown once, then never again."""

import re

import pytest

from precert.registry import registration
from precert.registry.models import Enrolment, RegistrationCode
from tests import world as worlds
from tests.doing.people import helping

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(now):
    """Everybody, and Sue of the support desk."""
    made = worlds.build(now)
    helping.staff(made, "sue", "support")
    return made


@pytest.fixture
def sue(world):
    """Sue's browser."""
    return worlds.signed_in(world, "sue")


@pytest.fixture
def enrolment(world):
    """Denver Hospital's in Colorado."""
    return Enrolment.objects.get(provider=world.providers["denver"], contract=worlds.CO)


def issue(client, enrolment, key="k1", reason="Letter lost."):
    """Have a code made."""
    return client.post(f"/support/enrolments/{enrolment.pk}/issue", {"reason": reason, "key": key})


def code_in(response):
    """The code that the page shows."""
    return re.search(r'id="new-code">([^<]+)<', response.content.decode()).group(1)


@pytest.mark.req("REV-09", part="codes")
def test_a_code_is_shown_once_and_opens_the_registration(sue, enrolment, now):
    shown = issue(sue, enrolment)
    assert shown.status_code == 201
    assert "no-store" in shown["Cache-Control"]
    code = code_in(shown)
    assert registration.find(worlds.CO, "1234567893", code, now.date())
    page = sue.get(f"/support/providers/{enrolment.provider_id}").content.decode()
    assert code not in page
    assert "set 06/09/2026 by Sue Desk" in page


def test_sent_again_it_makes_no_other_code(sue, enrolment, now):
    code = code_in(issue(sue, enrolment))
    again = issue(sue, enrolment)
    assert again.status_code == 422
    assert "already issued and shown" in again.content.decode()
    assert code not in again.content.decode()
    assert registration.find(worlds.CO, "1234567893", code, now.date())


@pytest.mark.req("REV-09", part="codes")
def test_revoking_asks_why_and_stops_the_code(sue, enrolment, now):
    code = code_in(issue(sue, enrolment))
    address = f"/support/enrolments/{enrolment.pk}/revoke"
    refused = sue.post(address, {"reason": ""}).content.decode()
    assert "Enter a reason." in refused
    assert re.search(rf'id="revoke-{enrolment.pk}"[^>]*data-dialog-auto', refused)
    done = sue.post(address, {"reason": "Told to the wrong clinic."})
    assert "Registration code revoked" in sue.get(done["Location"]).content.decode()
    assert not registration.find(worlds.CO, "1234567893", code, now.date())


@pytest.mark.req("REV-09", part="codes")
def test_another_contracts_codes_are_not_known(world, enrolment):
    helping.staff(world, "meg", "support", worlds.MS)
    meg = worlds.signed_in(world, "meg")
    assert issue(meg, enrolment).status_code == 404
    assert (
        meg.post(f"/support/enrolments/{enrolment.pk}/revoke", {"reason": "x"}).status_code == 404
    )
    assert meg.post("/support/enrolments/999999/revoke", {"reason": "x"}).status_code == 404


@pytest.mark.parametrize(("who", "at"), [("ada", "denver"), ("grace", None)])
def test_others_issue_nothing(world, enrolment, who, at):
    assert issue(worlds.signed_in(world, who, at), enrolment).status_code == 403
    assert not RegistrationCode.objects.exists()
