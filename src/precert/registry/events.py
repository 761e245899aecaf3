"""The registry's events, by their stable names; the payload is ids and words of who did it, never a
code. Pure.
"""

from precert.journal.event import Event

# contract, provider, reason
REGISTRATION_CODE_ISSUED = Event(
    "registration-code-issued", "Issued a registration code", area="access"
)
REGISTRATION_CODE_REVOKED = Event(
    "registration-code-revoked", "Revoked a registration code", area="access"
)

SUBJECT_CODE = "registration-code"


def code_subject(provider_id: int, contract: str) -> tuple[str, str]:
    """What the events of a provider's code in a contract are about, whatever becomes of its
    enrolment.
    """
    return SUBJECT_CODE, f"{provider_id}/{contract}"
