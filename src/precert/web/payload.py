"""What a page's script or form sent, read: whatever comes, it is a value or nothing, never an
exception.
"""

import json
from typing import Any

from django.http import HttpRequest
from django.http.request import RawPostDataException

UNREADABLE = "We could not read this change. Reload the page."


def parsed(text: str | bytes) -> Any:
    """JSON text as a value; None when it is none, or nested too deep."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def body(request: HttpRequest, most: int | None = None) -> Any:
    """The JSON that a script sent; None when it sent something else, or more than `most` bytes."""
    try:
        return parsed(request.body) if most is None or len(request.body) <= most else None
    except RawPostDataException:  # a form with files, which was read as one before
        return None


def changes(request: HttpRequest) -> dict[str, tuple[Any, Any]] | None:
    """What autosave sends, `{"changes": {path: [seen, new]}}`; None when it isn't that."""
    try:
        return {str(path): (seen, new) for path, (seen, new) in body(request)["changes"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
