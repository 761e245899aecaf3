"""Take: a questionnaire section by section, saved while it is answered, locked when it is marked as
complete.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from precert.cases.actions.answer_questionnaire import AnswerQuestionnaire, AnswerQuestionnaireInput
from precert.cases.actions.complete_questionnaire import (
    CompleteQuestionnaire,
    CompleteQuestionnaireInput,
)
from precert.cases.queries import drafts
from precert.cases.queries.drafts import DraftFile
from precert.cases.queries.questionnaire import Taking, taking
from precert.conduct.refusal import Finding
from precert.kit.merge import Changes
from precert.questionnaires import logic
from precert.web import autosave
from precert.web.autosave import Around, Saved
from precert.web.door import Request, background, requires, run
from precert.web.posting import posted
from precert.web.wizard import answers, shell
from precert.web.zone import zone

STEP = "questionnaires"
GONE = "This questionnaire is no longer part of the request, or the request was canceled."
CHANGED = "A colleague has just entered a different answer. Their answer is shown."


@requires("draft.edit")
@require_http_methods(["GET", "POST"])
def take(request: Request, draft: UUID, ref: str) -> HttpResponse:
    """One section. Posted (a page without script), its answers are saved and the next section
    follows.
    """
    file = shell.opened(request, draft)
    if isinstance(file, HttpResponse):
        return file
    found = taking(file, ref)
    if found is None:
        return redirect("wizard_step", draft, STEP)
    section = _section(found, request.GET.get("section", ""))
    if request.method == "GET" or found.locked:
        return _page(request, file, found, section)
    done = _answer(request, draft, found, _posted(request, found))
    problems = _problems(found, done)
    if problems:
        return _page(request, file, taking(file, ref) or found, section, problems, 409)
    return HttpResponseRedirect(_address(draft, ref, str(request.POST.get("go", "")) or section))


@requires("draft.edit")
@background("POST")
@require_POST
def save(request: Request, draft: UUID, ref: str) -> JsonResponse:
    """Autosave of answers; the answer carries the questions that are asked now, the sections and
    the score.
    """
    file = drafts.draft_file(request.actor, draft, request.now)
    found = taking(file, ref) if file else None

    def save_answers(changes: Changes) -> Saved:
        if found is None:  # the action says why
            data = AnswerQuestionnaireInput(draft, ref)
            return autosave.saved_by(run(request, AnswerQuestionnaire, data))
        return _answer(request, draft, found, changes)

    def around(saved: Saved) -> Around:
        now = taking(file, ref) if file else None
        if file is None or found is None or now is None:
            return Around(zone(request))
        return Around(file.pack.time_zone, fragments=_fragments(request, file, found, now))

    return autosave.answer(request, save_answers, around, gone=GONE)


@requires("draft.edit")
@posted("questionnaire", "draft", "ref")
def complete(request: Request, draft: UUID, ref: str) -> HttpResponse:
    """Mark as Complete; refused with a list of what lacks an answer, or could not be saved."""
    file = shell.opened(request, draft)
    if isinstance(file, HttpResponse):
        return file
    found = taking(file, ref)
    if found is None:
        return redirect("wizard_step", draft, STEP)
    section = _section(found, request.GET.get("section", ""))
    saved = Saved() if found.locked else _answer(request, draft, found, _posted(request, found))
    if problems := _problems(found, saved):
        return _page(request, file, taking(file, ref) or found, section, problems, 409)
    done = run(request, CompleteQuestionnaire, CompleteQuestionnaireInput(draft, ref))
    if done.done or any(finding.code == "completed" for finding in done.findings):
        return redirect("wizard_step", draft, STEP)
    found = taking(file, ref) or found
    section = _section(found, request.GET.get("section", ""))
    return _page(request, file, found, section, _placed(draft, found, done.findings, section), 422)


def _answer(request: Request, draft: UUID, found: Taking, sent: Changes) -> Saved:
    """Save what a page sent; what became of it in the words of the page's controls."""
    changes = answers.changes(found.definition, found.values, sent)
    if not changes:
        return Saved()
    data = AnswerQuestionnaireInput(draft, found.ref, changes)
    saved = autosave.saved_by(run(request, AnswerQuestionnaire, data))
    index = found.definition.index
    saved.values = {link: answers.as_sent(index[link], one) for link, one in saved.values.items()}
    for link, one in saved.conflicts.items():
        for whose in ("mine", "theirs"):
            one[whose] = answers.as_sent(index[link], one[whose] or [])
    return saved


def _posted(request: Request, found: Taking) -> Changes:
    def several(path: str) -> bool:
        item = found.definition.index.get(path)
        return item is not None and bool(item.options) and item.repeats

    return autosave.posted(request.POST, several)


def _problems(found: Taking, saved: Saved) -> list[Finding]:
    if saved.refusal:
        return saved.refusal.findings
    told = dict.fromkeys(saved.conflicts, CHANGED) | saved.refused
    return [
        Finding("answer", f"{_name(found, link)} {why}", path=link) for link, why in told.items()
    ]


def _name(found: Taking, link: str) -> str:
    item = found.definition.index.get(link)
    text = item.text if item else link
    return text if text.endswith("?") else f"{text}:"


def _section(found: Taking, wanted: str) -> str:
    asked = logic.sections(found.definition, found.values)
    links = [one.link_id for one in asked]
    incomplete = next((one.link_id for one in asked if not one.complete), links[0] if links else "")
    return wanted if wanted in links else incomplete


def _address(draft: UUID, ref: str, section: str) -> str:
    return f"{reverse('questionnaire', args=[draft, ref])}?section={section}"


def _placed(draft: UUID, found: Taking, findings: list[Finding], section: str) -> list[Finding]:
    """The findings with their questions' names, linked to the section that asks."""
    placed = []
    for one in findings:
        there = found.definition.section_of.get(one.path, section)
        link = (
            f"#q-{one.path}"
            if there == section
            else f"{_address(draft, found.ref, there)}#q-{one.path}"
        )
        placed.append(
            Finding(
                one.code,
                f"{_name(found, one.path)} {one.text}",
                path=one.path,
                link=link if one.path else "",
            )
        )
    return placed


def _shown(draft: UUID, found: Taking, section: str) -> dict[str, Any]:
    asked = logic.sections(found.definition, found.values)
    following = logic.next_section(found.definition, found.values, section)
    return {
        "taking": found,
        "sections": [
            (one, _address(draft, found.ref, one.link_id), one.link_id == section) for one in asked
        ],
        "section": section,
        "section_title": next((one.title for one in asked if one.link_id == section), ""),
        "following": following,
        "score": logic.score(found.definition, found.values),
    }


def _page(
    request: Request,
    file: DraftFile,
    found: Taking,
    section: str,
    problems: list[Finding] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = shell.frame(request, file, STEP, 8) | _shown(file.id, found, section)
    if found.locked:
        context["all"] = [
            (one.title, answers.rows(found.definition, found.values, one.link_id))
            for one in found.definition.sections
        ]
        return render(request, "wizard/questionnaire_done.html", context)
    context |= {
        "rows": answers.rows(found.definition, found.values, section),
        "problems": problems or [],
    }
    return render(request, "wizard/questionnaire.html", context, status=status)


def _fragments(request: Request, file: DraftFile, before: Taking, now: Taking) -> Mapping[str, str]:
    """The parts of the page that changed: questions asked now and before, sections, the score."""
    section = _section(now, request.GET.get("section", ""))
    moved = logic.enabled(now.definition, before.values) ^ logic.enabled(now.definition, now.values)
    context = _shown(file.id, now, section) | {"file": file}
    return {
        row.id: render_to_string("wizard/question.html", {"row": row}, request)
        for row in answers.rows(now.definition, now.values, section)
        if row.link in moved
    } | {
        "q-sections": render_to_string("wizard/sections.html", context, request),
        "q-next": render_to_string("wizard/next_section.html", context, request),
    }
