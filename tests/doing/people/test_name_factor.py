"""Names of passkeys: what is offered, what is refused, whose they are."""

from datetime import date, datetime
from typing import Any

import pytest

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people.actions.name_factor import NameFactor, NameFactorInput
from precert.people.actors import as_account
from precert.people.factors import names
from precert.people.models import Account, Factor
from precert.people.queries import factors_of
from tests.harness import factors
from tests.harness.characters import make_cast


@pytest.fixture
def ada(db: Any, now: datetime) -> Account:
    return make_cast(now).ada


def refused(account: Account, factor_id: int, name: str, now: datetime) -> str:
    with pytest.raises(Refusal) as caught:
        perform(NameFactor, NameFactorInput(factor_id, name), as_account(account), now)
    return caught.value.findings[0].text


@pytest.mark.req("ACC-04", "ACC-16")
def test_it_is_named_and_the_journal_says_that_and_not_how(ada: Account, now: datetime) -> None:
    pk = factors.add_passkey(ada, now)
    perform(NameFactor, NameFactorInput(pk, " Blue  key "), as_account(ada), now)
    assert [card.name for card in factors_of(ada.pk)] == ["Passkey: Blue key", "Email"]
    perform(NameFactor, NameFactorInput(pk, "Blue key"), as_account(ada), now)
    assert Entry.objects.get(verb="factor-named").data == {
        "factor": pk,
        "kind": "passkey",
    }, "the same name is no news"


def test_what_is_no_name_and_what_isnt_ones_own_passkey_is_refused(
    ada: Account, now: datetime
) -> None:
    pk, phone = factors.add_passkey(ada, now), factors.add_phone(ada, now)
    Factor.objects.create(account=ada, kind="passkey", label="Work laptop", added_at=now)
    for typed, text in (
        (" ", "Enter a name."),
        ("x" * 81, "at most 80"),
        ("a\x07b", "invisible character"),
        ("WORK laptop", "You already have one"),
    ):
        assert text in refused(ada, pk, typed, now)
    grace = Account.objects.get(username="grace")
    assert (
        refused(ada, phone, "x", now) == refused(grace, pk, "x", now) == "Second factor not found."
    )


def test_the_name_offered_is_one_that_is_free() -> None:
    day, first = date(2026, 11, 22), "Passkey added 11/22/2026"
    assert names.offered(day, ()) == first
    assert names.offered(day, {first, f"{first} (2)"}) == f"{first} (3)"
