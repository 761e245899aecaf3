"""What is done to a whole user: delete, reset the registration, unlock, mail the invitation again.
Each asks first, but the last.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from precert.conduct.action import Action
from precert.kit.merge import storable
from precert.people.actions.remove_user import RemoveUser, ToRemove
from precert.people.actions.resend_invitation import ResendInvitation, ToResend
from precert.people.actions.reset_registration import ResetRegistration, ToReset
from precert.people.actions.unlock import ToUnlock, Unlock
from precert.people.queries.users import UserFile, user_file
from precert.web.door import Request, requires, run
from precert.web.setup import notes, shown
from precert.web.setup.notes import Note

MAILED = "We emailed a new registration link to {email}."


@dataclass(frozen=True)
class Act:
    """One of them: its words, the action, and whether a reason is asked for."""

    name: str
    label: str
    question: str
    done: str
    kind: type[Action[Any]]
    data: Callable[[int, str], Any]
    reason: str = ""  # label of the reason's field
    when: Callable[[UserFile], bool] = lambda file: True

    @property
    def route(self) -> str:
        """The name of its route."""
        return f"setup_{self.name}"


ACTS = {
    one.name: one
    for one in (
        Act(
            "unlock", "Unlock",
            "{name} will be able to sign in again. First verify that the request comes from"
            " {name}.",
            "{name} was unlocked.", Unlock, ToUnlock, "Reason, and how you verified who asked",
            lambda file: file.row.standing.code == "locked",
        ),
        Act(
            "resend", "Resend invitation", "", MAILED, ResendInvitation, lambda pk, _: ToResend(pk), "",
            lambda file: not file.registered,
        ),
        Act(
            "reset", "Reset Registration",
            "This removes {name}'s password and second factors, ends all sessions, and emails a"
            " new registration link to {email}. This cannot be undone.",
            "Registration reset for {name}. " + MAILED, ResetRegistration, ToReset,
        ),
        Act(
            "delete", "Delete",
            "{name} will no longer be able to sign in and loses every role. Past work stays in"
            " the cases. The username cannot be reused. This cannot be undone. To block {name}"
            " temporarily, edit the user and clear the Active User box instead.",
            "{name} was deleted.", RemoveUser, lambda pk, _: ToRemove(pk),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """An act as a page offers it: its words for this user, and why it is greyed."""

    act: Act
    url: str
    question: str
    why: str


def offered(request: Request, file: UserFile) -> list[Offer]:
    """The acts that fit how the user stands."""
    return [_offer(request, one, file) for one in ACTS.values() if one.when(file)]


@requires(*notes.ADMINS)
@require_http_methods(["GET", "POST"])
def act(request: Request, account: int, name: str) -> HttpResponse:
    """GET asks (for those who have no dialog), POST does it."""
    one, file = ACTS[name], user_file(request.actor, account, request.now)
    if file is None:
        raise Http404
    back = notes.back(request, account)
    if request.method == "GET":
        return render(
            request,
            "setup/confirm.html",
            {"offer": _offer(request, one, file), "file": file, "back": back},
        )
    reason = storable(request.POST.get("reason", ""))
    result = run(request, one.kind, one.data(account, reason))
    if not result.done:
        errors = {found.path: found.text for found in result.findings}
        page = {
            "offer": _offer(request, one, file),
            "file": file,
            "back": back,
            "findings": result.findings,
            "reason": reason,
        } | errors
        return render(
            request, "setup/confirm.html", page | {"error": errors.get("reason", "")}, status=422
        )
    notes.leave(request, Note(_words(one.done, file)))
    return redirect(f"{back}#user-{account}")


def _offer(request: Request, one: Act, file: UserFile) -> Offer:
    why = shown.why_not(request, one.kind, one.data(file.row.id, "asked"))
    return Offer(one, reverse(one.route, args=[file.row.id]), _words(one.question, file), why)


def _words(text: str, file: UserFile) -> str:
    return text.format(name=file.row.name, email=file.row.email, username=file.row.username)
