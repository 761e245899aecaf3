"""The registry's events, by their stable names; the payload is ids and words of who did it, never a
code. Pure.
"""

REGISTRATION_CODE_ISSUED = "registration-code-issued"  # contract, provider, reason
REGISTRATION_CODE_REVOKED = "registration-code-revoked"  # contract, provider, reason

SUBJECT_ENROLMENT = "enrolment"
