"""Mail, by Django's backend: SMTP everywhere but in the demonstration, which writes to a folder."""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from precert.transports.transport import Outgoing, Taken, Transport


class Mail(Transport):
    """A message in plain text. A mail that was sent twice has the same Message-ID, by which mail
    programs show it once.
    """

    def send(self, message: Outgoing, key: str, delivery: int, now: datetime) -> Taken:
        """Hand it to the mail server. Raises what smtplib raises: SMTPException, OSError."""
        EmailMessage(
            subject=message.subject,
            body=message.text,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[message.address],
            headers={"Message-ID": f"<{key}@{_domain()}>"},
        ).send(fail_silently=False)
        return Taken("", "sent")


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
