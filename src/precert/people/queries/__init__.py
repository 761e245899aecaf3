"""Reading accounts: contexts and actors, mailed codes, people."""

from precert.people.queries.codes import CodeMail, open_code
from precert.people.queries.persons import Person, account, members_of, person, persons
from precert.people.queries.seats import Context, IdleRule, Seat, actor_for, contexts, seat_of, type_shown
from precert.people.queries.sessions import Open, OwnSession, own_sessions, session_of

__all__ = [
    "CodeMail",
    "Context",
    "IdleRule",
    "Open",
    "OwnSession",
    "Person",
    "Seat",
    "account",
    "actor_for",
    "contexts",
    "members_of",
    "open_code",
    "own_sessions",
    "person",
    "persons",
    "seat_of",
    "session_of",
    "type_shown",
]
