"""Sessions as rows: opened and ended inside an action's transaction, each time with its event."""

import secrets
from typing import Any

from django.db.models import QuerySet

from precert.conduct.action import Action
from precert.people import events
from precert.people.codes import key_digest
from precert.people.models import LoginSession
from precert.people.proofs import Method

LONGEST_AGENT = 200


def open_of(account_id: int) -> QuerySet[LoginSession]:
    """The account's open sessions."""
    return LoginSession.objects.filter(account=account_id, ended_at=None)


def start(action: Action[Any], method: Method, address: str, agent: str) -> str:
    """Open a session of the actor's and journal it; its key, told once."""
    key = secrets.token_urlsafe(32)
    row = LoginSession.objects.create(
        account_id=action.actor.person_id,
        key_digest=key_digest(key),
        method=method,
        address=address,
        agent=agent[:LONGEST_AGENT],
        started_at=action.now,
    )
    about = {"method": method, "session": row.pk}
    action.record(events.SIGNED_IN, events.SUBJECT_ACCOUNT, action.actor.account_id, **about)
    return key


def end(
    action: Action[Any],
    account_id: int,
    reason: str,
    *,
    only: int | None = None,
    but: int | None = None,
) -> int:
    """End an account's open sessions (all, one, or all `but` one); how many there were."""
    rows = open_of(account_id)
    rows = rows if only is None else rows.filter(pk=only)
    open_ones = list(rows.exclude(pk=but or 0).values_list("pk", flat=True))
    for pk in open_ones:
        if LoginSession.objects.filter(pk=pk, ended_at=None).update(
            ended_at=action.now, end_reason=reason
        ):
            action.record(
                events.SESSION_ENDED, events.SUBJECT_ACCOUNT, account_id, session=pk, reason=reason
            )
    return len(open_ones)
