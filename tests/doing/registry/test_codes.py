"""Registration codes: issued, replaced, revoked; never kept or journaled as they are."""

import json

import pytest

from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.registry import events, registration
from precert.registry.actions import issue_code
from precert.registry.actions.issue_code import IssueCode, IssueCodeInput, digest_of, new_code
from precert.registry.actions.revoke_code import RevokeCode, RevokeCodeInput
from precert.registry.codes import code_states
from precert.registry.models import Enrolment, RegistrationCode
from tests import world as worlds
from tests.doing.races import racing

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
        IssueCode,
        IssueCodeInput(enrolment.pk, digest_of(enrolment.contract, code), reason),
        actor,
        now,
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
        + RegistrationCode.objects.get(provider=enrolment.provider_id).digest
    )
    assert first not in said
    assert second not in said


@pytest.mark.req("ACC-16")
@pytest.mark.req("REV-09", part="codes")
def test_a_revoked_code_opens_nothing(enrolment, now):
    code = issue(enrolment, now)
    perform(RevokeCode, RevokeCodeInput(enrolment.pk, "Told to the wrong clinic."), DESK, now)
    assert not opens(code, now)
    assert (
        Entry.objects.get(verb=events.REGISTRATION_CODE_REVOKED).data["reason"]
        == "Told to the wrong clinic."
    )
    with pytest.raises(Refusal) as refused:
        perform(RevokeCode, RevokeCodeInput(enrolment.pk, "Again."), DESK, now)
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


@pytest.mark.parametrize("before", [True, False])
def test_of_two_at_once_one_gets_a_code(enrolment, now, monkeypatch, before):
    """The other's stands; one would otherwise hand out a code that doesn't work."""
    if before:
        issue(enrolment, now)
    others: list[str] = []
    racing.looks_early(
        monkeypatch, IssueCode, racing.once(lambda: others.append(issue(enrolment, now)))
    )
    with pytest.raises(Refusal) as refused:
        issue(enrolment, now)
    assert [one.code for one in refused.value.findings] == ["code-changed"]
    assert opens(others[0], now)


def test_without_the_digest_that_was_read_both_hand_one_out(enrolment, now, monkeypatch):
    issue(enrolment, now)
    others: list[str] = []
    racing.looks_early(
        monkeypatch, IssueCode, racing.once(lambda: others.append(issue(enrolment, now)))
    )
    racing.without(monkeypatch, issue_code, "RegistrationCode", "digest")
    issue(enrolment, now)
    assert not opens(others[0], now)


def test_a_code_outlives_the_enrolment_of_the_file_before(enrolment, now):
    """The payer's next file may bring the enrolment anew; the code is ours."""
    code = issue(enrolment, now)
    provider, contract = enrolment.provider_id, enrolment.contract
    Enrolment.objects.filter(pk=enrolment.pk).delete()
    assert not opens(code, now)
    Enrolment.objects.create(provider_id=provider, contract=contract, active_from=now.date())
    assert opens(code, now)
    [state] = code_states(provider, [contract])
    assert (state.is_set, state.by) == (True, "Sue Desk")
