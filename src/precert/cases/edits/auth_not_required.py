"""Does the service need an authorization at all?"""

from typing import ClassVar, cast

from precert.cases.draft.naming import line_name, line_path
from precert.cases.edits._base import Edit
from precert.cases.facts import Facts
from precert.conduct.refusal import Finding, Severity
from precert.contracts.schema import Pack
from precert.contracts.schema.part import CategoryId


class AuthNotRequired(Edit):
    """One or more lines ask for what the contract pays without authorization."""

    title = "Auth Not Required"
    severity: ClassVar[Severity] = "warning"

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """One finding for each line, with the contract's reason."""
        primary = facts.diagnoses[0].code.code if facts.diagnoses else ""
        found = []
        for line in facts.lines:
            code = "" if line.kind == "los" else line.code.code
            rule = pack.no_authorization(
                code, facts.service_type or "", cast(CategoryId, facts.category), primary
            )
            if rule is not None and (code or line.kind == "los"):
                text = (
                    f"{self.title}: {line_name(facts, line)}. {rule.reason} You can remove it or"
                    " submit it anyway."
                )
                found.append(self.finding(text, line_path(line.key, "code"), line.key))
        return found
