"""What letters listen to."""

from collections.abc import Mapping, Sequence

from precert.cases import events
from precert.journal.write import Handler
from precert.letters.making import make_letters

HANDLERS: Mapping[str, Sequence[Handler]] = {events.DETERMINATION_ISSUED: [make_letters]}
