"""A user's page: contact information and the Active User box, saved as it is typed; Cancel puts
back what stood there.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from precert.conduct.refusal import Finding
from precert.kit import merge
from precert.people import contact
from precert.people.actions.change_user import ChangeUser, ChangeUserInput
from precert.people.actions.deactivate import Deactivate, DeactivateInput
from precert.people.actions.reactivate import Reactivate, ReactivateInput
from precert.people.offers import AccountOffer, offers
from precert.people.queries.users import UserFile, user_file
from precert.web import autosave
from precert.web.autosave import Around, Saved
from precert.web.door import Request, requires, run
from precert.web.setup import notes, presentation
from precert.web.setup.notes import SetupNote
from precert.web.zone import zone

ACTIVE, EMAIL, CONFIRM = "active", "email", "confirm_email"
ON, OFF = "true", "false"
WHY = "Active User box in Setup"
TWICE = "The addresses do not match. Enter the same email address in both fields."
MOVED = "Someone else has just changed this account. Reload the page."
NO_BOX = "We could not read the Active User box. Reload the page."
GONE = "You can no longer change this user. Reload the page."


@requires(*notes.ADMINS)
@require_http_methods(["GET", "POST"])
def edit(request: Request, account: int) -> HttpResponse:
    """The page; posted (Done), what is not saved yet is saved."""
    file = _file(request, account)
    if request.method == "GET":
        return _page(request, file)
    post = request.POST.copy()
    post.setdefault(ACTIVE, OFF)
    changed, saved = autosave.posted(post), Saved()
    if EMAIL in changed and not _alike(post.get(EMAIL, ""), post.get(CONFIRM, "")):
        saved.refused[CONFIRM] = TWICE
        del changed[EMAIL]
    _save(request, file, changed, saved)
    if saved.whole:
        notes.leave(request, SetupNote(f"Saved {notes.saved_at(request)}"))
        return redirect(_back(account))
    typed = {name: str(post.get(name, "")) for name in [*contact.FIELDS, CONFIRM, ACTIVE]}
    return _page(request, _file(request, account), typed, saved, 409 if saved.conflicts else 422)


@requires(*notes.ADMINS)
@require_POST
def save(request: Request, account: int) -> JsonResponse:
    """Autosave. The email address comes when it stands in both fields alike (setup.js)."""
    return autosave.answer(
        request,
        lambda changes: _save(request, _file(request, account), changes, Saved()),
        lambda saved: Around(zone(request)),
        gone=GONE,
    )


@requires(*notes.ADMINS)
@require_POST
def cancel(request: Request, account: int) -> HttpResponse:
    """Put back what stood there when the page was opened, where it was changed from this page and
    by nobody else since.
    """
    file = _file(request, account)
    post = request.POST
    mine = {
        name.removeprefix("saved:"): str(post.get(name))
        for name in post
        if name.startswith("saved:")
    }
    opened = {
        name: str(post.get(f"opened:{name}", "")) for name in mine if f"opened:{name}" in post
    }
    wanted = {name: (mine[name], value) for name, value in opened.items() if value != mine[name]}
    saved = Saved()
    _save(request, file, wanted, saved)
    if saved.whole:
        notes.leave(
            request, SetupNote("Your changes were undone." if wanted else "Nothing was changed.")
        )
    else:
        labels = [
            contact.FIELDS[name].label if name in contact.FIELDS else "Active User"
            for name in {**saved.conflicts, **saved.refused}
        ]
        notes.leave(
            request,
            SetupNote(
                "Not undone, because someone else has changed it since: "
                f"{', '.join(sorted(labels))}.",
                "warning",
            ),
        )
    return redirect(_back(account))


def _save(request: Request, file: UserFile, changes: merge.Changes, saved: Saved) -> Saved:
    """Contact information by one action, the box by its own."""
    wanted = {path: (_text(seen), _text(new)) for path, (seen, new) in changes.items()}
    fields = {name: pair for name, pair in wanted.items() if name in contact.FIELDS}
    if fields:
        done = run(request, ChangeUser, ChangeUserInput(file.row.id, fields))
        if done.done:
            saved.add(done)
        else:
            saved.refused |= dict.fromkeys(fields, str(done.refusal))
    if ACTIVE in wanted:
        _tick(request, file, wanted[ACTIVE], saved)
    return saved


def _tick(request: Request, file: UserFile, pair: tuple[str, str], saved: Saved) -> None:
    """The box. Of two values one can't be changed into a third: who saw what is not there any more
    gets what is there now.
    """
    seen, new = pair
    if not {seen, new} <= {ON, OFF}:
        saved.refused[ACTIVE] = NO_BOX
    elif seen == new or seen != _text(file.active):
        saved.values[ACTIVE] = file.active
    else:
        done = run(request, *_box(file))
        if done.done:
            saved.values[ACTIVE] = new == ON
        else:
            saved.refused[ACTIVE] = str(done.refusal)


def _page(
    request: Request,
    file: UserFile,
    typed: Mapping[str, str] | None = None,
    saved: Saved | None = None,
    status: int = 200,
) -> HttpResponse:
    now = dict(file.values) | {ACTIVE: _text(file.active)}
    values = now if typed is None else typed
    # Cancel goes back to what the page was opened with, from what was saved here last: neither
    # begins anew with an answer to Done.
    opened, last = (
        {name: str(request.POST.get(f"{kind}:{name}", now[name])) for name in now}
        for kind in ("opened", "saved")
    )
    last |= {name: _text(value) for name, value in (saved.values if saved else {}).items()}
    errors = _errors(saved) if saved else {}
    offered = offers(request.actor, file.row.id, request.now, (ChangeUser, _box(file)[0]))
    why = _why_off(offered, ChangeUser.verb)
    fields = [
        replace(one, seen=now[one.path], why_off=why)
        for one in presentation.contact_fields(values, errors)
    ]
    page = {
        "file": file,
        "facts": [("User name", file.row.username)],
        "fields": [(one, opened[one.path], last[one.path]) for one in fields],
        "confirm": values.get(CONFIRM, values.get(EMAIL, "")),
        "confirm_error": errors.get(CONFIRM, ""),
        "active": values[ACTIVE] == ON,
        "box": {"seen": now[ACTIVE], "opened": opened[ACTIVE], "saved": last[ACTIVE]},
        "active_error": errors.get(ACTIVE, ""),
        "active_off": _why_off(offered, _box(file)[0].verb),
        "why": why,
        "findings": [Finding("contact", text, path=name) for name, text in errors.items()],
        "back": _back(file.row.id),
    }
    return render(request, "setup/user.html", page, status=status)


def _errors(saved: Saved) -> dict[str, str]:
    """What was not saved, by field."""
    moved = {
        name: f"Someone else has just changed this to “{found['theirs']}”."
        for name, found in saved.conflicts.items()
    }
    return {**saved.refused, **moved}


def _why_off(offered: Mapping[str, AccountOffer], verb: str) -> str:
    """Why the act is off; an act that isn't offered has lost its ground since the page was read."""
    return offered[verb].why if verb in offered else MOVED


def _box(file: UserFile) -> tuple[Any, Any]:
    """What the box would do now."""
    return (
        (Deactivate, DeactivateInput(file.row.id))
        if file.active
        else (Reactivate, ReactivateInput(file.row.id, WHY))
    )


def _file(request: Request, account: int) -> UserFile:
    file = user_file(request.actor, account, request.now)
    if file is None:
        raise Http404
    return file


def _alike(one: str, other: str) -> bool:
    """Two e-mail addresses that say the same."""
    return one.strip().casefold() == other.strip().casefold()


def _text(value: object) -> str:
    if isinstance(value, bool):
        return ON if value else OFF
    return "" if value is None else str(value)


def _back(account: int) -> str:
    return f"{reverse('setup_users')}?open={account}#user-{account}"
