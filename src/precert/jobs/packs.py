"""Which packs an installation loads, and the names that packs may refer to."""

from pathlib import Path

from django.conf import settings

from precert.contracts.checks import Known
from precert.contracts.read import SHIPPED


def roots() -> list[Path]:
    """The packs that ship and the folder of own packs, if `PRECERT_PACK_FOLDER` names one."""
    own = settings.PACK_FOLDER
    return [SHIPPED, *([Path(own)] if own else [])]


def known() -> Known:
    """The edits, actions and reports of this release that a pack may name."""
    return Known()
