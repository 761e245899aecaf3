"""The day's look for what is unused, claimed by one worker."""

from dataclasses import dataclass

from precert.conduct.action import Action


@dataclass(frozen=True)
class LookForUnusedInput:
    """The day looked at, as ISO text."""

    day: str


class LookForUnused(Action[LookForUnusedInput]):
    """Claims the day's look: performed with the day's key, it is repeated for every worker but the
    first.
    """

    verb = "look_for_unused"
    label = "Find unused accounts and roles"
    permission = ""

    def allowed(self) -> bool:
        """The clock's."""
        return self.actor.kind == "worker"

    def apply(self) -> None:
        """The claim is the key."""
