"""The audit trail's page, its export, and the look-up of people for its filter."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from precert.cases.queries.audited import case_numbers
from precert.conduct import reading_list
from precert.journal import export as files
from precert.journal import trail
from precert.journal.trail import TrailPage
from precert.kit.count import Count
from precert.kit.numbers import whole
from precert.people import events
from precert.people.actions.export_audit import ExportAudit, ExportAuditInput
from precert.people.queries.named import MOST_FOUND, accounts_by_id, accounts_like
from precert.registry import providers
from precert.web.audit import state as filters
from precert.web.audit.forms import FilterForm
from precert.web.audit.rows import rows
from precert.web.audit.state import ListState
from precert.web.audit.words import NO_ACCOUNT
from precert.web.door import Request, requires, run
from precert.web.paging import number_in

SIZES = (25, 50, 100)
NOBODY = TrailPage([], 0, "")


@requires("audit.view")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def audit(request: Request) -> HttpResponse:
    """The list by the filters in the address. Filters are posted, looked up and put into the
    address as ids.
    """
    if request.method == "POST":
        form = FilterForm(request.POST, request.actor)
        if form.is_valid():
            return redirect(f"{reverse('audit')}{form.state().address_with()}")
        return _page(request, ListState(), NOBODY, form)
    state = filters.read(request.GET, request.now)
    size = number_in(request.GET, "show", SIZES[0])
    size = size if size in SIZES else SIZES[0]
    try:
        found = trail.find(
            state.filters(request.actor), after=request.GET.get("after", "")[:80], size=size
        )
    except ValueError:
        return redirect(f"{reverse('audit')}{state.address_with()}")
    return _page(
        request, state, found, FilterForm(None, request.actor, _typed(request, state)), size
    )


def _page(
    request: Request,
    state: ListState,
    found: TrailPage,
    form: FilterForm,
    size: int = SIZES[0],
) -> HttpResponse:
    reading_list.note(
        "audit-trail",
        *(f"{line.letter}{line.id}" for line in found.lines),
        *([] if found.lines else ["none"]),
    )
    first = number_in(request.GET, "at", 1)
    page = {
        "rows": rows(request.actor, found.lines),
        "form": form,
        "state": trail.state(events.AUDIT_VERIFIED),
        "hidden": state.items(),
        "start": first if found.lines else 0,
        "end": first + len(found.lines) - 1 if found.lines else 0,
        "total": str(Count(found.count)),
        "show": size,
        "sizes": list(SIZES),
        "next_url": (
            state.address_with(show=size, after=found.after, at=first + size) if found.after else ""
        ),
        "first_url": state.address_with(show=size) if first > 1 else "",
    }
    return render(request, "audit/trail.html", page, status=422 if form.errors else 200)


def _typed(request: Request, state: ListState) -> dict[str, Any]:
    """The filters in the address as the form has them: user name, NPI and Case ID instead of ids."""
    account = whole(state.person) or 0
    person = accounts_by_id(request.actor, [account]).get(account)
    places = providers.many(int(one) for one in state.provider)
    return {
        "since": state.since,
        "until": state.until,
        "person": person.username if person else state.person,
        "kind": state.kind,
        "provider": next((place.npi for place in places.values()), ""),
        "case": _number(request, state.case),
        "member_id": "",
        "subject": " ".join(state.subject),
        "address": state.address,
        "request": state.request,
    }


def _number(request: Request, case: str) -> str:
    """The Case ID, if the case is there."""
    return case_numbers(request.actor, [UUID(case)]).get(UUID(case), case) if case else ""


@requires("audit.view")
@require_POST
def export(request: Request) -> HttpResponseBase:
    """Everything that fits the filters, as a file that is sent while it is read. Journaled before
    the first line.
    """
    state = filters.read(request.POST, request.now)
    form = request.POST.get("form", "")
    if form not in files.FORMS:
        return redirect(f"{reverse('audit')}{state.address_with()}")
    run(
        request,
        ExportAudit,
        ExportAuditInput(form, {name: value for name, value in state.items() if value}),
    )
    reading_list.note("audit-trail", "export")
    pieces = files.FORMS[form].write(trail.everything(state.filters(request.actor)))
    response = StreamingHttpResponse(
        (piece.encode() for piece in pieces), content_type=files.FORMS[form].content_type
    )
    response.headers["Content-Disposition"] = (
        f'attachment; filename="audit-{request.now:%Y%m%d-%H%M%S}.{form}"'
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@requires("audit.view")
@require_safe
def people(request: Request) -> JsonResponse:
    """`?q=`: accounts by the beginning of their names, and who acts without one, for the
    type-ahead.
    """
    typed = request.GET.get("q", "")[:80]
    typed = typed if typed.isprintable() else ""
    others = [
        (code, text, "")
        for code, text in NO_ACCOUNT.items()
        if typed and code.startswith(typed.strip().lower())
    ]
    found = [
        (one.username, one.name, "staff" if one.staff else "")
        for one in accounts_like(request.actor, typed)
    ]
    return JsonResponse(
        {
            "rows": [
                {"code": code, "text": text, "note": note}
                for code, text, note in [*others, *found][:MOST_FOUND]
            ]
        }
    )
