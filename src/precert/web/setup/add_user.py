"""Add New User: username and contact information; Create mails the invitation."""

from uuid import uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from precert.conduct.refusal import Finding
from precert.people import contact
from precert.people.actions.add_user import FIRST_ROLE, AddUser, AddUserInput
from precert.people.queries.places import place_row
from precert.people.roles import ROLES
from precert.web.door import Request, requires, run
from precert.web.setup import notes, presentation
from precert.web.setup.notes import SetupNote
from precert.web.setup.user import CONFIRM, EMAIL, TWICE


@requires(*notes.ADMINS)
@require_http_methods(["GET", "POST"])
def add(request: Request, place: int) -> HttpResponse:
    """The form of one provider."""
    row = place_row(request.actor, place)
    if row is None:
        raise Http404
    post = request.POST
    typed = {name: str(post.get(name, "")) for name in ("username", *contact.FIELDS, CONFIRM)}
    key = str(post.get("key", ""))[:64] or uuid4().hex
    findings: list[Finding] = []
    if request.method == "POST":
        twice = typed[EMAIL].strip().casefold() == typed[CONFIRM].strip().casefold()
        # a mistyped address is shown with everything else that is wrong, and nothing is created
        given = {name: typed[name] for name in contact.FIELDS} | ({} if twice else {EMAIL: ""})
        done = run(request, AddUser, AddUserInput(place, typed["username"], given), key=key)
        if done.done:
            notes.leave(
                request,
                SetupNote(
                    f"{typed['username'].strip()} was created. We emailed the invitation to"
                    f" {typed[EMAIL].strip()}."
                ),
            )
            return redirect(f"{reverse('setup')}?open={place}#place-{place}")
        findings = [found for found in done.findings if twice or found.path != EMAIL]
        findings += [] if twice else [Finding("contact", TWICE, path=CONFIRM)]
    errors = {one.path: one.text for one in findings}
    page = {
        "place": row,
        "username": typed["username"],
        "fields": presentation.contact_fields(typed, errors),
        "confirm": typed[CONFIRM],
        "errors": errors,
        "findings": findings,
        "key": key,
        "first_role": ROLES[FIRST_ROLE].label,
        "back": f"{reverse('setup')}?open={place}#place-{place}",
    }
    return render(request, "setup/add_user.html", page, status=422 if findings else 200)
