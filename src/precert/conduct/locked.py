"""The former dialect of actions, for verbs not yet drawn anew: they load and check inside the
transaction.
"""

from typing import Any, Generic

from precert.conduct.action import Action, Input, stop
from precert.conduct.refusal import not_permitted


class LockedAction(Action[Input, Any], Generic[Input]):
    """`lock` loads what is acted on inside the transaction; then permission, check and apply."""

    def before(self) -> None:
        """What must happen outside the transaction. Usually nothing."""

    def lock(self) -> None:
        """Load and lock what is acted on."""

    def look(self) -> None:
        """Nothing is looked at before the transaction but what `before` looks at."""
        self.before()

    def write(self) -> Any:
        """Lock, ask, check, apply."""
        self.lock()
        if not self.allowed():
            raise not_permitted(self.label)
        stop(self.check(), confirmed=self.confirmed())
        return self.apply()
