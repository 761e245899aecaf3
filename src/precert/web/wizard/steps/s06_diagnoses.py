"""6 Diagnoses: the codes in their order, the first is the primary one."""

from typing import Any

from django.http import QueryDict

from precert.cases.draft.edit import add_diagnosis, order_diagnoses, remove_diagnosis
from precert.cases.queries.drafts import DraftFile
from precert.web.door import Request
from precert.web.wizard.codes import day_of_service, picked, shown_systems, source
from precert.web.wizard.fields import Form
from precert.web.wizard.steps._base import Command, Step


class Diagnoses(Step):
    """A type-ahead that adds, and the list that is put in order."""

    label = "Diagnoses"

    def context(self, request: Request, file: DraftFile, form: Form) -> dict[str, Any]:
        """The list with what is wrong with each code."""
        systems = file.rules.code_types.diagnosis
        rows = []
        for one in file.facts.diagnoses:
            path = f"diagnosis/{one.code.system}/{one.code.code}"
            rows.append(
                {
                    "key": f"{one.code.system}/{one.code.code}",
                    "path": path,
                    "code": one.code,
                    "error": form.error(path),
                }
            )
        return {
            "rows": rows,
            "systems": shown_systems(systems),
            "source": source(systems, day_of_service(file)),
            "error": form.error("diagnosis"),
            "text": form.typed.get("add", ""),
            "add_attrs": {"autofocus": "autofocus"},
        }

    def command(self, post: QueryDict, file: DraftFile) -> Command:
        """Add, remove or put first."""
        if code := str(post.get("add", "")).strip():
            found, why = picked(
                file.rules.code_types.diagnosis,
                str(post.get("system", "")),
                code,
                day_of_service(file),
            )
            if found is None:
                return Command(problems={"diagnosis": why}, fragment="diagnosis")
            return Command(
                add_diagnosis(file.values, found.system, found.code), fragment="diagnosis"
            )
        if named := _named(post, "remove"):
            return Command(remove_diagnosis(file.values, *named), fragment="diagnosis")
        if named := _named(post, "first"):
            return Command(
                order_diagnoses(file.values, [named]), fragment=f"diagnosis/{'/'.join(named)}"
            )
        return Command()


def _named(post: QueryDict, button: str) -> tuple[str, str] | None:
    system, _, code = str(post.get(button, "")).partition("/")
    return (system, code) if code else None
