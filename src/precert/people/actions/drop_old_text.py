"""Dropping what was typed, not sent, and never come back for."""

from dataclasses import dataclass

from precert.conduct.action import Action
from precert.people import typed_text
from precert.people.models import KeptText


@dataclass(frozen=True)
class DropOldTextInput:
    """All that is older than it is kept."""


class DropOldText(Action[DropOldTextInput]):
    """Drop what nobody came back for. The worker's doing."""

    verb = "drop_old_text"
    label = "Discard old unsent text"
    permission = ""

    def allowed(self) -> bool:
        """The worker's alone."""
        return self.actor.kind == "worker"

    def apply(self) -> int:
        """How many rows went."""
        return KeptText.objects.filter(kept_at__lt=self.now - typed_text.LIFE).delete()[0]
