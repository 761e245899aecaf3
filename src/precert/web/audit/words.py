"""What happened, in words: for each verb of the journal that has some. Others are shown as they
are.
"""

from collections.abc import Mapping

from precert.cases import events as cases
from precert.letters import events as letters
from precert.people import events as people

REFUSED = "refused"
ACCESS: Mapping[str, str] = {
    people.SIGNED_IN: "Signed in",
    people.SIGN_IN_FAILED: "Failed to sign in",
    people.LOCKED: "Account locked",
    people.UNLOCKED: "Account unlocked",
    people.SIGNED_OUT: "Signed out",
    people.SESSION_ENDED: "Ended a session",
    people.SESSIONS_ENDED: "Ended all sessions of an account",
    people.CONTEXT_CHANGED: "Changed context",
    people.CODE_REQUESTED: "Asked for a code",
    people.CODE_FAILED: "Typed a wrong code",
    people.CODE_PROVED: "Typed the right code",
    people.CALL_ANSWERED: "Answered a call with #",
    people.ACCOUNT_CREATED: "Account created",
    people.ACCOUNT_CHANGED: "Account changed",
    people.ACCOUNT_DEACTIVATED: "Account deactivated",
    people.ACCOUNT_REACTIVATED: "Account reactivated",
    people.ACCOUNT_REMOVED: "Account removed",
    people.USERNAME_FREED: "Username given up, never registered",
    people.EMAIL_CHANGED: "E-mail address changed",
    people.LINK_REQUESTED: "Had a link mailed",
    people.LINK_ASKED: "Asked for a link",
    people.LINK_RESENT: "Had a link mailed again",
    people.LINK_OPENED: "Opened a mailed link",
    people.REGISTRATION_FAILED: "Failed to register",
    people.REGISTERED: "Registered",
    people.REGISTRATION_RESET: "Registration reset",
    people.FACTOR_ADDED: "Second factor added",
    people.FACTOR_REMOVED: "Second factor removed",
    people.FACTOR_NAMED: "Second factor named",
    people.RECOVERY_CODES_MADE: "Recovery codes made",
    people.PASSWORD_CHANGED: "Password changed",
    people.IDENTITY_LINKED: "Single sign-on linked",
    people.TERMS_AGREED: "Agreed to the terms of use",
    people.GROUP_CREATED: "Provider group created",
    people.PROVIDER_ADDED: "Provider added to a group",
    people.PROVIDER_REMOVED: "Provider removed from a group",
    people.ROLE_GRANTED: "Role granted",
    people.ROLE_CHANGED: "Role changed",
    people.ROLE_REMOVED: "Role removed",
    people.MEMBERSHIP_PAUSED: "Membership paused",
    people.MEMBERSHIP_RESUMED: "Membership resumed",
    people.AUDIT_EXPORTED: "Exported the audit trail",
    people.AUDIT_VERIFIED: "Verified the audit trail",
}
CASES: Mapping[str, str] = {
    cases.DRAFT_CREATED: "Began a request",
    cases.DRAFT_SAVED: "Changed a request that isn't submitted",
    cases.DRAFT_CANCELLED: "Cancelled a request that wasn't submitted",
    cases.NOTE_ADDED: "Wrote a note",
    cases.DOCUMENT_ATTACHED: "Added a document",
    cases.DOCUMENT_REMOVED: "Removed a document",
    cases.QUESTIONNAIRE_ANSWERED: "Answered a questionnaire",
    cases.QUESTIONNAIRE_COMPLETED: "Completed a questionnaire",
    cases.REQUEST_SUBMITTED: "Submitted a request",
    cases.REQUEST_TAKEN: "Took a request",
    cases.REQUEST_RELEASED: "Gave a request back",
    cases.REQUEST_REFERRED: "Referred a request to a physician",
    cases.DECISION_SAVED: "Changed a decision that isn't issued",
    cases.INFORMATION_REQUESTED: "Asked for information",
    cases.INFORMATION_ANSWERED: "Gave the information asked for",
    cases.INFORMATION_MISSED: "Information not given in time",
    cases.INFORMATION_NOT_NEEDED: "Information no longer needed",
    cases.DETERMINATION_ISSUED: "Issued a determination",
    letters.LETTER_ISSUED: "Letter made",
    "delivery.repaired": "Had a letter or notice tried again",
    people.TEXT_KEPT: "Typed text kept",
    people.TEXT_DROPPED: "Kept text dropped",
}
WORDS: Mapping[str, str] = {**ACCESS, **CASES, REFUSED: "Was refused"}
SUBJECTS: Mapping[str, str] = {
    "case": "Case",
    "request": "Request",
    "draft": "Request not submitted",
    "consumer": "Consumer",
    "document": "Document",
    "letter": "Letter",
    "message": "Message",
    "account": "Account",
    "provider-group": "Provider group",
    "audit-trail": "Audit trail",
    "username": "Unknown user name (digest)",
}
PAGES: Mapping[
    str, str
] = {  # where somebody's data was read: the name of the route, and the page as its reader knows it
    "home": "Home",
    "search": "Search by #",
    "cases": "Cases",
    "case_page": "Case",
    "case_activity": "Activity of a case",
    "case_summary": "Case Summary",
    "case_questionnaire": "Questionnaire of a case",
    "answer_information": "Request for information",
    "add_note": "Note on a case",
    "document": "Document",
    "letter": "Letter",
    "letter_preview": "Preview of a letter",
    "consumers": "Consumers",
    "consumer_page": "Consumer",
    "create_case": "Create Case",
    "draft_page": "New UM Case",
    "draft_line": "New UM Case: a line",
    "draft_save": "New UM Case: saving",
    "wizard_step": "New UM Case: a step",
    "wizard_provider": "New UM Case: a provider",
    "wizard_submit": "New UM Case: Submit",
    "questionnaire": "Questionnaire",
    "queue": "Queue",
    "queue_preview": "Queue: a request's preview",
    "review": "Review",
    "audit": "Audit trail",
}
NO_ACCOUNT: Mapping[str, str] = {  # who acts without an account
    "unknown": "Somebody who isn't signed in",
    "worker": "Precert, delivering",
    "letters": "Precert, making letters",
    "registration": "Precert, registering somebody",
    "add-staff": "Precert's command for staff accounts",
    "clock": "Precert, because time passed",
    "audit": "Precert's audit command",
    "setup": "Precert's set-up",
}
KINDS: tuple[tuple[str, str], ...] = (
    ("events", "Everything but readings"),
    ("reads", "Readings"),
    ("access", "Sign-in and access"),
    ("cases", "Requests and cases"),
    *sorted(WORDS.items(), key=lambda pair: pair[1].casefold()),
)


def verbs_of(kind: str) -> tuple[str, ...]:
    """The verbs of a kind of event; none for one that is made of other things."""
    groups = {"access": tuple(ACCESS), "cases": tuple(CASES), "events": (), "reads": (), "": ()}
    return groups.get(kind, (kind,))
