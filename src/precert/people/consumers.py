"""What people listen to."""

from collections.abc import Mapping, Sequence

from precert.journal.recording import Handler
from precert.people import events
from precert.people.actions.ask_link import answer_wish

HANDLERS: Mapping[str, Sequence[Handler]] = {events.LINK_ASKED: [answer_wish]}
