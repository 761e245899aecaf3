"""What letters listen to."""

from collections.abc import Mapping, Sequence

from precert.journal.write import Handler

HANDLERS: Mapping[str, Sequence[Handler]] = {}
