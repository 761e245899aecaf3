"""The questionnaires that the service asks for."""

from precert.cases.draft.sections._base import Part, Section
from precert.cases.facts import Facts
from precert.contracts.schema import Pack


class Questionnaires(Section):
    """The questionnaires this request needs; their answers stand beside the draft."""

    label = "Questionnaires"
    step = 8
    review_link = "View Questionnaires"
    prefixes = ("questionnaire",)

    def summary(self, facts: Facts, pack: Pack) -> tuple[Part, ...]:
        """How many are complete and how many are not."""
        complete = sum(one.complete for one in facts.questionnaires)
        if not facts.questionnaires:
            return (("Questionnaires", "None needed"),)
        return (
            ("Complete", str(complete)),
            ("Incomplete", str(len(facts.questionnaires) - complete)),
        )

    def empty(self, facts: Facts) -> bool:
        """None needed."""
        return not facts.questionnaires
