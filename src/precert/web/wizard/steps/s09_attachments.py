"""9 Attachments: the documents that come with the request."""

from typing import Any

from precert.cases.queries import drafts
from precert.cases.queries.drafts import REQUEST_NAME, DraftFile
from precert.web import uploads
from precert.web.door import Request
from precert.web.wizard.fields import Form
from precert.web.wizard.steps._base import Step


class Attachments(Step):
    """The table of files, and the dialog to add some."""

    label = "Attachments"

    def context(self, request: Request, file: DraftFile, form: Form) -> dict[str, Any]:
        """The files with their types, and the contract's limits in words."""
        limits = uploads.limits(file.pack)
        return table(file) | {
            "request_name": REQUEST_NAME,
            "document_types": [(one.code, one.label) for one in file.rules.document_types],
            "types_text": limits.types_text,
            "most_words": limits.size_text,
            "accept": limits.accept,
            "most": limits.most_bytes,
            "error": form.error("attachment"),
        }


def table(file: DraftFile) -> dict[str, Any]:
    """The rows of the table of files."""
    return {
        "rows": [
            (REQUEST_NAME, one, file.rules.label("document_types", one.document_type))
            for one in drafts.attachments(file.id)
        ]
    }
