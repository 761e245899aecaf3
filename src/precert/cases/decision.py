"""A reviewer's decision on each line: what was typed and what it means. What keeps it from being
issued: `issuable`. Pure.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from precert.cases import statuses
from precert.cases.draft.document import Value
from precert.cases.draft.durations import duration_from, end_from
from precert.cases.draft.parse import READERS, text
from precert.conduct.refusal import Finding
from precert.contracts.schema import Category

PATHS = re.compile(
    r"line/[a-z0-9]{1,20}/"
    r"(?:outcome|reason|start|end|duration|quantity|rate|alternative|rationale|other_criterion|other_evidence"
    r"|(?:criterion|evidence)/[A-Za-z0-9._-]{1,80})"
)
OTHER = "other"  # the code of a criterion that no sheet has
READABLE = {  # what a field takes, in words
    "start": "a date",
    "end": "a date",
    "duration": "a whole number of days",
    "quantity": "a number that can be approved: at most two decimals",
    "rate": "an amount that can be approved: at most two decimals",
}
DECIDABLE = (statuses.APPROVED, statuses.PARTIAL, statuses.DENIED)


@dataclass(frozen=True)
class LineAsked:
    """A line as it was asked for."""

    key: str
    kind: str
    name: str  # as shown in findings: "97110", "LOS"
    start: date | None
    end: date | None
    duration: int | None
    quantity: Decimal | None
    rate: Decimal | None
    counts_last_day: bool
    criteria: Mapping[str, str] = field(
        default_factory=dict, hash=False
    )  # criterion code: its text

    def asks(self, amount: str) -> bool:
        """Whether that amount was asked for: no other is shown, saved or issued."""
        return getattr(self, amount) is not None


@dataclass(frozen=True)
class Decided:
    """The decision on one line, ready to be written."""

    key: str
    outcome: str
    reason: str
    ground: str
    start: date | None
    end: date | None
    duration: int | None
    quantity: Decimal | None
    rate: Decimal | None
    alternative: str
    rationale: str
    criteria: tuple[dict[str, str | bool], ...]
    unreadable: bool = False  # an amount that was typed

    @classmethod
    def denied(cls, key: str, reason: str, ground: str, rationale: str) -> "Decided":
        """A denial without amounts and criteria."""
        return cls(
            key=key,
            outcome=statuses.DENIED,
            reason=reason,
            ground=ground,
            start=None,
            end=None,
            duration=None,
            quantity=None,
            rate=None,
            alternative="",
            rationale=rationale,
            criteria=(),
        )


def read(
    values: Mapping[str, Value], asked: Iterable[LineAsked], category: Category
) -> tuple[list[Decided], list[Finding]]:
    """The decisions on all lines, and what is not readable; an approval defaults to what was asked
    for.
    """
    decided, findings = [], []
    for line in asked:
        one, wrong = _read_line(values, line, category)
        decided.append(one)
        findings += wrong
    return decided, findings


def _read_line(
    values: Mapping[str, Value], line: LineAsked, category: Category
) -> tuple[Decided, list[Finding]]:
    def typed(name: str) -> Value:
        return values.get(f"line/{line.key}/{name}")

    findings: list[Finding] = []
    found: dict[str, Any] = {}
    for name, reader in READERS.items():
        try:
            found[name] = reader(typed(name)) if line.asks(name) else None
        except (ValueError, OverflowError):
            found[name] = None
            words = f"{line.name}: “{str(typed(name))[:40]}” is not {READABLE[name]}."
            findings.append(Finding("unreadable", words, path=f"line/{line.key}/{name}"))
    outcome = text(typed("outcome")) or ""
    if outcome in {statuses.APPROVED, statuses.PARTIAL}:
        found = _approved(found, line)
    reason = category.reason(text(typed("reason")) or only_reason(category, outcome))
    one = Decided(
        key=line.key,
        outcome=outcome,
        reason=reason.code if reason else "",
        ground=(reason.ground or "") if reason else "",
        alternative=text(typed("alternative")) or "",
        rationale=text(typed("rationale")) or "",
        criteria=_criteria(values, line),
        unreadable=bool(findings),
        **found,
    )
    return one, findings + _unsettled(values, line)


def only_reason(category: Category, outcome: str) -> str:
    """The code of the reason that goes without saying, the only one of that outcome; else empty."""
    found = category.reasons_for(outcome)
    return found[0].code if len(found) == 1 else ""


def _approved(typed: Mapping[str, Any], line: LineAsked) -> dict[str, Any]:
    """The amounts of an approval: what is not typed is as asked, but of end and duration the one
    not typed follows from the other.
    """
    found = {name: getattr(line, name) if typed[name] is None else typed[name] for name in READERS}
    start, end, duration = found["start"], found["end"], found["duration"]
    if as_asked(start, end, duration, line) or None in {start, end, duration}:
        return found
    with suppress(
        ValueError, OverflowError
    ):  # an end before its start, no days: said by what looks for problems
        if typed["duration"] is None:
            found["duration"] = duration_from(start, end, line.counts_last_day)
        elif typed["end"] is None:
            found["end"] = end_from(start, duration, line.counts_last_day)
    return found


def as_asked(start: date | None, end: date | None, duration: int | None, line: LineAsked) -> bool:
    """True when dates and duration are those that were asked for."""
    return (start, end, duration) == (line.start, line.end, line.duration)


def _unsettled(values: Mapping[str, Value], line: LineAsked) -> list[Finding]:
    """Evidence that belongs to no criterion, or to one that is neither met nor unmet: it would be
    lost at Issue.
    """
    at = f"line/{line.key}/"
    pairs = {
        f"evidence/{code}": (
            f"criterion/{code}",
            "choose Met or Not met for the criterion you entered evidence for.",
        )
        for code in line.criteria
    }
    pairs["other_evidence"] = (
        "other_criterion",
        "enter the criterion for this evidence, or remove the evidence.",
    )
    return [
        Finding("unsettled", f"{line.name}: {words}", path=at + criterion, line=line.key)
        for evidence, (criterion, words) in pairs.items()
        if text(values.get(at + evidence)) and text(values.get(at + criterion)) is None
    ]


def _criteria(values: Mapping[str, Value], line: LineAsked) -> tuple[dict[str, str | bool], ...]:
    rows: list[dict[str, str | bool]] = []
    for code, words in line.criteria.items():
        mark = text(values.get(f"line/{line.key}/criterion/{code}"))
        if mark in {"met", "unmet"}:
            evidence = text(values.get(f"line/{line.key}/evidence/{code}")) or ""
            rows.append({"code": code, "text": words, "met": mark == "met", "evidence": evidence})
    other = text(values.get(f"line/{line.key}/other_criterion"))
    if other:
        evidence = text(values.get(f"line/{line.key}/other_evidence")) or ""
        rows.append({"code": OTHER, "text": other, "met": False, "evidence": evidence})
    return tuple(rows)
