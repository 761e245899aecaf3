"""What a page's script asks and tells about the text typed into its forms. None of it keeps a
session alive.
"""

import re
from typing import Any

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from precert.documents.crypto import CryptoError
from precert.people.actions.drop_text import DropText, DropTextInput
from precert.people.actions.keep_text import KeepText, KeepTextInput
from precert.people.queries.typed_text import kept_of
from precert.people.typed_text import TypedText
from precert.web import payload
from precert.web.door import Request, background, before_terms, run, signed_in
from precert.web.typed_text import ticket

FORM = re.compile(r"[a-z0-9-]{1,80}")
MOST_BYTES = 1_000_000


@signed_in
@before_terms
@background("POST")
@require_POST
def kept_text(request: Request) -> JsonResponse:
    """`do`: "offer" gives what other visits of the page left, "keep" keeps what is typed, "discard"
    drops it.

    400: malformed or too large; 404: the page's ticket doesn't hold (any more); 422: why it isn't
    kept.
    """
    said = payload.body(request, MOST_BYTES)
    if not isinstance(said, dict):
        return JsonResponse({"message": "malformed"}, status=400)
    page = ticket.read(request, str(said.get("ticket", "")))
    if page is None:
        return JsonResponse({"message": "Reload the page."}, status=404)
    if said.get("do") == "offer":
        return JsonResponse({"forms": _offers(request, page)})
    form, fields = str(said.get("form", "")), _fields(said.get("fields"))
    if not FORM.fullmatch(form) or fields is None:
        return JsonResponse({"message": "malformed"}, status=400)
    if said.get("do") == "discard":
        run(request, DropText, DropTextInput(page.page, form))
        return JsonResponse({"kept": False})
    done = run(request, KeepText, KeepTextInput(page.page, form, page.visit, fields))
    return JsonResponse(
        {"kept": done.answer} if done.done else {"message": done.findings[0].text},
        status=200 if done.done else 422,
    )


def _offers(request: Request, page: ticket.Ticket) -> dict[str, list[dict[str, Any]]]:
    """By form, newest first: when it was typed, and the fields. What can't be opened any more is
    left out.
    """
    try:
        found = kept_of(request.account.pk, page.page)
    except CryptoError:
        return {}
    return {
        form: [_offer(one) for one in texts if one.visit != page.visit]
        for form, texts in found.items()
    }


def _offer(one: TypedText) -> dict[str, Any]:
    return {"at": one.at, "fields": one.fields}


def _fields(typed: Any) -> dict[str, list[str]] | None:
    """Field name → its values, if it is that."""
    if typed is None:
        return {}
    if not isinstance(typed, dict) or not all(
        isinstance(values, list) for values in typed.values()
    ):
        return None
    fields = {str(name)[:100]: values for name, values in typed.items()}
    return (
        fields
        if all(isinstance(one, str) for values in fields.values() for one in values)
        else None
    )
