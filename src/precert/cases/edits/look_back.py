"""Is a service in the past still within the time the contract looks back?"""

from precert.cases.daycount import months_after
from precert.cases.draft.naming import line_name, line_path, shown
from precert.cases.edits._base import Edit
from precert.cases.facts import Facts
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack


class LookBack(Edit):
    """No service starts earlier than the contract's look-back, counted in months from today."""

    title = "Beyond the Look-Back Period"

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """One finding for each line that starts too early; none where the contract sets no limit."""
        if pack.look_back_months is None:
            return []
        earliest = months_after(facts.today, -pack.look_back_months)
        return [
            self.finding(
                f"{self.title}: {line_name(facts, line)} starts on {shown(line.start)}. {pack.name}"
                f" accepts requests for services on or after {shown(earliest)} ({pack.look_back_months}"
                " months back). Correct the date or remove the service.",
                line_path(line.key, "start"),
                line.key,
            )
            for line in facts.lines
            if line.start is not None and line.start < earliest
        ]
