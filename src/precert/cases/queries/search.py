"""Search by #: which case a number means, whatever kind of number it is."""

import re
from dataclasses import dataclass

from precert.cases import access
from precert.conduct.actor import Actor

CASE_ID = re.compile(r"[0-9]{9,12}")
AUTHORIZATION = re.compile(r"[Aa]([0-9]{9,12})")
OLD_NUMBER = re.compile(r"([0-9]{5})-([0-9]{4})")  # of the portal before this one
OLD_TO_NEW = 8_000  # added to an old number without its dash: 11326-0340 is case 113268340


@dataclass(frozen=True)
class WantedNumber:
    """What was asked for: a Case ID, or an authorization number."""

    case: str = ""
    authorization: str = ""


def read(text: str) -> WantedNumber | None:
    """What the typed number means; None when it is not one of the three kinds. Pure."""
    typed = re.sub(r"\s", "", text)
    if CASE_ID.fullmatch(typed):
        return WantedNumber(case=typed)
    if AUTHORIZATION.fullmatch(typed):
        return WantedNumber(authorization=typed.upper())
    if old := OLD_NUMBER.fullmatch(typed):
        return WantedNumber(case=f"{int(''.join(old.groups())) + OLD_TO_NEW:09d}")
    return None


def find(actor: Actor, wanted: WantedNumber) -> str | None:
    """The Case ID of the case meant, if there is one that the actor may see."""
    rows = access.visible(actor)
    rows = (
        rows.filter(number=wanted.case)
        if wanted.case
        else rows.filter(state__authorization=wanted.authorization)
    )
    return rows.values_list("number", flat=True).first()
