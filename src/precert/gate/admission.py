"""Why a view isn't open to who asks, as data; each door has its own way to say so."""

from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest, JsonResponse

Why = Literal["unknown", "terms", "context", "forbidden", "missing", "unlogged"]
WORDS: dict[Why, str] = {
    "unknown": "Sign in first.",
    "terms": "Accept the terms of use first.",
    "context": "Choose a provider to act for first.",
    "forbidden": "Your role does not allow this.",
    "missing": "Not found, or not available to you.",
    "unlogged": "This cannot be shown right now. Try again later.",
}
STATUSES: dict[Why, int] = {"unknown": 401, "missing": 404, "unlogged": 503}


@dataclass(frozen=True)
class Denial:
    """unknown: nobody is signed in (`ended`: why the session is over, if there was one); terms: not
    agreed to yet; context: nobody to act for is chosen; forbidden: no role of theirs allows it;
    missing: no such thing, or not theirs; unlogged: the reading can't be written down, so nothing is shown.
    """

    why: Why
    ended: str = ""

    @property
    def status(self) -> int:
        """Of HTTP."""
        return STATUSES.get(self.why, 403)


def plain(request: HttpRequest, denial: Denial) -> JsonResponse:
    """What a machine is told that has no format of its own."""
    return JsonResponse({"error": denial.why, "message": WORDS[denial.why]}, status=denial.status)
