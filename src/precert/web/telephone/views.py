"""The telephone service's own door. Whoever comes through it proves each request by the service's
signature.

Without it: 403. Signed, but about no message of ours, another's or one that is over: 404. In
neither case anything changes. A request that is sent again finds done what it asks for.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from precert.notices import code_words
from precert.people.actions.answer_call import answer_call
from precert.people.queries import open_call
from precert.transports import deliveries, telephone_links
from precert.transports.queries import telephone_configured
from precert.web.door import Request, machine, public
from precert.web.telephone import twiml
from precert.web.telephone.signature import HEADER, is_signed

View = Callable[[Request, int], HttpResponse]
POUND = "#"


def from_service(
    use: telephone_links.Use,
) -> Callable[[View], Callable[[Request, str], HttpResponse]]:
    """The view is called with the id of the message that the address names, for signed requests of
    our account only.
    """

    def mark(view: View) -> Callable[[Request, str], HttpResponse]:
        @csrf_exempt  # no cookie takes part: the signature says who asks
        @public
        @machine()
        @require_POST
        @wraps(view)
        def checked(request: Request, token: str) -> HttpResponse:
            if not telephone_configured():
                return _refused(404)
            if not _is_from_service(request):
                return _refused(403)
            message_id = telephone_links.opened(use, token, request.now)
            return _refused(404) if message_id is None else view(request, message_id)

        return checked

    return mark


@from_service("call")
def call(request: Request, message_id: int) -> HttpResponse:
    """A call was picked up: what to say. That changes nothing."""
    challenge_id = _challenge(request, message_id)
    if challenge_id is None:
        return _refused(404)
    found = open_call(challenge_id, request.now)
    if found is None:
        return _said(code_words.OVER)
    return _refused(404) if found.answered else _asked(request, code_words.spoken(found.purpose))


@from_service("call")
def pressed(request: Request, message_id: int) -> HttpResponse:
    """A key was pressed. # answers the challenge; after another the words come once more."""
    challenge_id = _challenge(request, message_id)
    if challenge_id is None:
        return _refused(404)
    found = open_call(challenge_id, request.now)
    if found is None:
        return _said(code_words.OVER)
    if request.POST.get("Digits") == POUND:
        return (
            _said(code_words.CONFIRMED) if answer_call(challenge_id, request.now) else _refused(404)
        )
    if found.answered:
        return _refused(404)
    if "last" in request.GET:
        return _said(code_words.NOT_CONFIRMED)
    return _asked(request, code_words.AGAIN + code_words.spoken(found.purpose), last=True)


@from_service("state")
def state(request: Request, message_id: int) -> HttpResponse:
    """What became of a message or call. What is known to be past already is taken and changes
    nothing.
    """
    sid = request.POST.get("MessageSid", "") or request.POST.get("CallSid", "")
    status = request.POST.get("MessageStatus", "") or request.POST.get("CallStatus", "")
    error = request.POST.get("ErrorCode", "")[:10]
    known = bool(sid) and deliveries.note(message_id, sid, status, request.now, error)
    return HttpResponse(status=204) if known else _refused(404)


def _challenge(request: Request, message_id: int) -> int | None:
    """The challenge that a call is about."""
    about = deliveries.subject_of(message_id, request.POST.get("CallSid", ""))
    return int(about[1]) if about and about[0] == "challenge" else None


def _is_from_service(request: Request) -> bool:
    """Signed with our account's token, over the address as it is known outside: a proxy may have
    changed what we see of it.
    """
    fields = {name: request.POST.getlist(name) for name in request.POST}
    address = settings.SITE_URL + request.get_full_path()
    signed = is_signed(settings.TELEPHONE_TOKEN, address, fields, request.headers.get(HEADER, ""))
    return signed and request.POST.get("AccountSid") == settings.TELEPHONE_SID


def _asked(request: Request, words: str, *, last: bool = False) -> HttpResponse:
    token = request.resolver_match.kwargs["token"] if request.resolver_match else ""
    action = settings.SITE_URL + reverse("call_pressed", args=[token]) + ("?last=1" if last else "")
    return HttpResponse(
        twiml.ask(words, action, code_words.NOT_CONFIRMED), content_type=twiml.CONTENT_TYPE
    )


def _said(words: str) -> HttpResponse:
    return HttpResponse(twiml.say(words), content_type=twiml.CONTENT_TYPE)


def _refused(status: int) -> HttpResponse:
    return HttpResponse(status=status, content_type="text/plain")
