"""Moments come back from the database as they were written, in UTC."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.contrib.sessions.models import Session

pytestmark = pytest.mark.django_db
DENVER = timezone(timedelta(hours=-6))


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 6, 9, 15, 0, tzinfo=UTC),
        datetime(2026, 6, 9, 15, 0, 0, 1, tzinfo=UTC),
        datetime(2026, 6, 9, 15, 0, 0, 120_000, tzinfo=UTC),
        datetime(2026, 6, 9, 23, 30, 59, 999_999, tzinfo=DENVER),
        datetime(1900, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
    ],
)
def test_a_moment_is_read_as_it_was_written(moment: datetime) -> None:
    Session.objects.create(session_key="k", session_data="", expire_date=moment)
    found = Session.objects.values_list("expire_date", flat=True).get()
    assert found == moment
    assert found.tzinfo is UTC
