"""Register New Provider: NPI and code, Find Provider, choose, Select."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from precert.conduct.refusal import Finding, Refusal, not_permitted
from precert.contracts.queries import all_current
from precert.kit.numbers import whole
from precert.people.actions.add_provider import AddProvider, AddProviderInput, look_up
from precert.people.queries import type_shown
from precert.people.queries.places import own_groups, owned_among
from precert.registry.providers import ProviderCard
from precert.web.door import Request, requires, run
from precert.web.setup import notes
from precert.web.setup.notes import SetupNote

LONGEST = 40
NAME = "Provider Registration Code"
EMPTY = (("npi", "Enter the provider's NPI."), ("code", "Enter the registration code."))


@requires("providers.manage")
@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponse:
    """Each step posts NPI and code again: neither stands in an address or is kept."""
    groups = own_groups(request.actor)
    if not groups:
        raise PermissionDenied(str(not_permitted(AddProvider.label)))
    post = request.POST
    typed = {
        name: str(post.get(name, ""))[:LONGEST].strip()
        for name in ("npi", "code", "provider", "group")
    }
    group = next((pk for pk, _ in groups if str(pk) == typed["group"]), groups[0][0])
    findings = [
        Finding("empty", text, path=name)
        for name, text in EMPTY
        if request.method == "POST" and not typed[name]
    ]
    found: list[ProviderCard] = []
    if request.method == "POST" and not findings:
        if "select" in post and (chosen := whole(typed["provider"])) is not None:
            data = AddProviderInput(group, chosen, typed["npi"], typed["code"])
            done = run(request, AddProvider, data)
            if done.done:
                place = done.answer["place"]
                notes.leave(request, SetupNote("The provider was added to your group."))
                return redirect(f"{reverse('setup')}?open={place}#place-{place}")
            findings = done.findings
        found, problem = (
            _find(request, typed) if not findings or findings[0].path == "provider" else ([], [])
        )
        findings = findings or problem
        if "select" in post and found and not findings:
            findings = [
                Finding("not-chosen", "Choose one of the providers found.", path="provider")
            ]
    page = _page(groups, group, typed, found) | {
        "findings": findings,
        "errors": {one.path: one.text for one in findings},
    }
    return render(request, "setup/register_provider.html", page, status=422 if findings else 200)


def _find(request: Request, typed: dict[str, str]) -> tuple[list[ProviderCard], list[Finding]]:
    try:
        return look_up(request.actor, typed["npi"], typed["code"], request.now), []
    except Refusal as refusal:
        return [], refusal.findings


def _page(
    groups: list[tuple[int, str]], group: int, typed: dict[str, str], found: list[ProviderCard]
) -> dict[str, object]:
    there = owned_among(group, [card.id for card in found])
    names = {one.pack.name: one.pack.labels.registration_code_adding for one in all_current()}
    label = next(iter(names.values())) if len(set(names.values())) == 1 else NAME
    both = [one.pack.name for one in all_current() if one.pack.code_in_both_fields]
    return {
        "groups": groups,
        "group": group,
        "typed": typed,
        "label": label,
        "hint": (
            ""
            if len(set(names.values())) == 1
            else "; ".join(f"{contract}: {words}" for contract, words in names.items())
        ),
        "both": ", ".join(both),
        "found": [(card, type_shown(card), card.id in there) for card in found],
        "all_there": bool(found) and len(there) == len(found),
    }
