"""Parallel tries. Each race has a control run in which the guard of the production statement is
gone; that one must fail.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import F

from precert.conduct.refusal import Refusal
from precert.jobs import worker
from precert.journal.models import Entry
from precert.people import proofs, tries
from precert.people.actions import sign_in as signing
from precert.people.checks import code as verifying
from precert.people.checks import factor as showing
from precert.people.checks import password as checking
from precert.people.checks.factor import check_app
from precert.people.models import Account, Challenge, Factor, TryCounter
from precert.people.queries import open_code
from tests.harness import codes, factors
from tests.harness.characters import PASSWORD, make_cast

THREADS = 50
TORTURE = 200


@pytest.fixture
def cast(committed, now):
    return make_cast(now)


def all_at_once(count, work):
    gate = threading.Barrier(count)

    def one(n):
        gate.wait()
        try:
            return work(n)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def looked_at(monkeypatch, now, count=THREADS):
    """The answers to parallel tries, and how often a password was looked at."""
    seen = []
    real = checking._matches
    monkeypatch.setattr(
        checking, "_matches", lambda account, typed: seen.append(1) or real(account, typed)
    )

    def work(n):
        try:
            checking.check_password("ada", "wrong", now, door="provider")
        except Refusal as refusal:
            return str(refusal)
        return "in"

    return all_at_once(count, work), len(seen)


@pytest.mark.req("ACC-10")
@pytest.mark.parametrize("count", [THREADS, pytest.param(TORTURE, marks=pytest.mark.torture)])
def test_parallel_wrong_tries_are_looked_at_ten_times_at_most_and_lock_once(
    cast, now, monkeypatch, count
):
    answers, seen = looked_at(monkeypatch, now, count)
    assert seen == 10
    assert set(answers) == {checking.NOT_RIGHT}
    assert Account.objects.get(pk=cast.ada.pk).locked_at == now
    assert Entry.objects.filter(verb="locked").count() == 1
    assert Entry.objects.filter(verb="sign-in-failed").count() == count
    with pytest.raises(Refusal):
        checking.check_password("ada", PASSWORD, now, door="provider")


def test_without_the_counters_guard_more_tries_are_looked_at(cast, now, monkeypatch):
    def unguarded(row, recent, failures, now):
        return bool(TryCounter.objects.filter(pk=row.pk).update(recent=recent, turn=F("turn") + 1))

    monkeypatch.setattr(tries, "_swap", unguarded)
    seen = 0
    for n in range(5):  # whether two meet in between is chance: it gets several
        Account.objects.update(locked_at=None)
        seen = max(seen, looked_at(monkeypatch, now + timedelta(hours=n))[1])
        if seen > 10:
            break
    assert seen > 10


def in_parallel(challenge, code, now):
    def work(n):
        try:
            codes.enter(challenge, code, now)
        except Refusal:
            return False
        return True

    return sum(all_at_once(THREADS, work))


@pytest.mark.req("ACC-06")
def test_a_code_signs_in_once_under_parallel_tries(cast, now):
    challenge = codes.start(cast.ada, now)
    code = open_code(Entry.objects.get(verb="code.requested"), now).code
    assert in_parallel(challenge, code, now) == 1
    assert Challenge.objects.get(pk=challenge).tries <= 5
    assert Entry.objects.filter(verb="signed-in").count() == 1


def test_without_the_codes_guard_it_signs_in_more_than_once(cast, now, monkeypatch):
    monkeypatch.setitem(
        proofs.WAYS, "email", lambda proof, account, at: Challenge.objects.filter(pk=proof.row)
    )
    challenge = codes.start(cast.ada, now)
    code = open_code(Entry.objects.get(verb="code.requested"), now).code
    monkeypatch.setattr(verifying, "_take_try", lambda challenge_id, purpose, now: True)
    assert in_parallel(challenge, code, now) > 1


def test_wrong_parallel_codes_are_looked_at_five_times_at_most(cast, now, monkeypatch):
    challenge = codes.start(cast.ada, now)
    code = open_code(Entry.objects.get(verb="code.requested"), now).code
    seen = []
    monkeypatch.setattr(verifying.codes, "matches", lambda *a: bool(seen.append(1)))
    assert in_parallel(challenge, "000000" if code != "000000" else "111111", now) == 0
    assert len(seen) == 5


def by_app(cast, now, typed, count=THREADS):
    """How many of parallel tries of the app's code get in."""

    def work(n):
        try:
            signing.sign_in(
                cast.ada, check_app(cast.ada, typed, now, purpose="sign-in"), now, address=""
            )
        except Refusal:
            return False
        return True

    return sum(all_at_once(count, work))


@pytest.mark.req("ACC-06")
@pytest.mark.parametrize("count", [THREADS, pytest.param(TORTURE // 2, marks=pytest.mark.torture)])
def test_an_apps_time_step_signs_in_once_under_parallel_tries(cast, now, count):
    secret = factors.add_app(cast.ada, now)
    assert by_app(cast, now, factors.shown(secret, now), count) == 1
    assert Entry.objects.filter(verb="signed-in").count() == 1


def test_without_the_time_steps_guard_it_signs_in_more_than_once(cast, now, monkeypatch):
    secret = factors.add_app(cast.ada, now)
    monkeypatch.setitem(
        proofs.WAYS, "app", lambda proof, account, at: Factor.objects.filter(pk=proof.row)
    )
    assert by_app(cast, now, factors.shown(secret, now)) > 1


@pytest.mark.req("ACC-10")
@pytest.mark.parametrize("count", [THREADS, pytest.param(TORTURE, marks=pytest.mark.torture)])
def test_wrong_parallel_codes_of_an_app_are_looked_at_ten_times_at_most_and_lock_once(
    cast, now, monkeypatch, count
):
    factors.add_app(cast.ada, now)
    seen = []
    monkeypatch.setattr(showing.app, "step_of", lambda *a: seen.append(1) and None)
    assert by_app(cast, now, "000000", count) == 0
    assert len(seen) == 10
    assert Account.objects.get(pk=cast.ada.pk).locked_at == now
    assert Entry.objects.filter(verb="locked").count() == 1


@pytest.mark.req("ACC-06")
def test_a_recovery_code_signs_in_once_under_parallel_tries(cast, now):
    code = factors.add_recovery(cast.ada, now)[0]

    def work(n):
        try:
            signing.sign_in(
                cast.ada,
                showing.check_recovery(cast.ada, code, now, purpose="sign-in"),
                now,
                address="",
            )
        except Refusal:
            return False
        return True

    assert sum(all_at_once(THREADS, work)) == 1


@pytest.mark.req("ACC-10")
def test_counters_are_thrown_away_once_their_window_is_over_and_no_earlier(cast, now):
    for minutes, name in ((0, "nobody-1"), (0, "nobody-2"), (5, "nobody-3")):
        assert tries.take(tries.key_of(name, "password"), now + timedelta(minutes=minutes))
    worker.tick(now.replace(hour=20, minute=1))
    assert TryCounter.objects.count() == 3, "hourly"
    assert tries.purge(now + timedelta(minutes=15)) == 2
    worker.tick(now.replace(hour=20, minute=0))
    assert TryCounter.objects.count() == 0
    with pytest.raises(Refusal):
        checking.check_password("nobody-4", "wrong", now, door="provider")
    assert tries.purge(now + timedelta(days=364)) == 0, "failures in a row are remembered"
    assert tries.purge(now + timedelta(days=365)) == 1


def test_a_counter_thrown_away_between_two_looks_is_begun_anew(cast, now, monkeypatch):
    key = tries.key_of("ada", "password")
    tries.take(key, now - timedelta(hours=1))
    real, cut = tries._swap, iter([True])

    def purged_before(row, recent, failures, at):
        if next(cut, False):
            tries.purge(now)
        return real(row, recent, failures, at)

    monkeypatch.setattr(tries, "_swap", purged_before)
    assert tries.take(key, now)
    assert len(TryCounter.objects.get(key=key).recent) == 1
