"""From a proved person at the sign-on provider to a staff account."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people.actions.link_identity import LinkIdentity, LinkIdentityInput
from precert.people.actions.sign_in import sign_in
from precert.people.actors import as_account
from precert.people.checks.identity import NOT_ADMITTED, admit
from precert.people.models import LoginSession, StaffIdentity
from precert.people.proofs import Proof
from tests.doing.races.racing import Told, at_once, told, won
from tests.harness.characters import Cast, make_cast

pytestmark = pytest.mark.usefixtures("committed")
GRACE = LinkIdentityInput("https://sign-on.example", "g-17", " Grace ", True)


@pytest.fixture
def cast(committed: Any, now: datetime) -> Cast:
    return make_cast(now)


@pytest.mark.req("ACC-01", "ACC-16")
def test_the_first_sign_on_links_and_the_next_finds_it(cast: Cast, now: datetime) -> None:
    first = admit(GRACE, now)
    assert first == (cast.grace, StaffIdentity.objects.get().pk)
    assert admit(replace(GRACE, username="renamed"), now) == first
    assert Entry.objects.filter(verb="identity-linked").count() == 1


@pytest.mark.req("ACC-01")
def test_providers_people_are_never_linked(cast: Cast, now: datetime) -> None:
    with pytest.raises(Refusal):
        admit(replace(GRACE, username="ada"), now)
    with pytest.raises(Refusal, match="does not allow"):
        perform(LinkIdentity, GRACE, as_account(cast.ada), now)
    assert not StaffIdentity.objects.exists()


def test_another_accounts_identity_opens_no_session(cast: Cast, now: datetime) -> None:
    _, identity = admit(GRACE, now)
    with pytest.raises(Refusal):
        sign_in(cast.ada, Proof("sso", identity), now, address="")
    assert not LoginSession.objects.exists()


@pytest.mark.req("ACC-01")
def test_of_many_first_sign_ons_one_links_and_all_of_the_same_person_come_in(
    cast: Cast, now: datetime
) -> None:
    same: list[Told] = at_once(10, lambda n: told(lambda: admit(GRACE, now)))
    assert len(won(same)) == 10
    assert StaffIdentity.objects.count() == 1


@pytest.mark.req("ACC-01")
def test_of_two_people_under_one_username_one_is_linked(cast: Cast, now: datetime) -> None:
    different: list[Told] = at_once(
        10, lambda n: told(lambda: admit(replace(GRACE, subject=f"g-{n}"), now))
    )
    assert len(won(different)) == StaffIdentity.objects.count() == 1
    assert Entry.objects.filter(verb="sign-in-failed", data__reason="sso-linked").count() == 9
    assert NOT_ADMITTED in {str(one.refusal) for one in different if one.refusal}
