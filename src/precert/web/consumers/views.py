"""Consumer search and the consumer's page. What is searched for is posted and kept: no name or id
of a person stands in an address.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from precert.cases.queries import consumer_cases, consumer_search
from precert.cases.queries.case_file import age
from precert.cases.queries.consumer_search import Results, Terms
from precert.contracts.schema import Pack
from precert.kit.clock import local_day
from precert.registry.consumers import Person, Span
from precert.web import error_pages, references, searches
from precert.web.cases.entries import with_entries
from precert.web.cases.letters import with_letters
from precert.web.consumer_terms import Wording, wording
from precert.web.door import Request, requires

NOT_ENOUGH = "Enter a {}, or a last name and date of birth."
DATES = ["%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y"]


class ConsumerSearchForm(forms.Form):
    """The two ways to find somebody."""

    member_id = forms.CharField(max_length=40, required=False)
    last_name = forms.CharField(label="Last name", max_length=80, required=False)
    first_name = forms.CharField(
        label="First name (at least its first letter)", max_length=80, required=False
    )
    birth_date = forms.DateField(
        label="Date of birth",
        required=False,
        input_formats=DATES,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter the date of birth as MM/DD/YYYY."},
    )

    def __init__(self, typed: Mapping[str, str] | None, packs: list[Pack], words: Wording) -> None:
        """`typed`: None before a search. The packs' words name the id; their rules say whether a
        first name is asked for.
        """
        super().__init__(typed, use_required_attribute=False)
        self.person_id = words.person_id
        self.fields["member_id"].label = words.person_id
        if not any("first_name" in pack.consumers.search_extra for pack in packs):
            del self.fields["first_name"]

    def clean(self) -> dict[str, object]:
        """Neither half is enough by itself."""
        found = super().clean() or {}
        if not self.errors and not _terms(found).enough:
            self.add_error("member_id", NOT_ENOUGH.format(self.person_id))
        return found


def _terms(data: dict[str, object]) -> Terms:
    born = data.get("birth_date")
    return Terms(
        str(data.get("member_id") or ""),
        str(data.get("last_name") or ""),
        born if isinstance(born, date) else None,
        str(data.get("first_name") or ""),
    )


@dataclass(frozen=True)
class Tab:
    """One of the two lists of a consumer's page."""

    key: str
    label: str
    groups: tuple[consumer_cases.CaseGroup, ...]
    empty: str
    open: bool = True


@requires("consumer.search")
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def consumers(request: Request) -> HttpResponse:
    """The search, and below it who was found: the search is posted and kept, its results are an
    address to come back to.
    """
    packs = consumer_search.packs(request.actor)
    words = wording(packs)
    posted = request.method == "POST"
    form = ConsumerSearchForm(request.POST if posted else searches.kept(request), packs, words)
    if posted and form.is_valid():
        return redirect(
            reverse("consumers")
            + searches.keep(request, {name: request.POST.get(name, "") for name in form.fields})
        )
    results: Results | None = None
    if form.is_bound and form.is_valid():
        results = consumer_search.search(request.actor, _terms(form.cleaned_data))
    page = {"form": form, "results": results, "words": words, "contacts": _contacts(packs)}
    return render(request, "consumers/search.html", page, status=422 if form.errors else 200)


@requires("consumer.search")
@require_safe
def consumer_page(request: Request, consumer: str) -> HttpResponse:
    """Who it is, what covers them, and their requests. `consumer` is a reference."""
    person = consumer_search.consumer(request.actor, references.taken(request, consumer) or 0)
    if person is None:
        return error_pages.not_found(request)
    packs = [
        p for p in consumer_search.packs(request.actor) if p.customer.number == person.customer
    ]
    rows = consumer_cases.rows(request.actor, person.id)
    found = with_entries(request, with_letters(request.actor, rows))
    page = {
        "person": person,
        "words": wording(packs),
        "spans": _spans(person, packs),
        "contract": packs[0].customer.shown,
        "age": age(person.birth_date, local_day(request.now, packs[0].time_zone)),
        "today": local_day(request.now, packs[0].time_zone),
        "found": found,
        "tabs": _tabs(request, found),
    }
    return render(request, "consumers/page.html", page)


def _spans(person: Person, packs: list[Pack]) -> list[tuple[Span, str]]:
    """Each span with what the contract calls its plan."""
    labels = {plan.code: plan.label for pack in packs for plan in pack.plans}
    return [(span, labels.get(span.plan, span.plan)) for span in person.spans]


def _tabs(request: Request, found: consumer_cases.ConsumerCases) -> list[Tab]:
    if request.actor.side == "review":
        return [
            Tab(
                "submitted",
                "Requests",
                found.submitted,
                "There are no requests for this consumer.",
            )
        ]
    return [
        Tab(
            "submitted",
            "Submitted Requests",
            found.submitted,
            "The provider you are acting for has no submitted requests for this person.",
        ),
        Tab(
            "servicing",
            "Servicing Requests",
            found.servicing,
            "No other provider has submitted a request with you as the servicing provider.",
            bool(found.servicing),
        ),
    ]


def _contacts(packs: list[Pack]) -> list[tuple[str, str, str]]:
    return [(pack.name, pack.support.name, pack.support.phone) for pack in packs]
