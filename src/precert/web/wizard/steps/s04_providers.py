"""4 Additional Providers: who serves, who refers, who attends."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from precert.cases.draft.document import Value
from precert.cases.facts import ProviderFact
from precert.cases.queries.drafts import DraftFile
from precert.contracts.schema import RoleRule
from precert.web.door import Request
from precert.web.wizard.fields import Form, as_seen
from precert.web.wizard.steps._base import Command, Step


@dataclass(frozen=True)
class ProviderRow:
    """One provider of the request, or a role that nobody has yet (`provider` is None)."""

    role: str
    provider: ProviderFact | None
    path: str = ""
    seen: str = ""
    update: str = ""
    required: bool = False
    error: str = ""


class Providers(Step):
    """The table of providers; choosing one is a page of its own."""

    label = "Additional Providers"

    def context(self, request: Request, file: DraftFile, form: Form) -> dict[str, Any]:
        """The rows, and the roles to which more can be added."""
        requesting = [
            ProviderRow("Requesting", one) for one in file.facts.providers_in("requesting")
        ]
        rows = [row for role in file.rules.roles for row in _rows(role, file, form)]
        return {
            "rows": [*requesting, *rows],
            "provider_id": file.pack.labels.provider_id,
            "many": [
                (role.label, _search(file, role.role)) for role in file.rules.roles if role.many
            ],
        }

    def command(self, post: QueryDict, file: DraftFile) -> Command:
        """Remove a provider from a role."""
        path = str(post.get("remove", ""))
        if not path.startswith("provider/"):
            return Command()
        seen: Value = str(post.get(f"was:{path}", "")) or file.values.get(path)
        return Command({path: (seen, None)}, fragment="providers")


def _search(file: DraftFile, role: str) -> str:
    return reverse("wizard_provider", args=[file.id, role])


def _rows(role: RoleRule, file: DraftFile, form: Form) -> list[ProviderRow]:
    found = file.facts.providers_in(role.role)
    base = f"provider/{role.role}"
    if role.many:
        paths = [f"{base}/{one.id}" for one in found]
        return [
            ProviderRow(role.label, one, p, as_seen(file.values.get(p)), error=form.error(p))
            for one, p in zip(found, paths, strict=True)
        ]
    row = ProviderRow(
        role.label,
        found[0] if found else None,
        base,
        as_seen(file.values.get(base)),
        _search(file, role.role),
        role.required,
        form.error(base),
    )
    return [row]
