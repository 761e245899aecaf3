"""The six-digit code of a sign-in."""

from datetime import datetime

from precert.journal.write import Entry
from precert.messages.notice import Notice, Words
from precert.people import events
from precert.people.queries import open_code

TEXT = """Your sign-in code for Precert is

    {code}

It is good until {until} UTC and works once. Type it on the page that asked for it.

If you did not try to sign in, somebody knows your password: change it, and tell your administrator.
"""


class SignInCode(Notice):
    """Sent only while the code can still be used."""

    verbs = (events.CODE_REQUESTED,)

    def words(self, entry: Entry, now: datetime) -> list[Words]:
        mail = open_code(entry, now)
        if mail is None or mail.channel != "email":
            return []
        text = TEXT.format(code=mail.code, until=f"{mail.expires_at:%H:%M}")
        return [Words(int(entry.subject_id), mail.to, "Your Precert sign-in code", text)]
