"""What must come of a request, worked out from the hand-written table alone."""

from typing import Literal

from tests.doors.access.permits import (
    ELSEWHERE,
    GROUP_ADMINS,
    GUESTS,
    HOSTS,
    NOBODY,
    OUT,
    PROVIDER_ROLES,
    STAFF_ROLES,
    holds,
)
from tests.doors.access.table import PUBLIC, Row
from tests.doors.access.things import SEEN

Outcome = Literal[
    "anything", "open", "login", "terms", "refused", "missing", "method", "elsewhere", "led"
]
ASKED_TO_CHANGE = {
    "case_page",
    "case_summary",
}  # a case of one's other context: a page that asks to change it
LEADERS = {*GROUP_ADMINS, *HOSTS}  # of Denver Health
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def expected(row: Row, method: str, actor: str, relation: str) -> Outcome:
    """Anything: a stranger's page. Open: whatever but the others.

    Login, terms: sent there; refused: 403; missing: 404,
    or what the route says of a thing that isn't there; elsewhere: asked to change the context;
    method: 405; led: to the form's page.
    """
    needs = row.needs.get("GET" if method == "HEAD" else method)
    anything = tuple(one for permissions in row.needs.values() for one in permissions)
    if PUBLIC[0] in anything:
        return "method" if needs is None else "anything"
    if actor in OUT:
        return "login"
    if (
        actor == "terms-pending"
        and row.name not in {"logout", "context", "idle", "terms", "kept"}
        and not row.name.startswith("help_")
    ):
        return "terms"
    permitted = holds(role(actor), *anything) if anything and actor not in NOBODY else not anything
    if not permitted:
        return "refused"
    if needs is None:
        return "led" if row.leads and method in {"GET", "HEAD"} else "method"
    if row.name == "context" and method == "POST" and role(actor) in {*STAFF_ROLES, *ELSEWHERE}:
        return "missing"
    if row.name in ASKED_TO_CHANGE and in_another_context(actor, relation):
        return "elsewhere"
    return "open" if reaches(row, actor, relation) else "missing"


def in_another_context(actor: str, relation: str) -> bool:
    """Group Admins may act for every provider of the group; all of them work at Boulder, too."""
    return (role(actor) in PROVIDER_ROLES and relation == "elsewhere") or (
        actor in LEADERS and relation in {"attended", "sibling"}
    )


def role(actor: str) -> str:
    """The role whose permissions an actor holds."""
    if actor in {*GUESTS, *HOSTS}:
        return "provider-group-admin"
    return "provider-staff" if actor == "terms-pending" else actor


def reaches(row: Row, actor: str, relation: str) -> bool:
    """Whether a thing of this relation is there for the actor."""
    if not row.about:
        return True
    if relation == "missing" or row.about == "nothing":
        return False
    if row.about in {"user", "place", "user-in-body"}:
        if actor in GUESTS:
            return relation == "own" and GUESTS[actor] == "provider-admin"
        if relation == "shared":
            return HOSTS.get(actor) == "provider-admin"
        return relation == "own" or (relation == "sibling" and actor in LEADERS)
    if row.about in {"account", "registry"}:
        return True
    if actor in {*PROVIDER_ROLES, *GUESTS, *HOSTS, "terms-pending"}:
        return _provider_reaches(row.about, actor, relation)
    if row.about in {"draft", "draft-document"}:
        return False
    return actor in STAFF_ROLES or relation.startswith(
        "group-"
    )  # those elsewhere serve MS State UM only


def _provider_reaches(about: str, actor: str, relation: str) -> bool:
    if about in {"draft", "draft-document"}:
        return relation == "own" or (relation == "sibling" and actor in LEADERS)
    return about == "consumer" or relation in SEEN


def pairs(row: Row) -> list[str]:
    """Names of a second id in the address, which may belong to something else than the first."""
    named = [name for name, source in row.path.items() if not source.startswith("=")]
    return named[:1] if len(named) > 1 else []
