"""A right code that is held permits one thing, once, for a while; and can't be typed again."""

from datetime import datetime, timedelta

import pytest

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people import passwords, proofs
from precert.people.actions.hold_code import HoldCode
from precert.people.actions.prove_code import ProveCodeInput
from precert.people.actions.set_password import SetPassword, SetPasswordInput
from precert.people.actions.start_code import start_code
from precert.people.actors import as_account
from precert.people.checks.code import hold_code
from precert.people.models import Account, LoginSession
from precert.people.policy import SIGN_IN_LIMIT
from precert.people.queries import open_code
from tests import world as w
from tests.doing.races import racing
from tests.harness import sessions

FRESH = "velvet-Orbit-7-mango"


@pytest.fixture
def ada(now: datetime, db: None) -> Account:
    return Account.objects.get(pk=w.build(now).accounts["ada"])


def held(owner: Account, now: datetime) -> int:
    challenge = start_code(owner, now, purpose="change-password", channel="email", to=owner.email)
    mail = open_code(Entry.objects.filter(verb="code.requested").latest("pk"), now)
    assert mail
    assert hold_code(challenge, mail.code, now, purpose="change-password") == owner
    return challenge


def change(owner: Account, challenge: int, now: datetime, session: int | None = None) -> None:
    new = SetPasswordInput(challenge, "change-password", passwords.hashed(FRESH), session)
    perform(SetPassword, new, as_account(owner), now)


@pytest.mark.req("ACC-09")
def test_a_new_password_needs_the_code_and_works_once(ada: Account, now: datetime) -> None:
    challenge = held(ada, now)
    change(ada, challenge, now)
    ada.refresh_from_db()
    assert passwords.is_right(FRESH, ada.password)
    with pytest.raises(Refusal, match="no longer works"):
        change(ada, challenge, now)


def test_a_held_code_can_not_be_held_again(ada: Account, now: datetime) -> None:
    challenge = held(ada, now)
    with pytest.raises(Refusal, match="no longer works"):
        perform(HoldCode, ProveCodeInput(challenge, "change-password"), as_account(ada), now)


@pytest.mark.req("ACC-09")
def test_a_code_that_was_only_sent_or_is_held_too_long_or_is_anothers_changes_nothing(
    ada: Account, now: datetime
) -> None:
    sent = start_code(ada, now, purpose="change-password", channel="email", to=ada.email)
    ben = Account.objects.get(username="ben")
    challenge = held(ada, now)
    for owner, proof, moment in (
        (ada, sent, now),
        (ben, challenge, now),
        (ada, challenge, now + SIGN_IN_LIMIT),
    ):
        with pytest.raises(Refusal, match="no longer works"):
            change(owner, proof, moment)
    assert not Entry.objects.filter(verb="password-changed").exists()


@pytest.mark.req("ACC-09")
def test_the_other_sessions_end_and_this_one_goes_on(ada: Account, now: datetime) -> None:
    for _ in range(3):
        sessions.key_for(ada, now)
    here = LoginSession.objects.filter(account=ada).latest("pk").pk
    change(ada, held(ada, now), now, here)
    assert list(
        LoginSession.objects.filter(account=ada, ended_at=None).values_list("pk", flat=True)
    ) == [here]
    assert set(LoginSession.objects.exclude(pk=here).values_list("end_reason", flat=True)) == {
        "password"
    }


@pytest.mark.req("ACC-08")
@pytest.mark.parametrize(
    "state",
    [{"locked_at": True}, {"is_active": False}, {"removed_at": True}, {"registered_at": None}],
)
def test_an_account_that_was_closed_meanwhile_keeps_its_password(
    ada: Account, now: datetime, state: dict[str, object]
) -> None:
    challenge, before = held(ada, now), ada.password
    Account.objects.filter(pk=ada.pk).update(
        **{name: now if value is True else value for name, value in state.items()}
    )
    with pytest.raises(Refusal, match="You cannot change the password"):
        change(ada, challenge, now + timedelta(minutes=1))
    ada.refresh_from_db()
    assert ada.password == before


@pytest.mark.req("ACC-09")
@pytest.mark.parametrize("count", [20, pytest.param(100, marks=pytest.mark.torture)])
def test_of_many_at_the_same_time_one_sets_the_password(
    committed: object, now: datetime, count: int
) -> None:
    owner = Account.objects.get(pk=w.build(now).accounts["ada"])
    challenge = held(owner, now)
    results = racing.at_once(count, lambda n: racing.told(lambda: change(owner, challenge, now)))
    assert len(racing.won(results)) == 1
    assert {one.code for one in results if one.refusal} == {"code-over"}
    assert Entry.objects.filter(verb="password-changed").count() == 1


@pytest.mark.parametrize("guarded", [True, False])
def test_the_guard_is_the_condition_of_the_update(
    ada: Account, now: datetime, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    challenge = held(ada, now)
    if not guarded:
        racing.without(monkeypatch, proofs, "Challenge", "used_at")
    results = [racing.told(lambda: change(ada, challenge, now)) for _ in range(3)]
    assert len(racing.won(results)) == (1 if guarded else 3)
