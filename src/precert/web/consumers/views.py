"""Consumer search and the consumer's page. What is searched for is posted: no name or id of a person stands in an address."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from precert.cases.queries import consumer_cases, consumer_search
from precert.cases.queries.case_file import age
from precert.cases.queries.consumer_search import Results, Terms
from precert.contracts.schema import Pack
from precert.kit.clock import local_day
from precert.web import error_pages
from precert.web.cases.letters import with_letters
from precert.web.door import Request, requires

NOT_ENOUGH = "Type a Consumer ID, or a last name with the date of birth."
DATES = ["%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y"]


class ConsumerSearchForm(forms.Form):
    """The two ways to find somebody."""

    member_id = forms.CharField(label="Consumer ID", max_length=40, required=False)
    last_name = forms.CharField(label="Last name", max_length=80, required=False)
    first_name = forms.CharField(label="First name (at least its first letter)", max_length=80, required=False)
    birth_date = forms.DateField(
        label="Date of birth",
        required=False,
        input_formats=DATES,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Type the date of birth as month, day and year."},
    )

    def clean(self) -> dict[str, object]:
        """Neither half is enough by itself."""
        found = super().clean() or {}
        if not self.errors and not _terms(found).enough:
            self.add_error("member_id", NOT_ENOUGH)
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
    """The search, and below it who was found."""
    packs = consumer_search.packs(request.actor)
    form = ConsumerSearchForm(request.POST if request.method == "POST" else None, use_required_attribute=False)
    if not _first_name_asked(packs):
        del form.fields["first_name"]
    results: Results | None = None
    if form.is_bound and form.is_valid():
        results = consumer_search.search(request.actor, _terms(form.cleaned_data))
    page = {"form": form, "results": results, "packs": packs, "contacts": _contacts(packs)}
    return render(request, "consumers/search.html", page, status=422 if form.errors else 200)


@requires("consumer.search")
@require_GET
def consumer_page(request: Request, consumer: int) -> HttpResponse:
    """Who it is, what covers them, and their requests."""
    person = consumer_search.consumer(request.actor, consumer)
    if person is None:
        return error_pages.not_found(request)
    packs = [p for p in consumer_search.packs(request.actor) if p.customer.number == person.customer]
    found = with_letters(request.actor, consumer_cases.rows(request.actor, person.id))
    page = {
        "person": person,
        "contract": packs[0].customer.name,
        "age": age(person.birth_date, local_day(request.now, packs[0].time_zone)),
        "today": local_day(request.now, packs[0].time_zone),
        "found": found,
        "may_answer": request.actor.may("information.answer"),
        "tabs": _tabs(request, found),
    }
    return render(request, "consumers/page.html", page)


def _tabs(request: Request, found: consumer_cases.ConsumerCases) -> list[Tab]:
    if request.actor.is_staff:
        return [Tab("submitted", "Requests", found.submitted, "There is no request for this consumer yet.")]
    return [
        Tab("submitted", "Submitted Requests", found.submitted, "Your organization has made no request for this consumer yet."),
        Tab(
            "servicing",
            "Servicing Requests",
            found.servicing,
            "Nobody else has made a request in which you provide the service.",
            bool(found.servicing),
        ),
    ]


def _first_name_asked(packs: list[Pack]) -> bool:
    return any("first_name" in pack.consumers.search_extra for pack in packs)


def _contacts(packs: list[Pack]) -> list[tuple[str, str, str]]:
    return [(pack.name, pack.support.name, pack.support.phone) for pack in packs]
