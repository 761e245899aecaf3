"""From a draft to facts: everything the edits look at, read at one moment, unfiltered by who asks."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from precert.cases import access, submission_count
from precert.cases.draft.document import upgrade
from precert.cases.draft.naming import shown
from precert.cases.draft.parse import TypedDraft, TypedLine, parse
from precert.cases.facts import (
    CodeFact,
    ConsumerFact,
    CoverageFact,
    DiagnosisFact,
    Facts,
    LineFact,
    OtherLine,
    ProviderFact,
    QuestionnaireFact,
)
from precert.cases.models import CLOSED_LINE, Answers, Attachment, Draft, LineState, Note
from precert.codes import queries as codes
from precert.codes.queries import CodeRow
from precert.conduct.actor import Actor
from precert.contracts.queries import Pinned
from precert.kit.clock import local_day
from precert.kit.statements import Later, compiled, counted, flight
from precert.registry import consumers, identity, providers
from precert.registry.consumers import Person
from precert.registry.providers import ProviderCard

LOS_TEXT = "Length of stay"
OTHER = (  # of a line in another case: as OtherLine has them
    "request__case__number",
    "request__case",
    "service_type",
    "system",
    "code",
    "kind",
    "start",
    "end",
)


@dataclass(frozen=True)
class Gathered:
    """Facts, and the registry's rows they were made of (to be copied into the content at
    submission).
    """

    facts: Facts
    typed: TypedDraft
    person: Person
    needed: tuple[str, ...]  # questionnaires by id
    submissions: int  # how many there had been for the person


def gather(draft: Draft, pinned: Pinned, actor: Actor, now: datetime) -> Gathered:
    """Read everything a draft's edits need. A constant number of queries, whatever is in the draft.

    The number of submissions is read first: what is gathered after it can't be older.
    """
    typed = parse(upgrade(draft.values, draft.format))
    today = local_day(now, pinned.pack.time_zone)
    remains, ids = identity.family(draft.consumer_id)
    with flight():
        submitted = submission_count.count_later(remains)
        registered = consumers.person_later(remains)
        known = _codes(typed)
        providers = _providers(draft, typed, today)
        questionnaires = _questionnaires(draft, pinned, typed)
        standing = _standing.later(ids, draft.pk, draft.case_id)
        documents, notes = _documents.later(draft.pk), _notes.later(draft.pk)
    person = registered()
    if person is None:
        raise LookupError(f"draft {draft.pk} has no consumer")
    needed, answered = questionnaires()
    facts = replace(
        _said(draft, typed, known(), pinned, now, person),
        providers=providers(),
        questionnaires=answered,
        others=_others(standing(), actor),
        documents=documents(),
        notes=notes(),
    )
    return Gathered(facts, typed, person, needed, submitted())


def _said(
    draft: Draft,
    typed: TypedDraft,
    found: dict[tuple[str, str], CodeFact],
    pinned: Pinned,
    now: datetime,
    person: Person,
) -> Facts:
    """What the draft itself says, about whom."""
    rules = pinned.pack.category(draft.category)
    return Facts(
        request_id=draft.pk,
        category=draft.category,
        today=local_day(now, pinned.pack.time_zone),
        received_at=now,
        consumer=consumer_fact(person),
        place_of_service=typed.place_of_service,
        service_type=typed.service_type,
        admission_source=typed.admission_source,
        admit_date=typed.admit_date,
        request_type=typed.request_type,
        urgency=(
            typed.urgency
            if rules.urgency.asked
            else rules.urgency_of("", typed.admission_source or "")
        ),
        urgency_reason=typed.urgency_reason,
        fips=typed.fips,
        diagnoses=tuple(DiagnosisFact(n, found[d]) for n, d in enumerate(typed.diagnoses, 1)),
        lines=tuple(_line(line, found) for line in typed.lines),
        extension=draft.case_id is not None,
        unreadable=typed.unreadable,
    )


@counted
def _documents(request_id: UUID) -> QuerySet[Any, Any]:
    return Attachment.objects.filter(request_id=request_id, removed_at=None)


@counted
def _notes(request_id: UUID) -> QuerySet[Any, Any]:
    return Note.objects.filter(request_id=request_id, internal=False)


def _codes(typed: TypedDraft) -> Later[dict[tuple[str, str], CodeFact]]:
    asked = {
        *typed.diagnoses,
        *((line.system, line.code) for line in typed.lines if line.kind != "los"),
    }
    there = codes.of_systems_later(asked)

    def read() -> dict[tuple[str, str], CodeFact]:
        rows = there()
        return {one: _code(one, rows.get(one)) for one in asked}

    return read


def _code(asked: tuple[str, str], row: CodeRow | None) -> CodeFact:
    if row is None:
        return CodeFact(*asked, known=False)
    return CodeFact(*asked, row.text, True, row.billable, row.valid_from, row.valid_to)


def _line(line: TypedLine, found: dict[tuple[str, str], CodeFact]) -> LineFact:
    code = CodeFact("", "LOS", LOS_TEXT) if line.kind == "los" else found[line.system, line.code]
    return LineFact(
        key=line.key,
        kind=line.kind,
        code=code,
        modifiers=line.modifiers,
        unit_qualifier=line.unit_qualifier,
        start=line.start,
        end=line.end,
        duration=line.duration,
        quantity=line.quantity,
        frequency=line.frequency,
        rate=line.rate,
        unreadable=line.unreadable,
    )


def consumer_fact(person: Person) -> ConsumerFact:
    """What the edits know of the person, with the copy that a content version keeps."""
    copy = {
        "member_id": person.member_id,
        "subscriber_id": person.subscriber_id,
        "name": person.name,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "birth_date": person.birth_date.isoformat(),
        "gender": person.gender,
        "address": person.address,
        "city": person.city,
        "state": person.state,
        "postal_code": person.postal_code,
        "phone": person.phone,
        "customer": person.customer,
        "coverage": "; ".join(
            f"{s.program} {shown(s.start)} to {shown(s.end) if s.end else 'open'}"
            for s in person.spans
        ),
    }
    coverage = tuple(CoverageFact(s.program, s.plan, s.start, s.end) for s in person.spans)
    return ConsumerFact(person.id, person.birth_date, coverage, person.temporary, copy)


def _providers(draft: Draft, typed: TypedDraft, today: date) -> Later[tuple[ProviderFact, ...]]:
    chosen = dict.fromkeys([("requesting", draft.provider_id), *typed.providers])
    ids = {pk for _, pk in chosen}
    there = providers.many_later(ids)
    enrolled = providers.enrolled_later(draft.contract, ids, today)

    def read() -> tuple[ProviderFact, ...]:
        rows, members = there(), enrolled()
        return tuple(
            _provider(role, rows[pk], enrolled=pk in members) for role, pk in chosen if pk in rows
        )

    return read


def _provider(role: str, row: ProviderCard, *, enrolled: bool) -> ProviderFact:
    return ProviderFact(
        role, row.id, row.name, row.npi, row.type_code, row.type_label, enrolled, row.copy
    )


def _questionnaires(
    draft: Draft, pinned: Pinned, typed: TypedDraft
) -> Later[tuple[tuple[str, ...], tuple[QuestionnaireFact, ...]]]:
    asked = tuple(line.code for line in typed.lines if line.kind == "procedure")
    needed = pinned.pack.questionnaires_for(draft.category, typed.service_type or "", asked)
    there = _answers.later(draft.pk) if needed else list

    def read() -> tuple[tuple[str, ...], tuple[QuestionnaireFact, ...]]:
        rows = {row.questionnaire: row for row in there()}
        facts = tuple(
            _questionnaire(ref.id, pinned.questionnaire(ref.file).title, rows.get(ref.id))
            for ref in needed
        )
        return tuple(ref.id for ref in needed), facts

    return read


def _questionnaire(ref: str, name: str, row: Answers | None) -> QuestionnaireFact:
    complete = row is not None and row.completed_at is not None
    return QuestionnaireFact(ref, name, complete, row.score if row else None)


@compiled
def _answers(request_id: UUID) -> QuerySet[Any, Any]:
    return Answers.objects.filter(request_id=request_id)


@compiled
def _standing(ids: list[int], request_id: UUID, case_id: UUID | None) -> QuerySet[Any, Any]:
    """Neither those of the case itself, nor those of this request: submitted a moment ago by another
    click it is no duplicate of itself.
    """
    rows = LineState.objects.filter(consumer__in=ids).exclude(status__in=CLOSED_LINE)
    return rows.exclude(request__case=case_id).exclude(request=request_id).values_list(*OTHER)


def _others(lines: list[Any], actor: Actor) -> tuple[OtherLine, ...]:
    """Lines of the person's other cases, under any of their ids, that still stand: not void, not
    denied.
    """
    if not lines:
        return ()
    seen = set(
        access.visible(actor)
        .filter(pk__in={case for _, case, *_ in lines})
        .values_list("pk", flat=True)
    )
    return tuple(OtherLine(number, case in seen, *rest) for number, case, *rest in lines)
