"""Races commit for real; every thread gets a connection of its own."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connections

from precert.conduct.actor import Actor
from precert.people import setup
from precert.registry.models import Consumer, Eligibility
from tests import world as w

MOST_THREADS = 40
REVIEWERS = 16


@pytest.fixture
def wide(committed: Any) -> Iterator[None]:
    """As many connections as there are threads: who waits for one at a gate would wait for ever."""
    options: dict[str, Any] = connections.settings["default"].get("OPTIONS", {})
    pool = options.get("pool")
    if not isinstance(pool, dict):
        yield
        return
    narrow = pool["max_size"]
    pool["max_size"] = MOST_THREADS
    yield
    pool["max_size"] = narrow


@pytest.fixture
def world(committed: Any, wide: None, now: datetime) -> w.World:
    """The named characters, committed."""
    return w.build(now)


@pytest.fixture
def many(world: w.World) -> Any:
    """Gives as many further people covered under CO UM (or MS State UM) as asked for; their ids."""

    def make(count: int, customer: str = "00198") -> list[int]:
        start = Consumer.objects.count()
        people = [
            Consumer(
                customer=customer, member_id=f"ZZ{start + n}", subscriber_id=f"ZZ{start + n}", first_name="Race", last_name="Runner",
                birth_date=date(1970, 1, 1), gender="F", address1="1 Elm St", city="Denver", state="CO",
            )
            for n in range(count)
        ]  # fmt: skip
        Consumer.objects.bulk_create(people)
        Eligibility.objects.bulk_create(
            Eligibility(
                consumer=one,
                program="Medicaid",
                plan="medicaid",
                from_date=date(2024, 1, 1),
                to_date=None,
            )
            for one in people
        )
        return [one.pk for one in people]

    return make


@pytest.fixture
def reviewers(world: w.World, now: datetime) -> list[Actor]:
    """Sixteen nurses."""
    for n in range(REVIEWERS):
        world.accounts[f"r{n}"] = setup.create_account(
            f"r{n}",
            first_name=f"R{n}",
            last_name="Viewer",
            email=f"r{n}@example.org",
            password=w.PASSWORD,
            now=now,
            staff=True,
        )
        setup.grant_staff_role(world.accounts[f"r{n}"], "nurse", now)
    return [world.actor(f"r{n}") for n in range(REVIEWERS)]
