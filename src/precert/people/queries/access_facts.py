"""The facts of one account's access, for `troubles` to judge, and what happened to it."""

from datetime import datetime

from precert.journal import delivery, history
from precert.people import events, policy
from precert.people.models import Account, Challenge, Factor, Link, LoginSession, Membership
from precert.people.queries.membership_contracts import packs_by_membership
from precert.people.queries.support import User
from precert.people.queries.terms import pending_terms
from precert.people.troubles import AccessFacts, LinkState, SentCode

NOT_MAILED = "the mail server did not accept it. We will keep trying."


def facts_of(user: User, now: datetime) -> AccessFacts:
    """Everything but what the telephone service said of the last code, which another room knows."""
    row = Account.objects.get(pk=user.id)
    packs = packs_by_membership(Membership.objects.filter(account=row), now)
    contracts = {pack.id for found in packs.values() for pack in found}
    closed = _events(row.pk, events.ACCOUNT_DEACTIVATED)
    return AccessFacts(
        staff=row.staff,
        locked_at=row.locked_at,
        tries_before_lock=_tries(row.pk, row.locked_at) if row.locked_at else 0,
        **_failures(row.pk, now),
        active=row.is_active,
        inactive_reason=row.inactive_reason,
        inactive_since=closed[0].at if closed and not row.is_active else None,
        registered_at=row.registered_at,
        signed_in_at=row.signed_in_at,
        link=_link(row.pk),
        factors=Factor.objects.filter(account=row.pk).count(),
        memberships=len(packs),
        paused=tuple(place.where for place in user.places if place.paused_at is not None),
        contracts=len(contracts),
        pending_terms=(
            ()
            if row.staff or row.registered_at is None
            else tuple(one.name for one in pending_terms(row.pk, contracts))
        ),
        code=_code(row.pk),
        open_sessions=LoginSession.objects.filter(
            account=row.pk, ended_at=None, started_at__gt=now - policy.SESSION_LIMIT
        ).count(),
    )


def _failures(account_id: int, now: datetime) -> dict[str, int]:
    """The wrong tries within the lock's window; unlocking forgets those of passwords and codes."""
    since = now - policy.LOCK.window
    unlocked = [one.at for one in _events(account_id, events.UNLOCKED)[:1]]
    counted = max([since, *unlocked])
    failed = [one for one in _events(account_id, events.SIGN_IN_FAILED) if since < one.at <= now]
    passwords = [one for one in failed if one.data.get("reason") == "password"]
    return {
        "wrong_codes": history.count_of(
            events.SUBJECT_ACCOUNT, account_id, [events.CODE_FAILED], counted, now
        ),
        "wrong_passwords": sum(one.at > counted for one in passwords),
        "wrong_door": sum(one.data.get("reason") == "door" for one in failed),
    }


def last_code(account_id: int) -> int | None:
    """The id of the newest code's challenge."""
    return (
        Challenge.objects.filter(account=account_id)
        .order_by("-created_at", "-pk")
        .values_list("pk", flat=True)
        .first()
    )


def access_events(account_id: int) -> list[history.PastEvent]:
    """What happened to the account's access, newest first."""
    return history.of_subjects(events.SUBJECT_ACCOUNT, [account_id])


def _events(account_id: int, verb: str) -> list[history.PastEvent]:
    return history.of_subjects(events.SUBJECT_ACCOUNT, [account_id], [verb])


def _tries(account_id: int, locked_at: datetime) -> int:
    verbs = [events.SIGN_IN_FAILED, events.CODE_FAILED]
    return history.count_of(
        events.SUBJECT_ACCOUNT, account_id, verbs, locked_at - policy.LOCK.window, locked_at
    )


def _link(account_id: int) -> LinkState | None:
    row = Link.objects.filter(account=account_id).order_by("-made_at", "-pk").first()
    if row is None:
        return None
    failing = delivery.failed_for(events.SUBJECT_ACCOUNT, account_id, events.LINK_REQUESTED)
    lost = NOT_MAILED if failing is not None and failing.entry.data.get("link") == row.pk else ""
    return LinkState(row.purpose, row.made_at, row.expires_at, row.opened_at, lost)


def _code(account_id: int) -> SentCode | None:
    row = Challenge.objects.filter(account=account_id).order_by("-created_at", "-pk").first()
    if row is None:
        return None
    failing = delivery.failed_for(events.SUBJECT_ACCOUNT, account_id, events.CODE_REQUESTED)
    lost = (
        NOT_MAILED
        if failing is not None
        and failing.entry.data.get("challenge") == row.pk
        and row.channel == "email"
        else ""
    )
    return SentCode(row.created_at, row.channel, row.expires_at, row.used_at, lost)
