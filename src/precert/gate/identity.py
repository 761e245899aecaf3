"""Who asks: read anew from the database each time."""

from precert.gate import session
from precert.gate.admission import Denial
from precert.gate.request import Request
from precert.gate.rules import Rule, is_background
from precert.people.queries import agreed_terms, seat_of


def identify(request: Request) -> None:
    """Set seat, actor and account, unless nobody is signed in or the session is over.

    A lock keeps strangers out who guess; a session that has proved its second factor goes on.
    A machine's token will be asked here beside the browser's session: whatever it comes with, what
    stands behind the gate is an actor.
    """
    request.ended = ""
    found = session.opened(request.session)
    if found is None:
        return
    account = found.account
    if found.ended or not account.is_active or account.removed_at:
        request.session.flush()
        request.ended = "elsewhere"
        return
    seat = seat_of(account, session.context(request.session), request.now)
    if why := session.over(request.session, seat.idle, request.now):
        session.end(request, account, found.id, why, request.now)
        request.ended = why
        return
    request.account, request.seat, request.actor = account, seat, seat.actor
    request.session_id = found.id


def denial(request: Request, rule: Rule) -> Denial | None:
    """Why the view isn't for who asks, None when it is. A person's own doing keeps the session
    alive.
    """
    if not hasattr(request, "account"):
        return None if rule.public else Denial("unknown", request.ended)
    if not is_background(request, rule):
        session.note_input(request.session, request.now)
    if rule.public:
        return None
    if not rule.before_terms and _terms_pending(request):
        return Denial("terms")
    if not rule.permissions or rule.permissions & request.actor.anywhere:
        return None
    return Denial("context" if _no_context(request) else "forbidden")


def _terms_pending(request: Request) -> bool:
    """Only a session that doesn't know yet asks the database."""
    if not session.pending(request.session, request.seat.terms):
        return False
    session.agreed(request.session, agreed_terms(request.account.pk))
    return bool(session.pending(request.session, request.seat.terms))


def _no_context(request: Request) -> bool:
    chosen = session.context(request.session)
    return request.actor.side == "provider" and chosen is None and request.seat.several
