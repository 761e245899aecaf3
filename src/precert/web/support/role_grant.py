"""Giving somebody a role: for who has lost the last one, or works for another group too. Asks why,
as every act of the desk.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from precert.conduct.refusal import Finding
from precert.kit.merge import storable
from precert.people.actions.grant_role import GrantRole, GrantRoleInput
from precert.people.queries.places import places
from precert.people.queries.support import user
from precert.web.door import Request, requires, run
from precert.web.paging import number_in
from precert.web.setup.presentation import role_options

MOST_PLACES = 25
LONGEST_SEARCH = 80


@requires("users.support")
@require_http_methods(["GET", "POST"])
def give_role(request: Request, account: int) -> HttpResponse:
    """Find Provider lists the providers of that name or NPI, each in its group; Give gives the role
    at the one chosen.
    """
    found = user(request.actor, account, request.now)
    if found is None or found.staff:
        raise Http404
    post = request.POST
    text, role, reason = (
        storable(post.get("text", ""))[:LONGEST_SEARCH],
        post.get("role", ""),
        storable(post.get("reason", "")),
    )
    place, findings = number_in(post, "place", 0), list[Finding]()
    if "give" in post:
        result = run(request, GrantRole, GrantRoleInput(account, place, role, reason))
        if result.done:
            return redirect(f"{reverse('support_user', args=[account])}?done=give-role")
        findings = result.findings
    elif "find" in post and not text.strip():
        findings = [Finding("empty", "Enter part of the provider's name, or its NPI.", path="text")]
    rows = places(request.actor, text, 0, MOST_PLACES + 1)[0] if text.strip() else []
    groups = [row.group_id for row in rows] or [0]
    page = {
        "user": found,
        "places": rows[:MOST_PLACES],
        "more_places": len(rows) > MOST_PLACES,
        "searched": bool(text.strip()),
        "roles": role_options(request.actor, account, groups),
        "text": text,
        "place": place,
        "role": role,
        "reason": reason,
        "findings": findings,
        "errors": {one.path: one.text for one in findings},
    }
    return render(request, "support/give_role.html", page, status=422 if findings else 200)
