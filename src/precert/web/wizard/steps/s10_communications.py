"""10 Communications: the notes on the request."""

from typing import Any

from precert.cases.queries import drafts
from precert.cases.queries.drafts import REQUEST_NAME, DraftFile
from precert.web.door import Request
from precert.web.wizard.fields import Form
from precert.web.wizard.steps._base import Step


class Communications(Step):
    """All notes in full, and the form for another one."""

    label = "Communications"

    def context(self, request: Request, file: DraftFile, form: Form) -> dict[str, Any]:
        """Every note that the provider may read."""
        labels = {one.code: one.label for one in file.rules.note_types}
        rows = [
            (REQUEST_NAME, note, labels.get(note.type, note.type)) for note in drafts.notes(file.id)
        ]
        return {"rows": rows, "error": form.error("note")}
