"""Does the contract, as it stands now, offer what was chosen?"""

from precert.cases.draft.discontinued import ChosenLine, ChosenValue, misfits
from precert.cases.edits._base import Edit
from precert.cases.facts import Facts
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack


class NotOffered(Edit):
    """Everything chosen from a list is on that list; a draft may be older than the contract's
    present version.
    """

    title = "No Longer Offered"

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """One finding for each choice that the contract doesn't offer."""
        chosen = ChosenValue(
            place_of_service=facts.place_of_service,
            service_type=facts.service_type,
            admission_source=facts.admission_source,
            request_type=facts.request_type,
            urgency=facts.urgency,
            extension=facts.extension,
            roles=tuple(one.role for one in facts.providers),
            diagnoses=tuple((one.code.system, one.code.code) for one in facts.diagnoses),
            lines=tuple(
                ChosenLine(t.key, t.kind, t.code.system, t.code.code, t.unit_qualifier, t.frequency)
                for t in facts.lines
            ),
        )
        return misfits(chosen, pack, facts.category)
