"""What one person of the demonstration does at one moment: each function carries out actions as the
pages do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.answer_questionnaire import AnswerQuestionnaire, AnswerQuestionnaireInput
from precert.cases.actions.attach_document import AttachDocument, AttachDocumentInput
from precert.cases.actions.complete_questionnaire import (
    CompleteQuestionnaire,
    CompleteQuestionnaireInput,
)
from precert.cases.actions.create_draft import CreateDraft, CreateDraftInput
from precert.cases.actions.save_draft import SaveDraft, SaveDraftInput
from precert.cases.actions.submit import Submit, SubmitInput
from precert.cases.draft.durations import counts_last_day, duration_from
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.contracts.schema import Pack
from precert.demo.papers import TITLES, paper
from precert.demo.people import Crowd, Member
from precert.demo.services import Ask, DemoService
from precert.documents.store import store
from precert.kit.clock import local_day
from precert.web import uploads

Typed = dict[str, Any]
WHY_URGENT = "Waiting seven days could do lasting harm: symptoms grew worse since yesterday."


@dataclass
class Sheet:
    """A draft in the hands of the person who types it."""

    id: UUID
    actor: Actor
    pack: Pack
    version: int = 1


def begin(crowd: Crowd, service: DemoService, member: Member, now: datetime) -> Sheet:
    """Create Case."""
    actor = crowd.actor(*service.by)
    made = perform(
        CreateDraft, CreateDraftInput(service.contract, service.category, member.id), actor, now
    ).answer
    return Sheet(UUID(made["draft"]), actor, crowd.packs[service.contract])


def type_in(sheet: Sheet, values: Mapping[str, Any], now: datetime) -> None:
    """Autosave these values over whatever the fields hold. Raises ValueError when the draft refuses
    one.
    """
    answer = _save(sheet, {path: (None, new) for path, new in values.items()}, now)
    if answer["conflicts"]:  # filled in by itself: now it has been seen
        seen = {path: (one["theirs"], values[path]) for path, one in answer["conflicts"].items()}
        answer = _save(sheet, seen, now)
    if answer["refused"] or answer["conflicts"]:
        raise ValueError(f"a draft refused {answer['refused'] or answer['conflicts']}")
    sheet.version = answer["version"]


def _save(sheet: Sheet, changes: Mapping[str, tuple[Any, Any]], now: datetime) -> Any:
    return perform(SaveDraft, SaveDraftInput(sheet.id, changes), sheet.actor, now).answer


def service_details(service: DemoService, crowd: Crowd, day: date) -> Typed:
    """Place, type, admission and providers."""
    typed: Typed = {"service/place": service.place, "service/type": service.type}
    if service.serving:
        typed["provider/servicing"] = crowd.providers[service.serving]
    if service.attending:
        typed[f"provider/attending/{crowd.providers[service.attending]}"] = True
    if service.stay:
        typed["service/admit_date"] = day.isoformat()
    if service.source:
        typed["service/admission_source"] = service.source
    return typed


def diagnoses(service: DemoService) -> Typed:
    """In the order of the template, the first one primary."""
    return {f"diagnosis/icd10cm/{code}": n for n, code in enumerate(service.diagnoses, 1)}


def lines(service: DemoService, pack: Pack, start: date, *, expedited: bool) -> Typed:
    """Length of stay and procedures from `start` on, and the urgency where it is asked."""
    typed: Typed = {}
    if service.stay:
        end = start + timedelta(days=service.stay)
        typed |= _dates("los", start, end, duration_from(start, end, counts_last_day(pack, "los")))
    for n, ask in enumerate(service.asks, 1):
        typed |= _procedure(f"k{n}", n, ask, start, pack)
    if pack.category(service.category).urgency.asked:
        typed["request/urgency"] = "expedited" if expedited else "standard"
        if expedited:
            typed["request/urgency_reason"] = WHY_URGENT
    return typed


def _dates(key: str, start: date, end: date, duration: int) -> Typed:
    return {
        f"line/{key}/start": start.isoformat(),
        f"line/{key}/end": end.isoformat(),
        f"line/{key}/duration": str(duration),
    }


def _procedure(key: str, position: int, ask: Ask, start: date, pack: Pack) -> Typed:
    end = start + timedelta(days=ask.days - 1)
    fields = {
        "kind": "procedure", "system": ask.system, "code": ask.code, "position": position, "quantity": str(ask.quantity),
        "unit_qualifier": ask.unit, "frequency": ask.frequency, "modifier1": ask.modifier or None, "rate": ask.rate or None,
    }  # fmt: skip
    typed = {f"line/{key}/{name}": value for name, value in fields.items() if value is not None}
    return typed | _dates(
        key, start, end, duration_from(start, end, counts_last_day(pack, "procedure"))
    )


def answer_questionnaires(sheet: Sheet, service: DemoService, now: datetime) -> None:
    """Answer every questionnaire of the service and mark it as complete."""
    day = local_day(now, sheet.pack.time_zone)
    for name, answers in service.answers.items():
        changes: dict[str, tuple[list[Any], list[Any]]] = {
            link: ([], [_dated(a, day) for a in given]) for link, given in answers.items()
        }
        perform(
            AnswerQuestionnaire, AnswerQuestionnaireInput(sheet.id, name, changes), sheet.actor, now
        )
        perform(CompleteQuestionnaire, CompleteQuestionnaireInput(sheet.id, name), sheet.actor, now)


def _dated(answer: Any, day: date) -> Any:
    return (day + answer).isoformat() if isinstance(answer, timedelta) else answer


def attach(sheet: Sheet, name: str, kinds: Sequence[str], now: datetime) -> None:
    """Upload a document of each type."""
    for kind in kinds:
        perform(
            AttachDocument,
            AttachDocumentInput(sheet.id, upload(sheet.actor, sheet.pack, kind, name, now), kind),
            sheet.actor,
            now,
        )


def upload(actor: Actor, pack: Pack, kind: str, name: str, now: datetime) -> UUID:
    """Store a document as an upload is: checked and encrypted; its id."""
    rules = uploads.limits(pack)
    file = f"{TITLES[kind].lower().replace(' ', '-')}.pdf"
    return store(
        file, "application/pdf", paper(kind, name), rules, now, f"{actor.kind}:{actor.id}"
    ).id


def write_note(
    actor: Actor, request: UUID, text: str, now: datetime, kind: str = "external"
) -> None:
    """Add a note."""
    perform(AddNote, AddNoteInput(request, kind, text), actor, now)


def submit(sheet: Sheet, now: datetime) -> UUID:
    """Look at the review page once more and submit; warnings are confirmed. The id of the request."""
    sheet.version = _save(sheet, {}, now)["version"]
    answer = perform(
        Submit, SubmitInput(sheet.id, sheet.version, agreed=True, confirmed=True), sheet.actor, now
    ).answer
    return UUID(answer["request"])
