"""Failing needs no permission: each wrong try leaves one event, and the last one too many locks."""

from datetime import datetime

import pytest

from precert.conduct.perform import perform
from precert.journal.models import Entry
from precert.people import events
from precert.people.actions.fail_code import FailCode, FailCodeInput
from precert.people.actions.fail_factor import FailFactor, FailFactorInput
from precert.people.actions.fail_registration import FailRegistration, FailRegistrationInput
from precert.people.actions.fail_sign_in import FailSignIn, FailSignInInput
from precert.people.actors import STRANGER, as_account
from precert.people.models import Account
from tests.harness.characters import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(now: datetime) -> Account:
    return make_cast(now).ada


@pytest.mark.req("ACC-16")
@pytest.mark.parametrize("locks", [True, False])
def test_a_wrong_try_of_each_kind_is_kept_and_one_too_many_locks(
    ada: Account, now: datetime, locks: bool
) -> None:
    wrong = {
        FailCode: FailCodeInput(7, "sign-in", "email", locks),
        FailFactor: FailFactorInput("app", "sign-in", locks),
        FailSignIn: FailSignInInput(ada.pk, "", "password", locks, "password", "provider"),
    }
    for kind, data in wrong.items():
        perform(kind, data, as_account(ada), now)
    kept = Entry.objects.filter(verb__in=[events.CODE_FAILED, events.SIGN_IN_FAILED])
    assert kept.filter(subject_id=str(ada.pk)).count() == 3
    assert Entry.objects.filter(verb=events.LOCKED).count() == locks, "once"
    assert (Account.objects.get(pk=ada.pk).locked_at == now) is locks


def test_a_strangers_wrong_try_is_kept_without_what_was_typed(now: datetime) -> None:
    perform(FailCode, FailCodeInput(7, "sign-in", "email", locks=True), STRANGER, now)
    perform(FailRegistration, FailRegistrationInput("co-um", "digest", "pair"), STRANGER, now)
    pair = Entry.objects.get(verb=events.REGISTRATION_FAILED)
    assert (pair.subject_id, pair.data) == ("digest", {"contract": "co-um", "reason": "pair"})
    assert Entry.objects.get(verb=events.CODE_FAILED).subject_kind == events.SUBJECT_USERNAME
