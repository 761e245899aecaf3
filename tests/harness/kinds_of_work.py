"""Kinds of work that only tests have, beside the review: one about a request, with the levels of the
review, and one about something else that belongs to a request, for physicians only.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from precert.cases import statuses
from precert.work import items, kinds
from precert.work.kinds import Kind, Level
from tests import world as w

APPEALS: dict[UUID, UUID] = {}  # which request each appeal of a test is about
RECHECK = Kind(
    name="recheck",
    label="Second look",
    subject="request",
    page="review",
    levels=(
        Level(statuses.NURSE, "Nurse's second look", "request.take"),
        Level(statuses.PHYSICIAN, "Physician's second look", "request.deny"),
    ),
)
APPEAL = Kind(
    name="appeal",
    label="Appeal",
    subject="appeal",
    page="queue_preview",
    levels=(Level(statuses.PHYSICIAN, "Physician's appeal", "request.deny"),),
    requests=lambda subjects: {one: APPEALS[one] for one in subjects if one in APPEALS},
)


def register(patch: pytest.MonkeyPatch) -> None:
    """Register both as a room does at start, for one test."""
    patch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register([RECHECK, APPEAL])


def recheck(request: UUID, now: datetime, *, contract: str = w.CO, hours: int = 1) -> UUID:
    """A second look at that request in the queue, due in so many hours; its subject."""
    _put(RECHECK, request, now, contract, hours)
    return request


def appeal(request: UUID, now: datetime, *, contract: str = w.CO, hours: int = 2) -> UUID:
    """An appeal about that request in the queue; its subject."""
    made = uuid4()
    APPEALS[made] = request
    _put(APPEAL, made, now, contract, hours)
    return made


def _put(kind: Kind, subject: UUID, now: datetime, contract: str, hours: int) -> None:
    items.open_item(
        kind.name,
        subject,
        contract=contract,
        category="outpatient",
        level=kind.levels[0].code,
        due=(now + timedelta(hours=hours), "test"),
        now=now,
    )
