"""The end of a registration: everything at once, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people.actions import finish_registration as finishing
from precert.people.actions.add_factor import AddFactorInput
from precert.people.actions.finish_registration import finish_registration
from precert.people.actions.start_code import start_code
from precert.people.factors import app, passkeys
from precert.people.models import (
    Account,
    Factor,
    GroupProvider,
    Link,
    LoginSession,
    Membership,
    RecoveryCode,
)
from tests.doing.races import racing
from tests.doing.races.racing import at_once, told, won
from tests.harness.authenticator import HERE, Authenticator
from tests.harness.characters import make_cast, provider
from tests.harness.registrations import finished, proved, registrant

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def at_home(settings):
    settings.SITE_URL = HERE
    settings.TELEPHONE_URL = "http://127.0.0.1:1"


@pytest.fixture
def cast(committed, now):
    return make_cast(now)


def refused(who, now, what):
    with pytest.raises(Refusal) as caught:
        finish_registration(who.account, what, now)
    assert not Factor.objects.filter(account=who.account).exists()
    assert Account.objects.get(pk=who.account.pk).registered_at is None
    return caught.value.findings[0].code


@pytest.mark.req("ACC-04")
def test_everything_stands_at_once_and_the_person_is_in(cast, now):
    who = registrant(now)
    key = finish_registration(who.account, finished(who, now), now)
    account = Account.objects.get(pk=who.account.pk)
    assert (account.password, account.registered_at, account.signed_in_at) == ("a hash", now, now)
    assert account.proven_email == account.email == "nina@example.org"
    assert Factor.objects.get(account=account).kind == "email"
    assert RecoveryCode.objects.filter(account=account, used_at=None).count() == 10
    assert LoginSession.objects.get(account=account).method == "email"
    assert key not in str(list(Entry.objects.values_list("data", flat=True)))
    said = (
        Entry.objects.filter(actor_id=str(account.pk)).order_by("pk").values_list("verb", flat=True)
    )
    assert list(said)[-6:] == [
        "code-proved",
        "factor-added",
        "recovery-codes-made",
        "password-changed",
        "registered",
        "signed-in",
    ]
    assert not Membership.objects.filter(account=account).exists()


@pytest.mark.req("ACC-02", "ACC-16")
def test_who_registered_a_provider_owns_a_group_for_it(cast, now):
    free = provider("Free Clinic", "1346220969")
    who = registrant(now, provider=free)
    finish_registration(who.account, finished(who, now), now)
    member = Membership.objects.get(account=who.account)
    assert (member.role, member.provider, member.group.name) == (
        "provider-group-admin",
        None,
        "Free Clinic",
    )
    assert list(member.group.owned.values_list("provider", flat=True)) == [free]
    verbs = set(Entry.objects.filter(actor_id=str(who.account.pk)).values_list("verb", flat=True))
    assert verbs >= {"group-created", "provider-added", "role-granted"}


@pytest.mark.req("ACC-04")
def test_the_address_is_the_one_that_the_code_came_back_from(cast, now):
    who = registrant(now)
    challenge = proved(who.account, now, to="other@example.org")
    finish_registration(who.account, replace(finished(who, now), email_challenge=challenge), now)
    assert Account.objects.get(pk=who.account.pk).proven_email == "other@example.org"


@pytest.mark.req("ACC-04")
def test_a_phone_an_app_and_a_passkey(cast, now):
    phone = registrant(now, "pia")
    by_phone = AddFactorInput(
        "phone",
        challenge_id=proved(phone.account, now, channel="sms", to="+13035550123"),
        method="sms",
    )
    finish_registration(phone.account, finished(phone, now, by_phone), now)
    assert Factor.objects.get(account=phone.account).phone == "+13035550123"
    with_app = registrant(now, "abe")
    finish_registration(
        with_app.account,
        finished(
            with_app,
            now,
            AddFactorInput("app", secret=app.seal("KEY", with_app.account.pk), step=9),
        ),
        now,
    )
    assert Factor.objects.get(account=with_app.account).last_step == 9
    keyed = registrant(now, "kay")
    options, state = passkeys.begin_adding(keyed.account.pk, "kay", "Kay", [])
    made = passkeys.finish_adding(state, Authenticator().create(options))
    finish_registration(
        keyed.account, finished(keyed, now, AddFactorInput("passkey", passkey=made)), now
    )
    assert Factor.objects.get(account=keyed.account).credential == made.credential
    assert set(LoginSession.objects.values_list("method", flat=True)) == {"sms", "app", "passkey"}
    again = registrant(now, "kim")
    assert (
        refused(again, now, finished(again, now, AddFactorInput("passkey", passkey=made)))
        == "factor-there"
    )


@pytest.mark.req("ACC-04")
def test_nothing_is_finished_with_less(cast, now, settings):
    who = registrant(now)
    whole = finished(who, now)
    unproved = start_code(
        who.account, now, purpose="register", channel="email", to="nina@example.org"
    )
    assert refused(who, now, replace(whole, email_challenge=unproved)) == "code-over"
    assert refused(who, now, replace(whole, email_challenge=proved(cast.ada, now))) == "code-over"
    assert (
        refused(who, now, replace(whole, factor=AddFactorInput("phone", challenge_id=unproved)))
        == "code-over"
    )
    settings.FACTORS = ["app"]
    assert refused(who, now, whole) == "factor-kind"


@pytest.mark.req("ACC-04")
def test_a_link_that_is_replaced_too_old_or_anothers_finishes_nothing(cast, now):
    who = registrant(now)
    whole = finished(who, now)
    assert refused(who, now + timedelta(minutes=60), whole) == "registration-over"
    other = registrant(now, "olga")
    assert refused(who, now, replace(whole, link_id=other.link.pk)) == "registration-over"
    registrant(now, purpose="reset")  # a newer link of the same account
    assert refused(who, now, whole) == "registration-over"


@pytest.mark.parametrize("why", [{"is_active": False}, {"locked_at": "now"}, {"removed_at": "now"}])
def test_an_account_that_cant_be_used_is_not_registered(cast, now, why):
    who = registrant(now)
    whole = finished(who, now)
    Account.objects.filter(pk=who.account.pk).update(
        **{name: now if value == "now" else value for name, value in why.items()}
    )
    assert refused(who, now, whole) == "registration-over"


def test_a_provider_that_somebody_else_registered_meanwhile_is_refused(cast, now):
    who = registrant(now, provider=cast.hospital)
    assert refused(who, now, finished(who, now)) == "provider-owned"


def finish_often(who, now, count=20):
    whole = finished(who, now)
    return won(at_once(count, lambda n: told(lambda: finish_registration(who.account, whole, now))))


@pytest.mark.req("ACC-04")
def test_a_registration_is_finished_once_under_parallel_tries(cast, now):
    who = registrant(now, provider=provider("Free Clinic", "1346220969"))
    assert len(finish_often(who, now)) == 1
    assert LoginSession.objects.filter(account=who.account).count() == 1
    assert RecoveryCode.objects.filter(account=who.account).count() == 10
    assert GroupProvider.objects.filter(group__membership__account=who.account).count() == 1


def test_without_its_guard_it_is_finished_more_than_once(cast, now, monkeypatch):
    racing.without(monkeypatch, finishing, "Account", "registered_at")
    # a factor has a unique constraint of its own
    monkeypatch.setattr(finishing, "write_factor", lambda action, new, phone: 0)
    assert len(finish_often(registrant(now), now)) > 1


def finish_both(free, now):
    """Nina and Nils, each with a link to the same provider, press the button at the same time."""
    both = [registrant(now, name, provider=free) for name in ("nina", "nils")]
    whole = [finished(who, now) for who in both]
    return at_once(2, lambda n: told(lambda: finish_registration(both[n].account, whole[n], now)))


@pytest.mark.req("ACC-02")
def test_of_two_who_register_the_same_provider_one_gets_it(cast, now):
    free = provider("Free Clinic", "1346220969")
    assert sorted(one.code for one in finish_both(free, now)) == ["", "provider-owned"]
    assert GroupProvider.objects.filter(provider=free).count() == 1
    assert Link.objects.filter(provider=free).count() == 2


def test_without_the_look_at_the_owner_both_would_get_it(cast, now, monkeypatch):
    monkeypatch.setattr(finishing, "owned", lambda provider_ids: frozenset())
    free = provider("Free Clinic", "1346220969")
    finish_both(free, now)
    assert GroupProvider.objects.filter(provider=free).count() == 2
