"""The draft's pages: a step shown and posted, autosave, cancelling."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from precert.cases.actions.cancel_draft import CancelDraft, CancelDraftInput
from precert.cases.draft.edit import Changes
from precert.cases.queries import drafts
from precert.cases.queries.drafts import DraftFile
from precert.conduct.refusal import Finding
from precert.web import autosave
from precert.web.autosave import Around, Saved, posted, typed
from precert.web.context import PATHS
from precert.web.door import Request, background, requires, run
from precert.web.templatetags.precert import field_id
from precert.web.wizard import lines, outline, shell
from precert.web.wizard.fields import Form
from precert.web.wizard.steps._base import Command, Step
from precert.web.zone import zone


@requires("draft.edit")
@require_safe
def draft_page(request: Request, draft: UUID) -> HttpResponse:
    """The first step in which something is missing."""
    file = shell.opened(request, draft)
    if isinstance(file, HttpResponse):
        return file
    return redirect("wizard_step", draft, outline.first_incomplete(file))


@requires("draft.edit")
@require_http_methods(["GET", "POST"])
def wizard_step(request: Request, draft: UUID, step: str) -> HttpResponse:
    """A step; posted, everything on it is saved, then its button is done, then the page goes where
    the button says.
    """
    asked = outline.step_of(step)
    file = shell.opened(request, draft)
    if isinstance(file, HttpResponse):
        return file
    if request.method == "GET":
        return shell.show(request, file, asked, Form(file, check="check" in request.GET))
    command = asked.command(request.POST, file)
    changes = posted(request.POST) | command.changes | _visit(file, asked)
    saved = shell.change(request, draft, changes) if changes else None
    if (saved is None or saved.whole) and not command.problems:
        return _onward(request, file, asked, command)
    return _again(request, draft, asked, command, saved)


def _visit(file: DraftFile, step: Step) -> Changes:
    """Going on from a step that may stay empty is remembered: it is done, although nothing stands
    in it.
    """
    return (
        {drafts.visit(step.key): (None, True)}
        if any(c.untouched and c.section.key == step.key for c in file.cards())
        else {}
    )


def _onward(
    request: Request, file: DraftFile, step: Step, command: Command
) -> HttpResponseRedirect:
    go = request.POST.get("go", "")
    if go == outline.SUBMIT or any(go == one.key for one in outline.filling()):
        return HttpResponseRedirect(reverse("wizard_step", args=[file.id, go]))
    query = f"?{command.query}" if command.query else ""
    fragment = f"#{field_id(command.fragment)}" if command.fragment else ""
    return HttpResponseRedirect(
        f"{reverse('wizard_step', args=[file.id, step.key])}{query}{fragment}"
    )


def _again(
    request: Request, draft: UUID, step: Step, command: Command, saved: Saved | None
) -> HttpResponse:
    """The page once more with what was typed, and why it didn't go in."""
    file = shell.opened(request, draft)
    if isinstance(file, HttpResponse):
        return file
    problems = shell.problems(file, saved) if saved else []
    kept = typed(request.POST) | {"add": str(request.POST.get("add", ""))}
    form = Form(file, kept, {p.path: p.text for p in problems if p.path} | command.problems)
    problems += [Finding("command", text, path=path) for path, text in command.problems.items()]
    return shell.show(
        request, file, step, form, problems, status=409 if saved and saved.conflicts else 422
    )


@requires("draft.edit")
@background("POST")
@require_POST
def save(request: Request, draft: UUID) -> JsonResponse:
    """Autosave of a step; the answer carries the header, the ribbon and the marks of the lines."""
    return autosave.answer(
        request,
        lambda changes: shell.change(request, draft, changes),
        lambda saved: _around(request, draft, saved),
        gone=shell.GONE,
    )


def _around(request: Request, draft: UUID, saved: Saved) -> Around:
    file = drafts.draft_file(request.actor, draft, request.now)
    if file is None:  # submitted or cancelled a moment later
        return Around(zone(request))
    form = Form(file)
    touched = {path.split("/")[1] for path in saved.applied if path.startswith("line/")}
    marks = {
        key: render_to_string("wizard/line_mark.html", {"row": row})
        for key, row in lines.marks(file, touched).items()
    }
    return Around(
        file.pack.time_zone,
        {one.path: why for one in file.findings if one.path and (why := form.error(one.path))},
        fragments=shell.fragments(request, file, request.GET.get("step", "")) | marks,
    )


@requires("draft.edit")
@require_POST
def cancel(request: Request, draft: UUID) -> HttpResponse:
    """Cancel Request: the draft is gone. One that has been submitted meanwhile leads to its case."""
    file = shell.opened(request, draft)
    if isinstance(file, HttpResponse):
        return file
    done = run(request, CancelDraft, CancelDraftInput(draft))
    return redirect(PATHS["home"]) if done.done else redirect("draft_page", draft)
