"""What the audit page calls subjects, pages and those who act without an account. What happened is
said by the events themselves.
"""

from collections.abc import Mapping

from precert.journal.event import Event

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
    "username": "Unknown username (digest)",
}
PAGES: Mapping[
    str, str
] = {  # where somebody's data was read: the name of the route, and the page as its reader knows it
    "home": "Home",
    "search": "Search by #",
    "cases": "Cases",
    "case_page": "Case",
    "case_activity": "Case history",
    "case_summary": "Case Summary",
    "case_questionnaire": "Questionnaire on a case",
    "request_verb": "Action on a request",
    "review_verb": "Action on a request under review",
    "add_note": "Note on a case",
    "document": "Document",
    "letter": "Letter",
    "letter_preview": "Letter preview",
    "consumers": "Consumers",
    "consumer_page": "Consumer",
    "create_case": "Create Case",
    "draft_page": "New UM Case",
    "draft_line": "New UM Case: a line",
    "draft_save": "New UM Case: a save",
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
    "unknown": "Someone not signed in",
    "worker": "Precert (delivery)",
    "letters": "Precert (letters)",
    "registration": "Precert (registration)",
    "add-staff": "Precert (add-staff command)",
    "unlock": "Precert (unlock command)",
    "clock": "Precert (scheduled)",
    "audit": "Precert (audit command)",
    "setup": "Precert (setup)",
}
GROUPS = (
    ("events", "Everything except views"),
    ("reads", "Views"),
    ("access", "Sign-in and access"),
    ("cases", "Requests and cases"),
)


def kinds() -> list[tuple[str, str]]:
    """What the list can be narrowed to: groups, then each event by its words."""
    events = [(str(verb), one.done) for verb, one in Event.known.items()]
    return [*GROUPS, *sorted(events, key=lambda pair: pair[1].casefold())]


def verbs_of(kind: str) -> tuple[str, ...]:
    """The verbs of a kind of event; none for one that is made of other things."""
    if kind in {"access", "cases"}:
        return tuple(str(verb) for verb, one in Event.known.items() if one.area == kind)
    return () if kind in {"events", "reads", ""} else (kind,)
