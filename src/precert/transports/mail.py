"""Mail, by Django's backend: SMTP everywhere but in the demonstration, which writes to a folder."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage

from precert.transports.transport import Outgoing, Transport


class Mail(Transport):
    """A message in plain text. A mail that was sent twice has the same Message-ID, by which mail
    programs show it once.
    """

    def send(self, words: Outgoing, message_id: str, now: datetime) -> None:
        """Hand it to the mail server. Raises what smtplib raises: SMTPException, OSError."""
        EmailMessage(
            subject=words.subject,
            body=words.text,
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[words.address],
            headers={"Message-ID": message_id},
        ).send(fail_silently=False)
