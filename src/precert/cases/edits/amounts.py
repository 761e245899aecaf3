"""Are duration, quantity and rate numbers that can be asked for?"""

from collections.abc import Iterator

from precert.cases.draft.naming import line_field, line_name, line_path
from precert.cases.draft.parse import LONGEST_DURATION
from precert.cases.edits._base import Edit
from precert.cases.facts import Facts, LineFact
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack

HOW = {
    "duration": f"Enter a whole number of days from 1 to {LONGEST_DURATION:,}.",
    "quantity": "Enter a number of units greater than zero, with at most two decimals.",
    "rate": "Enter a dollar amount greater than zero, with at most two decimals.",
}


class Amounts(Edit):
    """Duration, quantity and rate can be read and are above zero."""

    title = "Amounts"

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """One finding for each field that can't be right."""
        return [found for line in facts.lines for found in self._line(facts, line)]

    def _line(self, facts: Facts, line: LineFact) -> Iterator[Finding]:
        unreadable = dict(line.unreadable)
        for field, how in HOW.items():
            value = getattr(line, field)
            if field in unreadable:
                why = f"“{unreadable[field][:40]}” is not a valid number"
            elif value is not None and value <= 0:
                why = f"{value} is not greater than zero"
            else:
                continue
            text = f"{line_name(facts, line)} - {line_field(line.kind, field)}: {why}. {how}"
            yield self.finding(text, line_path(line.key, field), line.key)
