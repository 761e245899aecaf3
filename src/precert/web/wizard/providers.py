"""Choosing a provider for a role of the request."""

from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from precert.cases.draft.document import Value
from precert.cases.draft.edit import Changes
from precert.cases.queries.drafts import DraftFile
from precert.conduct.refusal import Finding
from precert.contracts.schema import RoleRule
from precert.kit.numbers import whole
from precert.registry import providers
from precert.web.door import Request, requires
from precert.web.wizard import shell
from precert.web.wizard.fields import as_seen

WANTED = ("name", "npi", "type_code", "specialty")
STEP = "providers"


@requires("draft.edit")
@require_http_methods(["GET", "POST"])
def choose_provider(request: Request, draft: UUID, role: str) -> HttpResponse:
    """Search the contract's providers and take one; an attending physician is added to those there
    are.
    """
    file = shell.opened(request, draft)
    if isinstance(file, HttpResponse):
        return file
    rule = file.rules.role(role)
    if rule is None:
        raise Http404
    problems: list[Finding] = []
    if request.method == "POST":
        saved = shell.change(request, draft, _change(file, rule, request.POST))
        if saved.whole:
            return redirect("wizard_step", draft, STEP)
        problems = shell.problems(file, saved)
    wanted = {name: request.GET.get(name, "").strip()[:100] for name in WANTED}
    found = (
        providers.search(file.row.contract, file.facts.today, **wanted)
        if any(wanted.values())
        else []
    )
    context = shell.frame(request, file, STEP, 4) | {
        "role": rule,
        "wanted": wanted,
        "searched": any(wanted.values()),
        "found": found,
        "most": providers.MOST_FOUND,
        "types": [(one.code, one.label) for one in file.pack.provider_types],
        "problems": problems,
        "seen": as_seen(file.values.get(f"provider/{role}")),
        "provider_id": file.pack.labels.provider_id,
    }
    return render(request, "wizard/provider.html", context, status=409 if problems else 200)


def _change(file: DraftFile, rule: RoleRule, post: QueryDict) -> Changes:
    """A role of one provider keeps the id as its value, a role of many has a path for each."""
    chosen = whole(post.get("provider"))
    if chosen is None or providers.one(chosen) is None:
        raise Http404
    if rule.many:
        path = f"provider/{rule.role}/{chosen}"
        return {path: (file.values.get(path), True)}
    seen: Value = str(post.get("seen", "")) or None
    return {f"provider/{rule.role}": (seen, chosen)}
