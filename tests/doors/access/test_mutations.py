"""The matrix notices each check that goes missing: one after the other is taken away, and some cell
must turn red.

Two layers keep what needs a permission: the door, before the view, and the action, inside its
transaction. The matrix tells them apart, for the door's refusal has a page of its own; so each of
them is taken away alone.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from precert.cases import access
from precert.cases.models import Case, Draft, Request, RequestState
from precert.cases.queries import attachments
from precert.conduct.actor import Actor
from precert.gate.rules import Rule
from precert.people import authority
from precert.people.models import Account, GroupProvider
from tests import world as w
from tests.doors.access import seats, things
from tests.doors.access.table import PUBLIC, ROWS, Row
from tests.doors.access.test_matrix import Matrix, demo, world  # fixtures

__all__ = ["demo", "world"]
STRANGERS = (
    "anonymous",
    "ex-member",
    "provider-staff",
    "provider-admin",
    "provider-group-admin",
    "intake",
    "support",
)
SIDES = (
    "provider-staff",
    "provider-admin",
    "provider-group-admin",
    "nurse-elsewhere",
    "supervisor-elsewhere",
    "nurse",
    "guest-staff",
    "host-staff",
)
KEPT = [row for row in ROWS if not any(needs == PUBLIC for needs in row.needs.values())]

# What each look-up is without its filter.
OPENED: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    "access.visible": (access, "visible", lambda actor: Case.objects.all()),
    "access.requests": (access, "requests", lambda actor: Request.objects.all()),
    "access.drafts": (access, "drafts", lambda actor: Draft.objects.filter(state=Draft.OPEN)),
    "access.open_requests": (access, "open_requests", lambda actor: RequestState.objects.all()),
    "access.failures": (access, "failures", lambda actor: Case.objects.all()),
    "managing.accounts_in": (
        authority,
        "accounts_in",
        lambda span: Account.objects.filter(staff=False),
    ),
    "managing.places": (authority, "places", lambda actor: GroupProvider.objects.all()),
    "Actor.groups_with": (  # as if what one group gives held in all groups that own the provider
        Actor,
        "groups_with",
        lambda actor, permission: frozenset(one.group_id for one in actor.grants),
    ),
    "attachments._within_reach": (attachments, "_within_reach", lambda actor, row: True),
}


def views(resolver: URLResolver) -> Iterator[tuple[str, Any]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield str(one.name), one.callback
        else:
            yield from views(one)


def red(matrix: dict[str, things.Thing], clients: dict[str, Any], rows: list[Row]) -> list[str]:
    """What is wrong in the first wrong cell of these rows; nothing if none is."""
    for actor, client in clients.items():
        cells = Matrix(matrix, actor, client)
        for row in rows:
            cells.walk((row,), tuple(row.needs))
            if cells.wrong:
                return cells.wrong
    return []


@pytest.mark.torture
@pytest.mark.usefixtures("demo")
def test_a_door_without_its_rule_turns_a_cell_red(
    world: w.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = things.make(world)
    clients = {actor: seats.client(world, actor) for actor in STRANGERS}
    found = dict(views(get_resolver("tests.browser.demo_urls")))
    assert red(made, clients, KEPT) == [], "nothing is taken away yet"
    unnoticed = []
    for row in KEPT:
        permissions = any(needs for needs in row.needs.values())
        before = getattr(found[row.name], "gate_rule", Rule())
        monkeypatch.setattr(
            found[row.name],
            "gate_rule",
            Rule(public=not permissions, background=before.background),
            raising=False,
        )
        if not red(made, clients, [row]):
            unnoticed.append(row.name)
        monkeypatch.setattr(found[row.name], "gate_rule", before)
    assert unnoticed == []


@pytest.mark.torture
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("name", OPENED)
def test_a_look_up_without_its_filter_turns_a_cell_red(
    world: w.World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    made = things.make(world)
    clients = {actor: seats.client(world, actor) for actor in SIDES}
    room, function, opened = OPENED[name]
    monkeypatch.setattr(room, function, opened)
    assert red(made, clients, KEPT)
