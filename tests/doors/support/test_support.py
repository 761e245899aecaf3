"""The support desk through its pages: find somebody, see why they can't get in, do the one thing
that helps.
"""

import re
from datetime import timedelta

import pytest

from precert.conduct.refusal import Refusal
from precert.journal import delivery
from precert.journal.models import Entry, Errand
from precert.people import events, setup
from precert.people.actions.start_code import start_code
from precert.people.checks.password import check_password
from precert.people.models import Account, Factor, GroupProvider, Link, LoginSession, Membership
from precert.transports.models import Delivery
from tests import world as worlds
from tests.doing.people import helping
from tests.harness import sessions

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


def page(client, world, who, **more):
    """Somebody's page, as text."""
    return client.get(f"/support/users/{world.accounts[who]}", **more)


def act(client, world, who, key, reason="Called and named the last case."):
    """Press the button of an act."""
    return client.post(f"/support/users/{world.accounts[who]}/{key}", {"reason": reason})


@pytest.mark.req("REV-09", part="find")
@pytest.mark.parametrize(
    "text",
    [
        "ben",
        "Tester ben",
        "ben@example.org",
        "BEN@EXAMPLE.ORG",
        "303-555-0177",
        "(303) 555-0177",
        "13035550177",
    ],
)
def test_somebody_is_found_by_name_mail_or_phone(world, sue, text):
    Account.objects.filter(pk=world.accounts["ben"]).update(phone="303-555-0177")
    shown = sue.post("/support", {"text": text}).content.decode()
    assert f'href="/support/users/{world.accounts["ben"]}"' in shown
    assert "ben@example.org" not in shown.replace(f'value="{text}"', "")
    assert f'/support/users/{world.accounts["mallory"]}"' not in shown


@pytest.mark.req("REV-09", part="find")
@pytest.mark.parametrize("text", ["1234567893", "denver hosp"])
def test_a_provider_is_found_and_shows_who_works_there(world, sue, text):
    shown = sue.post("/support", {"text": text}).content.decode()
    assert f'href="/support/providers/{world.providers["denver"]}"' in shown
    there = sue.get(f"/support/providers/{world.providers['denver']}").content.decode()
    for who, is_there in (("ada", True), ("ben", True), ("rosa", False)):
        assert (f'href="/support/users/{world.accounts[who]}"' in there) is is_there


def test_what_is_found_is_capped(world, sue, monkeypatch):
    monkeypatch.setattr("precert.web.support.search.MOST_FOUND", 2)
    shown = sue.post("/support", {"text": "tester"}).content.decode()
    assert shown.count("data-row-link") == 2
    assert "Only the first 2 are shown." in shown


def test_nothing_typed_is_said_beside_the_field(sue):
    assert "Enter search criteria" in sue.post("/support", {"text": ""}).content.decode()


@pytest.mark.req("ACC-10", "ACC-16")
@pytest.mark.req("REV-09", part="unlock")
def test_a_locked_person_is_seen_and_unlocked_with_a_reason(world, sue, now):
    for _ in range(10):
        with pytest.raises(Refusal):
            check_password("ben", "wrong", now, door="provider")
    shown = page(sue, world, "ben").content.decode()
    assert "Locked after 10 failed attempts." in shown
    assert 'data-dialog-open="act-unlock"' in shown
    refused = act(sue, world, "ben", "unlock", " ")
    assert refused.status_code == 422
    assert "Enter a reason." in refused.content.decode()
    assert re.search(r'id="act-unlock"[^>]*data-dialog-auto', refused.content.decode())
    done = act(sue, world, "ben", "unlock")
    assert done.status_code == 302
    assert "was unlocked." in sue.get(done["Location"]).content.decode()
    assert check_password("ben", worlds.PASSWORD, now, door="provider")
    entry = Entry.objects.get(verb=events.UNLOCKED)
    assert (entry.actor_id, entry.data) == (
        str(world.accounts["sue"]),
        {"reason": "Called and named the last case."},
    )


@pytest.mark.req("ACC-10")
@pytest.mark.req("REV-09", part="unlock")
def test_only_tries_that_were_looked_at_count_and_none_from_before_an_unlocking(
    world, sue, now, clock
):
    tries = [*["wrong"] * 11, worlds.PASSWORD]
    for password in tries:
        with pytest.raises(Refusal):
            check_password("ben", password, now, door="provider")
    assert "10 wrong passwords" in page(sue, world, "ben").content.decode()
    act(sue, world, "ben", "unlock")
    assert "wrong password" not in findings(sue, world)
    clock.shift(60)
    with pytest.raises(Refusal):
        check_password("ben", "wrong", now + timedelta(minutes=1), door="provider")
    assert "1 wrong password in" in findings(sue, world)


def findings(client, world):
    """What stands under Sign-in problems."""
    shown = page(client, world, "ben").content.decode()
    return shown[shown.index("Sign-in problems") : shown.index("<h2>Actions</h2>")]


@pytest.mark.req("ACC-12")
@pytest.mark.req("REV-09", part="reactivate")
def test_a_closed_account_is_reactivated(world, sue):
    Account.objects.filter(pk=world.accounts["ben"]).update(
        is_active=False, inactive_reason="unused"
    )
    assert "Deactivated because it was not used" in page(sue, world, "ben").content.decode()
    assert act(sue, world, "ben", "reactivate").status_code == 302
    assert helping.account(world, "ben").is_active
    again = act(sue, world, "ben", "reactivate")
    assert again.status_code == 409
    assert "This account is active." in again.content.decode()


@pytest.mark.req("REV-09", part="resend")
def test_an_expired_link_is_mailed_anew_and_never_shown(world, sue, now):
    ben = helping.account(world, "ben")
    Account.objects.filter(pk=ben.pk).update(registered_at=None)
    Factor.objects.filter(account=ben).delete()
    Link.objects.create(
        account=ben,
        purpose="invite",
        token_digest="x" * 64,
        made_at=now - timedelta(days=3),
        expires_at=now,
    )
    assert "expired and was never opened" in page(sue, world, "ben").content.decode()
    done = act(sue, world, "ben", "resend")
    assert done.status_code == 302
    old, new = Link.objects.filter(account=ben).order_by("pk")
    assert (old.replaced_at, new.purpose, new.opened_at) == (now, "invite", None)
    assert new.token_digest not in sue.get(done["Location"]).content.decode()


@pytest.mark.req("REV-09", part="reset")
def test_a_lost_telephone_is_helped_by_a_new_registration(world, sue):
    assert act(sue, world, "ben", "reset").status_code == 302
    ben = helping.account(world, "ben")
    assert ben.registered_at is None
    assert not ben.has_usable_password()
    assert Link.objects.get(account=ben).purpose == "reset"
    assert "has not been opened yet" in page(sue, world, "ben").content.decode()


@pytest.mark.parametrize("verb", ["reset", "resend"])
def test_a_button_pressed_twice_mails_one_link(world, sue, verb):
    ben = world.accounts["ben"]
    if verb == "resend":
        act(sue, world, "ben", "reset")
    [key] = re.findall(
        rf'action="/support/users/{ben}/{verb}".*?name="key" value="(\w+)"',
        page(sue, world, "ben").content.decode(),
        re.DOTALL,
    )
    before = Link.objects.count()
    for _ in range(2):
        sent = {"reason": "Called back on the number on file.", "key": key}
        assert sue.post(f"/support/users/{ben}/{verb}", sent).status_code == 302
    assert Link.objects.count() == before + 1


@pytest.mark.req("ORG-09", "ORG-04", "ACC-16")
@pytest.mark.req("REV-09", part="help")
def test_who_lost_the_only_role_is_given_one_again(world, sue):
    ada, row = (
        worlds.signed_in(world, "ada", "denver"),
        Membership.objects.get(account=world.accounts["ben"]),
    )
    ada.post(f"/setup/roles/{row.pk}/remove", {"confirmed": "1"})
    address = f"/support/users/{world.accounts['ben']}/give-role"
    shown = page(sue, world, "ben").content.decode()
    assert "Has no role at any provider." in shown
    assert f'href="{address}"' in shown
    found = sue.post(address, {"text": "1234567893", "find": "1"}).content.decode()
    assert "Denver Hospital, 100 Main St, Denver, CO 80202 (Denver Health)" in found
    wrong = sue.post(address, {"text": "denver", "give": "1"})
    assert (wrong.status_code, wrong.context["errors"]) == (
        422, {"place": "Choose a provider.", "role": "Choose a role.", "reason": "Enter a reason."},
    )  # fmt: skip
    place = GroupProvider.objects.get(provider=world.providers["denver"]).pk
    typed = {
        "text": "denver",
        "place": place,
        "role": "provider-staff",
        "reason": " The only role was removed by mistake. ",
        "give": "1",
    }
    done = sue.post(address, typed)
    after = sue.get(done["Location"]).content.decode()
    assert "Role added." in after
    assert "The only role was removed by mistake., Provider Staff Account" in after
    entry = Entry.objects.filter(verb=events.ROLE_GRANTED).latest("pk")
    assert (entry.actor_id, entry.data["reason"]) == (
        str(world.accounts["sue"]),
        "The only role was removed by mistake.",
    )
    assert "Ben Tester" in ada.get("/setup/users").content.decode()
    again = sue.post(address, typed)
    assert (again.status_code, list(again.context["errors"])) == (422, ["place"])


@pytest.mark.req("ORG-09", "ACC-15")
def test_one_login_gets_a_role_in_a_second_group(world, sue):
    place = GroupProvider.objects.get(provider=world.providers["mallory"]).pk
    address = f"/support/users/{world.accounts['ben']}/give-role"
    sue.post(
        address,
        {
            "place": place,
            "role": "provider-admin",
            "reason": "Works there on Mondays.",
            "give": "1",
        },
    )
    held = Membership.objects.filter(account=world.accounts["ben"]).values_list("provider", "role")
    assert set(held) == {
        (world.providers["denver"], "provider-staff"),
        (world.providers["mallory"], "provider-admin"),
    }
    assert worlds.signed_in(world, "ben", "mallory").get("/setup").status_code == 200


@pytest.mark.req("ORG-01")
@pytest.mark.req("REV-09", part="help")
def test_roles_are_given_within_the_contracts_that_the_desk_serves(world, sue):
    helping.staff(world, "meg", "support", worlds.MS)
    setup.grant_staff_role(world.accounts["meg"], "nurse", world.now, worlds.CO)
    meg = worlds.signed_in(world, "meg")
    assert meg.get(f"/support/users/{world.accounts['ben']}/give-role").status_code == 404
    jill = f"/support/users/{world.accounts['jill']}/give-role"
    typed = {"role": "provider-admin", "reason": "Asked by phone.", "give": "1"}
    assert (
        meg.post(
            jill,
            typed | {"place": GroupProvider.objects.get(provider=world.providers["denver"]).pk},
        ).status_code
        == 404
    )
    assert (
        "No provider found."
        in meg.post(jill, {"text": "Denver Hospital", "find": "1"}).content.decode()
    )
    assert (
        "Enter part of the provider" in meg.post(jill, {"text": " ", "find": "1"}).content.decode()
    )
    at = Membership.objects.get(account=world.accounts["jill"]).provider_id
    Membership.objects.filter(account=world.accounts["jill"]).delete()
    assert (
        meg.post(jill, typed | {"place": GroupProvider.objects.get(provider=at).pk}).status_code
        == 302
    )
    assert sue.get(f"/support/users/{world.accounts['grace']}/give-role").status_code == 404, (
        "staff have no role at a provider"
    )


@pytest.mark.req("REV-09", part="help")
def test_staff_are_helped_too(world, sue):
    assert act(sue, world, "grace", "reset").status_code == 302
    assert helping.account(world, "grace").registered_at is None


@pytest.mark.req("REV-09", part="help")
@pytest.mark.parametrize("name", ["unlock", "reset", "resend", "reactivate", "end-sessions"])
@pytest.mark.parametrize(
    ("whom", "said"), [("sue", "your own account"), ("root", "Only another administrator")]
)
def test_support_leaves_administrators_and_itself_alone(world, sue, now, whom, said, name):
    helping.staff(world, "root", "administrator")
    helping.lock(world, whom, now)
    shown = page(sue, world, whom).content.decode()
    assert said in shown
    assert 'data-dialog-open="act-' not in shown
    answer = act(sue, world, whom, name)
    assert answer.status_code == 409
    assert said in answer.content.decode()
    after = helping.account(world, whom)
    assert (after.locked_at, after.registered_at) == (now, now)


@pytest.mark.parametrize(
    ("theirs", "mine", "status"),
    [
        ("", "", 302),
        (worlds.MS, "", 302),
        (worlds.MS, worlds.MS, 302),
        ("", worlds.MS, 404),  # serves what the other one doesn't: not known
    ],
)
def test_an_administrator_helps_another_of_the_same_contracts(world, now, theirs, mine, status):
    helping.staff(world, "root", "administrator", theirs)
    helping.staff(world, "rita", "administrator", mine)
    rita = worlds.signed_in(world, "rita")
    assert act(rita, world, "root", "reset").status_code == status


@pytest.mark.req("REV-09", part="help")
def test_sessions_are_ended(world, sue, now):
    ben = helping.account(world, "ben")
    sessions.key_for(ben, now)
    assert act(sue, world, "ben", "end-sessions").status_code == 302
    assert not LoginSession.objects.filter(account=ben, ended_at=None).exists()
    assert act(sue, world, "ben", "end-sessions").status_code == 409


@pytest.mark.req("REV-09", part="help")
def test_why_a_code_didnt_come_is_shown_and_never_the_code(world, sue, now):
    ben = helping.account(world, "ben")
    challenge = start_code(ben, now, purpose="sign-in", channel="sms", to="+13035550177")
    entry = Entry.objects.get(verb=events.CODE_REQUESTED)
    Delivery.objects.create(
        key="1",
        kind="code",
        subject_kind="challenge",
        subject_id=str(challenge),
        channel="sms",
        state="undelivered",
        error="30003",
        asked_at=now,
        leased_until=now,
        at=now,
    )
    shown = page(sue, world, "ben").content.decode()
    assert "sent by text message, did not arrive" in shown
    assert entry.data["sealed"] not in shown
    assert "5550177" not in shown


@pytest.mark.req("REV-09", part="help")
def test_a_mail_that_failed_is_shown(world, sue, now):
    start_code(
        helping.account(world, "ben"), now, purpose="sign-in", channel="email", to="ben@example.org"
    )
    Errand.objects.filter(entry__verb=events.CODE_REQUESTED).update(
        attempts=3, error="OSError: ben@example.org"
    )
    assert delivery.failing()
    shown = page(sue, world, "ben").content.decode()
    assert "sent by email, did not arrive: the mail server" in shown
    assert "ben@example.org" not in shown


@pytest.mark.req("REV-09", part="help")
def test_contact_is_masked_and_the_timeline_tells_what_happened(world, sue, now):
    Account.objects.filter(pk=world.accounts["ben"]).update(phone="303-555-0177")
    shown = page(sue, world, "ben").content.decode()
    assert "ben@example.org" not in shown
    assert "b••@example.org" in shown
    assert "303-555-0177" not in shown
    assert "Account created" in shown
    assert "Role granted" in shown


@pytest.mark.req("REV-09", part="help")
def test_the_desk_of_one_contract_knows_its_own_people_only(world, now):
    helping.staff(world, "meg", "support", worlds.MS)
    meg = worlds.signed_in(world, "meg")
    assert page(meg, world, "jill").status_code == 200
    foreign, missing = page(meg, world, "ben"), meg.get("/support/users/999999")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert act(meg, world, "ben", "end-sessions").status_code == 404
    shown = meg.post("/support", {"text": "tester"}).content.decode()
    assert f'/support/users/{world.accounts["ben"]}"' not in shown
    assert meg.get(f"/support/providers/{world.providers['denver']}").status_code == 404


def test_roles_elsewhere_are_counted_and_not_shown(world, now):
    helping.staff(world, "meg", "support", worlds.MS)
    helping.member(world, "jill", "denver", "denver", "provider-staff")
    shown = page(worlds.signed_in(world, "meg"), world, "jill").content.decode()
    assert "Denver Hospital" not in shown
    assert "1 more under contracts you do not serve." in shown


@pytest.mark.req("REV-09", part="help")
@pytest.mark.parametrize(("who", "at"), [("ada", "denver"), ("grace", None)])
def test_others_have_no_support_desk(world, who, at):
    client = worlds.signed_in(world, who, at)
    assert client.get("/support").status_code == 403
    assert page(client, world, "ben").status_code == 403
    assert act(client, world, "ben", "unlock").status_code == 403


@pytest.mark.parametrize("address", ["providers/{}", "users/{}", "users/{}/give-role"])
def test_a_number_that_is_no_id_is_missing(sue, address):
    for number in ("9" * 18, "9" * 40):
        assert sue.get(f"/support/{address.format(number)}").status_code == 404


def test_an_act_that_isnt_there_is_missing(world, sue):
    assert act(sue, world, "ben", "delete").status_code == 404


def test_no_consumer_is_read_on_these_pages(world, sue, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        shown = page(sue, world, "ada").content.decode()
    assert worlds.CANARY not in shown
