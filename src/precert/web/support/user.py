"""One person's access: why they can't get in, and the one act that helps. Every act asks why."""

from dataclasses import replace

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from precert.conduct.refusal import Finding
from precert.people.queries.access_facts import access_events, facts_of, last_code
from precert.people.queries.support import User, user
from precert.people.troubles import AccessFacts, troubles
from precert.transports.queries import telephone_state
from precert.web.account_acts import ACTS, Act, buttons, words
from precert.web.door import Request, requires, run
from precert.web.posting import posted
from precert.web.support.words import timeline

NAMES = ("unlock", "reactivate", "resend", "reset", "end-sessions")
ROLE_GIVEN = "Role added."


@requires("users.support")
@require_safe
def support_user(request: Request, account: int) -> HttpResponse:
    """Who it is, why they can't get in, what happened."""
    return _page(request, account, done=request.GET.get("done", ""))


@requires("users.support")
@posted("support_user", "account")
def support_act(request: Request, account: int, act: str) -> HttpResponse:
    """Do the one thing that helps."""
    if act not in NAMES:
        raise Http404
    chosen = ACTS[act]
    reason = request.POST.get("reason", "")
    key = request.POST.get("key", "")[:64]
    result = run(request, chosen.kind, chosen.data(account, reason), key)
    if result.done:
        return redirect(f"{reverse('support_user', args=[account])}?done={act}")
    return _page(
        request,
        account,
        act=chosen,
        reason=reason,
        findings=result.findings,
        status=409 if _moved_on(result.findings) else 422,
    )


def _moved_on(findings: list[Finding]) -> bool:
    return not any(one.path for one in findings)


def _page(
    request: Request, account: int, *, done: str = "", act: Act | None = None, reason: str = "", findings: list[Finding] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    found = user(request.actor, account, request.now)
    if found is None:
        raise Http404
    facts = _with_telephone(facts_of(found, request.now), account)
    said = troubles(facts, request.now)
    acts = buttons(request, found, NAMES)
    linked = [
        replace(one, link=f"#reason-{act.name}") if act and one.path else one
        for one in findings or []
    ]
    page = {
        "user": found, "troubles": said, "acts": acts, "done": _words_of(done, found),
        "moved_on": act is not None and all(act != one.act for one in acts), "timeline": timeline(access_events(account)),
        "tried": act, "reason": reason, "findings": linked,
    }  # fmt: skip
    return render(request, "support/user.html", page, status=status)


def _with_telephone(facts: AccessFacts, account: int) -> AccessFacts:
    """The same, with what the telephone service said of the last code."""
    challenge = last_code(account)
    state = telephone_state(challenge) if challenge is not None else None
    if facts.code is None or state is None or not state.lost:
        return facts
    return replace(facts, code=replace(facts.code, lost=state.said))


def _words_of(done: str, found: User) -> str:
    """What the page before has done."""
    if done in NAMES:
        return words(ACTS[done].done, found)
    return ROLE_GIVEN if done == "give-role" else ""
