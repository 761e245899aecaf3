"""Reading accounts: contexts and actors, mailed codes, people."""

from precert.people.queries.codes import CodeMail, open_code
from precert.people.queries.persons import Person, members_of, person, persons
from precert.people.queries.seats import Context, IdleRule, Seat, actor_for, contexts, seat_of, type_shown

__all__ = [
    "CodeMail",
    "Context",
    "IdleRule",
    "Person",
    "Seat",
    "actor_for",
    "contexts",
    "members_of",
    "open_code",
    "person",
    "persons",
    "seat_of",
    "type_shown",
]
