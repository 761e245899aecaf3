"""How a consumer is named in an address or a form: by a reference that only a search, a visible case
or a draft gives.

It is signed for the session that it was given in, so it can't be guessed, counted up, passed on or
kept for later. It says nothing of the person, and costs no table.
"""

from django.core.signing import BadSignature, Signer

from precert.web.door import Request

LONGEST = 100  # characters


def given(request: Request, consumer_id: int) -> str:
    """The reference of a consumer whom this request has reached."""
    return _signer(request).sign(str(consumer_id))


def taken(request: Request, reference: object) -> int | None:
    """The consumer whom a reference names; None when it was not given in this session."""
    try:
        return int(_signer(request).unsign(str(reference)[:LONGEST]))
    except (BadSignature, ValueError):
        return None


def _signer(request: Request) -> Signer:
    return Signer(salt=f"precert.consumer.{request.session_id}", sep=".")
