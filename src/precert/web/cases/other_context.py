"""What somebody sees who asks for a case that the provider acted for is not associated with."""

from django.http import HttpResponse
from django.shortcuts import render

from precert.cases.queries import search
from precert.people.queries import Context, actor_for, contexts
from precert.web import error_pages
from precert.web.door import Request


def not_associated(request: Request, wanted: search.WantedNumber) -> HttpResponse:
    """The offer to change the context, where another of the person's own may see the case; else the
    page for anything missing.
    """
    for one in _others(request):
        number = search.find(actor_for(request.account, one.provider_id, request.now), wanted)
        if number is not None:
            return render(
                request, "cases/elsewhere.html", {"number": number, "one": one}, status=403
            )
    return error_pages.not_found(request)


def _others(request: Request) -> list[Context]:
    if request.actor.side == "review" or not request.several_contexts:
        return []
    return [
        one for one in contexts(request.account) if one.provider_id != request.actor.provider_id
    ]
