"""What the verbs on a submitted request have in common, above all those of who does work on it."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db import IntegrityError, transaction

from precert.cases import enclosures, events, statuses, subject
from precert.cases.dialog import Dialog, DialogInput, problems
from precert.cases.kinds import REVIEW
from precert.cases.models import InformationAnswer, InformationRequest, Note, by
from precert.cases.subject import Subject, of_work
from precert.cases.transition import came, move
from precert.cases.windows import OpenWindow, window
from precert.conduct.action import Action, Input, Moved
from precert.conduct.refusal import Finding
from precert.journal.event import Event
from precert.kit.hidden_characters import blank
from precert.work import items as work
from precert.work import kinds
from precert.work.kinds import Kind


class OnRequest(Action[Input, Subject]):
    """A verb on a submitted request; its input names the request. What the contract of the case
    permits the actor is what counts.

    `rank` is its place among what is offered on a request; without one it isn't offered. A
    provider's verb names its `pack_key`: the contract says whether it exists, by which channel, and
    how long it is open. `dialog` says what its page asks for, `read` makes its input of that.
    """

    rank: ClassVar[int] = 0
    pack_key: ClassVar[str] = ""

    def dialog(self) -> Dialog:
        """What the page of the verb asks for and says. Reads `found`, never `data`."""
        return Dialog()

    @classmethod
    def read(cls, typed: DialogInput) -> Input:
        """The input, of what was filled in on the page."""
        return cast("Input", typed)

    def request_id(self) -> UUID:
        """Which request, of the input."""
        return self.data.request  # type: ignore[attr-defined,no-any-return]

    def subject(self) -> tuple[str, str]:
        """The request."""
        return events.SUBJECT_REQUEST, str(self.request_id())

    def find(self) -> Subject:
        """The request, if the actor may see it."""
        return subject.find(self.actor, self.request_id())

    def contract(self) -> str | None:
        """That of the case."""
        return self.found.contract

    def possible(self) -> list[Finding]:
        """Whether the status allows the verb, by the one table, and the contract's window is open."""
        if found := self.settled():
            return found
        shut = self.window()
        return [] if shut.is_open else [Finding(shut.state, shut.why)]

    def settled(self) -> list[Finding]:
        """Why the status doesn't allow the verb, by the one table."""
        if self.verb not in statuses.TABLE or statuses.can(self.verb, self.found.status):
            return []
        label = statuses.LABELS[self.found.status]
        return [Finding("wrong-status", f"This request is {label}.")]

    def window(self) -> OpenWindow:
        """Until when the verb is open; without end for one that no contract names."""
        if not self.pack_key:
            return OpenWindow("open")
        return window(self.pack_key, self.found.standing, self.found.pinned.pack, self.now)

    def document_types(self) -> dict[str, str]:
        """The contract's types of document, by code."""
        category = self.found.pinned.pack.category(self.found.request.case.category)
        return {one.code: one.label for one in category.document_types}

    def note(self, verb: str, **data: Any) -> None:
        """One journal event about the request."""
        self.record(verb, events.SUBJECT_REQUEST, self.found.id, case_id=self.found.case_id, **data)

    def end_wait(self, asked: InformationRequest, outcome: str, note: str = "") -> None:
        """End the wait for what was asked for. Only one end has room: raises Moved when another
        came first.
        """
        try:
            with transaction.atomic():
                InformationAnswer.objects.create(
                    information_request=asked,
                    at=self.now,
                    outcome=outcome,
                    note=note,
                    **by(self.actor),
                )
        except IntegrityError:
            raise Moved from None


class ByDialog(OnRequest[DialogInput]):
    """A verb whose input is what its page asks for: checked here, kept by `keep`."""

    def check(self) -> list[Finding]:
        """Everything that is wrong with what was filled in."""
        files = [file for file, _ in self.data.files]
        found = problems(self.dialog(), self.data, self.document_types())
        return found + enclosures.refused(self.actor, files, self.now)

    def keep(self, note_type: str, *, internal: bool = False) -> None:
        """Append the note, if there is one, and the documents; who decides on the request is told
        that something came.
        """
        if not blank(self.data.note):
            Note.objects.create(
                request_id=self.found.id,
                type=note_type,
                text=self.data.note,
                internal=internal,
                at=self.now,
                **by(self.actor),
            )
        enclosures.attach(self.actor, self.found.id, self.data.files, self.now)
        came(self.found.id, self.now)


class OnWork(OnRequest[Input]):
    """A verb on a piece of work about a request, of whatever kind; its input names `kind` and
    `subject`. The review moves its request with it, other work leaves the request's status alone.
    """

    @property
    def kind(self) -> Kind:
        """What the room that owns the subject says of this kind of work."""
        return kinds.named(self.found.item.kind)

    @property
    def reviews(self) -> bool:
        """True when the work is the review of the request."""
        return self.found.item.kind == REVIEW

    def subject(self) -> tuple[str, str]:
        """What the work is about."""
        return kinds.named(self.data.kind).subject, str(self.data.subject)  # type: ignore[attr-defined]

    def find(self) -> Subject:
        """The request that the work is about, if the actor may see it."""
        return of_work(self.actor, self.data.kind, self.data.subject)  # type: ignore[attr-defined]

    def settled(self) -> list[Finding]:
        """Whether the work is over: of the review the request's status says so."""
        if self.reviews:
            return super().settled()
        return [Finding("done", "This work is done.")] if self.found.item.done else []

    def move(self) -> None:
        """Move the request with its review. Raises Moved when it no longer stands as it was read."""
        if self.reviews:
            move(self.verb, self.found.request, self.now)

    def tell(self, review: Event, other: Event, **data: Any) -> None:
        """One journal event: of the review, or of other work with what it is about."""
        item = self.found.item
        about: Mapping[str, str] = {"work": item.kind, "subject": str(item.subject)}
        self.note(review if self.reviews else other, **({} if self.reviews else about), **data)


class ByReviewer(OnRequest[Input]):
    """A verb of the one who reviews the request now."""

    def possible(self) -> list[Finding]:
        """Whether the status allows it, and the request is the actor's."""
        mine = self.actor.account_id is not None
        if mine and self.found.reviewer_id == self.actor.account_id:
            return super().possible()
        if self.found.item.done and (found := self.settled()):
            return found
        who = f"{self.found.reviewer} holds this request." if self.found.reviewer else ""
        return [Finding("not-yours", who or "You do not hold this request. Take it first.")]

    def hold(self) -> None:
        """Keep everybody out who would take it away meanwhile."""
        if not work.keep(self.found.item.kind, self.found.item.subject, self.actor.account_id):
            raise Moved
