"""The events of a case: their stable names with their words; the payload is ids. Readers in any
room may import them. Pure.
"""

from precert.journal.event import Event

DRAFT_CREATED = Event("draft.created", "Started a request")
# version, paths (never values)
DRAFT_SAVED = Event("draft.saved", "Changed an unsubmitted request")
DRAFT_CANCELLED = Event("draft.cancelled", "Canceled an unsubmitted request")
# note, internal
NOTE_ADDED = Event("note.added", "Wrote a note", "Note added", arrives=True)
# attachment
DOCUMENT_ATTACHED = Event("document.attached", "Added a document", "Document added", arrives=True)
DOCUMENT_REMOVED = Event("document.removed", "Removed a document")
# questionnaire, version, paths (never values)
QUESTIONNAIRE_ANSWERED = Event("questionnaire.answered", "Answered a questionnaire")
QUESTIONNAIRE_COMPLETED = Event("questionnaire.completed", "Completed a questionnaire")
# request
REQUEST_SUBMITTED = Event("request.submitted", "Submitted a request", "Request submitted")
REQUEST_TAKEN = Event(
    "request.taken",
    "Took a request",
    "Review started",
    notice=("is being reviewed", "A reviewer has started the review."),
)
# reviewer, before: account ids; before is null when nobody held it
REQUEST_ASSIGNED = Event(
    "request.assigned",
    "Assigned a request to a reviewer",
    "Review started",
    notice=REQUEST_TAKEN.notice,
)
REQUEST_REASSIGNED = Event(
    "request.reassigned",
    "Reassigned a request to another reviewer",
    "Reassigned to another reviewer",
    audience="staff",
)
STARTING = frozenset({REQUEST_TAKEN, REQUEST_ASSIGNED})  # the first of them starts the review
REQUEST_RELEASED = Event(
    "request.released", "Released a request", "Released to the queue", audience="staff"
)
REQUEST_REFERRED = Event(
    "request.referred",
    "Referred a request to a physician",
    "Referred to a physician",
    audience="staff",
)
# kind of work, its subject: of work other than the review
WORK_TAKEN = Event("work.taken", "Took work on a request", "Work taken", audience="staff")
WORK_ASSIGNED = Event(  # and reviewer, before
    "work.assigned",
    "Assigned work on a request to a reviewer",
    "Work assigned to a reviewer",
    audience="staff",
)
WORK_RELEASED = Event(
    "work.released", "Released work on a request", "Work released to the queue", audience="staff"
)
WORK_REFERRED = Event(
    "work.referred",
    "Referred work on a request to a higher level",
    "Work referred to a higher level",
    audience="staff",
)
# version, paths (never values)
DECISION_SAVED = Event("decision.saved", "Changed an unissued decision")
# information request
INFORMATION_REQUESTED = Event(
    "information.requested",
    "Requested information",
    "Information requested",
    notice=(
        "needs information from you",
        "The reviewer asked for information. The case lists what is needed and by when.",
    ),
)
INFORMATION_ANSWERED = Event(
    "information.answered",
    "Answered a request for information",
    "Request for information answered",
    arrives=True,
)
INFORMATION_MISSED = Event(
    "information.missed",
    "Information not received in time",
    "Deadline to answer the request for information passed",
    arrives=True,
    notice=(
        "was not answered by the deadline",
        (
            "The deadline to answer a request for information has passed. See the case for what happens"
            " next."
        ),
    ),
)
# decided before the answer came
INFORMATION_NOT_NEEDED = Event(
    "information.not-needed",
    "Information no longer needed",
    "Request for information no longer needed",
)
# issue
DETERMINATION_ISSUED = Event(
    "determination.issued",
    "Issued a determination",
    "Determination issued",
    notice=(
        "has a determination",
        "The review is complete. The determination letter is on the case.",
    ),
)
DELIVERY_REPAIRED = Event("delivery.repaired", "Retried a letter or notice")

SUBJECT_DRAFT, SUBJECT_REQUEST = "draft", "request"
