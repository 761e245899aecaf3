"""The store of browsers' sessions: Django's own, in one short statement each way.

Django's saves in a transaction of its own (begin, update, commit); one statement alone is as whole.
"""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from precert.kit.statements import compiled

UPDATE = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"


@compiled
def _living(key: str, now: datetime) -> QuerySet[Any, Any]:
    return Session.objects.filter(session_key=key, expire_date__gt=now).values_list(
        "session_data", flat=True
    )


class SessionStore(db.SessionStore):
    """Reads by a statement that is compiled once, and writes what is there already in one."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, when it is over or never was."""
        for data in _living(self.session_key or "", timezone.now()):
            return self.decode(data)
        self._session_key = None
        return {}

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError when the session was ended meanwhile, as Django's does."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        data = self.encode(self._get_session())  # type: ignore[attr-defined]
        until = connection.ops.adapt_datetimefield_value(self.get_expiry_date())
        with connection.cursor() as cursor:
            cursor.execute(UPDATE, [data, until, self.session_key])
            if cursor.rowcount != 1:
                raise UpdateError
