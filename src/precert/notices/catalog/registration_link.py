"""The link that opens a registration: for who registered, who was invited, and whose registration
was reset.
"""

from datetime import datetime

from django.conf import settings

from precert.journal.recording import Entry
from precert.kit.clock import local_text
from precert.notices.notice import Notice
from precert.people import events
from precert.people.queries import LinkMail, open_mail
from precert.transports.transport import Outgoing

WHY = {
    "register": (
        "Finish your registration for Precert",
        "You, or someone using your name, registered for a Precert account.",
    ),
    "invite": (
        "Your invitation to Precert",
        "An administrator created a Precert account for you.",
    ),
    "reset": (
        "Register for Precert again",
        (
            "An administrator reset your registration. Your password and second factors no longer"
            " work."
        ),
    ),
}
TEXT = """{why}

Your username is {username}.

Open this page to choose a password and a second factor:
{site}/registration/{token}

The link works once, until {until}. {late}
If you did not expect this message, ignore it. No one can use the account without the link.
"""
LATE_OWN = "If you need more time, get a new link at\n{site}/register/resend"
LATE_INVITED = "If you need more time, ask your administrator for a new link."


class RegistrationLink(Notice):
    """Sent only while the link can still be used."""

    verbs = (events.LINK_REQUESTED,)

    def words(self, entry: Entry, now: datetime) -> list[Outgoing]:
        mail = open_mail(entry, now)
        return (
            []
            if mail is None
            else [Outgoing(mail.account, mail.to, WHY[mail.purpose][0], _text(mail))]
        )


def _text(mail: LinkMail) -> str:
    return TEXT.format(
        why=WHY[mail.purpose][1],
        username=mail.username,
        site=settings.SITE_URL,
        token=mail.token,
        until=local_text(mail.expires_at, mail.zone),
        late=(
            LATE_OWN.format(site=settings.SITE_URL) if mail.purpose == "register" else LATE_INVITED
        ),
    )
