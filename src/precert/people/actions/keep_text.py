"""Keeping what somebody is typing into a form that isn't saved as it is typed, and dropping it when
it was sent or isn't wanted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from precert.conduct.locked import LockedAction
from precert.conduct.refusal import Finding, refuse
from precert.people import events, kept
from precert.people.models import KeptText

MOST_ROUNDS = 20
MOST_FORMS = 200  # of one account


@dataclass(frozen=True)
class Typing:
    """What stands in a form: field name → its values. `visit` marks the visit of the page."""

    page: str
    form: str
    visit: str
    fields: Mapping[str, list[str]] = field(default_factory=dict, repr=False)


class KeepText(LockedAction[Typing]):
    """Keep it, in place of what the same visit kept before. True when it is kept; False when that
    visit has sent the form.
    """

    verb = "keep-text"
    label = "Keep what is typed"
    permission = ""

    def allowed(self) -> bool:
        """Everybody's own."""
        return self.actor.account_id is not None

    def check(self) -> list[Finding]:
        """The column's sizes; nobody fills the table."""
        if kept.size(self.data.fields) > kept.LONGEST:
            return [Finding("too-long", "This is too long to save before it is sent.")]
        others = KeptText.objects.filter(account=self.actor.person_id).exclude(
            page=self.data.page, form=self.data.form
        )
        if others.count() >= MOST_FORMS:
            return [
                Finding(
                    "too-many", "You have too many unsent entries. Send or discard some of them."
                )
            ]
        return []

    def apply(self) -> bool:
        """By a conditional UPDATE, again on what another tab left."""
        place = kept.Place(self.actor.person_id, self.data.page, self.data.form)
        fresh = kept.Typed(self.data.visit, self.now.isoformat(), self.data.fields)
        for _ in range(MOST_ROUNDS):
            row = KeptText.objects.filter(
                account=place.account_id, page=place.page, form=place.form
            ).first()
            if row is None:
                new = KeptText(
                    account_id=place.account_id,
                    page=place.page,
                    form=place.form,
                    sealed="",
                    kept_at=self.now,
                )
                KeptText.objects.bulk_create([new], ignore_conflicts=True)
                continue
            if row.sealed == kept.SENT + self.data.visit:
                return False
            texts = kept.unseal(place, row.sealed)
            same = KeptText.objects.filter(pk=row.pk, sealed=row.sealed)
            if same.update(sealed=kept.seal(place, kept.with_text(texts, fresh)), kept_at=self.now):
                if all(one.visit != fresh.visit for one in texts):
                    self.record(
                        events.TEXT_KEPT, events.SUBJECT_ACCOUNT, place.account_id, form=place.form
                    )
                return True
        raise refuse(
            "conflict", "busy", "This is being saved from several places at once. Try again."
        )


@dataclass(frozen=True)
class Done:
    """A form that was sent by this visit of its page, or (empty) whose text was discarded."""

    page: str
    form: str
    visit: str = ""


class DropText(LockedAction[Done]):
    """Drop what was kept of a form."""

    verb = "drop-text"
    label = "Discard what was typed"
    permission = ""

    def allowed(self) -> bool:
        """Everybody's own."""
        return self.actor.account_id is not None

    def apply(self) -> None:
        """Discarded: the row goes. Sent: its mark stays until the row is too old, for what may
        arrive late.
        """
        mine = KeptText.objects.filter(
            account=self.actor.person_id, page=self.data.page, form=self.data.form
        )
        there = mine.exclude(sealed__startswith=kept.SENT).exclude(sealed="")
        dropped = there.exists()
        if self.data.visit:
            mark: dict[str, Any] = {"sealed": kept.SENT + self.data.visit, "kept_at": self.now}
            KeptText.objects.update_or_create(
                account_id=self.actor.person_id,
                page=self.data.page,
                form=self.data.form,
                defaults=mark,
            )
        else:
            mine.delete()
        if dropped:
            self.record(
                events.TEXT_DROPPED,
                events.SUBJECT_ACCOUNT,
                self.actor.person_id,
                form=self.data.form,
            )


@dataclass(frozen=True)
class Everything:
    """All that is older than it is kept."""


class DropOldText(LockedAction[Everything]):
    """Drop what nobody came back for. The worker's doing."""

    verb = "drop-old-text"
    label = "Drop what was typed and not sent"
    permission = ""

    def allowed(self) -> bool:
        """The worker's alone."""
        return self.actor.kind == "worker"

    def apply(self) -> int:
        """How many rows went."""
        return KeptText.objects.filter(kept_at__lt=self.now - kept.LIFE).delete()[0]
