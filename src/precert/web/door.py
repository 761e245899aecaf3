"""The web door: what its views take from the gate, and how a page has something done.

Every view states who may use it: `requires("case.view")`, `signed_in`, or `public`. The gate
enforces it; a view that states nothing is for signed-in people only.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404

from precert.conduct.action import Action
from precert.gate import request as gate
from precert.gate import result
from precert.gate.origin import address_of
from precert.gate.result import Result
from precert.gate.rules import (
    View,
    background,
    before_terms,
    machine,
    public,
    requires,
    rule_of,
    signed_in,
)

__all__ = [
    "Request",
    "Result",
    "View",
    "address_of",
    "background",
    "before_terms",
    "machine",
    "public",
    "requires",
    "rule_of",
    "run",
    "signed_in",
]


class Request(gate.Request):
    """A request behind the web door; besides what the gate sets, what the page's frame shows of
    somebody who is signed in: whom they act for, whether they may act for others, and the idle
    limit in seconds.
    """

    acting_for: str
    several_contexts: bool
    idle_seconds: int


def run(request: Request, kind: type[Action[Any]], data: Any, key: str = "") -> Result:
    """Have an action done by the request's actor.

    A forbidden one becomes the 403 page and a missing one the 404 page, as for every address; the
    rest is the view's to show.
    """
    done = result.run(request, kind, data, key)
    if done.refusal and done.refusal.kind == "forbidden":
        raise PermissionDenied(str(done.refusal)) from done.refusal
    if done.refusal and done.refusal.kind == "missing":
        raise Http404 from done.refusal
    return done
