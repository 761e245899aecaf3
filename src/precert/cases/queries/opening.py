"""What Create Case shows before there is a draft: the people found, and the earlier requests of the one chosen."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from precert.cases import access, statuses
from precert.cases.models import Content, Determination, Draft, Line, Request
from precert.conduct import reading
from precert.conduct.actor import Actor
from precert.contracts import queries as contracts
from precert.contracts.schema import Pack
from precert.registry import consumers
from precert.registry.consumers import Person

MOST_EARLIER = 50


@dataclass(frozen=True)
class Found:
    """A person as a row of results; `cases` counts those with a submitted request that the actor may see."""

    person: Person
    cases: int


@dataclass(frozen=True)
class Earlier:
    """One earlier request of a person."""

    case: str
    name: str
    status: str
    submitted_at: datetime
    category: str
    service_type: str
    start: date | None
    end: date | None
    counts: tuple[tuple[str, int], ...]
    own: bool  # submitted by a provider of the actor's organisation; else they serve in it


def offered(actor: Actor) -> list[Pack]:
    """The contracts the actor may create a case under."""
    return [one.pack for one in contracts.all_current() if one.pack.id in actor.contracts]


def find(
    actor: Actor, pack: Pack, *, member_id: str = "", last_name: str = "", birth_date: date | None = None, first_name: str = ""
) -> list[Found]:
    """People of the contract by id, or by last name and birth date (and the start of the first name); else nobody."""
    if member_id.strip():
        people = consumers.by_member_id([pack.customer.number], member_id)
    elif last_name.strip() and birth_date:
        people = consumers.by_name_and_birth([pack.customer.number], last_name, birth_date, first_name)
    else:
        return []
    reading.note("consumer", *(one.id for one in people))
    counted = access.visible(actor).filter(consumer__in=[one.id for one in people]).values("consumer").order_by().annotate(n=Count("pk"))
    cases = {row["consumer"]: row["n"] for row in counted}
    return [Found(one, cases.get(one.id, 0)) for one in people]


def chosen(pack: Pack, consumer_id: int) -> Person | None:
    """The person of that id, if they belong to the contract."""
    person = consumers.person(consumer_id)
    if person is None or person.customer != pack.customer.number:
        return None
    reading.note("consumer", person.id)
    return person


def open_drafts(actor: Actor, consumer_id: int) -> list[Draft]:
    """Requests for this person that are saved but not submitted, newest first."""
    return list(access.drafts(actor).filter(consumer=consumer_id).select_related("modified_by").order_by("-modified_at")[:MOST_EARLIER])


def earlier(actor: Actor, consumer_id: int) -> list[Earlier]:
    """The person's earlier requests that the actor may see, newest first. A constant number of queries."""
    rows = list(
        Request.objects.filter(case__in=access.visible(actor).filter(consumer=consumer_id))
        .select_related("case", "state")
        .order_by("-submitted_at")[:MOST_EARLIER]
    )
    reading.note("case", *{row.case_id for row in rows})
    ids = [row.pk for row in rows]
    contents = {one.request_id: one for one in Content.objects.filter(request__in=ids).order_by("n")}  # the last one stands
    lines: dict[int, list[str]] = {}
    for content, key in Line.objects.filter(content__in=[c.pk for c in contents.values()]).values_list("content_id", "key"):
        lines.setdefault(content, []).append(key)
    outcomes: dict[tuple[UUID, str], str] = {}
    for request, key, outcome in (
        Determination.objects.filter(request__in=ids).order_by("n").values_list("request_id", "line_key", "outcome")
    ):
        outcomes[request, key] = outcome
    packs = {one.pack.id: one.pack for one in contracts.all_current()}
    return [_earlier(row, contents[row.pk], lines, outcomes, packs.get(row.case.contract), actor) for row in rows]


def _earlier(
    row: Request,
    content: Content,
    lines: dict[int, list[str]],
    outcomes: dict[tuple[UUID, str], str],
    pack: Pack | None,
    actor: Actor,
) -> Earlier:
    found = Counter(outcomes.get((row.pk, key), statuses.PENDING) for key in lines.get(content.pk, []))
    label = pack.category(row.case.category).label("service_types", content.service_type) if pack else content.service_type
    return Earlier(
        case=row.case.number,
        name=f"Request {row.number:02d}",
        status=statuses.LABELS[row.state.status],
        submitted_at=row.submitted_at,
        category=row.case.category.capitalize(),
        service_type=label,
        start=content.start,
        end=content.end,
        counts=tuple((text, found[status]) for status, text in statuses.LINE_LABELS.items() if found[status]),
        own=row.submitted_for_id in actor.provider_ids,
    )
