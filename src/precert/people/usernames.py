"""Usernames: each is one person's, for good once they have registered.

One that was asked for and never registered with is held as long as its mailed link works, or what
was begun with that link may be finished (ADR 13). Then it is the next one's who wants it: the
account that waited gives it up and is removed. Staff keep theirs, and so do the invited: who
invited them sees them in Setup, sends the link again or deletes them.
"""

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from precert.conduct.action import Action, Moved
from precert.people import events, policy
from precert.people.models import Account, Link, Membership

LONGEST = 60  # characters of a name that was given up; its account's number comes after them


def held(username: str, now: datetime) -> bool:
    """Whether somebody has that username, or may still register with it."""
    return (
        Account.objects.filter(username=policy.username(username))
        .exclude(pk__in=_lapsed(now).values("pk"))
        .exists()
    )


def new_account(action: Action[Any], username: str, **values: Any) -> Account:
    """An account that nobody can sign in with yet, in an action's `hold`. Raises Moved when
    somebody holds the username.

    The unique column decides between two who want it at the same time.
    """
    name = policy.username(username)
    _give_up(action, name)
    try:
        with transaction.atomic():
            return Account.objects.create(
                username=name, password=make_password(None), created_at=action.now, **values
            )
    except IntegrityError:
        raise Moved from None


def _lapsed(now: datetime) -> QuerySet[Account]:
    """The accounts that nobody has registered with, nor can any more without a new link."""
    mine = Link.objects.filter(account=OuterRef("pk"), replaced_at=None)
    works = mine.filter(
        Q(opened_at=None, expires_at__gt=now) | Q(opened_at__gt=now - policy.REGISTRATION_LIMIT)
    )
    never = Account.objects.filter(staff=False, registered_at=None, signed_in_at=None)
    return never.filter(~Exists(works), ~Exists(Membership.objects.filter(account=OuterRef("pk"))))


def _give_up(action: Action[Any], name: str) -> None:
    """Free the username, if it has lapsed: unless somebody else has just taken it, or its owner has
    registered after all.
    """
    before = Account.objects.filter(username=name).first()
    if before is None:
        return
    gone = {
        "removed_at": before.removed_at or action.now,
        "is_active": False,
        "inactive_reason": "unused",
    }
    # A slash can't stand in a username that somebody types.
    if (
        _lapsed(action.now)
        .filter(pk=before.pk, username=name)
        .update(username=f"{name[:LONGEST]}/{before.pk}", **gone)
    ):
        Link.objects.filter(account=before.pk, replaced_at=None).update(replaced_at=action.now)
        action.record(events.USERNAME_FREED, events.SUBJECT_ACCOUNT, before.pk)
