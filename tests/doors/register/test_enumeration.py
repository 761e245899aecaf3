"""Nobody learns at registration which NPI, code, username or address is known: not by what is answered, not by how long it takes.

Both sides are asked in turn. Times are compared by Mann-Whitney's U (`tests.harness.sameness`): p must be above 0.01.
"""

from collections.abc import Callable
from datetime import datetime
from http.cookies import SimpleCookie
from typing import Any

import pytest
import time_machine
from django.test import Client

from precert.jobs.worker import run_once
from precert.kit import clock as kit
from precert.people.models import Account, Link
from tests import world as w
from tests.harness import sameness
from tests.harness.registering import give_code
from tests.harness.sameness import Masked

COUNTS = [30, pytest.param(500, marks=pytest.mark.torture)]
KNOWN_NPI, UNKNOWN_NPI = w.PROVIDERS["doctor"][1], "1003000126"
NEVER_REGISTERED = {"username": "xyz", "email": "xyz@example.org"}
WAITING = {"username": "ben", "email": "ben@example.org"}
REGISTERED = {"username": "ada", "email": "ada@example.org"}
HOUR = 3600  # from try to try: no counter fills up

Ask = Callable[[int], Masked]


@pytest.fixture
def world(committed: Any, now: datetime) -> w.World:
    made = w.build(now)
    give_code(made.providers["doctor"], w.CO)
    Account.objects.filter(username="ben").update(registered_at=None)
    Link.objects.create(account_id=made.accounts["ben"], purpose="register", token_digest="0" * 64, made_at=now, expires_at=now)
    return made


@pytest.fixture(scope="module")
def browser() -> Client:
    """One client for all tries: making one reads the list of all static files."""
    return Client()


def sides(clock: time_machine.Traveller, browser: Client, place: str, *forms: dict[str, str]) -> tuple[list[Ask], list[set[Masked]]]:
    """For each form what posts it some time later from a browser without cookies, and the answers it got."""
    answers: list[set[Masked]] = [set() for _ in forms]

    def asker(form: dict[str, str], got: set[Masked]) -> Ask:
        def ask(n: int) -> Masked:
            clock.shift(HOUR)
            browser.cookies = SimpleCookie()
            answer = sameness.masked(browser.post(place, form), *form.values())
            got.add(answer)
            return answer

        return ask

    return [asker(form, got) for form, got in zip(forms, answers, strict=True)], answers


@pytest.mark.req("ACC-02")
@pytest.mark.parametrize("count", COUNTS)
def test_a_known_npi_and_an_unknown_one_get_the_same_answer_in_the_same_time(
    world: w.World, clock: time_machine.Traveller, browser: Client, count: int
) -> None:
    typed = {"contract": w.CO, "code": "RC-4712"}
    (known, unknown), answers = sides(clock, browser, "/register", typed | {"npi": KNOWN_NPI}, typed | {"npi": UNKNOWN_NPI})
    known(0), unknown(0)  # whatever is made at first use is there
    p = sameness.alike(count, known, unknown)
    assert p[-1] > sameness.LEAST_P, p
    assert answers[0] == answers[1]
    assert len(answers[0]) == 1, "one answer, whenever"


@pytest.mark.req("ACC-03")
@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("known", [WAITING, REGISTERED], ids=["waiting", "registered"])
def test_who_waits_for_a_link_and_who_never_registered_get_the_same_answer_in_the_same_time(
    world: w.World, clock: time_machine.Traveller, browser: Client, known: dict[str, str], count: int
) -> None:
    (one, other), answers = sides(clock, browser, "/register/resend", known, NEVER_REGISTERED)
    one(0), other(0)
    p = sameness.alike(count, one, other)
    assert p[-1] > sameness.LEAST_P, p
    assert answers[0] == answers[1]
    assert len(answers[0]) == 1
    before = Link.objects.count()
    run_once(kit.now())
    assert (Link.objects.count() > before) == (known is WAITING), "the worker knows, later"
