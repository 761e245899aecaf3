"""How a letter reaches people: on the portal from the first moment; by fax or post when a transport
takes it, which reads its file.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from precert.cases.queries.case_file import case_file
from precert.documents import store
from precert.jobs import worker
from precert.letters.queries import for_case, letter_file
from precert.transports import deliveries, sending
from precert.transports.models import Delivery
from precert.transports.transport import Outgoing, SentFile, Taken, Transport, Unreached
from tests import world as w

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mailbox")]
FAX = "+13035550144"


class Machine(Transport):
    """A fax service that doesn't answer the first time."""

    def __init__(self) -> None:
        self.sheets: list[bytes] = []
        self.dead = True

    def send(self, message: Outgoing, key: str, delivery: int, now: datetime) -> Taken:
        if self.dead:
            self.dead = False
            raise Unreached("no carrier")
        self.sheets += [one.content() for one in message.enclosures]
        return Taken("FX1", "queued")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine()
    also: Mapping[str, Any] = {**sending.TRANSPORTS, "fax": made, "post": made}
    monkeypatch.setattr(sending, "TRANSPORTS", also)
    return made


@pytest.fixture
def made(now: datetime) -> tuple[w.World, UUID]:
    world = w.build(now)
    answer = w.submitted(world, now)
    w.issue(UUID(answer["request"]), world.grace, now)
    worker.run_once(now)
    case = case_file(world.ada, answer["case"])
    assert case is not None
    return world, case.row.pk


@pytest.mark.req("COM-04", part="deliveries")
def test_a_letter_lies_on_the_portal_from_the_moment_it_is_filed(
    made: tuple[w.World, UUID], now: datetime
) -> None:
    world, case = made
    letters = for_case(world.ada, case)
    rows = Delivery.objects.filter(subject_kind="letter")
    assert sorted(row.subject_id for row in rows) == sorted(str(one.id) for one in letters)
    assert {(row.channel, row.state, row.sent_at) for row in rows} == {("portal", "delivered", now)}
    assert {(one.fax_status, one.mailed_at) for one in letters} == {("", None)}


@pytest.mark.req("COM-04", part="deliveries")
def test_fax_status_and_mailed_time_follow_the_deliveries_and_a_transport_reads_the_file(
    made: tuple[w.World, UUID], machine: Machine, now: datetime
) -> None:
    world, case = made
    letter = for_case(world.ada, case)[0]
    found = letter_file(world.ada, letter.id)
    assert found is not None
    file = store.find(found[1])
    assert file is not None
    sheet = SentFile(letter.file_name, "application/pdf", lambda: store.content(file))
    fax = Outgoing(None, FAX, "", "", "fax", enclosures=(sheet,))
    about, later = ("letter", str(letter.id)), now + timedelta(hours=1)

    def shown() -> Any:
        return next(one for one in for_case(world.ada, case) if one.id == letter.id)

    with pytest.raises(Unreached):
        sending.send("fax-1", letter.template, fax, about, now)
    assert (shown().fax_status, machine.sheets) == ("unreached", [])
    for _ in range(2):
        sending.send("fax-1", letter.template, fax, about, later)
    assert [sheet[:5] for sheet in machine.sheets] == [b"%PDF-"]
    row = Delivery.objects.get(key="fax-1")
    assert (row.address, row.attempts, row.references, row.sent_at) == (FAX, 2, "FX1", later)
    assert deliveries.note(row.pk, "FX1", "delivered", later + timedelta(minutes=2))
    assert (shown().fax_status, shown().modified_at) == ("delivered", later + timedelta(minutes=2))
    post = Outgoing(None, "12 Elm St, Denver", "", "", "post", enclosures=(sheet,))
    sending.send("post-1", letter.template, post, about, later)
    assert shown().mailed_at == later
