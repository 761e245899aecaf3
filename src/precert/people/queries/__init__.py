"""Reading accounts: contexts and actors, mailed codes, people."""

from precert.people.queries.codes import CodeMail, OpenCall, open_call, open_code
from precert.people.queries.factors import (
    FactorCard,
    accepted_kinds,
    destination,
    factors_of,
    names_beside,
    recovery_codes_left,
    usable_factors,
)
from precert.people.queries.links import Behind, LinkMail, behind, open_mail, still_registering
from precert.people.queries.memberships import owned, owned_by
from precert.people.queries.persons import AccountPerson, account, members_of, person, persons
from precert.people.queries.seats import (
    Context,
    IdleRule,
    Seat,
    actor_for,
    contexts,
    seat_of,
    type_shown,
)
from precert.people.queries.sessions import Open, OwnSession, locked, own_sessions, session_of
from precert.people.queries.terms import PendingTerms, agreed_terms, pending_terms, terms_key

__all__ = [
    "AccountPerson",
    "Behind",
    "CodeMail",
    "Context",
    "FactorCard",
    "IdleRule",
    "LinkMail",
    "Open",
    "OpenCall",
    "OwnSession",
    "PendingTerms",
    "Seat",
    "accepted_kinds",
    "account",
    "actor_for",
    "agreed_terms",
    "behind",
    "contexts",
    "destination",
    "factors_of",
    "locked",
    "members_of",
    "names_beside",
    "open_call",
    "open_code",
    "open_mail",
    "own_sessions",
    "owned",
    "owned_by",
    "pending_terms",
    "person",
    "persons",
    "recovery_codes_left",
    "seat_of",
    "session_of",
    "still_registering",
    "terms_key",
    "type_shown",
    "usable_factors",
]
