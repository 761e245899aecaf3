"""5 Service Details: where and as what the service is given; for a stay also how and when the
person was admitted.
"""

from typing import Any

from precert.cases.draft.naming import CASE_PATHS
from precert.cases.queries.drafts import DraftFile
from precert.web.door import Request
from precert.web.wizard.fields import Form
from precert.web.wizard.steps._base import Step


class Service(Step):
    """Selects with the contract's labels."""

    label = "Service Details"

    def context(self, request: Request, file: DraftFile, form: Form) -> dict[str, Any]:
        """The fields; admission only where the contract has admission sources."""
        rules = file.rules
        needed = {
            CASE_PATHS[name]
            for name in rules.required_for_case(file.facts.service_type or "", file.codes)
        }
        found = [
            form.field(
                "service/place",
                type="select",
                options=((one.code, one.label) for one in rules.places_of_service),
                required="service/place" in needed,
                focus=True,
            ),
            form.field(
                "service/type",
                type="select",
                options=((one.code, one.shown) for one in rules.service_types),
                required="service/type" in needed,
            ),
        ]
        if rules.admission_sources:
            sources = ((one.code, one.label) for one in rules.admission_sources)
            path = "service/admission_source"
            found += [
                form.field(path, type="select", options=sources, required=path in needed),
                form.field(
                    "service/admit_date", type="date", required="service/admit_date" in needed
                ),
            ]
        return {"fields": found}
