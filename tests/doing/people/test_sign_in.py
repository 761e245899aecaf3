from datetime import timedelta

import pytest

from precert.conduct.refusal import Refusal
from precert.journal.models import Entry
from precert.people.checks import password as checking
from precert.people.checks.password import check_password
from precert.people.models import Account, Challenge
from precert.people.queries import open_code
from tests.harness import codes
from tests.harness.characters import PASSWORD, make_cast

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def cast(db, now):
    return make_cast(now)


def try_it(username, password, now, door="provider"):
    try:
        return check_password(username, password, now, door=door).username
    except Refusal as refusal:
        return str(refusal)


def mailed(now):
    return open_code(Entry.objects.filter(verb="code.requested").latest("pk"), now)


def verbs():
    return list(
        Entry.objects.exclude(actor_kind="worker").order_by("pk").values_list("verb", flat=True)
    )


@pytest.mark.req("ACC-06")
def test_the_right_password_and_the_mailed_code_sign_in_and_are_journaled(cast, now):
    account = check_password(" ADA ", PASSWORD, now, door="provider")
    challenge = codes.start(account, now)
    mail = mailed(now)
    assert (mail.to, mail.expires_at) == ("ada@example.test", now + timedelta(minutes=10))
    assert codes.enter(challenge, mail.code, now) == cast.ada
    assert verbs() == ["code.requested", "signed-in"]
    assert Account.objects.get(pk=cast.ada.pk).signed_in_at == now


def test_the_code_stands_nowhere_in_the_clear(cast, now):
    challenge = codes.start(cast.ada, now)
    code = mailed(now).code
    assert code not in str(Entry.objects.latest("pk").data)
    assert code not in Challenge.objects.get(pk=challenge).code_hash


@pytest.mark.req("ACC-01")
@pytest.mark.parametrize(
    ("username", "password", "door"),
    [("nobody", PASSWORD, "provider"), ("ada", "wrong", "provider"), ("ada", PASSWORD, "staff"), ("grace", PASSWORD, "provider"),
     ("x" * 150, "y" * 1000, "staff")],
)  # fmt: skip
def test_whatever_is_wrong_the_answer_is_the_same(cast, now, username, password, door):
    assert try_it(username, password, now, door) == checking.NOT_RIGHT


def test_an_inactive_account_gets_the_same_answer(cast, now):
    Account.objects.filter(pk=cast.ada.pk).update(is_active=False)
    assert try_it("ada", PASSWORD, now) == checking.NOT_RIGHT


def test_known_and_unknown_names_cost_one_hash_and_the_same_statements(
    cast, now, monkeypatch, django_assert_max_num_queries
):
    hashes, seen = [], {}
    real = checking.passwords.hashers.check_password
    monkeypatch.setattr(
        checking.passwords.hashers,
        "check_password",
        lambda *a, **k: hashes.append(1) or real(*a, **k),
    )
    for username in ("ada", "nobody"):
        with django_assert_max_num_queries(99) as queries:
            try_it(username, "wrong", now)
        seen[username] = [q["sql"].split()[0] for q in queries.captured_queries]
    assert seen["ada"] == seen["nobody"]
    assert len(hashes) == 2


@pytest.mark.req("ACC-16")
def test_failures_are_journaled_without_what_was_typed(cast, now):
    try_it("my-secret-password", "wrong", now)
    try_it("ada", "wrong", now, door="staff")
    unknown, known = Entry.objects.filter(verb="sign-in-failed").order_by("pk")
    assert (known.subject_kind, known.subject_id, known.data["reason"]) == (
        "account",
        str(cast.ada.pk),
        "door",
    )
    assert unknown.subject_kind == "username"
    assert "secret" not in f"{unknown.subject_id}{unknown.data}"


@pytest.mark.req("ACC-10", "ACC-16")
def test_the_tenth_failure_locks_and_time_does_not_unlock(cast, now):
    for n in range(10):
        assert not Account.objects.get(pk=cast.ada.pk).locked_at
        try_it("ada", "wrong", now + timedelta(seconds=n))
    assert verbs()[-2:] == ["sign-in-failed", "locked"]
    assert try_it("ada", PASSWORD, now + timedelta(days=3)) == checking.NOT_RIGHT


@pytest.mark.req("ACC-10")
def test_nine_failures_within_the_window_do_not_lock(cast, now):
    for n in range(9):
        try_it("ada", "wrong", now + timedelta(seconds=n))
    assert try_it("ada", PASSWORD, now + timedelta(minutes=1)) == "ada"
    try_it("ada", "wrong", now + timedelta(minutes=16))
    assert not Account.objects.get(pk=cast.ada.pk).locked_at


def test_right_passwords_are_not_counted(cast, now):
    assert [try_it("ada", PASSWORD, now) for _ in range(12)] == ["ada"] * 12


def test_a_code_works_once(cast, now):
    challenge = codes.start(cast.ada, now)
    code = mailed(now).code
    codes.enter(challenge, code, now)
    with pytest.raises(Refusal, match="no longer works"):
        codes.enter(challenge, code, now)


def test_a_code_works_for_ten_minutes(cast, now):
    challenge = codes.start(cast.ada, now)
    code = mailed(now).code
    with pytest.raises(Refusal, match="no longer works"):
        codes.enter(challenge, code, now + timedelta(minutes=10))
    assert codes.enter(challenge, code, now + timedelta(minutes=10, seconds=-1)) == cast.ada


def test_five_wrong_tries_end_a_code(cast, now):
    challenge = codes.start(cast.ada, now)
    code = mailed(now).code
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(Refusal):
            codes.enter(challenge, wrong, now)
    with pytest.raises(Refusal, match="no longer works"):
        codes.enter(challenge, code, now)
    assert verbs().count("code-failed") == 5


def test_ten_wrong_codes_lock_the_account_whatever_challenge_they_were_for(cast, now):
    for _ in range(2):
        challenge = codes.start(cast.ada, now)
        wrong = "000000" if mailed(now).code != "000000" else "111111"
        for _ in range(5):
            with pytest.raises(Refusal):
                codes.enter(challenge, wrong, now)
    assert Account.objects.get(pk=cast.ada.pk).locked_at == now


def test_a_new_code_ends_the_one_before(cast, now):
    first = codes.start(cast.ada, now)
    entry = Entry.objects.latest("pk")
    code = open_code(entry, now).code
    second = codes.again(first, now)
    assert second != first
    assert open_code(entry, now) is None
    with pytest.raises(Refusal, match="no longer works"):
        codes.enter(first, code, now)


def test_a_mailbox_is_not_flooded_with_codes(cast, now):
    for _ in range(10):
        codes.start(cast.ada, now)
    with pytest.raises(Refusal, match="Too many codes"):
        codes.start(cast.ada, now)
    codes.start(cast.ada, now + timedelta(minutes=15))


def test_an_account_locked_meanwhile_stays_out_in_spite_of_the_right_code(cast, now):
    challenge = codes.start(cast.ada, now)
    code = mailed(now).code
    Account.objects.filter(pk=cast.ada.pk).update(locked_at=now)
    with pytest.raises(Refusal):
        codes.enter(challenge, code, now)
    assert Challenge.objects.get(pk=challenge).used_at is None
    assert "signed-in" not in verbs()
