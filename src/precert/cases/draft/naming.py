"""What the fields of a draft are called, in the wizard, in the list of what is missing and in
findings. Pure.
"""

from datetime import date

from precert.cases.facts import Facts, LineFact

FIELDS = {
    "service/place": "Place of Service",
    "service/type": "Service Type",
    "service/admission_source": "Admission Source",
    "service/admit_date": "Admit Date",
    "diagnosis": "Diagnosis Code(s)",
    "request/type": "Request Type",
    "request/urgency": "Urgency",
    "request/urgency_reason": "Reason for Urgency",
    "request/fips": "FIPS Code",
    "line": "Procedure Code(s)",
    "attachment": "Attachment",
    "note": "Note",
}  # in the order of the wizard
PRIMARY = "Primary Diagnosis Code"
LENGTH_OF_STAY = "Length of Stay"
LINE_FIELDS = {
    "code": "Procedure Code",
    "modifiers": "Modifier",
    "unit_qualifier": "Unit Qualifier",
    "start": "Start Date",
    "end": "End Date",
    "duration": "Duration",
    "quantity": "Quantity",
    "frequency": "Frequency",
    "rate": "Rate",
}  # in the order of the form
REQUESTED = frozenset(
    {"start", "end", "duration", "quantity", "rate"}
)  # "Requested Start Date" on a procedure
CASE_PATHS = {
    "place_of_service": "service/place",
    "service_type": "service/type",
    "admission_source": "service/admission_source",
    "admit_date": "service/admit_date",
    "diagnosis": "diagnosis",
    "request_type": "request/type",
    "urgency": "request/urgency",
    "urgency_reason": "request/urgency_reason",
    "fips_code": "request/fips",
    "document": "attachment",
    "note": "note",
}  # a pack's names of case fields onto paths


def line_field(kind: str, name: str) -> str:
    """The label of a line's field; `kind` is procedure or los."""
    label = LINE_FIELDS[name]
    return f"Requested {label}" if kind == "procedure" and name in REQUESTED else label


def line_path(key: str, name: str) -> str:
    """Where a line's field is typed; modifiers begin with the first."""
    return f"line/{key}/{'modifier1' if name == 'modifiers' else name}"


def line_name(facts: Facts, line: LineFact) -> str:
    """What to call a line: its code, numbered where the same code is asked for more than once."""
    if line.kind == "los":
        return LENGTH_OF_STAY
    return procedure_name(line.code.code, facts.numbered.get(line.key))


def procedure_name(code: str, number: int | None) -> str:
    """A procedure's code, and which of several that ask for the same."""
    name = code or "Procedure"
    return f"{name} ({number})" if number else name


def missing_of_line(line: str, kind: str, name: str) -> str:
    """What is missing in a line of that name; `name` is the field's in a path."""
    field = "modifiers" if name.startswith("modifier") else name
    label = line_field(kind, field) if field in LINE_FIELDS else name
    return label if field == "code" else f"{line} - {label}"


def missing_role(role: str, label: str) -> str:
    """A role that nobody has yet."""
    return f"{label} Provider" if role == "servicing" else label


def missing_questionnaire(title: str) -> str:
    """A questionnaire that isn't complete."""
    return f"{title} (questionnaire)"


def label_of(path: str, kind: str = "procedure") -> str:
    """The label of the field at a path; the path itself when it has none."""
    if path.startswith("line/") and path.count("/") == 2:
        name = path.rsplit("/", 1)[1]
        name = "modifiers" if name.startswith("modifier") else name
        return line_field(kind, name) if name in LINE_FIELDS else path
    return FIELDS.get(path, path)


def shown(day: date) -> str:
    """A date as it is read in the United States: 06/09/2026."""
    return f"{day:%m/%d/%Y}"


def shown_span(first: date, last: date) -> str:
    """One day, or the first and the last of several."""
    return shown(first) if first == last else f"{shown(first)} to {shown(last)}"


def listed(names: list[str]) -> str:
    """Names in a row: "a, b or c"."""
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
