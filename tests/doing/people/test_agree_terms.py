"""Terms of use: agreed to once, in the version that was read, by providers' people."""

from datetime import datetime
from typing import Any

import pytest

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people.actions.agree_terms import AgreeTerms, AgreeTermsInput
from precert.people.models import TermsAgreement
from precert.people.queries import agreed_terms, pending_terms
from tests import world as w
from tests.doing.races.racing import at_once


@pytest.fixture
def world(committed: Any, now: datetime) -> w.World:
    made = w.build(now)
    TermsAgreement.objects.all().delete()
    return made


@pytest.mark.req("ACC-05")
def test_it_is_written_once_though_many_buttons_are_pressed(world: w.World, now: datetime) -> None:
    ada = world.ada
    at_once(8, lambda n: perform(AgreeTerms, AgreeTermsInput(w.CO, "1"), ada, now))
    assert list(TermsAgreement.objects.values_list("contract", "version", "agreed_at")) == [
        (w.CO, "1", now)
    ]
    assert Entry.objects.filter(verb="terms-agreed", subject_id=ada.id).count() == 1


@pytest.mark.req("ACC-05")
def test_what_is_pending_is_what_the_context_has_and_was_not_agreed_to(
    world: w.World, now: datetime
) -> None:
    mallory = world.mallory
    assert [one.contract for one in pending_terms(mallory.person_id, mallory.contracts)] == [
        w.CO,
        w.MS,
    ]
    perform(AgreeTerms, AgreeTermsInput(w.CO, "1"), mallory, now)
    [left] = pending_terms(mallory.person_id, mallory.contracts)
    assert (left.name, left.version) == ("MS State UM", "1")
    assert "HIPAA" in left.text
    assert agreed_terms(mallory.person_id) == {"co-um 1"}
    assert pending_terms(mallory.person_id, []) == []


@pytest.mark.parametrize(("who", "contract", "version", "kind"), [
    ("ada", w.MS, "1", "missing"), ("ada", w.CO, "0", "invalid"), ("grace", w.CO, "1", "forbidden"),
])  # fmt: skip
def test_what_is_refused(
    world: w.World, now: datetime, who: str, contract: str, version: str, kind: str
) -> None:
    actor = world.ada if who == "ada" else world.grace
    with pytest.raises(Refusal) as caught:
        perform(AgreeTerms, AgreeTermsInput(contract, version), actor, now)
    assert caught.value.kind == kind
    assert not TermsAgreement.objects.exists()
