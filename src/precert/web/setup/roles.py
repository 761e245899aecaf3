"""Roles on both tabs: changed as soon as one is chosen, and removed. `lists` gives them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from precert.people.actions.change_role import ChangeRole, NewRole
from precert.people.actions.remove_role import RemoveRole, ToTakeAway
from precert.people.roles import ROLES
from precert.web import payload
from precert.web.account.pending import safe_next
from precert.web.door import Request, requires, run
from precert.web.payload import whole
from precert.web.setup import notes
from precert.web.setup.notes import Note

GONE = "This role no longer exists. Reload the page."
UNREADABLE = "We could not read this change. Reload the page."
MOST_CHANGES = 50


@requires(*notes.ADMINS)
@require_POST
def save(request: Request) -> HttpResponse:
    """Autosave of the role selects, and the same as a form for pages without scripts."""
    if request.content_type == "application/json":
        return _autosave(request)
    seen = {
        name.removeprefix("seen:"): str(request.POST.get(name))
        for name in request.POST
        if name.startswith("seen:")
    }
    told = [
        _change(request, path, before, str(request.POST.get(path, "")))
        for path, before in seen.items()
    ]
    texts = [text for text in told if text]
    kind = "error" if texts else "success"
    notes.leave(request, Note(" ".join(texts) or f"Saved {notes.saved_at(request)}", kind))
    return redirect(safe_next(request, request.POST.get("next", "")) or "setup")


def _autosave(request: Request) -> JsonResponse:
    changes = payload.changes(request)
    if changes is None or len(changes) > MOST_CHANGES:
        return JsonResponse({"message": UNREADABLE}, status=400)
    wanted = {path: (str(seen), str(new)) for path, (seen, new) in changes.items()}
    told = {path: _change(request, path, seen, new) for path, (seen, new) in wanted.items()}
    refused = {path: text for path, text in told.items() if text}
    if len(refused) == len(told):
        return JsonResponse(
            {"findings": refused, "message": "Not saved: see the marked role"}, status=422
        )
    saved = {path: new for path, (_, new) in wanted.items() if path not in refused}
    return JsonResponse(
        {
            "saved_at": notes.saved_at(request),
            "values": saved,
            "findings": refused,
            "refused": sorted(refused),
        }
    )


def _change(request: Request, path: str, seen: str, new: str) -> str:
    """Change one role (`role/<membership>/<place>`); why not, or nothing when it is done."""
    kind, _, ids = path.partition("/")
    membership, place = (whole(one) for one in ids.partition("/")[::2])
    if kind != "role" or membership is None or place is None:
        return UNREADABLE
    try:
        done = run(request, ChangeRole, NewRole(membership, seen, new, place or None))
    except (Http404, PermissionDenied):
        return GONE
    return "" if done.done else " ".join(found.text for found in done.findings)


@requires(*notes.ADMINS)
@require_POST
def remove(request: Request, membership: int) -> HttpResponse:
    """The trashcan of an association. Somebody's only role is taken after a question; any other can
    be given back.
    """
    done = run(request, RemoveRole, ToTakeAway(membership, "confirmed" in request.POST))
    if not done.done:
        page = {
            "findings": done.findings,
            "membership": membership,
            "asks": done.refusal is not None and done.refusal.kind == "confirm",
        }
        return render(request, "setup/remove_role.html", page, status=422)
    was, back = (
        done.answer,
        f"{notes.back(request, done.answer['account'])}#user-{done.answer['account']}",
    )
    text = f"Saved {notes.saved_at(request)}: {ROLES[was['role']].label} was removed."
    place = request.POST.get("place", "")
    if "confirmed" in request.POST or not whole(place):
        notes.leave(request, Note(text))
        return redirect("setup_users" if "confirmed" in request.POST else back)
    notes.leave(request, Note(text, undo=back, fields={"place": place, "role": was["role"]}))
    return redirect(back)
