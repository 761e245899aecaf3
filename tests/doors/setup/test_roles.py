"""Roles on both tabs, with and without scripts; Register New Provider."""

import json

import pytest
from django.test import Client

from precert.journal.models import Entry
from precert.people import events
from precert.people.models import GroupProvider, Membership
from tests import world as w
from tests.harness.registering import give_code

CODE = "23458266"


def choose(client: Client, changes: dict) -> tuple[int, dict]:
    answer = client.post(
        "/setup/roles", json.dumps({"changes": changes}), content_type="application/json"
    )
    return answer.status_code, answer.json()


@pytest.mark.req("ORG-02", "ORG-04")
def test_a_role_is_saved_as_soon_as_it_is_chosen(world, ada, role, place):
    path = f"role/{role('ben').pk}/{place('denver')}"
    status, said = choose(ada, {path: ["provider-staff", "provider-admin"]})
    assert (status, said["saved_at"], said["values"]) == (200, "09:00", {path: "provider-admin"})
    assert role("ben").role == "provider-admin"
    told = Entry.objects.filter(verb=events.ROLE_CHANGED).get()
    assert told.data == {
        "role": "provider-admin", "before": "provider-staff", "group": world.groups["denver"], "provider": world.providers["denver"],
    }  # fmt: skip
    status, said = choose(ada, {path: ["provider-admin", "provider-staff"]})
    assert status == 200  # back again
    assert role("ben").role == "provider-staff"


@pytest.mark.req("ORG-04")
def test_a_role_that_moved_or_is_not_ones_own_to_give_is_refused_with_words(
    world, ada, pete, role, place
):
    path = f"role/{role('ben').pk}/{place('denver')}"
    status, said = choose(ada, {path: ["provider-admin", "provider-admin-reports"]})
    assert (status, "Someone else has just changed this role" in said["findings"][path]) == (
        422,
        True,
    )
    status, said = choose(
        pete,
        {
            path: ["provider-staff", "provider-group-admin"],
            "role/99999/1": ["provider-staff", "provider-admin"],
        },
    )
    assert (status, sorted(said["findings"])) == (422, sorted([path, "role/99999/1"]))
    for strange in ("role/x/y", "rule/1/1", "role/1", "", "role/1/1/1"):
        assert choose(ada, {strange: ["a", "b"]})[0] == 422
    assert role("ben").role == "provider-staff"


@pytest.mark.req("ORG-04")
def test_without_scripts_the_same_is_a_form(world, ada, words, role, place):
    path = f"role/{role('ben').pk}/{place('denver')}"
    back = f"/setup?open={place('denver')}"
    done = ada.post(
        "/setup/roles", {f"seen:{path}": "provider-staff", path: "provider-admin", "next": back}
    )
    assert done["Location"] == back
    assert "Saved 09:00" in words(ada.get(back))
    own = f"role/{role('ada', None).pk}/{place('denver')}"
    done = ada.post(
        "/setup/roles",
        {
            f"seen:{own}": "provider-group-admin",
            own: "provider-staff",
            "next": "https://elsewhere.example/",
        },
    )
    assert done["Location"] == "/setup"
    assert "This is your own role." in words(ada.get("/setup"))


@pytest.mark.req("ORG-04", "ORG-09")
def test_an_association_is_added_removed_and_given_back(world, ada, words, role, place):
    ben = world.accounts["ben"]
    page = ada.post(f"/setup/users?open={ben}", {"place": "", "role": ""})
    assert (page.status_code, page.context["errors"]) == (
        422,
        {"place": "Choose a provider.", "role": "Choose a role."},
    )
    ada.post(f"/setup/users?open={ben}", {"place": place("aurora"), "role": "provider-admin"})
    assert role("ben", "aurora").role == "provider-admin"
    done = ada.post(f"/setup/roles/{role('ben', 'aurora').pk}/remove", {"place": place("aurora")})
    shown = ada.get(done["Location"])
    assert "Provider Admin was removed. Undo" in words(shown)
    note = shown.context["note"]
    ada.post(note.undo, note.fields)
    assert role("ben", "aurora").role == "provider-admin"
    verbs = (
        Entry.objects.filter(subject_id=str(ben), actor_id=str(world.accounts["ada"]))
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == ["refused", events.ROLE_GRANTED, events.ROLE_REMOVED, events.ROLE_GRANTED]


@pytest.mark.req("ORG-04")
def test_the_only_role_is_removed_after_a_question(world, ada, words, role):
    address = f"/setup/roles/{role('ben').pk}/remove"
    asked = ada.post(address)
    assert (asked.status_code, "This is Ben Tester's only role." in words(asked)) == (
        422,
        True,
    )
    assert ada.post(address, {"confirmed": "1"})["Location"] == "/setup/users"
    assert not Membership.objects.filter(account=world.accounts["ben"]).exists()


def code(world: w.World, provider: str, contract: str = w.CO) -> None:
    give_code(world.providers[provider], contract, CODE)


@pytest.mark.req("ORG-05", "ACC-16")
def test_a_provider_is_found_chosen_and_added(world, ada, words):
    code(world, "doctor")
    typed = {"npi": "1679576722", "code": CODE}
    found = words(ada.post("/setup/register-provider", typed | {"find": "1"}))
    assert "Jane Smith MD, Physician, 100 Main St, Denver, CO 80202" in found
    assert GroupProvider.objects.filter(group=world.groups["denver"]).count() == 2
    done = ada.post(
        "/setup/register-provider", typed | {"select": "1", "provider": world.providers["doctor"]}
    )
    shown = words(ada.get(done["Location"]))
    assert "The provider was added to your group." in shown
    assert "Manage Provider Groups (3)" in shown
    told = Entry.objects.get(verb=events.PROVIDER_ADDED)
    assert (told.subject_id, told.data) == (
        str(world.groups["denver"]),
        {"provider": world.providers["doctor"]},
    )
    assert any(
        one.provider_id == world.providers["doctor"]
        for one in ada.get("/context").context["contexts"]
    )
    again = ada.post("/setup/register-provider", typed | {"find": "1"})
    assert "(already in your group)" in words(again)
    twice = ada.post(
        "/setup/register-provider", typed | {"select": "1", "provider": world.providers["doctor"]}
    )
    assert (twice.status_code, "This provider is already in your group." in words(twice)) == (
        422,
        True,
    )


@pytest.mark.req("CON-01", part="code labels")
def test_the_code_is_called_as_each_contract_calls_it_when_a_provider_is_added(ada, words):
    shown = words(ada.get("/setup/register-provider"))
    for name in ("CO UM: Provider Registration Code", "MS State UM: Medicaid ID"):
        assert name in shown, name


@pytest.mark.req("ORG-05")
def test_whatever_is_wrong_with_the_pair_gets_one_answer_and_counts(world, ada, words):
    code(world, "doctor")
    wrong = [
        ("1679576722", "0"),
        ("1679576723", CODE),
        ("1234567893", CODE),
        ("x", "y"),
        (CODE, CODE),
    ]
    told = {
        words(
            ada.post(
                "/setup/register-provider", {"npi": npi, "code": CODE if npi == "x" else typed}
            )
        )[:600]
        for npi, typed in wrong
    }
    assert len(told) == 1
    for npi, typed in wrong:
        ada.post(
            "/setup/register-provider",
            {"npi": npi, "code": typed, "select": "1", "provider": world.providers["doctor"]},
        )
    full = ada.post("/setup/register-provider", {"npi": "1679576722", "code": CODE})
    assert "Too many invalid entries." in words(full)
    assert not GroupProvider.objects.filter(provider=world.providers["doctor"]).exists()


@pytest.mark.req("ORG-05")
def test_a_provider_that_the_pair_does_not_stand_for_is_not_added(world, ada):
    code(world, "doctor")
    sent = {
        "npi": "1679576722",
        "code": CODE,
        "select": "1",
        "provider": world.providers["mallory"],
    }
    assert ada.post("/setup/register-provider", sent).status_code == 422
    assert ada.post("/setup/register-provider", sent | {"provider": ""}).status_code == 422
    assert ada.post("/setup/register-provider", {}).context["errors"] == {
        "npi": "Enter the provider's NPI.",
        "code": "Enter the registration code.",
    }
    assert GroupProvider.objects.filter(group=world.groups["denver"]).count() == 2
