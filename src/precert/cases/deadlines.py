"""The clock of a request: when the decision is due, which rule says so, and when it stands still.
Pure.

Everything that shows or acts on a deadline asks `due`. Sources: the pinned pack's turnaround (each
rule with its citation) and CMS-0057-F (Interoperability and Prior Authorization Final Rule, 89 FR
8758), whose limits bind where the pack says so.

Decided here, because the rules leave it open:
- Business-day and calendar-day limits end with a day, hour limits to the second, so a change of the
clocks moves none of them.
- The contract's own limits run from the moment the request counts as received (`daycount.counted`),
the national ones from the
  moment it arrived.
- Where asking for information stops the clock, an hour limit is put off by exactly the time it
stood; a day limit keeps as many
  whole days after the day of the answer as it had after the day of the question, both as they count
  as received: a question in the evening, answered before the next opening, moves nothing. A
  question asked after the limit moves nothing either.
- Where the clock runs on, an answer is due no later than the decision: it would come too late to be
looked at.
- The national limits can't be stopped for longer than the 14 calendar days by which they may be
extended with notice.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from precert.cases.daycount import (
    DAY,
    after,
    business_days_after,
    business_days_between,
    counted,
    end_of_business,
    end_of_day,
    local,
)
from precert.cases.statuses import NOBODY, PROVIDER, REVIEWER
from precert.contracts.schema import Pack, Span

EXPEDITED_HOURS = 72  # 42 CFR 438.210(d)(2), 422.572(a)
STANDARD_DAYS = 7  # calendar days; 42 CFR 438.210(d)(1), 422.568(b)(1), from 1 January 2026
# calendar days, with notice; 42 CFR 438.210(d)(1)(ii) and (d)(2)(ii), 422.568(b)(1)(ii), 422.572(b)
EXTENSION_DAYS = 14
FEDERAL_KINDS = (
    "prior-auth",
    "concurrent",
)  # the final rule is about services that are still to be given
EXPEDITED_CITATION = "CMS-0057-F, 42 CFR 438.210(d)(2), 422.572(a)"
STANDARD_CITATION = "CMS-0057-F, 42 CFR 438.210(d)(1), 422.568(b)(1)"
CONCURRENT_CITATION = "29 CFR 2560.503-1(f)(2)"
SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Pause:
    """From the question to its answer; unanswered as long as `answered` is None."""

    asked: datetime
    answered: datetime | None = None


@dataclass(frozen=True)
class ClockMoments:
    """What happened to a request, all in UTC."""

    received: datetime
    pauses: tuple[Pause, ...] = ()
    extended_until: datetime | None = None
    decided: datetime | None = None


@dataclass(frozen=True)
class Due:
    """When the decision is due and why.

    `at` is None while the clock stands still, and where no rule sets a time; where a national limit
    goes on it is that limit. `remaining` is what was left when the clock stopped. `answer_by` is
    when the provider's answer is due, `on_miss` what follows if it doesn't come (a pack's word).
    """

    at: datetime | None
    rule: str
    citation: str = ""
    paused: bool = False
    holder: str = REVIEWER
    remaining: timedelta | None = None
    answer_by: datetime | None = None
    on_miss: str = ""


@dataclass(frozen=True)
class _Limit:
    rule: str
    citation: str
    amount: int
    unit: str
    federal: bool = False


@dataclass(frozen=True)
class _Running:
    limit: _Limit
    at: datetime | None
    remaining: timedelta | None = None


def due(
    pack: Pack, *, category: str, urgency: str, kind: str, moments: ClockMoments, source: str = ""
) -> Due:
    """The due time of a request by the strictest of the rules that bind.

    `urgency` is standard or expedited, `kind` prior-auth, concurrent, retrospective,
    reconsideration, appeal or peer-to-peer, `source` the code of the admission source.
    """
    waiting = _waiting(moments)
    runs = [
        _running(limit, pack, moments) for limit in _limits(pack, category, urgency, kind, source)
    ]
    timed = [run for run in runs if run.at is not None]
    strictest = min(
        timed, key=lambda run: run.at or moments.received, default=runs[0] if runs else None
    )
    holder = NOBODY if moments.decided else PROVIDER if waiting else REVIEWER
    answer_by = (
        information_due(pack, waiting.asked, strictest.at if strictest else None)
        if waiting
        else None
    )
    on_miss = pack.information.on_miss if waiting else ""
    if strictest is None:
        return Due(None, "", holder=holder, answer_by=answer_by, on_miss=on_miss)
    return Due(
        at=strictest.at,
        rule=strictest.limit.rule,
        citation=strictest.limit.citation,
        paused=waiting is not None and pack.information.stops_clock,
        holder=holder,
        remaining=strictest.remaining,
        answer_by=answer_by,
        on_miss=on_miss,
    )


def information_due(pack: Pack, asked: datetime, decision: datetime | None) -> datetime:
    """When the answer to a request for information is due; `decision` is when the decision was due
    as it was asked for, if it was.
    """
    end = window_end(pack.information.due, asked, pack)
    if pack.information.stops_clock or decision is None or decision <= asked:
        return end
    return min(end, decision)


def window_end(span: Span, start: datetime, pack: Pack) -> datetime:
    """The last moment of a window that opens at `start`, as UTC; a window in business days ends
    with that business day.
    """
    return after(start, span.amount, span.unit, pack)


def is_overdue(at: datetime | None, now: datetime) -> bool:
    """True once the second of the due time has passed."""
    return at is not None and now.replace(microsecond=0) > at


def due_soon(at: datetime | None, now: datetime, within: timedelta = SOON) -> bool:
    """True when the due time is ahead and no further than `within`."""
    return at is not None and not is_overdue(at, now) and at - now <= within


def due_today(at: datetime | None, now: datetime, pack: Pack) -> bool:
    """True when the due time is still ahead and falls on the present day of the contract's time
    zone.
    """
    return (
        at is not None
        and not is_overdue(at, now)
        and local(at, pack).date() == local(now, pack).date()
    )


def _limits(pack: Pack, category: str, urgency: str, kind: str, source: str) -> list[_Limit]:
    """The rules that bind, the contract's own first: of two that end together it is the one named."""
    found = []
    rule = pack.turnaround_for(category=category, kind=kind, urgency=urgency, source=source)
    if rule is not None:
        found.append(_Limit(rule.rule, rule.citation, rule.amount, rule.unit))
    if pack.federal.applies and kind in FEDERAL_KINDS:
        hours = pack.federal.urgent_concurrent_hours
        if urgency == "expedited" and kind == "concurrent" and hours:
            found.append(
                _Limit(
                    f"Urgent concurrent: {hours} hours",
                    CONCURRENT_CITATION,
                    hours,
                    "hours",
                    federal=True,
                )
            )
        if urgency == "expedited":
            found.append(
                _Limit(
                    f"Expedited: {EXPEDITED_HOURS} hours",
                    EXPEDITED_CITATION,
                    EXPEDITED_HOURS,
                    "hours",
                    federal=True,
                )
            )
        else:
            found.append(
                _Limit(
                    f"Standard: {STANDARD_DAYS} calendar days",
                    STANDARD_CITATION,
                    STANDARD_DAYS,
                    "days",
                    federal=True,
                )
            )
    return found


def _running(limit: _Limit, pack: Pack, moments: ClockMoments) -> _Running:
    """A limit with its pauses and extension taken in."""
    start = moments.received if limit.federal else counted(moments.received, pack)
    first = at = after(start, limit.amount, limit.unit, pack)
    remaining = None
    for pause in _pauses(moments) if pack.information.stops_clock else ():
        if pause.asked > at:
            break
        if pause.answered is None:
            remaining = at - pause.asked
            break
        asked, answered = (
            (pause.asked, pause.answered)
            if limit.federal
            else _counted(pause.asked, pause.answered, at, limit.unit, pack)
        )
        at = _resumed(at, asked, answered, limit.unit, pack)
    ceiling = _later(first, limit.unit, pack) if limit.federal else None
    if moments.extended_until is not None:
        at = max(at, moments.extended_until)
    if remaining is not None:
        return _Running(limit, ceiling, remaining)
    return _Running(limit, at if ceiling is None else min(at, ceiling))


def _counted(
    asked: datetime, answered: datetime, at: datetime, unit: str, pack: Pack
) -> tuple[datetime, datetime]:
    """A question and its answer as they count; of an hour limit the question to the second, and
    none after the limit.
    """
    return asked if unit == "hours" else min(counted(asked, pack), at), counted(answered, pack)


def _later(at: datetime, unit: str, pack: Pack) -> datetime:
    """The limit, extended as far as the law allows."""
    return (
        at + DAY * EXTENSION_DAYS
        if unit == "hours"
        else end_of_day(local(at, pack).date() + DAY * EXTENSION_DAYS, pack)
    )


def _resumed(at: datetime, asked: datetime, answered: datetime, unit: str, pack: Pack) -> datetime:
    """The limit after the clock stood still from `asked` to `answered`."""
    if unit == "hours":
        return (answered + (at - asked)).astimezone(UTC)
    last, question, answer = (local(moment, pack).date() for moment in (at, asked, answered))
    if unit == "business-days":
        left = business_days_between(question, last, pack.calendar)
        return end_of_business(business_days_after(answer, left, pack.calendar), pack)
    return end_of_day(answer + (last - question), pack)


def _pauses(moments: ClockMoments) -> list[Pause]:
    """The pauses in order, those that overlap joined, none before receipt; a decision ends what is
    open.
    """
    joined: list[Pause] = []
    for pause in sorted(moments.pauses, key=lambda p: p.asked):
        asked, answered = max(pause.asked, moments.received), pause.answered or moments.decided
        if answered is not None and answered <= asked:
            continue
        last = joined[-1] if joined else None
        if last is None or (last.answered is not None and last.answered < asked):
            joined.append(Pause(asked, answered))
        elif last.answered is not None:
            joined[-1] = Pause(
                last.asked, None if answered is None else max(last.answered, answered)
            )
    return joined


def _waiting(moments: ClockMoments) -> Pause | None:
    """The question that is still open, the earliest if there are several."""
    if moments.decided is not None:
        return None
    return min(
        (pause for pause in moments.pauses if pause.answered is None),
        key=lambda p: p.asked,
        default=None,
    )
