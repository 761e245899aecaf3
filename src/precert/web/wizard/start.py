"""Steps 1 to 3: the parameters of the case, the person it is for, and creating it. One page that
grows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from precert.cases.actions.create_draft import CreateDraft, CreateDraftInput
from precert.cases.queries import consumer_cases, consumer_search
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack
from precert.registry.consumers import Person
from precert.web import references, searches
from precert.web.cases.entries import with_entries
from precert.web.cases.letters import with_letters
from precert.web.consumer_terms import Wording
from precert.web.consumers.search import ConsumerSearch, support_of
from precert.web.door import Request, requires, run
from precert.web.wizard.outline import SUBMIT_LABEL, ProgressStep, before, filling
from precert.web.wizard.shell import request_key

CATEGORIES = (("inpatient", "Inpatient"), ("outpatient", "Outpatient"))


@dataclass
class Start:
    """The page as far as it is filled in."""

    packs: list[Pack]
    contract: str = ""
    category: str = ""
    search: ConsumerSearch = field(default_factory=lambda: ConsumerSearch([]))
    person: Person | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def pack(self) -> Pack | None:
        """The contract chosen, if it is one of those offered."""
        return next((pack for pack in self.packs if pack.id == self.contract), None)

    @property
    def theirs(self) -> list[Pack]:
        """The contracts that the person is under, the one chosen first."""
        found = [
            pack
            for pack in self.packs
            if self.person and pack.customer.number == self.person.customer
        ]
        return sorted(found, key=lambda pack: pack.id != self.contract)

    @property
    def words(self) -> Wording:
        """What a person is called: by the contract chosen, or by those offered."""
        return self.search.words

    @property
    def problems(self) -> list[Finding]:
        """Everything that is wrong."""
        return [*self.findings, *self.search.findings]

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong with the parameters, by field."""
        return {finding.path: finding.text for finding in self.findings}

    @property
    def number(self) -> int:
        """The step that comes next: 1, 2 or 3."""
        return 3 if self.person else 2 if self.pack and self.category else 1


@requires("draft.edit")
@require_http_methods(["GET", "POST"])
def create_case(request: Request) -> HttpResponse:
    """The page. Searching and choosing are posted and lead to an address to come back to in which
    nobody's name stands.
    """
    packs = consumer_search.packs(request.actor)
    start = Start(packs, contract=packs[0].id if len(packs) == 1 else "")
    start.search = ConsumerSearch(packs)
    if request.method == "GET":
        return _come_back(request, start)
    _read(start, request.POST)
    if start.pack and start.category and "create" in request.POST:
        return _create(request, start)
    chosen = str(request.POST.get("choose", ""))
    if start.pack and start.category and not chosen:
        start.search.check()
    if start.problems:
        start.person = _reached(request, chosen or request.POST.get("create"))
        return _show(request, start, 422)
    typed = {"contract": start.contract, "category": start.category} | start.search.typed
    kept = f"{reverse('create_case')}{searches.keep(request, typed)}"
    return redirect(f"{kept}&{urlencode({'consumer': chosen})}" if chosen else kept)


def _come_back(request: Request, start: Start) -> HttpResponse:
    """The page of an address: a search, the person chosen from it, a person who was chosen
    elsewhere, or nothing yet.
    """
    typed, chosen = searches.kept(request), request.GET.get("consumer")
    if typed is None:
        start.person = _reached(request, chosen)
        _fit(start)
        return _show(request, start)
    _read(start, typed)
    if chosen:
        start.person = _person(request, start, chosen)
    elif start.pack and not start.findings:
        start.search.run(request.actor, start.pack.id)
        if len(start.search.found) == 1:  # nothing to choose; who it is stands on the page
            start.person = start.search.found[0].person
    return _show(request, start, 422 if start.problems else 200)


def _read(start: Start, typed: Mapping[str, str]) -> None:
    start.contract = typed.get("contract", start.contract)
    start.category = typed.get("category", "") if typed.get("category") in dict(CATEGORIES) else ""
    start.search = ConsumerSearch([start.pack] if start.pack else start.packs)
    start.search.read(typed)
    if start.pack is None:
        start.findings.append(Finding("contract", "Choose the case contract.", path="contract"))
    if not start.category:
        start.findings.append(
            Finding("category", "Choose Inpatient or Outpatient.", path="category")
        )


def _create(request: Request, start: Start) -> HttpResponse:
    start.person = _person(request, start, request.POST.get("create"))
    if start.findings:
        return _show(request, start, 422)
    consumer = references.taken(request, request.POST.get("create")) or 0
    data = CreateDraftInput(start.contract, start.category, consumer)
    done = run(request, CreateDraft, data, key=str(request.POST.get("key", ""))[:64])
    if done.done:
        return redirect("wizard_step", done.answer["draft"], filling()[0].key)
    start.findings += done.findings
    return _show(request, start, 422)


def _show(request: Request, start: Start, status: int = 200) -> HttpResponse:
    person = start.person
    context: dict[str, Any] = {
        "start": start,
        "categories": CATEGORIES,
        "key": request_key(),
        "today": request.now.date(),
    }
    context["contracts"] = [(pack.id, pack.name) for pack in start.packs]
    context["words"] = start.words
    context["search"] = start.search
    context["support"] = support_of([start.pack] if start.pack else start.packs)
    context["steps"] = _steps(start.number, start.words.person)
    if person:
        rows = consumer_cases.rows(request.actor, person.id)
        found = with_entries(request, with_letters(request.actor, rows))
        context["tabs"] = [
            ("submitted", "Submitted Requests", found.submitted),
            ("servicing", "Servicing Requests", found.servicing),
        ]
    return render(request, "wizard/create.html", context, status=status)


def _steps(number: int, person: str) -> list[ProgressStep]:
    found = [
        ProgressStep(label, "done" if n < number else "now" if n == number else "", "")
        for n, label in enumerate(before(person), 1)
    ]
    return [
        *found,
        *(ProgressStep(step.label, "", "") for step in filling()),
        ProgressStep(SUBMIT_LABEL, "", ""),
    ]


def _person(request: Request, start: Start, typed: object) -> Person | None:
    """The person chosen. Of somebody who isn't under the contract chosen now the page says so, and
    keeps both.
    """
    person = _reached(request, typed)
    if person and start.pack and person.customer != start.pack.customer.number:
        text = (
            f"{person.name} is not under {start.pack.name}. Choose another contract, or search"
            " for someone else."
        )
        start.findings.append(Finding("contract", text, path="contract"))
    return person


def _reached(request: Request, reference: object) -> Person | None:
    """Whom a reference names, if the actor may know of them."""
    return consumer_search.consumer(request.actor, references.taken(request, reference) or 0)


def _fit(start: Start) -> None:
    """Someone who was chosen before the contract: the contract follows where only one is theirs."""
    if len(start.theirs) == 1:
        start.contract = start.theirs[0].id
        start.search = ConsumerSearch([start.theirs[0]])
