"""The demonstration's data: the same each time, made through the actions, every status and outcome
among them.
"""

import hashlib
import json
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from precert.cases.actions.miss_information import RULE
from precert.cases.models import (
    Answers,
    Attachment,
    Case,
    CaseState,
    Content,
    Determination,
    Draft,
    InformationAnswer,
    InformationRequest,
    Line,
    Note,
    Request,
    RequestState,
)
from precert.demo import cast
from precert.demo.build import Built, build
from precert.journal.models import Entry, Errand
from precert.letters.models import Letter
from precert.people.checks.password import check_password
from precert.people.models import Account, Membership, StaffRole
from precert.people.roles import ROLES
from precert.registry.models import Consumer, Eligibility, Enrolment, Provider, RegistrationCode
from precert.registry.registration import find
from precert.work.models import WorkItem
from tests.conftest import disconnect
from tests.harness.template import Copy


def silent(what: str, many: int) -> None:
    """Nobody listens."""


def digest() -> str:
    """Of what people see of the data; ids that are random are left out."""
    rows: list[Any] = [
        list(Provider.objects.order_by("npi").values_list("npi", "name", "type_code", "phone")),
        list(
            Consumer.objects.order_by("member_id").values_list(
                "member_id", "first_name", "last_name", "birth_date", "address1"
            )
        ),
        list(
            Eligibility.objects.order_by("consumer__member_id", "from_date").values_list(
                "consumer__member_id", "from_date", "to_date"
            )
        ),
        list(Account.objects.order_by("username").values_list("username", "email")),
        list(
            Case.objects.order_by("number").values_list(
                "number", "contract", "consumer__member_id", "submitted_at", "state__status"
            )
        ),
        list(
            RequestState.objects.order_by("request__case__number").values_list("holder", "status")
        ),
        list(
            WorkItem.objects.order_by("queue_at", "opened_at").values_list(
                "waits", "level", "due_at", "worker__username"
            )
        ),
        list(
            Content.objects.order_by("request__case__number").values_list(
                "service_type", "start", "end", "providers"
            )
        ),
        list(
            Line.objects.order_by("content__request__case__number", "position").values_list(
                "code", "start", "end", "quantity"
            )
        ),
        list(
            Determination.objects.order_by("request__case__number", "line_key").values_list(
                "outcome", "reason_code", "at", "criteria"
            )
        ),
        list(
            Draft.objects.filter(state="open")
            .order_by("created_at")
            .values_list("values", "missing", "modified_at")
        ),
        list(Note.objects.order_by("at", "text").values_list("at", "text")),
        list(Entry.objects.order_by("pk").values_list("at", "verb", "actor_name")),
    ]
    return hashlib.sha256(json.dumps(rows, default=str, sort_keys=True).encode()).hexdigest()


def test_the_same_moment_gives_the_same_data(committed: Copy, now: datetime) -> None:
    seen = []
    for _ in range(2):
        disconnect()
        committed.restore()
        assert build(now, silent, cases=6) == Built(6, 1)
        seen.append(digest())
    assert seen[0] == seen[1]


@pytest.fixture
def whole(committed: Copy, now: datetime) -> datetime:
    """All of it."""
    assert build(now, silent) == Built(120, 12)
    return now


@pytest.mark.req("OPS-01")
def test_the_whole_demonstration(whole: datetime) -> None:
    _registry(whole)
    _accounts(whole)
    _cases(whole)
    _outcomes()
    _open_ones(whole)
    _around_them()


def _registry(now: datetime) -> None:
    assert Provider.objects.count() == 24 + len(cast.UNREGISTERED)
    assert RegistrationCode.objects.count() == Enrolment.objects.count()
    for site in cast.UNREGISTERED:
        number = cast.SITES.index(site) + 1
        npi = cast.npi(number) if site.has_npi else cast.code(number)
        assert [one.provider.name for one in find(cast.MS, npi, cast.code(number), now.date())] == [
            site.name
        ]
    assert set(Enrolment.objects.values_list("contract", flat=True)) == {cast.CO, cast.MS}
    assert Counter(Consumer.objects.values_list("customer", flat=True)) == {
        "00198": 130,
        "00203": 70,
    }
    spans = Counter(Eligibility.objects.values_list("consumer", flat=True)).values()
    ended = Consumer.objects.exclude(spans__to_date=None).exclude(
        spans__in=Eligibility.objects.filter(to_date=None)
    )
    assert len(spans) == 200  # everybody has some
    assert max(spans) == 2  # a gap, or another plan
    assert ended.count() == 20


def _accounts(now: datetime) -> None:
    roles = {
        *Membership.objects.values_list("role", flat=True),
        *StaffRole.objects.values_list("role", flat=True),
    }
    assert roles == set(ROLES)
    assert check_password("ada", cast.PASSWORD, now, door="provider").username == "ada"


def _cases(now: datetime) -> None:
    cases = list(Case.objects.order_by("submitted_at").values_list("number", "submitted_at"))
    assert len(cases) == 120
    assert [number for number, _ in cases] == sorted(number for number, _ in cases)
    assert now - timedelta(days=64) < cases[0][1] < cases[-1][1] < now
    assert Counter(Case.objects.values_list("contract", "category")).keys() == {
        (contract, category)
        for contract in (cast.CO, cast.MS)
        for category in ("inpatient", "outpatient")
    }
    statuses = Counter(CaseState.objects.values_list("status", flat=True))
    assert statuses.keys() == {"submitted", "active-review", "completed"}
    assert min(statuses.values()) > 15
    assert Counter(Case.objects.values_list("consumer", flat=True)).most_common(1)[0][1] == 2
    assert set(Request.objects.values_list("urgency", flat=True)) >= {"standard", "expedited"}


def _outcomes() -> None:
    found = set(Determination.objects.values_list("outcome", "reason_code", "by_role"))
    assert {
        ("approved", "meets-criteria", "nurse"), ("approved", "physician-approved", "physician"),
        ("partial", "partly-necessary", "nurse"), ("denied", "not-necessary", "physician"),
        ("denied", "lack-of-information", "physician"), ("denied", "lack-of-information", RULE),
        ("denied", "not-covered", "physician"),
    } <= found  # fmt: skip
    assert not Determination.objects.filter(outcome="denied", by_role="nurse").exists()
    outcomes: dict[Any, set[str]] = {}
    for request, outcome in Determination.objects.values_list("request", "outcome"):
        outcomes.setdefault(request, set()).add(outcome)
    assert {"approved", "denied"} in outcomes.values()
    assert {"approved", "partial"} in outcomes.values()
    assert Letter.objects.count() >= len(outcomes)


def _open_ones(now: datetime) -> None:
    waiting = WorkItem.objects.filter(done_at=None)
    assert waiting.filter(due_at__lt=now).count() >= 4
    assert (
        waiting.filter(due_at__gte=now, due_at__lte=now + timedelta(hours=15)).count() >= 5
    )  # due today
    assert waiting.filter(level="physician", worker=None).exists()
    assert waiting.filter(level="physician").exclude(worker=None).exists()
    assert waiting.filter(level="nurse").exclude(worker=None).exists()
    assert waiting.filter(waits=True, due_at=None).exists()  # the clock is paused
    assert waiting.filter(waits=True).exclude(due_at=None).exists()
    assert InformationRequest.objects.filter(answer=None).count() == 6
    assert {"answered", "missed"} <= set(
        InformationAnswer.objects.values_list("outcome", flat=True)
    )


def _around_them() -> None:
    drafts = list(Draft.objects.filter(state="open"))
    assert len(drafts) == 12
    assert len({draft.by_account_id for draft in drafts}) >= 4
    assert {bool(draft.missing) for draft in drafts} == {True, False}
    assert (
        Answers.objects.exclude(completed_at=None).values("questionnaire").distinct().count() == 3
    )
    assert Attachment.objects.count() > 120
    assert set(Note.objects.values_list("internal", flat=True)) == {True, False}
    assert not Errand.objects.filter(done_at=None).exists()
    assert not Entry.objects.filter(verb="refused").exists()
