"""Does the duration fit the dates?"""

from precert.cases.draft.durations import counts_last_day, duration_from, end_from
from precert.cases.draft.naming import line_name, line_path, shown, shown_span
from precert.cases.edits._base import Edit
from precert.cases.facts import Facts, LineFact
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack


class Duration(Edit):
    """Duration and dates of a line say the same, counted the contract's way."""

    title = "Duration"

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """One finding for each line whose duration says something else than its dates."""
        return [found for line in facts.lines if (found := self._line(facts, line, pack))]

    def _line(self, facts: Facts, line: LineFact, pack: Pack) -> Finding | None:
        if (
            line.start is None
            or line.end is None
            or line.duration is None
            or line.duration < 1
            or line.end < line.start
        ):
            return None
        last = counts_last_day(pack, line.kind)
        days = duration_from(line.start, line.end, last)
        if days == line.duration:
            return None
        how = "" if last else ", not counting the last day"
        dates, end = shown_span(line.start, line.end), end_from(line.start, line.duration, last)
        text = (
            f"{line_name(facts, line)}: {dates} is {_days(days)}{how}, but the duration is"
            f" {_days(line.duration)}, which ends on {shown(end)}. Correct the end date or the"
            " duration."
        )
        return self.finding(text, line_path(line.key, "duration"), line.key)


def _days(n: int) -> str:
    return "1 day" if n == 1 else f"{n:,} days"
