"""Registration codes as support sees them: whether one is set, since when and by whom; never the
code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from precert.journal.history import of_subjects
from precert.registry import events
from precert.registry.models import Enrolment, RegistrationCode


@dataclass(frozen=True)
class CodeState:
    """An enrolment and the code of its provider: `at` and `by` are empty for a code that came with the payer's
    file.
    """

    enrolment_id: int
    provider_id: int
    contract: str
    active_from: date
    active_to: date | None
    is_set: bool
    at: datetime | None = None
    by: str = ""


def code_states(provider_id: int, contracts: Iterable[str]) -> list[CodeState]:
    """The provider's enrolments in these contracts, by contract; three queries."""
    rows = list(
        Enrolment.objects.filter(provider=provider_id, contract__in=list(contracts)).order_by(
            "contract"
        )
    )
    coded = set(
        RegistrationCode.objects.filter(provider=provider_id).values_list("contract", flat=True)
    )
    verbs = (events.REGISTRATION_CODE_ISSUED, events.REGISTRATION_CODE_REVOKED)
    subjects = [events.code_subject(provider_id, row.contract)[1] for row in rows]
    newest = {
        one.subject_id: one for one in reversed(of_subjects(events.SUBJECT_CODE, subjects, verbs))
    }
    found = []
    for row, subject in zip(rows, subjects, strict=True):
        last = newest.get(subject)
        at, by = (last.at, last.actor_name) if last else (None, "")
        state = CodeState(
            row.pk,
            row.provider_id,
            row.contract,
            row.active_from,
            row.active_to,
            row.contract in coded,
            at,
            by,
        )
        found.append(state)
    return found


def code_state(enrolment_id: int, contracts: Iterable[str]) -> CodeState | None:
    """One enrolment's, when it is of one of these contracts."""
    row = Enrolment.objects.filter(pk=enrolment_id, contract__in=list(contracts)).first()
    if row is None:
        return None
    return next(
        one for one in code_states(row.provider_id, contracts) if one.enrolment_id == row.pk
    )
