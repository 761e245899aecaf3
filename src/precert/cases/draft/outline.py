"""The sections of a draft in the order of the wizard, found on their shelf; which section a path
belongs to. Pure.
"""

from collections.abc import Iterable
from functools import cache

from precert.cases.draft import sections as shelf_of_sections
from precert.cases.draft.sections._base import Section
from precert.conduct.refusal import Finding
from precert.kit import shelf


@cache
def sections() -> tuple[Section, ...]:
    """Every section, in the order of the wizard."""
    return tuple(
        sorted(
            (found() for found in shelf.classes(shelf_of_sections, Section).values()),
            key=lambda s: s.step,
        )
    )


def section(key: str) -> Section:
    """The section of that key; LookupError when there is none."""
    for one in sections():
        if one.key == key:
            return one
    raise LookupError(f"there is no section {key!r}")


def section_of(path: str) -> Section | None:
    """The section a path belongs to; None for a path of no section."""
    first = path.split("/", 1)[0]
    return next((one for one in sections() if first in one.prefixes), None)


def findings_by_section(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings under the keys of their sections, each section once, without findings an empty
    list; "" holds those of none.
    """
    found: dict[str, list[Finding]] = {one.key: [] for one in sections()}
    for finding in findings:
        belongs = section_of(finding.path)
        found.setdefault(belongs.key if belongs else "", []).append(finding)
    return found
