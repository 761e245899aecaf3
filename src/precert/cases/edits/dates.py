"""Are the dates dates, in order, and anywhere near today?"""

from collections.abc import Iterator
from datetime import date

from precert.cases.daycount import months_after
from precert.cases.draft.naming import FIELDS, label_of, line_field, line_name, line_path, shown
from precert.cases.edits._base import Edit
from precert.cases.facts import Facts, LineFact
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack

MOST_MONTHS_AHEAD = 24  # ours: a start further ahead is a slip of the hand
ADMIT = "service/admit_date"
DATES = ("start", "end")


class Dates(Edit):
    """Each date can be read; no end before its start; no stay before the admission; nothing before
    birth or years ahead.
    """

    title = "Dates"

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """One finding for each date that can't be right."""
        return [
            *self._admission(facts),
            *(found for line in facts.lines for found in self._line(facts, line)),
        ]

    def _admission(self, facts: Facts) -> Iterator[Finding]:
        for path, typed in facts.unreadable:
            yield self.finding(
                f"{label_of(path)}: “{typed[:40]}” is not a date. Enter the date as MM/DD/YYYY.",
                path,
            )
        admit, stay = facts.admit_date, facts.los
        if admit is None:
            return
        yield from self._near(facts, admit, FIELDS[ADMIT], ADMIT, "")
        if stay is not None and stay.start is not None and stay.start < admit:
            text = (
                f"{line_name(facts, stay)} starts on {shown(stay.start)}, before the admit date,"
                f" {shown(admit)}. Correct one of them."
            )
            yield self.finding(text, line_path(stay.key, "start"), stay.key)

    def _line(self, facts: Facts, line: LineFact) -> Iterator[Finding]:
        name = line_name(facts, line)
        for field, typed in line.unreadable:
            if field in DATES:
                text = (
                    f"{name} - {line_field(line.kind, field)}: “{typed[:40]}” is not a date."
                    " Enter the date as MM/DD/YYYY."
                )
                yield self.finding(text, line_path(line.key, field), line.key)
        for field, day in (("start", line.start), ("end", line.end)):
            if day is not None:
                yield from self._near(
                    facts,
                    day,
                    f"{name} - {line_field(line.kind, field)}",
                    line_path(line.key, field),
                    line.key,
                )
        if line.start is not None and line.end is not None and line.end < line.start:
            text = (
                f"{name}: the end date, {shown(line.end)}, is before the start date, {shown(line.start)}."
                " Correct one of them."
            )
            yield self.finding(text, line_path(line.key, "end"), line.key)

    def _near(self, facts: Facts, day: date, label: str, path: str, line: str) -> Iterator[Finding]:
        latest = months_after(facts.today, MOST_MONTHS_AHEAD)
        if day < facts.consumer.birth_date:
            text = (
                f"{label}: {shown(day)} is before the date of birth,"
                f" {shown(facts.consumer.birth_date)}. Correct the date."
            )
            yield self.finding(text, path, line)
        elif day > latest and not path.endswith("/end"):
            yield self.finding(
                f"{label}: {shown(day)} is more than {MOST_MONTHS_AHEAD} months from now. Correct the"
                " date.",
                path,
                line,
            )
