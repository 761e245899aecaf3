"""Are the codes codes that may be used on the date of service?"""

from collections.abc import Iterator
from datetime import date

from precert.cases.draft.discontinued import SYSTEMS
from precert.cases.draft.naming import line_name, line_path, shown
from precert.cases.edits._base import Edit
from precert.cases.facts import CodeFact, Facts, LineFact
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack


class Codes(Edit):
    """Each code is known, can be billed, and is valid on the date of service.

    A procedure's date of service is its start; a diagnosis is looked at on the request's first day.
    Without a date it is today. A procedure code that ends within the requested time is a warning.
    """

    title = "Codes"

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """One finding for each code that can't be used."""
        first = facts.span[0] or facts.admit_date or facts.today
        found = [
            self.finding(
                f"Diagnosis {one.code.code}{why}", f"diagnosis/{one.code.system}/{one.code.code}"
            )
            for one in facts.diagnoses
            if (why := _wrong(one.code, first))
        ]
        return [
            *found,
            *(finding for line in facts.procedures for finding in self._line(facts, line)),
        ]

    def _line(self, facts: Facts, line: LineFact) -> Iterator[Finding]:
        code, name = line.code, line_name(facts, line)
        if not code.code:
            return
        day = line.start or facts.today
        if why := _wrong(code, day):
            dated = line.start is not None and code.known and code.billable
            yield self.finding(
                f"{name}{why}", line_path(line.key, "start" if dated else "code"), line.key
            )
        elif code.valid_to is not None and line.end is not None and line.end > code.valid_to:
            last, asked = shown(code.valid_to), shown(line.end)
            text = (
                f"{name} is valid only through {last}, but is requested through {asked}. Request"
                " the code that replaces it for later dates."
            )
            yield self.finding(text, line_path(line.key, "end"), line.key, severity="warning")


def _wrong(code: CodeFact, day: date) -> str:
    """What is wrong with the code on that day, to be read after its name; empty when nothing is."""
    system = SYSTEMS.get(code.system, code.system)
    if not code.known:
        return f" is not in {system}. Remove it and choose one from the list."
    if not code.billable:
        return (
            f" is a category in {system} and cannot be billed. Remove it and choose a more"
            " specific code."
        )
    if code.valid_to is not None and code.valid_to < day:
        return (
            f" ended on {shown(code.valid_to)} and cannot be used for {shown(day)}. Correct the"
            " date"
            " or choose another code."
        )
    if code.valid_from is not None and day < code.valid_from:
        return (
            f" begins on {shown(code.valid_from)} and cannot be used for {shown(day)}. Correct the"
            " date or choose another code."
        )
    return ""
