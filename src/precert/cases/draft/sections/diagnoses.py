"""Why the service is needed, as codes."""

from precert.cases.draft.sections._base import Part, Section, parts
from precert.cases.facts import Facts
from precert.contracts.schema import Pack


class Diagnoses(Section):
    """The diagnoses in their order; the first is the primary one."""

    label = "Diagnoses"
    step = 6
    prefixes = ("diagnosis",)

    def summary(self, facts: Facts, pack: Pack) -> tuple[Part, ...]:
        """The primary diagnosis and the number of the others."""
        if not facts.diagnoses:
            return ()
        first, others = facts.diagnoses[0].code, len(facts.diagnoses) - 1
        return parts(
            ("Primary Diagnosis", f"{first.code} {first.text}".strip()),
            ("Other Diagnoses", str(others) if others else None),
        )
