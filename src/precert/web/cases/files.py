"""Documents and letters: each opened only by who may see its case, each opening logged."""

import logging
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from precert.cases.queries.attachments import attachment as found_attachment
from precert.documents import store
from precert.documents.crypto import CryptoError
from precert.kit.storage import StorageError
from precert.letters.queries import letter_file
from precert.web import error_pages
from precert.web.door import Request, requires

SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
OWN_PDF = (  # viewers refuse a sandbox
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
)

log = logging.getLogger(__name__)


@requires("document.view")
@require_safe
def document(request: Request, attachment: UUID) -> HttpResponse:
    """An uploaded file, always as a download: nothing that came from outside opens inside the
    portal.
    """
    row = found_attachment(request.actor, attachment)
    return (
        error_pages.not_found(request)
        if row is None
        else _sent(request, row.file, row.file.name, as_attachment=True)
    )


@requires("letter.view")
@require_safe
def letter(request: Request, letter: UUID) -> HttpResponse:
    """A letter of ours, shown in the browser."""
    found = letter_file(request.actor, letter)
    if found is None:
        return error_pages.not_found(request)
    row, file_id = found
    return _sent(request, store.find(file_id), row.file_name, as_attachment=False)


def _sent(request: Request, stored: Any, name: str, *, as_attachment: bool) -> HttpResponse:
    """The verified bytes, or a page that says they are damaged."""
    try:
        content = store.content(stored)
    except (CryptoError, StorageError):
        log.exception("a stored file can't be read", extra={"file": str(stored.pk)})
        return render(request, "cases/damaged.html", status=503)
    response = HttpResponse(content, content_type=stored.sniffed_type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment, name) or "attachment"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX if as_attachment else OWN_PDF
    return response
