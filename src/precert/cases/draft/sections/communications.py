"""The notes on the request."""

from precert.cases.draft.sections._base import Part, Section
from precert.cases.facts import Facts
from precert.contracts.schema import Pack


class Communications(Section):
    """Notes; they stand beside the draft and are never changed."""

    label = "Communications"
    step = 10
    review_link = "Update Notes"
    prefixes = ("note",)

    def summary(self, facts: Facts, pack: Pack) -> tuple[Part, ...]:
        """How many."""
        return (("Notes", str(facts.notes)),)

    def empty(self, facts: Facts) -> bool:
        """None there."""
        return facts.notes == 0
