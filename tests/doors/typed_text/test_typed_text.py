"""Text typed and not sent, as the page's script keeps, asks for and drops it."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from precert.people.models import Account, KeptText, Membership
from precert.registry.models import Enrolment
from precert.web.typed_text.views import MOST_BYTES
from tests import world as w
from tests.doing.people import helping

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(now: datetime) -> w.World:
    return w.build(now)


@pytest.fixture
def case(world: w.World) -> str:
    return f"/cases/{w.submitted(world, world.now)['case']}"


def ticket(browser: Client, page: str, form: str = "note") -> str:
    found = re.search(
        rf'data-keep="{form}" data-keep-ticket="([^"]+)"', browser.get(page).content.decode()
    )
    return found.group(1) if found else ""


def tell(browser: Client, typed: str, do: str = "keep", **more: Any) -> Any:
    said = {"do": do, "ticket": typed, "form": "note", **more}
    return browser.post(
        "/session/kept",
        said,
        content_type="application/json",
        headers={"X-Precert-Background": "1"},
    )


def keep(browser: Client, page: str, text: str) -> str:
    """Type on a page; its ticket."""
    given = ticket(browser, page)
    assert tell(browser, given, fields={"text": [text]}).json() == {"kept": True}
    return given


def offered(browser: Client, page: str) -> list[str]:
    given = tell(browser, ticket(browser, page), "offer").json()["forms"].get("note", [])
    return [one["fields"]["text"][0] for one in given]


@pytest.mark.req("ACC-11")
def test_what_was_typed_is_offered_at_the_next_visit_to_the_same_account_only(
    world: w.World, case: str
) -> None:
    ada, ben = w.signed_in(world, "ada", "denver"), w.signed_in(world, "ben", "denver")
    typed = keep(ada, case, "Half a note")
    assert tell(ada, typed, "offer").json()["forms"]["note"] == [], "not to the visit that typed it"
    assert offered(w.signed_in(world, "ada", "denver"), case) == ["Half a note"]
    assert offered(ben, case) == []
    assert tell(ben, typed, "offer").status_code == 404, "another one's ticket"
    assert tell(ben, typed, fields={"text": ["x"]}).status_code == 404


@pytest.mark.req("ACC-11")
def test_it_is_offered_in_the_context_in_which_the_page_opens(world: w.World, case: str) -> None:
    ada = w.signed_in(world, "ada", "denver")
    typed = keep(ada, case, "Half a note")
    aurora = w.signed_in(world, "ada", "aurora")
    assert tell(aurora, typed, "offer").status_code == 404
    assert ticket(aurora, case) == "", "the page doesn't open there"
    Membership.objects.filter(account=world.accounts["ada"]).update(group=world.groups["mallory"])
    assert ticket(w.signed_in(world, "ada", "mallory"), case) == "", (
        "the page doesn't open any more"
    )


@pytest.mark.req("ACC-11")
def test_a_form_that_was_taken_keeps_nothing_one_that_was_refused_does(
    world: w.World, case: str
) -> None:
    ada = w.signed_in(world, "ada", "denver")
    typed = keep(ada, case, "A note")
    request = re.search(r'name="request" value="([^"]+)"', ada.get(case).content.decode())
    assert request
    note = {
        "request": request.group(1),
        "type": "external",
        "text": "A note",
        "key": "k1",
        "keep-ticket": f"note {typed}",
    }
    refused = ada.post(f"{case}/notes", note | {"text": " "})
    assert refused.status_code == 422
    again = re.search(r'data-keep="note" data-keep-ticket="([^"]+)"', refused.content.decode())
    assert again
    assert tell(ada, again.group(1), fields={"text": ["A note, again"]}).json() == {"kept": True}
    assert offered(ada, case) == [
        "A note, again",
        "A note",
    ], "it belongs to the page, not to the address of the form"
    assert ada.post(f"{case}/notes", note).status_code == 302
    assert offered(ada, case) == []
    assert tell(ada, typed, fields={"text": ["late"]}).json() == {"kept": False}
    assert offered(ada, case) == []


def test_discard_drops_it(world: w.World, case: str) -> None:
    ada = w.signed_in(world, "ada", "denver")
    keep(ada, case, "A note")
    assert tell(ada, ticket(ada, case), "discard").json() == {"kept": False}
    assert offered(ada, case) == []


@pytest.mark.req("ACC-11")
def test_home_lists_what_waits_and_only_then(world: w.World, case: str) -> None:
    ada = w.signed_in(world, "ada", "denver")
    assert "Not sent yet" not in ada.get("/").content.decode()
    keep(ada, case, f"{w.CANARY} walks")
    page = ada.get("/").content.decode()
    assert "Not sent yet" in page
    assert (
        f'<a href="{case}">A note</a> <span class="pc-soft">on case {case.rpartition("/")[2]},'
        " 06/09/2026 09:00 MDT</span>" in page
    )
    assert f"{w.CANARY} walks" not in page


ASK, REFER = "verb-request-information", "verb-refer-to-physician"


@pytest.mark.req("ACC-11")
def test_a_reviewer_finds_it_on_the_queue_and_on_the_desk_again(world: w.World) -> None:
    made = w.submitted(world, world.now)
    w.take(UUID(made["request"]), world.grace, world.now)
    grace, review = w.signed_in(world, "grace"), f"/review/{made['request']}"
    assert tell(
        grace, ticket(grace, review, ASK), form=ASK, fields={"items": ["Plan of care"]}
    ).json() == {"kept": True}
    assert tell(
        grace, ticket(grace, review, REFER), form=REFER, fields={"reason": ["Too long"]}
    ).json() == {"kept": True}
    back = w.signed_in(world, "grace")
    page = back.get("/", follow=True).content.decode()
    assert f'<a href="{review}">Ask for information</a>' in page
    assert f'<a href="{review}">Refer to physician</a>' in page
    waiting = tell(back, ticket(back, review, ASK), "offer").json()["forms"]
    assert (waiting[ASK][0]["fields"], waiting[REFER][0]["fields"]) == (
        {"items": ["Plan of care"]},
        {"reason": ["Too long"]},
    )
    assert "Not sent yet" not in w.signed_in(world, "nora").get("/queue").content.decode()


@pytest.mark.req("ACC-11")
def test_the_support_desk_finds_its_reasons_again_until_they_are_given(world: w.World) -> None:
    helping.staff(world, "sue", "support")
    sue, enrolment = (
        w.signed_in(world, "sue"),
        Enrolment.objects.get(provider=world.providers["denver"], contract=w.CO).pk,
    )
    Account.objects.filter(pk=world.accounts["ben"]).update(locked_at=world.now)
    ben, place = (
        f"/support/users/{world.accounts['ben']}",
        f"/support/providers/{world.providers['denver']}",
    )
    sent: list[tuple[str, str, dict[str, str]]] = []
    for page, form, act in (
        (ben, "act-unlock", f"{ben}/unlock"),
        (place, f"issue-code-{enrolment}", f"/support/enrolments/{enrolment}/issue"),
    ):
        given = ticket(sue, page, form)
        assert tell(sue, given, form=form, fields={"reason": ["Called"]}).json() == {"kept": True}
        sent.append((page, act, {"reason": "Called", "key": "k", "keep-ticket": f"{form} {given}"}))
    assert ticket(sue, place, f"revoke-code-{enrolment}") == "", "no code is set"
    landed = sue.get("/", follow=True).content.decode()
    assert f'<a href="{ben}">Reason for a support action</a>' in landed
    assert f'<a href="{place}">Reason for a new code</a>' in landed
    for page, act, data in sent:
        assert sue.post(act, data | {"reason": " "}).status_code == 422
        assert page in sue.get("/support").content.decode()
        assert sue.post(act, data).status_code == (201 if "issue" in act else 302)
        assert page not in sue.get("/support").content.decode()
    assert ticket(sue, place, f"revoke-code-{enrolment}")


@pytest.mark.req("ACC-11")
def test_keeping_does_not_keep_the_session_alive(
    world: w.World, case: str, clock: time_machine.Traveller
) -> None:
    ada = w.signed_in(world, "ada", "denver")
    typed = keep(ada, case, "A note")
    for _ in range(16):
        clock.shift(timedelta(minutes=2))
        last = tell(ada, typed, fields={"text": ["A note"]})
    assert last.status_code == 401
    assert ada.get("/").status_code == 302


@pytest.mark.parametrize(
    "said",
    [
        {"form": "No Slug!"},
        {"form": ""},
        {"fields": ["x"]},
        {"fields": {"a": "x"}},
        {"fields": {"a": [1]}},
    ],
)
def test_malformed_and_too_large_text_is_not_kept(
    world: w.World, case: str, said: dict[str, Any]
) -> None:
    ada = w.signed_in(world, "ada", "denver")
    given = ticket(ada, case)
    assert tell(ada, given, **said).status_code == 400
    assert tell(ada, given, fields={"a": ["x" * MOST_BYTES]}).status_code == 400
    assert tell(ada, given, fields={"a": ["x" * 300_000]}).status_code == 422
    assert tell(ada, "nonsense").status_code == 404
    assert ada.post("/session/kept", "[", content_type="application/json").status_code == 400
    assert not KeptText.objects.exclude(sealed="").exists()


def test_a_page_that_refuses_gives_no_ticket_and_strangers_get_nothing(
    world: w.World, case: str
) -> None:
    assert ticket(w.signed_in(world, "mallory", "mallory"), case) == ""
    assert tell(Client(), "x").status_code == 401


@pytest.mark.req("ACC-11")
def test_the_forms_that_are_not_saved_as_they_are_typed_are_kept(world: w.World, case: str) -> None:
    ada = w.signed_in(world, "ada", "denver")
    assert ticket(ada, "/profile", "profile")
    draft = w.draft(world, world.now)
    assert ticket(ada, f"/drafts/{draft}/service", "note")
