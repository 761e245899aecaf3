"""Mailed links that open a registration: made inside the action that wants one, used up by
`actions.open_link`.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from precert.conduct.action import Action
from precert.conduct.refusal import Finding, Refusal
from precert.people import codes, events, policy, tries
from precert.people.models import Account, Link

TOO_MANY = f"The link was sent several times. Check your email, or wait {policy.LINKS.window.seconds // 60} minutes."


def life(purpose: policy.LinkPurpose) -> timedelta:
    """How long a link of that purpose works (see ADR 13)."""
    if purpose == "register":
        return timedelta(minutes=settings.REGISTRATION_MINUTES)
    return timedelta(hours=settings.INVITATION_HOURS)


def too_many(account_id: int, now: datetime) -> list[Finding]:
    """Why no further link may be mailed to the account now: its mailbox is not to be flooded. Empty
    when one may.
    """
    newest = Link.objects.filter(account=account_id).order_by("-pk")[: policy.LINKS.tries]
    if policy.may_try(list(newest.values_list("made_at", flat=True)), now, policy.LINKS):
        return []
    return [
        Finding(
            "too-many-links",
            f"Too many links were emailed. Try again in {policy.LINKS.window.seconds // 60}"
            " minutes.",
        )
    ]


def make_link(
    action: Action[Any],
    account_id: int,
    purpose: policy.LinkPurpose,
    *,
    provider_id: int | None = None,
) -> None:
    """Make a link and, through the journal, mail it to the account's address; inside an action's
    transaction.

    It replaces every earlier link of the account, and what was begun with one of them can't be
    finished. `provider_id` is the provider that the person will own a group for, once registered.
    """
    Link.objects.filter(account=account_id, replaced_at=None).update(replaced_at=action.now)
    token = secrets.token_urlsafe(32)
    link = Link.objects.create(
        account_id=account_id,
        purpose=purpose,
        token_digest=codes.key_digest(token),
        provider_id=provider_id,
        made_at=action.now,
        expires_at=action.now + life(purpose),
    )
    sealed = codes.seal_token(token, link.pk)
    action.record(
        events.LINK_REQUESTED,
        events.SUBJECT_ACCOUNT,
        account_id,
        link=link.pk,
        purpose=purpose,
        sealed=sealed,
    )


def take_place(account_id: int, now: datetime) -> None:
    """Count one more link asked for by the account's owner. Raises Refusal `too-many-links`: a
    mailbox is not to be flooded.
    """
    if tries.take(tries.key_of(str(account_id), "link"), now, policy.LINKS) is None:
        raise Refusal("invalid", [Finding("too-many-links", TOO_MANY)])


def waiting(account_id: int) -> Link | None:
    """The newest link of somebody who registered by themselves and hasn't finished; None for
    everybody else.
    """
    unfinished = Account.objects.filter(
        pk=account_id, registered_at=None, is_active=True, removed_at=None
    )
    mine = Link.objects.select_related("account").filter(account__in=unfinished)
    newest = mine.order_by("-made_at", "-pk").first()
    return newest if newest is not None and newest.purpose == "register" else None
