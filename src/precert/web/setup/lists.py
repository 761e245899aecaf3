"""The two tabs of Setup: providers with their users, and users with their roles. A caret folds one
row out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from precert.conduct.refusal import Finding
from precert.kit.count import Count
from precert.kit.merge import storable
from precert.kit.numbers import whole
from precert.people.actions.grant_role import GrantRole, GrantRoleInput
from precert.people.queries.places import PlaceRow, place_options, place_row, places, users_at
from precert.people.queries.users import UserFile, user_count, user_file, users
from precert.people.roles import ROLES
from precert.web.door import Request, requires, run
from precert.web.paging import number_in, paging
from precert.web.setup import acts, notes, presentation
from precert.web.setup.notes import SetupNote
from precert.web.zone import zone

LONGEST_SEARCH = 80


@requires(*notes.ADMINS)
@require_safe
def setup(request: Request) -> HttpResponse:
    """Manage Provider Groups. A single provider is folded out."""
    state, text = paging(request.GET), storable(request.GET.get("q", ""))[:LONGEST_SEARCH]
    rows, total = places(request.actor, text, (state.page - 1) * state.size, state.size)
    wanted = number_in(
        request.GET, "open", rows[0].id if total == 1 and rows and "open" not in request.GET else 0
    )
    opened = next((row for row in rows if row.id == wanted), None) or (
        place_row(request.actor, wanted) if wanted else None
    )
    page = _frame(request, text, total if not text else None) | {
        "rows": rows,
        "pager": state.shown(Count(total), len(rows)),
        "opened": opened,
        "shown": (
            rows if opened is None or opened in rows else [opened, *rows]
        ),  # one of another page of the list comes first
        "members": _members(request, opened) if opened else [],
    }
    return render(request, "setup/providers.html", page)


@requires(*notes.ADMINS)
@require_http_methods(["GET", "POST"])
def setup_users(request: Request) -> HttpResponse:
    """Manage Users. Posted, the user folded out gets a role at a provider that they aren't
    associated with yet.
    """
    if request.method == "GET":
        return show_users(request)
    opened = number_in(request.GET, "open", 0)
    place, role = request.POST.get("place", ""), request.POST.get("role", "")
    done = run(request, GrantRole, GrantRoleInput(opened, whole(place) or 0, role))
    if not done.done:
        return show_users(request, done.findings, {"place": place, "role": role}, 422)
    notes.leave(
        request, SetupNote(f"Saved {notes.saved_at(request)}: {ROLES[role].label} was added.")
    )
    return redirect(f"{request.get_full_path()}#user-{opened}")


def show_users(
    request: Request,
    findings: Sequence[Finding] = (),
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The list, with one user folded out; `findings` are about what was `typed` there."""
    state, text = paging(request.GET), storable(request.GET.get("q", ""))[:LONGEST_SEARCH]
    at = (
        place_row(request.actor, number_in(request.GET, "provider", 0))
        if "provider" in request.GET
        else None
    )
    rows, total = users(
        request.actor,
        text,
        at.id if at else None,
        (state.page - 1) * state.size,
        state.size,
        request.now,
    )
    wanted = number_in(request.GET, "open", 0)
    file = user_file(request.actor, wanted, request.now) if wanted else None
    everybody = total if not text and at is None else None
    page = _frame(request, text, None, everybody) | {
        "rows": rows,
        "pager": state.shown(Count(total), len(rows)),
        "at": at,
        "file": file,
        "folded_out": (
            file is not None and all(row.id != file.row.id for row in rows)
        ),  # not on this page of the list
    }
    if file is not None:
        page |= _one(request, file) | {
            "findings": findings,
            "typed": typed or {},
            "errors": {one.path: one.text for one in findings},
        }
    return render(request, "setup/users.html", page, status=status)


def _frame(
    request: Request, text: str, places_here: int | None = None, users_here: int | None = None
) -> dict[str, Any]:
    """What both tabs show: their counts, the search, the note about what was just done, whether a
    provider may be registered.
    """
    providers = places(request.actor, "", 0, 0)[1] if places_here is None else places_here
    people = user_count(request.actor) if users_here is None else users_here
    said = {
        "note": notes.read(request),
        "zone": zone(request),
        "may_register": request.actor.may("providers.manage"),
    }
    return {"providers": providers, "people": people, "q": text} | said


def _members(request: Request, place: PlaceRow) -> list[presentation.RoleChoice]:
    return [
        presentation.role_choice(request.actor, row, place.id, place.provider.name)
        for row in users_at(request.actor, place, request.now)
    ]


def _one(request: Request, file: UserFile) -> dict[str, Any]:
    """The user folded out: roles to choose, providers not associated yet, what may be done."""
    options = place_options(request.actor)
    place_of: dict[tuple[int, int | None], int] = {(group, None): pk for pk, group, _, _ in options}
    place_of |= {(group, provider): pk for pk, group, provider, _ in options}
    here = {
        group: (pk, name)
        for pk, group, provider, name in reversed(options)
        if provider == request.actor.provider_id
    }
    held = {(one.held.group_id, one.held.provider_id) for one in file.associations}
    roles = []
    for one in file.associations:
        place_id, name = here.get(one.held.group_id, (0, ""))
        choice = presentation.role_choice(request.actor, one.held, place_id, name.partition(",")[0])
        roles.append((one, choice, place_of.get((one.held.group_id, one.held.provider_id), 0)))
    free = [
        (pk, name)
        for pk, group, provider, name in options
        if (group, provider) not in held and (group, None) not in held
    ]
    return {
        "roles": roles,
        "free": free,
        "grantable": presentation.role_options(
            request.actor, file.row.id, {group for _, group, _, _ in options}
        ),
        "acts": acts.offered(request, file),
        "edit_url": reverse("setup_user", args=[file.row.id]),
    }
