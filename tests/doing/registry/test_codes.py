"""Registration codes: issued, replaced, revoked; never kept or journaled as they are."""

import json

import pytest

from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.registry import events, registration
from precert.registry.actions import issue_code
from precert.registry.actions.issue_code import IssueCode, NewCode, digest_of, new_code
from precert.registry.actions.revoke_code import RevokeCode, Revoked
from precert.registry.codes import code_states
from precert.registry.models import Enrolment
from tests import world as worlds

pytestmark = pytest.mark.django_db
DESK = Actor(
    "staff", "77", "Sue Desk", frozenset({"codes.manage"}), contracts=frozenset({worlds.CO})
)


@pytest.fixture
def world(now):
    return worlds.build(now)


@pytest.fixture
def enrolment(world):
    """Denver Hospital's in Colorado."""
    return Enrolment.objects.get(provider=world.providers["denver"], contract=worlds.CO)


def issue(enrolment, now, actor=DESK, reason="Letter lost."):
    """A new code."""
    code = new_code()
    perform(
        IssueCode, NewCode(enrolment.pk, digest_of(enrolment.contract, code), reason), actor, now
    )
    return code


def opens(code, now):
    """Whether somebody registers with it."""
    return bool(registration.find(worlds.CO, "1234567893", code, now.date()))


@pytest.mark.req("ACC-16")
@pytest.mark.req("REV-09", part="codes")
def test_a_new_code_opens_and_the_one_before_stops(enrolment, now):
    first = issue(enrolment, now)
    assert opens(first, now)
    second = issue(enrolment, now)
    assert opens(second, now)
    assert opens(second.replace("-", "").lower(), now)
    assert not opens(first, now)
    entries = Entry.objects.filter(verb=events.REGISTRATION_CODE_ISSUED)
    assert [one.actor_name for one in entries] == ["Sue Desk", "Sue Desk"]
    said = (
        json.dumps([one.data for one in entries])
        + Enrolment.objects.get(pk=enrolment.pk).registration_code
    )
    assert first not in said
    assert second not in said


@pytest.mark.req("ACC-16")
@pytest.mark.req("REV-09", part="codes")
def test_a_revoked_code_opens_nothing(enrolment, now):
    code = issue(enrolment, now)
    perform(RevokeCode, Revoked(enrolment.pk, "Told to the wrong clinic."), DESK, now)
    assert not opens(code, now)
    assert (
        Entry.objects.get(verb=events.REGISTRATION_CODE_REVOKED).data["reason"]
        == "Told to the wrong clinic."
    )
    with pytest.raises(Refusal) as refused:
        perform(RevokeCode, Revoked(enrolment.pk, "Again."), DESK, now)
    assert [one.code for one in refused.value.findings] == ["no-code"]


def test_the_state_tells_who_and_when_and_never_the_code(world, enrolment, now):
    provider = world.providers["denver"]
    assert [(one.is_set, one.at) for one in code_states(provider, [worlds.CO])] == [(False, None)]
    issue(enrolment, now)
    assert [(one.is_set, one.at, one.by) for one in code_states(provider, [worlds.CO])] == [
        (True, now, "Sue Desk")
    ]
    assert code_states(provider, [worlds.MS]) == []


@pytest.mark.parametrize(
    ("contracts", "permissions", "kind"),
    [({worlds.MS}, {"codes.manage"}, "missing"), ({worlds.CO}, set(), "forbidden")],
)
def test_another_contracts_code_is_not_known_and_others_may_not(
    enrolment, now, contracts, permissions, kind
):
    actor = Actor("staff", "78", "Other", frozenset(permissions), contracts=frozenset(contracts))
    with pytest.raises(Refusal) as refused:
        issue(enrolment, now, actor)
    assert refused.value.kind == kind


def test_a_reason_is_asked_for(enrolment, now):
    with pytest.raises(Refusal) as refused:
        issue(enrolment, now, reason=" ")
    assert [one.path for one in refused.value.findings] == ["reason"]


def test_of_two_at_once_one_gets_a_code(enrolment, now, monkeypatch):
    real = issue_code.change

    def late(action, row, digest):
        Enrolment.objects.filter(pk=row.pk).update(registration_code="somebody else's")
        real(action, row, digest)

    monkeypatch.setattr(issue_code, "change", late)
    with pytest.raises(Refusal) as refused:
        issue(enrolment, now)
    assert refused.value.kind == "conflict"


def test_a_code_can_be_read_out_and_has_sixty_bits():
    codes = [new_code() for _ in range(200)]
    assert len(issue_code.LETTERS) ** (issue_code.GROUPS * issue_code.GROUP) >= 2**60
    assert not set("01OI") & set("".join(codes))
    assert len(set(codes)) == len(codes)
    assert all(len(one) == 14 for one in codes)
