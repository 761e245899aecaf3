"""What is done to a whole user: unlock, mail the link again, reset the registration, delete. Each
asks first.
"""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from precert.kit.merge import storable
from precert.people.queries.users import UserFile, user_file
from precert.web.account_acts import ACTS, Button, buttons, words
from precert.web.door import Request, requires, run
from precert.web.setup import notes
from precert.web.setup.notes import SetupNote

NAMES = ("unlock", "resend", "reset", "delete")


def offered(request: Request, file: UserFile) -> list[Button]:
    """The acts that fit how the user stands."""
    return buttons(request, file.row, NAMES)


@requires(*notes.ADMINS)
@require_http_methods(["GET", "POST"])
def act(request: Request, account: int, name: str) -> HttpResponse:
    """GET asks (for those who have no dialog), POST does it."""
    one, file = ACTS[name], user_file(request.actor, account, request.now)
    if file is None:
        raise Http404
    if request.method == "GET":
        return _page(request, name, file)
    reason = storable(request.POST.get("reason", ""))
    key = request.POST.get("key", "")[:64]
    result = run(request, one.kind, one.data(account, reason), key)
    if not result.done:
        errors = {found.path: found.text for found in result.findings}
        refused = {"findings": result.findings, "reason": reason, "error": errors.get("reason", "")}
        return _page(request, name, file, refused, 422)
    notes.leave(request, SetupNote(words(one.done, file.row)))
    return redirect(f"{notes.back(request, account)}#user-{account}")


def _page(
    request: Request,
    name: str,
    file: UserFile,
    refused: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The question; what isn't needed can't be asked for."""
    act = ACTS[name]
    found = buttons(request, file.row, [name])
    button = found[0] if found else Button(act, words(act.question, file.row), "")
    page = {"button": button, "file": file, "back": notes.back(request, file.row.id)}
    return render(request, "setup/confirm.html", page | (refused or {}), status=status)
