"""How cases and their requests are numbered.

The Case ID: YY + day of year + a daily sequence of at least 4 digits (SPEC WIZ-12). Unique under
any concurrency.

The counter's row is written outside every transaction, in one statement that commits by itself:
inside, it would make all submissions of the day wait for each other. A number whose submission
fails is a gap, which is allowed.

On PostgreSQL nobody waits until it is on disk: the submission's own commit, which comes later in
the same log, takes it along, and a number that a crash takes back was of no case.
"""

from datetime import date

from django.db import connection

FIRST = 1  # the number of a new case's only request
NEXT = """
    INSERT INTO cases_daycounter (day, last) SELECT %s, 1 {}
    ON CONFLICT (day) DO UPDATE SET last = cases_daycounter.last + 1
    RETURNING last
"""


def request_name(number: int) -> str:
    """A request of a case where it has little room: R01, R02 …"""
    return f"R{number:02d}"


def request_title(number: int) -> str:
    """A request of a case where it has room: Request 01, Request 02 …"""
    return f"Request {number:02d}"


SOURCES = {
    "postgresql": "FROM set_config('synchronous_commit', 'off', true)",  # of this statement alone
    "sqlite": "WHERE true",  # else ON would belong to the SELECT
}


def next_number(day: date) -> str:
    """The next Case ID of `day` (in the contract's time zone); 9,999 a day are four digits, later
    ones have more.
    """
    prefix = f"{day:%y%j}"
    with connection.cursor() as cursor:
        cursor.execute(NEXT.format(SOURCES[connection.vendor]), [prefix])
        (sequence,) = cursor.fetchone()
    return f"{prefix}{sequence:04d}"
