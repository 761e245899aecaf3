"""The rows of a submission, written in one place however it came: a new case or another request of
one that is there; from the portal, by fax, by a machine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from precert.cases import deadlines, statuses
from precert.cases.digests import digest
from precert.cases.fact_reader import Gathered
from precert.cases.kinds import REVIEW
from precert.cases.models import (
    Case,
    CaseState,
    Content,
    Diagnosis,
    Line,
    LineState,
    Party,
    Request,
    RequestState,
    by,
)
from precert.cases.transition import refresh_case
from precert.conduct.actor import Actor
from precert.contracts.queries import Pinned
from precert.kit.inserts import insert, together
from precert.work import items as work


@dataclass(frozen=True)
class Submission:
    """What is submitted, by whom, for which provider, how and when it came.

    `case` is the case that it belongs to; without one a new case gets `case_number`.
    """

    request_id: UUID
    gathered: Gathered
    pinned: Pinned
    actor: Actor
    provider_id: int
    origin: str
    received_at: datetime
    now: datetime
    case: Case | None = None
    case_number: str = ""
    number: int = 1


def write(one: Submission, record: Callable[[Request, str], object]) -> Request:
    """Write case (if new), request, its first content version, and its review into the queue.
    Inside the transaction of the action that submits. `record` writes its event: it is given the
    request, and the digest of what was written for good.
    """
    with together():
        case = one.case or _case(one)
        request = _request(one, case)
        rows = write_content(one, request, n=1, reason="")
        _line_states(one, request)
        rows += _parties(one, case, request, n=1)
        _review(one, case, request)
        record(request, digest([case, request, *rows]))
    if one.case is not None:
        refresh_case(case.pk, one.now)
    return request


def _case(one: Submission) -> Case:
    case = Case(
        number=one.case_number,
        contract=one.pinned.pack.id,
        consumer_id=one.gathered.person.id,
        category=one.gathered.facts.category,
        submitted_at=one.now,
    )
    insert([case])
    insert([CaseState(case=case, status=statuses.SUBMITTED, changed_at=one.now)])
    return case


def _request(one: Submission, case: Case) -> Request:
    facts, step = one.gathered.facts, statuses.step("submit", statuses.UNSUBMITTED)
    request = Request(
        id=one.request_id,
        case=case,
        number=one.number,
        pack_id=one.pinned.version_pk,
        origin=one.origin,
        kind=facts.request_type or "",
        urgency=facts.urgency or "",
        urgency_reason=facts.urgency_reason or "",
        notification_at=one.received_at,
        received_at=one.received_at,
        submitted_at=one.now,
        submitted_for_id=one.provider_id,
        **by(one.actor),
    )
    state = RequestState(
        request=request,
        contract=case.contract,
        provider_id=one.provider_id,
        status=step.target or statuses.SUBMITTED,
        holder=step.holder or statuses.REVIEWER,
        changed_at=one.now,
    )
    insert([request])
    insert([state])
    return request


def write_content(one: Submission, request: Request, *, n: int, reason: str) -> list[Model]:
    """Write one version of what is asked, with its diagnoses and lines."""
    facts = one.gathered.facts
    start, end = facts.span
    content = Content(
        request=request,
        n=n,
        at=one.now,
        reason=reason,
        consumer=facts.consumer.copy,
        providers=[{"role": p.role, "id": p.id, **p.copy} for p in facts.providers],
        place_of_service=facts.place_of_service or "",
        service_type=facts.service_type or "",
        admission_source=facts.admission_source or "",
        admit_date=facts.admit_date,
        fips=facts.fips or "",
        start=start,
        end=end,
        **by(one.actor),
    )
    insert([content])
    diagnoses = [
        Diagnosis(
            content=content,
            position=d.position,
            system=d.code.system,
            code=d.code.code,
            text=d.code.text[:400],
        )
        for d in facts.diagnoses
    ]
    lines = _lines(one, content)
    insert(diagnoses, keys=False)
    insert(lines, keys=False)
    return [content, *diagnoses, *lines]


def _lines(one: Submission, content: Content) -> list[Line]:
    return [
        Line(
            content=content,
            key=line.key,
            position=n,
            kind=line.kind,
            system=line.code.system,
            code=line.code.code,
            text=line.code.text[:400],
            modifiers=list(line.modifiers),
            unit_qualifier=line.unit_qualifier or "",
            start=line.start,
            end=line.end,
            duration=line.duration,
            quantity=line.quantity,
            frequency=line.frequency or "",
            rate=line.rate,
        )
        for n, line in enumerate(one.gathered.facts.lines, 1)
    ]


def _line_states(one: Submission, request: Request) -> None:
    facts = one.gathered.facts
    insert(
        [
            LineState(
                request=request,
                key=line.key,
                consumer_id=one.gathered.person.id,
                position=n,
                kind=line.kind,
                system=line.code.system,
                code=line.code.code,
                service_type=facts.service_type or "",
                start=line.start,
                end=line.end,
                status=statuses.PENDING,
            )
            for n, line in enumerate(facts.lines, 1)
        ],
        keys=False,
    )


def _parties(one: Submission, case: Case, request: Request, *, n: int) -> list[Party]:
    rows = [
        Party(
            case=case,
            request=request,
            n=n,
            provider_id=p.id,
            role=p.role,
            submitted_at=one.now,
        )
        for p in one.gathered.facts.providers
    ]
    insert(rows, keys=False)
    return rows


def _review(one: Submission, case: Case, request: Request) -> None:
    facts = one.gathered.facts
    due = deadlines.due(
        one.pinned.pack,
        category=facts.category,
        urgency=facts.urgency or "standard",
        kind=facts.request_type or "prior-auth",
        source=facts.admission_source or "",
        moments=deadlines.ClockMoments(received=one.received_at),
    )
    work.open_item(
        REVIEW,
        request.pk,
        contract=case.contract,
        category=case.category,
        level=statuses.NURSE,
        due=(due.at, due.rule),
        now=one.now,
    )
