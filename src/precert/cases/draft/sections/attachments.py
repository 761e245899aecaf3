"""The documents that come with the request."""

from precert.cases.draft.sections._base import Part, Section
from precert.cases.facts import Facts
from precert.contracts.schema import Pack


class Attachments(Section):
    """Documents; they stand beside the draft."""

    label = "Attachments"
    step = 9
    review_link = "Update Documents"
    prefixes = ("attachment",)

    def summary(self, facts: Facts, pack: Pack) -> tuple[Part, ...]:
        """How many."""
        return (("Documents", str(facts.documents)),)

    def empty(self, facts: Facts) -> bool:
        """None there."""
        return facts.documents == 0
