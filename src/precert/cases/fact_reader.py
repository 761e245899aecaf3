"""From a draft to facts: everything the edits look at, read at one moment, unfiltered by who asks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from precert.cases import access
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
from precert.conduct.actor import Actor
from precert.contracts.queries import Pinned
from precert.kit.clock import local_day
from precert.kit.statements import compiled, counted
from precert.registry import consumers, identity, providers
from precert.registry.consumers import Person

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


def gather(draft: Draft, pinned: Pinned, actor: Actor, now: datetime) -> Gathered:
    """Read everything a draft's edits need. A constant number of queries, whatever is in the draft."""
    typed = parse(upgrade(draft.values, draft.format))
    pack = pinned.pack
    rules = pack.category(draft.category)
    today = local_day(now, pack.time_zone)
    person = consumers.person(draft.consumer_id)
    if person is None:
        raise LookupError(f"draft {draft.pk} has no consumer")
    found = _codes(typed)
    needed, answered = _questionnaires(draft, pinned, typed)
    facts = Facts(
        request_id=draft.pk,
        category=draft.category,
        today=today,
        received_at=now,
        consumer=consumer_fact(person),
        providers=_providers(draft, typed, today),
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
        questionnaires=answered,
        others=_others(draft, person, actor),
        documents=_documents(draft.pk),
        notes=_notes(draft.pk),
        extension=draft.case_id is not None,
        unreadable=typed.unreadable,
    )
    return Gathered(facts, typed, person, needed)


@counted
def _documents(request_id: UUID) -> QuerySet[Any, Any]:
    return Attachment.objects.filter(request_id=request_id, removed_at=None)


@counted
def _notes(request_id: UUID) -> QuerySet[Any, Any]:
    return Note.objects.filter(request_id=request_id, internal=False)


def _codes(typed: TypedDraft) -> dict[tuple[str, str], CodeFact]:
    asked = {
        *typed.diagnoses,
        *((line.system, line.code) for line in typed.lines if line.kind != "los"),
    }
    rows = codes.of_systems(asked)
    return {
        (system, code): (
            CodeFact(system, code, row.text, True, row.billable, row.valid_from, row.valid_to)
            if (row := rows.get((system, code)))
            else CodeFact(system, code, known=False)
        )
        for system, code in asked
    }


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


def _providers(draft: Draft, typed: TypedDraft, today: date) -> tuple[ProviderFact, ...]:
    chosen = [("requesting", draft.provider_id), *typed.providers]
    rows = providers.many(pk for _, pk in chosen)
    members = providers.enrolled(draft.contract, rows, today)
    return tuple(
        ProviderFact(
            role,
            pk,
            rows[pk].name,
            rows[pk].npi,
            rows[pk].type_code,
            rows[pk].type_label,
            pk in members,
            rows[pk].copy,
        )
        for role, pk in dict.fromkeys(chosen)
        if pk in rows
    )


def _questionnaires(
    draft: Draft, pinned: Pinned, typed: TypedDraft
) -> tuple[tuple[str, ...], tuple[QuestionnaireFact, ...]]:
    asked = tuple(line.code for line in typed.lines if line.kind == "procedure")
    needed = pinned.pack.questionnaires_for(draft.category, typed.service_type or "", asked)
    rows = {row.questionnaire: row for row in _answers(draft.pk)} if needed else {}
    facts = []
    for ref in needed:
        row = rows.get(ref.id)
        name = pinned.questionnaire(ref.file).title
        facts.append(
            QuestionnaireFact(
                ref.id,
                name,
                row is not None and row.completed_at is not None,
                row.score if row else None,
            )
        )
    return tuple(ref.id for ref in needed), tuple(facts)


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


def _others(draft: Draft, person: Person, actor: Actor) -> tuple[OtherLine, ...]:
    """Lines of the person's other cases, under any of their ids, that still stand: not void, not
    denied.
    """
    lines = _standing(list(identity.all_ids(person.id)), draft.pk, draft.case_id)
    if not lines:
        return ()
    seen = set(
        access.visible(actor)
        .filter(pk__in={case for _, case, *_ in lines})
        .values_list("pk", flat=True)
    )
    return tuple(OtherLine(number, case in seen, *rest) for number, case, *rest in lines)
