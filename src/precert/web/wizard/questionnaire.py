"""Take: a questionnaire section by section, saved while it is answered, locked when it is marked as
complete.
"""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

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
from precert.cases.queries.taking import Taking, taking
from precert.conduct.refusal import Finding
from precert.questionnaires import logic
from precert.web import payload
from precert.web.door import Request, Result, background, requires, run
from precert.web.posting import posted
from precert.web.wizard import answers, shell
from precert.web.wizard.fields import SEEN

STEP = "questionnaires"
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
    wanted = payload.changes(request)
    if wanted is None:
        return JsonResponse(
            {"message": "We could not read this change. Reload the page."}, status=400
        )
    file = drafts.draft_file(request.actor, draft, request.now)
    found = taking(file, ref) if file else None
    if file is None or found is None:
        submitted = file is None and drafts.case_of(request.actor, draft) is not None
        return JsonResponse(
            {"message": shell.SUBMITTED if submitted else shell.GONE},
            status=409 if submitted else 410,
        )
    done = _answer(request, draft, found, answers.changes(found.definition, found.values, wanted))
    if not done.done:
        return JsonResponse({"message": done.findings[0].text}, status=409)
    fresh = taking(file, ref)
    return JsonResponse(_told(request, file, found, fresh or found, done))


@requires("draft.edit")
@posted("questionnaire", "draft", "ref")
def complete(request: Request, draft: UUID, ref: str) -> HttpResponse:
    """Mark as Complete; refused with a list of what lacks an answer."""
    file = shell.opened(request, draft)
    if isinstance(file, HttpResponse):
        return file
    found = taking(file, ref)
    if found is None:
        return redirect("wizard_step", draft, STEP)
    posted = _posted(request, found)
    if posted:
        _answer(request, draft, found, posted)
    done = run(request, CompleteQuestionnaire, CompleteQuestionnaireInput(draft, ref))
    if done.done or any(finding.code == "completed" for finding in done.findings):
        return redirect("wizard_step", draft, STEP)
    found = taking(file, ref) or found
    section = _section(found, request.GET.get("section", ""))
    return _page(request, file, found, section, _placed(draft, found, done.findings, section), 422)


def _answer(
    request: Request, draft: UUID, found: Taking, changes: dict[str, tuple[list[Any], list[Any]]]
) -> Result:
    return (
        run(request, AnswerQuestionnaire, AnswerQuestionnaireInput(draft, found.ref, changes))
        if changes
        else Result({"conflicts": {}, "refused": {}})
    )


def _posted(request: Request, found: Taking) -> dict[str, tuple[list[Any], list[Any]]]:
    post, changed = request.POST, {}
    for name in post:
        path = name.removeprefix(SEEN)
        if name == path:
            continue
        item = found.definition.index.get(path)
        several = item is not None and bool(item.options) and item.repeats
        seen: Any = (payload.parsed(post[name]) or []) if several else post[name]
        new: Any = post.getlist(path) if several else post.get(path, seen)
        if seen != new:
            changed[path] = (seen, new)
    return answers.changes(found.definition, found.values, changed)


def _problems(found: Taking, done: Result) -> list[Finding]:
    if not done.done:
        return done.findings
    told = dict.fromkeys(done.answer["conflicts"], CHANGED) | done.answer["refused"]
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


def _told(
    request: Request, file: DraftFile, before: Taking, now: Taking, done: Result
) -> dict[str, Any]:
    """What autosave's script shows: conflicts with both answers, and the parts of the page that
    changed.
    """
    section = _section(now, request.GET.get("section", ""))
    index, refused = now.definition.index, done.answer["refused"]
    moved = logic.enabled(now.definition, before.values) ^ logic.enabled(now.definition, now.values)
    fragments = {
        row.id: render_to_string("wizard/question.html", {"row": row}, request)
        for row in answers.rows(now.definition, now.values, section)
        if row.link in moved
    }
    context = _shown(file.id, now, section) | {"file": file}
    fragments |= {"q-sections": render_to_string("wizard/sections.html", context, request)}
    fragments |= {"q-next": render_to_string("wizard/next_section.html", context, request)}
    return {
        "saved_at": f"{request.now.astimezone(ZoneInfo(file.pack.time_zone)):%H:%M}",
        "conflicts": {
            link: {name: answers.as_sent(index[link], one[name] or []) for name in one}
            for link, one in done.answer["conflicts"].items()
        },
        "findings": refused,
        "refused": sorted(refused),
        "fragments": fragments,
    }
