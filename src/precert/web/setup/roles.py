"""Roles on both tabs: changed as soon as one is chosen, and removed. `lists` gives them."""

import re

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from precert.kit.merge import Changes
from precert.kit.numbers import whole
from precert.people.actions.change_role import ChangeRole, ChangeRoleInput
from precert.people.actions.remove_role import RemoveRole, RemoveRoleInput
from precert.people.roles import ROLES
from precert.web import autosave, payload
from precert.web.account.pending import safe_next
from precert.web.autosave import Around, Saved
from precert.web.door import Request, requires, run
from precert.web.setup import notes
from precert.web.setup.notes import SetupNote
from precert.web.zone import zone

GONE = "This role no longer exists. Reload the page."
ROLE_PATH = re.compile("role/(?P<membership>[0-9]{1,18})/(?P<place>[0-9]{1,18})")


@requires(*notes.ADMINS)
@require_POST
def save(request: Request) -> HttpResponse:
    """Autosave of the role selects, and the same as a form for pages without scripts."""
    if request.content_type == "application/json":
        return autosave.answer(
            request,
            lambda changes: _change_all(request, changes),
            lambda saved: Around(zone(request)),
            gone=GONE,
        )
    saved = _change_all(request, autosave.posted(request.POST))
    texts = " ".join(saved.refused.values())
    kind = "error" if texts else "success"
    notes.leave(request, SetupNote(texts or f"Saved {notes.saved_at(request)}", kind))
    return redirect(safe_next(request, request.POST.get("next", "")) or "setup")


def _change_all(request: Request, changes: Changes) -> Saved:
    """Each role by itself: one that is refused costs the others nothing."""
    saved = Saved()
    for path, (seen, new) in changes.items():
        if why := _change(request, path, str(seen), str(new)):
            saved.refused[path] = why
        else:
            saved.applied.add(path)
            saved.values[path] = new
    return saved


def _change(request: Request, path: str, seen: str, new: str) -> str:
    """Change one role (`role/<membership>/<place>`); why not, or nothing when it is done."""
    named = ROLE_PATH.fullmatch(path)
    if named is None:
        return payload.UNREADABLE
    membership, place = int(named["membership"]), int(named["place"])
    try:
        done = run(request, ChangeRole, ChangeRoleInput(membership, seen, new, place or None))
    except (Http404, PermissionDenied):
        return GONE
    return "" if done.done else " ".join(found.text for found in done.findings)


@requires(*notes.ADMINS)
@require_POST
def remove(request: Request, membership: int) -> HttpResponse:
    """The trashcan of an association. Somebody's only role is taken after a question; any other can
    be given back.
    """
    done = run(request, RemoveRole, RemoveRoleInput(membership, "confirmed" in request.POST))
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
        notes.leave(request, SetupNote(text))
        return redirect("setup_users" if "confirmed" in request.POST else back)
    notes.leave(request, SetupNote(text, undo=back, fields={"place": place, "role": was["role"]}))
    return redirect(back)
