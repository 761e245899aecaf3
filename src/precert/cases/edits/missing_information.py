"""Everything the contract requires and the request doesn't say, by name."""

from collections.abc import Iterator

from precert.cases.draft.naming import (
    CASE_PATHS,
    FIELDS,
    LENGTH_OF_STAY,
    LINE_FIELDS,
    PRIMARY,
    line_field,
    line_name,
    line_path,
    missing_of_line,
    missing_questionnaire,
    missing_role,
)
from precert.cases.edits._base import Edit
from precert.cases.facts import Facts, LineFact
from precert.conduct.refusal import Finding
from precert.contracts.schema import Category, Pack

STAY = "los"


class MissingInformation(Edit):
    """Asks for what the pack requires: by category, service type and procedure code; provider
    roles; questionnaires.
    """

    title = "Missing Information"

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """One finding for each thing that is missing. What was typed but can't be read isn't; other
        edits say so.
        """
        rules = pack.category(facts.category)
        return [
            *self._roles(facts, rules),
            *self._case(facts, rules),
            *self._stay(facts, rules),
            *(found for line in facts.lines for found in self._line(facts, line, rules)),
            *(
                self._missing(missing_questionnaire(one.name), f"questionnaire/{one.url}")
                for one in facts.questionnaires
                if not one.complete
            ),
        ]

    def _missing(self, what: str, path: str, line: str = "") -> Finding:
        return self.finding(f"{self.title}: {what}", path, line)

    def _roles(self, facts: Facts, rules: Category) -> Iterator[Finding]:
        for role in rules.roles:
            if role.required and not facts.providers_in(role.role):
                yield self._missing(missing_role(role.role, role.label), f"provider/{role.role}")

    def _case(self, facts: Facts, rules: Category) -> Iterator[Finding]:
        required = set(
            rules.required_for_case(
                facts.service_type or "", tuple(line.code.code for line in facts.procedures)
            )
        )
        if rules.urgency.asked:
            required.add("urgency")
            if rules.urgency.with_reason and facts.urgency == "expedited":
                required.add("urgency_reason")
        unreadable = {path for path, _ in facts.unreadable}
        there = _there(facts)
        for name, path in CASE_PATHS.items():
            if name in required and not there[name] and path not in unreadable:
                yield self._missing(FIELDS[path], path)
                if name == "diagnosis":
                    yield self._missing(PRIMARY, path)

    def _stay(self, facts: Facts, rules: Category) -> Iterator[Finding]:
        """The length of stay that isn't there although it comes by itself; or nothing at all that
        is asked for.
        """
        if facts.los is not None:
            return
        if rules.has_los(facts.service_type or ""):
            for name in _ordered(rules.required_for_line("los", facts.service_type or "")):
                what = missing_of_line(LENGTH_OF_STAY, STAY, name)
                yield self._missing(what, line_path(STAY, name), STAY)
        elif not facts.procedures:
            yield self._missing(FIELDS["line"], "line")

    def _line(self, facts: Facts, line: LineFact, rules: Category) -> Iterator[Finding]:
        unreadable = {name for name, _ in line.unreadable}
        if line.kind == "procedure" and not line.code.code:
            yield self._missing(
                line_field("procedure", "code"), line_path(line.key, "code"), line.key
            )
        kind = rules.required_for_line(
            "los" if line.kind == STAY else "procedure", facts.service_type or "", line.code.code
        )
        for name in _ordered(kind):
            value = getattr(line, name)
            if (value is None or value == ()) and name not in unreadable:
                text = missing_of_line(line_name(facts, line), line.kind, name)
                yield self._missing(text, line_path(line.key, name), line.key)


def _ordered(names: frozenset[str]) -> list[str]:
    return [name for name in LINE_FIELDS if name in names]


def _there(facts: Facts) -> dict[str, bool]:
    """Which of the fields of the case say something."""
    return {
        "place_of_service": facts.place_of_service is not None,
        "service_type": facts.service_type is not None,
        "admission_source": facts.admission_source is not None,
        "admit_date": facts.admit_date is not None,
        "diagnosis": bool(facts.diagnoses),
        "request_type": facts.request_type is not None,
        "urgency": facts.urgency is not None,
        "urgency_reason": facts.urgency_reason is not None,
        "fips_code": facts.fips is not None,
        "document": facts.documents > 0,
        "note": facts.notes > 0,
    }
