"""Change Context: the providers that one may act for, and choosing one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from precert.gate import session
from precert.people.actions.change_context import ChangeContext, ChangeContextInput
from precert.people.queries import contexts
from precert.web.account.forms import ContextForm
from precert.web.account.pending import safe_next
from precert.web.door import Request, before_terms, run, signed_in
from precert.web.error_pages import not_found


@signed_in
@before_terms
@require_http_methods(["GET", "POST"])
def change_context(request: Request) -> HttpResponse:
    """The table, and the arrow of one of its rows. The session goes on under a new id."""
    wanted = safe_next(request, request.POST.get("next", "") or request.GET.get("next", ""))
    if request.method == "GET":
        page = {
            "contexts": contexts(request.account),
            "chosen": request.actor.provider_id,
            "next": wanted,
        }
        return render(request, "account/context.html", page)
    form = ContextForm(request.POST)
    if not form.is_valid():
        return not_found(request)
    done = run(request, ChangeContext, ChangeContextInput(form.cleaned_data["provider"]))
    session.choose(request, done.answer)
    return redirect(wanted or "/")
