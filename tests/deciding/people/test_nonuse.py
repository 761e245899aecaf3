"""Nonuse counts per membership, by the strictest of its contracts; an account closes when nothing
of it is left.
"""

from datetime import UTC, datetime, timedelta

import pytest

from precert.people import nonuse
from precert.people.nonuse import Use

NOW = datetime(2026, 6, 9, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.req("ACC-12")
@pytest.mark.req("CON-10", part="nonuse")
@pytest.mark.parametrize(
    ("days", "ago", "due"),
    [
        ((30,), 30 * DAY, True),
        ((30,), 30 * DAY - timedelta(seconds=1), False),
        ((90, 45), 45 * DAY, True),
        ((90, 45), 44 * DAY, False),
        ((), 30 * DAY, True),
        ((), 29 * DAY, False),
    ],
)
def test_the_strictest_contract_counts_and_thirty_days_where_none_does(days, ago, due):
    assert nonuse.to_pause([Use(1, NOW - ago, days)], NOW) == ([1] if due else [])


@pytest.mark.req("CON-10", part="nonuse")
def test_one_membership_in_use_keeps_the_account_and_itself():
    uses = [Use(1, NOW - 40 * DAY, (30,)), Use(2, NOW - DAY, (30,))]
    assert nonuse.to_pause(uses, NOW) == [1]
    assert not nonuse.to_close(uses, NOW)


def test_an_account_closes_with_its_last_membership_and_not_without_any():
    assert nonuse.to_close(
        [Use(1, NOW - 40 * DAY, (30,)), Use(2, NOW - 50 * DAY, (30,), paused=True)], NOW
    )
    assert not nonuse.to_close([], NOW)


def test_what_is_paused_is_not_paused_again():
    assert nonuse.to_pause([Use(1, NOW - 40 * DAY, (30,), paused=True)], NOW) == []


def test_nonuse_counts_from_the_newest_moment():
    assert nonuse.counts_from(NOW - DAY, None, NOW) == NOW
