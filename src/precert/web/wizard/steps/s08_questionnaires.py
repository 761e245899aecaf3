"""8 Questionnaires: those the service asks for; each is answered in a page of its own."""

from typing import Any

from django.urls import reverse

from precert.cases.queries import drafts
from precert.cases.queries.drafts import REQUEST_NAME, DraftFile
from precert.web.door import Request
from precert.web.wizard.fields import Form
from precert.web.wizard.steps._base import Step


class Questionnaires(Step):
    """The table of what is asked."""

    label = "Questionnaires"

    def context(self, request: Request, file: DraftFile, form: Form) -> dict[str, Any]:
        """One row for each questionnaire needed now."""
        given = drafts.answers(file.id)
        rows = []
        for ref in file.pack.questionnaires_for(
            file.category, file.facts.service_type or "", file.codes
        ):
            definition = file.pinned.questionnaire(ref.file)
            rows.append(
                {
                    "request": REQUEST_NAME,
                    "id": ref.id,
                    "path": f"questionnaire/{ref.id}",
                    "kind": definition.kind,
                    "name": definition.title,
                    "answers": given.get(ref.id),
                    "url": reverse("questionnaire", args=[file.id, ref.id]),
                    "error": form.error(f"questionnaire/{ref.id}"),
                }
            )
        return {"rows": rows}
