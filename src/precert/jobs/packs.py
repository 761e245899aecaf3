"""Which packs an installation loads, and the names that packs may refer to."""

from pathlib import Path

from django.conf import settings

from precert.cases.edits._run import codes
from precert.contracts.checks import Known
from precert.contracts.pack_reader import SHIPPED


def roots() -> list[Path]:
    """The packs that ship and the folder of own packs, if `PRECERT_PACK_FOLDER` names one."""
    own = settings.PACK_FOLDER
    return [SHIPPED, *([Path(own)] if own else [])]


def known() -> Known:
    """The names of this release that a pack may use: its edits, for their severity."""
    return Known(edits=codes())
