"""A verb of the domain: it looks at what it is about, and then it writes."""

from datetime import datetime
from typing import Any, ClassVar, Generic

from typing_extensions import TypeVar

from precert.conduct.actor import Actor
from precert.conduct.refusal import Finding, Refusal, RefusalKind, not_permitted
from precert.journal import recording as journal
from precert.journal.recording import Entry

Input = TypeVar("Input")
Found = TypeVar("Found", default=Any)


class Moved(Exception):  # noqa: N818 - no programming error: somebody else was faster
    """Raised by `hold`: what the action looked at has changed since, so it looks again."""


class Action(Generic[Input, Found]):
    """One verb. A file on a shelf defines one subclass with its frozen `Input` dataclass.

    First it looks, outside any transaction and without writing: `find` loads what it is about
    (raising Refusal("missing") for what the actor may not know of), `allowed` asks whether this
    actor may, `possible` why it can't be done now whatever is typed, `check` what is wrong with
    what was typed. Then, in one transaction, `hold` makes sure with conditional writes that what
    it looked at still stands, and `apply` writes, records events and returns a JSON-able answer.
    """

    verb: ClassVar[str]
    label: ClassVar[str]
    permission: ClassVar[str]
    found: Found

    def __init__(self, data: Input, actor: Actor, now: datetime) -> None:
        self.data = data
        self.actor = actor
        self.now = now

    def find(self) -> Found:
        """What the action is about, read only; kept in `found`. Raises Refusal("missing")."""
        return None  # type: ignore[return-value]  # a verb that is about nothing yet

    def contract(self) -> str | None:
        """The contract under which the actor's permissions count; None: wherever the actor acts."""
        return None

    def allowed(self) -> bool:
        """May this actor do this to `found`? The permission alone decides unless a verb says more."""
        return self.actor.may(self.permission)

    def possible(self) -> list[Finding]:
        """Why it can't be done now, whatever is typed: status, holder, window. Never reads `data`,
        so that menus can ask before there is any.
        """
        return []

    def check(self) -> list[Finding]:
        """What is wrong with what was typed; empty when nothing is."""
        return []

    def confirmed(self) -> bool:
        """True when the actor has seen the warnings and goes on."""
        return bool(getattr(self.data, "confirmed", False))

    def prepare(self) -> None:
        """What is committed on its own before the transaction (a case number). Usually nothing."""

    def hold(self) -> None:
        """Conditional writes that succeed only while what was looked at still stands. Raises Moved
        when it doesn't; `perform` then looks again and the second look says why not.
        """

    def apply(self) -> Any:
        """Write, record events, return a JSON-able answer."""
        raise NotImplementedError

    def subject(self) -> tuple[str, str]:
        """Kind and id of what is acted on, for the journal row of a refusal."""
        return "action", self.verb

    def look(self) -> None:
        """Everything that comes before the transaction. Raises Refusal."""
        self.look_at(self.find())
        if findings := self.possible():
            stop(findings, confirmed=self.confirmed(), kind="conflict")
        stop(self.check(), confirmed=self.confirmed())
        self.prepare()

    def look_at(self, found: Found) -> None:
        """Take `found` as what the action is about. Raises Refusal when the actor may not act."""
        self.found = found
        if contract := self.contract():
            self.actor = self.actor.under(contract)
        if not self.allowed():
            raise not_permitted(self.label)

    def write(self) -> Any:
        """Everything inside the transaction; the answer."""
        self.hold()
        return self.apply()

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


def stop(findings: list[Finding], *, confirmed: bool, kind: RefusalKind = "invalid") -> None:
    """Raise the Refusal that these findings make: an error always, a warning until confirmed."""
    if any(f.severity == "error" for f in findings):
        raise Refusal(kind, findings)
    if any(f.severity == "warning" for f in findings) and not confirmed:
        raise Refusal("confirm", findings)


def why_not(
    kind: type[Action[Input, Found]],
    actor: Actor,
    now: datetime,
    *,
    found: Found | None = None,
    data: Input | None = None,
) -> Refusal | None:
    """The dry run: why the actor can't do this now, or None when they can.

    What stops the POST is what greys the button. `found` saves the look-up where a page has it
    already; with `data` what was typed is checked too.
    """
    action = kind(data, actor, now)  # type: ignore[arg-type]  # `possible` never reads it
    try:
        return refusal(action, action.find() if found is None else found)
    except Refusal as missing:
        return missing


def refusal(action: Action[Input, Found], found: Found) -> Refusal | None:
    """The same for an action that is made already, which has `found` and its actor from then on."""
    try:
        action.look_at(found)
        stop(action.possible(), confirmed=True, kind="conflict")
        if action.data is not None:
            stop(action.check(), confirmed=True)
    except Refusal as refused:
        return refused
    return None
