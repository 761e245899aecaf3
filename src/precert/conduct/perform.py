"""The one way through: every write of the domain is an Action that `perform` carries out in one
transaction.
"""

import hashlib
import json
import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from precert.conduct.action import Action, Moved
from precert.conduct.actor import Actor
from precert.conduct.models import FirstAnswer
from precert.conduct.refusal import Refusal, refuse
from precert.journal import recording as journal
from precert.journal.event import REFUSED
from precert.kit.inserts import insert
from precert.kit.statements import compiled

LONGEST_KEY = 200  # characters of a key as it is stored
MOST_LOOKS = 20  # how often an action looks again because somebody else was faster
TURNS = tuple(threading.Lock() for _ in range(64))
BUSY = "Too many people are changing this right now. Try again."


@dataclass(frozen=True)
class Outcome:
    """What `perform` gives back: the action's answer, and whether it is the first answer repeated."""

    answer: Any
    repeated: bool = False


def perform(
    kind: type[Action[Any]], data: Any, actor: Actor, now: datetime, key: str = ""
) -> Outcome:
    """Carry out one action. Raises Refusal; the refusal's journal row is kept although the action
    is not.

    `key` makes it idempotent: the same actor, verb and key give the first answer again. A refusal
    consumes no key. The same key with other input is refused.
    """
    action = kind(data, actor, now)
    key = _storable(key)
    try:
        if key and (first := _first_answer(action, key)):
            return first
        for look in range(MOST_LOOKS):
            action = kind(data, actor, now)
            try:
                with _turn(action, look):
                    return _once(action, key)
            except Moved:
                continue
        raise refuse("conflict", "busy", BUSY)
    except Refusal as refusal:
        _keep_refusal(action, refusal)
        raise


def _turn(action: Action[Any], look: int) -> AbstractContextManager[Any]:
    """Those of this process who look at the same thing again do so one after the other: else of
    many at once the same few would win, and the others never.
    """
    return TURNS[hash(action.subject()) % len(TURNS)] if look else nullcontext()


def _storable(key: str) -> str:
    """A key that doesn't fit its column, or that no database takes, by its digest: clients choose
    their keys.
    """
    if len(key) <= LONGEST_KEY and key.isprintable():
        return key
    return f"sha256:{hashlib.sha256(key.encode(errors='surrogatepass')).hexdigest()}"


def _once(action: Action[Any], key: str) -> Outcome:
    try:
        action.look()
        with transaction.atomic(durable=True):
            answer = action.write()
            if key:
                _remember(action, key, answer)
    except (IntegrityError, Refusal):
        # The same key may have been answered while this one was under way: then its answer stands.
        if key and (first := _first_answer(action, key)):
            return first
        raise
    journal.wake()
    return Outcome(answer)


def _fingerprint(data: Any) -> str:
    plain = asdict(data) if is_dataclass(data) and not isinstance(data, type) else data
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()


def _remember(action: Action[Any], key: str, answer: Any) -> None:
    row = FirstAnswer(
        key=key,
        actor=_who(action),
        verb=action.verb,
        fingerprint=_fingerprint(action.data),
        answer=answer,
        at=action.now,
    )
    insert([row], keys=False)


def _who(action: Action[Any]) -> str:
    return f"{action.actor.kind}:{action.actor.id}"


@compiled
def _answered(key: str, actor: str, verb: str) -> QuerySet[Any, Any]:
    return FirstAnswer.objects.filter(key=key, actor=actor, verb=verb)


def _first_answer(action: Action[Any], key: str) -> Outcome | None:
    rows = _answered(key, _who(action), action.verb)
    if not rows:
        return None
    row = rows[0]
    if row.fingerprint != _fingerprint(action.data):
        raise refuse(
            "conflict",
            "key-reused",
            "This was already sent with different content. Reload the page to see what was saved.",
        )
    return Outcome(row.answer, repeated=True)


def _keep_refusal(action: Action[Any], refusal: Refusal) -> None:
    kind, subject_id = action.subject()
    with transaction.atomic(durable=True):
        action.record(
            REFUSED,
            kind,
            subject_id,
            action=action.verb,
            refusal=refusal.kind,
            codes=sorted({f.code for f in refusal.findings}),
        )
