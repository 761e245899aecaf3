"""One's own factors: added, removed, shown; recovery codes made anew."""

import threading

import pytest

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people import proofs, tries
from precert.people.actions.add_factor import AddFactorInput, add_factor
from precert.people.actions.make_recovery_codes import (
    MakeRecoveryCodes,
    MakeRecoveryCodesInput,
    hashes_of,
)
from precert.people.actions.prove_factor import ProveFactor, ProveFactorInput
from precert.people.actions.remove_factor import RemoveFactor, RemoveFactorInput
from precert.people.actions.sign_in import sign_in
from precert.people.actors import as_account
from precert.people.checks.factor import check_app, check_passkey, check_recovery, start_passkey
from precert.people.factors import passkeys, recovery
from precert.people.locks import keys_of
from precert.people.models import Account, Factor, RecoveryCode
from precert.people.proofs import Proof
from precert.people.queries import recovery_codes_left
from precert.people.queries.enrolment import credentials_of
from tests.doing.races.racing import at_once, told, won
from tests.harness import factors
from tests.harness.authenticator import HERE, Authenticator
from tests.harness.characters import make_cast
from tests.harness.registrations import proved

pytestmark = pytest.mark.usefixtures("committed")
THREADS = 20


@pytest.fixture(autouse=True)
def at_home(settings):
    settings.SITE_URL = HERE
    settings.TELEPHONE_URL = "http://127.0.0.1:1"


@pytest.fixture
def ada(committed, now):
    return make_cast(now).ada


def code_of(work):
    with pytest.raises(Refusal) as caught:
        work()
    return caught.value.findings[0].code


def passkey_of(account, now, device):
    options, state = passkeys.begin_adding(
        account.pk, account.username, account.full_name, credentials_of(account.pk)
    )
    return add_factor(
        account,
        AddFactorInput("passkey", passkey=passkeys.finish_adding(state, device.create(options))),
        now,
    )


@pytest.mark.req("ACC-04", "ACC-16")
def test_a_telephone_is_added_once_and_journaled(ada, now):
    new = AddFactorInput(
        "phone",
        challenge_id=proved(ada, now, channel="sms", to="+13035550123", purpose="add-factor"),
    )
    pk = add_factor(ada, new, now)
    assert Entry.objects.get(verb="factor-added").data == {"factor": pk, "kind": "phone"}
    assert code_of(lambda: add_factor(ada, new, now)) == "factor-there"
    registering = proved(ada, now, channel="sms", to="+13035550199", purpose="register")
    assert (
        code_of(lambda: add_factor(ada, AddFactorInput("phone", challenge_id=registering), now))
        == "code-over"
    )


def test_what_isnt_accepted_or_proved_is_not_added(ada, now, settings):
    settings.FACTORS = ["app", "email"]
    assert code_of(lambda: add_factor(ada, AddFactorInput("phone"), now)) == "factor-kind"
    Account.objects.filter(pk=ada.pk).update(proven_email="")
    assert code_of(lambda: add_factor(ada, AddFactorInput("email"), now)) == "factor-email"


@pytest.mark.req("ACC-04")
def test_a_factor_is_removed_but_never_the_last_or_anothers(ada, now):
    only = Factor.objects.get(account=ada)
    assert (
        code_of(lambda: perform(RemoveFactor, RemoveFactorInput(only.pk), as_account(ada), now))
        == "last-factor"
    )
    phone = factors.add_phone(ada, now)
    grace = Account.objects.get(username="grace")
    assert (
        code_of(lambda: perform(RemoveFactor, RemoveFactorInput(phone), as_account(grace), now))
        == "no-such-factor"
    )
    perform(RemoveFactor, RemoveFactorInput(only.pk), as_account(ada), now)
    assert [row.pk for row in Factor.objects.filter(account=ada)] == [phone]
    assert Entry.objects.get(verb="factor-removed").data == {"factor": only.pk, "kind": "email"}


def remove_both(ada, now):
    pks = [Factor.objects.get(account=ada).pk, factors.add_phone(ada, now)]
    at_once(
        2,
        lambda n: told(
            lambda: perform(RemoveFactor, RemoveFactorInput(pks[n]), as_account(ada), now)
        ),
    )
    return Factor.objects.filter(account=ada).count()


def test_two_removals_at_the_same_time_leave_one(ada, now):
    assert remove_both(ada, now) == 1


def test_without_the_line_before_the_account_both_would_go(ada, now, monkeypatch):
    gate = threading.Barrier(2, timeout=30)
    monkeypatch.setattr(RemoveFactor, "prepare", lambda self: gate.wait())  # both have looked
    monkeypatch.setattr(RemoveFactor, "hold", lambda self: None)
    assert remove_both(ada, now) == 0


@pytest.mark.req("ACC-04")
def test_new_recovery_codes_replace_the_old(ada, now):
    old, new = factors.add_recovery(ada, now), recovery.new_codes()
    perform(MakeRecoveryCodes, MakeRecoveryCodesInput(hashes_of(new)), as_account(ada), now)
    assert recovery.find(ada.pk, old[0]) is None
    assert recovery.find(ada.pk, new[0])
    assert recovery_codes_left(ada.pk) == 10


@pytest.mark.req("ACC-06")
def test_an_apps_code_signs_in_once(ada, now):
    secret = factors.add_app(ada, now)
    typed = factors.shown(secret, now)
    proof = check_app(ada, typed, now, purpose="sign-in")
    assert sign_in(ada, proof, now, address="10.0.0.1")
    assert code_of(lambda: sign_in(ada, proof, now, address="10.0.0.1")) == "code-over"
    assert code_of(lambda: check_app(ada, typed, now, purpose="sign-in")) == "code-wrong"


def prove_often(ada, now, proof):
    return len(
        won(
            at_once(
                THREADS,
                lambda n: told(
                    lambda: perform(ProveFactor, ProveFactorInput(proof), as_account(ada), now)
                ),
            )
        )
    )


@pytest.mark.req("ACC-06")
def test_a_step_and_a_recovery_code_prove_once_under_parallel_tries(ada, now):
    secret, codes = factors.add_app(ada, now), factors.add_recovery(ada, now)
    assert (
        prove_often(
            ada,
            now,
            check_app(ada, factors.shown(secret, now), now, purpose="add-factor"),
        )
        == 1
    )
    assert prove_often(ada, now, check_recovery(ada, codes[0], now, purpose="add-factor")) == 1
    assert RecoveryCode.objects.exclude(used_at=None).count() == 1


def test_without_the_guard_a_recovery_code_proves_more_than_once(ada, now, monkeypatch):
    monkeypatch.setitem(
        proofs.WAYS,
        "recovery",
        lambda proof, account, at: RecoveryCode.objects.filter(pk=proof.row),
    )
    proof = check_recovery(ada, factors.add_recovery(ada, now)[0], now, purpose="add-factor")
    assert prove_often(ada, now, proof) > 1


def answered(ada, now, device):
    """The proof of a passkey that was asked."""
    options, state = start_passkey(ada)
    return check_passkey(ada, state, device.get(options), now, purpose="sign-in")


@pytest.mark.req("ACC-06")
def test_a_passkey_proves_and_one_that_counts_must_have_counted_on(ada, now):
    device = Authenticator()
    pk = passkey_of(ada, now, device)
    proof = answered(ada, now, device)
    assert (proof.method, proof.row, proof.mark) == ("passkey", pk, 2)
    assert prove_often(ada, now, proof) == 1
    device.counter = 0  # a copy of the device
    copied = answered(ada, now, device)
    assert (
        code_of(lambda: perform(ProveFactor, ProveFactorInput(copied), as_account(ada), now))
        == "code-over"
    )


def test_a_passkey_that_never_counts_is_fine(ada, now):
    device = Authenticator(counts=False)
    passkey_of(ada, now, device)
    for _ in range(2):
        assert prove_often(ada, now, answered(ada, now, device)) == 1, "each of its answers, once"


def test_without_the_guard_an_answer_of_a_passkey_proves_more_than_once(ada, now, monkeypatch):
    device = Authenticator(counts=False)
    passkey_of(ada, now, device)
    monkeypatch.setitem(
        proofs.WAYS, "passkey", lambda proof, account, at: Factor.objects.filter(pk=proof.row)
    )
    assert prove_often(ada, now, answered(ada, now, device)) > 1


def test_sent_codes_are_not_proved_here(ada, now):
    challenge = proved(ada, now, purpose="sign-in")
    assert (
        code_of(
            lambda: perform(
                ProveFactor, ProveFactorInput(Proof("email", challenge)), as_account(ada), now
            )
        )
        == "code-over"
    )


@pytest.mark.req("ACC-10", "ACC-16")
def test_ten_wrong_codes_of_one_factor_lock_even_at_the_same_time(ada, now):
    factors.add_app(ada, now)
    results = at_once(
        THREADS,
        lambda n: told(lambda: check_app(ada, "000000", now, purpose="sign-in")),
    )
    assert {one.code for one in results} <= {"code-wrong", "code-over"}
    assert sum(one.code == "code-wrong" for one in results) == 10
    assert Account.objects.get(pk=ada.pk).locked_at == now
    failed = Entry.objects.filter(verb="code-failed")
    assert failed.count() == 10
    assert failed.latest("pk").data == {"factor": "app", "purpose": "sign-in"}


def test_the_tries_of_each_factor_are_counted_by_themselves_and_forgotten_on_unlocking(ada, now):
    secret, codes = factors.add_app(ada, now), factors.add_recovery(ada, now)
    for _ in range(10):
        code_of(lambda: check_recovery(ada, "nothing", now, purpose="sign-in"))
    assert code_of(lambda: check_recovery(ada, codes[0], now, purpose="sign-in")) == "code-over"
    assert check_app(ada, factors.shown(secret, now), now, purpose="sign-in")
    tries.forget(keys_of(ada.username), in_a_row=True)
    assert check_recovery(ada, codes[0], now, purpose="sign-in")
