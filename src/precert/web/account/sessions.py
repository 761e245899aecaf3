"""One's own sessions: where one is signed in, and ending what one doesn't know."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from precert.people import policy
from precert.people.actions.end_other_sessions import EndOtherSessions, EndOtherSessionsInput
from precert.people.actions.end_session import EndSession, EndSessionInput
from precert.people.queries import own_sessions
from precert.web.account.agents import in_words
from precert.web.door import Request, run, signed_in
from precert.web.paging import number_in
from precert.web.zone import zone

METHODS = {
    "email": "Email code",
    "sms": "Text message",
    "voice": "Call",
    "app": "Authenticator app",
    "passkey": "Passkey",
    "recovery": "Recovery code",
    "sso": "Single sign-on",
}


@signed_in
@require_http_methods(["GET", "POST"])
def own(request: Request) -> HttpResponse:
    """The list, this session first; End for one of the others, or for all of them."""
    if request.method == "POST":
        return _end(request)
    rows = [
        {
            "row": one,
            "here": one.id == request.session_id,
            "browser": in_words(one.agent),
            "method": METHODS.get(one.method, one.method),
        }
        for one in own_sessions(request.account.pk, request.now - policy.SESSION_LIMIT)
    ]
    page = {
        "rows": sorted(rows, key=lambda row: not row["here"]),
        "ended": "ended" in request.GET,
        "zone": zone(request),
    }
    page |= {"hours": int(policy.SESSION_LIMIT.total_seconds() // 3600)}
    return render(request, "account/sessions.html", page)


def _end(request: Request) -> HttpResponse:
    if "others" in request.POST:
        run(request, EndOtherSessions, EndOtherSessionsInput(request.session_id))
    elif wanted := number_in(request.POST, "session", 0):
        run(request, EndSession, EndSessionInput(wanted))
    else:
        raise Http404
    return redirect(f"{reverse('sessions')}?ended=1")
