"""What can be done with somebody's account: those of the asked acts that are offered, or why not.
Behind the buttons of Setup and of the support desk.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from precert.conduct.action import why_not
from precert.conduct.actor import Actor
from precert.people.assistance import helpable
from precert.people.subjects import HANDS_OFF, OnAccount, OnHelped

Verb = type[OnAccount[Any]]
# There is nothing to do, or the page says once why nothing may be done: not offered at all.
NEEDLESS = frozenset(
    {"not-locked", "active", "not-active", "registered", "not-registered", "no-session", HANDS_OFF}
)


@dataclass(frozen=True)
class AccountOffer:
    """One act. `why` is empty while it can be done."""

    verb: str
    label: str
    why: str = ""


def offers(
    actor: Actor, account_id: int, now: datetime, kinds: Iterable[Verb]
) -> Mapping[str, AccountOffer]:
    """Those of these acts that are offered on the account, by verb; none for one out of the actor's
    reach.
    """
    account = helpable(actor).filter(pk=account_id).first()
    if account is None:
        return {}
    found = {}
    for kind in kinds:
        if account.staff and not issubclass(kind, OnHelped):
            continue
        refusal = why_not(kind, actor, now, found=account)
        if refusal is None:
            found[kind.verb] = AccountOffer(kind.verb, kind.label)
        elif refusal.kind != "forbidden" and refusal.findings[0].code not in NEEDLESS:
            found[kind.verb] = AccountOffer(kind.verb, kind.label, str(refusal))
    return found
