from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precert.people import policy

NOW = datetime(2026, 6, 9, 15, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.req("ACC-10")
def test_the_tenth_try_is_the_last_one():
    tries = [NOW - SECOND * n for n in range(9)]
    assert policy.may_try(tries, NOW)
    assert not policy.may_try([*tries, NOW], NOW)


@pytest.mark.req("ACC-10")
def test_a_try_counts_for_fifteen_minutes_not_longer():
    tries = [NOW] * 10
    assert not policy.may_try(tries, NOW + timedelta(minutes=15) - SECOND)
    assert policy.may_try(tries, NOW + timedelta(minutes=15))


@given(st.lists(st.integers(0, 3600), max_size=60))
def test_never_more_than_ten_tries_within_any_fifteen_minutes(seconds):
    made: list[datetime] = []
    for at in sorted(NOW + SECOND * s for s in seconds):
        if policy.may_try(made, at):
            made.append(at)
    assert all(
        len([t for t in made if start <= t < start + timedelta(minutes=15)]) <= 10 for start in made
    )


def test_codes_are_six_digits_with_leading_zeros():
    codes = {policy.new_code() for _ in range(500)}
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 400


@pytest.mark.parametrize("typed", ["123456", " 123 456 ", "123-456", "123\u00a0456"])
def test_a_pasted_code_may_have_blanks_and_dashes(typed):
    assert policy.typed_code(typed) == "123456"


@pytest.mark.parametrize("typed", ["Ada", " ADA ", "\uff21da"])
def test_a_username_is_the_same_however_it_is_typed(typed):
    assert policy.username(typed) == "ada"


@given(st.text(max_size=40))
def test_a_stored_username_stays_as_it_is(typed):
    assert policy.username(policy.username(typed)) == policy.username(typed)


@pytest.mark.req("ACC-07")
@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("Short-1", "14"),
        ("no-upper-case-1", "upper"),
        ("NO-LOWER-CASE-1", "lower"),
        ("No-Digits-In-It", "digit"),
        ("NoSpecialInIt11", "special"),
    ],
)
def test_each_missing_thing_of_a_password_is_named(password, word):
    assert any(word in problem for problem in policy.password_problems(password))


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("NoSpecialInIt11", "Add a special character."),
        ("NoSpecialInItNow", "Add a digit and a special character."),
        ("nospecialinitnow", "Add an uppercase letter, a digit and a special character."),
    ],
)
def test_what_a_password_lacks_is_said_in_one_sentence(password, said):
    assert said in policy.password_problems(password)


@pytest.mark.req("ACC-07")
def test_good_and_very_long_passwords_pass_common_ones_and_the_username_do_not():
    assert policy.password_problems("Correct-Horse-9-Battery", "ada") == []
    assert policy.password_problems("Aa1-" + "x" * 196) == []
    assert policy.password_problems("Password-1234-!", common={"password-1234-!"})
    assert policy.password_problems("Ada.Lovelace-1815", "ada.lovelace")


@pytest.mark.req("ACC-11")
@pytest.mark.req("CON-10", part="countdown")
@pytest.mark.parametrize(
    ("countdown", "minutes", "seconds", "state"),
    [
        ("ends-at", 15, 13 * 60 - 1, "active"),
        ("ends-at", 15, 13 * 60, "countdown"),
        ("ends-at", 15, 15 * 60 - 1, "countdown"),
        ("ends-at", 15, 15 * 60, "expired"),
        ("starts-at", 15, 15 * 60 - 1, "active"),
        ("starts-at", 15, 15 * 60, "countdown"),
        ("starts-at", 15, 17 * 60 - 1, "countdown"),
        ("starts-at", 15, 17 * 60, "expired"),
        ("ends-at", 60, 59 * 60, "countdown"),
    ],
)
def test_the_countdown_ends_or_starts_at_the_contracts_idle_time(
    countdown, minutes, seconds, state
):
    assert policy.idle(NOW + SECOND * seconds, NOW, minutes, countdown).state == state


def test_a_session_ends_after_twelve_hours():
    assert not policy.too_old(NOW + timedelta(hours=12) - SECOND, NOW)
    assert policy.too_old(NOW + timedelta(hours=12), NOW)
