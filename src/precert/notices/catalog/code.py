"""The six-digit code of a step that has to be proved, or the call that takes its place."""

from datetime import datetime

from precert.journal.recording import Entry
from precert.kit.clock import local_text
from precert.notices.code_words import ABOUT, mailed, spoken, texted
from precert.notices.notice import Notice
from precert.people import events
from precert.people.queries import open_code
from precert.transports.transport import Channel, Outgoing


class CodeNotice(Notice):
    """By the way that was chosen: mail, text message or call. Sent only while the code can still be
    used.
    """

    verbs = (events.CODE_REQUESTED,)

    def words(self, entry: Entry, now: datetime) -> list[Outgoing]:
        found = open_code(entry, now)
        if found is None:
            return []
        account, until = int(entry.subject_id), local_text(found.expires_at, found.zone, day=False)
        about = ("challenge", str(found.challenge_id))
        channel: Channel = "voice"
        subject, text = "", spoken(found.purpose)
        if found.channel == "email":
            channel, subject = "email", ABOUT[found.purpose].subject
            text = mailed(found.purpose, found.code, until)
        elif found.channel == "sms":
            channel, text = "sms", texted(found.purpose, found.code, until)
        return [Outgoing(account, found.to, subject, text, channel, about)]
