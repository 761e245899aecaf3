"""The access log: readings of protected health information, one row a page, written before the
response leaves.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from precert.journal.models import Reading
from precert.journal.recording import By, correlation
from precert.kit.inserts import insert


def log_readings(
    subjects: Mapping[str, Sequence[str]],
    *,
    by: By,
    at: datetime,
    page: str,
    address: str,
) -> None:
    """One row per kind of subject in one INSERT. A failure is the caller's: no record, no page."""
    rows = [
        Reading(
            at=at,
            actor_kind=by.kind,
            actor_id=by.id,
            context_provider=by.provider_id,
            page=page,
            subject_kind=kind,
            subject_ids=list(ids),
            address=address,
            correlation=correlation.get(),
        )
        for kind, ids in subjects.items()
        if ids
    ]
    insert(rows, keys=False)
