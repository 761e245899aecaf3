"""The web door's foundation: what a request carries, which views are open to whom, and how a view
has something done.

Every view states who may use it: `requires("case.view")`, `signed_in`, or `public`.
`middleware.DoorMiddleware` enforces it; a view that states nothing is for signed-in people only.
Views never check a permission themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from precert.conduct.action import Action
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.conduct.refusal import Finding, Refusal
from precert.people.acting import Account
from precert.people.queries import Seat

BACKGROUND_HEADER = "X-Precert-Background"
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Request(HttpRequest):
    """A request behind the door. For typing: the middleware sets these on Django's own request.

    `now` is there always; the others only when somebody is signed in. `acting_for`,
    `several_contexts` and
    `idle_seconds` are for the page's frame.
    """

    now: datetime
    seat: Seat
    actor: Actor
    account: Account
    session_id: int
    acting_for: str
    several_contexts: bool
    idle_seconds: int


@dataclass(frozen=True)
class Rule:
    """Who may use a view: anybody, or signed-in people who hold one of `permissions` (none listed:
    all of them).

    `background` lists the methods by which it is called without a person's doing, which don't keep
    a session alive.
    """

    public: bool = False
    permissions: frozenset[str] = frozenset()
    background: frozenset[str] = field(default_factory=frozenset)


def rule_of(view: Callable[..., Any]) -> Rule:
    """The view's rule; a view without one is for signed-in people."""
    rule = getattr(view, "door_rule", None)
    return rule if isinstance(rule, Rule) else Rule()


def requires(*permissions: str) -> Callable[[View], View]:
    """The view is for those who hold at least one of these permissions, in the context they act in."""

    def mark(view: View) -> View:
        return _marked(view, replace(rule_of(view), permissions=frozenset(permissions)))

    return mark


def signed_in(view: View) -> View:
    """The view is for everybody who is signed in, whatever their role or context."""
    return _marked(view, replace(rule_of(view), permissions=frozenset()))


def public(view: View) -> View:
    """The view is for strangers too."""
    return _marked(view, replace(rule_of(view), public=True))


def background(*methods: str) -> Callable[[View], View]:
    """Requests by these methods (polling, autosave) don't reset the idle time. A request may also
    say so by a header.
    """

    def mark(view: View) -> View:
        return _marked(view, replace(rule_of(view), background=frozenset(methods)))

    return mark


def _marked(view: View, rule: Rule) -> View:
    view.door_rule = rule  # type: ignore[attr-defined]
    return view


def is_background(request: HttpRequest, rule: Rule) -> bool:
    """Whether nobody did anything for this request to come."""
    return request.method in rule.background or request.headers.get(BACKGROUND_HEADER) == "1"


@dataclass(frozen=True)
class Result:
    """What became of an action: its answer, or the refusal (conflict, invalid or confirm) for the
    page to show.
    """

    answer: Any = None
    repeated: bool = False
    refusal: Refusal | None = None

    @property
    def done(self) -> bool:
        """True when it was carried out, now or the first time."""
        return self.refusal is None

    @property
    def findings(self) -> list[Finding]:
        """Why not; empty when it was done."""
        return self.refusal.findings if self.refusal else []


def run(request: Request, kind: type[Action[Any]], data: Any, key: str = "") -> Result:
    """Have an action done by the request's actor.

    A forbidden one becomes the 403 page and a missing one the 404 page, as for every address; the
    rest is the view's to show.
    """
    try:
        outcome = perform(kind, data, request.actor, request.now, key)
    except Refusal as refusal:
        if refusal.kind == "forbidden":
            raise PermissionDenied(str(refusal)) from refusal
        if refusal.kind == "missing":
            raise Http404 from refusal
        return Result(refusal=refusal)
    return Result(outcome.answer, outcome.repeated)


def address_of(request: HttpRequest) -> str:
    """The address that a request came from, for the audit trail.

    Behind trusted proxies it is the right-most entry of X-Forwarded-For that none of them is: what
    stands left of it anybody may have written. Without trusted proxies the header means nothing.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))[:45]
    if not settings.TRUSTED_PROXIES:
        return peer
    said = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    found = peer
    while _is_proxy(found) and said:
        entry = _parsed(said.pop())
        if entry is None:
            break  # whoever wrote that is no proxy we know: the last address that we do know stays
        found = str(entry)
    return found


def _is_proxy(text: str) -> bool:
    address = _parsed(text)
    return address is not None and any(address in network for network in settings.TRUSTED_PROXIES)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it: some add a port, some brackets, some write IPv4 as IPv6."""
    text = text.strip().partition("%")[0]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
