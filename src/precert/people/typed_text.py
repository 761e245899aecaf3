"""Text that was typed into a form and not sent yet: how its row holds it. Sealed, for its owner,
page and form only.

A row holds what was typed in the last few visits of the page, newest first, each marked by its
visit, so that neither a second tab nor the next visit overwrites what an earlier one left. When the
form was sent, the row keeps only the mark of that visit: what its page still had under way must not
come back.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from precert.documents.crypto import open_text, seal_text
from precert.documents.keys import ring

MOST_VISITS = 3
LIFE = timedelta(days=30)
LONGEST = 200_000  # characters of one visit's fields with their names
SENT = "sent:"


@dataclass(frozen=True)
class PagePlace:
    """Whose text, on which page (its path), in which form (its stable name)."""

    account_id: int
    page: str
    form: str

    @property
    def seal(self) -> str:
        """What the row's text is sealed for."""
        return f"kept:{self.account_id}:{self.page}:{self.form}"


@dataclass(frozen=True)
class TypedText:
    """What was typed in one visit of the page: field name → its values, and when."""

    visit: str
    at: str
    fields: Mapping[str, list[str]]

    @property
    def moment(self) -> datetime:
        """When it was typed."""
        return datetime.fromisoformat(self.at)


def seal(place: PagePlace, texts: list[TypedText]) -> str:
    """The row's text."""
    return seal_text(ring(), json.dumps([asdict(one) for one in texts]), place.seal)


def unseal(place: PagePlace, sealed: str) -> list[TypedText]:
    """What the row holds, newest first. Raises CryptoError for another account, page or form, or
    changed text.
    """
    if not sealed or sealed.startswith(SENT):
        return []
    return [TypedText(**one) for one in json.loads(open_text(ring(), sealed, place.seal))]


def with_text(texts: list[TypedText], fresh: TypedText) -> list[TypedText]:
    """`fresh` instead of what its visit left before, in front of the others."""
    return [fresh, *(one for one in texts if one.visit != fresh.visit)][:MOST_VISITS]


def size(fields: Mapping[str, list[str]]) -> int:
    """Characters of the fields and their names."""
    return sum(len(name) + sum(map(len, values)) for name, values in fields.items())
