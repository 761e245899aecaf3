"""Runs every edit on its shelf and puts what they find in the order people work in. Pure."""

from functools import cache

from precert.cases import edits as shelf_of_edits
from precert.cases.draft.naming import FIELDS, LINE_FIELDS
from precert.cases.draft.outline import section_of
from precert.cases.edits._base import Edit
from precert.cases.facts import Facts
from precert.conduct.refusal import Finding, Severity
from precert.contracts.schema import Pack
from precert.kit import shelf

RANK: dict[Severity, int] = {"error": 0, "warning": 1, "information": 2}
LAST = 99


@cache
def edits() -> tuple[Edit, ...]:
    """Every edit, by file name."""
    return tuple(found() for found in shelf.classes(shelf_of_edits, Edit).values())


def codes() -> frozenset[str]:
    """The codes of all edits, as packs may name them."""
    return frozenset(edit.code for edit in edits())


def run(facts: Facts, pack: Pack) -> list[Finding]:
    """All findings of all edits: errors first, then warnings, then information; each in the order
    of the wizard and its fields.
    """
    found = [_weighed(finding, pack) for edit in edits() for finding in edit.find(facts, pack)]
    lines = {"": 0} | {
        line.key: n for n, line in enumerate(facts.lines, 2)
    }  # 1: a line that should be there
    return sorted(dict.fromkeys(found), key=lambda finding: _order(finding, lines))


def _weighed(finding: Finding, pack: Pack) -> Finding:
    """With the severity the contract gives it."""
    severity = pack.rules.severity.get(finding.code, finding.severity)
    return Finding(finding.code, finding.text, severity, finding.path, finding.line, finding.link)


def _order(finding: Finding, lines: dict[str, int]) -> tuple[int, int, int, int]:
    section = section_of(finding.path)
    words = finding.path.split("/")
    if words[0] == "line" and len(words) == 3:
        name = "modifiers" if words[2].startswith("modifier") else words[2]
        within = _rank(name, list(LINE_FIELDS))
    else:
        within = _rank("diagnosis" if words[0] == "diagnosis" else finding.path, list(FIELDS))
    key = words[1] if words[0] == "line" and len(words) > 1 else finding.line
    return RANK[finding.severity], section.step if section else LAST, lines.get(key, 1), within


def _rank(name: str, names: list[str]) -> int:
    return names.index(name) if name in names else LAST
