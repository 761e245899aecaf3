"""The events of a case, by their stable names; the payload is ids. Readers in any room may import
them. Pure.
"""

DRAFT_CREATED = "draft.created"
DRAFT_SAVED = "draft.saved"  # version, paths (never values)
DRAFT_CANCELLED = "draft.cancelled"
NOTE_ADDED = "note.added"  # note, internal
DOCUMENT_ATTACHED = "document.attached"  # attachment
DOCUMENT_REMOVED = "document.removed"
QUESTIONNAIRE_ANSWERED = "questionnaire.answered"  # questionnaire, version, paths (never values)
QUESTIONNAIRE_COMPLETED = "questionnaire.completed"
REQUEST_SUBMITTED = "request.submitted"  # request
REQUEST_TAKEN = "request.taken"
REQUEST_RELEASED = "request.released"
REQUEST_REFERRED = "request.referred"
DECISION_SAVED = "decision.saved"  # version, paths (never values)
INFORMATION_REQUESTED = "information.requested"  # information request
INFORMATION_ANSWERED = "information.answered"
INFORMATION_MISSED = "information.missed"
INFORMATION_NOT_NEEDED = "information.not-needed"  # decided before the answer came
DETERMINATION_ISSUED = "determination.issued"  # issue

SUBJECT_DRAFT, SUBJECT_REQUEST = "draft", "request"
