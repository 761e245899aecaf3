"""Something changed on a case: the submitter is told the Case ID and where to look, nothing about
the person or the outcome.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from precert.cases import events
from precert.cases.queries.submitters import submitter_of
from precert.journal import history
from precert.journal.write import Entry
from precert.notices.notice import Notice
from precert.people.queries import person
from precert.transports.transport import Outgoing

WHAT = {
    events.REQUEST_TAKEN: ("is being reviewed", "A reviewer has started on the request."),
    events.INFORMATION_REQUESTED: (
        "needs information from you",
        "The reviewer has asked for information. The case says what and until when.",
    ),
    events.INFORMATION_MISSED: (
        "was not answered in time",
        "The time to answer a request for information is over. The case says what follows.",
    ),
    events.DETERMINATION_ISSUED: (
        "has a determination",
        "The review is complete. The determination letter is on the case.",
    ),
}
TEXT = """{what}

Case ID: {number}
{site}/cases/{number}

Sign in to read it. This message holds no health information on purpose; please don't answer it.
"""


class CaseChange(Notice):
    """One message to the person who submitted the request."""

    verbs = tuple(WHAT)

    def words(self, entry: Entry, now: datetime) -> list[Outgoing]:
        if entry.verb == events.REQUEST_TAKEN and not history.is_first(entry):
            return []  # taken again, or by the next reviewer: no news for the provider
        found = submitter_of(UUID(entry.subject_id))
        someone = person(found.account_id) if found else None
        if found is None or someone is None or not someone.email:
            return []
        subject, what = WHAT[entry.verb]
        text = TEXT.format(what=what, number=found.case_number, site=settings.SITE_URL)
        return [Outgoing(someone.id, someone.email, f"Case {found.case_number} {subject}", text)]
