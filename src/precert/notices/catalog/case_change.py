"""Something changed on a case: the submitter is told the Case ID and where to look, nothing about
the person or the outcome.
"""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.conf import settings

from precert.cases import actions, events
from precert.cases.queries.submitters import submitter_of
from precert.journal import history
from precert.journal.event import Event, NoticeWords
from precert.journal.recording import Entry
from precert.kit import shelf
from precert.notices.notice import Notice
from precert.people.queries import person
from precert.transports.transport import Outgoing

TEXT = """{what}

Case ID: {number}
{site}/cases/{number}

Sign in to see the details. To protect privacy, this message contains no health information.
Please don't reply to it.
"""


class CaseChange(Notice):
    """One message to the person who submitted the request."""

    @property
    def verbs(self) -> tuple[str, ...]:
        """Every event with words for the submitter, those that a verb's own file makes too."""
        shelf.modules(actions)
        return tuple(verb for verb, one in Event.known.items() if one.notice)

    def words(self, entry: Entry, now: datetime) -> list[Outgoing]:
        if entry.verb in events.STARTING and not history.is_first(entry, events.STARTING):
            return []  # taken again, or by the next reviewer: no news for the provider
        found = submitter_of(UUID(entry.subject_id))
        someone = person(found.account_id) if found else None
        if found is None or someone is None or not someone.email:
            return []
        subject, what = cast("NoticeWords", Event.known[entry.verb].notice)
        text = TEXT.format(what=what, number=found.case_number, site=settings.SITE_URL)
        return [Outgoing(someone.id, someone.email, f"Case {found.case_number} {subject}", text)]
