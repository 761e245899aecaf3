"""A reviewer's decision on each line: what was typed, what it means, and what keeps it from being issued. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from precert.cases import statuses
from precert.cases.draft.document import Value
from precert.cases.draft.parse import READERS, text
from precert.conduct.refusal import Finding
from precert.contracts.schema import Category, Pack

PATHS = re.compile(
    r"line/[a-z0-9]{1,20}/"
    r"(?:outcome|reason|start|end|duration|quantity|rate|alternative|rationale|other_criterion|other_evidence"
    r"|(?:criterion|evidence)/[A-Za-z0-9._-]{1,80})"
)
At = Callable[[str, str, str], Finding]
DECIDABLE = (statuses.APPROVED, statuses.PARTIAL, statuses.DENIED)


@dataclass(frozen=True)
class Asked:
    """A line as it was asked for."""

    key: str
    kind: str
    name: str  # as shown in findings: "97110", "LOS"
    start: date | None
    end: date | None
    duration: int | None
    quantity: Decimal | None
    rate: Decimal | None
    criteria: Mapping[str, str] = field(default_factory=dict, hash=False)  # criterion code: its text


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


def read(values: Mapping[str, Value], asked: Iterable[Asked], category: Category) -> tuple[list[Decided], list[Finding]]:
    """The decisions on all lines, and what is not readable; an approval defaults to what was asked for."""
    decided, findings = [], []
    for line in asked:
        one, wrong = _read_line(values, line, category)
        decided.append(one)
        findings += wrong
    return decided, findings


def _read_line(values: Mapping[str, Value], line: Asked, category: Category) -> tuple[Decided, list[Finding]]:
    def typed(name: str) -> Value:
        return values.get(f"line/{line.key}/{name}")

    findings: list[Finding] = []
    found: dict[str, Any] = {}
    for name, reader in READERS.items():
        try:
            found[name] = reader(typed(name))
        except (ValueError, OverflowError):
            found[name] = None
            label = "date" if name in {"start", "end"} else "number"
            findings.append(Finding("unreadable", f"{line.name}: “{typed(name)}” is not a {label}.", path=f"line/{line.key}/{name}"))
    outcome = text(typed("outcome")) or ""
    if outcome in {statuses.APPROVED, statuses.PARTIAL}:
        for name in READERS:
            found[name] = getattr(line, name) if found[name] is None else found[name]
    reason = category.reason(text(typed("reason")) or "")
    one = Decided(
        key=line.key,
        outcome=outcome,
        reason=reason.code if reason else "",
        ground=(reason.ground or "") if reason else "",
        alternative=text(typed("alternative")) or "",
        rationale=text(typed("rationale")) or "",
        criteria=_criteria(values, line),
        **found,
    )
    return one, findings


def _criteria(values: Mapping[str, Value], line: Asked) -> tuple[dict[str, str | bool], ...]:
    rows: list[dict[str, str | bool]] = []
    for code, words in line.criteria.items():
        mark = text(values.get(f"line/{line.key}/criterion/{code}"))
        if mark in {"met", "unmet"}:
            evidence = text(values.get(f"line/{line.key}/evidence/{code}")) or ""
            rows.append({"code": code, "text": words, "met": mark == "met", "evidence": evidence})
    other = text(values.get(f"line/{line.key}/other_criterion"))
    if other:
        evidence = text(values.get(f"line/{line.key}/other_evidence")) or ""
        rows.append({"code": "other", "text": other, "met": False, "evidence": evidence})
    return tuple(rows)


def problems(decided: Iterable[Decided], asked: Iterable[Asked], pack: Pack, category: Category, may_deny: bool) -> list[Finding]:
    """Why these decisions can't be issued, line by line; empty when they can.

    `may_deny` is True for a physician: nobody else denies for medical necessity (DOMAIN "Rules on people").
    """
    lines = {line.key: line for line in asked}
    findings: list[Finding] = []
    for one in decided:
        findings += _line_problems(one, lines[one.key], pack, category, may_deny)
    return findings


def _line_problems(one: Decided, line: Asked, pack: Pack, category: Category, may_deny: bool) -> list[Finding]:
    def at(name: str, code: str, words: str) -> Finding:
        return Finding(code, f"{line.name}: {words}", path=f"line/{line.key}/{name}", line=line.key)

    if one.outcome not in DECIDABLE:
        return [at("outcome", "undecided", "choose a determination.")]
    found = []
    reason = category.reason(one.reason)
    if reason is None or one.outcome not in reason.outcomes:
        found.append(at("reason", "reason", "choose a reason that goes with this determination."))
    if one.outcome == statuses.DENIED:
        found += _denial_problems(one, at, pack, may_deny)
    else:
        found += _approval_problems(one, line, at)
    if one.outcome == statuses.PARTIAL and not one.rationale:
        found.append(at("rationale", "rationale", "say why less than asked is approved; the letter quotes it."))
    return found


def _denial_problems(one: Decided, at: At, pack: Pack, may_deny: bool) -> list[Finding]:
    found = []
    nurse_may = one.ground == "lack-of-information" and pack.information.on_miss == "deny-lack-of-information"
    if not may_deny and not nurse_may:
        found.append(at("outcome", "physician-only", "only a physician may deny on this ground. Refer the request to a physician."))
    unmet = [row for row in one.criteria if not row["met"]]
    if one.ground == "medical-necessity" and not unmet:
        found.append(at("other_criterion", "criterion", "name at least one criterion that is not met."))
    if any(not row["evidence"] for row in unmet):
        found.append(at("other_evidence", "evidence", "give the evidence for each criterion that is not met."))
    if not one.rationale:
        found.append(at("rationale", "rationale", "write the rationale; the letter quotes it."))
    return found


def _approval_problems(one: Decided, line: Asked, at: At) -> list[Finding]:
    found = []
    if one.start is None:
        found.append(at("start", "start", "give the first day that is approved."))
    if one.start and one.end and one.end < one.start:
        found.append(at("end", "dates", "the approved end is before its start."))
    if one.start and line.start and one.start < line.start:
        found.append(at("start", "more-than-asked", "the approved start is before the one that was asked for."))
    if one.end and line.end and one.end > line.end:
        found.append(at("end", "more-than-asked", "the approved end is after the one that was asked for."))
    less = _less(one, line)
    for name in ("quantity", "duration", "rate"):
        mine, theirs = getattr(one, name), getattr(line, name)
        if mine is not None and theirs is not None and mine > theirs:
            found.append(at(name, "more-than-asked", f"the approved {name} is more than was asked for."))
        if mine is not None and mine <= 0 and name != "rate":
            found.append(at(name, "nothing", f"an approval needs a {name} above zero."))
    if one.outcome == statuses.PARTIAL and not less:
        found.append(at("quantity", "not-partial", "this is all that was asked for: choose Approved, or approve less."))
    if one.outcome == statuses.APPROVED and less:
        found.append(at("outcome", "partial", "this is less than was asked for: choose Approved in part."))
    return found


def _less(one: Decided, line: Asked) -> bool:
    fewer = any(
        mine is not None and theirs is not None and mine < theirs
        for mine, theirs in ((one.quantity, line.quantity), (one.duration, line.duration), (one.rate, line.rate))
    )
    later = one.start is not None and line.start is not None and one.start > line.start
    sooner = one.end is not None and line.end is not None and one.end < line.end
    return fewer or later or sooner
