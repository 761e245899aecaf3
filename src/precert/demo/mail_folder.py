"""Demo only: each message becomes a file in a folder, which a local page shows. Everything else
talks SMTP.
"""

import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """A Django email backend that writes .eml files, newest name last."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each message whole, under its final name only when complete."""
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            number = len(list(folder.glob("*.eml"))) + 1
            final = folder / f"{number:06d}-{uuid.uuid4().hex[:8]}.eml"
            part = final.with_suffix(".part")
            part.write_bytes(message.message().as_bytes())
            part.rename(final)
        return len(email_messages)
