"""Files chosen for something that isn't sent yet: one's own, of the contract's types, gone once they
are taken away or attached.
"""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from precert.cases import enclosures
from precert.cases.actions.enclose_document import EncloseDocument, EncloseDocumentInput
from precert.cases.actions.remove_enclosure import RemoveEnclosure, RemoveEnclosureInput
from precert.cases.models import Attachment, Enclosure
from precert.conduct.actor import Actor
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.documents import store
from tests import world as w
from tests.doing.cases import asking as a

KIND = "medical-record"


def enclosed(actor: Actor, request_id: UUID, now: datetime, kind: str = KIND) -> UUID:
    file = a.stored(actor, now, "Plan.pdf")
    given = EncloseDocumentInput(request_id, "answer_information", file, kind)
    perform(EncloseDocument, given, actor, now)
    return file


@pytest.mark.usefixtures("folders")
def test_it_waits_for_its_sender_alone_until_it_is_attached(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    file = enclosed(world.ada, request_id, now)
    [mine] = enclosures.enclosed(world.ada, request_id, "answer_information")
    assert (mine.file.name, mine.document_type) == ("Plan.pdf", KIND)
    assert not enclosures.enclosed(world.actor("ben", "denver"), request_id, "answer_information")
    assert not enclosures.enclosed(world.ada, request_id, "another_verb")
    enclosures.attach(world.ada, request_id, [(file, KIND)], now)
    assert not Enclosure.objects.exists()
    assert Attachment.objects.get().file_id == file
    with pytest.raises(Refusal, match="no longer available"):
        perform(
            EncloseDocument,
            EncloseDocumentInput(request_id, "answer_information", file, KIND),
            world.ada,
            now,
        )


@pytest.mark.usefixtures("folders")
def test_it_is_taken_away_by_its_sender_alone(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    file = enclosed(world.ada, request_id, now)
    perform(
        RemoveEnclosure, RemoveEnclosureInput(request_id, file), world.actor("ben", "denver"), now
    )
    assert Enclosure.objects.exists()
    perform(RemoveEnclosure, RemoveEnclosureInput(request_id, file), world.ada, now)
    assert not Enclosure.objects.exists()


@pytest.mark.usefixtures("folders")
def test_strangers_and_other_types_are_refused(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    with pytest.raises(Refusal, match="Request not found"):
        enclosed(world.mallory, request_id, now)
    with pytest.raises(Refusal, match="document type"):
        enclosed(world.ada, request_id, now, "no-such-type")


@pytest.mark.usefixtures("folders")
def test_it_cannot_be_sent_any_more_once_it_waited_too_long(
    world: w.World, request_id: UUID, now: datetime
) -> None:
    file = enclosed(world.ada, request_id, now)
    assert not enclosures.refused(world.ada, [file], now + enclosures.WAITS - timedelta(seconds=1))
    assert enclosures.refused(world.ada, [file], now + enclosures.WAITS)
    enclosures.drop_unsent(now + enclosures.WAITS)
    assert not Enclosure.objects.exists()
    assert store.find(file)  # whoever sends it just in time is done before it goes
    enclosures.drop_unsent(now + enclosures.WAITS + timedelta(days=1, seconds=1))
    assert store.find(file) is None
    assert store.rewrap() == 0
