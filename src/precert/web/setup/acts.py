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

MAILED = "A mail with a new link to register is on its way to {email}."


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
            "unlock", "Unlock", "{name} may try to sign in again. Make sure that it is {name} who asks.", "{name} is unlocked.", Unlock,
            ToUnlock, "Why, and how you know who asks", lambda file: file.row.standing.code == "locked",
        ),
        Act(
            "resend", "Resend invitation", "", MAILED, ResendInvitation, lambda pk, _: ToResend(pk), "",
            lambda file: not file.registered,
        ),
        Act(
            "reset", "Reset Registration",
            "This removes the password and every second factor of {name} and ends their sessions. A new link to register is mailed to "
            "{email}. It can't be undone.",
            "The registration of {name} is reset. " + MAILED, ResetRegistration, ToReset,
        ),
        Act(
            "delete", "Delete",
            "{name} can't sign in any more and loses every role. What {name} did stays in the cases. The username cannot be reused. "
            "It can't be undone; to keep somebody out for a while, edit the user and clear the Active User box.",
            "{name} is deleted.", RemoveUser, lambda pk, _: ToRemove(pk),
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
