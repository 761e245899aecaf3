"""What letters listen to: every event that letters are made about."""

from collections.abc import Mapping, Sequence

from precert.journal.write import Handler
from precert.letters.making import make_letters
from precert.letters.occasions import OCCASIONS

HANDLERS: Mapping[str, Sequence[Handler]] = {event: [make_letters] for event in OCCASIONS}
