"""Statements compiled once read what the ORM reads, whatever their arguments."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, F, QuerySet
from django.test.utils import CaptureQueriesContext

from precert.cases.models import Case, Line, Request
from precert.contracts.models import CurrentVersion
from precert.kit.statements import Change, StatementError, changed, compiled, counted, flight
from precert.registry.models import Consumer, Enrolment, Provider
from tests import world as w
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
Rows = QuerySet[Any, Any]


def requests_of(case_id: uuid.UUID) -> Rows:
    return Request.objects.select_related("case", "state").filter(case=case_id).order_by("number")


def providers_of(ids: list[int]) -> Rows:
    return Provider.objects.filter(pk__in=ids).order_by("-pk")


def codes_of(request: uuid.UUID, code: str, day: date) -> Rows:
    rows = Line.objects.filter(content__request=request, code=code, start__gte=day)
    return rows.values_list("key", "code", "quantity", "start", named=True)


def people(last: str, born: date | None, *, most: int = 10) -> Rows:
    rows = Consumer.objects.filter(last_name=last, birth_date=born)
    return rows.annotate(cases=Count("case")).order_by("pk")[:most]


def test_rows_are_those_of_the_orm() -> None:
    world = w.build(NOW)
    made = w.submitted(world, NOW)
    case, request = Case.objects.get(number=made["case"]), uuid.UUID(made["request"])
    for call, args in (
        (requests_of, (case.pk,)),
        (requests_of, (uuid.uuid4(),)),
        (codes_of, (request, "97110", date(2026, 6, 15))),
        (codes_of, (request, "97110", date(2026, 6, 16))),
        *((providers_of, (list(world.providers.values())[:n],)) for n in (0, 1, 2, 3, 5, 6)),
    ):
        statement = compiled(call)
        for _ in range(2):
            assert statement(*args) == list(call(*args)), (call, args)


def test_rows_carry_what_they_were_joined_with() -> None:
    made = w.submitted(w.build(NOW), NOW)
    case = Case.objects.get(number=made["case"])
    statement = compiled(requests_of)
    statement(uuid.uuid4())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        (row,) = statement(case.pk)
        assert (row.case.number, row.state.status) == (case.number, "submitted")
    assert len(asked) == 1


def test_the_database_counts_as_far_as_it_is_asked_to() -> None:
    world = w.build(NOW)

    @counted
    def some(ids: list[int], *, most: int) -> Rows:
        return Provider.objects.filter(pk__in=ids).values_list("pk")[:most]

    ids = list(world.providers.values())
    with CaptureQueriesContext(connection) as asked:
        assert [some(ids[:n], most=4) for n in (0, 1, 3, 4, 6)] == [0, 1, 3, 4, 4]
    assert len(asked) == 4  # of none nothing is asked
    assert some(ids, most=100) == len(ids)


def test_none_and_what_is_named_make_a_statement_of_their_own() -> None:
    world = w.build(NOW)
    statement = compiled(people)
    (carol,) = statement(w.CANARY, date(1960, 12, 15))
    assert (carol.pk, carol.cases) == (world.consumers["carol"], 0)
    assert statement(w.CANARY, None) == []
    assert statement(w.CANARY, date(1960, 12, 15), most=1) == [carol]


def renamed(pk: int, name: str, upper: str) -> Change:
    return Provider.objects.filter(pk=pk, name=name), {"name": upper, "npi": F("npi")}


def test_an_update_changes_the_rows_it_describes_and_says_how_many() -> None:
    denver = w.build(NOW).providers["denver"]
    name, statement = Provider.objects.get(pk=denver).name, changed(renamed)
    assert [statement(denver, name, "Another") for _ in range(2)] == [1, 0]
    assert [statement(denver, "Another", name) for _ in range(2)] == [1, 0]
    assert Provider.objects.filter(name=name).count() == 1


def test_what_is_asked_in_one_flight_is_what_each_finds_by_itself() -> None:
    world = w.build(NOW)
    made = w.submitted(world, NOW)
    case, ids = Case.objects.get(number=made["case"]), list(world.providers.values())
    requests, providers, count = (
        compiled(requests_of),
        compiled(providers_of),
        counted(providers_of),
    )
    for _ in range(2):
        with flight():
            found = requests.later(case.pk), providers.later(ids[:2]), count.later(ids[:2])
            none = providers.later([])
        assert found[0]() == list(requests_of(case.pk))
        assert found[1]() == list(providers_of(ids[:2]))
        assert (found[2](), none()) == (2, [])


def test_it_builds_once_and_only_parameters_change() -> None:
    built, world = [], w.build(NOW)

    @compiled
    def rows(contract: str, provider: int) -> Rows:
        built.append(contract)
        return Enrolment.objects.filter(contract=contract, provider=provider)

    with CaptureQueriesContext(connection) as asked:
        for contract in ("co-um", "ms-state-um", "co-um' OR '1'='1", "%", ""):
            found = rows(contract, world.providers["denver"])
            assert [row.contract for row in found] == ["co-um"] * (contract == "co-um")
    assert len(built) == 1
    assert len(asked) == 5


def test_what_is_no_plain_parameter_is_refused() -> None:
    with pytest.raises(StatementError, match="changes an argument"):
        compiled(lambda text: Provider.objects.filter(name__icontains=text))("denver")
    with pytest.raises(StatementError, match="changes an argument"):
        compiled(lambda n: Provider.objects.all()[:n])(5)
    with pytest.raises(StatementError, match="prefetches"):
        compiled(lambda n: Case.objects.filter(number=n).prefetch_related("requests"))("1")
    with pytest.raises(StatementError, match="ask for models"):
        compiled(lambda n: Case.objects.filter(number=n).values("pk"))("1")
    with pytest.raises(StatementError, match="no parameter"):
        compiled(lambda row: Case.objects.filter(pack=row))(CurrentVersion.objects.first())
    with pytest.raises(StatementError, match="finds nothing"):
        compiled(lambda n: Case.objects.filter(number=n, pk__in=[]))("1")
