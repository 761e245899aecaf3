"""Try again: what failed becomes due at once."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from precert.cases.actions.repair_delivery import RepairDelivery, RepairDeliveryInput
from precert.cases.queries.failures import failures
from precert.conduct.perform import perform
from precert.jobs import worker as jobs
from precert.journal import delivery
from precert.journal.models import Entry, Errand
from precert.kit import pdf
from precert.letters.models import Letter
from precert.people.roles import EVERYWHERE, ROLES
from tests import world as w
from tests.doing.cases import asking as a

SUPERVISOR = ROLES["supervisor"].permissions - EVERYWHERE


@pytest.fixture
def failed(world: w.World, request_id: UUID, now: datetime, monkeypatch: pytest.MonkeyPatch) -> int:
    """The letters of a determination could not be printed."""
    w.issue(request_id, world.grace, now)

    def broken(*_: object, **__: object) -> bytes:
        raise pdf.PdfError("no ink")

    with monkeypatch.context() as patch:
        patch.setattr(pdf, "render", broken)
        jobs.run_once(now)
    [row] = delivery.failing()
    return row.pk


@pytest.mark.req("REV-04")
def test_what_failed_is_repeated_at_once(world: w.World, failed: int, now: datetime) -> None:
    assert jobs.run_once(now) == 0
    perform(RepairDelivery, RepairDeliveryInput(failed), world.actor("sam"), now)
    [event] = a.events("delivery.repaired")
    assert (event.subject_kind, event.subject_id, event.data) == ("delivery", str(failed), {})
    assert jobs.run_once(now) == 1
    assert (Letter.objects.count(), delivery.failing()) == (2, [])


def test_letters_that_failed_otherwise_are_not_released_as_they_are(
    world: w.World, failed: int, now: datetime
) -> None:
    asked = RepairDeliveryInput(failed, as_is=True)
    refused = a.refused(RepairDelivery, asked, world.actor("sam"), now)
    assert a.told(refused) == ("invalid", [("not-held", "")])
    assert a.events("delivery.repaired") == []


def test_what_has_been_done_is_not_repeated(world: w.World, failed: int, now: datetime) -> None:
    jobs.run_once(now + timedelta(hours=1))
    for row, told in (
        (failed, ("conflict", [("not-open", "")])),
        (10**9, ("missing", [("missing", "")])),
    ):
        assert (
            a.told(a.refused(RepairDelivery, RepairDeliveryInput(row), world.actor("sam"), now))
            == told
        )
    assert jobs.run_once(now + timedelta(hours=2)) == 0
    assert Letter.objects.count() == 2


def test_the_same_key_repairs_once(world: w.World, failed: int, now: datetime) -> None:
    perform(RepairDelivery, RepairDeliveryInput(failed), world.actor("sam"), now, key="k")
    assert perform(
        RepairDelivery, RepairDeliveryInput(failed), world.actor("sam"), now, key="k"
    ).repeated
    assert len(a.events("delivery.repaired")) == 1
    assert Errand.objects.get(pk=failed).attempts == 1


@pytest.mark.req("ORG-01", "REV-01")
def test_who_may_repair(world: w.World, failed: int, now: datetime) -> None:
    """Who isn't shown what failed knows of none of it."""
    expected = {
        role: "missing" if told == "forbidden" else told
        for role, told in a.by_table("letter.repair", seen=True).items()
    }
    assert a.who_may(RepairDelivery, RepairDeliveryInput(failed), world, now) == expected


@pytest.mark.req("ORG-01", "REV-01")
def test_a_supervisor_of_one_contract_sees_and_repairs_what_failed_of_its_cases_alone(
    world: w.World, failed: int, now: datetime
) -> None:
    of_nothing = Errand.objects.create(
        entry=Entry.objects.create(at=now, verb="link-requested", actor_kind="worker", actor_id="x", actor_name="x",
                                   subject_kind="account", subject_id="1"),
        consumer="notices.sending.send_notices", next_at=now, attempts=1, error="OSError: no line",
    ).pk  # fmt: skip
    theirs, others = (
        replace(world.actor("sam"), contracts=frozenset({one}), permissions=SUPERVISOR)
        for one in (w.CO, w.MS)
    )
    assert [row.pk for row in failures(theirs)] == [failed]
    assert failures(others) == []
    assert {row.pk for row in failures(world.actor("sam"))} == {failed, of_nothing}
    for actor, row in (
        (others, failed),
        (others, of_nothing),
        (theirs, of_nothing),
        (theirs, 10**9),
    ):
        assert a.told(a.refused(RepairDelivery, RepairDeliveryInput(row), actor, now)) == (
            "missing",
            [("missing", "")],
        )
    perform(RepairDelivery, RepairDeliveryInput(failed), theirs, now)
    perform(RepairDelivery, RepairDeliveryInput(of_nothing), world.actor("sam"), now)
