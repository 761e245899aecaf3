"""Which views are open to whom, and who calls them.

Every view states who may use it: `requires("case.view")`, `signed_in`, or `public`. `admission`
decides by it; a view that states nothing is for signed-in people only. `machine` says that no person
waits for the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from precert.gate.admission import Denial, plain

BACKGROUND_HEADER = "X-Precert-Background"
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Answer = Callable[[HttpRequest, Denial], HttpResponse]


@dataclass(frozen=True)
class Rule:
    """Who may use a view: anybody, or signed-in people who hold one of `permissions` (none listed:
    all of them).

    `background` lists the methods by which it is called without a person's doing, which don't keep
    a session alive. `before_terms`: open to somebody who hasn't agreed to the terms of use yet.
    `machine` is how a view that a machine calls says that it isn't open, None for those that people
    call.
    """

    public: bool = False
    permissions: frozenset[str] = frozenset()
    background: frozenset[str] = field(default_factory=frozenset)
    before_terms: bool = False
    machine: Answer | None = None


def rule_of(view: Callable[..., Any]) -> Rule:
    """The view's rule; a view without one is for signed-in people."""
    rule = getattr(view, "gate_rule", None)
    return rule if isinstance(rule, Rule) else Rule()


def requires(*permissions: str) -> Callable[[View], View]:
    """The view is for those who hold at least one of these permissions, in the context they act in."""
    return _marking(permissions=frozenset(permissions))


def signed_in(view: View) -> View:
    """The view is for everybody who is signed in, whatever their role or context."""
    return _marking(permissions=frozenset())(view)


def public(view: View) -> View:
    """The view is for strangers too."""
    return _marking(public=True)(view)


def before_terms(view: View) -> View:
    """The view opens before the terms of use are agreed to: what leads to them, away, and to help."""
    return _marking(before_terms=True)(view)


def background(*methods: str) -> Callable[[View], View]:
    """Requests by these methods (polling, autosave) don't reset the idle time. A request may also
    say so by a header.
    """
    return _marking(background=frozenset(methods))


def machine(answer: Answer = plain) -> Callable[[View], View]:
    """A machine calls the view: it is never led to a page (of signing in, contexts, terms), but
    answered with 401 or 403 and a body in its own format.
    """
    return _marking(machine=answer)


def answer_to_machine(request: HttpRequest, denial: Denial) -> HttpResponse | None:
    """The denial as the view that was asked for says it to a machine; None where a person waits."""
    match = request.resolver_match
    rule = rule_of(match.func) if match else Rule()
    return rule.machine(request, denial) if rule.machine else None


def is_background(request: HttpRequest, rule: Rule) -> bool:
    """Whether nobody did anything for this request to come."""
    return (
        request.method in rule.background
        or rule.machine is not None
        or request.headers.get(BACKGROUND_HEADER) == "1"
    )


def _marking(**changes: Any) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.gate_rule = replace(rule_of(view), **changes)  # type: ignore[attr-defined]
        return view

    return mark
