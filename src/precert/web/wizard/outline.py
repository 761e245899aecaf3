"""The eleven steps in their order, and where a finding's field is."""

from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from precert.cases.draft.outline import section_of
from precert.cases.queries.drafts import Card, DraftFile
from precert.conduct.refusal import Finding
from precert.kit import shelf
from precert.web.templatetags.precert import field_id
from precert.web.wizard import steps as shelf_of_steps
from precert.web.wizard.steps._base import Step

SUBMIT, SUBMIT_LABEL = "submit", "Submit Case"
NOTES_FROM, NOTES_TO, JUMP_FROM, LAST = 4, 9, 7, 11


@dataclass(frozen=True)
class ProgressStep:
    """One step of the progress header: state is done, now, missing or nothing."""

    label: str
    state: str
    url: str


def before(person: str) -> tuple[str, ...]:
    """The steps before there is a draft, 1 to 3. `person`: what the contract calls the consumer."""
    return ("Case Parameters", f"{person} Information", "Create Case")


@cache
def filling() -> tuple[Step, ...]:
    """The steps that fill the draft, 4 to 10."""
    return tuple(
        sorted(
            (kind() for kind in shelf.classes(shelf_of_steps, Step).values()),
            key=lambda step: step.number,
        )
    )


def step_of(key: str) -> Step:
    """The step of that key. Raises Http404."""
    for step in filling():
        if step.key == key:
            return step
    raise Http404


def after(step: Step) -> tuple[str, str]:
    """Key and label of the step after this one."""
    later = [one for one in filling() if one.number > step.number]
    return (later[0].key, later[0].label) if later else (SUBMIT, SUBMIT_LABEL)


def address(file: DraftFile, key: str, path: str = "", *, check: bool = False) -> str:
    """The address of a step, or of a field in it."""
    url = reverse("wizard_step", args=[file.id, key])
    query = {"line": path.split("/")[1]} if path.startswith("line/") else {}
    if check:
        query["check"] = "1"
    return url + (f"?{urlencode(query)}" if query else "") + (f"#{field_id(path)}" if path else "")


def first_incomplete(file: DraftFile) -> str:
    """The key of the first step in which something is missing; else the submission."""
    return next((card.section.key for card in file.cards() if card.missing), SUBMIT)


def progress(file: DraftFile, current: str) -> list[ProgressStep]:
    """All eleven steps as the header shows them."""
    begun = [ProgressStep(label, "done", "") for label in before(file.pack.labels.person)]
    steps = [
        ProgressStep(card.section.label, _state(card, current), address(file, card.section.key))
        for card in file.cards()
    ]
    return [
        *begun,
        *steps,
        ProgressStep(SUBMIT_LABEL, "now" if current == SUBMIT else "", address(file, SUBMIT)),
    ]


def _state(card: Card, current: str) -> str:
    if card.section.key == current:
        return "now"
    return "missing" if card.missing else "" if card.untouched else "done"


def linked(file: DraftFile, findings: list[Finding]) -> list[Finding]:
    """The findings with links to the fields they are about; a case they name is linked to by its
    address.
    """
    return [replace(one, link=_link(file, one)) for one in findings]


def _link(file: DraftFile, finding: Finding) -> str:
    if finding.link:
        return f"/{finding.link.replace('case/', 'cases/', 1)}"
    section = section_of(finding.path)
    return address(file, section.key, finding.path, check=True) if section else ""


def cards(file: DraftFile) -> list[tuple[Card, str]]:
    """Every section with the address of its step."""
    return [(card, address(file, card.section.key)) for card in file.cards()]
