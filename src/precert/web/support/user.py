"""One person's access: why they can't get in, and the one act that helps. Every act asks why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from precert.conduct.action import Action
from precert.conduct.refusal import Finding
from precert.people.actions.help_in import Asked, EndSessions, MailLinkAgain
from precert.people.actions.reactivate import Reactivate, ToReactivate
from precert.people.actions.reset_registration import ResetRegistration, ToReset
from precert.people.actions.unlock import ToUnlock, Unlock
from precert.people.queries.access_facts import access_events, facts_of, last_code
from precert.people.queries.support import user
from precert.people.troubles import Facts, Trouble, troubles
from precert.transports.queries import telephone_state
from precert.web.door import Request, requires, run
from precert.web.posting import posted
from precert.web.support.words import timeline


@dataclass(frozen=True)
class Act:
    """Something the desk can do: its action and input, what it says before and after, whether it
    can be undone.
    """

    key: str
    label: str
    action: type[Action[Any]]
    data: type[Any]
    before: str
    after: str
    final: bool = False


ACTS: Mapping[str, Act] = {
    act.key: act
    for act in (
        Act("unlock", "Unlock", Unlock, ToUnlock,
            "The person can try to sign in again with the same password.", "Unlocked."),
        Act("reactivate", "Reactivate", Reactivate, ToReactivate,
            "The account and its paused roles become active again.", "Reactivated."),
        Act("resend", "Resend Link", MailLinkAgain, Asked,
            "We will email a new link to the account's address. The earlier link stops working.",
            "A new link was emailed."),
        Act("reset", "Reset Registration", ResetRegistration, ToReset,
            "This removes the password, second factors and recovery codes, ends all sessions, and"
            " emails a link to register again. This cannot be undone.",
            "Registration reset. We emailed a link to register again.", final=True),
        Act("end-sessions", "End Sessions", EndSessions, Asked,
            "This signs the person out everywhere. This cannot be undone.",
            "Sessions ended.", final=True),
    )
}  # fmt: skip
DONE = {act.key: act.after for act in ACTS.values()} | {"give-role": "Role added."}


@requires("users.support")
@require_safe
def support_user(request: Request, account: int) -> HttpResponse:
    """Who it is, why they can't get in, what happened."""
    return _page(request, account, done=DONE.get(request.GET.get("done", ""), ""))


@requires("users.support")
@posted("support_user", "account")
def support_act(request: Request, account: int, act: str) -> HttpResponse:
    """Do the one thing that helps."""
    chosen = ACTS.get(act)
    if chosen is None:
        raise Http404
    reason = request.POST.get("reason", "")
    result = run(request, chosen.action, chosen.data(account, reason))
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
    acts = _offered(facts, said)
    linked = [
        replace(one, link=f"#reason-{act.key}") if act and one.path else one
        for one in findings or []
    ]
    page = {
        "user": found, "troubles": said, "acts": acts, "done": done,
        "moved_on": act is not None and act not in acts, "timeline": timeline(access_events(account)),
        "tried": act, "reason": reason, "findings": linked,
    }  # fmt: skip
    return render(request, "support/user.html", page, status=status)


def _with_telephone(facts: Facts, account: int) -> Facts:
    """The same, with what the telephone service said of the last code."""
    challenge = last_code(account)
    state = telephone_state(challenge) if challenge is not None else None
    if facts.code is None or state is None or not state.lost:
        return facts
    return replace(facts, code=replace(facts.code, lost=state.said))


def _offered(facts: Facts, said: list[Trouble]) -> list[Act]:
    """The acts that the findings ask for, and those that help with what no table knows, such as a
    lost telephone.
    """
    wanted = {one.act for one in said}
    if facts.registered_at is not None and facts.active:
        wanted.add("reset")
    if facts.open_sessions:
        wanted.add("end-sessions")
    return [act for act in ACTS.values() if act.key in wanted]
