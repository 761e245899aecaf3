"""The one way through: every write of the domain is an Action that `perform` carries out in one
transaction.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db import IntegrityError, transaction

from precert.conduct.actor import Actor
from precert.conduct.models import Answered
from precert.conduct.refusal import Finding, Refusal, not_permitted, refuse
from precert.journal import write as journal
from precert.journal.write import Entry

Input = TypeVar("Input")
LONGEST_KEY = 200  # characters of a key as it is stored


class Action(Generic[Input]):
    """One verb. A file on a shelf defines one subclass with its frozen `Input` dataclass.

    `perform` calls, in one transaction: `lock` (load what is acted on, so that nobody else moves
    it; raise Refusal("missing") for what the actor may not know of), the permission check, `check`
    (status, facts, edits: findings stop the action when one is an error, or a warning not
    confirmed), `apply` (writes and `record`s events; returns a JSON-able answer).
    """

    verb: ClassVar[str]
    label: ClassVar[str]
    permission: ClassVar[str]

    def __init__(self, data: Input, actor: Actor, now: datetime) -> None:
        self.data = data
        self.actor = actor
        self.now = now

    def before(self) -> None:
        """What must happen outside the transaction (expensive checks, the case number's counter).
        Usually nothing.
        """

    def lock(self) -> None:
        """Load and lock what is acted on."""

    def allowed(self) -> bool:
        """May this actor do this to this object? The permission alone decides unless a verb says
        more.
        """
        return self.actor.may(self.permission)

    def check(self) -> list[Finding]:
        """Why it can't be done now; empty when it can."""
        return []

    def confirmed(self) -> bool:
        """True when the actor has seen the warnings and goes on."""
        return bool(getattr(self.data, "confirmed", False))

    def apply(self) -> Any:
        """Write, record events, return a JSON-able answer."""
        raise NotImplementedError

    def subject(self) -> tuple[str, str]:
        """Kind and id of what is acted on, for the journal row of a refusal."""
        return "action", self.verb

    def record(
        self,
        verb: str,
        kind: str,
        subject_id: object,
        /,
        *,
        case_id: object = None,
        **data: Any,
    ) -> Entry:
        """One journal event of this action."""
        return journal.record(
            verb,
            kind,
            str(subject_id),
            by=journal.By(self.actor.kind, self.actor.id, self.actor.name, self.actor.provider_id),
            at=self.now,
            case_id=None if case_id is None else str(case_id),
            data=data,
        )


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
        return _once(action, key)
    except Refusal as refusal:
        _keep_refusal(action, refusal)
        raise


def _storable(key: str) -> str:
    """A key that doesn't fit its column, or that no database takes, by its digest: clients choose
    their keys.
    """
    if len(key) <= LONGEST_KEY and key.isprintable():
        return key
    return f"sha256:{hashlib.sha256(key.encode(errors='surrogatepass')).hexdigest()}"


def _once(action: Action[Any], key: str) -> Outcome:
    try:
        action.before()
        with transaction.atomic(durable=True):
            answer = _carry_out(action)
            if key:
                _remember(action, key, answer)
    except (IntegrityError, Refusal):
        # The same key may have been answered while this one was under way: then its answer stands.
        if key and (first := _first_answer(action, key)):
            return first
        raise
    journal.wake()
    return Outcome(answer)


def _carry_out(action: Action[Any]) -> Any:
    action.lock()
    if not action.allowed():
        raise not_permitted(action.label)
    findings = action.check()
    if any(f.severity == "error" for f in findings):
        raise Refusal("invalid", findings)
    if any(f.severity == "warning" for f in findings) and not action.confirmed():
        raise Refusal("confirm", findings)
    return action.apply()


def _fingerprint(data: Any) -> str:
    plain = asdict(data) if is_dataclass(data) and not isinstance(data, type) else data
    return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()


def _remember(action: Action[Any], key: str, answer: Any) -> None:
    Answered.objects.create(
        key=key,
        actor=_who(action),
        verb=action.verb,
        fingerprint=_fingerprint(action.data),
        answer=answer,
        at=action.now,
    )


def _who(action: Action[Any]) -> str:
    return f"{action.actor.kind}:{action.actor.id}"


def _first_answer(action: Action[Any], key: str) -> Outcome | None:
    row = Answered.objects.filter(key=key, actor=_who(action), verb=action.verb).first()
    if row is None:
        return None
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
            "refused",
            kind,
            subject_id,
            action=action.verb,
            refusal=refusal.kind,
            codes=sorted({f.code for f in refusal.findings}),
        )
