"""What a draft lacks. Lists keep the paths; what they are called, the draft and its contract as they
are now say. Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from precert.cases.draft.naming import (
    LENGTH_OF_STAY,
    label_of,
    missing_of_line,
    missing_questionnaire,
    missing_role,
    procedure_name,
)
from precert.cases.draft.parse import LOS, parse
from precert.cases.facts import numbered
from precert.conduct.refusal import Finding
from precert.contracts.schema import Category

CODE = "missing_information"
MOST = 20  # kept for lists


def paths(findings: Iterable[Finding]) -> list[str]:
    """Where something is missing, each place once, in the order of the findings."""
    return list(dict.fromkeys(one.path for one in findings if one.code == CODE))[:MOST]


@dataclass(frozen=True)
class Names:
    """What the paths of a draft are called. `titles` are the questionnaires' by id."""

    values: Mapping[str, Any]
    rules: Category | None
    titles: Mapping[str, str] = field(default_factory=dict)

    def of(self, paths: Iterable[str]) -> list[str]:
        """Each in words."""
        wanted = list(paths)
        lines = self._lines() if any(path.startswith("line/") for path in wanted) else {}
        return [self._name(path, lines) for path in wanted]

    def _lines(self) -> dict[str, tuple[str, int | None]]:
        """Code and number of the procedures, by key."""
        asked = [line for line in parse(self.values).lines if line.kind != LOS]
        order = numbered((line.key, line.code) for line in asked)
        return {line.key: (line.code, order.get(line.key)) for line in asked}

    def _name(self, path: str, lines: Mapping[str, tuple[str, int | None]]) -> str:
        kind, _, rest = path.partition("/")
        if kind == "line" and "/" in rest:
            key, _, name = rest.partition("/")
            if key == LOS:
                return missing_of_line(LENGTH_OF_STAY, LOS, name)
            return missing_of_line(procedure_name(*lines.get(key, ("", None))), "procedure", name)
        if kind == "provider":
            rule = self.rules.role(rest) if self.rules else None
            return missing_role(rest, rule.label) if rule else rest
        if kind == "questionnaire":
            return missing_questionnaire(self.titles.get(rest, rest))
        return label_of(path)
