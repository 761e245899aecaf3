"""A provider at the support desk: who works there, and the registration codes of its contracts. A
code is shown once.
"""

import uuid
from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from precert.conduct.refusal import Finding
from precert.contracts.queries import all_current
from precert.contracts.schema import Pack
from precert.people.queries.support import MOST_FOUND, users_at
from precert.registry import providers
from precert.registry.actions.issue_code import IssueCode, IssueCodeInput, digest_of, new_code
from precert.registry.actions.revoke_code import RevokeCode, RevokeCodeInput
from precert.registry.codes import CodeState, code_state, code_states
from precert.web.door import Request, requires, run

SHOWN_ALREADY = (
    "This code was already issued and shown. A code is shown only once. If it was lost, issue"
    " another one."
)


@requires("users.support", "codes.manage")
@require_safe
def support_provider(request: Request, provider: int) -> HttpResponse:
    """Enrolments with the state of their codes, and the people who work there."""
    done = {"revoked": "Registration code revoked."}.get(request.GET.get("done", ""), "")
    return _page(request, provider, done=done)


@requires("codes.manage")
@require_POST
def issue_code(request: Request, enrolment: int) -> HttpResponse:
    """Make a code and show it, this once: it is kept as a digest only, so 201 answers instead of a
    redirect.
    """
    state = _state(request, enrolment)
    code = new_code()
    data = IssueCodeInput(
        enrolment, digest_of(state.contract, code), request.POST.get("reason", "")
    )
    result = run(request, IssueCode, data, key=request.POST.get("key", ""))
    if not result.done:
        findings = (
            [Finding("shown", SHOWN_ALREADY)]
            if result.findings[0].code == "key-reused"
            else result.findings
        )
        return _page(
            request,
            state.provider_id,
            findings=findings,
            tried=("issue", enrolment),
            reason=data.reason,
        )
    page = {
        "code": code,
        "provider": providers.one(state.provider_id),
        "pack": _packs()[state.contract],
        "issued_at": request.now,
    }
    return render(request, "support/code.html", page, status=201)


@requires("codes.manage")
@require_POST
def revoke_code(request: Request, enrolment: int) -> HttpResponse:
    """Take the code away."""
    state = _state(request, enrolment)
    reason = request.POST.get("reason", "")
    result = run(request, RevokeCode, RevokeCodeInput(enrolment, reason))
    if result.done:
        return redirect(f"{reverse('support_provider', args=[state.provider_id])}?done=revoked")
    return _page(
        request,
        state.provider_id,
        findings=result.findings,
        tried=("revoke", enrolment),
        reason=reason,
    )


def _state(request: Request, enrolment: int) -> CodeState:
    found = code_state(enrolment, request.actor.contracts_with("codes.manage"))
    if found is None:
        raise Http404
    return found


def _page(
    request: Request, provider: int, *, done: str = "", findings: list[Finding] | None = None, tried: tuple[str, int] = ("", 0),
    reason: str = "",
) -> HttpResponse:  # fmt: skip
    served = request.actor.contracts_with("users.support") | request.actor.contracts_with(
        "codes.manage"
    )
    states = code_states(provider, served)
    found = providers.one(provider)
    if found is None or not states:
        raise Http404
    users = users_at(request.actor, provider)
    packs = _packs()
    linked = [
        replace(one, link=f"#{tried[0]}-reason-{tried[1]}") if one.path else one
        for one in findings or []
    ]
    gone = tried[0] == "revoke" and not any(
        one.enrolment_id == tried[1] and one.is_set for one in states
    )
    page = {
        "provider": found, "states": [(state, packs[state.contract]) for state in states], "done": done, "findings": linked,
        "moved_on": gone,
        "users": users[:MOST_FOUND], "more_users": len(users) > MOST_FOUND,
        "issue_refused": tried[0] == "issue", "revoke_refused": tried[0] == "revoke", "tried_at": tried[1], "reason": reason,
        "may_manage_codes": "codes.manage" in request.actor.anywhere, "may_support": "users.support" in request.actor.anywhere,
        "key": uuid.uuid4().hex,
    }  # fmt: skip
    return render(request, "support/provider.html", page, status=422 if findings else 200)


def _packs() -> dict[str, Pack]:
    return {one.pack.id: one.pack for one in all_current()}
