"""What keeps a reviewer's decision from being issued, line by line. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from precert.cases import statuses
from precert.cases.contradictions import contradiction
from precert.cases.decision import DECIDABLE, OTHER, Decided, LineAsked, as_asked
from precert.cases.draft.durations import duration_from
from precert.conduct.refusal import Finding
from precert.contracts.schema import Category, Pack
from precert.kit.pdf import strange

At = Callable[[str, str, str], Finding]


def problems(
    decided: Iterable[Decided],
    asked: Iterable[LineAsked],
    pack: Pack,
    category: Category,
    may_deny: bool,
) -> list[Finding]:
    """Why these decisions can't be issued, line by line; empty when they can.

    `may_deny` is True for a physician: nobody else denies for medical necessity (DOMAIN "Rules on
    people").
    """
    lines = {line.key: line for line in asked}
    findings: list[Finding] = []
    for one in decided:
        findings += _line_problems(one, lines[one.key], pack, category, may_deny)
    return findings


def _line_problems(
    one: Decided, line: LineAsked, pack: Pack, category: Category, may_deny: bool
) -> list[Finding]:
    def at(name: str, code: str, words: str) -> Finding:
        return Finding(code, f"{line.name}: {words}", path=f"line/{line.key}/{name}", line=line.key)

    if one.outcome not in DECIDABLE:
        return [at("outcome", "undecided", "choose a determination.")]
    found = []
    reason = category.reason(one.reason)
    if reason is None or one.outcome not in reason.outcomes:
        one = replace(one, ground="")  # a reason that doesn't fit says nothing of the ground
        found.append(at("reason", "reason", "choose a reason that matches this determination."))
    elif reason.physician and not may_deny:
        found.append(at("reason", "physician-only", "only a physician can use this reason."))
    if one.outcome == statuses.DENIED:
        found += _denial_problems(one, at, pack, may_deny)
    else:
        found += _approval_problems(one, line, at, pack)
    if one.outcome == statuses.PARTIAL and not one.rationale:
        found.append(
            at(
                "rationale",
                "rationale",
                "explain why less than requested is approved. The letter will include this.",
            )
        )
    criteria = _criteria_problems(one, at)
    return [*found, *criteria, *_contradiction(one, at, criteria), *_unprintable(one, at)]


def _contradiction(one: Decided, at: At, criteria: list[Finding]) -> list[Finding]:
    """A determination against its criteria: a warning once the reason is written, which an approval
    else needs not. Of a denial without a criterion that isn't met, that was said already.
    """
    words = contradiction(one)
    if not words or any(found.code == "criterion" for found in criteria):
        return []
    if one.rationale:
        return [replace(at("outcome", "contradiction", words), severity="warning")]
    if one.outcome != statuses.APPROVED:
        return []  # that the rationale is missing was said already
    return [at("rationale", "contradiction", f"{words} Explain why in the rationale.")]


def _criteria_problems(one: Decided, at: At) -> list[Finding]:
    unmet = [row for row in one.criteria if not row["met"]]
    found = []
    if one.outcome == statuses.DENIED and one.ground == "medical-necessity" and not unmet:
        found.append(
            at("other_criterion", "criterion", "enter at least one criterion that is not met.")
        )
    for row in unmet:
        if not row["evidence"]:
            name = "other_evidence" if row["code"] == OTHER else f"evidence/{row['code']}"
            found.append(
                at(name, "evidence", "enter the evidence for each criterion that is not met.")
            )
    return found


def _unprintable(one: Decided, at: At) -> list[Finding]:
    """What was typed here and the letters can't show."""
    texts = {"rationale": one.rationale, "alternative": one.alternative}
    for row in one.criteria:
        if row["code"] == OTHER:
            texts |= {"other_criterion": str(row["text"]), "other_evidence": str(row["evidence"])}
        else:
            texts[f"evidence/{row['code']}"] = str(row["evidence"])
    return [
        at(
            name,
            "unprintable",
            f"the letter cannot print {found}. Use other characters.",
        )
        for name, text in texts.items()
        if (found := strange(text))
    ]


def _denial_problems(one: Decided, at: At, pack: Pack, may_deny: bool) -> list[Finding]:
    found = []
    if one.ground and not may_deny and one.ground not in pack.determination.reviewer_denies:
        found.append(
            at(
                "outcome",
                "physician-only",
                "only a physician can deny for this reason. Refer the request to a physician.",
            )
        )
    if not one.rationale:
        found.append(
            at("rationale", "rationale", "enter the rationale. The letter will include it.")
        )
    return found


def _approval_problems(one: Decided, line: LineAsked, at: At, pack: Pack) -> list[Finding]:
    more = pack.determination.more_than_requested
    found = [*_date_problems(one, line, at, more), *_duration_problems(one, line, at)]
    # of wrong dates the duration says nothing new
    amounts = ("quantity", "rate") if found else ("quantity", "duration", "rate")
    found += [
        problem for name in amounts for problem in _amount_problems(name, one, line, at, more)
    ]
    if found or one.unreadable:
        return found  # the first cause: whether it is less follows from it
    less = _less(one, line)
    if one.outcome == statuses.PARTIAL and not less:
        words = "this is everything requested. Choose Approved, or approve less."
        found.append(at("outcome", "not-partial", words))
    if one.outcome == statuses.APPROVED and less:
        words = "this is less than requested. Choose Approved in part."
        found.append(at("outcome", "partial", words))
    return found


def _date_problems(one: Decided, line: LineAsked, at: At, more: tuple[str, ...]) -> list[Finding]:
    found = []
    if one.start is None:
        found.append(at("start", "start", "enter the first approved day."))
    if one.start and one.end and one.end < one.start:
        found.append(at("end", "dates", "the approved end is before the approved start."))
    if one.start and line.start and one.start < line.start:
        words = "the approved start is before the requested start."
        found.append(at("start", "more-than-asked", words))
    if one.end and line.end and one.end > line.end and "duration" not in more:
        words = "the approved end is after the requested end."
        found.append(at("end", "more-than-asked", words))
    return found


def _amount_problems(
    name: str, one: Decided, line: LineAsked, at: At, more: tuple[str, ...]
) -> list[Finding]:
    """An amount that can't be approved: one that wasn't asked for, nothing, or too much."""
    mine, theirs = getattr(one, name), getattr(line, name)
    if mine is None:
        return []
    if mine <= 0:
        return [at(name, "nothing", f"enter a {name} greater than zero.")]
    if theirs is not None and mine > theirs and name not in more:
        return [at(name, "more-than-asked", f"the approved {name} is more than requested.")]
    return []


def _duration_problems(one: Decided, line: LineAsked, at: At) -> list[Finding]:
    """A duration that says something else than its dates; what was asked for like that may be
    approved like that.
    """
    if (
        one.start is None
        or one.end is None
        or one.duration is None
        or as_asked(one.start, one.end, one.duration, line)
    ):
        return []
    if one.end < one.start or one.duration < 1:
        return []  # said already
    days = duration_from(one.start, one.end, line.counts_last_day)
    if days == one.duration:
        return []
    span = f"{one.start:%m/%d/%Y} to {one.end:%m/%d/%Y}"
    words = (
        f"the approved duration does not match the approved dates: {span} is {days}"
        f" day{'' if days == 1 else 's'}."
    )
    return [at("duration", "duration", words)]


def _less(one: Decided, line: LineAsked) -> bool:
    fewer = any(
        mine is not None and theirs is not None and mine < theirs
        for mine, theirs in (
            (one.quantity, line.quantity),
            (one.duration, line.duration),
            (one.rate, line.rate),
        )
    )
    later = one.start is not None and line.start is not None and one.start > line.start
    sooner = one.end is not None and line.end is not None and one.end < line.end
    return fewer or later or sooner
