"""The last page of a registration: recovery codes, shown until the person has kept them; then
everything is written at once.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from precert.conduct.refusal import Finding, Refusal
from precert.gate import session
from precert.people.actions.finish_registration import FinishRegistrationInput, finish_registration
from precert.people.actions.make_recovery_codes import hashes_of
from precert.people.actors import Account
from precert.web.door import Request, address_of
from precert.web.enrol.flow import Walk, over

MUST = Finding(
    "not-kept",
    "Print, copy or write down the codes, then check the box. They are not shown again.",
    link="#kept",
)


def recovery(walk: Walk) -> HttpResponse:
    """The codes, and finishing."""
    request, draft = walk.request, walk.draft
    if request.POST.get("kept") != "true":
        return walk.page(
            "recovery", **shown_codes(request, draft.codes, walk.account), finishing=True
        )
    finished = FinishRegistrationInput(
        link_id=draft.link,
        email_challenge=draft.email_proved,
        password_hash=draft.password,
        factor=draft.proved(),
        recovery_hashes=hashes_of(list(draft.codes)),
        address=address_of(request),
        agent=request.headers.get("User-Agent", ""),
    )
    try:
        key = finish_registration(walk.account, finished, request.now)
    except Refusal as refusal:
        return (
            over(request, str(refusal))
            if refusal.kind == "conflict"
            else _refused(walk, str(refusal))
        )
    session.sign_in(request, walk.account, key, request.now)
    return redirect("terms")  # which go on to the first page when none are pending


def shown_codes(request: Request, codes: tuple[str, ...], account: Account) -> dict[str, Any]:
    """What the page of the codes shows; an error when it was sent without the box ticked."""
    error = MUST if request.method == "POST" and "make" not in request.POST else None
    return {
        "codes": codes,
        "username": account.username,
        "error": error.text if error else "",
        "findings": [error] if error else [],
    }


def _refused(walk: Walk, text: str) -> HttpResponse:
    return walk.page("refused", text=text, back=walk.url("kind"))
