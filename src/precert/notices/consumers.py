"""What notices listen to: every event that a notice on the shelf names."""

from collections.abc import Mapping, Sequence

from precert.journal.recording import Handler
from precert.notices.sending import on_shelf, send_notices

HANDLERS: Mapping[str, Sequence[Handler]] = {
    verb: [send_notices] for notice in on_shelf().values() for verb in notice.verbs
}
