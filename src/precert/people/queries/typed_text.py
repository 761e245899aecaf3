"""What somebody typed and hasn't sent: of one page, and the list of all."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from precert.kit.statements import compiled
from precert.people import typed_text
from precert.people.models import KeptText


@dataclass(frozen=True)
class WaitingText:
    """A form with text that waits, for the list: the page's path, the form's name, when it was
    typed last.
    """

    page: str
    form: str
    at: datetime


def kept_of(account_id: int, page: str) -> dict[str, list[typed_text.TypedText]]:
    """What the account typed into the forms of a page, newest first, by form; one query. Raises
    CryptoError.
    """
    rows = _rows(account_id).filter(page=page)
    found = {
        row.form: typed_text.unseal(
            typed_text.PagePlace(account_id, row.page, row.form), row.sealed
        )
        for row in rows
    }
    return {form: texts for form, texts in found.items() if texts}


def all_kept(account_id: int, most: int = 20) -> list[WaitingText]:
    """Where the account has text waiting, newest first; one query, nothing is opened."""
    return [WaitingText(*row) for row in _waiting(account_id, most=most)]


@compiled
def _waiting(account_id: int, *, most: int) -> QuerySet[Any, Any]:
    rows = _rows(account_id).order_by("-kept_at")
    return rows.values_list("page", "form", "kept_at")[:most]


def old_text(now: datetime) -> bool:
    """Whether there is anything that is older than it is kept."""
    return KeptText.objects.filter(kept_at__lt=now - typed_text.LIFE).exists()


def _rows(account_id: int) -> QuerySet[KeptText]:
    return (
        KeptText.objects.filter(account=account_id)
        .exclude(sealed="")
        .exclude(sealed__startswith=typed_text.SENT)
    )
