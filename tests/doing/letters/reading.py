"""Letters of a request that was decided, as text."""

import io
from datetime import datetime
from typing import Any
from uuid import UUID

import pypdf

from precert.cases.models import Case
from precert.documents import store
from precert.jobs import worker
from precert.letters.models import Letter
from tests import world as w


def letter(
    world: w.World,
    now: datetime,
    audience: str,
    values: dict[str, Any] | None = None,
    *,
    who: str = "grace",
) -> str:
    """The words of the letter to `audience` about Ada's request, decided by `who`."""
    w.issue(UUID(w.submitted(world, now)["request"]), world.actor(who), now, values)
    worker.run_once(now)
    return words(audience)


def words(audience: str) -> str:
    """The words of the newest letter to `audience`."""
    row = Letter.objects.filter(case=Case.objects.get(), audience=audience).latest("created_at")
    reader = pypdf.PdfReader(io.BytesIO(store.content(row.file)))
    return " ".join("".join(page.extract_text() for page in reader.pages).split())
