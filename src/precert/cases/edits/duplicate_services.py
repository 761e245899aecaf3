"""Was the same service asked for already?"""

from datetime import date

from precert.cases.draft.naming import line_name, shown_span
from precert.cases.edits._base import Edit
from precert.cases.facts import Facts, LineFact, OtherLine
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack


class DuplicateServices(Edit):
    """Another case of the same person asks for the same service at the same time, by a line neither
    void nor denied.

    The same service is the same procedure code, or a length of stay under the same service type.
    Two spans touch when they share a day. The other case is named only to those who may see it.
    """

    title = "Duplication of Services"

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """One finding for each line and other case; one for each line and all cases that may not be
        seen.
        """
        if not pack.rules.duplicate.applies:
            return []
        alike: dict[tuple[str, ...], list[OtherLine]] = {}
        for other in facts.others:
            alike.setdefault(_service_of(other), []).append(other)
        found: dict[tuple[str, str], Finding] = {}
        for line in facts.lines:
            for other in alike.get(_service(facts, line), ()):
                known = line.key, other.case_number if other.visible else ""
                if known not in found and _touch(line, other):
                    found[known] = self._told(facts, line, other)
        return list(found.values())

    def _told(self, facts: Facts, line: LineFact, other: OtherLine) -> Finding:
        what, path = f"{self.title}: {line_name(facts, line)} was", f"line/{line.key}/start"
        if not other.visible or other.start is None:
            text = (
                f"{what} already requested for these dates in another case. Change the dates,"
                " remove it, or call support."
            )
            return self.finding(text, path, line.key)
        dates = shown_span(other.start, other.end or other.start)
        text = (
            f"{what} already requested in case {other.case_number} for {dates}. Check that case"
            " first. Then change the dates or remove it."
        )
        return self.finding(text, path, line.key, link=f"case/{other.case_number}")


def _service(facts: Facts, line: LineFact) -> tuple[str, ...]:
    """What a line asks for, to be compared; nothing for what isn't known yet."""
    if line.kind == "los":
        return ("los", facts.service_type) if facts.service_type else ()
    return (line.kind, line.code.system, line.code.code) if line.code.code else ()


def _service_of(other: OtherLine) -> tuple[str, ...]:
    if other.kind == "los":
        return "los", other.service_type
    return other.kind, other.system, other.code


def _touch(line: LineFact, other: OtherLine) -> bool:
    mine, theirs = _span(line.start, line.end), _span(other.start, other.end)
    return mine is not None and theirs is not None and mine[0] <= theirs[1] and theirs[0] <= mine[1]


def _span(start: date | None, end: date | None) -> tuple[date, date] | None:
    """First and last day; one day where one of the two is missing, nothing without both."""
    days = [day for day in (start, end) if day is not None]
    return (min(days), max(days)) if days else None
