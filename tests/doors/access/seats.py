"""A client for each actor of the matrix: signed in or not, with the role, in the state."""

from datetime import timedelta

from django.test import Client

from precert.conduct.actor import Actor
from precert.gate import session
from precert.people import queries as people
from precert.people import setup
from precert.people.models import Account, LoginSession, Membership, TermsAgreement
from precert.people.roles import ROLES
from tests import world as w
from tests.doors.access.permits import ELSEWHERE, GUESTS, HOSTS, PROVIDER_ROLES, STAFF_ROLES
from tests.harness import sessions
from tests.harness.characters import account


def client(world: w.World, actor: str) -> Client:
    """The actor's browser."""
    if actor == "anonymous":
        return Client()
    if actor == "password-only":
        return _password_only(world)
    if actor in (*STAFF_ROLES, *ELSEWHERE):
        person = account(f"a-{actor}", world.now, staff=True)
        setup.grant_staff_role(
            person.pk,
            actor.removesuffix("-elsewhere"),
            world.now,
            w.MS if actor in ELSEWHERE else "",
        )
        return sessions.sign_in(Client(), person, world.now)
    return _member(world, actor)


def _member(world: w.World, actor: str) -> Client:
    """Somebody at Denver Hospital who also works at Boulder; then the state."""
    role = actor if actor in PROVIDER_ROLES else GUESTS.get(actor, "provider-staff")
    role = "provider-group-admin" if actor in HOSTS else role
    person = account(f"a-{actor}", world.now)
    denver = None if ROLES[role].reach == "group" else world.providers["denver"]
    held = setup.add_membership(person.pk, world.groups["denver"], denver, role, world.now)
    setup.add_membership(
        person.pk, world.groups["boulder"], world.providers["boulder"], "provider-staff", world.now
    )
    if actor in GUESTS:
        own = setup.create_group(f"Of {actor}", [world.providers["denver"]], world.now)
        setup.add_membership(person.pk, own, None, "provider-group-admin", world.now)
    if actor in HOSTS:
        far, place = world.groups["far"], world.providers["denver"]
        setup.add_membership(person.pk, far, place, HOSTS[actor], world.now)
    browser = sessions.sign_in(Client(), person, world.now)
    store = browser.session
    store[session.CONTEXT] = world.providers["denver"]
    if actor == "idle-expired":
        store[session.LAST_INPUT] = (world.now - timedelta(hours=2)).timestamp()
    if actor == "terms-pending":
        TermsAgreement.objects.filter(account=person).delete()
        store.pop("terms", None)
    store.save()
    _state(world, actor, person, held)
    return browser


def _state(world: w.World, actor: str, person: Account, held: int) -> None:
    rows = Account.objects.filter(pk=person.pk)
    if actor == "ex-member":
        Membership.objects.filter(pk=held).delete()
    elif actor == "deactivated":
        rows.update(is_active=False, inactive_reason="admin")
    elif actor == "removed":
        rows.update(removed_at=world.now)
    elif actor == "ended-elsewhere":
        LoginSession.objects.filter(account=person).update(
            ended_at=world.now, end_reason="from afar"
        )


def _password_only(world: w.World) -> Client:
    """The right password, and then no further."""
    browser = Client()
    answer = browser.post("/login", {"door": "provider", "username": "ada", "password": w.PASSWORD})
    assert answer.status_code == 302, "the password opens nothing but the way to the second factor"
    return browser


def actor(world: w.World, name: str, provider: str | None = None) -> Actor:
    """The same person as an actor, once `client` has made them."""
    found = Account.objects.get(username=f"a-{name}")
    return people.actor_for(
        found, None if provider is None else world.providers[provider], world.now
    )
