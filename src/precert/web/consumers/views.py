"""Consumer search and the consumer's page. What is searched for is posted and kept: no name or id
of a person stands in an address.
"""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from precert.cases.queries import consumer_cases, consumer_search
from precert.cases.queries.case_file import age
from precert.contracts.schema import Pack
from precert.kit.clock import local_day
from precert.registry.consumers import EligibilitySpan, Person
from precert.web import error_pages, references, searches
from precert.web.cases.entries import with_entries
from precert.web.cases.letters import with_letters
from precert.web.consumer_terms import wording
from precert.web.consumers.search import ConsumerSearch, support_of
from precert.web.door import Request, requires


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
    packs, posted = consumer_search.packs(request.actor), request.method == "POST"
    search = ConsumerSearch(packs)
    typed = request.POST if posted else searches.kept(request)
    if typed is not None:
        search.read(typed)
        search.check()
    if posted and not search.findings:
        return redirect(reverse("consumers") + searches.keep(request, search.typed))
    if typed is not None:
        search.run(request.actor)
    page = {"search": search, "words": search.words, "support": support_of(packs)}
    return render(request, "consumers/search.html", page, status=422 if search.findings else 200)


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


def _spans(person: Person, packs: list[Pack]) -> list[tuple[EligibilitySpan, str]]:
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
