"""Steps 1 to 3: the parameters of the case, the person it is for, and creating it. One page that grows."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from precert.cases.actions.create_draft import CreateDraft, CreateDraftInput
from precert.cases.draft.parse import day
from precert.cases.queries import consumer_cases, consumer_search
from precert.cases.queries.consumer_search import FoundConsumer, Terms
from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack
from precert.registry.consumers import Person
from precert.web.cases.letters import with_letters
from precert.web.door import Request, requires, run
from precert.web.wizard.outline import BEFORE, SUBMIT_LABEL, Shown, filling
from precert.web.wizard.shell import request_key

CATEGORIES = (("inpatient", "Inpatient"), ("outpatient", "Outpatient"))
SEARCH = ("member_id", "last_name", "first_name", "birth_date")


@dataclass
class Start:
    """The page as far as it is filled in."""

    packs: list[Pack]
    contract: str = ""
    category: str = ""
    search: dict[str, str] = field(default_factory=dict)
    searched: bool = False
    found: list[FoundConsumer] = field(default_factory=list)
    person: Person | None = None
    findings: list[Finding] = field(default_factory=list)

    @property
    def pack(self) -> Pack | None:
        """The contract chosen, if it is one of those offered."""
        return next((pack for pack in self.packs if pack.id == self.contract), None)

    @property
    def asks_first_name(self) -> bool:
        """Does the contract (or one of several) search by first name too?"""
        return any("first_name" in pack.consumers.search_extra for pack in ([self.pack] if self.pack else self.packs))

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by field."""
        return {finding.path: finding.text for finding in self.findings}

    @property
    def number(self) -> int:
        """The step that comes next: 1, 2 or 3."""
        return 3 if self.person else 2 if self.pack and self.category else 1


@requires("draft.edit")
@require_http_methods(["GET", "POST"])
def create_case(request: Request) -> HttpResponse:
    """The page; searching, choosing and creating are posts, so that nobody's name stands in an address."""
    packs = consumer_search.packs(request.actor)
    start = Start(packs, contract=packs[0].id if len(packs) == 1 else "")
    if request.method == "GET":
        start.person = consumer_search.consumer(request.actor, _number(request.GET.get("consumer")))
        _fit(start)
        return _show(request, start)
    _read(start, request.POST)
    if start.pack is None or not start.category:
        return _show(request, start, 422)
    if "create" in request.POST:
        return _create(request, start)
    if "choose" in request.POST:
        start.person = _person(request, start, request.POST.get("choose"))
    else:
        _search(request, start, start.pack)
    return _show(request, start, 422 if start.findings else 200)


def _read(start: Start, post: QueryDict) -> None:
    start.contract = str(post.get("contract", start.contract))
    start.category = str(post.get("category", "")) if post.get("category") in dict(CATEGORIES) else ""
    start.search = {name: str(post.get(name, "")).strip()[:100] for name in SEARCH}
    if start.pack is None:
        start.findings.append(Finding("contract", "Choose the case contract.", path="contract"))
    if not start.category:
        start.findings.append(Finding("category", "Choose Inpatient or Outpatient.", path="category"))


def _search(request: Request, start: Start, pack: Pack) -> None:
    """By id alone, or by last name and birth date with what the contract asks beside them; nothing else finds anybody."""
    wanted, born = start.search, _day(start.search["birth_date"])
    if not wanted["member_id"]:
        _ask(start, pack, born)
    if start.findings:
        return
    start.searched = True
    terms = Terms(wanted["member_id"], wanted["last_name"], born, wanted["first_name"])
    found = consumer_search.search(request.actor, terms).found
    start.found = [one for one in found if one.person.customer == pack.customer.number]
    if len(start.found) == 1:  # nothing to choose between; who it is stands on the page before anything is created
        start.person = start.found[0].person


def _ask(start: Start, pack: Pack, born: date | None) -> None:
    wanted = start.search
    if not wanted["last_name"] and not wanted["birth_date"]:
        text = f"Enter the {pack.labels.person_id}, or the last name and the date of birth."
        start.findings.append(Finding("search", text, path="member_id"))
        return
    if not wanted["last_name"]:
        start.findings.append(Finding("search", "Enter the last name too.", path="last_name"))
    if born is None:
        start.findings.append(Finding("search", "Enter the date of birth too, as MM/DD/YYYY.", path="birth_date"))
    if start.asks_first_name and not wanted["first_name"]:
        start.findings.append(Finding("search", "Enter at least the first letter of the first name too.", path="first_name"))


def _create(request: Request, start: Start) -> HttpResponse:
    data = CreateDraftInput(start.contract, start.category, _number(request.POST.get("create")))
    done = run(request, CreateDraft, data, key=str(request.POST.get("key", ""))[:64])
    if done.done:
        return redirect("wizard_step", done.answer["draft"], filling()[0].key)
    start.findings += done.findings
    start.person = _person(request, start, request.POST.get("create"))
    return _show(request, start, 422)


def _show(request: Request, start: Start, status: int = 200) -> HttpResponse:
    person = start.person
    context: dict[str, Any] = {"start": start, "categories": CATEGORIES, "key": request_key(), "today": request.now.date()}
    context["contracts"] = [(pack.id, pack.name) for pack in start.packs]
    context["labels"] = [pack.labels for pack in ([start.pack] if start.pack else start.packs)]
    context["steps"] = _steps(start.number)
    if person:
        found = with_letters(request.actor, consumer_cases.rows(request.actor, person.id))
        context["tabs"] = [("submitted", "Submitted Requests", found.submitted), ("servicing", "Servicing Requests", found.servicing)]
    return render(request, "wizard/create.html", context, status=status)


def _steps(number: int) -> list[Shown]:
    found = [Shown(label, "done" if n < number else "now" if n == number else "", "") for n, label in enumerate(BEFORE, 1)]
    return [*found, *(Shown(step.label, "", "") for step in filling()), Shown(SUBMIT_LABEL, "", "")]


def _person(request: Request, start: Start, typed: object) -> Person | None:
    person = consumer_search.consumer(request.actor, _number(typed))
    return person if person and start.pack and person.customer == start.pack.customer.number else None


def _fit(start: Start) -> None:
    """Someone who was chosen before the contract: the contract follows where only one is theirs."""
    theirs = [pack.id for pack in start.packs if start.person and pack.customer.number == start.person.customer]
    if len(theirs) == 1:
        start.contract = theirs[0]


def _day(typed: str) -> date | None:
    try:
        return day(typed)
    except (ValueError, OverflowError):
        return None


def _number(typed: object) -> int:
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
