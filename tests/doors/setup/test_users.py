"""A user's page and what is done to a whole user: added, edited, deactivated, reset, unlocked,
invited again, deleted.
"""

import html
import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from precert.journal.models import Entry
from precert.people import events
from precert.people.actions.add_user import TAKEN
from precert.people.models import Account, Link, Membership
from precert.web.setup import user
from tests import world as w
from tests.doing.people import helping

NEW = {
    "username": "nina", "first_name": "Nina", "last_name": "New", "email": "nina@example.org", "confirm_email": "Nina@example.org ",
    "fax": "(303) 555-0199",
}  # fmt: skip


def autosave(client: Client, account: int, changes: dict) -> tuple[int, dict]:
    answer = client.post(
        f"/setup/users/{account}/save",
        json.dumps({"changes": changes}),
        content_type="application/json",
    )
    return answer.status_code, answer.json()


@pytest.mark.req("ORG-03", "ACC-03")
def test_add_new_user_creates_once_and_says_so(world, ada, words, place):
    address = f"/setup/providers/{place('denver')}/add-user"
    form = ada.get(address)
    sent = NEW | {"key": form.context["key"]}
    first, second = ada.post(address, sent), ada.post(address, sent)
    assert first.status_code == second.status_code == 302
    row = Account.objects.get(username="nina")
    assert Membership.objects.get(account=row).role == "provider-staff"
    shown = words(ada.get(first["Location"]))
    assert "nina was created. We emailed the invitation to nina@example.org." in shown
    assert "Nina New nina Invited until 06/11/2026 09:00 MDT" in shown
    assert Link.objects.count() == 1


@pytest.mark.req("ORG-03")
def test_everything_wrong_is_said_at_once_and_what_was_typed_stays(world, ada, words, place):
    sent = {
        "username": "rosa",
        "first_name": "Nina",
        "email": "nina@example.org",
        "confirm_email": "nnia@example.org",
        "fax": "12",
    }
    page = ada.post(f"/setup/providers/{place('denver')}/add-user", sent)
    assert page.status_code == 422
    errors = page.context["errors"]
    assert errors == {
        "username": TAKEN, "last_name": "Enter the last name.", "fax": "Enter ten digits, starting with the area code, like 303-555-0100.",
        "confirm_email": "The addresses do not match. Enter the same email address in both fields.",
    }  # fmt: skip
    assert 'value="Nina"' in page.content.decode()
    assert "Tester" not in words(page).replace("Ada Tester", "")
    assert Account.objects.filter(username="rosa").count() == 1


@pytest.mark.req("ORG-03")
def test_a_taken_name_of_ones_own_and_of_anothers_organization_look_alike(world, ada, place):
    pages = []
    for name in ("ben", "rosa", "jill", "paul"):
        page = ada.post(
            f"/setup/providers/{place('denver')}/add-user", NEW | {"username": name, "key": "k"}
        )
        pages.append((page.status_code, page.context["errors"]))
    assert pages == [(422, {"username": TAKEN})] * 4


@pytest.mark.req("ORG-04")
def test_edits_are_saved_as_typed_and_refused_field_by_field(world, ada):
    ben = world.accounts["ben"]
    status, said = autosave(ada, ben, {"city": [None, "Aurora"], "fax": ["3035550111", "12"]})
    assert (status, said["values"], said["refused"], said["saved_at"]) == (
        200,
        {"city": "Aurora"},
        ["fax"],
        "09:00",
    )
    assert said["findings"] == {
        "fax": "Enter ten digits, starting with the area code, like 303-555-0100."
    }
    status, said = autosave(ada, ben, {"fax": ["3035550111", ""]})
    assert (status, list(said["findings"])) == (422, ["fax"])
    status, said = autosave(ada, ben, {"city": [None, "Boulder"]})
    assert said["conflicts"] == {"city": {"mine": "Boulder", "theirs": "Aurora", "by": ""}}
    assert Account.objects.get(pk=ben).city == "Aurora"


@pytest.mark.req("ORG-04")
@pytest.mark.parametrize(
    "body", ["", "[]", '{"changes": 1}', '{"changes": {"city": "x"}}', "[" * 100_000]
)
def test_an_autosave_that_can_not_be_read_is_refused(world, ada, body):
    answer = ada.post(
        f"/setup/users/{world.accounts['ben']}/save", body, content_type="application/json"
    )
    assert answer.status_code == 400


@pytest.mark.req("ORG-04")
def test_fields_that_are_no_contact_information_are_left_alone(world, ada):
    status, said = autosave(
        ada,
        world.accounts["ben"],
        {"username": ["ben", "x"], "staff": [False, True], "removed_at": [None, "x"]},
    )
    assert (status, said["values"]) == (200, {})
    assert Account.objects.filter(
        pk=world.accounts["ben"], username="ben", staff=False, removed_at=None
    ).exists()


@pytest.mark.req("ORG-04")
def test_without_scripts_done_saves_the_form_and_a_stale_form_is_told(world, ada, words):
    address = f"/setup/users/{world.accounts['ben']}"
    seen = {
        "seen:city": "",
        "seen:first_name": "Ben",
        "seen:email": "ben@example.org",
        "seen:active": "true",
        "active": "true",
    }
    same = {"first_name": "Ben", "email": "ben@example.org", "confirm_email": "ben@example.org"}
    done = ada.post(address, seen | same | {"city": "Aurora"})
    assert "Saved 09:00" in words(ada.get(done["Location"]))
    stale = ada.post(address, seen | same | {"city": "Boulder"})
    assert stale.status_code == 409
    assert "Someone else has just changed this to “Aurora”." in words(stale)
    assert 'value="Boulder"' in stale.content.decode()
    twice = ada.post(address, seen | same | {"city": "Aurora", "email": "new@example.org"})
    assert (twice.status_code, Account.objects.get(pk=world.accounts["ben"]).email) == (
        422,
        "ben@example.org",
    )
    ada.post(
        address,
        seen
        | same
        | {
            "city": "Aurora",
            "email": "new@example.org",
            "confirm_email": "new@example.org",
        },
    )
    assert Account.objects.get(pk=world.accounts["ben"]).email == "new@example.org"


@pytest.mark.req("ORG-04")
def test_cancel_puts_back_what_one_changed_and_nothing_else(world, ada, pete, words):
    ben = world.accounts["ben"]
    autosave(
        ada, ben, {"city": [None, "Aurora"], "state": [None, "CO"], "first_name": ["Ben", "Benny"]}
    )
    autosave(pete, ben, {"state": ["CO", "NM"], "address1": [None, "1 Elm"]})
    opened = {
        "opened:city": "",
        "opened:state": "",
        "opened:first_name": "Ben",
        "opened:address1": "",
    }
    saved = {
        "saved:city": "Aurora",
        "saved:state": "CO",
        "saved:first_name": "Benny",
        "saved:address1": "",
    }
    done = ada.post(f"/setup/users/{ben}/cancel", opened | saved)
    row = Account.objects.get(pk=ben)
    assert (row.city, row.first_name, row.state, row.address1) == ("", "Ben", "NM", "1 Elm")
    assert "Not undone, because someone else has changed it since: State." in words(
        ada.get(done["Location"])
    )


@pytest.mark.req("ORG-03", "ORG-04")
def test_the_state_is_chosen_from_the_list_that_the_profile_has_too(world, ada, place):
    for address in (
        f"/setup/users/{world.accounts['ben']}",
        f"/setup/providers/{place('denver')}/add-user",
        "/profile",
    ):
        page = ada.get(address).content.decode()
        options = re.search(r'<select[^>]* name="state".*?</select>', page, re.DOTALL).group()
        assert '<option value="DC">District of Columbia</option>' in options, address
        assert options.count("<option") == 57
    assert autosave(ada, world.accounts["ben"], {"state": [None, "XX"]})[1]["findings"] == {
        "state": "Choose a state from the list."
    }


@pytest.mark.req("ORG-04")
def test_the_active_box_closes_and_opens_the_account(world, ada):
    ben = world.accounts["ben"]
    client = w.signed_in(world, "ben", "denver")
    assert autosave(ada, ben, {"active": [True, False]})[1]["values"] == {"active": False}
    assert client.get("/cases").status_code == 302
    assert autosave(ada, ben, {"active": [False, True]})[1]["values"] == {"active": True}
    assert client.get("/cases").status_code == 302  # the session stays ended
    assert w.signed_in(world, "ben", "denver").get("/cases").status_code == 200
    own = autosave(ada, world.accounts["ada"], {"active": [True, False]})
    assert (own[0], list(own[1]["findings"])) == (422, ["active"])


@pytest.mark.req("ORG-04")
@pytest.mark.parametrize("pair", [["true", 5], [True, None], ["", False], [True, "no"], [[], {}]])
def test_the_active_box_takes_nothing_but_yes_and_no(world, ada, pair):
    status, said = autosave(ada, world.accounts["ben"], {"active": pair})
    assert (status, list(said["findings"])) == (422, ["active"])
    assert Account.objects.get(pk=world.accounts["ben"]).is_active


@pytest.mark.req("ORG-04")
def test_the_active_box_is_not_changed_by_who_saw_it_as_it_no_longer_is(world, ada):
    ben = world.accounts["ben"]
    assert autosave(ada, ben, {"active": [False, False]})[1]["values"] == {"active": True}
    assert Account.objects.get(pk=ben).is_active
    Account.objects.filter(pk=ben).update(is_active=False, inactive_reason="admin")
    assert autosave(ada, ben, {"active": [True, False]})[1]["values"] == {"active": False}
    assert autosave(ada, ben, {"active": [True, True]})[1]["values"] == {"active": False}
    assert not Account.objects.get(pk=ben).is_active


@pytest.mark.req("ORG-04")
@pytest.mark.parametrize("scripts", [True, False])
def test_cancel_puts_back_what_stood_there_before_a_done_that_was_refused(
    world, ada, words, scripts
):
    ben = world.accounts["ben"]
    fields = {
        name.group(1): html.unescape(name.group(2))
        for name in re.finditer(
            r'name="((?:seen|opened|saved):\w+)" value="([^"]*)"',
            ada.get(f"/setup/users/{ben}").content.decode(),
        )
    }
    if scripts:
        autosave(ada, ben, {"city": [None, "Boulder"], "active": [True, False]})
        fields |= {"saved:city": "Boulder", "saved:active": "false"}
    values = {
        name.removeprefix("seen:"): value
        for name, value in fields.items()
        if name.startswith("seen:")
    }
    del values["active"]
    refused = ada.post(
        f"/setup/users/{ben}",
        fields | values | {"city": "Boulder", "fax": "12", "confirm_email": values["email"]},
    )
    assert refused.status_code == 422
    assert not Account.objects.get(pk=ben).is_active
    hidden = dict(
        re.findall(r'name="((?:opened|saved):\w+)" value="([^"]*)"', refused.content.decode())
    )
    assert "Your changes were undone." in words(
        ada.get(ada.post(f"/setup/users/{ben}/cancel", hidden)["Location"])
    )
    row = Account.objects.get(pk=ben)
    assert (row.city, row.fax, row.is_active) == ("", "3035550111", True)


@pytest.mark.req("ORG-04")
def test_cancel_after_a_done_that_was_refused_leaves_what_others_saved_meanwhile(
    world, ada, pete, words
):
    ben = world.accounts["ben"]
    autosave(ada, ben, {"city": [None, "Boulder"]})
    autosave(pete, ben, {"city": ["Boulder", "Aurora"]})
    kept = {
        "opened:city": "",
        "saved:city": "Boulder",
        "opened:fax": "3035550111",
        "saved:fax": "3035550111",
    }
    refused = ada.post(
        f"/setup/users/{ben}",
        kept | {"seen:city": "Boulder", "city": "Boulder", "seen:fax": "3035550111", "fax": "12"},
    )
    hidden = dict(
        re.findall(r'name="((?:opened|saved):\w+)" value="([^"]*)"', refused.content.decode())
    )
    done = ada.post(f"/setup/users/{ben}/cancel", hidden)
    assert "Not undone, because someone else has changed it since: City." in words(
        ada.get(done["Location"])
    )
    assert Account.objects.get(pk=ben).city == "Aurora"


@pytest.mark.req("ACC-13", "ORG-04")
def test_reset_registration_asks_first_and_mails_a_link(world, ada, words):
    address = f"/setup/users/{world.accounts['ben']}/reset"
    asked = words(ada.get(address))
    assert "This cannot be undone." in asked
    assert Account.objects.get(pk=world.accounts["ben"]).registered_at is not None
    done = ada.post(address)
    shown = words(ada.get(done["Location"]))
    assert (
        "Registration reset for Ben Tester. We emailed a new registration link"
        " to ben@example.org." in shown
    )
    assert "Invited until 06/11/2026 09:00 MDT" in shown
    assert Link.objects.get(account=world.accounts["ben"]).purpose == "reset"


@pytest.mark.req("ORG-04")
def test_after_an_act_the_list_is_still_the_one_that_was_searched(world, ada, role, place):
    ben = world.accounts["ben"]
    here = f"/setup/users?q=tester&show=25&open={ben}"
    listed = ada.get(here).content.decode()
    assert (
        listed.count(f'name="next" value="{html.escape(here)}"') == 4
    )  # reset, delete, remove, the role
    assert (
        f'href="/setup/users/{ben}/reset?next=%2Fsetup%2Fusers%3Fq%3Dtester%26show%3D25%26open%3D{ben}"'
        in listed
    )
    asked = ada.get(f"/setup/users/{ben}/reset", {"next": here})
    assert f'name="next" value="{html.escape(here)}"' in asked.content.decode()
    for act in ("reset", "resend"):
        assert (
            ada.post(f"/setup/users/{ben}/{act}", {"next": here})["Location"]
            == f"{here}#user-{ben}"
        )
    elsewhere = ada.post(f"/setup/users/{ben}/resend", {"next": "https://elsewhere.example/"})
    assert elsewhere["Location"] == f"/setup/users?open={ben}#user-{ben}"
    assert (
        ada.post(here, {"place": place("aurora"), "role": "provider-staff"})["Location"]
        == f"{here}#user-{ben}"
    )
    removed = ada.post(
        f"/setup/roles/{role('ben', 'aurora').pk}/remove", {"place": place("aurora"), "next": here}
    )
    assert removed["Location"] == f"{here}#user-{ben}"


@pytest.mark.req("ORG-04", "ACC-11")
def test_the_reason_of_an_unlocking_is_kept_while_it_is_typed(world, ada, now):
    helping.lock(world, "ben", now)
    ben = world.accounts["ben"]
    for address in (f"/setup/users?open={ben}", f"/setup/users/{ben}/unlock"):
        assert re.search(
            rf'data-keep="unlock-{ben}" data-keep-ticket="[^"]+"', ada.get(address).content.decode()
        ), address
        assert f'data-keep="delete-{ben}"' not in ada.get(address).content.decode()


@pytest.mark.req("ORG-03", "ORG-04")
def test_a_link_that_ran_out_is_mailed_again(world, ada, words, place, clock, now):
    ada.post(f"/setup/providers/{place('denver')}/add-user", NEW)
    pk = Account.objects.get(username="nina").pk
    clock.move_to(now + timedelta(days=2, minutes=1))
    ada = w.signed_in(
        w.World(now + timedelta(days=2), world.providers, world.accounts), "ada", "denver"
    )
    assert "Link expired" in words(ada.get(f"/setup/users?open={pk}"))
    asked = ada.get(f"/setup/users/{pk}/resend").content.decode()
    [key] = re.findall(r'name="key" value="(\w+)"', asked)
    for _ in range(2):  # a double click
        done = ada.post(f"/setup/users/{pk}/resend", {"key": key})
    assert Link.objects.filter(account=pk).count() == 2
    shown = words(ada.get(done["Location"]))
    assert "We emailed a new registration link to nina@example.org." in shown
    assert "Invited until 06/13/2026" in shown


@pytest.mark.req("ACC-10", "ORG-04")
def test_unlock_needs_a_reason_and_then_works(world, ada, words, now):
    helping.lock(world, "ben", now)
    address = f"/setup/users/{world.accounts['ben']}/unlock"
    refused = ada.post(address, {"reason": " "})
    assert (refused.status_code, "Enter a reason." in words(refused)) == (422, True)
    ada.post(address, {"reason": "Rang me from the ward."})
    assert helping.account(world, "ben").locked_at is None
    helping.lock(world, "gia", now)
    page = words(ada.get(f"/setup/users?open={world.accounts['gia']}"))
    assert "Only support can unlock a Group Admin" in page


@pytest.mark.req("ORG-04")
def test_delete_asks_and_leaves_the_history(world, ada, words):
    address = f"/setup/users/{world.accounts['ben']}/delete"
    assert "Past work stays in the cases." in words(ada.get(address))
    shown = words(ada.get(ada.post(address)["Location"]))
    assert "Ben Tester was deleted." in shown
    assert "Manage Users (4)" in shown
    assert ada.get(address).status_code == ada.post(address).status_code == 404
    assert (
        Entry.objects.filter(
            verb=events.ACCOUNT_REMOVED, actor_id=str(world.accounts["ada"])
        ).count()
        == 1
    )


@pytest.mark.req("ORG-04", "ORG-09")
def test_people_out_of_reach_are_as_unknown_as_nobody(world, ada, pete):
    for client, foreign in ((ada, "rosa"), (ada, "grace"), (pete, "ada"), (pete, "gia")):
        for act in ("", "/delete", "/reset", "/unlock", "/resend"):
            known = client.post(f"/setup/users/{world.accounts[foreign]}{act}", {"reason": "x"})
            nobody = client.post(f"/setup/users/99999{act}", {"reason": "x"})
            assert known.status_code == nobody.status_code == 404
        assert client.get(f"/setup/users/{world.accounts[foreign]}").status_code == 404
        assert autosave(client, world.accounts[foreign], {"city": [None, "x"]})[0] == 410


@pytest.mark.req("ORG-04", "ORG-09")
def test_somebody_who_also_works_elsewhere_is_shown_but_not_changed(world, ada, words):
    cleo = world.accounts["cleo"]
    page = ada.get(f"/setup/users/{cleo}")
    assert "also works for providers you do not manage" in words(page)
    assert 'name="seen:city"' not in page.content.decode()
    assert autosave(ada, cleo, {"city": [None, "x"]})[0] == 422
    for act in ("delete", "reset"):
        assert ada.post(f"/setup/users/{cleo}/{act}").status_code == 422
    assert (
        Account.objects.filter(pk=cleo, city="", removed_at=None)
        .exclude(registered_at=None)
        .exists()
    )


@pytest.mark.parametrize(
    ("strange", "posted", "saved"), [("²", 409, 200), ("9" * 400, 422, 422), ("<script>", 409, 200)]
)
def test_strange_characters_do_no_harm(world, ada, place, strange, posted, saved, now):
    ben = world.accounts["ben"]
    helping.lock(world, "ben", now)
    everything = dict.fromkeys(
        (
            *NEW,
            "reason",
            "place",
            "role",
            "provider",
            "npi",
            "code",
            "group",
            "select",
            "key",
            "next",
        ),
        strange,
    )
    assert ada.post(f"/setup/providers/{place('denver')}/add-user", everything).status_code == 422
    assert ada.post(f"/setup/users?open={ben}", everything).status_code == 422
    assert ada.post("/setup/register-provider", everything).status_code == 422
    assert ada.post(f"/setup/users/{ben}/unlock", everything).status_code == 302
    assert ada.post(f"/setup/users/{ben}/reset", everything).status_code == 302
    assert (
        ada.post(
            f"/setup/users/{ben}", {f"seen:{name}": "" for name in NEW} | everything
        ).status_code
        == posted
    )
    for one, status in ((strange, saved), ("\x00", 422), ("\ud800", 422)):
        assert autosave(ada, ben, {name: [None, one] for name in NEW})[0] == status, one
    assert (
        ada.post(
            "/setup/roles",
            json.dumps({"changes": {"role/1/1": [strange, strange]}}),
            content_type="application/json",
        ).status_code
        == 422
    )
    assert ada.get(f"/setup/users/{'9' * 40}").status_code == 404


def test_a_page_says_so_when_the_account_changes_while_it_is_read(world, ada, words, monkeypatch):
    """Somebody deactivates the account between the page's two looks at it."""
    account = Account.objects.get(pk=world.accounts["ben"])
    real = user.offers

    def late(*args):
        Account.objects.filter(pk=account.pk).update(is_active=False)
        return real(*args)

    monkeypatch.setattr(user, "offers", late)
    answer = ada.get(f"/setup/users/{account.pk}")
    assert answer.status_code == 200
    assert user.MOVED in words(answer)
