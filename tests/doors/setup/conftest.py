"""Ada leads Denver Health (Denver Hospital, Aurora Imaging), Pete is Provider Admin at Denver, Ben
and Cleo are staff there.
"""

import html
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from precert.people.models import GroupProvider, Membership
from tests import world as w
from tests.doing.people import helping


@pytest.fixture
def world(db: None, now: datetime) -> w.World:
    made = w.build(now)
    for who in ("pete", "cleo", "gia"):
        made.accounts[who] = w._account(who, now)
    helping.member(made, "pete", "denver", "denver", "provider-admin")
    helping.member(made, "cleo", "denver", "denver", "provider-staff")
    helping.member(made, "cleo", "mallory", "mallory", "provider-staff")
    helping.member(made, "gia", "denver", None, "provider-group-admin")
    return made


@pytest.fixture
def ada(world: w.World) -> Client:
    return w.signed_in(world, "ada", "denver")


@pytest.fixture
def pete(world: w.World) -> Client:
    return w.signed_in(world, "pete", "denver")


@pytest.fixture
def words() -> Callable[[Any], str]:
    """The text of an answer."""
    return lambda answer: html.unescape(
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
    )


@pytest.fixture
def place(world: w.World) -> Callable[[str], int]:
    """The id of a provider in its group."""
    return lambda provider: GroupProvider.objects.get(provider=world.providers[provider]).pk


@pytest.fixture
def role(world: w.World) -> Callable[..., Membership]:
    """Somebody's membership at a provider (None: the whole group)."""

    def of(who: str, provider: str | None = "denver") -> Membership:
        at = None if provider is None else world.providers[provider]
        return Membership.objects.get(account=world.accounts[who], provider=at)

    return of
