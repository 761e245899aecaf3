"""Is the person covered on every day that is asked for?"""

from datetime import date, timedelta

from precert.cases.draft.naming import shown_span
from precert.cases.edits._base import Edit
from precert.cases.facts import CoverageFact, Facts
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack

DAY = timedelta(days=1)
MOST_SHOWN = 3


class MemberIneligible(Edit):
    """Active coverage over the whole time from the first start to the last end, without a gap.

    A temporary consumer has no eligibility yet and is not checked; the payer's file will bring it.
    """

    title = "Member Ineligible"

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """At most one finding, which names the days without coverage and leads to the first line
        that has one.
        """
        first, last = facts.span
        if (
            not pack.rules.eligibility.applies
            or facts.consumer.temporary
            or first is None
            or last is None
            or last < first
        ):
            return []
        gaps = uncovered(facts.consumer.coverage, first, last)
        if not gaps:
            return []
        shown = ", ".join(shown_span(a, b) for a, b in gaps[:MOST_SHOWN]) + (
            ", …" if len(gaps) > MOST_SHOWN else ""
        )
        line = _first_line(facts, gaps[0])
        return [
            self.finding(
                f"{self.title}: no active coverage on {shown}. Request only covered days, or"
                " correct the dates.",
                f"line/{line}/start",
                line,
            )
        ]


def uncovered(
    coverage: tuple[CoverageFact, ...], first: date, last: date
) -> list[tuple[date, date]]:
    """The stretches from `first` to `last`, both included, that no span of coverage touches."""
    gaps = []
    day = first
    for span in sorted(coverage, key=lambda s: s.start):
        if span.start > last or day > last:
            break
        if span.end is not None and span.end < day:
            continue
        if span.start > day:
            gaps.append((day, span.start - DAY))
        if span.end is None or span.end >= last:
            return gaps
        day = span.end + DAY
    return [*gaps, (day, last)] if day <= last else gaps


def _first_line(facts: Facts, gap: tuple[date, date]) -> str:
    """The key of the first line that asks for a day of the gap; the first with dates when the gap
    lies between lines.
    """
    dated = [(line, line.start, line.end or line.start) for line in facts.lines if line.start]
    touching = [
        line.key for line, start, end in dated if start <= gap[1] and gap[0] <= (end or start)
    ]
    return next(
        iter(touching), dated[0][0].key if dated else next(line.key for line in facts.lines)
    )
