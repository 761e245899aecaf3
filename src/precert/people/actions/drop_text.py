"""Dropping what was typed into a form: it was sent, or isn't wanted."""

from dataclasses import dataclass
from typing import Any

from precert.conduct.action import Action
from precert.people import events, typed_text
from precert.people.models import KeptText


@dataclass(frozen=True)
class DropTextInput:
    """A form that was sent by this visit of its page, or (empty) whose text was discarded."""

    page: str
    form: str
    visit: str = ""


class DropText(Action[DropTextInput]):
    """Drop what was kept of a form."""

    verb = "drop_text"
    label = "Discard unsent text"
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
        there = mine.exclude(sealed__startswith=typed_text.SENT).exclude(sealed="")
        dropped = there.exists()
        if self.data.visit:
            mark: dict[str, Any] = {
                "sealed": typed_text.SENT + self.data.visit,
                "kept_at": self.now,
            }
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
