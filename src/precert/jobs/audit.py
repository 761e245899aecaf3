"""The audit trail's machinery at work: sealing each minute, verifying on demand. Brings keys and
the anchor's place together.
"""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from precert.cases import digests
from precert.conduct.actor import worker
from precert.conduct.perform import perform
from precert.documents.keys import ring
from precert.journal import seals, verification
from precert.journal.canonical import Keys
from precert.journal.chain import Flaw
from precert.journal.seals import SealMade
from precert.journal.verification import VerificationReport
from precert.people.actions.note_verification import NoteVerification, NoteVerificationInput

MOST_A_TICK = 20  # seals; the worker has letters to deliver, too

log = logging.getLogger(__name__)


def tick(now: datetime) -> None:
    """Seal what waits. An anchor that is gone or full is logged each time; the seals are made all
    the same.
    """
    try:
        for _ in seal(now, MOST_A_TICK):
            continue
    except OSError as error:
        log.exception("the audit trail's anchor can't be written", extra={"why": error.strerror})


def seal(now: datetime, most: int | None = None) -> Iterator[SealMade]:
    """Seal and anchor. Raises OSError when the anchor is gone or full."""
    return seals.seal(Keys(ring().keys), now, settings.AUDIT_ANCHOR, most)


def verify(now: datetime, report: VerificationReport) -> Iterator[Flaw]:
    """Everything that is wrong with the trail; when it was looked at, and with what result, is kept
    in it.
    """
    yield from verification.verify(Keys(ring().keys), now, settings.AUDIT_ANCHOR, report)
    for flaw in digests.flaws():
        report.flaws += 1
        yield flaw
    perform(
        NoteVerification,
        NoteVerificationInput(report.rows, report.seals, report.flaws),
        worker("audit"),
        now,
    )
