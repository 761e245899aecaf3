"""What every step of a draft shares: loading the draft, the frame around the step, saving."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from precert.cases.actions.save_draft import SaveDraft, SaveDraftInput
from precert.cases.draft.naming import label_of, shown
from precert.cases.queries import drafts
from precert.cases.queries.drafts import DraftFile
from precert.conduct.refusal import Finding
from precert.contracts.schema.category import CodeList
from precert.kit.numbers import whole
from precert.registry import providers
from precert.web.autosave import Saved, saved_by
from precert.web.door import Request, run
from precert.web.wizard import outline
from precert.web.wizard.fields import Form, as_seen
from precert.web.wizard.steps._base import Step

SUBMITTED = "This request has been submitted. You can no longer change it here."
LISTS: dict[str, CodeList] = {
    "service/place": "places_of_service",
    "service/type": "service_types",
    "service/admission_source": "admission_sources",
    "request/type": "request_types",
    "unit_qualifier": "unit_qualifiers",
    "frequency": "frequencies",
}  # fields that choose from a list of the contract
GONE = "This request is no longer available. It was canceled, or it belongs to another provider."


def opened(request: Request, draft: UUID) -> DraftFile | HttpResponse:
    """The draft; the way to its case when it has been submitted. Raises Http404."""
    file = drafts.draft_file(request.actor, draft, request.now)
    if file is not None:
        return file
    number = drafts.case_of(request.actor, draft)
    if number is None:
        raise Http404
    return HttpResponseRedirect(f"{reverse('case_page', args=[number])}?notice=already-submitted")


def problems(file: DraftFile, saved: Saved) -> list[Finding]:
    """What didn't go in, and why, for the person who typed it."""
    clashes = [
        Finding("conflict", _clash(file, path, one), path=path)
        for path, one in saved.conflicts.items()
    ]
    refused = [
        Finding("refused", f"{_label(file, path)}: {why}", path=path)
        for path, why in saved.refused.items()
    ]
    return [*clashes, *refused, *(saved.refusal.findings if saved.refusal else ())]


def _clash(file: DraftFile, path: str, clash: Mapping[str, Any]) -> str:
    """What a colleague did meanwhile, and what became of what was wanted here."""
    by = clash["by"] or "A colleague"
    label, theirs = _label(file, path), _words(file, path, clash["theirs"])
    if clash["mine"] is None:
        return f"{label} was changed to “{theirs}” by {by}, so it was not removed."
    if path.startswith("provider/"):
        did = f"chose “{theirs}”" if clash["theirs"] is not None else "removed the provider"
        return f"{label}: {by} {did}. To use yours, choose it again."
    return f"{label}: {by} entered “{theirs}”. Your entry is shown."


def _label(file: DraftFile, path: str) -> str:
    """What the page calls the field; a provider's is named by the contract."""
    rule = file.rules.role(path.split("/")[1]) if path.startswith("provider/") else None
    return (
        rule.label
        if rule
        else label_of(path, "los" if path.startswith("line/los/") else "procedure")
    )


def _words(file: DraftFile, path: str, value: Any) -> str:
    """A value as its list calls it; of a provider the name."""
    if path.startswith("provider/") and (one := providers.one(whole(value) or 0)):
        return one.name
    name = LISTS.get(path.rsplit("/", 1)[-1] if path.startswith("line/") else path)
    text = as_seen(value)[:80]
    return (file.rules.label(name, text) if name else text) if text else "nothing"


def change(request: Request, draft: UUID, changes: Mapping[str, tuple[Any, Any]]) -> Saved:
    """Save changes with the values seen; what follows from them by itself is in the action's
    answer.
    """
    return saved_by(run(request, SaveDraft, SaveDraftInput(draft, changes)))


def frame(request: Request, file: DraftFile, key: str, number: int) -> dict[str, Any]:
    """The context around a step."""
    person, pack = file.person, file.pack
    return {
        "file": file,
        "key": key,
        "number": number,
        "person": person,
        "today": file.facts.today,
        "covered": "; ".join(
            f"{one.program} {shown(one.start)} to {shown(one.end) if one.end else 'open'}"
            for one in person.spans
        ),
        "steps": outline.progress(file, key),
        "cards": outline.cards(file),
        "unfit": outline.linked(file, list(file.unfit)),
        "notes": (
            drafts.latest_notes(file.id) if outline.NOTES_FROM <= number <= outline.NOTES_TO else []
        ),
        "note_count": file.facts.notes,
        "note_types": note_types(file),
        "note_key": request_key(),
        "shows_notes": outline.NOTES_FROM <= number <= outline.NOTES_TO,
        "jump": (
            outline.address(file, outline.SUBMIT)
            if outline.JUMP_FROM <= number < outline.LAST - 1
            else ""
        ),
        "zone": pack.time_zone,
    }


def note_types(file: DraftFile) -> list[tuple[str, str]]:
    """The types of note a provider may write."""
    return [(one.code, one.label) for one in file.rules.note_types if one.audience == "external"]


def show(
    request: Request,
    file: DraftFile,
    step: Step,
    form: Form,
    problems: list[Finding] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a step."""
    following, label = outline.after(step)
    context = frame(request, file, step.key, step.number) | step.context(request, file, form)
    context |= {
        "step": step,
        "next_key": following,
        "next_label": label,
        "problems": problems or [],
        "form": form,
    }
    return render(request, "wizard/step.html", context, status=status)


def fragments(request: Request, file: DraftFile, key: str) -> dict[str, str]:
    """The parts around a step that change while it is filled."""
    context = {"steps": outline.progress(file, key), "cards": outline.cards(file)}
    return {
        "wizard-steps": render_to_string("wizard/steps.html", context, request),
        "so-far": render_to_string("wizard/so_far.html", context, request),
    }


def request_key() -> str:
    """A fresh idempotency key for a form: sent twice, it is done once."""
    return uuid4().hex
