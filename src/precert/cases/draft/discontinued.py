"""What in a draft the current version of the contract no longer offers. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from precert.cases.draft.naming import LENGTH_OF_STAY, label_of
from precert.conduct.refusal import Finding
from precert.contracts.schema import Category, Pack

CODE = "not_offered"
SYSTEMS = {
    "icd10cm": "ICD-10-CM",
    "icd9cm": "ICD-9-CM",
    "cpt": "CPT",
    "hcpcs": "HCPCS",
    "icd10pcs": "ICD-10-PCS",
}


@dataclass(frozen=True)
class ChosenLine:
    """What a line chose from lists; `code` is what to call it."""

    key: str
    kind: str
    system: str
    code: str
    unit_qualifier: str | None
    frequency: str | None


@dataclass(frozen=True)
class ChosenValue:
    """All that a request chose from the contract's lists."""

    place_of_service: str | None
    service_type: str | None
    admission_source: str | None
    request_type: str | None
    urgency: str | None
    extension: bool
    roles: tuple[str, ...]
    diagnoses: tuple[tuple[str, str], ...]
    lines: tuple[ChosenLine, ...]


def misfits(chosen: ChosenValue, pack: Pack, category: str) -> list[Finding]:
    """What was chosen and isn't offered, in the order of the wizard."""
    rules = pack.category(category)
    return [
        *_roles(chosen, rules, pack),
        *_case(chosen, rules, pack),
        *_diagnoses(chosen, rules, pack),
        *(finding for line in chosen.lines for finding in _line(line, rules, pack)),
    ]


def _roles(chosen: ChosenValue, rules: Category, pack: Pack) -> Iterable[Finding]:
    for role in dict.fromkeys(chosen.roles):
        if role != "requesting" and rules.role(role) is None:
            yield _finding(
                f"provider/{role}",
                f"{role.capitalize()}: {pack.name} does not use this provider role. Remove it.",
            )


def _case(chosen: ChosenValue, rules: Category, pack: Pack) -> Iterable[Finding]:
    kinds = [
        one for one in rules.request_types if (one.extension if chosen.extension else one.first)
    ]
    for path, value, offered in (
        ("service/place", chosen.place_of_service, [one.code for one in rules.places_of_service]),
        ("service/type", chosen.service_type, [one.code for one in rules.service_types]),
        (
            "service/admission_source",
            chosen.admission_source,
            [one.code for one in rules.admission_sources],
        ),
        ("request/type", chosen.request_type, [str(one.code) for one in kinds]),
        ("request/urgency", chosen.urgency, [one.code for one in rules.urgency.levels]),
    ):
        if value is not None and value not in offered:
            yield _finding(path, _choose(label_of(path), value, pack))


def _diagnoses(chosen: ChosenValue, rules: Category, pack: Pack) -> Iterable[Finding]:
    for system, code in chosen.diagnoses:
        if system not in rules.code_types.diagnosis:
            text = (
                f"Diagnosis {code}: {pack.name} does not accept {SYSTEMS.get(system, system)}"
                " diagnosis codes. Remove it and add another."
            )
            yield _finding(f"diagnosis/{system}/{code}", text)


def _line(line: ChosenLine, rules: Category, pack: Pack) -> Iterable[Finding]:
    name = LENGTH_OF_STAY if line.kind == "los" else line.code
    if line.kind != "los" and line.code and line.system not in rules.code_types.procedure:
        text = (
            f"{name}: {pack.name} does not accept {SYSTEMS.get(line.system, line.system)}"
            " procedure codes. Remove it and add another."
        )
        yield _finding(f"line/{line.key}/code", text, line.key)
    units = [one.code for one in rules.unit_qualifiers if line.kind in one.lines]
    for field, value, offered in (
        ("unit_qualifier", line.unit_qualifier, units),
        ("frequency", line.frequency, [one.code for one in rules.frequencies]),
    ):
        if value is not None and value not in offered:
            path = f"line/{line.key}/{field}"
            yield _finding(path, _choose(f"{name} - {label_of(path)}", value, pack), line.key)


def _choose(label: str, value: str, pack: Pack) -> str:
    return f"{label}: {pack.name} does not offer “{value[:40]}” here. Choose one from the list."


def _finding(path: str, text: str, line: str = "") -> Finding:
    return Finding(CODE, text, path=path, line=line)
