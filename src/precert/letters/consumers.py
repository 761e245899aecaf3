"""What letters listen to: every event that letters are made about."""

from collections.abc import Mapping, Sequence

from precert.journal.recording import Handler
from precert.letters.occasions import OCCASIONS
from precert.letters.production import make_letters

HANDLERS: Mapping[str, Sequence[Handler]] = {event: [make_letters] for event in OCCASIONS}
