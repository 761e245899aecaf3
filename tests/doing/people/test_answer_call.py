"""A call is answered with # once, while it is open; of many at the same time one counts."""

from datetime import datetime, timedelta

import pytest

from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people.actions import answer_call as answering
from precert.people.actions.answer_call import AnswerCall, AnswerCallInput, answer_call
from precert.people.actions.start_code import start_decoy
from precert.people.actors import as_account
from precert.people.checks.code import check_call, check_code
from precert.people.models import Account, Challenge
from precert.people.queries import open_call, open_code
from tests import world as w
from tests.doing.races import racing
from tests.doing.races.racing import at_once, told, won
from tests.harness import telephone

THREADS = 20


@pytest.fixture
def ada(request: pytest.FixtureRequest, now: datetime) -> Account:
    if "committed" not in request.fixturenames:
        request.getfixturevalue("db")
    return Account.objects.get(pk=w.build(now).accounts["ada"])


@pytest.mark.req("ACC-04")
def test_it_counts_once(ada: Account, now: datetime) -> None:
    challenge = telephone.ask(now, "voice")
    assert check_call(challenge, now, purpose="sign-in") is None
    assert open_call(challenge, now).answered is False  # type: ignore[union-attr]
    assert answer_call(challenge, now)
    assert not answer_call(challenge, now + timedelta(seconds=1))
    assert Challenge.objects.get(pk=challenge).answered_at == now
    assert open_call(challenge, now).answered is True  # type: ignore[union-attr]
    assert Entry.objects.filter(verb="call-answered").count() == 1
    found = check_call(challenge, now, purpose="sign-in")
    assert found is not None
    assert found.account == ada


def test_it_counts_only_while_it_is_open(ada: Account, now: datetime) -> None:
    late = telephone.ask(now, "voice")
    assert not answer_call(late, now + timedelta(minutes=10))
    used = telephone.ask(now, "voice")
    assert not answer_call(late, now)  # replaced
    Challenge.objects.filter(pk=used).update(used_at=now)
    assert not answer_call(used, now)
    assert not answer_call(used + 1000, now)
    assert not answer_call(telephone.ask(now, "sms"), now)
    assert not answer_call(
        start_decoy("nobody", now, purpose="forgot-password", channel="voice"), now
    )
    assert not Challenge.objects.exclude(answered_at=None).exists()
    assert not Entry.objects.filter(verb="call-answered").exists()


def test_the_code_of_a_call_can_not_be_typed(ada: Account, now: datetime) -> None:
    challenge = telephone.ask(now, "voice")
    code = open_code(Entry.objects.get(verb="code.requested"), now)
    assert code
    with pytest.raises(Refusal):
        check_code(challenge, code.code, now, purpose="sign-in")


def answered_at_once(ada: Account, now: datetime) -> int:
    challenge = telephone.ask(now, "voice")
    actor = as_account(ada)
    results = at_once(
        THREADS,
        lambda n: told(
            lambda: perform(
                AnswerCall, AnswerCallInput(challenge), actor, now + timedelta(seconds=n)
            )
        ),
    )
    assert len(won(results)) == Entry.objects.filter(verb="call-answered").count()
    return len(won(results))


@pytest.mark.usefixtures("committed")
def test_of_many_at_the_same_time_one_counts(ada: Account, now: datetime) -> None:
    assert answered_at_once(ada, now) == 1


@pytest.mark.usefixtures("committed")
def test_without_the_guard_more_than_one_counts(
    ada: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    racing.without(monkeypatch, answering, "Challenge", "answered_at")
    assert answered_at_once(ada, now) > 1
